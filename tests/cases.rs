//! Golden cases: each file in tests/cases holds runs of the program with their arguments, stdin, files, and what must
//! come of them on stdout, on stderr and as exit status. See tests/cases/README.md for the form.
//!
//! `ASSAY_UPDATE_CASES=1 cargo test --test cases` writes down what the program does now; read the difference.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use support::{Folder, PROGRAM, Ran};

#[test]
fn every_case_comes_out_as_written() {
    let update = std::env::var_os("ASSAY_UPDATE_CASES").is_some();
    let cases = cases();
    assert!(
        cases.len() >= 30,
        "only {} cases in {}",
        cases.len(),
        folder().display()
    );
    let (mut runs, mut failures) = (0, Vec::new());
    for path in cases {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut case = Case::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let misfits = case.play();
        runs += case.runs.len();
        if update && !misfits.is_empty() {
            std::fs::write(&path, case.to_text()).unwrap();
        }
        failures.extend(misfits.into_iter().map(|misfit| format!("{name}: {misfit}")));
    }
    assert!(runs >= 60, "only {runs} runs");
    assert!(
        failures.is_empty(),
        "{} runs differ\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// Every command and every example of its help runs, in the order in which the help gives them.
#[test]
fn every_example_of_every_help_runs() {
    let mut examples = 0;
    for command in COMMANDS {
        let folder = Folder::with_shipped_index();
        prepare_examples(&folder, command);
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = folder.run(&words).done().stdout();
        let Some((_, listed)) = help.split_once("\nExamples:\n") else {
            assert!(
                ["synth", "demo"].contains(&command),
                "`assay {command} --help` has no examples"
            );
            continue;
        };
        let mut lines: Vec<String> = Vec::new();
        for line in listed.lines().take_while(|line| !line.is_empty()) {
            let line = line.trim_end();
            let starts = ["  assay ", "  zcat ", "  #"]
                .iter()
                .any(|start| line.starts_with(start));
            // An example too long for the terminal is broken by the help, or by its author with a backslash.
            match lines.last_mut().filter(|_| !starts) {
                Some(last) => *last = format!("{} {}", last.trim_end_matches('\\').trim_end(), line.trim()),
                None => lines.push(line.trim().to_owned()),
            }
        }
        for line in lines.iter().filter(|line| !line.starts_with('#')) {
            // A remark stands behind two blanks and more.
            let line = line.split("   ").next().unwrap().replace("10000000", "1000");
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", &line]);
            folder.prepare(&mut shell);
            let bin = Path::new(PROGRAM).parent().unwrap();
            let path = std::env::var("PATH").unwrap_or_default();
            shell.env("PATH", format!("{}:{path}", bin.display()));
            let ran = support::run(&mut shell, b"");
            assert_eq!(
                ran.status,
                Some(0),
                "an example of `assay {command} --help`: {line}\n{ran}"
            );
            examples += 1;
        }
    }
    assert!(examples >= 20, "only {examples} examples");
}

#[test]
fn a_difference_is_a_failure() {
    let folder = Folder::new();
    let ran = |status, stdout: &str| Ran {
        what: String::new(),
        status: Some(status),
        stdout: stdout.as_bytes().to_vec(),
        stderr: Vec::new(),
    };
    let expected = Case::parse("x\n--- run\nassay x\n--- stdout\na [..] c\n...\nz\n--- status 1\n").unwrap();
    let misfit = |ran| expected.runs[0].misfit(&ran, &folder);
    assert_eq!(misfit(ran(1, "a b c\n1\n2\nz\n")), None);
    assert_eq!(misfit(ran(1, "a b c\nz\n")), None);
    assert!(misfit(ran(0, "a b c\nz\n")).is_some());
    assert!(misfit(ran(1, "a b d\nz\n")).is_some());
    assert!(misfit(ran(1, "a b c\nz\nmore\n")).is_some());
    assert!(misfit(ran(1, "")).is_some());
    for text in [
        "no run",
        "x\n--- run\nls\n",
        "x\n--- run\nassay x\n--- sdtout\n",
        "x\n--- stdout\n",
    ] {
        assert!(Case::parse(text).is_err(), "{text}");
    }
}

/// What the examples of a command take for granted.
fn prepare_examples(folder: &Folder, command: &str) {
    // The examples of these make their own.
    if ["", "keygen", "seal"].contains(&command) {
        std::fs::remove_file(folder.path("acme.key")).unwrap();
    }
    let mut company = support::tables::Table::of_csv(&folder.read("company.csv")).part(0..500);
    folder.write("sample.csv", company.part(0..50).delimited(b','));
    std::fs::create_dir(folder.path("export")).unwrap();
    folder.write("export/a.parquet", company.part(0..250).parquet());
    folder.write("export/b.parquet", company.part(250..500).parquet());
    // For the example that links it.
    company.header.push("iccid".to_owned());
    for (number, row) in company.rows.iter_mut().enumerate() {
        row.push(luhn(&format!("8901260{number:011}")));
    }
    folder.write("customers.csv", company.delimited(b','));
    // For the example that maps other names.
    for (from, to) in [("ssn", "tax_id"), ("phone", "home"), ("account", "mobile")] {
        let at = company.header.iter().position(|name| name == from).unwrap();
        company.header[at] = to.to_owned();
        if to == "mobile" {
            for (number, row) in company.rows.iter_mut().enumerate() {
                row[at] = format!("206555{:04}", 100 + number % 100);
            }
        }
    }
    folder.write("dump.csv.gz", support::tables::gz(&company.delimited(b',')));
    for name in ["monday.csv", "friday.csv", "page1.csv", "page2.csv", "page3.csv"] {
        folder.write(name, company.part(0..50).delimited(b','));
    }
    if command == "test" || command == "inspect" {
        std::fs::copy(folder.path("acme.assay"), folder.path("now.assay")).unwrap();
        folder.done("index customers.csv --key acme.key -o 2019.assay");
        folder.done("index samples/misspelt.csv --key acme.key -o forum-2016.assay");
        folder.done("index samples/genuine.csv --key other.key -o other.assay");
        folder.done("keygen -o case.key");
        folder.done("test sample.csv --index acme.assay --key acme.key --json report.json");
        folder.write("case.key", support::key_file(support::ACME));
        folder.link("known.csv", &folder.path("samples/misspelt.csv"));
        folder.link("made.csv", &folder.path("samples/fabricated.csv"));
        folder.done("seal sample.csv --key case.key -o case.sealed");
    }
    for place in [".local/share/man/man1", ".local/share/bash-completion/completions"] {
        std::fs::create_dir_all(folder.path(place)).unwrap();
    }
}

/// The digits with their Luhn check digit.
fn luhn(digits: &str) -> String {
    let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let values = digits.chars().rev().map(|c| c.to_digit(10).unwrap()).enumerate();
    let sum: u32 = values
        .map(|(place, digit)| if place % 2 == 0 { double(digit) } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A case file.
struct Case {
    about: String,
    files: Vec<(String, String)>,
    runs: Vec<Run>,
}

/// One run and what must come of it.
#[derive(Default)]
struct Run {
    line: String,
    stdin: String,
    stdout: String,
    stderr: String,
    status: i32,
}

impl Case {
    fn parse(text: &str) -> Result<Case, String> {
        let mut parts = format!("\n{text}");
        if !parts.ends_with('\n') {
            parts.push('\n');
        }
        let mut sections = parts.split("\n--- ");
        let mut case = Case {
            about: sections.next().unwrap_or_default().trim().to_owned(),
            files: Vec::new(),
            runs: Vec::new(),
        };
        if case.about.is_empty() {
            return Err("a case begins with what it shows".to_owned());
        }
        for section in sections {
            let (head, content) = section.split_once('\n').unwrap_or((section, ""));
            let mut content = content.to_owned();
            if !content.is_empty() && !content.ends_with('\n') {
                content.push('\n');
            }
            if let Some(name) = head.strip_prefix("file ") {
                case.files.push((name.to_owned(), content));
                continue;
            }
            if head == "run" {
                let line = content.trim().to_owned();
                if words(&line).1.first().is_none_or(|word| word != "assay") {
                    return Err(format!("a run runs assay, found: {line}"));
                }
                case.runs.push(Run { line, ..Run::default() });
                continue;
            }
            let run = case.runs.last_mut().ok_or("what a run gives stands behind it")?;
            match head.split_once(' ').unwrap_or((head, "")) {
                ("stdin", "") => run.stdin = content,
                ("stdout", "") => run.stdout = content,
                ("stderr", "") => run.stderr = content,
                ("status", status) => run.status = status.parse().map_err(|_| format!("no status: {status}"))?,
                _ => return Err(format!("unknown part: {head}")),
            }
        }
        if case.runs.is_empty() {
            return Err("no run".to_owned());
        }
        Ok(case)
    }

    /// Runs everything, says what differs, and keeps what came.
    fn play(&mut self) -> Vec<String> {
        let folder = Folder::with_shipped_index();
        for (name, content) in &self.files {
            folder.write(name, content);
        }
        let mut misfits = Vec::new();
        for run in &mut self.runs {
            let (environment, words) = words(&run.line);
            let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
            let mut command = folder.command(&args);
            command.envs(environment);
            let ran = support::run(&mut command, run.stdin.as_bytes());
            if let Some(misfit) = run.misfit(&ran, &folder) {
                misfits.push(misfit);
                run.keep(&ran, &folder);
            }
        }
        let left = folder.left_behind();
        if !left.is_empty() {
            misfits.push(format!("left behind: {left:?}"));
        }
        misfits
    }

    fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.about);
        for (name, content) in &self.files {
            text += &format!("--- file {name}\n{content}");
        }
        for run in &self.runs {
            text += &format!("--- run\n{}\n", run.line);
            for (name, content) in [("stdin", &run.stdin), ("stdout", &run.stdout), ("stderr", &run.stderr)] {
                if !content.is_empty() {
                    text += &format!("--- {name}\n{content}");
                }
            }
            text += &format!("--- status {}\n", run.status);
        }
        text
    }
}

impl Run {
    fn misfit(&self, ran: &Ran, folder: &Folder) -> Option<String> {
        let mut found = Vec::new();
        if ran.status != Some(self.status) {
            found.push(format!("status {:?} instead of {}", ran.status, self.status));
        }
        for (name, expected, text) in [
            ("stdout", &self.stdout, ran.stdout()),
            ("stderr", &self.stderr, ran.stderr()),
        ] {
            let text = placed(&text, folder);
            let (expected, actual) = (expected.lines().collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
            if !fits(&expected, &actual) {
                found.push(format!(
                    "{name}, expected:\n{}\nfound:\n{}",
                    expected.join("\n"),
                    actual.join("\n")
                ));
            }
        }
        (!found.is_empty()).then(|| format!("{}\n{}", self.line, found.join("\n")))
    }

    fn keep(&mut self, ran: &Ran, folder: &Folder) {
        let keep = |expected: &mut String, text: String| {
            let text = placed(&text, folder);
            let (old, new) = (expected.lines().collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
            if !fits(&old, &new) {
                *expected = new.iter().map(|line| format!("{}\n", changing(line))).collect();
            }
        };
        keep(&mut self.stdout, ran.stdout());
        keep(&mut self.stderr, ran.stderr());
        self.status = ran.status.unwrap_or(-1);
    }
}

/// Whether lines fit the expected ones, in which `[..]` stands for any part of a line and `...` for any lines.
fn fits(expected: &[&str], lines: &[&str]) -> bool {
    match (expected, lines) {
        ([], []) => true,
        (["...", rest @ ..], _) => (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..])),
        ([first, rest @ ..], [line, others @ ..]) => line_fits(first, line) && fits(rest, others),
        _ => false,
    }
}

fn line_fits(expected: &str, line: &str) -> bool {
    let (expected, line) = (expected.trim_end(), line.trim_end());
    match expected.split_once("[..]") {
        None => expected == line,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|end| line_fits_rest(after, &rest[end..]))
        }),
    }
}

