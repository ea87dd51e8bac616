/// What may stand between a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `:`, the wide one too.
    Colon,
    /// `=` and `=>`.
    Equals,
    /// `->`.
    Arrow,
    Tab,
    /// Two dots or more.
    Dots,
    /// `|`, as psql writes records below lines such as `-[ RECORD 1 ]---`.
    Bar,
}

impl Mark {
    /// Those that any text may have.
    pub(super) const ALL: [Mark; 5] = [Mark::Colon, Mark::Equals, Mark::Arrow, Mark::Tab, Mark::Dots];
}

/// Some of the marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    pub(super) fn with(self, mark: Mark) -> Marks {
        Marks(self.0 | 1 << mark as u8)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn has(self, mark: Mark) -> bool {
        self.0 & 1 << mark as u8 != 0
    }
}

/// The key and the value of a text that has one of the marks, the first that comes.
pub(super) fn pair(text: &str, marks: Marks) -> Option<(&str, &str)> {
    let text = text.trim();
    if marks.has(Mark::Bar) {
        return barred(text);
    }
    let bytes = text.as_bytes();
    let end = bytes.len().min(LONGEST_KEY + 16);
    let within = bytes[..end]
        .iter()
        .take_while(|byte| !matches!(byte, b'|' | b',' | b';' | b'@'))
        .count();
    let (mark, length) = (0..within).find_map(|at| mark_at(&bytes[at..], marks).map(|length| (at, length)))?;
    let mut key = trimmed_key(text.get(..mark)?);
    let mut value = text.get(mark + length..)?.trim_start();
    // Bold print, as Markdown writes it.
    if text.starts_with("**") {
        key = key.trim_end_matches('*');
        value = value.strip_prefix("**").unwrap_or(value).trim_start();
    }
    is_key(key).then_some((key, value))
}

/// The key and the value on both sides of psql's `|`; the line may be framed by two more.
fn barred(text: &str) -> Option<(&str, &str)> {
    let framed = text.strip_prefix(BARS);
    let (key, value) = framed.unwrap_or(text).split_once(BARS)?;
    let value = match framed {
        Some(_) => value.strip_suffix(BARS).unwrap_or(value),
        None => value,
    };
    let key = key.trim();
    is_key(key).then_some((key, value.trim()))
}

/// Whether one of the marks stands at the beginning, and how long it is.
fn mark_at(text: &[u8], marks: Marks) -> Option<usize> {
    let (mark, length) = match *text {
        // An address of the web is no key.
        [b':', b'/', b'/', ..] => return None,
        [b':', b':' | b'=', b' ', ..] => (Mark::Colon, 2),
        [b':', ..] => (Mark::Colon, 1),
        [0xEF, 0xBC, 0x9A, ..] => (Mark::Colon, 3),
        [b'=', b'>', ..] => (Mark::Equals, 2),
        [b'=', ..] => (Mark::Equals, 1),
        [b'-', b'>', ..] => (Mark::Arrow, 2),
        [b'\t', ..] => {
            let tabs = text.iter().take(LONGEST_RUN).take_while(|byte| **byte == b'\t').count();
            (Mark::Tab, tabs)
        }
        [b'.', b'.', ..] => {
            let dots = text.iter().take(LONGEST_RUN).take_while(|byte| **byte == b'.').count();
            let blanks = text[dots..]
                .iter()
                .take(LONGEST_RUN)
                .take_while(|byte| **byte == b' ')
                .count();
            // The dots lead to another mark.
            if matches!(text.get(dots + blanks), Some(b':' | b'=')) {
                return None;
            }
            (Mark::Dots, dots)
        }
        _ => return None,
    };
    marks.has(mark).then_some(length)
}

/// A key without what lists and forums put around it: `- Name`, `[+] Name`, `1) Name`, `Name ....`.
fn trimmed_key(key: &str) -> &str {
    let key = key.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let digits = key.len() - key.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = key[digits..].strip_prefix([')', '.', ']']).map(str::trim_start);
    let key = match numbered {
        Some(key) if digits > 0 => key.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_'),
        _ => key,
    };
    key.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*' | '"' | '\'' | '`' | '-' | '_'))
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= LONGEST_KEY
        && key.bytes().filter(|byte| *byte == b' ').count() < MOST_WORDS
        && !key.bytes().any(|byte| {
            matches!(
                byte,
                b'@' | b'<' | b'>' | b'{' | b'}' | b'|' | b',' | b';' | b'"' | b':' | b'=' | b'\\' | b'?' | b'!' | b'$'
            )
        })
        && key.contains(char::is_alphabetic)
}

/// Whether a line is one that psql writes above a record: `-[ RECORD 1 ]---+-----`.
pub(super) fn is_psql_rule(line: &str) -> bool {
    let line = line.trim_start_matches(['+', '┌', '├', '╔', '╠']);
    line.starts_with(['-', '─', '═']) && line.trim_start_matches(['-', '─', '═']).starts_with("[ ") && is_rule(line)
}

/// Whether a line is one sign again and again.
pub(super) fn is_drawn(line: &str) -> bool {
    is_rule(line) && !line.contains(char::is_alphanumeric)
}

