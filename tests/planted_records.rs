//! Canaries and people to contact, through the program: planted records that are found raw and sealed, what is refused,
//! what is not made of a canary, and a pick that anybody can make again.

#![allow(clippy::unwrap_used)]

mod support;

use assay_verify::Grade;
use serde_json::{Value, json};
use support::refused::{assert_refused, refused};
use support::tables::Table;
use support::{ACME, Folder, OTHER, container, key_file};

const CANARIES: &str = "\
canary,given_name,surname,ssn,phone,email,account
south,Odalys,Brackenridge,,3867412094,odalys@brackenridge-mail.net,A8812204419
north,Quillan,Ostrander,412-57-7719,3867412093,quillan@ostrander-mail.net,A8812204418
";

const HEADER: &str = "first_name,last_name,ssn,phone,email\n";

/// A company of 2,000, whose index knows the canaries `north` and `south`.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("acme.key", key_file(ACME));
    folder.write("other.key", key_file(OTHER));
    let company = Table::of_csv(&std::fs::read(support::datasets().join("company.csv")).unwrap());
    folder.write("company.csv", company.part(0..2_000).delimited(b','));
    folder.write("canaries.csv", CANARIES);
    let cells = |row: &Vec<String>| [1, 2, 3, 5, 6].map(|at: usize| row[at].clone()).to_vec();
    let rows = Table {
        header: ["first_name", "last_name", "ssn", "phone", "email"]
            .map(str::to_owned)
            .to_vec(),
        rows: company.rows[100..160].iter().map(cells).collect(),
    };
    folder.write("rows.csv", rows.delimited(b','));
    folder.done("index company.csv --key acme.key -o acme.assay --canaries canaries.csv");
    folder
}

/// The findings of a sample of the company's rows, and `more` after them.
fn tested(folder: &Folder, more: &str, arguments: &str) -> Value {
    folder.write("sample.csv", folder.text("rows.csv") + more);
    let ran = folder.done(&format!("test sample.csv --key acme.key {arguments} --json -"));
    ran.findings()
}

fn hits(findings: &Value) -> &[Value] {
    findings["match"]["canaries"].as_array().map_or(&[], Vec::as_slice)
}

fn strong(findings: &Value) -> bool {
    let mut signals = findings["signals"].as_array().unwrap().iter();
    signals.any(|signal| signal["name"] == "canary" && signal["points"] == "for" && signal["strength"] == "strong")
}

#[test]
fn a_planted_record_is_found_raw_sealed_and_whatever_the_threads() {
    let folder = folder();
    let more = "Quillan,Ostrander,412577719,(386) 741-2093,Quillan@Ostrander-Mail.net\n";
    let found = tested(&folder, more, "--index acme.assay");
    let [hit] = hits(&found) else { panic!("{found}") };
    assert_eq!(
        (&hit["canary"], &hit["rows"], &hit["near"]),
        (&json!("north"), &json!(1), &json!(0))
    );
    assert_eq!((&hit["index"], &hit["first_row"]), (&json!("acme.assay"), &json!(61)));
    let classes = hit["classes"].as_array().unwrap();
    assert!(
        ["ssn", "phone", "email", "name+email"]
            .iter()
            .all(|class| classes.contains(&json!(class))),
        "{classes:?}"
    );
    assert!(strong(&found));
    assert_ne!(found["verdict"]["theirs"]["answer"], "no");
    for threads in [1, 2] {
        let other = tested(&folder, more, &format!("--index acme.assay --threads {threads}"));
        assert_eq!(hits(&other), hits(&found), "{threads} threads");
    }
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    let sealed = folder
        .done("test sample.sealed --index acme.assay --key acme.key --json -")
        .findings();
    assert_eq!(hits(&sealed), hits(&found));
    let page = folder
        .done("test sample.csv --index acme.assay --key acme.key")
        .stdout();
    assert!(
        page.contains("PLANTED RECORDS FOUND") && page.contains("north") && !page.contains("south"),
        "{page}"
    );
    for value in ["Quillan", "QUILLAN", "ostrander", "412577719", "412-57", "7412093"] {
        assert!(!page.contains(value) && !found.to_string().contains(value), "{value}");
    }
}

