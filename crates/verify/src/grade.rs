//! The grade of one row: which of its values hit, and which links join them.

use assay_fields::Kind;

use crate::Grade;
use crate::shape::{Joins, NO_VALUE};

/// One canonical value of a row, as an index sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ValueState {
    pub(crate) kind: Kind,
    /// `None` where the index has no class of this kind by itself.
    pub(crate) hit: Option<bool>,
}

/// One link of a row's values that the index has a class for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkState {
    pub(crate) joins: Joins,
    /// The class's position in the plan.
    pub(crate) class: usize,
    pub(crate) directory: bool,
    pub(crate) found: Found,
    /// Whether it hits by more than one token of a name: a single one is shared by chance in about one of a hundred.
    pub(crate) firm: bool,
}

/// What the digests of a link found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Hit,
    /// One of several name tokens hit.
    Near,
    Miss,
}

impl LinkState {
    fn values(&self) -> impl Iterator<Item = usize> {
        self.joins.into_iter().take_while(|at| *at != NO_VALUE).map(usize::from)
    }

    /// The identifiers among the values that it joins.
    fn identifiers<'a>(&self, values: &'a [ValueState]) -> impl Iterator<Item = &'a ValueState> {
        self.values()
            .filter_map(|at| values.get(at))
            .filter(|value| value.kind.is_identifier())
    }

    /// Whether no identifier backs it.
    fn is_context(&self, values: &[ValueState]) -> bool {
        self.identifiers(values).next().is_none()
    }

    /// A link counts as tested only if its identifiers hit.
    pub(crate) fn is_tested(&self, values: &[ValueState]) -> bool {
        self.identifiers(values).all(|value| value.hit == Some(true))
    }

    fn joins_row(&self) -> bool {
        self.found != Found::Miss
    }
}

/// The row's grade, and what qualifies it if it is genuine: whether a firm link supports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Graded {
    pub(crate) grade: Grade,
    pub(crate) firm: bool,
    /// Whether a name was tested beside identifiers that hit and belongs to none of them.
    pub(crate) strange_name: bool,
    /// Whether every tested identifier hits and nothing that could be tested speaks against their being one person's: the
    /// index explains all that it can of the row.
    pub(crate) explained: bool,
    /// Whether a link that no identifier backs hits.
    pub(crate) context: bool,
}

/// The row's grade: the first rule of DESIGN's table that fits.
pub(crate) fn grade(values: &[ValueState], links: &[LinkState]) -> Graded {
    let joined = Components::of(values, links);
    let tested = values
        .iter()
        .filter(|value| value.kind.is_identifier())
        .filter_map(|value| value.hit);
    let all_hit = tested.clone().any(|hit| hit) && tested.clone().all(|hit| hit);
    let unbacked = links.iter().filter(|link| link.is_context(values));
    Graded {
        grade: first_that_fits(values, links, &joined),
        firm: joined.firm,
        strange_name: joined.strange > 0,
        explained: all_hit && joined.strange == 0 && (joined.largest == joined.hitting || !joined.any_tested),
        context: unbacked.filter(|link| link.joins_row()).count() > 0,
    }
}

fn first_that_fits(values: &[ValueState], links: &[LinkState], joined: &Components) -> Grade {
    let tested = |value: &&ValueState| value.kind.is_identifier() && value.hit.is_some();
    let identifiers = values.iter().filter(tested).count();
    let hits = values
        .iter()
        .filter(tested)
        .filter(|value| value.hit == Some(true))
        .count();
    if identifiers == 0 {
        let context = || links.iter().filter(|link| link.is_context(values));
        return if context().next().is_none() {
            Grade::Untestable
        } else if context().any(LinkState::joins_row) {
            Grade::Context
        } else {
            Grade::None
        };
    }
    if hits == 0 {
        return Grade::None;
    }
    let whole = hits == identifiers && joined.strange == 0 && joined.largest == joined.hitting;
    if whole && joined.hitting >= 2 && joined.beyond_directory {
        Grade::Full
    } else if !joined.any_tested {
        Grade::Unlinked
    } else if joined.largest * 2 <= joined.hitting {
        Grade::Conflicting
    } else if joined.beyond_directory {
        Grade::Partial
    } else {
        Grade::Directory
    }
}

