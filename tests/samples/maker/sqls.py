"""Dumps of databases as SQL."""

from . import company as c
from .columns import ID, Col, cells, cols, headerless, paths
from .corpus import table

NAMES = "account given_name surname ssn dob phone email address city state zip"


def backslashed(text):
    """A string of MySQL."""
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f"'{text}'"


def doubled(text):
    """A string of standard SQL."""
    return "'" + text.replace("'", "''") + "'"


def values(texts, quote):
    """`(…,…)`; None is NULL, a number or a `Raw` stays as it is."""
    return "(" + ",".join("NULL" if t is None else (quote(t) if type(t) is str else str(t)) for t in texts) + ")"


class Raw(str):
    """SQL that is no string."""


def make(corpus):
    def add(name, data, what, columns, records, **more):
        data = data.encode() if isinstance(data, str) else data
        tables = columns if records is None else [table(columns, records, more.pop("called", "customers"))]
        corpus.add(f"sql/{name}", data, what, "sql", tables, **more)

    mysql(corpus, add)
    inserts(corpus, add)
    postgres(corpus, add)
    others(corpus, add)
    several(corpus, add)
    odd(corpus, add)


def create(name, columns, quote="`", kind="varchar(255) DEFAULT NULL", end=") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;"):
    """CREATE TABLE with a key over the first column."""
    lines = [f"  {quote}{col.path}{quote} {kind}," for col in columns]
    return (
        f"CREATE TABLE {quote}{name}{quote} (\n"
        + "\n".join(lines)
        + f"\n  PRIMARY KEY ({quote}{columns[0].path}{quote})\n{end}\n"
    )


HEAD = (
    "-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)\n--\n-- Host: localhost    Database: shop\n"
    "-- ------------------------------------------------------\n\n/*!40101 SET NAMES utf8 */;\n/*!40103 SET TIME_ZONE='+00:00' */;\n\n"
)


def dump(name, columns, rows, per=15):
    """What mysqldump writes for a table; rows are already `(…)`."""
    out = f"DROP TABLE IF EXISTS `{name}`;\n/*!40101 SET character_set_client = utf8 */;\n{create(name, columns)}\n"
    out += f"LOCK TABLES `{name}` WRITE;\n/*!40000 ALTER TABLE `{name}` DISABLE KEYS */;\n"
    for at in range(0, len(rows), per):
        out += f"INSERT INTO `{name}` VALUES " + ",".join(rows[at : at + per]) + ";\n"
    return out + f"/*!40000 ALTER TABLE `{name}` ENABLE KEYS */;\nUNLOCK TABLES;\n"


