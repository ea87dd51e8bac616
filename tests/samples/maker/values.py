"""Spellings of the values themselves: joined, masked, dated, shouted, wrapped by spreadsheets."""

from datetime import date

from . import company as c
from . import lines
from .columns import Col, cols
from .corpus import table

MONTHS = "January February March April May June July August September October November December".split()
STATES = {
    "CA": "California",
    "TX": "Texas",
    "FL": "Florida",
    "NY": "New York",
    "OH": "Ohio",
    "PA": "Pennsylvania",
    "IL": "Illinois",
    "GA": "Georgia",
}


def make(corpus):
    def add(name, what, columns, records, delimiter=",", **more):
        data = lines.csv_text(columns, records, delimiter)
        corpus.add(f"values/{name}", data, what, "delimited", [table(columns, records)], **more)

    joined(corpus, add)
    numbers(corpus, add)
    dates(corpus, add)
    masked(corpus, add)
    wrapped(corpus, add)


def joined(corpus, add):
    """Several values in a cell."""
    place = Col("location", ["city", "address", "opaque"], c.place, "any")
    columns = [*cols("name", ["Full Name"]), *cols("address phone email"), place]
    add(
        "full-name-and-place.csv", "Full name in one column, `city, ST zip` in one.", columns, corpus.pick("joined", 40)
    )
    columns = [
        *cols("name", ["NAME"], name=lambda r: c.last_first(r).upper()),
        *cols("dob phone"),
        Col("address", ["address", "opaque"], c.full_address, "any"),
    ]
    add(
        "last-first-and-address.csv",
        "`LAST, FIRST` in one column, the full address in one.",
        columns,
        corpus.pick("last first", 40),
    )
    columns = [*cols("name", name=titled), *cols("email phone zip")]
    add(
        "titles-and-suffixes.csv",
        "Names with titles before, initials amid and generations after.",
        columns,
        corpus.pick("titles", 40),
    )
    columns = [
        Col("contact", ["opaque", "email", "phone"], lambda r: f"{r['email']} / {r['phone']}", "any"),
        *cols("name zip"),
    ]
    add("email-and-phone.csv", "Email and phone in one column.", columns, corpus.pick("contact", 40), "|")
    columns = [Col("email", "email", lambda r: f"{c.full_name(r)} <{r['email']}>"), *cols("phone")]
    add(
        "email-with-name.csv",
        "Addresses as a mail header writes them, with the name before.",
        columns,
        corpus.pick("mail header", 40),
    )
    columns = [*cols("name email", email=lambda r: f"mailto:{r['email']}"), *cols("phone")]
    add("mailto.csv", "Addresses with mailto:.", columns, corpus.pick("mailto", 40))
    columns = cols(
        "name email city state",
        name=lambda r: c.full_name(r).upper(),
        email=lambda r: r["email"].upper(),
        city=lambda r: r["city"].upper(),
        state=lambda r: STATES[r["state"]],
    )
    add(
        "upper-case.csv",
        "Everything in upper case, states written out.",
        columns,
        corpus.pick("upper", 40, lambda r: r["state"] in STATES),
    )
    columns = cols(
        "name ssn phone email",
        name=lambda r: f"  {c.full_name(r)} ",
        ssn=lambda r: f" {r['ssn']}",
        email=lambda r: f"{r['email']}\t",
    )
    add("blanks-within.csv", "Blanks and a tab round the values.", columns, corpus.pick("blanks", 40))


def titled(r):
    rng = c.chance(r, "title")
    before = rng.choice(["Mr. ", "Mrs. ", "Dr. ", "", ""])
    middle = rng.choice(["J. ", "A ", "", ""])
    after = rng.choice([" Jr.", " III", "", ""])
    return f"{before}{r['given_name']} {middle}{r['surname']}{after}"


