//! How many rows of each grade chance gives.

use std::collections::BTreeMap;

use assay_fields::{Class, Kind, Part};
use assay_index::Manifest;

use crate::judge::single;
use crate::tally::{IndexTally, Mark};
use crate::tester::Counts;
use crate::{Grade, IndexFindings, LinkMatch};

/// The chance that a row stitched from real values is joined loosely: for every link, that a name shares one token.
pub(crate) fn of_loose_join<'l>(links: impl Iterator<Item = &'l LinkMatch>) -> f64 {
    let near = links.filter(|link| link.tested > 0 && !link.class.is_directory_link());
    near.filter_map(|link| link.near_chance).sum()
}

/// Of the rows whose identifiers hit, those that one token of a name joins by chance.
pub(crate) fn rows_joined_loosely(links: &[LinkMatch], about: &[IndexFindings], counts: &Counts) -> f64 {
    let ours = |link: &&LinkMatch| {
        let mut ours = about.iter().filter(|index| index.source.is_company());
        ours.any(|index| index.index == link.index)
    };
    let marked = |is: &dyn Fn(&Mark) -> bool| counts.sets.rows.marked(is).count() as f64;
    let stitched = marked(&|mark| mark.grade == Grade::Conflicting || mark.grade.is_genuine() && !mark.firm);
    let distinct = counts.sets.rows.marked(|_| true).count() as f64;
    // Of all rows as of distinct ones.
    stitched * of_loose_join(links.iter().filter(ours)) * counts.tally.rows as f64 / distinct.max(1.0)
}

/// Rows of a grade that chance would give, were every row made up: for every identifier its values times the chance that one
/// hits; for every link, the rows that have it times the chance that its identifiers hit and that the link then joins.
pub(crate) fn rows_by_chance(counts: &Counts, manifest: &Manifest, tally: &IndexTally) -> BTreeMap<Grade, f64> {
    let chance_of = |kind: Kind| {
        let entry = manifest.class(&Class::single(kind));
        entry.map_or(0.0, |(_, entry)| entry.chance_rate)
    };
    // A row may show several telephones.
    let in_a_row = |class: usize| counts.tally.values[class] as f64 / (tally.classes[class].rows as f64).max(1.0);
    let values_of = |kind: Kind| single(&counts.plan, kind).map_or(1.0, |class| in_a_row(class).max(1.0));
    let mut expected = BTreeMap::new();
    let mut add = |grade: Grade, rows: f64| *expected.entry(grade).or_insert(0.0) += rows;
    for (class, of_class) in counts.plan.classes().iter().zip(&tally.classes) {
        let Some((_, entry)) = manifest.class(class) else {
            continue;
        };
        let rows = of_class.rows as f64;
        let identifiers = class.parts().iter().map(Part::kind).filter(|kind| kind.is_identifier());
        let identifiers_hit: f64 = identifiers
            .map(|kind| (values_of(kind) * chance_of(kind)).min(1.0))
            .product();
        if !class.is_link() {
            if class.has_identifier() {
                add(Grade::Conflicting, rows * identifiers_hit);
            }
        } else if class.is_context_link() {
            add(Grade::Context, rows * (entry.chance_rate * PAIRS_PROBED).min(1.0));
        } else {
            let joins = (entry.chance_rate + entry.near_chance.unwrap_or(0.0)).min(1.0);
            let grade = if class.is_directory_link() {
                Grade::Directory
            } else {
                Grade::Partial
            };
            add(grade, rows * identifiers_hit * joins);
        }
    }
    expected
}

/// Pairs of tokens that a context link probes at most.
pub(crate) const PAIRS_PROBED: f64 = 10.0;
