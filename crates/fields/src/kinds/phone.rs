use rlibphonenumber::enums::Region as PortRegion;
use rlibphonenumber::errors::{ParseError, ValidationError};
use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use super::digits;
use super::nanp::{self, Area};
use crate::reading::is_blank;
use crate::{Doubt, Parsed, Reading, Reason, Region};

/// Telephone number in E.164, without its extension, by the rules of Google's libphonenumber.
///
/// North American numbers in their usual spellings take a path of our own, far faster than the port of that
/// library, which reads everything else; a property test holds the two together. A number of a
/// possible length that its numbering plan does not assign is a value with a doubt. Numbers without an area
/// code are refused: they point at nobody.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    if let Some(parsed) = north_american(raw.as_bytes(), reading.region, out) {
        return parsed;
    }
    let number = match cleaned(raw) {
        Ok(number) => number,
        Err(reason) => return Parsed::Malformed(reason),
    };
    if let Some(parsed) = north_american(number.as_bytes(), reading.region, out) {
        return parsed;
    }
    // `00` is the international prefix of most of the world, and no national number begins with it.
    if let Some(rest) = number.strip_prefix("00")
        && let Ok((international, None)) = by_port(&format!("+{rest}"), reading.region)
    {
        out.push_str(&international);
        return Parsed::VALUE;
    }
    match by_port(&number, reading.region) {
        Ok((international, doubt)) => {
            out.push_str(&international);
            Parsed::Value { doubt, padded: false }
        }
        Err(reason) => match number
            .strip_prefix("00")
            .map(|rest| by_port(&format!("+{rest}"), reading.region))
        {
            Some(Ok((international, doubt))) => {
                out.push_str(&international);
                Parsed::Value { doubt, padded: false }
            }
            _ => Parsed::Malformed(reason),
        },
    }
}

/// Ten digits, or 1 and ten, with ordinary punctuation and perhaps an extension. `None` leaves the number to
/// the port.
fn north_american(raw: &[u8], region: Region, out: &mut String) -> Option<Parsed> {
    let (international, rest) = match raw {
        [b'+', rest @ ..] => (true, rest),
        [b'(', b'+', rest @ ..] => (true, rest),
        _ => (false, raw),
    };
    if !international && !is_plain(region) {
        return None;
    }
    let mut number = [0u8; 12];
    number[0] = b'+';
    number[1] = b'1';
    // Written behind the leading 1, which is put in front where it isn't written.
    let mut length = 0;
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'0'..=b'9' => {
                if length == 0 && byte == b'1' {
                    length = 1;
                } else {
                    if length == 0 {
                        if international {
                            return None;
                        }
                        length = 1;
                    }
                    if length == 11 {
                        return None;
                    }
                    length += 1;
                    number[length] = byte;
                }
            }
            b'-' | b' ' | b'(' | b')' | b'.' | b'/' => {}
            _ => break,
        }
        at += 1;
    }
    // The port strips a leading 1 only where the rest can be a number, so that what begins with 0 or 1 is its.
    if length != 11 || number[2] < b'2' {
        return None;
    }
    if at < rest.len() && !is_extension(&rest[at..]) {
        return None;
    }
    // `2065550123.0`, a fraction, has eleven digits and ends above; `.` and `/` at the end mean nothing.
    let area = nanp::area(&number[2..5]);
    let is_assigned = match area {
        Area::None => false,
        Area::Plain => number[5] >= b'2',
        Area::Mixed => is_valid(&number[2..]),
    };
    out.push_str(std::str::from_utf8(&number).ok()?);
    Some(if is_assigned {
        Parsed::VALUE
    } else {
        Parsed::doubtful(Doubt::Unassigned)
    })
}

/// The port's word on ten digits.
fn is_valid(national: &[u8]) -> bool {
    let national_number = national
        .iter()
        .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    PHONE_NUMBER_UTIL.is_valid_number(&PhoneNumber {
        country_code: 1,
        national_number,
        ..PhoneNumber::default()
    })
}

/// Whether the port has a numbering plan for a country; it takes any two letters for a country's code.
pub(crate) fn has_plan(region: Region) -> bool {
    let region = PortRegion::from_code(region.code()).ok();
    region.is_some_and(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_some())
}

