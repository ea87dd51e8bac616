use super::suspects::LONGEST_ENTITY;

/// A cell's text without `$HEX[…]`, percent signs, escaped Unicode and entities; `None` if it has none.
pub(super) fn decode(cell: &str) -> Option<String> {
    if let Some(text) = hex(cell) {
        return Some(text);
    }
    let mut text: Option<String> = None;
    for step in [whole_percent, unicode, entities, entities] {
        if let Some(decoded) = step(text.as_deref().unwrap_or(cell)) {
            text = Some(decoded);
        }
    }
    text
}

/// Percent signs and their two hexadecimal digits as the text that they stand for, and `+` as a blank if `plus`. `None` where
/// there is nothing to decode, or where it is no UTF-8.
pub(crate) fn percent(text: &[u8], plus: bool) -> Option<String> {
    let first = text.iter().position(|byte| *byte == b'%' || plus && *byte == b'+')?;
    let mut bytes = text[..first].to_vec();
    let mut rest = &text[first..];
    while let Some((byte, after)) = rest.split_first() {
        let (byte, after) = match (byte, after) {
            (b'%', [high, low, after @ ..]) if let Some(byte) = hex_byte(*high, *low) => (byte, after),
            (b'+', after) if plus => (b' ', after),
            _ => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    (bytes != text).then(|| String::from_utf8(bytes).ok()).flatten()
}

/// What tools that crack hashes write for text that holds their own delimiter or no ASCII.
fn hex(cell: &str) -> Option<String> {
    let digits = cell.trim().strip_prefix("$HEX[")?.strip_suffix(']')?.as_bytes();
    let pairs = digits.chunks(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| match pair {
            [high, low] => hex_byte(*high, *low),
            _ => None,
        })
        .collect();
    Some(String::from_utf8(bytes?).unwrap_or_else(|bad| {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bad.as_bytes());
        text.into_owned()
    }))
}

/// A cell that was written for an address: no character that such writing would have left out of it, every percent sign
/// complete, and among them an @, a telephone number's + or a character beyond ASCII.
fn whole_percent(cell: &str) -> Option<String> {
    if !cell.contains('%') {
        return None;
    }
    let bytes = cell.as_bytes();
    let mut telling = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => {
                let [high, low] = bytes.get(at + 1..at + 3)? else {
                    return None;
                };
                let byte = hex_byte(*high, *low)?;
                let number = || at == 0 && bytes[3..].iter().all(u8::is_ascii_digit) && bytes.len() > 9;
                telling |= byte == b'@' || byte >= 0xC2 || byte == b'+' && number();
                at += 3;
            }
            byte if byte.is_ascii_alphanumeric() || b"-._~+*!'()".contains(byte) => at += 1,
            _ => return None,
        }
    }
    let decoded = telling.then(|| percent(bytes, false)).flatten()?;
    (!decoded.chars().any(char::is_control)).then_some(decoded)
}

/// `\u00e9`, as JSON writes it, all of the cell's being complete and beyond ASCII, or what JSON writes so for HTML's sake.
fn unicode(cell: &str) -> Option<String> {
    let first = cell.find("\\u")?;
    let mut text = cell[..first].to_owned();
    let mut rest = &cell[first..];
    while let Some(at) = rest.find("\\u") {
        text.push_str(&rest[..at]);
        let (unit, after) = unit(&rest[at..])?;
        rest = after;
        let code = match unit {
            0xD800..=0xDBFF => {
                let (low, after) = self::unit(rest)?;
                rest = after;
                (0xDC00..=0xDFFF)
                    .contains(&low)
                    .then(|| 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))?
            }
            unit => unit,
        };
        let character = char::from_u32(code)?;
        if character.is_control() || character.is_ascii() && !"&<>'\"/@+= ".contains(character) {
            return None;
        }
        text.push(character);
    }
    text.push_str(rest);
    Some(text)
}

/// One escaped unit of UTF-16 at the beginning, and what follows it.
fn unit(text: &str) -> Option<(u32, &str)> {
    let digits = text.strip_prefix("\\u")?;
    let unit = digits
        .get(..4)
        .filter(|four| four.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(unit, 16).ok()?, &digits[4..]))
}

