use crate::Kind;

/// Whether `raw`, trimmed, stands for "no value" in a column of `kind`.
///
/// A placeholder that is missed makes strangers meet; a value that is set aside is merely not tested. So the
/// list is generous, except where people bear such names (see [`is_absent_word`]).
pub(crate) fn is_placeholder(kind: Kind, raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let Some(&first) = bytes.first() else {
        return false;
    };
    match FIRST[usize::from(first)] {
        START_OTHER => false,
        START_WORD => bytes.len() <= LONGEST_WORD && is_absent_word(kind, raw),
        START_MARK => is_absent_mark(kind, raw),
        _ => is_filler_number(kind, bytes),
    }
}

/// Whether a canonical value is a filler that many records share (all zeros, 1900-01-01 …).
pub(crate) fn is_canonical_placeholder(kind: Kind, canonical: &str) -> bool {
    let text = canonical.as_bytes();
    match kind {
        Kind::Ssn => {
            repeats(text) || matches!(canonical, SEQUENCE | "987654321" | "012345678")
            // The number printed on sample cards in Woolworth's wallets (1938), and on a 1940 leaflet.
            || matches!(canonical, "078051120" | "219099999")
        }
        Kind::Phone => is_filler_phone(text),
        Kind::Email => is_filler_email(text),
        Kind::Imei | Kind::Imsi => repeats(text) || text.starts_with(b"12345678901234"),
        Kind::Iccid => repeats(text) || (text.len() > 12 && text[2..12].iter().all(|&byte| byte == b'0')),
        Kind::Card => repeats(text) || is_test_card(canonical),
        // A table numbered from 1 holds 111111 and 123456 as well; zero is nobody's number.
        Kind::Account => text[0] == text[text.len() - 1] && matches!(text[0], b'0' | b'X') && repeats(text),
        Kind::Licence | Kind::Passport => {
            (text.len() >= 6 && repeats(text))
                || (text[0] == b'0' && repeats(text))
                || matches!(canonical, SEQUENCE | "12345678")
        }
        // The epoch 1970-01-01 is a birthday of thousands of customers and stays: a date is hashed only with
        // a name, so that a filler there can't make strangers meet. Nobody alive was born on the others.
        Kind::Dob => matches!(canonical, "1900-01-01" | "1899-12-30" | "1899-12-31"),
        Kind::Postcode => {
            matches!(text, [b'0' | b'9', ..]) && (text.starts_with(b"00000") || text.starts_with(b"99999"))
        }
        Kind::Ip => matches!(canonical, "0.0.0.0" | "127.0.0.1" | "255.255.255.255" | "::" | "::1"),
        Kind::Username
        | Kind::Name
        | Kind::GivenName
        | Kind::Surname
        | Kind::Address
        | Kind::City
        | Kind::State
        | Kind::Opaque => false,
    }
}

/// Words for "nothing here", in any case.
///
/// People are called Null, Na, Nan, Nil, Blank and Todo: in a column of names a word spelled like a name
/// (`Null`) is one. `NULL` and `null` are not, though a table in capitals may hold a Mr NULL; of `NAN`, `NIL`,
/// `BLANK` and `TODO`, which hardly any program writes, only lower case is a placeholder. `None`, `Test` and
/// `Unknown` are fillers more often than names in any spelling. An opaque column may say `none` or `test` and
/// mean it: there only what programs write for a missing value counts.
fn is_absent_word(kind: Kind, raw: &str) -> bool {
    let mut buffer = [0u8; LONGEST_WORD];
    let Some(lower) = buffer.get_mut(..raw.len()) else {
        return false;
    };
    lower.copy_from_slice(raw.as_bytes());
    lower.make_ascii_lowercase();
    let lower: &[u8] = lower;
    if kind == Kind::Opaque {
        return is_program_word(lower);
    }
    let is_word = is_program_word(lower)
        || is_human_word(lower)
        || is_word_of_kind(kind, lower)
        || (lower.iter().all(|&byte| byte == b'x')
            && (lower.len() <= 3 || kind == Kind::Account)
            && (lower.len() > 1 || !is_name(kind)));
    is_word && !(is_name(kind) && is_name_spelling(raw.as_bytes(), lower))
}

/// What programs write for a missing value.
fn is_program_word(lower: &[u8]) -> bool {
    matches!(
        lower,
        b"null"
            | b"n/a"
            | b"na"
            | b"nan"
            | b"n.a."
            | b"n.a"
            | b"nil"
            | b"nul"
            | b"undefined"
            | b"nat"
            | b"not available"
            | b"not applicable"
    )
}