def mysql(corpus, add):
    """mysqldump."""
    columns = paths(cols(NAMES))
    irish = corpus.pick("mysqldump irish", 4, lambda r: "'" in r["surname"])
    records = irish + corpus.pick("mysqldump", 36, lambda r: "'" not in r["surname"])
    rows = [values(cells(columns, r), backslashed) for r in records]
    add(
        "mysqldump.sql",
        HEAD + dump("customers", columns, rows) + "-- Dump completed on 2021-08-14 10:00:00\n",
        "mysqldump with extended INSERT.",
        columns,
        records,
    )

    wide = [
        Col("", ID, lambda r: r.number + 1, "other", path="id"),
        *paths(cols("name email phone dob")),
        Col("", "opaque", lambda r: Raw("0x" + c.md5(r)), "other", path="password"),
        Col(
            "",
            "opaque",
            lambda r: Raw(f"_binary {backslashed(c.username(r) + chr(92) + chr(39))}"),
            "other",
            path="token",
        ),
        Col("", "opaque", note, "other", path="note"),
    ]
    records = corpus.pick("mysqldump values", 40)
    rows = []
    for at, r in enumerate(records):
        row = cells(wide, r)
        if at % 7 == 3:
            row[3] = None
        rows.append(values(row, backslashed))
    add(
        "mysqldump-values.sql",
        HEAD + dump("users", wide, rows, 40),
        r"mysqldump with numbers, NULL, hexadecimal and _binary values, and \', \n, ); within strings.",
        wide,
        records,
        called="users",
    )

    columns = [
        *paths(cols("account")),
        Col("", "email", lambda r: Raw("0x" + r["email"].encode().hex()), path="email"),
        *paths(cols("name phone")),
    ]
    records = corpus.pick("hex-blob", 40)
    rows = [values(cells(columns, r), backslashed) for r in records]
    data = HEAD + dump("customers", columns, rows).replace("`email` varchar", "`email` varbinary")
    add(
        "mysqldump-hex-blob.sql",
        data,
        "mysqldump --hex-blob; the address column is VARBINARY, so that addresses are hexadecimal.",
        columns,
        records,
    )

    columns = paths(cols("account name email phone"))
    records = corpus.pick("phpmyadmin", 40)
    rows = ",\n".join(values(cells(columns, r), backslashed) for r in records)
    listed = ", ".join(f"`{col.path}`" for col in columns)
    data = (
        '-- phpMyAdmin SQL Dump\n-- version 4.9.5\n-- https://www.phpmyadmin.net/\n\nSET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";\n'
        "START TRANSACTION;\n\n--\n-- Database: `shop`\n--\n\n-- --------------------------------------------------------\n\n"
        "CREATE TABLE `customers` (\n"
        + ",\n".join(f"  `{col.path}` varchar(255) NOT NULL" for col in columns)
        + "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n"
        f"--\n-- Dumping data for table `customers`\n--\n\nINSERT INTO `customers` ({listed}) VALUES\n{rows};\n\n"
        "--\n-- Indexes for table `customers`\n--\nALTER TABLE `customers`\n  ADD PRIMARY KEY (`account`);\nCOMMIT;\n"
    )
    add("phpmyadmin.sql", data, "phpMyAdmin's export.", columns, records)


def note(r):
    return c.chance(r, "sql note").choice(
        ["ok", "it's", "a\nb", "x); DROP", "(1,2)", "back\\slash", '"q"', "-- no comment", ""]
    )


def inserts(corpus, add):
    """INSERT without the dump round it."""
    columns = paths(cols(NAMES))
    listed = ", ".join(col.path for col in columns)
    for name, verb, after, what in [
        ("insert-per-row.sql", "INSERT INTO", "", "One INSERT a row, with a list of columns."),
        ("replace-into.sql", "REPLACE INTO", "", "REPLACE INTO."),
        ("insert-ignore.sql", "insert ignore into", "", "INSERT IGNORE, in lower case."),
        (
            "on-duplicate.sql",
            "INSERT INTO",
            " ON DUPLICATE KEY UPDATE email = VALUES(email)",
            "INSERT … ON DUPLICATE KEY UPDATE.",
        ),
    ]:
        records = corpus.pick(name, 30)
        data = "".join(
            f"{verb} customers ({listed}) VALUES {values(cells(columns, r), doubled)}{after};\n" for r in records
        )
        add(name, data, what, columns, records)
    columns = paths(cols("name email phone zip"))
    records = corpus.pick("create only", 40)
    data = create("customers", columns) + "".join(
        f"INSERT INTO `customers` VALUES {values(cells(columns, r), backslashed)};\n" for r in records
    )
    add("create-and-insert.sql", data, "INSERT without a list of columns, under a CREATE TABLE.", columns, records)
    bare = headerless(cols("ssn name dob email phone zip"))
    records = corpus.pick("neither", 40)
    data = "INSERT INTO customers VALUES\n" + ",\n".join(values(cells(bare, r), doubled) for r in records) + ";\n"
    add("no-columns.sql", data, "INSERT without a list of columns and without a CREATE TABLE.", bare, records)
    records = corpus.pick("values only", 40)
    data = ",\n".join(values(cells(bare, r), doubled) for r in records) + ",\n"
    add("values-only.sql", data, "Only the tuples of an INSERT, as a seller cut them out.", bare, records, called=None)


