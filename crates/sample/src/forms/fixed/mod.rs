//! Text in columns of fixed width: no delimiter, fields begin at the same place in every line.

mod columns;

use super::delimited::{Line, delimiter_score, dialect, is_blank, is_header, is_ruler_line, look_at_line, next_line};
use super::{Head, TextReader, TextRows};
use crate::row::{Next, Other, Out, TableShape};
use crate::sample::Opened;
use crate::text::REPLACED;
use crate::window::Window;
use crate::{Dialect, Error, Flaw, Form, Found, Options, Reject};
use columns::Columns;

/// How far the text's beginning speaks for columns of fixed width, from 0 to 1: not at all where a delimiter explains the
/// lines as well.
pub(crate) fn detect(head: Head<'_>) -> f64 {
    let Some(columns) = Columns::find(head.text) else {
        return 0.0;
    };
    match delimiter_score(head.text.as_bytes(), head.complete) {
        score if score < columns.score => columns.score.min(0.9),
        _ => 0.0,
    }
}

/// A reader of the text's rows; one that reads each line as one field if [`detect`] says 0.
pub(crate) fn reader(head: Head<'_>, header: Option<bool>) -> Fixed {
    let columns = Columns::find(head.text).unwrap_or_default();
    let records: Vec<Vec<String>> = head
        .text
        .lines()
        .filter(|line| !is_blank(line) && !is_ruler_line(line) && columns.fits(line))
        .take(LEADING)
        .map(|line| columns.cells(line).map(str::to_owned).collect())
        .collect();
    let below: Vec<&[String]> = records
        .iter()
        .skip(1)
        .filter(|record| Some(*record) != records.first())
        .map(Vec::as_slice)
        .collect();
    let found = match (header, records.first()) {
        (Some(header), _) => Found::stated(header),
        (None, Some(first)) => is_header(first, &below),
        (None, None) => Found::new(false, 0.5),
    };
    Fixed {
        names: records.first().filter(|_| found.value).cloned(),
        header: found,
        columns,
        is_begun: false,
    }
}

/// Opens the text of `window` as one of columns.
pub(crate) fn open(window: Window, options: &Options) -> Opened {
    let reader = reader(Head::of(&window), options.header);
    let dialect = Dialect {
        form: Form::Fixed,
        header: reader.header,
        padded: true,
        ..dialect(&window, Found::new(None, reader.columns.score.min(0.9)))
    };
    Opened {
        dialect,
        rows: Box::new(TextRows::new(window, reader)),
    }
}

/// The rows of columns of fixed width.
pub(crate) struct Fixed {
    columns: Columns,
    names: Option<Vec<String>>,
    header: Found<bool>,
    /// Whether the header, or a row, was met.
    is_begun: bool,
}

impl Fixed {
    fn judge(&mut self, line: &str, out: &mut Out) -> Next {
        if is_blank(line) {
            return Next::Other(Other::Blank);
        }
        if is_ruler_line(line) {
            return Next::Other(Other::Frame);
        }
        if !self.columns.fits(line) {
            return match look_at_line(std::iter::once(line.as_bytes())) {
                Some(other) => Next::Other(other),
                None => Next::Rejected(Reject::Malformed),
            };
        }
        for cell in self.columns.cells(line) {
            out.cell(cell);
        }
        // A line of words may lie as the columns do by chance, and fill but one or two of them.
        let filled = out.row_cells().filter(|cell| !cell.is_empty()).count();
        if filled * 2 < self.columns.width().max(3)
            && let Some(other) = look_at_line(std::iter::once(line.as_bytes()))
        {
            return Next::Other(other);
        }
        let is_header = self.names.as_ref().is_some_and(|names| {
            let mut cells = out.row_cells();
            names.iter().all(|name| {
                cells
                    .next()
                    .is_some_and(|cell| cell.eq_ignore_ascii_case(name.as_bytes()))
            })
        });
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        match is_header {
            true if is_first => return Next::Other(Other::Frame),
            true => return Next::Rejected(Reject::RepeatedHeader),
            false => {}
        }
        if memchr::memmem::find(line.as_bytes(), REPLACED).is_some() {
            out.flaw(Flaw::BadEncoding);
        }
        Next::Row(0)
    }
}

impl TextReader for Fixed {
    fn next(&mut self, window: &mut Window, out: &mut Out) -> Result<Next, Error> {
        if out.tables().is_empty() {
            out.table(TableShape {
                name: None,
                names: self.names.clone(),
                width: self.columns.width(),
            });
        }
        let (text, length) = match next_line(window)? {
            Line::End => return Ok(Next::End),
            Line::TooLong => return Ok(Next::Rejected(Reject::TooLong)),
            Line::Whole { text, length } => (text, length),
        };
        let line = &window.rest()[..length];
        let ends = line.ends_with(b"\n");
        let next = self.judge(std::str::from_utf8(&line[..text]).unwrap_or_default(), out);
        window.advance_lines(length, u64::from(ends));
        Ok(next)
    }
}

