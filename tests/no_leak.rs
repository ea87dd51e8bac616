//! No value of the records or the sample, no canonical form, no digest and no key ever stands in what the program
//! writes: not on stdout or stderr, not in a report, a file of rows, an index, a sealed sample or a temporary file, and
//! not when it fails. Unmistakable values are planted, every command is run, and everything written is searched, also
//! while the program runs.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use support::secrets::{Secrets, base64};
use support::tables::{Table, gz};
use support::{ACME, Folder, OTHER, Ran, container, hex, key_file};

#[test]
fn the_search_finds_what_is_there() {
    assert_eq!(base64(b"assay"), "YXNzYXk=");
    assert_eq!(base64(b"Bloom!"), "Qmxvb20h");
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("company.csv", company(PLANTED).delimited(b','));
    folder.done("index company.csv --key acme.key -o acme.assay");
    let secrets = secrets(&folder.read("acme.assay"));
    assert!(secrets.len() > 500, "{}", secrets.len());
    assert!(
        secrets
            .found_in(b"0123456789 abcdefghijkl MARIA GARCIA 078-05-1120")
            .is_empty()
    );
    for (form, name) in secrets.forms() {
        let amid = [b"\"name\": x=".as_slice(), form, b" and more"].concat();
        assert!(secrets.found_in(&amid).contains(&name.as_str()), "{name}");
    }
    // Every planted value in every form, one by one.
    for (column, value) in header().iter().zip(PLANTED[0]) {
        let upper = value.to_uppercase();
        for written in [
            format!("column {column}: {value}"),
            format!("{value:?}"),
            format!("at {upper}."),
            format!("{:?}", format!("x {value}").as_bytes()),
            hex(value.as_bytes()),
            hex(upper.as_bytes()).to_uppercase(),
            base64(value.as_bytes()),
            base64(format!("x{value}").as_bytes()),
            base64(format!("xy{value} and more").as_bytes()),
        ] {
            // Some values are too short to be told from chance.
            assert_eq!(
                secrets.found_in(written.as_bytes()).is_empty(),
                value.len() < 6,
                "{column}: {written}"
            );
        }
    }
    for written in [
        "219638457",
        "+19075318642",
        "35693803564380",
        "ZEBULONQUA VORPALSNATCH",
        "BANDERSNATCH",
    ] {
        assert!(!secrets.found_in(written.as_bytes()).is_empty(), "canonical {written}");
    }
    assert!(!secrets.found_in(&folder.read("company.csv")).is_empty());
    assert!(!secrets.found_in(&folder.read("acme.key")).is_empty());
    assert!(!secrets.found_in(&ACME).is_empty());
    // A program that prints what it is given is caught, on stdout and in a file.
    let watched = Watched::new(&folder, &secrets);
    let mut cat = std::process::Command::new("sh");
    cat.args(["-c", "cat company.csv > copy; cat company.csv >&2"]);
    folder.prepare(&mut cat);
    let (ran, leaks) = watched.run(&mut cat, b"");
    assert!(
        ran.status == Some(0) && leaks.iter().any(|leak| leak.contains("stderr")),
        "{leaks:?}"
    );
    assert!(leaks.iter().any(|leak| leak.contains("/copy")), "{leaks:?}");
    // And one that keeps a temporary file for a moment.
    let mut brief = std::process::Command::new("sh");
    brief.args([
        "-c",
        "cat company.csv > \"$TMPDIR/spill\"; sleep 0.3; rm \"$TMPDIR/spill\"",
    ]);
    folder.prepare(&mut brief);
    let (_, leaks) = watched.run(&mut brief, b"");
    assert!(leaks.iter().any(|leak| leak.contains("/spill")), "{leaks:?}");
}

