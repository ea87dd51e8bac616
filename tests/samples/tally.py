#!/usr/bin/env python3
"""The same rows in every form give the same tally.

    tally.py ASSAY FOLDER

ASSAY is the program, FOLDER what `make.py --thousand FOLDER` wrote. Every file is tested against an index of
datasets/company.csv; rows, people, grades, hits of fields and of links must be those of the first one. Exits with 1 if
one differs. Standard library only.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

COMPANY = Path(__file__).resolve().parents[2] / "datasets" / "company.csv"


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    assay, folder = sys.argv[1], Path(sys.argv[2])
    files = sorted(
        path for path in folder.iterdir() if path.name not in ("truth.json", "password") and not path.name.endswith(".password")
    )
    with tempfile.TemporaryDirectory() as scratch:
        key, index = f"{scratch}/a.key", f"{scratch}/a.assay"
        subprocess.run([assay, "keygen", "-o", key], check=True, capture_output=True)
        subprocess.run([assay, "index", str(COMPANY), "--key", key, "-o", index], check=True, capture_output=True)
        tallies = {path.name: tally(assay, path, folder / "password", key, index) for path in files}
    first = tallies["comma.csv"] if "comma.csv" in tallies else next(iter(tallies.values()))
    wrong = 0
    for name, found in tallies.items():
        if found == first:
            print(f"same      {name}")
            continue
        wrong += 1
        print(f"DIFFERENT {name}")
        if isinstance(found, str):
            print(f"    {found}")
            continue
        for what in first:
            if found.get(what) != first[what]:
                print(f"    {what}: {found.get(what)}, should be {first[what]}")
    print(f"{len(tallies) - wrong} of {len(tallies)} files have the same tally: {json.dumps(first)[:300]}")
    return min(wrong, 1)


def tally(assay: str, path: Path, password: Path, key: str, index: str) -> dict | str:
    command = [assay, "test", str(path), "--index", index, "--key", key, "--json", "-"]
    if password.exists():
        command += ["--password-file", str(password)]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        return f"status {ran.returncode}: {ran.stderr.strip()}"
    report = json.loads(ran.stdout)
    sample, match = report["sample"], report["match"]
    rows = sample["rows"]
    return {
        "rows": rows["distinct"] + rows["duplicate"],
        "rejected": rows["rejected"],
        "distinct": rows["distinct"],
        "people": sample["persons"],
        "values": sample["distinct_values"],
        "grades": match["rows"],
        "fields": {field["class"]: [field["tested"], field["hits"]] for field in match["fields"]},
        "links": {link["class"]: [link["tested"], link["hits"], link["near"]] for link in match["links"]},
        "matched": match["persons"],
    }


if __name__ == "__main__":
    sys.exit(main())
