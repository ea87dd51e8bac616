//! HTML: the rows of its tables that have two cells at least. What stands outside of tables is a frame, or a comment if it
//! is text. A table within a cell is read in place of the row that it stands in.

mod row;

use crate::forms::delimited::is_header;
use crate::forms::fields::{LEADING, LOOK, fill};
use crate::forms::grid::Grid;
use crate::forms::passing::{End, LONGEST_RECORD, Passed, Scan, pass, skip, step_text};
use crate::forms::tags::{self, Kind, Language};
use crate::forms::{Head, TextReader, xml};
use crate::row::{Next, Other, Out};
use crate::window::Window;
use crate::{Error, Reject};
use row::{RowScan, cells, raw};

/// How far the beginning of a text speaks for HTML: 0 to 1.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let Some((start, before)) = xml::first_tag(head.text) else {
        return 0.0;
    };
    let text = &head.text[start..];
    if !xml::is_html(text) {
        return 0.0;
    }
    let bytes = text.as_bytes();
    let has_cells = memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = bytes.get(at + 1..at + 3).unwrap_or_default();
        (name.eq_ignore_ascii_case(b"td") || name.eq_ignore_ascii_case(b"th"))
            && bytes
                .get(at + 3)
                .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'>')
    });
    let is_whole = WHOLE.iter().any(|begin| {
        bytes
            .get(..begin.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(begin))
    });
    match (has_cells, is_whole) {
        (true, true) => 0.96,
        (true, false) if before == 0 => 0.8,
        (false, true) => 0.6,
        _ => 0.0,
    }
}

/// A reader of the rows of tables.
pub(crate) fn reader(_head: Head<'_>) -> impl TextReader + use<> {
    Html::default()
}

#[derive(Default)]
struct Html {
    table: Option<Table>,
    in_head: bool,
    /// What ends the script or style that is read.
    raw: Option<&'static [u8]>,
    /// For rows that are no rows of a table.
    scratch: Option<Grid>,
}

/// The table that is read.
struct Table {
    grid: Grid,
    names: Option<Vec<String>>,
    /// Whether the names are those of a first row of plain cells.
    plain: bool,
    /// Whether the row with the names was met.
    headed: bool,
}

impl TextReader for Html {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if window.rest().is_empty() && !window.more()? {
            return Ok(Next::End);
        }
        if let Some(raw) = self.raw
            && self.step_raw(raw, window)?
        {
            return Ok(Next::Other(Other::Frame));
        }
        if window.rest().first() != Some(&b'<') {
            return step_text(window, 0);
        }
        let tag = loop {
            let rest = window.rest();
            if let Some(tag) = tags::tag(rest, 0, Language::Html).filter(|tag| tag.end <= LONGEST_RECORD) {
                break tag;
            }
            if rest.len() > LONGEST_RECORD {
                skip(window)?;
                return Ok(Next::Other(Other::Comment));
            }
            if !window.more()? {
                window.advance(window.rest().len());
                return Ok(Next::Rejected(Reject::CutOff));
            }
        };
        let written = &window.rest()[..tag.end];
        let name = tags::name(written);
        let is = |other: &[u8]| name.eq_ignore_ascii_case(other);
        let mut step = Next::Other(Other::Frame);
        match tag.kind {
            Kind::Start { .. } if is(b"tr") || is(b"td") || is(b"th") => return self.row(window, out),
            Kind::Start { .. } if is(b"table") => (self.table, self.in_head) = (None, false),
            Kind::Start { .. } if is(b"thead") => self.in_head = true,
            Kind::Start { .. } if is(b"tbody") || is(b"tfoot") => self.in_head = false,
            Kind::Start { .. } => self.raw = raw(name),
            Kind::End if is(b"table") => (self.table, self.in_head) = (None, false),
            Kind::End if is(b"thead") => self.in_head = false,
            Kind::Broken => return step_text(window, 1),
            Kind::Comment => step = Next::Other(Other::Comment),
            _ => {}
        }
        window.advance(tag.end);
        Ok(step)
    }
}

