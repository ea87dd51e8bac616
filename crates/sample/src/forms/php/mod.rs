//! Lines of values that PHP's `serialize` wrote, such as `a:1:{s:5:"email";s:9:"a@x.org";}`.
//!
//! They are taken apart into the same paths as JSON. An object's fields are named without its class, private and protected
//! ones without the marks before their names. What is in a form of its own within (`C:`) is kept as a value, a reference
//! to another value (`r:`, `R:`) is empty.

mod value;

use crate::forms::json::Columns;
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};
use value::{Step, Value};

/// How far a text's beginning speaks for lines of PHP's values.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    if !lines.any(|line| is_begin(line.trim_start().as_bytes()) == Some(true)) {
        return 0.0;
    }
    let mut end = head.text.len().min(TRIAL);
    while !head.text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = end < head.text.len() || !head.complete;
    let mut window = Window::of(&head.text.as_bytes()[..end]);
    let mut reader = Php::default();
    let mut out = Out::default();
    let (mut rows, mut good, mut bad) = (0, 0, 0);
    loop {
        let before = window.place().byte;
        let Ok(next) = reader.next(&mut window, &mut out) else {
            return 0.0;
        };
        let length = window.place().byte - before;
        match next {
            Next::End => break,
            Next::Row(_) => {
                rows += 1;
                good += length;
            }
            Next::Rejected(Reject::CutOff) if cut => {}
            Next::Other(Other::Comment) if rows == 0 => {}
            Next::Other(Other::Blank | Other::Frame) => {}
            Next::Rejected(_) | Next::Other(Other::Comment) => bad += length,
        }
        out.clear_row();
    }
    let share = good as f64 / (good + bad).max(1) as f64;
    if share > 0.8 { 0.95 } else { 0.8 * share }
}

/// Reads the values of a text.
pub(crate) fn reader(_head: Head<'_>) -> impl TextReader + use<> {
    Php::default()
}

/// Calls `each` with every path and value of a cell that holds an array or an object of PHP; false, and no call, if it holds
/// anything else.
pub(crate) fn flatten_cell(cell: &str, each: &mut dyn FnMut(&str, &str)) -> bool {
    let cell = cell.trim();
    if !is_begin(cell.as_bytes()).unwrap_or(false) || cell.len() > LONGEST {
        return false;
    }
    let mut value = Value::default();
    match value.read_on(cell.as_bytes(), true) {
        Step::Whole(length) if length == cell.len() => {
            value.flat.each(cell, each);
            true
        }
        _ => false,
    }
}

/// The rows of lines of PHP's values.
struct Php {
    value: Value,
    columns: Columns,
    learnt: bool,
}

impl Default for Php {
    fn default() -> Php {
        Php {
            value: Value::default(),
            columns: Columns::new(None),
            learnt: false,
        }
    }
}

impl TextReader for Php {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        at_hand(window, NEAR)?;
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(Next::End);
        }
        let near = &rest[..rest.len().min(NEAR)];
        let lead = near.iter().take_while(|byte| is_blank(**byte)).count();
        match near.get(lead) {
            None => {
                window.advance(lead);
                return Ok(Next::Other(Other::Blank));
            }
            Some(b'\n') => {
                window.advance(lead + 1);
                return Ok(Next::Other(Other::Blank));
            }
            Some(b';' | b',') => {
                window.advance(lead + 1);
                return Ok(Next::Other(Other::Frame));
            }
            Some(_) => {}
        }
        if is_begin(&near[lead..]) != Some(true) {
            let scalar = is_scalar(&near[lead..]);
            let of_line = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
            let broken = memchr::memmem::find(of_line, b"\";").is_some();
            line(window)?;
            return Ok(match (scalar, broken) {
                (true, _) => Next::Rejected(Reject::NoRecord),
                (false, true) => Next::Rejected(Reject::Malformed),
                (false, false) => Next::Other(Other::Comment),
            });
        }
        if !self.learnt {
            self.learn(window, lead)?;
        }
        self.row(window, out, lead)
    }
}

impl Php {
    /// Steps over the value behind `lead` blanks.
    fn row(&mut self, window: &mut Window, out: &mut Out, lead: usize) -> Result<Next, Error> {
        self.value.begin();
        let (step, longest) = loop {
            let text = window.rest().get(lead..).unwrap_or_default();
            let text = &text[..text.len().min(LONGEST + 1)];
            let complete = !window.has_more() || text.len() > LONGEST;
            match self.value.read_on(text, complete) {
                Step::Short if !complete => window.more()?,
                step => break (step, text.len() > LONGEST),
            };
        };
        let length = match step {
            Step::Whole(length) if length <= LONGEST => length,
            Step::Whole(_) => return resume(window, lead, Reject::TooLong),
            Step::Short if longest => return resume(window, lead, Reject::TooLong),
            Step::Short => return resume(window, lead, Reject::CutOff),
            Step::Bad => return resume(window, lead, Reject::Malformed),
        };
        let end = lead + length;
        let tail = tail(window, end)?;
        let next = match window.rest().get(lead..end).map(std::str::from_utf8) {
            Some(Ok(_)) if self.value.flat.len() == 0 => Next::Rejected(Reject::NoRecord),
            Some(Ok(text)) => Next::Row(self.columns.row(&self.value.flat, text, out)),
            _ => Next::Rejected(Reject::Malformed),
        };
        window.advance(end + tail);
        Ok(next)
    }

