//! Unseen things from repeats: how many things there are, when some of them were drawn more than once.
//!
//! Everything here reads [`Frequencies`] and assumes draws from one population *with* replacement, except
//! [`chao_without_replacement`]. A small share drawn without replacement will not do: a thing that stands once in the
//! listing can't repeat then, so that few things of two rows among many of one make every bound here far too large. Rows of a listing that holds nobody twice never repeat, whatever its size;
//! a sample whose repeats were removed or added says nothing. [`equal_chance_test`] finds the gross cases.

mod ace;
mod chao;
mod condition;
mod conditional;
mod coverage;
mod equal_chance;
mod finite;
mod frequencies;
mod ichao;
mod interval;
mod reason;
mod toulmin;
mod zelterman;

pub use ace::ace;
pub use chao::{chao_lower_bound, chao1_bias_corrected, chao1_classic, chao1_small_sample};
pub use condition::UnseenMethod;
pub use coverage::{Coverage, chao_jost_coverage, good_turing_coverage};
pub use equal_chance::{EqualChanceTest, equal_chance_test};
pub use finite::chao_without_replacement;
pub use frequencies::Frequencies;
pub use ichao::ichao1;
pub use interval::LowerBound;
pub use reason::NoCount;
pub use toulmin::{NewThings, Smoothing, good_toulmin, smoothed_good_toulmin};
pub use zelterman::zelterman;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod truths;
