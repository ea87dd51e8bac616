#!/usr/bin/env python3
"""Writes format-1/digests.json: keys, digests, key ids, seals and key files, with what must come of them.

    python3 -m venv venv && venv/bin/pip install blake3==1.0.11
    venv/bin/python make_digests.py

Deterministic. Nothing here calls or copies the Rust code: the derivation is written out again from README.md, over
the PyPI package `blake3`. All keys are test keys and all values are made up.
"""

import json
import pathlib

from blake3 import blake3

SUBKEY_CONTEXT = "assay 1 class subkey"
ID_CONTEXT = "assay 1 key id"
SEAL_CONTEXT = "assay 1 manifest seal"
KEY_FILE_PREFIX = "assay-key-1:"

# In the order that class names and messages follow, with the version of each kind's rules.
KINDS = {
    "ssn": 1, "phone": 1, "email": 1, "imei": 1, "imsi": 1, "iccid": 1, "account": 1, "licence": 1, "card": 1,
    "passport": 1, "username": 1, "name": 1, "given_name": 1, "surname": 1, "dob": 1, "address": 1, "city": 1,
    "state": 1, "postcode": 1, "ip": 1, "opaque": 1,
}
IDENTIFIERS = list(KINDS)[:11]
VALUES = {
    "ssn": "456127890",
    "phone": "+12065550123",
    "email": "zoë@xn--bcher-kva.de",
    "imei": "35693803564380",
    "imsi": "310260123456789",
    "iccid": "8901260123456789012",
    "account": "ACME0004711",
    "licence": "WDL12AB34",
    "card": "4556737586899855",
    "passport": "C01234567",
    "username": "größe_7",
    "name": "MARIA GARCIA LOPEZ",
    "given_name": "MARIA",
    "surname": "GARCIA LOPEZ",
    "dob": "1985-03-12",
    "address": "12 N MAIN ST # 5B",
    "city": "ST LOUIS",
    "state": "MO",
    "postcode": "63101",
    "ip": "2001:db8::7",
    "opaque": "gold",
}
KEYS = {
    "counting up": bytes(range(32)),
    "zeros": bytes(32),
    "ones": b"\xff" * 32,
    "counting down": bytes(range(31, -1, -1)),
}


def derive(context, material):
    return blake3(material, derive_key_context=context).digest()


def with_length(part):
    return len(part).to_bytes(8, "little") + part


def subkey(key, name, versions):
    numbers = b"".join(version.to_bytes(4, "little") for version in versions)
    return derive(SUBKEY_CONTEXT, with_length(key) + with_length(name.encode()) + with_length(numbers))


def digest_of(subkey, message):
    padded = message + b"\x80"
    padded += bytes(-len(padded) % 64)
    return int.from_bytes(blake3(padded, key=subkey).digest()[:8], "little")


def kind_of(part):
    return part.split(":")[0]


def entry(key, name, values):
    versions = [KINDS[kind_of(part)] for part in name.split("+")]
    message = b"\x1f".join(value.encode() for value in values)
    class_key = subkey(key, name, versions)
    return {
        "key": key.hex(),
        "class": name,
        "versions": versions,
        "values": values,
        "message": message.hex(),
        "subkey": class_key.hex(),
        "digest": f"{digest_of(class_key, message):016x}",
    }


def link_values(name):
    """The value lists of all messages that a link's values above have on the index's side."""
    parts = name.split("+")
    rest = [VALUES[kind_of(part)] for part in parts if part != "name"]
    if parts[0] != "name":
        return [rest]
    tokens = VALUES["name"].split(" ")
    if any(kind in IDENTIFIERS for kind in parts):
        return [[token, *rest] for token in tokens]
    return [[*sorted([tokens[0], token]), *rest] for token in tokens[1:]]


def digests():
    up, zeros, ones, down = KEYS.values()
    for kind, value in VALUES.items():
        yield entry(up, kind, [value])
    paired = ["ssn", "phone", "email", "account"]
    links = [f"name+{kind}" for kind in [*IDENTIFIERS, "dob", "postcode"]]
    links += [f"{a}+{b}" for n, a in enumerate(paired) for b in paired[n + 1:]]
    links += ["name+ssn+dob", "ssn+phone+email+account", "account+opaque:tier", "name+dob+address+postcode"]
    for name in links:
        for values in link_values(name):
            yield entry(up, name, values)
    for name in ["opaque:tier", "opaque:größe", "opaque:a b", "opaque:列"]:
        yield entry(up, name, ["gold"])
    # Every length at which the padding changes, and text of several bytes a character across a block's end.
    for length in [0, 1, 2, 31, 32, 55, 56, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 200, 512, 1000]:
        yield entry(up, "opaque:tier", ["".join(chr(97 + n % 26) for n in range(length))])
    for length in [19, 20, 21, 22, 42, 43]:
        yield entry(up, "opaque:tier", ["語" * length])
    yield entry(up, "opaque:tier", ["e\u0301\U0001f600\u05d0\x00\x7f"])
    # What the padding must keep apart.
    for text in ["gold\x80", "gold\x00", "a" * 63 + "\x00", "a" * 64]:
        yield entry(up, "opaque:tier", [text])
    # The same message under other keys and in other classes.
    for key in [zeros, ones, down]:
        for name, values in [("ssn", ["456127890"]), ("name+ssn", ["MARIA", "456127890"]), ("opaque:tier", [""])]:
            yield entry(key, name, values)
    for kind in ["account", "licence", "passport", "username"]:
        yield entry(up, kind, ["456127890"])


