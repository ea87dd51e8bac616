"""Headers in several languages, short ones, wrong ones, none."""

from dataclasses import replace

from . import company as c
from . import lines
from .columns import Col, cols, headerless
from .corpus import table

NAMES = "account given_name surname dob phone email address city state zip"


def make(corpus):
    for name, language, headers, delimiter in [
        (
            "spanish.csv",
            "Spanish",
            "Número de cuenta;Nombre;Apellidos;Fecha de nacimiento;Teléfono móvil;Correo electrónico;Dirección;Ciudad;Estado;Código postal",
            ";",
        ),
        (
            "german.csv",
            "German",
            "Kundennummer;Vorname;Nachname;Geburtsdatum;Telefonnummer;E-Mail-Adresse;Straße;Ort;Bundesland;PLZ",
            ";",
        ),
        (
            "french.csv",
            "French",
            "Numéro client;Prénom;Nom de famille;Date de naissance;Téléphone;Courriel;Adresse;Ville;État;Code postal",
            ";",
        ),
        ("russian.csv", "Russian", "Номер счета;Имя;Фамилия;Дата рождения;Телефон;Почта;Адрес;Город;Штат;Индекс", ","),
        ("chinese.csv", "Chinese", "账号;名字;姓氏;出生日期;手机号;邮箱;地址;城市;州;邮编", ","),
        (
            "japanese.csv",
            "Japanese",
            "口座番号;名;姓;生年月日;電話番号;メールアドレス;住所;市区町村;都道府県;郵便番号",
            ",",
        ),
        ("abbreviated.csv", "abbreviated English", "acct_no;fnm;lnm;dob;ph;eml;addr1;cty;st;zp", ","),
        (
            "upper-snake.csv",
            "upper-case English with owners",
            "CUST_ACCT_NBR;CUST_FIRST_NM;CUST_LAST_NM;CUST_BIRTH_DT;CUST_PHONE_NBR;CUST_EMAIL_ADDR;BILL_ADDR_LN1;BILL_CITY;BILL_STATE;BILL_ZIP_CD",
            "|",
        ),
        (
            "camel-case.csv",
            "camel-case English",
            "accountNumber;firstName;lastName;dateOfBirth;mobilePhone;emailAddress;streetAddress;cityName;stateCode;postalCode",
            ",",
        ),
    ]:
        columns = cols(NAMES, headers.split(";"), dob=c.dob_dots if language == "German" else c.dob_us)
        if language in ("Spanish", "French"):
            columns[3] = replace(columns[3], of=c.dob_day_first)
        records = corpus.pick(name, 40)
        data = lines.csv_text(columns, records, delimiter)
        corpus.add(f"headers/{name}", data, f"The header is {language}.", "delimited", [table(columns, records)])
    bare(corpus)
    odd(corpus)


def bare(corpus):
    """No header."""
    columns = headerless(cols("ssn given_name surname dob address city state zip phone email licence"))
    records = corpus.pick("none", 50)
    corpus.add(
        "headers/none.csv",
        lines.csv_text(columns, records, with_header=False),
        "No header.",
        "delimited",
        [table(columns, records)],
    )
    columns = headerless(cols("account imei phone email"))
    records = corpus.pick("none ids", 50)
    data = lines.csv_text(columns, records, "\t", with_header=False)
    corpus.add(
        "headers/none-identifiers.tsv", data, "No header, identifiers only.", "delimited", [table(columns, records)]
    )
    names = [str(at) for at in range(6)]
    columns = headerless(cols("email name dob phone state zip", names))
    records = corpus.pick("numbers", 40)
    corpus.add(
        "headers/numbers.csv",
        lines.csv_text(columns, records),
        "The header is column numbers from 0, as pandas writes.",
        "delimited",
        [table(columns, records)],
    )


def odd(corpus):
    """Headers that mislead, repeat or are partly missing."""

    def add(name, what, columns, delimiter=",", count=40):
        records = corpus.pick(name, count)
        corpus.add(
            f"headers/{name}", lines.csv_text(columns, records, delimiter), what, "delimited", [table(columns, records)]
        )

    columns = cols("email phone ssn state dob", ["phone", "email", "zip", "ssn", "city"])
    add("misleading.csv", "Every header names another column's kind; the kinds told here are the values'.", columns)
    columns = cols("name email phone ssn", ["field1", "field2", "field3", "field4"])
    add("meaningless.csv", "Headers that say nothing.", columns)
    columns = cols("phone phone email email name", ["phone", "phone", "email", "email", "name"])
    columns[1] = replace(columns[1], of=c.phone_parens)
    columns[3] = replace(columns[3], of=lambda r: r["email"].upper())
    add("same-twice.csv", "Two headers stand twice; the second column spells the same values otherwise.", columns)
    columns = cols("name email phone city state", ["name", "", "phone", "", "state"])
    add("gaps.csv", "Two columns have an empty header.", columns)
    columns = [Col("#", ["opaque", "account"], lambda r: str(c.chance(r, "row id").randrange(10**5, 10**6)), "other")]
    columns += cols(
        "name phone email bcrypt ip last_login",
        ["full name (as on card)", "Phone #", "E-mail *", "pwd hash", "last ip addr", "last seen (UTC)"],
    )
    add("decorated.csv", "Headers with signs, brackets and blanks.", columns)
    columns = cols("name ssn dob email", [" name ", " ssn", "dob ", "  email"])
    add("padded.csv", "Blanks round the headers.", columns)
