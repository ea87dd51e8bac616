use assay_synth::{Company, ListingKind, Offer, OfferKind, Recipe};

use super::*;
use crate::{Points, SampleFacts, SampleFindings, Signal, Strength};

fn facts(recipe: Recipe, seed: u64, rows: u64) -> (CoherenceFacts, Vec<Signal>) {
    let company = Company::new(5, 5_000).unwrap();
    let mut bytes = Vec::new();
    let offer = Offer::new(&company, recipe, seed, rows).unwrap();
    offer.write(&mut bytes, &mut std::io::sink(), &|_| {}).unwrap();
    let options = assay_sample::Options::default();
    let mut sample = assay_sample::Sample::from_reader("test", std::io::Cursor::new(bytes), &options).unwrap();
    let readings = crate::readings(&sample);
    let coherence = Coherence::new();
    let mut row = Row::default();
    while let Some(batch) = sample.next_batch(1_000).unwrap() {
        // In two parts, which leave no trace.
        let mut parts = [Counts::default(), Counts::default()];
        for (at, cells) in batch.rows().enumerate() {
            row.fill(&readings[0], cells.cells());
            parts[at % 2].note(&row, &readings[0], cells);
        }
        parts.into_iter().rev().for_each(|part| coherence.add(part));
    }
    let facts = coherence.facts();
    let mut findings = SampleFindings::default();
    findings.columns = columns(&SampleFacts::of(&sample));
    let signals = signals(&facts, &findings).unwrap();
    (facts, signals)
}

/// Columns without outcomes: what they say is tested with the whole.
fn columns(facts: &SampleFacts) -> Vec<crate::ColumnFindings> {
    let tally = crate::tally::ColumnTally::default();
    facts
        .columns
        .iter()
        .map(|column| crate::conclude::column(column, &tally))
        .collect()
}

fn strongest(signals: &[Signal]) -> Option<Strength> {
    let against = signals.iter().filter(|signal| signal.points == Points::Against);
    against.map(|signal| signal.strength).max()
}

#[test]
fn real_tables_are_never_called_fake() {
    for (at, kind) in [
        OfferKind::Customers,
        OfferKind::OtherCompany,
        OfferKind::Voters,
        OfferKind::Recycled,
        OfferKind::Padded,
        OfferKind::Shipped(ListingKind::Genuine),
        OfferKind::Shipped(ListingKind::Respelt),
        OfferKind::Shipped(ListingKind::Misspelt),
        OfferKind::Shipped(ListingKind::Fabricated),
        OfferKind::Outdated,
        OfferKind::Masked,
    ]
    .into_iter()
    .enumerate()
    {
        for rows in [20, 150, 2_000] {
            let (_, signals) = facts(Recipe::of(kind), at as u64, rows);
            let strongest = strongest(&signals);
            assert!(
                strongest.is_none_or(|strength| strength == Strength::Weak),
                "{kind} {rows}: {signals:?}"
            );
        }
    }
}

#[test]
fn lazy_inventions_are() {
    for kind in [OfferKind::RandomDigits, OfferKind::Faker] {
        for rows in [200, 3_000] {
            let (facts, signals) = facts(Recipe::of(kind), 3, rows);
            assert_eq!(
                strongest(&signals),
                Some(Strength::Strong),
                "{kind} {rows}: {facts:?} {signals:?}"
            );
        }
        let (_, signals) = facts(Recipe::of(kind), 3, 15);
        assert!(signals.is_empty());
    }
}

#[test]
fn another_countrys_places_are_not_tested() {
    // Italian provinces have two letters too, of which some are states of the US.
    let rows: Vec<String> = ["MI", "CO", "PA", "RM", "TO", "BG", "BS", "FI", "BO", "VR"]
        .iter()
        .cycle()
        .take(400)
        .enumerate()
        .map(|(n, province)| format!("Mario Rossi,{province},{:05}", 10_000 + n * 37))
        .collect();
    let text = format!("name,state,zip\n{}\n", rows.join("\n"));
    let options = assay_sample::Options::default();
    let mut sample =
        assay_sample::Sample::from_reader("test", std::io::Cursor::new(text.into_bytes()), &options).unwrap();
    let readings = crate::readings(&sample);
    let (coherence, mut row) = (Coherence::new(), Row::default());
    while let Some(batch) = sample.next_batch(1_000).unwrap() {
        let mut counts = Counts::default();
        for cells in batch.rows() {
            row.fill(&readings[0], cells.cells());
            counts.note(&row, &readings[0], cells);
        }
        coherence.add(counts);
    }
    let signals = signals(&coherence.facts(), &SampleFindings::default()).unwrap();
    assert_eq!(strongest(&signals), None, "{signals:?}");
}

#[test]
fn traces_are_told_from_numbers_of_people() {
    for fiction in ["555-555-0123", "+1 (206) 555-0199", "12065550100", "206.555.0142x77"] {
        assert!(is_fiction(fiction), "{fiction}");
    }
    for real in ["206-555-1212", "555-0123", "206-550-1234", ""] {
        assert!(!is_fiction(real), "{real}");
    }
    assert!(has_extension("206-555-0142x77") && has_extension("(206) 555-0142 X9"));
    assert!(!has_extension("206-555-0142") && !has_extension("x77") && !has_extension("Max"));
    assert!(names_in("JANE SMITH", "jsmith12@x.com") && !names_in("JANE SMITH", "rider@smith.com"));
}
