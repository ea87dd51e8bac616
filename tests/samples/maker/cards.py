"""Address books: vCard and LDIF."""

import base64
import quopri

from . import company as c
from .columns import Col, cols, paths
from .corpus import table


def make(corpus):
    def add(name, lines, what, columns, records, end="\r\n", encoding="utf-8", form="vcard", **more):
        data = "".join(line + end for line in lines).encode(encoding)
        corpus.add(f"cards/{name}", data, what, form, [table(columns, records)], **more)

    vcards(corpus, add)
    ldif(corpus, add)


def folded(line, width):
    """Cut into lines of `width` bytes at most, those after the first begun by a blank."""
    raw, out = line.encode(), []
    while len(raw) > width:
        cut = width
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        out.append(raw[:cut])
        raw = b" " + raw[cut:]
    return [part.decode() for part in [*out, raw]]


PERSON = [
    Col("", "surname", lambda r: r["surname"], path="N.surname"),
    Col("", "given_name", lambda r: r["given_name"], path="N.given"),
    Col("", "name", c.full_name, path="FN"),
]
PLACE = [
    Col("", "address", lambda r: r["address"], path="ADR.street"),
    Col("", "city", lambda r: r["city"], path="ADR.city"),
    Col("", "state", lambda r: r["state"], path="ADR.state"),
    Col("", "postcode", lambda r: r["zip"], path="ADR.postcode"),
    Col("", "opaque", lambda r: "USA", "other", path="ADR.country"),
]


def path(name, key, of=None):
    col = paths(cols(key, [name]))[0]
    return col if of is None else Col(name, col.kind, of, path=name)


def vcards(corpus, add):
    columns = [*PERSON, path("TEL", "phone", c.phone_e164), path("EMAIL", "email"), *PLACE, path("BDAY", "dob")]
    records = corpus.pick("vcard 3", 30)
    lines = []
    for r in records:
        lines += [
            "BEGIN:VCARD", "VERSION:3.0", f"N:{r['surname']};{r['given_name']};;;", f"FN:{c.full_name(r)}", f"TEL;TYPE=CELL,VOICE:{c.phone_e164(r)}",
            f"EMAIL;TYPE=INTERNET:{r['email']}", f"ADR;TYPE=HOME:;;{r['address']};{r['city']};{r['state']};{r['zip']};USA", f"BDAY:{r['dob']}", "END:VCARD",
        ]  # fmt: skip
    add("version-3.vcf", lines, "vCard 3.0.", columns, records)

    def quoted(text):
        raw = quopri.encodestring(text.encode(), quotetabs=False).decode().replace("=\n", "").rstrip("\n")
        return f";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{raw}" if raw != text else f":{text}"

    columns = [*PERSON, path("TEL", "phone", c.phone_dashes), path("EMAIL", "email"), *PLACE[:4]]
    records = corpus.pick_accented("vcard 2", 30)
    lines = []
    for r in records:
        note = f"N{quoted(r['surname'] + ';' + r['given_name'])}"
        name = f"FN{quoted(c.full_name(r))}"
        if "QUOTED" in name and len(name) > 60:
            cut = name.rindex("=") if name.rindex("=") > 45 else len(name) - 4
            name = name[:cut] + "=\r\n" + name[cut:]
        lines += ["BEGIN:VCARD", "VERSION:2.1", note, name, f"TEL;CELL;PREF:{c.phone_dashes(r)}", f"EMAIL;INTERNET:{r['email']}",
                  f"ADR;HOME:;;{r['address']};{r['city']};{r['state']};{r['zip']}", "END:VCARD"]  # fmt: skip
    add(
        "version-2.1.vcf",
        lines,
        "vCard 2.1; names beyond ASCII are quoted-printable, some with soft line ends.",
        columns,
        records,
    )
    columns = [
        PERSON[2],
        *PERSON[:2],
        path("EMAIL", "email"),
        path("TEL", "phone", c.phone_e164),
        path("BDAY", "dob", c.dob_compact),
        *PLACE,
    ]
    columns += [Col("", "opaque", long_note, "other", path="NOTE")]
    records = corpus.pick_accented("vcard 4", 24)
    lines = []
    for r in records:
        long = [
            "BEGIN:VCARD", "VERSION:4.0", f"FN:{c.full_name(r)}", f"N:{r['surname']};{r['given_name']};;;", f"EMAIL:{r['email']}", f"TEL;VALUE=uri;TYPE=cell:tel:{c.phone_e164(r)}",
            f"BDAY:{c.dob_compact(r)}", f"ADR:;;{r['address']};{r['city']};{r['state']};{r['zip']};USA", f"NOTE:{escaped(long_note(r))}", "END:VCARD",
        ]  # fmt: skip
        lines += [part for line in long for part in folded(line, 40)]
    add("version-4-folded.vcf", lines, "vCard 4.0, lines folded at 40 bytes.", columns, records)
    columns = [PERSON[2], path("TEL", "phone", c.phone_parens), path("item1.EMAIL", "email")]
    records = corpus.pick("vcard sparse", 40)
    lines = []
    for at, r in enumerate(records):
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:{c.full_name(r)}"]
        lines += (
            [f"TEL:{c.phone_parens(r)}"] * (at % 4 != 3)
            + [f"item1.EMAIL:{r['email']}", "item1.X-ABLabel:work"] * (at % 5 != 1)
            + ["END:VCARD", ""]
        )
    columns += [Col("", "opaque", lambda r: "work", "other", path="item1.X-ABLabel", optional=True)]
    add(
        "sparse-lf.vcf",
        lines,
        "vCard 3.0 as Apple groups it, some without telephone or address; LF and blank lines.",
        columns,
        records,
        end="\n",
    )
    records = corpus.pick("vcard cut", 20)
    lines = []
    for r in records:
        lines += [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"FN:{c.full_name(r)}",
            f"TEL:{c.phone_parens(r)}",
            f"item1.EMAIL:{r['email']}",
            "END:VCARD",
        ]
    add(
        "cut-off.vcf",
        lines[:-2],
        "The file ends within the last card.",
        columns[:3],
        records[:-1],
        rejected={"cut_off": 1},
    )


