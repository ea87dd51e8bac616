//! Which values numbers of a company's own are drawn from: what a made-up one is up against.

use std::collections::HashMap;

/// The shapes of canonical values (digits and letters by position), with the characters seen at each
/// position. Counts of parts add up in any order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shapes {
    values: u64,
    shapes: HashMap<Vec<u8>, Shape>,
}

#[derive(Clone, Debug, Default)]
struct Shape {
    values: u64,
    /// One bit per character of `0–9 A–Z` seen at each position.
    seen: Vec<u64>,
}

impl Shapes {
    pub(crate) fn add(&mut self, canonical: &str) {
        let bytes = canonical.as_bytes();
        if bytes.len() > LONGEST || !bytes.iter().all(u8::is_ascii_alphanumeric) {
            return;
        }
        self.values += 1;
        let shape = bytes
            .iter()
            .map(|byte| if byte.is_ascii_digit() { b'9' } else { b'A' })
            .collect();
        let shape: &mut Shape = self.shapes.entry(shape).or_default();
        shape.values += 1;
        shape.seen.resize(bytes.len(), 0);
        for (seen, byte) in shape.seen.iter_mut().zip(bytes) {
            *seen |= 1 << char::from(*byte).to_digit(36).unwrap_or(0);
        }
    }

    pub(crate) fn merge(&mut self, other: &Shapes) {
        self.values += other.values;
        for (key, theirs) in &other.shapes {
            let ours = self.shapes.entry(key.clone()).or_default();
            ours.values += theirs.values;
            ours.seen.resize(theirs.seen.len(), 0);
            for (ours, theirs) in ours.seen.iter_mut().zip(&theirs.seen) {
                *ours |= theirs;
            }
        }
    }

    /// How many values the common shapes (at least 1 % of the values each) have room for, with the
    /// characters seen at each position. `None` below 1,000 values, or where the shapes are as many as the
    /// values: then nothing is known.
    pub(crate) fn space(&self) -> Option<f64> {
        if self.values < FEWEST {
            return None;
        }
        let common = self.shapes.values().filter(|shape| shape.values * 100 >= self.values);
        let mut sizes: Vec<f64> = common
            .map(|shape| shape.seen.iter().map(|seen| f64::from(seen.count_ones())).product())
            .collect();
        // A sum of floating-point numbers depends on its order, a map's order on chance.
        sizes.sort_by(f64::total_cmp);
        Some(sizes.iter().sum::<f64>()).filter(|space| *space >= 1.0)
    }
}

const LONGEST: usize = 64;
const FEWEST: u64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_room_for_the_characters_seen() {
        let mut shapes = Shapes::default();
        for n in 0..10_000 {
            shapes.add(&format!("A{n:04}"));
        }
        assert_eq!(shapes.space(), Some(10_000.0));
        let mut halves = (Shapes::default(), Shapes::default());
        for n in 0..10_000 {
            let half = if n % 2 == 0 { &mut halves.0 } else { &mut halves.1 };
            half.add(&format!("A{n:04}"));
        }
        halves.1.merge(&halves.0);
        assert_eq!(halves.1.space(), shapes.space());
        assert_eq!(Shapes::default().space(), None);
    }
}
