"""What a report of `assay test` says, as far as the benches check it."""

import json


def read(path):
    with open(path) as file:
        return json.load(file)


def rows(report):
    """Rows read."""
    return report["sample"]["rows"]["read"]


def genuine(report):
    """Rows that are full or partial."""
    grades = report["match"]["rows"]
    return grades["full"] + grades["partial"]


def fields(report):
    """Per class of a single kind: distinct values tested, and how many of them hit."""
    return {field["class"]: (field["tested"], field["hits"]) for field in report["match"]["fields"]}
