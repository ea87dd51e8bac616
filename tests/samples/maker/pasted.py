"""Blocks of `key: value`, lines of key=value, and PHP's serialised arrays."""

from urllib.parse import urlencode

from . import company as c
from . import lines
from .columns import Col, cols, paths
from .corpus import table
from .shapes import nested


def make(corpus):
    blocks(corpus)
    stealer(corpus)
    clients(corpus)
    pairs(corpus)
    php(corpus)


PERSON = "name ssn dob phone email address city state zip"


def keyed(names, keys, **changes):
    """Standard columns under a block's keys, which are their paths."""
    return paths(cols(names, keys, **changes))


def blocks(corpus):
    """As pasted in a forum."""

    def add(name, body, what, columns, records, **more):
        corpus.add(f"blocks/{name}", lines.text(body), what, "blocks", [table(columns, records)], **more)

    for name, keys, form, between, what in [
        (
            "blank-between.txt",
            "Name SSN DOB Phone Email Address City State Zip".split(),
            "{}: {}",
            "",
            "`key: value`, a blank line between the blocks.",
        ),
        (
            "dashes-between.txt",
            [
                "Full Name",
                "Social Security Number",
                "D.O.B",
                "Cell Phone",
                "E-Mail",
                "Street Address",
                "City",
                "State",
                "ZIP Code",
            ],
            "{} : {}",
            "-----",
            "`key : value`, `-----` between the blocks.",
        ),
        (
            "equals.txt",
            "FULLNAME SSN BIRTHDATE MOBILE EMAIL ADDR CITY STATE ZIPCODE".split(),
            "{}={}",
            "=" * 30,
            "`KEY=value`, a line of = between the blocks.",
        ),
        ("arrows.txt", "name ssn dob phone email address city state zip".split(), "{} -> {}", "", "`key -> value`."),
        (
            "bullets.txt",
            "name ssn dob phone email address city state zip".split(),
            "[+] {}: {}",
            "",
            "`[+] key: value`.",
        ),
        (
            "aligned.txt",
            "name ssn dob phone email address city state zip".split(),
            None,
            "",
            "Keys and colons aligned in a column.",
        ),
    ]:
        columns = keyed(PERSON, keys, dob=c.dob_us, phone=c.phone_parens)
        records = corpus.pick(name, 24)
        body = []
        for r in records:
            for col in columns:
                body.append(form.format(col.path, col.of(r)) if form else f"{col.path.ljust(10)}: {col.of(r)}")
            body.append(between)
        add(name, body, what, columns, records)
    numbered(corpus, add)


def numbered(corpus, add):
    """Numbers between the blocks, keys missing, keys spelt in several ways."""
    columns = keyed("name phone email address city", ["Name", "Phone", "Email", "Address", "City"])
    records = corpus.pick("blocks numbered", 24)
    body = []
    for at, r in enumerate(records):
        body += [f"[{at + 1}]", *[f"{col.path}: {col.of(r)}" for col in columns]]
    add("numbered.txt", body, "A number `[1]` above each block, no blank lines.", columns, records)
    records = corpus.pick("blocks missing", 30)
    body = ["~ sample, 30 people ~", ""]
    for at, r in enumerate(records):
        for place, col in enumerate(columns):
            if at and (at + 2 * place) % 7 == 3 and place:
                continue
            body.append(f"{col.path}: {col.of(r)}")
        body.append("")
    body += ["more in private"]
    add("keys-missing.txt", body, "Some blocks lack some keys; banners before and after.", columns, records, comments=2)
    records = corpus.pick("blocks spelt", 30)
    spellings = [
        ["Name", "Phone", "Email", "Address", "City"],
        ["NAME", "PHONE", "EMAIL", "ADDRESS", "CITY"],
        ["name", "phone", "email", "address", "city"],
    ]
    body = []
    for at, r in enumerate(records):
        body += [f"{key}: {col.of(r)}" for key, col in zip(spellings[at % 3], columns)] + [""]
    add("keys-in-any-case.txt", body, "The same keys, in upper and lower case.", columns, records)
    records = corpus.pick("blocks order", 24)
    body = []
    for at, r in enumerate(records):
        order = columns[:1] + (columns[:0:-1] if at % 2 else columns[1:])
        body += [f"{col.path}: {col.of(r)}" for col in order] + [""]
    add("keys-in-other-order.txt", body, "The keys after the first stand in one of two orders.", columns, records)
    records = corpus.pick("blocks lines", 20)
    wide = [*columns[:3], Col("", "address", lambda r: r["address"], path="Address"), *columns[4:]]
    body = []
    for r in records:
        body += [
            f"Name: {c.full_name(r)}",
            f"Phone: {r['phone']}",
            f"Email: {r['email']}",
            "Address:",
            f"  {r['address']}",
            f"City: {r['city']}",
            "",
        ]
    add("value-below-key.txt", body, "One value stands on the line below its key.", wide, records)