impl Html {
    fn row(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if self.table.is_none() {
            fill(window, LOOK)?;
            let text = &window.rest()[..window.rest().len().min(LOOK)];
            self.table = Some(Table::of(text, self.in_head));
        }
        let (length, next) = match pass(window, &mut RowScan::default())? {
            Passed::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Passed::CutOff => (window.rest().len(), Next::Rejected(Reject::CutOff)),
            Passed::Ended(End::Broken(length)) => {
                let grid = self.scratch.get_or_insert_with(|| Grid::new(None, None));
                cells(&window.rest()[..length], grid);
                let other = if grid.is_blank() { Other::Frame } else { Other::Comment };
                (length, Next::Other(other))
            }
            Passed::Ended(End::Whole(length)) => {
                let row = &window.rest()[..length];
                let next = match &mut self.table {
                    Some(table) => table.row(row, self.in_head, out),
                    None => Next::Rejected(Reject::NoRecord),
                };
                (length, next)
            }
        };
        window.advance(length);
        Ok(next)
    }

    /// Steps over what stands in a script or a style; false if its end tag stands right here.
    fn step_raw(&mut self, raw: &'static [u8], window: &mut Window) -> Result<bool, Error> {
        let mut at = 0;
        while at <= LONGEST_RECORD {
            let rest = window.rest();
            let found = memchr::memchr(b'<', rest.get(at..).unwrap_or_default()).map(|next| at + next);
            at = found.unwrap_or(rest.len());
            let ends = rest.get(at..at + raw.len()).map(|here| here.eq_ignore_ascii_case(raw));
            match ends {
                Some(true) => {
                    self.raw = None;
                    break;
                }
                Some(false) => at += 1,
                None if window.more()? => {}
                None => {
                    at = window.rest().len();
                    break;
                }
            }
        }
        let rest = window.rest();
        // No step ends within a character.
        while rest.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
            at += 1;
        }
        window.advance(at);
        Ok(at > 0)
    }
}

impl Table {
    /// Finds out from the leading text of a table, which begins with a row, how many columns it has and their names.
    fn of(text: &[u8], in_head: bool) -> Table {
        let mut grid = Grid::new(None, None);
        let (mut at, mut rows, mut in_head, mut names) = (0, 0, in_head, None);
        let mut leading: Vec<Vec<String>> = Vec::new();
        while rows < LEADING
            && let Some(next) = memchr::memchr(b'<', &text[at..])
        {
            at += next;
            let Some(tag) = tags::tag(text, at, Language::Html) else {
                break;
            };
            let name = tags::name(&text[at..tag.end]);
            let is = |other: &[u8]| name.eq_ignore_ascii_case(other);
            match tag.kind {
                Kind::Start { .. } if is(b"tr") || is(b"td") || is(b"th") => {
                    let row = &text[at..];
                    let Some(end) = RowScan::default().end(row) else {
                        break;
                    };
                    let (End::Whole(length) | End::Broken(length)) = end;
                    rows += 1;
                    at += length.max(1);
                    if end != End::Whole(length) {
                        break;
                    }
                    let found = cells(&row[..length], &mut grid);
                    let heads = found.count > 1 && (in_head || found.headings == found.count);
                    if heads && names.is_none() && rows <= HEADINGS {
                        names = Some(grid.values().map(str::to_owned).collect::<Vec<_>>());
                    }
                    if found.count > 1 {
                        grid.note();
                        if leading.len() <= COMPARED {
                            leading.push(grid.values().map(str::to_owned).collect());
                        }
                    }
                    continue;
                }
                Kind::Start { .. } | Kind::End if is(b"table") => break,
                Kind::Start { .. } if is(b"thead") => in_head = true,
                Kind::Start { .. } if is(b"tbody") || is(b"tfoot") => in_head = false,
                Kind::End if is(b"thead") => in_head = false,
                _ => {}
            }
            at = tag.end;
        }
        let plain = names.is_none() && is_headed(&leading);
        if plain {
            names = leading.into_iter().next();
        }
        let width = grid.width();
        let mut grid = Grid::new(None, names.clone());
        grid.widen(width);
        Table {
            grid,
            names,
            plain,
            headed: false,
        }
    }

