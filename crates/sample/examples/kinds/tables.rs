//! Made-up tables whose columns are known, and the judgement of what was found out about them.

use assay_fields::Kind;
use assay_sample::{Options, Sample};
use assay_synth::{Company, ShippedKind, ShippedListing};

use crate::headers::{self, Naming};
use crate::others;
use crate::values::{self, Form, Person, Rng, Spec};

/// What became of one column.
pub(crate) struct Judged {
    pub(crate) label: &'static str,
    pub(crate) truth: Kind,
    pub(crate) found: Kind,
    pub(crate) is_right: bool,
    /// The header over it, if it was a wrong one.
    pub(crate) under: Option<Kind>,
    pub(crate) rows: usize,
}

impl Judged {
    /// Whether the column passes for an identifier that it isn't.
    pub(crate) fn accuses(&self) -> bool {
        !self.is_right && self.found.is_identifier()
    }
}

/// Makes the table of a seed and judges every column.
pub(crate) fn judge(seed: u64, naming: Naming, rows: usize) -> Vec<Judged> {
    let mut rng = Rng::new(seed);
    let people = people(seed, rows);
    let columns = columns(&people, &mut rng);
    let named = headers::headers(naming, &columns, &mut rng);
    let text = csv(&columns, named.as_deref(), rows);
    let sample = Sample::from_reader("made up", std::io::Cursor::new(text), &Options::default()).unwrap();
    let table = &sample.tables()[0];
    let own = table.columns.len() - table.derived.len();
    assert_eq!(own, columns.len(), "seed {seed}, {:?}", table.dialect);
    columns
        .iter()
        .zip(sample.columns())
        .enumerate()
        .map(|(at, (spec, column))| {
            let found = column.detected().kind;
            let under = named.as_ref().and_then(|named| named[at].1);
            let is_named = named.is_some() && naming != Naming::Numbered;
            Judged {
                label: spec.label,
                truth: spec.kind,
                found,
                is_right: is_right(spec, found, is_named, under),
                under,
                rows,
            }
        })
        .collect()
}

/// See the program's own text.
fn is_right(spec: &Spec, found: Kind, is_named: bool, under: Option<Kind>) -> bool {
    if found == spec.kind {
        return true;
    }
    match (is_named, under) {
        (false, _) => spec.form == Form::Not && found == Kind::Opaque,
        (true, None) => false,
        (true, Some(under)) => match spec.form {
            Form::Own => false,
            Form::Shared => {
                let is_name = |kind| matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname);
                let is_code = |kind| matches!(kind, Kind::Account | Kind::Licence | Kind::Passport | Kind::Username);
                (is_name(spec.kind) && is_name(found))
                    || (found == Kind::Opaque && under == Kind::Opaque)
                    || (found == under && is_code(found))
            }
            Form::Not => found == Kind::Opaque || (found == under && may_be(spec, found)),
        },
    }
}

/// Whether values that have no form of their own may be what a header says.
fn may_be(spec: &Spec, kind: Kind) -> bool {
    let share = |fits: &dyn Fn(&str) -> bool| {
        let filled = spec.cells.iter().filter(|cell| !cell.is_empty());
        filled.clone().filter(|cell| fits(cell)).count() * 10 >= filled.count() * 9
    };
    let digits = |cell: &str| cell.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        Kind::Account | Kind::Licence | Kind::Passport => share(&|cell| cell.len() <= 64 && digits(cell) > 0),
        Kind::Username => share(&|cell| cell.len() <= 32),
        Kind::Ssn => share(&|cell| cell.len() == 9 && digits(cell) == 9),
        Kind::Phone => {
            !spec.label.starts_with("epoch")
                && share(&|cell| (7..=13).contains(&cell.len()) && digits(cell) == cell.len())
        }
        Kind::Postcode => share(&|cell| matches!(cell.len(), 5 | 9) && digits(cell) == cell.len()),
        Kind::Dob => matches!(spec.label, "signup_date" | "created_at"),
        Kind::Address | Kind::City | Kind::Name | Kind::GivenName | Kind::Surname => {
            share(&|cell| {
                cell.bytes()
                    .all(|byte| byte.is_ascii_alphabetic() || b" &.-@_".contains(&byte))
            }) || matches!(spec.label, "note" | "company" | "plan" | "password" | "username")
        }
        _ => false,
    }
}

fn people(seed: u64, rows: usize) -> Vec<Person> {
    let company = Company::new(seed, 100_000).unwrap();
    let (mut sample, mut truth) = (Vec::new(), Vec::new());
    let listing = ShippedListing::new(&company, ShippedKind::Respelt, seed, rows as u64).unwrap();
    listing.write(&mut sample, &mut truth, &|_| {}).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(sample.as_slice());
    let first = seed % 90_000;
    reader
        .records()
        .zip(first..)
        .map(|(respelt, index)| Person {
            record: company.record(index),
            respelt: respelt.unwrap().iter().map(str::to_owned).collect(),
        })
        .collect()
}

/// Columns of a table in an order that a table may have: some of the customers', some of everything else.
fn columns(people: &[Person], rng: &mut Rng) -> Vec<Spec> {
    let mut labels: Vec<&'static str> = match rng.below(8) {
        0 => vec![],
        1 => vec!["given_name"],
        2..5 => vec!["name"],
        _ => vec!["given_name", "surname"],
    };
    let most = [25, 50, 80][rng.below(3) as usize];
    labels.extend(values::CUSTOMER.iter().filter(|_| rng.below(100) < most));
    let most = [0, 5, 15, 30][rng.below(4) as usize];
    labels.extend(others::OTHER.iter().filter(|_| rng.below(100) < most));
    while labels.len() < 3 {
        let label = values::CUSTOMER[rng.below(values::CUSTOMER.len() as u64) as usize];
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    if rng.below(3) > 0 {
        for at in (1..labels.len()).rev() {
            labels.swap(at, rng.below(at as u64 + 1) as usize);
        }
    }
    labels
        .into_iter()
        .map(|label| values::column(label, people, rng))
        .collect()
}

fn csv(columns: &[Spec], named: Option<&[(String, Option<Kind>)]>, rows: usize) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(named) = named {
        writer.write_record(named.iter().map(|(name, _)| name)).unwrap();
    }
    for row in 0..rows {
        writer
            .write_record(columns.iter().map(|column| &column.cells[row]))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
