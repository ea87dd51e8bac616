//! Names of persons, as tokens: what is hashed is the single token, so a name must fall into the same
//! tokens however it is written.
//!
//! - Letters are transliterated to ASCII upper case. `Müller` is `MULLER` and does not meet `Mueller`:
//!   folding `UE` to `U` would spoil `SAMUEL`.
//! - Apostrophes join (`O'Brien` is `OBRIEN`), other punctuation splits (`Smith-Jones` is two tokens).
//!   `Mc`, `St`, `Saint` join what follows, and `O` does before the surnames that are made with it.
//! - Titles, degrees, generational suffixes, single letters and bare numbers are dropped.
//! - Particles (`de la`, `van`) match by chance and are dropped before another word. `Al`, `Van` and a few
//!   more are given names too and stay in the first place of a full or given name.

use super::fold::{Text, append, each_folded};
use crate::{Kind, Parsed, Reading, Reason};

/// The canonical tokens of a full name, given names first; `LAST, FIRST` is turned round.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    write_tokens(raw, Place::Full, out)
}

/// The same of a given name or a surname that stands in a column of its own. Given name and surname
/// joined by a space are the tokens of the full name.
pub(crate) fn canonical_part(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let place = match reading.kind {
        Kind::Surname => Place::Surname,
        _ => Place::Given,
    };
    write_tokens(raw, place, out)
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Full,
    Given,
    Surname,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// A word of the name.
    Word,
    /// A word that is dropped before another.
    Particle,
    /// A single letter.
    Initial,
    /// A title, degree, suffix or bare number.
    Extra,
}

#[derive(Clone, Copy)]
struct Token {
    start: u16,
    end: u16,
    role: Role,
}

const EMPTY: Token = Token {
    start: 0,
    end: 0,
    role: Role::Extra,
};

/// Words that one cell may have before anything is dropped.
const MAX_WORDS: usize = 20;
/// Tokens that a name may have.
const MAX_TOKENS: usize = 8;

fn write_tokens(raw: &str, place: Place, out: &mut String) -> Parsed {
    let mut text = Text::<256>::new();
    each_folded(raw, |byte| {
        if byte != b'\'' && byte != b'`' {
            text.push(byte);
        }
    });
    if text.overflowed() {
        return Parsed::Malformed(Reason::TooLong);
    }
    let text = text.as_bytes();
    let mut tokens = [EMPTY; MAX_WORDS];
    let mut len = 0;
    let mut turn_at = 0;
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        if byte == b'@' {
            return Parsed::Malformed(Reason::BadCharacter);
        }
        if !byte.is_ascii_alphanumeric() {
            if byte == b',' && turn_at == 0 && place == Place::Full {
                turn_at = len;
            }
            at += 1;
            continue;
        }
        let start = at;
        while at < text.len() && text[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let Some(role) = role(&text[start..at]) else {
            return Parsed::Malformed(Reason::BadCharacter);
        };
        let Some(slot) = tokens.get_mut(len) else {
            return Parsed::Malformed(Reason::TooLong);
        };
        *slot = Token {
            start: start as u16,
            end: at as u16,
            role,
        };
        len += 1;
    }
    let tokens = &mut tokens[..len];
    tokens.rotate_left(turn_at);
    let word = |token: &Token| &text[usize::from(token.start)..usize::from(token.end)];
    join_apart(tokens, word);
    drop_particles(tokens, place, word);
    write_kept(tokens, text, word, out)
}

/// `O` before the surnames that are made with it is part of them, `PH` before `D` is a degree.
fn join_apart<'t>(tokens: &mut [Token], word: impl Fn(&Token) -> &'t [u8]) {
    for at in 1..tokens.len() {
        let (first, second) = (word(&tokens[at - 1]), word(&tokens[at]));
        if first == b"O" && O_SURNAMES.contains(&second) {
            tokens[at - 1].role = Role::Word;
        } else if first == b"PH" && second == b"D" {
            tokens[at - 1].role = Role::Extra;
        }
    }
}

fn drop_particles<'t>(tokens: &mut [Token], place: Place, word: impl Fn(&Token) -> &'t [u8]) {
    let Some(last_word) = tokens.iter().rposition(|token| token.role == Role::Word) else {
        return;
    };
    let first = tokens
        .iter()
        .position(|token| token.role != Role::Extra)
        .filter(|_| place != Place::Surname);
    for (at, token) in tokens.iter_mut().enumerate() {
        if token.role != Role::Particle {
            continue;
        }
        let is_given_name = Some(at) == first && GIVEN_PARTICLES.contains(&word(token));
        // `Maria de` | `la Cruz` is a full name that was cut in the middle.
        let was_cut = place == Place::Given && CUT_PARTICLES.contains(&word(token));
        if (at < last_word && !is_given_name) || (at > last_word && was_cut) {
            token.role = Role::Extra;
        }
    }
}