#[test]
fn nothing_leaks_where_all_goes_well() {
    let folder = planted_folder();
    let secrets = secrets(&folder.read("acme.assay"));
    let watched = Watched::new(&folder, &secrets);
    for line in [
        "keygen -o new.key",
        "index company.csv --key acme.key -o new.assay --company ACME --snapshot 2021-07-31 --covers all",
        "index company.parquet --key acme.key -o new.assay --own account,imei --link imei+licence",
        "index company.ndjson --key acme.key -o new.assay --threads 1",
        "index company.csv.gz --key acme.key -o new.assay --map opaque:plan=plan",
        "test sample.csv --index acme.assay --key acme.key --json report.json --rows rows.csv --population 1000000",
        "test sample.csv --index acme.assay --key acme.key --rows rows.parquet --claim-people 1000",
        "test sample.csv --index acme.assay --key acme.key --json -",
        "test sample.csv --index acme.assay --index other.assay --key acme.key --key other.key",
        "test sample.csv --index acme.assay --key acme.key --quiet --region GB --date-order day-first",
        "seal sample.csv --key acme.key -o new.sealed",
        "test sample.sealed --index acme.assay --key acme.key --json report.json --rows rows.csv",
        "inspect company.csv",
        "inspect sample.csv",
        "inspect acme.assay",
        "inspect sample.sealed",
        "inspect report.json",
        "inspect acme.key",
    ] {
        let ran = watched.clean(line);
        assert_eq!(ran.status, Some(0), "{ran}");
    }
    // The planted people were there to leak: each row of the sample about them is found to be theirs.
    watched.clean("test sample.csv --index acme.assay --key acme.key --rows rows.csv");
    let rows = folder.text("rows.csv");
    for number in 1..=PLANTED.len() {
        let row = rows.lines().nth(number).unwrap();
        assert!(row.contains(",full,"), "{row}");
    }
}

#[test]
fn nothing_leaks_from_tables_that_are_not_what_they_should_be() {
    every_mess(0);
}

/// The other half of the tables, so that two processors share them.
#[test]
fn nothing_leaks_from_more_tables_that_are_not_what_they_should_be() {
    every_mess(1);
}

fn every_mess(half: usize) {
    let folder = planted_folder();
    let secrets = secrets(&folder.read("acme.assay"));
    let watched = Watched::new(&folder, &secrets);
    let mut refusals = 0;
    let messes: Vec<_> = messes().into_iter().skip(half).step_by(2).collect();
    assert!(messes.len() > 20, "{}", messes.len());
    for (name, bytes) in &messes {
        folder.write(name, bytes);
        for line in [
            "index MESS --key acme.key -o new.assay",
            "index MESS --key acme.key -o new.assay --no-header --max-bad 100%",
            "index MESS --key acme.key -o new.assay --header --map ssn=nosuch",
            "index MESS --key acme.key -o new.assay --header --map ssn=#1,phone=#2 --max-bad 0%",
            "index company.csv MESS --key acme.key -o new.assay",
            "index MESS company.csv --key acme.key -o new.assay --delimiter pipe",
            "test MESS --index acme.assay --key acme.key --json report.json --rows rows.csv",
            "test MESS --index acme.assay --key acme.key --header --map ssn=nosuch",
            "test MESS --index acme.assay --key acme.key --header --map ssn=#1,name=#2,address=#3 --rows rows.csv",
            "test MESS --index acme.assay --key acme.key --no-header --delimiter pipe --encoding utf-16le",
            "test sample.csv --index MESS --key acme.key",
            "test sample.csv --index acme.assay --key MESS",
            "seal MESS --key acme.key -o new.sealed",
            "inspect MESS",
            "inspect MESS --header",
        ] {
            let line = line.replace("MESS", name);
            let ran = watched.clean(&line);
            assert!(matches!(ran.status, Some(0 | 1)), "{ran}");
            refusals += usize::from(ran.status == Some(1));
        }
        for line in [
            "index - --key acme.key -o new.assay",
            "test - --index acme.assay --key acme.key",
        ] {
            let ran = watched.clean_with(line, bytes);
            assert!(matches!(ran.status, Some(0 | 1)), "{ran}");
        }
    }
    assert!(refusals > messes.len() * 3, "{refusals} refusals are few");
}

#[test]
fn nothing_leaks_from_damaged_files() {
    let folder = planted_folder();
    let secrets = secrets(&folder.read("acme.assay"));
    let watched = Watched::new(&folder, &secrets);
    let mut random = support::random::Random::new(4);
    for (name, lines) in [
        (
            "acme.assay",
            ["test sample.csv --index damaged --key acme.key", "inspect damaged"],
        ),
        (
            "sample.sealed",
            ["test damaged --index acme.assay --key acme.key", "inspect damaged"],
        ),
        (
            "company.parquet",
            ["index damaged --key acme.key -o new.assay", "inspect damaged"],
        ),
        (
            "company.csv.gz",
            ["index damaged --key acme.key -o new.assay", "inspect damaged"],
        ),
        (
            "acme.key",
            ["test sample.csv --index acme.assay --key damaged", "inspect damaged"],
        ),
    ] {
        let whole = folder.read(name);
        for round in 0..12 {
            let mut bytes = whole.clone();
            match round % 3 {
                0 => bytes.truncate(random.below(whole.len())),
                1 => bytes[random.below(whole.len())] ^= 1 << random.below(8),
                _ => {
                    let at = random.below(whole.len());
                    bytes.splice(at..(at + 9).min(whole.len()), std::iter::repeat_n(0xFF, 9));
                }
            }
            folder.write("damaged", bytes);
            for line in lines {
                let ran = watched.clean(line);
                assert!(matches!(ran.status, Some(0 | 1)), "{ran}");
            }
        }
    }
    folder.write("wrong.key", key_file([7; 32]));
    for line in [
        "test sample.csv --index acme.assay --key wrong.key",
        "test sample.sealed --index acme.assay --key wrong.key",
        "test sample.csv --index other.assay --key acme.key",
        "index company.csv --key acme.key -o absent/new.assay",
        "seal sample.csv --key acme.key -o acme.key",
        "keygen -o acme.key",
    ] {
        let ran = watched.clean(line);
        assert!(matches!(ran.status, Some(1 | 2)), "{ran}");
    }
}

