"""Tables drawn with characters, and columns of fixed width."""

from . import company as c
from . import lines
from .columns import ID, Col, cells, cols
from .corpus import table


def make(corpus):
    mysql(corpus)
    psql(corpus)
    markdown(corpus)
    fixed(corpus)


def widths(columns, records):
    """The longest cell of each column."""
    return [max([len(col.header)] + [len(col.of(r)) for r in records]) for col in columns]


def drawn(columns, records):
    """As mysql's client draws it."""
    sizes = widths(columns, records)
    ruler = "+" + "+".join("-" * (size + 2) for size in sizes) + "+"

    def line(texts):
        return "| " + " | ".join(text.ljust(size) for text, size in zip(texts, sizes)) + " |"

    return [ruler, line([col.header for col in columns]), ruler, *[line(cells(columns, r)) for r in records], ruler]


def mysql(corpus):
    columns = [Col("id", ID, lambda r: str(r.number + 1001), "other"), *cols("name email phone dob md5")]
    records = corpus.pick("mysql", 40)
    data = lines.text(drawn(columns, records))
    corpus.add(
        "drawn/mysql.txt", data, "A table as mysql's client draws it.", "delimited", [table(columns, records)], rulers=3
    )
    records = corpus.pick("mysql talk", 30)
    talk = [
        "mysql> select * from customers limit 30;",
        *drawn(columns, records),
        "30 rows in set (0.00 sec)",
        "",
        "mysql> ",
    ]
    corpus.add(
        "drawn/mysql-session.txt",
        lines.text(talk),
        "A table as mysql's client draws it, with the session round it.",
        "delimited",
        [table(columns, records)],
        rulers=3,
        comments=3,
        blank=1,
    )
    records = corpus.pick("sqlmap", 24)
    columns = cols("email name bcrypt")
    talk = ["Database: shop", "Table: customers", "[24 entries]", *drawn(columns, records)]
    corpus.add(
        "drawn/sqlmap.txt",
        lines.text(talk),
        "A table as sqlmap draws it, with its three lines above.",
        "delimited",
        [table(columns, records)],
        rulers=3,
        comments=3,
    )


def psql(corpus):
    columns = cols("account name email phone dob zip")
    records = corpus.pick("psql", 40)
    sizes = widths(columns, records)
    head = " " + " | ".join(col.header.center(size) for col, size in zip(columns, sizes)) + " "
    ruler = "+".join("-" * (size + 2) for size in sizes)
    body = [
        " " + " | ".join(cell.ljust(size) for cell, size in zip(cells(columns, r), sizes)).rstrip() for r in records
    ]
    data = lines.text([head, ruler, *body, "(40 rows)", ""])
    corpus.add(
        "drawn/psql.txt",
        data,
        "A table as psql draws it.",
        "delimited",
        [table(columns, records)],
        rulers=1,
        comments=1,
        blank=1,
    )


def markdown(corpus):
    columns = cols("name ssn dob phone email")
    records = corpus.pick("markdown", 30)

    def line(texts):
        return "| " + " | ".join(texts) + " |"

    body = [line([col.header for col in columns]), "|" + "|".join(["---", ":--", ":-:", "--:", "---"]) + "|"]
    body += [line(cells(columns, r)) for r in records]
    corpus.add(
        "drawn/markdown.md", lines.text(body), "A Markdown table.", "delimited", [table(columns, records)], rulers=1
    )
    records = corpus.pick("markdown text", 20)
    body = (
        ["# Proof", "", "Here are 20 rows of the base:", ""]
        + body[:2]
        + [line(cells(columns, r)) for r in records]
        + ["", "Price: 0.5 BTC"]
    )
    corpus.add(
        "drawn/markdown-post.md",
        lines.text(body),
        "A Markdown table within a post.",
        "delimited",
        [table(columns, records)],
        rulers=1,
        comments=3,
        blank=3,
    )


def fixed(corpus):
    def lay(columns, records, sizes, header=True):
        out = ["".join(col.header.ljust(size) for col, size in zip(columns, sizes)).rstrip()] if header else []
        for r in records:
            texts = cells(columns, r)
            assert all(len(text) < size for text, size in zip(texts, sizes)) or not header
            out.append("".join(text.ljust(size) for text, size in zip(texts, sizes)).rstrip())
        return out

    columns = cols("account given_name surname ssn dob city state zip")
    records = corpus.pick("fixed", 40)
    sizes = [14, 14, 22, 13, 12, 20, 6, 6]
    corpus.add(
        "drawn/fixed.txt",
        lines.text(lay(columns, records, sizes)),
        "Columns of fixed width under a header.",
        "fixed",
        [table(columns, records)],
    )
    records = corpus.pick("fixed ruler", 40)
    body = lay(columns, records, sizes)
    ruler = "".join(("-" * (size - 1)).ljust(size) for size in sizes).rstrip()
    corpus.add(
        "drawn/fixed-ruler.txt",
        lines.text(body[:1] + [ruler] + body[1:]),
        "Columns of fixed width under a header and a line of dashes, as SQL Server's client writes.",
        "fixed",
        [table(columns, records)],
        rulers=1,
    )
    bare = cols("ssn name dob phone address city state zip", dob=c.dob_compact)
    records = corpus.pick("fixed bare", 40)
    sizes = [12, 32, 9, 11, 40, 18, 3, 6]
    corpus.add(
        "drawn/fixed-bare.txt",
        lines.text(lay(bare, records, sizes, header=False)),
        "Columns of fixed width without a header.",
        "fixed",
        [table(bare, records)],
    )
    tight = cols("ssn dob phone surname given_name", ssn=c.ssn_digits, dob=c.dob_compact)
    records = corpus.pick("fixed tight", 40, lambda r: len(r["surname"]) < 20)
    body = [
        "".join([c.ssn_digits(r), c.dob_compact(r), r["phone"], r["surname"].ljust(20), r["given_name"].ljust(15)])
        for r in records
    ]
    corpus.add(
        "drawn/fixed-tight.txt",
        lines.text(body),
        "Columns of fixed width with nothing between the first three, and no header: only their widths (9, 8, 10, 20, 15) tell them apart.",
        "fixed",
        [table(tight, records)],
        ambiguous=True,
        readings=["five columns by width", "one run of 27 digits with the surname, and the given name"],
    )
