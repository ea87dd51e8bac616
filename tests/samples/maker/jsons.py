"""JSON: arrays, lines, nested objects, exports of document stores, damage."""

import json
from dataclasses import replace
from datetime import date

from . import company as c
from . import lines
from .columns import Col, cells, cols, paths
from .corpus import table
from .shapes import nested

NAMES = "account given_name surname ssn dob phone email city state zip"


def dump(value, ascii_only=False, **more):
    return json.dumps(value, ensure_ascii=ascii_only, **more)


def make(corpus):
    def add(name, data, what, columns, records, **more):
        data = data.encode() if isinstance(data, str) else data
        corpus.add(f"json/{name}", data, what, "json", [table(columns, records)], **more)

    flat(corpus, add)
    deep(corpus, add)
    stores(corpus, add)
    uneven(corpus, add)
    damaged(corpus, add)
    unusual(corpus, add)


def objects(columns, records):
    return [nested(columns, r) for r in records]


def flat(corpus, add):
    """Objects of plain values."""
    columns = paths(cols(NAMES))
    records = corpus.pick("json array", 40)
    add("array.json", dump(objects(columns, records)), "An array of objects on one line.", columns, records)
    records = corpus.pick("json lines", 40)
    add(
        "lines.jsonl", "".join(dump(o) + "\n" for o in objects(columns, records)), "An object a line.", columns, records
    )
    records = corpus.pick("json pretty", 30)
    add(
        "pretty.json",
        dump(objects(columns, records), indent=2) + "\n",
        "An array of objects, indented.",
        columns,
        records,
    )
    records = corpus.pick("json concatenated", 40)
    add(
        "concatenated.json",
        "".join(map(dump, objects(columns, records))),
        "Objects one after another, no line end between.",
        columns,
        records,
    )
    records = corpus.pick("json pretty concatenated", 24)
    data = "\n".join(dump(o, indent=4) for o in objects(columns, records)) + "\n"
    add("pretty-concatenated.json", data, "Indented objects one after another.", columns, records)
    records = corpus.pick("json array per line", 40)
    data = "[\n" + ",\n".join(map(dump, objects(columns, records))) + "\n]\n"
    add("array-by-line.json", data, "An array with an object a line.", columns, records)
    records = corpus.pick("json lines commas", 40)
    data = ",\n".join(map(dump, objects(columns, records))) + "\n"
    add("lines-with-commas.json", data, "An object a line and commas after them, the brackets lost.", columns, records)
    records = corpus.pick("json bom", 40)
    add(
        "bom-crlf.jsonl",
        b"\xef\xbb\xbf" + "".join(dump(o) + "\r\n" for o in objects(columns, records)).encode(),
        "An object a line, a byte order mark, CRLF.",
        columns,
        records,
    )


def deep(corpus, add):
    """Objects and arrays within."""
    columns = [
        *paths(cols("account")),
        *paths(cols("given_name surname", ["first", "last"]), "name."),
        *paths(cols("email", ["email"]), "contact."),
        Col("", "phone", c.phone_e164, path="contact.phones[0]"),
        Col("", "phone", c.phone_dashes, path="contact.phones[1]"),
        *paths(cols("address city state zip", ["line1", "city", "state", "zip"]), "address."),
    ]
    records = corpus.pick("json nested", 40)
    add(
        "nested.jsonl",
        "".join(dump(o) + "\n" for o in objects(columns, records)),
        "Objects within objects, and an array of two telephones (one number, spelt twice).",
        columns,
        records,
    )
    columns = [
        *paths(cols("account name")),
        Col("", "opaque", lambda r: "home", "other", path="addresses[0].type"),
        Col("", "address", lambda r: r["address"], path="addresses[0].street"),
        Col("", "postcode", lambda r: r["zip"], path="addresses[0].zip"),
        *paths(cols("ssn dob", ["ssn", "born"]), "kyc.document."),
    ]
    records = corpus.pick("json objects in array", 30)
    add(
        "array-of-objects-within.json",
        dump(objects(columns, records), indent=1),
        "An array of objects within each object, one long.",
        columns,
        records,
    )
    columns = paths(cols(NAMES))
    records = corpus.pick("json wrapped", 40)
    wrapped = {"status": "ok", "code": 200, "count": 40, "data": objects(columns, records), "next": None}
    add("wrapped.json", dump(wrapped), "An object that wraps the array of rows under `data`.", columns, records)
    records = corpus.pick("json wrapped deep", 30)
    wrapped = {"response": {"page": 1, "result": {"customers": objects(columns, records)}}}
    add(
        "wrapped-deep.json",
        dump(wrapped, indent=2),
        "Objects that wrap the array of rows three levels down.",
        columns,
        records,
    )
    records = corpus.pick("json keyed", 30)
    wide = columns[1:]
    keyed = {r["account"]: nested(wide, r) for r in records}
    what = "An object whose keys are account numbers and whose values are the rows; the number may be told as a column or not."
    account = replace(columns[0], path=None, optional=True)
    add("keyed.json", dump(keyed, indent=2), what, [account, *wide], records)


