//! The matched customers' spread over segments against that of all customers in the index.

use assay_estimate::{Level, binomial_cumulative, binomial_survival, clopper_pearson, holm, spread};
use assay_index::{Index, Manifest, Segment, Segments};

use super::Told;
use crate::{Difference, Error, IndexFindings, LargestSegment, ListingBound, SegmentMatch, SegmentShare, Spread};

/// Compares each label's spread; p-values are adjusted together, those of labels and those of segments apart.
///
/// # Errors
/// Those of the estimators.
pub(crate) fn compare(
    told: &[Told],
    indexes: &[Index],
    about: &[IndexFindings],
    level: Level,
) -> Result<Vec<SegmentMatch>, Error> {
    let mut found = Vec::with_capacity(told.len());
    for told in told {
        let manifest = indexes[told.index].manifest();
        found.push(one(told, manifest, &about[told.index].index, level)?);
    }
    adjust(&mut found, level)?;
    for (found, told) in found.iter_mut().zip(told) {
        conclude(found, told, indexes[told.index].manifest(), level)?;
    }
    Ok(found)
}

/// The segments that the sample's customers are compared on.
fn base(segments: &Segments) -> impl Iterator<Item = (&String, &Segment)> {
    segments.of.iter().filter(|(_, segment)| segment.alone > 0)
}

fn one(told: &Told, manifest: &Manifest, index: &str, level: Level) -> Result<SegmentMatch, Error> {
    let entry = told.by.and_then(|kind| entry(manifest, kind, &told.label));
    let mut found = SegmentMatch {
        label: told.label.clone(),
        index: index.to_owned(),
        identifier: told.by,
        tested: told.tested,
        one_in: told.one_in,
        told: 0,
        several: told.several,
        none: told.none,
        expected_false_hits: 0.0,
        spread: None,
        segments: Vec::new(),
        largest: None,
        bound: None,
    };
    let Some((entry, segments)) = entry else {
        return Ok(found);
    };
    let looked_up = told.tested as f64 * segments.of.len() as f64;
    found.expected_false_hits = looked_up * entry.expected_false_positive_rate;
    let base: Vec<(&String, &Segment)> = base(segments).collect();
    let counts: Vec<u64> = base
        .iter()
        .map(|(name, _)| told.of.get(*name).copied().unwrap_or(0))
        .collect();
    found.told = counts.iter().sum();
    // No customer is of such a segment alone: a single hit is one of several, the others missing by too many records.
    found.several += told.of.values().sum::<u64>() - found.told;
    let all = |count: fn(&Segment) -> u64| -> Vec<f64> { base.iter().map(|(_, of)| count(of) as f64).collect() };
    let (customers, records) = (all(|of| of.alone), all(|of| of.records));
    let (sum, sum_of_records) = (customers.iter().sum::<f64>(), records.iter().sum::<f64>());
    if found.told > 0 && base.len() > 1 {
        let test = spread(&counts, &customers, &records)?;
        found.spread = Some(Spread {
            test,
            adjusted: test.p_value,
            differs: false,
        });
    }
    for (((name, of), count), (customers, records)) in base.iter().zip(&counts).zip(customers.iter().zip(&records)) {
        let shares = [customers / sum, records / sum_of_records];
        let [low, high] = [shares[0].min(shares[1]), shares[0].max(shares[1])];
        let interval = clopper_pearson(*count, found.told, level)?;
        let (more, fewer) = (
            binomial_survival(*count, found.told, high)?,
            binomial_cumulative(*count, found.told, low)?,
        );
        found.segments.push(SegmentShare {
            segment: (*name).clone(),
            customers: of.alone,
            base_share: shares[0],
            base_share_of_records: shares[1],
            sample: *count,
            share: (found.told > 0).then(|| *count as f64 / found.told as f64),
            interval: (found.told > 0).then_some(interval),
            // Both sides are looked at.
            p_value: (2.0 * more.min(fewer)).min(1.0),
            difference: match more < fewer {
                true => Difference::More,
                false => Difference::Fewer,
            },
        });
    }
    Ok(found)
}

