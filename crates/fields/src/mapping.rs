//! What a user says about columns: which kind they hold.

use std::fmt;
use std::str::FromStr;

use crate::{Kind, OpaqueName};

/// A kind, and the columns that hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The kind.
    pub kind: Kind,
    /// For [`Kind::Opaque`], the name under which the column was indexed; without it the column's header,
    /// if that is in the vocabulary or the column is given by it.
    pub opaque: Option<OpaqueName>,
    /// The columns.
    pub columns: Vec<ColumnRef>,
}

/// A column as a user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnRef {
    /// By its number from 1, written `3` or `#3`.
    Number(usize),
    /// By its header, in upper or lower case.
    Header(String),
}

/// A mapping that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMapping {
    /// There is no `=`, or nothing on one side of it.
    #[error("expected KIND=COLUMN such as ssn=#3 or phone=home_phone, found `{0}`")]
    Form(String),
    /// The kind is none.
    #[error(transparent)]
    Kind(#[from] crate::UnknownKind),
    /// A kind other than `opaque` has a name.
    #[error("only opaque takes a name (opaque:plan=COLUMN), found one after `{0}`")]
    NotOpaque(Kind),
}

impl FromStr for Mapping {
    type Err = BadMapping;

    /// Reads `kind=column` or `opaque:name=column`; a column's header may hold any character.
    fn from_str(s: &str) -> Result<Self, BadMapping> {
        let form = || BadMapping::Form(s.to_owned());
        let (target, column) = s.split_once('=').ok_or_else(form)?;
        if target.trim().is_empty() || column.trim().is_empty() {
            return Err(form());
        }
        let (kind, name) = match target.split_once(':') {
            Some((kind, name)) => (kind, Some(name.trim())),
            None => (target, None),
        };
        let kind: Kind = kind.parse()?;
        if name.is_some() && kind != Kind::Opaque {
            return Err(BadMapping::NotOpaque(kind));
        }
        if name == Some("") {
            return Err(form());
        }
        Ok(Mapping {
            kind,
            opaque: name.map(OpaqueName::from),
            columns: vec![ColumnRef::from(column)],
        })
    }
}

impl ColumnRef {
    /// Whether it names the column of a number, from 1, and a header.
    pub fn is(&self, number: usize, header: Option<&str>) -> bool {
        match self {
            ColumnRef::Number(asked) => *asked == number,
            ColumnRef::Header(asked) => {
                header.is_some_and(|header| header.trim().to_lowercase() == asked.trim().to_lowercase())
            }
        }
    }
}

impl From<&str> for ColumnRef {
    fn from(s: &str) -> Self {
        let s = s.trim();
        match s.strip_prefix('#').unwrap_or(s).parse() {
            Ok(number) => ColumnRef::Number(number),
            Err(_) => ColumnRef::Header(s.to_owned()),
        }
    }
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnRef::Number(number) => write!(f, "#{number}"),
            ColumnRef::Header(header) => write!(f, "`{header}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_read() {
        let read = |s: &str| s.parse::<Mapping>();
        assert_eq!(
            read("ssn=#3").unwrap(),
            Mapping {
                kind: Kind::Ssn,
                opaque: None,
                columns: vec![ColumnRef::Number(3)],
            }
        );
        assert_eq!(
            read("Phone = Home Phone ").unwrap().columns,
            [ColumnRef::Header("Home Phone".into())]
        );
        assert_eq!(
            read("opaque:plan=a=b").unwrap(),
            Mapping {
                kind: Kind::Opaque,
                opaque: Some("plan".into()),
                columns: vec![ColumnRef::Header("a=b".into())],
            }
        );
        for bad in ["ssn", "=3", "ssn=", "opaque:=3"] {
            assert!(matches!(read(bad), Err(BadMapping::Form(_))), "{bad}");
        }
        assert!(matches!(read("shoe=3"), Err(BadMapping::Kind(_))));
        assert_eq!(read("ssn:x=3"), Err(BadMapping::NotOpaque(Kind::Ssn)));
    }
}
