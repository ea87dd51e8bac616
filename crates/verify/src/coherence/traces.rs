//! Traces of fake-data generators.
//!
//! The generators copied one another: Ruby's faker, Python's Faker, faker.js and their kin name a city by one of a few
//! prefixes and a person's name with one of a few suffixes (`Port Michael`, `Lake Davidberg`, `Smithmouth`), write
//! telephone numbers with `x` and three to five digits, and put addresses into `example.com`, `.org` and `.net`.

/// Whether a canonical city is named as the generators do it.
pub(super) fn is_generators_city(name: &str) -> bool {
    let (first, rest) = name.split_once(' ').unwrap_or(("", name));
    let is_word = |word: &str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_suffix = || {
        SUFFIXES
            .iter()
            .any(|suffix| rest.len() > suffix.len() + 1 && rest.ends_with(suffix))
    };
    match first {
        "" => is_word(rest) && has_suffix(),
        first => PREFIXES.contains(&first) && is_word(rest),
    }
}

/// Whether a telephone cell ends in `x` and three to five digits.
pub(super) fn has_extension(cell: &str) -> bool {
    let cell = cell.trim_ascii_end().as_bytes();
    let digits = cell.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let before = cell.len().saturating_sub(digits);
    (3..=5).contains(&digits) && before > 1 && cell[before - 1] == b'x' && cell[before - 2].is_ascii_digit()
}

/// Whether a text has a word of the filler text in it that is no word of English and no name.
pub(super) fn has_lorem(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphabetic())
        .filter(|word| word.len() > 4)
        .any(|word| LOREM.iter().any(|lorem| lorem.eq_ignore_ascii_case(word)))
}

/// Whether an e-mail domain is reserved for examples and tests (RFC 2606 and 6761).
pub(super) fn is_reserved(domain: &str) -> bool {
    let top = domain.rsplit('.').next().unwrap_or_default();
    let mut labels = domain.rsplitn(3, '.');
    let last_two = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    matches!(last_two, ("com" | "org" | "net", "example"))
        || matches!(top, "example" | "test" | "invalid" | "localhost")
}

/// As the canonical form of cities has them: a leading direction is one letter.
const PREFIXES: [&str; 7] = ["N", "E", "W", "S", "NEW", "LAKE", "PORT"];
const SUFFIXES: [&str; 18] = [
    "TOWN", "TON", "LAND", "VILLE", "BERG", "BURGH", "BOROUGH", "BURY", "VIEW", "PORT", "MOUTH", "STAD", "FURT",
    "CHESTER", "FORT", "HAVEN", "SIDE", "SHIRE",
];
const LOREM: [&str; 16] = [
    "lorem",
    "ipsum",
    "dolor",
    "consectetur",
    "adipiscing",
    "adipisicing",
    "eiusmod",
    "incididunt",
    "voluptatem",
    "voluptas",
    "accusantium",
    "doloremque",
    "laudantium",
    "quibusdam",
    "reprehenderit",
    "cupiditate",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_of_generators() {
        for name in [
            "PORT MICHAEL",
            "LAKE DAVIDBERG",
            "SMITHMOUTH",
            "N SARAHVILLE",
            "JOHNSONFURT",
            "NEW JASON",
        ] {
            assert!(is_generators_city(name), "{name}");
        }
        for name in [
            "SEATTLE",
            "NEW YORK CITY",
            "SAN JOSE",
            "TON",
            "LAKE",
            "FT WORTH",
            "",
            "PORT ST LUCIE",
        ] {
            assert!(!is_generators_city(name), "{name}");
        }
    }

    #[test]
    fn extensions_lorem_and_reserved_domains() {
        assert!(has_extension("206-555-1234x123") && has_extension("(206)555-1234x12345"));
        assert!(!has_extension("206-555-1234") && !has_extension("206-555-1234 x12") && !has_extension("x123"));
        assert!(has_lorem("12 Ipsum Street") && has_lorem("VOLUPTATEM") && !has_lorem("Dolores Street"));
        assert!(is_reserved("example.com") && is_reserved("mail.example.org") && is_reserved("a.test"));
        assert!(!is_reserved("example.de") && !is_reserved("myexample.com") && !is_reserved("com"));
    }
}
