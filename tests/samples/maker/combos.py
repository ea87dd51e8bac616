"""Combolists: addresses or names with passwords, one a line."""

from . import company as c
from . import lines
from .columns import Col, cols, headerless
from .corpus import table


def make(corpus):
    def add(name, body, what, columns, records, end="\n", **more):
        corpus.add(f"combos/{name}", lines.text(body, end), what, "delimited", [table(columns, records)], **more)

    for name, names, delimiter, what in [
        ("email-password.txt", "email password", ":", "email:password."),
        ("email-md5.txt", "email md5", ":", "email:MD5."),
        ("email-sha1.txt", "email sha1", ":", "email:SHA-1."),
        ("email-bcrypt.txt", "email bcrypt", ":", "email:hash, the hash with $ and dots."),
        ("email-semicolon.txt", "email password", ";", "email;password."),
        ("email-pipe.txt", "email password", "|", "email|password."),
        ("user-password.txt", "username password", ":", "user:password."),
        ("email-user-ip-hash.txt", "email username ip md5", ":", "email:user:ip:MD5."),
        ("email-blank.txt", "email password", " ", "email and password, a blank between."),
        ("phone-password.txt", "phone password", ":", "phone:password."),
    ]:
        columns = headerless(cols(names))
        records = corpus.pick(name, 50)
        body = lines.rows(columns, records, delimiter)
        if name == "user-password.txt":
            records = strangers(records)
        add(name, body, what, columns, records)

    urls(corpus, add)
    capture(corpus, add)
    junk(corpus, add)
    hexed(corpus, add)


def strangers(records):
    """Made-up names and passwords point at no customer."""
    return [None] * len(records)


def urls(corpus, add):
    """With the site's address."""
    columns = cols("url email password")
    records = corpus.pick("url:email:pass", 50)
    add(
        "url-email-password.txt",
        lines.rows(columns, records, ":"),
        "url:email:password; the addresses hold colons, some a port.",
        columns,
        records,
    )
    columns = headerless(cols("url username password"))
    records = corpus.pick("url:user:pass", 50)
    add(
        "url-user-password.txt",
        lines.rows(columns, records, ":"),
        "url:user:password; the addresses hold colons, some a port.",
        columns,
        strangers(records),
    )
    columns = cols("email password url")
    records = corpus.pick("user:pass:url", 50)
    add("email-password-url.txt", lines.rows(columns, records, ":"), "email:password:url.", columns, records)
    columns = cols("url email password")
    records = corpus.pick("url blank", 50)
    add(
        "url-blanks.txt",
        lines.rows(columns, records, " "),
        "url, email and password, blanks between.",
        columns,
        records,
    )
    records = corpus.pick("url pipe", 50)
    add("url-pipe.txt", lines.rows(columns, records, "|"), "url|email|password.", columns, records)
    android = [Col("url", "opaque", lambda r: c.chance(r, "site").choice(c.SITES), "other"), *columns[1:]]
    records = corpus.pick("url android", 50)
    add(
        "url-android.txt",
        lines.rows(android, records, ":"),
        "url:email:password, some addresses those of Android apps.",
        android,
        records,
    )
    plain = [Col("url", "opaque", lambda r: c.url(r).split("//")[1], "other"), *columns[1:]]
    records = corpus.pick("url plain", 50, lambda r: ":8443" not in c.url(r))
    add(
        "host-email-password.txt",
        lines.rows(plain, records, ":"),
        "host/path:email:password without https://.",
        plain,
        records,
    )


def capture(corpus, add):
    """What a checker writes after the pair."""
    records = corpus.pick("capture", 40)
    columns = cols("email password") + [
        Col("Name", "name", c.full_name, path="Name"),
        Col("Country", ["opaque", "state", "city"], lambda r: "US", "other", path="Country"),
        Col("Plan", "opaque", lambda r: r["plan"], path="Plan"),
    ]
    body = [
        f"{r['email']}:{c.password(r)} | Name = {c.full_name(r)} | Country = US | Plan = {r['plan']}" for r in records
    ]
    add("capture.txt", body, "email:password, then ` | Key = value` as account checkers write.", columns, records)
    columns = columns[:2] + [
        Col("Phone", "phone", c.phone_e164, path="Phone"),
        Col("Zip", "postcode", lambda r: r["zip"], path="Zip"),
    ]
    records = corpus.pick("capture 2", 40)
    body = [f"{r['email']}:{c.password(r)} | Phone: {c.phone_e164(r)} | Zip: {r['zip']}" for r in records]
    add("capture-colon.txt", body, "email:password, then ` | Key: value`.", columns, records)


def junk(corpus, add):
    """Blank and junk lines amid."""
    columns = cols("email password")
    records = corpus.pick("junk", 50)
    body = lines.rows(columns, records, ":")
    body[40:40] = ["", "", "@example_combos - best HQ combos"]
    body[20:20] = ["==============================", "HQ COMBO 100% PRIVATE", "=============================="]
    body[5:5] = [""]
    body = ["Combo by Example | t.me/example_combos", ""] + body + [""]
    add(
        "junk.txt",
        body,
        "email:password with banners and blank lines before, amid and after.",
        columns,
        records,
        comments=5,
        blank=5,
    )
    records = corpus.pick("halves", 50)
    body = lines.rows(columns, records, ":")
    halves = (7, 18, 31)
    for at in halves:
        body[at] = body[at].split(":")[0]
    kept = [r for at, r in enumerate(records) if at not in halves]
    add(
        "halves.txt",
        body,
        "email:password; three lines have no password.",
        columns,
        kept,
        rejected={"too_few_fields": 3},
    )
    records = corpus.pick("colons", 50)
    with_colon = [
        columns[0],
        Col("password", "opaque", lambda r: c.password(r) + (":x" if r.number % 5 == 0 else ""), "other"),
    ]
    body = lines.rows(with_colon, records, ":")
    add("colon-in-password.txt", body, "email:password; some passwords hold a colon.", with_colon, records, comments=0)
    records = corpus.pick("crlf", 50)
    add("crlf.txt", lines.rows(columns, records, ":"), "email:password, CRLF.", columns, records, end="\r\n")


def hexed(corpus, add):
    """Hashcat's $HEX[...]."""

    def hexed_password(r):
        word = c.password(r)
        return f"$HEX[{(word + 'é:').encode().hex()}]" if r.number % 3 == 0 else word

    columns = [*cols("email"), Col("password", "opaque", hexed_password, "other")]
    records = corpus.pick("hex passwords", 50)
    add(
        "hex-passwords.txt",
        lines.rows(columns, records, ":"),
        "email:password; some passwords are $HEX[…].",
        columns,
        records,
    )

    def hexed_email(r):
        return f"$HEX[{r['email'].encode().hex()}]" if r.number % 4 == 0 else r["email"]

    columns = [Col("email", "email", hexed_email), *cols("md5")]
    records = corpus.pick("hex emails", 50)
    add("hex-emails.txt", lines.rows(columns, records, ":"), "email:MD5; some addresses are $HEX[…].", columns, records)
    columns = [
        *cols("account"),
        Col("name", "name", lambda r: f"$HEX[{c.full_name(r).encode().hex()}]" if c.has_accent(r) else c.full_name(r)),
        *cols("phone email"),
    ]
    records = corpus.pick_accented("hex names", 40)
    corpus.add(
        "combos/hex-names.csv",
        lines.csv_text(columns, records),
        "CSV; names with letters beyond ASCII are $HEX[…].",
        "delimited",
        [table(columns, records)],
    )