/// The regions of the North American plan whose national numbers are always ten digits; in the others the
/// port puts their own area code before seven.
fn is_plain(region: Region) -> bool {
    matches!(region.code().as_bytes(), b"US" | b"CA")
}

/// `x123`, `ext. 5`, `extension 17`: what follows the number itself, down to the end.
pub(crate) fn is_extension(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = text.split_at(letters);
    if !["x", "ext", "extn", "extension"]
        .iter()
        .any(|label| word.eq_ignore_ascii_case(label.as_bytes()))
    {
        return false;
    }
    let rest = match rest {
        [b'.' | b':', rest @ ..] => rest,
        _ => rest,
    };
    let rest = rest.trim_ascii_start();
    (1..=MOST_EXTENSION_DIGITS).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit)
}

/// The number in ASCII digits and punctuation: wrappers, labels, URI parameters and the extension off.
///
/// The port drops any text that stands before a number and single letters inside it. Here that is an error:
/// an address or a note in a telephone column must not turn into somebody's number.
fn cleaned(raw: &str) -> Result<String, Reason> {
    let text = digits::unwrapped(raw);
    let text = digits::without_label(text, LABELS);
    let text = match text.split_once(';') {
        Some((_, parameters)) if parameters.to_ascii_lowercase().contains("phone-context") => {
            return Err(Reason::BadCharacter);
        }
        Some((number, _)) => number,
        None => text,
    };
    let mut number = String::with_capacity(text.len());
    for c in digits::without_fraction(text).chars() {
        if let Some(digit) = digits::digit_of(c) {
            number.push(char::from(b'0' + digit));
        } else if digits::is_dash(c) {
            number.push('-');
        } else if is_blank(c) {
            number.push(' ');
        } else if !is_direction_mark(c) {
            number.push(match c {
                '+' | '\u{FF0B}' => '+',
                '(' | '\u{FF08}' | '[' => '(',
                ')' | '\u{FF09}' | ']' => ')',
                '.' | '/' | ',' | '#' | ':' => c,
                'a'..='z' | 'A'..='Z' => c,
                _ => return Err(Reason::BadCharacter),
            });
        }
    }
    cut_extension(&mut number);
    let letters = number.bytes().filter(u8::is_ascii_alphabetic).count();
    let figures = number.bytes().filter(u8::is_ascii_digit).count();
    // A number in letters, 1-800-FLOWERS, has three digits before them and at least three letters.
    let first_letter = number.find(|c: char| c.is_ascii_alphabetic());
    let before = first_letter.map_or(0, |at| number[..at].bytes().filter(u8::is_ascii_digit).count());
    if letters > 0 && (letters < 3 || before < 3) || number.contains([',', '#', ':']) {
        return Err(Reason::BadCharacter);
    }
    match figures + letters {
        0..5 => Err(Reason::TooShort),
        5..=MOST_DIGITS => Ok(number),
        _ => Err(Reason::TooLong),
    }
}

/// What telephones' address books wrap round a number in text that runs from right to left.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn cut_extension(number: &mut String) {
    let start = number
        .find(|c: char| c.is_ascii_alphabetic() || matches!(c, ',' | '#'))
        .filter(|&at| number[..at].bytes().filter(u8::is_ascii_digit).count() >= 7);
    let Some(start) = start else { return };
    let tail = number[start..].trim_start_matches([',', '#', ' ']);
    let is_bare = tail.len() < number.len() - start
        && (1..=MOST_EXTENSION_DIGITS).contains(&tail.len())
        && tail.bytes().all(|byte| byte.is_ascii_digit());
    // `206-555-0142 (home)`.
    let word = tail.trim_end_matches([')', ' ', '.']);
    let is_label = LABELS.iter().any(|label| label.eq_ignore_ascii_case(word));
    if is_bare || is_label || is_extension(tail.as_bytes()) {
        number.truncate(start);
    }
}

/// The port's answer: E.164 and a doubt, or why there is none.
fn by_port(number: &str, region: Region) -> Result<(String, Option<Doubt>), Reason> {
    let region = PortRegion::from_code(region.code()).ok();
    let (mut text, mut doubt) = once_by_port(number, region)?;
    // A national prefix may be stripped again from what is left. A canonical value is its own, so the port is
    // asked until it agrees with itself.
    for _ in 0..3 {
        let (again, next) = once_by_port(&text, region)?;
        if again == text {
            return Ok((text, doubt));
        }
        (text, doubt) = (again, next);
    }
    Err(Reason::NotANumber)
}

