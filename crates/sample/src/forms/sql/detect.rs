//! How far a text's beginning speaks for SQL.

use super::flavour::Flavour;
use super::head::{self, Insert};
use super::lex::{begins, is_tuple};
use super::skip::is_statement;
use super::{Sql, State, flavour};
use crate::forms::{Head, TextReader};
use crate::row::{Next, Other, Out};
use crate::window::Window;

/// How far a text's beginning speaks for a dump: from 0 to 1.
pub(super) fn confidence(head: Head<'_>) -> f64 {
    let bare = !has_statement(head.text);
    if bare && !has_tuple(head.text) {
        return 0.0;
    }
    if SIGNATURES
        .iter()
        .any(|words| lines(head.text).take(SIGNED).any(|line| begins(line, words)))
    {
        return 0.97;
    }
    let (share, from_first) = shares(head, bare);
    match (bare, share) {
        (true, 0.8..) => 0.7,
        (true, 0.5..) => 0.5,
        (false, 0.5..) => 0.95,
        (false, 0.1..) if from_first >= 0.8 => 0.6,
        _ => 0.0,
    }
}

/// Whether a statement that fills or declares a table begins a line.
pub(super) fn has_statement(text: &str) -> bool {
    lines(text).any(|line| {
        match line.first() {
            Some(b'I' | b'i' | b'R' | b'r' | b'C' | b'c') => {}
            _ => return false,
        }
        is_statement(line)
            || head::copy(line, 0, Flavour::STANDARD).is_some()
            || (begins(line, "INSERT")
                && matches!(head::insert(line, 0, Flavour::STANDARD), Ok((Insert::Values(_), _))))
            || (begins(line, "CREATE ") && super::skip::subject(line) == super::skip::Subject::Table)
    })
}

fn has_tuple(text: &str) -> bool {
    lines(text).any(is_tuple)
}

/// The lines of a text with their ends, and without the blanks that they begin with.
fn lines(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes()
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_start)
}

/// The share of rows and their statements among all that is neither blank nor commented, and the same from the first of
/// them on, as somebody's words may stand before it.
fn shares(head: Head<'_>, bare: bool) -> (f64, f64) {
    let mut window = Window::of(head.text.as_bytes());
    let mut reader = Sql::new(flavour::find(head.text, bare));
    let mut out = Out::default();
    let (mut rows, mut before_rows, mut others) = (0u64, 0u64, 0u64);
    loop {
        let before = window.place().byte;
        let rest = window.rest().trim_ascii_start();
        let is_comment = matches!(rest, [b'-', b'-', ..] | [b'#', ..] | [b'/', b'*', ..]);
        let is_head = is_statement(rest) || matches!(reader.state, State::Copy(_));
        let Ok(next) = reader.next(&mut window, &mut out) else {
            break;
        };
        let length = window.place().byte - before;
        match next {
            Next::End => break,
            // What the head of the text cuts off says nothing.
            _ if window.rest().is_empty() && !head.complete => break,
            Next::Row(_) => rows += length,
            Next::Other(Other::Frame) if is_head => rows += length,
            Next::Other(Other::Frame | Other::Blank) => {}
            Next::Other(Other::Comment) if is_comment => {}
            Next::Other(Other::Comment) | Next::Rejected(_) if rows == 0 => before_rows += length,
            Next::Other(Other::Comment) | Next::Rejected(_) => others += length,
        }
        out.clear_row();
    }
    let share = |others: u64| rows as f64 / (rows + others).max(1) as f64;
    (share(before_rows + others), share(others))
}

const SIGNATURES: &[&str] = &[
    "-- MySQL dump",
    "-- MariaDB dump",
    "-- PostgreSQL database dump",
    "-- phpMyAdmin SQL Dump",
    "-- Adminer ",
];
/// Lines within which a signature stands.
const SIGNED: usize = 20;
