use std::fmt;

use serde::{Serialize, Serializer};

use crate::Error;

/// What stands between the fields of a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// This text, such as `,` or `::`.
    Text(String),
    /// One or several blanks or tabs.
    Blanks,
}

impl Delimiter {
    /// Whether it can be one.
    pub fn is_sound(&self) -> bool {
        self.checked().is_ok()
    }

    /// The delimiter, if it can be one.
    ///
    /// # Errors
    /// One that is empty or longer than eight characters, or holds a letter, a digit, a quote, a backslash or a line end.
    pub(crate) fn checked(&self) -> Result<&Delimiter, Error> {
        let is_bad = |c: char| c.is_alphanumeric() || "\"'\\\r\n".contains(c) || ('\u{80}'..'\u{A0}').contains(&c);
        match self {
            Delimiter::Text(text) if text.is_empty() || text.chars().count() > LONGEST || text.contains(is_bad) => {
                Err(Error::BadDelimiter {
                    delimiter: self.clone(),
                })
            }
            _ => Ok(self),
        }
    }
}

impl From<u8> for Delimiter {
    fn from(byte: u8) -> Delimiter {
        Delimiter::from(char::from(byte))
    }
}

impl From<char> for Delimiter {
    fn from(character: char) -> Delimiter {
        Delimiter::Text(character.into())
    }
}

impl From<&str> for Delimiter {
    fn from(text: &str) -> Delimiter {
        Delimiter::Text(text.to_owned())
    }
}

/// In plain words, for a sentence: "`,`", "tab", "character 1", "blanks".
impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Delimiter::Blanks => return f.write_str("blanks"),
            Delimiter::Text(text) => text,
        };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some('\t'), None) => f.write_str("tab"),
            (Some(' '), None) => f.write_str("blank"),
            (Some(one), None) if one.is_control() => write!(f, "character {}", u32::from(one)),
            _ => write!(f, "`{}`", text.escape_debug()),
        }
    }
}

/// As the text itself; blanks as `blanks`.
impl Serialize for Delimiter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Delimiter::Text(text) => text,
            Delimiter::Blanks => "blanks",
        })
    }
}

const LONGEST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_delimiter_is_taken() {
        for good in [",", "\t", "::", " - ", "|~|", "\u{1}", "│", " "] {
            assert!(Delimiter::from(good).checked().is_ok(), "{good:?}");
        }
        for bad in ["", "a", "7", "\"", "'", "\n", "\\", "\u{80}", "xx", ",,,,,,,,,"] {
            assert!(Delimiter::from(bad).checked().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn it_is_told_in_plain_words() {
        let words = [
            ("\t", "tab"),
            (";", "`;`"),
            ("::", "`::`"),
            ("\u{1}", "character 1"),
            (" ", "blank"),
        ];
        for (text, word) in words {
            assert_eq!(Delimiter::from(text).to_string(), word);
        }
        assert_eq!(serde_json::to_string(&Delimiter::from(b'|')).unwrap(), "\"|\"");
    }
}
