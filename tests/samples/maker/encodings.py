"""Encodings other than UTF-8, and damage done by confusing them."""

from . import company as c
from . import lines
from .columns import Col, cols, paths
from .corpus import table
from .jsons import dump
from .shapes import nested

CYRILLIC = "Москва;Санкт-Петербург;Новосибирск;живёт у реки, звонить вечером;Екатеринбург;Нижний Новгород;постоянный клиент;Казань;просил перезвонить;Челябинск".split(
    ";"
)
JAPANESE = "東京都;大阪市中央区;名古屋;北海道札幌市;福岡県;お客様は夜に電話;横浜市;ご連絡ください;京都;神戸市".split(
    ";"
)
SIMPLIFIED = "北京市;上海浦东新区;广州;深圳市;老客户,晚上打电话;杭州西湖;成都;武汉;南京;重庆市".replace(
    ",", "，"
).split(";")
TRADITIONAL = "臺北市;高雄市;臺中;新北市板橋區;請晚上聯絡客戶;臺南;桃園;新竹縣;基隆;嘉義市".split(";")
KOREAN = "서울특별시;부산광역시;인천;대구;저녁에 전화 바랍니다;광주;대전;울산;수원시;단골 고객".split(";")
GREEK = "Αθήνα;Θεσσαλονίκη;Πάτρα;καλέστε το βράδυ;Ηράκλειο;Λάρισα;παλιός πελάτης;Βόλος;Ιωάννινα;Χανιά".split(";")
TURKISH = (
    "İstanbul;Ankara'da oturuyor;İzmir;akşam arayın;Şanlıurfa;Eskişehir;eski müşteri;Gaziantep;Çanakkale;Muğla".split(
        ";"
    )
)
ARABIC = "الرياض;القاهرة;بغداد;اتصل مساء;دمشق;عميل قديم;بيروت;عمان;الدوحة;تونس".split(";")
HEBREW = "תל אביב;ירושלים;חיפה;להתקשר בערב;באר שבע;לקוח ותיק;נתניה;אשדוד;רמת גן;אילת".split(";")
POLISH = "Łódź;Kraków;Gdańsk;dzwonić wieczorem;Częstochowa;Toruń;stały klient;Rzeszów;Białystok;Świdnica".split(";")
CZECH = "Plzeň;Hradec Králové;České Budějovice;volat večer;Ústí nad Labem;stálý zákazník;Děčín;Jihlava;Třebíč;Příbram".split(
    ";"
)
WESTERN = "naïve — 5 €;São Paulo;Zürich, “abends anrufen”;œuvre;Málaga;Köln;ça va;crème brûlée;Ålesund;ñandú".split(";")
THAI = "กรุงเทพมหานคร;เชียงใหม่;ภูเก็ต;โทรตอนเย็น;ขอนแก่น;ลูกค้าเก่า;นครราชสีมา;พัทยา;อุดรธานี;หาดใหญ่".split(";")


def make(corpus):
    unicode(corpus)
    western(corpus)
    scripts(corpus)
    confused(corpus)
    elsewhere(corpus)


def unicode(corpus):
    """UTF-8 and UTF-16."""
    for name, codec, mark, encoding, what in [
        ("utf-8.csv", "utf-8", b"", "UTF-8", "UTF-8 with letters beyond ASCII."),
        ("utf-8-bom.csv", "utf-8", b"\xef\xbb\xbf", "UTF-8", "UTF-8 with a byte order mark."),
        ("utf-16-le.csv", "utf-16-le", b"", "UTF-16LE", "UTF-16, little-endian, no mark."),
        (
            "utf-16-le-bom.tsv",
            "utf-16-le",
            b"\xff\xfe",
            "UTF-16LE",
            "UTF-16, little-endian, with a mark, tabs and CRLF, as Excel's Unicode text.",
        ),
        ("utf-16-be.csv", "utf-16-be", b"", "UTF-16BE", "UTF-16, big-endian, no mark."),
        ("utf-16-be-bom.csv", "utf-16-be", b"\xfe\xff", "UTF-16BE", "UTF-16, big-endian, with a mark."),
    ]:
        columns = cols("account name phone email city")
        records = corpus.pick_accented(name, 30)
        tabs = name.endswith(".tsv")
        data = mark + lines.csv_text(
            columns, records, "\t" if tabs else ",", end="\r\n" if tabs else "\n", encoding=codec
        )
        corpus.add(f"encodings/{name}", data, what, "delimited", [table(columns, records)], encoding=encoding)


