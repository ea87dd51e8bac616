//! What is demanded of a coverage, and how it is printed.

use std::collections::BTreeMap;
use std::fmt::Write;

use assay_estimate::{Level, binomial_test_greater, binomial_test_less};

/// What the documentation of an estimator promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// At least the level at every truth: 0.945 is demanded.
    Exact,
    /// Near the level where the condition on the data is met, and the tool says so where it is not: 0.935 to 0.965 is
    /// demanded where the condition is met with probability 0.99, and everywhere at least 0.935 of what is printed.
    Approximate,
    /// At least 0.945 of what is printed, with a condition on the data.
    AtLeast,
    /// At least 0.935 of what is printed, whether the condition is met or not.
    Printed,
}

impl Promise {
    fn has_condition(self) -> bool {
        matches!(self, Self::Approximate | Self::AtLeast)
    }
}

pub const EXACT_LEAST: f64 = 0.945;
pub const NEAR_LEAST: f64 = 0.935;
pub const NEAR_MOST: f64 = 0.965;
/// The condition counts as met at a truth where the data meet it so often.
pub const MET: f64 = 0.99;

/// One estimator at one truth. What is printed is its own interval where its condition is met, else an exact one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// How often the condition is met.
    pub met: f64,
    /// How often what is printed holds the truth.
    pub coverage: f64,
    /// The mean width of what is printed; `None` where it has no width.
    pub width: Option<f64>,
    /// Runs of a simulation; `None` for a sum over everything that can be observed.
    pub runs: Option<u64>,
}

impl Cell {
    /// What is wrong with it, if anything. A simulated coverage is wrong if it is so by chance with a probability below
    /// `surprise` only.
    pub fn problem(&self, promise: Promise, surprise: f64) -> Option<String> {
        let (least, most) = match promise {
            Promise::Exact | Promise::AtLeast => (EXACT_LEAST, 1.0),
            Promise::Approximate if self.met >= MET => (NEAR_LEAST, NEAR_MOST),
            Promise::Approximate | Promise::Printed => (NEAR_LEAST, 1.0),
        };
        let (below, above) = match self.runs {
            None => (self.coverage < least - ROUNDING, self.coverage > most + ROUNDING),
            Some(runs) => {
                let covered = (self.coverage * runs as f64).round() as u64;
                let too_few = binomial_test_less(covered, runs, least).unwrap_or(0.0);
                let too_many = binomial_test_greater(covered, runs, most).unwrap_or(0.0);
                (too_few < surprise, too_many < surprise)
            }
        };
        (below || above).then(|| format!("covers {:.4}, {least} to {most} is demanded", self.coverage))
    }

    fn text(&self, promise: Promise) -> String {
        if promise.has_condition() && self.met < 1.0 - MET {
            return "says so".to_owned();
        }
        let mut text = format!("{:.4}", self.coverage);
        if let Some(width) = self.width {
            let _ = write!(text, " ({})", short(width));
        }
        if promise.has_condition() && self.met < MET {
            let _ = write!(text, ", says so {:.0} %", 100.0 * (1.0 - self.met));
        }
        text
    }
}

/// Three digits.
pub fn short(number: f64) -> String {
    if number == 0.0 || number == 1.0 {
        return number.to_string();
    }
    if number.abs() < 1e-3 || number.abs() >= 1e5 {
        return format!("{number:.1e}");
    }
    let digits = (2 - number.abs().max(1e-3).log10().floor() as i32).clamp(0, 5) as usize;
    format!("{number:.digits$}")
}

/// Everything found, as Markdown, and what broke a promise.
#[derive(Debug)]
pub struct Report {
    /// A simulated share breaks a promise if it would by chance with a smaller probability only.
    pub surprise: f64,
    pub text: String,
    pub problems: Vec<String>,
    estimators: BTreeMap<String, Summary>,
}

#[derive(Debug, Clone)]
struct Summary {
    promise: Promise,
    settings: u64,
    says_so: u64,
    least: (f64, String),
    most: (f64, String),
}

/// A column of a table: whose coverage it holds.
pub struct Column {
    pub estimator: &'static str,
    pub promise: Promise,
}

impl Report {
    pub fn new(surprise: f64) -> Self {
        Self {
            surprise,
            text: String::new(),
            problems: Vec::new(),
            estimators: BTreeMap::new(),
        }
    }

