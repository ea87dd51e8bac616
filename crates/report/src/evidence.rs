//! What makes a report defensible.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What makes a report defensible: what was read, by which command, when, and whether to the end.
///
/// The caller fills it in: this crate reads no clock and no file. [`Default`] is a run that has not ended:
/// not complete, without times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Every file that was read.
    pub inputs: Vec<Input>,
    /// The program's arguments as they were given, the program's name first.
    pub command: Vec<String>,
    /// What the arguments, the defaults and the environment came to, by option.
    pub parameters: BTreeMap<String, String>,
    /// When the run began: RFC 3339 with the offset from UTC.
    pub started: Option<String>,
    /// When it ended: likewise.
    pub ended: Option<String>,
    /// Whether every input was read to its end.
    pub complete: bool,
    /// If not, why.
    pub reason: Option<String>,
}

/// A file that was read. Hashes are lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What it served as.
    pub role: Role,
    /// The file's name, without its folder.
    pub name: String,
    /// Its size in bytes, as read.
    pub bytes: u64,
    /// BLAKE3 over its bytes; none where it was not read whole.
    pub blake3: Option<String>,
    /// SHA-256 over its bytes, where it was asked for.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Of an index: the keyed seal over its manifest, which holds the roots of all shards.
    #[serde(default)]
    pub seal: Option<String>,
}

impl Input {
    /// An input without hashes. `path` may hold a folder, which is dropped: it can name people and cases.
    pub fn new(role: Role, path: &str, bytes: u64) -> Input {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        Input {
            role,
            name,
            bytes,
            blake3: None,
            sha256: None,
            seal: None,
        }
    }
}

/// What an input served as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A seller's file.
    Sample,
    /// A sample as digests only.
    Sealed,
    /// A company's index.
    Index,
    /// The listing's claim.
    Claim,
    /// Rows that are known to be customers, or known to be made up.
    Control,
}

impl Role {
    /// The role's name.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Sample => "sample",
            Role::Sealed => "sealed sample",
            Role::Index => "index",
            Role::Claim => "claim",
            Role::Control => "control",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_drops_its_folder() {
        for (path, name) in [
            ("/cases/jane doe/leak.csv", "leak.csv"),
            ("C:\\cases\\leak.csv", "leak.csv"),
            ("leak.csv", "leak.csv"),
            ("-", "-"),
        ] {
            assert_eq!(Input::new(Role::Sample, path, 1).name, name);
        }
    }
}
