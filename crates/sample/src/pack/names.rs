use std::fmt;

use super::MemberReject;

/// What is wrong with a name of an archive's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Suspect {
    /// `..` among its parts.
    Parent,
    /// It begins at the root, or at a drive.
    Absolute,
    /// A zero byte.
    Nul,
}

impl fmt::Display for Suspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Suspect::Parent => "leads out of the archive by `..`",
            Suspect::Absolute => "is absolute, so that it leads out of the archive",
            Suspect::Nul => "holds a zero byte",
        })
    }
}

/// Why an entry of this name is not read, if so.
pub(super) fn refusal(name: &[u8]) -> Option<MemberReject> {
    if name.contains(&0) {
        return Some(MemberReject::Name(Suspect::Nul));
    }
    if matches!(name, [b'/' | b'\\', ..]) || matches!(name, [drive, b':', ..] if drive.is_ascii_alphabetic()) {
        return Some(MemberReject::Name(Suspect::Absolute));
    }
    if parts(name).any(|part| part == b"..") {
        return Some(MemberReject::Name(Suspect::Parent));
    }
    let last = parts(name).next_back().unwrap_or_default();
    let junk = JUNK.iter().any(|junk| last.eq_ignore_ascii_case(junk)) || parts(name).any(|part| part == b"__MACOSX");
    junk.then_some(MemberReject::Junk)
}

/// The lower-case extension of a name, if it is one of those that say what a file holds; extensions of packed files
/// are looked behind, so that `a.csv.gz` has `csv`.
pub(super) fn extension(name: &[u8]) -> Option<&'static str> {
    let mut last = parts(name).next_back()?;
    while let Some(dot) = memchr::memrchr(b'.', last) {
        let (stem, end) = (&last[..dot], &last[dot + 1..]);
        let known = |list: &'static [&'static str]| list.iter().find(|e| end.eq_ignore_ascii_case(e.as_bytes()));
        if known(PACKED).is_none() {
            return known(EXTENSIONS).copied();
        }
        last = stem;
    }
    None
}

fn parts(name: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    name.split(|byte| matches!(byte, b'/' | b'\\'))
}

const JUNK: &[&[u8]] = &[b".DS_Store", b"Thumbs.db", b"desktop.ini"];

const PACKED: &[&str] = &["gz", "bz2", "xz", "zst", "lz4"];

const EXTENSIONS: &[&str] = &[
    "accdb", "arrow", "avro", "bak", "csv", "dat", "db", "dump", "feather", "htm", "html", "json", "jsonl", "log",
    "lst", "mdb", "ndjson", "ods", "parquet", "pdf", "psv", "rar", "sql", "sqlite", "tab", "tsv", "txt", "xls", "xlsb",
    "xlsm", "xlsx", "xml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_and_junk_are_refused() {
        let cases: &[(&[u8], Option<MemberReject>)] = &[
            (b"a/b.csv", None),
            (b"a..b/..c.csv", None),
            (b"../b.csv", Some(MemberReject::Name(Suspect::Parent))),
            (b"a\\..\\b.csv", Some(MemberReject::Name(Suspect::Parent))),
            (b"/etc/passwd", Some(MemberReject::Name(Suspect::Absolute))),
            (b"\\\\host\\a", Some(MemberReject::Name(Suspect::Absolute))),
            (b"C:a.csv", Some(MemberReject::Name(Suspect::Absolute))),
            (b"a\0.csv", Some(MemberReject::Name(Suspect::Nul))),
            (b"__MACOSX/a/._b.csv", Some(MemberReject::Junk)),
            (b"a/.ds_store", Some(MemberReject::Junk)),
            (b"", None),
        ];
        for (name, refused) in cases {
            assert_eq!(refusal(name), *refused, "{name:?}");
        }
    }

    #[test]
    fn extensions_are_told() {
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"a/b.CSV", Some("csv")),
            (b"a.csv.gz", Some("csv")),
            (b"a.gz", None),
            (b"ann.lee", None),
            (b"a.csv/ann", None),
            (b"", None),
        ];
        for (name, found) in cases {
            assert_eq!(extension(name), *found, "{name:?}");
        }
    }
}
