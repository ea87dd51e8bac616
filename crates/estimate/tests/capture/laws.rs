//! Laws of counts from samples.

use assay_estimate::*;
use proptest::prelude::*;

use crate::{close, spread};

fn two_samples() -> impl Strategy<Value = TwoSamples> {
    (1u64..20_000, 1u64..20_000)
        .prop_flat_map(|(first, second)| (Just(first), Just(second), 0..=first.min(second)))
        .prop_map(|(first, second, both)| TwoSamples::new(first, second, both).unwrap())
}

/// Samples of a real listing: sizes, and recaptures that some listing could give.
pub(crate) fn several_samples() -> impl Strategy<Value = Recaptures> {
    prop::collection::vec((0u64..300, 0.0..1.0f64), 1..8).prop_map(|samples| {
        let mut marked = 0u64;
        let (sizes, recaptured): (Vec<u64>, Vec<u64>) = samples
            .into_iter()
            .map(|(size, share)| {
                let again = (share * (size.min(marked) as f64 + 0.99)) as u64;
                marked += size - again;
                (size, again)
            })
            .unzip();
        Recaptures::from_samples(&sizes, &recaptured).unwrap()
    })
}

fn holds_its_value(estimate: &CountEstimate) -> bool {
    let CountInterval { low, high } = estimate.interval;
    let rounding = 1e-9;
    low >= 0.0
        && high.is_none_or(|high| high >= low * (1.0 - rounding) && high.is_finite())
        && estimate
            .standard_error
            .is_none_or(|error| error >= 0.0 && error.is_finite())
        && estimate.value.is_none_or(|value| {
            value.is_finite()
                && low <= value * (1.0 + rounding)
                && high.is_none_or(|high| value <= high * (1.0 + rounding))
        })
}