def stores(corpus, add):
    """Exports of document stores."""

    def meta(key, value):
        return Col("", "opaque", lambda r: value, "other", path=key)

    identity = Col(
        "",
        ["opaque", "account", "username"],
        lambda r: f"{c.chance(r, '_id').getrandbits(96):024x}",
        "other",
        path="_id",
    )
    columns = [
        meta("_index", "customers"),
        meta("_type", "_doc"),
        identity,
        meta("_score", 1),
        *paths(cols(NAMES), "_source."),
    ]
    records = corpus.pick("elasticdump", 40)
    add(
        "elasticsearch.jsonl",
        "".join(dump(o) + "\n" for o in objects(columns, records)),
        "Documents of Elasticsearch, one a line.",
        columns,
        records,
    )
    records = corpus.pick("elastic search", 25)
    hits = {"total": {"value": 25, "relation": "eq"}, "max_score": 1.0, "hits": objects(columns, records)}
    answer = {
        "took": 3,
        "timed_out": False,
        "_shards": {"total": 5, "successful": 5, "skipped": 0, "failed": 0},
        "hits": hits,
    }
    add("elasticsearch-answer.json", dump(answer), "The answer to a search of Elasticsearch.", columns, records)
    born = Col("", "dob", lambda r: r["dob"] + "T00:00:00Z", path="dob.$date")
    plain = [
        replace(identity, path="_id.$oid"),
        *paths(cols("name email phone ssn")),
        born,
        *paths(cols("bcrypt")),
        meta("__v", 0),
    ]
    records = corpus.pick("mongoexport", 40)
    add(
        "mongodb.jsonl",
        "".join(dump(o) + "\n" for o in objects(plain, records)),
        "MongoDB's export with $oid and $date.",
        plain,
        records,
    )

    def milliseconds(r):
        return str((date.fromisoformat(r["dob"]) - date(1970, 1, 1)).days * 86_400_000)

    plain[5] = Col("", ["dob", "opaque"], milliseconds, "any", path="dob.$date.$numberLong")
    records = corpus.pick("mongoexport canonical", 30)
    add(
        "mongodb-canonical.json",
        dump(objects(plain, records), indent=1),
        "MongoDB's canonical export; dates of birth are milliseconds, some below zero.",
        plain,
        records,
    )


def uneven(corpus, add):
    """Keys missing, in other order, late."""
    columns = paths(cols(NAMES))
    records = corpus.pick("json missing", 40)
    body = []
    for at, o in enumerate(objects(columns, records)):
        keys = list(o)
        c.chance(records[at], "order").shuffle(keys)
        if at == 0:
            keys = list(o)
        elif at % 3 == 0:
            keys = keys[: len(keys) - 2]
        body.append({key: o[key] for key in keys})
    add(
        "keys-missing.jsonl",
        "".join(dump(o) + "\n" for o in body),
        "Keys in any order, and two missing in every third object; cells for them are empty.",
        columns,
        records,
    )
    records = corpus.pick("json late", 60)
    early = paths(cols("account name email"))
    late = paths(cols("phone licence"))
    body = [nested(early if at < 50 else early + late, r) for at, r in enumerate(records)]
    add(
        "keys-late.jsonl",
        "".join(dump(o) + "\n" for o in body),
        "Two keys appear from the 51st object on only.",
        early + late,
        records,
    )
    records = corpus.pick("json nulls", 40)
    body = objects(columns, records)
    for at, o in enumerate(body):
        if at % 4 == 1:
            o["email"] = None
        if at % 5 == 2:
            o["phone"] = ""
        if at % 8 == 3:
            o["ssn"] = "null"
    add("nulls.json", dump(body), "Some values null, empty or the word null.", columns, records)


