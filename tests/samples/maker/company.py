"""The synthetic company's customers, and the spellings that a seller's file may give their values."""

import csv
import hashlib
import random
import re
from collections import Counter
from pathlib import Path

TABLE = Path(__file__).resolve().parents[3] / "datasets" / "company.csv"


class Record(dict):
    """One customer: the table's cells by column name; `number` is the record's place, from 0."""

    number: int


def load():
    """Every record of the company, in the table's order."""
    records = []
    with open(TABLE, encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            record = Record(row)
            record.number = number
            records.append(record)
    return records


class Company:
    """Picks records for samples, always the same ones for the same name."""

    def __init__(self):
        self.records = load()
        seen = {key: Counter(r[key] for r in self.records) for key in ("ssn", "phone", "email", "dob")}
        self.plain = [r for r in self.records if _is_plain(r, seen)]

    def pick(self, name, count, where=None):
        """`count` records with every cell filled and no placeholder, that `where` holds for."""
        fit = [r for r in self.plain if where is None or where(r)]
        return random.Random(f"pick {name}").sample(fit, count)

    def pick_accented(self, name, count, share=0.5):
        """Records of which a `share` have a name with a letter beyond ASCII."""
        accented = int(count * share)
        rows = self.pick(name + " accented", accented, has_accent)
        rows += self.pick(name + " plain", count - accented, lambda r: not has_accent(r))
        random.Random(f"mix {name}").shuffle(rows)
        return rows


def has_accent(record):
    """Whether the customer's name has a letter beyond ASCII."""
    return not full_name(record).isascii()


def _is_plain(r, seen):
    return (
        all(r.values())
        and re.fullmatch(r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}", r["ssn"]) is not None
        and re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", r["phone"]) is not None
        and "@" in r["email"]
        and seen["ssn"][r["ssn"]] == 1
        and seen["phone"][r["phone"]] == 1
        and seen["email"][r["email"]] == 1
        and seen["dob"][r["dob"]] < 10
        and 1930 <= int(r["dob"][:4]) <= 2005
    )


def full_name(r):
    """GIVEN SURNAME."""
    return f"{r['given_name']} {r['surname']}"


def last_first(r):
    """SURNAME, GIVEN."""
    return f"{r['surname']}, {r['given_name']}"


def ssn_digits(r):
    """The nine digits alone."""
    return r["ssn"].replace("-", "")


def phone_parens(r):
    """(555) 123-4567"""
    p = r["phone"]
    return f"({p[:3]}) {p[3:6]}-{p[6:]}"


def phone_dashes(r):
    """555-123-4567"""
    p = r["phone"]
    return f"{p[:3]}-{p[3:6]}-{p[6:]}"


def phone_e164(r):
    """+15551234567"""
    return "+1" + r["phone"]


def dob_us(r):
    """06/23/1985"""
    y, m, d = r["dob"].split("-")
    return f"{m}/{d}/{y}"


def dob_day_first(r, sep="/"):
    """23/06/1985"""
    y, m, d = r["dob"].split("-")
    return sep.join((d, m, y))


def dob_dots(r):
    """23.06.1985"""
    return dob_day_first(r, ".")


def dob_compact(r):
    """19850623"""
    return r["dob"].replace("-", "")


def place(r):
    """Daytona Beach, FL 32138"""
    return f"{r['city']}, {r['state']} {r['zip']}"


def full_address(r):
    """1716 Hill Ln, Daytona Beach, FL 32138"""
    return f"{r['address']}, {place(r)}"


# What the company's table does not hold is drawn from the record's number.


def chance(r, what):
    """A generator of random choices that belongs to one record and one purpose."""
    return random.Random(f"{what} of {r.number}")


def password(r):
    """A made-up password without any delimiter in it."""
    rng = chance(r, "password")
    word = rng.choice("sunshine dragon monkey football qwerty letmein shadow master summer hunter ranger".split())
    end = rng.choice(["", "!", "1", "123", "_x", "2019", "#7", "99", "$", "*"])
    return (word.capitalize() if rng.random() < 0.4 else word) + end + str(rng.randrange(100, 9999))


def md5(r):
    """MD5 of the made-up password."""
    return hashlib.md5(password(r).encode()).hexdigest()


def sha1(r):
    """SHA-1 of the made-up password."""
    return hashlib.sha1(password(r).encode()).hexdigest()


def bcrypt_like(r):
    """Looks like a bcrypt hash, and is none."""
    letters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    rng = chance(r, "bcrypt")
    return "$2y$10$" + "".join(rng.choice(letters) for _ in range(53))


def username(r):
    """A made-up login name."""
    rng = chance(r, "username")
    word = rng.choice("silver happy night blue wild lone lucky crazy old tiny".split())
    animal = rng.choice("wolf tiger fox hawk panda bear otter raven cobra moose".split())
    return f"{word}{rng.choice(['', '_', '.'])}{animal}{rng.randrange(10, 9999)}"


def ip(r):
    """A made-up IPv4 address of a documentation or shared range."""
    rng = chance(r, "ip")
    first = rng.choice(["192.0.2", "198.51.100", "203.0.113", f"100.{rng.randrange(64, 128)}.{rng.randrange(256)}"])
    return f"{first}.{rng.randrange(1, 255)}"


def ipv6(r):
    """A made-up IPv6 address of the documentation range, all eight groups written."""
    rng = chance(r, "ipv6")
    return "2001:0db8:" + ":".join(f"{rng.randrange(65536):04x}" for _ in range(6))


def seen_at(r):
    """A made-up time of the last login: 2021-08-01 12:30:05."""
    rng = chance(r, "seen")
    return (
        f"2021-{rng.randrange(1, 9):02}-{rng.randrange(1, 29):02} "
        f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    )


SITES = [
    "https://my.example.com/login",
    "https://accounts.example.net:8443/signin",
    "https://shop.example.org/customer/account/login/",
    "http://portal.example.edu/auth",
    "https://www.example.com/",
    "android://token==@com.example.app/",
]


def url(r):
    """A made-up address of a login page."""
    return chance(r, "url").choice(SITES[:5])


def amount(r):
    """A made-up sum with a decimal point."""
    return f"{chance(r, 'amount').randrange(500, 99999) / 100:.2f}"