/// Entities of HTML that are known and end in a semicolon.
fn entities(cell: &str) -> Option<String> {
    let mut text = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b'&', cell.as_bytes()) {
        if at < copied {
            continue;
        }
        let Some((length, meaning)) = entity(&cell[at..]) else {
            continue;
        };
        text.push_str(&cell[copied..at]);
        match meaning {
            Meaning::Character(character) => text.push(character),
            Meaning::Text(meaning) => text.push_str(meaning),
        }
        copied = at + length;
    }
    (copied > 0).then(|| text + &cell[copied..])
}

enum Meaning {
    Character(char),
    Text(&'static str),
}

/// The entity at the beginning: its length and what it stands for.
fn entity(text: &str) -> Option<(usize, Meaning)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_ENTITY)];
    let length = memchr::memchr(b';', bytes)? + 1;
    let name = &bytes[..length];
    let Some(number) = name.strip_prefix(b"&#") else {
        let meaning = htmlize::ENTITIES.get(name)?;
        return Some((length, Meaning::Text(std::str::from_utf8(meaning).ok()?)));
    };
    let digits = std::str::from_utf8(number.strip_suffix(b";")?).ok()?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    if digits.is_empty() || digits.starts_with('+') {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    let character = match u8::try_from(code) {
        // Browsers read these as Windows-1252, and so pages hold them.
        Ok(byte @ 0x80..=0x9F) => super::mojibake::of_byte(byte),
        _ => char::from_u32(code)?,
    };
    (!character.is_control() || character == '\n' || character == '\t')
        .then_some((length, Meaning::Character(character)))
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_are_decoded_where_it_is_certain() {
        let cases = [
            ("$HEX[4a616e65]", Some("Jane")),
            ("$HEX[4A6F73E9]", Some("José")),
            ("$HEX[70c3a9]", Some("pé")),
            ("$HEX[]", Some("")),
            ("$HEX[4a6]", None),
            ("$HEX[4a] x", None),
            ("$HEX[zz]", None),
            ("O&#39;Brien", Some("O'Brien")),
            ("O&#x27;Brien", Some("O'Brien")),
            ("Smith &amp; Sons", Some("Smith & Sons")),
            ("Jos&eacute; &quot;Pepe&quot;", Some("José \"Pepe\"")),
            ("Jos&amp;eacute;", Some("José")),
            ("&#146;", Some("’")),
            ("AT&T; x", None),
            ("a&b", None),
            ("&amp", None),
            ("&#;", None),
            ("&#+5;", None),
            ("&#0;", None),
            ("&#xD800;", None),
            ("&#99999999999;", None),
            ("&&amp;", Some("&&")),
            ("jane%40x.org", Some("jane@x.org")),
            ("Jos%C3%A9", Some("José")),
            ("%2B12125550123", Some("+12125550123")),
            ("pass%2Bword", None),
            ("100%", None),
            ("%41bc", None),
            ("a%40b%4", None),
            ("https://x.org/?m=jane%40x.org", None),
            ("a%40b@c", None),
            ("%40%00", None),
            ("%40%E9", None),
            ("Jos\\u00e9", Some("José")),
            ("\\ud83d\\ude00", Some("😀")),
            ("O\\u0027Brien", Some("O'Brien")),
            ("\\ud83d", None),
            ("\\ud83dx", None),
            ("C:\\users", None),
            ("a\\u0041", None),
            ("\\u00é9", None),
        ];
        for (cell, expected) in cases {
            assert_eq!(decode(cell).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn forms_of_the_web_write_blanks_as_plus() {
        assert_eq!(percent(b"Jane+Doe%2B", true).as_deref(), Some("Jane Doe+"));
        assert_eq!(percent(b"Jane+Doe", false), None);
        assert_eq!(percent(b"%FF", true), None);
        assert_eq!(percent(b"%4", true), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_back(text in "\\PC{0,20}") {
            let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            prop_assert_eq!(decode(&format!("$HEX[{hex}]")), Some(text.clone()));
            let percents: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            prop_assert_eq!(decode(&format!("{percents}%40")), Some(format!("{text}@")));
            let escapes: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            if !text.is_ascii() && text.chars().all(|c| !c.is_ascii()) {
                prop_assert_eq!(decode(&escapes), Some(text.clone()));
            }
            let entities: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
            if !text.is_empty() && !text.contains(['&', '%']) && !text.chars().any(char::is_control) {
                prop_assert_eq!(decode(&entities), Some(text));
            }
        }
    }
}
