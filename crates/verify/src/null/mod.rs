//! What chance gives: values permuted between the rows of the sample, and made-up values of the same shape.
//!
//! A few rows of the sample are kept whole while it is read, in memory alone, and tested again and again: with their values
//! shuffled between them, and with values invented in their likeness. Which rows is a function of their numbers, and the
//! shuffles have a fixed seed, so that a report can be made again.

mod made_up;
mod permute;
mod signals;
mod subset;
mod weights;

use assay_estimate::{Level, PermutationTest, garwood_upper, poisson_rates_test_greater};
use assay_fields::Class;
use assay_index::{Digester, Keyed};
use serde::{Deserialize, Serialize};

use crate::sealed::Shuffled;
use crate::{Ended, Error, LinkMatch, Preparer};

pub use made_up::MadeUp;
pub(crate) use permute::Permuted;
use permute::against;
pub(crate) use signals::{GUESSED, signals};
pub(crate) use subset::Subset;
pub use weights::ClassWeight;
pub(crate) use weights::weights;

/// What values shuffled between some of the rows give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NullFindings {
    /// Rows that were shuffled: of the sample's distinct rows at most 250.
    pub rows: u64,
    /// Permutations.
    pub permutations: u64,
    /// The seed of the permutations.
    pub seed: u64,
    /// Places within which values were permuted; 1 where the sample shows none.
    pub strata: u64,
    /// Rows in which an identifier hits.
    pub hitting: u64,
    /// Rows graded genuine.
    pub genuine: NullTest,
    /// Links that hit, of those whose identifiers hit.
    pub links: Vec<NullLink>,
}

/// A number of rows or links against what permuted values give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NullTest {
    /// The test.
    #[serde(flatten)]
    pub test: PermutationTest,
    /// What the permutations give on average.
    pub mean: f64,
    /// What 95 % of them don't exceed; of one permutation its upper limit at 95 % (Garwood, 1936).
    pub most: u64,
    /// (b + 1) / (m + 1) (Phipson & Smyth, 2010); of one permutation, that of a sealed sample, how likely two equal rates give
    /// counts that differ so (Przyborowski & Wilenski, 1940).
    pub p_value: f64,
}

/// A link against permuted values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NullLink {
    /// The class.
    pub class: Class,
    /// The index's file name.
    pub index: String,
    /// Combinations tested.
    pub tested: u64,
    /// Hits and near ones.
    #[serde(flatten)]
    pub hits: NullTest,
    /// The rate at which permuted combinations hit whose values are of different rows; of a sealed sample's one shuffle, of all.
    pub rate: f64,
}

impl NullFindings {
    /// The rate at which permuted combinations of a link hit.
    pub(crate) fn permuted(&self, class: &Class, index: &str) -> Option<f64> {
        let mut all = self.links.iter();
        Some(all.find(|found| found.class == *class && found.index == index)?.rate)
    }
}

/// The rate at which a link hits where its values are strangers' to each other: by the index, or by permuted rows if more.
pub(crate) fn link_by_chance(link: &LinkMatch, null: Option<&NullFindings>) -> f64 {
    let permuted = null.and_then(|null| null.permuted(&link.class, &link.index));
    (link.chance_rate + link.near_chance.unwrap_or(0.0)).max(permuted.unwrap_or(0.0))
}

impl NullTest {
    fn of(observed: u64, mut permuted: Vec<u64>) -> Result<NullTest, Error> {
        let test = PermutationTest::of(observed, permuted.iter().copied());
        permuted.sort_unstable();
        let m = permuted.len();
        let (most, p_value) = match permuted[..] {
            [one] => (
                garwood_upper(one, Level::new(0.95)?) as u64,
                poisson_rates_test_greater((observed, 1), (one, 1))?,
            ),
            _ => {
                let most = permuted.get((m * 95 / 100).min(m.saturating_sub(1)));
                (most.copied().unwrap_or(0), test.p_value())
            }
        };
        Ok(NullTest {
            mean: permuted.iter().sum::<u64>() as f64 / m.max(1) as f64,
            most,
            p_value,
            test,
        })
    }
}

impl Ended<'_> {
    /// Tests rows of the sample again with their values permuted, and values made up in their likeness; `preparer` is the one
    /// that prepared it. To be called before [`Ended::conclude`].
    ///
    /// # Errors
    /// A damaged shard.
    pub fn against_chance(&mut self, preparer: &Preparer) -> Result<(), Error> {
        let permuted = Permuted::of(preparer, PERMUTATIONS);
        self.null = against(&permuted, self)?;
        self.made_up = made_up::test(preparer, self)?;
        Ok(())
    }

    /// The same with what a sealed sample carries: one permutation's digests.
    ///
    /// # Errors
    /// A damaged shard.
    pub fn against_shuffled(&mut self, shuffled: &Shuffled) -> Result<(), Error> {
        self.null = permute::against_sealed(shuffled, self)?;
        Ok(())
    }
}

fn dynamic(digesters: &[Keyed]) -> Vec<&dyn Digester> {
    digesters.iter().map(|keyed| keyed as &dyn Digester).collect()
}

/// The least p-value is 1/200.
pub(crate) const PERMUTATIONS: u64 = 199;
/// The seed of the permutations and of what is made up.
pub(crate) const SEED: u64 = 1969;
