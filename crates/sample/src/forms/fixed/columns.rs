//! Where columns of fixed width begin and end, counted in characters.

use super::super::delimited::{Look, column_score, is_ruler_line, look_at_line};

/// The columns of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// Where nothing stands between columns: first character, and the one behind the last.
    gaps: Vec<(usize, usize)>,
    /// How far they explain the lines, as delimiters are weighed.
    pub(crate) score: f64,
}

impl Columns {
    /// The columns of the leading lines, if there are two at least.
    pub(crate) fn find(text: &str) -> Option<Columns> {
        let all = || text.lines().take(LINES).filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = all()
            .filter(|line| line.len() <= LONGEST_LINE && !is_ruler_line(line) && !is_comment(line))
            .collect();
        if lines.len() < LEAST_LINES {
            return None;
        }
        let ruler = all().find(|line| is_ruler_line(line) && line.trim().contains("- -"));
        let gaps = match ruler {
            Some(ruler) => gaps_of_ruler(ruler),
            None => gaps(&lines),
        };
        if gaps.len() > MOST_GAPS {
            return None;
        }
        let mut columns = Columns { gaps, score: 0.0 };
        if ruler.is_none() {
            columns.merge(&lines);
        }
        if columns.gaps.is_empty() {
            return None;
        }
        let fitting: Vec<&str> = lines.iter().copied().filter(|line| columns.fits(line)).collect();
        let width = columns.width();
        let scores =
            (0..width).map(|column| column_score(fitting.iter().filter_map(|line| columns.cells(line).nth(column))));
        let average = scores.sum::<f64>() / width as f64;
        let share = fitting.len() as f64 / lines.len() as f64;
        columns.score = share * average * (1.0 - 0.3 / width as f64);
        (share >= LEAST_SHARE).then_some(columns)
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.gaps.len() + 1
    }

    /// Whether a line leaves room between its columns.
    pub(crate) fn fits(&self, line: &str) -> bool {
        self.cuts(line).all(|cut| cut.is_some())
    }

    /// The cells of a line that fits, without the blanks around them.
    pub(crate) fn cells<'l>(&self, line: &'l str) -> impl Iterator<Item = &'l str> {
        let mut start = 0;
        let ends = self.cuts(line).map(move |cut| cut.unwrap_or(line.len()));
        ends.chain(std::iter::once(line.len())).map(move |end| {
            let cell = line.get(start..end.max(start)).unwrap_or_default();
            start = end.max(start);
            cell.trim()
        })
    }

    /// Per gap, the byte of `line` at which it may be cut; `None` where text fills the gap.
    fn cuts<'l>(&self, line: &'l str) -> impl Iterator<Item = Option<usize>> + use<'l, '_> {
        let is_ascii = line.is_ascii();
        let mut characters = line.char_indices().enumerate().peekable();
        self.gaps.iter().map(move |(from, to)| {
            if is_ascii {
                let bytes = line.as_bytes();
                return match bytes.get(*from..(*to).min(bytes.len()).max(*from)) {
                    None | Some([]) => Some(line.len()),
                    Some(gap) if bytes.len() < *to => {
                        let blank = gap.iter().rposition(|byte| is_blank(*byte));
                        Some(blank.map_or(line.len(), |at| from + at))
                    }
                    Some(gap) => gap.iter().rposition(|byte| is_blank(*byte)).map(|at| from + at),
                };
            }
            let mut in_gap = None;
            while let Some((number, (at, c))) = characters.next_if(|(number, _)| number < to) {
                if number >= *from && matches!(c, ' ' | '\t' | '\u{A0}') {
                    in_gap = Some(at);
                }
            }
            match characters.peek() {
                None => Some(in_gap.unwrap_or(line.len())),
                Some(_) => in_gap,
            }
        })
    }

    /// Takes out gaps that are blanks between words by chance: a single one in every line, and words on both sides.
    fn merge(&mut self, lines: &[&str]) {
        let mut at = 0;
        while at < self.gaps.len() {
            let (from, to) = self.gaps[at];
            if to - from > 1 || is_told(self, at, lines) {
                at += 1;
            } else {
                self.gaps.remove(at);
            }
        }
    }
}

