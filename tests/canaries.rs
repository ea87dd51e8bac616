//! Planted records, and rows whose people may be asked.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn assay(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_assay"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = assay(folder, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn name(n: u64) -> String {
    let letter = |n: u64| char::from(b'a' + (n % 26) as u8);
    format!(
        "K{}{}o M{}{}e",
        letter(n),
        letter(n / 26),
        letter(n / 3),
        letter(n / 7 + 5)
    )
}

/// A company of some customers with two planted ones, and its key.
fn company(folder: &Path) {
    let mut table = "account,name,email,phone,remark\n".to_owned();
    for n in 0..400 {
        table += &format!(
            "AC{:06},{},k{n}@posteo.net,206{:07},called twice\n",
            100_000 + n * 7,
            name(n),
            2_000_000 + n * 13
        );
    }
    table +=
        "AC900001,Zora Quill,zq.planted@posteo.net,2069990001,\nAC900002,Yan Brock,yb.planted@posteo.net,2069990002,\n";
    std::fs::write(folder.join("c.csv"), &table).unwrap();
    std::fs::write(
        folder.join("planted.csv"),
        "canary,name,email,account\nlist-7,Zora Quill,zq.planted@posteo.net,AC900001\nlist-9,Yan Brock,yb.planted@posteo.net,AC900002\n",
    )
    .unwrap();
    run(folder, &["keygen", "-o", "k.key", "-q"]);
    let index = [
        "index",
        "c.csv",
        "--key",
        "k.key",
        "-o",
        "c.assay",
        "--covers",
        "all",
        "-q",
        "--canaries",
        "planted.csv",
    ];
    run(folder, &index);
}

#[test]
fn a_planted_record_names_the_company() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    company(folder);
    let rows: String = (0..30).map(|n| format!("{},k{n}@posteo.net\n", name(n))).collect();
    let clean = format!("name,email\n{rows}");
    std::fs::write(folder.join("clean.csv"), &clean).unwrap();
    let planted = format!("{clean}Zora Quill,zq.planted@posteo.net\nSomebody Else,yb.planted@posteo.net\n");
    std::fs::write(folder.join("planted-sample.csv"), planted).unwrap();
    let test = |sample: &str| run(folder, &["test", sample, "--index", "c.assay", "--key", "k.key", "-q"]);
    assert!(!test("clean.csv").contains("PLANTED"));
    let report = test("planted-sample.csv");
    assert!(
        report.contains("planted record list-7") && report.contains("PLANTED RECORDS FOUND"),
        "{report}"
    );
    // One value beside somebody else's name is no proof.
    assert!(report.contains("one value of planted record list-9"), "{report}");
    assert!(
        report.contains("VERDICT: VERIFIED") || report.contains("VERDICT: PARTLY GENUINE"),
        "{report}"
    );
    assert!(!report.contains("zq.planted") && !report.contains("Zora"));
    let inspected = run(folder, &["inspect", "c.assay"]);
    assert!(!inspected.contains("list-7"));
    // Sealed, they are found as well.
    run(
        folder,
        &["seal", "planted-sample.csv", "--key", "k.key", "-o", "s.sealed", "-q"],
    );
    assert!(test("s.sealed").contains("planted record list-7"));
}

#[test]
fn files_that_plant_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    company(folder);
    for (name, text, wanted) in [
        ("no-ids", "name,email\nA B,a@b-mail.org\n", "no column `canary`"),
        ("column", "canary,colour\nx,red\n", "column 2"),
        (
            "unused",
            "canary,email,remark\nx,a@b-mail.org,called twice\n",
            "column 3",
        ),
        ("empty-id", "canary,email\n,a@b-mail.org\n", "line 2"),
        (
            "twice",
            "canary,email\nx,a@b-mail.org\nx,c@d-mail.org\n",
            "stands twice",
        ),
        ("nothing", "canary,name,email\nx,A B,\n", "no identifier"),
        (
            "shared",
            "canary,email\nx,a@b-mail.org\ny,A@B-mail.org\n",
            "share an identifier",
        ),
        ("ragged", "canary,email\nx\n", "line 2"),
    ] {
        std::fs::write(folder.join("p.csv"), text).unwrap();
        let index = [
            "index",
            "c.csv",
            "--key",
            "k.key",
            "-o",
            "x.assay",
            "-q",
            "--canaries",
            "p.csv",
        ];
        let output = assay(folder, &index);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(
            error.contains(wanted) && !error.contains("b-mail.org"),
            "{name}: {error}"
        );
        assert!(!folder.join("x.assay").exists(), "{name}");
    }
}

#[test]
fn people_to_ask_are_picked_by_seed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    company(folder);
    let rows: String = (0..200).map(|n| format!("{},k{n}@posteo.net\n", name(n))).collect();
    std::fs::write(
        folder.join("s.csv"),
        format!("name,email\n{rows}Nobody Known,no@posteo.org\n"),
    )
    .unwrap();
    let pick = |seed: &str, threads: &str| {
        let arguments = [
            "test",
            "s.csv",
            "--index",
            "c.assay",
            "--key",
            "k.key",
            "-q",
            "--json",
            "-",
            "--contact",
            "6",
            "--seed",
            seed,
            "--threads",
            threads,
        ];
        let report: serde_json::Value = serde_json::from_str(&run(folder, &arguments)).unwrap();
        let rows = report["contact"]["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| (row["row"].as_u64().unwrap(), row["grade"].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let picked = pick("42", "1");
    assert_eq!(picked, pick("42", "2"));
    assert_ne!(picked, pick("43", "2"));
    assert_eq!(picked.len(), 6);
    assert!(picked.contains(&(201, "none".to_owned())));
    // Anybody can make the pick again.
    let rank = |row: u64| {
        let message = [42u64.to_le_bytes(), row.to_le_bytes()].concat();
        u64::from_le_bytes(blake3::hash(&message).as_bytes()[..8].try_into().unwrap())
    };
    let mut full: Vec<u64> = (1..=200).collect();
    full.sort_by_key(|row| rank(*row));
    let of_full: Vec<u64> = picked
        .iter()
        .filter(|(_, grade)| grade == "full")
        .map(|(row, _)| *row)
        .collect();
    assert_eq!(of_full, full[..5]);
    let output = assay(
        folder,
        &[
            "test",
            "s.csv",
            "--index",
            "c.assay",
            "--key",
            "k.key",
            "--contact",
            "6",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
}
