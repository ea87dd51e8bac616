use serde::Serialize;

use crate::{Delimiter, Form};

/// Something found out from the bytes, or stated by the user.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Found<T> {
    /// What it is.
    pub value: T,
    /// 0 to 1: how far the bytes speak for it; 1 where the user stated it. A rule of thumb, no probability.
    pub confidence: f64,
}

impl<T> Found<T> {
    pub(crate) fn new(value: T, confidence: f64) -> Found<T> {
        Found { value, confidence }
    }

    pub(crate) fn stated(value: T) -> Found<T> {
        Found::new(value, 1.0)
    }
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineEnd {
    /// `\n`.
    Lf,
    /// `\r\n`; lines that end in `\n` alone are read as well.
    CrLf,
    /// `\r`, as on old Macintoshes.
    Cr,
}

/// How a sample is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dialect {
    /// The form.
    pub form: Form,
    /// 0 to 1: how far the bytes speak for it; 1 where the user stated it. A rule of thumb, no probability.
    pub form_confidence: f64,
    /// The encoding's name after the WHATWG Encoding Standard, where `windows-1252` stands for Latin-1 too.
    pub encoding: Found<&'static str>,
    /// Whether a byte order mark stands at the beginning.
    pub byte_order_mark: bool,
    /// How lines end.
    pub line_end: LineEnd,
    /// What stands between fields, `None` where a line is one field or fields are told by their places.
    pub delimiter: Found<Option<Delimiter>>,
    /// Whether blanks around fields are padding, which is taken off.
    pub padded: bool,
    /// The next best reading in plain words, with its score as a share of the best one's, where it is close.
    pub second: Option<(String, f64)>,
    /// The character around fields that hold delimiters, `None` where quotes are read literally.
    pub quote: Option<char>,
    /// The character before a quote inside of quotes, where it is not the quote itself.
    pub escape: Option<char>,
    /// Whether a record that names the columns stands before the rows.
    pub header: Found<bool>,
}

impl Dialect {
    /// That of a form whose cells are no text between delimiters.
    pub(crate) fn of_cells(form: Form) -> Dialect {
        Dialect {
            form,
            form_confidence: 1.0,
            encoding: Found::new("UTF-8", 1.0),
            byte_order_mark: false,
            line_end: LineEnd::Lf,
            delimiter: Found::stated(None),
            padded: false,
            second: None,
            quote: None,
            escape: None,
            header: Found::new(true, 1.0),
        }
    }
}
