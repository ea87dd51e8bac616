//! LDIF, the dumps of directories. An entry is a row, and so is a change that adds or modifies one; values that are no
//! text are stepped over.

use super::lines::{
    Block, LONGEST_CARD, LONGEST_VALUE, Lines, SAMPLE_LINES, Step, begins, block, decode_base64, is_line,
};
use crate::forms::fields::{Fields, LEADING, LOOK, ROOT, fill};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};

/// How far the beginning of a text speaks for LDIF: 0 to 1.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let (mut apart, mut version) = (true, false);
    let mut lines = head.text.lines().take(SAMPLE_LINES);
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches('\u{FEFF}');
        if apart && begins(line.as_bytes(), b"dn:") {
            let (encoded, named) = (begins(line.as_bytes(), b"dn::"), line.contains('='));
            let followed = lines
                .next()
                .is_none_or(|next| next.contains(':') || next.starts_with(' '));
            return match followed && (encoded || named) {
                true if version || named => 0.96,
                true => 0.8,
                false => 0.0,
            };
        }
        version |= begins(line.as_bytes(), b"version:");
        apart = line.trim().is_empty() || line.starts_with('#') || version;
    }
    0.0
}

/// A reader of entries.
pub(crate) fn reader(_head: Head<'_>) -> impl TextReader + use<> {
    Entries {
        started: false,
        fields: Fields::new("", None),
        line: String::new(),
    }
}

struct Entries {
    started: bool,
    fields: Fields,
    line: String,
}

impl TextReader for Entries {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if !std::mem::replace(&mut self.started, true) {
            fill(window, LOOK)?;
            let mut look = Window::of(&window.rest()[..window.rest().len().min(LOOK)]);
            for _ in 0..LEADING {
                if self.step(&mut look, None)? == Next::End {
                    break;
                }
            }
            self.fields.settle();
        }
        self.step(window, Some(out))
    }
}

impl Entries {
    /// Steps over what stands next. Without `out` an entry's columns are taken up only.
    fn step(&mut self, window: &mut Window, out: Option<&mut Out>) -> Result<Next, Error> {
        if window.rest().is_empty() && !window.more()? {
            return Ok(Next::End);
        }
        let mut what = None;
        let block = block(window, LONGEST_CARD, |line| {
            let Some(what) = what else {
                let first = What::of(line);
                what = Some(first);
                return if first == What::Blank { Step::Last } else { Step::Within };
            };
            match what {
                What::Comment if !begins(line, b" ") => Step::Behind,
                What::Comment => Step::Within,
                _ if begins(line, b"dn:") => Step::Behind,
                // Blanks only are the rest of the line before.
                What::Entry if is_empty(line) => Step::Last,
                _ if is_empty(line) => Step::Behind,
                _ => Step::Within,
            }
        })?;
        let what = what.unwrap_or(What::Broken);
        let (length, open) = match block {
            Block::TooLong if matches!(what, What::Entry | What::Broken) => {
                return Ok(Next::Rejected(Reject::TooLong));
            }
            Block::TooLong => return Ok(Next::Other(what.other())),
            Block::Ended(length) | Block::Before(length) => (length, false),
            Block::Open(length) => (length, true),
        };
        let next = match what {
            What::Entry => self.entry(&window.rest()[..length], open, out),
            What::Broken => Next::Rejected(Reject::Malformed),
            other => Next::Other(other.other()),
        };
        window.advance(length);
        Ok(next)
    }

