use crate::Kind;

/// Whether the seller masked `raw`: letters or digits of the value replaced by stars, crosses or dots.
///
/// A value that is wrongly taken for masked is lost, so the rules are narrow: a mark that no value of the
/// kind has, or a run of one that no value of the kind has so often in a row.
pub(crate) fn is_masked(kind: Kind, raw: &str) -> bool {
    let (seen, paired) = marks(raw.as_bytes());
    if seen & (STAR | WIDE | BRACKET) == 0 && paired == 0 && seen & ONCE == 0 {
        return is_mask_word(kind, raw) || (opens_word(raw) && is_bracketed_word(raw));
    }
    looks_masked(kind, raw)
}

/// Which marks stand in `raw`, and which stand there twice in a row.
fn marks(raw: &[u8]) -> (u8, u8) {
    let (mut seen, mut paired, mut previous) = (0, 0, 0);
    for &byte in raw {
        let mark = MARKS[usize::from(byte)];
        seen |= mark;
        paired |= mark & previous;
        previous = mark;
    }
    (seen, paired & !WIDE)
}

/// A round bracket before a letter. Before a digit it is an area code's.
fn opens_word(raw: &str) -> bool {
    matches!(raw.as_bytes(), [b'(', letter, ..] if letter.is_ascii_alphabetic())
}

#[inline(never)]
fn looks_masked(kind: Kind, raw: &str) -> bool {
    if is_bracketed_word(raw) {
        return true;
    }
    let runs = Runs::of(raw);
    if runs.digits + runs.others == 0 && runs.stars + runs.hashes > 0 && kind != Kind::Opaque {
        return true;
    }
    match Shape::of(kind) {
        Shape::Digits => {
            let crosses = runs.others == 0 && runs.longest_cross >= 2;
            let leading_star = kind == Kind::Phone && runs.stars == 1 && raw.starts_with('*');
            (runs.stars > 0 && !leading_star)
                || crosses
                || runs.longest_hash >= 3
                || runs.longest_dot >= 3
                || runs.longest_question >= 2
                || runs.longest_underscore >= 2
        }
        Shape::Code => {
            let crosses = runs.others == 0 && runs.longest_cross >= 4;
            crosses
                || runs.longest_hash >= 3
                || runs.longest_dot >= 3
                || runs.longest_underscore >= 3
                || (runs.longest_star >= 2 && !is_old_washington(raw))
        }
        Shape::Email => is_masked_email(raw, &runs),
        Shape::Handle => {
            // Stars on both sides are somebody's ornament, not a mask.
            runs.longest_star >= 3 && !(raw.starts_with('*') && raw.ends_with('*'))
        }
        Shape::Text => runs.longest_star >= 2 || runs.longest_cross >= 4 || runs.longest_hash >= 3,
        // An ellipsis by itself is the text's own.
        Shape::Any => runs.longest_star >= 3 && runs.stars >= 3,
    }
}

/// `j***@gmail.com`, `jane@g****.com`, `j•••@…`, `j...@…`, `xxxx@…`.
fn is_masked_email(raw: &str, runs: &Runs) -> bool {
    if runs.longest_star >= 2 || runs.longest_dot >= 3 || runs.longest_hash >= 3 {
        return true;
    }
    let Some((local, domain)) = raw.rsplit_once('@') else {
        return false;
    };
    let is_crossed = |part: &str| part.len() >= 4 && part.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    is_crossed(local) || domain.contains('*')
}

/// Washington's licences of before 2018: seven letters of the name, short names filled up with stars, then
/// three digits and two more characters.
fn is_old_washington(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    bytes.len() == 12
        && bytes[0].is_ascii_alphabetic()
        && bytes[..7]
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || *byte == b'*')
        && bytes[7..10].iter().all(u8::is_ascii_digit)
        && bytes[10..].iter().all(u8::is_ascii_alphanumeric)
}

/// `hidden`, `redacted` and the like, bare, in the columns where that is nobody's value.
fn is_mask_word(kind: Kind, raw: &str) -> bool {
    (6..=9).contains(&raw.len())
        && matches!(raw.as_bytes()[0] | 0x20, b'c' | b'h' | b'm' | b'r' | b'w')
        && match Shape::of(kind) {
            // People and places are called Hidden; nothing is called this.
            Shape::Text => ["redacted", "masked", "censored", "withheld"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(raw)),
            Shape::Handle | Shape::Any => false,
            _ => is_word(raw),
        }
}

/// `<redacted>`, `[REDACTED]`, `(hidden)`, `***removed***`.
fn is_bracketed_word(raw: &str) -> bool {
    let inner = raw.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '*']);
    inner.len() < raw.len() && is_word(inner.trim())
}

fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The kinds by what their values are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Digits,
    Code,
    Email,
    Handle,
    Text,
    Any,
}

