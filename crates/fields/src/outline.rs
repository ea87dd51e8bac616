//! The shape of a value for people to read, never the value.

use unicode_normalization::char::is_combining_mark;

use crate::reading::is_blank;

/// Appends the outline of `cell` to `out`: what its characters are, not which.
///
/// A digit is `9`, a capital `A`, any other letter `a`, of whatever script; ASCII punctuation stays, blanks
/// become one, anything else is `¤`. A run of more than three letters is cut to one and `+`, and so are a
/// capital and two or more small letters behind it (`Aa+`) and a run of more than ten digits (`9+`). After 40
/// characters there is a `…`.
///
/// # Examples
/// ```
/// let mut out = String::new();
/// assay_fields::outline("Jane Doe, 456-12-7890", &mut out);
/// assert_eq!(out, "Aa+ Aa+, 999-99-9999");
/// ```
pub fn outline(cell: &str, out: &mut String) {
    let mut writer = Writer {
        out,
        left: MOST,
        capitals: 0,
        run: None,
        length: 0,
    };
    for c in cell.chars() {
        if writer.is_full() {
            break;
        }
        // A combining mark belongs to the letter before it.
        if let Some(class) = class_of(c) {
            writer.push(class);
        }
    }
    writer.end();
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Capital,
    Small,
    Digit,
    Blank,
    Mark(char),
    Other,
}

fn class_of(c: char) -> Option<Class> {
    Some(match c {
        'A'..='Z' => Class::Capital,
        'a'..='z' => Class::Small,
        '0'..='9' => Class::Digit,
        _ if is_blank(c) => Class::Blank,
        _ if c.is_ascii_punctuation() => Class::Mark(c),
        _ if is_combining_mark(c) => return None,
        _ if c.is_uppercase() => Class::Capital,
        _ if c.is_alphabetic() => Class::Small,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Other,
    })
}

struct Writer<'o> {
    out: &'o mut String,
    /// How many characters still have room.
    left: usize,
    /// Capitals that stand before the present run of small letters and are not written yet.
    capitals: u64,
    run: Option<Class>,
    length: u64,
}

impl Writer<'_> {
    fn is_full(&self) -> bool {
        self.left == 0
    }

    fn push(&mut self, class: Class) {
        if self.run == Some(class) {
            self.length += 1;
            return;
        }
        match (self.run, class) {
            (Some(Class::Capital), Class::Small) => self.capitals = self.length,
            _ => self.write_run(),
        }
        self.run = Some(class);
        self.length = 1;
    }

    fn end(&mut self) {
        // One more than there is room for shows that something is left.
        self.write_run();
    }

    fn write_run(&mut self) {
        let (capitals, length) = (std::mem::take(&mut self.capitals), self.length);
        match self.run.take() {
            Some(Class::Capital) => self.write('A', length, MOST_LETTERS),
            Some(Class::Small) if capitals > 0 => {
                self.write('A', capitals - 1, MOST_LETTERS);
                self.put('A');
                self.put('a');
                if length > 1 {
                    self.put('+');
                }
            }
            Some(Class::Small) => self.write('a', length, MOST_LETTERS),
            Some(Class::Digit) => self.write('9', length, MOST_DIGITS),
            Some(Class::Blank) => self.put(' '),
            Some(Class::Mark(mark)) => self.write(mark, length, u64::MAX),
            Some(Class::Other) => self.write('¤', length, u64::MAX),
            None => {}
        }
    }

    fn write(&mut self, c: char, count: u64, most: u64) {
        if count > most {
            self.put(c);
            self.put('+');
            return;
        }
        for _ in 0..count {
            if self.is_full() {
                break;
            }
            self.put(c);
        }
    }

    /// Writes a character; the one that has no room any more becomes the `…`.
    fn put(&mut self, c: char) {
        match self.left {
            0 => {}
            1 => {
                self.out.push('…');
                self.left = 0;
            }
            _ => {
                self.out.push(c);
                self.left -= 1;
            }
        }
    }
}

/// The most characters, and one for the `…`.
const MOST: usize = 41;
const MOST_LETTERS: u64 = 3;
const MOST_DIGITS: u64 = 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(cell: &str) -> String {
        let mut out = String::new();
        outline(cell, &mut out);
        out
    }

    #[test]
    fn outlines_show_the_form() {
        for (cell, outline) in [
            ("456-12-7890", "999-99-9999"),
            ("Jane Doe", "Aa+ Aa+"),
            ("JANE  DOE", "A+ AAA"),
            ("jane.doe@x.org", "a+.aaa@a.aaa"),
            ("Springfield, IL 62704", "Aa+, AA 99999"),
            ("(206) 555-0100 x12", "(999) 999-9999 a99"),
            ("McDonald", "AaAa+"),
            ("USAir", "AAAa+"),
            ("12345678901", "9+"),
            ("1234567890", "9999999999"),
            ("Ünal Öz", "Aa+ Aa"),
            ("Москва 5", "Aa+ 9"),
            ("北京市朝阳区12号", "a+99a"),
            ("e\u{301}te\u{301}", "aaa"),
            ("🙂 x\u{a0}\t y", "¤ a a"),
            ("", ""),
            ("***", "***"),
        ] {
            assert_eq!(of(cell), outline, "{cell}");
        }
        assert_eq!(of(&"1-".repeat(20)), "9-".repeat(20));
        assert_eq!(of(&"1-".repeat(21)), "9-".repeat(20) + "…");
        assert_eq!(of(&"!".repeat(1_000_000)).chars().count(), 41);
    }

    proptest! {
        #[test]
        fn nothing_of_the_value_shows(cell in "\\PC{0,80}|[A-Za-z0-9 .-]{0,80}") {
            let shown = of(&cell);
            prop_assert!(shown.chars().count() <= MOST);
            prop_assert!(shown.chars().all(|c| matches!(c, '9' | 'A' | 'a' | ' ' | '¤' | '…') || c.is_ascii_punctuation()));
        }

        #[test]
        fn values_of_one_form_have_one_outline(cell in "[A-Z][a-z]{2,9} [0-9]{1,10}") {
            let other: String = cell
                .chars()
                .map(|c| match c {
                    'A'..='Z' => 'Q',
                    'a'..='z' => 'q',
                    '0'..='9' => '7',
                    c => c,
                })
                .collect();
            prop_assert_eq!(of(&cell), of(&other));
        }
    }
}