proptest! {
    #[test]
    fn two_samples_bound_order_and_hold(samples in two_samples(), level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        let (petersen, chapman_) = (lincoln_petersen(samples, level), chapman(samples, level));
        let bailey_ = bailey(samples.first(), samples.second(), samples.both(), level).unwrap();
        let floor = samples.distinct() as f64;
        for found in [&petersen, &chapman_, &bailey_] {
            prop_assert!(holds_its_value(&found.estimate), "{found:?}");
        }
        prop_assert!(petersen.estimate.interval.low >= floor * (1.0 - 1e-12) && chapman_.estimate.interval.low >= floor);
        let value = chapman_.estimate.value.unwrap();
        if let Some(petersen) = petersen.estimate.value {
            prop_assert!(value <= petersen * (1.0 + 1e-12));
        }
        let exact = two_samples_exact(samples, level).unwrap();
        prop_assert!(exact.low >= floor && exact.is_bounded() == (samples.both() > 0));
        prop_assert_eq!(exact.is_bounded(), bailey_exact(samples.first(), samples.second(), samples.both(), level).unwrap().is_bounded());

        let swapped = TwoSamples::new(samples.second(), samples.first(), samples.both()).unwrap();
        prop_assert_eq!(two_samples_exact(swapped, level).unwrap(), exact);
        prop_assert!(close(chapman(swapped, level).estimate.value.unwrap(), value, 1e-12));
        prop_assert_eq!(chapman(swapped, level).unmet, chapman_.unmet);
    }

    #[test]
    fn more_in_both_means_fewer_in_all(samples in two_samples()) {
        prop_assume!(samples.both() < samples.first().min(samples.second()));
        let level = Level::default();
        let next = TwoSamples::new(samples.first(), samples.second(), samples.both() + 1).unwrap();
        let value = |found: CaptureEstimate| found.estimate.value.unwrap_or(f64::INFINITY);
        prop_assert!(value(lincoln_petersen(next, level)) < value(lincoln_petersen(samples, level)));
        prop_assert!(value(chapman(next, level)) < value(chapman(samples, level)));
        let (here, there) = (two_samples_exact(samples, level).unwrap(), two_samples_exact(next, level).unwrap());
        prop_assert!(there.low <= here.low && here.high.is_none_or(|high| there.high.unwrap() <= high));
    }

    #[test]
    fn several_samples_bound_and_hold(samples in several_samples(), level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        let floor = samples.distinct() as f64;
        let darroch = darroch(&samples, level).unwrap();
        for found in [
            schnabel(&samples, level).estimate,
            schnabel_chapman(&samples, level).estimate,
            schumacher_eschmeyer(&samples, level).estimate,
            darroch,
        ] {
            prop_assert!(holds_its_value(&found), "{found:?}");
            prop_assert!(found.interval.low >= floor * (1.0 - 1e-12), "{found:?}");
        }
        if samples.recaptured() > 0 {
            prop_assert!(darroch.value.is_some() && darroch.interval.is_bounded());
        }
        // d and the sizes are all that counts: the samples in another order, recaptures split anyhow.
        let mut sizes: Vec<u64> = samples.occasions().iter().map(|occasion| occasion.caught).collect();
        sizes.sort_unstable();
        let turned = Recaptures::from_samples(&sizes, &spread(&sizes, samples.recaptured()));
        if let Ok(turned) = turned && turned.distinct() == samples.distinct() {
            let turned = assay_estimate::darroch(&turned, level).unwrap();
            prop_assert_eq!(turned.value.is_some(), darroch.value.is_some());
            if let (Some(here), Some(there)) = (darroch.value, turned.value) {
                prop_assert!(close(there, here, 1e-9), "{here} {there}");
            }
        }
    }

    #[test]
    fn two_of_several_samples_are_two_samples(samples in two_samples()) {
        prop_assume!(samples.both() > 0);
        let level = Level::default();
        let several = Recaptures::from_samples(&[samples.first(), samples.second()], &[0, samples.both()]).unwrap();
        prop_assert_eq!(several.distinct(), samples.distinct());
        let petersen = lincoln_petersen(samples, level).estimate.value.unwrap();
        for found in [
            schnabel(&several, level).estimate.value.unwrap(),
            schumacher_eschmeyer(&several, level).estimate.value.unwrap(),
            darroch(&several, level).unwrap().value.unwrap(),
        ] {
            prop_assert!(close(found, petersen, 1e-9), "{found} {petersen}");
        }
    }

    #[test]
    fn repeats_bound_and_hold((draws, distinct) in (2u64..50_000).prop_flat_map(|n| (Just(n), 1..=n)), level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        let found = occupancy(draws, distinct, level).unwrap();
        prop_assert!(holds_its_value(&found) && found.interval.low >= distinct as f64, "{found:?}");
        if let Some(value) = found.value {
            let expected = value * -(draws as f64 * (-1.0 / value).ln_1p()).exp_m1();
            prop_assert!(value <= 1.0 || close(expected, distinct as f64, 1e-9), "{expected}");
        }
        if distinct < draws {
            let next = occupancy(draws, distinct + 1, level).unwrap();
            prop_assert!(next.value.unwrap_or(f64::INFINITY) >= found.value.unwrap());
            prop_assert!(next.interval.low >= found.interval.low);
        }
    }

    #[test]
    fn pairs_bound_and_hold((draws, pairs) in (2u64..2_000).prop_flat_map(|n| (Just(n), 0..=n * (n - 1) / 2)), level in 0.5..0.999f64) {
        let level = Level::new(level).unwrap();
        let found = birthday(draws, pairs, level).unwrap();
        prop_assert!(holds_its_value(&found.estimate), "{found:?}");
        prop_assert_eq!(found.estimate.value.is_none(), pairs == 0);
    }

    #[test]
    fn few_repeats_say_the_same_as_pairs_or_as_distinct_things(draws in 1_000u64..1_000_000, pairs in 1u64..10) {
        let level = Level::default();
        let by_pairs = birthday(draws, pairs, level).unwrap();
        let by_distinct = occupancy(draws, draws - pairs, level).unwrap();
        prop_assert!(by_pairs.unmet.is_none());
        prop_assert!(close(by_distinct.value.unwrap(), by_pairs.estimate.value.unwrap(), 0.02));
        let (here, there) = (by_pairs.estimate.interval, by_distinct.interval);
        prop_assert!(close(there.low, here.low, 0.05) && close(there.high.unwrap(), here.high.unwrap(), 0.05));
    }
}
