//! Keys, indexes and samples from files or stdin. Stdin serves one purpose.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::bail;
use assay_index::{Index, Key, LockedIndex};
use assay_sample::Sample;

use crate::args::{Columns, DialectArgs};
use crate::evidence::Hashes;

/// Whether a path means stdin.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses to read two things from stdin.
pub(crate) fn check_stdin<'a>(paths: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<()> {
    if paths.into_iter().filter(|path| is_stdin(path)).count() > 1 {
        bail!("stdin (`-`) can serve one purpose only: give the others as files");
    }
    Ok(())
}

/// Reads a key from a file or stdin.
pub(crate) fn key(path: &Path) -> anyhow::Result<Key> {
    Ok(if is_stdin(path) {
        Key::read_from(std::io::stdin().lock(), Path::new("stdin"))?
    } else {
        Key::read(path)?
    })
}

/// Reads several keys.
pub(crate) fn keys(paths: &[PathBuf]) -> anyhow::Result<Vec<Key>> {
    paths.iter().map(|path| key(path)).collect()
}

/// Opens indexes with their keys.
pub(crate) fn indexes(paths: &[PathBuf], keys: &[Key]) -> anyhow::Result<Vec<Index>> {
    let open = |path: &PathBuf| Ok(LockedIndex::open(path)?.unlock(keys)?);
    paths.iter().map(open).collect()
}

/// Opens a sample; `hashes` sees every byte.
pub(crate) fn sample(
    path: &Path,
    columns: &Columns,
    dialect: &DialectArgs,
    hashes: &Hashes,
) -> anyhow::Result<Sample<'static>> {
    let options = assay_sample::Options {
        delimiter: columns.delimiter,
        encoding: dialect.encoding.clone(),
        header: columns.has_header(),
        region: columns.region,
        date_order: columns.order(),
        map: columns.map.clone(),
    };
    let hashes = hashes.clone();
    Ok(if is_stdin(path) {
        let reader = Tee {
            inner: std::io::stdin(),
            hashes,
        };
        Sample::from_reader("stdin", reader, &options)?
    } else {
        Sample::open_with(path, &options, move |bytes| hashes.update(bytes))?
    })
}

/// A reader whose bytes are hashed as they go by.
struct Tee<R> {
    inner: R,
    hashes: Hashes,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hashes.update(&buffer[..read]);
        Ok(read)
    }
}
