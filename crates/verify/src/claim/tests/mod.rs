mod fields;

use assay_estimate::RateMethod;
use assay_fields::Kind;
use assay_index::Covers;
use proptest::prelude::*;

use super::*;
use crate::estimates::of_numbers_and_bytes;
use crate::{
    BytesOf, ColumnFindings, Estimate, FieldMatch, Grade, Holds, IndexFindings, LinkMatch, MatchFindings,
    MatchedPersons, OneIn, Options, Outcome, PersonCounts, Quantity, RowCounts, RowsOfLength, SampleFacts,
    SampleFindings, Sampling, Share, TableFacts, Topic, Unit, Warning,
};

/// A sample of 1,000 rows, 900 of them distinct, of 800 people, 100 bytes a row.
fn sample() -> SampleFindings {
    SampleFindings {
        dialect: [("form".to_owned(), "delimited".to_owned())].into(),
        rows: RowCounts {
            read: 1_000,
            distinct: 900,
            duplicate: 100,
            ..RowCounts::default()
        },
        persons: PersonCounts {
            distinct: 800,
            ..PersonCounts::default()
        },
        distinct_values: [(Kind::Ssn, 800)].into(),
        ..SampleFindings::default()
    }
}

fn index(name: &str, people: u64, covers: Covers) -> IndexFindings {
    IndexFindings {
        index: name.to_owned(),
        source: crate::Source::Company,
        key_id: "0011223344556677".parse().unwrap(),
        company: Some("ACME".to_owned()),
        own: vec![],
        snapshot: Some("2021-07-31".to_owned()),
        covers,
        records: people,
        people,
        tool: String::new(),
    }
}

struct World {
    sample: SampleFindings,
    indexes: Vec<IndexFindings>,
    estimates: Vec<Estimate>,
    matched: Option<MatchFindings>,
    sampling: Sampling,
}

impl World {
    fn new(sampling: Sampling) -> World {
        World {
            sample: sample(),
            indexes: vec![index("a", 10_000, Covers::All)],
            estimates: vec![],
            matched: None,
            sampling,
        }
    }

    fn against(&self, claim: Claim) -> ClaimFindings {
        let rows = self.sample.rows.accepted();
        let is_packed = self.sample.dialect["form"] == "parquet";
        let facts = SampleFacts {
            read: rows,
            bytes_of: BytesOf {
                rows: 100 * rows,
                ..BytesOf::default()
            },
            row_lengths: match is_packed {
                true => vec![],
                false => vec![RowsOfLength { bytes: 100, rows }],
            },
            ..SampleFacts::default()
        };
        let options = Options {
            claim,
            sampling: self.sampling,
            today: Some("2026-11-28".parse().unwrap()),
            ..Options::default()
        };
        let mut estimates = self.estimates.clone();
        estimates.extend(of_numbers_and_bytes(&facts, &[], &options));
        let seen = Known {
            matched: self.matched.as_ref(),
            indexes: &self.indexes,
            estimates: &estimates,
            ..Known::of(&facts, &self.sample, &options)
        };
        against(&seen).unwrap()
    }

    fn rows(&self, rows: u64) -> ClaimItem {
        let claim = Claim {
            rows: Some(rows),
            ..Claim::default()
        };
        self.against(claim).rows.unwrap()
    }

    fn people(&self, people: u64) -> ClaimItem {
        let claim = Claim {
            people: Some(people),
            ..Claim::default()
        };
        self.against(claim).people.unwrap()
    }

    fn bytes(&self, bytes: u64, rows: Option<u64>, compressed: Option<bool>) -> ClaimItem {
        let claim = Claim {
            bytes: Some(bytes),
            rows,
            compressed,
            ..Claim::default()
        };
        self.against(claim).bytes.unwrap()
    }
}

fn estimate(of: Quantity, low: f64, high: Option<f64>) -> Estimate {
    Estimate::new(Topic::Size, Unit::Count, "things of the listing", "an estimator", 0.95)
        .of(of)
        .value(low)
        .between(Some(low), high)
        .assuming("nobody counted twice", Holds::Unknown)
        .assuming("the sun shone", Holds::True)
}

use ClaimStatus::{Consistent, Impossible, Inflated, Undecided};

