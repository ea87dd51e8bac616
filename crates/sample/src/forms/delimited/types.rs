//! What a cell looks like, roughly: enough to tell a table that was cut rightly from one that was not.

/// The looks of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Empty,
    Email,
    Url,
    Ip,
    Hash,
    Date,
    /// Seven digits or more, as telephone numbers and identifiers have.
    Long,
    Number,
    /// Words of letters.
    Words,
    /// One token with digits or signs in it.
    Code,
    /// Several tokens with digits or signs among them.
    Text,
    /// What holds control characters, delimiters, or nothing but punctuation.
    Other,
}

impl Look {
    /// How many looks there are.
    pub(crate) const COUNT: usize = 12;

    /// How a cell looks.
    pub(crate) fn of(cell: &str) -> Look {
        let cell = cell.trim();
        if cell.is_empty() || cell == "\\N" || cell.eq_ignore_ascii_case("null") {
            return Look::Empty;
        }
        if cell.len() > LONGEST {
            return Look::Text;
        }
        let counts = Counts::of(cell);
        if counts.controls > 0 {
            return Look::Other;
        }
        if is_email(cell, &counts) {
            return Look::Email;
        }
        if is_url(cell, &counts) {
            return Look::Url;
        }
        if cell.starts_with("$HEX[") && cell.ends_with(']') && counts.blanks == 0 {
            return Look::Code;
        }
        if counts.delimiters == 0 && counts.blanks == 0 && is_hash(cell) {
            return Look::Hash;
        }
        if counts.digits > 0 && counts.letters <= 8 && (is_ip(cell) || is_date(cell)) {
            return if is_date(cell) { Look::Date } else { Look::Ip };
        }
        if counts.letters == 0 && counts.digits > 0 && cell.bytes().all(|b| b.is_ascii_digit() || NUMERIC.contains(&b))
        {
            let is_decimal = cell.bytes().filter(|b| b",.".contains(b)).count() == 1 && counts.blanks == 0;
            return match counts.digits {
                7..=22 if !is_decimal => Look::Long,
                _ if counts.blanks == 0 || counts.digits >= 7 => Look::Number,
                _ => Look::Text,
            };
        }
        if counts.delimiters > 0 || counts.letters + counts.digits == 0 {
            return Look::Other;
        }
        if counts.digits == 0 && counts.signs == 0 {
            return Look::Words;
        }
        match counts.blanks {
            0 => Look::Code,
            _ if counts.ats > 0 => Look::Other,
            _ => Look::Text,
        }
    }

    /// How far a cell with this look speaks for the cut that made it.
    pub(crate) fn weight(self) -> f64 {
        match self {
            Look::Email | Look::Url | Look::Ip | Look::Hash | Look::Date | Look::Long => 1.0,
            Look::Number => 0.95,
            Look::Words => 0.9,
            Look::Code => 0.8,
            Look::Text => 0.6,
            Look::Empty => 0.5,
            Look::Other => 0.1,
        }
    }

    /// Whether hardly anything but a value of its kind looks so.
    pub(crate) fn is_telling(self) -> bool {
        matches!(
            self,
            Look::Email | Look::Url | Look::Ip | Look::Hash | Look::Date | Look::Long | Look::Number
        )
    }
}

#[derive(Default)]
struct Counts {
    letters: usize,
    digits: usize,
    blanks: usize,
    ats: usize,
    controls: usize,
    /// What often stands between fields, and seldom within one.
    delimiters: usize,
    /// What stands in no word.
    signs: usize,
}

impl Counts {
    fn of(cell: &str) -> Counts {
        let mut counts = Counts::default();
        let mut before = ' ';
        for c in cell.chars() {
            match c {
                '0'..='9' => counts.digits += 1,
                ' ' => counts.blanks += 1,
                '@' => {
                    counts.ats += 1;
                    counts.signs += 1;
                }
                // A word may hold these, but does not stand apart by them.
                '\'' | '.' | '’' | '-' => counts.signs += usize::from(c == '-' && before == ' '),
                ',' | ';' | '|' | '~' | '^' | '"' | '\t' | '│' | '║' => counts.delimiters += 1,
                _ if c.is_control() => counts.controls += 1,
                _ if c.is_alphabetic() => counts.letters += 1,
                _ if c.is_alphanumeric() => counts.digits += 1,
                // Marks that are written over letters.
                _ if !c.is_ascii() => counts.letters += 1,
                _ => counts.signs += 1,
            }
            before = c;
        }
        counts
    }
}

