use assay_fields::Class;
use serde::{Deserialize, Serialize};

/// A planted record: whoever shows it has this company's table. Its digests stand in the manifest, which the key seals; without
/// the key they say nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canary {
    /// What the company calls it. It stands in reports.
    pub id: String,
    /// The digests of its messages, class by class: of identifiers, and of links with one.
    pub digests: Vec<(Class, Vec<u64>)>,
}
