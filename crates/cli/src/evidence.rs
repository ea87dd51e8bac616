//! What makes a report defensible: hashes, times, the command.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use assay_index::Index;
use assay_report::{Evidence, Input, Role, Tool};
use sha2::{Digest, Sha256};

/// This program.
pub(crate) fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Name and version in one text.
pub(crate) fn tool_name() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

/// Evidence of a run that begins now.
pub(crate) fn begin() -> Evidence {
    Evidence {
        command: std::env::args_os()
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect(),
        started: Some(now()),
        ..Evidence::default()
    }
}

/// The time, with its offset from UTC.
pub(crate) fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Hashes of a file as it goes by.
#[derive(Clone, Default)]
pub(crate) struct Hashes(Arc<Mutex<(blake3::Hasher, Sha256, u64)>>);

impl Hashes {
    /// Takes the next bytes.
    pub(crate) fn update(&self, bytes: &[u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.update(bytes);
        state.1.update(bytes);
        state.2 += bytes.len() as u64;
    }

    /// Hashes of a whole file.
    pub(crate) fn of_file(path: &Path) -> anyhow::Result<Hashes> {
        let hashes = Hashes::default();
        let mut file = std::fs::File::open(path).with_context(|| format!("{}: can't open", path.display()))?;
        let mut buffer = vec![0u8; 1 << 16];
        loop {
            match file
                .read(&mut buffer)
                .with_context(|| format!("{}: can't read", path.display()))?
            {
                0 => return Ok(hashes),
                read => hashes.update(&buffer[..read]),
            }
        }
    }

    /// The file as an input of a report.
    pub(crate) fn input(&self, role: Role, path: &Path) -> Input {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Input {
            blake3: Some(state.0.finalize().to_hex().to_string()),
            sha256: Some(hex::encode(state.1.clone().finalize())),
            ..Input::new(role, &path.to_string_lossy(), state.2)
        }
    }
}

/// An index as an input: known by its seal, which covers the roots of all shards, not by a pass over
/// gigabytes.
pub(crate) fn index_input(index: &Index) -> Input {
    let bytes = std::fs::metadata(index.path()).map_or(0, |metadata| metadata.len());
    Input {
        seal: Some(index.seal()),
        ..Input::new(Role::Index, &index.path().to_string_lossy(), bytes)
    }
}
