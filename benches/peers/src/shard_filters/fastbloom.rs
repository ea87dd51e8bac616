//! `fastbloom`, given the digest as the hash that it works on.

use fastbloom::BloomFilter;

use crate::shard_filter::ShardFilter;

impl ShardFilter for BloomFilter {
    const NAME: &'static str = "fastbloom";

    fn build(digests: &[u64], rate: f64) -> Self {
        let mut filter = BloomFilter::with_false_pos(rate).expected_items(digests.len());
        for digest in digests {
            filter.insert_hash(*digest);
        }
        filter
    }

    fn contains(&self, digest: u64) -> bool {
        self.contains_hash(digest)
    }

    fn bits(&self) -> u64 {
        self.num_bits() as u64
    }
}
