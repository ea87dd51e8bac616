"""A large sample against the index, beside DuckDB's semi-joins of the same identifiers; and a small one's latency."""

import csv
import json
from pathlib import Path

from . import report
from .process import check, forget, run

IDENTIFIERS = ["account", "ssn", "phone", "email", "imei", "licence"]
ROWS = 1_000_000
SMALL = 500
THREADS = 2
MEMORY = "8GB"
WORKER = Path(__file__).with_name("duckdb_worker.py")


def measure(data, runs):
    """`assay test` and DuckDB in turn; then the small sample, warm and cold."""
    rows = min(ROWS, data.records)
    sample, truth = data.listing("respelt", rows)
    company, normal = data.path("company.parquet"), data.path("sample.parquet")
    data.index()
    limits = ["--threads", THREADS, "--memory", MEMORY, "--temporary", data.path("duckdb.tmp")]
    duckdb = lambda *words, **options: run([data.tools.python(), WORKER, *limits, *words], **options)
    duckdb("prepare", data.company(), company, truth, normal)
    data.drop("company.csv")
    result = {"records": data.records, "rows": rows, "assay": [], "duckdb": []}
    for _ in range(runs):
        result["assay"].append(test(data, sample, rows, rows))
        out = data.path("semi-joins.json")
        figures = duckdb("semi-joins", company, normal, *IDENTIFIERS, stdout=out)
        joined = json.loads(out.read_text())
        for name, (values, found, _) in joined.items():
            check(values == found, f"DuckDB found {found} of {values} values of {name}")
        check(joined["account"][0] == rows, "DuckDB's sample has another number of rows")
        figures["queries"] = sum(seconds for _, _, seconds in joined.values())
        result["duckdb"].append(figures)
    compare(report.fields(report.read(data.path("report.json"))), joined)
    data.drop("company.parquet", "sample.parquet", sample.name, truth.name)
    return result | small(data, runs)


def compare(fields, joined):
    """Both must have found the same values. They may differ by what assay sets aside as placeholders, and by the error of its
    estimate of how many distinct values there are."""
    for name in IDENTIFIERS:
        tested, hits = fields[name]
        check(hits == tested, f"assay found {hits} of {tested} values of {name}")
        values = joined[name][0]
        check(abs(values - tested) <= 0.02 * values, f"assay tested {tested} values of {name}, DuckDB {values}")


def test(data, sample, rows, genuine):
    """One test. A few rows of a listing have no identifier, and are not genuine."""
    out = data.path("report.json")
    command = [data.tools.assay(), "--quiet", "test", sample, "--index", data.index(), "--key", data.key(), "--json", out]
    figures = run(command, folder=data.folder)
    read = report.read(out)
    check(report.rows(read) == rows, f"{report.rows(read)} of {rows} rows were tested")
    found = report.genuine(read)
    check(abs(found - genuine) <= genuine * 0.001 + 2, f"{found} rows are genuine, {genuine} should be")
    return figures


def small(data, runs):
    """The small sample, half of it invented: warm after one run that is not counted; cold, the index and the sample
    dropped from the page cache before each run."""
    sample, truth = data.listing("half", SMALL)
    with open(truth, newline="") as file:
        genuine = sum(row["grade"] == "full" for row in csv.DictReader(file))
    once = lambda: test(data, sample, SMALL, genuine)
    once()
    warm = [once() for _ in range(max(runs, 3))]
    cold = []
    for _ in range(max(runs, 3)):
        forget(data.index())
        forget(sample)
        cold.append(once())
        check(cold[-1]["read_bytes"] > 0, "a cold run read nothing from the disk: the page cache was not dropped")
    return {"small_rows": SMALL, "warm": warm, "cold": cold, "index_bytes": data.index().stat().st_size}
