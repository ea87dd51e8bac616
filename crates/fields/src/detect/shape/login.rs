//! Tokens: letters, digits and a few marks without a blank.

use super::{GIVEN_NAMES, SURNAMES, Trait};
use crate::kinds::fold::packed;

/// The traits of a token that tell accounts and login names; `digits` and `letters` are their numbers.
pub(super) fn traits(bytes: &[u8], digits: usize, letters: usize, has: &mut impl FnMut(Trait)) {
    if digits >= 5 && is_account_form(bytes) {
        has(Trait::AccountForm);
    }
    let has_mark = || bytes.iter().any(|byte| matches!(byte, b'.' | b'_'));
    if letters > 1
        && !bytes.iter().any(u8::is_ascii_uppercase)
        && ((digits > 0 && bytes[0].is_ascii_alphabetic()) || has_mark())
    {
        has(Trait::Login);
        if has_name(bytes) {
            has(Trait::LoginName);
        }
    }
}

/// One to four letters, perhaps a hyphen, and 5 to 14 digits.
fn is_account_form(bytes: &[u8]) -> bool {
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (prefix, rest) = bytes.split_at(letters);
    let number = rest.strip_prefix(b"-").unwrap_or(rest);
    (1..=4).contains(&letters)
        && (5..=14).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && !OTHER_NUMBERS.iter().any(|word| prefix.eq_ignore_ascii_case(word))
}

/// What the numbers of orders, invoices, articles and the like begin with.
const OTHER_NUMBERS: [&[u8]; 16] = [
    b"ORD", b"INV", b"PO", b"SO", b"TX", b"TXN", b"TRX", b"REF", b"SKU", b"TKT", b"CASE", b"RMA", b"DOC", b"LOT",
    b"PN", b"EMP",
];

/// Whether one of the words of a login is a common name, with or without an initial before it.
fn has_name(bytes: &[u8]) -> bool {
    bytes.split(|byte| !byte.is_ascii_alphabetic()).any(|word| {
        let mut upper = [0u8; 16];
        let Some(upper) = upper.get_mut(..word.len()) else {
            return false;
        };
        upper.copy_from_slice(word);
        upper.make_ascii_uppercase();
        let is_known = |word: &[u8]| {
            word.len() >= 3
                && packed(word)
                    .is_some_and(|key| GIVEN_NAMES.binary_search(&key).is_ok() || SURNAMES.binary_search(&key).is_ok())
        };
        is_known(upper) || upper.split_first().is_some_and(|(_, rest)| is_known(rest))
    })
}
