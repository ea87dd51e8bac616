"""Reads the manifest of an index file (docs/index-file.md)."""

import json
import struct


def manifest(path):
    """The manifest as it stands, unchecked."""
    with open(path, "rb") as file:
        if file.read(8) != b"ASSAYIDX":
            raise ValueError(f"{path} is no index")
        file.read(4)
        while head := file.read(12):
            tag, length = struct.unpack("<4sQ", head)
            if tag == b"MANI":
                return json.loads(file.read(length)[32:])
            file.seek(length, 1)
    raise ValueError(f"{path} has no manifest")
