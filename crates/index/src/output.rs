use std::collections::BTreeSet;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use crate::Error;

/// A file that appears whole or not at all: it is written beside its target and renamed by
/// [`finish`](Output::finish). Dropped before that, it leaves nothing behind.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    file: BufWriter<File>,
    path: TempPath,
}

impl Output {
    /// Opens an output beside `target`; behind a symbolic link beside the file that it leads to. A `private` one can be
    /// read by its owner only. What stands at `target` stays until [`finish`](Output::finish).
    pub fn create(target: &Path, private: bool) -> Result<Output, Error> {
        // A rename would put a file in the place of the link itself, such as that of `/dev/stdout`.
        let resolved;
        let mut target = target;
        if target.is_symlink() {
            if ["/dev", "/proc"].iter().any(|system| target.starts_with(system)) {
                let error = io::Error::other("the system's own file");
                return Err(Error::io("write, a file name is expected", target, error));
            }
            resolved = target
                .canonicalize()
                .map_err(|error| Error::io("follow the link", target, error))?;
            target = &resolved;
        }
        if target.is_dir() {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(Error::io("write, a file name is expected", target, error));
        }
        // The rename at the end would put a file in the place of `/dev/null` itself.
        if std::fs::metadata(target).is_ok_and(|metadata| !metadata.is_file()) {
            let error = io::Error::other("this is a device, a pipe or a socket");
            return Err(Error::io("write, a file name is expected", target, error));
        }
        let folder = folder_of(target);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.");
        remove_abandoned(folder, &prefix);
        let create = || {
            tempfile::Builder::new()
                .prefix(&prefix)
                .suffix(PARTIAL)
                .rand_bytes(CHOSEN)
                .permissions(Permissions::from_mode(if private { 0o600 } else { 0o666 }))
                .tempfile_in(folder)
        };
        // Created and noted in one: a signal in between would leave the file behind.
        let file = with_unfinished(|unfinished| {
            loop {
                let file = create()?;
                // The lock says that somebody is at work on the file. Before it was taken another run may have held the
                // file for abandoned.
                let _ = file.as_file().lock();
                if file.path().exists() {
                    unfinished.insert(file.path().to_path_buf());
                    return Ok(file);
                }
            }
        });
        let file = file.map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => Error::NoFolder {
                path: target.to_owned(),
            },
            // The error's own text names the temporary file, which is none of the user's.
            kind => Error::io("create the output", target, kind.into()),
        })?;
        let (file, path) = NamedTempFile::into_parts(file);
        Ok(Output {
            target: target.to_owned(),
            file: BufWriter::with_capacity(1 << 20, file),
            path,
        })
    }

    /// The file that will appear.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The folder in which the file will appear.
    pub fn folder(&self) -> &Path {
        folder_of(&self.target)
    }

    /// Writes everything out and puts the file in its place.
    pub fn finish(mut self) -> Result<(), Error> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        written.map_err(|error| Error::io("write", &self.target, error))?;
        let temporary = self.path.to_path_buf();
        // The drop of `self` would remove the path; taking it out first keeps the two apart. The file stays open, and so
        // locked, until it has its name.
        let Output { target, path, file } = self;
        let renamed = path.persist(&target);
        drop(file);
        with_unfinished(|unfinished| unfinished.remove(&temporary));
        renamed.map_err(|error| Error::io("put in place", &target, error.error))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Output {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Removes what killed runs left of the same output: unfinished files that nobody has locked.
fn remove_abandoned(folder: &Path, prefix: &str) {
    // A folder that can't be read is told of when the output is created.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let chosen = name.as_bytes().strip_prefix(prefix.as_bytes());
        let chosen = chosen.and_then(|rest| rest.strip_suffix(PARTIAL.as_bytes()));
        let is_ours = |chosen: &[u8]| chosen.len() == CHOSEN && chosen.iter().all(u8::is_ascii_alphanumeric);
        if chosen.is_some_and(is_ours)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// How the name of an unfinished file ends.
const PARTIAL: &str = ".partial";
/// Letters and digits before that, which the operating system's chance chooses.
const CHOSEN: usize = 6;

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Removes the outputs that are not finished: for a program about to leave on a signal, when nothing is
/// dropped any more.
pub fn remove_unfinished() {
    with_unfinished(|unfinished| {
        for path in unfinished.iter() {
            let _ = std::fs::remove_file(path);
        }
        unfinished.clear();
    });
}

fn with_unfinished<T>(act: impl FnOnce(&mut BTreeSet<PathBuf>) -> T) -> T {
    static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    act(&mut UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        std::fs::write(&target, "before").unwrap();
        let mut output = Output::create(&target, true).unwrap();
        output.write_all(b"half").unwrap();
        drop(output);
        assert_eq!(std::fs::read(&target).unwrap(), b"before");
        let mut output = Output::create(&target, true).unwrap();
        output.write_all(b"whole").unwrap();
        output.finish().unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(Output::create(folder.path(), false).is_err());
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let mut output = Output::create(&link, true).unwrap();
        output.write_all(b"behind").unwrap();
        output.finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&target).unwrap(), b"behind");
        assert!(Output::create(Path::new("/dev/stdout"), false).is_err());
    }

    #[test]
    fn what_a_killed_run_left_is_taken_away_and_what_a_running_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        let abandoned = folder.path().join(".a.Xy12zA.partial");
        for left in [
            &abandoned,
            &folder.path().join(".b.Xy12zA.partial"),
            &folder.path().join(".a.notes.partial"),
        ] {
            std::fs::write(left, "left").unwrap();
        }
        let running = Output::create(&target, true).unwrap();
        assert!(!abandoned.exists());
        let second = Output::create(&target, true).unwrap();
        assert!(running.path.exists() && second.path.exists());
        running.finish().unwrap();
        drop(second);
        // Another output's and another file stay.
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
