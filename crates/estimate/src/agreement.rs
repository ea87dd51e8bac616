//! Weights of agreement: what it proves that a field agrees, or that it does not (Fellegi & Sunter, "A theory for record
//! linkage", JASA 64, 1969).

use serde::{Deserialize, Serialize};

use crate::Error;

/// How often a field agrees in true matches (m) and in others (u).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// P(agrees | match).
    pub m: f64,
    /// P(agrees | no match).
    pub u: f64,
}

impl Agreement {
    /// The agreement of rates strictly between 0 and 1.
    ///
    /// # Errors
    /// [`Error::NumberOutOfRange`].
    pub fn new(m: f64, u: f64) -> Result<Agreement, Error> {
        for (name, rate) in [("m", m), ("u", u)] {
            if !(rate > 0.0 && rate < 1.0) {
                return Err(Error::NumberOutOfRange {
                    name,
                    expected: "strictly between 0 and 1",
                    found: rate,
                });
            }
        }
        Ok(Agreement { m, u })
    }

    /// A rate of `hits` of `trials` that is neither 0 nor 1: (hits + ½) / (trials + 1), the mean under Jeffreys' prior.
    pub fn shrunk(hits: u64, trials: u64) -> f64 {
        (hits as f64 + 0.5) / (trials as f64 + 1.0)
    }

    /// What it weighs that the field agrees, in bits: log2(m / u).
    pub fn agrees(&self) -> f64 {
        (self.m / self.u).log2()
    }

    /// What it weighs that it does not: log2((1 − m) / (1 − u)), mostly below 0.
    pub fn disagrees(&self) -> f64 {
        ((1.0 - self.m) / (1.0 - self.u)).log2()
    }
}

/// The weight of several fields of one record, each with the parts that it is made of (such as name and date of birth).
/// Fields that share a part are not independent, and counting both would count the part twice: of all sets of fields no two
/// of which share a part, the one that weighs most is taken; fields of no weight add nothing. Of more than sixteen fields only the
/// heaviest are tried.
pub fn combined<P: PartialEq>(fields: &[(f64, &[P])]) -> f64 {
    let mut heavy: Vec<(f64, &[P])> = fields.iter().copied().filter(|(weight, _)| *weight > 0.0).collect();
    heavy.sort_by(|a, b| b.0.total_cmp(&a.0));
    heavy.truncate(MOST_TRIED);
    best(&heavy, &mut Vec::new())
}

fn best<'a, P: PartialEq>(fields: &[(f64, &'a [P])], taken: &mut Vec<&'a P>) -> f64 {
    let Some(((weight, parts), rest)) = fields.split_first() else {
        return 0.0;
    };
    let without = best(rest, taken);
    if parts.iter().any(|part| taken.contains(&part)) {
        return without;
    }
    let before = taken.len();
    taken.extend(parts.iter());
    let with = weight + best(rest, taken);
    taken.truncate(before);
    with.max(without)
}

/// Every subset of so many is tried, in some ten thousand steps.
const MOST_TRIED: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_textbook() {
        // Fellegi and Sunter's ratio in bits: m 0.95, u 0.01 (Newcombe's month of birth has u 1/12).
        let field = Agreement::new(0.95, 0.01).unwrap();
        assert!((field.agrees() - 6.569_855_608_330_948).abs() < 1e-12);
        assert!((field.disagrees() + 4.307_428_525_192_247).abs() < 1e-9);
        let month = Agreement::new(0.97, 1.0 / 12.0).unwrap();
        assert!((month.agrees() - (0.97f64 * 12.0).log2()).abs() < 1e-12);
        assert!(Agreement::new(1.0, 0.5).is_err() && Agreement::new(0.5, 0.0).is_err());
        assert_eq!(Agreement::shrunk(0, 9), 0.05);
    }

    #[test]
    fn shared_parts_are_counted_once() {
        let fields: [(f64, &[&str]); 4] = [
            (6.0, &["name", "dob"]),
            (5.0, &["name", "postcode"]),
            (4.0, &["phone", "dob"]),
            (1.0, &["state"]),
        ];
        // name+postcode and phone+dob beat name+dob alone.
        assert_eq!(combined(&fields), 10.0);
        assert_eq!(combined(&fields[..2]), 6.0);
        assert_eq!(combined::<&str>(&[]), 0.0);
        assert_eq!(combined(&[(-2.0, &["a"][..]), (3.0, &["b"][..])]), 3.0);
        // The heaviest count, wherever they stand.
        let names: Vec<[u32; 1]> = (0..20).map(|n| [n]).collect();
        let many: Vec<(f64, &[u32])> = names.iter().map(|name| (f64::from(name[0]), &name[..])).collect();
        assert_eq!(combined(&many), f64::from((4..20).sum::<u32>()));
    }
}