#[test]
fn fewer_rows_than_the_sample_has_are_impossible_and_repeats_prove_nothing() {
    let world = World::new(Sampling::Seller);
    let item = world.rows(899);
    assert_eq!(item.status, Impossible);
    assert!(
        item.because
            .contains("at least 900 distinct rows, more than the 899 claimed"),
        "{item:?}"
    );
    let item = world.rows(950);
    assert_eq!(item.status, Undecided);
    assert!(item.because.contains("only 900 differ"), "{item:?}");
    assert_eq!(world.rows(1_000).status, Undecided);
    let mut several = World::new(Sampling::Seller);
    let table = TableFacts {
        table: 1,
        member: 1,
        columns: 3,
        dialect: Default::default(),
    };
    several.sample.tables = vec![table.clone(), TableFacts { table: 2, ..table }];
    let item = several.rows(899);
    assert_eq!(item.status, Undecided);
    assert!(item.because.contains("2 tables"), "{item:?}");
}

#[test]
fn rows_follow_the_estimates_only_where_the_rows_are_a_random_draw() {
    let mut world = World::new(Sampling::Random);
    world.estimates = vec![
        estimate(Quantity::ListingRows, 5_000.0, Some(6_000.0)),
        estimate(Quantity::ListingPeople, 1.0, Some(2.0)),
        estimate(Quantity::ListingRows, 4_000.0, None),
    ];
    for (claimed, status) in [
        (5_500, Consistent),
        (6_000, Consistent),
        (6_001, Inflated),
        (4_500, Undecided),
    ] {
        assert_eq!(world.rows(claimed).status, status, "{claimed}");
    }
    let item = world.rows(7_000);
    for part in ["at most 6,000", "an estimator", "95 %", "if nobody counted twice"] {
        assert!(item.because.contains(part), "{item:?}");
    }
    assert!(!item.because.contains("the sun shone"), "{item:?}");
    // Less than is there.
    let item = world.rows(3_000);
    assert_eq!(item.status, Undecided);
    assert!(
        item.also.iter().any(|text| text.contains("more than claimed")),
        "{item:?}"
    );
    // One that fits and one that does not: no status.
    world
        .estimates
        .push(estimate(Quantity::ListingDistinctRows, 900.0, Some(1_500.0)));
    let item = world.rows(5_500);
    assert_eq!((item.status, item.also.len()), (Undecided, 2));
    assert!(item.also[1].contains("only copies"), "{item:?}");
    // The kindest of those that are all below decides.
    let item = world.rows(7_000);
    assert_eq!(item.status, Inflated);
    assert!(item.because.contains("at most 6,000"), "{item:?}");
    // A broken one says nothing.
    for estimate in &mut world.estimates {
        *estimate = std::mem::take(estimate).assuming("equal chances", Holds::False);
    }
    assert_eq!(world.rows(7_000).also, Vec::<String>::new());
    // Nor does any where the seller chose.
    world.sampling = Sampling::Seller;
    world.estimates = vec![estimate(Quantity::ListingRows, 5_000.0, Some(6_000.0))];
    for claimed in [5_500, 7_000, 3_000] {
        let item = world.rows(claimed);
        assert_eq!((item.status, item.also.len()), (Undecided, 1));
        assert!(
            item.because.contains("hold only if they were drawn at random"),
            "{item:?}"
        );
    }
}

#[test]
fn people_follow_the_index_and_the_estimates() {
    let mut world = World::new(Sampling::Seller);
    assert_eq!(world.people(700).status, Impossible);
    assert_eq!(world.people(20_000).status, Inflated);
    let item = world.people(9_000);
    assert_eq!(item.status, Consistent);
    assert!(item.also[0].contains("90 % of those in the index"), "{item:?}");
    assert!(world.people(5_000).also[0].contains("one customer in 2"));
    assert!(world.people(20_000).also[0].contains("2 times those in the index"));
    world.indexes = vec![index("a", 10_000, Covers::Current)];
    assert_eq!(world.people(20_000).status, Undecided);
    world.indexes.push(index("b", 5_000, Covers::All));
    let findings = world.against(Claim {
        people: Some(6_000),
        ..Claim::default()
    });
    let share = findings.share_of_customers.unwrap();
    assert_eq!((share.low, share.high), (Some(0.4), Some(0.6)));
    // Without an index.
    world.indexes.clear();
    let item = world.people(9_000);
    assert_eq!((item.status, item.also.len()), (Undecided, 0));
    // An estimate of the listing itself counts for more than that the index is large enough.
    let mut world = World::new(Sampling::Random);
    world.estimates = vec![estimate(Quantity::ListingPeople, 1_500.0, Some(2_000.0))];
    for (claimed, status) in [
        (1_800, Consistent),
        (9_000, Inflated),
        (20_000, Inflated),
        (1_000, Undecided),
    ] {
        assert_eq!(world.people(claimed).status, status, "{claimed}");
    }
}

