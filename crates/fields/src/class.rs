use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Kind, Row};

/// Combinations of a record's values that one link takes at most.
const MAX_COMBINATIONS: usize = 16;
/// Parts that a link has at most.
const MOST_PARTS: usize = 4;

/// One part of a class: a kind, an `opaque` column under its name, or a label.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A kind.
    Kind(Kind),
    /// An opaque column, by its lower-case name.
    Opaque(String),
    /// A column that tells segments apart, by its lower-case name. No row has values of it: a class with it is made from
    /// an identifier's digest and looked up with the values that the index names.
    Label(String),
}

impl Part {
    /// The part's kind.
    pub fn kind(&self) -> Kind {
        match self {
            Part::Kind(kind) => *kind,
            Part::Opaque(_) | Part::Label(_) => Kind::Opaque,
        }
    }

    /// `name` leads, as people say it; the rest follows the list of kinds.
    fn rank(&self) -> (bool, &Part) {
        (*self != Part::Kind(Kind::Name), self)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Kind(kind) => kind.fmt(f),
            Part::Opaque(column) => write!(f, "opaque:{column}"),
            Part::Label(column) => write!(f, "label:{column}"),
        }
    }
}

/// What one filter holds: a single kind (`phone`) or a link of several kinds of one record (`name+ssn`).
///
/// The parts stand in one fixed order (`name` first, then as in [`Kind::ALL`]), so that a class has one
/// name however it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Class {
    parts: Vec<Part>,
}

/// Why a text names no class.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    /// A part is no kind.
    #[error(transparent)]
    UnknownKind(#[from] crate::UnknownKind),
    /// A part stands twice.
    #[error("`{0}` stands twice in a link; a link joins different kinds")]
    Repeated(String),
    /// `given_name` and `surname` are parts of `name` and are not linked by themselves.
    #[error("`{0}` is not linked by itself; use `name`, which takes given name and surname together")]
    HalfName(Kind),
    /// Too many parts.
    #[error("a link joins 2 to 4 kinds, found {0}")]
    WrongSize(usize),
}

/// Which side of a test asks for a class's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The company's record: what is put into the index.
    Index,
    /// The seller's row: what is looked up.
    Probe,
}

/// Takes a message: the values that it joins, as positions in [`Row::values`], and what it consists of.
pub type Emit<'a> = dyn FnMut(&[u16], &[&[u8]]) + 'a;

impl Class {
    /// A link of two or more kinds, as `Class::from_str` reads classes.
    ///
    /// # Errors
    /// Those of `Class::from_str`; [`ClassError::WrongSize`] for a single kind.
    pub fn parse_link(text: &str) -> Result<Class, ClassError> {
        let class: Class = text.parse()?;
        match class.is_link() {
            true => Ok(class),
            false => Err(ClassError::WrongSize(class.parts.len())),
        }
    }

    /// The class of a single kind.
    pub fn single(kind: Kind) -> Class {
        Class {
            parts: vec![Part::Kind(kind)],
        }
    }

    /// The link of `parts`, in any order.
    pub fn link(parts: Vec<Part>) -> Result<Class, ClassError> {
        if !(2..=4).contains(&parts.len()) {
            return Err(ClassError::WrongSize(parts.len()));
        }
        Class::of(parts)
    }

    /// The class that tells by an identifier of `kind` which segment of the column `name` its customer belongs to.
    pub fn label(kind: Kind, name: &str) -> Class {
        Class {
            parts: vec![Part::Kind(kind), Part::Label(name.to_lowercase())],
        }
    }

    /// Of a label the identifier's kind and the column's name.
    pub fn as_label(&self) -> Option<(Kind, &str)> {
        match self.parts.as_slice() {
            [Part::Kind(kind), Part::Label(name)] if kind.is_identifier() => Some((*kind, name)),
            _ => None,
        }
    }