def long_note(r):
    return c.chance(r, "card note").choice(
        ["ok", "a long note; with a semicolon, a comma and enough words to be folded", "two\nlines"]
    )


def escaped(text):
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def ldif(corpus, add):
    columns = [
        Col("", "opaque", dn, "other", path="dn"),
        Col("", "opaque", lambda r: "inetOrgPerson", "other", path="objectClass"),
        path("cn", "name"), path("givenName", "given_name"), path("sn", "surname"), path("mail", "email"),
        path("telephoneNumber", "phone", c.phone_e164), path("street", "address"), path("l", "city"), path("st", "state"),
        path("postalCode", "zip"), path("employeeNumber", "account"),
    ]  # fmt: skip
    columns[-1] = Col("", ["account", "opaque"], lambda r: r["account"], path="employeeNumber")
    records = corpus.pick("ldif", 30)
    add("directory.ldif", entries(columns, records), "LDIF.", columns, records, end="\n", form="ldif")
    records = corpus.pick_accented("ldif base64", 30)
    lines = ["version: 1", "# customers", ""]
    for at, line in enumerate(entries(columns, records)):
        lines += folded(line, 30) if at % 3 == 0 else [line]
        if at % 90 == 40:
            lines += ["# a comment that is", " folded"]
    add(
        "base64-folded.ldif",
        lines,
        "LDIF with a version, comments, folded lines, and base64 (::) where letters beyond ASCII stand.",
        columns,
        records,
        end="\n",
        form="ldif",
    )


def dn(r):
    return f"uid={c.username(r)},ou=people,dc=example,dc=com"


def entries(columns, records):
    lines = []
    for r in records:
        for col in columns:
            text = col.of(r)
            plain = text.isascii() and not text.startswith((" ", ":", "<")) and not text.endswith(" ")
            lines.append(f"{col.path}: {text}" if plain else f"{col.path}:: {base64.b64encode(text.encode()).decode()}")
        lines.append("")
    return lines
