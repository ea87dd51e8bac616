//! The file that a claim is written in, TOML. No message repeats a value of it: somebody may have given another file.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Claim, Period, Promise, parse_size, size};

/// What a file that can't be a claim is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadClaim {
    /// More bytes than anybody writes.
    #[error("{}: expected a claim of at most {MOST_BYTES} bytes, found more; is it another file?", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// Bytes that are no text.
    #[error("{}: expected text in UTF-8, found other bytes at byte {byte}; save it as UTF-8", path.display())]
    NoText {
        /// The file.
        path: PathBuf,
        /// The position of the first, from 0.
        byte: usize,
    },
    /// Nothing in it.
    #[error("{}: nothing is claimed in it; write what the listing states, a line each: {EXAMPLE}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Not TOML.
    #[error(
        "{}: line {line}, column {column}: {what}; expected lines such as {EXAMPLE}, with texts, sizes and months in \
         quotes",
        path.display()
    )]
    NoToml {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        what: String,
    },
    /// A key that none is.
    #[error("{}: line {line}: {found} is no key of a claim; the keys are {KEYS}", path.display())]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// The key, if it looks like one.
        found: String,
    },
    /// A value that the key does not take.
    #[error("{}: line {line}: {key}: expected {expected}, found {found}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// The key.
        key: &'static str,
        /// What the key takes.
        expected: &'static str,
        /// What stands there, without its value.
        found: &'static str,
    },
}

impl Claim {
    /// Reads a claim from the bytes of a TOML file; `path` is for messages.
    ///
    /// The keys, all optional: `rows`, `people` (whole numbers), `bytes` (a whole number or a size in quotes),
    /// `compressed` (true or false), `company`, `source` (texts), `fields` (a list of texts: kinds or the seller's words),
    /// `date` (of the data), `seen` (days, or months and years in quotes).
    ///
    /// # Errors
    /// [`BadClaim`] says where, what was expected and what was found.
    pub fn from_toml(bytes: &[u8], path: &Path) -> Result<Claim, BadClaim> {
        let file = File { path };
        if bytes.len() > MOST_BYTES {
            return Err(BadClaim::TooLong { path: path.to_owned() });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| BadClaim::NoText {
            path: path.to_owned(),
            byte: error.valid_up_to(),
        })?;
        let table = DeTable::parse(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            BadClaim::NoToml {
                path: path.to_owned(),
                line,
                column,
                what: error.message().to_owned(),
            }
        })?;
        let table = table.into_inner();
        if table.is_empty() {
            return Err(BadClaim::Empty { path: path.to_owned() });
        }
        let mut claim = Claim::default();
        // In the order in which they stand, so that the first mistake is said.
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let line = place(text, key.span().start).0;
            let at = At { file: &file, line };
            match key.get_ref().as_ref() {
                "rows" => claim.rows = Some(at.number("rows", &value)?),
                "people" => claim.people = Some(at.number("people", &value)?),
                "bytes" => claim.bytes = Some(at.bytes(&value)?),
                "compressed" => claim.compressed = Some(at.truth(&value)?),
                "company" => claim.company = Some(at.text("company", &value)?),
                "fields" => claim.fields = at.fields(text, &value)?,
                "date" => claim.date = Some(at.period("date", &value)?),
                "source" => claim.source = Some(at.text("source", &value)?),
                "seen" => claim.seen = Some(at.period("seen", &value)?),
                other => return Err(at.unknown(other)),
            }
        }
        Ok(claim)
    }

    /// Bytes after which a file is no claim.
    pub const MOST_BYTES: usize = MOST_BYTES;
}

struct File<'f> {
    path: &'f Path,
}

/// A key in the file.
struct At<'f> {
    file: &'f File<'f>,
    line: usize,
}

type Found<'v> = Spanned<DeValue<'v>>;

