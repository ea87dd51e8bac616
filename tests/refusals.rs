//! What can't be done is refused: status 1, a message that names the file and says what to do, no output, and what
//! stood at the output's place before stays. A wrong key or a damaged file never looks like a 0 % match.

#![allow(clippy::unwrap_used)]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use support::tables::{Table, gz, zst};
use support::{ACME, Folder, OTHER, PROGRAM, Ran, container, key_file};

#[test]
fn a_wrong_key_is_refused() {
    let folder = folder();
    folder.done("seal sample.csv --key other.key -o other.sealed");
    refused(
        &folder,
        "test sample.csv --index acme.assay --key other.key",
        &["acme.assay", "key", "assay inspect"],
    );
    refused(
        &folder,
        "test sample.sealed --index acme.assay --key other.key",
        &["acme.assay", "key"],
    );
    refused(
        &folder,
        "test other.sealed --index acme.assay --key acme.key",
        &["other.sealed", "acme.assay", "--key"],
    );
    refused(
        &folder,
        "test other.sealed --index acme.assay --key acme.key --key other.key",
        &["other.sealed", "same key"],
    );
}

#[test]
fn a_forged_manifest_is_refused() {
    let folder = folder();
    let rename = |json: &str| json.replace("\"ACME\"", "\"ACMF\"");
    folder.write(
        "forged.assay",
        container::with_manifest(&folder.read("acme.assay"), None, rename),
    );
    refused(
        &folder,
        "test sample.csv --index forged.assay --key acme.key",
        &["forged.assay", "seal"],
    );
    // Sealed anew by somebody with another key, who claims the first one's id.
    folder.write(
        "forged.assay",
        container::with_manifest(&folder.read("acme.assay"), Some(OTHER), rename),
    );
    for keys in ["--key acme.key", "--key acme.key --key other.key"] {
        refused(
            &folder,
            &format!("test sample.csv --index forged.assay {keys}"),
            &["forged.assay", "seal"],
        );
    }
    let more = |json: &str| json.replace("\"rows\":24", "\"rows\":25");
    folder.write(
        "forged.sealed",
        container::with_manifest(&folder.read("sample.sealed"), None, more),
    );
    refused(
        &folder,
        "test forged.sealed --index acme.assay --key acme.key",
        &["forged.sealed", "seal"],
    );
    // By a holder of the key it is believed: the check above is of the seal and of nothing else.
    folder.write(
        "own.assay",
        container::with_manifest(&folder.read("acme.assay"), Some(ACME), rename),
    );
    folder.done("test sample.csv --index own.assay --key acme.key");
}

#[test]
fn an_index_by_other_rules_is_refused() {
    let folder = folder();
    for (name, tested) in [("acme.assay", "sample.csv"), ("sample.sealed", "other.it")] {
        let bytes = folder.read(name);
        let versions = |json: &str| match name {
            "acme.assay" => json.replacen("\"versions\":[1", "\"versions\":[99", 1),
            _ => json.replacen("\",[1", "\",[99", 1),
        };
        folder.write("other.it", container::with_manifest(&bytes, Some(ACME), versions));
        let index = if name == "acme.assay" { "other.it" } else { "acme.assay" };
        refused(
            &folder,
            &format!("test {tested} --index {index} --key acme.key"),
            &["other.it", "other rules", "99"],
        );
    }
    let index = folder.read("acme.assay");
    let format = |bytes: &[u8], version: u32| [&bytes[..8], &version.to_le_bytes(), &bytes[12..]].concat();
    folder.write("later.assay", format(&index, 2));
    let told = ["later.assay", "version 2", "version 1"];
    refused(&folder, "test sample.csv --index later.assay --key acme.key", &told);
    refused(&folder, "inspect later.assay", &told);
    let scheme = |json: &str| json.replace("\"scheme\":\"keyed\"", "\"scheme\":\"other\"");
    folder.write("scheme.assay", container::with_manifest(&index, Some(ACME), scheme));
    refused(
        &folder,
        "test sample.csv --index scheme.assay --key acme.key",
        &["scheme.assay"],
    );
}

