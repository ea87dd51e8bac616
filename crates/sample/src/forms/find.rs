//! Which form a text has.

use super::cards::{ldif, vcard};
use super::{Head, TextReader, TextRows, blocks, delimited, fixed, html, json, pairs, php, sql, xml};
use crate::sample::Opened;
use crate::window::Window;
use crate::{Dialect, Error, Form, Found, Options};

/// Finds out the form of a text, unless it is stated, and opens it.
pub(crate) fn open(window: Window, options: &Options) -> Result<Opened, Error> {
    let stated = match (&options.delimiter, options.form) {
        (_, Some(form)) => Some(form),
        (Some(_), None) => Some(Form::Delimited),
        (None, None) => None,
    };
    let (form, second) = match stated {
        Some(form) => (Found::stated(form), None),
        None => find(&window),
    };
    let opened = match form.value {
        Form::Fixed => fixed::open(window, options),
        Form::Json => rows(window, form.value, json::reader),
        Form::Xml => rows(window, form.value, xml::reader),
        Form::Html => rows(window, form.value, html::reader),
        Form::Sql => rows(window, form.value, sql::reader),
        Form::Vcard => rows(window, form.value, vcard::reader),
        Form::Ldif => rows(window, form.value, ldif::reader),
        Form::Blocks => {
            let reader = blocks::reader(Head::of(&window))?;
            rows(window, form.value, |_| reader)
        }
        Form::Pairs => rows(window, form.value, pairs::reader),
        Form::Php => rows(window, form.value, php::reader),
        _ => delimited::open(window, options)?,
    };
    Ok(Opened {
        dialect: Dialect {
            form_confidence: form.confidence,
            second: second.or(opened.dialect.second),
            ..opened.dialect
        },
        ..opened
    })
}

/// The form that the text's beginning speaks for most, and the next one, where it is close.
fn find(window: &Window) -> (Found<Form>, Option<(String, f64)>) {
    let head = Head::of(window);
    let mut scores: Vec<(Form, f64)> = DETECTORS
        .iter()
        .map(|(form, detect)| (*form, detect(head)))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    scores.sort_by(|one, other| other.1.total_cmp(&one.1));
    if let [(form, score), ..] = scores.as_slice()
        && WEAK.contains(form)
        && delimited::is_certain(head, *score)
    {
        return (Found::new(Form::Delimited, 0.95), None);
    }
    match scores.as_slice() {
        [(form, score), (next, close), ..] if *close >= CLOSE * score => {
            let second = (format!("as {}", next.title()), close / score);
            (Found::new(*form, *score), Some(second))
        }
        [(form, score), ..] if *score >= ENOUGH => (Found::new(*form, *score), None),
        _ => (Found::new(Form::Delimited, 1.0), None),
    }
}

type Detect = fn(Head<'_>) -> f64;

/// Every form but delimited text, which is what is left.
const DETECTORS: &[(Form, Detect)] = &[
    (Form::Fixed, fixed::detect),
    (Form::Json, json::detect),
    (Form::Xml, xml::detect),
    (Form::Html, html::detect),
    (Form::Sql, sql::detect),
    (Form::Vcard, vcard::detect),
    (Form::Ldif, ldif::detect),
    (Form::Blocks, blocks::detect),
    (Form::Pairs, pairs::detect),
    (Form::Php, php::detect),
];
/// Forms without signs of their own: what tells them may stand in the cells of delimited text as well.
const WEAK: &[Form] = &[Form::Blocks, Form::Pairs, Form::Fixed];
/// A score from which on a text has the form.
const ENOUGH: f64 = 0.3;
/// A reading is close whose score is so large a share of the best one's.
const CLOSE: f64 = 0.8;

/// Opens a text whose rows a reader reads one by one.
fn rows<R: TextReader + 'static>(window: Window, form: Form, reader: impl FnOnce(Head<'_>) -> R) -> Opened {
    let reader = reader(Head::of(&window));
    let dialect = delimited::dialect(&window, Found::stated(None));
    Opened {
        dialect: Dialect {
            form,
            header: Found::stated(true),
            ..dialect
        },
        rows: Box::new(TextRows::new(window, reader)),
    }
}