def damaged(corpus, add):
    """Syntax errors."""
    columns = paths(cols(NAMES))
    records = corpus.pick("json broken", 40)
    body = [dump(o) for o in objects(columns, records)]
    body[13] = body[13].replace('", "', ', "', 1)
    kept = records[:13] + records[14:]
    add(
        "broken-line.jsonl",
        "\n".join(body) + "\n",
        "An object a line; one of them lost a quote.",
        columns,
        kept,
        rejected={"malformed": 1},
    )
    records = corpus.pick("json cut", 40)
    data = dump(objects(columns, records))
    data = data[: data.rindex('"email"') - 4]
    add(
        "cut-off.json",
        data,
        "An array that ends within the last object.",
        columns,
        records[:-1],
        rejected={"cut_off": 1},
    )
    records = corpus.pick("json cut lines", 40)
    data = "".join(dump(o) + "\n" for o in objects(columns, records))
    data = data[: data.rindex('"phone"') + 12]
    add("cut-off.jsonl", data, "An object a line; the last is cut off.", columns, records[:-1], rejected={"cut_off": 1})
    records = corpus.pick("json scalars", 40)
    body = [dump(o) for o in objects(columns, records)]
    body[30:30] = ['"more on request"']
    body[12:12] = ["null", "42"]
    add(
        "scalars.jsonl",
        "\n".join(body) + "\n",
        "An object a line, and three lines that are plain values.",
        columns,
        records,
        rejected={"no_record": 3},
    )


def unusual(corpus, add):
    """Numbers, escapes, arrays of arrays, columns."""
    zero = [r for r in corpus.company.plain if r["ssn"][0] == "0" or r["zip"][0] == "0"]
    some = {r.number for r in zero[:12]}
    columns = paths(
        cols(
            "name ssn zip phone email",
            ssn=lambda r: int(c.ssn_digits(r)),
            zip=lambda r: int(r["zip"]),
            phone=lambda r: int(r["phone"]),
        )
    )
    records = corpus.pick("json numbers", 38, lambda r: r.number not in some) + zero[:12]
    add(
        "numbers.json",
        dump(objects(columns, records)),
        "SSN, ZIP and phone are numbers; leading zeros are lost in a few.",
        columns,
        records,
    )
    columns = [
        *paths(cols("name email phone")),
        Col("", "opaque", lambda r: c.chance(r, "emoji").choice(["😀 ok", "👍", "né", "—"]), "other", path="note"),
    ]
    records = corpus.pick_accented("json escapes", 40)
    data = "".join(dump(o, ascii_only=True) + "\n" for o in objects(columns, records))
    add("escapes.jsonl", data, r"Letters beyond ASCII as \u00e9, others as surrogate pairs.", columns, records)
    columns = cols("name email phone dob zip")
    records = corpus.pick("json rows", 40)
    data = dump([[col.header for col in columns]] + [cells(columns, r) for r in records])
    add("array-of-arrays.json", data, "An array of arrays, the first of them the header.", columns, records)
    records = corpus.pick("json rows by line", 40)
    data = "".join(dump(cells(columns, r)) + "\n" for r in records)
    add("arrays.jsonl", data, "An array a line, and no header.", columns, records)
    columns = paths(columns)
    records = corpus.pick("json columns", 40)
    data = dump({col.path: [col.of(r) for r in records] for col in columns})
    add("columns.json", data, "An object of arrays, one for each column.", columns, records)
    records = corpus.pick("json pandas", 40)
    data = dump({col.path: {str(at): col.of(r) for at, r in enumerate(records)} for col in columns})
    add("pandas-columns.json", data, "An object of objects, one for each column, as pandas writes.", columns, records)
    records = corpus.pick("json split", 30)
    data = dump(
        {
            "columns": [col.path for col in columns],
            "index": list(range(30)),
            "data": [cells(columns, r) for r in records],
        }
    )
    add("pandas-split.json", data, "Column names, index and rows apart, as pandas writes.", columns, records)
    records = corpus.pick("json words", 40)
    names = cols("email zip")
    profile = paths(cols("name phone dob"))
    inside = Col("profile", "opaque", lambda r: dump(nested(profile, r)), "any")
    wide = [names[0], inside, names[1]]
    facts = [{"kind": col.kind, "path": col.path} for col in profile]
    corpus.add(
        "json/column-of-csv.csv",
        lines.csv_text(wide, records),
        "CSV with an object of JSON in one column.",
        "delimited",
        [table(wide, records)],
        inside={"1": facts},
    )
