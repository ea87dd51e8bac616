//! How much a test may keep in memory, and where the rest goes.

use std::path::PathBuf;

use crate::Error;

/// How much a test keeps in memory, and where the rest goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of memory, about: for rows that are looked up together, for distinct things and for what is not written
    /// to a temporary file. Filters of an index, and 5 bytes a row for the count of people, come on top.
    pub memory: u64,
    /// The folder of the temporary file, which has no name there and holds keyed digests only; none is made for a
    /// sample of some hundred thousand rows.
    pub folder: PathBuf,
    /// How many distinct things of each sort are counted exactly; as many as the memory allows unless it is stated.
    pub most_distinct: Option<usize>,
}

impl Default for Budget {
    /// 2 GiB, and the folder that `TMPDIR` names, else `/var/tmp` where it exists, which unlike the system's
    /// temporary folder is seldom kept in memory.
    fn default() -> Budget {
        let stated = std::env::var_os("TMPDIR").filter(|folder| !folder.is_empty());
        let roomy = PathBuf::from("/var/tmp");
        let folder = match stated {
            Some(folder) => PathBuf::from(folder),
            None if roomy.is_dir() => roomy,
            None => std::env::temp_dir(),
        };
        Budget {
            memory: 2 << 30,
            folder,
            most_distinct: None,
        }
    }
}

impl Budget {
    /// Whether the folder is one, so that a test does not fail for it after hours.
    ///
    /// # Errors
    /// It is none.
    pub fn check(&self) -> Result<(), Error> {
        match self.folder.is_dir() {
            true => Ok(()),
            false => Err(Error::NoSpillFolder {
                path: self.folder.clone(),
            }),
        }
    }

    /// Distinct rows that are counted exactly, and things of each of `sorts` other sorts.
    pub(crate) fn most_distinct(&self, sorts: usize) -> (usize, usize) {
        if let Some(most) = self.most_distinct {
            return (most, most);
        }
        // A table of 2^n places is filled to seven eighths; all together take a quarter of the memory.
        let places = self.memory / 4 / (sorts.max(1) as u64 * BYTES_A_PLACE);
        let power = places.max(1).ilog2().clamp(LEAST_POWER, MOST_POWER);
        let most = |power: u32| (1usize << power) / 8 * 7;
        (most(power + ROWS_POWER), most(power))
    }

    /// Bytes of prepared rows that are looked up together. More rows a time mean fewer passes over an index.
    pub(crate) fn at_once(&self) -> u64 {
        self.memory / 4
    }

    /// Bytes of mentions that stay in memory.
    pub(crate) fn mentions(&self) -> u64 {
        self.memory / 16
    }
}

/// A key, what is known of it, and a byte of the table's own.
const BYTES_A_PLACE: u64 = 17;
const LEAST_POWER: u32 = 12;
/// More would sharpen no figure that anybody reads: the standard error is below a third of a per cent.
const MOST_POWER: u32 = 18;
/// The one table of rows has so many powers of two more places than each of the others.
const ROWS_POWER: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_things_take_a_quarter_of_the_memory_at_most() {
        for memory in [256u64 << 20, 1 << 30, 2 << 30, 64 << 30] {
            for sorts in [1, 28, 50, 200] {
                let budget = Budget {
                    memory,
                    ..Budget::default()
                };
                let (rows, each) = budget.most_distinct(sorts);
                assert_eq!(rows, 16 * each);
                assert!(
                    each as u64 * 8 / 7 * BYTES_A_PLACE * sorts as u64 <= memory / 4,
                    "{memory} {sorts}"
                );
            }
        }
        assert_eq!(
            Budget {
                memory: 2 << 30,
                ..Budget::default()
            }
            .most_distinct(28)
            .1,
            229_376
        );
        assert_eq!(
            Budget {
                memory: 0,
                ..Budget::default()
            }
            .most_distinct(28)
            .1,
            3_584
        );
    }
}
