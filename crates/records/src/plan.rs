//! What is to be indexed: the columns of a table, what they hold, and the classes that follow.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use assay_fields::detect::{Profile, kind_of_header};
use assay_fields::{Class, Column, ColumnOptions, ColumnRef, Kind, Part, Reading, Row, Side, decide, default_links};
use assay_index::{ColumnUse, NameAgreement, stands_alone};

use crate::label::Label;
use crate::space::Shapes;
use crate::{Batch, Error, Table};

/// What a company states about its table.
#[derive(Clone, Debug, Default)]
pub struct PlanOptions {
    /// What columns hold.
    pub columns: ColumnOptions,
    /// Links beyond the default ones.
    pub links: Vec<Class>,
    /// Default links that are left out.
    pub no_links: Vec<Class>,
    /// Kinds that only this company assigns, besides `account`.
    pub own: Vec<Kind>,
    /// Columns whose values are segments of the customers, such as plan or state.
    pub labels: Vec<ColumnRef>,
}

/// How a table becomes an index.
#[derive(Debug)]
pub struct Plan {
    pub(crate) columns: Vec<Column>,
    /// The columns that are read, as positions in the table; those that are read for a label alone come last.
    pub(crate) projection: Vec<usize>,
    /// How each of the others is read.
    pub(crate) readings: Vec<Option<Reading>>,
    pub(crate) classes: Vec<Class>,
    pub(crate) labels: Vec<Label>,
    pub(crate) own: Vec<Kind>,
    pub(crate) names: NameAgreement,
    pub(crate) shapes: HashMap<Kind, Shapes>,
    pub(crate) leading: Leading,
}

/// What the leading rows say about the size of the whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leading {
    pub(crate) rows: u64,
    /// Bytes of their cells, one more for each.
    pub(crate) bytes: u64,
    /// Messages of each class.
    pub(crate) messages: Vec<u64>,
}

impl Plan {
    /// Decides from the leading 100,000 rows of every input what the columns hold, by counts that don't
    /// depend on the inputs' order, and which classes follow.
    ///
    /// # Errors
    /// An unreadable table, a mapping that does not fit, a link of kinds that the table lacks, no column of
    /// use; from a stream also a date column whose order of day and month its leading rows leave open, since
    /// a stream can't be read again.
    pub fn of(table: &Table, options: &PlanOptions) -> Result<Plan, Error> {
        let width = table.columns().len();
        let region = options.columns.region;
        let leading = Mutex::new((vec![Profile::default(); width], Leading::default()));
        table.head(HEAD, &|batch| {
            let mut ours = vec![Profile::default(); width];
            let mut bytes = 0;
            for (at, profile) in ours.iter_mut().enumerate() {
                for cell in batch.column(at).texts() {
                    profile.observe(cell, region);
                    bytes += cell.len() as u64 + 1;
                }
            }
            let (all, leading) = &mut *leading.lock().unwrap_or_else(PoisonError::into_inner);
            all.iter_mut().zip(&ours).for_each(|(all, ours)| all.merge(ours));
            leading.rows += batch.rows() as u64;
            leading.bytes += bytes;
            ControlFlow::Continue(())
        })?;
        let (profiles, leading) = leading.into_inner().unwrap_or_else(PoisonError::into_inner);
        let headers: Vec<Option<&str>> = table.columns().iter().map(|name| Some(name.as_str())).collect();
        let columns = decide(&headers, &profiles, &options.columns)?;
        if table.has_stream()
            && let Some(column) = columns.iter().find(|column| column.is_date_order_assumed())
        {
            return Err(Error::UndecidedDates {
                column: column.number(),
            });
        }
        let mut projection: Vec<usize> = (0..width).filter(|at| columns[*at].reading().is_some()).collect();
        let readings: Vec<Option<Reading>> = projection.iter().map(|at| columns[*at].reading().cloned()).collect();
        let classes = classes(&readings, options)?;
        let own = own(&readings, options)?;
        let labels = Label::all(&options.labels, &columns, &classes, &own, &mut projection)?;
        let mut plan = Plan {
            own,
            labels,
            columns,
            projection,
            readings,
            classes,
            names: NameAgreement::default(),
            shapes: HashMap::new(),
            leading,
        };
        plan.measure(table)?;
        Ok(plan)
    }

    /// The table's columns with what was decided about them.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The classes, in the index's order.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Whether the column of a number, from 1, is a label.
    pub fn is_label(&self, number: usize) -> bool {
        self.labels.iter().any(|label| label.number == number)
    }

    /// The classes of the labels, in the index's order: behind all others.
    pub fn label_classes(&self) -> impl Iterator<Item = &Class> {
        let classes = self.labels.iter().flat_map(|label| &label.classes);
        classes.map(|(class, _)| class)
    }

