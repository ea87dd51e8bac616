//! UTF-8 that was read as Windows-1252 or Latin-1: `JosÃ©` for José.

/// The text before it was misread; `None` where that is not certain. Every character beyond ASCII must be one that a byte is
/// read as, these bytes must be UTF-8, what they say must be words of one script each, without controls, and one character
/// at least must stand where its misreading can be nothing else.
pub(super) fn undo(cell: &str) -> Option<String> {
    let mut text = reading(cell)?;
    for _ in 0..MOST {
        // Controls from U+0080 on are none that anybody wrote, but Latin-1 and the gaps of Windows-1252 make them.
        if !text.contains(|c| matches!(c, '\u{80}'..='\u{9F}')) {
            return Some(text);
        }
        text = reading(&text)?;
    }
    None
}

/// The text that was read as this one.
fn reading(cell: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(cell.len());
    for character in cell.chars() {
        bytes.push(byte_of(character)?);
    }
    if bytes.is_ascii() {
        return None;
    }
    let text = String::from_utf8(bytes).ok()?;
    (is_plausible(&text) && is_certain(&text)).then_some(text)
}

/// What Windows-1252 reads a byte as; the five that it has no character for are controls, as in Latin-1.
pub(super) fn of_byte(byte: u8) -> char {
    match byte {
        0x80..=0x9F => char::from_u32(HIGH[usize::from(byte - 0x80)].into()).unwrap_or(char::REPLACEMENT_CHARACTER),
        byte => char::from(byte),
    }
}

/// The byte that Windows-1252 or Latin-1 reads as this character.
fn byte_of(character: char) -> Option<u8> {
    let code = u32::from(character);
    match u8::try_from(code) {
        Ok(byte) => Some(byte),
        Err(_) => {
            let at = HIGH.iter().position(|high| u32::from(*high) == code)?;
            Some(0x80 + at as u8)
        }
    }
}

/// Whether no character is a control or of no script that names are written in, and no word mixes scripts.
fn is_plausible(text: &str) -> bool {
    let mut word = None;
    for character in text.chars() {
        let class = Class::of(character);
        match class {
            Class::Never => return false,
            Class::Mark => {}
            Class::Symbol => word = None,
            Class::Letter(script) => {
                if word.is_some_and(|of| of != script) {
                    return false;
                }
                word = Some(script);
            }
        }
    }
    true
}

/// Whether a character beyond ASCII stands where two or more characters can hardly have stood by themselves.
fn is_certain(text: &str) -> bool {
    let alphanumeric = text.chars().filter(|c| c.is_alphanumeric()).count();
    let mut before = None;
    text.char_indices().any(|(at, character)| {
        let (previous, next) = (before, text[at + character.len_utf8()..].chars().next());
        before = Some(character);
        !character.is_ascii() && stands_out(character, previous, next, alphanumeric)
    })
}

fn stands_out(character: char, previous: Option<char>, next: Option<char>, alphanumeric: usize) -> bool {
    let mut bytes = [0; 4];
    let bytes = character.encode_utf8(&mut bytes).as_bytes();
    // Whether all that follows the first byte is read as what may stand behind a word.
    let closing = bytes[1..].iter().all(|byte| CLOSING.contains(byte));
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let class = Class::of(character);
    let same = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && Class::of(c) == class);
    let small = previous.is_some_and(|c| c.is_ascii_lowercase());
    match (bytes.len(), class) {
        (2, _) if character.is_control() => true,
        // ƒ, ˆ and ˜ are what bytes are read as.
        (2, Class::Symbol) if u32::from(character) > 0xFF => previous.is_some_and(|c| !c.is_ascii()),
        (2, Class::Symbol) => {
            bytes[0] == 0xC2 && alphanumeric >= 4 && !previous.is_some_and(|c| c.is_ascii_uppercase())
        }
        // A capital letter and a sign in the middle of a word.
        (2, Class::Letter(Script::Latin)) => {
            // Quotes, dashes and blanks that may stand between two words, of which the first would end in the capital.
            let between =
                matches!(bytes[1], 0x91 | 0x92 | 0x96 | 0x97 | 0xA0 | 0xAD) && (letter(previous) || bytes[0] == 0xC4);
            // A small letter would stand behind a capital one.
            let unlike = !letter(next) && previous.is_some_and(|c| c.is_uppercase()) && character.is_lowercase();
            small || letter(next) && !between || letter(previous) && !closing && !unlike
        }
        (2, Class::Mark) => small && !closing,
        (3, Class::Letter(Script::Latin)) => letter(next) || letter(previous) && !closing,
        (3, Class::Symbol) => true,
        (4, _) => true,
        (3, _) => same(previous) || same(next) || !closing,
        _ => same(previous) || same(next),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter(Script),
    Mark,
    /// Digits and punctuation too.
    Symbol,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Georgian,
    EastAsian,
}

