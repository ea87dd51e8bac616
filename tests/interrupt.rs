//! A signal half-way leaves nothing half-written behind, and what stood there before stays.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::Folder;

/// Input that never ends: the program is surely half-way when the signal comes.
#[test]
fn a_signal_while_stdin_is_still_open_leaves_nothing_behind() {
    let folder = Folder::with_shipped_index();
    let records = folder.done("synth records --records 30000 --seed 5").stdout;
    for signal in ["INT", "TERM"] {
        for (arguments, outputs) in [
            ("index - --key acme.key -o out", &["out"][..]),
            (
                "test - --index acme.assay --key acme.key --json out --rows rows.csv",
                &["out", "rows.csv"],
            ),
            ("seal - --key acme.key -o out", &["out"]),
        ] {
            for output in outputs {
                folder.write(output, "what stood here before");
            }
            let mut child = start(&folder, arguments);
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all(&records).unwrap();
            wait_for_unfinished(&folder, &mut child, outputs.len());
            interrupt(&mut child, signal);
            ended(&folder, child, &format!("{arguments}, {signal}"));
            drop(stdin);
            for output in outputs {
                assert_eq!(folder.text(output), "what stood here before", "{arguments}");
            }
        }
    }
}

/// Files that are read, hashed and built in parallel when the signal comes.
#[test]
fn a_signal_in_the_middle_of_the_work_leaves_nothing_behind() {
    let folder = Folder::with_shipped_index();
    folder.done("synth records --records 150000 --seed 5 -o many.csv");
    for arguments in [
        "index many.csv --key acme.key -o out",
        "test many.csv --index acme.assay --key acme.key --json out",
        "seal many.csv --key acme.key -o out",
        "synth records --records 100000000 -o out",
    ] {
        folder.write("out", "what stood here before");
        let mut child = start(&folder, arguments);
        wait_for_unfinished(&folder, &mut child, 1);
        std::thread::sleep(Duration::from_millis(200));
        interrupt(&mut child, "INT");
        ended(&folder, child, arguments);
        assert_eq!(folder.text("out"), "what stood here before", "{arguments}");
    }
}

/// `kill -9` leaves no time to tidy up: the next run does it, and gives the same bytes as an undisturbed one.
#[test]
fn after_a_kill_the_same_command_gives_the_same_index_and_leaves_nothing_else() {
    let folder = Folder::with_shipped_index();
    folder.done("synth records --records 60000 --seed 5 -o many.csv");
    let command = "index many.csv --key acme.key -o out --memory 1MiB";
    folder.done(command);
    let undisturbed = std::fs::read(folder.path("out")).unwrap();
    std::fs::remove_file(folder.path("out")).unwrap();
    let mut killed = 0;
    for milliseconds in [0, 30, 100, 200, 300, 400, 500, 700, 900, 1_200, 1_600, 2_200] {
        let mut child = start(&folder, command);
        wait_for_unfinished(&folder, &mut child, 1);
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal() == Some(9));
    }
    assert!(killed > 2, "the program was too fast to be killed");
    folder.done(command);
    let left = folder.left_behind();
    assert!(left.is_empty(), "what the killed runs left: {left:?}");
    assert!(std::fs::read(folder.path("out")).unwrap() == undisturbed);
}

#[test]
fn a_signal_takes_the_demos_folder_away() {
    let folder = Folder::new();
    let mut child = start(&folder, "demo");
    wait(&mut child, || {
        std::fs::read_dir(folder.temporary()).unwrap().next().is_some()
    });
    interrupt(&mut child, "INT");
    ended(&folder, child, "demo");
}

/// Who reads our output may go: `assay … | head -1` is no failure, and nothing is said about it.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::with_shipped_index();
    for arguments in [
        "synth records --records 50000",
        "test samples/half.csv --index acme.assay --key acme.key",
        "test samples/half.csv --index acme.assay --key acme.key --json -",
        "inspect acme.assay",
        "completions bash",
        "demo",
    ] {
        let mut command = folder.command(&arguments.split(' ').collect::<Vec<_>>());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "{arguments}: {said}");
        assert!(!said.contains("assay: "), "{arguments}: {said}");
        assert!(folder.left_behind().is_empty(), "{arguments}");
    }
}

fn start(folder: &Folder, arguments: &str) -> Child {
    let mut command = folder.command(&arguments.split(' ').collect::<Vec<_>>());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until the program has opened its outputs.
fn wait_for_unfinished(folder: &Folder, child: &mut Child, outputs: usize) {
    wait(child, || {
        let names = std::fs::read_dir(folder.path(".")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".partial")).count() == outputs
    });
}

fn wait(child: &mut Child, until: impl Fn() -> bool) {
    let begin = Instant::now();
    while !until() {
        assert_eq!(
            child.try_wait().unwrap(),
            None,
            "the program ended before it was half-way"
        );
        assert!(begin.elapsed() < PATIENCE, "the program did not come half-way");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn interrupt(child: &mut Child, signal: &str) {
    assert_eq!(child.try_wait().unwrap(), None, "the program ended before the signal");
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", signal, &pid])
            .status()
            .unwrap()
            .success()
    );
}

fn ended(folder: &Folder, mut child: Child, what: &str) {
    let begin = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if begin.elapsed() > PATIENCE => {
                child.kill().unwrap();
                panic!("{what}: still running {PATIENCE:?} after the signal");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    assert_eq!((status.code(), status.signal()), (Some(130), None), "{what}");
    let left = folder.left_behind();
    assert!(left.is_empty(), "{what}: left behind {left:?}");
}

const PATIENCE: Duration = Duration::from_secs(60);
