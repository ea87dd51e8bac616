"""Workbooks: xlsx, xls, ods."""

import io
import re
from datetime import date, datetime
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from . import company as c
from .columns import cells, cols, headerless
from .corpus import table
from .packing import rezipped, timeless

NAMES = "account given_name surname ssn dob phone email city state zip"


def make(corpus):
    def add(name, data, what, tables, **more):
        corpus.add(f"sheets/{name}", data, what, "spreadsheet", tables, **more)

    excel(corpus, add)
    typed(corpus, add)
    uneven(corpus, add)
    older(corpus, add)
    open_document(corpus, add)


def grid(columns, records):
    """The header and the rows as lists."""
    return [[col.header for col in columns]] + [cells(columns, r) for r in records]


def xlsx(sheets, shared=False):
    """A workbook of named grids; dates become date cells, numbers number cells. Texts stand in the cells, or
    apart as Excel writes them (`shared`)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    data = rezipped(out.getvalue(), timeless)
    return with_shared_texts(data) if shared else data


def with_shared_texts(data):
    """Texts moved from the cells to xl/sharedStrings.xml."""
    texts = {}

    def move(name, part):
        if not name.startswith("xl/worksheets/"):
            return part

        def number(m):
            at = texts.setdefault(m[2], len(texts))
            return b'<c r="%s" t="s"><v>%d</v></c>' % (m[1], at)

        return re.sub(rb'<c r="([A-Z]+\d+)" t="inlineStr"><is>(<t[^>]*>[^<]*</t>)</is></c>', number, part)

    data = rezipped(data, move)
    assert texts
    items = b"".join(b"<si>" + text + b"</si>" for text in texts)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = b'<sst xmlns="%s" uniqueCount="%d">%s</sst>' % (main, len(texts), items)
    office = b"officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-%s" />' % office
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Type="%s" Target="sharedStrings.xml" Id="rId99" />' % kind
    ends = {"[Content_Types].xml": (b"</Types>", part), "xl/_rels/workbook.xml.rels": (b"</Relationships>", link)}

    def refer(name, content):
        end, more = ends.get(name, (b"", b""))
        return content.replace(end, more + end) if end else content

    return rezipped(data, refer, [("xl/sharedStrings.xml", shared)])


def born(r):
    return date.fromisoformat(r["dob"])


def excel(corpus, add):
    """Texts only."""
    columns = cols(NAMES)
    records = corpus.pick("xlsx", 40)
    add(
        "plain.xlsx",
        xlsx({"Customers": grid(columns, records)}, shared=True),
        "One sheet of texts.",
        [table(columns, records, "Customers")],
    )
    records = corpus.pick("xlsx bare", 40)
    add(
        "no-header.xlsx",
        xlsx({"Sheet1": grid(columns, records)[1:]}),
        "One sheet without a header.",
        [table(headerless(columns), records, "Sheet1")],
    )
    records, logins, second = corpus.pick("xlsx a", 30), corpus.pick("xlsx b", 20), cols("email ip last_login")
    more = corpus.pick("xlsx c", 20)
    data = xlsx(
        {
            "Customers": grid(columns, records),
            "Notes": [],
            "Logins": grid(second, logins),
            "Prepaid": grid(columns, more),
        }
    )
    tables = [table(columns, records, "Customers"), table(second, logins, "Logins"), table(columns, more, "Prepaid")]
    add(
        "several-sheets.xlsx",
        data,
        "Three sheets, the first and the last of the same columns, and an empty one.",
        tables,
    )
    records = corpus.pick("xlsx title", 40)
    rows = [
        ["Customer export"],
        ["Region: all", None, "Printed 2021-08-14"],
        [],
        *grid(columns, records),
        [],
        ["40 customers in all"],
    ]
    add(
        "title.xlsx",
        xlsx({"Export": rows}),
        "The header stands in row 4 under a title; a count follows the rows.",
        [table(columns, records, "Export")],
        comments=3,
    )


def typed(corpus, add):
    """Dates, numbers, formulas."""
    columns = cols(
        "name dob phone email zip last_login", dob=born, last_login=lambda r: datetime.fromisoformat(c.seen_at(r))
    )
    records = corpus.pick("xlsx dates", 40)
    add(
        "dates.xlsx",
        xlsx({"Sheet1": grid(columns, records)}, shared=True),
        "Dates of birth are dates, and a column of dates with times.",
        [table(columns, records, "Sheet1")],
    )
    zero = [r for r in corpus.company.plain if r["ssn"][0] == "0" or r["zip"][0] == "0"][20:30]
    some = {r.number for r in zero}
    columns = cols(
        "name ssn zip phone imei",
        ssn=lambda r: int(c.ssn_digits(r)),
        zip=lambda r: int(r["zip"]),
        phone=lambda r: int(r["phone"]),
        imei=lambda r: int(r["imei"]),
    )
    records = corpus.pick("xlsx numbers", 40, lambda r: r.number not in some) + zero
    add(
        "numbers.xlsx",
        xlsx({"Sheet1": grid(columns, records)}),
        "SSN, ZIP, phone and IMEI are numbers; leading zeros are lost in a few.",
        [table(columns, records, "Sheet1")],
    )
    columns = cols("given_name surname name email phone")
    records = corpus.pick("xlsx formulas", 40)
    rows = grid(columns, records)
    for at, row in enumerate(rows[1:], 2):
        row[2] = f'=A{at}&" "&B{at}'
    names = [c.full_name(r) for r in records]

    def cached(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        left = iter(names)
        pattern = rb'<c r="(C\d+)"([^>]*)><f>([^<]*)</f><v ?/?>(</v>)?</c>'

        def put(m):
            return b'<c r="%s" t="str"><f>%s</f><v>%s</v></c>' % (m[1], m[3], escape(next(left)).encode())

        patched, count = re.subn(pattern, put, data)
        assert count == len(names), count
        return patched

    add(
        "formulas.xlsx",
        rezipped(xlsx({"Sheet1": rows}), cached),
        "Full names are formulas with their last result kept.",
        [table(columns, records, "Sheet1")],
    )


def uneven(corpus, add):
    """Empty rows and columns, merged cells, cells of several lines."""
    columns = cols("account name email phone zip")
    records = corpus.pick("xlsx gaps", 40)
    rows = [[], []] + [[None, row[0], row[1], None, *row[2:]] for row in grid(columns, records)]
    rows[20:20] = [[], []]
    add(
        "gaps.xlsx",
        xlsx({"Sheet1": rows}),
        "Two empty rows above and two amid; the first and the fourth column are empty.",
        [table(columns, records, "Sheet1")],
    )
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Merged"
    sheet.append(["Customers of the north"])
    sheet.merge_cells("A1:E1")
    for row in grid(columns, records := corpus.pick("xlsx merged", 30)):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    out = io.BytesIO()
    book.save(out)
    add(
        "merged-title.xlsx",
        rezipped(out.getvalue(), timeless),
        "A title of merged cells above the header, and a hidden column.",
        [table(columns, records, "Merged")],
        comments=1,
    )


def older(corpus, add):
    """xls."""
    columns = cols(NAMES)
    records = corpus.pick("xls", 40)
    add(
        "plain.xls",
        xls({"Customers": grid(columns, records)}),
        "One sheet of texts.",
        [table(columns, records, "Customers")],
    )
    columns = cols("name dob phone email zip", dob=born, zip=lambda r: int(r["zip"]), phone=lambda r: int(r["phone"]))
    records, more = corpus.pick("xls dates", 30), corpus.pick("xls more", 20)
    second = cols("account email")
    data = xls({"A": grid(columns, records), "B": grid(second, more)})
    add(
        "typed.xls",
        data,
        "Two sheets; dates are dates, ZIP and phone numbers.",
        [table(columns, records, "A"), table(second, more, "B")],
    )


def xls(sheets):
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell, day) if isinstance(cell, date) else sheet.write(y, x, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(corpus, add):
    """ods."""
    columns = cols(NAMES)
    records = corpus.pick("ods", 40)
    add(
        "plain.ods",
        ods({"Customers": grid(columns, records)}),
        "One sheet of texts.",
        [table(columns, records, "Customers")],
    )
    columns = cols("name dob phone email zip", dob=born, phone=lambda r: int(r["phone"]))
    records, more = corpus.pick("ods dates", 30), corpus.pick("ods more", 20)
    second = cols("account email plan")
    data = ods({"A": grid(columns, records), "B": grid(second, more)})
    add(
        "typed.ods",
        data,
        "Two sheets; dates are dates, phones numbers, shown otherwise than they are (06/23/85; 5,551,234,567).",
        [table(columns, records, "A"), table(second, more, "B")],
    )


def ods(sheets):
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        sheet = Table(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                line.addElement(ods_cell(cell))
            line.addElement(TableCell(numbercolumnsrepeated=1000))
            sheet.addElement(line)
        sheet.addElement(TableRow(numberrowsrepeated=1000000))
        book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return rezipped(out.getvalue(), timeless)


def ods_cell(value):
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
        shown = value.strftime("%m/%d/%y")
    elif isinstance(value, int):
        cell = TableCell(valuetype="float", value=str(value))
        shown = f"{value:,}"
    else:
        cell = TableCell(valuetype="string")
        shown = value
    cell.addElement(P(text=shown))
    return cell
