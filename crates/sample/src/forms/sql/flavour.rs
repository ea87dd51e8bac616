//! Which of the rules hold that databases don't share.

/// The rules of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flavour {
    /// Whether `\` in a quoted text stands for something else together with what follows.
    pub(super) backslash: bool,
    /// Whether `#` begins a comment.
    pub(super) hash: bool,
    /// Whether a line `GO` ends what stands before it, and nothing else ends a procedure.
    pub(super) go: bool,
    /// Whether there are rows and no statement: the inner lines of a dump.
    pub(super) bare: bool,
}

impl Flavour {
    /// The rules of the standard.
    pub(super) const STANDARD: Flavour = Flavour {
        backslash: false,
        hash: false,
        go: false,
        bare: false,
    };
}

/// Finds the rules by the beginning of a dump.
pub(super) fn find(head: &str, bare: bool) -> Flavour {
    let front = head.as_bytes();
    let has = |words: &[&str]| {
        words
            .iter()
            .any(|word| memchr::memmem::find(front, word.as_bytes()).is_some())
    };
    let postgres = has(POSTGRES);
    let mysql = !postgres && has(MYSQL);
    let server = !postgres && !mysql && has(SERVER);
    let standard = postgres || server || (!mysql && has(STANDARD));
    let backslash = match standard {
        true => postgres && has(&["standard_conforming_strings = off", "standard_conforming_strings=off"]),
        false if mysql => !has(&["NO_BACKSLASH_ESCAPES"]),
        false => escapes(front),
    };
    Flavour {
        backslash,
        hash: !standard,
        go: server,
        bare,
    }
}

/// Whether quoted texts of unknown origin have escapes: `O\'Brien` speaks for it, `'C:\',` against it. Most dumps are
/// MySQL's, so that where nothing speaks they have.
fn escapes(text: &[u8]) -> bool {
    let (mut with, mut without) = (0, 0);
    for at in memchr::memmem::find_iter(text, br"\'") {
        let before = text[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        let after = text.get(at + 2).copied().unwrap_or(b',');
        match after {
            _ if before % 2 == 1 => {}
            b',' | b')' => without += 1,
            _ => with += 1,
        }
    }
    with >= without
}

const POSTGRES: &[&str] = &[
    "PostgreSQL database dump",
    "standard_conforming_strings",
    "pg_catalog",
    "FROM stdin;",
];

const MYSQL: &[&str] = &[
    "-- MySQL dump",
    "-- MariaDB dump",
    "phpMyAdmin",
    "HeidiSQL",
    "-- Adminer",
    "/*!4",
    "ENGINE=",
    "AUTO_INCREMENT",
    "INSERT INTO `",
    "INSERT IGNORE INTO `",
    "REPLACE INTO `",
    "CREATE TABLE `",
    "NO_BACKSLASH_ESCAPES",
];

const SERVER: &[&str] = &["\nGO\n", "\nGO\r\n", "[dbo].", "SET IDENTITY_INSERT", "INSERT ["];

/// SQLite, Oracle, and whoever puts names in double quotes.
const STANDARD: &[&str] = &[
    "PRAGMA ",
    "sqlite_sequence",
    "REM INSERTING",
    "SET DEFINE OFF",
    "to_date('",
    "TO_DATE('",
    "to_timestamp('",
    "TO_TIMESTAMP('",
    "INSERT INTO \"",
    "Insert into \"",
    "CREATE TABLE \"",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_known_by_who_wrote_the_dump() {
        let cases = [
            ("-- MySQL dump 10.13\n", true),
            ("INSERT INTO `t` VALUES (1,'C:\\');", true),
            ("SET standard_conforming_strings = on;\n", false),
            ("SET standard_conforming_strings = off;\n", true),
            ("PRAGMA foreign_keys=OFF;\n", false),
            ("INSERT [dbo].[t] ([a]) VALUES (N'x')\nGO\n", false),
            ("Insert into T (A) values (to_date('1','DD'));\n", false),
            ("INSERT INTO t VALUES ('O\\'Brien');\n", true),
            ("INSERT INTO t VALUES ('C:\\','x');\n", false),
            ("INSERT INTO t VALUES ('C:\\\\','x');\n", true),
            ("INSERT INTO t VALUES ('x');\n", true),
        ];
        for (head, backslash) in cases {
            assert_eq!(find(head, false).backslash, backslash, "{head}");
        }
    }
}
