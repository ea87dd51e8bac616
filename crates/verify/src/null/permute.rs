//! Values permuted between rows.

use std::collections::{BTreeMap, HashMap};

use assay_estimate::Random;
use assay_fields::{Class, Kind, Part, Reading, Row};
use assay_index::{Index, Keyed};
use rayon::prelude::*;

use super::subset::Kept;
use super::{NullFindings, NullLink, NullTest, SEED, dynamic};
use crate::grade::Found;
use crate::judge::{Judged, TestedAt, judge};
use crate::prepare::{Building, Prepared, Spare};
use crate::sealed::Shuffled;
use crate::{Ended, Error, Plan, Preparer};

/// Rows of a sample, and the ways in which their values are to be permuted.
pub(crate) struct Permuted<'p> {
    preparer: &'p Preparer,
    rows: Vec<Kept>,
    /// Per permutation and group of columns, the row whose cells each row shows.
    sources: Vec<Vec<Vec<u32>>>,
    /// Per table, the group of each column.
    groups: Vec<Vec<usize>>,
    pub(crate) strata: u64,
}

impl<'p> Permuted<'p> {
    /// `permutations` permutations, each within places.
    pub(crate) fn of(preparer: &'p Preparer, permutations: u64) -> Permuted<'p> {
        let rows = preparer.subset().rows();
        let groups: Vec<Vec<usize>> = (0..)
            .map_while(|table| preparer.table(table))
            .map(|(_, readings)| groups(readings))
            .collect();
        let strata = strata(preparer, &rows);
        let most = groups.iter().flatten().max().map_or(0, |group| group + 1);
        let mut random = Random::new(SEED);
        let sources = (0..permutations)
            .map(|_| {
                (0..most)
                    .map(|_| permutation(rows.len(), &strata, &mut random))
                    .collect()
            })
            .collect();
        Permuted {
            preparer,
            rows,
            sources,
            groups,
            strata: strata.len() as u64,
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows as they are.
    pub(crate) fn observed(&self, digesters: &[Keyed]) -> Result<Prepared, Error> {
        self.prepare(digesters, &|_, row| row)
    }

    /// Each row as it is, by itself.
    fn one_by_one(&self, digesters: &[Keyed]) -> Result<Vec<Prepared>, Error> {
        (0..self.rows.len())
            .map(|at| self.prepare_some(digesters, at..at + 1, &|_, row| row))
            .collect()
    }

    /// Per class of the plan: how often a permutation leaves a row's values of it together, row by row.
    fn stays(&self) -> Vec<Vec<u64>> {
        let together = |row: usize, class: &Class| {
            let groups = self.groups_of(self.rows[row].table, class);
            let stays = |sources: &&Vec<Vec<u32>>| {
                let mut from = groups.iter().map(|group| sources[*group][row]);
                let first = from.next();
                from.all(|source| Some(source) == first)
            };
            self.sources.iter().filter(stays).count() as u64
        };
        let classes = self.preparer.plan().classes().iter();
        classes
            .map(|class| (0..self.rows.len()).map(|row| together(row, class)).collect())
            .collect()
    }

    /// The groups of columns that a class joins.
    fn groups_of(&self, table: usize, class: &Class) -> Vec<usize> {
        let Some((_, readings)) = self.preparer.table(table) else {
            return Vec::new();
        };
        let of = |kind: Kind| {
            let fits =
                |read: Kind| read == kind || (kind == Kind::Name && matches!(read, Kind::GivenName | Kind::Surname));
            let at = readings
                .iter()
                .position(|reading| reading.as_ref().is_some_and(|reading| fits(reading.kind)))?;
            self.groups[table].get(at).copied()
        };
        class.kinds().filter_map(of).collect()
    }

    /// The rows under a permutation.
    pub(crate) fn permuted(&self, permutation: usize, digesters: &[Keyed]) -> Result<Prepared, Error> {
        let sources = &self.sources[permutation];
        self.prepare(digesters, &|group, row| sources[group][row] as usize)
    }

    fn prepare(&self, digesters: &[Keyed], source: &dyn Fn(usize, usize) -> usize) -> Result<Prepared, Error> {
        self.prepare_some(digesters, 0..self.rows.len(), source)
    }

    fn prepare_some(
        &self,
        digesters: &[Keyed],
        range: std::ops::Range<usize>,
        source: &dyn Fn(usize, usize) -> usize,
    ) -> Result<Prepared, Error> {
        let mut building = Building::new(self.preparer.plan(), Spare::default(), self.rows.len());
        for at in range {
            let row = &self.rows[at];
            let Some((first, readings)) = self.preparer.table(row.table) else {
                continue;
            };
            let groups = &self.groups[row.table];
            let cells = (0..readings.len()).map(|column| {
                let from = groups.get(column).map_or(at, |group| source(*group, at));
                self.rows[from].cells.get(column).map_or("", |cell| cell)
            });
            building.push(first, readings, cells, (at as u64 + 1, 0));
        }
        Ok(building.finish(&dynamic(digesters))?.0)
    }
}

/// The group of each column: those that make up the name together are one, and every other kind is.
fn groups(readings: &[Option<Reading>]) -> Vec<usize> {
    let mut kinds: Vec<Option<Kind>> = Vec::new();
    let group_of = |kind: Option<Kind>| match kind {
        Some(Kind::GivenName | Kind::Surname) => Some(Kind::Name),
        other => other,
    };
    readings
        .iter()
        .map(|reading| {
            let kind = group_of(reading.as_ref().map(|reading| reading.kind));
            kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            })
        })
        .collect()
}

/// The rows of each place and table: by state, else by the first digits of the postcode, else by area code. Names, postcodes
/// and telephones are not independent of it. Places of fewer than ten rows are one.
fn strata(preparer: &Preparer, rows: &[Kept]) -> Vec<Vec<u32>> {
    let mut places: BTreeMap<(usize, String), Vec<u32>> = BTreeMap::new();
    let mut read = Row::default();
    for (at, row) in rows.iter().enumerate() {
        let Some((_, readings)) = preparer.table(row.table) else {
            continue;
        };
        read.fill(readings, row.cells.iter().map(AsRef::as_ref));
        let has = |kind: Kind| readings.iter().flatten().any(|reading| reading.kind == kind);
        let start = |kind: Kind, length: usize| {
            let part = Part::Kind(kind);
            let value = read.values_of(&part).next().map(|(_, value)| read.text(value));
            value
                .and_then(|text| text.get(..length).or(Some(text)))
                .unwrap_or_default()
                .to_owned()
        };
        let place = if has(Kind::State) {
            start(Kind::State, usize::MAX)
        } else if has(Kind::Postcode) {
            start(Kind::Postcode, 3)
        } else {
            // `+1206`
            start(Kind::Phone, 5)
        };
        places.entry((row.table, place)).or_default().push(at as u32);
    }
    let mut strata: Vec<Vec<u32>> = Vec::new();
    let mut pooled: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for ((table, _), rows) in places {
        match rows.len() < SMALLEST_STRATUM {
            true => pooled.entry(table).or_default().extend(rows),
            false => strata.push(rows),
        }
    }
    strata.extend(pooled.into_values());
    strata
}

fn permutation(rows: usize, strata: &[Vec<u32>], random: &mut Random) -> Vec<u32> {
    let mut sources: Vec<u32> = (0..rows as u32).collect();
    for stratum in strata {
        let mut shuffled = stratum.clone();
        random.shuffle(&mut shuffled);
        for (row, source) in stratum.iter().zip(shuffled) {
            sources[*row as usize] = source;
        }
    }
    sources
}

/// What indexes say of some rows.
#[derive(Default)]
struct Said {
    genuine: u64,
    /// Rows in which an identifier hits in one of the company's indexes.
    hitting: u64,
    /// Per index and class of the plan: links tested, and those that hit or are near.
    links: Vec<Vec<(u64, u64)>>,
}

/// The sample's rows against permuted ones; nothing if nothing hits that could be joined.
pub(super) fn against(permuted: &Permuted<'_>, ended: &Ended<'_>) -> Result<Option<NullFindings>, Error> {
    if permuted.rows() < 2 {
        return Ok(None);
    }
    let digesters = &ended.counts.digesters;
    let observed = said(ended, std::slice::from_ref(&permuted.observed(digesters)?))?;
    let tested = |said: &Said| said.links.iter().flatten().any(|(tested, _)| *tested > 0);
    if observed[0].hitting == 0 && !tested(&observed[0]) {
        return Ok(None);
    }
    let parts: Vec<Prepared> = (0..permuted.sources.len())
        .into_par_iter()
        .map(|number| permuted.permuted(number, digesters))
        .collect::<Result<_, Error>>()?;
    let all = said(ended, &parts)?;
    // A shuffle leaves some values in their row: what these give is no chance.
    let rows = said(ended, &permuted.one_by_one(digesters)?)?;
    let stays = permuted.stays();
    let stayed = |index: usize, class: usize| {
        let each = rows.iter().zip(&stays[class]);
        each.fold((0, 0), |(tested, hits), (said, stays)| {
            let (of_tested, of_hits) = said.links[index][class];
            (tested + of_tested * stays, hits + of_hits * stays)
        })
    };
    let rows = permuted.rows() as u64;
    findings(ended, &observed[0], &all, &stayed, (rows, permuted.strata)).map(Some)
}

/// The same with the one permutation that a sealed sample carries; which values it left in their row is not known.
pub(super) fn against_sealed(shuffled: &Shuffled, ended: &Ended<'_>) -> Result<Option<NullFindings>, Error> {
    let observed = said(ended, std::slice::from_ref(&shuffled.observed))?;
    if observed[0].hitting == 0 {
        return Ok(None);
    }
    let one = said(ended, std::slice::from_ref(&shuffled.permuted))?;
    let rows = shuffled.observed.rows.len() as u64;
    findings(ended, &observed[0], &one, &|_, _| (0, 0), (rows, shuffled.strata)).map(Some)
}

/// `stayed` says of an index and a class how many of all permuted links, and of their hits, are of values that stayed in
/// their row.
fn findings(
    ended: &Ended<'_>,
    observed: &Said,
    all: &[Said],
    stayed: &dyn Fn(usize, usize) -> (u64, u64),
    (rows, strata): (u64, u64),
) -> Result<NullFindings, Error> {
    let mut links = Vec::new();
    let classes = ended.counts.plan.classes();
    for (index, about) in ended.about.iter().enumerate() {
        for (class, what) in classes.iter().enumerate().filter(|(_, class)| class.is_link()) {
            let (tested, hits) = observed.links[index][class];
            let of_permuted = || all.iter().map(|said| said.links[index][class]);
            let permuted_tested: u64 = of_permuted().map(|(tested, _)| tested).sum();
            if tested == 0 || permuted_tested == 0 {
                continue;
            }
            let permuted_hits: u64 = of_permuted().map(|(_, hits)| hits).sum();
            let (stayed_tested, stayed_hits) = stayed(index, class);
            let apart = permuted_tested.saturating_sub(stayed_tested).max(1);
            links.push(NullLink {
                class: what.clone(),
                index: about.index.clone(),
                tested,
                hits: NullTest::of(hits, of_permuted().map(|(_, hits)| hits).collect())?,
                rate: permuted_hits.saturating_sub(stayed_hits) as f64 / apart as f64,
            });
        }
    }
    Ok(NullFindings {
        rows,
        permutations: all.len() as u64,
        seed: SEED,
        strata,
        hitting: observed.hitting,
        genuine: NullTest::of(observed.genuine, all.iter().map(|said| said.genuine).collect())?,
        links,
    })
}

/// What the indexes say of each part of prepared rows. All parts are looked up together, so that an index is read once.
fn said(ended: &Ended<'_>, parts: &[Prepared]) -> Result<Vec<Said>, Error> {
    let plan = &ended.counts.plan;
    let ours: Vec<bool> = ended.about.iter().map(|index| index.source.is_company()).collect();
    let hits = probe(ended, &ours, parts)?;
    // Where each part's messages of each class begin.
    let mut begin = vec![0usize; plan.classes().len()];
    let mut begins = Vec::with_capacity(parts.len());
    for part in parts {
        begins.push(begin.clone());
        for (begin, lookups) in begin.iter_mut().zip(&part.lookups) {
            *begin += lookups.digests.first().map_or(0, Vec::len);
        }
    }
    let said = parts
        .par_iter()
        .zip(begins)
        .map(|(part, begin)| said_of(plan, &ours, part, &hits, begin));
    Ok(said.collect())
}

/// What they say of one part.
fn said_of(plan: &Plan, ours: &[bool], part: &Prepared, hits: &Hits, mut begin: Vec<usize>) -> Said {
    let mut said = Said {
        links: vec![vec![(0, 0); plan.classes().len()]; ours.len()],
        ..Said::default()
    };
    // Most rows share a shape and what hits.
    let mut known: HashMap<(u32, Vec<bool>), (u64, Judged)> = HashMap::new();
    for row in &part.rows {
        let shape = &part.shapes[row.shape as usize];
        let of = |index: usize, class: usize| {
            let from = begin[class];
            Some(&hits[index][class].as_ref()?[from..from + shape.of_class(class).len()])
        };
        let mut bits = Vec::with_capacity(64);
        for index in 0..ours.len() {
            for class in 0..plan.classes().len() {
                bits.extend_from_slice(of(index, class).unwrap_or_default());
            }
        }
        known
            .entry((row.shape, bits))
            .or_insert_with(|| (0, judge(plan, shape, ours, &of)))
            .0 += 1;
        for (class, begin) in begin.iter_mut().enumerate() {
            *begin += shape.of_class(class).len();
        }
    }
    for (rows, judged) in known.into_values() {
        said.genuine += rows * u64::from(judged.mark.grade.is_genuine());
        let identifier = |at: &&TestedAt| {
            let class = &plan.classes()[at.class];
            ours[at.index] && !class.is_link() && class.has_identifier() && at.tested.found == Found::Hit
        };
        said.hitting += rows * u64::from(judged.tested.iter().filter(identifier).count() > 0);
        for at in judged.tested.iter().filter(|at| plan.classes()[at.class].is_link()) {
            let (tested, hits) = &mut said.links[at.index][at.class];
            *tested += rows;
            *hits += rows * u64::from(at.tested.found != Found::Miss);
        }
    }
    said
}

/// Which messages hit, per index and class of the plan.
type Hits = Vec<Vec<Option<Vec<bool>>>>;

fn probe(ended: &Ended<'_>, ours: &[bool], parts: &[Prepared]) -> Result<Hits, Error> {
    let counts = &ended.counts;
    let of_class = |at: usize, index: &Index, class: &Class, class_at: usize| {
        // Only the company's indexes grade a row.
        let Some((position, _)) = index.manifest().class(class).filter(|_| ours[at]) else {
            return Ok(None);
        };
        let digester = counts.digester_of[at];
        let of_parts = parts.iter().flat_map(|part| &part.lookups[class_at].digests[digester]);
        let digests: Vec<u64> = of_parts.copied().collect();
        Ok(Some(index.probe(position, &digests)?))
    };
    let indexes = ended.indexes.iter().enumerate();
    indexes
        .map(|(at, index)| {
            let classes = counts.plan.classes().iter().enumerate();
            classes
                .map(|(class_at, class)| of_class(at, index, class, class_at))
                .collect()
        })
        .collect()
}

/// Rows below which a place is pooled with others.
const SMALLEST_STRATUM: usize = 10;