/// Identifiers that hit while none of their tested links does, as positions in `values`.
pub(crate) fn strays<'a>(values: &'a [ValueState], links: &'a [LinkState]) -> impl Iterator<Item = usize> + 'a {
    values.iter().enumerate().filter_map(move |(at, value)| {
        if !value.kind.is_identifier() || value.hit != Some(true) {
            return None;
        }
        let mut of_it = links
            .iter()
            .filter(|link| link.values().any(|joined| joined == at) && link.is_tested(values))
            .peekable();
        (of_it.peek().is_some() && !of_it.any(LinkState::joins_row)).then_some(at)
    })
}

/// The hitting values of a row, joined by the links that hit.
struct Components {
    /// Names of which a link was tested and none hits.
    strange: usize,
    /// Identifiers that hit, and names of which a link hits.
    hitting: usize,
    /// Hitting values in the largest component that at least one link joins; 0 without one.
    largest: usize,
    /// Whether a link in that component is no directory link.
    beyond_directory: bool,
    /// Whether such a link is firm.
    firm: bool,
    /// Whether a link of an identifier could be tested.
    any_tested: bool,
}

impl Components {
    fn of(values: &[ValueState], links: &[LinkState]) -> Components {
        let mut parent: Vec<usize> = (0..values.len()).collect();
        let mut hitting: Vec<bool> = values
            .iter()
            .map(|value| value.kind.is_identifier() && value.hit == Some(true))
            .collect();
        let mut any_tested = false;
        let mut missed = vec![false; values.len()];
        let backed = |link: &&LinkState| !link.is_context(values);
        for link in links.iter().filter(|link| link.is_tested(values)) {
            any_tested |= backed(&link);
            if !link.joins_row() {
                if backed(&link) {
                    for at in link.values().filter(|at| values[*at].kind == Kind::Name) {
                        missed[at] = true;
                    }
                }
                continue;
            }
            for at in link.values().filter(|at| values[*at].kind == Kind::Name) {
                hitting[at] = true;
            }
            if backed(&link) {
                let mut joined = link.values();
                if let Some(first) = joined.next() {
                    for other in joined {
                        let (a, b) = (root(&parent, first), root(&parent, other));
                        parent[a.max(b)] = a.min(b);
                    }
                }
            }
        }
        // A name that belongs to none of the customers whose numbers hit stands for somebody else.
        let invented = |at: usize| missed[at] && !hitting[at];
        let strange = (0..values.len()).filter(|at| invented(*at)).count();
        let mut components = Components {
            strange,
            hitting: hitting.iter().filter(|hit| **hit).count(),
            largest: 0,
            beyond_directory: false,
            firm: false,
            any_tested,
        };
        let joining = |link: &&LinkState| backed(link) && link.is_tested(values) && link.joins_row();
        for link in links.iter().filter(joining) {
            let Some(first) = link.values().next() else { continue };
            let of = root(&parent, first);
            let size = (0..values.len())
                .filter(|at| hitting[*at] && root(&parent, *at) == of)
                .count();
            if size > components.largest {
                components.largest = size;
                components.beyond_directory = false;
                components.firm = false;
            }
            if size == components.largest && !link.directory {
                components.beyond_directory = true;
                components.firm |= link.firm;
            }
        }
        components
    }
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row from a line such as `ssn+ phone- name; name+ssn! name+phone~`: identifiers that hit (+), miss
    /// (-) or can't be tested (?), then links that hit (!), are near (~) or miss (.).
    fn row(text: &str) -> (Vec<ValueState>, Vec<LinkState>) {
        let (values, links) = text.split_once(';').unwrap_or((text, ""));
        let mut names = Vec::new();
        let values: Vec<_> = values
            .split_whitespace()
            .map(|word| {
                let (name, hit) = match word.split_at(word.len() - 1) {
                    (name, "+") => (name, Some(true)),
                    (name, "-") => (name, Some(false)),
                    (name, "?") => (name, None),
                    _ => (word, None),
                };
                names.push(name);
                ValueState {
                    kind: name.trim_end_matches('2').parse().unwrap(),
                    hit,
                }
            })
            .collect();
        let links = links
            .split_whitespace()
            .map(|word| {
                let (link, found) = word.split_at(word.len() - 1);
                let mut joins = [NO_VALUE; 4];
                for (place, name) in joins.iter_mut().zip(link.split('+')) {
                    *place = names.iter().position(|known| *known == name).unwrap() as u16;
                }
                let class: assay_fields::Class = link.replace('2', "").parse().unwrap();
                LinkState {
                    joins,
                    class: 0,
                    directory: class.is_directory_link(),
                    firm: found == "!",
                    found: match found {
                        "!" => Found::Hit,
                        "~" => Found::Near,
                        _ => Found::Miss,
                    },
                }
            })
            .collect();
        (values, links)
    }

