"""rbloom's part, run by a Python that has it: `PRESENT ABSENT RATE` prints two JSON lines, one a hash."""

import hashlib
import json
import sys
import time

from rbloom import Bloom

SECRET = b"a key for benchmarks, not secret"


def keyed(key):
    """BLAKE2b under a key, as the 128-bit signed number that rbloom asks for."""
    return int.from_bytes(hashlib.blake2b(key, digest_size=16, key=SECRET).digest(), "big", signed=True)


def lines(path):
    """Fresh objects each time: Python keeps a hash that it has worked out once."""
    with open(path, "rb") as file:
        return file.read().split(b"\n")[:-1]


def timed(work, keys):
    started = time.perf_counter()
    result = work(keys)
    return result, (time.perf_counter() - started) * 1e9 / len(keys)


present, absent, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])
for name, hash_function in (("Python's hash", None), ("BLAKE2b", keyed)):
    keys = lines(present)
    filter = Bloom(len(keys), rate, hash_function) if hash_function else Bloom(len(keys), rate)
    _, insert = timed(filter.update, keys)
    count = lambda keys: sum(map(filter.__contains__, keys))
    hits, hit = timed(count, lines(present))
    others = lines(absent)
    false_hits, miss = timed(count, others)
    print(
        json.dumps(
            {
                "name": "rbloom", "hash": name, "keyed": hash_function is not None, "threads": 1, "keys": len(keys),
                "insert_ns": insert, "hit_ns": hit, "miss_ns": miss, "hits": hits,
                "bits_per_key": filter.size_in_bits / len(keys), "false_hits": false_hits, "probes": len(others),
            }
        )
    )
