//! Pure statistics: rates, bounds and intervals.
//!
//! Every function names its estimand, its source and what makes it fail. Counts are exact up to 2⁵³; above that they
//! are rounded to the nearest double.
//!
//! | question | functions |
//! |---|---|
//! | how large is a rate? | [`clopper_pearson`], [`wilson`], [`jeffreys`], [`blaker`], one-sided [`clopper_pearson_lower`], [`clopper_pearson_upper`] |
//! | what does zero mean? | [`zero_hits_upper`], [`rule_of_three`] |
//! | are there more than chance gives? | [`binomial_survival`], [`binomial_test_greater`], [`poisson_survival`], [`poisson_upper_quantile`]; than another rate gives? [`poisson_rates_test_greater`] |
//! | how large is a count's mean? | [`garwood`], [`garwood_lower`], [`garwood_upper`] |
//! | what is behind an imperfect test? | [`rogan_gladen`], [`lang_reiczigel`], [`prevalence_bounds`], [`prevalence_posterior`]; among the very things tested: [`positives_among`], [`true_positives_lower`] |
//! | may an approximate interval be printed? | [`RateMethod::condition`], [`rogan_gladen_condition`], [`lang_reiczigel_condition`], [`prevalence_posterior_condition`], [`UnseenMethod::condition`] |
//! | how much of a finite population? | [`marked_lower`], [`marked_upper`], [`population_lower`], [`population_upper`] |
//! | how many are there, from two samples? | [`lincoln_petersen`], [`chapman`], [`bailey`], exact [`two_samples_exact`], [`bailey_exact`] |
//! | how many are there, from several? | [`schnabel`], [`schnabel_chapman`], [`schumacher_eschmeyer`], [`darroch`]; do they agree: [`recapture_fit`] |
//! | how many are there, from repeats in one? | [`birthday`], [`occupancy`] |
//! | how many were issued, by serial numbers? | [`german_tank`], [`german_tank_posterior`], [`serial_range`], [`highest_serial`]; do they look so: [`serial_checks`], [`first_serial_p_value`] |
//! | how large is a mean or a ratio? | [`bootstrap_mean`], [`bootstrap_ratio`] |
//! | when may one stop looking? | [`SequentialTest`], [`bernoulli_confidence_sequence`] |
//! | do two splits of counts agree? | [`pearson_independence`], [`g_independence`], [`pearson_fit`], [`g_fit`], [`fisher_exact`] |
//! | how many things are there, seen from repeats? | [`chao_lower_bound`], [`chao1_classic`], [`chao1_bias_corrected`], [`chao1_small_sample`], [`ichao1`], [`ace`], [`zelterman`], [`chao_without_replacement`] |
//! | how much would more draws bring? | [`good_turing_coverage`], [`chao_jost_coverage`], [`good_toulmin`], [`smoothed_good_toulmin`] |
//! | is everything equally likely to be drawn? | [`equal_chance_test`] |
//! | does a sample spread over categories as its base does? | [`spread`] |
//! | what does a p-value mean after many? | [`permutation_p_value`], [`holm`], [`benjamini_hochberg`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agreement;
mod among_tested;
mod binomial;
mod blaker;
mod bootstrap;
mod capture;
mod categories;
mod collision;
mod condition;
mod count;
mod error;
mod hypergeometric;
mod interval;
mod multiplicity;
mod permutation;
mod poisson;
mod posterior;
mod prevalence;
mod prevalence_bounds;
mod random;
mod recapture;
mod recapture_fit;
mod repeats;
mod richness;
mod sequential;
mod serials;
mod special;
mod spread;
mod true_positives;

pub use agreement::{Agreement, combined};
pub use among_tested::{AmongTested, positives_among};
pub use binomial::{
    RateMethod, binomial_cumulative, binomial_survival, binomial_test_greater, binomial_test_less, clopper_pearson,
    clopper_pearson_lower, clopper_pearson_upper, jeffreys, rule_of_three, wilson, zero_hits_upper,
};
pub use blaker::blaker;
pub use bootstrap::{Bootstrapped, Observed, Resampling, bootstrap_mean, bootstrap_ratio};
pub use capture::{
    CaptureCondition, CaptureEstimate, TwoSamples, bailey, bailey_exact, chapman, lincoln_petersen, two_samples_exact,
};
pub use categories::{
    CategoryTest, FisherTest, fisher_exact, g_fit, g_independence, pearson_fit, pearson_independence,
};
pub use collision::{birthday, occupancy};
pub use condition::{Unmet, lang_reiczigel_condition, prevalence_posterior_condition, rogan_gladen_condition};
pub use count::{CountEstimate, CountInterval};
pub use error::Error;
pub use hypergeometric::{
    hypergeometric_cumulative, hypergeometric_survival, marked_lower, marked_upper, population_lower, population_upper,
};
pub use interval::{Interval, Level};
pub use multiplicity::{benjamini_hochberg, holm, permutation_p_value};
pub use permutation::PermutationTest;
pub use poisson::{
    garwood, garwood_lower, garwood_upper, poisson_cumulative, poisson_rates_test_greater, poisson_survival,
    poisson_upper_quantile,
};
pub use posterior::{PrevalencePosterior, prevalence_posterior};
pub use prevalence::{MeasuredRate, Prevalence, PrevalenceInterval, TestAccuracy, lang_reiczigel, rogan_gladen};
pub use prevalence_bounds::prevalence_bounds;
pub use random::Random;
pub use recapture::{Occasion, Recaptures, darroch, schnabel, schnabel_chapman, schumacher_eschmeyer};
pub use recapture_fit::{FitMethod, RecaptureFit, recapture_fit};
pub use richness::{
    Coverage, EqualChanceTest, Frequencies, LowerBound, NewThings, NoCount, Smoothing, UnseenMethod, ace,
    chao_jost_coverage, chao_lower_bound, chao_without_replacement, chao1_bias_corrected, chao1_classic,
    chao1_small_sample, equal_chance_test, good_toulmin, good_turing_coverage, ichao1, smoothed_good_toulmin,
    zelterman,
};
pub use sequential::{SequentialDecision, SequentialTest, bernoulli_confidence_sequence};
pub use serials::{
    SerialCheck, SerialChecks, TankPosterior, first_serial_p_value, german_tank, german_tank_lower,
    german_tank_posterior, german_tank_upper, highest_serial, serial_checks, serial_range, serial_range_lower,
    serial_range_upper,
};
pub use spread::{SpreadMethod, SpreadTest, spread};
pub use true_positives::true_positives_lower;
