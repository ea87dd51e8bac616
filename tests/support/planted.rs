//! Made-up people whose values are like nobody's, and tables in which a careless message would repeat them.

use super::tables::{Table, gz};
use super::{ACME, Folder, OTHER, key_file};

/// A folder with the planted people in company and sample, an index of the company, the sample sealed, and other
/// forms of both.
pub(crate) fn planted_folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("other.key", key_file(OTHER));
    let company = company(PLANTED);
    folder.link_to_copy("claim.toml");
    folder.write("company.csv", company.delimited(b','));
    folder.write("company.parquet", company.parquet());
    folder.write("company.ndjson", company.json_lines());
    folder.write("company.csv.gz", gz(&company.delimited(b',')));
    folder.write("sample.csv", company.part(0..60).delimited(b';'));
    folder.done("index company.csv --key acme.key -o acme.assay");
    folder.done("index company.csv --key other.key -o other.assay");
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    folder
}

/// The planted people, then some of the shipped company.
pub(crate) fn company(planted: [[&str; 15]; 3]) -> Table {
    let shipped = Table::of_csv(&std::fs::read(super::datasets().join("company.csv")).unwrap());
    let mut rows: Vec<Vec<String>> = planted.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    rows.extend(shipped.rows[..600].iter().cloned());
    Table {
        header: shipped.header,
        rows,
    }
}

pub(crate) fn header() -> Vec<String> {
    company(PLANTED).header
}