def seals():
    for key in KEYS.values():
        for manifest in ["", "{}", '{"company":"Acme"}', "x" * 64, "größe" * 200]:
            seal = blake3(manifest.encode(), key=derive(SEAL_CONTEXT, key)).hexdigest()
            yield {"key": key.hex(), "manifest": manifest, "seal": seal}


def key_files():
    key = KEYS["counting up"].hex()
    line = KEY_FILE_PREFIX + key
    for what, text in [
        ("as written by keygen", f"# assay key 0011223344556677: secret; keep it apart from the index\n{line}\n"),
        ("the line alone", line),
        ("upper-case digits", KEY_FILE_PREFIX + key.upper() + "\n"),
        ("line ends of Windows", f"# a comment\r\n{line}\r\n"),
        ("blanks and empty lines", f"\n\n   {line} \t\n\n# end\n"),
    ]:
        yield {"what": what, "file": text.encode().hex(), "key": key}


def bad_key_files():
    key = KEYS["counting up"].hex()
    line = KEY_FILE_PREFIX + key
    for what, text, reason in [
        ("empty", "", "no_line"),
        ("white space", " \n\t\r\n", "no_line"),
        ("a comment only", "# assay key 0011223344556677\n", "no_line"),
        ("the key commented out", f"# {line}\n", "no_line"),
        ("no prefix", key, "other_line"),
        ("another version", "assay-key-2:" + key, "other_line"),
        ("prefix in capitals", "ASSAY-KEY-1:" + key, "other_line"),
        ("prefix cut short", "assay-key-1" + key, "other_line"),
        ("an age key", "AGE-SECRET-KEY-1QQQQ", "other_line"),
        ("byte order mark", "\ufeff" + line, "other_line"),
        ("no digits", KEY_FILE_PREFIX, "digit_count"),
        ("two digits short", line[:-2], "digit_count"),
        ("an odd number of digits", line[:-1], "digit_count"),
        ("two digits more", line + "00", "digit_count"),
        ("one digit more", line + "0", "digit_count"),
        ("a letter that is no digit", line[:-1] + "g", "not_hexadecimal"),
        ("a blank after the prefix", KEY_FILE_PREFIX + " " + key[:-1], "not_hexadecimal"),
        ("a hexadecimal prefix", KEY_FILE_PREFIX + "0x" + key[:-2], "not_hexadecimal"),
        ("the key twice", f"{line}\n{line}\n", "several_lines"),
        ("text behind the key", f"{line}\nmore\n", "several_lines"),
        ("text before the key", f"more\n{line}\n", "several_lines"),
    ]:
        yield {"what": what, "file": text.encode().hex(), "reason": reason}
    yield {"what": "no text", "file": (line.encode() + b"\xff\xfe").hex(), "reason": "not_text"}
    yield {"what": "UTF-16", "file": line.encode("utf-16").hex(), "reason": "not_text"}


def main():
    vectors = {
        "about": "Test vectors of assay, format 1; see ../README.md. Synthetic values, test keys.",
        "format": 1,
        "digests": list(digests()),
        "key_ids": [{"key": key.hex(), "id": derive(ID_CONTEXT, key)[:8].hex()} for key in KEYS.values()],
        "seals": list(seals()),
        "key_files": list(key_files()),
        "bad_key_files": list(bad_key_files()),
    }
    # One vector a line, so that a change shows as the lines that it touches.
    sections = []
    for name, section in vectors.items():
        if isinstance(section, list):
            lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in section)
            sections.append(f'"{name}": [\n  {lines}\n]')
        else:
            sections.append(f'"{name}": {json.dumps(section)}')
    target = pathlib.Path(__file__).parent / "format-1" / "digests.json"
    target.write_text("{\n" + ",\n".join(sections) + "\n}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
