//! The sample against the indexes: rows, fields and links.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use assay_estimate::RateMethod;
use assay_verify::{FieldMatch, Grade, IndexFindings, LinkMatch, MatchFindings, OneIn, Share};
use serde_json::Value;

use super::numbers::{DASH, amount, interval, level, part, rate, rate_up, rough, share, share_of};
use super::page::{Page, Side, Table, Tone};
use crate::text::count;

/// What the indexes are.
pub(super) fn indexes<W: Write>(page: &mut Page<'_, W>, indexes: &[IndexFindings]) -> Result<()> {
    page.heading(if indexes.len() == 1 { "INDEX" } else { "INDEXES" })?;
    if indexes.is_empty() {
        return page.paragraph("The sample was tested against nothing.", Tone::Plain);
    }
    for (number, index) in indexes.iter().enumerate() {
        if number > 0 {
            page.blank()?;
        }
        page.paragraph(&index.index, Tone::Strong)?;
        let not_said = || "not said".to_owned();
        let own: Vec<String> = index.own.iter().map(ToString::to_string).collect();
        page.pairs(&[
            ("people of", super::sources::source(index.source).to_owned()),
            ("company", index.company.clone().unwrap_or_else(not_said)),
            (
                "records",
                format!(
                    "{}, which stand for {} people",
                    count(index.records),
                    count(index.people)
                ),
            ),
            ("records of", index.snapshot.clone().unwrap_or_else(not_said)),
            ("covers", covers(index)),
            ("own kinds", if own.is_empty() { not_said() } else { own.join(", ") }),
            ("key", index.key_id.to_string()),
            ("built by", index.tool.clone()),
        ])?;
    }
    Ok(())
}

/// Rows per grade, genuine rows and people.
pub(super) fn rows<W: Write>(page: &mut Page<'_, W>, matched: &MatchFindings) -> Result<()> {
    page.heading("ROWS BY GRADE")?;
    // A row's best grade is one that some index gives it, so the sum over the indexes bounds chance.
    let mut chance: BTreeMap<Grade, f64> = BTreeMap::new();
    for (grade, rows) in matched.by_index.iter().flat_map(|index| &index.rows_by_chance) {
        *chance.entry(*grade).or_default() += rows;
    }
    grades(page, &matched.rows, &chance)?;
    page.blank()?;
    page.pairs(&[
        ("genuine rows", share(&matched.genuine)),
        ("people matched", people(matched)),
        ("whole listing", whole_listing(matched.listing.as_ref())),
    ])?;
    meaning(page, &matched.genuine)?;
    matched
        .listing
        .as_ref()
        .map_or(Ok(()), |listing| meaning(page, listing))
}

/// Single kinds, by index.
pub(super) fn fields<W: Write>(page: &mut Page<'_, W>, matched: &MatchFindings) -> Result<()> {
    page.heading("FIELDS: DISTINCT VALUES THAT ARE IN THE INDEX")?;
    if matched.fields.is_empty() {
        return page.paragraph("Not one field could be tested.", Tone::Plain);
    }
    page.paragraph(
        &format!(
            "Shares are freed of chance; intervals at {}{}.",
            level(matched.genuine.level),
            methods(matched)
        ),
        Tone::Faint,
    )?;
    for name in names(matched.fields.iter().map(|field| field.index.as_str())) {
        page.blank()?;
        page.paragraph(&format!("In {name}:"), Tone::Strong)?;
        let mut table = Table::new(&COUNTS);
        for field in matched.fields.iter().filter(|field| field.index == name) {
            table.push(counts(
                &field.class.to_string(),
                (field.tested, field.hits, field.one_in),
                field.chance_rate,
                field_share(field),
            ));
        }
        page.table(&table)?;
        for field in matched.fields.iter().filter(|field| field.index == name) {
            for remark in field_remarks(field) {
                page.item("-", &format!("{}: {remark}", field.class), Tone::Plain)?;
            }
        }
    }
    Ok(())
}

