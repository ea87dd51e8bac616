"""Markdown tables from the raw figures."""

from statistics import median

from . import machine


def render(raw):
    """Everything that was measured, as Markdown."""
    parts = [
        f"{machine.sentence(raw['machine'])} assay at {raw['versions']['commit']}, {raw['versions']['rustc']}.",
        f"`{raw['command']}`",
    ]
    sizes = raw.get("sizes", {})
    by_size = sorted(sizes.values(), key=lambda size: size["records"])
    for has, make in (("index", building), ("index", classes), ("sample", sample), ("dump", dump)):
        measured = [size for size in by_size if has in size]
        if measured:
            parts.append(make(measured))
    for has, make in (("keys", keys), ("filters", filters), ("hashes", hashes)):
        if has in raw:
            parts.append(make(raw[has]))
    return "\n\n".join(parts) + "\n"


def middle(runs, name="wall"):
    return median(run[name] for run in runs)


def most(runs, name):
    return max(run[name] for run in runs)


def seconds(number):
    return f"{number:.2f} s" if number < 100 else f"{number:.0f} s"


def size_of(number):
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number / 1e3:.0f} kB"


def table(head, rows):
    """A Markdown table; all columns but the first stand to the right."""
    line = lambda cells: "| " + " | ".join(str(cell) for cell in cells) + " |"
    return "\n".join([line(head), line(["---"] + ["---:"] * (len(head) - 1)), *map(line, rows)])


def columns(measured, title, rows):
    """A table with a column a size; `rows` are names and functions of a size's figures."""
    head = [title] + [f"{size['records']:,} records" for size in measured]
    return table(head, [[name, *(figure(size) for size in measured)] for name, figure in rows])


def building(measured):
    first = middle(measured[0]["index"]["index"]) / measured[0]["records"]
    wall = lambda size: middle(size["index"]["index"])
    each = lambda size: wall(size) / size["records"]
    rows = [
        ("floor: polars reads every column", lambda size: seconds(middle(size["index"]["floor"]))),
        ("`assay index`", lambda size: seconds(wall(size))),
        ("**ratio**", lambda size: f"**{wall(size) / middle(size['index']['floor']):.1f}**"),
        ("runs: floor, index", lambda size: f"{len(size['index']['floor'])}, {len(size['index']['index'])}"),
        ("time a record", lambda size: f"{each(size) * 1e6:.2f} µs"),
        ("against the smallest table", lambda size: f"{(each(size) / first - 1) * 100:+.0f} %"),
        ("processor time: floor", lambda size: seconds(middle(size["index"]["floor"], "cpu"))),
        ("processor time: index", lambda size: seconds(middle(size["index"]["index"], "cpu"))),
        ("peak memory (RssAnon)", lambda size: size_of(most(size["index"]["index"], "peak_rss_anon"))),
        ("peak temporary disk", lambda size: size_of(most(size["index"]["index"], "peak_temporary"))),
        ("the table", lambda size: size_of(size["index"]["csv_bytes"])),
        ("the index, bytes a record", lambda size: f"{size['index']['index_bytes'] / size['records']:.1f}"),
    ]
    return "## Building an index\n\n" + columns(measured, "", rows)


def classes(measured):
    largest = measured[-1]
    rows = [
        (entry["class"], f"{entry['distinct']:,}", f"{entry['bits_per_key']:.1f}", f"{entry['rate']:.1e}")
        for entry in largest["index"]["classes"]
    ]
    head = ["class", "distinct digests", "bits a key", "expected false-positive rate"]
    return f"### Classes of the index of {largest['records']:,} records\n\n" + table(head, rows)


def sample(measured):
    of = lambda size: size["sample"]
    queries = lambda size: middle(of(size)["duckdb"], "queries")
    wall = lambda size: middle(of(size)["assay"])
    rows = [
        ("rows of the sample", lambda size: f"{of(size)['rows']:,}"),
        ("DuckDB, six semi-joins", lambda size: seconds(queries(size))),
        ("`assay test`", lambda size: seconds(wall(size))),
        ("**ratio**", lambda size: f"**{wall(size) / queries(size):.1f}**"),
        ("runs of each", lambda size: len(of(size)["assay"])),
        ("peak memory: DuckDB", lambda size: size_of(most(of(size)["duckdb"], "peak_rss_anon"))),
        ("peak memory: assay", lambda size: size_of(most(of(size)["assay"], "peak_rss_anon"))),
        (f"{of(measured[0])['small_rows']} rows, warm", lambda size: milliseconds(of(size)["warm"])),
        (f"{of(measured[0])['small_rows']} rows, cold", lambda size: milliseconds(of(size)["cold"])),
        ("cold: bytes read", lambda size: size_of(middle(of(size)["cold"], "read_bytes"))),
        ("the index", lambda size: size_of(of(size)["index_bytes"])),
    ]
    return "## Testing a sample\n\n" + columns(measured, "", rows)