#[test]
fn rows_and_people_are_held_against_each_other() {
    let world = World::new(Sampling::Seller);
    let both = |rows, people| {
        let claim = Claim {
            rows: Some(rows),
            people: Some(people),
            ..Claim::default()
        };
        world.against(claim).people.unwrap()
    };
    let item = both(1_000, 1_001);
    assert_eq!(item.status, Impossible);
    // 1.25 rows a person.
    let item = both(10_000, 9_000);
    let repeats = item.also.last().unwrap();
    for part in [
        "1.25 rows a person",
        "at most about 8,000 people",
        "do not fit each other",
        "if the rest",
    ] {
        assert!(repeats.contains(part), "{repeats}");
    }
    assert!(
        both(10_000, 7_000)
            .also
            .last()
            .unwrap()
            .contains("not more are claimed")
    );
}

#[test]
fn bytes_are_impossible_only_where_no_sample_could_fit() {
    let mut world = World::new(Sampling::Seller);
    world.sample.rows.distinct = 1_000;
    world.sample.rows.duplicate = 0;
    assert_eq!(world.bytes(99_999, None, None).status, Impossible);
    assert_eq!(world.bytes(99_999, None, Some(true)).status, Undecided);
    assert_eq!(world.bytes(100_000, None, None).status, Undecided);
    // Another form may say the same in fewer bytes.
    world.sample.dialect = [("form".to_owned(), "json".to_owned())].into();
    assert_eq!(world.bytes(99_999, None, None).status, Undecided);
    assert_eq!(world.bytes(999, None, None).status, Impossible);
    // What has no bytes a row.
    world.sample.dialect = [("form".to_owned(), "parquet".to_owned())].into();
    let item = world.bytes(99_999, None, None);
    assert_eq!(item.status, Undecided);
    assert!(item.because.contains("form lacks bytes per row"), "{item:?}");
    let item = world.bytes(50_000_000, Some(100_000_000), None);
    assert_eq!(item.status, Impossible);
    assert!(
        item.because
            .contains("100,000,000 rows are claimed, less than one byte"),
        "{item:?}"
    );
    assert_eq!(world.bytes(50_000_000, Some(100_000_000), Some(true)).status, Undecided);
    // Of a sample with 100 repeats the distinct rows have a 101st of the bytes at least.
    let world = World::new(Sampling::Seller);
    assert_eq!(world.bytes(50_000, None, None).status, Undecided);
}

#[test]
fn bytes_and_rows_are_held_against_each_other() {
    let mut world = World::new(Sampling::Seller);
    let status = |world: &World, rows, compressed| world.bytes(100_000_000, Some(rows), compressed).status;
    // A million rows of a hundred bytes.
    for (rows, compressed, expected) in [
        (1_000_000, None, Consistent),
        (1_900_000, None, Consistent),
        (600_000, None, Consistent),
        (10_000_000, None, Undecided),
        (10_000_000, Some(true), Consistent),
        (10_000_000, Some(false), Undecided),
        (30_000_000, Some(true), Undecided),
        (100_000, None, Undecided),
        (100_000_001, None, Impossible),
    ] {
        assert_eq!(status(&world, rows, compressed), expected, "{rows} {compressed:?}");
    }
    let item = world.bytes(100_000_000, Some(10_000_000), None);
    assert!(item.because.contains("at 100 bytes a row"), "{item:?}");
    assert!(item.because.contains("about 1,000,000 rows"), "{item:?}");
    assert!(item.because.contains("10 times as many"), "{item:?}");
    assert!(
        world
            .bytes(100_000_000, Some(100_000), None)
            .because
            .contains("other tables")
    );
    // The rows are inflated if not even an archive could hold them, where the sample is a random draw.
    let claim = |rows| Claim {
        rows: Some(rows),
        bytes: Some(100_000_000),
        ..Claim::default()
    };
    let rows = |world: &World, rows| world.against(claim(rows)).rows.unwrap();
    assert_eq!(rows(&world, 50_000_000).status, Undecided);
    assert!(rows(&world, 50_000_000).also[0].contains("even compressed twentyfold"));
    assert!(rows(&world, 30_000_000).also.is_empty());
    world.sampling = Sampling::Random;
    assert_eq!(rows(&world, 50_000_000).status, Inflated);
    assert_eq!(rows(&world, 30_000_000).status, Undecided);
    // Bytes that can't be true say nothing of the rows.
    assert_eq!(rows(&world, 100_000_001).status, Undecided);
    assert!(rows(&world, 100_000_001).also.is_empty());
    // A handful of rows, of which no interval can be made, decides nothing.
    let rows_read = std::mem::take(&mut world.sample.rows);
    (world.sample.rows.read, world.sample.rows.distinct) = (20, 20);
    assert_eq!(rows(&world, 50_000_000).status, Undecided);
    let item = world.bytes(100_000_000, Some(1_000_000), None);
    assert_eq!(item.status, Undecided);
    assert!(item.because.contains("20 rows could be measured"), "{item:?}");
    world.sample.rows = rows_read;
    // The estimate of them has limits.
    world.estimates = vec![estimate(Quantity::RowsOfClaimedBytes, 900_000.0, Some(1_100_000.0))];
    let item = world.bytes(100_000_000, Some(1_000_000), None);
    assert!(
        item.because.contains("(900,000 to 1,100,000, confidence 95 %)"),
        "{item:?}"
    );
}

