//! Values that PHP's `serialize` wrote, such as `a:1:{s:5:"email";s:9:"a@x.org";}`: one a line, or all of them the elements
//! of an array, which may be wrapped in others. Names of elements are in the column `_key`.
//!
//! They are taken apart into the same paths as JSON. An object's fields are named without its class, private and protected
//! ones without the marks before their names. What is in a form of its own within (`C:`) is kept as a value, a reference
//! to another value (`r:`, `R:`) is empty.

mod plan;
mod value;

use crate::forms::json::Columns;
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};
use plan::{Key, Plan};
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
    value.begin(false);
    match value.read_on(cell.as_bytes(), true) {
        Step::Whole(length) if length == cell.len() => {
            value.flat.each(cell, each);
            true
        }
        _ => false,
    }
}

/// The rows of PHP's values.
struct Php {
    value: Value,
    columns: Columns,
    plan: Plan,
    /// How many arrays and objects that enclose rows are open.
    depth: usize,
    /// How the first row begins behind its bracket, by which the next one is found behind a broken one.
    first: Vec<u8>,
    learnt: bool,
}

impl Default for Php {
    fn default() -> Php {
        Php {
            value: Value::default(),
            columns: Columns::new(None),
            plan: Plan::default(),
            depth: 0,
            first: Vec::new(),
            learnt: false,
        }
    }
}

impl TextReader for Php {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        self.step(window, Some(out))
    }
}

/// What a value is that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Row,
    /// A plain value among rows.
    Stray,
    /// A value beside what holds the rows.
    Frame,
}

