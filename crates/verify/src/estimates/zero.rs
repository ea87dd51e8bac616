//! What a sample without a genuine row leaves open.

use assay_estimate::zero_hits_upper;

use super::{Estimate, Holds, Known, Topic, Unit};

pub(super) fn estimates(known: &Known<'_>) -> Option<Estimate> {
    let level = known.options.level;
    let distinct = known.rows.testable.at_least();
    if known.matched.genuine.genuine > 0 || distinct == 0 {
        return None;
    }
    let open = zero_hits_upper(distinct, level);
    let quantity = "largest genuine share of the listing that a sample without a genuine row leaves open";
    Some(
        Estimate::new(Topic::Rate, Unit::Share, quantity, "zero_hits_upper", level.get())
            .value(open)
            .between(Some(0.0), Some(open))
            .if_random(known.options.sampling)
            .assuming(
                "a genuine row would have been recognised (sensitivity 1)",
                Holds::Unknown,
            ),
    )
}
