//! Whether several samples fit one listing: size, power, and what the test cannot see.

use assay_estimate::*;
use proptest::prelude::*;

use crate::laws::several_samples;
use crate::outcomes_of_three;

#[test]
fn the_fit_rejects_one_population_at_most_at_its_level() {
    for (population, sizes) in [(60, [20, 20, 20]), (100, [10, 30, 20]), (40, [30, 10, 30])] {
        // p-values are themselves drawn, with a standard error of 0.002 at 0.05: an outcome of p just above may fall below.
        let size: f64 = outcomes_of_three(population, sizes)
            .iter()
            .filter(|(samples, mass)| *mass > 1e-7 && recapture_fit(samples).unwrap().p_value <= 0.05)
            .map(|(_, mass)| mass)
            .sum();
        assert!((0.005..=0.055).contains(&size), "{population} {sizes:?}: {size}");
    }
}

/// Above 1,000 recaptures, where outcomes are too many to enumerate: 2,000 listings from a fixed seed. 150 rejections or
/// more have a probability below 1e-6 at 5 %.
#[test]
fn the_fit_of_many_recaptures_rejects_one_population_at_its_level() {
    let (population, sizes) = (5_000u64, [1_500u64, 1_500, 1_500, 600]);
    let mut state = 20_260_101u64;
    let mut unit = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut rejected = 0;
    for _ in 0..2_000 {
        let mut marked = 0;
        let recaptured = sizes.map(|size| {
            let (mut left, mut again) = (marked, 0);
            for drawn in 0..size {
                if unit() * ((population - drawn) as f64) < left as f64 {
                    left -= 1;
                    again += 1;
                }
            }
            marked += size - again;
            again
        });
        let found = recapture_fit(&Recaptures::from_samples(&sizes, &recaptured).unwrap()).unwrap();
        assert_eq!((found.method, found.degrees), (FitMethod::ChiSquared, 2));
        rejected += u32::from(found.p_value <= 0.05);
    }
    assert!((50..150).contains(&rejected), "{rejected}");
}

#[test]
fn the_fit_sees_samples_that_overlap_and_a_seller_who_starts_to_avoid_repeats() {
    let fit = |caught: &[u64], recaptured: &[u64]| {
        let samples = Recaptures::from_samples(caught, recaptured).unwrap();
        recapture_fit(&samples).unwrap()
    };
    // The listing of 2,000 gives about 20 and 39; the third sample repeats half of what was shown.
    let overlapping = fit(&[200, 200, 200], &[0, 20, 100]);
    assert!(overlapping.p_value < 0.001 && overlapping.method == FitMethod::Conditional);
    assert!(fit(&[200, 200, 200], &[0, 20, 0]).p_value < 0.001);
    assert!(fit(&[200, 200, 200], &[0, 20, 38]).p_value > 0.5);
    // The same for a listing of 100,000.
    let large = fit(&[20_000, 20_000, 20_000], &[0, 4_000, 7_200]);
    assert!(large.p_value > 0.5 && large.method == FitMethod::ChiSquared && large.degrees == 1);
    assert!(fit(&[20_000, 20_000, 20_000], &[0, 4_000, 8_000]).p_value < 0.001);
    // One tenth of the listing shown thrice fits a tenth of it: blind, and documented so.
    assert!(fit(&[50, 50, 50], &[0, 25, 38]).p_value > 0.5);
    let nothing = fit(&[5, 5, 5], &[0, 0, 0]);
    assert_eq!((nothing.p_value, nothing.degrees), (1.0, 0));
}

proptest! {
    // Each case draws 20,000 splits.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_fit_is_a_probability_and_the_same_again(samples in several_samples()) {
        prop_assume!(samples.occasions().iter().filter(|occasion| occasion.caught > 0).count() > 2);
        let found = recapture_fit(&samples).unwrap();
        prop_assert!((0.0..=1.0).contains(&found.p_value) && found.p_value > 0.0 && found.statistic >= 0.0, "{found:?}");
        prop_assert_eq!(recapture_fit(&samples).unwrap(), found);
    }
}
