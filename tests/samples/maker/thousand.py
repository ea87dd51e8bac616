"""The same 1,000 records in every form: whatever reads them must tell the same of each."""

import bz2
import json
import lzma
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

from . import lines
from .cards import entries
from .columns import Col, cells, cols, paths
from .company import Company
from .containers import PASSWORD, lz4_frame, zstd
from .corpus import pretty, table
from .databases import database, filled, written
from .packing import gzipped, seven_zipped, tarred, zip_aes, zip_crypto, zipped
from .pasted import serialised
from .shapes import nested
from .sheets import grid, ods, xls, xlsx
from .sqls import HEAD, backslashed, doubled, dump, values

NAMES = "ssn given_name surname dob phone email address city state zip imei licence"
COUNT = 1000


def make(folder):
    """Writes the files and `truth.json` into the folder."""
    company = Company()
    records = company.pick("thousand", COUNT)
    columns = paths(cols(NAMES))
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, data in [*texts(columns, records), *binaries(columns, records), *packed(columns, records)]:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        names.append(name)
    (folder / "password").write_bytes(PASSWORD + b"\n")
    truth = {
        "what": f"The same {COUNT:,} records in every file; locked ones open with the password in `password`.",
        "files": names,
        "tables": [table(columns, records)],
    }
    (folder / "truth.json").write_text(pretty(truth) + "\n", encoding="utf-8")
    print(f"{len(names)} files of {COUNT:,} rows in {folder}")


def texts(columns, records):
    """Forms of text, and the encodings that hold every name."""

    def delimited(delimiter, **more):
        return lines.csv_text(columns, records, delimiter, **more)

    yield "comma.csv", delimited(",")
    yield "quoted-crlf.csv", delimited(",", quote=lines.all_quoted, end="\r\n")
    yield "cr.csv", delimited(",", end="\r")
    yield "bom.csv", b"\xef\xbb\xbf" + delimited(",")
    yield "tab.tsv", delimited("\t")
    yield "semicolon.csv", delimited(";")
    yield "pipe.txt", delimited("|")
    yield "caret.txt", delimited("^")
    yield "tilde.txt", delimited("~")
    yield "double-colon.txt", delimited("::", quote=lines.plain)
    yield "soh.txt", delimited("\x01")
    yield "utf-16-le.csv", b"\xff\xfe" + delimited(",", encoding="utf-16-le")
    yield "utf-16-be.csv", b"\xfe\xff" + delimited(",", encoding="utf-16-be")
    yield "windows-1252.csv", delimited(",", encoding="cp1252")
    sizes = [max(len(col.header), *(len(col.of(r)) for r in records)) + 1 for col in columns]
    laid = ["".join(text.ljust(size) for text, size in zip(row, sizes)).rstrip() for row in grid(columns, records)]
    yield "fixed.txt", lines.text(laid)
    objects = [nested(columns, r) for r in records]
    yield "array.json", json.dumps(objects, ensure_ascii=False)
    yield "pretty.json", json.dumps(objects, indent=2)
    yield "lines.jsonl", "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)
    yield "concatenated.json", "".join(map(json.dumps, objects))
    yield "array-of-arrays.json", json.dumps(grid(columns, records))
    body = "".join(
        "<row>" + "".join(f"<{col.path}>{escape(col.of(r))}</{col.path}>" for col in columns) + "</row>\n"
        for r in records
    )
    yield "elements.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n{body}</rows>\n'
    body = "".join(
        "<row " + " ".join(f"{col.path}={quoteattr(col.of(r))}" for col in columns) + "/>\n" for r in records
    )
    yield "attributes.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n{body}</rows>\n'
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>\n" for row in grid(columns, records)
    )
    yield (
        "table.html",
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body><table>\n{body}</table></body></html>\n',
    )
    yield (
        "mysqldump.sql",
        HEAD + dump("customers", columns, [values(cells(columns, r), backslashed) for r in records], 200),
    )
    listed = ", ".join(col.path for col in columns)
    yield (
        "inserts.sql",
        "".join(f"INSERT INTO customers ({listed}) VALUES {values(cells(columns, r), doubled)};\n" for r in records),
    )
    yield (
        "pg-copy.sql",
        f"COPY public.customers ({listed}) FROM stdin;\n"
        + "".join("\t".join(cells(columns, r)) + "\n" for r in records)
        + "\\.\n",
    )
    yield "blocks.txt", "".join("".join(f"{col.path}: {col.of(r)}\n" for col in columns) + "\n" for r in records)
    yield "pairs.txt", "".join(" ".join(f'{col.path}="{col.of(r)}"' for col in columns) + "\n" for r in records)
    yield "php.txt", "".join(serialised(o) + "\n" for o in objects)
    named = [Col("", "opaque", lambda r: f"employeeNumber={r.number},dc=example,dc=com", "other", path="dn"), *columns]
    yield "entries.ldif", "".join(line + "\n" for line in entries(named, records))


def binaries(columns, records):
    """Binary forms."""
    sheets = {"Customers": grid(columns, records)}
    yield "workbook.xlsx", xlsx(sheets, shared=True)
    yield "workbook.xls", xls(sheets)
    yield "workbook.ods", ods(sheets)
    yield "database.sqlite", database(filled("customers", columns, [cells(columns, r) for r in records], kind="TEXT"))
    frame = pa.table({col.path: [col.of(r) for r in records] for col in columns})
    yield "strings.parquet", written(frame)
    yield "strings-zstd.parquet", written(frame, "zstd", 300)


def packed(columns, records):
    """The CSV in every container."""
    data = lines.csv_text(columns, records)
    member = {"customers.csv": data}
    yield "comma.csv.gz", gzipped(data)
    yield "comma.csv.bz2", bz2.compress(data)
    yield "comma.csv.xz", lzma.compress(data)
    yield "comma.csv.zst", zstd(data)
    yield "comma.csv.lz4", lz4_frame(data)
    yield "comma.zip", zipped(member)
    yield "comma.7z", seven_zipped(member)
    yield "comma.tar", tarred(member)
    yield "comma.tar.gz", gzipped(tarred(member))
    yield "nested.zip", zipped({"dump.tar.gz": gzipped(tarred({"customers.csv.gz": gzipped(data)}))})
    parts = {f"part{at}.csv": lines.csv_text(columns, records[250 * at : 250 * at + 250]) for at in range(4)}
    yield "parts.zip", zipped(parts)
    yield "zipcrypto.zip", zip_crypto(member, PASSWORD)
    yield "aes.zip", zip_aes(member, PASSWORD)
    yield "locked.7z", seven_zipped(member, PASSWORD.decode())
