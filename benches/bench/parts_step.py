"""The parts by themselves: filters per shard, and hashes of a short message."""

import json

from .process import run

SHARDS, EACH, RATE = 512, 36_000, 1e-6


def filters(tools, work, runs):
    """Filters of one shard each, built one after the other as assay does."""
    size = ["--shards", SHARDS, "--each", EACH, "--rate", RATE, "--rounds", runs]
    return lines([tools.peer("shard_filters"), *size], work)


def hashes(keys, runs):
    """Keyed hashes of the keys."""
    return lines([keys.tools.peer("hashes"), "--keys", keys.present, "--rounds", runs], keys.folder)


def lines(command, work):
    """Runs a program that prints one JSON object a line; it checks its counts itself."""
    out = work / "out.json"
    run(command, stdout=out, cores=1)
    with open(out) as file:
        return [json.loads(line) for line in file]
