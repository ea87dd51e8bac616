//! What every target does: reads arbitrary bytes as a sample and holds what came of it against what must be so of any.

use std::io::Cursor;

use assay_sample::{Form, Options, Sample};

/// Reads `bytes`, as text of a stated form or as whatever they seem to be.
///
/// # Panics
/// If a byte of a text is not accounted for, a row is counted and not handed out, or a row is of no table.
pub fn read(bytes: &[u8], form: Option<Form>) {
    let options = Options {
        form,
        encoding: form.map(|_| "utf-8".to_owned()),
        ..Options::default()
    };
    let Ok(mut sample) = Sample::from_reader("fuzz", Cursor::new(bytes.to_vec()), &options) else {
        return;
    };
    let mut rows = 0;
    while let Ok(Some(batch)) = sample.next_batch(100) {
        let table = &sample.tables()[batch.table()];
        assert_eq!(table.columns.len(), batch.width());
        rows += batch.len() as u64;
        let cells: usize = batch.rows().map(|row| row.cells().map(str::len).sum::<usize>()).sum();
        assert_eq!(cells, batch.text_len());
        sample.recycle(batch);
    }
    let counts = sample.counts();
    assert_eq!(counts.accepted(), rows);
    if form.is_some() && sample.is_read() {
        assert_eq!(counts.bytes.all(), bytes.len() as u64);
    }
}
