//! Segments: samples drawn from the whole base, from one segment, from several; copies, sealed samples, several indexes.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assay_estimate::binomial_survival;
use assay_fields::{Class, Kind, Reading, Row, Side};
use assay_index::{
    BuildOptions, Builder, ChunkDigests, ChunkPairs, Covers, Digester, Index, Keyed, Manifest, Messages, NameAgreement,
    Output, RecordCounts, Scheme, container, mix,
};
use assay_verify::{
    Budget, Claim, ClaimStatus, Difference, Findings, Options, Sampling, SegmentMatch, SegmentShare, Topic,
};
use support::{key, open, test, test_within};

/// Segments with their shares of 100 customers.
const PLANS: [(&str, u64); 4] = [("postpaid", 55), ("prepaid", 20), ("former", 15), ("business", 10)];
const CUSTOMERS: u64 = 4_000;

/// A customer: account, ssn, name; everybody's plan follows from the number.
fn plan_of(customer: u64) -> &'static str {
    let at = customer % 100;
    let mut end = 0;
    let plan = PLANS.iter().find(|(_, share)| {
        end += share;
        at < end
    });
    plan.unwrap().0
}

/// Lines of the company's table that a customer has: business customers have five.
fn lines_of(customer: u64, several: bool) -> u64 {
    if several && plan_of(customer) == "business" {
        5
    } else {
        1
    }
}

fn cells(customer: u64, line: u64) -> [String; 4] {
    let ssn = 100_010_001 + customer * 10_007;
    let letters = |n: u64| -> String {
        (0..6)
            .map(|at| char::from(b'A' + ((n >> (4 * at)) & 15) as u8))
            .collect()
    };
    [
        format!("AC{:07}", 1_000_000 + customer),
        format!("{:09}", ssn),
        format!("{} {}", letters(mix(1, customer)), letters(mix(2, customer))),
        format!("+1206{:07}", 2_000_000 + customer * 7 + line),
    ]
}

const KINDS: [Kind; 4] = [Kind::Account, Kind::Ssn, Kind::Name, Kind::Phone];

/// An index whose accounts and phones carry the label `plan`.
fn build(path: &Path, covers: Covers, several: bool, plan_of: &dyn Fn(u64) -> &'static str) -> PathBuf {
    let classes = [
        "ssn",
        "phone",
        "account",
        "name+ssn",
        "name+phone",
        "name+account",
        "ssn+account",
        "phone+account",
    ];
    let classes: Vec<Class> = classes.iter().map(|class| class.parse().unwrap()).collect();
    let labels = [Kind::Account, Kind::Phone].map(|kind| Class::label(kind, "plan"));
    let carriers = [2usize, 1];
    let names: Vec<String> = PLANS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let folder = path.parent().unwrap();
    let mut builder = Builder::with_labels(classes.clone(), labels.to_vec(), BuildOptions::default(), folder);
    let digester = Keyed::new(&key(), classes.iter().cloned());
    let readings = KINDS.map(|kind| Some(Reading::new(kind)));
    let mut row = Row::default();
    let mut records = BTreeMap::<String, u64>::new();
    for customer in 0..CUSTOMERS {
        let plan = plan_of(customer);
        let number = names.iter().position(|name| name == plan).unwrap() as u64;
        for line in 0..lines_of(customer, several) {
            let cells = cells(customer, line);
            row.fill(&readings, cells.iter().map(String::as_str));
            let mut chunk = ChunkDigests::default();
            for class in &classes {
                let (mut messages, mut digests) = (Messages::default(), Vec::new());
                class.messages(&row, Side::Index, &mut |_, message| messages.push(message));
                digester.digest(class, &messages, &mut digests).unwrap();
                chunk.classes.push((digests, 1));
            }
            let all = chunk.classes.iter().flat_map(|(digests, _)| digests);
            chunk.records.push(all.fold(0, |sum, digest| mix(sum, *digest)));
            let pairs = carriers.map(|carrier| ChunkPairs {
                pairs: chunk.classes[carrier]
                    .0
                    .iter()
                    .map(|digest| [*digest, number])
                    .collect(),
                filled: 1,
            });
            builder.add(&mut chunk).unwrap();
            builder.add_pairs(&mut pairs.to_vec()).unwrap();
            *records.entry(plan.to_owned()).or_default() += 1;
        }
    }
    builder.name_segments([names.clone(), names]);
    let manifest = Manifest {
        format: container::FORMAT,
        tool: "test".into(),
        scheme: Scheme::Keyed,
        key_id: key().id(),
        company: None,
        own: vec![Kind::Account],
        snapshot: None,
        covers,
        records: RecordCounts {
            read: records.values().sum(),
            ..RecordCounts::default()
        },
        columns: Vec::new(),
        names: NameAgreement {
            names: CUSTOMERS,
            one_token: 0.01,
            two_tokens: 1e-5,
        },
        classes: Vec::new(),
        canaries: Vec::new(),
        labels: [("plan".to_owned(), records)].into(),
    };
    let output = Output::create(path, true).unwrap();
    builder.finish(&key(), manifest, &|_| None, output, &|_| {}).unwrap();
    path.to_owned()
}