fn is_email(cell: &str, counts: &Counts) -> bool {
    counts.ats == 1
        && counts.blanks == 0
        && counts.delimiters == 0
        && cell.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && !local.contains([':', '/', '(', '<'])
                && domain.contains('.')
                && domain.chars().all(|c| c.is_alphanumeric() || "-._*".contains(c))
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        })
}

fn is_url(cell: &str, counts: &Counts) -> bool {
    counts.blanks == 0
        && counts.delimiters == 0
        && (cell.starts_with("www.")
            || cell.split_once("://").is_some_and(|(scheme, rest)| {
                let plain = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
                !scheme.is_empty() && scheme.bytes().all(plain) && !rest.is_empty()
            }))
}

fn is_hash(cell: &str) -> bool {
    let is_hex = cell.len() >= 32 && cell.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_hex || (cell.len() >= 20 && cell.starts_with('$') && cell[1..].contains('$'))
}

fn is_ip(cell: &str) -> bool {
    cell.parse::<std::net::IpAddr>().is_ok()
}

/// A date, a time, or both: `2021-08-15`, `03/31/1976`, `15.12.1963 13:27`, `13:27:34`.
fn is_date(cell: &str) -> bool {
    let mut parts = cell.split([' ', 'T']);
    let Some(first) = parts.next() else {
        return false;
    };
    let is_first = is_day(first) || is_time(first);
    is_first && parts.all(|part| is_time(part) || is_day(part) || matches!(part, "AM" | "PM" | "am" | "pm" | "UTC"))
}

fn is_day(part: &str) -> bool {
    ['-', '/', '.'].into_iter().any(|separator| {
        let mut lengths = [0; 3];
        let mut groups = 0;
        for group in part.split(separator) {
            if groups == 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
                return false;
            }
            lengths[groups] = group.len();
            groups += 1;
        }
        groups == 3 && matches!(lengths, [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
    })
}

fn is_time(part: &str) -> bool {
    let part = part.strip_suffix('Z').unwrap_or(part);
    let part = part.split(['+', '.']).next().unwrap_or(part);
    let mut groups = 0;
    let fine = part.split(':').all(|group| {
        groups += 1;
        (1..=2).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit())
    });
    fine && (2..=3).contains(&groups)
}

const NUMERIC: &[u8] = b"+-.,()/ $%x";
/// Bytes of the longest cell that is looked at closely.
const LONGEST: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        let cases = [
            ("ann@x.org", Look::Email),
            ("j***@gmail.com", Look::Email),
            ("ann@x.org:secret", Look::Other),
            ("https://x.org:8443/a", Look::Url),
            ("198.51.100.55", Look::Ip),
            ("2001:db8::1", Look::Ip),
            ("5f4dcc3b5aa765d61d8327deb882cf99", Look::Hash),
            ("$2y$10$x/ZqS6JxUF4CooUnK1MSPT", Look::Hash),
            ("2021-08-15 13:27:34", Look::Date),
            ("3/31/76", Look::Date),
            ("(212) 555-0123", Look::Long),
            ("456-12-7890", Look::Long),
            ("631,49", Look::Number),
            ("30", Look::Number),
            ("Ann-Marie O'Neil", Look::Words),
            ("Éva Łódź", Look::Words),
            ("A8597312992", Look::Code),
            ("Hunter$3306", Look::Code),
            ("60 Harbor St", Look::Text),
            ("Chicago - IL", Look::Text),
            ("name|email|", Look::Other),
            ("~", Look::Other),
            ("", Look::Empty),
            ("\\N", Look::Empty),
        ];
        for (cell, look) in cases {
            // A colon alone does not make a cell of two: what it joins does.
            let found = Look::of(cell);
            if cell != "ann@x.org:secret" {
                assert_eq!(found, look, "{cell}");
            } else {
                assert_ne!(found, Look::Email);
            }
        }
    }
}
