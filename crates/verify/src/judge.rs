//! What a row's shape and its hits together say of it: its grades, and what it adds to every count.

use assay_fields::{Class, Kind, Parsed, Part};

use crate::grade::{self, Found, Graded, LinkState, ValueState};
use crate::shape::Shape;
use crate::tally::{Mark, Tested};
use crate::{Grade, Outcome, Plan};

/// What is found of a row: a function of its shape and of which of its messages hit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    /// The row's grades, and what qualifies the best of them.
    pub(crate) mark: Mark,
    /// Which indexes know it.
    pub(crate) known: KnownTo,
    /// What became of each column's cell, as the company's indexes see it.
    pub(crate) outcomes: Vec<Outcome>,
    /// One entry per index.
    pub(crate) by_index: Vec<JudgedBy>,
    /// Every combination that counts as tested.
    pub(crate) tested: Vec<TestedAt>,
}

impl Judged {
    /// Bytes that it takes in memory, about.
    pub(crate) fn size(&self) -> usize {
        let of_index = |by: &JudgedBy| size_of::<JudgedBy>() + size_of_val(&by.with[..]) + size_of_val(&by.values[..]);
        size_of::<Judged>()
            + size_of_val(&self.outcomes[..])
            + size_of_val(&self.tested[..])
            + self.by_index.iter().map(of_index).sum::<usize>()
    }
}

/// Which indexes know a row: a bit for each, of the first 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KnownTo {
    /// Those that find it genuine.
    pub(crate) genuine: u64,
    /// Of these, those that find it so by more than one token of a name.
    pub(crate) firm: u64,
    /// Those that explain all that they can test of it.
    pub(crate) explained: u64,
    /// Whether any of them can test it.
    pub(crate) testable: bool,
}

/// A row as one index sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JudgedBy {
    pub(crate) grade: Grade,
    /// Classes that the row has.
    pub(crate) with: Vec<usize>,
    /// Its values of classes by themselves.
    pub(crate) values: Vec<JudgedValue>,
}

/// A value as one index sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JudgedValue {
    pub(crate) class: usize,
    /// Its message among the row's of that class.
    pub(crate) message: usize,
    /// Whether it hits while none of its tested links does.
    pub(crate) stray: bool,
    /// Whether the index finds the row genuine.
    pub(crate) in_genuine: bool,
    /// Whether it then hits and is no stray.
    pub(crate) fitting: bool,
}

/// A combination: some messages of a class that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TestedAt {
    pub(crate) index: usize,
    pub(crate) class: usize,
    /// Its messages among the row's of that class.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) tested: Tested,
}

/// Judges a row of `shape`. `ours` says of each index whether it is the company's: only these grade the row. `hits` says
/// whether each of its messages of a class hits in an index; `None` where the index lacks the class.
pub(crate) fn judge<'h>(
    plan: &Plan,
    shape: &Shape,
    ours: &[bool],
    hits: &dyn Fn(usize, usize) -> Option<&'h [bool]>,
) -> Judged {
    let mut best = Grade::Untestable;
    let mut firm = false;
    let mut names = Vec::new();
    let mut hit_values = vec![None; shape.values.len()];
    let mut contradicted = false;
    let mut known = KnownTo::default();
    let mut by_index = Vec::with_capacity(ours.len());
    let mut tested = Vec::new();
    for (index, ours) in ours.iter().enumerate() {
        let seen = see(plan, shape, index, &|class| hits(index, class));
        let graded = seen.graded;
        known.note(index, graded);
        tested.extend(seen.tested);
        if *ours {
            best = best.min(graded.grade);
            if graded.grade.is_genuine() {
                names.push(graded.strange_name);
            }
            firm |= graded.grade.is_genuine() && graded.firm;
            let misses = |value: &ValueState| value.kind == Kind::Ssn && value.hit == Some(false);
            contradicted |= (graded.grade == Grade::Directory || graded.context) && seen.values.iter().any(misses);
            for (hit_value, state) in hit_values.iter_mut().zip(&seen.values) {
                if let Some(hit) = state.hit {
                    *hit_value = Some(hit_value.unwrap_or(false) | hit);
                }
            }
        }
        let values = seen.values.iter().enumerate().filter_map(|(at, value)| {
            let (hit, class) = (value.hit?, single(plan, value.kind)?);
            let stray = seen.strays.contains(&at);
            let in_genuine = graded.grade.is_genuine();
            let messages = shape.of_class(class);
            Some(JudgedValue {
                class,
                message: messages.iter().position(|joins| usize::from(joins[0]) == at)?,
                stray,
                in_genuine,
                fitting: in_genuine && hit && !stray,
            })
        });
        by_index.push(JudgedBy {
            grade: graded.grade,
            values: values.collect(),
            with: seen.with,
        });
    }
    // All else may differ from source to source, or be renewed; whom an index knows by telephone or date of birth has the ssn
    // that it knows.
    let mut values = shape.values.iter().zip(&hit_values);
    let has_ssn = values.any(|(kind, hit)| *kind == Kind::Ssn && *hit == Some(true));
    let contradicted = contradicted && !has_ssn && matches!(best, Grade::Directory | Grade::None);
    Judged {
        known,
        mark: Mark {
            grade: best,
            firm,
            strange_name: !names.is_empty() && names.iter().all(|strange| *strange),
            contradicted,
        },
        outcomes: outcomes(shape, &hit_values),
        by_index,
        tested,
    }
}

