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

use support::planted::{CANONICAL, PLANTED, company, header, messes, planted_folder};
use support::secrets::{Secrets, base64};
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
        "test sample.csv --index acme.assay --key acme.key --claim claim.toml --claim-fields ssn,phone,names",
        "test sample.csv --index acme.assay --key acme.key --json -",
        "test sample.csv --index acme.assay --index other.assay --key acme.key --key other.key",
        "test sample.csv --index acme.assay --key acme.key --quiet --region GB --date-order day-first",
        "test sample.csv --index acme.assay --key acme.key --controls customers=company.csv --controls fabricated=sample.csv",
        "estimate sample.csv",
        "estimate sample.csv company.csv --json sizes.json --claim-rows 100000",
        "estimate company.csv sample.csv --json - --memory 64MiB --sampling random",
        "inspect sizes.json",
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
            "test sample.csv --index acme.assay --key acme.key --claim MESS",
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