#[test]
fn without_a_planted_record_none_is_found() {
    let folder = folder();
    let found = tested(&folder, "", "--index acme.assay");
    assert!(hits(&found).is_empty() && !strong(&found), "{found}");
    let page = folder
        .done("test sample.csv --index acme.assay --key acme.key")
        .stdout();
    assert!(!page.contains("PLANTED"), "{page}");
}

#[test]
fn one_value_among_others_is_near_and_proves_nothing() {
    let folder = folder();
    // A telephone number that somebody else has by now, and rows with an e-mail address of their own.
    let stray = "Wilma,Hutchens,413-61-2207,3867412093,wilma@hutchens-mail.net\n";
    let found = tested(&folder, stray, "--index acme.assay");
    let [hit] = hits(&found) else { panic!("{found}") };
    assert_eq!((&hit["rows"], &hit["near"]), (&json!(0), &json!(1)));
    assert!(!strong(&found));
    // Beside a row that is sure, what is said of the rows is said of that one.
    let sure = "Quillan,Ostrander,,,quillan@ostrander-mail.net\n";
    let found = tested(&folder, &format!("{stray}{sure}"), "--index acme.assay");
    let [hit] = hits(&found) else { panic!("{found}") };
    assert_eq!(
        (&hit["rows"], &hit["near"], &hit["first_row"]),
        (&json!(1), &json!(1), &json!(62))
    );
    assert!(!hit["classes"].as_array().unwrap().contains(&json!("phone")), "{hit}");
}

#[test]
fn an_address_by_itself_is_enough_and_a_telephone_number_is_not() {
    let folder = folder();
    for (header, cell, sure) in [
        ("email", "quillan@ostrander-mail.net", true),
        ("ssn", "412-57-7719", true),
        ("phone", "386-741-2093", false),
    ] {
        folder.write("alone.csv", format!("{header}\n{cell}\n"));
        let line = format!("test alone.csv --index acme.assay --key acme.key --map {header}={header} --json -");
        let found = folder.done(&line).findings();
        let [hit] = hits(&found) else {
            panic!("{header}: {found}")
        };
        assert_eq!((hit["rows"] == 1, hit["near"] == 1), (sure, !sure), "{header}");
        assert_eq!(strong(&found), sure, "{header}");
    }
}

#[test]
fn among_many_canaries_and_many_rows_one_number_is_a_coincidence() {
    let folder = folder();
    let ssn = |at: usize| format!("{}-{:02}-{:04}", 400 + at % 200, 10 + at / 200 % 80, 1_000 + at % 8_999);
    let planted: String = (0..200)
        .map(|at| format!("c{at},{},c{at}@ostrander-mail.net\n", ssn(at)))
        .collect();
    folder.write("many.csv", format!("canary,ssn,email\n{planted}"));
    folder.done("index company.csv --key acme.key -o many.assay --canaries many.csv");
    // 200 numbers of 6,000 rows: made-up ones would meet 0.0013 of them.
    for (rows, sure) in [(6_000, false), (600, true)] {
        let rows: String = (190..190 + rows).map(|at| ssn(at) + "\n").collect();
        folder.write("numbers.csv", format!("ssn\n{rows}"));
        let line = "test numbers.csv --index many.assay --key acme.key --map ssn=ssn --json -";
        let found = folder.done(line).findings();
        assert_eq!(hits(&found).len(), 10);
        assert!(
            hits(&found)
                .iter()
                .all(|hit| (hit["rows"] == 1) == sure && (hit["near"] == 0) == sure),
            "{sure}"
        );
        assert_eq!(strong(&found), sure);
    }
}