impl KnownTo {
    fn note(&mut self, index: usize, graded: Graded) {
        let bit = 1u64.checked_shl(index as u32).unwrap_or(0);
        self.genuine |= if graded.grade.is_genuine() { bit } else { 0 };
        self.firm |= if graded.grade.is_genuine() && graded.firm {
            bit
        } else {
            0
        };
        self.explained |= if graded.explained { bit } else { 0 };
        self.testable |= graded.grade != Grade::Untestable;
    }

    /// Those that know it in one way or the other.
    pub(crate) fn any(self) -> u64 {
        self.genuine | self.explained
    }
}

/// One row as one index sees it, by itself.
struct Seen {
    graded: Graded,
    values: Vec<ValueState>,
    /// Positions of values that stray.
    strays: Vec<usize>,
    tested: Vec<TestedAt>,
    with: Vec<usize>,
}

fn see<'h>(plan: &Plan, shape: &Shape, index: usize, hits: &dyn Fn(usize) -> Option<&'h [bool]>) -> Seen {
    let mut values: Vec<ValueState> = shape
        .values
        .iter()
        .map(|kind| ValueState { kind: *kind, hit: None })
        .collect();
    let mut links = Vec::new();
    let mut combinations = Vec::new();
    let mut with = Vec::new();
    for (class_at, class) in plan.classes().iter().enumerate() {
        let Some(hits) = hits(class_at) else { continue };
        let messages = shape.of_class(class_at);
        if messages.is_empty() {
            continue;
        }
        with.push(class_at);
        let mut from = 0;
        for combination in messages.chunk_by(|a, b| a == b) {
            let to = from + combination.len();
            let found = found(class, &hits[from..to]);
            let joins = combination[0];
            if !class.is_link()
                && let Some(value) = values.get_mut(usize::from(joins[0]))
            {
                value.hit = Some(found == Found::Hit);
            } else {
                links.push(LinkState {
                    joins,
                    class: class_at,
                    directory: class.is_directory_link(),
                    found,
                    firm: found == Found::Hit && !(class.has_name() && combination.len() == 1),
                });
            }
            let probes = combination.len() as u32;
            combinations.push((
                joins,
                TestedAt {
                    index,
                    class: class_at,
                    from,
                    to,
                    tested: Tested { found, probes },
                },
            ));
            from = to;
        }
    }
    let is_tested = |class: usize, joins, found| {
        let link = LinkState {
            joins,
            class,
            directory: false,
            found,
            firm: false,
        };
        !plan.classes()[class].is_link() || link.is_tested(&values)
    };
    let tested = combinations
        .into_iter()
        .filter(|(joins, at)| is_tested(at.class, *joins, at.tested.found))
        .map(|(_, at)| at)
        .collect();
    Seen {
        graded: grade::grade(&values, &links),
        strays: grade::strays(&values, &links).collect(),
        tested,
        with,
        values,
    }
}

/// The class of a kind by itself, as a position in the plan.
pub(crate) fn single(plan: &Plan, kind: Kind) -> Option<usize> {
    let mut classes = plan.classes().iter();
    classes.position(|class| class.parts() == [Part::Kind(kind)])
}

/// What the messages of one combination found together.
fn found(class: &Class, hits: &[bool]) -> Found {
    let count = hits.iter().filter(|hit| **hit).count();
    if class.has_name() && class.has_identifier() {
        // One message per token of the name.
        match (count, hits.len()) {
            (0, _) => Found::Miss,
            (1, 1) => Found::Hit,
            (1, _) => Found::Near,
            _ => Found::Hit,
        }
    } else if count > 0 {
        Found::Hit
    } else {
        Found::Miss
    }
}

/// What became of each column's cell. A value of a kind that stands in no class by itself is untested.
fn outcomes(shape: &Shape, hit_values: &[Option<bool>]) -> Vec<Outcome> {
    let cells = shape.parsed.iter().zip(&shape.value_of);
    cells
        .map(|(parsed, value)| match parsed {
            Parsed::Value { .. } => match value.and_then(|at| hit_values.get(usize::from(at)).copied().flatten()) {
                Some(true) => Outcome::Hit,
                Some(false) => Outcome::Miss,
                None => Outcome::Untested,
            },
            Parsed::Absent => Outcome::Absent,
            Parsed::Placeholder => Outcome::Placeholder,
            Parsed::Masked => Outcome::Masked,
            Parsed::Malformed(_) => Outcome::Malformed,
        })
        .collect()
}
