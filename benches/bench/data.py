"""The files of one size, made when first asked for and deleted when no longer needed."""

import shutil

from .process import check, run

SEED = 2021
# Bytes a record, measured: the table as CSV, its index, what building it spills, its Parquet for DuckDB.
CSV, INDEX, SPILLS, PARQUET = 172, 90, 220, 80


class Data:
    """Everything about a company of so many records, in a folder of its own."""

    def __init__(self, tools, work, records, keep):
        self.tools, self.records, self.keep = tools, records, keep
        self.folder = work / f"data-{records}"
        self.folder.mkdir(parents=True, exist_ok=True)

    def check_disk(self):
        """Fails before the work begins if the disk is too small."""
        needed = self.records * (CSV + INDEX + max(SPILLS, PARQUET, CSV)) * 11 // 10 + (1 << 30)
        held = sum(path.stat().st_size for path in self.folder.iterdir())
        free = shutil.disk_usage(self.folder).free + held
        check(
            free >= needed,
            f"{self.records} records need {needed / 1e9:.0f} GB in {self.folder}, {free / 1e9:.0f} GB are free",
        )

    def path(self, name):
        return self.folder / name

    def key(self):
        path = self.path("bench.key")
        if not path.exists():
            self.assay("keygen", "-o", path)
        return path

    def company(self):
        """The company's table as CSV."""
        path = self.path("company.csv")
        if not path.exists():
            self.assay("synth", "records", "--records", self.records, "--seed", SEED, "-o", path)
        return path

    def index(self):
        """The company's index; whoever measures building it makes it anew."""
        path = self.path("company.assay")
        if not path.exists():
            self.assay("index", self.company(), "--key", self.key(), "-o", path, "--covers", "all")
        return path

    def listing(self, kind, rows):
        """A listing's sample and its truth."""
        path, truth = self.path(f"{kind}-{rows}.csv"), self.path(f"{kind}-{rows}.truth.csv")
        if not (path.exists() and truth.exists()):
            size = ["--company-records", self.records, "--rows", rows, "--seed", SEED]
            self.assay("synth", "listing", kind, *size, "-o", path, "--truth", truth)
        return path, truth

    def make_dump(self):
        """Writes the whole table, respelt, to `dump.csv`; returns the figures of doing so."""
        words = ["--records", self.records, "--seed", SEED, "-o", self.path("dump.csv")]
        return self.assay("synth", "dump", *words)

    def drop(self, *names):
        """Deletes files that no later step needs."""
        for name in names:
            if not self.keep:
                self.path(name).unlink(missing_ok=True)

    def close(self):
        """Deletes what is left."""
        if not self.keep:
            shutil.rmtree(self.folder)

    def assay(self, *words):
        return run([self.tools.assay(), "--quiet", *words])