const LEADING: usize = 300;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::forms::testing::{self, Read};

    fn read(text: &str) -> Read {
        let open = || reader(testing::head(text), None);
        let whole = testing::read(text, usize::MAX, open());
        assert_eq!(testing::read(text, text.len() / 3, open()), whole);
        whole
    }

    const TABLE: &str = "name           phone       city        balance\n\
                         Ann Li         2125550123  Oslo          12.50\n\
                         Zoë Brontë     2125550124  New York   1,200.00\n\
                         Bob Lo-Smith   2125550125  Rome           3.00\n";

    #[test]
    fn columns_are_found_where_nothing_stands() {
        let read = read(TABLE);
        assert_eq!(
            read.tables[0].names.as_deref().unwrap(),
            ["name", "phone", "city", "balance"]
        );
        assert_eq!(
            read.cells(0),
            [
                ["Ann Li", "2125550123", "Oslo", "12.50"],
                ["Zoë Brontë", "2125550124", "New York", "1,200.00"],
                ["Bob Lo-Smith", "2125550125", "Rome", "3.00"],
            ]
        );
        assert!(detect(testing::head(TABLE)) > 0.5);
    }

    #[test]
    fn values_of_one_length_are_columns_as_well() {
        let text = "021-51-1710 André Taylor     20020213 MI\n569-09-2320 Rhonda Suarez    19481001 ID\n298-44-4601 Kim Williams     19731219 MA\n";
        let read = read(text);
        assert_eq!(read.cells(0)[0], ["021-51-1710", "André Taylor", "20020213", "MI"]);
        assert_eq!(read.tables[0].names, None);
    }

    #[test]
    fn a_value_that_holds_a_blank_stays_whole() {
        let text = "(212) 555-0123 MI 48221 20020213 3137222952 2021-08-15 13:27:34\n\
                    (212) 555-0124 WI 53136 20020214 3137222953 2021-08-16 13:27:35\n\
                    (212) 555-0125 VA 24529 20020215 3137222954 2021-08-17 13:27:36\n";
        let expected = [
            "(212) 555-0123",
            "MI",
            "48221",
            "20020213",
            "3137222952",
            "2021-08-15 13:27:34",
        ];
        assert_eq!(read(text).cells(0)[0], expected);
    }

    #[test]
    fn rulers_titles_and_totals_are_no_rows() {
        let text = TABLE.replacen('\n', "\n-------------- ----------- ---------- ----------\n", 1);
        let text =
            format!("Report date: 2021-08-14\n\n{text}\nname           phone       city        balance\n(3 rows)\n");
        let read = read(&text);
        assert_eq!(read.cells(0).len(), 3);
        assert_eq!((read.counts.comments, read.counts.blank), (2, 2));
        assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 1);
    }

    #[test]
    fn a_line_that_does_not_lie_in_the_columns_is_rejected() {
        let rows = TABLE.split_once('\n').unwrap().1.repeat(3);
        let odd = "Ann Li,2125550123,Oslo,12.50,and more of what is no row\nEve Ho         2125550126\n";
        let text = format!("{TABLE}{rows}{odd}");
        let read = read(&text);
        assert_eq!(read.cells(0)[12], ["Eve Ho", "2125550126", "", ""]);
        assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    }

    #[test]
    fn other_texts_have_no_such_columns() {
        for text in [
            "a,b\n1,2\n3,4\n5,6\n",
            "Ann Li\nBob Lo\nEve Ho\n",
            "ann@x.org 2125550123\nbobby@x.org 2125550124\nj@x.org 2125550125\n",
            "name,city\nAnn Li,New York\nBob Lo,New Haven\n",
            "| a | b |\n| 1 | 2 |\n| 3 | 4 |\n",
            "",
        ] {
            assert_eq!(detect(testing::head(text)), 0.0, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_accounted_for(text in "[ab1 é\n\t-]{0,200}", first in 0usize..200) {
            prop_assume!(!text.is_empty());
            let first = (0..=first.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let open = || reader(testing::head(&text), None);
            prop_assert_eq!(testing::read(&text, first, open()), testing::read(&text, usize::MAX, open()));
        }

        /// What is written in columns is read back.
        #[test]
        fn written_columns_are_read_back(rows in prop::collection::vec(("[A-Z][a-zé]{2,8}", 1_000_000u64..9_999_999, "[A-Z]{2}"), 5..40)) {
            let text: String = rows.iter().map(|(name, number, code)| format!("{name:<12}{number:>10}  {code}\n")).collect();
            let read = read(&text);
            let expected: Vec<Vec<String>> = rows.iter().map(|(name, number, code)| vec![name.clone(), number.to_string(), code.clone()]).collect();
            prop_assert_eq!(read.cells(0), expected);
        }
    }
}
