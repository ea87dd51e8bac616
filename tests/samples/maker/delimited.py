"""Delimiters."""

from dataclasses import replace

from . import company as c
from . import lines
from .columns import Col, cols, headerless
from .corpus import table

COMMON = "given_name surname ssn dob phone email city state zip"


def make(corpus):
    simple(corpus)
    odd(corpus)
    within(corpus)
    one_column(corpus)


def simple(corpus):
    """Delimiters of one byte, with a header."""
    for name, delimiter, columns in [
        ("comma.csv", ",", cols(COMMON)),
        ("tab.tsv", "\t", cols("account name ssn dob phone email address city state zip")),
        ("semicolon.csv", ";", cols("surname given_name dob phone email address zip", dob=c.dob_us)),
        ("pipe.txt", "|", cols("account surname given_name address city state zip phone imei", phone=c.phone_dashes)),
        ("colon.txt", ":", cols("email name phone state zip")),
        ("tilde.txt", "~", cols(COMMON, phone=c.phone_parens)),
        ("caret.txt", "^", cols("ssn name dob licence state", ssn=c.ssn_digits)),
        ("soh.txt", "\x01", cols(COMMON)),
        ("unit-separator.txt", "\x1f", cols("account name email phone imei plan")),
    ]:
        records = corpus.pick(name, 40)
        data = lines.csv_text(columns, records, delimiter, quote=lines.plain)
        what = f"Fields with {named(delimiter)} between them, and a header."
        corpus.add(f"delimited/{name}", data, what, "delimited", [table(columns, records)])
    for name, delimiter in [("comma-bare.csv", ","), ("pipe-bare.txt", "|"), ("soh-bare.txt", "\x01")]:
        columns = headerless(cols("email given_name surname phone address city state zip"))
        records = corpus.pick(name, 30, lambda r: "," not in r["address"])
        data = lines.csv_text(columns, records, delimiter, with_header=False, quote=lines.plain)
        what = f"Fields with {named(delimiter)} between them, and no header."
        corpus.add(f"delimited/{name}", data, what, "delimited", [table(columns, records)])


def odd(corpus):
    """Delimiters of several bytes."""
    for name, delimiter in [
        ("double-colon.txt", "::"),
        ("pipe-tilde.txt", "|~|"),
        ("double-semicolon.txt", ";;"),
        ("padded-pipe.txt", " | "),
        ("double-dash.txt", "--"),
        ("padded-dash.txt", " - "),
    ]:
        columns = cols("name email phone dob city", dob=c.dob_us)
        if name == "padded-dash.txt":
            columns = cols("name email phone city state")
        records = corpus.pick(name, 36)
        data = lines.csv_text(columns, records, delimiter, quote=lines.plain)
        what = f"Fields with `{delimiter}` between them, and a header."
        corpus.add(f"delimited/{name}", data, what, "delimited", [table(columns, records)])
    columns = headerless(cols("email username name phone"))
    records = corpus.pick("double-colon-bare.txt", 30)
    data = lines.csv_text(columns, records, "::", with_header=False, quote=lines.plain)
    what = "Fields with `::` between them, and no header."
    corpus.add("delimited/double-colon-bare.txt", data, what, "delimited", [table(columns, records)])


def within(corpus):
    """The delimiter inside of cells, and no quotes."""
    for name, names, what in [
        ("colon-url.txt", "email name url", "Colons between the fields, and a URL with colons in the last one."),
        (
            "colon-time.txt",
            "email name last_login",
            "Colons between the fields, and a time with colons in the last one.",
        ),
        ("colon-ipv6.txt", "email name ipv6", "Colons between the fields, and an IPv6 address in the last one."),
    ]:
        columns = cols(names)
        records = corpus.pick(name, 40)
        data = lines.csv_text(columns, records, ":", quote=lines.plain)
        corpus.add(f"delimited/{name}", data, what, "delimited", [table(columns, records)])
    balance = cols("balance")[0]
    comma = replace(balance, of=lambda r: c.amount(r).replace(".", ","))
    columns = cols("account name dob phone", dob=c.dob_us) + [comma, replace(comma, header="last_payment")]
    records = corpus.pick("semicolon-decimal-comma.csv", 40)
    data = lines.csv_text(columns, records, ";", quote=lines.plain)
    what = "Semicolons between the fields, and decimal commas in two columns, so that commas are as regular."
    corpus.add("delimited/semicolon-decimal-comma.csv", data, what, "delimited", [table(columns, records)])
    columns = [*cols("name"), Col("full_address", ["address", "opaque"], c.full_address, "any"), *cols("email phone")]
    records = corpus.pick("pipe-commas.txt", 40)
    data = lines.csv_text(columns, records, "|", quote=lines.plain)
    what = "Pipes between the fields, and two commas in each address."
    corpus.add("delimited/pipe-commas.txt", data, what, "delimited", [table(columns, records)])
    columns = cols("name ssn dob email")
    records = corpus.pick("blanks-aligned.txt", 30)
    padded = [r.ljust(44) for r in lines.rows(columns[3:], records, ",")]
    left = lines.rows(columns[:3], records, ",")
    data = lines.text([lines.header(columns, ",")] + [f"{a},{b}" for a, b in zip(left, padded)])
    what = "Commas between the fields, and blanks that fill each line to the same length."
    corpus.add("delimited/blanks-aligned.txt", data, what, "delimited", [table(columns, records)])


def one_column(corpus):
    """Nothing between the fields: one a line."""
    for name, key, kind in [
        ("emails.txt", "email", "email"),
        ("phones.txt", "phone", "phone"),
        ("ssns.txt", "ssn", "ssn"),
    ]:
        columns = cols(key)
        records = corpus.pick(name, 50)
        data = lines.csv_text(columns, records, with_header=False, quote=lines.plain)
        corpus.add(
            f"delimited/{name}", data, f"One {kind} a line, and no header.", "delimited", [table(columns, records)]
        )


def named(delimiter):
    """What to call a delimiter."""
    return {
        ",": "commas",
        "\t": "tabs",
        ";": "semicolons",
        "|": "pipes",
        ":": "colons",
        "~": "tildes",
        "^": "carets",
        "\x01": "the byte 0x01 (as Hive writes)",
        "\x1f": "the byte 0x1F",
    }[delimiter]
