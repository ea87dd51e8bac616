"""SQLite and Parquet."""

import io
import sqlite3
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from . import company as c
from .columns import ID, Col, cells, cols, paths
from .corpus import table
from .shapes import nested

NAMES = "account given_name surname ssn dob phone email city state zip"


def make(corpus):
    sqlite(corpus)
    parquet(corpus)


def database(statements):
    """An SQLite file: `(statement, rows or None)` in order."""
    with sqlite3.connect(":memory:") as base:
        base.execute("PRAGMA page_size = 1024")
        for statement, rows in statements:
            base.execute(statement) if rows is None else base.executemany(statement, rows)
        base.commit()
        return base.serialize()


def filled(name, columns, rows, more="", after="", kind=""):
    """A table and its rows; `more` stands after the last column, `after` behind the brackets."""
    marks = ", ".join("?" * len(columns))
    listed = ", ".join(f"{col.path} {kind}".strip() for col in columns)
    return [
        (f"CREATE TABLE {name} ({listed}{more}) {after}".strip(), None),
        (f"INSERT INTO {name} VALUES ({marks})", rows),
    ]


def sqlite(corpus):
    def add(name, statements, what, tables, **more):
        corpus.add(f"sqlite/{name}", database(statements), what, "sqlite", tables, **more)

    columns = paths(cols(NAMES))
    records = corpus.pick("sqlite", 40)
    add(
        "plain.sqlite",
        filled("customers", columns, [cells(columns, r) for r in records], kind="TEXT"),
        "One table of texts.",
        [table(columns, records, "customers")],
    )
    people = corpus.pick("sqlite shop", 30)
    orders = [
        Col("", ID, lambda at: at[1] + 500, "other", path="order_id"),
        Col("", "account", lambda at: at[0]["account"], path="customer_account"),
        Col("", "opaque", lambda at: ["phone case", "charger", "sim card"][at[1] % 3], "other", path="item"),
        Col("", "opaque", lambda at: (at[1] * 7 % 90 + 9) + 0.99, "other", path="total"),
    ]
    ordered = [(people[at * 7 % 30], at) for at in range(40)]
    logs = [
        Col("", "ip", lambda at: f"198.51.100.{at * 13 % 250 + 1}", "other", path="ip"),
        Col("", "opaque", lambda at: ["GET /", "POST /login", "GET /cart"][at % 3], "other", path="request"),
    ]
    statements = filled("customers", columns, [cells(columns, r) for r in people])
    statements += filled("orders", orders, [cells(orders, at) for at in ordered])
    statements += filled("logs", logs, [cells(logs, at) for at in range(25)])
    statements += [
        ("CREATE TABLE empty (a, b)", None),
        ("CREATE INDEX by_email ON customers (email)", None),
        ("CREATE VIEW mails AS SELECT email FROM customers", None),
    ]
    truths = [
        table(columns, people, "customers"),
        table(orders, [r.number for r, _ in ordered], "orders"),
        table(logs, [None] * 25, "logs"),
    ]
    add("several-tables.sqlite", statements, "Customers, orders and logs, an empty table, an index and a view.", truths)
    columns = [
        Col("", ID, lambda r: r.number + 1, "other", path="id"),
        *paths(cols("name")),
        Col("", "email", lambda r: r["email"].encode(), path="email"),
        Col("", "phone", lambda r: int(r["phone"]), path="phone"),
        *paths(cols("dob zip", zip=lambda r: int(r["zip"]))),
        Col("", "opaque", lambda r: bytes.fromhex(c.md5(r)), "other", path="hash"),
        Col("", "opaque", lambda r: c.chance(r, "score").randrange(1000) / 8, "other", path="score"),
    ]
    zero = [r for r in corpus.company.plain if r["zip"][0] == "0"][40:46]
    some = {r.number for r in zero}
    records = corpus.pick("sqlite blob", 34, lambda r: r.number not in some) + zero
    add(
        "typed.sqlite",
        filled("users", columns, [cells(columns, r) for r in records]),
        "Addresses are BLOBs of text, phones and ZIPs numbers (some lost a zero), hashes BLOBs, scores reals.",
        [table(columns, records, "users")],
    )
    columns = paths(cols("account name email phone dob"))
    records = sorted(corpus.pick("sqlite rowid", 40), key=lambda r: r["account"])
    add(
        "without-rowid.sqlite",
        filled("customers", columns, [cells(columns, r) for r in records], ", PRIMARY KEY (account)", "WITHOUT ROWID"),
        "A table WITHOUT ROWID, in the order of its key.",
        [table(columns, records, "customers")],
    )
    records = corpus.pick("sqlite deleted", 50)
    gone = set(range(5, 50, 5))
    statements = filled("customers", columns, [cells(columns, r) for r in records])
    statements += [(f"DELETE FROM customers WHERE rowid IN ({', '.join(str(at + 1) for at in sorted(gone))})", None)]
    kept = [r for at, r in enumerate(records) if at not in gone]
    add(
        "deleted-rows.sqlite",
        statements,
        "Nine rows were deleted; what is left of them is no row.",
        [table(columns, kept, "customers")],
    )
    long = [
        *columns,
        Col("", "opaque", lambda r: "long note " * 300 if r.number % 4 == 0 else "short", "other", path="note"),
    ]
    records = corpus.pick("sqlite overflow", 24)
    statements = [("PRAGMA encoding = 'UTF-16le'", None)] + filled("customers", long, [cells(long, r) for r in records])
    add(
        "utf-16-overflow.sqlite",
        statements,
        "Texts are kept as UTF-16, and some are longer than a page.",
        [table(long, records, "customers")],
    )


