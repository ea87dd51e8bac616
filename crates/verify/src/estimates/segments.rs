//! Of which segment the listing is likely to be, and how large it can be then.

use assay_index::{Covers, NO_VALUE, OTHERS};

use super::{Estimate, Holds, Known, Topic, Unit};
use crate::{Difference, IndexFindings, LargestSegment, Sampling, SegmentMatch, Spread};

pub(super) fn estimates(known: &Known<'_>) -> Vec<Estimate> {
    let mut estimates = Vec::new();
    for found in &known.matched.segments {
        estimates.push(difference(found, known));
        let index = known.indexes.iter().find(|index| index.index == found.index);
        if let (Some(largest), Some(index)) = (&found.largest, index) {
            estimates.push(share(found, largest, known));
            estimates.push(size(found, largest, index, known));
        }
    }
    estimates
}

/// A segment as a sentence names it.
pub(crate) fn in_words(label: &str, segment: &str) -> String {
    match segment {
        OTHERS => format!("a rare {label}"),
        NO_VALUE => format!("without {label}"),
        value => format!("{label} {value}"),
    }
}

/// Whether the sample spreads over the segments as the index does.
fn difference(found: &SegmentMatch, known: &Known<'_>) -> Estimate {
    let SegmentMatch { label, index, .. } = found;
    let quantity = format!("difference in {label} between the matched customers and all in {index} (Cohen's w)");
    let estimator = "Cohen's w freed of bias, beside a G-test";
    let new = Estimate::new(
        Topic::Segment,
        Unit::Count,
        &quantity,
        estimator,
        known.options.level.get(),
    );
    let Some(identifier) = found.identifier else {
        return new.withheld("not one genuine row shows an identifier that carries this label");
    };
    let Some(Spread {
        test,
        adjusted,
        differs,
    }) = found.spread
    else {
        return new.withheld("there are not two segments, or not one customer's could be told");
    };
    let figures = format!(
        "(G = {:.1}, {} degrees of freedom, p = {} after Holm, w = {:.2})",
        test.statistic,
        test.degrees,
        probability(adjusted),
        test.effect
    );
    let told = found.told;
    let says = match differs {
        true => format!(
            "the {told} matched customers whose {label} is known are not spread over it as those of {index} are \
             {figures}{}",
            outstanding(found)
        ),
        false if told < FEW => format!(
            "{told} matched customers are too few to tell whether they are spread over {label} as those of {index} are \
             {figures}"
        ),
        false => format!(
            "the {told} matched customers whose {label} is known are spread over it as those of {index} are, as far as \
             so many can show {figures}: nothing speaks for a listing of one segment alone"
        ),
    };
    new.value(test.effect)
        .says(says)
        .if_random(known.options.sampling)
        .assuming(
            format!("customers of every {label} are as likely to be recognised, and one {identifier} is one customer"),
            Holds::Unknown,
        )
}

/// The segments that stand out most, in either direction.
fn outstanding(found: &SegmentMatch) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (difference, word) in [(Difference::More, "more"), (Difference::Fewer, "fewer")] {
        let mut named: Vec<_> = found
            .segments
            .iter()
            .filter(|segment| segment.difference == difference)
            .collect();
        named.sort_by(|a, b| {
            let off = |segment: &crate::SegmentShare| (segment.share.unwrap_or(0.0) - segment.base_share).abs();
            off(b).total_cmp(&off(a))
        });
        let named: Vec<String> = named
            .iter()
            .take(MOST_NAMED)
            .map(|segment| {
                format!(
                    "{} ({} instead of {})",
                    in_words(&found.label, &segment.segment),
                    percent(segment.share.unwrap_or(0.0)),
                    percent(segment.base_share)
                )
            })
            .collect();
        if !named.is_empty() {
            parts.push(format!("{word} have {}", named.join(", ")));
        }
    }
    match parts.is_empty() {
        true => String::new(),
        false => format!(": {}", parts.join("; ")),
    }
}

/// The share of the segment that stands out.
fn share(found: &SegmentMatch, largest: &LargestSegment, known: &Known<'_>) -> Estimate {
    let segment = in_words(&found.label, &largest.segment);
    let quantity = format!("share of the listing's customers in {} who have {segment}", found.index);
    let estimator = "clopper_pearson, for all segments at once (Bonferroni)";
    let level = known.options.level.get();
    let least = (1000.0 * largest.at_least).floor() / 10.0;
    let condition = match known.options.sampling {
        Sampling::Seller => "if the rows were drawn at random from the listing (the seller chose them),",
        Sampling::Random => "if the rows were drawn at random from the listing, as stated,",
    };
    Estimate::new(Topic::Segment, Unit::Share, &quantity, estimator, level)
        .value(largest.share)
        .between(Some(largest.at_least), None)
        .says(format!(
            "{} of the matched customers have {segment}; {condition} at least {least:.1} % of its customers do",
            percent(largest.share)
        ))
        .if_random(known.options.sampling)
        .assuming(
            format!("customers of every {} are as likely to be recognised", found.label),
            Holds::Unknown,
        )
}

/// How many customers a listing of that segment can hold.
fn size(found: &SegmentMatch, largest: &LargestSegment, index: &IndexFindings, known: &Known<'_>) -> Estimate {
    let segment = in_words(&found.label, &largest.segment);
    let quantity = format!("customers that a listing can hold at most if all of them have {segment}");
    let level = known.options.level.get();
    let customers = largest.customers;
    let far = match index.covers {
        Covers::All => "",
        _ => ", as far as the index covers the company's customers",
    };
    let mut says = format!(
        "a listing of customers with {segment} alone holds at most {customers} of them, as many as {} does{far}",
        found.index
    );
    if let Some(bound) = found.bound.as_ref().filter(|bound| bound.customers < index.people) {
        says += &format!(
            "; if the rows were drawn at random from a listing of any make-up, it holds at most {} customers of the index",
            bound.customers
        );
    }
    let covered = match index.covers {
        Covers::All => Holds::True,
        Covers::Current => Holds::False,
        _ => Holds::Unknown,
    };
    Estimate::new(
        Topic::Segment,
        Unit::Count,
        &quantity,
        "customers of the segment in the index",
        level,
    )
    .value(customers as f64)
    .says(says)
    .assuming(format!("all of the listing's customers have {segment}"), Holds::Unknown)
    .assuming("the index covers all that the company ever had", covered)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn probability(p: f64) -> String {
    match p {
        p if p < 1e-6 => "less than 0.000001".to_owned(),
        p if p < 0.001 => format!("{p:.6}"),
        p => format!("{p:.3}"),
    }
}

/// Below so many customers only an extreme spread could be told from that of the base.
const FEW: u64 = 20;
/// Segments that a sentence names in either direction.
const MOST_NAMED: usize = 3;
