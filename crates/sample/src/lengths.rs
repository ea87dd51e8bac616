//! How long rows are: enough to say what they take on average and how far that may be off, in little memory.

/// The rows of a sample by their length in bytes, in steps of at most a sixteenth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowLengths {
    /// Rows per step; see [`step`].
    counts: Vec<u64>,
}

impl RowLengths {
    /// How many rows were measured; none in forms that are not read from byte to byte.
    pub fn rows(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The middle of each step that holds a row, in bytes, and how many rows it holds, in rising order.
    pub fn steps(&self) -> impl Iterator<Item = (u64, u64)> {
        let counts = self.counts.iter().enumerate().filter(|(_, rows)| **rows > 0);
        counts.map(|(step, rows)| (middle(step), *rows))
    }

    pub(crate) fn add(&mut self, length: u64) {
        let step = step(length);
        if self.counts.len() <= step {
            self.counts.resize(step + 1, 0);
        }
        self.counts[step] += 1;
    }

    /// Takes back rows that were counted too.
    pub(crate) fn take_back(&mut self, other: &RowLengths) {
        for (ours, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *ours = ours.saturating_sub(*theirs);
        }
    }
}

/// The step of a length: each below 32 has its own; above, every octave has 16.
fn step(length: u64) -> usize {
    let shift = octave(length);
    (16 * u64::from(shift) + (length >> shift)) as usize
}

/// How many octaves a length lies above 16 to 31, whose steps are single bytes.
fn octave(length: u64) -> u32 {
    (u64::BITS - length.leading_zeros()).saturating_sub(5)
}

fn middle(step: usize) -> u64 {
    let step = step as u64;
    let shift = (step / 16).saturating_sub(1);
    let first = (step - 16 * shift) << shift;
    first + ((1 << shift) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_narrow_and_hold_every_length() {
        let mut before = 0;
        for length in (0..5_000).chain([1 << 20, (1 << 20) + 1, u64::from(u32::MAX), u64::MAX / 2, u64::MAX]) {
            let at = step(length);
            assert!(at >= before && at < 1_024, "{length}");
            before = at;
            let middle = middle(at);
            assert_eq!(step(middle), at, "{length}");
            assert!(
                middle.abs_diff(length) as f64 <= length as f64 / 32.0,
                "{length} {middle}"
            );
        }
    }

    #[test]
    fn what_is_taken_back_is_gone() {
        let (mut all, mut some) = (RowLengths::default(), RowLengths::default());
        [5, 5, 90, 700].iter().for_each(|length| all.add(*length));
        [5, 700].iter().for_each(|length| some.add(*length));
        all.take_back(&some);
        assert_eq!(all.steps().map(|(_, rows)| rows).collect::<Vec<_>>(), [1, 1]);
        assert_eq!((all.rows(), all.steps().next()), (2, Some((5, 1))));
    }
}