def stealer(corpus):
    """Logs of password stealers."""
    for name, keys, between, head in [
        ("url-user-pass.txt", ["URL", "USER", "PASS"], [""], []),
        ("soft-url-user-pass.txt", ["SOFT", "URL", "USER", "PASS"], [""], []),
        (
            "browser-url-login-password.txt",
            ["Browser", "Url", "Login", "Password"],
            ["==============="],
            ["*" * 40, "* example stealer, build 1.0 *", "*" * 40, ""],
        ),
    ]:
        user = Col("", ["email", "username"], lambda r: r["email"], path=keys[-2])
        columns = [
            Col("", "opaque", c.url, "other", path=keys[-3]),
            user,
            Col("", "opaque", c.password, "other", path=keys[-1]),
        ]
        if len(keys) == 4:
            columns.insert(
                0, Col("", "opaque", lambda r: f"Google Chrome [Profile {r.number % 3}]", "other", path=keys[0])
            )
        records = corpus.pick(name, 30)
        body = list(head)
        for r in records:
            body += [f"{col.path}: {col.of(r)}" for col in columns] + between
        comments = sum(1 for line in head if line)
        corpus.add(
            f"blocks/{name}",
            lines.text(body, "\r\n"),
            "A stealer's log: blocks of an address, a login and a password.",
            "blocks",
            [table(columns, records)],
            comments=comments,
        )


def clients(corpus):
    """What the clients of databases write with a column a line."""
    columns = paths(cols("account name email phone dob"))
    records = corpus.pick("mysql vertical", 24)
    body = []
    for at, r in enumerate(records):
        body.append(f"{'*' * 27} {at + 1}. row {'*' * 27}")
        body += [f"{col.path.rjust(7)}: {col.of(r)}" for col in columns]
    body.append("24 rows in set (0.00 sec)")
    corpus.add(
        "blocks/mysql-vertical.txt",
        lines.text(body),
        r"mysql's client with \G.",
        "blocks",
        [table(columns, records)],
        comments=1,
    )
    records = corpus.pick("psql expanded", 24)
    body = []
    for at, r in enumerate(records):
        body.append(f"-[ RECORD {at + 1} ]".ljust(9, "-") + "+".ljust(40, "-"))
        body += [f"{col.path.ljust(7)} | {col.of(r)}" for col in columns]
    corpus.add(
        "blocks/psql-expanded.txt", lines.text([*body, ""]), r"psql with \x.", "blocks", [table(columns, records)]
    )