/// Links, by index.
pub(super) fn links<W: Write>(page: &mut Page<'_, W>, matched: &MatchFindings) -> Result<()> {
    page.heading("LINKS: VALUES THAT BELONG TOGETHER IN THE INDEX")?;
    if matched.links.is_empty() {
        return page.paragraph("Not one link could be tested.", Tone::Plain);
    }
    page.paragraph(
        "A link is tested where its identifiers hit. Near: one of several name tokens hit.",
        Tone::Faint,
    )?;
    for name in names(matched.links.iter().map(|link| link.index.as_str())) {
        page.blank()?;
        page.paragraph(&format!("In {name}:"), Tone::Strong)?;
        let mut headers = COUNTS.to_vec();
        headers.extend([("near", Side::Right), ("near by chance", Side::Right)]);
        let mut table = Table::new(&headers);
        for link in matched.links.iter().filter(|link| link.index == name) {
            let mut row = counts(
                &link.class.to_string(),
                (link.tested, link.hits, link.one_in),
                link.chance_rate,
                link_share(link),
            );
            row.push(if link.near_chance.is_none() && link.near == 0 {
                DASH.to_owned()
            } else {
                rough(link.near, link.one_in.near > 1)
            });
            row.push(
                link.near_chance
                    .map_or(DASH.to_owned(), |chance| amount(chance * link.tested as f64)),
            );
            table.push(row);
        }
        page.table(&table)?;
        for link in matched.links.iter().filter(|link| link.index == name) {
            if let Some(instead) = &link.instead {
                page.item("-", &format!("{}: {instead}", link.class), Tone::Plain)?;
            }
        }
    }
    Ok(())
}

/// The methods of the intervals, where it is not the usual one alone.
fn methods(matched: &MatchFindings) -> String {
    let fields = matched.fields.iter().map(|field| field.method);
    let mut methods: Vec<RateMethod> = fields.chain(matched.links.iter().map(|link| link.method)).collect();
    methods.sort_by_key(|method| method.name());
    methods.dedup();
    match methods.as_slice() {
        [] | [RateMethod::ClopperPearson] => String::new(),
        several => {
            let names: Vec<&str> = several.iter().map(|method| method.name()).collect();
            format!(" by {}", names.join(" and "))
        }
    }
}

/// What each index says, where there are several.
pub(super) fn by_index<W: Write>(page: &mut Page<'_, W>, matched: &MatchFindings) -> Result<()> {
    if matched.by_index.len() < 2 {
        return Ok(());
    }
    page.heading("ROWS BY GRADE, INDEX BY INDEX")?;
    for index in &matched.by_index {
        page.blank()?;
        page.paragraph(&format!("In {}:", index.index), Tone::Strong)?;
        grades(page, &index.rows, &index.rows_by_chance)?;
        page.pairs(&[("genuine rows", share(&index.genuine))])?;
    }
    Ok(())
}

const COUNTS: [(&str, Side); 7] = [
    ("class", Side::Left),
    ("tested", Side::Right),
    ("hits", Side::Right),
    ("chance", Side::Right),
    ("by chance", Side::Right),
    ("share", Side::Right),
    ("interval", Side::Right),
];

fn counts(
    class: &str,
    (tested, hits, one_in): (u64, u64, OneIn),
    chance: f64,
    [share, interval]: [String; 2],
) -> Vec<String> {
    let expected = amount(tested as f64 * chance);
    vec![
        class.to_owned(),
        rough(tested, !one_in.is_exact()),
        rough(hits, one_in.hits > 1),
        rate(chance),
        expected,
        share,
        interval,
    ]
}

fn field_share(field: &FieldMatch) -> [String; 2] {
    match field.zero_hits_bound {
        Some(bound) if field.hits == 0 => [format!("at most {}", rate_up(bound)), DASH.to_owned()],
        _ => share_and_interval(field.tested, field.rate, field.interval.as_ref()),
    }
}

fn link_share(link: &LinkMatch) -> [String; 2] {
    match &link.interval {
        Some(limits) if link.hits == 0 => [format!("at most {}", rate_up(limits.high)), DASH.to_owned()],
        limits => share_and_interval(link.tested, link.rate, limits.as_ref()),
    }
}

