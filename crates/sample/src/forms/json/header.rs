//! Whether the first of several rows names the columns.

use assay_fields::detect::is_known_header;

/// Whether `first` holds names for the rows `below`: texts that no row repeats, half of them known, or above columns of
/// digits.
pub(super) fn is_header(first: &[String], below: &[Vec<String>]) -> bool {
    let is_name = |cell: &String| {
        cell.len() <= LONGEST_NAME
            && cell.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && !cell.contains('@')
            && !matches!(cell.as_str(), "true" | "false")
            && cell.bytes().filter(u8::is_ascii_digit).count() < 4
    };
    let repeated = |(at, cell): (usize, &String)| below.iter().any(|row| row.get(at) == Some(cell));
    if first.is_empty() || !first.iter().all(is_name) || first.iter().enumerate().any(repeated) {
        return false;
    }
    let known = first.iter().filter(|cell| is_known_header(cell.trim())).count();
    let of_digits = |at: usize| {
        let filled = || {
            below
                .iter()
                .filter_map(|row| row.get(at))
                .filter(|cell| !cell.is_empty())
        };
        let with_digit = filled()
            .filter(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()))
            .count();
        with_digit > 0 && with_digit * 5 >= filled().count() * 4
    };
    known * 2 >= first.len() || (0..first.len()).any(|at| of_digits(at) && !has_digit(&first[at]))
}

fn has_digit(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
}

const LONGEST_NAME: usize = 64;