    /// `open`: the text ends with it.
    fn entry(&mut self, entry: &[u8], open: bool, out: Option<&mut Out>) -> Next {
        let Ok(entry) = std::str::from_utf8(entry) else {
            return Next::Rejected(Reject::Malformed);
        };
        self.fields.begin();
        let (mut modifies, mut lines) = (false, Lines::new(entry));
        while let Some(first) = lines.line() {
            self.line.clear();
            self.line.push_str(first);
            while let Some(more) = lines.folded() {
                self.line.push_str(more);
            }
            let line = self.line.as_str();
            if line.starts_with('#') || line.trim() == "-" || line.trim().is_empty() {
                continue;
            }
            let Some((name, value)) = line.split_once(':') else {
                let cut = open && lines.ahead().is_none();
                return Next::Rejected(if cut { Reject::CutOff } else { Reject::Malformed });
            };
            let is = |word: &str| name.eq_ignore_ascii_case(word);
            if is("changetype") {
                match value.trim() {
                    change if change.eq_ignore_ascii_case("add") => {}
                    change if change.eq_ignore_ascii_case("modify") => modifies = true,
                    _ => return Next::Rejected(Reject::NoRecord),
                }
                continue;
            }
            if is("control") || (modifies && OPERATIONS.iter().any(|operation| is(operation))) {
                continue;
            }
            attribute(&mut self.fields, name, value);
        }
        match out {
            _ if self.fields.is_empty() => Next::Rejected(Reject::NoRecord),
            Some(out) => Next::Row(self.fields.row(out)),
            None => {
                self.fields.note();
                Next::Row(0)
            }
        }
    }
}

/// Puts an attribute among the fields. `value` begins behind the first colon.
fn attribute(fields: &mut Fields, name: &str, value: &str) {
    let (name, options) = name.split_once(';').unwrap_or((name, ""));
    let decoded = match value.strip_prefix(':') {
        Some(packed) => decode_base64(packed),
        None => Some(value.strip_prefix('<').unwrap_or(value).to_owned()),
    };
    let binary = options.split(';').any(|option| option.eq_ignore_ascii_case("binary"));
    match decoded {
        Some(text) if !binary && text.len() <= LONGEST_VALUE => {
            let node = fields.child(ROOT, name.trim());
            fields.push(&text);
            fields.end_value(node);
        }
        _ => fields.drop_field(),
    }
}

/// What a block of lines is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Entry,
    Comment,
    Blank,
    /// The version, or how a search ended.
    Frame,
    /// An entry whose beginning is lost, or none.
    Broken,
}

impl What {
    fn of(line: &[u8]) -> What {
        match line {
            _ if is_line(line, b"") => What::Blank,
            _ if begins(line, b"dn:") => What::Entry,
            [b'#', ..] => What::Comment,
            _ if FRAME.iter().any(|word| begins(line, word)) => What::Frame,
            _ if !line.contains(&b':') => What::Comment,
            _ => What::Broken,
        }
    }

    fn other(self) -> Other {
        match self {
            What::Blank => Other::Blank,
            What::Frame => Other::Frame,
            _ => Other::Comment,
        }
    }
}

/// Whether nothing stands before a line's end.
fn is_empty(line: &[u8]) -> bool {
    matches!(line, b"" | b"\n" | b"\r\n" | b"\r")
}