    #[test]
    fn rows_get_the_first_grade_that_fits() {
        for (text, expected) in [
            ("", Grade::Untestable),
            ("name", Grade::Untestable),
            ("ssn? name; name+ssn!", Grade::Untestable),
            ("name dob; name+dob!", Grade::Context),
            ("name dob; name+dob.", Grade::None),
            // An identifier that can be tested and misses outweighs a context link that hits.
            ("ssn- name dob; name+dob! name+ssn.", Grade::None),
            ("ssn- phone-; ssn+phone!", Grade::None),
            ("ssn+ phone+; ssn+phone!", Grade::Full),
            // Two numbers of one customer beside an invented name are not all one customer's.
            ("ssn+ phone+ name; ssn+phone! name+ssn. name+phone.", Grade::Partial),
            ("ssn+ name; name+ssn!", Grade::Full),
            ("ssn+ name; name+ssn~", Grade::Full),
            (
                "ssn+ phone+ email+ name; name+ssn! name+phone! name+email!",
                Grade::Full,
            ),
            // Not all identifiers hit.
            ("ssn+ phone- name; name+ssn!", Grade::Partial),
            ("ssn+ phone- name; name+ssn! name+phone.", Grade::Partial),
            // One stray among four.
            (
                "ssn+ phone+ email+ name; name+ssn! name+phone. name+email! ssn+phone.",
                Grade::Partial,
            ),
            // A number, and nothing that links it.
            ("ssn+", Grade::Unlinked),
            ("ssn+ imei+", Grade::Unlinked),
            ("ssn+ name dob; name+dob!", Grade::Unlinked),
            // A real number beside an invented name.
            ("ssn+ name; name+ssn.", Grade::Conflicting),
            ("ssn+ phone+ name; name+ssn. name+phone. ssn+phone.", Grade::Conflicting),
            // Two and two: no component holds more than half.
            ("ssn+ phone+ email+ imei+; ssn+phone! email+imei!", Grade::Conflicting),
            ("phone+ name; name+phone!", Grade::Directory),
            ("phone+ ssn- name; name+phone! name+ssn.", Grade::Directory),
            // The invented number hits by chance: two of three are joined, by a directory link only.
            ("phone+ ssn+ name; name+phone! name+ssn. ssn+phone.", Grade::Directory),
            ("phone+ email+ name; name+phone! name+email!", Grade::Full),
            // The identifiers belong together, the name with its date of birth is another customer's.
            (
                "ssn+ phone+ name dob; ssn+phone! name+ssn. name+phone. name+dob!",
                Grade::Partial,
            ),
            (
                "phone+ phone2+ name ssn+; name+phone! name+phone2! name+ssn!",
                Grade::Full,
            ),
        ] {
            let (values, links) = row(text);
            assert_eq!(grade(&values, &links).grade, expected, "{text}");
        }
    }

    #[test]
    fn strays_hit_and_are_linked_to_nothing() {
        let of = |text: &str| {
            let (values, links) = row(text);
            strays(&values, &links).collect::<Vec<_>>()
        };
        assert_eq!(of("ssn+ phone+ name; name+ssn! name+phone. ssn+phone."), [1]);
        // Not linked to anything that could be tested: nothing speaks against it.
        assert_eq!(of("ssn+ imei+ name; name+ssn!"), [] as [usize; 0]);
        assert_eq!(of("ssn- phone+ name; name+ssn. name+phone~"), [] as [usize; 0]);
    }

    #[test]
    fn a_better_row_never_gets_a_worse_grade_by_a_further_hit_link() {
        let (values, mut links) = row("ssn+ phone+ email+ name; name+ssn! name+phone. name+email. ssn+phone.");
        let before = grade(&values, &links).grade;
        links[1].found = Found::Hit;
        assert!(grade(&values, &links).grade <= before);
    }
}