impl Class {
    fn of(character: char) -> Class {
        use Class::{Letter, Mark, Never, Symbol};
        match u32::from(character) {
            _ if character.is_ascii_alphabetic() => Letter(Script::Latin),
            9 | 10 | 13 => Symbol,
            0..=0x1F | 0x7F => Never,
            // What a letter's second byte may have been read as, before it was misread again.
            0x192 | 0x2C6 | 0x2DC => Symbol,
            0..=0xBF | 0xD7 | 0xF7 => Symbol,
            // Of the rest of Latin what living languages of many speakers write.
            0xC0..=0x17F | 0x18F | 0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x218..=0x21B | 0x259 | 0x1E00..=0x1EFF => {
                Letter(Script::Latin)
            }
            0x300..=0x345 => Mark,
            0x370..=0x3FF | 0x1F00..=0x1FFF => Letter(Script::Greek),
            0x400..=0x52F => Letter(Script::Cyrillic),
            0x531..=0x587 => Letter(Script::Armenian),
            0x5B0..=0x5C7 | 0x64B..=0x65F => Mark,
            0x5D0..=0x5EA => Letter(Script::Hebrew),
            0x60C | 0x61B | 0x61F | 0x660..=0x66D => Symbol,
            0x620..=0x6D3 | 0x750..=0x77F => Letter(Script::Arabic),
            0x900..=0xDFF => Letter(Script::Indic),
            0xE01..=0xE4E => Letter(Script::Thai),
            0x10A0..=0x10FF => Letter(Script::Georgian),
            0x2010..=0x2027 | 0x202F..=0x205E | 0x20A0..=0x20C0 | 0x2100..=0x214F | 0x2190..=0x2BFF => Symbol,
            0x3000..=0x3004 | 0x3008..=0x303F | 0xFF00..=0xFF65 => Symbol,
            0x3005..=0x3007
            | 0x3041..=0x30FF
            | 0x3105..=0x312F
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xAC00..=0xD7A3 => Letter(Script::EastAsian),
            0xFE0E | 0xFE0F | 0x200C | 0x200D => Mark,
            0x1F000..=0x1FAFF => Symbol,
            _ => Never,
        }
    }
}

/// How often a text was misread before one that holds no control comes out, at most.
const MOST: usize = 3;

/// Bytes that Windows-1252 reads as quotes, dashes, signs and blanks that stand behind words.
const CLOSING: &[u8] = &[
    0x80, 0x85, 0x86, 0x87, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9B, 0xA0, 0xA2, 0xA7, 0xA9, 0xAA, 0xAB,
    0xAD, 0xAE, 0xB0, 0xB2, 0xB3, 0xB4, 0xB7, 0xB9, 0xBA, 0xBB,
];

