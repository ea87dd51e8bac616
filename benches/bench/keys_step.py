"""Per key: from canonical value to filter and back, in assay and in every peer."""

import json
import shutil
from pathlib import Path

from . import index_file, report
from .data import SEED
from .process import check, run

RATE = 1e-6
RBLOOM = Path(__file__).with_name("rbloom_worker.py")


class Keys:
    """The keys that everybody is given, and as many that nobody has."""

    def __init__(self, tools, work, count):
        self.tools, self.count = tools, count
        self.folder = work / "keys"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.present, self.absent = self.path("present.txt"), self.path("absent.txt")
        files = ["--present", self.present, "--absent", self.absent]
        run([tools.peer("make_keys"), "--keys", count, "--seed", SEED, *files])
        # For programs that spread files, not lines, over threads.
        self.halves = {whole: halves(whole) for whole in (self.present, self.absent)}

    def path(self, name):
        return self.folder / name

    def close(self, keep):
        """Deletes the keys and what was made of them."""
        if not keep:
            shutil.rmtree(self.folder)


def halves(path):
    """Two files with the lines of one in turn."""
    names = [path.with_suffix(f".{n}") for n in range(2)]
    with open(path, "rb") as lines, open(names[0], "wb") as even, open(names[1], "wb") as odd:
        for n, line in enumerate(lines):
            (odd if n % 2 else even).write(line)
    return names


def measure(keys, runs):
    """All libraries and programs, in turn, `runs` times; on one core, and on two where they can."""
    result = {"keys": keys.count, "rate": RATE, "libraries": [], "programs": []}
    for _ in range(runs):
        for threads in (1, 2):
            result["libraries"] += libraries(keys, threads)
            for program in (assay, poppy):
                result["programs"].append(program(keys, threads))
        result["libraries"] += rbloom(keys)
        result["programs"].append(dcso(keys))
    return result


def libraries(keys, threads):
    """The libraries in Rust, measured inside one process that checks its counts itself."""
    files = ["--keys", keys.present, "--absent", keys.absent, "--folder", keys.folder]
    return lines(keys, [keys.tools.peer("libraries"), *files, "--rate", RATE, "--threads", threads, "--rounds", 1])


def rbloom(keys):
    """The library in Python, with its own hash and with a keyed one."""
    words = [keys.present, keys.absent, RATE]
    found = lines(keys, [keys.tools.python(), RBLOOM, *words])
    for each in found:
        check(each["hits"] == keys.count, f"rbloom found {each['hits']} of {keys.count} keys")
    return found


def lines(keys, command):
    """Runs a program that prints one JSON object a line."""
    out = keys.path("out.json")
    run(command, stdout=out, cores=1 if "--threads" not in command else command[command.index("--threads") + 1])
    with open(out) as file:
        return [check_false(json.loads(line)) for line in file]


def check_false(each):
    """No more absent keys may hit than the rate allows."""
    check(each["false_hits"] <= 4 * RATE * each["probes"] + 20, f"{each['name']}: {each['false_hits']} false hits")
    return each


def program(keys, name, hash_name, keyed, threads, insert, hits, misses, found, false_hits):
    """One run of a program, per key, from start to exit of the process."""
    check(found == keys.count, f"{name} found {found} of {keys.count} keys")
    nanoseconds = lambda figures: figures["wall"] * 1e9 / keys.count
    return check_false(
        {
            "name": name, "hash": hash_name, "keyed": keyed, "threads": threads, "keys": keys.count,
            "insert_ns": nanoseconds(insert), "hit_ns": nanoseconds(hits), "miss_ns": nanoseconds(misses),
            "false_hits": false_hits, "probes": keys.count,
        }
    )


def assay(keys, threads):
    """`assay index` of a table with one column, and `assay test` of the same lines: which reads, checks and folds every
    address first, and grades every row at last."""
    key, index = keys.path("bench.key"), keys.path("column.assay")
    index.unlink(missing_ok=True)
    if not key.exists():
        run([keys.tools.assay(), "--quiet", "keygen", "-o", key])
    column = ["--map", "email=#1", "--no-header", "--key", key]
    command = [keys.tools.assay(), "--quiet", "--threads", threads]
    insert = run([*command, "index", keys.present, *column, "--fpr", RATE, "-o", index], cores=threads)
    entry = index_file.manifest(index)["classes"][0]
    check(entry["distinct"] == keys.count, f"the index holds {entry['distinct']} of {keys.count} keys")
    tests = []
    for sample in (keys.present, keys.absent):
        out = keys.path("report.json")
        figures = run([*command, "test", sample, *column, "--index", index, "--json", out], cores=threads)
        tested, hits = report.cells(report.read(out), 0)
        check(tested == keys.count, f"{tested} of {keys.count} keys were tested")
        tests.append((figures, hits))
    (hit, found), (miss, false_hits) = tests
    return program(keys, "assay index, assay test", "BLAKE3", True, threads, insert, hit, miss, found, false_hits)


def dcso(keys):
    """DCSO's bloom, which has one thread."""
    bloom, file = keys.tools.dcso(), keys.path("dcso.bloom")
    file.unlink(missing_ok=True)
    run([bloom, "create", "-p", f"{RATE:f}", "-n", keys.count, file])
    insert = run([bloom, "insert", file], stdin=keys.present, cores=1)
    check_lines = lambda lines: counted(keys, [bloom, "check", file], lines, 1)
    (hits, found), (misses, false_hits) = check_lines(keys.present), check_lines(keys.absent)
    return program(keys, "DCSO bloom", "FNV-1", False, 1, insert, hits, misses, found, false_hits)


def poppy(keys, threads):
    """The program of poppy-filters, which spreads files over threads."""
    poppy, file = keys.tools.poppy(), keys.path("poppy.bloom")
    file.unlink(missing_ok=True)
    run([poppy, "create", "-p", f"{RATE:f}", "-c", keys.count, file])
    command = [poppy, "--jobs", threads]
    files = lambda whole: keys.halves[whole] if threads > 1 else [whole]
    insert = run([*command, "insert", file, *files(keys.present)], cores=threads)
    check_files = lambda whole: counted(keys, [*command, "check", file, *files(whole)], None, threads)
    (hits, found), (misses, false_hits) = check_files(keys.present), check_files(keys.absent)
    return program(keys, "poppy", "wyhash", False, threads, insert, hits, misses, found, false_hits)


def counted(keys, command, stdin, cores):
    """Runs a check that prints each key it finds, and counts them."""
    out = keys.path("found.txt")
    figures = run(command, stdin=stdin, stdout=out, cores=cores)
    with open(out, "rb") as file:
        return figures, sum(1 for _ in file)
