//! Steps over a value of any length without keeping it.

use memchr::memchr2;

/// Where in a value the text at hand ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Skip {
    depth: usize,
    quote: Option<u8>,
    escaped: bool,
    /// Whether anything of the value was seen.
    begun: bool,
}

impl Skip {
    /// Goes on within a value in which so many brackets are open.
    pub(super) fn within(depth: usize) -> Skip {
        Skip {
            depth,
            begun: true,
            ..Skip::default()
        }
    }

    /// Where the value ends in `text`, which follows what was passed before; `None` if it goes on.
    pub(super) fn pass(&mut self, text: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if let Some(quote) = self.quote {
                at += memchr2(quote, b'\\', &text[at..])?;
                self.escaped = text[at] == b'\\';
                at += 1;
                if !self.escaped {
                    self.quote = None;
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
                continue;
            }
            match byte {
                b'"' | b'\'' => self.quote = Some(byte),
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth <= 1 => return Some(at + self.depth),
                b'}' | b']' => self.depth -= 1,
                // A word ends before what follows it.
                b',' | b'\n' if self.depth == 0 && self.begun => return Some(at),
                _ => {}
            }
            self.begun = true;
            at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end() {
        let cases = [
            ("{\"a\":[1,\"}\\\"]\"]},2", 16),
            ("\"a,b\",1", 5),
            ("12,3", 2),
            ("12}", 2),
            ("[],", 2),
        ];
        for (text, end) in cases {
            assert_eq!(Skip::default().pass(text.as_bytes()), Some(end), "{text}");
            for cut in 0..end {
                let mut skip = Skip::default();
                let first = skip.pass(&text.as_bytes()[..cut]);
                assert_eq!(first, None, "{text} {cut}");
                assert_eq!(skip.pass(&text.as_bytes()[cut..]), Some(end - cut), "{text} {cut}");
            }
        }
    }
}