def parquet(corpus):
    def add(name, data, what, columns, records, **more):
        corpus.add(f"parquet/{name}", data, what, "parquet", [table(columns, records)], **more)

    columns = paths(cols(NAMES))
    for name, compression, what in [
        ("strings.parquet", "snappy", "Texts, Snappy."),
        ("strings-zstd.parquet", "zstd", "Texts, Zstandard."),
        ("strings-gzip.parquet", "gzip", "Texts, gzip."),
        ("strings-plain.parquet", "none", "Texts, not compressed, in four row groups."),
    ]:
        records = corpus.pick(name, 40)
        frame = pa.table({col.path: [col.of(r) for r in records] for col in columns})
        add(name, written(frame, compression, 10 if compression == "none" else 1000), what, columns, records)
    columns = [
        Col("", ID, lambda r: r.number + 1, "other", path="id"),
        *paths(cols("name email dob", dob=lambda r: date.fromisoformat(r["dob"]))),
        Col("", "phone", lambda r: int(r["phone"]), path="phone"),
        Col("", "ssn", lambda r: int(c.ssn_digits(r)), path="ssn"),
        Col("", "postcode", lambda r: int(r["zip"]), path="zip"),
        Col("", "opaque", lambda r: r.number % 2 == 0, "other", path="active"),
        Col("", "opaque", lambda r: float(c.amount(r)), "other", path="balance"),
        Col("", "opaque", lambda r: date.fromisoformat(r["signup_date"]), path="signup_date"),
    ]
    zero = [r for r in corpus.company.plain if r["ssn"][0] == "0" or r["zip"][0] == "0"][50:60]
    some = {r.number for r in zero}
    records = corpus.pick("parquet typed", 40, lambda r: r.number not in some) + zero
    frame = pa.table(
        {col.path: [col.of(r) for r in records] for col in columns},
        schema=pa.schema(
            [
                ("id", pa.int32()),
                ("name", pa.string()),
                ("email", pa.dictionary(pa.int32(), pa.string())),
                ("dob", pa.date32()),
                ("phone", pa.int64()),
                ("ssn", pa.int64()),
                ("zip", pa.int32()),
                ("active", pa.bool_()),
                ("balance", pa.float64()),
                ("signup_date", pa.date32()),
            ]
        ),
    )
    add(
        "typed.parquet",
        written(frame),
        "Dates, whole numbers (some lost a zero), booleans and doubles.",
        columns,
        records,
    )
    columns = [
        *paths(cols("account")),
        *paths(cols("given_name surname", ["first", "last"]), "name."),
        *paths(cols("email"), "contact."),
        Col("", "phone", c.phone_e164, path="contact.phones[0]"),
        Col("", "phone", c.phone_dashes, path="contact.phones[1]"),
        *paths(cols("city state zip"), "address."),
    ]
    records = corpus.pick("parquet nested", 40)
    frame = pa.Table.from_pylist([nested(columns, r) for r in records])
    add(
        "nested.parquet",
        written(frame),
        "Structs and a list of two telephones (one number, spelt twice).",
        columns,
        records,
    )
    columns = paths(cols("account name email phone"))
    records = corpus.pick("parquet nulls", 40)
    frame = {
        col.path: [None if (at + place * 3) % 9 == 4 and place else col.of(r) for at, r in enumerate(records)]
        for place, col in enumerate(columns)
    }
    frame["email"] = pa.array([None if text is None else text.encode() for text in frame["email"]], pa.binary())
    add(
        "nulls-and-binary.parquet",
        written(pa.table(frame)),
        "Some cells are null; addresses are binary, not text.",
        columns,
        records,
    )


def written(frame, compression="snappy", group=1000):
    out = io.BytesIO()
    pq.write_table(
        frame.replace_schema_metadata(None), out, compression=compression, row_group_size=group, store_schema=False
    )
    return out.getvalue()