#[test]
fn an_unknown_section_is_refused_if_it_is_required_and_passed_over_if_not() {
    let folder = folder();
    let with = |tag: &[u8; 4]| [&folder.read("acme.assay")[..], tag, &3u64.to_le_bytes(), b"abc"].concat();
    folder.write("more.assay", with(b"Xtra"));
    refused(
        &folder,
        "test sample.csv --index more.assay --key acme.key",
        &["more.assay"],
    );
    folder.write("more.assay", with(b"xtra"));
    let told = folder
        .done("test sample.csv --index more.assay --key acme.key --json -")
        .stdout();
    assert!(told.contains("\"full\": 2"), "{told}");
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let folder = folder();
    for (name, test) in DAMAGED {
        let whole = folder.read(name);
        let mut random = support::random::Random::new(1);
        // Below 8 bytes nothing says what it was.
        let mut cuts: Vec<usize> = vec![8, 9, 11, 12, 13, whole.len() - 1];
        for section in container::sections(&whole) {
            let content = &section.content;
            cuts.extend([
                section.head,
                section.head + 3,
                section.head + 11,
                content.start,
                content.start + 1,
            ]);
            cuts.extend([content.end - 1, content.end]);
        }
        cuts.extend((0..40).map(|_| random.below(whole.len())));
        cuts.retain(|cut| (8..whole.len()).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        assert!(cuts.len() > 40);
        for cut in cuts {
            folder.write("damaged", &whole[..cut]);
            refused(&folder, test, &["damaged"]);
            let inspected = folder.run(&["inspect", "damaged"]);
            assert_eq!(inspected.status, Some(1), "cut at {cut}: {inspected}");
        }
        folder.write("damaged", [&whole[..], b"\0"].concat());
        refused(&folder, test, &["damaged"]);
    }
}

#[test]
fn a_flipped_bit_is_refused_or_is_not_touched_and_never_changes_a_result() {
    let folder = folder();
    for (name, test) in DAMAGED {
        let whole = folder.read(name);
        let sections = container::sections(&whole);
        folder.write("damaged", &whole);
        let undamaged = folder.done(&format!("{test} --rows rows.csv")).findings();
        let rows = folder.read("rows.csv");
        let mut random = support::random::Random::new(2);
        let mut places: Vec<usize> = (0..12).collect();
        for section in &sections {
            // Every byte of its head, the hash and the beginning of what is in it, and some of the rest.
            places.extend(section.head..section.content.start);
            places.extend((0..3).map(|_| section.content.start + random.below(32.min(section.content.len()))));
            places.extend((0..6).map(|_| section.content.start + random.below(section.content.len())));
        }
        places.extend((0..60).map(|_| random.below(whole.len())));
        let (mut refusals, mut untouched) = (0, 0);
        for at in places {
            let bit = random.below(8);
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            folder.write("damaged", &bytes);
            let ran = folder.run(&format!("{test} --rows rows.csv").split(' ').collect::<Vec<_>>());
            let place = format!("{name}, bit {bit} of byte {at}");
            match ran.status {
                Some(0) => {
                    untouched += 1;
                    assert_eq!(ran.findings(), undamaged, "{place} changes the report");
                    assert!(folder.read("rows.csv") == rows, "{place} changes the rows");
                    assert_eq!(name, "acme.assay", "{place}: all of a sealed sample is touched");
                    let holds = sections.iter().find(|section| section.content.contains(&at)).unwrap();
                    assert_eq!(
                        holds.tag, *b"SHRD",
                        "{place}: only a filter that isn't asked may be damaged"
                    );
                }
                Some(1) => {
                    refusals += 1;
                    let told = ran.stderr();
                    assert!(
                        told.starts_with("assay: ") && told.contains("damaged"),
                        "{place}: {ran}"
                    );
                    assert!(ran.stdout.is_empty(), "{place}: {ran}");
                    assert!(folder.read("rows.csv") == rows, "{place}: the rows of before stay");
                }
                _ => panic!("{place}: {ran}"),
            }
            assert!(folder.left_behind().is_empty(), "{place}");
        }
        assert!(refusals > 100, "{name}: {refusals}");
        assert_eq!(untouched > 0, name == "acme.assay", "{name}: {untouched}");
    }
}

#[test]
fn sections_in_another_order_or_twice_are_refused() {
    let folder = folder();
    let whole = folder.read("acme.assay");
    let sections = container::sections(&whole);
    let part = |at: usize| &whole[sections[at].head..sections[at].content.end];
    let shards: Vec<usize> = (0..sections.len()).filter(|at| sections[*at].tag == *b"SHRD").collect();
    for (first, second) in [(shards[0], shards[1]), (shards[7], shards[8])] {
        let mut order: Vec<usize> = (0..sections.len()).collect();
        order.swap(first, second);
        let parts: Vec<&[u8]> = order.into_iter().map(part).collect();
        folder.write("swapped.assay", [&whole[..12], &parts.concat()].concat());
        refused(
            &folder,
            "test sample.csv --index swapped.assay --key acme.key",
            &["swapped.assay", "damaged"],
        );
    }
    for twice in 0..sections.len() {
        folder.write("twice.assay", [&whole, part(twice)].concat());
        refused(
            &folder,
            "test sample.csv --index twice.assay --key acme.key",
            &["twice.assay", "damaged"],
        );
    }
}

#[test]
fn a_file_that_is_something_else_is_refused() {
    let folder = folder();
    folder.write("empty", "");
    folder.write("blank.csv", "\n\n\n");
    folder.write("header.csv", "first_name,last_name,ssn\n");
    folder.write(
        "image.png",
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0".as_slice(),
            &noise(4_000),
        ]
        .concat(),
    );
    folder.write(
        "image.jpg",
        [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01".as_slice(), &noise(4_000)].concat(),
    );
    folder.write(
        "packed.zip",
        [b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), &noise(4_000)].concat(),
    );
    folder.write("noise", noise(4_000));
    folder.write(
        "page.pdf",
        [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".as_slice(), &noise(4_000)].concat(),
    );
    folder.write("base.sqlite", [b"SQLite format 3\0".as_slice(), &noise(4_000)].concat());
    folder.done("test sample.csv --index acme.assay --key acme.key --json report.json");
    std::fs::create_dir(folder.path("folder")).unwrap();

    let with = ["--index acme.assay --key acme.key"];
    for sample in [
        "empty",
        "blank.csv",
        "header.csv",
        "image.png",
        "image.jpg",
        "packed.zip",
        "noise",
        "page.pdf",
        "base.sqlite",
        "folder",
        "absent.csv",
        "acme.assay",
        "acme.key",
        "report.json",
    ] {
        refused(&folder, &format!("test {sample} {}", with[0]), &[sample]);
        refused(&folder, &format!("seal {sample} --key acme.key -o out"), &[sample]);
    }
    for table in [
        "empty",
        "blank.csv",
        "header.csv",
        "image.png",
        "image.jpg",
        "packed.zip",
        "noise",
        "page.pdf",
        "base.sqlite",
        "folder",
        "absent.csv",
        "acme.assay",
        "acme.key",
        "sample.sealed",
    ] {
        refused(&folder, &format!("index {table} --key acme.key -o out"), &[]);
    }
    for table in [
        "empty",
        "image.png",
        "packed.zip",
        "noise",
        "folder",
        "absent.csv",
        "acme.assay",
        "sample.sealed",
    ] {
        refused(
            &folder,
            &format!("index company.csv {table} --key acme.key -o out"),
            &[table],
        );
    }
    for index in [
        "empty",
        "image.png",
        "noise",
        "folder",
        "absent",
        "acme.key",
        "sample.csv",
        "sample.sealed",
        "report.json",
    ] {
        refused(
            &folder,
            &format!("test sample.csv --index {index} --key acme.key"),
            &[index],
        );
        refused(
            &folder,
            &format!("test sample.sealed --index {index} --key acme.key"),
            &[index],
        );
    }
    for key in [
        "empty",
        "image.png",
        "noise",
        "folder",
        "absent",
        "acme.assay",
        "sample.csv",
        "sample.sealed",
        "report.json",
    ] {
        refused(
            &folder,
            &format!("test sample.csv --index acme.assay --key {key}"),
            &[key, "key"],
        );
        refused(&folder, &format!("index company.csv --key {key} -o out"), &[key, "key"]);
        refused(&folder, &format!("seal sample.csv --key {key} -o out"), &[key, "key"]);
    }
    for file in [
        "empty",
        "blank.csv",
        "image.png",
        "packed.zip",
        "noise",
        "page.pdf",
        "folder",
        "absent.csv",
    ] {
        refused(&folder, &format!("inspect {file}"), &[file]);
    }
}

#[test]
fn a_broken_key_file_is_refused() {
    let folder = folder();
    let good = key_file(ACME);
    for (what, key) in [
        ("short", good.replace("\n", "")[..good.len() - 3].to_owned()),
        ("long", good.replace('\n', "00\n")),
        ("no prefix", good.replace("assay-key-1:", "")),
        ("another prefix", good.replace("-1:", "-2:")),
        ("no digits", "assay-key-1:\n".to_owned()),
        ("other letters", good.replace("61", "xy")),
        ("two keys", good.repeat(2)),
        ("comment only", "# assay key\n".to_owned()),
    ] {
        folder.write("bad.key", &key);
        for command in [
            "index company.csv --key bad.key -o out",
            "test sample.csv --index acme.assay --key bad.key",
            "test sample.csv --index acme.assay --key acme.key --key bad.key",
            "seal sample.csv --key bad.key -o out",
        ] {
            let ran = refused(&folder, command, &["bad.key", "assay keygen"]);
            let digits = key.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
            assert!(digits.len() < 8 || !ran.stderr().contains(digits), "{what}: {ran}");
        }
    }
    let before = folder.read("acme.key");
    let told = folder.run(&["keygen", "-o", "acme.key"]);
    assert_eq!(told.status, Some(1), "{told}");
    assert!(
        told.stderr().contains("acme.key") && told.stderr().contains("never overwritten"),
        "{told}"
    );
    assert_eq!(folder.read("acme.key"), before);
    folder.done("keygen -o new.key");
    let mode = std::fs::metadata(folder.path("new.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_column_that_is_not_there_is_refused() {
    let folder = folder();
    for map in [
        "ssn=nosuch",
        "ssn=#99",
        "ssn=#0",
        "phone=ssn,email=nosuch",
        "phone=ssn,ssn=ssn",
    ] {
        for command in [
            "index company.csv --key acme.key -o out",
            "test sample.csv --index acme.assay --key acme.key",
            "seal sample.csv --key acme.key -o out",
            "inspect sample.csv",
        ] {
            let command = format!("{command} --map {map}");
            let ran = folder.run(&command.split(' ').collect::<Vec<_>>());
            assert!(matches!(ran.status, Some(1 | 2)), "{ran}");
            assert!(ran.stdout.is_empty() && !folder.path("out").exists(), "{ran}");
            assert!(folder.left_behind().is_empty(), "{ran}");
        }
    }
    refused(
        &folder,
        "index company.csv --key acme.key -o out --map ssn=nosuch",
        &["nosuch", "its number"],
    );
    refused(
        &folder,
        "index company.csv --key acme.key -o out --link imsi+ssn",
        &["--link", "imsi", "--map"],
    );
    refused(
        &folder,
        "index company.csv --key acme.key -o out --no-link imsi+ssn",
        &["--no-link"],
    );
    refused(&folder, "index company.csv --key acme.key -o out --own card", &["card"]);
}

#[test]
fn files_that_are_not_there_are_refused() {
    let folder = folder();
    refused(&folder, "index none-*.csv --key acme.key -o out", &["none-*.csv"]);
    refused(
        &folder,
        "index company.csv none-*.csv --key acme.key -o out",
        &["none-*.csv"],
    );
    refused(&folder, "index [ --key acme.key -o out", &["["]);
    folder.write("other.csv", "ssn,plan\n123-45-6789,x\n");
    refused(
        &folder,
        "index company.csv other.csv --key acme.key -o out",
        &["other.csv", "company.csv", "column"],
    );
}

#[test]
fn stdin_serves_one_purpose() {
    let folder = folder();
    for command in [
        "index - --key - -o out",
        "index - - --key acme.key -o out",
        "test - --index acme.assay --key -",
        "test sample.csv --index acme.assay --key - --key -",
        "seal - --key - -o out",
    ] {
        let ran = folder.run_with(&command.split(' ').collect::<Vec<_>>(), &folder.read("acme.key"));
        assert_eq!(ran.status, Some(2), "{ran}");
        assert!(ran.stderr().contains("stdin"), "{ran}");
        assert!(ran.stdout.is_empty() && !folder.path("out").exists(), "{ran}");
    }
    let empty = |command: &str| refused(&folder, command, &["stdin"]);
    empty("index - --key acme.key -o out");
    empty("test - --index acme.assay --key acme.key");
    empty("seal - --key acme.key -o out");
    empty("index company.csv --key - -o out");
}

#[test]
fn a_table_that_is_not_what_it_is_taken_for_is_refused() {
    let folder = folder();
    folder.write("plans.csv", "plan,colour,weight\nbasic,red,1\ngold,green,2\n");
    refused(
        &folder,
        "index plans.csv --key acme.key -o out",
        &["identifier", "--map"],
    );
    let table = Table::of_csv(&folder.read("company.csv"));
    let mut ragged = table.delimited(b',');
    for _ in 0..table.rows.len() / 10 {
        ragged.extend(b"a line of a letter, and no record\n");
    }
    folder.write("ragged.csv", &ragged);
    refused(&folder, "index ragged.csv --key acme.key -o out", &["--max-bad"]);
    folder.done("index ragged.csv --key acme.key -o out --max-bad 20%");
    std::fs::remove_file(folder.path("out")).unwrap();
    refused(
        &folder,
        "index company.csv --key acme.key -o out --map ssn=city",
        &["column", "--map", "--max-bad"],
    );
    refused(&folder, "index company.csv --key acme.key -o out --delimiter pipe", &[]);
}

#[test]
fn damaged_or_undecodable_tables_are_refused() {
    let folder = folder();
    let csv = folder.read("company.csv");
    let parquet = Table::of_csv(&csv).parquet();
    let gz = gz(&csv);
    let zst = zst(&csv);
    let mut flipped = gz.clone();
    flipped[gz.len() / 2] ^= 0x10;
    let text = String::from_utf8(csv.clone()).unwrap();
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("cut.csv.gz", gz[..gz.len() / 2].to_vec()),
        ("end.csv.gz", gz[..gz.len() - 3].to_vec()),
        ("flipped.csv.gz", flipped),
        ("cut.csv.zst", zst[..zst.len() / 2].to_vec()),
        ("cut.parquet", parquet[..parquet.len() / 2].to_vec()),
        ("end.parquet", parquet[..parquet.len() - 1].to_vec()),
        ("head.parquet", [&csv[..4], &parquet[4..]].concat()),
        ("utf16.csv", utf16),
        ("old-mac.csv", text.replace('\n', "\r").into_bytes()),
    ] {
        folder.write(name, bytes);
        refused(&folder, &format!("index {name} --key acme.key -o out"), &[name]);
    }
}

#[test]
fn an_output_that_cant_be_written_is_refused_before_the_work() {
    let folder = folder();
    std::fs::create_dir(folder.path("folder.csv")).unwrap();
    for command in WRITERS {
        let to = |place: &str| command.replace("OUT", place);
        refused(&folder, &to("folder.csv"), &["folder.csv"]);
        refused(&folder, &to("absent/out.csv"), &["absent/out.csv"]);
        refused(&folder, &to("sample.csv/out.csv"), &["sample.csv/out.csv"]);
        refused(&folder, &to("/proc/out.csv"), &["/proc/out.csv"]);
    }
    refused(&folder, "man absent", &["absent"]);
    refused(&folder, "man sample.csv", &["sample.csv"]);
}

#[test]
fn a_folder_that_may_not_be_written_to_is_refused() {
    let folder = folder();
    std::fs::create_dir(folder.path("locked")).unwrap();
    std::fs::set_permissions(folder.path("locked"), PermissionsExt::from_mode(0o555)).unwrap();
    let is_root = std::fs::File::create(folder.path("locked/probe")).is_ok();
    if is_root {
        // For root no folder is locked: run as nobody, who must be able to read the rest.
        let _ = std::fs::remove_file(folder.path("locked/probe"));
        for name in [".", "acme.key", "acme.assay", "sample.csv", "company.csv"] {
            std::fs::set_permissions(folder.path(name), PermissionsExt::from_mode(0o755)).unwrap();
        }
    }
    for command in WRITERS {
        let command = command.replace("OUT", "locked/out.csv");
        let mut program = folder.command(&command.split(' ').collect::<Vec<_>>());
        if is_root {
            program.uid(65_534).gid(65_534);
        }
        let ran = support::run(&mut program, b"");
        assert_refused(&ran, &["locked/out.csv"]);
        assert!(
            std::fs::read_dir(folder.path("locked")).unwrap().next().is_none(),
            "{ran}"
        );
    }
}

#[test]
fn a_full_disk_is_refused() {
    let folder = folder();
    // A limit on the size of files fails a write as a full disk does, and needs no rights.
    for command in WRITERS {
        let words = command.replace("OUT", "out.csv");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", PROGRAM])
            .args(words.split(' '));
        folder.prepare(&mut shell);
        refused_for_want_of_space(&folder, &mut shell, command, "out.csv");
    }
    // And a disk that is really full, where this user may mount one.
    let disk = folder.path("disk");
    std::fs::create_dir(&disk).unwrap();
    let mut mount = Command::new("mount");
    let mounted = mount
        .args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"])
        .arg(&disk)
        .output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("no small disk could be mounted: only the limit on file sizes was tested");
        return;
    }
    let tests = std::panic::AssertUnwindSafe(|| {
        for command in WRITERS {
            folder.write("disk/out.csv", "what stood here before");
            assert!(
                std::fs::write(folder.path("disk/filler"), [0; 65_536]).is_err(),
                "the disk is full"
            );
            let words = command.replace("OUT", "disk/out.csv");
            let mut program = folder.command(&words.split(' ').collect::<Vec<_>>());
            refused_for_want_of_space(&folder, &mut program, command, "disk/out.csv");
        }
    });
    let result = std::panic::catch_unwind(tests);
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

fn refused_for_want_of_space(folder: &Folder, command: &mut Command, line: &str, place: &str) {
    // A key file is never written over, so nothing may stand there.
    let stood = (!line.starts_with("keygen")).then_some("what stood here before");
    match stood {
        // On a disk that is full already this is the same page.
        Some(text) => folder.write(place, text),
        None => {
            let _ = std::fs::remove_file(folder.path(place));
            let filler = std::fs::OpenOptions::new()
                .append(true)
                .open(folder.path("disk/filler"));
            let _ = filler.map(|mut filler| std::io::Write::write_all(&mut filler, &[0; 65_536]));
        }
    }
    let ran = support::run(command, b"");
    assert_refused(&ran, &[place]);
    assert_eq!(
        std::fs::read_to_string(folder.path(place)).ok().as_deref(),
        stood,
        "{ran}"
    );
    assert!(folder.left_behind().is_empty(), "{ran}: {:?}", folder.left_behind());
}

/// The rename at the end would put a file in the place of `/dev/null` itself.
#[test]
fn an_output_never_takes_the_place_of_a_device_or_a_pipe() {
    let folder = folder();
    assert!(
        Command::new("mkfifo")
            .arg(folder.path("pipe.csv"))
            .status()
            .unwrap()
            .success()
    );
    for command in WRITERS {
        refused(&folder, &command.replace("OUT", "pipe.csv"), &["pipe.csv"]);
        let kind = std::fs::symlink_metadata(folder.path("pipe.csv")).unwrap().file_type();
        assert!(std::os::unix::fs::FileTypeExt::is_fifo(&kind), "{command}");
        if !command.contains("--rows") && !command.contains("--json") {
            let command = command.replace("OUT", "-");
            let ran = folder.run(&command.split(' ').collect::<Vec<_>>());
            assert_eq!(ran.status, Some(2), "{ran}");
            assert!(!folder.path("-").exists(), "{ran}");
        }
    }
}

#[test]
fn an_output_never_takes_the_place_of_an_input() {
    let folder = folder();
    folder.link("link.key", &folder.path("acme.key"));
    for command in [
        "index company.csv --key acme.key -o company.csv",
        "index company.csv --key acme.key -o acme.key",
        "index company.csv --key acme.key -o ./acme.key",
        "index company.csv --key acme.key -o link.key",
        "index comp*.csv --key acme.key -o company.csv",
        "seal sample.csv --key acme.key -o sample.csv",
        "seal sample.csv --key acme.key -o acme.key",
        "test sample.csv --index acme.assay --key acme.key --json acme.key",
        "test sample.csv --index acme.assay --key acme.key --json acme.assay",
        "test sample.csv --index acme.assay --key acme.key --json sample.csv",
        "test sample.csv --index acme.assay --key acme.key --rows sample.csv",
        "test sample.csv --index acme.assay --key acme.key --json both.csv --rows both.csv",
    ] {
        let before = folder.files();
        let ran = folder.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.status, Some(2), "{ran}");
        assert!(ran.stdout.is_empty(), "{ran}");
        assert!(folder.files() == before, "{ran}");
    }
}

/// A folder with a company of 1,000, its key and index, another key, and a sample of 24 rows, raw and sealed: two of
/// its own, the others unknown to it. The sample has no identifier but ssn, phone and email, so that most filters of
/// the index are never asked.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("other.key", key_file(OTHER));
    let company = Table::of_csv(&std::fs::read(support::datasets().join("company.csv")).unwrap());
    folder.write("company.csv", company.part(0..1_000).delimited(b','));
    let cells = |row: &Vec<String>| [1, 2, 3, 5, 6].map(|at: usize| row[at].clone()).to_vec();
    let sample = Table {
        header: cells(&company.header),
        rows: company.rows[998..1_022].iter().map(cells).collect(),
    };
    folder.write("sample.csv", sample.delimited(b','));
    folder.done("index company.csv --key acme.key -o acme.assay --company ACME");
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    folder
}

