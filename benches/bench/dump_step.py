"""The company's own table, respelt, tested against its index."""

from . import report
from .process import check, run


def measure(data, runs):
    """Makes the dump and tests it; a large one once."""
    index, dump = data.index(), data.path("dump.csv")
    data.drop("company.csv")
    made = data.make_dump()
    result = {"records": data.records, "dump_bytes": dump.stat().st_size, "made": made, "test": []}
    for _ in range(runs if data.records <= LARGE else 1):
        out = data.path("report.json")
        command = [data.tools.assay(), "--quiet", "test", dump, "--index", index, "--key", data.key(), "--json", out]
        result["test"].append(run(command, folder=data.folder))
        read = report.read(out)
        check(report.rows(read) == data.records, f"{report.rows(read)} of {data.records} rows were tested")
        check(report.genuine(read) >= 0.999 * data.records, f"only {report.genuine(read)} rows are genuine")
    data.drop("dump.csv")
    return result


# Beyond this many records a dump is tested once.
LARGE = 20_000_000
