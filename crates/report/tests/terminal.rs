//! A report on a terminal.
#![allow(clippy::unwrap_used)]

mod fixture;

use assay_report::Report;
use assay_report::terminal::{Style, render};
use assay_verify::{Counted, Counting, Warning, YesNo};
use fixture::{class, empty, full, nothing_hits};

fn text(report: &Report, colour: bool, width: usize) -> String {
    let mut out = Vec::new();
    render(report, &mut out, Style { colour, width }).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with the file of that name in this folder. `ASSAY_WRITE_GOLDEN=1 cargo test` writes it anew, to be
/// read before it is committed.
fn golden(name: &str, found: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("ASSAY_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let differs = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    assert!(
        expected == found,
        "{name} differs, first in line {differs:?} (from 0):\n{found}"
    );
}

#[test]
fn a_full_report_reads_as_it_should() {
    golden("full.txt", &text(&full(), false, 110));
}

#[test]
fn an_empty_report_reads_as_it_should() {
    golden("empty.txt", &text(&empty(), false, 80));
}

#[test]
fn zero_hits_read_as_a_bound() {
    let text = text(&nothing_hits(), false, 100);
    golden("nothing_hits.txt", &text);
    assert!(text.contains("0 of 500 ssn values hit in acme.assay: at most 0.6 % could be in it."));
    let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    assert!(words.into_iter().all(|word| word != "no"));
}

#[test]
fn what_is_estimated_is_said_in_one_line_and_only_then() {
    let mut report = full();
    assert!(!text(&report, false, 110).contains("how counted"));
    let counting = |quantity: &str, relative_error: Option<f64>| Counting {
        quantity: quantity.to_owned(),
        counted: match relative_error {
            Some(_) => Counted::Estimated,
            None => Counted::Exact,
        },
        estimator: "adaptive sampling".to_owned(),
        kept: relative_error.map(|_| 300_000),
        relative_error,
    };
    report.findings.sample.counting = vec![
        counting("distinct rows", Some(0.001)),
        counting("distinct values of ssn", Some(0.0018)),
        counting("distinct values of phone", None),
        counting("people, and people matched", None),
    ];
    let text = text(&report, false, 2_000);
    let line = text.lines().find(|line| line.contains("how counted")).unwrap();
    let said = "distinct rows, repeats and 1 of 2 numbers of distinct values and links, marked ≈, are estimated by adaptive \
                sampling, each figure with a relative standard error of at most 0.18 % of itself; rows, grades and \
                people are counted exactly";
    assert!(line.contains(said), "{line}");
    assert!(text.contains("about 500 ± 1\n"), "{text}");
}

#[test]
fn estimated_cells_are_marked_and_exact_ones_are_not() {
    let mut report = full();
    let field = &mut report.findings.matched.fields[0];
    (field.tested, field.hits, field.one_in.misses) = (90_008, 8, 4);
    let text = text(&report, false, 200);
    let line = text.lines().find(|line| line.contains("≈ 90,008")).unwrap();
    assert!(line.contains("  8 ") && !line.contains("≈ 8 "), "{line}");
    assert_eq!(text.matches('≈').count(), 1);
}

#[test]
fn a_refusal_that_hits_bear_out_says_so() {
    let mut report = full();
    report.findings.verdict.theirs.answer = YesNo::No;
    let text = text(&report, false, 110);
    assert!(
        text.lines()
            .any(|line| line.contains("this company's customers") && line.contains("  no  ")),
        "{text}"
    );
}

#[test]
fn colour_adds_codes_and_nothing_else() {
    for report in [full(), empty(), nothing_hits()] {
        let bare = text(&report, false, 100);
        let coloured = text(&report, true, 100);
        assert!(!bare.contains('\u{1b}'));
        assert!(coloured.contains("\u{1b}[1m"));
        let mut stripped = coloured;
        for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m"] {
            stripped = stripped.replace(code, "");
        }
        assert_eq!(stripped, bare);
    }
}

#[test]
fn lines_keep_to_the_width() {
    for width in [0, 40, 60, 80, 120] {
        for line in text(&full(), false, width).lines() {
            let fits = line.chars().count() <= width.max(40);
            // A hash is one word of 64 characters.
            assert!(
                fits || line.trim().split("  ").last().unwrap().len() == 64,
                "{width}: {line}"
            );
        }
    }
}

#[test]
fn every_warning_has_its_remedy() {
    let text = text(&full(), false, 10_000);
    for warning in fixture::every_warning() {
        let (sentence, remedy) = assay_report::warning_text(&warning);
        assert!(text.contains(&format!("  ! {sentence}\n    {remedy}\n")), "{sentence}");
    }
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\r\nVERDICT: FAKE\u{202e}\u{9b}31m";
    let mut report = full();
    let lines = text(&report, false, 200).lines().count();
    report.tool.version = evil.to_owned();
    report.evidence.command = vec![evil.to_owned()];
    report.evidence.parameters.insert(evil.to_owned(), evil.to_owned());
    report.evidence.started = Some(evil.to_owned());
    for input in &mut report.evidence.inputs {
        input.name = evil.to_owned();
        input.blake3 = Some(evil.to_owned());
    }
    let findings = &mut report.findings;
    for index in &mut findings.indexes {
        index.company = Some(evil.to_owned());
        index.snapshot = Some(evil.to_owned());
        index.tool = evil.to_owned();
        index.covers = assay_index::Covers::Other(evil.to_owned());
    }
    for column in &mut findings.sample.columns {
        column.name = evil.to_owned();
        column.malformed.insert(evil.to_owned(), 1);
    }
    findings.sample.dialect.insert(evil.to_owned(), evil.to_owned());
    findings.sample.rows.rejected.insert(evil.to_owned(), 1);
    findings.matched.fields[0].index = evil.to_owned();
    findings.matched.by_index[0].index = evil.to_owned();
    findings.matched.genuine.estimand = evil.to_owned();
    findings.signals[0].text = evil.to_owned();
    findings.estimates[0].quantity = evil.to_owned();
    findings.claim.company = Some(evil.to_owned());
    findings.claim.source = Some(evil.to_owned());
    findings.claim.fields[0].promised = evil.to_owned();
    findings.verdict.reasons[0] = evil.to_owned();
    findings.verdict.limits[0] = evil.to_owned();
    findings.warnings = vec![Warning::BelowChance {
        class: class("ssn"),
        index: evil.to_owned(),
    }];
    for width in [40, 100, 400] {
        let text = text(&report, false, width);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'));
        assert!(text.lines().all(|line| !line.trim_start().starts_with("VERDICT: FAKE")));
    }
    assert!(text(&report, false, 400).lines().count() < lines + 60);
}