    fn of(mut parts: Vec<Part>) -> Result<Class, ClassError> {
        if parts.len() > 1
            && let Some(half) = parts
                .iter()
                .map(Part::kind)
                .find(|kind| matches!(kind, Kind::GivenName | Kind::Surname))
        {
            return Err(ClassError::HalfName(half));
        }
        parts.sort_by(|a, b| a.rank().cmp(&b.rank()));
        if let Some(pair) = parts.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(ClassError::Repeated(pair[0].to_string()));
        }
        Ok(Class { parts })
    }

    /// The parts, in the class's order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The kinds of the parts, in the class's order.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.parts.iter().map(Part::kind)
    }

    /// The versions of the rules of the class's kinds, in the class's order.
    pub fn versions(&self) -> Vec<u32> {
        self.kinds().map(Kind::version).collect()
    }

    /// Whether the class joins several kinds.
    pub fn is_link(&self) -> bool {
        self.parts.len() > 1
    }

    /// Whether a name is one of the parts of a link.
    pub fn has_name(&self) -> bool {
        self.is_link() && self.kinds().any(|kind| kind == Kind::Name)
    }

    /// Whether one of the parts is an identifier.
    pub fn has_identifier(&self) -> bool {
        self.kinds().any(Kind::is_identifier)
    }

    /// Whether this is a link that no identifier backs, such as `name+dob`.
    pub fn is_context_link(&self) -> bool {
        self.is_link() && !self.has_identifier()
    }

    /// Whether this is a link of what a phone book or a marketing list gives away.
    pub fn is_directory_link(&self) -> bool {
        self.is_link() && self.kinds().all(Kind::is_directory)
    }

    /// Calls `emit` with every message of the class that `row` has: the values that it joins (positions
    /// in [`Row::values`]), and what the message consists of, canonical values or tokens of a name, which 0x1F joins.
    /// Messages that stand for the same values, such as the tokens of one name, follow each other.
    ///
    /// A link with a name and an identifier has one message per name token, at most 4. A context link
    /// with a name joins two tokens: on the index's side the first with every other, on the sample's side
    /// every pair of the first five.
    pub fn messages(&self, row: &Row, side: Side, emit: &mut Emit<'_>) {
        if let [part] = self.parts.as_slice() {
            for (at, value) in row.values_of(part) {
                emit(&[at], &[row.bytes(value)]);
            }
            return;
        }
        if let ([first, second], false) = (self.parts.as_slice(), self.is_name_without_identifier()) {
            return self.pairs(row, first, second, emit);
        }
        let mut combination = Combination {
            class: self,
            row,
            side,
            left: MAX_COMBINATIONS,
            values: [0; MOST_PARTS],
            texts: [b""; MOST_PARTS + 1],
        };
        combination.extend(0, emit);
    }

    fn is_name_without_identifier(&self) -> bool {
        self.has_name() && !self.has_identifier()
    }

    /// The messages of a link of two parts: what [`Combination`] does, without its bookkeeping, for nearly all links.
    fn pairs(&self, row: &Row, first: &Part, second: &Part, emit: &mut Emit<'_>) {
        let mut left = MAX_COMBINATIONS;
        for (a, value) in row.values_of(first) {
            let tokens = row.tokens(a).filter(|_| *first == Part::Kind(Kind::Name));
            for (b, other) in row.values_of(second).take(left) {
                left -= 1;
                let other = row.bytes(other);
                match tokens {
                    None => emit(&[a, b], &[row.bytes(value), other]),
                    Some(tokens) => {
                        for token in tokens.backed() {
                            emit(&[a, b], &[row.slice(token), other]);
                        }
                    }
                }
            }
        }
    }
}

/// The values of one row that a link's parts take, one after the other.
struct Combination<'a> {
    class: &'a Class,
    row: &'a Row,
    side: Side,
    /// Combinations that may still be taken.
    left: usize,
    values: [u16; MOST_PARTS],
    /// Behind a free place, which a second token of a name takes: the values' texts.
    texts: [&'a [u8]; MOST_PARTS + 1],
}

impl<'a> Combination<'a> {
    /// Takes every value of the part at `depth`, and of those after it.
    fn extend(&mut self, depth: usize, emit: &mut Emit<'_>) {
        let (class, row) = (self.class, self.row);
        let Some(part) = class.parts.get(depth) else {
            return self.say(depth, emit);
        };
        for (at, value) in row.values_of(part) {
            if self.left == 0 {
                return;
            }
            self.values[depth] = at;
            self.texts[depth + 1] = row.bytes(value);
            self.extend(depth + 1, emit);
        }
    }

    fn say(&mut self, parts: usize, emit: &mut Emit<'_>) {
        let row = self.row;
        let values = &self.values[..parts];
        if !self.class.has_name() {
            self.left -= 1;
            emit(values, &self.texts[1..=parts]);
            return;
        }
        let Some(tokens) = row.tokens(values[0]) else { return };
        if self.class.has_identifier() {
            self.left -= 1;
            for token in tokens.backed() {
                self.texts[1] = row.slice(token);
                emit(values, &self.texts[1..=parts]);
            }
            return;
        }
        let tokens = tokens.paired();
        let firsts = match self.side {
            Side::Index => tokens.len().min(1),
            Side::Probe => tokens.len(),
        };
        self.left -= usize::from(tokens.len() > 1);
        for (n, first) in tokens.iter().enumerate().take(firsts) {
            for second in &tokens[n + 1..] {
                let (a, b) = (row.slice(first), row.slice(second));
                self.texts[0] = a.min(b);
                self.texts[1] = a.max(b);
                emit(values, &self.texts[..=parts]);
            }
        }
    }
}

