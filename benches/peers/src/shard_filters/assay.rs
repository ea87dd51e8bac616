//! assay's own filter. It is private to the crate `index`, so its source is compiled in here as well: what is measured
//! is the same text.

use crate::libraries::SECRET;
use crate::shard_filter::ShardFilter;

#[path = "../../../../crates/index/src/filter.rs"]
#[allow(dead_code)]
pub(crate) mod filter;

/// The filter of one shard of an index.
pub struct Assay {
    filter: filter::Filter,
    bits: u64,
}

impl ShardFilter for Assay {
    const NAME: &'static str = "assay";

    fn build(digests: &[u64], rate: f64) -> Self {
        let filter = filter::Filter::build(digests, rate, &SECRET).expect("a filter of this size");
        Assay {
            bits: filter.bits(),
            filter,
        }
    }

    fn contains(&self, digest: u64) -> bool {
        self.filter.contains(digest)
    }

    fn bits(&self) -> u64 {
        self.bits
    }
}