    /// The columns that are used, for the manifest.
    pub(crate) fn uses(&self) -> Vec<ColumnUse> {
        let used = self
            .columns
            .iter()
            .filter_map(|column| Some((column, column.reading()?)));
        let used = used.map(|(column, reading)| ColumnUse {
            column: column.number() as u32,
            reading: reading.clone(),
            decided_by: decided_by(column).to_owned(),
        });
        used.chain(self.labels.iter().filter_map(Label::column_use)).collect()
    }

    /// Measures on the leading rows how often names agree by chance, which values the company's own
    /// numbers are drawn from, and how many messages a record has; refuses labels of too many values.
    fn measure(&mut self, table: &Table) -> Result<(), Error> {
        let none = vec![0u64; self.classes.len()];
        let no_values = vec![HashSet::new(); self.labels.len()];
        let all = Mutex::new((
            Names::default(),
            HashMap::<Kind, Shapes>::new(),
            none.clone(),
            no_values.clone(),
        ));
        table.head(HEAD, &|batch| {
            let (mut names, mut shapes) = (Names::default(), HashMap::<Kind, Shapes>::new());
            let mut values = no_values.clone();
            for (label, values) in self.labels.iter().zip(&mut values) {
                label.observe(batch.column(self.projection[label.at]), values);
            }
            let mut messages = none.clone();
            self.each_row(&batch, &self.projection, &mut Row::default(), &mut |_, row| {
                for (class, count) in self.classes.iter().zip(&mut messages) {
                    class.messages(row, Side::Index, &mut |_, _| *count += 1);
                }
                for value in row.values() {
                    match value.kind {
                        Kind::Name => names.add(row.text(value)),
                        kind if kind.is_identifier() && kind.space().is_none() => {
                            shapes.entry(kind).or_default().add(row.text(value));
                        }
                        _ => {}
                    }
                }
            });
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.0.merge(names);
            for (kind, ours) in shapes {
                all.1.entry(kind).or_default().merge(&ours);
            }
            all.2.iter_mut().zip(messages).for_each(|(all, ours)| *all += ours);
            all.3.iter_mut().zip(values).for_each(|(all, ours)| all.extend(ours));
            ControlFlow::Continue(())
        })?;
        let (names, shapes, messages, values) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (label, values) in self.labels.iter().zip(&values) {
            label.check(values.len())?;
        }
        self.names = names.agreement();
        self.leading.messages = messages;
        self.shapes = shapes;
        Ok(())
    }

    /// Reads the canonical values of every row of a batch, whose columns are those at the positions `at`, into `row`,
    /// and shows its number in the batch and itself to `f`.
    pub(crate) fn each_row(&self, batch: &Batch, at: &[usize], row: &mut Row, f: &mut dyn FnMut(usize, &Row)) {
        let at = &at[..self.readings.len()];
        let columns: Vec<_> = at.iter().map(|at| batch.column(*at)).collect();
        for n in 0..batch.rows() {
            row.fill(&self.readings, columns.iter().map(|column| column.text(n)));
            f(n, row);
        }
    }

    /// How many values a made-up one of a class is drawn from, where that is known.
    pub(crate) fn space(&self, class: &Class) -> Option<f64> {
        let of_kind = |kind: Kind| match kind {
            // About 80 years of birth.
            Kind::Dob => Some(29_220.0),
            // Assigned US ZIP codes (USPS, 2021).
            Kind::Postcode => Some(41_700.0),
            Kind::Name => Some(1.0 / self.names.two_tokens).filter(|space| space.is_finite()),
            kind => kind.space().or_else(|| self.shapes.get(&kind)?.space()),
        };
        class.kinds().map(of_kind).product()
    }
}

/// Where a column's kind is from.
pub fn decided_by(column: &Column) -> &'static str {
    let named = column.header().and_then(kind_of_header).map(|(kind, _)| kind);
    match column.reading() {
        _ if column.is_mapped() => "map",
        Some(reading) if named == Some(reading.kind) => "header",
        _ => "content",
    }
}

