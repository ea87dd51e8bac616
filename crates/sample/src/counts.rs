use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::RowLengths;

/// Why a row was not handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reject {
    /// Fewer fields than the other rows have, such as a line cut off.
    TooFewFields,
    /// More fields than the other rows have, an empty last one not counted.
    TooManyFields,
    /// A quote that is never closed, and the line does not fit when its quotes are read literally either.
    BadQuote,
    /// A line of more than 1 MiB.
    TooLong,
    /// The header again.
    RepeatedHeader,
    /// What breaks the form's own rules, such as an object of JSON without its closing bracket.
    Malformed,
    /// The input ends within it.
    CutOff,
    /// Something else where a row should be, such as a number among objects, or an element without fields.
    NoRecord,
}

impl Reject {
    /// Every reason, in the order of the counts.
    pub const ALL: [Reject; 8] = [
        Reject::TooFewFields,
        Reject::TooManyFields,
        Reject::BadQuote,
        Reject::TooLong,
        Reject::RepeatedHeader,
        Reject::Malformed,
        Reject::CutOff,
        Reject::NoRecord,
    ];

    /// The reason's name in reports and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Reject::TooFewFields => "too_few_fields",
            Reject::TooManyFields => "too_many_fields",
            Reject::BadQuote => "bad_quote",
            Reject::TooLong => "too_long",
            Reject::RepeatedHeader => "repeated_header",
            Reject::Malformed => "malformed",
            Reject::CutOff => "cut_off",
            Reject::NoRecord => "no_record",
        }
    }
}

/// What is wrong with a row that was handed out all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A quote that is never closed; the line's quotes were read literally.
    BadQuote,
    /// Bytes that are no text in the encoding; they became U+FFFD.
    BadEncoding,
    /// An empty field too many at the end, which was dropped.
    TrailingDelimiter,
    /// UTF-8 that was once read as Windows-1252 (`JosÃ©`), undone.
    Mojibake,
    /// `$HEX[…]`, percent signs or entities of HTML, decoded.
    Encoded,
    /// A field that no column holds, dropped.
    ExtraField,
    /// Empty fields at the end that the line left out, as its file does throughout; they were filled up.
    ShortRow,
}

impl Flaw {
    /// Every flaw, in the order of the counts.
    pub const ALL: [Flaw; 7] = [
        Flaw::BadQuote,
        Flaw::BadEncoding,
        Flaw::TrailingDelimiter,
        Flaw::Mojibake,
        Flaw::Encoded,
        Flaw::ExtraField,
        Flaw::ShortRow,
    ];

    /// The flaw's name in reports and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Flaw::BadQuote => "bad_quote",
            Flaw::BadEncoding => "bad_encoding",
            Flaw::TrailingDelimiter => "trailing_delimiter",
            Flaw::Mojibake => "mojibake",
            Flaw::Encoded => "encoded",
            Flaw::ExtraField => "extra_field",
            Flaw::ShortRow => "short_row",
        }
    }
}

/// How many rows were met, and what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows met, the rejected ones among them; neither blank lines nor the header.
    pub read: u64,
    #[serde(serialize_with = "rejects")]
    rejected: [u64; Reject::ALL.len()],
    #[serde(serialize_with = "flaws")]
    flawed: [u64; Flaw::ALL.len()],
    /// Blank lines, and lines of blank fields only.
    pub blank: u64,
    /// Comments, banners, totals: lines that are no rows.
    pub comments: u64,
    /// Members that were read: the file itself, or the files of an archive or a folder.
    pub members: u64,
    /// Members that were not read, by reason.
    pub members_rejected: BTreeMap<&'static str, u64>,
    /// Members that were read up to where they are damaged, by the damage.
    pub members_damaged: BTreeMap<&'static str, u64>,
    /// Where the bytes of the members that are read from byte to byte went.
    pub bytes: ByteCounts,
    /// How long the rows handed out are, of the members that are read from byte to byte.
    #[serde(skip)]
    pub lengths: RowLengths,
}

/// Bytes of unpacked members by what became of them. Every byte is in one of the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ByteCounts {
    /// Of rows handed out.
    pub rows: u64,
    /// Of rows rejected.
    pub rejected: u64,
    /// Of what is no row: headers, blank lines, comments, what the form itself needs.
    pub other: u64,
}

impl ByteCounts {
    /// All bytes.
    pub fn all(&self) -> u64 {
        self.rows + self.rejected + self.other
    }
}

impl RowCounts {
    /// Rows handed out or ready to be.
    pub fn accepted(&self) -> u64 {
        self.read - self.rejected.iter().sum::<u64>()
    }

    /// Rows rejected for one reason.
    pub fn rejected(&self, reason: Reject) -> u64 {
        self.rejected[reason as usize]
    }

    /// Rows handed out in spite of a flaw. A row may have several.
    pub fn flawed(&self, flaw: Flaw) -> u64 {
        self.flawed[flaw as usize]
    }

    /// The reasons that were met, with their counts.
    pub fn rejects(&self) -> impl Iterator<Item = (Reject, u64)> {
        Reject::ALL
            .into_iter()
            .map(|reason| (reason, self.rejected(reason)))
            .filter(|(_, count)| *count > 0)
    }

    /// Takes back what was counted of something that turned out to be no part of the sample; its bytes stay counted.
    pub(crate) fn take_back(&mut self, other: &RowCounts) {
        self.read -= other.read;
        self.blank -= other.blank;
        self.comments -= other.comments;
        for (ours, theirs) in self.rejected.iter_mut().zip(other.rejected) {
            *ours -= theirs;
        }
        for (ours, theirs) in self.flawed.iter_mut().zip(other.flawed) {
            *ours = ours.saturating_sub(theirs);
        }
        self.bytes.rows -= other.bytes.rows;
        self.bytes.rejected -= other.bytes.rejected;
        self.bytes.other += other.bytes.rows + other.bytes.rejected;
        self.lengths.take_back(&other.lengths);
    }

    pub(crate) fn reject(&mut self, reason: Reject) {
        self.rejected[reason as usize] += 1;
    }

    pub(crate) fn flaw(&mut self, flaw: Flaw) {
        self.flawed[flaw as usize] += 1;
    }
}

fn rejects<S: Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    let named = Reject::ALL.iter().map(|reason| reason.name()).zip(counts);
    serializer.collect_map(named.filter(|(_, count)| **count > 0))
}

fn flaws<S: Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    let named = Flaw::ALL.iter().map(|flaw| flaw.name()).zip(counts);
    serializer.collect_map(named.filter(|(_, count)| **count > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_lists_is_the_order_of_the_variants() {
        for (at, reason) in Reject::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, at);
        }
        for (at, flaw) in Flaw::ALL.into_iter().enumerate() {
            assert_eq!(flaw as usize, at);
        }
    }

    #[test]
    fn counts_are_written_by_name() {
        let mut counts = RowCounts {
            read: 3,
            blank: 1,
            ..RowCounts::default()
        };
        counts.reject(Reject::TooLong);
        counts.flaw(Flaw::BadEncoding);
        assert_eq!(counts.accepted(), 2);
        assert_eq!(
            serde_json::to_string(&counts).unwrap(),
            r#"{"read":3,"rejected":{"too_long":1},"flawed":{"bad_encoding":1},"blank":1,"comments":0,"members":0,"members_rejected":{},"members_damaged":{},"bytes":{"rows":0,"rejected":0,"other":0}}"#
        );
    }
}
