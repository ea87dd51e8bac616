//! Values that are none of the kinds for certain: hashes, addresses of pages, UUIDs, programs' names.

/// Whether a cell, trimmed, is such a value.
pub(super) fn is_idle(bytes: &[u8]) -> bool {
    let Some(first) = bytes.first().filter(|_| bytes.len() >= SHORTEST) else {
        return false;
    };
    let starts = |words: &[&str]| {
        words.iter().any(|word| {
            bytes
                .get(..word.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    let is_named = match first | 0x20 {
        b'h' => starts(&["http://", "https://", "http:\\/\\/", "https:\\/\\/"]),
        b'w' => starts(&["www."]),
        b'f' => starts(&["ftp://"]),
        b'm' => starts(&["mozilla/"]) || is_labelled_hash(bytes),
        b'd' => starts(&["dalvik/"]),
        b'o' => starts(&["opera/"]),
        b's' | b'p' | b'b' | b'a' => is_labelled_hash(bytes),
        // `{` is 0x7B, which the mask leaves alone; `$` (0x24) and `*` (0x2A) have it set already.
        b'$' => is_crypt(bytes),
        b'{' => is_scheme(bytes) || is_uuid(bytes.get(1..bytes.len() - 1).unwrap_or_default()),
        b'*' => bytes.len() == 41 && bytes[1..].iter().all(u8::is_ascii_hexdigit),
        b'0' => starts(&["0x"]) && bytes.len() >= 18 && bytes[2..].iter().all(u8::is_ascii_hexdigit),
        _ => false,
    };
    is_named || (bytes.len() >= 24 && (is_hex_hash(bytes) || is_uuid(bytes) || is_base64_hash(bytes)))
}

/// Hexadecimal of the length of a usual hash (MD5 to SHA-512), by itself or before a salt.
fn is_hex_hash(bytes: &[u8]) -> bool {
    let hex = bytes.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let ends = bytes.get(hex).is_none_or(|next| matches!(next, b':' | b'$'));
    // Digits alone are some other number.
    ends && matches!(hex, 32 | 40 | 48 | 56 | 64 | 96 | 128) && bytes[..hex].iter().any(u8::is_ascii_alphabetic)
}

/// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// 16 to 64 bytes in base 64 that need filling up at the end.
fn is_base64_hash(bytes: &[u8]) -> bool {
    let Some(body) = bytes.strip_suffix(b"=") else {
        return false;
    };
    matches!(bytes.len(), 24 | 28 | 44 | 64 | 88)
        && body
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_'))
}

/// `$2a$10$…`, `$6$salt$…`, `$P$B…`: the forms of crypt(3).
fn is_crypt(bytes: &[u8]) -> bool {
    let name = bytes[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    (1..=16).contains(&name) && bytes.get(name + 1) == Some(&b'$') && bytes.len() >= 16
}

/// `{SSHA}…`, as directories store passwords.
fn is_scheme(bytes: &[u8]) -> bool {
    let name = bytes[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        .count();
    (2..=16).contains(&name) && bytes.get(name + 1) == Some(&b'}') && bytes.len() >= name + 14
}

/// `pbkdf2_sha256$…`, `sha1$…`, `md5:…`.
fn is_labelled_hash(bytes: &[u8]) -> bool {
    if bytes.len() < 24 {
        return false;
    }
    let name = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    let label = &bytes[..name];
    let starts = |word: &str| {
        label
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    name <= 16
        && matches!(bytes.get(name), Some(b'$' | b':'))
        && ["pbkdf2", "sha", "md5", "bcrypt", "argon2", "scrypt"]
            .iter()
            .any(|word| starts(word))
}

/// `www.x.org` is about the shortest.
const SHORTEST: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_addresses_of_pages_are_idle() {
        for cell in [
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "5F4DCC3B5AA765D61D8327DEB882CF99:a1b2c3",
            "*2470C0C06DEE42FD1618BBB99005ADCA2EC9D1E1",
            "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
            "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            "$P$B12345678abcdefghijklmnopqrstuv",
            "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
            "pbkdf2_sha256$150000$abcdef$ghijklmnop",
            "W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
            "0x5f4dcc3b5aa765d6",
            "123e4567-e89b-12d3-a456-426614174000",
            "{123E4567-E89B-12D3-A456-426614174000}",
            "https://user@example.org/a",
            "WWW.example.org",
            "Mozilla/5.0 (X11; Linux x86_64)",
        ] {
            assert!(is_idle(cell.as_bytes()), "{cell}");
        }
        for cell in [
            "",
            "*",
            "{",
            "$",
            "{}",
            "$45.20",
            "$1,000,000.00 $",
            "***-**-1234",
            "Hughes",
            "Martinez",
            "Washington",
            "12345678901234567890123456789012",
            "jane@example.org",
            "0123456789",
            "Sha Tin",
            "A1234567890",
        ] {
            assert!(!is_idle(cell.as_bytes()), "{cell}");
        }
    }
}