fn classes(readings: &[Option<Reading>], options: &PlanOptions) -> Result<Vec<Class>, Error> {
    let used = || readings.iter().flatten();
    let kinds: Vec<Kind> = used().map(|reading| reading.kind).collect();
    let opaque = used()
        .filter_map(|reading| reading.opaque.as_ref())
        .map(|name| Part::Opaque(name.as_str().to_owned()));
    let opaque: BTreeSet<Part> = opaque.collect();
    let has_name = kinds
        .iter()
        .any(|kind| matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname));
    let can_fill = |part: &Part| match part {
        Part::Kind(Kind::Name) => has_name,
        Part::Kind(kind) => kinds.contains(kind),
        Part::Opaque(_) => opaque.contains(part),
        Part::Label(_) => false,
    };
    let mut classes: Vec<Class> = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Opaque && stands_alone(*kind) && kinds.contains(kind))
        .map(Class::single)
        .collect();
    for part in &opaque {
        classes.extend(part.to_string().parse::<Class>());
    }
    let defaults = default_links(&kinds);
    for class in &options.no_links {
        if !defaults.contains(class) {
            return Err(Error::NoSuchLink {
                class: class.to_string(),
            });
        }
    }
    classes.extend(defaults.into_iter().filter(|class| !options.no_links.contains(class)));
    for class in &options.links {
        if class.parts().iter().any(|part| matches!(part, Part::Label(_))) {
            return Err(Error::LinkOfLabel {
                class: class.to_string(),
            });
        }
        if let Some(missing) = class.parts().iter().find(|part| !can_fill(part)) {
            return Err(Error::LinkOfMissingKind {
                class: class.to_string(),
                missing: missing.to_string(),
            });
        }
        if class.is_link() && !classes.contains(class) {
            classes.push(class.clone());
        }
    }
    if !classes.iter().any(Class::has_identifier) {
        return Err(Error::NoIdentifier);
    }
    Ok(classes)
}

fn own(readings: &[Option<Reading>], options: &PlanOptions) -> Result<Vec<Kind>, Error> {
    let has = |kind: Kind| readings.iter().flatten().any(|reading| reading.kind == kind);
    if let Some(kind) = options.own.iter().find(|kind| !kind.is_identifier() || !has(**kind)) {
        return Err(Error::NoSuchOwn { kind: *kind });
    }
    let account = Some(Kind::Account).filter(|kind| has(*kind));
    let own: BTreeSet<Kind> = options.own.iter().copied().chain(account).collect();
    Ok(own.into_iter().collect())
}

/// How often tokens and pairs of tokens stand in names. Names are kept as hashes, for the time of the count.
#[derive(Default)]
struct Names {
    names: u64,
    tokens: HashMap<[u8; 8], u64>,
    pairs: HashMap<[u8; 8], u64>,
}

impl Names {
    fn add(&mut self, name: &str) {
        let mut tokens: Vec<&str> = name.split(' ').filter(|token| !token.is_empty()).collect();
        let (Some(first), Some(last)) = (tokens.first().copied(), tokens.last().copied()) else {
            return;
        };
        self.names += 1;
        if tokens.len() > 1 {
            let pair = format!("{} {}", first.min(last), first.max(last));
            *self.pairs.entry(short(&pair)).or_default() += 1;
        }
        tokens.sort_unstable();
        tokens.dedup();
        for token in tokens {
            *self.tokens.entry(short(token)).or_default() += 1;
        }
    }

    fn merge(&mut self, other: Names) {
        self.names += other.names;
        for (ours, theirs) in [(&mut self.tokens, other.tokens), (&mut self.pairs, other.pairs)] {
            for (key, count) in theirs {
                *ours.entry(key).or_default() += count;
            }
        }
    }

    /// Two names drawn without replacement share a token with at most the sum, over tokens, of
    /// f(f − 1)/(n(n − 1)).
    fn agreement(&self) -> NameAgreement {
        let pairs = self.names as f64 * (self.names as f64 - 1.0);
        let shared = |counts: &HashMap<[u8; 8], u64>| {
            // Whole numbers add up to the same in any order.
            let sum: u128 = counts
                .values()
                .map(|count| u128::from(*count) * u128::from(count - 1))
                .sum();
            if pairs > 0.0 {
                (sum as f64 / pairs).min(1.0)
            } else {
                0.0
            }
        };
        NameAgreement {
            names: self.names,
            one_token: shared(&self.tokens),
            two_tokens: shared(&self.pairs),
        }
    }
}

fn short(text: &str) -> [u8; 8] {
    let mut short = [0; 8];
    short.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
    short
}

/// Rows of every input from which its columns are decided.
const HEAD: u64 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_the_chance_that_two_names_share() {
        let mut names = Names::default();
        for name in ["ANN SMITH", "BOB SMITH", "ANN JONES", "CARL KING"] {
            names.add(name);
        }
        let agreement = names.agreement();
        // Of 12 ordered pairs two share ANN and two share SMITH.
        assert!((agreement.one_token - 4.0 / 12.0).abs() < 1e-12);
        assert!(agreement.two_tokens == 0.0);
        names.add("SMITH ANN");
        assert!(names.agreement().two_tokens > 0.0);
        assert_eq!(Names::default().agreement(), NameAgreement::default());
    }
}
