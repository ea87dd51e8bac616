"""Rows with too few or too many fields, numbered rows and index columns."""

from dataclasses import replace

from . import company as c
from . import lines
from .columns import ID, Col, cols
from .corpus import table


def make(corpus):
    def add(name, data, what, columns, records, **more):
        corpus.add(f"ragged/{name}", data, what, "delimited", [table(columns, records)], **more)

    cut(corpus, add)
    trailing(corpus, add)
    numbered(corpus, add)


def cut(corpus, add):
    """Fields missing or too many."""
    columns = cols("account given_name surname ssn dob phone email city state zip")
    head = lines.header(columns, ",")

    records = corpus.pick("few", 44)
    body = lines.rows(columns, records, ",")
    short = {5: 4, 17: 9, 30: 2, 38: 7}
    for at, fields in short.items():
        body[at] = ",".join(body[at].split(",")[:fields])
    kept = [r for at, r in enumerate(records) if at not in short]
    add(
        "too-few.csv",
        lines.text([head] + body),
        "Four rows have too few fields.",
        columns,
        kept,
        rejected={"too_few_fields": 4},
    )

    records = corpus.pick("forum", 46)
    body = lines.rows(columns, records, ",")
    longest = sorted(range(46), key=lambda at: -len(body[at]))[:6]
    for at in longest:
        body[at] = body[at][:58] + "..."
        assert body[at].count(",") < len(columns) - 1
    kept = [r for at, r in enumerate(records) if at not in longest]
    add(
        "cut-by-forum.csv",
        lines.text([head] + body),
        "A forum cut six long lines off and wrote `...`.",
        columns,
        kept,
        rejected={"too_few_fields": 6},
    )

    records = corpus.pick("many", 44)
    body = lines.rows(columns, records, ",")
    for at in (3, 21, 40):
        body[at] += ",extra,1"
    kept = [r for at, r in enumerate(records) if at not in (3, 21, 40)]
    add(
        "too-many.csv",
        lines.text([head] + body),
        "Three rows have two fields too many.",
        columns,
        kept,
        rejected={"too_many_fields": 3},
    )

    records = corpus.pick("both", 48)
    body = lines.rows(columns, records, ";")
    for at in (2, 9, 33):
        body[at] = body[at].rsplit(";", 3)[0]
    for at in (14, 45):
        body[at] += ";x"
    kept = [r for at, r in enumerate(records) if at not in (2, 9, 33, 14, 45)]
    data = lines.text([lines.header(columns, ";")] + body)
    add(
        "few-and-many.csv",
        data,
        "Three rows have too few fields, two too many.",
        columns,
        kept,
        rejected={"too_few_fields": 3, "too_many_fields": 2},
    )

    records = corpus.pick("last", 40)
    body = lines.rows(columns, records, ",")
    body[-1] = ",".join(body[-1].split(",")[:5])[:-3]
    data = lines.text([head] + body)[:-1]
    add(
        "last-cut.csv",
        data,
        "The file ends within the last row.",
        columns,
        records[:-1],
        rejected={"too_few_fields": 1},
    )

    records = corpus.pick("unquoted comma", 40)
    wide = cols("account name phone email plan")
    body = lines.rows(wide, records, ",")
    for at in (8, 19):
        r = records[at]
        body[at] = ",".join([r["account"], c.last_first(r), r["phone"], r["email"], r["plan"]])
    kept = [r for at, r in enumerate(records) if at not in (8, 19)]
    data = lines.text([lines.header(wide, ",")] + body)
    add(
        "unquoted-comma.csv",
        data,
        "Two names hold a comma, and no quotes protect it.",
        wide,
        kept,
        rejected={"too_many_fields": 2},
    )


def trailing(corpus, add):
    """A delimiter after the last field."""
    columns = cols("account name phone email zip")
    records = corpus.pick("trailing all", 40)
    body = [line + "," for line in lines.rows(columns, records, ",")]
    data = lines.text([lines.header(columns, ",")] + body)
    add(
        "trailing-rows.csv",
        data,
        "Every row ends in a comma, the header does not.",
        columns,
        records,
        flaws={"trailing_delimiter": 40},
    )
    records = corpus.pick("trailing few", 40)
    body = lines.rows(columns, records, "|")
    for at in (4, 12, 33):
        body[at] += "|"
    data = lines.text([lines.header(columns, "|")] + body)
    add(
        "trailing-few.csv",
        data,
        "Three rows end in a delimiter too many.",
        columns,
        records,
        flaws={"trailing_delimiter": 3},
    )
    records = corpus.pick("trailing header", 40)
    spare = Col("", "opaque", lambda r: "", "other", optional=True)
    wide = [*columns, spare]
    add(
        "trailing-everywhere.csv",
        lines.csv_text(wide, records, ";"),
        "The header and every row end in a delimiter.",
        wide,
        records,
    )
    directive = "sep=;"
    records = corpus.pick("sep", 40)
    data = lines.text([directive], "\r\n") + lines.csv_text(columns, records, ";", end="\r\n")
    add("excel-sep.csv", data, "Excel's `sep=;` stands above the header.", columns, records, comments=1)


def numbered(corpus, add):
    """Numbers before the rows."""
    columns = cols("name phone email state")
    records = corpus.pick("index", 40)
    order = {r.number: str(at) for at, r in enumerate(records)}
    wide = [Col("", ID, lambda r: order[r.number], "other"), *columns]
    add(
        "pandas-index.csv",
        lines.csv_text(wide, records),
        "A leading column of row numbers with an empty header, as pandas writes.",
        wide,
        records,
    )
    records = corpus.pick("numbered", 40)
    order = {r.number: str(at + 1) for at, r in enumerate(records)}
    wide = [Col("No", ID, lambda r: order[r.number], "other"), *columns]
    add("row-numbers.csv", lines.csv_text(wide, records, "\t"), "A leading column of row numbers.", wide, records)
    records = corpus.pick("bracket numbers", 40)
    email = columns[2]
    first = replace(email, state="as_company")
    body = [f"{at + 1}) {line}" for at, line in enumerate(lines.rows([first, *cols("phone name")], records, ","))]
    wide = [replace(first, kind=["email", "opaque"], state="any"), *cols("phone name")]
    add(
        "list-numbers.txt",
        lines.text(body),
        "A list numbered `1) ` and no header; the number stands in the first cell.",
        wide,
        records,
    )
