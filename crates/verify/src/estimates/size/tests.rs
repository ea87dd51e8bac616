use assay_fields::Kind;

use super::*;
use crate::estimates::{Assumption, Holds, Topic, Unit};
use crate::{Claim, Limits, Sampling};

fn one(people: &[(u64, u64)], rows: Option<&[(u64, u64)]>, claimed: Option<u64>) -> Vec<Estimate> {
    let of = |thing, times: &[(u64, u64)]| Seen::of_one(thing, times.iter().copied().collect());
    let counts = SizeCounts {
        people: (!people.is_empty()).then(|| of(Thing::People, people)),
        rows: rows.map(|rows| of(Thing::Rows, rows)),
        ..SizeCounts::default()
    };
    let options = Options {
        sampling: Sampling::Random,
        claim: Claim {
            rows: claimed,
            ..Claim::default()
        },
        ..Options::default()
    };
    size_estimates(&counts, &options).unwrap()
}

fn find<'e>(estimates: &'e [Estimate], estimator: &str) -> &'e Estimate {
    let names: Vec<&str> = estimates.iter().map(|one| one.estimator.as_str()).collect();
    let found = estimates.iter().find(|one| one.estimator.contains(estimator));
    found.unwrap_or_else(|| panic!("no {estimator} among {names:?}"))
}

#[test]
fn repeats_that_all_differ_say_how_many_people_a_row_is_at_most() {
    // 1,000 rows of 700 people, no two rows the same.
    let found = one(&[(1, 500), (2, 100), (3, 100)], Some(&[(1, 1_000)]), Some(50_000));
    let ratio = find(&found, "people ÷ distinct rows");
    // 0.7 and √(ln 20 / 2,000).
    assert!((ratio.value.unwrap() - 0.738_70).abs() < 1e-5, "{ratio:?}");
    assert_eq!((ratio.unit, ratio.interval.low), (Unit::Share, None));
    let most = found
        .iter()
        .find(|one| one.quantity.contains("50,000") && one.interval.high.is_some());
    assert!((36_930.0..36_940.0).contains(&most.unwrap().value.unwrap()));
    let least = find(&found, "Chao & Lin");
    assert!(least.interval.high.is_none() && least.interval.low.unwrap() >= 700.0);
    let withheld = find(&found, "repeats inside the sample").withheld.as_ref().unwrap();
    assert!(withheld.contains("far too much"), "{withheld}");
}

#[test]
fn few_repeats_are_not_told_from_none() {
    let found = one(&[(1, 98), (2, 1)], Some(&[(1, 100)]), None);
    let ratio = find(&found, "people ÷ distinct rows");
    assert!(ratio.value.is_none() && ratio.withheld.is_some());
}

#[test]
fn rows_that_were_not_all_counted_give_no_number_from_repeats() {
    let found = one(&[(1, 900), (2, 50)], None, None);
    let withheld = find(&found, "repeats inside the sample").withheld.as_ref().unwrap();
    assert!(withheld.contains("assay estimate"), "{withheld}");
    assert!(found.iter().all(|one| one.topic == Topic::Floor || one.value.is_none()));
}

#[test]
fn rows_alone_are_judged_where_nobody_is_known() {
    let none = one(&[], Some(&[(1, 100)]), None);
    assert_eq!(none.len(), 2);
    assert!(none[1].value.is_none() && none[1].withheld.is_some());
    let some = one(&[], Some(&[(1, 80), (2, 10)]), None);
    assert!(find(&some, "birthday").value.is_some());
    // C(100, 2) / 10.
    assert!((find(&some, "birthday").value.unwrap() - 495.0).abs() < 1e-9);
    assert!(one(&[], None, None).is_empty());
}

#[test]
fn copies_of_people_and_of_rows_that_are_the_same_are_said_once() {
    let both = one(&[(1, 80), (2, 10)], Some(&[(1, 80), (2, 10)]), None);
    assert_eq!(both.iter().filter(|one| one.estimator.contains("birthday")).count(), 1);
    let other = one(&[(1, 70), (2, 15)], Some(&[(1, 80), (2, 10)]), None);
    assert_eq!(other.iter().filter(|one| one.estimator.contains("birthday")).count(), 2);
}

#[test]
fn nothing_that_is_withheld_has_a_number() {
    for people in [
        &[(1, 2)][..],
        &[(2, 1)],
        &[(1, 1), (2, 1)],
        &[(50, 3)],
        &[(1, 3), (60, 1)],
    ] {
        for estimate in one(people, Some(people), Some(1_000)) {
            let numbers = [estimate.value, estimate.interval.low, estimate.interval.high];
            assert!(
                numbers.iter().flatten().all(|number| number.is_finite()),
                "{estimate:?}"
            );
            assert!(estimate.value.is_some() || estimate.withheld.is_some(), "{estimate:?}");
        }
    }
}

fn estimate(estimator: &str, low: f64, high: Option<f64>) -> Estimate {
    Estimate {
        interval: Limits { low: Some(low), high },
        ..Estimate::new(Topic::Size, Unit::Count, "people in the listing", estimator, 0.95)
            .value(low)
            .says("It says so.")
    }
}

#[test]
fn estimates_that_disagree_say_why() {
    let mut all = vec![
        estimate(disagree::BIRTHDAY, 100.0, Some(200.0)),
        estimate(disagree::OCCUPANCY, 150.0, Some(300.0)),
        estimate(disagree::CHAO, 250.0, None),
    ];
    disagree::say(&mut all);
    assert!(
        all[0].says.starts_with("It says so. It lies below Chao's lower bound"),
        "{}",
        all[0].says
    );
    assert!(all[0].says.contains("likelier to be drawn"), "{}", all[0].says);
    assert_eq!(all[1].says, "It says so.");
    assert_eq!(all[2].says, "It says so.");
}

#[test]
fn several_checks_of_one_estimator_are_taken_together() {
    let texts = ["first".to_owned(), "second".to_owned(), "third".to_owned()];
    let check = |assumption, p| checks::Check {
        assumption,
        p,
        found: "found".to_owned(),
    };
    let holds = |checks: &[checks::Check], certain: &[(usize, String)]| -> Vec<Holds> {
        let all = checks::assumptions(&texts, checks, certain).unwrap();
        all.iter().map(|one: &Assumption| one.holds).collect()
    };
    let (unknown, broken) = (Holds::Unknown, Holds::False);
    assert_eq!(holds(&[], &[]), [unknown; 3]);
    // 0.03 alone speaks against it, among three it does not.
    assert_eq!(holds(&[check(0, 0.03)], &[]), [broken, unknown, unknown]);
    assert_eq!(
        holds(&[check(0, 0.03), check(1, 0.6), check(1, 0.9)], &[]),
        [unknown; 3]
    );
    assert_eq!(
        holds(&[check(0, 0.01), check(1, 0.6), check(1, 0.9)], &[]),
        [broken, unknown, unknown]
    );
    assert_eq!(holds(&[], &[(2, "certain".to_owned())]), [unknown, unknown, broken]);
}

#[test]
fn values_have_a_name() {
    assert_eq!(Thing::Values(Kind::Ssn).plural(), "ssn values");
}
