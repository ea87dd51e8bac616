//! What the tests of the program share: a folder to run it in, fixed keys, shipped data, damaged files.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod container;
pub(crate) mod planted;
pub(crate) mod random;
pub(crate) mod refused;
pub(crate) mod secrets;
pub(crate) mod tables;

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// A folder that the program runs in, and one that it is told to keep temporary files in.
pub(crate) struct Folder {
    work: TempDir,
    temporary: TempDir,
    data: TempDir,
}

/// What a run of the program left.
pub(crate) struct Ran {
    pub(crate) what: String,
    pub(crate) status: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder {
            work: tempfile::tempdir().unwrap(),
            temporary: tempfile::tempdir().unwrap(),
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with `acme.key`, `other.key`, the shipped data as `company.csv`, `claim.toml` and
    /// `samples/`, and an index of
    /// the shipped company, `acme.assay`.
    pub(crate) fn with_shipped_index() -> Folder {
        let folder = Folder::new();
        folder.write("acme.key", key_file(ACME));
        folder.write("other.key", key_file(OTHER));
        // Links to copies: an output that goes through a link must not reach the shipped files.
        folder.link_to_copy("company.csv");
        folder.link_to_copy("claim.toml");
        let samples = folder.data.path().join("samples");
        std::fs::create_dir(&samples).unwrap();
        for sample in std::fs::read_dir(datasets().join("samples")).unwrap() {
            let sample = sample.unwrap();
            std::fs::copy(sample.path(), samples.join(sample.file_name())).unwrap();
        }
        folder.link("samples", &samples);
        std::fs::copy(shipped_index(), folder.path("acme.assay")).unwrap();
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    pub(crate) fn temporary(&self) -> &Path {
        self.temporary.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// A link to a copy of one of the shipped files.
    pub(crate) fn link_to_copy(&self, name: &str) {
        let copy = self.data.path().join(name);
        std::fs::copy(datasets().join(name), &copy).unwrap();
        self.link(name, &copy);
    }

    pub(crate) fn link(&self, name: &str, target: &Path) {
        std::os::unix::fs::symlink(target, self.path(name)).unwrap();
    }

    /// Every file beneath the folder and what is in it; links and folders are passed over.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(self.work.path())
    }

    /// Files that should have been removed: unfinished outputs, and whatever stands among the temporary files.
    pub(crate) fn left_behind(&self) -> Vec<PathBuf> {
        let hidden = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('.') || name.ends_with(".partial")
        };
        let mut left: Vec<_> = self.files().into_keys().filter(hidden).collect();
        left.extend(
            std::fs::read_dir(self.temporary())
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
        left
    }

    /// The program, about to run in the folder with nothing of our own environment that could change what it does.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        // A report holds the command line, and wraps it: the same wherever the clone lies.
        command.arg0("assay").args(args);
        self.prepare(&mut command);
        command
    }

    pub(crate) fn prepare(&self, command: &mut Command) {
        command
            .current_dir(self.work.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.work.path())
            .env("TMPDIR", self.temporary.path())
            .env("TZ", "UTC")
            .stdin(Stdio::null());
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run(&mut self.command(args), b"")
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ran {
        run(&mut self.command(args), stdin)
    }

    /// Runs a line of words parted by blanks and expects it to succeed.
    pub(crate) fn done(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>()).done()
    }
}

impl Ran {
    /// The run, if it succeeded.
    pub(crate) fn done(self) -> Ran {
        assert_eq!(self.status, Some(0), "{self}");
        self
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// The report on stdout, as JSON, without what differs between two runs of the same thing.
    pub(crate) fn findings(&self) -> serde_json::Value {
        findings(&self.stdout)
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)]).into_owned();
        write!(
            f,
            "{}\nstatus {:?}\nstdout:\n{}\nstderr:\n{}",
            self.what,
            self.status,
            text(&self.stdout),
            text(&self.stderr)
        )
    }
}

/// Runs a command, with `stdin` if that isn't empty.
pub(crate) fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    if !stdin.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let input = child.stdin.take();
    let Output { status, stdout, stderr } = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that stops early closes its end: that is its right.
            let _ = input.map(|mut input| input.write_all(stdin));
        });
        child.wait_with_output().unwrap()
    });
    Ran {
        what: format!("{command:?}"),
        status: status.code(),
        stdout,
        stderr,
    }
}

/// A report as JSON, without the evidence, which holds times and file names.
pub(crate) fn findings(json: &[u8]) -> serde_json::Value {
    let mut report: serde_json::Value = serde_json::from_slice(json).unwrap();
    assert!(report.as_object_mut().unwrap().remove("evidence").is_some());
    report
}

/// Every file beneath `folder`, links passed over.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                // A file may go between listing and reading: a watcher looks on while the program works.
                Ok(kind) if kind.is_file() => {
                    if let Ok(bytes) = std::fs::read(entry.path()) {
                        found.insert(entry.path(), bytes);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// The shipped data.
pub(crate) fn datasets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets")
}

/// An index of the shipped company under [`ACME`], built once for all tests of one program.
pub(crate) fn shipped_index() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        // A static is never dropped: a folder of cargo's own, not one among the system's temporary files.
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.assay", env!("CARGO_CRATE_NAME")));
        let folder = Folder::new();
        folder.write("acme.key", key_file(ACME));
        let company = datasets().join("company.csv");
        let args = [
            "index",
            company.to_str().unwrap(),
            "--key",
            "acme.key",
            "-o",
            place.to_str().unwrap(),
        ];
        folder
            .run(&[&args[..], &["--company", "ACME (synthetic)", "--covers", "all"]].concat())
            .done();
        place
    })
}

/// A key file's text.
pub(crate) fn key_file(key: [u8; 32]) -> String {
    format!("assay-key-1:{}\n", hex(&key))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_assay");

/// The tests' keys are fixed, so that false hits are the same in every run.
pub(crate) const ACME: [u8; 32] = *b"assay's tests, a key for all: 1\0";
pub(crate) const OTHER: [u8; 32] = *b"assay's tests, a key for all: 2\0";
