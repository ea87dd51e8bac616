//! Labels: which segment of the company's customers an identifier's holder belongs to.
//!
//! While records are read, a pair of an identifier's digest and a value's number is kept for each; which values are too
//! rare to stand by themselves is known only when all were read. Only then are the digests of labels made, each from the
//! identifier's digest and the value, so that a table need not be read twice and a reader needs no identifiers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use assay_fields::Class;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::build::MOST_RECORDS;
use crate::spill::{PARTS, Parts, Spill};
use crate::{Digester, Error, Keyed, Messages};

/// The segment of all values that fewer than 100 records have. No canonical value begins with a blank.
pub const OTHERS: &str = " others";
/// The segment of customers in whose records the column holds no value.
pub const NO_VALUE: &str = " none";

/// The segments of a label, as the customers are spread over them whom one kind of identifier names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    /// Per value of the column. Values that fewer than 100 records have stand together as [`OTHERS`], records without a
    /// value as [`NO_VALUE`].
    pub of: BTreeMap<String, Segment>,
    /// Identifiers that stand in records of several segments.
    pub several: u64,
}

/// One segment of a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Distinct identifiers that stand in a record of the segment.
    pub identifiers: u64,
    /// Of these, those that stand in no other segment.
    pub alone: u64,
    /// Records in which these stand.
    pub records: u64,
}

/// Adds to `messages` that of a label: an identifier's digest and a segment.
pub fn push_label(messages: &mut Messages, identifier: u64, segment: &str) {
    messages.push(&[&identifier.to_le_bytes(), segment.as_bytes()]);
}

/// An identifier's digest and the number of a value of the label's column.
pub type LabelPair = [u64; 2];

/// The pairs of a chunk of records for one label: what one worker hands over at a time.
#[derive(Clone, Debug, Default)]
pub struct ChunkPairs {
    /// The pairs.
    pub pairs: Vec<LabelPair>,
    /// Records that have at least one.
    pub filled: u64,
}

/// All pairs of one label.
pub(crate) struct Pairs {
    pub(crate) class: Class,
    pairs: Spill<2>,
    filled: AtomicU64,
    /// The segment of each value's number.
    segments: Vec<String>,
}

/// What becomes of the pairs of a label.
pub(crate) struct Labelled {
    pub(crate) digests: Spill<1>,
    pub(crate) filled: u64,
    pub(crate) segments: Segments,
    /// Identifiers left out because more than 1,000 records shared each of them.
    pub(crate) too_frequent: u64,
}

impl Pairs {
    pub(crate) fn new(class: Class, folder: &Path, memory: u64) -> Pairs {
        Pairs {
            class,
            pairs: Spill::new(folder, memory),
            filled: AtomicU64::new(0),
            segments: Vec::new(),
        }
    }

    /// Takes pairs; `chunk` comes back empty.
    pub(crate) fn add(&self, chunk: &mut ChunkPairs) -> Result<(), Error> {
        self.pairs.add(&chunk.pairs)?;
        self.filled.fetch_add(chunk.filled, Ordering::Relaxed);
        chunk.pairs.clear();
        chunk.filled = 0;
        Ok(())
    }

    pub(crate) fn name(&mut self, segments: Vec<String>) {
        self.segments = segments;
    }

    /// Makes the digests, in memory of about `memory` bytes, and counts identifiers by segment.
    pub(crate) fn finish(self, digester: &Keyed, folder: &Path, memory: u64) -> Result<Labelled, Error> {
        let names: BTreeMap<&str, usize> = self.segments.iter().map(|name| (name.as_str(), 0)).collect();
        let names: BTreeMap<&str, usize> = names.into_keys().enumerate().map(|(at, name)| (name, at)).collect();
        let segment_of: Vec<usize> = self.segments.iter().map(|name| names[name.as_str()]).collect();
        let names: Vec<&str> = names.into_keys().collect();
        let none = names.iter().position(|name| *name == NO_VALUE);
        let digests = Spill::new(folder, memory);
        let parts = self.pairs.into_parts();
        let work = Work {
            class: &self.class,
            digester,
            parts: &parts,
            segment_of: &segment_of,
            names: &names,
            none,
            digests: &digests,
        };
        let counts = (0..PARTS)
            .into_par_iter()
            .map(|part| work.part(part))
            .try_reduce(|| Counted::new(names.len()), |a, b| Ok(a.merge(b)))?;
        let used = names
            .iter()
            .zip(counts.of)
            .filter(|(_, segment)| segment.identifiers > 0);
        Ok(Labelled {
            digests,
            filled: self.filled.into_inner(),
            segments: Segments {
                of: used.map(|(name, segment)| ((*name).to_owned(), segment)).collect(),
                several: counts.several,
            },
            too_frequent: counts.too_frequent,
        })
    }
}

/// What all parts of a label's pairs need.
struct Work<'a> {
    class: &'a Class,
    digester: &'a Keyed,
    parts: &'a Parts<2>,
    /// The segment of each value's number, as a position in `names`.
    segment_of: &'a [usize],
    names: &'a [&'a str],
    none: Option<usize>,
    digests: &'a Spill<1>,
}

struct Counted {
    of: Vec<Segment>,
    several: u64,
    too_frequent: u64,
}

impl Counted {
    fn new(segments: usize) -> Counted {
        Counted {
            of: vec![Segment::default(); segments],
            several: 0,
            too_frequent: 0,
        }
    }

    fn merge(mut self, other: Counted) -> Counted {
        for (ours, theirs) in self.of.iter_mut().zip(other.of) {
            ours.identifiers += theirs.identifiers;
            ours.alone += theirs.alone;
            ours.records += theirs.records;
        }
        self.several += other.several;
        self.too_frequent += other.too_frequent;
        self
    }
}

