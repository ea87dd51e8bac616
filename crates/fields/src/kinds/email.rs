use idna::AsciiDenyList;
use unicode_normalization::UnicodeNormalization;

use super::digits;
use crate::reading::is_blank;
use crate::{Doubt, Parsed, Reading, Reason};

/// E-mail address: lower case, the domain in its ASCII form (IDNA), `mailto:` and `Jane <…>` off.
///
/// Dots and `+tags` before the `@` stay, though some providers ignore them: a company's table holds what the
/// customer typed, and folding by provider would let two addresses of one table meet. Whether two
/// spellings belong to one person is a question for links.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let start = out.len();
    match push(raw, out) {
        Ok(domain) => Parsed::Value {
            doubt: is_impossible(&out.as_bytes()[start + domain..]).then_some(Doubt::UnknownDomain),
            padded: false,
        },
        Err(reason) => Parsed::Malformed(reason),
    }
}

/// Appends the address; says where its domain begins.
fn push(raw: &str, out: &mut String) -> Result<usize, Reason> {
    let start = out.len();
    let text = bare(raw);
    let (local, domain) = text.rsplit_once('@').ok_or(Reason::NoAtSign)?;
    if local.is_empty() || domain.is_empty() {
        return Err(Reason::NoAtSign);
    }
    push_local(local, out)?;
    if out.len() - start > MOST_LOCAL {
        return Err(Reason::TooLong);
    }
    out.push('@');
    let at = out.len();
    push_domain(domain, out)?;
    if out.len() - start > MOST {
        return Err(Reason::TooLong);
    }
    Ok(at - start)
}

/// The address without what mail programs and lists put round it.
fn bare(raw: &str) -> &str {
    let last = raw.as_bytes().last().copied().unwrap_or_default();
    let first = raw.as_bytes().first().copied().unwrap_or_default();
    let mut text = raw;
    if !last.is_ascii_alphanumeric() || !first.is_ascii_alphanumeric() {
        text = text.trim_end_matches([',', ';']);
        if let Some(inner) = text.strip_suffix('>')
            && let Some((_, address)) = inner.rsplit_once('<')
        {
            text = address;
        }
        text = text.trim_matches(is_blank);
        // A quoted local part opens with the same mark as a quoted cell, which closes with it too.
        if !text.starts_with('"') || text.ends_with('"') {
            text = digits::unwrapped(text);
        }
    }
    match text.split_at_checked(MAILTO.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(MAILTO) => {
            rest.split_once('?').map_or(rest, |(address, _)| address)
        }
        _ => text,
    }
}

fn push_local(local: &str, out: &mut String) -> Result<(), Reason> {
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    if !quoted && !local.bytes().all(|byte| LOCAL[usize::from(byte)]) {
        return Err(Reason::BadCharacter);
    }
    let start = out.len();
    if local.is_ascii() {
        if local.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(Reason::BadCharacter);
        }
        out.push_str(local);
        out[start..].make_ascii_lowercase();
        return Ok(());
    }
    out.extend(local.nfc().flat_map(char::to_lowercase).nfc());
    let written = &out[start..];
    let is_odd = |c: char| c.is_control() || (is_blank(c) && !quoted);
    let is_settled = written.nfc().flat_map(char::to_lowercase).nfc().eq(written.chars());
    if written.contains(is_odd) || !is_settled {
        return Err(Reason::BadCharacter);
    }
    Ok(())
}

fn push_domain(domain: &str, out: &mut String) -> Result<(), Reason> {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let start = out.len();
    if domain.is_ascii() && !has_punycode(domain.as_bytes()) {
        out.push_str(domain);
        out[start..].make_ascii_lowercase();
    } else {
        let ascii = idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::STD3).map_err(|_| Reason::BadDomain)?;
        out.push_str(ascii.strip_suffix('.').unwrap_or(&ascii));
    }
    if is_domain(&out.as_bytes()[start..]) {
        Ok(())
    } else {
        Err(Reason::BadDomain)
    }
}

/// Whether a label may be in IDNA's ASCII form, which has to be checked like the Unicode it stands for.
fn has_punycode(domain: &[u8]) -> bool {
    domain
        .windows(4)
        .any(|four| four[2] == b'-' && four.eq_ignore_ascii_case(b"xn--"))
}

/// Two labels at least, each of 1 to 63 letters, digits and inner hyphens (RFC 1123, 2.1).
fn is_domain(domain: &[u8]) -> bool {
    let mut dots = 0;
    let mut length = 0;
    let mut previous = b'.';
    for &byte in domain {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => length += 1,
            b'-' if length > 0 => length += 1,
            b'.' if length > 0 && previous != b'-' => {
                dots += 1;
                length = 0;
            }
            _ => return false,
        }
        if length > 63 {
            return false;
        }
        previous = byte;
    }
    dots > 0 && length > 0 && previous != b'-'
}

