//! Numbers that look like digests, and how many probes may hit by chance.

/// SplitMix64 (Steele, Lea and Flood, 2014): one to one, so that different `n` never give the same digest.
pub fn digest(n: u64) -> u64 {
    let mut x = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// More false hits than a filter of this rate ever has in so many probes: twice the rate and eight standard
/// deviations.
pub fn most_false_hits(probes: usize, rate: f64) -> f64 {
    let expected = 2.0 * rate * probes as f64;
    expected + 8.0 * expected.sqrt() + 8.0
}