fn share_and_interval(tested: u64, share: Option<f64>, limits: Option<&assay_estimate::Interval>) -> [String; 2] {
    if tested == 0 {
        return [DASH.to_owned(), DASH.to_owned()];
    }
    [
        share.map_or(DASH.to_owned(), rate),
        limits.map_or(DASH.to_owned(), interval),
    ]
}

fn field_remarks(field: &FieldMatch) -> Vec<String> {
    let mut remarks = Vec::new();
    if field.hits == 0 && field.tested > 0 {
        let bound = field
            .zero_hits_bound
            .map_or("what that leaves open was not computed".to_owned(), |bound| {
                format!("at most {} could be in it", rate_up(bound))
            });
        let tested = rough(field.tested, !field.one_in.is_exact());
        remarks.push(format!("0 of {tested} values hit; {bound}"));
    } else if field.below_chance {
        remarks.push(
            "fewer values hit than chance would give, so the share is zero by force; its interval is what is believed \
             after the data with each share as likely before (Bayesian posterior)"
                .to_owned(),
        );
    }
    remarks.extend(field.instead.clone());
    if field.strays > 0 {
        remarks.push(format!(
            "{} hit in rows where none of their links did: they are somebody else's",
            count(field.strays)
        ));
    }
    remarks
}

fn grades<W: Write>(page: &mut Page<'_, W>, rows: &BTreeMap<Grade, u64>, chance: &BTreeMap<Grade, f64>) -> Result<()> {
    let all = rows.values().fold(0u64, |sum, rows| sum.saturating_add(*rows));
    let mut table = Table::new(&[
        ("grade", Side::Left),
        ("rows", Side::Right),
        ("share", Side::Right),
        ("chance, max", Side::Right),
        ("what it says", Side::Left),
    ]);
    for grade in Grade::ALL {
        let of_it = rows.get(&grade).copied().unwrap_or(0);
        let by_chance = match chance.get(&grade) {
            Some(rows) => amount(*rows),
            // Chance is counted once for all genuine rows, under the lesser of the two grades.
            None if grade == Grade::Full && chance.contains_key(&Grade::Partial) => "see partial".to_owned(),
            None => DASH.to_owned(),
        };
        table.push(vec![
            grade.to_string(),
            count(of_it),
            share_of(of_it, all),
            by_chance,
            in_short(grade).to_owned(),
        ]);
    }
    page.table(&table)
}

const fn in_short(grade: Grade) -> &'static str {
    match grade {
        Grade::Full => "all of it is one customer's",
        Grade::Partial => "most of it is one customer's",
        Grade::Directory => "what a phone book gives away",
        Grade::Context => "name and birth date or postcode",
        Grade::Unlinked => "hits, but nothing joins them",
        Grade::Conflicting => "several people's values",
        Grade::None => "identifiers that all miss",
        Grade::Untestable => "nothing to test",
    }
}

/// What a share is a share of, and by which estimator.
fn meaning<W: Write>(page: &mut Page<'_, W>, share: &Share) -> Result<()> {
    if share.estimand.is_empty() {
        return Ok(());
    }
    page.item(
        "-",
        &format!("{} (estimator: {})", share.estimand, share.estimator),
        Tone::Plain,
    )
}

fn people(matched: &MatchFindings) -> String {
    let persons = &matched.persons;
    if persons.testable == 0 {
        return "nobody could be tested".to_owned();
    }
    format!(
        "{} with a row that could be tested",
        part(persons.matched, persons.testable)
    )
}

fn whole_listing(listing: Option<&Share>) -> String {
    listing.map_or_else(
        || "not extrapolated: the sample is not stated to be random".to_owned(),
        share,
    )
}

/// Whom an index covers, in the words of the report's JSON.
fn covers(index: &IndexFindings) -> String {
    match serde_json::to_value(&index.covers) {
        Ok(Value::String(word)) if word == "unstated" => "not said".to_owned(),
        Ok(Value::String(word)) => format!("{word} customers"),
        Ok(Value::Object(other)) => other
            .values()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
            .join(", "),
        _ => "not said".to_owned(),
    }
}

/// Every name once, in the order of the first.
fn names<'n>(all: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut names = Vec::new();
    for name in all {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