impl Work<'_> {
    fn part(&self, part: usize) -> Result<Counted, Error> {
        let mut counted = Counted::new(self.names.len());
        let mut pairs = Vec::new();
        self.parts.read(part, &mut pairs)?;
        pairs.sort_unstable();
        let mut messages = Messages::default();
        let mut segments = Vec::new();
        for group in pairs.chunk_by(|a, b| a[0] == b[0]) {
            let records = group.len() as u64;
            if records > MOST_RECORDS {
                counted.too_frequent += 1;
                continue;
            }
            segments.clear();
            segments.extend(group.iter().map(|pair| self.segment_of[pair[1] as usize]));
            segments.sort_unstable();
            segments.dedup();
            if segments.len() > 1 {
                // A record without a value says nothing where another one has it.
                segments.retain(|segment| Some(*segment) != self.none);
            }
            for segment in &segments {
                counted.of[*segment].identifiers += 1;
                push_label(&mut messages, group[0][0], self.names[*segment]);
            }
            match segments[..] {
                [segment] => {
                    counted.of[segment].alone += 1;
                    counted.of[segment].records += records;
                }
                _ => counted.several += 1,
            }
            if messages.len() >= HASHED_AT_ONCE {
                self.hash(&mut messages)?;
            }
        }
        self.hash(&mut messages)?;
        Ok(counted)
    }

    fn hash(&self, messages: &mut Messages) -> Result<(), Error> {
        let mut digests = Vec::with_capacity(messages.len());
        self.digester.digest(self.class, messages, &mut digests)?;
        messages.clear();
        self.digests.add(bytemuck::cast_slice(&digests))
    }
}

const HASHED_AT_ONCE: usize = 4_096;

#[cfg(test)]
mod tests {
    use assay_fields::Kind;

    use super::*;
    use crate::{Key, mix};

    fn finish(pairs: &[LabelPair], names: &[&str]) -> (Labelled, Vec<u64>) {
        let folder = std::env::temp_dir();
        let class = Class::label(Kind::Ssn, "plan");
        let mut all = Pairs::new(class.clone(), &folder, 0);
        for some in pairs.chunks(7) {
            let mut chunk = ChunkPairs {
                pairs: some.to_vec(),
                filled: some.len() as u64,
            };
            all.add(&mut chunk).unwrap();
        }
        all.name(names.iter().map(|name| (*name).to_owned()).collect());
        let digester = Keyed::new(&Key::from_bytes([1; 32]), [class]);
        let mut labelled = all.finish(&digester, &folder, 0).unwrap();
        let parts = std::mem::replace(&mut labelled.digests, Spill::new(&folder, 0)).into_parts();
        let mut digests = Vec::new();
        (0..PARTS).for_each(|part| parts.read(part, &mut digests).unwrap());
        let mut digests: Vec<u64> = digests.into_iter().map(|[digest]| digest).collect();
        digests.sort_unstable();
        (labelled, digests)
    }

    fn digest(identifier: u64, segment: &str) -> u64 {
        let class = Class::label(Kind::Ssn, "plan");
        let (mut messages, mut out) = (Messages::default(), Vec::new());
        push_label(&mut messages, identifier, segment);
        let keyed = Keyed::new(&Key::from_bytes([1; 32]), []);
        keyed.digest(&class, &messages, &mut out).unwrap();
        out[0]
    }

    #[test]
    fn identifiers_are_counted_once_in_each_segment() {
        let id = |n| mix(9, n);
        let names = [NO_VALUE, "gold", OTHERS, "basic", OTHERS];
        let mut pairs = vec![
            [id(1), 1],
            [id(1), 1],
            [id(2), 1],
            [id(2), 3],
            // Two rare values are one segment.
            [id(3), 2],
            [id(3), 4],
            // A record without a value beside one that has it.
            [id(4), 0],
            [id(4), 3],
            [id(5), 0],
        ];
        pairs.extend(std::iter::repeat_n([id(6), 1], MOST_RECORDS as usize + 1));
        let (labelled, digests) = finish(&pairs, &names);
        let segment = |identifiers, alone, records| Segment {
            identifiers,
            alone,
            records,
        };
        let expected = [
            (NO_VALUE, segment(1, 1, 1)),
            (OTHERS, segment(1, 1, 2)),
            ("basic", segment(2, 1, 2)),
            ("gold", segment(2, 1, 2)),
        ];
        let expected = expected.map(|(name, segment)| (name.to_owned(), segment));
        assert_eq!(labelled.segments.of, BTreeMap::from(expected));
        assert_eq!((labelled.segments.several, labelled.too_frequent), (1, 1));
        assert_eq!(labelled.filled, pairs.len() as u64);
        let mut wanted = vec![
            digest(id(1), "gold"),
            digest(id(2), "gold"),
            digest(id(2), "basic"),
            digest(id(3), OTHERS),
            digest(id(4), "basic"),
            digest(id(5), NO_VALUE),
        ];
        wanted.sort_unstable();
        assert_eq!(digests, wanted);
    }

    #[test]
    fn the_order_of_records_and_the_numbers_of_values_leave_no_trace() {
        let pairs: Vec<LabelPair> = (0..3_000).map(|n| [mix(3, n % 1_000), mix(5, n) % 3]).collect();
        let turned: Vec<LabelPair> = pairs.iter().rev().map(|[id, value]| [*id, 2 - value]).collect();
        let (one, digests) = finish(&pairs, &["a", "b", "c"]);
        let (other, same) = finish(&turned, &["c", "b", "a"]);
        assert_eq!((one.segments, digests), (other.segments, same));
    }
}
