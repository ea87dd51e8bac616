//! Chao's lower bound and the three formulas called Chao1.

use super::{Frequencies, LowerBound, NoCount};
use crate::{Error, Level};

/// The lower bound of Chao (1984) for the number of things: d + f₁² / (2 f₂).
///
/// Variance f₂ (r⁴/4 + r³ + r²/2) with r = f₁/f₂, and the interval on the logarithm of the unseen (Chao 1987). By
/// Cauchy–Schwarz the bound, with expected frequencies, lies below the number of things whatever their chances are, and
/// meets it only if all *rare* things are equally likely. **It is a lower bound and must be printed as one**: where the
/// truth was 9,461 (accidents of the insured; Simar 1976, CRAN SPECIES) it is 5,250, and its 95 % interval ends at 5,919.
/// Where even its lower end is no safe limit is said by [`UnseenMethod::condition`](crate::UnseenMethod::condition).
/// Few doubletons leave the ratio itself biased upwards; [`chao1_bias_corrected`] mends that.
///
/// Without doubletons f₁(f₁−1)/2 stands for the unseen, as in [`chao1_bias_corrected`]; it rests on no repeat of a rare
/// thing, so that the interval is what to look at. Assumes independent draws with replacement. Repeats that were added
/// make it too small; repeats that were removed, or draws without replacement, make it too large, and then it is no bound.
///
/// # Errors
/// [`NoCount::TooFewDraws`], [`NoCount::NothingRare`], [`NoCount::CoverageZero`].
pub fn chao_lower_bound(seen: &Frequencies, level: Level) -> Result<LowerBound, Error> {
    if seen.doubletons() == 0 {
        return chao1_bias_corrected(seen, level);
    }
    chao1_classic(seen, level)
}

/// Chao1 in its classic form, d + f₁² / (2 f₂) (Chao 1984), with the variance of Chao (1987).
///
/// EstimateS up to version 8 calls it "Chao1 classic"; scikit-bio computes it as `chao1(bias_corrected=False)` for f₁ and
/// f₂ above 0, though its variance has 0.24 in the place of 0.25 (version 0.7.4); CRAN SPECIES as `chao1984`. Assumptions
/// and failures as for [`chao_lower_bound`].
///
/// # Errors
/// [`NoCount::NoDoubletons`] where the formula divides by 0; otherwise as [`chao_lower_bound`].
pub fn chao1_classic(seen: &Frequencies, level: Level) -> Result<LowerBound, Error> {
    seen.check_estimable()?;
    let (singletons, doubletons) = rare(seen);
    if doubletons == 0.0 {
        return Err(NoCount::NoDoubletons.into());
    }
    Ok(LowerBound::new(
        seen,
        singletons * (singletons / (2.0 * doubletons)),
        classic_variance(singletons, doubletons, 1.0),
        level,
    ))
}

/// Chao1 in its bias-corrected form, d + f₁(f₁−1) / (2(f₂+1)) (Chao 1987; variances as EstimateS, appendix B, equations
/// 6 and 7, without its factor of sample size).
///
/// scikit-bio's default and vegan's `estimateR` compute this value, and EstimateS up to version 8 calls it "Chao1
/// bias-corrected" (from version 9 on it multiplies by (n−1)/n). Defined without doubletons too; there, a single repeat
/// more or less changes it much. Without its bias it is the safer of the three where f₂ is small. Assumptions and failures
/// as for [`chao_lower_bound`].
///
/// # Errors
/// [`NoCount::TooFewDraws`], [`NoCount::NothingRare`], [`NoCount::CoverageZero`].
pub fn chao1_bias_corrected(seen: &Frequencies, level: Level) -> Result<LowerBound, Error> {
    seen.check_estimable()?;
    Ok(bias_corrected(seen, 1.0, level))
}

/// Chao1 with the small-sample factor: d + (n−1)/n · f₁² / (2 f₂), and d + (n−1)/n · f₁(f₁−1)/2 without doubletons
/// (Chao & Jost 2012, Colwell et al. 2012).
///
/// iNEXT (`ChaoRichness`) and SpadeR ("Chao1") compute this one. The factor makes the bound hold for multinomial draws, and
/// is invisible beyond some hundred of them. Assumptions and failures as for [`chao_lower_bound`].
///
/// # Errors
/// [`NoCount::TooFewDraws`], [`NoCount::NothingRare`], [`NoCount::CoverageZero`].
pub fn chao1_small_sample(seen: &Frequencies, level: Level) -> Result<LowerBound, Error> {
    seen.check_estimable()?;
    let (singletons, doubletons) = rare(seen);
    let factor = 1.0 - 1.0 / seen.draws() as f64;
    if doubletons == 0.0 {
        return Ok(bias_corrected(seen, factor, level));
    }
    Ok(LowerBound::new(
        seen,
        factor * singletons * (singletons / (2.0 * doubletons)),
        classic_variance(singletons, doubletons, factor),
        level,
    ))
}

/// The variance of `factor`·f₁²/(2 f₂) (Chao 1987), for f₂ above 0.
fn classic_variance(singletons: f64, doubletons: f64, factor: f64) -> f64 {
    let r = singletons / doubletons;
    let square = factor * factor * r * r;
    doubletons * (0.25 * square * r * r + square * r + 0.5 * factor * r * r)
}

/// `factor`·f₁(f₁−1) / (2(f₂+1)) with its variance.
fn bias_corrected(seen: &Frequencies, factor: f64, level: Level) -> LowerBound {
    let (singletons, doubletons) = rare(seen);
    let next = doubletons + 1.0;
    let unseen = factor * singletons * (singletons - 1.0).max(0.0) / (2.0 * next);
    let slope = factor * (2.0 * singletons - 1.0) / (2.0 * next);
    let variance = unseen + singletons * slope * slope;
    let variance = if doubletons > 0.0 {
        let slope = unseen / next;
        variance + doubletons * slope * slope
    } else {
        let square = factor * singletons * singletons;
        variance - square * square / (4.0 * (seen.distinct() as f64 + unseen))
    };
    LowerBound::new(seen, unseen, variance.max(0.0), level)
}

/// f₁ and f₂.
pub(super) fn rare(seen: &Frequencies) -> (f64, f64) {
    (seen.singletons() as f64, seen.doubletons() as f64)
}