#[test]
fn what_is_planted_elsewhere_says_nothing_for_this_company() {
    let folder = folder();
    folder.done("index company.csv --key acme.key -o plain.assay");
    folder.done("index company.csv --key acme.key -o again.assay --company Again");
    let more = "Quillan,Ostrander,412577719,3867412093,quillan@ostrander-mail.net\n";
    for elsewhere in ["--leak", "--comparator"] {
        let found = tested(&folder, more, &format!("--index plain.assay {elsewhere} acme.assay"));
        let [hit] = hits(&found) else { panic!("{found}") };
        assert_eq!((&hit["index"], &hit["rows"]), (&json!("acme.assay"), &json!(1)));
        assert!(!strong(&found), "{elsewhere}: {}", found["signals"]);
        let mut without = tested(&folder, more, &format!("--index plain.assay {elsewhere} again.assay"));
        assert_eq!(
            found["verdict"]["theirs"],
            without["verdict"]["theirs"].take(),
            "{elsewhere}"
        );
    }
}

#[test]
fn an_index_with_canaries_is_a_function_of_them_alone() {
    let folder = folder();
    let expected = folder.read("acme.assay");
    let mut lines: Vec<&str> = CANARIES.lines().collect();
    lines[1..].reverse();
    folder.write("turned.csv", lines.join("\n"));
    folder.done("index company.csv --key acme.key -o turned.assay --canaries turned.csv --threads 1");
    assert!(folder.read("turned.assay") == expected);
    folder.done("index company.csv --key acme.key -o plain.assay");
    let shards = |index: &[u8]| {
        let sections = container::sections(index)
            .into_iter()
            .filter(|section| section.tag == *b"SHRD");
        sections
            .map(|section| index[section.content].to_vec())
            .collect::<Vec<_>>()
    };
    assert!(
        shards(&expected) == shards(&folder.read("plain.assay")),
        "no filter changes"
    );
    let said = folder.done("inspect acme.assay").stdout();
    assert!(said.contains("canaries     2"), "{said}");
    assert!(!said.contains("north") && !said.contains("south"), "{said}");
    assert!(!folder.done("inspect plain.assay").stdout().contains("canaries"));
}

#[test]
fn a_number_in_two_columns_is_shared_with_nobody() {
    let folder = folder();
    let mut company = Table::of_csv(&folder.read("company.csv"));
    company.header[13] = "phone2".to_owned();
    company.rows.iter_mut().for_each(|row| row[13] = row[5].clone());
    folder.write("two.csv", company.delimited(b','));
    folder.write("twice.csv", "canary,phone,phone2\nnorth,3867412093,3867412093\n");
    folder.done("index two.csv --key acme.key -o two.assay --map phone=phone --map phone=phone2 --canaries twice.csv");
}

#[test]
fn canaries_that_could_not_be_told_are_refused() {
    let folder = folder();
    let north = "north,3867412093,quillan@ostrander-mail.net\n";
    let head = "canary,phone,email\n";
    let many = (0..10_001)
        .map(|at| format!("c{at},,c{at}@ostrander-mail.net\n"))
        .collect::<String>();
    for (file, told) in [
        (
            "phone,email\n3867412093,q@ostrander-mail.net\n".to_owned(),
            "column `canary`",
        ),
        (format!("canary,phone,shoe_size\n{north}"), "column 3"),
        (format!("{head}{north}{north}"), "`north` stands twice"),
        (head.to_string(), "there is no canary under its header"),
        (format!("{head}{north}south,3867412093,\n"), "share an identifier"),
        (format!("{head}north,,\n"), "`north` has no identifier"),
        (format!("{head}north,000-000-0000,\n"), "`north` has no identifier"),
        (format!("{head}{north},3867412095,\n"), "line 3"),
        (format!("{head}no\u{7}rth,3867412093,\n"), "line 2"),
        (format!("{head}{},3867412093,\n", "n".repeat(65)), "line 2"),
        (format!("{head}north,3867412093\n"), "line 2"),
        (format!("{head}{many}"), "10000"),
    ] {
        folder.write("bad.csv", file);
        let ran = refused(
            &folder,
            "index company.csv --key acme.key -o out --canaries bad.csv",
            &["bad.csv", told],
        );
        for value in ["3867412093", "ostrander", "000-000-0000"] {
            assert!(!ran.stderr().contains(value), "{value}: {ran}");
        }
    }
    refused(
        &folder,
        "index company.csv --key acme.key -o out --canaries none.csv",
        &["none.csv"],
    );
    assert_refused(
        &folder.run(&["test", "rows.csv", "--index", "acme.assay", "--key", "other.key"]),
        &[],
    );
}