def numbers(corpus, add):
    """Telephones, SSNs, ZIPs."""

    def phone(r):
        p, at = r["phone"], r.number % 6
        area, exchange, line = p[:3], p[3:6], p[6:]
        return [
            f"{area}.{exchange}.{line}",
            f"+1 ({area}) {exchange}-{line}",
            f"1-{area}-{exchange}-{line}",
            f"{area} {exchange} {line}",
            f"001{p}",
            p,
        ][at]

    add(
        "phones-mixed.csv",
        "Telephones in six spellings.",
        cols("name email phone", phone=phone),
        corpus.pick("phones", 48),
    )
    add(
        "phone-extension.csv",
        "Telephones with extensions.",
        cols(
            "name phone email",
            phone=lambda r: f"{c.phone_dashes(r)} {['x', 'ext. ', 'ext'][r.number % 3]}{r.number % 900 + 100}",
        ),
        corpus.pick("extension", 40),
    )
    add(
        "ssn-blanks-and-zip-4.csv",
        "SSNs with blanks, ZIP+4.",
        cols(
            "name ssn zip",
            ssn=lambda r: r["ssn"].replace("-", " "),
            zip=lambda r: f"{r['zip']}-{r.number % 9000 + 1000}",
        ),
        corpus.pick("zip4", 40),
    )
    zero = [r for r in corpus.company.plain if r["ssn"][0] == "0" or r["zip"][0] == "0"][70:82]
    some = {r.number for r in zero}
    records = corpus.pick("zeros", 40, lambda r: r.number not in some) + zero
    add(
        "zeros-lost.csv",
        "SSN and ZIP lost their leading zeros in a spreadsheet.",
        cols("name ssn zip email", ssn=lambda r: c.ssn_digits(r).lstrip("0"), zip=lambda r: r["zip"].lstrip("0")),
        records,
    )
    columns = cols(
        "name email imei phone",
        imei={"of": lambda r: f"{int(r['imei']):.5E}", "state": "other", "kind": ["imei", "opaque"]},
    )
    add(
        "scientific.csv",
        "IMEIs that a spreadsheet turned into 3.53166E+14; they are lost.",
        columns,
        corpus.pick("scientific", 40),
    )
    add(
        "float-numbers.csv",
        "Telephones and ZIPs with .0, as pandas writes numbers among gaps.",
        cols("name phone zip email", phone=lambda r: r["phone"] + ".0", zip=lambda r: r["zip"] + ".0"),
        corpus.pick("floats", 40, lambda r: r["zip"][0] != "0"),
    )


def dates(corpus, add):
    """Dates of birth."""

    def spelt(form):
        def of(r):
            y, m, d = r["dob"].split("-")
            return form.format(
                y=y, m=m, d=d, yy=y[2:], mi=int(m), di=int(d), mon=MONTHS[int(m) - 1][:3], month=MONTHS[int(m) - 1]
            )

        return of

    for name, form, what in [
        ("dob-month-first.csv", "{mi}/{di}/{y}", "Dates of birth month first, without leading zeros."),
        ("dob-day-first.csv", "{d}/{m}/{y}", "Dates of birth day first; many days are above 12."),
        ("dob-dots.csv", "{d}.{m}.{y}", "Dates of birth as 23.06.1985."),
        ("dob-two-digit-years.csv", "{m}/{d}/{yy}", "Dates of birth with two-digit years."),
        ("dob-month-names.csv", "{month} {di}, {y}", "Dates of birth as June 23, 1985."),
        ("dob-short-months.csv", "{d}-{mon}-{y}", "Dates of birth as 23-Jun-1985."),
        ("dob-compact.csv", "{y}{m}{d}", "Dates of birth as 19850623."),
        ("dob-with-time.csv", "{y}-{m}-{d} 00:00:00", "Dates of birth with a time."),
        ("dob-iso-time.csv", "{y}-{m}-{d}T00:00:00.000Z", "Dates of birth with a time and zone."),
    ]:
        add(name, what, cols("name dob email zip", dob=spelt(form)), corpus.pick(name, 40))
    mixed = ["{d}/{m}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}", "{y}-{m}-{d}"]
    add(
        "dob-mixed-day-first.csv",
        "Dates of birth in four forms, the day before the month in three.",
        cols("name dob phone", dob=lambda r: spelt(mixed[r.number % 4])(r)),
        corpus.pick("dob mixed", 48),
    )
    parts = [
        Col("birth_day", "opaque", lambda r: str(int(r["dob"][8:])), "any"),
        Col("birth_month", "opaque", lambda r: str(int(r["dob"][5:7])), "any"),
        Col("birth_year", "opaque", lambda r: r["dob"][:4], "any"),
    ]
    parts = [Col(col.header, ["opaque", "dob"], col.of, col.state) for col in parts]
    add(
        "dob-in-three.csv",
        "Day, month and year of birth in columns of their own.",
        [*cols("name"), *parts, *cols("email")],
        corpus.pick("dob parts", 40),
    )
    serial = Col(
        "dob", ["dob", "opaque"], lambda r: str((date.fromisoformat(r["dob"]) - date(1899, 12, 30)).days), "any"
    )
    add(
        "dob-serial.csv",
        "Dates of birth as the day numbers of a spreadsheet.",
        [*cols("name"), serial, *cols("phone email")],
        corpus.pick("dob serial", 40),
    )