/// Top-level domains that can't exist: one letter, digits only, or reserved for tests (RFC 2606).
fn is_impossible(domain: &[u8]) -> bool {
    let top = domain
        .iter()
        .rposition(|&byte| byte == b'.')
        .map_or(domain, |at| &domain[at + 1..]);
    match top {
        [_] => true,
        [b'i' | b't' | b'e' | b'l', ..] => {
            matches!(top, b"invalid" | b"test" | b"example" | b"localhost")
        }
        [b'0'..=b'9', ..] => top.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

const fn local_table() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0x21;
    while byte < 256 {
        table[byte] = byte != 0x7F;
        byte += 1;
    }
    let specials = b"()<>[]:;@\\,\"";
    let mut at = 0;
    while at < specials.len() {
        table[specials[at] as usize] = false;
        at += 1;
    }
    table
}

/// The bytes of an unquoted local part: RFC 5322's atoms and dots, and any byte of UTF-8 (RFC 6531). Where
/// the dots stand is not checked, as real systems hold addresses such as `jane.@…`.
static LOCAL: [bool; 256] = local_table();
const MAILTO: &str = "mailto:";
/// RFC 5321, 4.5.3.1.1.
const MOST_LOCAL: usize = 64;
/// RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets.
const MOST: usize = 254;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        check(
            Kind::Email,
            &[
                ("jane.doe@mail.org", value("jane.doe@mail.org")),
                ("Jane.Doe@Mail.ORG", value("jane.doe@mail.org")),
                (" jane.doe@mail.org ", value("jane.doe@mail.org")),
                ("mailto:jane.doe@mail.org", value("jane.doe@mail.org")),
                ("MAILTO:jane.doe@mail.org?subject=x", value("jane.doe@mail.org")),
                ("<jane.doe@mail.org>", value("jane.doe@mail.org")),
                ("Jane Doe <jane.doe@mail.org>", value("jane.doe@mail.org")),
                ("\"Doe, Jane\" <jane.doe@mail.org>", value("jane.doe@mail.org")),
                ("\"jane.doe@mail.org\"", value("jane.doe@mail.org")),
                ("'jane.doe@mail.org", value("jane.doe@mail.org")),
                ("jane.doe@mail.org.", value("jane.doe@mail.org")),
                ("jane.doe@mail.org;", value("jane.doe@mail.org")),
                ("jane+news@mail.org", value("jane+news@mail.org")),
                ("janedoe@gmail.com", value("janedoe@gmail.com")),
                ("jane.doe@gmail.com", value("jane.doe@gmail.com")),
                ("o'neil@mail.org", value("o'neil@mail.org")),
                ("\"jane doe\"@mail.org", value("\"jane doe\"@mail.org")),
                ("jane@Bücher.de", value("jane@xn--bcher-kva.de")),
                ("jane@XN--bcher-kva.de", value("jane@xn--bcher-kva.de")),
                ("jane@bu\u{308}cher.de", value("jane@xn--bcher-kva.de")),
                ("ZOË@mail.org", value("zoë@mail.org")),
                ("zoe\u{308}@mail.org", value("zoë@mail.org")),
                ("jane@mail.test", Ok(("jane@mail.test", Some(Doubt::UnknownDomain)))),
                ("jane@mail.c", Ok(("jane@mail.c", Some(Doubt::UnknownDomain)))),
                ("jane@10.0.0.1", Ok(("jane@10.0.0.1", Some(Doubt::UnknownDomain)))),
                ("jane@mail.info", value("jane@mail.info")),
            ],
        );
    }

    #[test]
    fn rejects() {
        let bad = |reason| Err(Parsed::Malformed(reason));
        check(
            Kind::Email,
            &[
                ("jane.doe", bad(Reason::NoAtSign)),
                ("@mail.org", bad(Reason::NoAtSign)),
                ("jane@", bad(Reason::NoAtSign)),
                ("jane@mail", bad(Reason::BadDomain)),
                ("jane@mail..org", bad(Reason::BadDomain)),
                ("jane@.org", bad(Reason::BadDomain)),
                ("jane@-mail.org", bad(Reason::BadDomain)),
                ("jane@mail-.org", bad(Reason::BadDomain)),
                ("jane@ma_il.org", bad(Reason::BadDomain)),
                ("jane@mail org", bad(Reason::BadDomain)),
                ("jane@xn--zzzzzz-.org", bad(Reason::BadDomain)),
                ("jane doe@mail.org", bad(Reason::BadCharacter)),
                ("jane@doe@mail.org", bad(Reason::BadCharacter)),
                ("jane:secret@mail.org", bad(Reason::BadCharacter)),
                ("a@mail.org, b@mail.org", bad(Reason::BadCharacter)),
                ("test@test.com", Err(Parsed::Placeholder)),
                ("NoEmail@acme.com", Err(Parsed::Placeholder)),
                ("none@none.com", Err(Parsed::Placeholder)),
                ("na@na.com", Err(Parsed::Placeholder)),
                ("example@example.com", Err(Parsed::Placeholder)),
                ("n/a", Err(Parsed::Placeholder)),
                ("j***@gmail.com", Err(Parsed::Masked)),
                ("xxxx@gmail.com", Err(Parsed::Masked)),
            ],
        );
        let long = format!("{}@mail.org", "a".repeat(65));
        check(Kind::Email, &[(&long, bad(Reason::TooLong))]);
        let long = format!("jane@{}org", "abcdefghi.".repeat(25));
        check(Kind::Email, &[(&long, bad(Reason::TooLong))]);
    }

    laws!(
        Kind::Email,
        "[A-Za-zÀ-ž0-9._+-]{1,10}@[A-Za-zß-ž0-9-]{1,8}\\.[A-Za-z]{1,4}"
    );
}