#[test]
fn rows_to_ask_are_those_of_the_lowest_ranks() {
    let folder = folder();
    let made_up: String = (0..40)
        .map(|at| format!("Wilma,Hutchens,413-61-22{at:02},98041372{at:02},wilma{at}@hutchens-mail.net\n"))
        .collect();
    let found = tested(&folder, &made_up, "--index acme.assay --contact 10 --seed 7");
    let contact = &found["contact"];
    assert_eq!(contact["seed"], 7);
    let rows = contact["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    // Rows 1 to 60 are customers, the others nobody: 1 + 5 and 1 + 3 by the largest remainder.
    for (from, to, count) in [(1, 60, 6), (61, 100, 4)] {
        let mut all: Vec<u64> = (from..=to).collect();
        all.sort_by_key(|row: &u64| {
            let hash = blake3::hash(&[7u64.to_le_bytes(), row.to_le_bytes()].concat());
            u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap())
        });
        let picked: Vec<u64> = rows.iter().map(|row| row["row"].as_u64().unwrap()).collect();
        let picked: Vec<u64> = picked.into_iter().filter(|row| (from..=to).contains(row)).collect();
        assert_eq!(picked, all[..count], "{from}");
    }
    assert!(
        rows.iter()
            .all(|row| row["line"].as_u64() == row["row"].as_u64().map(|row| row + 1))
    );
    for arguments in ["--threads 1", "--threads 2", "--memory 64MiB"] {
        let line = format!("--index acme.assay --contact 10 --seed 7 {arguments}");
        assert_eq!(tested(&folder, &made_up, &line)["contact"], *contact, "{arguments}");
    }
    let other = tested(&folder, &made_up, "--index acme.assay --contact 10 --seed 8");
    assert_ne!(other["contact"]["rows"], contact["rows"]);
    folder.write("sample.csv", folder.text("rows.csv") + &made_up);
    folder.done("seal sample.csv --key acme.key -o sample.sealed");
    let line = "test sample.sealed --index acme.assay --key acme.key --contact 10 --seed 7 --json -";
    let sealed = folder.done(line).findings();
    let numbers = |contact: &Value| {
        let rows = contact["rows"].as_array().unwrap().iter();
        rows.map(|row| (row["row"].clone(), row["grade"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&sealed["contact"]), numbers(contact));
}

#[test]
fn nobody_is_asked_twice() {
    let folder = folder();
    let once = folder.text("rows.csv");
    let rows: String = once.lines().skip(1).take(3).map(|row| format!("{row}\n")).collect();
    folder.write("copies.csv", HEADER.to_owned() + &rows.repeat(50));
    let line = "test copies.csv --index acme.assay --key acme.key --contact 12 --seed 3 --json -";
    let found = folder.done(line).findings();
    let rows = found["contact"]["rows"].as_array().unwrap();
    let mut of: Vec<u64> = rows.iter().map(|row| (row["row"].as_u64().unwrap() - 1) % 3).collect();
    of.sort_unstable();
    assert_eq!(of, [0, 1, 2], "{rows:?}");
    assert!(rows.iter().all(|row| row["grade"] == json!(Grade::Full)));
}

#[test]
fn a_pick_needs_its_seed() {
    let folder = folder();
    for arguments in [
        "--contact 5",
        "--seed 5",
        "--contact 0 --seed 1",
        "--contact 10001 --seed 1",
    ] {
        let line = format!("test rows.csv --index acme.assay --key acme.key {arguments}");
        let ran = folder.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.status, Some(2), "{ran}");
    }
}