impl Shape {
    fn of(kind: Kind) -> Shape {
        match kind {
            Kind::Ssn
            | Kind::Phone
            | Kind::Imei
            | Kind::Imsi
            | Kind::Iccid
            | Kind::Card
            | Kind::Dob
            | Kind::Postcode
            | Kind::Ip => Shape::Digits,
            Kind::Account | Kind::Licence | Kind::Passport => Shape::Code,
            Kind::Email => Shape::Email,
            Kind::Username => Shape::Handle,
            Kind::Name | Kind::GivenName | Kind::Surname | Kind::Address | Kind::City | Kind::State => Shape::Text,
            Kind::Opaque => Shape::Any,
        }
    }
}

/// How often, and how often in a row, each mark stands in a text.
#[derive(Default)]
struct Runs {
    stars: usize,
    hashes: usize,
    digits: usize,
    /// Letters but x, and anything else that is no mark, digit or separator.
    others: usize,
    longest_star: usize,
    longest_cross: usize,
    longest_hash: usize,
    longest_dot: usize,
    longest_question: usize,
    longest_underscore: usize,
}

impl Runs {
    fn of(raw: &str) -> Runs {
        let mut runs = Runs::default();
        let (mut previous, mut run) = ('\0', 0);
        let only_crosses = !raw.contains(|c: char| c.is_alphabetic() && !matches!(c, 'x' | 'X'));
        for c in raw.chars() {
            // `XXX-XX-7890` has a run of five, like `XXXXX7890`.
            if only_crosses && previous == 'x' && matches!(c, '-' | ' ' | '/') {
                continue;
            }
            let written = c;
            let c = folded(c);
            run = if c == previous { run + 1 } else { 1 };
            if written == '…' {
                run += 2;
            }
            previous = c;
            let longest = match c {
                '*' => {
                    runs.stars += 1;
                    &mut runs.longest_star
                }
                'x' => &mut runs.longest_cross,
                '#' => {
                    runs.hashes += 1;
                    &mut runs.longest_hash
                }
                '.' => &mut runs.longest_dot,
                '?' => &mut runs.longest_question,
                '_' => &mut runs.longest_underscore,
                '0'..='9' => {
                    runs.digits += 1;
                    continue;
                }
                '-' | ' ' | '/' | '(' | ')' | '+' | ':' => continue,
                _ => {
                    runs.others += 1;
                    continue;
                }
            };
            *longest = run.max(*longest);
        }
        runs
    }
}

/// Bullets, blocks and wide stars to a star; an ellipsis, which stands for several characters, as well.
fn folded(c: char) -> char {
    match c {
        '•' | '●' | '∙' | '⬤' | '█' | '▓' | '■' | '∗' | '✱' | '＊' | '…' => '*',
        'X' | '×' => 'x',
        other => other,
    }
}

const STAR: u8 = 1;
const CROSS: u8 = 1 << 1;
const HASH: u8 = 1 << 2;
const DOT: u8 = 1 << 3;
const BRACKET: u8 = 1 << 4;
const QUESTION: u8 = 1 << 5;
const UNDERSCORE: u8 = 1 << 6;
/// First byte, in UTF-8, of bullets, blocks, wide marks and the multiplication sign.
const WIDE: u8 = 1 << 7;
/// Marks that mean something when they stand alone; the rest only in pairs.
const ONCE: u8 = STAR | WIDE | BRACKET;

static MARKS: [u8; 256] = {
    let mut table = [0; 256];
    table[b'*' as usize] = STAR;
    table[b'x' as usize] = CROSS;
    table[b'X' as usize] = CROSS;
    table[b'#' as usize] = HASH;
    table[b'.' as usize] = DOT;
    table[b'<' as usize] = BRACKET;
    table[b'[' as usize] = BRACKET;
    table[b'{' as usize] = BRACKET;
    table[b'?' as usize] = QUESTION;
    table[b'_' as usize] = UNDERSCORE;
    table[0xC3] = WIDE;
    table[0xE2] = WIDE;
    table[0xEF] = WIDE;
    table
};

