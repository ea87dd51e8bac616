//! Which segment each matched customer is of.

use std::collections::BTreeMap;

use assay_fields::{Class, Kind};
use assay_index::{Digester, Index, Keyed, Messages, Segments, push_label};

use crate::Error;
use crate::tally::SetsDone;

/// The labels of one index, each with the identifiers that carry it.
#[derive(Debug, Default)]
pub(crate) struct Carriers(BTreeMap<String, Vec<Carrier>>);

#[derive(Clone, Debug)]
struct Carrier {
    kind: Kind,
    /// The identifier's class, as a position in the plan.
    planned: usize,
    /// The label's class.
    class: Class,
    /// Its position in the index.
    indexed: usize,
}

impl Carriers {
    /// The labels of `index`, with the identifiers that `classes`, those of the plan, can show.
    pub(crate) fn of(index: &Index, classes: &[Class]) -> Carriers {
        let mut labels = BTreeMap::<String, Vec<Carrier>>::new();
        for (indexed, entry) in index.manifest().classes.iter().enumerate() {
            let Some((kind, name)) = entry.class.as_label() else {
                continue;
            };
            let carriers = labels.entry(name.to_owned()).or_default();
            if let Some(planned) = classes.iter().position(|class| *class == Class::single(kind)) {
                carriers.push(Carrier {
                    kind,
                    planned,
                    class: entry.class.clone(),
                    indexed,
                });
            }
        }
        Carriers(labels)
    }

    /// Whether each of `classes` classes carries a label.
    pub(crate) fn carry(&self, classes: usize) -> Vec<bool> {
        let mut carry = vec![false; classes];
        for carrier in self.0.values().flatten() {
            carry[carrier.planned] = true;
        }
        carry
    }
}

/// How the matched customers are spread over one label of one index.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// The index, as a position.
    pub(crate) index: usize,
    pub(crate) label: String,
    /// The kind of identifier by which customers are told apart; none if the genuine rows show none that carries the
    /// label.
    pub(crate) by: Option<Kind>,
    /// Distinct identifiers that were looked up.
    pub(crate) tested: u64,
    /// How many distinct identifiers each of them stands for.
    pub(crate) one_in: u64,
    /// Of these, those of one segment, by segment.
    pub(crate) of: BTreeMap<String, u64>,
    /// Of these, those of several segments.
    pub(crate) several: u64,
    /// Of these, those of no segment.
    pub(crate) none: u64,
}

/// Looks up the identifiers that hit in genuine rows, with every value of every label.
///
/// # Errors
/// A damaged index.
pub(crate) fn look_up(
    indexes: &[Index],
    carriers: &[Carriers],
    digester_of: &[&Keyed],
    sets: &SetsDone,
) -> Result<Vec<Told>, Error> {
    let mut told = Vec::new();
    let of_indexes = indexes.iter().zip(carriers).zip(&sets.labelled).zip(digester_of);
    for (at, (((index, carriers), sets), digester)) in of_indexes.enumerate() {
        for (label, carriers) in &carriers.0 {
            let count = |carrier: &&Carrier| {
                let set = &sets[carrier.planned];
                set.kept().saturating_mul(set.one_in())
            };
            let most = carriers.iter().map(|carrier| count(&carrier)).max().unwrap_or(0);
            // The carriers stand in the order in which they name one customer each; one that shows half as many as
            // another does better than that.
            let chosen = carriers
                .iter()
                .find(|carrier| most > 0 && count(carrier).saturating_mul(2) >= most);
            let mut found = Told {
                index: at,
                label: label.clone(),
                by: chosen.map(|carrier| carrier.kind),
                tested: 0,
                one_in: 1,
                of: BTreeMap::new(),
                several: 0,
                none: 0,
            };
            let entry = chosen.and_then(|carrier| Some((carrier, index.manifest().classes.get(carrier.indexed)?)));
            if let Some((carrier, entry)) = entry
                && let Some(segments) = &entry.segments
            {
                let set = &sets[carrier.planned];
                let mut digests: Vec<u64> = set.values().copied().collect();
                digests.sort_unstable();
                found.tested = digests.len() as u64;
                found.one_in = set.one_in();
                find(index, carrier, digester, segments, &digests, &mut found)?;
            }
            told.push(found);
        }
    }
    Ok(told)
}

/// Looks up every digest with every segment; many at a time, since every call reads the part of the index it needs.
fn find(
    index: &Index,
    carrier: &Carrier,
    digester: &Keyed,
    segments: &Segments,
    digests: &[u64],
    told: &mut Told,
) -> Result<(), Error> {
    let names: Vec<&str> = segments.of.keys().map(String::as_str).collect();
    let at_once = (LOOKED_UP_AT_ONCE / names.len().max(1)).max(1);
    let (mut messages, mut labels) = (Messages::default(), Vec::new());
    for some in digests.chunks(at_once) {
        messages.clear();
        labels.clear();
        for digest in some {
            names.iter().for_each(|name| push_label(&mut messages, *digest, name));
        }
        digester.digest(&carrier.class, &messages, &mut labels)?;
        let hits = index.probe(carrier.indexed, &labels)?;
        for hits in hits.chunks(names.len().max(1)) {
            let mut hit = names.iter().zip(hits).filter(|(_, hit)| **hit);
            match (hit.next(), hit.next()) {
                (Some((name, _)), None) => *told.of.entry((*name).to_owned()).or_default() += 1,
                (Some(_), Some(_)) => told.several += 1,
                (None, _) => told.none += 1,
            }
        }
    }
    Ok(())
}

const LOOKED_UP_AT_ONCE: usize = 1 << 20;