/// What people write.
fn is_human_word(lower: &[u8]) -> bool {
    match lower.len() {
        2..=4 => matches!(
            lower,
            b"none" | b"unk" | b"unkn" | b"test" | b"todo" | b"tbd" | b"tba" | b"void" | b"n / a"
        ),
        5..=7 => matches!(
            lower,
            b"unknown"
                | b"testing"
                | b"blank"
                | b"empty"
                | b"missing"
                | b"no data"
                | b"invalid"
                | b"deleted"
                | b"not set"
        ),
        8..=LONGEST_WORD => matches!(
            lower,
            b"no value"
                | b"not known"
                | b"not given"
                | b"not found"
                | b"not provided"
                | b"not specified"
                | b"not disclosed"
                | b"not on file"
                | b"none given"
                | b"none provided"
                | b"unspecified"
                | b"undisclosed"
                | b"unavailable"
        ),
        _ => false,
    }
}

/// What stands for nothing in one kind of column only.
fn is_word_of_kind(kind: Kind, lower: &[u8]) -> bool {
    match kind {
        Kind::Name => matches!(
            lower,
            b"test test"
                | b"test user"
                | b"test customer"
                | b"null null"
                | b"none none"
                | b"unknown unknown"
                | b"na na"
                | b"no name"
                | b"noname"
                | b"first last"
        ),
        Kind::GivenName => matches!(lower, b"fnu" | b"no name" | b"noname" | b"first name"),
        Kind::Surname => matches!(lower, b"lnu" | b"no name" | b"noname" | b"last name"),
        Kind::Address => matches!(lower, b"same" | b"same as above" | b"no address" | b"address"),
        Kind::Email => matches!(
            lower,
            b"no email" | b"noemail" | b"no e-mail" | b"no mail" | b"declined" | b"refused"
        ),
        Kind::Phone => matches!(lower, b"no phone" | b"nophone" | b"declined" | b"refused"),
        Kind::Ssn => matches!(lower, b"no ssn" | b"declined" | b"refused" | b"pending"),
        Kind::Licence | Kind::Passport | Kind::Card | Kind::Account => {
            matches!(lower, b"declined" | b"refused" | b"pending")
        }
        _ => false,
    }
}

fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname)
}

/// Whether a word that is also a name is spelled like one.
fn is_name_spelling(raw: &[u8], lower: &[u8]) -> bool {
    let is_titled = raw[0].is_ascii_uppercase() && raw[1..] == lower[1..];
    let is_capitals = raw.iter().all(u8::is_ascii_uppercase);
    match lower {
        b"null" | b"na" => is_titled,
        b"nan" | b"nil" | b"blank" | b"todo" => is_titled || is_capitals,
        _ => false,
    }
}

/// `-`, `?`, `(null)`, `\N`, `#N/A`, `""`: what begins with a mark.
fn is_absent_mark(kind: Kind, raw: &str) -> bool {
    if raw.bytes().all(|byte| b"-_.?/\\,;:!~'\"=+|^`&%$@ ".contains(&byte)) {
        return true;
    }
    if raw == "\\N" || raw == "[]" || raw == "{}" || raw == "()" || raw == "<>" {
        return true;
    }
    if raw.starts_with('#') {
        return ERRORS.iter().any(|error| error.eq_ignore_ascii_case(raw));
    }
    let inner = raw
        .strip_prefix(['(', '<', '[', '{', '"', '\'', '-'])
        .and_then(|rest| rest.strip_suffix([')', '>', ']', '}', '"', '\'', '-']));
    inner.is_some_and(|word| {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        FIRST[usize::from(first)] == START_WORD
            && word.len() <= LONGEST_WORD
            && is_absent_word(kind, &word.to_ascii_lowercase())
    })
}

/// Zeros in any grouping; of dates, any repeated digit and the ends of what databases can hold.
fn is_filler_number(kind: Kind, raw: &[u8]) -> bool {
    if raw[0] == b'0'
        && kind != Kind::Opaque
        && kind != Kind::Username
        && raw.len() <= LONGEST_WORD
        && raw
            .iter()
            .all(|byte| matches!(byte, b'0' | b'-' | b'/' | b'.' | b' ' | b':'))
    {
        // 0.0.0.0 and the like are canonical placeholders of their own kinds.
        return kind != Kind::Ip;
    }
    if kind != Kind::Dob || raw.len() < 8 {
        return false;
    }
    let mut digits = [0u8; 8];
    let mut length = 0;
    for &byte in &raw[..raw.len().min(10)] {
        match byte {
            b'0'..=b'9' if length < 8 => {
                digits[length] = byte;
                length += 1;
            }
            b'-' | b'/' | b'.' => {}
            _ => return false,
        }
    }
    length == 8
        && (repeats(&digits)
            || matches!(
                &digits,
                b"00010101"
                    | b"01010001"
                    | b"99991231"
                    | b"12319999"
                    | b"31129999"
                    | b"17530101"
                    | b"01011753"
                    | b"18000101"
                    | b"01011800"
                    | b"29991231"
                    | b"12312999"
                    | b"31122999"
            ))
}

