//! How fields stand in a line, and where in it they are cut.

use memchr::memmem::Finder;

use super::colons;
use crate::Delimiter;

/// How fields stand in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    pub(crate) cut: Cut,
    pub(crate) quote: Option<u8>,
    pub(crate) escapes: Escapes,
    /// Blanks around cells are padding: they are taken off, and a quote may follow them.
    pub(crate) padded: bool,
    /// A delimiter stands before the first cell and after the last one as well, as in drawn tables.
    pub(crate) framed: bool,
}

/// What lies between fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing: a line is one field.
    Never,
    Byte(u8),
    /// Several bytes; not empty.
    Text(Vec<u8>),
    /// One or several blanks or tabs; those around the line are none.
    Blanks,
    /// A colon that is none of an address of the web, a time, an IPv6 or a MAC address.
    Colons,
}

/// What a backslash does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// Nothing.
    None,
    /// Stands before a quote, or another backslash, within quotes.
    InQuotes,
    /// Stands before whatever would end a field, anywhere, as MySQL and PostgreSQL write it; `\N` is no value.
    Everywhere,
}

impl Syntax {
    /// Fields between `cut`, without anything else.
    pub(crate) fn plain(cut: Cut) -> Syntax {
        Syntax {
            cut,
            quote: None,
            escapes: Escapes::None,
            padded: false,
            framed: false,
        }
    }

    /// Fields between `cut`, in quotes where they hold it.
    #[cfg(test)]
    pub(crate) fn quoted(cut: Cut, quote: u8) -> Syntax {
        Syntax {
            quote: Some(quote),
            ..Syntax::plain(cut)
        }
    }

    /// Whether a byte beside a cell is padding: a blank, or a tab that is no delimiter.
    pub(crate) fn is_padding(&self, byte: u8) -> bool {
        is_blank(byte) && self.cut != Cut::Byte(byte)
    }

    /// Whether lines without a quote are cut at each delimiter, and that is all.
    pub(crate) fn is_simple(&self) -> bool {
        !self.padded
            && !self.framed
            && self.escapes != Escapes::Everywhere
            && matches!(self.cut, Cut::Never | Cut::Byte(_) | Cut::Text(_))
    }
}

impl Cut {
    /// What `delimiter` means if nothing else is known.
    pub(crate) fn of(delimiter: &Delimiter) -> Cut {
        match delimiter {
            Delimiter::Blanks => Cut::Blanks,
            Delimiter::Text(text) => match text.as_bytes() {
                [] => Cut::Never,
                b":" => Cut::Colons,
                [byte] => Cut::Byte(*byte),
                bytes => Cut::Text(bytes.to_vec()),
            },
        }
    }

    /// What users are told.
    pub(crate) fn delimiter(&self) -> Option<Delimiter> {
        match self {
            Cut::Never => None,
            Cut::Byte(byte) => Some(Delimiter::from(*byte)),
            Cut::Text(text) => Some(Delimiter::from(String::from_utf8_lossy(text).as_ref())),
            Cut::Blanks => Some(Delimiter::Blanks),
            Cut::Colons => Some(Delimiter::from(':')),
        }
    }
}

/// Finds delimiters.
pub(crate) struct Cutter {
    cut: Cut,
    finder: Option<Finder<'static>>,
}

impl Cutter {
    pub(crate) fn new(cut: Cut) -> Cutter {
        let finder = match &cut {
            Cut::Text(text) => Some(Finder::new(text).into_owned()),
            _ => None,
        };
        Cutter { cut, finder }
    }

    /// Where the cell of `line` that begins at `start` ends, and where the next one begins, if a delimiter follows it. Looks
    /// for the delimiter from `from` on.
    pub(crate) fn next(&self, line: &[u8], start: usize, from: usize) -> Option<(usize, usize)> {
        let rest = line.get(from..)?;
        let found = |at: usize, length: usize| (from + at, from + at + length);
        match &self.cut {
            Cut::Never => None,
            Cut::Byte(byte) => memchr::memchr(*byte, rest).map(|at| found(at, 1)),
            Cut::Text(text) => self.finder.as_ref()?.find(rest).map(|at| found(at, text.len())),
            Cut::Blanks => {
                let at = rest.iter().position(|byte| is_blank(*byte))?;
                let run = rest[at..].iter().take_while(|byte| is_blank(**byte)).count();
                // Blanks at the end of the line are no delimiter.
                (at + run < rest.len()).then(|| found(at, run))
            }
            Cut::Colons => colons::next(line, start, from).map(|at| (at, at + 1)),
        }
    }

    /// The length of the delimiter that `rest` begins with, if it does.
    pub(crate) fn at(&self, rest: &[u8]) -> Option<usize> {
        match &self.cut {
            Cut::Never => None,
            Cut::Byte(byte) => rest.starts_with(&[*byte]).then_some(1),
            Cut::Text(text) => rest.starts_with(text).then_some(text.len()),
            Cut::Blanks => Some(rest.iter().take_while(|byte| is_blank(**byte)).count()).filter(|run| *run > 0),
            Cut::Colons => rest.starts_with(b":").then_some(1),
        }
    }
}

/// A blank or a tab.
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
