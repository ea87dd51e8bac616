"""Compressed files, archives, archives within, passwords, folders."""

import bz2
import json
import lzma
import struct
import zlib

import lz4.frame
import pyarrow as pa
import zstandard

from . import lines
from .columns import cells, cols, paths
from .corpus import table
from .databases import database, filled, written
from .packing import gzipped, seven_zipped, tarred, zip_aes, zip_crypto, zipped
from .shapes import nested
from .sheets import grid, xlsx
from .sqls import backslashed, dump, values

NAMES = "account given_name surname ssn dob phone email city state zip"
README = b"Sample of the base, as promised.\nThe rest after payment.\nhttps://www.example.com/\n"
PASSWORD = b"example-2021"


def make(corpus):
    compressed(corpus)
    archives(corpus)
    several(corpus)
    locked(corpus)
    folder(corpus)
    binary(corpus)
    dumps(corpus)


def csv(corpus, name, count=40):
    """A plain CSV: its bytes, columns and records."""
    columns = cols(NAMES)
    records = corpus.pick("container " + name, count)
    return lines.csv_text(columns, records), columns, records


def zstd(data):
    return zstandard.ZstdCompressor(level=19, write_checksum=True).compress(data)


def lz4_frame(data):
    return lz4.frame.compress(data, compression_level=9, content_checksum=True)


