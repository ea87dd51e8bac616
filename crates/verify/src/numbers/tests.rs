//! What is told of columns of numbers, and what is not.

use super::*;

/// What is told of a column of these cells, under a secret.
pub(crate) fn facts_of(cells: &[String], expected: bool, secret: u64) -> Option<NumberFacts> {
    let column = Column::new(expected);
    for part in cells.chunks(1_024) {
        if !column.given_up.load(Ordering::Relaxed) {
            column.note(part.iter().map(String::as_str), secret);
        }
    }
    facts::of(0, expected, &column.noted())
}

fn told(numbers: impl IntoIterator<Item = u64>) -> NumberFacts {
    let cells: Vec<String> = numbers.into_iter().map(|number| number.to_string()).collect();
    facts_of(&cells, true, 5).unwrap()
}

/// Numbers that look random, the same ones every time.
fn scattered(count: u64, below: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |i| mix(77, i) % below + 1)
}

#[test]
fn the_step_divides_and_the_ends_are_rounded() {
    let facts = told(scattered(500, 100_000).map(|number| number * 10 + 7));
    let series = facts.series.unwrap();
    assert_eq!(series.step, Some(10));
    assert!(series.smallest.high <= 1_000.0);
    let largest = series.smallest.high + series.range.high;
    assert!((99_000.0..=101_000.0).contains(&largest), "{series:?}");
    assert!(series.begins_at_one > 0.001 && !series.is_one_run && !series.may_be_times);
    assert!((0.0045..=0.0055).contains(&series.density), "{series:?}");
}

#[test]
fn a_step_that_may_be_a_number_is_not_told() {
    let facts = told((1..=400u64).map(|i| (i * i % 401) * 7_919));
    assert_eq!(facts.series.unwrap().step, None);
}

#[test]
fn a_page_is_one_run_and_in_order() {
    let series = told(5_001..=5_800).series.unwrap();
    assert!(series.is_one_run && series.rising == 1.0 && series.density == 1.0);
    assert_eq!(series.step, Some(1));
    assert!(series.begins_at_one < 1e-9);
    let series = told((1..=800).rev()).series.unwrap();
    assert!(series.is_one_run && series.rising == 0.0 && series.begins_at_one == 1.0);
}

#[test]
fn random_numbers_of_a_length_fill_it() {
    let fills = |numbers: Vec<u64>| told(numbers).series.unwrap().fills_digits;
    assert_eq!(
        fills(scattered(300, 900_000_000).map(|n| n + 99_999_999).collect()),
        Some(9)
    );
    assert_eq!(
        fills(scattered(300, 400_000_000).map(|n| n + 99_999_999).collect()),
        None
    );
    assert_eq!(fills(scattered(300, 999_999).collect()), None);
    let padded: Vec<String> = scattered(300, 999_999).map(|n| format!("{n:06}")).collect();
    assert_eq!(
        facts_of(&padded, true, 1).unwrap().series.unwrap().fills_digits,
        Some(6)
    );
}

#[test]
fn dates_and_times_are_recognised() {
    let days = scattered(300, 300).map(|i| 20_200_000 + (i % 12 + 1) * 100 + i % 28 + 1);
    assert!(told(days).series.unwrap().may_be_times);
    let seconds = scattered(300, 100_000_000).map(|i| 1_500_000_000 + i);
    assert!(told(seconds).series.unwrap().may_be_times);
    assert!(!told(scattered(300, 100_000_000)).series.unwrap().may_be_times);
}

#[test]
fn columns_of_other_things_are_given_up() {
    let names: Vec<String> = (0..5_000).map(|i| format!("name {i}")).collect();
    assert!(facts_of(&names, true, 1).is_none());
    let mut mixed: Vec<String> = (1..=5_000u64).map(|i| i.to_string()).collect();
    mixed.iter_mut().step_by(10).for_each(|cell| cell.insert(0, 'A'));
    assert!(facts_of(&mixed, false, 1).is_none());
    let facts = facts_of(&mixed, true, 1).unwrap();
    assert!(facts.others >= PATIENCE && facts.numbers < 5_000);
    assert!(told(1..20).series.is_none());
    assert!(told([7; 100]).series.is_none());
}

#[test]
fn many_numbers_are_counted_within_some_hundredths_in_any_parts() {
    let cells: Vec<String> = scattered(120_000, 1_000_000_000_000_000)
        .map(|n| n.to_string())
        .collect();
    let facts = facts_of(&cells, true, 12_345).unwrap();
    assert!((facts.distinct as f64 / 120_000.0 - 1.0).abs() < 0.08, "{facts:?}");
    let twice: Vec<String> = cells.iter().chain(cells.iter().rev()).cloned().collect();
    let again = facts_of(&twice, true, 12_345).unwrap();
    assert_eq!((again.distinct, again.numbers), (facts.distinct, 240_000));
    let (one, other) = (facts.series.unwrap(), again.series.unwrap());
    assert_eq!(
        (one.range, one.p_value, one.step),
        (other.range, other.p_value, other.step)
    );
}

#[test]
fn no_number_is_told() {
    let numbers: Vec<u64> = scattered(50, 90_000_000).map(|n| n + 1_000_000).collect();
    let (smallest, largest) = (numbers.iter().min().unwrap(), numbers.iter().max().unwrap());
    let facts = told(numbers.clone());
    let written = format!("{facts:?} {}", serde_json::to_string(&facts).unwrap());
    for value in [*smallest, *largest, largest - smallest] {
        assert!(!written.contains(&value.to_string()), "{written}");
    }
}