def postgres(corpus, add):
    """pg_dump."""
    columns = paths(cols("account name email phone dob address zip"))

    def copied(text):
        return "\\N" if text is None else text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")

    records = corpus.pick("pg copy", 40)
    wide = [
        *columns,
        Col(
            "",
            "opaque",
            lambda r: c.chance(r, "pg").choice(["a\tb", "c\\d", "two\nlines", "plain"]),
            "other",
            path="note",
        ),
    ]
    rows = ""
    for at, r in enumerate(records):
        row = cells(wide, r)
        if at % 6 == 1:
            row[3] = None
        rows += "\t".join(map(copied, row)) + "\n"
    listed = ", ".join(col.path for col in wide)
    data = (
        "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n\n"
        + create("public.customers", wide, "", "text", ");").replace("  PRIMARY", "  CONSTRAINT pk PRIMARY")
        + f"\nALTER TABLE public.customers OWNER TO postgres;\n\n--\n-- Data for Name: customers; Type: TABLE DATA\n--\n\nCOPY public.customers ({listed}) FROM stdin;\n{rows}\\.\n\n"
        "--\n-- PostgreSQL database dump complete\n--\n"
    )
    add("pg-copy.sql", data, r"pg_dump with COPY, \N, and \t, \n and \\ within values.", wide, records)
    records = corpus.pick("pg inserts", 40)

    def extended(text):
        return "E" + backslashed(text) if "\\" in text or "\n" in text or "\t" in text else doubled(text)

    data = "SET standard_conforming_strings = on;\n\n"
    data += "".join(
        f"INSERT INTO public.customers ({listed}) VALUES {values(cells(wide, r), extended)};\n" for r in records
    )
    add("pg-inserts.sql", data, "pg_dump --column-inserts; strings with E'' and ''.", wide, records)


def others(corpus, add):
    """SQLite, SQL Server, Oracle."""
    columns = paths(cols("account name email phone dob"))
    records = corpus.pick("sqlite dump", 40)
    data = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE customers (account TEXT PRIMARY KEY, name TEXT, email TEXT, phone TEXT, dob TEXT);\n"
    data += (
        "".join(f"INSERT INTO customers VALUES{values(cells(columns, r), doubled)};\n" for r in records) + "COMMIT;\n"
    )
    add("sqlite-dump.sql", data, "sqlite3's .dump.", columns, records)
    records = corpus.pick_accented("mssql", 40)
    listed = ", ".join(f"[{col.path}]" for col in columns)
    data = (
        "USE [Shop]\nGO\nSET ANSI_NULLS ON\nGO\nCREATE TABLE [dbo].[Customers](\n"
        + ",\n".join(f"\t[{col.path}] [nvarchar](255) NULL" for col in columns)
        + "\n) ON [PRIMARY]\nGO\n"
    )
    for at, r in enumerate(records):
        tuple_ = values(cells(columns, r)[:4] + [Raw(f"CAST(N'{r['dob']}' AS Date)")], lambda text: "N" + doubled(text))
        data += f"INSERT [dbo].[Customers] ({listed}) VALUES {tuple_}\n" + ("GO\n" if at % 20 == 19 else "")
    data = data.replace("\n", "\r\n")
    add(
        "mssql.sql",
        b"\xff\xfe" + data.encode("utf-16-le"),
        "SQL Server's script: brackets, N'', CAST, GO, no semicolons, UTF-16.",
        columns,
        records,
        encoding="UTF-16LE",
        called="Customers",
    )
    records = corpus.pick("oracle", 40)
    listed = ",".join(col.path.upper() for col in columns)
    data = "REM INSERTING into SHOP.CUSTOMERS\nSET DEFINE OFF;\n"
    for r in records:
        tuple_ = values(cells(columns, r)[:4] + [Raw(f"to_date('{c.dob_us(r)}','MM/DD/YYYY')")], doubled)
        data += f"Insert into SHOP.CUSTOMERS ({listed}) values {tuple_};\n"
    upper = [Col("", col.kind, col.of, col.state, col.path.upper()) for col in columns]
    add("oracle.sql", data, "Oracle's export with to_date().", upper, records, called="CUSTOMERS")


