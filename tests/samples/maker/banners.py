"""Lines of talk before, amid and after the rows, and headers that come again."""

from . import lines
from .columns import cols
from .corpus import table

NAMES = "account name ssn dob phone email city state zip"


def make(corpus):
    def add(name, data, what, columns, records, **more):
        corpus.add(f"banners/{name}", data, what, "delimited", [table(columns, records)], **more)

    for name, delimiter, before, after, what in [
        ("leaked-by.csv", ",", ["=== LEAKED BY xX_Example_Xx ==="], [], "A boast stands before the header."),
        (
            "hash-comments.csv",
            ",",
            ["# customers, full dump", "# exported 2021-08-14", "# contact: example@example.org"],
            [],
            "Comments with # stand before the header.",
        ),
        (
            "dashed-comments.csv",
            ";",
            ["-- dumped with example-dumper 1.2", "-- table: customers"],
            ["-- end of dump"],
            "Comments with -- stand before and after.",
        ),
        ("total-rows.csv", ",", [], ["", "Total rows: 40"], "A count follows a blank line after the rows."),
        (
            "telegram.csv",
            ",",
            [
                "Join our channel: https://t.me/example_channel",
                "More leaks every day!!! DM @example_seller for full base, price 1 BTC, escrow ok",
                "",
            ],
            ["", "https://t.me/example_channel"],
            "Adverts of a channel, one of them with commas, and blank lines round the rows.",
        ),
        (
            "boxed.txt",
            "|",
            ["*" * 60, "*   EXAMPLE LEAKS - SAMPLE OF 40 / 76,000,000   *", "*" * 60, ""],
            ["", "*" * 60],
            "A box of stars before, and a line of stars after.",
        ),
        (
            "forum-quote.txt",
            "\t",
            ["[QUOTE]sample as promised, 40 lines", "[CODE]"],
            ["[/CODE]", "[/QUOTE]"],
            "Tags of a forum round the rows.",
        ),
        (
            "title-above.csv",
            ",",
            ["Customer export,,,,,,,,", "Region: all,,,,,,,,", ",,,,,,,,"],
            [],
            "A title and an empty line stand above the header, filled up with commas as spreadsheets do.",
        ),
    ]:
        columns = cols(NAMES)
        records = corpus.pick(name, 40)
        body = [lines.header(columns, delimiter)] + lines.rows(columns, records, delimiter)
        data = lines.text(before + body + after)
        count = sum(1 for line in before + after if line.strip(", "))
        blank = len(before) + len(after) - count
        add(name, data, what, columns, records, comments=count, blank=blank)

    columns = cols(NAMES)
    records = corpus.pick("before amid after", 42)
    body = lines.rows(columns, records, ",")
    parts = [
        "# sample of the customer base",
        lines.header(columns, ","),
        *body[:14],
        "",
        "=== follow @example_leaks ===",
        "",
        *body[14:30],
        "# part 2",
        *body[30:],
        "",
        "~~~ full base on request ~~~",
    ]
    add(
        "amid.csv", lines.text(parts), "Banners before, amid and after the rows.", columns, records, comments=4, blank=3
    )

    records = corpus.pick("comments, no header", 40)
    columns = cols("email name phone state zip")
    body = lines.rows(columns, records, ",")
    data = lines.text(["# 40 of 1,200,000"] + body + ["# rest for sale"])
    add("no-header.csv", data, "Comments round rows without a header.", columns, records, comments=2)
    again(corpus, add)


def again(corpus, add):
    """The header stands again further down."""
    columns = cols(NAMES)
    head = lines.header(columns, ",")
    records = corpus.pick("repeated", 40)
    body = lines.rows(columns, records, ",")
    data = lines.text([head] + body[:20] + [head] + body[20:])
    add(
        "header-again.csv", data, "The header stands again half-way.", columns, records, rejected={"repeated_header": 1}
    )
    records = corpus.pick("pages", 60)
    body = lines.rows(columns, records, ",")
    pages = []
    for page in range(4):
        pages += [head, *body[15 * page : 15 * page + 15], "", f"--- page {page + 1} of 4 ---", ""]
    add(
        "pages.csv",
        lines.text(pages),
        "Four pages, each with the header and a foot.",
        columns,
        records,
        rejected={"repeated_header": 3},
        comments=4,
        blank=8,
    )
    records = corpus.pick("upper", 40)
    body = lines.rows(columns, records, ",")
    data = lines.text([head] + body[:10] + [head.upper()] + body[10:25] + [head] + body[25:])
    add(
        "header-again-upper.csv",
        data,
        "The header stands again twice, once in upper case.",
        columns,
        records,
        rejected={"repeated_header": 2},
    )
    records = corpus.pick("blanks between", 30)
    spaced = [line for row in lines.rows(columns, records, ",") for line in (row, "")]
    add(
        "blank-between.csv",
        lines.text([head, ""] + spaced),
        "A blank line after every row.",
        columns,
        records,
        blank=31,
    )
