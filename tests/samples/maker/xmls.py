"""XML and HTML."""

from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from . import company as c
from .columns import Col, cells, cols, paths
from .corpus import table
from .shapes import nested

NAMES = "account given_name surname ssn dob phone email city state zip"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def make(corpus):
    def add(name, data, what, columns, records, **more):
        data = data.encode() if isinstance(data, str) else data
        corpus.add(f"xml/{name}", data, what, "xml", [table(columns, records)], **more)

    rows(corpus, add)
    written(corpus, add)
    html(corpus)


def element(name, value):
    """An element of nested elements."""
    if isinstance(value, dict):
        return f"<{name}>" + "".join(element(key, inner) for key, inner in value.items()) + f"</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def elements(columns, records, name="customer", indent="  "):
    return "".join(f"{indent}{element(name, nested(columns, r))}\n" for r in records)


def rows(corpus, add):
    """Rows as elements, attributes, nested, of two kinds."""
    columns = paths(cols(NAMES))
    records = corpus.pick("xml elements", 40)
    add(
        "elements.xml",
        f"{DECLARATION}<customers>\n{elements(columns, records)}</customers>\n",
        "A row is an element, its cells elements within.",
        columns,
        records,
    )
    records = corpus.pick("xml attributes", 40)
    body = "".join(
        "  <customer " + " ".join(f"{col.path}={quoteattr(col.of(r))}" for col in columns) + "/>\n" for r in records
    )
    add(
        "attributes.xml",
        f"{DECLARATION}<customers>\n{body}</customers>\n",
        "A row is an element, its cells attributes.",
        columns,
        records,
    )
    mixed = paths(cols("account name email phone dob"))
    records = corpus.pick("xml mixed", 40)
    body = "".join(
        f"<row id={quoteattr(r['account'])}>{''.join(element(col.path, col.of(r)) for col in mixed[1:])}</row>\n"
        for r in records
    )
    add(
        "mixed.xml",
        f"<data>\n{body}</data>\n",
        "No declaration; the account is an attribute `id`, the rest are elements.",
        [replace(mixed[0], path="id"), *mixed[1:]],
        records,
    )
    deep = [
        *paths(cols("account")),
        *paths(cols("given_name surname", ["first", "last"]), "person.name."),
        *paths(cols("dob"), "person."),
        *paths(cols("email phone"), "contact."),
        *paths(cols("address city state zip", ["street", "city", "state", "zip"]), "contact.address."),
    ]
    records = corpus.pick("xml nested", 30)
    add(
        "nested.xml",
        f"{DECLARATION}<export><meta><count>30</count></meta><customers>\n{elements(deep, records)}</customers></export>\n",
        "Elements within elements, and a head with a count.",
        deep,
        records,
    )
    records = corpus.pick("xml namespaces", 30)
    body = "".join(
        "<c:customer>"
        + "".join(f"<c:{col.path}>{escape(col.of(r))}</c:{col.path}>" for col in columns)
        + "</c:customer>\n"
        for r in records
    )
    add(
        "namespaces.xml",
        f'{DECLARATION}<c:customers xmlns:c="urn:example:customers">\n{body}</c:customers>\n',
        "Every element has a prefix; paths are told without it.",
        columns,
        records,
    )


