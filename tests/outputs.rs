//! An output appears whole or not at all, and takes nothing's place but an older output's.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a part that this machine can't do says so")]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use support::refused::{assert_refused, refused, small_folder};
use support::{Folder, PROGRAM};

#[test]
fn an_output_that_cant_be_written_is_refused_before_the_work() {
    let folder = small_folder();
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
    let folder = small_folder();
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
    let folder = small_folder();
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
    let folder = small_folder();
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
    let folder = small_folder();
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

/// Every command that writes a file.
const WRITERS: [&str; 7] = [
    "index company.csv --key acme.key -o OUT",
    "seal sample.csv --key acme.key -o OUT",
    "test sample.csv --index acme.assay --key acme.key --json OUT",
    "test sample.csv --index acme.assay --key acme.key --rows OUT",
    "synth records --records 1000 -o OUT",
    "synth dump --records 1000 -o OUT",
    "keygen -o OUT",
];