impl Php {
    /// The next thing; without `out` only the columns are learnt.
    fn step(&mut self, window: &mut Window, out: Option<&mut Out>) -> Result<Next, Error> {
        at_hand(window, 2 * NEAR)?;
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(Next::End);
        }
        let near = &rest[..rest.len().min(2 * NEAR)];
        let lead = near.iter().take(NEAR).take_while(|byte| is_blank(**byte)).count();
        let (next, length) = match near.get(lead) {
            None => (Other::Blank, lead),
            Some(byte) if is_blank(*byte) => (Other::Blank, lead),
            Some(b'\n') => (Other::Blank, lead + 1),
            Some(b';' | b',') => (Other::Frame, lead + 1),
            Some(b'}') if self.plan.depth > 0 => {
                self.close(&near[lead + 1..]);
                (Other::Frame, lead + 1)
            }
            Some(_) => return self.value(window, out, lead),
        };
        window.advance(length);
        Ok(Next::Other(next))
    }

    /// A bracket was met that closes what encloses rows, with this behind it.
    fn close(&mut self, behind: &[u8]) {
        // Where more members follow, it was one too many.
        let follows = matches!(plan::key(behind), Key::Number(_) | Key::Text(..));
        if !(self.depth == 1 && follows) {
            self.depth = self.depth.saturating_sub(1);
        }
    }

    /// Steps over the value behind `lead` blanks, with its key if it has one, or whatever stands there instead.
    fn value(&mut self, window: &mut Window, out: Option<&mut Out>, lead: usize) -> Result<Next, Error> {
        let near = window.rest().get(lead..).unwrap_or_default();
        let near = &near[..near.len().min(2 * NEAR)];
        // The array before was cut off.
        if is_begin(near) == Some(true) {
            self.depth = 0;
        }
        let (length, name) = match (self.depth, plan::key(near)) {
            (0, _) => (0, 0..0),
            (_, Key::Number(length)) => (length, 0..0),
            (_, Key::Text(length, name)) => (length, name),
            (_, Key::None) => return self.resume(window, lead, Reject::Malformed),
            (_, Key::Short) => return self.resume(window, lead, Reject::CutOff),
        };
        let at = lead + length;
        let role = match is_begin(&near[length..]) {
            Some(true) => Role::Row,
            _ if self.depth == 0 => return no_value(window, lead),
            None => return self.resume(window, lead, Reject::CutOff),
            Some(false) if self.depth == self.plan.depth => Role::Stray,
            Some(false) => Role::Frame,
        };
        if !self.learnt {
            self.learn(window, lead)?;
        }
        let near = window.rest().get(at..).unwrap_or_default();
        let near = &near[..near.len().min(NEAR)];
        if role == Role::Row
            && self.depth < self.plan.depth
            && let Some(length) = self.opens(near)
        {
            window.advance(at + length);
            self.depth += 1;
            return Ok(Next::Other(Other::Frame));
        }
        let role = match role {
            Role::Row if self.depth > 0 && self.depth < self.plan.depth => Role::Frame,
            role => role,
        };
        self.value.begin(self.depth > 0);
        if self.plan.keyed && role == Role::Row && !name.is_empty() {
            let name = window
                .rest()
                .get(lead + name.start..lead + name.end)
                .unwrap_or_default();
            self.value.flat.named(b"_key", String::from_utf8_lossy(name).as_bytes());
        }
        self.read(window, out, at, role)
    }

    /// The length of what opens the array or the object that `text` begins with, if it encloses rows.
    fn opens(&mut self, text: &[u8]) -> Option<usize> {
        let Step::Whole(length) = self.value.opened(text) else {
            return None;
        };
        let members = &text[length..];
        let encloses = self.depth + 1 < self.plan.depth
            || match plan::key(members) {
                Key::Number(length) | Key::Text(length, _) => is_begin(&members[length..]) == Some(true),
                Key::None | Key::Short => members.first() == Some(&b'}'),
            };
        encloses.then_some(length)
    }

    /// Steps over the value that is begun at `at`.
    fn read(&mut self, window: &mut Window, out: Option<&mut Out>, at: usize, role: Role) -> Result<Next, Error> {
        let (step, longest) = loop {
            let text = window.rest().get(at..).unwrap_or_default();
            let text = &text[..text.len().min(LONGEST + 1)];
            let complete = !window.has_more() || text.len() > LONGEST;
            match self.value.read_on(text, complete) {
                Step::Short if !complete => window.more()?,
                step => break (step, text.len() > LONGEST),
            };
        };
        let length = match step {
            Step::Whole(length) if length <= LONGEST => length,
            Step::Whole(_) => return self.resume(window, at, Reject::TooLong),
            Step::Short if longest => return self.resume(window, at, Reject::TooLong),
            Step::Short => return self.resume(window, at, Reject::CutOff),
            Step::Bad => return self.resume(window, at, Reject::Malformed),
        };
        let end = at + length;
        let tail = tail(window, end)?;
        let flat = &self.value.flat;
        let next = match (role, window.rest().get(at..end).map(std::str::from_utf8)) {
            (Role::Frame, _) => Next::Other(Other::Frame),
            (Role::Stray, _) => Next::Rejected(Reject::NoRecord),
            (Role::Row, Some(Ok(_))) if flat.len() == 0 => Next::Rejected(Reject::NoRecord),
            (Role::Row, Some(Ok(text))) => {
                if self.first.is_empty() {
                    self.first = first_key(text.as_bytes()).to_vec();
                }
                match out {
                    Some(out) => Next::Row(self.columns.row(flat, text, out)),
                    None => {
                        self.columns.learn(flat);
                        Next::Row(0)
                    }
                }
            }
            (Role::Row, _) => Next::Rejected(Reject::Malformed),
        };
        window.advance(end + tail);
        Ok(next)
    }

    /// Finds out where the rows are, and learns their columns from the leading ones.
    fn learn(&mut self, window: &mut Window, lead: usize) -> Result<(), Error> {
        self.learnt = true;
        at_hand(window, lead + AHEAD)?;
        let text = window.rest().get(lead..).unwrap_or_default();
        let text = &text[..text.len().min(AHEAD)];
        self.plan = Plan::find(&mut self.value, text);
        let mut ahead = Window::of(text);
        let mut learnt = 0;
        while learnt < AHEAD_ROWS {
            match self.step(&mut ahead, None)? {
                Next::Row(_) => learnt += 1,
                Next::End => break,
                _ => {}
            }
        }
        self.depth = 0;
        Ok(())
    }

    /// Steps from `at` on to the next line that begins with an array or an object, or to the next row of the array that is
    /// open.
    fn resume(&mut self, window: &mut Window, at: usize, reason: Reject) -> Result<Next, Error> {
        let (mut from, mut found) = (at, None);
        loop {
            let text = window.rest();
            let mut upto = text.len();
            for end in memchr::memchr3_iter(b'\n', b'}', b';', text.get(from..).unwrap_or_default()) {
                let next = from + end + 1;
                match self.begins(text[next - 1], &text[next..]) {
                    Some(None) => {}
                    Some(Some(depth)) => {
                        found = Some(depth);
                        upto = next;
                        break;
                    }
                    None if window.has_more() => {
                        upto = next - 1;
                        break;
                    }
                    None => {}
                }
            }
            window.advance(upto);
            from = 0;
            if let Some(depth) = found {
                self.depth = depth;
                break;
            }
            if !window.more()? {
                window.advance(usize::MAX);
                break;
            }
        }
        // What ends within a value that others follow was broken.
        let cut = reason == Reject::CutOff && found.is_some();
        Ok(Next::Rejected(if cut { Reject::Malformed } else { reason }))
    }

    /// Whether a value begins with `text` behind this byte, and then how many arrays and objects enclose it; `None` if
    /// more text is needed to say.
    fn begins(&self, before: u8, text: &[u8]) -> Option<Option<usize>> {
        if before == b'\n' {
            let blank = text.iter().take(NEAR).take_while(|byte| is_blank(**byte)).count();
            return is_begin(&text[blank..]).map(|begins| begins.then_some(0));
        }
        if self.depth == 0 || (before == b';' && self.first.is_empty()) {
            return Some(None);
        }
        let length = match plan::key(text) {
            Key::Number(length) | Key::Text(length, _) => length,
            Key::None => return Some(None),
            Key::Short => return None,
        };
        let text = &text[length..text.len().min(length + NEAR)];
        if !is_begin(text)? {
            return Some(None);
        }
        let Some(open) = memchr::memchr(b'{', text) else {
            return if text.len() < NEAR { None } else { Some(None) };
        };
        let within = &text[open + 1..];
        match within.starts_with(&self.first) {
            true => Some(Some(self.plan.depth)),
            false if self.first.starts_with(within) => None,
            false => Some(None),
        }
    }
}

/// How a row's first key is written, behind the bracket before it.
fn first_key(row: &[u8]) -> &[u8] {
    let within = memchr::memchr(b'{', row).map_or(&[][..], |open| &row[open + 1..]);
    match plan::key(within) {
        Key::Number(length) | Key::Text(length, _) => &within[..length],
        Key::None | Key::Short => &[],
    }
}

/// Steps over a line that begins with no array and no object.
fn no_value(window: &mut Window, lead: usize) -> Result<Next, Error> {
    let near = &window.rest()[..window.rest().len().min(NEAR)];
    let scalar = is_scalar(near.get(lead..).unwrap_or_default());
    let of_line = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
    let broken = memchr::memmem::find(of_line, b"\";").is_some();
    line(window)?;
    Ok(match (scalar, broken) {
        (true, _) => Next::Rejected(Reject::NoRecord),
        (false, true) => Next::Rejected(Reject::Malformed),
        (false, false) => Next::Other(Other::Comment),
    })
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