def written(corpus, add):
    """CDATA, entities, encodings, mysqldump, cut off, noise round the rows."""
    columns = paths(cols("account name address email"))
    wide = [*columns, Col("", "opaque", remark, "other", path="remark")]
    records = corpus.pick("xml cdata", 30)
    body = "".join(
        "<row>" + "".join(f"<{col.path}><![CDATA[{col.of(r)}]]></{col.path}>" for col in wide) + "</row>\n"
        for r in records
    )
    add("cdata.xml", f"{DECLARATION}<rows>\n{body}</rows>\n", "Every cell is CDATA.", wide, records)
    records = corpus.pick_accented("xml entities", 30)
    body = "".join(
        "<row>" + "".join(f"<{col.path}>{entities(col.of(r))}</{col.path}>" for col in wide) + "</row>\n"
        for r in records
    )
    add(
        "entities.xml",
        f'<?xml version="1.0" encoding="US-ASCII"?>\n<rows>\n{body}</rows>\n',
        "Letters beyond ASCII as &#233; or &#xE9;, and the five named entities.",
        wide,
        records,
        encoding=["UTF-8", "windows-1252"],
    )
    records = corpus.pick_accented("xml latin", 30)
    data = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<rows>\n{elements(columns, records, "row")}</rows>\n'
    add(
        "latin-1.xml",
        data.encode("latin-1"),
        "Declared as ISO-8859-1, and is.",
        columns,
        records,
        encoding="windows-1252",
    )
    records = corpus.pick_accented("xml utf-16", 20)
    data = f'<?xml version="1.0" encoding="UTF-16"?>\n<rows>\n{elements(columns, records, "row")}</rows>\n'
    add(
        "utf-16.xml",
        b"\xff\xfe" + data.encode("utf-16-le"),
        "UTF-16 with a byte order mark.",
        columns,
        records,
        encoding="UTF-16LE",
    )
    columns = paths(cols("account name phone email dob"))
    records = corpus.pick("xml mysqldump", 30)
    body = ""
    for at, r in enumerate(records):
        fields = "".join(
            f'\t\t<field name="{col.path}" xsi:nil="true" />\n'
            if col.path == "phone" and at % 6 == 2
            else f'\t\t<field name="{col.path}">{escape(col.of(r))}</field>\n'
            for col in columns
        )
        body += f"\t<row>\n{fields}\t</row>\n"
    data = (
        '<?xml version="1.0"?>\n<mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<database name="shop">\n'
        '\t<table_structure name="customers">\n'
        + "".join(
            f'\t\t<field Field="{col.path}" Type="varchar(255)" Null="YES" Key="" Extra="" Comment="" />\n'
            for col in columns
        )
        + f'\t</table_structure>\n\t<table_data name="customers">\n{body}\t</table_data>\n</database>\n</mysqldump>\n'
    )
    add("mysqldump.xml", data, "mysqldump --xml, with its structure; some telephones are nil.", columns, records)
    records = corpus.pick("xml cut", 30)
    data = f"{DECLARATION}<customers>\n{elements(columns, records)}"
    data = data[: data.rindex("<email>") + 9]
    add("cut-off.xml", data, "The file ends within the last row.", columns, records[:-1], rejected={"cut_off": 1})
    records = corpus.pick("xml empty", 30)
    body = (
        elements(columns, records[:10])
        + "  <customer/>\n"
        + elements(columns, records[10:])
        + "  <customer></customer>\n"
    )
    add(
        "empty-elements.xml",
        f"{DECLARATION}<customers>\n{body}</customers>\n",
        "Two rows are empty elements.",
        columns,
        records,
        rejected={"no_record": 2},
    )
    records = corpus.pick("xml feed", 24)
    body = "".join(
        f"<item><title>{escape(c.full_name(r))}</title><guid>{r['account']}</guid><author>{r['email']}</author><phone>{r['phone']}</phone></item>\n"
        for r in records
    )
    data = (
        f'{DECLARATION}<rss version="2.0"><channel><title>Example customers</title><link>https://www.example.com/</link>'
        f"<description>all of them</description><image><url>https://www.example.com/i.png</url></image>\n{body}</channel></rss>\n"
    )
    feed = [
        Col("", "name", c.full_name, path="title"),
        Col("", ["account", "opaque"], lambda r: r["account"], path="guid"),
        *paths(cols("email", ["author"])),
        *paths(cols("phone")),
    ]
    add("feed.xml", data, "Rows as the items of a feed, among the feed's own elements.", feed, records)


def remark(r):
    return c.chance(r, "remark").choice(["a < b & c", "ok", '"quoted"', "it's fine", "x > y"])


def entities(text):
    """Named entities for the five signs, numbers for letters beyond ASCII."""
    out = escape(text, {'"': "&quot;", "'": "&apos;"})
    return "".join(ch if ch.isascii() else (f"&#{ord(ch)};" if ord(ch) % 2 else f"&#x{ord(ch):X};") for ch in out)