def compressed(corpus):
    """One file, compressed."""
    for ending, pack in [
        ("gz", gzipped),
        ("bz2", bz2.compress),
        ("xz", lzma.compress),
        ("zst", zstd),
        ("lz4", lz4_frame),
    ]:
        data, columns, records = csv(corpus, ending)
        corpus.add(
            f"containers/customers.csv.{ending}",
            pack(data),
            f"A CSV in {ending}.",
            "delimited",
            [table(columns, records)],
        )
    data, columns, records = csv(corpus, "two members")
    half = len(data) // 2
    corpus.add(
        "containers/two-members.csv.gz",
        gzipped(data[:half]) + gzipped(data[half:]),
        "A CSV in two members of gzip, one after another.",
        "delimited",
        [table(columns, records)],
    )
    data, columns, records = csv(corpus, "wrong name")
    corpus.add(
        "containers/gzip-by-another-name.csv",
        gzipped(data),
        "gzip whose name says CSV.",
        "delimited",
        [table(columns, records)],
    )
    data, columns, records = csv(corpus, "gz gz")
    corpus.add(
        "containers/twice.csv.gz.gz",
        gzipped(gzipped(data)),
        "A CSV in gzip in gzip.",
        "delimited",
        [table(columns, records)],
    )
    columns = cols(NAMES)
    records = corpus.pick("container long", 40)
    body = lines.rows(columns, records, ",")
    body.insert(20, "A" * 1_200_000)
    data = lines.text([lines.header(columns, ",")] + body)
    corpus.add(
        "containers/line-too-long.csv.gz",
        gzipped(data),
        "One line has 1,200,000 letters.",
        "delimited",
        [table(columns, records)],
        rejected={"too_long": 1},
    )
    data, columns, records = csv(corpus, "cut gz", 60)
    packed = gzipped(data)
    what = "gzip that was cut off; how many rows can be had depends on the reader, at most those told."
    corpus.add(
        "containers/cut-off.csv.gz",
        packed[: len(packed) * 2 // 3],
        what,
        "delimited",
        [table(columns, records)],
        damaged="cut_off",
    )


def archives(corpus):
    """One file in an archive, and archives in archives."""
    for name, pack, what in [
        ("customers.zip", lambda data: zipped({"customers.csv": data}), "A CSV in zip."),
        ("customers.7z", lambda data: seven_zipped({"customers.csv": data}), "A CSV in 7z."),
        ("customers.tar", lambda data: tarred({"customers.csv": data}), "A CSV in tar."),
        ("customers.tar.gz", lambda data: gzipped(tarred({"customers.csv": data})), "A CSV in tar.gz."),
        ("customers.tar.xz", lambda data: lzma.compress(tarred({"customers.csv": data})), "A CSV in tar.xz."),
        ("customers.tar.zst", lambda data: zstd(tarred({"customers.csv": data})), "A CSV in tar.zst."),
        ("customers.tbz2", lambda data: bz2.compress(tarred({"customers.csv": data})), "A CSV in tar.bz2, named tbz2."),
        (
            "zip-in-zip.zip",
            lambda data: zipped({"inner.zip": zipped({"customers.csv": data})}),
            "A CSV in a zip in a zip.",
        ),
        (
            "gz-in-tar-gz-in-zip.zip",
            lambda data: zipped({"dump.tar.gz": gzipped(tarred({"dump/customers.csv.gz": gzipped(data)}))}),
            "A CSV in gzip in tar.gz in zip.",
        ),
        ("in-folders.zip", lambda data: zipped({"dump/2021/08/customers.csv": data}), "A CSV in folders of a zip."),
    ]:
        data, columns, records = csv(corpus, name)
        corpus.add(f"containers/{name}", pack(data), what, "delimited", [table(columns, records)], members=1)


def several(corpus):
    """Several members; those of the same columns are one table."""
    columns = cols(NAMES)
    records = corpus.pick("container parts", 60)
    parts = {f"dump/part{at + 1}.csv": lines.csv_text(columns, records[20 * at : 20 * at + 20]) for at in range(3)}
    corpus.add(
        "containers/parts.zip",
        zipped({"readme.txt": README, **parts}),
        "A dump in three parts with the same header, and a readme.",
        "delimited",
        [table(columns, records)],
        members=3,
        members_rejected={"no_table": 1},
        member_rows=[20, 20, 20],
    )
    corpus.add(
        "containers/parts.tar.gz",
        gzipped(tarred(parts)),
        "The same three parts in tar.gz, without a readme.",
        "delimited",
        [table(columns, records)],
        members=3,
        member_rows=[20, 20, 20],
    )
    records = corpus.pick("container split", 60)
    data = lines.csv_text(columns, records)
    cut = data.index(records[40]["account"].encode())
    what = "One CSV cut into two; the second part has no header."
    corpus.add(
        "containers/headerless-part.zip",
        zipped({"part1.csv": data[:cut], "part2.csv": data[cut:]}),
        what,
        "delimited",
        [table(columns, records)],
        members=2,
        member_rows=[40, 20],
    )
    people, logins = corpus.pick("container a", 30), corpus.pick("container b", 25)
    second = cols("email ip last_login")
    members = {
        "customers.csv": lines.csv_text(columns, people),
        "logins.tsv": lines.csv_text(second, logins, "\t"),
        "empty.csv": b"",
        "proof.png": PNG,
    }
    corpus.add(
        "containers/two-tables.zip",
        zipped(members),
        "Two tables of different columns, an empty file and a picture.",
        "delimited",
        [table(columns, people, "customers.csv"), table(second, logins, "logins.tsv")],
        members=2,
        members_rejected={"empty": 1, "no_table": 1},
    )
    people, others = corpus.pick("container c", 30), corpus.pick("container d", 30)
    keyed = paths(columns)
    members = {
        "a.csv": lines.csv_text(columns, people),
        "b.jsonl": "".join(json.dumps(nested(keyed, r)) + "\n" for r in others).encode(),
    }
    corpus.add(
        "containers/csv-and-json.zip",
        zipped(members),
        "CSV and JSON lines of the same columns.",
        "delimited",
        [table(columns, people, "a.csv"), table(keyed, others, "b.jsonl")],
        members=2,
        member_forms=["delimited", "json"],
    )
    people = corpus.pick("container mac", 30)
    members = {
        "customers.csv": lines.csv_text(columns, people),
        "__MACOSX/._customers.csv": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(60),
        ".DS_Store": b"\x00\x00\x00\x01Bud1" + bytes(60),
    }
    corpus.add(
        "containers/from-a-mac.zip",
        zipped(members),
        "A CSV with the by-files of a Mac.",
        "delimited",
        [table(columns, people)],
        members=1,
        members_rejected={"no_table": 2},
    )


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# One grey pixel.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    + _chunk(b"IEND", b"")
)


