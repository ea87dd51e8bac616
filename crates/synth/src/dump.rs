use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use rayon::prelude::*;

use crate::draw::Draws;
use crate::layout::Layout;
use crate::respell::respell;
use crate::{Company, Record, ShippedKind};

/// A whole leaked table: every customer of a company, in the table's order, each value in another spelling, in the
/// layout of a respelt listing. Row `n` is a pure function of the company, the seed and `n`; unlike a
/// [`ShippedListing`](crate::ShippedListing) it has no truth of its own, because row `n` is customer `n` and nobody else.
pub struct Dump<'a> {
    company: &'a Company,
    seed: u64,
}

impl fmt::Debug for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dump")
            .field("rows", &self.company.records())
            .finish_non_exhaustive()
    }
}

impl<'a> Dump<'a> {
    /// The dump of a company; the seed chooses the spellings.
    pub fn new(company: &'a Company, seed: u64) -> Dump<'a> {
        Dump { company, seed }
    }

    /// Writes the dump. `progress` is told now and then how many rows were written so far.
    ///
    /// The bytes are the same whatever the number of rayon's threads, which share the work.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut impl Write, progress: &dyn Fn(u64)) -> io::Result<()> {
        let layout = Layout::of(ShippedKind::Respelt);
        let mut header = Vec::new();
        layout.push_header(&mut header);
        out.write_all(&header)?;
        let rows = self.company.records();
        let mut buffers: Vec<Vec<u8>> = vec![Vec::new(); rayon::current_num_threads() * 2];
        let mut start = 0;
        while start < rows {
            buffers.par_iter_mut().enumerate().for_each(|(n, buffer)| {
                buffer.clear();
                let from = start + n as u64 * CHUNK;
                self.push_rows(&layout, from..(from + CHUNK).min(rows), buffer);
            });
            for buffer in buffers.iter().filter(|buffer| !buffer.is_empty()) {
                out.write_all(buffer)?;
                start = (start + CHUNK).min(rows);
                progress(start);
            }
        }
        out.flush()
    }

    fn push_rows(&self, layout: &Layout, rows: Range<u64>, out: &mut Vec<u8>) {
        // The strings' memory is kept from row to row: making them anew costs fifteen allocations a row.
        let (mut line, mut record) = (Vec::new(), Record::default());
        for row in rows {
            line.clear();
            self.company.push_line(&mut line, row);
            record.refill(&line);
            let name = respell(&mut record, &mut Draws::new(self.seed, PURPOSE, row));
            layout.push_row(out, &record, &name);
        }
    }
}

/// Draws of a dump; those of companies are below, those of listings from 1,000 on.
const PURPOSE: u64 = 100;
/// Rows that one thread makes at a time.
const CHUNK: u64 = 4_096;