/// Runs a line that must be refused, once where nothing stands at the output's place and once where something does.
fn refused(folder: &Folder, line: &str, told: &[&str]) -> Ran {
    let before = folder.files();
    let words: Vec<&str> = line.split(' ').collect();
    let ran = folder.run(&words);
    assert_refused(&ran, told);
    assert!(folder.files() == before, "it wrote or changed a file: {ran}");
    assert!(folder.left_behind().is_empty(), "{:?}: {ran}", folder.left_behind());
    if words.contains(&"out") {
        folder.write("out", "what stood here before");
        assert_refused(&folder.run(&words), told);
        assert_eq!(folder.text("out"), "what stood here before", "{ran}");
        std::fs::remove_file(folder.path("out")).unwrap();
        assert!(folder.left_behind().is_empty(), "{:?}: {ran}", folder.left_behind());
    }
    ran
}

fn assert_refused(ran: &Ran, told: &[&str]) {
    assert_eq!(ran.status, Some(1), "{ran}");
    assert!(ran.stdout.is_empty(), "{ran}");
    let said = ran.stderr();
    let error = said.lines().find(|line| line.starts_with("assay: "));
    let error = error.unwrap_or_else(|| panic!("no error is said: {ran}"));
    assert!(!said.contains("defect"), "{ran}");
    for told in told {
        assert!(error.contains(told), "`{told}` is not in the message: {ran}");
    }
}

fn noise(len: usize) -> Vec<u8> {
    let mut random = support::random::Random::new(3);
    (0..len).map(|_| random.next() as u8).collect()
}

/// A damaged file, and how it is used.
const DAMAGED: [(&str, &str); 2] = [
    ("acme.assay", "test sample.csv --index damaged --key acme.key --json -"),
    (
        "sample.sealed",
        "test damaged --index acme.assay --key acme.key --json -",
    ),
];

/// Every command that writes a file.
const WRITERS: [&str; 6] = [
    "index company.csv --key acme.key -o OUT",
    "seal sample.csv --key acme.key -o OUT",
    "test sample.csv --index acme.assay --key acme.key --json OUT",
    "test sample.csv --index acme.assay --key acme.key --rows OUT",
    "synth records --records 1000 -o OUT",
    "keygen -o OUT",
];