/// Tables that are ragged, cut, misencoded, misnamed or something else altogether, each with planted values where a
/// careless message would repeat them.
pub(crate) fn messes() -> Vec<(&'static str, Vec<u8>)> {
    let whole = company(PLANTED);
    let csv = String::from_utf8(whole.part(0..40).delimited(b',')).unwrap();
    let (header, body) = csv.split_once('\n').unwrap();
    let person = PLANTED[0].join(",");
    let [_, given, surname, ssn, _, phone, email, address, ..] = PLANTED[0];
    let every = |change: &dyn Fn(&str) -> String| {
        let rows = body
            .lines()
            .map(|line| line.split(',').map(change).collect::<Vec<_>>().join(","));
        format!("{header}\n{}\n", rows.collect::<Vec<_>>().join("\n"))
    };
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(csv.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let parquet = whole.parquet();
    let json = whole.part(0..5).json_lines();
    let texts = [
        ("malformed.csv", every(&|cell| format!("{cell}?!x"))),
        (
            "broken.csv",
            every(&|cell| cell.chars().skip(1).chain("~~".chars()).collect()),
        ),
        (
            "ragged.csv",
            format!("{header}\n{person},{person}\n{ssn}\n{given},{surname}\n{body}"),
        ),
        (
            "all-ragged.csv",
            format!("{header}\n{}", format!("{ssn},{email}\n{person},{phone}\n").repeat(30)),
        ),
        (
            "quotes.csv",
            format!("{header}\n\"{person}\n{body}\n\"{ssn}\"x,\"{email}\n{body}"),
        ),
        ("quote-in-header.csv", format!("\"{header}\n{body}")),
        ("no-header.csv", body.to_owned()),
        ("person-as-header.csv", format!("{person}\n{body}")),
        ("names-as-header.csv", format!("{given},{surname},{address}\nx,y,z\n")),
        (
            "twice-in-header.csv",
            format!("{surname},{surname},{ssn},{ssn}\na,b,c,d\ne,f,g,h\n"),
        ),
        (
            "one-column.csv",
            format!("{email}\n{email}\n{ssn}\n{phone}\n").repeat(9),
        ),
        ("combo.txt", format!("{email}:{surname}77\n").repeat(20)),
        (
            "url.txt",
            format!("https://{surname}.example/login:{email}:{surname}77\n").repeat(20),
        ),
        (
            "log.txt",
            format!("name={given} {surname} ssn={ssn} email={email}\n").repeat(20),
        ),
        (
            "block.txt",
            format!("Name: {given} {surname}\nSSN: {ssn}\nEmail: {email}\n\n").repeat(20),
        ),
        (
            "dump.sql",
            format!("INSERT INTO `people` VALUES ('{given}','{surname}','{ssn}'),('{email}','{phone}');\n"),
        ),
        (
            "people.xml",
            format!("<?xml version=\"1.0\"?><p><n>{given} {surname}</n><s>{ssn}</s></p>\n"),
        ),
        (
            "people.json",
            format!("[{{\"name\": \"{given} {surname}\", \"ssn\": \"{ssn}\"}}, {{\"{email}\": ]\n"),
        ),
        (
            "php.txt",
            format!(
                "a:2:{{s:5:\"email\";s:{}:\"{email}\";s:3:\"ssn\";s:11:\"{ssn}\";}}\n",
                email.len()
            ),
        ),
        (
            "lines.ndjson",
            format!(
                "{{\"ssn\": \"{ssn}\", \"{surname}\": {{\"{given}\": [\"{email}\"]}}}}\n{{\"ssn\": {ssn}\n{email}\n"
            ),
        ),
        (
            "types.ndjson",
            format!(
                "{{\"ssn\": {}, \"email\": [\"{email}\"], \"{surname}\": true}}\n",
                ssn.replace('-', "")
            )
            .repeat(9),
        ),
        (
            "false-report.json",
            format!("{{\"schema\": \"assay.report/1\", \"tool\": \"{surname}\", \"{email}\": \"{ssn}\"}}"),
        ),
        (
            "schema.json",
            format!("{{\"schema\": \"assay.report/{surname}\", \"evidence\": \"{email}\"}}"),
        ),
        ("a.key", format!("# assay key {surname}\nassay-key-1:{ssn}{email}\n")),
        (
            "control.csv",
            format!("{header}\n\u{1b}[31m{person}\u{7}\n\u{202e}{body}"),
        ),
        ("nul.csv", csv.replace(surname, &format!("{surname}\0"))),
        (
            "long.csv",
            format!("{header}\n{}{}\n{body}", surname.repeat(90_000), email),
        ),
        ("old-mac.csv", csv.replace('\n', "\r")),
        ("mojibake.csv", csv.replace(given, &format!("{given}Ã©Ã¼"))),
        (
            "dates.csv",
            format!("ssn,dob\n{}", format!("{ssn},03/04/1947\n{ssn},{surname}\n").repeat(20)),
        ),
        (
            "days.csv",
            format!(
                "ssn,dob\n{}",
                format!("{ssn},29/03/1947\n{ssn},03/29/1947\n").repeat(20)
            ),
        ),
        (
            "masked.csv",
            format!(
                "ssn,email\n{}",
                format!("***-**-8457,z***{}\n{ssn},{email}\n", &email[4..]).repeat(20)
            ),
        ),
        (
            "wide.csv",
            format!("{}\n{}\n", vec![surname; 300].join(","), vec![ssn; 300].join(",")),
        ),
        (
            "wrong-columns.csv",
            format!(
                "ssn,phone,email,dob\n{}",
                format!("{email},{surname},{ssn},{phone}\n").repeat(30)
            ),
        ),
    ];
    let mut messes: Vec<(&str, Vec<u8>)> = texts.map(|(name, text)| (name, text.into_bytes())).to_vec();
    let starts = |magic: &[u8]| [magic, person.as_bytes(), b"\n"].concat();
    messes.extend([
        (
            "latin.csv",
            csv.bytes()
                .flat_map(|byte| if byte == b'a' { vec![0xE1] } else { vec![byte] })
                .collect(),
        ),
        (
            "invalid.csv",
            [csv.as_bytes(), b"\xff\xfe\xfd,", person.as_bytes(), b"\xc3\n"].concat(),
        ),
        ("utf16.csv", utf16.clone()),
        ("odd-utf16.csv", utf16[..utf16.len() - 1].to_vec()),
        ("cut.parquet", parquet[..parquet.len() / 2].to_vec()),
        ("no-end.parquet", parquet[..parquet.len() - 2].to_vec()),
        ("text.parquet", starts(b"PAR1")),
        ("text.gz", starts(b"\x1f\x8b\x08")),
        ("text.zst", starts(b"\x28\xb5\x2f\xfd")),
        ("text.arrow", starts(b"ARROW1\0\0")),
        ("text.zip", starts(b"PK\x03\x04")),
        ("text.assay", starts(b"ASSAYIDX\x01\0\0\0")),
        ("text.sealed", starts(b"ASSAYSEA\x01\0\0\0")),
        ("text.key", starts(b"assay-key-1:")),
        ("cut.csv.gz", {
            let packed = gz(csv.as_bytes());
            packed[..packed.len() - 9].to_vec()
        }),
        ("cut.ndjson", json[..json.len() - 40].to_vec()),
    ]);
    messes
}

/// Made-up people whose values are like nobody's: account, given name, surname, ssn, dob, phone, email, address, city,
/// state, zip, imei, licence, plan, signup date.
pub(crate) const PLANTED: [[&str; 15]; 3] = [
    [
        "Q7391846205",
        "Zebulonqua",
        "Vorpalsnatch",
        "219-63-8457",
        "1947-03-29",
        "9075318642",
        "zebulonqua.vorpal7391@jabberwockmail.com",
        "48613 Bandersnatch Gyre Blvd Apt 977",
        "Tulgeywoodville",
        "AK",
        "99587-6241",
        "356938035643809",
        "ZK739184605173",
        "uffish-tariff",
        "2017-11-23",
    ],
    [
        "Q8204617395",
        "Mimsyborough",
        "Outgrabequist",
        "527-81-9346",
        "1938-10-17",
        "5128937461",
        "m_outgrabe_8204617@frabjouspost.net",
        "97531 Slithytove Wabe Pkwy",
        "Mome Rathsburg",
        "TX",
        "78799-3168",
        "867412049182735",
        "YX820461739528",
        "beamish-tariff",
        "2014-02-19",
    ],
    [
        "Q6159384720",
        "Callooh",
        "Brilligworth",
        "318-47-6295",
        "1961-08-05",
        "(312) 847-2965",
        "CALLOOH.BRILLIG+61593@Manxomefoe.Org",
        "86429 Tumtum Tree Ter Fl 31",
        "Snickersnack Heights",
        "IL",
        "60699-5274",
        "355296134295430",
        "WV615938472064",
        "galumphing-tariff",
        "2019-05-31",
    ],
];

/// What the planted values fold to, and parts of them that nothing else has.
pub(crate) const CANONICAL: [&str; 37] = [
    "219638457",
    "527819346",
    "318476295",
    "+19075318642",
    "+15128937461",
    "+13128472965",
    "35693803564380",
    "86741204918273",
    "35529613429543",
    "ZEBULONQUA VORPALSNATCH",
    "MIMSYBOROUGH OUTGRABEQUIST",
    "CALLOOH BRILLIGWORTH",
    "48613 BANDERSNATCH GYRE BLVD",
    "97531 SLITHYTOVE WABE PKWY",
    "86429 TUMTUM TREE TER",
    "bandersnatch",
    "slithytove",
    "tumtum",
    "jabberwockmail",
    "frabjouspost",
    "manxomefoe",
    "callooh.brillig+61593@manxomefoe.org",
    "vorpal7391",
    "outgrabe_8204617",
    "TULGEYWOODVILLE",
    "MOME RATHSBURG",
    "SNICKERSNACK",
    "995876241",
    "787993168",
    "606995274",
    "03/29/1947",
    "10/17/1938",
    "08/05/1961",
    "29/03/1947",
    "17/10/1938",
    "05/08/1961",
    "8204617395",
];