def dump(measured):
    of = lambda size: size["dump"]
    wall = lambda size: middle(of(size)["test"])
    against = lambda size: f"**{wall(size) / middle(size['index']['index']):.2f}**" if "index" in size else "–"
    rows = [
        ("the dump", lambda size: size_of(of(size)["dump_bytes"])),
        ("`assay test`", lambda size: seconds(wall(size))),
        ("**multiple of building the index**", against),
        ("runs", lambda size: len(of(size)["test"])),
        ("time a row", lambda size: f"{wall(size) / size['records'] * 1e6:.2f} µs"),
        ("peak memory (RssAnon)", lambda size: size_of(most(of(size)["test"], "peak_rss_anon"))),
        ("peak temporary disk", lambda size: size_of(most(of(size)["test"], "peak_temporary"))),
        ("making the dump, rows a second", lambda size: f"{size['records'] / of(size)['made']['wall'] / 1e6:.2f} M"),
    ]
    return "## The whole table as a dump\n\n" + columns(measured, "", rows)


def keys(figures):
    text = [
        f"## Per key\n\n{figures['keys']:,} e-mail addresses, false-positive rate {figures['rate']:.0e}; nanoseconds a key, "
        "medians. Ratios are against the fastest peer for that work, on as many threads or fewer."
    ]
    titles = {"libraries": "In one process, keys in memory", "programs": "Whole programs, lines of a file"}
    for name, title in titles.items():
        groups = grouped(figures[name], ("name", "hash", "keyed", "threads"))
        text += [f"### {title}", costs(groups), ratios(groups)]
    return "\n\n".join(text)


def costs(groups):
    rows = [
        (
            each["name"], each["hash"], "yes" if each["keyed"] else "no", each["threads"],
            *(f"{each[cost]:.0f}" for cost in COSTS), f"{each['bits']:.1f}" if each["bits"] else "–",
        )
        for each in sorted(groups, key=lambda each: (each["threads"], each["insert_ns"]))
    ]
    return table(["", "hash", "keyed", "threads", "insert", "check, hits", "check, misses", "bits a key"], rows)


def ratios(groups):
    """assay against the fastest peer with a key, and the fastest without."""
    rows = []
    for each in (group for group in groups if is_assay(group)):
        for keyed in (True, False):
            peers = [
                peer
                for peer in groups
                if not is_assay(peer) and peer["keyed"] == keyed and peer["threads"] <= each["threads"]
            ]
            if peers:
                best = {cost: min(peers, key=lambda peer: peer[cost]) for cost in COSTS}
                cells = (f"**{each[c] / best[c][c]:.2f}** {best[c]['name']}, {best[c]['hash']}" for c in COSTS)
                rows.append((each["name"], each["threads"], "with a key" if keyed else "without", *cells))
    return table(["", "threads", "peers", "insert", "check, hits", "check, misses"], rows)


def is_assay(group):
    return group["name"].startswith("assay")


COSTS = ("insert_ns", "hit_ns", "miss_ns")


def grouped(runs, names):
    """Medians of the runs that agree in `names`."""
    groups = {}
    for run in runs:
        groups.setdefault(tuple(run[name] for name in names), []).append(run)
    return [
        dict(zip(names, key))
        | {cost: median(run[cost] for run in same) for cost in COSTS}
        | {"bits": same[0].get("bits_per_key")}
        for key, same in groups.items()
    ]


def filters(runs):
    names = {run["name"]: [other for other in runs if other["name"] == run["name"]] for run in runs}
    rows = [
        (
            name, f"{same[0]['bits_per_key']:.1f}", f"{same[0]['false_hits'] / same[0]['probes']:.1e}",
            *(f"{middle(same, cost):.0f}" for cost in ("build_ns", "hit_ns", "miss_ns")),
        )
        for name, same in names.items()
    ]
    first = runs[0]
    head = ["filter", "bits a key", "false positives, measured", "build, ns a key", "probe, hits", "probe, misses"]
    text = f"{first['digests']:,} digests in {first['shards']} shards, one core, shard after shard; medians."
    return f"## Filters per shard\n\n{text}\n\n" + table(head, rows)


def hashes(runs):
    names = {run["name"]: [other for other in runs if other["name"] == run["name"]] for run in runs}
    rows = [(name, same[0]["key_bytes"] * 8, f"{middle(same, 'ns'):.1f}") for name, same in names.items()]
    text = f"{runs[0]['messages']:,} e-mail addresses, one core; medians."
    return f"## Hashes\n\n{text}\n\n" + table(["keyed hash", "key, bits", "ns a message"], rows)


def milliseconds(runs):
    return f"{middle(runs) * 1e3:.0f} ms"
