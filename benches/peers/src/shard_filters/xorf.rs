//! Binary fuse filters (Graf and Lemire, 2022) of `xorf`: their rate is that of their fingerprints.

use xorf::{BinaryFuse16, BinaryFuse32, Filter};

use crate::shard_filter::ShardFilter;

impl ShardFilter for BinaryFuse16 {
    const NAME: &'static str = "xorf BinaryFuse16";

    fn build(digests: &[u64], _rate: f64) -> Self {
        BinaryFuse16::try_from(digests).expect("distinct digests")
    }

    fn contains(&self, digest: u64) -> bool {
        Filter::contains(self, &digest)
    }

    fn bits(&self) -> u64 {
        self.len() as u64 * 16
    }

    fn rate(_rate: f64) -> f64 {
        1.0 / 65_536.0
    }
}

impl ShardFilter for BinaryFuse32 {
    const NAME: &'static str = "xorf BinaryFuse32";

    fn build(digests: &[u64], _rate: f64) -> Self {
        BinaryFuse32::try_from(digests).expect("distinct digests")
    }

    fn contains(&self, digest: u64) -> bool {
        Filter::contains(self, &digest)
    }

    fn bits(&self) -> u64 {
        self.len() as u64 * 32
    }

    fn rate(_rate: f64) -> f64 {
        1.0 / 4_294_967_296.0
    }
}
