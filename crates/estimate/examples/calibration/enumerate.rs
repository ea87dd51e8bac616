//! Coverage by summing over everything that can be observed, with probabilities that owe nothing to the crate.

/// Probabilities of the counts `first..`, all of those that matter: what is left out is below 10⁻¹⁴ of the largest, so
/// that all of it together is below 10⁻¹⁰.
#[derive(Debug, Clone)]
pub struct Masses {
    pub first: u64,
    pub of: Vec<f64>,
}

impl Masses {
    /// Every count with its probability.
    pub fn iter(&self) -> impl Iterator<Item = (u64, f64)> + '_ {
        (self.first..).zip(self.of.iter().copied())
    }

    /// The probability that `holds`.
    pub fn chance(&self, mut holds: impl FnMut(u64) -> bool) -> f64 {
        self.iter()
            .filter(|(count, _)| holds(*count))
            .map(|(_, mass)| mass)
            .sum()
    }

    /// From the ratios of neighbours, starting at the largest: nothing cancels, and the sum is 1 by division.
    fn around(mode: u64, least: u64, most: u64, up: impl Fn(u64) -> f64) -> Self {
        let (mut above, mut mass) = (vec![1.0], 1.0);
        for count in mode..most {
            mass *= up(count);
            if mass < NEGLIGIBLE {
                break;
            }
            above.push(mass);
        }
        let (mut of, mut mass) = (Vec::new(), 1.0);
        for count in (least..mode).rev() {
            mass /= up(count);
            if mass < NEGLIGIBLE {
                break;
            }
            of.push(mass);
        }
        let first = mode - of.len() as u64;
        of.reverse();
        of.append(&mut above);
        let total: f64 = of.iter().sum();
        of.iter_mut().for_each(|mass| *mass /= total);
        Self { first, of }
    }
}

const NEGLIGIBLE: f64 = 1e-14;

/// Successes of `trials`, each with probability `rate`.
pub fn binomial(trials: u64, rate: f64) -> Masses {
    if rate <= 0.0 || rate >= 1.0 {
        let first = if rate <= 0.0 { 0 } else { trials };
        return Masses { first, of: vec![1.0] };
    }
    let odds = rate / (1.0 - rate);
    let mode = (((trials + 1) as f64 * rate) as u64).min(trials);
    Masses::around(mode, 0, trials, |k| (trials - k) as f64 / (k + 1) as f64 * odds)
}

/// A Poisson count.
pub fn poisson(mean: f64) -> Masses {
    if mean <= 0.0 {
        return Masses {
            first: 0,
            of: vec![1.0],
        };
    }
    Masses::around(mean as u64, 0, u64::MAX, |k| mean / (k + 1) as f64)
}

/// The marked in a random sample of `sampled` from `population`, of whom `marked` are marked.
pub fn hypergeometric(population: u64, marked: u64, sampled: u64) -> Masses {
    let least = (marked + sampled).saturating_sub(population);
    let most = marked.min(sampled);
    let mode = ((marked + 1) as f64 * (sampled + 1) as f64 / (population + 2) as f64) as u64;
    Masses::around(mode.clamp(least, most), least, most, |x| {
        (marked - x) as f64 / (x + 1) as f64 * ((sampled - x) as f64 / (population + x + 1 - marked - sampled) as f64)
    })
}