/// The links that an index of `kinds` holds by default: `name` with every identifier; every pair among
/// `account, ssn, phone, email`; `name+dob`; `name+postcode`.
pub fn default_links(kinds: &[Kind]) -> Vec<Class> {
    let has = |kind: Kind| kinds.contains(&kind);
    let name = has(Kind::Name) || has(Kind::GivenName) || has(Kind::Surname);
    let link = |a: Kind, b: Kind| Class::of(vec![Part::Kind(a), Part::Kind(b)]).ok();
    let mut links = Vec::new();
    if name {
        let backed = Kind::ALL.into_iter().filter(|kind| kind.is_identifier());
        for kind in backed.chain([Kind::Dob, Kind::Postcode]).filter(|kind| has(*kind)) {
            links.extend(link(Kind::Name, kind));
        }
    }
    let paired = [Kind::Ssn, Kind::Phone, Kind::Email, Kind::Account];
    for (n, a) in paired.into_iter().enumerate() {
        for b in paired.into_iter().skip(n + 1) {
            if has(a) && has(b) {
                links.extend(link(a, b));
            }
        }
    }
    links
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, part) in self.parts.iter().enumerate() {
            if n > 0 {
                f.write_str("+")?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for Class {
    type Err = ClassError;

    fn from_str(s: &str) -> Result<Self, ClassError> {
        let parts = s
            .split('+')
            .map(|part| match part.trim().split_once(':') {
                Some((kind, column)) if kind.eq_ignore_ascii_case("opaque") && !column.is_empty() => {
                    Ok(Part::Opaque(column.to_lowercase()))
                }
                Some((what, column)) if what.eq_ignore_ascii_case("label") && !column.is_empty() => {
                    Ok(Part::Label(column.to_lowercase()))
                }
                _ => part.parse().map(Part::Kind),
            })
            .collect::<Result<Vec<_>, _>>()?;
        if parts.len() > 4 {
            return Err(ClassError::WrongSize(parts.len()));
        }
        Class::of(parts)
    }
}

impl TryFrom<String> for Class {
    type Error = ClassError;

    fn try_from(s: String) -> Result<Self, ClassError> {
        s.parse()
    }
}

impl From<Class> for String {
    fn from(class: Class) -> String {
        class.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reading;

    fn row(cells: &[(Kind, &str)]) -> Row {
        let readings: Vec<_> = cells.iter().map(|(kind, _)| Some(Reading::new(*kind))).collect();
        let mut row = Row::default();
        row.fill(&readings, cells.iter().map(|(_, cell)| *cell));
        row
    }

    fn messages(class: &str, row: &Row, side: Side) -> Vec<String> {
        let mut out = Vec::new();
        let class: Class = class.parse().unwrap();
        class.messages(row, side, &mut |_, message| {
            out.push(String::from_utf8_lossy(&message.join(&b'|')).into_owned());
        });
        out
    }

    #[test]
    fn a_class_has_one_name() {
        for spelling in ["name+ssn", "ssn+name", " SSN + Name "] {
            assert_eq!(spelling.parse::<Class>().unwrap().to_string(), "name+ssn");
        }
        assert_eq!("account+ssn".parse::<Class>().unwrap().to_string(), "ssn+account");
        assert!("ssn+ssn".parse::<Class>().is_err());
        assert!("surname+ssn".parse::<Class>().is_err());
        assert!("nothing".parse::<Class>().is_err());
        assert_eq!("opaque:Tier".parse::<Class>().unwrap().to_string(), "opaque:tier");
    }

    #[test]
    fn a_label_has_a_name_and_no_row_has_its_messages() {
        let label = Class::label(Kind::Ssn, "Plan");
        assert_eq!(label.to_string(), "ssn+label:plan");
        assert_eq!("label:plan+ssn".parse::<Class>().unwrap(), label);
        assert_eq!(label.as_label(), Some((Kind::Ssn, "plan")));
        for other in [
            "ssn",
            "name+label:plan",
            "ssn+opaque:plan",
            "label:plan",
            "ssn+phone+label:plan",
        ] {
            assert_eq!(other.parse::<Class>().unwrap().as_label(), None, "{other}");
        }
        let reading = Reading {
            opaque: Some("plan".into()),
            ..Reading::new(Kind::Opaque)
        };
        let mut row = Row::default();
        row.fill(
            &[Some(Reading::new(Kind::Ssn)), Some(reading)],
            ["456-12-7890", "gold"].into_iter(),
        );
        for side in [Side::Index, Side::Probe] {
            assert_eq!(messages("ssn+label:plan", &row, side), [""; 0]);
            assert_eq!(messages("ssn+opaque:plan", &row, side), ["456127890|gold"]);
        }
    }

    #[test]
    fn the_synthetic_company_has_21_classes() {
        let kinds = [
            Kind::Account,
            Kind::GivenName,
            Kind::Surname,
            Kind::Ssn,
            Kind::Dob,
            Kind::Phone,
            Kind::Email,
            Kind::Address,
            Kind::City,
            Kind::State,
            Kind::Postcode,
            Kind::Imei,
            Kind::Licence,
        ];
        let singles = kinds
            .iter()
            .filter(|kind| kind.is_identifier() || **kind == Kind::Address);
        assert_eq!(default_links(&kinds).len() + singles.count(), 21);
    }

    #[test]
    fn a_name_and_an_identifier_hold_one_message_per_token() {
        let row = row(&[(Kind::Name, "Maria Garcia Lopez"), (Kind::Ssn, "456-12-7890")]);
        let expected = ["MARIA|456127890", "GARCIA|456127890", "LOPEZ|456127890"];
        assert_eq!(messages("name+ssn", &row, Side::Index), expected);
        assert_eq!(messages("name+ssn", &row, Side::Probe), expected);
    }

    #[test]
    fn a_context_link_pairs_tokens_free_of_order() {
        let full = row(&[(Kind::Name, "Maria Garcia Lopez"), (Kind::Postcode, "98101")]);
        assert_eq!(
            messages("name+postcode", &full, Side::Index),
            ["GARCIA|MARIA|98101", "LOPEZ|MARIA|98101"]
        );
        assert_eq!(messages("name+postcode", &full, Side::Probe).len(), 3);
        let single = row(&[(Kind::Name, "Garcia"), (Kind::Postcode, "98101")]);
        assert!(messages("name+postcode", &single, Side::Probe).is_empty());
    }

    #[test]
    fn several_values_are_combined_up_to_16_times() {
        let phones: Vec<(Kind, String)> = (0..5)
            .map(|n| (Kind::Phone, format!("206555010{n}")))
            .chain((0..5).map(|n| (Kind::Email, format!("a{n}@b.org"))))
            .collect();
        let cells: Vec<(Kind, &str)> = phones.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(messages("phone+email", &row(&cells), Side::Probe).len(), 16);
    }

    #[test]
    fn pairs_are_combinations() {
        let cells = [
            (Kind::Name, "Maria Garcia Lopez"),
            (Kind::Name, "Ann Lee"),
            (Kind::Ssn, "456-12-7890"),
            (Kind::Ssn, "457-12-7890"),
            (Kind::Email, "a@b.org"),
        ];
        let many: Vec<(Kind, String)> = (0..9)
            .map(|n| (Kind::Phone, format!("206555012{n}")))
            .chain((0..4).map(|n| (Kind::Account, format!("77{n}01"))))
            .collect();
        let cells: Vec<(Kind, &str)> = cells
            .into_iter()
            .chain(many.iter().map(|(kind, cell)| (*kind, cell.as_str())))
            .collect();
        let row = row(&cells);
        for class in [
            "name+ssn",
            "name+phone",
            "ssn+email",
            "phone+account",
            "ssn+phone",
            "ssn+licence",
        ] {
            let class: Class = class.parse().unwrap();
            let collect = |by: &dyn Fn(&mut Emit<'_>)| {
                let mut all = Vec::new();
                by(&mut |values, message| all.push((values.to_vec(), message.join(&b'|'))));
                all
            };
            let pairs = collect(&|emit| class.messages(&row, Side::Probe, emit));
            let combinations = collect(&|emit| {
                let mut combination = Combination {
                    class: &class,
                    row: &row,
                    side: Side::Probe,
                    left: MAX_COMBINATIONS,
                    values: [0; MOST_PARTS],
                    texts: [b""; MOST_PARTS + 1],
                };
                combination.extend(0, emit);
            });
            assert_eq!(pairs, combinations, "{class}");
        }
    }
}