fn repeats(text: &[u8]) -> bool {
    match text {
        [first, .., last] if first == last => text.iter().all(|byte| byte == first),
        _ => false,
    }
}

/// All one digit, counted up from 1 or 0, or directory enquiries (555-1212) of any area.
fn is_filler_phone(text: &[u8]) -> bool {
    match text {
        [b'+', b'1', national @ ..] if national.len() == 10 => {
            repeats(national)
                || national == b"1234567890"
                || national == b"0123456789"
                || &national[3..] == b"5551212"
                || (&national[3..] == b"0000000")
        }
        [b'+', rest @ ..] => repeats(rest),
        _ => false,
    }
}

/// `noemail@…` of any domain, and `test@test.com`, `none@none.com`, `user@example.com`: a filler before a
/// filler. A filler before a real domain (`test@acme.com`) may be somebody.
fn is_filler_email(text: &[u8]) -> bool {
    let at = text.iter().position(|&byte| byte == b'@').unwrap_or(0);
    if at == 0 || at > 15 {
        return false;
    }
    let (local, domain) = (&text[..at], &text[at + 1..]);
    if matches!(
        local,
        b"noemail"
            | b"no-email"
            | b"no.email"
            | b"no_email"
            | b"nomail"
            | b"no.mail"
            | b"no-mail"
            | b"noemailaddress"
            | b"noemailprovided"
            | b"notprovided"
            | b"donothave"
            | b"noaddress"
    ) {
        return true;
    }
    let label = domain.split(|&byte| byte == b'.').next().unwrap_or_default();
    is_filler_label(local) && (is_filler_label(label) || label == b"email" || label == b"mail")
}

fn is_filler_label(label: &[u8]) -> bool {
    match label.len() {
        1..=3 => matches!(
            label,
            b"a" | b"x" | b"na" | b"no" | b"xx" | b"xxx" | b"abc" | b"foo" | b"nan" | b"nil"
        ),
        4..=7 => matches!(
            label,
            b"test"
                | b"none"
                | b"null"
                | b"user"
                | b"fake"
                | b"asdf"
                | b"xxxx"
                | b"noone"
                | b"email"
                | b"dummy"
                | b"tester"
                | b"nobody"
                | b"noemail"
                | b"unknown"
                | b"example"
        ),
        8..=9 => matches!(label, b"nodomain" | b"undefined"),
        _ => false,
    }
}

/// Numbers that card networks and payment services publish for tests.
fn is_test_card(canonical: &str) -> bool {
    matches!(
        canonical,
        "4111111111111111"
            | "4242424242424242"
            | "4012888888881881"
            | "5555555555554444"
            | "5105105105105100"
            | "378282246310005"
            | "371449635398431"
            | "6011111111111117"
            | "1234567890123456"
            | "1234567812345678"
            | "1234123412341234"
    )
}

const SEQUENCE: &str = "123456789";
const LONGEST_WORD: usize = 16;

/// What spreadsheets write where a formula failed.
const ERRORS: &[&str] = &[
    "#n/a", "#na", "#null", "#null!", "#ref!", "#value!", "#name?", "#num!", "#div/0!",
];

const START_OTHER: u8 = 0;
const START_WORD: u8 = 1;
const START_MARK: u8 = 2;
const START_NUMBER: u8 = 3;

/// What a cell's first byte says about whether it may be a placeholder: most may not.
static FIRST: [u8; 256] = {
    let mut table = [START_OTHER; 256];
    let words = b"abdefilmnpqrstuvx";
    let mut at = 0;
    while at < words.len() {
        table[words[at] as usize] = START_WORD;
        table[words[at].to_ascii_uppercase() as usize] = START_WORD;
        at += 1;
    }
    let marks = b"-_.?/\\,;:!~'\"=+|^`&%$@#(<[{";
    at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = START_MARK;
        at += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        table[digit as usize] = START_NUMBER;
        digit += 1;
    }
    table
};

#[cfg(test)]
mod tests;