const WORDS: &[&str] = &[
    "redacted", "hidden", "masked", "removed", "censored", "withheld", "cropped", "replaced",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_seen() {
        for (kind, raw) in [
            (Kind::Ssn, "***-**-1234"),
            (Kind::Ssn, "XXX-XX-1234"),
            (Kind::Ssn, "xxx-xx-1234"),
            (Kind::Ssn, "••••1234"),
            (Kind::Ssn, "###-##-1234"),
            (Kind::Ssn, "...1234"),
            (Kind::Ssn, "456-12-****"),
            (Kind::Ssn, "???-??-1234"),
            (Kind::Ssn, "hidden"),
            (Kind::Ssn, "[REDACTED]"),
            (Kind::Ssn, "*********"),
            (Kind::Phone, "(206) ***-**00"),
            (Kind::Phone, "555-xxx-xxxx"),
            (Kind::Phone, "206555XXXX"),
            (Kind::Phone, "+1206555****"),
            (Kind::Phone, "206-555-01●●"),
            (Kind::Email, "j***@gmail.com"),
            (Kind::Email, "j***e@gmail.com"),
            (Kind::Email, "jane@g****.com"),
            (Kind::Email, "jane@*.com"),
            (Kind::Email, "j...@gmail.com"),
            (Kind::Email, "j•••@gmail.com"),
            (Kind::Email, "xxxxx@gmail.com"),
            (Kind::Email, "redacted"),
            (Kind::Email, "ja…@gmail.com"),
            (Kind::Imei, "490154*******18"),
            (Kind::Card, "1234********5678"),
            (Kind::Card, "xxxx xxxx xxxx 5678"),
            (Kind::Account, "1234********5678"),
            (Kind::Account, "####-1234"),
            (Kind::Account, "…1234"),
            (Kind::Licence, "...1234"),
            (Kind::Account, "____1234"),
            (Kind::Account, "XXXX-1234"),
            (Kind::Account, "****"),
            (Kind::Licence, "WDL***ABC"),
            (Kind::Licence, "D***********1"),
            (Kind::Passport, "XXXXX6789"),
            (Kind::Licence, "XXX-XX-6789"),
            (Kind::Name, "J*** D**"),
            (Kind::Name, "Redacted"),
            (Kind::Surname, "(hidden)"),
            (Kind::Name, "Jane Smi…"),
            (Kind::Name, "Jane Dxxxxx"),
            (Kind::Surname, "<redacted>"),
            (Kind::Surname, "D████"),
            (Kind::Address, "123 ***** ST"),
            (Kind::Address, "#### Main St"),
            (Kind::Dob, "**/**/1980"),
            (Kind::Dob, "1980-XX-XX"),
            (Kind::Postcode, "981**"),
            (Kind::Postcode, "981xx"),
            (Kind::Ip, "10.0.*.*"),
            (Kind::Username, "jan***"),
            (Kind::Username, "[hidden]"),
            (Kind::Opaque, "<redacted>"),
            (Kind::Opaque, "go***ld"),
        ] {
            assert!(is_masked(kind, raw), "{kind}: {raw}");
        }
    }

    #[test]
    fn genuine_values_are_left_alone() {
        for (kind, raw) in [
            (Kind::Username, "Xxavier"),
            (Kind::Username, "xX_gamer_Xx"),
            (Kind::Username, "xxxxx99"),
            (Kind::Username, "hidden"),
            (Kind::Username, "***star***"),
            (Kind::Username, "a..b__c"),
            (Kind::Surname, "Xxavier"),
            (Kind::Surname, "Foxx"),
            (Kind::Surname, "Doe*"),
            (Kind::Name, "M*A*S*H"),
            (Kind::Name, "Malcolm X"),
            (Kind::Name, "J. R. R. Tolkien"),
            (Kind::Name, "Jos??"),
            (Kind::Name, "José Ñandú"),
            (Kind::City, "Hidden"),
            (Kind::Account, "AXXX12"),
            (Kind::Account, "XXX1234"),
            (Kind::Account, "AXXXX1234"),
            (Kind::Address, "123 X ST"),
            (Kind::Address, "12 Main St #4"),
            (Kind::Address, "12 Main St ## 4"),
            (Kind::Address, "12 Exxon Rd."),
            (Kind::Licence, "SMITHJ*123AB"),
            (Kind::Licence, "LEE**J*123AB"),
            (Kind::Licence, "LI***J*123AB"),
            (Kind::Licence, "WDL*ABC"),
            (Kind::Phone, "206-555-0123 x45"),
            (Kind::Phone, "206-555-0123 ext 45"),
            (Kind::Phone, "206.555.0123"),
            (Kind::Phone, "*67 2065550123"),
            (Kind::Ssn, "456-12-7890"),
            (Kind::Ssn, "456.12.7890"),
            (Kind::Email, "max.foxx@exxon.com"),
            (Kind::Email, "xxx@mail.org"),
            (Kind::Email, "jxxxx@mail.org"),
            (Kind::Email, "a__b@mail.org"),
            (Kind::Email, "o*neil@mail.org"),
            (Kind::Email, "Jane <jane@mail.org>"),
            (Kind::Ip, "2001:db8::1"),
            (Kind::Dob, "1980-12-31"),
            (Kind::Passport, "X1234567"),
            (Kind::Opaque, "####"),
            (Kind::Opaque, "hidden"),
        ] {
            assert!(!is_masked(kind, raw), "{kind}: {raw}");
        }
    }
}
