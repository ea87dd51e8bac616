use super::decode_suspect;
use super::suspects::Suspects;
use crate::{Flaw, RowBatch, RowCounts};

/// The batch with its cells decoded; the flaws of its rows are counted. A batch without anything to decode is returned as
/// it came, at the cost of a look at its text.
pub(crate) fn decode_batch(batch: RowBatch, counts: &mut RowCounts) -> RowBatch {
    let (text, ends) = (batch.text(), batch.ends());
    let mut suspects = Suspects::new(text.as_bytes());
    let mut rewritten: Option<Rewritten> = None;
    let mut buffer = String::new();
    let (mut from, mut cell) = (0, 0);
    // The rows that were counted last, for each flaw.
    let (mut mojibake, mut encoded) = (None, None);
    while let Some(place) = suspects.next_from(from) {
        cell += ends[cell..].partition_point(|end| *end as usize <= place);
        let Some(end) = ends.get(cell) else { break };
        let start = cell.checked_sub(1).map_or(0, |before| ends[before] as usize);
        from = *end as usize;
        let Some(decoded) = decode_suspect(&text[start..from], &mut buffer) else {
            continue;
        };
        rewritten
            .get_or_insert_with(|| Rewritten::of(&batch))
            .put(&batch, cell, start, &buffer);
        let row = Some(cell / batch.width());
        if decoded.mojibake && mojibake != row {
            counts.flaw(Flaw::Mojibake);
            mojibake = row;
        }
        if decoded.encoded && encoded != row {
            counts.flaw(Flaw::Encoded);
            encoded = row;
        }
    }
    match rewritten {
        None => batch,
        Some(rewritten) => rewritten.finish(batch),
    }
}

/// A batch's cells, as far as they are written anew.
struct Rewritten {
    text: String,
    ends: Vec<u32>,
    /// Bytes of the old text that are done.
    done: usize,
}

impl Rewritten {
    fn of(batch: &RowBatch) -> Rewritten {
        Rewritten {
            text: String::with_capacity(batch.text_len() + batch.text_len() / 16),
            ends: Vec::with_capacity(batch.ends().len()),
            done: 0,
        }
    }

    /// Copies the cells before `cell`, which begins at `start`, and writes another text for it.
    fn put(&mut self, batch: &RowBatch, cell: usize, start: usize, text: &str) {
        self.copy(batch, cell, start);
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        self.done = batch.ends()[cell] as usize;
    }

    fn copy(&mut self, batch: &RowBatch, cell: usize, start: usize) {
        let (new, old) = (self.text.len(), self.done);
        self.text.push_str(&batch.text()[old..start]);
        let ends = &batch.ends()[self.ends.len()..cell];
        self.ends
            .extend(ends.iter().map(|end| (*end as usize - old + new) as u32));
    }

    fn finish(mut self, batch: RowBatch) -> RowBatch {
        self.copy(&batch, batch.ends().len(), batch.text_len());
        batch.with_cells(self.text, self.ends)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::batch::Place;

    fn batch(cells: &[&str], width: usize) -> RowBatch {
        let mut text = String::new();
        let mut ends = Vec::new();
        for cell in cells {
            text.push_str(cell);
            ends.push(text.len() as u32);
        }
        let places = (1..=cells.len() / width)
            .map(|number| Place {
                number: number as u64,
                line: number as u64,
            })
            .collect();
        RowBatch::from_parts(3, text, ends, width, places)
    }

    fn cells(batch: &RowBatch) -> Vec<&str> {
        batch.rows().flat_map(|row| row.cells()).collect()
    }

    #[test]
    fn cells_are_decoded_and_rows_counted() {
        let mut counts = RowCounts::default();
        let dirty = batch(
            &[
                "JosÃ©", "MuÃ±oz", "a&b", "x", "", "$HEX[4a]", "a&amp;b", "é", "O&#39;B", "", "%40", "z",
            ],
            4,
        );
        let clean = decode_batch(dirty, &mut counts);
        assert_eq!(
            cells(&clean),
            ["José", "Muñoz", "a&b", "x", "", "J", "a&b", "é", "O'B", "", "@", "z"]
        );
        assert_eq!((counts.flawed(Flaw::Mojibake), counts.flawed(Flaw::Encoded)), (1, 2));
        assert_eq!((clean.table(), clean.width(), clean.row(2).number()), (3, 4, 3));
    }

    #[test]
    fn nothing_is_found_across_two_cells() {
        let mut counts = RowCounts::default();
        let split = ["$HEX[", "4a]", "a&amp", ";", "%", "40", "sÃ", "©"];
        assert_eq!(cells(&decode_batch(batch(&split, 2), &mut counts)), split);
        assert_eq!(counts, RowCounts::default());
    }

    #[test]
    fn a_batch_without_cells_stays() {
        let mut counts = RowCounts::default();
        assert!(decode_batch(RowBatch::default(), &mut counts).is_empty());
        let _ = decode_batch(batch(&[], 1), &mut counts);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_batch_is_decoded_as_its_cells_are(
            all in prop::collection::vec(
                prop::collection::vec(prop::sample::select(super::super::tests::RICH.to_vec()), 0..5), 0..30),
        ) {
            let all: Vec<String> = all.iter().map(|pieces| pieces.concat()).collect();
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let all = &all[..all.len() / 3 * 3];
            let expected: Vec<String> = all.iter().map(|cell| super::super::tests::decoded(cell)).collect();
            let decoded = decode_batch(batch(all, 3), &mut RowCounts::default());
            prop_assert_eq!(cells(&decoded), expected);
        }
    }
}
