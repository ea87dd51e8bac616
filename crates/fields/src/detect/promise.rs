//! What a listing promises, in a seller's words: `unique IMEI numbers`, `driver licenses information`.

use std::str::FromStr;

use super::header::words_of;
use super::kind_of_header;
use crate::Kind;

/// The kind that a seller's words name: a kind's own name, or words that the vocabulary of headers knows once plurals and
/// what sellers put around them are off. `None` for words that name none of the kinds, such as `passwords`, and for those
/// that name a part or a property of one, such as `last 4 of SSN`.
///
/// # Examples
/// ```
/// use assay_fields::{Kind, detect::kind_of_promise};
/// assert_eq!(kind_of_promise("unique IMEI numbers"), Some(Kind::Imei));
/// assert_eq!(kind_of_promise("account PINs"), None);
/// ```
pub fn kind_of_promise(words: &str) -> Option<Kind> {
    if let Ok(kind) = Kind::from_str(words) {
        return (kind != Kind::Opaque).then_some(kind);
    }
    let words = words_of(words)?;
    let all: Vec<&str> = words.split(' ').collect();
    let singular: Vec<&str> = all.iter().map(|word| singular(word)).collect();
    let start = singular.iter().take_while(|word| AROUND.contains(word)).count();
    let end = singular.iter().rev().take_while(|word| AROUND.contains(word)).count();
    let bare = singular.get(start..singular.len() - end.min(singular.len() - start))?;
    let known = [&all[..], &singular[..], bare]
        .into_iter()
        .find_map(|words| kind_of_header(&words.join(" ")));
    known
        .filter(|(kind, confidence)| *kind != Kind::Opaque && *confidence >= SURELY)
        .map(|(kind, _)| kind)
}

/// A word without the ending of an English plural.
fn singular(word: &str) -> &str {
    match word {
        "dates" | "licenses" | "licences" | "codes" | "names" | "phones" => &word[..word.len() - 1],
        _ if word.ends_with("sses") => &word[..word.len() - 2],
        _ if word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") => &word[..word.len() - 1],
        _ => word,
    }
}

/// What sellers put around a field, in the singular.
const AROUND: [&str; 17] = [
    "all",
    "complete",
    "data",
    "detail",
    "full",
    "info",
    "information",
    "legal",
    "physical",
    "plaintext",
    "real",
    "record",
    "unique",
    "valid",
    "value",
    "verified",
    "unmasked",
];

/// A header of less confidence, such as `id`, says too little to be a promise.
const SURELY: f64 = 0.6;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_listings_promised_is_understood() {
        for (words, kind) in [
            // The listing of August 2021.
            ("social security numbers", Some(Kind::Ssn)),
            ("phone numbers", Some(Kind::Phone)),
            ("names", Some(Kind::Name)),
            ("physical addresses", Some(Kind::Address)),
            ("unique IMEI numbers", Some(Kind::Imei)),
            ("driver licenses information", Some(Kind::Licence)),
            ("SSNs", Some(Kind::Ssn)),
            ("DOB", Some(Kind::Dob)),
            ("DOBs", Some(Kind::Dob)),
            ("dates of birth", Some(Kind::Dob)),
            ("driver license", Some(Kind::Licence)),
            ("driver's licenses", Some(Kind::Licence)),
            ("full names", Some(Kind::Name)),
            ("first names", Some(Kind::GivenName)),
            ("last name", Some(Kind::Surname)),
            ("E-mail addresses", Some(Kind::Email)),
            ("emails", Some(Kind::Email)),
            ("ZIP codes", Some(Kind::Postcode)),
            ("credit card numbers", Some(Kind::Card)),
            ("IP addresses", Some(Kind::Ip)),
            ("usernames", Some(Kind::Username)),
            ("account numbers", Some(Kind::Account)),
            ("given_name", Some(Kind::GivenName)),
            ("license", Some(Kind::Licence)),
            ("passport numbers", Some(Kind::Passport)),
            ("Telefonnummer", Some(Kind::Phone)),
        ] {
            assert_eq!(kind_of_promise(words), kind, "{words}");
        }
    }

    #[test]
    fn parts_and_other_things_are_no_kind() {
        for words in [
            "",
            " ",
            "passwords",
            "password hashes",
            "account PINs",
            "last 4 of SSN",
            "last four digits of SSNs",
            "phone model",
            "email hashes",
            "id",
            "opaque",
            "all",
            "full information",
            "names and addresses",
            "loyalty points",
            "gender",
        ] {
            assert_eq!(kind_of_promise(words), None, "{words}");
        }
    }

    proptest! {
        #[test]
        fn any_words_may_be_asked_for(words in any::<String>()) {
            prop_assert_ne!(kind_of_promise(&words), Some(Kind::Opaque));
        }

        #[test]
        fn every_kind_is_known_by_its_name(at in 0..Kind::ALL.len()) {
            let kind = Kind::ALL[at];
            let expected = (kind != Kind::Opaque).then_some(kind);
            prop_assert_eq!(kind_of_promise(kind.name()), expected);
            prop_assert_eq!(kind_of_promise(&format!(" {} ", kind.name().to_uppercase())), expected);
        }
    }
}
