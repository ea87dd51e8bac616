//! The tables of a dump, as its statements declare and fill them.

use std::collections::HashMap;

use super::head::Named;
use super::lex::MOST_COLUMNS;
use crate::Reject;
use crate::row::{Out, TableShape};

/// The tables met so far.
pub(super) struct Tables {
    /// The columns that statements declared, by the table's name in lower case.
    declared: HashMap<String, Vec<String>>,
    declared_bytes: usize,
    targets: Vec<Target>,
    by_named: HashMap<Named, usize>,
    numbers: HashMap<(Named, usize), usize>,
}

/// What statements fill: a table, and the columns that they list.
struct Target {
    named: Named,
    /// The table's number, once a row has come.
    table: Option<usize>,
    /// How many values rows had that did not fit, and how many such rows came in succession.
    odd: (usize, u32),
}

impl Tables {
    pub(super) fn new() -> Tables {
        let mut tables = Tables {
            declared: HashMap::new(),
            declared_bytes: 0,
            targets: Vec::new(),
            by_named: HashMap::new(),
            numbers: HashMap::new(),
        };
        tables.target(Named::default());
        tables
    }

    /// Notes the columns of a table.
    pub(super) fn declare(&mut self, name: &str, columns: Vec<String>) {
        let bytes = columns
            .iter()
            .map(|column| column.len() + size_of::<String>())
            .sum::<usize>();
        if self.declared_bytes + bytes > MOST_DECLARED {
            return;
        }
        self.declared_bytes += bytes;
        self.declared.insert(name.to_lowercase(), columns);
        // The same name in another schema is another table.
        self.by_named.remove(&Named {
            name: Some(name.to_owned()),
            columns: None,
        });
    }

    /// What rows of a statement fill. The first, [`UNNAMED`], is a table without a name.
    pub(super) fn target(&mut self, named: Named) -> usize {
        if let Some(target) = self.by_named.get(&named) {
            return *target;
        }
        if self.targets.len() >= MOST_TABLES {
            return UNNAMED;
        }
        self.targets.push(Target {
            named: named.clone(),
            table: None,
            odd: (0, 0),
        });
        self.by_named.insert(named, self.targets.len() - 1);
        self.targets.len() - 1
    }

    /// The number of the table that a row of so many values belongs to, or why it belongs to none. Where a statement does
    /// not list the columns, several rows in succession that disagree with the declaration, or with the first row, begin
    /// another table.
    pub(super) fn fit(&mut self, target: usize, cells: usize, out: &mut Out) -> Result<usize, Reject> {
        let Some(filled) = self.targets.get(target) else {
            return Err(Reject::NoRecord);
        };
        let named = &filled.named;
        let (odd, rows) = filled.odd;
        let is_listed = named.columns.is_some();
        let (number, odd) = match filled.table {
            Some(table) => {
                let width = out.tables().get(table).map_or(0, |table| table.width);
                if width == cells {
                    if rows > 0 {
                        self.targets[target].odd = (0, 0);
                    }
                    return Ok(table);
                }
                let reason = misfit(cells, width);
                let rows = if odd == cells { rows + 1 } else { 1 };
                if is_listed || rows < SUCCESSION {
                    self.targets[target].odd = (cells, rows);
                    return Err(reason);
                }
                let named = Named {
                    name: named.name.clone(),
                    columns: None,
                };
                (self.number(named, cells, out).ok_or(reason)?, (0, 0))
            }
            None => {
                let declared = named
                    .name
                    .as_ref()
                    .and_then(|name| self.declared.get(&name.to_lowercase()));
                let columns = named.columns.as_ref().or(declared).cloned();
                let width = columns.as_ref().map_or(cells, Vec::len);
                if width == 0 {
                    return Err(Reject::TooFewFields);
                }
                if width > MOST_COLUMNS {
                    return Err(Reject::TooManyFields);
                }
                let named = Named {
                    name: named.name.clone(),
                    columns,
                };
                (self.number(named, width, out).ok_or(Reject::NoRecord)?, (0, 0))
            }
        };
        self.targets[target].table = Some(number);
        self.targets[target].odd = odd;
        let width = out.tables().get(number).map_or(0, |table| table.width);
        if width == cells {
            return Ok(number);
        }
        self.targets[target].odd = (cells, 1);
        Err(misfit(cells, width))
    }

    /// How many columns a target has, if that is known.
    pub(super) fn width(&self, target: usize, out: &Out) -> Option<usize> {
        let target = self.targets.get(target)?;
        let table = target.table.and_then(|table| out.tables().get(table));
        table
            .map(|table| table.width)
            .or(target.named.columns.as_ref().map(Vec::len))
    }

    fn number(&mut self, named: Named, width: usize, out: &mut Out) -> Option<usize> {
        if !(1..=MOST_COLUMNS).contains(&width) {
            return None;
        }
        if let Some(number) = self.numbers.get(&(named.clone(), width)) {
            return Some(*number);
        }
        if self.numbers.len() >= MOST_TABLES {
            return None;
        }
        let number = out.table(TableShape {
            name: named.name.clone(),
            names: named.columns.clone(),
            width,
        });
        self.numbers.insert((named, width), number);
        Some(number)
    }
}

fn misfit(cells: usize, width: usize) -> Reject {
    match cells < width {
        true => Reject::TooFewFields,
        false => Reject::TooManyFields,
    }
}

/// The table of rows whose table is not named.
pub(super) const UNNAMED: usize = 0;
/// Rows in succession with the same unexpected number of values that make a table.
const SUCCESSION: u32 = 3;
const MOST_TABLES: usize = 10_000;
/// Bytes of the names of declared columns that are kept.
const MOST_DECLARED: usize = 64 << 20;