    /// Learns the columns from the leading values.
    fn learn(&mut self, window: &mut Window, lead: usize) -> Result<(), Error> {
        self.learnt = true;
        at_hand(window, lead + AHEAD)?;
        let text = window.rest().get(lead..).unwrap_or_default();
        let text = &text[..text.len().min(AHEAD)];
        let mut at = 0;
        for _ in 0..AHEAD_ROWS {
            at += text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.value.begin();
            match self.value.read_on(&text[at..], true) {
                Step::Whole(length) => {
                    if is_begin(&text[at..]) == Some(true) {
                        self.columns.learn(&self.value.flat);
                    }
                    at += length;
                }
                Step::Short => break,
                Step::Bad => match memchr::memchr(b'\n', &text[at..]) {
                    Some(end) => at += end + 1,
                    None => break,
                },
            }
        }
        Ok(())
    }
}

/// Whether an array or an object begins here; `None` if more text is needed to say.
fn is_begin(text: &[u8]) -> Option<bool> {
    let [b'a' | b'O', b':', rest @ ..] = text else {
        return if text.len() < 3 { None } else { Some(false) };
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match (digits, rest.get(digits)) {
        (_, None) if digits < 10 => None,
        (1..10, Some(b':')) => Some(true),
        _ => Some(false),
    }
}

/// Whether a plain value stands alone here.
fn is_scalar(text: &[u8]) -> bool {
    matches!(
        text,
        [b's' | b'i' | b'd' | b'b', b':', b'0'..=b'9' | b'-', ..] | [b'N', b';', ..]
    )
}

/// Steps to the next line that begins with an array or an object.
fn resume(window: &mut Window, lead: usize, reason: Reject) -> Result<Next, Error> {
    let (mut from, mut found) = (lead, false);
    'search: loop {
        let text = window.rest();
        let mut upto = text.len();
        for end in memchr::memchr_iter(b'\n', text.get(from..).unwrap_or_default()) {
            let line = from + end + 1;
            let blank = text[line..]
                .iter()
                .take(NEAR)
                .take_while(|byte| is_blank(**byte))
                .count();
            match is_begin(&text[line + blank..]) {
                Some(true) => {
                    window.advance(line);
                    found = true;
                    break 'search;
                }
                None if window.has_more() => {
                    upto = line - 1;
                    break;
                }
                _ => {}
            }
        }
        window.advance(upto);
        from = 0;
        if !window.more()? {
            window.advance(usize::MAX);
            break;
        }
    }
    // What ends within a value that others follow was broken.
    let cut = reason == Reject::CutOff && found;
    Ok(Next::Rejected(if cut { Reject::Malformed } else { reason }))
}

/// Steps over the rest of a line.
fn line(window: &mut Window) -> Result<(), Error> {
    loop {
        if let Some(end) = memchr::memchr(b'\n', window.rest()) {
            window.advance(end + 1);
            return Ok(());
        }
        window.advance(usize::MAX);
        if !window.more()? {
            return Ok(());
        }
    }
}

/// The length of what separates a value that ends at `end` from the next, up to the line's end.
fn tail(window: &mut Window, end: usize) -> Result<usize, Error> {
    loop {
        let rest = window.rest().get(end..).unwrap_or_default();
        let rest = &rest[..rest.len().min(NEAR)];
        let blank = rest.iter().take_while(|byte| is_blank(**byte)).count();
        if blank == rest.len() && blank < NEAR && window.has_more() {
            window.more()?;
            continue;
        }
        return Ok(blank + usize::from(rest.get(blank) == Some(&b'\n')));
    }
}

/// Reads until at least `length` bytes are at hand, if there are so many.
fn at_hand(window: &mut Window, length: usize) -> Result<(), Error> {
    while window.rest().len() < length && window.has_more() {
        window.more()?;
    }
    Ok(())
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Bytes of the longest value that is read.
const LONGEST: usize = 1 << 20;
const NEAR: usize = 4 << 10;
/// What is looked at ahead for the columns.
const AHEAD: usize = 256 << 10;
const AHEAD_ROWS: usize = 1_000;
/// What is read to tell whether a text has this form.
const TRIAL: usize = 64 << 10;
const LINES: usize = 50;

#[cfg(test)]
mod tests;