/// A line of one sign again and again, or a number that a record has: `-----`, `[1]`, `#2`, `3)`, `Record 4`,
/// `=== 5 ===`, `*** 6. row ***`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    if line.bytes().last().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let inner = line.trim_matches(|c: char| SIGNS.contains(c) || c.is_whitespace());
    if inner.is_empty() {
        return line.chars().filter(|c| !c.is_whitespace()).count() >= 3;
    }
    if inner.len() > 32 {
        return false;
    }
    // mysql has the number before the word.
    let inner = match inner.split_once(". ") {
        Some((number, word)) if RECORDS.iter().any(|of| word.eq_ignore_ascii_case(of)) => number,
        _ => inner,
    };
    let number = inner.trim_end_matches(|c: char| c.is_whitespace() || ")].:}".contains(c));
    let before = number.trim_end_matches(|c: char| c.is_ascii_digit());
    if before.len() == number.len() {
        return false;
    }
    let word = before.trim_end_matches(|c: char| c.is_whitespace() || "[({#№".contains(c));
    let word = word.trim_start_matches(['[', '(', '{']).trim();
    let signs = line.len() - number.len() + usize::from(before.contains(['[', '(', '{', '#', '№']));
    match word {
        "" => signs > 0,
        word => {
            RECORDS.iter().any(|of| word.eq_ignore_ascii_case(of))
                || signs > 0 && !word.contains(|c: char| !c.is_alphabetic())
        }
    }
}

/// Words that stand before a record's number alone; others do so in addresses.
const RECORDS: &[&str] = &[
    "record",
    "entry",
    "row",
    "user",
    "person",
    "client",
    "customer",
    "victim",
    "account",
    "contact",
    "item",
    "lead",
    "profile",
    "line",
    "no",
    "nr",
    "id",
    "member",
    "employee",
    "patient",
    "registro",
    "cliente",
    "usuario",
    "datensatz",
    "kunde",
    "eintrag",
    "enregistrement",
    "запись",
    "клиент",
    "пользователь",
];
const SIGNS: &str = "-=*_#~+.—–─━═•·<>/\\┌┬┐├┼┤╔╦╗╠╬╣";
const BARS: [char; 3] = ['|', '│', '║'];
const LONGEST_KEY: usize = 48;
/// Dots and tabs of one mark.
const LONGEST_RUN: usize = 256;
const MOST_WORDS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Marks {
        Mark::ALL.into_iter().fold(Marks::default(), Marks::with)
    }

    #[test]
    fn pairs_are_split_at_the_first_mark() {
        let cases = [
            ("Name: Jane Doe", Some(("Name", "Jane Doe"))),
            ("URL: https://x.org:8080/a", Some(("URL", "https://x.org:8080/a"))),
            ("E-Mail = a=b@x.org", Some(("E-Mail", "a=b@x.org"))),
            ("Phone ...: 1", Some(("Phone", "1"))),
            ("Phone.......1", Some(("Phone", "1"))),
            ("Phone -> 1", Some(("Phone", "1"))),
            ("Phone => 1", Some(("Phone", "1"))),
            ("Phone\t\t1", Some(("Phone", "1"))),
            ("- [+] Name: x", Some(("Name", "x"))),
            ("1) Name: x", Some(("Name", "x"))),
            ("2nd phone: x", Some(("2nd phone", "x"))),
            ("**Name:** x", Some(("Name", "x"))),
            ("姓名：王伟", Some(("姓名", "王伟"))),
            ("Имя: Иван", Some(("Имя", "Иван"))),
            ("Phone (home): 1", Some(("Phone (home)", "1"))),
            ("PASS:", Some(("PASS", ""))),
            ("https://x.org:a:b", None),
            ("a@x.org:pass", None),
            ("12:30", None),
            (": x", None),
            ("just words", None),
        ];
        for (line, expected) in cases {
            assert_eq!(pair(line, all()), expected, "{line}");
        }
        assert_eq!(pair("A = b: c", Marks::default().with(Mark::Colon)), None);
        let bar = Marks::default().with(Mark::Bar);
        for (line, expected) in [
            ("name    | Joe | Co", Some(("name", "Joe | Co"))),
            ("| name  | Joe    |", Some(("name", "Joe"))),
            ("phone   |", Some(("phone", ""))),
            ("none", None),
        ] {
            assert_eq!(pair(line, bar), expected, "{line}");
        }
    }

    #[test]
    fn rules_are_told() {
        for line in [
            "-----",
            "===============",
            "***",
            "[1]",
            "#2",
            "1)",
            "3.",
            "Record 3",
            "--- Record 3 ---",
            "== 12 ==",
            "Entry #4:",
            "*************************** 1. row ***************************",
            "-[ RECORD 1 ]+---------",
            "-[ RECORD 12 ]",
            "+-[ RECORD 1 ]---+----+",
            "╔═[ RECORD 1 ]═╦════╗",
        ] {
            assert!(is_rule(line), "{line}");
        }
        for line in [
            "",
            "--",
            "Jane Doe",
            "12 Main St",
            "Name: 3",
            "12345",
            "a-b",
            "x@y.org 2",
            "Apt 4",
            "1. row",
            "*** 2. Main St ***",
        ] {
            assert!(!is_rule(line), "{line}");
        }
    }
}
