//! Combolists: an address or a name, and a password or its hash, often with the site's address; one a line. The number of
//! fields is fixed, and what is left over belongs to the password.

mod layout;

use super::junk;
use super::lines::{self, Line};
use super::split::trimmed;
use super::syntax::Cutter;
use crate::forms::TextReader;
use crate::row::{Next, Other, Out, TableShape};
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Dialect, Error, Flaw, Found, Reject};
pub(crate) use layout::{Layout, Part, find};

/// How a combolist is written.
pub(crate) fn dialect(layout: &Layout, window: &Window) -> Dialect {
    Dialect {
        header: Found::new(layout.names.is_some(), 0.9),
        ..super::dialect(window, Found::new(layout.cut.delimiter(), layout.share))
    }
}

/// The rows of a combolist.
pub(crate) struct Combos {
    layout: Layout,
    cutter: Cutter,
    /// Where the parts of the line begin and end.
    parts: Vec<(usize, usize)>,
    is_begun: bool,
}

impl Combos {
    pub(crate) fn new(layout: Layout) -> Combos {
        Combos {
            cutter: Cutter::new(layout.cut.clone()),
            layout,
            parts: Vec::new(),
            is_begun: false,
        }
    }

    /// What a line is; its cells are pushed if it is a row.
    fn judge(&mut self, line: &[u8], out: &mut Out) -> Next {
        let (pair, capture) = layout::uncaptured(line, &self.layout.keys);
        self.layout.parts_of(pair, &self.cutter, &mut self.parts);
        let width = self.layout.parts.len();
        let fits = self.parts.len() == width && !self.is_foreign(pair);
        if !fits && let Some(other) = junk::look(std::iter::once(line)) {
            return Next::Other(other);
        }
        if self.is_header(pair) {
            if self.is_begun {
                return Next::Rejected(Reject::RepeatedHeader);
            }
            self.is_begun = true;
            return Next::Other(Other::Frame);
        }
        self.is_begun = true;
        if self.parts.len() < width {
            return Next::Rejected(Reject::TooFewFields);
        }
        if self.parts.len() > width && !self.join(pair) {
            return Next::Rejected(Reject::TooManyFields);
        }
        for (start, end) in &self.parts {
            out.cell_bytes(self.layout.cell(&pair[*start..*end]));
        }
        self.capture(capture, out);
        if memchr::memchr(REPLACED[0], line).is_some() && memchr::memmem::find(line, REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        Next::Row(0)
    }

    /// Whether a part looks like none of its column.
    fn is_foreign(&self, line: &[u8]) -> bool {
        let mut parts = self.parts.iter().zip(&self.layout.parts);
        parts.any(|((start, end), part)| !part.takes(&line[*start..*end]))
    }

    fn is_header(&self, line: &[u8]) -> bool {
        self.layout.names.as_ref().is_some_and(|names| {
            names.len() >= self.parts.len()
                && self.parts.len() == self.layout.parts.len()
                && self.parts.iter().zip(names).all(|((start, end), name)| {
                    trimmed(&line[*start..*end]).eq_ignore_ascii_case(name.trim().as_bytes())
                })
        })
    }

    /// Joins parts until there are as many as columns: to an address without a scheme the port that was cut off it, to the
    /// password the rest. The other columns must hold what they always do.
    fn join(&mut self, line: &[u8]) -> bool {
        let width = self.layout.parts.len();
        while self.parts.len() > width
            && let Some(at) = self.cut_off_port(line)
        {
            self.parts[at].1 = self.parts[at + 1].1;
            self.parts.remove(at + 1);
        }
        if self.parts.len() == width {
            return true;
        }
        let Some(greedy) = self.layout.greedy else {
            return false;
        };
        let surplus = self.parts.len() - width;
        self.parts[greedy].1 = self.parts[greedy + surplus].1;
        self.parts.drain(greedy + 1..=greedy + surplus);
        !self.is_foreign(line)
    }

    /// An address whose next part is its port.
    fn cut_off_port(&self, line: &[u8]) -> Option<usize> {
        let at = self.layout.parts.iter().position(|part| *part == Part::Url)?;
        let (start, end) = *self.parts.get(at + 1)?;
        let (_, before) = *self.parts.get(at)?;
        let digits = line[start..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_path = matches!(line[start..end].get(digits), Some(b'/'));
        (start == before + 1 && (1..=5).contains(&digits) && is_path).then_some(at)
    }

    /// Pushes what an account checker wrote behind the pair.
    fn capture(&self, capture: &[u8], out: &mut Out) {
        if self.layout.keys.is_empty() {
            return;
        }
        for key in &self.layout.keys {
            let value = layout::captured(capture).find(|(name, _)| *name == key.as_bytes());
            out.cell_bytes(value.map_or(&[], |(_, value)| value));
        }
        let is_known = |name: &[u8]| self.layout.keys.iter().any(|key| key.as_bytes() == name);
        if layout::captured(capture).any(|(name, _)| !is_known(name)) {
            out.flaw(Flaw::ExtraField);
        }
    }
}

impl TextReader for Combos {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if out.tables().is_empty() {
            out.table(TableShape {
                name: None,
                names: self.layout.names.clone(),
                width: self.layout.parts.len() + self.layout.keys.len(),
            });
        }
        let (text, length) = match lines::next(window)? {
            Line::End => return Ok(Next::End),
            Line::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Line::Whole { text, length } => (text, length),
        };
        let line = &window.rest()[..text];
        let next = match line.first().is_none_or(|byte| *byte <= b' ' || !byte.is_ascii()) {
            true if super::is_blank(&String::from_utf8_lossy(line)) => Next::Other(Other::Blank),
            _ => self.judge(line, out),
        };
        let ends = window.rest()[..length].ends_with(b"\n");
        window.advance_lines(length, u64::from(ends));
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::forms::testing::{Read, read};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

        /// Whatever follows the lines that the layout is from.
        #[test]
        fn every_byte_of_any_text_is_accounted_for(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a@x.org", ":", ":", "pa5s", "\n", "\n", "\r\n", " | ", "Plan = x", "https://", "x.org:8443/", "::", "é", " ", "=== x", "\t",
            ]), 0..60),
            at in 0usize..3,
        ) {
            let begin = [
                "ann@x.org:pa5s\nbob@x.org:hunter2\n",
                "http://x.org/:bob1:pa5s\nhttp://y.org/:eve2:hunter2\n",
                "ann@x.org:pa5s | Plan = a\nbob@x.org:hunter2 | Plan = b\n",
            ][at];
            let text = format!("{begin}{}", pieces.concat());
            let open = || Combos::new(find(begin.as_bytes()).unwrap());
            prop_assert_eq!(read(&text, begin.len(), open()), read(&text, usize::MAX, open()));
        }
    }

    fn rows(text: &str) -> Read {
        let open = || Combos::new(find(text.as_bytes()).unwrap());
        let whole = read(text, usize::MAX, open());
        for first in [0, 1, text.len() / 2] {
            assert_eq!(read(text, first, open()), whole);
        }
        whole
    }

    #[test]
    fn a_password_may_hold_the_delimiter() {
        let text = "ann@x.org:pa5s:wo:rd\nbob@x.org:hunter2\neve@x.org:s3cret\njim@x.org:qwe:rty1\nkim@x.org:abc123\nli@x.org:\n";
        let expected = [
            ["ann@x.org", "pa5s:wo:rd"],
            ["bob@x.org", "hunter2"],
            ["eve@x.org", "s3cret"],
            ["jim@x.org", "qwe:rty1"],
            ["kim@x.org", "abc123"],
            ["li@x.org", ""],
        ];
        assert_eq!(rows(text).cells(0), expected);
        for delimiter in [";", "|"] {
            assert!(rows(&text.replace(':', delimiter)).cells(0)[0][1].contains(delimiter));
        }
    }

    #[test]
    fn addresses_of_sites_keep_their_colons() {
        let text = "https://site.com:8443/login:user@x.org:pa:ss1\nhttp://a.org/x:bob@x.org:hunter2\nandroid://t==@com.app/:eve@x.org:s3cret\n\
                    https://b.org:jim@x.org:abc123\n";
        let expected = [
            ["https://site.com:8443/login", "user@x.org", "pa:ss1"],
            ["http://a.org/x", "bob@x.org", "hunter2"],
            ["android://t==@com.app/", "eve@x.org", "s3cret"],
            ["https://b.org", "jim@x.org", "abc123"],
        ];
        assert_eq!(rows(text).cells(0), expected);
        let text = "bob1:hun:ter2:https://site.com:8443/login\neve2:s3cret:http://a.org/\njim3:abc123:https://b.org\n";
        let expected = [
            ["bob1", "hun:ter2", "https://site.com:8443/login"],
            ["eve2", "s3cret", "http://a.org/"],
            ["jim3", "abc123", "https://b.org"],
        ];
        assert_eq!(rows(text).cells(0), expected);
        let text = "a.org/x:ann@x.org:hunter2\nb.org:8443/y:bob@x.org:s3:cret\nc.org/z:eve@x.org:abc123\n";
        assert_eq!(rows(text).cells(0)[1], ["b.org:8443/y", "bob@x.org", "s3:cret"]);
    }

    #[test]
    fn what_is_no_pair_is_counted() {
        let text = "Combo by Example | t.me/example\n\nann@x.org:hunter2\nbob@x.org:s3cret\n=====\nHQ COMBO 100% PRIVATE\neve@x.org\n\
                    jim@x.org:abc123\nJoin us: https://t.me/x\nli@x.org:qwerty1\n";
        let read = rows(text);
        assert_eq!(read.cells(0).len(), 4);
        assert_eq!((read.counts.comments, read.counts.blank), (4, 1));
        assert_eq!(read.counts.rejected(Reject::TooFewFields), 1);
    }

    #[test]
    fn what_a_checker_wrote_becomes_columns() {
        let text = "ann@x.org:hunter2 | Name = Ann Li | Plan = free\nbob@x.org:s3cret | Name = Bob | Plan = paid\neve@x.org:abc123 | Plan = free | X = 1\n\
                    jim@x.org:q1w2e3 | Name = Jim\n";
        let read = rows(text);
        let names = read.tables[0].names.clone().unwrap();
        assert_eq!(names, ["", "", "Name", "Plan", "X"]);
        assert_eq!(read.cells(0)[0], ["ann@x.org", "hunter2", "Ann Li", "free", ""]);
        assert_eq!(read.cells(0)[2], ["eve@x.org", "abc123", "", "free", "1"]);
    }

    #[test]
    fn tables_are_no_combolists() {
        for text in [
            "email:name:phone\nann@x.org:Ann Li:2125550123\nbob@x.org:Bob Lo:2125550124\n",
            "ann@x.org;Ann Li\nbob@x.org;Bob Lo\neve@x.org;Eve Ho\n",
            "1:ann@x.org\n2:bob@x.org\n3:eve@x.org\n",
            "ann@x.org|2125550123\nbob@x.org|2125550124\n",
            "a,b\n1,2\n",
            "",
        ] {
            assert!(find(text.as_bytes()).is_none(), "{text}");
        }
    }
}