fn index(several: bool) -> (tempfile::TempDir, [Index; 1]) {
    let folder = tempfile::tempdir().unwrap();
    let path = build(&folder.path().join("a.assay"), Covers::All, several, &plan_of);
    let index = [open(&path)];
    (folder, index)
}

fn sample(lines: impl IntoIterator<Item = (u64, u64)>) -> Vec<u8> {
    let mut text = "account,ssn,name,phone\n".to_owned();
    for (customer, line) in lines {
        text += &cells(customer, line).join(",");
        text.push('\n');
    }
    text.into_bytes()
}

/// So many of `from`, drawn without replacement.
fn drawn<T>(mut from: Vec<T>, count: usize, seed: u64) -> Vec<T> {
    for at in 0..count {
        let other = at + (mix(seed, at as u64) % (from.len() - at) as u64) as usize;
        from.swap(at, other);
    }
    from.truncate(count);
    from
}

fn of_plans(plans: &[&str]) -> Vec<(u64, u64)> {
    let all = (0..CUSTOMERS).filter(|customer| plans.contains(&plan_of(*customer)));
    all.map(|customer| (customer, 0)).collect()
}

fn found(index: &[Index], bytes: &[u8]) -> SegmentMatch {
    let (findings, _) = test(index, bytes, &Options::default(), 1_000);
    assert_eq!(findings.matched.segments.len(), 1);
    findings.matched.segments[0].clone()
}

fn segment<'s>(found: &'s SegmentMatch, name: &str) -> &'s SegmentShare {
    found.segments.iter().find(|segment| segment.segment == name).unwrap()
}

fn differs(found: &SegmentMatch) -> bool {
    found.spread.unwrap().differs
}

#[test]
fn a_sample_of_one_segment_is_told_to_be_of_it() {
    let (_folder, index) = index(false);
    let bytes = sample(drawn(of_plans(&["prepaid"]), 150, 3));
    let found = found(&index, &bytes);
    assert_eq!(
        (found.identifier, found.tested, found.told),
        (Some(Kind::Account), 150, 150)
    );
    assert_eq!((found.several, found.none, found.one_in), (0, 0, 1));
    assert!(differs(&found) && found.spread.unwrap().test.effect > 1.9, "{found:?}");
    let prepaid = segment(&found, "prepaid");
    assert_eq!((prepaid.sample, prepaid.customers), (150, 800));
    assert!((prepaid.base_share - 0.2).abs() < 1e-12 && prepaid.difference == Difference::More);
    for (plan, _) in PLANS.iter().filter(|(plan, _)| *plan != "prepaid") {
        assert_eq!(segment(&found, plan).difference, Difference::Fewer, "{plan}");
    }
    let largest = found.largest.clone().unwrap();
    assert_eq!((largest.segment.as_str(), largest.customers), ("prepaid", 800));
    // 150 of 150 at 1 − 0.05/4: the lower limit is (0.05/8)^(1/150).
    let least = (0.05f64 / 8.0).powf(1.0 / 150.0);
    assert!((largest.at_least - least).abs() < 1e-9, "{largest:?}");
    let bound = found.bound.clone().unwrap();
    assert_eq!(
        (bound.segment.as_str(), bound.customers),
        ("prepaid", (800.0 / least).ceil() as u64)
    );
}