    /// Adds a table: a row for each setting, a column for each estimator.
    pub fn table(&mut self, title: &str, about: &str, setting: &[&str], columns: &[Column], rows: &[Row]) {
        let _ = write!(self.text, "\n## {title}\n\n{about}\n\n|");
        for name in setting
            .iter()
            .copied()
            .chain(columns.iter().map(|column| column.estimator))
        {
            let _ = write!(self.text, " {name} |");
        }
        let _ = writeln!(self.text, "\n|{}", "---|".repeat(setting.len() + columns.len()));
        for row in rows {
            let mut line = format!("| {} |", row.setting.join(" | "));
            let at: Vec<String> = setting
                .iter()
                .zip(&row.setting)
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            let at = at.join(", ");
            for (column, cell) in columns.iter().zip(&row.cells) {
                let text = cell
                    .as_ref()
                    .map_or(String::new(), |cell| self.judge(title, column, &at, cell));
                let _ = write!(line, " {text} |");
            }
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn judge(&mut self, title: &str, column: &Column, at: &str, cell: &Cell) -> String {
        let problem = cell.problem(column.promise, self.surprise);
        if let Some(problem) = &problem {
            self.problems
                .push(format!("{title}: {} at {at}: {problem}", column.estimator));
        }
        let summary = self
            .estimators
            .entry(format!("{} | {title}", column.estimator))
            .or_insert_with(|| Summary {
                promise: column.promise,
                settings: 0,
                says_so: 0,
                least: (f64::INFINITY, String::new()),
                most: (f64::NEG_INFINITY, String::new()),
            });
        summary.settings += 1;
        let met = !column.promise.has_condition() || cell.met >= MET;
        if !met {
            summary.says_so += 1;
        } else {
            if cell.coverage < summary.least.0 {
                summary.least = (cell.coverage, at.to_owned());
            }
            if cell.coverage > summary.most.0 {
                summary.most = (cell.coverage, at.to_owned());
            }
        }
        let text = cell.text(column.promise);
        if problem.is_some() { format!("**{text}**") } else { text }
    }

    /// The table of all tables.
    pub fn summary(&self) -> String {
        let mut text = "| estimator | estimand and table | promise | settings | where the condition is not met | least coverage | most |\n|---|---|---|---|---|---|---|\n".to_owned();
        for (name, summary) in &self.estimators {
            let promise = match summary.promise {
                Promise::Exact => "exact: ≥ 0.945",
                Promise::Approximate => "approximate: 0.935 to 0.965",
                Promise::AtLeast => "with a condition: ≥ 0.945",
                Promise::Printed => "what is printed: ≥ 0.935",
            };
            let end = |(coverage, at): &(f64, String)| {
                if coverage.is_finite() {
                    format!("{coverage:.4} ({at})")
                } else {
                    "nowhere met".to_owned()
                }
            };
            let most = match summary.promise {
                Promise::Approximate => end(&summary.most),
                Promise::Exact | Promise::AtLeast | Promise::Printed => String::new(),
            };
            let _ = writeln!(
                text,
                "| {name} | {promise} | {} | {} | {} | {most} |",
                summary.settings,
                if summary.promise.has_condition() {
                    summary.says_so.to_string()
                } else {
                    "–".to_owned()
                },
                end(&summary.least)
            );
        }
        text
    }
}

/// One setting.
pub struct Row {
    pub setting: Vec<String>,
    /// As many as there are columns; `None` where an estimator does not apply.
    pub cells: Vec<Option<Cell>>,
}

/// All nominal levels here.
pub const LEVEL: Level = Level::NINETY_FIVE;

const ROUNDING: f64 = 1e-9;

/// How often a check rejects at 0.05: at most so often where its assumption holds, and nearly always where it is grossly
/// broken, which is asked of nine runs in ten.
pub fn declared(report: &mut Report, runs: u64, seed: u64, rows: &[(&str, &str, bool, u64)]) {
    let _ = write!(
        report.text,
        "\n## Assumptions\n\nHow often a check declares its assumption broken, at p ≤ 0.05 ({runs} runs a case, seed {seed}): at \
         most 0.05 where it holds, at least 0.9 where it is grossly broken.\n\n| assumption | drawn | holds | declared broken |\n\
         |---|---|---|---|\n"
    );
    for (check, drawn, holds, rejected) in rows {
        let wrong = if *holds {
            binomial_test_greater(*rejected, runs, 0.05).unwrap_or(0.0) < report.surprise
        } else {
            binomial_test_less(*rejected, runs, 0.9).unwrap_or(0.0) < report.surprise
        };
        let share = *rejected as f64 / runs as f64;
        if wrong {
            report.problems.push(format!(
                "Assumptions: {check}, {drawn}: declared broken in {share:.4} of runs"
            ));
        }
        let _ = writeln!(
            report.text,
            "| {check} | {drawn} | {} | {share:.4} |",
            if *holds { "yes" } else { "no" }
        );
    }
}
