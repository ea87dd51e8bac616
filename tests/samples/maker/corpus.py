"""Where made files and their truths go."""

import json

from .company import Company


# Samples that two forms describe as well.
ALSO = {
    "combos/capture.txt": ["delimited", "blocks"],
    "combos/capture-colon.txt": ["delimited", "blocks"],
    "pairs/labelled-pipe.txt": ["pairs", "blocks"],
}


class Corpus:
    """Writes each sample under `files/`, and what is true of it under `truth/`."""

    def __init__(self, root):
        self.root = root
        self.company = Company()
        self.pick = self.company.pick
        self.pick_accented = self.company.pick_accented
        self.names = []

    def add(self, name, data, what, form, tables, encoding="UTF-8", ambiguous=False, options=None, **more):
        """A sample of one file, or of a folder if `data` is a dict of names and bytes. `more` are further
        facts for the truth."""
        assert name not in self.names, name
        self.names.append(name)
        path = self.root / "files" / name
        if isinstance(data, dict):
            for member, content in data.items():
                _write(path / member, content)
        else:
            _write(path, data)
        truth = {"what": what, "file": name, "form": ALSO.get(name, form)}
        if form in TEXT:
            truth["encoding"] = encoding
        truth["options"] = options or {}
        truth["ambiguous"] = ambiguous
        truth["tables"] = tables
        truth["rejected"] = {}
        if form in BY_LINE:
            truth["comments"] = 0
            truth["repeated_headers"] = 0
        truth.update(more)
        if "repeated_header" in truth.get("rejected", {}):
            truth["repeated_headers"] = truth["rejected"]["repeated_header"]
        _write(self.root / "truth" / f"{name}.truth.json", (pretty(truth) + "\n").encode())

    def beside(self, name, data):
        """A file that belongs to a sample and is none, such as its password."""
        _write(self.root / "files" / name, data)


TEXT = {"delimited", "fixed", "json", "xml", "html", "sql", "vcard", "ldif", "blocks", "pairs", "php"}
BY_LINE = {"delimited", "fixed", "blocks", "pairs", "php"}


def table(columns, records, name=None):
    """The truth of one table: `records` are those of the accepted rows in order, None for a row that is no
    customer's."""
    out = {} if name is None else {"name": name}
    out["rows"] = len(records)
    out["columns"] = [_column(col) for col in columns]
    out["records"] = [None if r is None else getattr(r, "number", r) for r in records]
    states = {str(at): col.state for at, col in enumerate(columns) if col.state != "as_company"}
    if states:
        out["values"] = states
    return out


def _column(col):
    out = {"kind": col.kind}
    if col.path is not None:
        out["path"] = col.path
    if col.optional:
        out["optional"] = True
    return out


def pretty(truth):
    """JSON with a line for each fact, and for each table's fact."""

    def flat(value):
        return json.dumps(value, ensure_ascii=False)

    lines = []
    for key, value in truth.items():
        if key == "tables":
            tables = []
            for one in value:
                facts = ",\n".join(f"      {flat(k)}: {flat(v)}" for k, v in one.items())
                tables.append("    {\n" + facts + "\n    }")
            lines.append('  "tables": [\n' + ",\n".join(tables) + "\n  ]")
        else:
            lines.append(f"  {flat(key)}: {flat(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