#[test]
fn a_sample_of_two_segments_is_told_to_be_of_both() {
    let (_folder, index) = index(false);
    let bytes = sample(drawn(of_plans(&["prepaid", "former"]), 200, 4));
    let found = found(&index, &bytes);
    assert!(differs(&found));
    for (plan, difference) in [
        ("prepaid", Difference::More),
        ("former", Difference::More),
        ("postpaid", Difference::Fewer),
        ("business", Difference::Fewer),
    ] {
        assert_eq!(segment(&found, plan).difference, difference, "{plan}");
    }
    let bound = found.bound.unwrap();
    // 1,400 customers have these plans: the bound lies above, and below the 4,000 of the index.
    assert!((1_400..4_000).contains(&bound.customers), "{bound:?}");
}

#[test]
fn copies_prove_nothing() {
    let (_folder, index) = index(false);
    let lines = drawn(of_plans(&["prepaid", "postpaid", "former", "business"]), 120, 5);
    let once = found(&index, &sample(lines.iter().copied()));
    let prepaid = lines.iter().filter(|(customer, _)| plan_of(*customer) == "prepaid");
    let copied = lines.iter().chain(prepaid.cycle().take(2_000)).copied();
    assert_eq!(found(&index, &sample(copied)), once);
}

#[test]
fn a_draw_from_the_whole_base_is_seldom_called_skewed() {
    // 400 samples of 120 and of 30 of 4,000. Under the null hypothesis at most 5 % reject; the threshold is passed once
    // in a million.
    let (_folder, index) = index(false);
    let everybody: Vec<(u64, u64)> = (0..CUSTOMERS).map(|customer| (customer, 0)).collect();
    let (mut skewed, mut false_segments) = (0u64, 0u64);
    let runs = 400;
    for run in 0..runs {
        let count = if run % 2 == 0 { 120 } else { 30 };
        let found = found(&index, &sample(drawn(everybody.clone(), count, mix(77, run))));
        assert_eq!(found.told, count as u64);
        skewed += u64::from(differs(&found));
        let stands_out = |segment: &SegmentShare| segment.difference != Difference::None;
        false_segments += u64::from(found.segments.iter().any(stands_out));
    }
    for rejected in [skewed, false_segments] {
        assert!(
            binomial_survival(rejected, runs, 0.05).unwrap() > 1e-6,
            "{rejected} of {runs}"
        );
    }
}

#[test]
fn customers_of_many_records_are_no_skew_when_rows_are_drawn() {
    // A tenth of the customers has a third of the records: rows drawn at random show them more often, customers drawn at
    // random do not. Neither is called skewed.
    let (_folder, index) = index(true);
    let all = (0..CUSTOMERS).flat_map(|customer| (0..lines_of(customer, true)).map(move |line| (customer, line)));
    let lines: Vec<(u64, u64)> = all.collect();
    let everybody: Vec<(u64, u64)> = (0..CUSTOMERS).map(|customer| (customer, 0)).collect();
    let (mut rows, mut customers) = (0u64, 0u64);
    let runs = 150;
    for run in 0..runs {
        rows += u64::from(differs(&found(&index, &sample(drawn(lines.clone(), 200, mix(5, run))))));
        customers += u64::from(differs(&found(
            &index,
            &sample(drawn(everybody.clone(), 200, mix(6, run))),
        )));
    }
    for rejected in [rows, customers] {
        assert!(
            binomial_survival(rejected, runs, 0.05).unwrap() > 1e-6,
            "{rejected} of {runs}"
        );
    }
    let business = found(&index, &sample(of_plans(&["business"])));
    assert!(differs(&business));
    // Every record has an account, and an account is the company's own number: 400 customers, not 2,000 records.
    assert_eq!(business.largest.unwrap().customers, 400);
}

#[test]
fn the_kind_that_shows_most_customers_tells() {
    let (_folder, index) = index(false);
    let of = |columns: &[usize], header: &str| {
        let mut text = format!("{header}\n");
        for (customer, line) in of_plans(&["former"]) {
            let cells = cells(customer, line);
            text += &columns
                .iter()
                .map(|at| cells[*at].as_str())
                .collect::<Vec<_>>()
                .join(",");
            text.push('\n');
        }
        found(&index, text.as_bytes())
    };
    let by_phone = of(&[1, 2, 3], "ssn,name,phone");
    assert_eq!((by_phone.identifier, by_phone.told), (Some(Kind::Phone), 600));
    let untold = of(&[1, 2], "ssn,name");
    assert_eq!((untold.identifier, untold.tested), (None, 0));
    assert!(untold.spread.is_none() && untold.segments.is_empty());
}

