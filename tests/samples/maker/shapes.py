"""Records as nested objects, by the paths of their columns."""

import re


def nested(columns, record):
    """An object with each column's cell at its path: `contact.phones[0]`. Keys of `$` are kept whole."""
    root = {}
    for col in columns:
        put(root, steps(col.path), col.of(record))
    return root


def steps(path):
    """`contact.phones[0]` as ["contact", "phones", 0]."""
    out = []
    for part in path.split("."):
        key, *indexes = re.split(r"\[(\d+)\]", part)
        out.append(key)
        out += [int(index) for index in indexes if index]
    return out


def put(root, path, value):
    """Sets the value at the path, making objects and arrays on the way."""
    at = root
    for step, following in zip(path, path[1:] + [None]):
        empty = value if following is None else ([] if isinstance(following, int) else {})
        if isinstance(step, int):
            if len(at) == step:
                at.append(empty)
        elif following is None or step not in at:
            at[step] = empty
        at = at[step]