impl At<'_> {
    fn wrong(&self, key: &'static str, expected: &'static str, found: &'static str) -> BadClaim {
        BadClaim::Value {
            path: self.file.path.to_owned(),
            line: self.line,
            key,
            expected,
            found,
        }
    }

    fn unknown(&self, key: &str) -> BadClaim {
        let is_word = key.len() <= 32
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || b"_-".contains(&byte));
        BadClaim::UnknownKey {
            path: self.file.path.to_owned(),
            line: self.line,
            found: match is_word && !key.is_empty() {
                true => format!("`{key}`"),
                false => "what stands there".to_owned(),
            },
        }
    }

    fn number(&self, key: &'static str, value: &Found<'_>) -> Result<u64, BadClaim> {
        const EXPECTED: &str = "a whole number without quotes such as 100_000_000";
        whole(value.get_ref()).map_err(|found| self.wrong(key, EXPECTED, found))
    }

    fn bytes(&self, value: &Found<'_>) -> Result<u64, BadClaim> {
        const EXPECTED: &str =
            "a whole number of bytes or a size in quotes such as \"106GB\" or \"4TiB\", below 10^18 bytes";
        let bytes = match value.get_ref() {
            DeValue::String(text) => parse_size(text).map_err(|_| "a text that is no such size"),
            other => whole(other),
        };
        bytes
            .and_then(|bytes| match (bytes as f64) < size::MOST {
                true => Ok(bytes),
                false => Err("a larger number"),
            })
            .map_err(|found| self.wrong("bytes", EXPECTED, found))
    }

    fn truth(&self, value: &Found<'_>) -> Result<bool, BadClaim> {
        match value.get_ref() {
            DeValue::Boolean(truth) => Ok(*truth),
            other => Err(self.wrong("compressed", "true or false", what(other))),
        }
    }

    fn text(&self, key: &'static str, value: &Found<'_>) -> Result<String, BadClaim> {
        const EXPECTED: &str = "a text in quotes, of at most 500 letters";
        match value.get_ref() {
            DeValue::String(text) => match text.trim().chars().count() {
                0 => Err(self.wrong(key, EXPECTED, "an empty one")),
                1..=500 => Ok(text.trim().to_owned()),
                _ => Err(self.wrong(key, EXPECTED, "a longer one")),
            },
            other => Err(self.wrong(key, EXPECTED, what(other))),
        }
    }

    fn period(&self, key: &'static str, value: &Found<'_>) -> Result<Period, BadClaim> {
        const EXPECTED: &str = "a day such as 2021-07-15, or a month or a year in quotes such as \"2021-07\"";
        match value.get_ref() {
            DeValue::String(text) => text
                .parse()
                .map_err(|_| self.wrong(key, EXPECTED, "a text that is no date")),
            DeValue::Datetime(time) => {
                let day = time.date.and_then(|date| {
                    let (year, month, day) = (
                        i16::try_from(date.year),
                        i8::try_from(date.month),
                        i8::try_from(date.day),
                    );
                    Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
                });
                day.map(Period::from)
                    .ok_or_else(|| self.wrong(key, EXPECTED, "a time without a day"))
            }
            other => Err(self.wrong(key, EXPECTED, what(other))),
        }
    }

    fn fields(&self, text: &str, value: &Found<'_>) -> Result<Vec<Promise>, BadClaim> {
        const EXPECTED: &str = "a list of kinds or the seller's words, such as [\"ssn\", \"driver licenses\"], each in quotes \
                                and of at most 100 letters";
        let DeValue::Array(list) = value.get_ref() else {
            return Err(self.wrong("fields", EXPECTED, what(value.get_ref())));
        };
        if list.is_empty() || list.len() > MOST_FIELDS {
            let found = match list.is_empty() {
                true => "an empty list",
                false => "more than 500 fields",
            };
            return Err(self.wrong("fields", EXPECTED, found));
        }
        let mut fields: Vec<Promise> = Vec::new();
        for field in list.iter() {
            let at = At {
                line: place(text, field.span().start).0,
                ..*self
            };
            let promise: Promise = match field.get_ref() {
                DeValue::String(words) => words
                    .parse()
                    .map_err(|_| at.wrong("fields", EXPECTED, "an empty text or a longer one"))?,
                other => return Err(at.wrong("fields", EXPECTED, what(other))),
            };
            if !fields.contains(&promise) {
                fields.push(promise);
            }
        }
        Ok(fields)
    }
}