def pairs(corpus):
    """A record a line, each value with its key."""

    def add(name, body, what, columns, records, **more):
        corpus.add(f"pairs/{name}", lines.text(body), what, "pairs", [table(columns, records)], **more)

    fixed = [
        Col("", "opaque", lambda r: c.seen_at(r).replace(" ", "T") + "Z", "other", path="ts"),
        Col("", "opaque", lambda r: "info", "other", path="level"),
        Col("", "opaque", lambda r: "user signed in", "other", path="msg"),
    ]
    columns = [*fixed, *paths(cols("account email phone name ip"))]

    def logfmt(col, r):
        text = col.of(r)
        return f'{col.path}="{text}"' if " " in text else f"{col.path}={text}"

    records = corpus.pick("logfmt", 40)
    add(
        "logfmt.log",
        [" ".join(logfmt(col, r) for col in columns) for r in records],
        "logfmt; values with blanks in quotes.",
        columns,
        records,
    )
    columns = paths(cols("email phone name dob zip", phone=c.phone_e164))
    records = corpus.pick_accented("urlencoded", 40, 0.25)
    add(
        "urlencoded.txt",
        [urlencode({col.path: col.of(r) for col in columns}) for r in records],
        "Bodies of forms: & between, %40, + for a blank.",
        columns,
        records,
    )
    records = corpus.pick("pairs pipe", 40)
    columns = paths(cols("name email phone city state", ["Name", "Email", "Phone", "City", "State"]))
    add(
        "labelled-pipe.txt",
        [" | ".join(f"{col.path}: {col.of(r)}" for col in columns) for r in records],
        "`Key: value | Key: value` on a line.",
        columns,
        records,
    )
    records = corpus.pick("pairs semicolon", 40)
    columns = paths(cols("name email phone ssn dob"))
    add(
        "semicolons.txt",
        ["; ".join(f"{col.path}={col.of(r)}" for col in columns) + ";" for r in records],
        "`key=value; key=value;` on a line.",
        columns,
        records,
    )
    records = corpus.pick("pairs missing", 40)
    body = []
    for at, r in enumerate(records):
        body.append(
            ", ".join(
                f'{col.path}="{col.of(r)}"' for place, col in enumerate(columns) if at == 0 or (at + 3 * place) % 8 != 2
            )
        )
    add("some-missing.txt", body, '`key="value", key="value"`; some keys are missing.', columns, records)


def serialised(value):
    """PHP's serialize(); lengths are in bytes."""
    if isinstance(value, dict):
        return f"a:{len(value)}:{{" + "".join(serialised(k) + serialised(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return serialised(dict(enumerate(value)))
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if value is None:
        return "N;"
    if isinstance(value, int):
        return f"i:{value};"
    return f's:{len(value.encode())}:"{value}";'


def php(corpus):
    """Arrays and objects as PHP keeps them."""

    def add(name, data, what, columns, records, **more):
        corpus.add(f"php/{name}", data.encode(), what, "php", [table(columns, records)], **more)

    columns = paths(cols("name email phone dob"))
    records = corpus.pick_accented("php", 40, 0.2)
    add(
        "lines.txt",
        "".join(serialised(nested(columns, r)) + "\n" for r in records),
        "A serialised array a line; lengths count bytes, not letters.",
        columns,
        records,
    )
    wide = [
        *columns,
        *paths(cols("address city zip"), "billing."),
        Col("", "opaque", lambda r: r.number % 2 == 0, "other", path="active"),
        Col("", "opaque", lambda r: None, "other", path="deleted"),
    ]
    records = corpus.pick("php nested", 30)
    add(
        "nested.txt",
        "".join(serialised(nested(wide, r)) + "\n" for r in records),
        "Arrays within arrays, a boolean and a null.",
        wide,
        records,
    )
    records = corpus.pick("php one", 30)
    add(
        "one-array.txt",
        serialised([nested(columns, r) for r in records]),
        "One array of all rows, no line end.",
        columns,
        records,
    )
    records = corpus.pick("php object", 30)
    body = "".join(f'O:8:"Customer":{serialised(nested(columns, r))[2:]}\n' for r in records)
    add("objects.txt", body, "Serialised objects.", columns, records)
    records = corpus.pick("php escaped", 30)
    body = "".join(serialised(nested(columns, r)).replace('"', '\\"') + "\n" for r in records)
    add("escaped.txt", body, r"As cut out of an SQL string: every quote is \".", columns, records)
    records = corpus.pick("php wrong", 30)
    body = [serialised(nested(columns, r)) for r in records]
    body[8] = body[8].replace("s:", "x:", 3)
    body[29] = body[29][:70]
    kept = records[:8] + records[9:29]
    add(
        "damaged.txt",
        "\n".join(body) + "\n",
        "One line is no PHP, the last is cut off.",
        columns,
        kept,
        rejected={"malformed": 1, "cut_off": 1},
    )
    inner = paths(cols("name phone dob"))
    outer = [cols("account")[0], Col("meta", "opaque", lambda r: serialised(nested(inner, r)), "any"), cols("email")[0]]
    records = corpus.pick("php csv", 40)
    facts = [{"kind": col.kind, "path": col.path} for col in inner]
    corpus.add(
        "php/column-of-csv.csv",
        lines.csv_text(outer, records),
        "CSV with a serialised array in one column.",
        "delimited",
        [table(outer, records)],
        inside={"1": facts},
    )