def western(corpus):
    """One byte a letter, the company's own names."""
    for name, codec, encoding, what in [
        ("windows-1252.csv", "cp1252", "windows-1252", "Windows-1252 with accents, curly quotes and the euro sign."),
        ("iso-8859-1.csv", "latin-1", "windows-1252", "ISO-8859-1, which WHATWG reads as windows-1252."),
        (
            "iso-8859-15.csv",
            "iso8859-15",
            ["ISO-8859-15", "windows-1252"],
            "ISO-8859-15 without the letters in which it differs from ISO-8859-1.",
        ),
        (
            "mac-roman.csv",
            "mac-roman",
            "macintosh",
            "Mac Roman, CR line ends. Detectors don't know it: the names are only right where it is stated.",
        ),
    ]:
        columns = cols("account name phone email city")
        if codec == "cp1252":
            columns.append(Col("remark", "opaque", phrase(WESTERN), "other"))
        records = corpus.pick_accented(name, 40)
        more = {}
        if codec == "mac-roman":
            more["options"] = {"encoding": "macintosh"}
        data = lines.csv_text(columns, records, end="\r" if codec == "mac-roman" else "\n", encoding=codec)
        corpus.add(f"encodings/{name}", data, what, "delimited", [table(columns, records)], encoding=encoding, **more)


def phrase(phrases):
    """Picks one of the invented phrases for each record."""
    return lambda r: c.chance(r, "phrase").choice(phrases)


def scripts(corpus):
    """Other scripts, invented, in an opaque column; the names are the company's and ASCII."""
    for name, codec, encoding, phrases in [
        ("windows-1250-polish.csv", "cp1250", "windows-1250", POLISH),
        ("windows-1250-czech.csv", "cp1250", "windows-1250", CZECH),
        ("iso-8859-2-polish.csv", "iso8859-2", "ISO-8859-2", POLISH),
        ("windows-1251.csv", "cp1251", "windows-1251", CYRILLIC),
        ("koi8-r.csv", "koi8-r", ["KOI8-R", "KOI8-U"], CYRILLIC),
        ("ibm866.csv", "cp866", "IBM866", CYRILLIC),
        ("windows-1253.csv", "cp1253", ["windows-1253", "ISO-8859-7"], GREEK),
        ("windows-1254.csv", "cp1254", "windows-1254", TURKISH),
        ("windows-1255.csv", "cp1255", ["windows-1255", "ISO-8859-8-I", "ISO-8859-8"], HEBREW),
        ("windows-1256.csv", "cp1256", "windows-1256", ARABIC),
        ("windows-874.csv", "cp874", "windows-874", THAI),
        ("shift-jis.csv", "cp932", "Shift_JIS", JAPANESE),
        ("euc-jp.csv", "euc-jp", "EUC-JP", JAPANESE),
        ("gbk.csv", "gbk", ["GBK", "gb18030"], SIMPLIFIED),
        ("gb18030-only.csv", "gb18030", ["gb18030"], [*SIMPLIFIED, "㐂店", "𠮷祥路"]),
        ("big5.csv", "big5", "Big5", TRADITIONAL),
        ("euc-kr.csv", "euc-kr", "EUC-KR", KOREAN),
    ]:
        columns = [*cols("account name phone email"), Col("remark", "opaque", phrase(phrases), "other"), *cols("zip")]
        records = [r for r in corpus.pick(name, 200) if c.full_name(r).isascii()][:40]
        data = lines.csv_text(columns, records, encoding=codec)
        shown = sorted({columns[4].of(r) for r in records})[:3]
        more = {"options": {"encoding": "gb18030"}} if codec == "gb18030" else {}
        corpus.add(
            f"encodings/{name}", data, f"{name_of(encoding)}; the remarks are invented, in the script.", "delimited",
            [table(columns, records)], encoding=encoding, contains=shown, **more,
        )  # fmt: skip