fn write_kept<'t>(tokens: &[Token], text: &[u8], word: impl Fn(&Token) -> &'t [u8], out: &mut String) -> Parsed {
    let mut kept = tokens
        .iter()
        .filter(|token| matches!(token.role, Role::Word | Role::Particle))
        .peekable();
    if kept.peek().is_none() {
        let has_letter = text.iter().any(u8::is_ascii_alphabetic);
        return Parsed::Malformed(if has_letter { Reason::TooShort } else { Reason::NoLetter });
    }
    let mut written = 0;
    while let Some(token) = kept.next() {
        let bytes = word(token);
        if kept.peek().is_none() {
            append(out, bytes);
            written += 1;
            break;
        }
        match bytes {
            b"MC" | b"ST" | b"STE" | b"O" => append(out, bytes),
            b"SAINT" => out.push_str("ST"),
            b"SAINTE" => out.push_str("STE"),
            _ => {
                append(out, bytes);
                out.push(' ');
                written += 1;
            }
        }
    }
    if written > MAX_TOKENS {
        return Parsed::Malformed(Reason::TooLong);
    }
    Parsed::VALUE
}

/// What a word of letters and digits is; `None` for a mixture that no name has.
#[inline]
fn role(word: &[u8]) -> Option<Role> {
    if word.len() == 1 {
        return Some(if word[0].is_ascii_digit() {
            Role::Extra
        } else {
            Role::Initial
        });
    }
    if word.iter().any(u8::is_ascii_digit) {
        let is_number = word.iter().all(u8::is_ascii_digit);
        return (is_number || matches!(word, b"1ST" | b"2ND" | b"3RD" | b"4TH" | b"5TH")).then_some(Role::Extra);
    }
    if word.len() > 9 {
        return Some(Role::Word);
    }
    Some(match word {
        // `MA`, `DO`, `VI` and `HON` are left out: they are names as well.
        b"JR" | b"SR" | b"II" | b"III" | b"IV" | b"VII" | b"VIII" | b"JNR" | b"SNR" | b"MR" | b"MRS" | b"MS"
        | b"MISS" | b"MX" | b"DR" | b"PROF" | b"PROFESSOR" | b"REV" | b"REVEREND" | b"SIR" | b"FR" | b"CAPT"
        | b"SGT" | b"LT" | b"CPL" | b"COL" | b"MAJ" | b"SRA" | b"SRTA" | b"MME" | b"MLLE" | b"HERR" | b"FRAU"
        | b"MD" | b"PHD" | b"ESQ" | b"DDS" | b"DVM" | b"CPA" | b"MBA" | b"RN" | b"LPN" | b"JD" | b"DMD" | b"AND" => {
            Role::Extra
        }
        b"DE" | b"LA" | b"LAS" | b"LOS" | b"LE" | b"LES" | b"DEL" | b"DELA" | b"DELLA" | b"DELLE" | b"DI" | b"DA"
        | b"DAS" | b"DO" | b"DOS" | b"DU" | b"DES" | b"VAN" | b"VON" | b"VOM" | b"VANDER" | b"DER" | b"DEN"
        | b"TEN" | b"TER" | b"ZU" | b"ZUR" | b"BIN" | b"BINT" | b"IBN" | b"AL" | b"EL" | b"AF" | b"AV" => {
            Role::Particle
        }
        _ => Role::Word,
    })
}

/// Particles that are given names too.
const GIVEN_PARTICLES: [&[u8]; 9] = [b"AL", b"VAN", b"VON", b"DEL", b"DI", b"BIN", b"DO", b"LE", b"EL"];

/// Particles that no given name ends with.
const CUT_PARTICLES: [&[u8]; 8] = [b"DE", b"LA", b"LAS", b"LOS", b"DEL", b"DA", b"DOS", b"DAS"];