/// Other users of the machine may read a report, and nothing that holds digests or a key.
#[test]
fn what_is_personal_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = planted_folder();
    folder.done("keygen -o new.key");
    folder.done("test sample.csv --index acme.assay --key acme.key --json report.json --rows rows.csv");
    for (name, private) in [
        ("new.key", true),
        ("acme.assay", true),
        ("sample.sealed", true),
        ("report.json", false),
        ("rows.csv", false),
    ] {
        let mode = std::fs::metadata(folder.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077 == 0, private, "{name}: {mode:o}");
    }
}

/// A folder whose files are looked at while a program runs in it.
struct Watched<'a> {
    folder: &'a Folder,
    secrets: &'a Secrets,
}

impl Watched<'_> {
    fn new<'a>(folder: &'a Folder, secrets: &'a Secrets) -> Watched<'a> {
        Watched { folder, secrets }
    }

    fn clean(&self, line: &str) -> Ran {
        self.clean_with(line, b"")
    }

    /// Runs a line as talkatively as it can be made, and expects that no secret is anywhere.
    fn clean_with(&self, line: &str, stdin: &[u8]) -> Ran {
        let mut command = self.folder.command(&line.split(' ').collect::<Vec<_>>());
        for (name, value) in TALKATIVE {
            command.env(name, value);
        }
        let (ran, leaks) = self.run(&mut command, stdin);
        // Not the text of `ran`: it may be what leaks, and a test's output is kept in logs. All here is made up.
        assert!(leaks.is_empty(), "{line}: {leaks:#?}\n{ran}");
        assert!(!ran.stderr().contains("defect"), "{ran}");
        assert!(
            self.folder.left_behind().is_empty(),
            "{line}: {:?}",
            self.folder.left_behind()
        );
        ran
    }

    fn run(&self, command: &mut std::process::Command, stdin: &[u8]) -> (Ran, Vec<String>) {
        let before = self.stamps();
        let ended = AtomicBool::new(false);
        let (ran, mut leaks) = std::thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                let mut leaks = BTreeSet::new();
                let mut seen = before;
                loop {
                    let last = ended.load(Ordering::Relaxed);
                    self.look(&mut seen, &mut leaks);
                    if last {
                        return leaks;
                    }
                    std::thread::sleep(Duration::from_millis(3));
                }
            });
            let ran = support::run(command, stdin);
            ended.store(true, Ordering::Relaxed);
            (ran, watcher.join().unwrap())
        });
        for (place, bytes) in [("stdout", &ran.stdout), ("stderr", &ran.stderr)] {
            leaks.extend(
                self.secrets
                    .found_in(bytes)
                    .into_iter()
                    .map(|name| format!("{place}: {name}")),
            );
        }
        (ran, leaks.into_iter().collect())
    }

    /// Searches every file that is new or changed. What was there before the run are our own inputs.
    fn look(&self, seen: &mut BTreeMap<PathBuf, (SystemTime, u64)>, leaks: &mut BTreeSet<String>) {
        for (path, stamp) in self.stamps() {
            if seen.get(&path) != Some(&stamp) {
                // A file may be gone again.
                let bytes = std::fs::read(&path).unwrap_or_default();
                let found = self.secrets.found_in(&bytes);
                leaks.extend(found.into_iter().map(|name| format!("{}: {name}", path.display())));
                seen.insert(path, stamp);
            }
        }
    }

    fn stamps(&self) -> BTreeMap<PathBuf, (SystemTime, u64)> {
        let folders = [self.folder.path("."), self.folder.temporary().to_owned()];
        let mut paths: Vec<PathBuf> = folders.iter().flat_map(|folder| beneath(folder)).collect();
        paths.sort();
        let stamp = |path: PathBuf| {
            let metadata = std::fs::metadata(&path).ok()?;
            Some((path, (metadata.modified().ok()?, metadata.len())))
        };
        paths.into_iter().filter_map(stamp).collect()
    }
}

