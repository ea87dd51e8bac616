use std::collections::{BTreeMap, BTreeSet};

use crate::batch::Place;
use crate::row::{Next, Other, Out};
use crate::window::Mark;
use crate::{Reject, RowCounts};

/// What became of everything that was read.
#[derive(Default)]
pub(crate) struct Books {
    pub(crate) counts: RowCounts,
    /// The number of the row that was met last; of rows that are taken back it is used up.
    number: u64,
    /// The number of the member that is read, from 1.
    pub(crate) member: u32,
    /// Who wants to know of every span that was rejected.
    watcher: Option<Box<RejectWatcher>>,
    /// Members of prose, whose lines are counted as nothing.
    prose: BTreeSet<u32>,
    /// What was counted of members of which it is not yet known whether they are prose.
    open: BTreeMap<u32, RowCounts>,
}

/// Is told of every rejected span, in the order of the input.
pub type RejectWatcher = dyn FnMut(&Rejected) + Send;

/// A part of the input that was rejected. It holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The member in which it stands, from 1.
    pub member: u32,
    /// The line on which it begins, from 1; in a form without lines the row of its table.
    pub line: u64,
    /// Where it begins in the unpacked member, in bytes from 0; `None` in a form that is not read from byte to byte.
    pub byte: Option<u64>,
    /// How long it is, in bytes.
    pub length: u64,
    /// Why, or `None` if it is a comment.
    pub reason: Option<Reject>,
}

impl Books {
    /// Books what a reader met at `at` and stepped over in `length` bytes; returns the place of the row, if it is one.
    pub(crate) fn book(&mut self, next: Next, at: Mark, length: u64, out: &Out) -> Place {
        self.book_at(next, at.line, Some(at.byte), length, out)
    }

    /// Books what a reader met that reads no bytes but rows, on the row `line` of a table.
    pub(crate) fn book_cells(&mut self, next: Next, line: u64, out: &Out) -> Place {
        self.book_at(next, line, None, 0, out)
    }

    fn book_at(&mut self, next: Next, line: u64, byte: Option<u64>, length: u64, out: &Out) -> Place {
        if self.prose.contains(&self.member) {
            self.counts.bytes.other += length;
            return Place {
                number: self.number,
                line,
            };
        }
        if let Some(counts) = self.open.get_mut(&self.member) {
            count(counts, next, length, out);
        }
        count(&mut self.counts, next, length, out);
        self.number += u64::from(matches!(next, Next::Row(_) | Next::Rejected(_)));
        match next {
            Next::Rejected(reason) => self.tell(line, byte, length, Some(reason)),
            Next::Other(Other::Comment) => self.tell(line, byte, length, None),
            _ => {}
        }
        Place {
            number: self.number,
            line,
        }
    }

    /// Begins a member; if `may_be_prose`, what is counted of it can be taken back.
    pub(crate) fn begin(&mut self, member: u32, may_be_prose: bool) {
        self.member = member;
        self.counts.members += 1;
        if may_be_prose {
            self.open.insert(member, RowCounts::default());
        }
    }

    /// A member is none of prose.
    pub(crate) fn keep(&mut self, member: u32) {
        self.open.remove(&member);
    }

    /// A member is prose: nothing of it is a row, and it counts as one that was not read.
    pub(crate) fn set_aside(&mut self, member: u32) {
        self.prose.insert(member);
        self.counts.members -= 1;
        *self.counts.members_rejected.entry(PROSE).or_default() += 1;
        if let Some(counted) = self.open.remove(&member) {
            self.counts.take_back(&counted);
        }
    }

    /// Has `watcher` told of every span that is rejected.
    pub(crate) fn watch(&mut self, watcher: Box<RejectWatcher>) {
        self.watcher = Some(watcher);
    }

    fn tell(&mut self, line: u64, byte: Option<u64>, length: u64, reason: Option<Reject>) {
        let rejected = Rejected {
            member: self.member,
            line,
            byte,
            length,
            reason,
        };
        if let Some(watcher) = &mut self.watcher {
            watcher(&rejected);
        }
    }
}

/// Counts what a reader met and stepped over in `length` bytes.
fn count(counts: &mut RowCounts, next: Next, length: u64, out: &Out) {
    match next {
        Next::Row(_) => {
            counts.read += 1;
            counts.bytes.rows += length;
            // A row of a form that is read from byte to byte takes one at least.
            if length > 0 {
                counts.lengths.add(length);
            }
            out.flaws().for_each(|flaw| counts.flaw(flaw));
        }
        Next::Rejected(reason) => {
            counts.read += 1;
            counts.bytes.rejected += length;
            counts.reject(reason);
        }
        Next::Other(other) => {
            counts.bytes.other += length;
            match other {
                Other::Blank => counts.blank += 1,
                Other::Comment => counts.comments += 1,
                Other::Frame => {}
            }
        }
        Next::End => counts.bytes.other += length,
    }
}

/// The reason for which files of prose are left out.
const PROSE: &str = "no_table";
