"""Quotes, escapes, line ends and the byte order mark."""

from . import company as c
from . import lines
from .columns import Col, cols
from .corpus import table


def make(corpus):
    def add(name, data, what, columns, records, **more):
        corpus.add(f"quoting/{name}", data, what, "delimited", [table(columns, records)], **more)

    wide = [
        *cols("account"),
        Col("name", "name", c.last_first),
        Col("place", ["city", "address", "opaque"], c.place, "any"),
        *cols("email phone"),
    ]
    note = Col("note", "opaque", notes, "other")

    records = corpus.pick("rfc4180", 40)
    columns = [*wide, note]
    add(
        "rfc4180.csv",
        lines.csv_text(columns, records, end="\r\n"),
        "RFC 4180: quotes where needed, quotes doubled, CRLF.",
        columns,
        records,
    )

    records = corpus.pick("all", 40)
    add(
        "all-quoted.csv",
        lines.csv_text(wide, records, quote=lines.all_quoted),
        "Every cell in quotes, the header too.",
        wide,
        records,
    )

    records = corpus.pick("semicolon all", 40)
    data = lines.csv_text(wide, records, ";", quote=lines.all_quoted)
    add(
        "all-quoted-semicolon.csv", data, "Every cell in quotes, semicolons between them, commas within.", wide, records
    )

    def backslash(cell):
        return '"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"'

    columns = [*cols("account"), Col("name", "name", nicknamed(r"{given} {sur}")), note, *cols("email")]
    records = corpus.pick("backslash", 40)
    add(
        "backslash-escapes.csv",
        lines.csv_text(columns, records, quote=backslash),
        r"Quotes within quoted cells are escaped by a backslash.",
        columns,
        records,
    )

    def single(cell):
        return "'" + cell + "'"

    records = corpus.pick("single", 40, lambda r: "'" not in "".join(r.values()))
    add("single-quotes.csv", lines.csv_text(wide, records, quote=single), "Every cell in single quotes.", wide, records)

    def doubled(cell):
        return "'" + cell.replace("'", "''") + "'"

    irish = corpus.pick("irish", 6, lambda r: "'" in r["surname"])
    records = corpus.pick("single doubled", 34, lambda r: "'" not in r["surname"]) + irish
    add(
        "single-quotes-doubled.csv",
        lines.csv_text(wide, records, quote=doubled),
        "Every cell in single quotes, a quote within doubled (O''Brien).",
        wide,
        records,
    )

    def text_only(cell):
        return cell if cell.replace("-", "").replace(".", "").isdigit() else lines.all_quoted(cell)

    columns = cols("name phone zip email state balance")
    records = corpus.pick("text", 40)
    add(
        "text-quoted.csv",
        lines.csv_text(columns, records, quote=text_only),
        "Texts in quotes, numbers without.",
        columns,
        records,
    )

    columns = cols("account name") + [Col("item", "opaque", inches, "other")] + cols("email")
    records = corpus.pick("stray", 40)
    add(
        "stray-inches.csv",
        lines.csv_text(columns, records, quote=lines.plain),
        'Inch marks within unquoted cells (5" pipe).',
        columns,
        records,
    )

    columns = (
        cols("account") + [Col("name", "name", lambda r: f'"{r["given_name"]}" {r["surname"]}')] + cols("email phone")
    )
    records = corpus.pick("stray names", 40)
    add(
        "stray-names.csv",
        lines.csv_text(columns, records, quote=lines.plain),
        'Quotes round the given name only ("Bob" Smith), no others.',
        columns,
        records,
    )

    columns = cols("account email address") + [Col("comment", "opaque", broken_lines, "other")] + cols("phone")
    records = corpus.pick("newline", 40)
    add("newline-in-cell.csv", lines.csv_text(columns, records), "Some quoted cells hold line ends.", columns, records)

    unclosed(corpus, add)
    line_ends(corpus, add)


def unclosed(corpus, add):
    """A quote that opens and never closes."""
    columns = cols("account name phone email", account={"state": "any"})
    records = corpus.pick("unclosed", 40)
    body = lines.rows(columns, records, ",", lines.all_quoted)
    for at in (11, 27):
        body[at] = body[at].replace('","', ',"', 1).replace('"', "", 1)
        body[at] = '"' + body[at].replace('"', "")
    data = lines.text([lines.header(columns, ",", lines.all_quoted)] + body)
    add(
        "unclosed.csv",
        data,
        "Two lines open a quote that is never closed; their fields are all there.",
        columns,
        records,
        flaws={"bad_quote": 2},
    )


def line_ends(corpus, add):
    """CRLF, CR, a mixture, a byte order mark, no line end at the end."""
    columns = cols("name ssn dob phone email")
    for name, what, end in [
        ("crlf.csv", "Lines end in CRLF.", "\r\n"),
        ("cr.csv", "Lines end in CR alone.", "\r"),
    ]:
        records = corpus.pick(name, 40)
        add(name, lines.csv_text(columns, records, end=end), what, columns, records)
    records = corpus.pick("mixed", 40)
    body = [lines.header(columns, ",")] + lines.rows(columns, records, ",")
    data = "".join(line + ("\r\n" if at % 3 else "\n") for at, line in enumerate(body)).encode()
    add("mixed-ends.csv", data, "Some lines end in CRLF, some in LF.", columns, records)
    records = corpus.pick("bom", 40)
    add(
        "bom.csv",
        b"\xef\xbb\xbf" + lines.csv_text(columns, records),
        "A byte order mark stands before the header.",
        columns,
        records,
    )
    records = corpus.pick("bom quoted", 40)
    data = b"\xef\xbb\xbf" + lines.csv_text(columns, records, quote=lines.all_quoted, end="\r\n")
    add("bom-quoted.csv", data, "A byte order mark stands before a quoted header.", columns, records)
    records = corpus.pick("bom bare", 40)
    data = b"\xef\xbb\xbf" + lines.csv_text(columns, records, with_header=False)
    add("bom-bare.csv", data, "A byte order mark stands before the first row.", columns, records)
    records = corpus.pick("no end", 40)
    add("no-last-end.csv", lines.csv_text(columns, records)[:-1], "The last line has no end.", columns, records)


def notes(r):
    rng = c.chance(r, "note")
    return rng.choice(["", 'said "call later"', "late, twice", "ok", '"VIP"', "", "-"])


def inches(r):
    rng = c.chance(r, "item")
    return f'{rng.randrange(2, 60)}" {rng.choice(["pipe", "screen", "cable", "frame"])}'


def broken_lines(r):
    rng = c.chance(r, "comment")
    return rng.choice(["called\nno answer", "ok", "", "first line\r\nsecond line\nthird", "moved, see\n\nbelow"])


def nicknamed(form):
    return lambda r: form.format(given=r["given_name"], sur=r["surname"])
