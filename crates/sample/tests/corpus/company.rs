use assay_fields::{Kind, Reading};

/// The synthetic company's records.
pub(crate) struct Company {
    header: Vec<String>,
    records: Vec<csv::StringRecord>,
}

impl Company {
    /// The company of datasets/company.csv.
    pub(crate) fn shipped() -> Company {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/company.csv");
        let mut reader = csv::Reader::from_path(path).unwrap();
        Company {
            header: reader.headers().unwrap().iter().map(str::to_owned).collect(),
            records: reader.records().map(Result::unwrap).collect(),
        }
    }

    /// A record's canonical value of a kind, in a form to compare; `None` if the company has no such column.
    pub(crate) fn canonical(&self, record: usize, kind: Kind) -> Option<String> {
        let cell = |name: &str| {
            let at = self.header.iter().position(|header| header == name)?;
            self.records[record].get(at)
        };
        let raw = match kind {
            Kind::Name => format!("{} {}", cell("given_name")?, cell("surname")?),
            Kind::Postcode => cell("postcode").or_else(|| cell("zip"))?.to_owned(),
            kind => cell(kind.name())?.to_owned(),
        };
        let mut out = String::new();
        Reading::new(kind).canonical(&raw, &mut out);
        Some(comparable(kind, &out))
    }
}

/// A canonical value in a form to compare: of names, the first and the last token in either order.
pub(crate) fn comparable(kind: Kind, canonical: &str) -> String {
    if kind != Kind::Name {
        return canonical.to_owned();
    }
    let mut tokens: Vec<&str> = canonical.split(' ').collect();
    tokens.sort_unstable();
    tokens.join(" ")
}
