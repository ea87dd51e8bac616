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


def cells(report, column):
    """Cells of a column, from 0, that were tested, and how many of them hit: exact, however many there are."""
    outcomes = report["sample"]["columns"][column]["outcomes"]
    hits = outcomes.get("hit", 0)
    return hits + outcomes.get("miss", 0), hits
