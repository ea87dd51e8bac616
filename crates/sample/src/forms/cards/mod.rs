//! Cards of people as content lines: vCard, and LDIF, the dumps of directories. A line that begins with a blank goes on
//! with the one before.

pub(crate) mod ldif;
mod lines;
pub(crate) mod vcard;