/// What lines begin with that stand outside of entries.
const FRAME: [&[u8]; 4] = [b"version:", b"search:", b"result:", b"ref:"];
const OPERATIONS: [&str; 4] = ["add", "delete", "replace", "increment"];

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::Flaw;
    use crate::forms::testing::{self, Read};

    fn read(text: &str) -> Read {
        let whole = testing::read(text, usize::MAX, reader(testing::head(text)));
        let parts = testing::read(text, 3, reader(testing::head(text)));
        assert_eq!(whole, parts);
        whole
    }

    #[test]
    fn entries_are_read() {
        let read = read(
            "# dump\n#  of\n  all\nversion: 1\n\ndn: uid=ann,dc=x\nobjectClass: person\ncn:: TcO8bGxlcg==\nmail: a@b.c\nmail: d@e\n f\n# note\njpegPhoto:: /9j/\n\n\
             dn: uid=bob,dc=x\nchangetype: add\ncn;lang-en: Bob\nmail: b@b.c\ndn: uid=eve,dc=x\nchangetype: modify\nreplace: mail\nmail: e@e\n-\n\n\
             dn: uid=old\nchangetype: delete\n\nsearch: 2\nresult: 0 Success\n\n# numEntries: 3\n",
        );
        let names = read.tables[0].names.as_ref().unwrap();
        assert_eq!(*names, ["dn", "objectClass", "cn", "mail.1", "mail.2"]);
        assert_eq!(read.cells(0)[0], ["uid=ann,dc=x", "person", "Müller", "a@b.c", "d@ef"]);
        assert_eq!(read.cells(0)[1], ["uid=bob,dc=x", "", "Bob", "b@b.c", ""]);
        assert_eq!(read.cells(0)[2], ["uid=eve,dc=x", "", "", "e@e", ""]);
        assert_eq!(read.counts.rejected(Reject::NoRecord), 1);
        assert_eq!(read.counts.rejects().count(), 1);
        assert_eq!(read.counts.flawed(Flaw::ExtraField), 1);
    }

    #[test]
    fn a_line_of_blanks_goes_on_with_the_one_before() {
        let read = read("dn: a=1\ncn: x\n  \n y\nmail: z\n\ndn: a=2\ncn: w\n");
        assert_eq!(read.cells(0), [["a=1", "x y", "z"], ["a=2", "w", ""]]);
    }

    #[test]
    fn broken_entries_cost_one_reject_each() {
        let read =
            read("dn: a=1\ncn: x\n\ncn: lost\nmail: y\n\ndn: a=2\nno colon\ncn: z\n\ndn: a=3\ncn: w\n\ndn: a=4\nma");
        assert_eq!(read.rows.len(), 2);
        let rejects: Vec<(Reject, u64)> = read.counts.rejects().collect();
        assert_eq!(rejects, [(Reject::Malformed, 2), (Reject::CutOff, 1)]);
    }

    #[test]
    fn forms_are_told() {
        let score = |text: &str| detect(testing::head(text));
        assert!(score("version: 1\ndn: uid=ann\ncn: x\n") > 0.9);
        assert!(score("by x\n\n# c\ndn: uid=ann\ncn: x\n") > 0.9);
        assert_eq!(score("dn:x,b\n1,2\n"), 0.0);
        assert_eq!(score("a:b\ndn:uid=1\n"), 0.0);
    }

    fn messy() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "dn: a=1\n",
            "dn:: YQ==\n",
            "cn: x\n",
            "mail:: /w==\n",
            "mail: y\n",
            " z\n",
            "\n",
            "\r\n",
            "#c\n",
            "version: 1\n",
            "-\n",
            "é",
            ":",
            "<",
            "changetype: modify\n",
            "changetype: delete\n",
            "add: x\n",
            "a;binary:: AA\n",
            "\u{FFFD}",
            "x",
        ]);
        prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_accounted_for(text in messy(), first in 0_usize..200) {
            let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            // Where the first bytes have `\r` and no `\n`, lines are taken to end in it.
            prop_assume!(!text[..first].contains('\r') || text[..first].contains('\n'));
            let whole = testing::read(&text, usize::MAX, reader(testing::head(&text)));
            let parts = testing::read(&text, first, reader(testing::head(&text)));
            prop_assert_eq!(whole, parts);
            detect(testing::head(&text));
        }

        #[test]
        fn what_is_written_is_read_back(values in prop::collection::vec(("[a-zä][ -~ä]{0,20}", "[ -~ä\n]{0,20}[a-z]"), 1..9)) {
            let mut text = String::new();
            for (at, (name, note)) in values.iter().enumerate() {
                let cut = (0..=name.len() / 2).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
                let (head, tail) = name.split_at(cut);
                text.push_str(&format!("dn: uid={at}\ncn: {head}\n {tail}\nnote:: {}\n\n", BASE64_STANDARD.encode(note)));
            }
            let read = read(&text);
            let written: Vec<Vec<String>> = values.iter().enumerate()
                .map(|(at, (name, note))| vec![format!("uid={at}"), name.trim().to_owned(), note.trim().to_owned()])
                .collect();
            prop_assert_eq!(read.cells(0), written);
        }
    }
}
