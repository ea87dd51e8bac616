//! How much a test may keep in memory, and where the rest goes.

use std::path::PathBuf;

use assay_index::free_space;

use crate::Error;
use crate::persons::MENTION;
use crate::tally::MARKS_USED;

/// How much a test keeps in memory, and where the rest goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of memory, about: for rows that are looked up together, for distinct things and for what is not written
    /// to a temporary file. Filters of an index, and 6 bytes a row for the count of people, come on top.
    pub memory: u64,
    /// The folder of the temporary file, which has no name there and holds keyed digests only; none is made for a
    /// sample of some hundred thousand rows.
    pub folder: PathBuf,
    /// How many distinct things of each sort, such as values of a kind that hit, are counted exactly; as many as the memory allows unless it is stated.
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
    /// Whether a temporary file can be made in the folder, so that a test does not fail for it after hours.
    ///
    /// # Errors
    /// It can't, such as where the folder is none or may not be written.
    pub fn check(&self) -> Result<(), Error> {
        match tempfile::tempfile_in(&self.folder) {
            Ok(_) => Ok(()),
            Err(source) => Err(Error::NoSpillFolder {
                path: self.folder.clone(),
                source,
            }),
        }
    }

    /// Whether the folder can be used and has room for the mentions of a sample of `total` bytes, the first `read` of which hold
    /// `mentions`.
    pub(crate) fn check_room(&self, mentions: u64, read: u64, total: u64) -> Result<(), Error> {
        let all = mentions as f64 * (total as f64 / read.max(1) as f64);
        let needed = ((8 * MENTION) as f64 * all) as u64;
        let needed = needed.saturating_sub(self.mentions());
        if needed == 0 {
            return Ok(());
        }
        self.check()?;
        match free_space(&self.folder) {
            Ok(free) if needed > free => Err(Error::NoRoom {
                path: self.folder.clone(),
                needed,
                free,
            }),
            // Where the system does not say, the work itself will tell.
            _ => Ok(()),
        }
    }

    /// Distinct rows of each mark that are counted exactly, and things of each other sort: of values, and of each of
    /// `tested` strata of combinations.
    pub(crate) fn most_distinct(&self, values: usize, tested: usize) -> (usize, usize) {
        if let Some(most) = self.most_distinct {
            return (most, most);
        }
        // A table of 2^n places is filled to seven eighths. Those of rows take an eighth of the memory, all others
        // another, were all of them full.
        let most = |bytes_a_place: u64, most_power: u32| {
            let places = self.memory / 8 / bytes_a_place.max(1);
            (1usize << places.max(1).ilog2().clamp(LEAST_POWER, most_power)) / 8 * 7
        };
        let of_rows = MARKS_USED as u64 * BYTES_A_COUNTED_KEY;
        let of_others = values as u64 * BYTES_A_KEY + tested as u64 * BYTES_A_COMBINATION;
        (most(of_rows, MOST_POWER_OF_ROWS), most(of_others, MOST_POWER))
    }

    /// Bytes of prepared rows that are looked up together. More rows a time mean fewer passes over an index.
    pub(crate) fn at_once(&self) -> u64 {
        self.memory / 4
    }

    /// Bytes of what each worker remembers of rows.
    pub(crate) fn remembered(&self) -> usize {
        (self.memory / 16) as usize / rayon::current_num_threads().max(1)
    }

    /// Bytes of mentions that stay in memory.
    pub(crate) fn mentions(&self) -> u64 {
        self.memory / 16
    }
}

/// A key, how often it was seen, and a byte of the table's own.
const BYTES_A_COUNTED_KEY: u64 = 17;
/// A key, and a byte of the table's own.
const BYTES_A_KEY: u64 = 9;
/// A key, a number of digests, and a byte of the table's own.
const BYTES_A_COMBINATION: u64 = 17;
const LEAST_POWER: u32 = 12;
/// More would sharpen no figure that anybody reads: the standard error is below a third of a per cent.
const MOST_POWER: u32 = 18;
const MOST_POWER_OF_ROWS: u32 = 22;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distinct::Copies;

    #[test]
    fn a_folder_without_a_file_is_refused_by_the_option_that_names_one() {
        let folder = tempfile::tempdir().unwrap();
        let of = |folder: PathBuf| Budget {
            folder,
            ..Budget::default()
        };
        of(folder.path().to_owned()).check().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let error = of(folder.path().join("none")).check().unwrap_err().to_string();
        assert!(error.contains("--spill") && error.contains("none"), "{error}");
    }

    #[test]
    fn a_folder_without_room_is_refused_before_the_work() {
        let budget = Budget {
            folder: tempfile::tempdir().unwrap().keep(),
            ..Budget::default()
        };
        budget.check_room(100, 1_000, 10_000).unwrap();
        // What memory holds needs no room.
        budget.check_room(budget.mentions() / 32, 1_000, 1_000).unwrap();
        let error = budget.check_room(1 << 40, 1_000, 1 << 40).unwrap_err();
        assert!(matches!(error, Error::NoRoom { needed, free, .. } if needed > free));
        assert!(error.to_string().contains("--spill"), "{error}");
        std::fs::remove_dir(&budget.folder).unwrap();
    }

    #[test]
    fn distinct_things_take_a_quarter_of_the_memory_at_most() {
        let of = |memory| Budget {
            memory,
            ..Budget::default()
        };
        for memory in [256u64 << 20, 1 << 30, 2 << 30, 64 << 30] {
            for (values, tested) in [(1, 2), (9, 51), (9, 102), (20, 300)] {
                let (rows, each) = of(memory).most_distinct(values, tested);
                let places = |most: usize| most as u64 * 8 / 7;
                let bytes = places(rows) * MARKS_USED as u64 * (size_of::<(u64, Copies)>() as u64 + 1)
                    + places(each)
                        * (values as u64 * (size_of::<(u64, ())>() as u64 + 1)
                            + tested as u64 * (size_of::<(u64, u32)>() as u64 + 1));
                assert!(bytes <= memory / 4, "{memory} {values} {tested}: {bytes}");
            }
        }
        assert_eq!(of(2 << 30).most_distinct(9, 51), (917_504, 229_376));
        assert_eq!(of(0).most_distinct(9, 51), (3_584, 3_584));
    }
}
