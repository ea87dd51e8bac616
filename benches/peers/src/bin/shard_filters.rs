//! Filters per shard: size, rate, cost of building and probing.
//!
//! `shard_filters --shards 512 --each 36000 --rate 1e-6 --rounds 3`

use assay_bench_peers::arguments::Arguments;
use assay_bench_peers::shard_filter::{Shards, measure};
use assay_bench_peers::shard_filters::assay::Assay;
use bloomfilter::Bloom;
use fastbloom::BloomFilter;
use xorf::{BinaryFuse16, BinaryFuse32};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read()?;
    let shards = Shards::new(arguments.get("shards")?, arguments.get("each")?);
    let rate = arguments.get("rate")?;
    for _ in 0..arguments.get::<u32>("rounds")? {
        measure::<Assay>(&shards, rate)?;
        measure::<Bloom<u64>>(&shards, rate)?;
        measure::<BloomFilter>(&shards, rate)?;
        measure::<BinaryFuse16>(&shards, rate)?;
        measure::<BinaryFuse32>(&shards, rate)?;
    }
    Ok(())
}
