#!/usr/bin/env python3
"""Makes format-1/filters.json: digests and the filter `direct-1` over them, by docs/index-file.md and without our code.

The digests are synthetic: multiples of an odd number, no hashes of anything.
"""

import json
import math
import pathlib

MULTIPLIER = 0xD1342543DE82EF95
LEAST_BYTES = 1024


def direct(digests, rate):
    """The bytes of a filter."""
    positions = max(1, round(0.7 * math.log2(1 / rate)))
    bits_per_digest = -positions / math.log1p(-(rate ** (1 / positions)))
    size = max(LEAST_BYTES, math.ceil(len(digests) * bits_per_digest / 8))
    bits = bytearray(size)
    for digest in digests:
        walk = digest
        for _ in range(positions):
            walk = walk * MULTIPLIER % 2**64
            position = (walk >> 32) * size * 8 >> 32
            bits[position // 8] |= 1 << position % 8
    return bytes([1, positions, 0, 0, 0, 0, 0, 0]) + bytes(bits)


def case(count, rate):
    digests = [(n + 1) * 0x9E3779B97F4A7C15 % 2**64 for n in range(count)]
    return {
        "rate": rate,
        "digests": [f"{digest:016x}" for digest in digests],
        "filter": direct(digests, rate).hex(),
    }


cases = [case(0, 1e-6), case(1, 1e-6), case(3, 1e-4), case(500, 1e-6), case(500, 0.01)]
path = pathlib.Path(__file__).parent / "format-1" / "filters.json"
path.write_text(json.dumps({"format": 1, "synthetic": True, "direct-1": cases}, indent=1) + "\n", encoding="utf-8")
