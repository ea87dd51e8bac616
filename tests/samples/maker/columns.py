"""What a column of a sample holds, and where its cells come from."""

from dataclasses import dataclass, replace
from typing import Callable

from . import company as c


@dataclass(frozen=True)
class Col:
    """A column: its header, its kind (or the acceptable ones), its cell for a record, and whether the cell's
    canonical value is the company's (`as_company`), hidden (`masked`), not the company's (`other`) or
    left unsaid (`any`)."""

    header: str
    kind: str | list
    of: Callable
    state: str = "as_company"
    path: str | None = None
    optional: bool = False


def _cell(key):
    return lambda r: r[key]


ID = ["opaque", "account"]
CODE = ["opaque", "account", "licence", "username"]

STANDARD = {
    "account": Col("account", "account", _cell("account")),
    "given_name": Col("given_name", "given_name", _cell("given_name")),
    "surname": Col("surname", "surname", _cell("surname")),
    "name": Col("name", "name", c.full_name),
    "ssn": Col("ssn", "ssn", _cell("ssn")),
    "dob": Col("dob", "dob", _cell("dob")),
    "phone": Col("phone", "phone", _cell("phone")),
    "email": Col("email", "email", _cell("email")),
    "address": Col("address", "address", _cell("address")),
    "city": Col("city", "city", _cell("city")),
    "state": Col("state", "state", _cell("state")),
    "zip": Col("zip", "postcode", _cell("zip")),
    "imei": Col("imei", "imei", _cell("imei")),
    "licence": Col("licence", "licence", _cell("licence")),
    "plan": Col("plan", "opaque", _cell("plan")),
    "signup_date": Col("signup_date", "opaque", _cell("signup_date")),
    "password": Col("password", "opaque", c.password, "other"),
    "md5": Col("password_md5", "opaque", c.md5, "other"),
    "sha1": Col("sha1", "opaque", c.sha1, "other"),
    "bcrypt": Col("password", "opaque", c.bcrypt_like, "other"),
    "username": Col("username", "username", c.username, "other"),
    "ip": Col("ip", "ip", c.ip, "other"),
    "ipv6": Col("ip", "ip", c.ipv6, "other"),
    "last_login": Col("last_login", "opaque", c.seen_at, "other"),
    "url": Col("url", "opaque", c.url, "other"),
    "balance": Col("balance", "opaque", c.amount, "other"),
}


def cols(names, headers=None, **changes):
    """Standard columns by name, blank between them; `headers` renames them in order, and a keyword argument
    `dob=c.dob_us` changes one's cells (a function) or parts (a dict)."""
    out = []
    for name in names.split():
        col = STANDARD[name]
        change = changes.get(name)
        if callable(change):
            col = replace(col, of=change)
        elif change is not None:
            col = replace(col, **change)
        out.append(col)
    if headers is not None:
        assert len(headers) == len(out), (names, headers)
        out = [replace(col, header=header) for col, header in zip(out, headers)]
    return out


def headerless(columns):
    """The same columns where no header says what they are: some forms can't be told by their values."""
    unsure = {
        "licence": ["licence", "opaque", "account"],
        "account": ["account", "opaque", "licence"],
        "username": ["username", "opaque"],
    }
    return [
        replace(col, kind=unsure.get(col.kind, col.kind) if isinstance(col.kind, str) else col.kind) for col in columns
    ]


def cells(columns, record):
    """The record's cells in the order of the columns."""
    return [col.of(record) for col in columns]


def paths(columns, prefix=""):
    """The same columns with their header as the path."""
    return [replace(col, path=col.path or prefix + col.header) for col in columns]