    fn row(&mut self, row: &[u8], in_head: bool, out: &mut Out) -> Next {
        let found = cells(row, &mut self.grid);
        if self.grid.is_blank() {
            return Next::Other(if found.count == 0 { Other::Frame } else { Other::Blank });
        }
        let heads = found.count > 1 && (in_head || found.headings == found.count);
        let is_names = (heads || self.plain)
            && self
                .names
                .as_ref()
                .is_some_and(|names| self.grid.values().eq(names.iter()));
        match heads || is_names {
            true if is_names && !std::mem::replace(&mut self.headed, true) => Next::Other(Other::Frame),
            true if is_names => Next::Rejected(Reject::RepeatedHeader),
            true => Next::Other(Other::Comment),
            false if found.count < 2 => Next::Other(Other::Comment),
            false => self.grid.row(out).map_or(Next::Rejected(Reject::NoRecord), Next::Row),
        }
    }
}

/// Whether the first of the rows surely holds the names of the others' columns.
fn is_headed(rows: &[Vec<String>]) -> bool {
    let Some((first, below)) = rows.split_first() else {
        return false;
    };
    let below: Vec<&[String]> = below.iter().filter(|row| *row != first).map(Vec::as_slice).collect();
    let found = is_header(first, &below);
    !below.is_empty() && found.value && found.confidence >= CERTAIN
}

