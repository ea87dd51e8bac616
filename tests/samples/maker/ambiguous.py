"""Files with two readings. The truth is the one they were made with."""

from . import company as c
from . import lines
from .columns import Col, cols, headerless
from .corpus import table
from .drawn import widths


def make(corpus):
    def add(name, data, what, columns, records, readings, **more):
        form = more.pop("form", "delimited")
        corpus.add(
            f"ambiguous/{name}", data, what, form, [table(columns, records)], ambiguous=True, readings=readings, **more
        )

    letters = corpus.pick("amb delimiters", 30)
    columns = [
        Col("a", ["name", "opaque"], lambda r: f"{r['surname']};{r['given_name']}", "any"),
        Col("b", "opaque", lambda r: f"{r['state']};{r['plan']}", "any"),
        Col("c", ["opaque", "city", "postcode"], lambda r: f"{r['city']};{r['zip']}", "any"),
    ]
    add(
        "comma-or-semicolon.txt",
        lines.csv_text(columns, letters, with_header=False),
        "Two commas and three semicolons in every line; made with commas.",
        columns,
        letters,
        ["commas: three columns", "semicolons: four columns"],
    )

    columns = [
        Col("a", "email", lambda r: r["email"]),
        Col("b", "opaque", lambda r: f"{c.password(r)};{r['plan']}", "other"),
    ]
    records = corpus.pick("amb combo", 40)
    add(
        "colon-or-semicolon.txt",
        lines.csv_text(columns, records, ":", with_header=False, quote=lines.plain),
        "One colon and one semicolon in every line; made with colons.",
        columns,
        records,
        ["email:rest", "email:password;plan"],
    )

    both = corpus.pick("amb dates", 40, lambda r: int(r["dob"][8:]) <= 12 and r["dob"][8:] != r["dob"][5:7])
    columns = cols("name dob email", dob={"of": c.dob_day_first, "state": "any"})
    add(
        "dates-of-both-orders.csv",
        lines.csv_text(columns, both),
        "No day is above 12, so that dates fit both orders; made day first.",
        columns,
        both,
        ["day first", "month first"],
    )

    cities = [
        r
        for r in corpus.pick("amb header", 300)
        if r["city"] in ("Madison", "Austin", "Jackson", "Houston", "Eugene", "Concord", "Denver", "Lincoln")
    ][:24]
    columns = [
        Col("x", ["surname", "opaque", "name", "city", "given_name"], lambda r: r["surname"], "any"),
        Col("y", ["city", "opaque", "surname", "name", "given_name"], lambda r: r["city"], "any"),
    ]
    data = lines.text(["Name,City"] + lines.rows(columns, cities, ","))
    add(
        "header-of-words.csv",
        data,
        "The first line is `Name,City`, above surnames and cities; made as a header.",
        columns,
        cities,
        ["a header", "somebody called Name in City"],
    )
    people = [*cities[3:], *cities[:3]]
    add(
        "header-or-row.csv",
        lines.csv_text(columns, people, with_header=False),
        "Surnames and cities; the first line may name the columns, and is a row.",
        columns,
        people,
        ["no header", "a header of two words"],
    )

    short = [r for r in corpus.pick("amb fixed", 400) if " " not in r["given_name"] + r["surname"] + r["city"]][:30]
    columns = headerless(cols("given_name surname city state zip"))
    sizes = [size + 1 for size in widths(columns, short)]
    body = [
        "".join(cell.ljust(size) for cell, size in zip([col.of(r) for col in columns], sizes)).rstrip() for r in short
    ]
    add(
        "fixed-or-blanks.txt",
        lines.text(body),
        "No cell holds a blank: columns of fixed width, or fields with blanks between.",
        columns,
        short,
        ["fixed width", "blanks as delimiters"],
        form="fixed",
    )

    columns = [Col("a", ["account", "ssn", "opaque"], c.ssn_digits, "any"), *headerless(cols("name zip"))]
    records = corpus.pick("amb nine digits", 40)
    columns[0] = Col("id", ["ssn", "account", "opaque"], c.ssn_digits, "any")
    add(
        "nine-digits.csv",
        lines.csv_text([columns[0], *cols("name zip")], records),
        "Nine digits under `id`: SSNs, or account numbers; made of SSNs.",
        columns,
        records,
        ["ssn", "account"],
    )

    columns = [Col("", ["phone", "account", "opaque"], lambda r: r["phone"], "any"), *headerless(cols("name"))]
    records = corpus.pick("amb ten digits", 40)
    add(
        "ten-digits.txt",
        lines.csv_text(columns, records, ":", with_header=False, quote=lines.plain),
        "Ten digits without a header: telephones, or account numbers; made of telephones.",
        columns,
        records,
        ["phone", "account"],
    )

    columns = headerless(cols("given_name surname"))
    records = [r for r in corpus.pick("amb names", 100) if " " not in r["given_name"] + r["surname"]][:40]
    add(
        "one-name-or-two.txt",
        lines.csv_text(columns, records, " ", with_header=False, quote=lines.plain),
        "Two words a line: a full name, or a given name and a surname; made as two.",
        columns,
        records,
        ["given name and surname", "name"],
    )

    columns = cols("account name email")
    records = [
        r
        for r in corpus.pick_accented("amb encoding", 60, 0.5)
        if all(ch.isascii() or ch in "éáíóúÁüö" for ch in c.full_name(r))
    ][:30]
    data = lines.csv_text(columns, records, encoding="latin-1")
    add(
        "encoding-of-few-letters.csv",
        data,
        "Letters that stand at the same byte in several encodings.",
        columns,
        records,
        ["windows-1252", "windows-1250", "ISO-8859-2"],
        encoding=["windows-1252", "windows-1250", "ISO-8859-2", "ISO-8859-15", "windows-1254", "windows-1258"],
    )
