//! What the columns of a made-up table are called.

use assay_fields::Kind;

use crate::values::{Rng, Spec};

/// How a table names its columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Naming {
    /// No header.
    None,
    /// `col1`, `field_7`: a header that says nothing.
    Numbered,
    English,
    Short,
    Foreign,
    /// Paths and prefixes: `user.contact.email`, `strFirstName`.
    Path,
    /// Names that stand over other columns: all of them, or one or two.
    Misleading,
}

/// A header for every column, with the kind that it names where it is a wrong one.
pub(crate) fn headers(naming: Naming, columns: &[Spec], rng: &mut Rng) -> Option<Vec<(String, Option<Kind>)>> {
    let right = |language: &str, rng: &mut Rng| -> Vec<String> {
        columns.iter().map(|column| word(language, column.label, rng)).collect()
    };
    let plain = |names: Vec<String>| names.into_iter().map(|name| (name, None)).collect();
    Some(match naming {
        Naming::None => return None,
        Naming::Numbered => {
            let stem = rng.pick(&["col", "field_", "column", "Column ", "_c", "Unnamed: "]);
            plain((0..columns.len()).map(|n| format!("{stem}{n}")).collect())
        }
        Naming::English => plain(right("en", rng)),
        Naming::Short => plain(right("short", rng)),
        Naming::Path => {
            let language = rng.pick(&["path", "prefix"]);
            plain(right(language, rng))
        }
        Naming::Foreign => {
            let languages = languages();
            let language = languages[rng.below(languages.len() as u64) as usize];
            plain(right(language, rng))
        }
        Naming::Misleading => misleading(columns, right("en", rng), rng),
    })
}

fn misleading(columns: &[Spec], names: Vec<String>, rng: &mut Rng) -> Vec<(String, Option<Kind>)> {
    let shift = 1 + rng.below(columns.len() as u64 - 1) as usize;
    let is_shuffled = rng.below(2) == 0;
    let wrong = [
        rng.below(columns.len() as u64) as usize,
        rng.below(columns.len() as u64) as usize,
    ];
    (0..columns.len())
        .map(|at| {
            if is_shuffled {
                let from = (at + shift) % columns.len();
                return (names[from].clone(), Some(columns[from].kind));
            }
            if !wrong.contains(&at) {
                return (names[at].clone(), None);
            }
            let (name, kind) = PLANTED[rng.below(PLANTED.len() as u64) as usize];
            (name.to_owned(), Some(kind))
        })
        .collect()
}

/// Names that one finds over the wrong column.
const PLANTED: [(&str, Kind); 12] = [
    ("ssn", Kind::Ssn),
    ("phone", Kind::Phone),
    ("email", Kind::Email),
    ("name", Kind::Name),
    ("dob", Kind::Dob),
    ("imei", Kind::Imei),
    ("account", Kind::Account),
    ("zip", Kind::Postcode),
    ("city", Kind::City),
    ("password", Kind::Opaque),
    ("ip", Kind::Ip),
    ("card_number", Kind::Card),
];

/// A header for a label; the English one where the language has none.
fn word(language: &str, label: &str, rng: &mut Rng) -> String {
    let found = of(language, label).or_else(|| of("en", label));
    found.map_or_else(
        || label.to_owned(),
        |words| {
            let words: Vec<&str> = words.split(';').collect();
            rng.pick(&words).to_owned()
        },
    )
}

fn of(language: &str, label: &str) -> Option<&'static str> {
    lines()
        .find(|(of, named, _)| *of == language && is_label(named, label))
        .map(|(_, _, words)| words)
}

fn is_label(named: &str, label: &str) -> bool {
    match named.strip_prefix("opaque:") {
        Some(other) => other == label,
        None => named == label || (named == "postcode" && label == "zip"),
    }
}

fn languages() -> Vec<&'static str> {
    let mut all: Vec<&str> = lines().map(|(language, _, _)| language).collect();
    all.dedup();
    all.retain(|language| !matches!(*language, "en" | "short" | "path" | "prefix"));
    all
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("../../../fields/tests/headers.txt")
        .lines()
        .filter_map(|line| {
            let mut parts = line.splitn(3, '|');
            Some((parts.next()?, parts.next()?, parts.next()?))
        })
}