/// What Windows-1252 reads the bytes from 0x80 to 0x9F as.
#[rustfmt::skip]
const HIGH: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text as Windows-1252 reads its UTF-8.
    fn misread(text: &str) -> String {
        text.bytes().map(of_byte).collect()
    }

    #[test]
    fn names_of_many_languages_are_undone() {
        for name in NAMES {
            assert_eq!(undo(&misread(name)).as_deref(), Some(*name), "{name}");
            let latin_1: String = name.bytes().map(char::from).collect();
            assert_eq!(undo(&latin_1).as_deref(), Some(*name), "{name} as Latin-1");
        }
    }

    #[test]
    fn what_was_misread_twice_is_undone_twice() {
        for name in NAMES {
            let (mut twice, mut times) = (misread(&misread(name)), 0);
            while let Some(undone) = undo(&twice) {
                (twice, times) = (undone, times + 1);
            }
            assert_eq!(twice, *name);
            assert!((1..=2).contains(&times));
        }
    }

    #[test]
    fn the_table_is_that_of_the_encoding() {
        for byte in 0..=255 {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            assert_eq!(text.chars().next(), Some(of_byte(byte)));
            assert_eq!(byte_of(of_byte(byte)), Some(byte));
        }
    }

    #[test]
    fn genuine_words_stay() {
        for word in WORDS {
            for case in [word.to_string(), word.to_uppercase()] {
                for behind in BEHIND {
                    for before in ["", " ", "a ", "“", "«", "(", "L’", "d'"] {
                        let cell = format!("{before}{case}{behind}");
                        assert_eq!(undo(&cell), None, "{cell}");
                    }
                }
            }
        }
    }

    #[test]
    fn doubtful_ones_stay() {
        for cell in [
            "Ã‰",
            "Â©",
            "Ã©",
            "SÃO",
            "PÃO",
            "Â",
            "é…”",
            "IRMÃ…",
            "olá»…",
            "NESCAFÉ™",
            "ï¿½",
            "Ã",
            "LÃ’S",
            "Ã\u{A0}",
            "Ð²",
            "SÃ¶",
            "Ä’s",
            "Ä—x",
        ] {
            assert_eq!(undo(cell), None, "{cell}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// No text gains by it, and none is undone that can't have come about so.
        #[test]
        fn what_is_undone_is_misread_to_the_same(text in "[A-Za-z ÃÂâÐÅ©‰™€“”…˜\u{80}-\u{BF}]{0,12}") {
            if let Some(undone) = undo(&text) {
                prop_assert!(undone.chars().filter(|c| !c.is_ascii()).count() < text.chars().filter(|c| !c.is_ascii()).count());
                let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
                prop_assert_eq!(bytes.as_deref(), Some(undone.as_bytes()));
            }
        }
    }

    const NAMES: &[&str] = &[
        "José",
        "Muñoz",
        "Müller",
        "MÜLLER",
        "Jörg Groß",
        "François",
        "Hélène",
        "Zoë",
        "João",
        "SÃO PAULO",
        "Conceição",
        "Łukasz",
        "Wałęsa",
        "Škoda",
        "Dvořák",
        "Şahin",
        "Yıldız",
        "Gülşen",
        "Nguyễn Thị Hồng",
        "Trần Văn Đức",
        "Huế",
        "Əliyev",
        "Ștefan",
        "Иван",
        "Юлия Петрова",
        "Γιώργος",
        "דוד כהן",
        "محمد علي",
        "王伟",
        "山田太郎",
        "김민수",
        "สมชาย",
        "O’Brien",
        "it’s",
        "“Jane”",
        "5 €",
        "Acme ™",
        "Price £50",
        "1234 Øst",
        "naïve café",
        "Ærøskøbing",
        "cœur",
        "Jane 😀",
    ];
    const WORDS: &[&str] = &[
        "são",
        "pão",
        "irmã",
        "manhã",
        "maçã",
        "lã",
        "fã",
        "coração",
        "ações",
        "avô",
        "avó",
        "você",
        "três",
        "à",
        "à vista",
        "é",
        "José",
        "João",
        "Antônio",
        "Goiânia",
        "pê",
        "café",
        "André",
        "Zoé",
        "éléphant",
        "où",
        "ça",
        "garçon",
        "Noël",
        "Île",
        "œuvre",
        "français",
        "naïveté",
        "Straße",
        "Fuß",
        "Spaß",
        "grün",
        "Öl",
        "Übung",
        "Jürgen",
        "Bär",
        "Özgür",
        "şişli",
        "çağrı",
        "ığdır",
        "gülşah",
        "İstanbul",
        "đã",
        "là",
        "mã",
        "cà",
        "phở",
        "Nguyễn",
        "trần",
        "hồ chí minh",
        "ngã",
        "xã",
        "bà",
        "cô",
        "ông",
        "ân",
        "năm",
        "mười",
        "città",
        "perché",
        "più",
        "Nicolò",
        "così",
        "niño",
        "señor",
        "corazón",
        "también",
        "ñandú",
        "år",
        "blå",
        "øl",
        "smørrebrød",
        "fjäll",
        "Åse",
        "þór",
        "ísland",
        "România",
        "mână",
        "Ștefan",
        "Łódź",
        "żółć",
        "příliš",
        "ő",
    ];
    const BEHIND: &[&str] = &[
        "", "…", "’s", "’", "”", "“", "»", "«", "™", "®", "©", "º", "ª", "°", "²", "–", "—", ".", " ", "\u{A0}",
        "\u{A0}x", "!", "›", "‘", "•", "†", "€", "¢", " €", "·", "/é", "-à", "…”", "»…", "’”",
    ];
}
