//! One row of an HTML table: where it ends, and its cells.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::forms::grid::Grid;
use crate::forms::passing::{End, LONGEST_RECORD, Scan};
use crate::forms::tags::{self, Kind, Language};

/// Looks for the end of a row as browsers do: its end tag, or whatever can't stand in it.
#[derive(Default)]
pub(crate) struct RowScan {
    at: usize,
    begun: bool,
    /// What ends the script or style that is read.
    raw: Option<&'static [u8]>,
}

impl Scan for RowScan {
    fn at(&mut self) -> &mut usize {
        &mut self.at
    }

    fn end(&mut self, text: &[u8]) -> Option<End> {
        loop {
            match memchr::memchr(b'<', text.get(self.at..)?) {
                Some(next) => self.at += next,
                None => {
                    self.at = text.len();
                    return None;
                }
            }
            if let Some(raw) = self.raw {
                let here = text.get(self.at..self.at + raw.len())?;
                if !here.eq_ignore_ascii_case(raw) {
                    self.at += 1;
                    continue;
                }
                self.raw = None;
            }
            let tag = tags::tag(text, self.at, Language::Html).filter(|tag| tag.end - self.at <= LONGEST_RECORD)?;
            let name = tags::name(&text[self.at..tag.end]);
            let is = |names: &[&[u8]]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
            match tag.kind {
                Kind::End if is(&[b"tr"]) => return Some(End::Whole(tag.end)),
                Kind::End if is(&OUTER) => return Some(End::Whole(self.at)),
                Kind::Start { .. } if self.begun && (is(&[b"tr"]) || is(&GROUPS)) => return Some(End::Whole(self.at)),
                // A table within a cell: the row is its frame.
                Kind::Start { .. } if is(&[b"table"]) => return Some(End::Broken(self.at)),
                Kind::Start { .. } => self.raw = raw(name),
                _ => {}
            }
            self.begun = true;
            self.at = tag.end;
        }
    }
}

/// What ends an element in which there are no tags, if it is one.
pub(crate) fn raw(name: &[u8]) -> Option<&'static [u8]> {
    let found = RAW.iter().find(|end| name.eq_ignore_ascii_case(&end[2..]));
    found.copied()
}

/// What [`cells`] found.
#[derive(Default)]
pub(crate) struct Cells {
    /// How many cells there are, however many columns they take.
    pub(crate) count: usize,
    /// How many of them head a column or a row.
    pub(crate) headings: usize,
}

/// Puts the cells of a row into `grid`.
pub(crate) fn cells(row: &[u8], grid: &mut Grid) -> Cells {
    grid.begin();
    let text = String::from_utf8_lossy(row);
    let mut reader = CellReader {
        grid,
        found: Cells::default(),
        is_open: false,
        spans: 1,
        is_spanning: false,
        is_hidden: false,
        blank: false,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        reader.event(event);
        None
    });
    emitter.naively_switch_states(true);
    // The emitter hands nothing on, so that this runs to the end; reading from memory can't fail.
    Tokenizer::new_with_emitter(&*text, emitter).for_each(drop);
    reader.end_cell();
    reader.found
}

struct CellReader<'g> {
    grid: &'g mut Grid,
    found: Cells,
    is_open: bool,
    /// Columns that the open cell takes.
    spans: usize,
    /// Whether the next value of an attribute says how many.
    is_spanning: bool,
    /// Within a script or a style.
    is_hidden: bool,
    /// Whether a blank stands before what comes next.
    blank: bool,
}

impl CellReader<'_> {
    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name: b"td" } => self.begin_cell(false),
            CallbackEvent::OpenStartTag { name: b"th" } => self.begin_cell(true),
            CallbackEvent::OpenStartTag { name } => {
                self.is_hidden |= HIDDEN.contains(&name);
                self.blank |= BLANKS.contains(&name);
                self.is_spanning = false;
            }
            CallbackEvent::AttributeName { name } => {
                self.is_spanning = name == b"colspan" && self.is_open && self.spans == 0;
            }
            CallbackEvent::AttributeValue { value } if self.is_spanning => {
                let number = std::str::from_utf8(value)
                    .ok()
                    .and_then(|value| value.trim().parse().ok());
                self.spans = number.unwrap_or(1);
                self.is_spanning = false;
            }
            // From here on an attribute is of another tag.
            CallbackEvent::CloseStartTag { .. } => self.spans = self.spans.max(1),
            CallbackEvent::EndTag { name: b"td" | b"th" } => self.end_cell(),
            CallbackEvent::EndTag { name } => {
                self.is_hidden &= !HIDDEN.contains(&name);
                self.blank |= BLANKS.contains(&name);
            }
            CallbackEvent::String { value } if self.is_open && !self.is_hidden => self.text(value),
            _ => {}
        }
    }

    fn begin_cell(&mut self, heading: bool) {
        self.end_cell();
        self.found.count += 1;
        self.found.headings += usize::from(heading);
        (self.is_open, self.spans, self.is_hidden, self.blank) = (true, 0, false, false);
    }

    fn end_cell(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.grid.end_cell();
            let more = self.spans.saturating_sub(1);
            self.grid.fill(self.grid.cells().saturating_add(more));
        }
    }

    /// Text, in which blanks are worth one as in a browser.
    fn text(&mut self, value: &[u8]) {
        let text = String::from_utf8_lossy(value);
        for (at, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            self.blank |= at > 0;
            if !word.is_empty() {
                if std::mem::take(&mut self.blank) {
                    self.grid.push(" ");
                }
                self.grid.push(word);
            }
        }
    }
}

/// Elements whose end ends a row.
const OUTER: [&[u8]; 6] = [b"table", b"tbody", b"thead", b"tfoot", b"body", b"html"];
const GROUPS: [&[u8]; 3] = [b"tbody", b"thead", b"tfoot"];
const RAW: [&[u8]; 6] = [
    b"</script",
    b"</style",
    b"</textarea",
    b"</title",
    b"</xmp",
    b"</iframe",
];
const HIDDEN: [&[u8]; 2] = [b"script", b"style"];
/// Elements that begin or end a line.
const BLANKS: [&[u8]; 5] = [b"br", b"p", b"div", b"li", b"hr"];