def masked(corpus, add):
    """Hidden by the seller."""
    hide = {"state": "masked"}
    ssn = {"of": lambda r: f"***-**-{r['ssn'][-4:]}", **hide}
    email = {"of": lambda r: f"{r['email'][0]}***@{r['email'].split('@')[1]}", **hide}
    phone = {"of": lambda r: f"({r['phone'][:3]}) ***-**{r['phone'][-2:]}", **hide}
    add(
        "masked-ssn.csv",
        "SSNs but for the last four digits masked.",
        cols("name ssn dob email", ssn=ssn),
        corpus.pick("masked ssn", 40),
    )
    add(
        "masked-email.csv",
        "Addresses masked but for the first letter and the domain.",
        cols("name email phone zip", email=email),
        corpus.pick("masked email", 40),
    )
    add(
        "masked-phone.csv",
        "Telephones masked but for the area and two digits.",
        cols("name phone email", phone=phone),
        corpus.pick("masked phone", 40),
    )
    add(
        "masked-all.csv",
        "SSN, email and phone masked, with X and with stars.",
        cols(
            "given_name surname ssn email phone state",
            ssn={"of": lambda r: f"XXX-XX-{r['ssn'][-4:]}", **hide},
            email=email,
            phone=phone,
        ),
        corpus.pick("masked all", 40),
    )
    add(
        "masked-names.csv",
        "Surnames but for the first letter masked.",
        cols(
            "given_name surname email city",
            surname={
                "of": lambda r: r["surname"][0] + "*" * (len(r["surname"]) - 1),
                "kind": ["surname", "opaque"],
                **hide,
            },
        ),
        corpus.pick("masked names", 40),
    )
    last = Col("ssn_last4", "opaque", lambda r: r["ssn"][-4:], "other")
    last = Col(last.header, ["opaque", "ssn"], last.of, "any")
    add(
        "last-four.csv",
        "The last four digits of the SSN only.",
        [*cols("name dob"), last, *cols("phone")],
        corpus.pick("last four", 40),
    )


def wrapped(corpus, add):
    """What spreadsheets and programs put round values, and words for nothing."""
    add(
        "excel-text-formulas.csv",
        'Identifiers as ="0123", which keeps their zeros in Excel.',
        cols(
            "name ssn zip phone",
            ssn=lambda r: f'="{c.ssn_digits(r)}"',
            zip=lambda r: f'="{r["zip"]}"',
            phone=lambda r: f'="{r["phone"]}"',
        ),
        corpus.pick("excel text", 40),
    )
    add(
        "apostrophes.csv",
        "Identifiers with an apostrophe before, which keeps their zeros in Excel.",
        cols(
            "name ssn zip imei",
            ssn=lambda r: f"'{c.ssn_digits(r)}",
            zip=lambda r: f"'{r['zip']}",
            imei=lambda r: f"'{r['imei']}",
        ),
        corpus.pick("apostrophes", 40),
    )
    words = ["NULL", "N/A", "-", "none", r"\N", "(null)"]

    def sometimes(key, step):
        return lambda r: words[r.number % 6] if r.number % 5 == step else r[key]

    some = {"state": "any"}
    columns = cols(
        "name ssn phone email dob",
        ssn={"of": sometimes("ssn", 0), **some},
        phone={"of": sometimes("phone", 1), **some},
        email={"of": sometimes("email", 2), **some},
        dob={"of": sometimes("dob", 3), **some},
    )
    add(
        "words-for-nothing.csv",
        "Some cells are NULL, N/A, -, none and the like; the other cells are the company's.",
        columns,
        corpus.pick("nothing", 50),
    )
    dummies = {"ssn": "000-00-0000", "phone": "0000000000", "email": "test@test.com"}

    def dummy(key, step):
        return lambda r: dummies[key] if r.number % 5 == step else r[key]

    columns = cols(
        "name ssn phone email",
        ssn={"of": dummy("ssn", 0), **some},
        phone={"of": dummy("phone", 1), **some},
        email={"of": dummy("email", 2), **some},
    )
    add(
        "placeholders.csv",
        "Some cells are 000-00-0000, 0000000000 or test@test.com; the other cells are the company's.",
        columns,
        corpus.pick("dummies", 50),
    )
    columns = cols(
        "name ssn phone email",
        ssn={"of": lambda r: "" if r.number % 3 == 0 else r["ssn"]},
        phone={"of": lambda r: "" if r.number % 2 else r["phone"]},
    )
    add(
        "empty-cells.csv",
        "A third of the SSNs and half of the telephones are empty.",
        columns,
        corpus.pick("empty", 48),
    )
    columns = [
        *cols("name email phone"),
        Col("address2", "opaque", lambda r: "", "other"),
        Col("fax", ["phone", "opaque"], lambda r: "", "other"),
    ]
    add("empty-columns.csv", "Two columns are empty throughout.", columns, corpus.pick("empty columns", 40))
    strangers(corpus, add)


def strangers(corpus, add):
    """Rows that are no customer's."""
    columns = cols("name ssn dob email")
    records = corpus.pick("strangers", 40)
    body = lines.rows(columns, records, ",")
    made = [
        f"Example Person{at},9{at:02}-70-{1000 + at},19{40 + at}-01-{at + 1:02},example.person{at}@example.org"
        for at in range(10)
    ]
    order, truth = [], []
    for at, (line, r) in enumerate(zip(body, records)):
        order.append(line)
        truth.append(r)
        if at % 4 == 3:
            order.append(made[at // 4])
            truth.append(None)
    data = lines.text([lines.header(columns, ",")] + order)
    corpus.add(
        "values/strangers.csv", data, "Ten rows among fifty are no customer's.", "delimited", [table(columns, truth)]
    )
    again = [r for r in corpus.pick("twice", 25) for _ in range(2)]
    add("twice.csv", "Every row stands twice.", columns, again)
