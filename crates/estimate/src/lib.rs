//! Pure statistics: rates, bounds and intervals.
//!
//! Every function names its estimand, its source and what makes it fail. Counts are exact up to 2⁵³; above that they
//! are rounded to the nearest double.
//!
//! | question | functions |
//! |---|---|
//! | how large is a rate? | [`clopper_pearson`], [`wilson`], [`jeffreys`], [`blaker`], one-sided [`clopper_pearson_lower`], [`clopper_pearson_upper`] |
//! | what does zero mean? | [`zero_hits_upper`], [`rule_of_three`] |
//! | are there more than chance gives? | [`binomial_survival`], [`binomial_test_greater`], [`poisson_survival`], [`poisson_upper_quantile`] |
//! | how large is a count's mean? | [`garwood`], [`garwood_lower`], [`garwood_upper`] |
//! | what is behind an imperfect test? | [`rogan_gladen`], [`lang_reiczigel`], [`prevalence_posterior`] |
//! | how much of a finite population? | [`marked_lower`], [`marked_upper`], [`population_lower`], [`population_upper`] |
//! | when may one stop looking? | [`SequentialTest`], [`bernoulli_confidence_sequence`] |
//! | do two splits of counts agree? | [`pearson_independence`], [`g_independence`], [`pearson_fit`], [`g_fit`], [`fisher_exact`] |
//! | does a sample spread over categories as its base does? | [`spread`] |
//! | what does a p-value mean after many? | [`permutation_p_value`], [`holm`], [`benjamini_hochberg`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod binomial;
mod blaker;
mod categories;
mod error;
mod hypergeometric;
mod interval;
mod multiplicity;
mod poisson;
mod posterior;
mod prevalence;
mod sequential;
mod special;
mod spread;

pub use binomial::{
    RateMethod, binomial_cumulative, binomial_survival, binomial_test_greater, binomial_test_less, clopper_pearson,
    clopper_pearson_lower, clopper_pearson_upper, jeffreys, rule_of_three, wilson, zero_hits_upper,
};
pub use blaker::blaker;
pub use categories::{
    CategoryTest, FisherTest, fisher_exact, g_fit, g_independence, pearson_fit, pearson_independence,
};
pub use error::Error;
pub use hypergeometric::{
    hypergeometric_cumulative, hypergeometric_survival, marked_lower, marked_upper, population_lower, population_upper,
};
pub use interval::{Interval, Level};
pub use multiplicity::{benjamini_hochberg, holm, permutation_p_value};
pub use poisson::{
    garwood, garwood_lower, garwood_upper, poisson_cumulative, poisson_survival, poisson_upper_quantile,
};
pub use posterior::{PrevalencePosterior, prevalence_posterior};
pub use prevalence::{MeasuredRate, Prevalence, PrevalenceInterval, TestAccuracy, lang_reiczigel, rogan_gladen};
pub use sequential::{SequentialDecision, SequentialTest, bernoulli_confidence_sequence};
pub use spread::{SpreadMethod, SpreadTest, spread};
