use std::ops::Range;

/// Tokens of a name that a link with an identifier takes at most.
const BACKED: usize = 4;
/// Tokens of a name of which a context link probes every pair: 5 tokens make 10 pairs.
const PAIRED: usize = 5;

/// The distinct tokens of one canonical name, as ranges of its row's text.
#[derive(Default)]
pub(crate) struct NameTokens {
    backed: Tokens<BACKED>,
    paired: Tokens<PAIRED>,
}

impl NameTokens {
    /// The tokens of `name`, which begins at `start` of its row's text.
    pub(crate) fn of(name: &[u8], start: u32) -> NameTokens {
        let mut tokens = NameTokens::default();
        let mut from = 0;
        for word in name.split(|byte| *byte == b' ') {
            if !word.is_empty() {
                let range = from..from + word.len() as u32;
                tokens.backed.push(name, range.clone());
                tokens.paired.push(name, range);
            }
            from += word.len() as u32 + 1;
        }
        let places = tokens.backed.ranges.iter_mut().chain(&mut tokens.paired.ranges);
        places.for_each(|range| *range = range.start + start..range.end + start);
        tokens
    }

    /// Those that stand beside an identifier.
    pub(crate) fn backed(&self) -> &[Range<u32>] {
        self.backed.as_slice()
    }

    /// Those of which a context link takes pairs.
    pub(crate) fn paired(&self) -> &[Range<u32>] {
        self.paired.as_slice()
    }
}

/// The first and the last `N` − 1 distinct tokens of a canonical name: the given name and all parts of the
/// surname survive a long row of middle names.
struct Tokens<const N: usize> {
    ranges: [Range<u32>; N],
    len: usize,
}

impl<const N: usize> Default for Tokens<N> {
    fn default() -> Self {
        Tokens {
            ranges: std::array::from_fn(|_| 0..0),
            len: 0,
        }
    }
}

impl<const N: usize> Tokens<N> {
    fn push(&mut self, name: &[u8], token: Range<u32>) {
        let word = |range: &Range<u32>| &name[range.start as usize..range.end as usize];
        if self.as_slice().iter().any(|seen| word(seen) == word(&token)) {
            return;
        }
        if self.len == N {
            self.ranges[1..].rotate_left(1);
            self.len -= 1;
        }
        self.ranges[self.len] = token;
        self.len += 1;
    }

    fn as_slice(&self) -> &[Range<u32>] {
        &self.ranges[..self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_the_given_name_and_the_last_tokens() {
        let name = b"A1 B2 C3 D4 E5 F6";
        let tokens = NameTokens::of(name, 100);
        let words = |ranges: &[Range<u32>]| -> Vec<String> {
            let word = |range: &Range<u32>| &name[range.start as usize - 100..range.end as usize - 100];
            ranges
                .iter()
                .map(|range| String::from_utf8_lossy(word(range)).into_owned())
                .collect()
        };
        assert_eq!(words(tokens.backed()), ["A1", "D4", "E5", "F6"]);
        assert_eq!(words(tokens.paired()), ["A1", "C3", "D4", "E5", "F6"]);
        let twice = NameTokens::of(b"ANN ANN LEE", 0);
        assert_eq!(twice.backed(), [0..3, 8..11]);
    }
}