def name_of(encoding):
    return encoding if isinstance(encoding, str) else encoding[0]


def western_reading(data):
    """Bytes read as windows-1252, as WHATWG does: bytes without a letter are control characters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


def confused(corpus):
    """UTF-8 read as Windows-1252 and written as UTF-8 again; bytes that are no UTF-8."""
    columns = [
        *cols("account name phone email"),
        Col("remark", "opaque", phrase(["né en été", "ok", "Málaga", "déjà vu", "São Paulo"]), "other"),
    ]
    for name, times, what in [
        ("mojibake.csv", 1, "UTF-8 that was read as windows-1252 and saved as UTF-8, every cell."),
        ("mojibake-twice.csv", 2, "The same, twice."),
    ]:
        records = corpus.pick_accented(name, 40)
        text = lines.csv_text(columns, records).decode()
        for _ in range(times):
            text = western_reading(text.encode())
        flags = [[not col.of(r).isascii() for col in columns] for r in records]
        corpus.add(
            f"encodings/{name}", text.encode(), what, "delimited", [table(columns, records)],
            flaws={"mojibake": sum(map(any, flags))}, flawed_cells={"mojibake": sum(map(sum, flags))},
        )  # fmt: skip
    records = corpus.pick_accented("mojibake some", 40)
    flags = [at % 4 == 1 and not c.full_name(r).isascii() for at, r in enumerate(records)]
    body = [lines.header(columns[:4], ",")]
    body += [
        western_reading(line.encode()) if flag else line
        for flag, line in zip(flags, lines.rows(columns[:4], records, ","))
    ]
    corpus.add(
        "encodings/mojibake-some-rows.csv",
        lines.text(body),
        "Good UTF-8, but for some rows that were read as windows-1252 before.",
        "delimited",
        [table(columns[:4], records)],
        flaws={"mojibake": sum(flags)},
        flawed_cells={"mojibake": sum(flags)},
    )
    records = corpus.pick_accented("bad bytes", 60, 0.9)
    body = [line.encode() for line in [lines.header(columns, ",")] + lines.rows(columns, records, ",")]
    for at, bad in ((9, b"\xff"), (25, b"\xc3"), (44, b"\xe2\x82")):
        body[at + 1] += bad
    data = b"".join(line + b"\n" for line in body)
    corpus.add(
        "encodings/bad-bytes.csv",
        data,
        "UTF-8 but for bytes in three remarks that are none.",
        "delimited",
        [table(columns, records)],
        flaws={"bad_encoding": 3},
    )
    records = corpus.pick("nul bytes", 40)
    small = cols("account name phone email")
    body = [line.encode() for line in lines.rows(small, records, ",")]
    data = lines.header(small, ",").encode() + b"\n" + b"\n".join(body) + b"\n\x1a"
    corpus.add(
        "encodings/dos-end.csv",
        data,
        "An end-of-file mark of DOS (0x1A) follows the rows.",
        "delimited",
        [table(small, records)],
    )


def elsewhere(corpus):
    """Encodings of forms other than CSV."""
    columns = paths(cols("account name email phone"))
    records = corpus.pick_accented("json utf-16", 30)
    data = b"\xff\xfe" + "".join(dump(nested(columns, r)) + "\n" for r in records).encode("utf-16-le")
    corpus.add(
        "encodings/lines-utf-16.jsonl",
        data,
        "JSON lines in UTF-16.",
        "json",
        [table(columns, records)],
        encoding="UTF-16LE",
    )
    records = corpus.pick_accented("sql latin", 30)
    listed = ", ".join(col.path for col in columns)
    text = "".join(
        f"INSERT INTO customers ({listed}) VALUES ('"
        + "', '".join(col.of(r).replace("'", "''") for col in columns)
        + "');\n"
        for r in records
    )
    corpus.add(
        "encodings/insert-windows-1252.sql",
        text.encode("cp1252"),
        "INSERT statements in windows-1252.",
        "sql",
        [table(columns, records, "customers")],
        encoding="windows-1252",
    )