/// Second halves of Irish surnames that are hardly ever a surname by themselves.
const O_SURNAMES: [&[u8]; 24] = [
    b"BRIEN",
    b"CONNOR",
    b"CONNELL",
    b"DONNELL",
    b"DONOVAN",
    b"DOHERTY",
    b"DWYER",
    b"FARRELL",
    b"FLAHERTY",
    b"GRADY",
    b"HALLORAN",
    b"HARA",
    b"HARE",
    b"KEEFE",
    b"KEEFFE",
    b"LEARY",
    b"LOUGHLIN",
    b"MALLEY",
    b"MARA",
    b"MEARA",
    b"NEILL",
    b"REILLY",
    b"ROURKE",
    b"TOOLE",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(kind: Kind, raw: &str) -> Result<String, Reason> {
        let mut out = String::new();
        let reading = Reading::new(kind);
        let parsed = match kind {
            Kind::Name => canonical(&reading, raw, &mut out),
            _ => canonical_part(&reading, raw, &mut out),
        };
        match parsed {
            Parsed::Malformed(reason) => Err(reason),
            _ => Ok(out),
        }
    }

    #[test]
    fn spellings_of_a_name_meet() {
        let cases: &[(&str, &[&str])] = &[
            (
                "JOHN SMITH",
                &[
                    "John Smith",
                    "  john   SMITH ",
                    "SMITH, JOHN",
                    "Smith,John",
                    "Smith, John Q.",
                    "John Q. Smith",
                    "John Smith, Jr.",
                    "Smith, John, Jr.",
                    "Smith, Jr., John",
                    "John Smith III",
                    "Mr. John Smith",
                    "Dr John Smith, M.D., Ph.D.",
                    "John Smith 2nd",
                    "JOHN SMITH 2",
                ],
            ),
            (
                "MARIA GARCIA LOPEZ",
                &[
                    "María García López",
                    "Garcia-Lopez, María",
                    "MARIA GARCIA LOPEZ",
                    "Mari\u{301}a Garci\u{301}a-Lo\u{301}pez",
                ],
            ),
            (
                "MARIA CRUZ",
                &["Maria de la Cruz", "De La Cruz, Maria", "MARIA DELA CRUZ"],
            ),
            (
                "CONAN OBRIEN",
                &[
                    "Conan O'Brien",
                    "Conan O\u{2019}Brien",
                    "CONAN O BRIEN",
                    "O`Brien, Conan",
                    "Conan OBrien",
                    "Conan O-Brien",
                ],
            ),
            (
                "RONALD MCDONALD",
                &["Ronald McDonald", "Ronald Mc Donald", "MC DONALD, RONALD"],
            ),
            (
                "JILL STJOHN",
                &["Jill St. John", "Jill Saint John", "St John, Jill", "Jill StJohn"],
            ),
            ("AL SMITH", &["Al Smith", "Smith, Al", "Dr. Al Smith"]),
            ("VINCENT GOGH", &["Vincent van Gogh", "Van Gogh, Vincent"]),
            ("OSCAR SMITH", &["Oscar O Smith"]),
            ("SMITH", &["Smith", "J. Smith", "Smith, J", "Smith, Jr."]),
            ("JACK MA", &["Jack Ma", "Ma, Jack"]),
            ("IVAN PETROV", &["Иван Петров", "Ivan Petrov"]),
        ];
        for (expected, spellings) in cases {
            for raw in *spellings {
                assert_eq!(read(Kind::Name, raw).as_deref(), Ok(*expected), "{raw}");
            }
        }
    }

    #[test]
    fn what_is_no_name_says_why() {
        let cases = [
            ("J. R.", Reason::TooShort),
            ("Jr.", Reason::TooShort),
            ("12345", Reason::NoLetter),
            ("---", Reason::NoLetter),
            ("john123", Reason::BadCharacter),
            ("john@example.org", Reason::BadCharacter),
            ("one two three four five six seven eight nine", Reason::TooLong),
        ];
        for (raw, reason) in cases {
            assert_eq!(read(Kind::Name, raw), Err(reason), "{raw}");
        }
    }

    #[test]
    fn given_name_and_surname_join_to_the_full_name() {
        let cases = [
            ("Maria", "de la Cruz"),
            ("Maria de los Angeles", "Garcia-Lopez"),
            ("Al", "Van Buren"),
            ("Van Anh", "Nguyen"),
            ("John Q.", "Smith Jr."),
            ("Conan", "O'Brien"),
            ("Jill", "St. John"),
            ("Mary Ann", "Mc Donald"),
            ("Le", "Tran"),
            ("Maria de", "la Cruz"),
            ("José", "Smith, Jr."),
        ];
        for (given, surname) in cases {
            let joined = format!(
                "{} {}",
                read(Kind::GivenName, given).unwrap(),
                read(Kind::Surname, surname).unwrap()
            );
            let full = format!("{given} {}", surname.replace(',', ""));
            assert_eq!(read(Kind::Name, &full).unwrap(), joined, "{full}");
        }
        assert_eq!(read(Kind::Surname, "Van").as_deref(), Ok("VAN"));
        assert_eq!(read(Kind::Surname, "Smith, Jr.").as_deref(), Ok("SMITH"));
    }

    proptest! {
        #[test]
        fn canonical_names_stay(raw in "([A-Za-z]{1,5}|MC|ST|O|BRIEN|DE|LA|AL|VAN|JR|DR|PH|SAINT|[,.' -]){1,12}|\\PC{0,40}") {
            for kind in [Kind::Name, Kind::GivenName, Kind::Surname] {
                if let Ok(once) = read(kind, &raw) {
                    prop_assert_eq!(read(kind, &once), Ok(once.clone()));
                }
            }
        }

        #[test]
        fn words_and_separators_meet(words in prop::collection::vec("(MC|ST|O|BRIEN|DE|LA|AL|VAN|JR|DR|JOHN|SMITH|PH|D) ", 1..8)) {
            let raw = words.concat();
            if let Ok(once) = read(Kind::Name, &raw) {
                prop_assert_eq!(read(Kind::Name, &once), Ok(once.clone()));
            }
        }
    }
}
