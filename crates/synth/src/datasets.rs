//! The files that are shipped under `datasets/`.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use crate::{Company, Error, ShippedKind, ShippedListing};

/// The seed of the shipped company and of every shipped listing.
pub const SEED: u64 = 2021;

/// Customers of the shipped company.
pub const RECORDS: u64 = 10_000;

/// Rows of a shipped sample.
pub const fn rows(kind: ShippedKind) -> u64 {
    match kind {
        ShippedKind::Genuine | ShippedKind::Half | ShippedKind::Respelt | ShippedKind::Misspelt => 1_000,
        ShippedKind::Fabricated | ShippedKind::Stitched | ShippedKind::Directory => 500,
    }
}

/// Writes `company.csv` and `samples/` into a folder, which is made if need be.
///
/// # Errors
/// [`Error::Write`], which names the file.
pub fn write(folder: &Path) -> Result<(), Error> {
    let company = Company::new(SEED, RECORDS)?;
    let samples = folder.join("samples");
    fs::create_dir_all(&samples).map_err(failed(&samples))?;
    let path = folder.join("company.csv");
    company.write_csv(&mut create(&path)?, &|_| {}).map_err(failed(&path))?;
    for kind in ShippedKind::ALL {
        let mut sample = create(&samples.join(format!("{kind}.csv")))?;
        let mut truth = create(&samples.join(format!("{kind}.truth.csv")))?;
        ShippedListing::new(&company, kind, SEED, rows(kind))?.write(&mut sample, &mut truth, &|_| {})?;
    }
    Ok(())
}

fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    File::create(path).map(BufWriter::new).map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let what = format!("file {}", path.display());
    move |source| Error::Write { what, source }
}
