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
        let place = match () {
            () if has(Kind::State) => start(Kind::State, 8),
            () if has(Kind::Postcode) => start(Kind::Postcode, 3),
            () => start(Kind::Phone, 5),
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
pub(crate) fn against(
    permuted: &Permuted<'_>,
    ended: &Ended<'_>,
    digesters: &[Keyed],
) -> Result<Option<NullFindings>, Error> {
    let plan = permuted.preparer.plan();
    if permuted.rows() < 2 || digesters.len() != ended.indexes.len() {
        return Ok(None);
    }
    let observed = said(plan, ended, &[permuted.observed(digesters)?], &|at| at)?;
    let tested = |said: &Said| said.links.iter().flatten().any(|(tested, _)| *tested > 0);
    if observed[0].hitting == 0 && !tested(&observed[0]) {
        return Ok(None);
    }
    let parts: Vec<Prepared> = (0..permuted.sources.len())
        .into_par_iter()
        .map(|number| permuted.permuted(number, digesters))
        .collect::<Result<_, Error>>()?;
    let all = said(plan, ended, &parts, &|at| at)?;
    let mut found = findings(plan, ended, &observed[0], &all, permuted.rows() as u64, permuted.strata);
    // A shuffle leaves some values in their row: what these give is no chance.
    let rows = said(plan, ended, &permuted.one_by_one(digesters)?, &|at| at)?;
    let stays = permuted.stays();
    for link in &mut found.links {
        let index = ended.about.iter().position(|about| about.index == link.index);
        let class = plan.classes().iter().position(|class| *class == link.class);
        let (Some(index), Some(class)) = (index, class) else {
            continue;
        };
        let sum = |of: &dyn Fn(&(u64, u64)) -> u64| -> u64 {
            let moved: u64 = all.iter().map(|said| of(&said.links[index][class])).sum();
            let rows = rows.iter().zip(&stays[class]);
            let stayed: u64 = rows.map(|(said, stays)| of(&said.links[index][class]) * stays).sum();
            moved.saturating_sub(stayed)
        };
        let (tested, hits) = (sum(&|counts| counts.0), sum(&|counts| counts.1));
        link.rate = hits as f64 / tested.max(1) as f64;
    }
    Ok(Some(found))
}

/// The same with the one permutation that a sealed sample carries.
pub(super) fn against_sealed(shuffled: &Shuffled, ended: &Ended<'_>) -> Result<Option<NullFindings>, Error> {
    let plan = &ended.counts.plan;
    // All its digests are under one key.
    let observed = said(plan, ended, std::slice::from_ref(&shuffled.observed), &|_| 0)?;
    if observed[0].hitting == 0 {
        return Ok(None);
    }
    let one = said(plan, ended, std::slice::from_ref(&shuffled.permuted), &|_| 0)?;
    let rows = shuffled.observed.rows.len() as u64;
    Ok(Some(findings(plan, ended, &observed[0], &one, rows, shuffled.strata)))
}

fn findings(plan: &Plan, ended: &Ended<'_>, observed: &Said, all: &[Said], rows: u64, strata: u64) -> NullFindings {
    let mut links = Vec::new();
    for (index, about) in ended.about.iter().enumerate() {
        for (class, what) in plan.classes().iter().enumerate().filter(|(_, class)| class.is_link()) {
            let (tested, hits) = observed.links[index][class];
            let of_permuted = || all.iter().map(|said| said.links[index][class]);
            let permuted_tested: u64 = of_permuted().map(|(tested, _)| tested).sum();
            if tested == 0 || permuted_tested == 0 {
                continue;
            }
            let permuted_hits: u64 = of_permuted().map(|(_, hits)| hits).sum();
            links.push(NullLink {
                class: what.clone(),
                index: about.index.clone(),
                tested,
                hits: NullTest::of(hits, of_permuted().map(|(_, hits)| hits).collect()),
                rate: permuted_hits as f64 / permuted_tested as f64,
            });
        }
    }
    NullFindings {
        rows,
        permutations: all.len() as u64,
        seed: SEED,
        strata,
        hitting: observed.hitting,
        genuine: NullTest::of(observed.genuine, all.iter().map(|said| said.genuine).collect()),
        links,
        made_up: Vec::new(),
    }
}

/// What the indexes say of each part of prepared rows; `digester_of` names the digests that an index needs. All parts are
/// looked up together, so that an index is read once.
fn said(
    plan: &Plan,
    ended: &Ended<'_>,
    parts: &[Prepared],
    digester_of: &(dyn Fn(usize) -> usize + Sync),
) -> Result<Vec<Said>, Error> {
    let ours: Vec<bool> = ended.about.iter().map(|index| index.source.is_company()).collect();
    let hits = probe(plan, (ended.indexes, &ours), parts, digester_of)?;
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

fn probe(
    plan: &Plan,
    (indexes, ours): (&[Index], &[bool]),
    parts: &[Prepared],
    digester_of: &(dyn Fn(usize) -> usize + Sync),
) -> Result<Hits, Error> {
    let of_class = |at: usize, index: &Index, class: &Class, class_at: usize| {
        // Only the company's indexes grade a row.
        let Some((position, _)) = index.manifest().class(class).filter(|_| ours[at]) else {
            return Ok(None);
        };
        let of_part = |part: &Prepared| part.lookups[class_at].digests[digester_of(at)].clone();
        let digests: Vec<u64> = parts.iter().flat_map(of_part).collect();
        Ok(Some(index.probe(position, &digests)?))
    };
    indexes
        .iter()
        .enumerate()
        .map(|(at, index)| {
            let classes = plan.classes().iter().enumerate();
            classes
                .map(|(class_at, class)| of_class(at, index, class, class_at))
                .collect()
        })
        .collect()
}

/// Rows below which a place is pooled with others.
const SMALLEST_STRATUM: usize = 10;