fn once_by_port(number: &str, region: Option<PortRegion>) -> Result<(String, Option<Doubt>), Reason> {
    let parsed: PhoneNumber = PHONE_NUMBER_UTIL.parse(number, region).map_err(|error| match error {
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => Reason::TooShort,
        ParseError::TooLongNsn => Reason::TooLong,
        ParseError::InvalidCountryCode | ParseError::NotANumber(_) => Reason::NotANumber,
    })?;
    match parsed.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => {
            return Err(Reason::TooShort);
        }
        Err(ValidationError::TooLong) => return Err(Reason::TooLong),
        Err(ValidationError::InvalidLength) => return Err(Reason::WrongLength),
        Err(ValidationError::InvalidCountryCode) => return Err(Reason::NotANumber),
    }
    let doubt = (!parsed.is_valid()).then_some(Doubt::Unassigned);
    Ok((parsed.format_as(PhoneNumberFormat::E164).into_owned(), doubt))
}

/// Longer runs of digits after `x` may be a second number.
const MOST_EXTENSION_DIGITS: usize = 6;
/// E.164 has 15 digits at most; an international prefix and a national one may stand beside them.
const MOST_DIGITS: usize = 22;
const LABELS: &[&str] = &[
    "telephone",
    "tel",
    "phone",
    "ph",
    "mobile",
    "mob",
    "cell",
    "fax",
    "home",
    "work",
    "office",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, check_with, laws};

    #[test]
    fn north_american_spellings() {
        let value = Ok(("+12065550123", None));
        for raw in [
            "2065550123",
            "206-555-0123",
            "(206) 555-0123",
            "(206)555-0123",
            "206.555.0123",
            "206/555-0123",
            "206 555 0123",
            "1-206-555-0123",
            "1 (206) 555-0123",
            "12065550123",
            "+12065550123",
            "+1 206 555 0123",
            "+1 (206) 555-0123",
            "(+1) 206-555-0123",
            "+1-206-555-0123 x45",
            "206-555-0123 ext. 5",
            "206-555-0123 ext 5",
            "206-555-0123 (home)",
            "206-555-0123 Cell",
            "2065550123x123",
            "206-555-0123 Extension: 17",
            "206-555-0123, ext 9",
            "206-555-0123 #12",
            "2065550123.0",
            "12065550123.0",
            "=\"2065550123\"",
            "'2065550123",
            "tel:+1-206-555-0123",
            "tel:+12065550123;ext=7",
            "Phone: 206-555-0123",
            "ph. 206-555-0123",
            "0012065550123",
            "011 1 206 555 0123",
            "206\u{2011}555\u{2013}0123",
            "\u{FF12}\u{FF10}\u{FF16}5550123",
            "\u{FF0B}1 206 555 0123",
            "\u{202A}+1 206 555 0123\u{202C}",
            "206-555-0123.",
        ] {
            check(Kind::Phone, &[(raw, value)]);
        }
    }

    #[test]
    fn other_numbers_and_rejects() {
        let value = |text| Ok((text, None));
        let unassigned = |text| Ok((text, Some(Doubt::Unassigned)));
        let bad = |reason| Err(Parsed::Malformed(reason));
        check(
            Kind::Phone,
            &[
                ("+44 20 7946 0958", value("+442079460958")),
                ("+44 (0)20 7946 0958", value("+442079460958")),
                ("0044 20 7946 0958", value("+442079460958")),
                ("011 44 20 7946 0958", value("+442079460958")),
                ("+49 30 901820", value("+4930901820")),
                ("+39 06 6982", value("+39066982")),
                ("1-800-FLOWERS", value("+18003569377")),
                ("809-555-0123", value("+18095550123")),
                ("800-555-1234", value("+18005551234")),
                ("299-555-0123", unassigned("+12995550123")),
                ("206-155-0123", unassigned("+12061550123")),
                ("555-867-5309", unassigned("+15558675309")),
                ("911", bad(Reason::TooShort)),
                ("555-0123", bad(Reason::TooShort)),
                ("206-555-01234", bad(Reason::TooLong)),
                ("206555012", bad(Reason::TooShort)),
                ("+999 123 456 789", bad(Reason::NotANumber)),
                ("206-555-012a", bad(Reason::BadCharacter)),
                ("jane2065550123@x.org", bad(Reason::BadCharacter)),
                ("2065550123 2065550124", bad(Reason::TooLong)),
                ("2.06556E+09", bad(Reason::BadCharacter)),
                (";phone-context=+1tel:", bad(Reason::BadCharacter)),
                ("0000000000", Err(Parsed::Placeholder)),
                ("555-555-5555", Err(Parsed::Placeholder)),
                ("(123) 456-7890", Err(Parsed::Placeholder)),
                ("+10000000000", Err(Parsed::Placeholder)),
                ("999-999-9999", Err(Parsed::Placeholder)),
                ("111-111-1111", Err(Parsed::Placeholder)),
                ("206-555-1212", Err(Parsed::Placeholder)),
                ("(206) ***-**00", Err(Parsed::Masked)),
                ("555-xxx-xxxx", Err(Parsed::Masked)),
                ("206-555-XXXX", Err(Parsed::Masked)),
            ],
        );
    }

    #[test]
    fn the_region_decides_what_a_national_number_is() {
        let mut reading = Reading::new(Kind::Phone);
        reading.region = "GB".parse().unwrap();
        check_with(&reading, "020 7946 0958", Parsed::VALUE, "+442079460958");
        check_with(&reading, "+1 206 555 0123", Parsed::VALUE, "+12065550123");
        check_with(&reading, "001 206 555 0123", Parsed::VALUE, "+12065550123");
    }

    fn fast(raw: &str) -> Option<(String, Option<Doubt>)> {
        let mut out = String::new();
        match north_american(raw.as_bytes(), Region::US, &mut out)? {
            Parsed::Value { doubt, .. } => Some((out, doubt)),
            other => panic!("the fast path rejects nothing, found {other:?}"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn the_fast_path_agrees_with_the_port(
            plus in "(\\+|\\(\\+)?",
            one in "(1[ -.]?)?",
            number in "\\(?[0-9]{3}[)./ -]{0,2}[0-9]{3}[ ./-]?[0-9]{3,5}",
            extension in "( ?(x|ext\\.?|EXT|extn|extension:) ?[0-9]{1,6})?",
        ) {
            let raw = format!("{plus}{one}{number}{extension}");
            if let Some(answer) = fast(&raw) {
                prop_assert_eq!(Ok(answer), by_port(&raw, Region::US), "{}", raw);
            }
        }

        #[test]
        fn any_mix_of_phone_characters_agrees_too(raw in "[-+0-9 ().x/]{10,20}") {
            if let Some(answer) = fast(&raw) {
                prop_assert_eq!(Ok(answer), by_port(&raw, Region::US), "{}", raw);
            }
        }

        #[test]
        fn spellings_of_a_number_meet(area in 200u32..1000, exchange in 200u32..1000, line in 0u32..10_000) {
            let reading = Reading::new(Kind::Phone);
            let mut first = String::new();
            let parsed = reading.canonical(&format!("{area}{exchange}{line:04}"), &mut first);
            for raw in [
                format!("({area}) {exchange}-{line:04}"),
                format!("+1 {area}.{exchange}.{line:04} x7"),
                format!("tel:1-{area}-{exchange}-{line:04}"),
                format!("{area}{exchange}{line:04}.0"),
            ] {
                let mut again = String::new();
                prop_assert_eq!(reading.canonical(&raw, &mut again), parsed);
                prop_assert_eq!(&again, &first);
            }
        }
    }

    #[test]
    fn the_fast_path_takes_the_usual_spellings() {
        for raw in ["2065550123", "(206) 555-0123", "+1 206-555-0123", "206-555-0123 x4"] {
            assert!(fast(raw).is_some(), "{raw}");
        }
    }

    laws!(
        Kind::Phone,
        "(\\+|00)?[0-9]{1,3}[- ]?\\(?[0-9]{2,4}\\)?[ -]?[0-9]{3}[ -]?[0-9]{2,5}"
    );
}
