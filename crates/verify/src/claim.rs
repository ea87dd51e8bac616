//! The numbers that a listing states, against what was seen.

use assay_index::Covers;

use crate::{ClaimFindings, ClaimItem, ClaimStatus, IndexFindings, Options, SampleFacts, SampleFindings};

/// Sets the claim against the sample and the indexes. `impossible` needs a contradiction that holds for
/// any sample; more people than the index is `inflated` only if the index covers all.
pub(crate) fn against(
    facts: &SampleFacts,
    sample: &SampleFindings,
    indexes: &[IndexFindings],
    options: &Options,
) -> ClaimFindings {
    let claim = &options.claim;
    let rows = sample.rows.accepted();
    ClaimFindings {
        rows: claim
            .rows
            .map(|claimed| item(claimed, row_status(claimed, rows, sample))),
        people: claim.people.map(|claimed| {
            item(
                claimed,
                people_status(claimed, people_at_least(sample), claim.rows, indexes),
            )
        }),
        bytes: claim
            .bytes
            .map(|claimed| item(claimed, byte_status(claimed, facts.bytes, rows, claim.rows))),
        fields: Vec::new(),
    }
}

/// People whom the sample shows at least: the distinct values of a kind that one person has once. Rows of one person
/// that share no identifier make the count of joined people too high for a contradiction.
fn people_at_least(sample: &SampleFindings) -> u64 {
    let once = sample.distinct_values.iter().filter(|(kind, _)| kind.is_personal());
    once.map(|(kind, values)| *sample.distinct_values_at_least.get(kind).unwrap_or(values))
        .max()
        .unwrap_or(0)
}

type Status = (ClaimStatus, String);

fn item(claimed: u64, (status, because): Status) -> ClaimItem {
    ClaimItem {
        claimed,
        status,
        because,
    }
}

fn row_status(claimed: u64, seen: u64, sample: &SampleFindings) -> Status {
    if seen > claimed {
        let because = format!("the sample alone has {seen} rows, more than the {claimed} claimed");
        return (ClaimStatus::Impossible, because);
    }
    let because = format!(
        "the sample has {seen} rows, {}{} of them distinct, of {} people: a sample of a listing can't show how many \
         more rows there are",
        if sample.error_of_rows().is_some() { "about " } else { "" },
        sample.rows.distinct,
        sample.persons.distinct
    );
    (ClaimStatus::Undecided, because)
}

fn people_status(claimed: u64, seen: u64, claimed_rows: Option<u64>, indexes: &[IndexFindings]) -> Status {
    if seen > claimed {
        let because =
            format!("the sample alone shows at least {seen} distinct people, more than the {claimed} claimed");
        return (ClaimStatus::Impossible, because);
    }
    if let Some(rows) = claimed_rows.filter(|rows| *rows < claimed) {
        let because = format!("{rows} rows can't hold {claimed} people, one row being one person at most");
        return (ClaimStatus::Impossible, because);
    }
    // Several indexes may hold the same people: together they hold at least the largest and at most the sum.
    let least = indexes.iter().map(|index| index.people).max().unwrap_or(0);
    let most: u64 = indexes.iter().map(|index| index.people).sum();
    let covers_all = !indexes.is_empty() && indexes.iter().all(|index| index.covers == Covers::All);
    if claimed <= least {
        let because =
            format!("at least {seen} distinct people were seen and the index holds {least}; {claimed} lies between");
        return (ClaimStatus::Consistent, because);
    }
    if claimed > most && covers_all {
        let because = format!(
            "the company ever had {most} customers by the index, which is stated to cover all; {claimed} are claimed"
        );
        return (ClaimStatus::Inflated, because);
    }
    let why = if covers_all {
        "may overlap"
    } else {
        "are not all stated to cover all customers"
    };
    let because = match indexes.len() {
        1 => format!("the index holds {most} people and is not stated to cover all customers; {claimed} are claimed"),
        _ => format!("the indexes hold {least} to {most} people and {why}; {claimed} are claimed"),
    };
    (ClaimStatus::Undecided, because)
}

fn byte_status(claimed: u64, bytes: u64, rows: u64, claimed_rows: Option<u64>) -> Status {
    if bytes > claimed {
        let because = format!("the sample alone has {bytes} bytes, more than the {claimed} claimed");
        return (ClaimStatus::Impossible, because);
    }
    if rows == 0 || bytes == 0 {
        return (ClaimStatus::Undecided, "the sample lacks a row to measure".to_owned());
    }
    let per_row = bytes as f64 / rows as f64;
    let implied = (claimed as f64 / per_row).round();
    let mut because =
        format!("at {per_row:.0} bytes a row, as in the sample, {claimed} bytes are about {implied} rows");
    if let Some(claimed_rows) = claimed_rows {
        because += &format!("; {claimed_rows} are claimed");
    }
    (ClaimStatus::Undecided, because)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Claim, RowCounts};

    fn against_(claim: Claim, covers: Covers) -> ClaimFindings {
        let sample = SampleFindings {
            rows: RowCounts {
                read: 1_000,
                distinct: 900,
                duplicate: 100,
                ..RowCounts::default()
            },
            distinct_values: [(assay_fields::Kind::Ssn, 800)].into(),
            ..SampleFindings::default()
        };
        let facts = SampleFacts {
            bytes: 100_000,
            ..SampleFacts::default()
        };
        let index = IndexFindings {
            index: "a".into(),
            key_id: "0011223344556677".parse().unwrap(),
            company: None,
            own: vec![],
            snapshot: None,
            covers,
            records: 10_000,
            people: 10_000,
            tool: String::new(),
        };
        let options = Options {
            claim,
            ..Options::default()
        };
        against(&facts, &sample, &[index], &options)
    }

    #[test]
    fn statuses_follow_their_rules() {
        let people = |claimed, covers| {
            let claim = Claim {
                people: Some(claimed),
                ..Claim::default()
            };
            against_(claim, covers).people.unwrap().status
        };
        assert_eq!(people(700, Covers::All), ClaimStatus::Impossible);
        assert_eq!(people(9_000, Covers::Unstated), ClaimStatus::Consistent);
        assert_eq!(people(20_000, Covers::All), ClaimStatus::Inflated);
        assert_eq!(people(20_000, Covers::Current), ClaimStatus::Undecided);
        let claim = |rows, people, bytes| against_(Claim { rows, people, bytes }, Covers::All);
        assert_eq!(
            claim(Some(999), None, None).rows.unwrap().status,
            ClaimStatus::Impossible
        );
        assert_eq!(
            claim(Some(1_000), None, None).rows.unwrap().status,
            ClaimStatus::Undecided
        );
        let both = claim(Some(1_000), Some(2_000), Some(99_999));
        assert_eq!(both.people.unwrap().status, ClaimStatus::Impossible);
        assert_eq!(both.bytes.unwrap().status, ClaimStatus::Impossible);
        let bytes = claim(None, None, Some(1_000_000)).bytes.unwrap();
        assert!(bytes.because.contains("10000 rows"), "{}", bytes.because);
    }
}
