use std::{
    cell::RefCell,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    rc::Rc,
    sync::atomic::Ordering,
};

use super::{MemberFault, PackError, Watch, layer::Gauge};

/// The raw bytes of one file of the input: counted, and shown to the watcher.
pub(super) struct RawReader<R> {
    pub(super) inner: R,
    name: PathBuf,
    gauge: Rc<Gauge>,
    watch: Rc<RefCell<Option<Box<dyn Watch>>>>,
    failed: bool,
}

impl<R: Read> RawReader<R> {
    pub(super) fn new(
        inner: R,
        name: &Path,
        gauge: &Rc<Gauge>,
        watch: &Rc<RefCell<Option<Box<dyn Watch>>>>,
    ) -> RawReader<R> {
        if let Some(watch) = watch.borrow_mut().as_mut() {
            watch.begin(name);
        }
        RawReader {
            inner,
            name: name.to_owned(),
            gauge: Rc::clone(gauge),
            watch: Rc::clone(watch),
            failed: false,
        }
    }
}

impl<R: Read> Read for RawReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.failed {
            return Err(MemberFault::Input.into());
        }
        let count = loop {
            if self.gauge.shared.is_stopped() {
                return Err(MemberFault::Passed.into());
            }
            match self.inner.read(into) {
                Ok(count) => break count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => {
                    self.failed = true;
                    *self.gauge.fatal.borrow_mut() = Some(unreadable(&self.name, source));
                    return Err(MemberFault::Input.into());
                }
            }
        };
        self.gauge.shared.raw.fetch_add(count as u64, Ordering::Relaxed);
        if let (Some(watch), Some(bytes)) = (self.watch.borrow_mut().as_mut(), into.get(..count))
            && count > 0
        {
            watch.bytes(bytes);
        }
        Ok(count)
    }
}

pub(super) fn unreadable(path: &Path, source: io::Error) -> PackError {
    let input = path.display().to_string();
    PackError::Io { input, source }
}

/// What a folder holds at one place.
pub(super) enum Found {
    Regular(PathBuf),
    Link(PathBuf),
    Special(PathBuf),
}

/// Walks a folder in the order of the bytes of its paths, a folder's whole content where its name stands. Holds the
/// names of the folders on the way, and no more.
pub(super) struct Listing {
    waiting: Vec<Vec<PathBuf>>,
}

impl Listing {
    pub(super) fn new(folder: &Path) -> Result<Listing, PackError> {
        let waiting = vec![children(folder)?];
        Ok(Listing { waiting })
    }

    pub(super) fn next(&mut self) -> Result<Option<Found>, PackError> {
        while let Some(level) = self.waiting.last_mut() {
            let Some(path) = level.pop() else {
                self.waiting.pop();
                continue;
            };
            let kind = fs::symlink_metadata(&path)
                .map_err(|e| unreadable(&path, e))?
                .file_type();
            if kind.is_dir() {
                let below = children(&path)?;
                self.waiting.push(below);
            } else if kind.is_symlink() {
                return Ok(Some(Found::Link(path)));
            } else if kind.is_file() {
                return Ok(Some(Found::Regular(path)));
            } else {
                return Ok(Some(Found::Special(path)));
            }
        }
        Ok(None)
    }
}

/// The paths in a folder, the last first. Whole paths are in the order of their bytes if a folder's name is compared
/// with the slash that follows it.
fn children(folder: &Path) -> Result<Vec<PathBuf>, PackError> {
    let list = || {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let mut key = entry.file_name().as_encoded_bytes().to_vec();
            if entry.file_type()?.is_dir() {
                key.push(b'/');
            }
            paths.push((key, entry.path()));
        }
        Ok(paths)
    };
    let mut paths = list().map_err(|e| unreadable(folder, e))?;
    paths.sort_unstable_by(|a, b| b.cmp(a));
    Ok(paths.into_iter().map(|(_, path)| path).collect())
}