/// Whether the cells beside a gap of one blank can't be words of one value: those before it end earlier in some line, or
/// those on one side look like something by themselves, and both together do not.
fn is_told(columns: &Columns, gap: usize, lines: &[&str]) -> bool {
    let (from, _) = columns.gaps[gap];
    let ends_before = lines.iter().any(|line| {
        let mut characters = line.chars().skip(from.saturating_sub(1));
        characters.next().is_none_or(char::is_whitespace)
    });
    ends_before || {
        let (left, right) = (main_look(columns, gap, lines), main_look(columns, gap + 1, lines));
        let telling = [left, right].into_iter().flatten().any(Look::is_telling);
        telling && !is_one_value(columns, gap, lines)
    }
}

/// Whether the cells on both sides of a gap are mostly one value that holds a blank, such as `(212) 555-0123` or a date with
/// its time.
fn is_one_value(columns: &Columns, gap: usize, lines: &[&str]) -> bool {
    let whole = lines.iter().filter(|line| {
        let cells: Vec<&str> = columns.cells(line).skip(gap).take(2).collect();
        let joined = cells.join(" ");
        let digits = joined.bytes().filter(u8::is_ascii_digit).count();
        match Look::of(&joined) {
            Look::Date => true,
            Look::Long | Look::Number => digits <= if joined.starts_with('+') { 15 } else { LONGEST_PHONE },
            _ => false,
        }
    });
    whole.count() * 2 > lines.len()
}

/// The look of most cells of a column.
fn main_look(columns: &Columns, column: usize, lines: &[&str]) -> Option<Look> {
    let mut counts: Vec<(Look, usize)> = Vec::new();
    let mut filled = 0;
    for line in lines {
        let look = Look::of(columns.cells(line).nth(column).unwrap_or_default());
        if look == Look::Empty {
            continue;
        }
        filled += 1;
        match counts.iter_mut().find(|(known, _)| *known == look) {
            Some((_, count)) => *count += 1,
            None => counts.push((look, 1)),
        }
    }
    let (look, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 5 >= filled * 4).then_some(look)
}

/// Where hardly any line has a character, with something on both sides.
fn gaps(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut filled: Vec<usize> = Vec::new();
    for line in lines {
        for (number, c) in line.chars().enumerate() {
            if number >= filled.len() {
                filled.push(0);
            }
            filled[number] += usize::from(!c.is_whitespace());
        }
    }
    let few = (lines.len() / OUTLIERS).max(usize::from(lines.len() >= LEAST_WITH_OUTLIER));
    let end = filled.iter().rposition(|count| *count > few).map_or(0, |last| last + 1);
    let begin = filled.iter().position(|count| *count > few).unwrap_or(0);
    let mut gaps = Vec::new();
    let mut from = None;
    for (number, count) in filled.iter().enumerate().take(end).skip(begin) {
        match (*count <= few, from) {
            (true, None) => from = Some(number),
            (false, Some(start)) => {
                gaps.push((start, number));
                from = None;
            }
            _ => {}
        }
    }
    gaps
}

/// Between the dashes of a ruler.
fn gaps_of_ruler(ruler: &str) -> Vec<(usize, usize)> {
    let characters: Vec<char> = ruler.trim_end().chars().collect();
    let begin = characters.iter().position(|c| !c.is_whitespace()).unwrap_or(0);
    let mut gaps = Vec::new();
    let mut from = None;
    for (number, c) in characters.iter().enumerate().skip(begin) {
        match (c.is_whitespace(), from) {
            (true, None) => from = Some(number),
            (false, Some(start)) => {
                gaps.push((start, number));
                from = None;
            }
            _ => {}
        }
    }
    gaps
}

fn is_comment(line: &str) -> bool {
    look_at_line(std::iter::once(line.as_bytes())).is_some() && !line.trim().contains("  ")
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

const LINES: usize = 400;
const LEAST_LINES: usize = 3;
const LONGEST_LINE: usize = 4 << 10;
const LEAST_SHARE: f64 = 0.8;
/// One line of so many may have something in a gap.
const OUTLIERS: usize = 25;
/// Lines of which one may, if they are fewer than that.
const LEAST_WITH_OUTLIER: usize = 10;
/// Digits of the longest telephone number without a plus sign; with one it may have 15.
const LONGEST_PHONE: usize = 12;
/// No table that somebody reads by eye has more columns.
const MOST_GAPS: usize = 200;