/// Adjusts p-values by Holm, and takes back the differences that don't stand.
fn adjust(found: &mut [SegmentMatch], level: Level) -> Result<(), Error> {
    let spreads: Vec<&mut Spread> = found.iter_mut().filter_map(|found| found.spread.as_mut()).collect();
    let adjusted = holm(&spreads.iter().map(|spread| spread.adjusted).collect::<Vec<_>>())?;
    for (spread, adjusted) in spreads.into_iter().zip(adjusted) {
        spread.adjusted = adjusted;
        spread.differs = adjusted <= level.alpha();
    }
    let tested = |found: &&mut SegmentMatch| found.spread.is_some();
    let segments: Vec<&mut SegmentShare> = found
        .iter_mut()
        .filter(tested)
        .flat_map(|found| &mut found.segments)
        .collect();
    let adjusted = holm(&segments.iter().map(|segment| segment.p_value).collect::<Vec<_>>())?;
    for (segment, adjusted) in segments.into_iter().zip(adjusted) {
        segment.p_value = adjusted;
        if adjusted > level.alpha() {
            segment.difference = Difference::None;
        }
    }
    for segment in found
        .iter_mut()
        .filter(|found| found.spread.is_none())
        .flat_map(|found| &mut found.segments)
    {
        (segment.p_value, segment.difference) = (1.0, Difference::None);
    }
    Ok(())
}

/// What follows where the spread differs: the segment that stands out, and how large a listing can be that holds so much
/// of it. Limits hold for all segments at once (Bonferroni), since the data choose which of them is looked at.
fn conclude(found: &mut SegmentMatch, told: &Told, manifest: &Manifest, level: Level) -> Result<(), Error> {
    if !found.spread.is_some_and(|spread| spread.differs) {
        return Ok(());
    }
    let Some((entry, segments)) = told.by.and_then(|kind| entry(manifest, kind, &told.label)) else {
        return Ok(());
    };
    let at_once = Level::new(1.0 - level.alpha() / found.segments.len() as f64)?;
    let low = |segment: &SegmentShare| clopper_pearson(segment.sample, found.told, at_once).map(|limits| limits.low);
    let more = found
        .segments
        .iter()
        .filter(|segment| segment.difference == Difference::More);
    if let Some(segment) = more.max_by_key(|segment| segment.sample) {
        found.largest = Some(LargestSegment {
            segment: segment.segment.clone(),
            share: segment.sample as f64 / found.told as f64,
            at_least: low(segment)?,
            customers: most_customers(manifest, entry, segments, &told.label, &segment.segment),
        });
    }
    for segment in found.segments.iter().filter(|segment| segment.sample > 0) {
        let customers = most_customers(manifest, entry, segments, &told.label, &segment.segment);
        let most = (customers as f64 / low(segment)?).ceil();
        if most.is_finite() && found.bound.as_ref().is_none_or(|bound| (most as u64) < bound.customers) {
            found.bound = Some(ListingBound {
                customers: most as u64,
                segment: segment.segment.clone(),
            });
        }
    }
    Ok(())
}

/// Customers of a segment whom the index holds at most: records, or the identifiers in them where every record has one
/// of a kind that one person has once.
fn most_customers(
    manifest: &Manifest,
    entry: &assay_index::ClassEntry,
    segments: &Segments,
    label: &str,
    segment: &str,
) -> u64 {
    let records = manifest.labels.get(label).and_then(|values| values.get(segment));
    let records = records.copied().unwrap_or(manifest.records.read);
    let is_full = entry.filled == manifest.records.accepted() && entry.too_frequent == 0;
    let mut kinds = entry.class.kinds();
    let once = kinds.any(|kind| kind.is_personal() || manifest.own.contains(&kind));
    match segments.of.get(segment) {
        Some(of) if is_full && once => of.identifiers.min(records),
        _ => records,
    }
}

fn entry<'m>(
    manifest: &'m Manifest,
    kind: assay_fields::Kind,
    label: &str,
) -> Option<(&'m assay_index::ClassEntry, &'m Segments)> {
    let (_, entry) = manifest.class(&assay_fields::Class::label(kind, label))?;
    Some((entry, entry.segments.as_ref()?))
}