def locked(corpus):
    """With a password, which stands in a file beside."""
    for name, pack, what in [
        ("zipcrypto.zip", zip_crypto, "A CSV in a zip with a password, PKWARE's old cipher."),
        ("aes.zip", zip_aes, "A CSV in a zip with a password, AES-256."),
        (
            "locked.7z",
            lambda members, password: seven_zipped(members, password.decode()),
            "A CSV in a 7z with a password.",
        ),
    ]:
        data, columns, records = csv(corpus, name)
        packed = pack({"customers.csv": data}, PASSWORD)
        corpus.add(
            f"containers/{name}",
            packed,
            what,
            "delimited",
            [table(columns, records)],
            members=1,
            options={"password_file": f"containers/{name}.password"},
        )
        corpus.beside(f"containers/{name}.password", PASSWORD + b"\n")


def folder(corpus):
    """A folder of three files."""
    columns = cols(NAMES)
    records = corpus.pick("container folder", 60)
    files = {f"part-{at}.csv": lines.csv_text(columns, records[20 * at : 20 * at + 20]) for at in range(2)}
    files["part-2.csv.gz"] = gzipped(lines.csv_text(columns, records[40:]))
    corpus.add(
        "containers/folder",
        files,
        "A folder of three files of the same columns, one in gzip; in the order of their names.",
        "delimited",
        [table(columns, records)],
        members=3,
        member_rows=[20, 20, 20],
    )


def binary(corpus):
    """Binary forms, compressed and in archives."""
    columns = paths(cols(NAMES))
    for name, form, make_it, pack in [
        ("customers.xlsx.gz", "spreadsheet", "xlsx", gzipped),
        ("workbook.zip", "spreadsheet", "xlsx", lambda data: zipped({"customers.xlsx": data})),
        ("customers.sqlite.gz", "sqlite", "sqlite", gzipped),
        ("database.zip", "sqlite", "sqlite", lambda data: zipped({"customers.db": data})),
        ("customers.parquet.gz", "parquet", "parquet", gzipped),
        ("parquet.tar", "parquet", "parquet", lambda data: tarred({"customers.parquet": data})),
    ]:
        records = corpus.pick("container " + name, 40)
        if make_it == "xlsx":
            data, used, called = xlsx({"Customers": grid(columns, records)}), cols(NAMES), "Customers"
        elif make_it == "sqlite":
            data, used, called = (
                database(filled("customers", columns, [cells(columns, r) for r in records])),
                columns,
                "customers",
            )
        else:
            data, used, called = (
                written(pa.table({col.path: [col.of(r) for r in records] for col in columns})),
                columns,
                None,
            )
        more = {} if name.endswith("gz") else {"members": 1}
        corpus.add(
            f"containers/{name}", pack(data), f"{make_it}, packed.", form, [table(used, records, called)], **more
        )


def dumps(corpus):
    """Text forms other than CSV, compressed."""
    columns = paths(cols(NAMES))
    records = corpus.pick("container sql", 40)
    data = dump("customers", columns, [values(cells(columns, r), backslashed) for r in records]).encode()
    corpus.add(
        "containers/dump.sql.gz", gzipped(data), "mysqldump in gzip.", "sql", [table(columns, records, "customers")]
    )
    records = corpus.pick("container json", 40)
    data = json.dumps([nested(columns, r) for r in records]).encode()
    corpus.add("containers/array.json.zst", zstd(data), "A JSON array in Zstandard.", "json", [table(columns, records)])
    records = corpus.pick("container utf-16", 40)
    data = b"\xff\xfe" + lines.csv_text(columns, records, encoding="utf-16-le")
    corpus.add(
        "containers/utf-16.csv.xz",
        lzma.compress(data),
        "A CSV of UTF-16 in xz.",
        "delimited",
        [table(cols(NAMES), records)],
        encoding="UTF-16LE",
    )
