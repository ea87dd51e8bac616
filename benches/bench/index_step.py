"""Building the index against the floor: polars' streaming scan that reads every column of the same file."""

import re

from . import index_file
from .process import check, run


def measure(data, runs):
    """Floor and build in turn, `runs` times each; of a large table the build once."""
    table = data.company()
    size = table.stat().st_size
    result = {"records": data.records, "csv_bytes": size, "floor": [], "index": []}
    for n in range(runs):
        result["floor"].append(floor(data, table, size))
        if n == 0 or data.records <= LARGE:
            result["index"].append(build(data, table))
    manifest = index_file.manifest(data.index())
    result["index_bytes"] = data.index().stat().st_size
    result["classes"] = [
        {
            "class": entry["class"],
            "distinct": entry["distinct"],
            "bits_per_key": entry["bits"] / max(entry["distinct"], 1),
            "rate": entry["expected_false_positive_rate"],
        }
        for entry in manifest["classes"]
    ]
    return result


def floor(data, table, size):
    """One scan. Its sums must account for every byte of the file: cells, 14 commas and a line end a row, the header."""
    out = data.path("floor.txt")
    figures = run([data.tools.scan(), table], stdout=out)
    rows, cells = (int(number) for number in re.match(r"(\d+) rows, (\d+) bytes", out.read_text()).groups())
    with open(table, "rb") as file:
        header = file.readline()
    columns = header.count(b",") + 1
    check(rows == data.records, f"the floor read {rows} of {data.records} rows")
    check(cells + rows * columns + len(header) == size, f"the floor saw {cells} bytes in cells of a file of {size}")
    return figures


def build(data, table):
    """One build."""
    index = data.path("company.assay")
    index.unlink(missing_ok=True)
    command = [data.tools.assay(), "--quiet", "index", table, "--key", data.key(), "-o", index, "--covers", "all"]
    figures = run(command, folder=data.folder)
    manifest = index_file.manifest(index)
    check(manifest["records"]["read"] == data.records, "the index has another number of records than the table")
    accounts = next(entry for entry in manifest["classes"] if entry["class"] == "account")
    check(accounts["distinct"] == data.records, "an account is missing from the index")
    return figures


# Beyond this many records a build is measured once.
LARGE = 20_000_000
