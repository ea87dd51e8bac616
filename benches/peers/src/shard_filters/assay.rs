//! assay's own filter.

use assay_index::FilterKind;

use crate::libraries::SECRET;
use crate::shard_filter::ShardFilter;

/// The filter of one shard of an index, of the kind that indexes have by default.
pub struct Assay {
    bytes: Vec<u8>,
    bits: u64,
}

impl Assay {
    /// How many of `digests` the filter contains; `hits` is scratch.
    ///
    /// # Panics
    /// Never: the bytes are the builder's.
    pub fn count(&self, digests: &[u64], hits: &mut Vec<u32>) -> usize {
        hits.clear();
        FilterKind::default()
            .find(&self.bytes, digests, hits)
            .expect("a filter of this kind");
        hits.len()
    }
}

impl ShardFilter for Assay {
    const NAME: &'static str = "assay";

    fn build(digests: &[u64], rate: f64) -> Self {
        let shard = FilterKind::default()
            .build(digests, rate, &SECRET)
            .expect("a filter of this size");
        Assay {
            bytes: shard.bytes,
            bits: shard.bits,
        }
    }

    fn contains(&self, digest: u64) -> bool {
        FilterKind::default()
            .open(&self.bytes, |filter| filter.contains(digest))
            .expect("a filter of this kind")
    }

    fn bits(&self) -> u64 {
        self.bits
    }
}