def several(corpus, add):
    """Customers, orders and logs in one dump."""
    customers = paths(cols(NAMES))
    people = corpus.pick("shop", 30)
    orders = [
        Col("", ID, lambda at: at[1] + 500, "other", path="order_id"),
        Col("", "account", lambda at: at[0]["account"], path="customer_account"),
        Col("", "opaque", lambda at: ["phone case", "charger", "sim card"][at[1] % 3], "other", path="item"),
        Col("", "opaque", lambda at: Raw(f"{at[1] * 7 % 90 + 9}.99"), "other", path="total"),
        Col("", "opaque", lambda at: f"2021-07-{at[1] % 28 + 1:02} 10:{at[1] % 60:02}:00", "other", path="created_at"),
    ]
    ordered = [(people[at * 7 % 30], at) for at in range(40)]
    logs = [
        Col("", ID, lambda at: at + 1, "other", path="id"),
        Col("", "ip", lambda at: f"198.51.100.{at * 13 % 250 + 1}", "other", path="ip"),
        Col("", "opaque", lambda at: ["GET /", "POST /login", "GET /cart"][at % 3], "other", path="request"),
        Col("", "opaque", lambda at: f"2021-08-0{at % 9 + 1} 0{at % 9}:15:00", "other", path="at"),
    ]
    data = HEAD
    data += dump("customers", customers, [values(cells(customers, r), backslashed) for r in people])
    data += dump("orders", orders, [values(cells(orders, at), backslashed) for at in ordered])
    data += dump("logs", logs, [values(cells(logs, at), backslashed) for at in range(25)])
    truths = [
        table(customers, people, "customers"),
        table(orders, [r.number for r, _ in ordered], "orders"),
        table(logs, [None] * 25, "logs"),
    ]
    add("three-tables.sql", data, "Customers, orders and logs in one dump.", truths, None)
    people = corpus.pick("shop b", 40)
    some = paths(cols("account name email phone"))
    rows = [values(cells(some, r), backslashed) for r in people]
    data = HEAD + create("users", some) + create("empty", paths(cols("account city")))
    data += "".join(f"INSERT INTO `users` VALUES {row};\n" for row in rows)
    add("empty-table.sql", data, "A second table has no rows.", [table(some, people, "users")], None)


def odd(corpus, add):
    """Cut off, tuples of another length, layouts."""
    columns = paths(cols("account name email phone dob"))
    records = corpus.pick("sql cut", 40)
    rows = [values(cells(columns, r), backslashed) for r in records]
    data = HEAD + dump("customers", columns, rows, 40)
    data = data[: data.index(rows[-1]) + 22]
    add("cut-off.sql", data, "A dump that ends within the last tuple.", columns, records[:-1], rejected={"cut_off": 1})
    records = corpus.pick("sql uneven", 40)
    texts = [cells(columns, r) for r in records]
    texts[10] = texts[10][:3]
    texts[20] = texts[20] + ["x"]
    kept = records[:10] + records[11:20] + records[21:]
    data = create("customers", columns) + "".join(
        f"INSERT INTO `customers` VALUES {values(row, backslashed)};\n" for row in texts
    )
    add(
        "uneven.sql",
        data,
        "One tuple has too few values, one too many.",
        columns,
        kept,
        rejected={"too_few_fields": 1, "too_many_fields": 1},
    )
    records = corpus.pick("sql layout", 30)
    rows = ["(\n  " + ",\n  ".join(doubled(text) for text in cells(columns, r)) + "\n)" for r in records]
    data = (
        "/* exported\n   by hand; INSERT INTO nothing VALUES (1) */\nINSERT INTO shop.customers\n  (account, name, email, phone, dob)\nVALUES\n"
        + ",\n".join(rows)
        + "\n;\n"
    )
    add("layout.sql", data, "An INSERT laid out over many lines, after a comment that holds another.", columns, records)
