//! `bloomfilter` 3, which hashes a digest once more.

use bloomfilter::Bloom;

use crate::libraries::SECRET;
use crate::shard_filter::ShardFilter;

impl ShardFilter for Bloom<u64> {
    const NAME: &'static str = "bloomfilter 3";

    fn build(digests: &[u64], rate: f64) -> Self {
        let mut filter = Bloom::new_for_fp_rate_with_seed(digests.len(), rate, &SECRET).expect("a filter of this size");
        digests.iter().for_each(|digest| filter.set(digest));
        filter
    }

    fn contains(&self, digest: u64) -> bool {
        self.check(&digest)
    }

    fn bits(&self) -> u64 {
        self.len()
    }
}