fn line_fits_rest(expected: &str, rest: &str) -> bool {
    line_fits(expected, rest)
}

/// The text without the places at which this run took place.
fn placed(text: &str, folder: &Folder) -> String {
    let work = folder.path("").display().to_string();
    let text = text
        .replace(PROGRAM, "assay")
        .replace(work.trim_end_matches('/'), "[FOLDER]");
    let text = text.replace(&folder.temporary().display().to_string(), "[TMPDIR]");
    text.lines().map(|line| format!("{line}\n")).collect()
}

/// A line as it is written down: what differs from run to run is left open.
fn changing(line: &str) -> String {
    let is_time = |word: &str| word.len() > 18 && word.as_bytes()[10] == b'T' && word.starts_with("20");
    let pieces = line.split_inclusive([' ', '"']).map(|piece| {
        let word = piece.trim_end_matches([' ', '"', ',']);
        if is_time(word) {
            piece.replace(word, "[..]")
        } else {
            piece.to_owned()
        }
    });
    pieces.collect()
}

/// The environment before the program, and the words from the program on, with quotes as in a shell.
fn words(line: &str) -> (Vec<(String, String)>, Vec<String>) {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\n') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let program = words.iter().position(|word| !word.contains('=')).unwrap_or(words.len());
    let rest = words.split_off(program);
    let pair = |word: String| {
        word.split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    (words.into_iter().filter_map(pair).collect(), rest)
}

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "case"))
        .collect();
    cases.sort();
    cases
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

const COMMANDS: [&str; 13] = [
    "",
    "keygen",
    "index",
    "test",
    "estimate",
    "seal",
    "inspect",
    "synth records",
    "synth dump",
    "synth listing",
    "demo",
    "completions",
    "man",
];