#[test]
fn dates_contradict_only_each_other() {
    let world = World::new(Sampling::Seller);
    let date = |date: &str, seen: Option<&str>| {
        let claim = Claim {
            date: Some(date.parse().unwrap()),
            seen: seen.map(|seen| seen.parse().unwrap()),
            ..Claim::default()
        };
        world.against(claim).date.unwrap()
    };
    for (claimed, seen, status) in [
        ("2021-07", Some("2021-08-14"), Undecided),
        ("2021-08", Some("2021-08-14"), Undecided),
        ("2021-09", Some("2021-08-14"), Impossible),
        ("2021", Some("2021-08"), Undecided),
        ("2026-11-29", None, Undecided),
        ("2026-11-30", None, Impossible),
        ("2027", None, Impossible),
    ] {
        assert_eq!(date(claimed, seen).status, status, "{claimed} {seen:?}");
    }
    assert!(date("2021-07", None).because.contains("a of 2021-07-31"));
}

#[test]
fn another_company_or_time_is_a_warning() {
    let indexes = [index("a", 1, Covers::All)];
    let codes = |company: &str, date: &str| {
        let claim = Claim {
            company: Some(company.to_owned()),
            date: Some(date.parse().unwrap()),
            ..Claim::default()
        };
        warnings(&claim, &indexes)
    };
    assert_eq!(codes("Acme, Inc.", "2021-07"), []);
    assert!(matches!(
        codes("Apex", "2021-07-31")[..],
        [Warning::OtherCompany { .. }]
    ));
    assert!(matches!(
        codes("ACME", "2021-08-01")[..],
        [Warning::OlderThanClaimed { .. }]
    ));
    // Of a year that is not over the index lacks the rest.
    assert!(matches!(codes("ACME", "2021")[..], [Warning::OlderThanClaimed { .. }]));
}

proptest! {
    #[test]
    fn any_claim_gets_an_answer(
        rows: Option<u64>, people: Option<u64>, bytes: Option<u64>, compressed: Option<bool>, random: bool, several: bool,
        low in 0f64..1e19, width in proptest::option::of(0f64..1e19),
    ) {
        let mut world = World::new(if random { Sampling::Random } else { Sampling::Seller });
        if several {
            world.indexes.push(index("b", u64::MAX, Covers::Unstated));
        }
        for of in [Quantity::ListingRows, Quantity::ListingPeople, Quantity::NumbersIssued, Quantity::RowsOfClaimedBytes] {
            world.estimates.push(estimate(of, low, width.map(|width| low + width)));
        }
        let findings = world.against(Claim { rows, people, bytes, compressed, ..Claim::default() });
        for item in [findings.rows, findings.people, findings.bytes].into_iter().flatten() {
            prop_assert!(!item.because.is_empty());
            prop_assert!(!item.because.contains("NaN") && !item.because.contains("inf "), "{}", item.because);
        }
        if let Some(share) = findings.share_of_customers {
            prop_assert!(share.low <= share.high && share.low.unwrap().is_finite());
        }
    }

    /// A claim that is true is never called impossible, whatever part of the listing is shown.
    #[test]
    fn a_true_claim_is_never_impossible(
        people in 1u64..5_000, copies in 1u64..4, shown in 0.0f64..=1.0, random: bool,
    ) {
        let mut world = World::new(if random { Sampling::Random } else { Sampling::Seller });
        let rows = people * copies;
        let seen = ((rows as f64 * shown) as u64).max(1);
        let distinct = seen.min(people);
        world.sample.rows = RowCounts { read: seen, distinct, duplicate: seen - distinct, ..RowCounts::default() };
        world.sample.distinct_values = [(Kind::Ssn, distinct)].into();
        world.sample.persons.distinct = distinct;
        // The helper gives the sample a hundred bytes a row; the listing's rows have as many.
        let claim = Claim { rows: Some(rows), people: Some(people), bytes: Some(100 * rows), ..Claim::default() };
        let findings = world.against(claim);
        for item in [findings.rows, findings.people, findings.bytes].into_iter().flatten() {
            prop_assert_ne!(item.status, Impossible, "{}", item.because);
        }
    }
}
