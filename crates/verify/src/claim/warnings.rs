//! What the reader must know about a claim beside its figures.

use super::Period;
use crate::{Claim, IndexFindings, Warning};

/// Warnings where the claim is of another company or another time than an index.
pub(crate) fn warnings(claim: &Claim, indexes: &[IndexFindings]) -> Vec<Warning> {
    let other_company = indexes.iter().filter_map(|index| {
        let (claimed, company) = (claim.company.as_ref()?, index.company.as_ref()?);
        (folded(claimed) != folded(company)).then(|| Warning::OtherCompany {
            claimed: claimed.clone(),
            company: company.clone(),
            index: index.index.clone(),
        })
    });
    let older = indexes.iter().filter_map(|index| {
        let (claimed, snapshot) = (claim.date?, index.snapshot.as_ref()?);
        let of: Period = snapshot.parse().ok()?;
        (of.last() < claimed.last()).then(|| Warning::OlderThanClaimed {
            claimed: claimed.to_string(),
            snapshot: snapshot.clone(),
            index: index.index.clone(),
        })
    });
    other_company.chain(older).collect()
}

/// A company's name without what only says its legal form. What remains is compared letter by letter: a name in other
/// words is a warning too many, never one too few.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('&', " and ");
    let mut words: Vec<String> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '_' | '/'))
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(&last.as_str())) {
        words.pop();
    }
    words.concat()
}

const LEGAL_FORMS: [&str; 16] = [
    "ag",
    "bv",
    "co",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "plc",
    "sa",
    "company",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_company_in_other_spellings() {
        for (one, other, same) in [
            ("T-Mobile", "t mobile, Inc.", true),
            ("AT&T", "AT and T Corp.", true),
            ("ACME", "Acme GmbH", true),
            ("ACME", "ACME (synthetic)", false),
            ("T-Mobile", "T-Mobile US", false),
            ("Co", "Inc", false),
        ] {
            assert_eq!(folded(one) == folded(other), same, "{one}, {other}");
        }
    }
}