fn beneath(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.flat_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => beneath(&entry.path()),
        Ok(kind) if kind.is_file() => vec![entry.path()],
        _ => Vec::new(),
    });
    paths.collect()
}

/// A folder with the planted people in company and sample, an index of the company, the sample sealed, and other
/// forms of both.
fn planted_folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("other.key", key_file(OTHER));
    let company = company(PLANTED);
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
fn company(planted: [[&str; 15]; 3]) -> Table {
    let shipped = Table::of_csv(&std::fs::read(support::datasets().join("company.csv")).unwrap());
    let mut rows: Vec<Vec<String>> = planted.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    rows.extend(shipped.rows[..600].iter().cloned());
    Table {
        header: shipped.header,
        rows,
    }
}

fn header() -> Vec<String> {
    company(PLANTED).header
}

/// Tables that are ragged, cut, misencoded, misnamed or something else altogether, each with planted values where a
/// careless message would repeat them.
fn messes() -> Vec<(&'static str, Vec<u8>)> {
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

/// Everything that must not be found: the planted values, their canonical forms and parts, their digests, the keys.
fn secrets(index: &[u8]) -> Secrets {
    let mut secrets = Secrets::default();
    for (number, person) in PLANTED.iter().enumerate() {
        for (column, value) in header().iter().zip(person) {
            secrets.add_value(&format!("{column} of person {number}"), value);
        }
    }
    for value in CANONICAL {
        secrets.add_value("a canonical form or a part of a value", value);
    }
    for (class, value) in DIGESTED {
        let digest = digest(index, class, value);
        secrets.add_encoded(&format!("digest of a {class}"), &digest);
        let numbers = [u64::from_le_bytes(digest), u64::from_be_bytes(digest)];
        for number in numbers {
            secrets.add_value(&format!("digest of a {class}"), &format!("{number:016x}"));
            secrets.add_value(&format!("digest of a {class}"), &number.to_string());
        }
    }
    for key in [ACME, OTHER] {
        secrets.add_bytes("a key", &key);
        // A half would be as bad.
        secrets.add_bytes("a key's first half", &key[..16]);
        secrets.add_bytes("a key's second half", &key[16..]);
        secrets.add_bytes("a key's seal key", &blake3::derive_key("assay 1 manifest seal", &key));
    }
    secrets
}

/// The digest of a value, written out anew from the description in tests/vectors.
fn digest(index: &[u8], class: &str, value: &str) -> [u8; 8] {
    let section = container::sections(index)
        .into_iter()
        .find(|section| section.tag == *b"MANI")
        .unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&index[section.content][32..]).unwrap();
    let classes = manifest["classes"].as_array().unwrap();
    let entry = classes.iter().find(|entry| entry["class"] == class).unwrap();
    let versions = entry["versions"].as_array().unwrap().iter();
    let versions: Vec<u8> = versions
        .flat_map(|version| (version.as_u64().unwrap() as u32).to_le_bytes())
        .collect();
    let mut material = Vec::new();
    for part in [&ACME[..], class.as_bytes(), &versions] {
        material.extend((part.len() as u64).to_le_bytes());
        material.extend(part);
    }
    let mut message = value.as_bytes().to_vec();
    message.push(0x80);
    message.resize(message.len().next_multiple_of(64), 0);
    let hash = blake3::keyed_hash(&blake3::derive_key("assay 1 class subkey", &material), &message);
    hash.as_bytes()[..8].try_into().unwrap()
}

/// Made-up people whose values are like nobody's: account, given name, surname, ssn, dob, phone, email, address, city,
/// state, zip, imei, licence, plan, signup date.
const PLANTED: [[&str; 15]; 3] = [
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
const CANONICAL: [&str; 37] = [
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

/// Canonical values of which the digest must not show either.
const DIGESTED: [(&str, &str); 5] = [
    ("ssn", "219638457"),
    ("phone", "+19075318642"),
    ("email", "zebulonqua.vorpal7391@jabberwockmail.com"),
    ("ssn+phone", "219638457\u{1f}+19075318642"),
    ("name+ssn", "VORPALSNATCH\u{1f}219638457"),
];

/// What makes Rust programs and their libraries say more than they should.
const TALKATIVE: [(&str, &str); 6] = [
    ("RUST_BACKTRACE", "full"),
    ("RUST_LIB_BACKTRACE", "1"),
    ("RUST_LOG", "trace"),
    ("POLARS_VERBOSE", "1"),
    ("POLARS_VERBOSE_SENSITIVE", "1"),
    ("POLARS_BACKTRACE_IN_ERR", "1"),
];