/// What a document, or a table saved from one, begins with.
const WHOLE: [&[u8]; 4] = [b"<!doctype", b"<html", b"<table", b"<?xml"];
/// Rows of a table among which the names of its columns stand.
const HEADINGS: usize = 10;
/// Rows below the first that it is compared with, and the confidence from which on it is a header.
const COMPARED: usize = 20;
const CERTAIN: f64 = 0.99;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::forms::testing::{self, Read};

    fn read(text: &str) -> Read {
        let whole = testing::read(text, usize::MAX, reader(testing::head(text)));
        let parts = testing::read(text, 3, reader(testing::head(text)));
        assert_eq!(whole, parts);
        whole
    }

    #[test]
    fn tables_are_read_as_browsers_do() {
        let read = read(
            "<!DOCTYPE html><html><head><title>a <td></title><script>var x = '<table><tr><td>1<td>2';</script><style></style></head><body><p>Hello\n\
             <TABLE class=\"<x>\"><thead><tr><th>Name</th><th>E-<br>mail</th><th>Phone</th></tr></thead>\n\
             <tbody><tr><td> <b>Ann</b>  M&uuml;ller&nbsp;</td><td><a href='mailto:x'>a@b.c</a><td>1<br/>2<tr><td colspan=2>x</td><td>&lt;y&gt; &copy</td></tr>\
             <tr><td colspan=3>total</td></tr><tr><th>Name<th>E- mail<th>Phone</tr><!-- no --><tr><td></td><td></td></tr>\
             <tr><th>Bob</th><td>b</td></tr></table>",
        );
        let names = read.tables[0].names.as_ref().unwrap();
        assert_eq!(*names, ["Name", "E- mail", "Phone"]);
        assert_eq!(
            read.cells(0),
            [["Ann Müller", "a@b.c", "1 2"], ["x", "", "<y> ©"], ["Bob", "b", ""]]
        );
        assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 1);
        assert_eq!((read.counts.blank, read.counts.comments), (1, 3));
    }

    #[test]
    fn tables_within_cells_are_read_in_their_place() {
        let read = read(
            "<table><tr><td>menu<td><table><tr><td>a<td>b</tr></table></td></tr><tr><td>c</td></tr></table>\
             <table><tr><td>d<td>e<td>f</table><table><tr><td>only</table>",
        );
        assert_eq!(read.cells(0), [["a", "b"]]);
        assert_eq!(read.cells(1), [["d", "e", "f"]]);
        assert_eq!(read.tables[0].names, None);
        assert_eq!(read.tables.len(), 2);
    }

    #[test]
    fn tables_of_the_same_names_are_one() {
        let page = "<table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table>";
        let read = read(&format!("{page}{page}"));
        assert_eq!(read.tables.len(), 1);
        assert_eq!(read.cells(0).len(), 2);
    }

    #[test]
    fn a_first_row_of_plain_cells_may_be_the_header() {
        let rows = "<tr><td>Ann<td>a@b.c</tr><tr><td>Bob<td>d@e.f</tr>";
        let header = "<tr><td>name<td>email</tr>";
        let read = |text: String| read(&text);
        let named = read(format!("<table>{header}{rows}{header}{rows}</table>"));
        assert_eq!(named.tables[0].names.as_ref().unwrap(), &["name", "email"]);
        assert_eq!(
            (named.rows.len(), named.counts.rejected(Reject::RepeatedHeader)),
            (4, 1)
        );
        let bare = read(format!("<table>{rows}</table>"));
        assert_eq!((bare.rows.len(), &bare.tables[0].names), (2, &None));
        let alone = read(format!("<table>{header}</table>"));
        assert_eq!((alone.rows.len(), &alone.tables[0].names), (1, &None));
    }

    #[test]
    fn rows_that_are_too_long_or_cut_off_cost_one_reject() {
        let long = "x".repeat(3 << 20);
        let rows = "<tr><td>1<td>2</tr>";
        for middle in [
            format!("<tr><td>{long}<td></tr>"),
            format!("<tr><td a='{long}'><td></tr>"),
        ] {
            let text = format!("<table>{rows}{middle}{rows}</table>");
            for first in [usize::MAX, 1_000] {
                let read = testing::read(&text, first, reader(testing::head(&text)));
                assert_eq!((read.rows.len(), read.counts.rejected(Reject::TooLong)), (2, 1));
            }
        }
        let cut = read("<table><tr><td>1<td>2<tr><td>3<td>4");
        assert_eq!((cut.rows.len(), cut.counts.rejected(Reject::CutOff)), (1, 1));
    }

    #[test]
    fn forms_are_told() {
        let score = |text: &str| detect(testing::head(text));
        assert!(score("<!-- x -->\n<!doctype HTML>\n<html><table><tr><td>1</td>") > 0.5);
        assert!(score("<html>\n<TABLE><TR><TD>1</TD>") > 0.9);
        assert_eq!(score("<?xml version='1.0'?><us><u><td>1</td></u></us>"), 0.0);
        assert_eq!(score("a,b\n<p>,2\n"), 0.0);
    }

    fn messy() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => prop::sample::select(vec!["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "x", " ", "\n", "é"]),
            1 => prop::sample::select(vec![
                "<", ">", "<!--", "-->", "<script>", "</script>", "<style>", "</style ", "<td colspan=3>", "<thead>", "</tbody>",
                "<a b='", "'", "\"", "&amp;", "&x", "&#0;", "<title>", "<![CDATA[", "<?", "</", "<td colspan=99999999999>", "\u{FFFD}",
            ]),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_accounted_for(text in messy(), first in 0_usize..200) {
            let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let whole = testing::read(&text, usize::MAX, reader(testing::head(&text)));
            let parts = testing::read(&text, first, reader(testing::head(&text)));
            prop_assert_eq!(whole, parts);
            detect(testing::head(&text));
        }

        #[test]
        fn what_is_written_is_read_back(values in prop::collection::vec(prop::collection::vec("[!-~ä€]{1,6}( [!-~ä€]{1,6})?", 3), 1..9)) {
            let mut text = "<table>\n".to_owned();
            for row in &values {
                let cells: String = row.iter().map(|value| format!("<td>{}", quick_xml::escape::escape(value))).collect();
                text.push_str(&format!("<tr>{cells}</tr>\n"));
            }
            text.push_str("</table>");
            let read = read(&text);
            // A first row of words that usually head columns is a header.
            prop_assume!(read.tables[0].names.is_none());
            prop_assert_eq!(read.cells(0), values);
        }
    }
}
