"""Writes us_places.txt: which states a US postcode's first three digits and a telephone area code belong to, and which first
three digits the postcodes of larger cities have.

Facts from the PyPI package `zipcodes` (MIT licence; https://github.com/seanpianka/zipcodes). Run in an environment that has
it: `pip install zipcodes==3.0.0 && python make_us_places.py`.
"""

import collections
import importlib.metadata
import pathlib

import zipcodes

LEAST_POSTCODES = 3  # smaller cities are left out: what is not listed is not tested

states_of_prefix = collections.defaultdict(set)
states_of_area = collections.defaultdict(collections.Counter)
prefixes_of_city = collections.defaultdict(collections.Counter)
for place in zipcodes.list_all():
    prefix, state = place["zip_code"][:3], place["state"]
    states_of_prefix[prefix].add(state)
    for area in place["area_codes"]:
        states_of_area[area][state] += 1
    for city in [place["city"], *place["acceptable_cities"]]:
        prefixes_of_city["".join(letter for letter in city.upper() if letter.isalpha() or letter == " ")][prefix] += 1

version = importlib.metadata.version("zipcodes")
lines = [f"# Made by make_us_places.py from the PyPI package zipcodes {version} (MIT licence). Facts only.",
         "# z: first digits of a postcode, states. a: area code, states. c: city, first digits of its postcodes."]
lines += [f"z {prefix} {','.join(sorted(states))}" for prefix, states in sorted(states_of_prefix.items())]
lines += [f"a {area} {','.join(sorted(states))}" for area, states in sorted(states_of_area.items()) if len(area) == 3]
lines += [f"c {','.join(sorted(prefixes))} {city}" for city, prefixes in sorted(prefixes_of_city.items())
          if sum(prefixes.values()) >= LEAST_POSTCODES and city.strip()]
pathlib.Path(__file__).with_name("us_places.txt").write_text("\n".join(lines) + "\n")