/// A whole number that is none below zero; `1e8` is one too.
fn whole(value: &DeValue<'_>) -> Result<u64, &'static str> {
    match value {
        DeValue::Integer(number) if number.as_str().starts_with('-') => Err("a number below zero"),
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).map_err(|_| "a larger number"),
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_sign_negative() => Err("a number below zero"),
            Ok(number) if number > 2f64.powi(53) => Err("a larger number"),
            Ok(number) if number.fract() == 0.0 => Ok(number as u64),
            _ => Err("a number that is not whole"),
        },
        other => Err(what(other)),
    }
}

fn what(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Line and column of a byte, from 1.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

const MOST_BYTES: usize = 64 << 10;
const MOST_FIELDS: usize = 500;
const EXAMPLE: &str = "`people = 100_000_000` or `bytes = \"106GB\"`";
const KEYS: &str = "rows, people, bytes, compressed, company, fields, date, source and seen";

#[cfg(test)]
mod tests {
    use assay_fields::Kind;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Claim, String> {
        Claim::from_toml(text.as_bytes(), Path::new("claim.toml")).map_err(|error| error.to_string())
    }

    const WHOLE: &str = "# As posted.\n\
        rows = 100_000_000\npeople = 1e8\nbytes = \"106GB\"\ncompressed = false\ncompany = \" T-Mobile \"\n\
        fields = [\n  \"social security numbers\",\n  \"dob\",\n  \"PINs\",\n  \"dob\"]\n\
        date = \"2021-07\"\nsource = \"a forum\"\nseen = 2021-08-14\n";

    #[test]
    fn every_key_is_read() {
        let claim = read(WHOLE).unwrap();
        assert_eq!((claim.rows, claim.people), (Some(100_000_000), Some(100_000_000)));
        assert_eq!((claim.bytes, claim.compressed), (Some(106_000_000_000), Some(false)));
        assert_eq!(
            (claim.company.as_deref(), claim.source.as_deref()),
            (Some("T-Mobile"), Some("a forum"))
        );
        let fields: Vec<_> = claim.fields.iter().map(|field| (field.words(), field.kind())).collect();
        let expected = [
            ("social security numbers", Some(Kind::Ssn)),
            ("dob", Some(Kind::Dob)),
            ("PINs", None),
        ];
        assert_eq!(fields, expected);
        assert_eq!(claim.date.unwrap().to_string(), "2021-07");
        assert_eq!(claim.seen.unwrap().to_string(), "2021-08-14");
    }

    #[test]
    fn windows_files_are_read_like_others() {
        let windows = format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"));
        assert_eq!(read(&windows), read(WHOLE));
        assert_eq!(
            read("seen = 2021-08-14T10:00:00Z").unwrap().seen,
            Some("2021-08-14".parse().unwrap())
        );
        assert_eq!(read("bytes = 0x10").unwrap().bytes, Some(16));
    }

    #[test]
    fn what_is_stated_comes_before_what_the_file_states() {
        let flags = Claim {
            rows: Some(7),
            fields: vec!["imei".parse().unwrap()],
            ..Claim::default()
        };
        let both = flags.clone().or(read(WHOLE).unwrap());
        assert_eq!((both.rows, both.people), (Some(7), Some(100_000_000)));
        assert_eq!(both.fields, flags.fields);
    }

    #[test]
    fn mistakes_are_named_with_their_place_and_never_with_a_value() {
        for (text, expected) in [
            ("", "nothing is claimed in it"),
            ("# only a remark\n", "nothing is claimed in it"),
            ("\u{feff}", "nothing is claimed in it"),
            (
                "\nrow = 4567\n",
                "line 2: `row` is no key of a claim; the keys are rows, people, bytes",
            ),
            ("'456-12-7890' = 1", "line 1: what stands there is no key"),
            (
                "rows = \"4567\"",
                "line 1: rows: expected a whole number without quotes such as 100_000_000, found a text",
            ),
            (
                "rows = -4567",
                "rows: expected a whole number without quotes such as 100_000_000, found a number below zero",
            ),
            ("people = 4567.5", "found a number that is not whole"),
            ("people = inf", "people: expected"),
            ("people = nan", "people: expected"),
            ("rows = 99999999999999999999999", "found a larger number"),
            ("rows = 1e300", "found a larger number"),
            ("rows = true", "found true or false"),
            (
                "[rows]\nx = 4567",
                "rows: expected a whole number without quotes such as 100_000_000, found a table",
            ),
            (
                "bytes = \"4567 parsecs\"",
                "bytes: expected a whole number of bytes or a size in quotes",
            ),
            (
                "bytes = 4567000000000000000",
                "below 10^18 bytes, found a larger number",
            ),
            ("bytes = \"99999999TB\"", "bytes: expected"),
            (
                "compressed = \"yes\"",
                "compressed: expected true or false, found a text",
            ),
            (
                "company = \" \"",
                "company: expected a text in quotes, of at most 500 letters, found an empty one",
            ),
            ("company = 4567", "found a number"),
            (
                "fields = \"ssn\"",
                "fields: expected a list of kinds or the seller's words",
            ),
            ("fields = []", "found an empty list"),
            ("fields = [\n\"ssn\",\n4567]", "line 3: fields: expected"),
            ("fields = [\"\"]", "found an empty text"),
            ("date = \"July 2021\"", "date: expected a day such as 2021-07-15"),
            (
                "date = 2021",
                "date: expected a day such as 2021-07-15, or a month or a year in quotes",
            ),
            ("seen = 10:00:00", "found a time without a day"),
            ("date = 2021-07\n", "line 1, column 8: invalid date"),
            ("rows = 1\nrows = 2", "line 2, column 1: duplicate key"),
            ("rows = 100 million", "line 1, column 8: "),
            ("name,ssn\nx,456-12-7890\n", "line 1, column "),
            ("{\"rows\": 4567}", "line 1, column 1: "),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with("claim.toml: "), "{error}");
            assert!(error.contains(expected), "{text:?}: {error}");
            assert!(!error.contains("4567") && !error.contains("456-"), "{error}");
        }
        let bytes = |bytes: &[u8]| Claim::from_toml(bytes, Path::new("c")).unwrap_err();
        assert!(matches!(bytes(b"rows = 1\n\xff\xfe"), BadClaim::NoText { byte: 9, .. }));
        assert!(matches!(bytes(&[b'#'; MOST_BYTES + 1]), BadClaim::TooLong { .. }));
    }

    proptest! {
        #[test]
        fn any_bytes_may_be_given(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Claim::from_toml(&bytes, Path::new("c"));
        }

        #[test]
        fn no_message_repeats_a_number(before in "[ -~\n]{0,40}", number in 10_000_000u64.., after in "[ -~\n]{0,40}") {
            if let Err(error) = read(&format!("{before}{number}{after}")) {
                prop_assert!(!error.contains(&number.to_string()), "{}", error);
            }
        }

        #[test]
        fn numbers_are_read_exactly(rows in 0u64..=i64::MAX as u64, people in 0u64..1 << 53) {
            let claim = read(&format!("rows = {rows}\npeople = {people}.0")).unwrap();
            prop_assert_eq!((claim.rows, claim.people), (Some(rows), Some(people)));
        }
    }
}
