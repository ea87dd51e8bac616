//! How records begin, by which the next one is found behind a broken one.

use memchr::{memchr, memchr_iter};

/// The beginning of a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    /// `{` or `[`, or the quote of the key before a record.
    opener: u8,
    /// Blanks before it on its line, if nothing else stands there.
    indent: Option<usize>,
    /// Its first key with its quotes, or what else stands behind the bracket.
    key: Vec<u8>,
}

/// The search for the next record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// It begins here.
    Found(usize),
    /// There is none before this position; from it on more text is needed.
    Upto(usize),
}

impl Start {
    /// A record begins with `opener`, which has so many blanks before it on its line and nothing else.
    pub(super) fn place(&mut self, indent: Option<usize>, opener: u8) {
        self.opener = opener;
        self.indent = indent;
    }

    /// Notes the first key of the record `text`.
    pub(super) fn note_key(&mut self, text: &[u8]) {
        self.key.clear();
        if self.opener == b'"' {
            return;
        }
        let within = text.get(1..).unwrap_or_default();
        let within = &within[blanks(within)..];
        let within = &within[..within.len().min(LONGEST_KEY)];
        let length = match within {
            [quote @ (b'"' | b'\''), key @ ..] => memchr(*quote, key).map_or(1, |end| end + 2),
            _ => within.len().min(1),
        };
        self.key.extend_from_slice(&within[..length]);
    }

    /// Whether the record has the beginning of its line for itself.
    pub(super) fn begins_line(&self) -> bool {
        self.indent.is_some()
    }

    /// Whether a line that begins with `text` begins with a record; `None` if more text is needed to say.
    pub(super) fn begins(&self, text: &[u8]) -> Option<bool> {
        let Some(indent) = self.indent else {
            return Some(false);
        };
        let text = &text[..text.len().min(LONGEST_INDENT)];
        let before = text
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b','))
            .count();
        let blank = text[..before].iter().filter(|byte| **byte != b',').count();
        match text.get(before) {
            _ if blank > indent => Some(false),
            None if before < LONGEST_INDENT => None,
            None => Some(false),
            Some(byte) => Some(blank == indent && *byte == self.opener),
        }
    }

    /// Finds the next record from `from` on that begins its line as this one does.
    pub(super) fn find_line(&self, text: &[u8], from: usize, complete: bool) -> Search {
        if self.indent.is_none() {
            return Search::Upto(text.len());
        }
        for end in memchr_iter(b'\n', text.get(from..).unwrap_or_default()) {
            let line = from + end + 1;
            match self.begins(&text[line..]) {
                Some(true) => return Search::Found(line),
                None if !complete => return Search::Upto(line - 1),
                _ => {}
            }
        }
        Search::Upto(text.len())
    }

    /// Finds the next record from `from` on that stands behind a closing bracket and has the same first key.
    pub(super) fn find_key(&self, text: &[u8], from: usize, complete: bool) -> Search {
        let closer = if self.opener == b'[' { b']' } else { b'}' };
        for end in memchr_iter(closer, text.get(from..).unwrap_or_default()) {
            let behind = from + end + 1;
            let rest = &text[behind..text.len().min(behind + LONGEST_KEY + 2 * LONGEST_INDENT)];
            let before = blanks(rest);
            let short = rest.len() < LONGEST_KEY + 2 * LONGEST_INDENT && !complete;
            match rest.get(before) {
                Some(byte) if *byte == self.opener => {}
                None if short => return Search::Upto(behind - 1),
                _ => continue,
            }
            let within = &rest[before + 1..];
            let within = &within[blanks(within)..];
            if within.starts_with(&self.key) {
                return Search::Found(behind + before);
            }
            if short && self.key.starts_with(within) {
                return Search::Upto(behind - 1);
            }
        }
        Search::Upto(text.len())
    }
}

/// Blanks, line ends and commas at the beginning, as far as any record has them.
fn blanks(text: &[u8]) -> usize {
    let text = &text[..text.len().min(LONGEST_INDENT)];
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
    text.iter().take_while(is_blank).count()
}

const LONGEST_KEY: usize = 128;
const LONGEST_INDENT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn start(indent: Option<usize>, text: &str) -> Start {
        let mut start = Start::default();
        start.place(indent, text.as_bytes()[0]);
        start.note_key(text.as_bytes());
        start
    }

    #[test]
    fn a_line_begins_a_record() {
        let start = start(Some(2), "{\"a\":1}");
        assert_eq!(start.begins(b"  {"), Some(true));
        assert_eq!(start.begins(b"  ,{"), Some(true));
        assert_eq!(start.begins(b"    {"), Some(false));
        assert_eq!(start.begins(b"{"), Some(false));
        assert_eq!(start.begins(b"  "), None);
        assert_eq!(start.begins(b"  }"), Some(false));
    }

    #[test]
    fn the_next_record_is_found() {
        let lines = start(Some(0), "{\"a\":1}");
        assert_eq!(lines.find_line(b"{\"a\n  {}\n{\"a\"", 1, false), Search::Found(9));
        assert_eq!(lines.find_line(b"{\"a\nx\n", 1, false), Search::Upto(5));
        let row = start(None, "{\"a\":1}");
        let text = br#"{"a":[{"b":1},{"b":2}],,},{ "a":1}"#;
        assert_eq!(row.find_key(text, 1, true), Search::Found(26));
        assert_eq!(row.find_key(&text[..29], 1, false), Search::Upto(24));
        assert_eq!(row.find_key(&text[..29], 1, true), Search::Upto(29));
    }
}