#[test]
fn rows_that_are_not_genuine_name_no_segment() {
    let (_folder, index) = index(false);
    // Accounts of one plan beside the ssn and the name of other people: real numbers, stitched.
    let mut text = "account,ssn,name,phone\n".to_owned();
    for (customer, _) in of_plans(&["prepaid"]) {
        let [_, ssn, name, phone] = cells(customer + 30, 0);
        text += &format!("{},{ssn},{name},{phone}\n", cells(customer, 0)[0]);
    }
    let found = found(&index, text.as_bytes());
    // The rows are their other values' customers', and the stray accounts count for nothing.
    assert!(found.identifier == Some(Kind::Phone) || found.tested == 0, "{found:?}");
    assert_eq!(
        found
            .segments
            .iter()
            .filter(|segment| segment.segment == "prepaid")
            .map(|s| s.sample)
            .sum::<u64>(),
        0
    );
}

#[test]
fn estimates_say_what_must_hold() {
    let (_folder, index) = index(false);
    let bytes = sample(drawn(of_plans(&["prepaid"]), 150, 3));
    let of = |sampling, people| {
        let options = Options {
            sampling,
            claim: Claim {
                people,
                ..Claim::default()
            },
            ..Options::default()
        };
        test(&index, &bytes, &options, 1_000).0
    };
    let said = |findings: &Findings| -> Vec<String> {
        let all = findings
            .estimates
            .iter()
            .filter(|estimate| estimate.topic == Topic::Segment);
        all.map(|estimate| estimate.says.clone()).collect()
    };
    let seller = of(Sampling::Seller, Some(3_000));
    let [difference, share, size] = &said(&seller)[..] else {
        panic!("{:?}", said(&seller))
    };
    assert!(
        difference.contains("more have plan prepaid (100.0 % instead of 20.0 %)"),
        "{difference}"
    );
    assert!(
        share.contains("if the rows were drawn at random") && share.contains("96.6 %"),
        "{share}"
    );
    assert!(
        size.contains("at most 800") && size.contains("if the rows were drawn at random"),
        "{size}"
    );
    let people = |findings: &Findings| findings.claim.people.clone().unwrap();
    assert_eq!(people(&seller).status, ClaimStatus::Consistent);
    assert!(people(&seller).because.contains("were the rows drawn at random"));
    assert_eq!(people(&of(Sampling::Random, Some(3_000))).status, ClaimStatus::Inflated);
    // No more than the segment explains.
    let few = people(&of(Sampling::Random, Some(700)));
    assert_eq!(few.status, ClaimStatus::Consistent);
    assert!(!few.because.contains("drawn at random"));
    let everybody = sample(drawn((0..CUSTOMERS).map(|customer| (customer, 0)).collect(), 200, 8));
    let (findings, _) = test(&index, &everybody, &Options::default(), 1_000);
    let says = said(&findings);
    assert_eq!(says.len(), 1, "{says:?}");
    assert!(
        says[0].contains("nothing speaks for a listing of one segment alone"),
        "{says:?}"
    );
}

#[test]
fn little_memory_thins_customers_and_keeps_their_spread() {
    let (_folder, index) = index(false);
    let bytes = sample((0..CUSTOMERS).map(|customer| (customer, 0)));
    let budget = Budget {
        most_distinct: Some(500),
        ..Budget::default()
    };
    let (findings, _) = test_within(&index, &bytes, &Options::default(), 1_000, budget);
    let found = &findings.matched.segments[0];
    assert!(
        found.one_in > 1 && found.tested <= 500 && found.tested > 100,
        "{found:?}"
    );
    assert_eq!(found.told, found.tested);
}

#[test]
fn labels_change_no_grade() {
    let folder = tempfile::tempdir().unwrap();
    let one = open(&build(&folder.path().join("a.assay"), Covers::All, false, &plan_of));
    let other = open(&build(
        &folder.path().join("b.assay"),
        Covers::All,
        false,
        &|_| "prepaid",
    ));
    let bytes = sample(drawn((0..CUSTOMERS).map(|customer| (customer, 0)).collect(), 100, 9));
    let (with, grades) = test(&[one], &bytes, &Options::default(), 1_000);
    let (without, same) = test(&[other], &bytes, &Options::default(), 1_000);
    assert_eq!(grades, same);
    assert_eq!(
        (with.matched.rows, with.verdict.grade),
        (without.matched.rows, without.verdict.grade)
    );
    // All customers are of one segment: there is nothing to compare.
    let single = &without.matched.segments[0];
    assert_eq!((single.spread, single.told), (None, 100));
}
