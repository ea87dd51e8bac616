use assay_fields::{DateOrder, Mapping, Region};

use crate::pack::Passwords;
use crate::{Delimiter, Form};

/// What the user states about a sample; whatever is left out is found out from the bytes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What stands between fields: no letter, digit, quote or line end.
    pub delimiter: Option<Delimiter>,
    /// The encoding's label after the WHATWG Encoding Standard, such as `utf-8`, `windows-1252`, `utf-16le`.
    pub encoding: Option<String>,
    /// Whether the first record names the columns.
    pub header: Option<bool>,
    /// The form of the text.
    pub form: Option<Form>,
    /// What opens protected archives, in the order in which they are tried.
    pub passwords: Passwords,
    /// The numbering plan of telephone numbers without a country code.
    pub region: Region,
    /// The order of day and month in every date column; it wins over what the dates themselves say.
    pub date_order: Option<DateOrder>,
    /// What columns hold. For a kind that is mapped, columns that were merely detected as that kind are
    /// not used.
    pub map: Vec<Mapping>,
}
