#!/usr/bin/env python3
"""Makes the sample files and their truths: `make.py` those of this folder, `make.py --thousand FOLDER` the
same 1,000 records in every form. README.md says more."""

import argparse
import importlib
import shutil
from pathlib import Path

from maker.corpus import Corpus

HERE = Path(__file__).resolve().parent
GROUPS = "delimited quoting headers banners ragged drawn combos jsons xmls sqls sheets databases cards pasted encodings values ambiguous containers".split()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--thousand", metavar="FOLDER", type=Path, help="write 1,000 records in every form there")
    parser.add_argument("--into", metavar="FOLDER", type=Path, default=HERE, help="where files/ and truth/ go")
    arguments = parser.parse_args()
    if arguments.thousand:
        from maker import thousand

        thousand.make(arguments.thousand)
        return
    for folder in ("files", "truth"):
        shutil.rmtree(arguments.into / folder, ignore_errors=True)
    corpus = Corpus(arguments.into)
    for group in GROUPS:
        importlib.import_module(f"maker.{group}").make(corpus)
    size = sum(path.stat().st_size for path in (arguments.into / "files").rglob("*") if path.is_file())
    print(f"{len(corpus.names)} samples, {size:,} bytes")


if __name__ == "__main__":
    main()