def html(corpus):
    """Tables of HTML pages."""

    def add(name, data, what, tables, **more):
        corpus.add(f"html/{name}", data.encode(), what, "html", tables, **more)

    def row(texts, cell="td"):
        return "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in texts) + "</tr>\n"

    def body(columns, records):
        return "".join(row([escape(text) for text in cells(columns, r)]) for r in records)

    page = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Export</title>\n<style>td {{ padding: 2px }}</style></head>\n<body>\n{}</body></html>\n'
    columns = cols("account name ssn dob phone email zip")
    head = row([col.header for col in columns], "th")
    records = corpus.pick("html thead", 30)
    add(
        "table.html",
        page.format(
            f"<h1>Customers</h1>\n<table>\n<thead>{head}</thead>\n<tbody>\n{body(columns, records)}</tbody></table>\n<p>30 rows</p>\n"
        ),
        "A table with thead and tbody.",
        [table(columns, records)],
    )
    records = corpus.pick("html plain", 30)
    add(
        "no-thead.html",
        page.format(f"<table border=1>\n{head}{body(columns, records)}</table>\n"),
        "A table without thead; its first row is the header.",
        [table(columns, records)],
    )
    records = corpus.pick("html td", 30)
    first = row([col.header for col in columns])
    add(
        "fragment.html",
        f"<table>\n{first}{body(columns, records)}</table>\n",
        "A table without a page round it; the header is made of td.",
        [table(columns, records)],
    )
    records = corpus.pick("html two", 30)
    others = cols("email ip last_login")
    second = corpus.pick("html two b", 20)
    tables = f"<h2>Customers</h2><table>\n{head}{body(columns, records)}</table>\n<h2>Logins</h2><table>\n{row([col.header for col in others], 'th')}{body(others, second)}</table>\n"
    add(
        "two-tables.html",
        page.format(tables),
        "Two tables of different columns.",
        [table(columns, records), table(others, second)],
    )
    records = corpus.pick_accented("html entities", 30)
    names = cols("account name address email phone")
    named = {"é": "&eacute;", "ñ": "&ntilde;", "í": "&iacute;", "á": "&aacute;", "ü": "&uuml;"}
    text = "".join(
        row(
            [
                f'<a href="/c/{r["account"]}">{r["account"]}</a>',
                "<b>"
                + "".join(named.get(ch, ch if ch.isascii() else f"&#{ord(ch)};") for ch in escape(c.full_name(r)))
                + "</b>",
                f'<span class="a">{r["address"].replace(" ", "&nbsp;", 1)}</span>',
                f'<a href="mailto:{r["email"]}">{r["email"]}</a>',
                f"\n   {r['phone'][:3]}<wbr>-{r['phone'][3:6]}-{r['phone'][6:]}\n  ",
            ]
        )
        for r in records
    )
    add(
        "entities-and-markup.html",
        page.format(f"<table>\n{row([col.header for col in names], 'th')}{text}</table>\n"),
        "Entities, links and other markup within cells.",
        [table(names, records)],
    )
    records = corpus.pick("html sloppy", 30)
    text = "<TABLE>\n<TR>" + "".join(f"<TH>{col.header}" for col in columns) + "\n"
    text += (
        "".join("<TR>" + "".join(f"<TD>{escape(cell)}" for cell in cells(columns, r)) + "\n" for r in records)
        + "</TABLE>\n"
    )
    add(
        "sloppy.html",
        f"<HTML><BODY>\n{text}</BODY></HTML>\n",
        "Upper-case tags, and none of the cells and rows are closed.",
        [table(columns, records)],
    )
    records = corpus.pick("html layout", 30)
    inner = f"<table class=data>\n{head}{body(columns, records)}</table>\n"
    text = f'<div id="nav"><ul><li>Home</li><li>Leaks</li></ul></div>\n<script>var x = "<table><tr><td>no</td></tr></table>";</script>\n<!-- <table><tr><td>old</td></tr></table> -->\n{inner}<footer>Contact: example@example.org</footer>\n'
    add(
        "noise.html",
        page.format(text),
        "A table among lists, a script and a comment that hold tables too.",
        [table(columns, records)],
    )
