//! What polars is asked: plans over Parquet, Arrow and blocks of delimited text, run by its streaming engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::prelude::*;

use crate::{
    cells,
    error::Error,
    framing::Block,
    record::Shape,
    source::{Format, Source},
};

/// The columns of a Parquet or Arrow file, with whether their values have a text.
pub(crate) fn columns(source: &Source) -> Result<Vec<(String, bool)>, Error> {
    guarded(source, || {
        let schema = plan(source)?.collect_schema()?;
        Ok(schema
            .iter()
            .map(|(name, kind)| (name.to_string(), cells::has_text(kind)))
            .collect())
    })
}

/// How many rows a Parquet or Arrow file has, by its metadata.
pub(crate) fn rows(source: &Source) -> Result<u64, Error> {
    guarded(source, || {
        let count = plan(source)?.select([len()]).collect()?;
        let count = count.columns().first().map(|column| column.get(0)).transpose()?;
        Ok(count.and_then(|count| count.extract::<u64>()).unwrap_or(0))
    })
}

/// Hands the columns `names` of a Parquet or Arrow file to `sink` batch by batch, at most `rows` rows.
pub(crate) fn read(
    source: &Source,
    names: &[&str],
    rows: u64,
    sink: impl Fn(DataFrame) -> bool + Send + Sync + 'static,
) -> Result<(), Error> {
    guarded(source, || {
        let mut plan = plan(source)?.select(
            names
                .iter()
                .map(|name| Expr::Column((*name).into()))
                .collect::<Vec<_>>(),
        );
        if let Ok(rows) = IdxSize::try_from(rows) {
            plan = plan.limit(rows);
        }
        stream(plan, sink)
    })
}

/// Hands the fields at `places` of a block to `sink` batch by batch.
pub(crate) fn read_block(
    source: &Source,
    block: Block,
    shape: Shape,
    places: &[usize],
    sink: impl Fn(DataFrame) -> bool + Send + Sync + 'static,
) -> Result<(), Error> {
    guarded(source, || {
        let schema = (0..shape.fields)
            .map(|place| Field::new(field_name(place), DataType::String))
            .collect::<Schema>();
        // The block's first byte is a line feed that belongs to no record. Records were checked: the only
        // surplus field that is left is an empty one at the end.
        let plan = LazyCsvReader::new_with_sources(ScanSources::Buffers(Arc::new([block.text.into()])))
            .with_has_header(false)
            .with_skip_lines(1)
            .with_schema(Some(Arc::new(schema)))
            .with_infer_schema_length(Some(0))
            .with_separator(shape.delimiter)
            .with_truncate_ragged_lines(true)
            .with_missing_is_null(false)
            .with_cache(false)
            .finish()?
            .select(
                places
                    .iter()
                    .map(|&place| Expr::Column(field_name(place)))
                    .collect::<Vec<_>>(),
            );
        stream(plan, sink)
    })
}

fn field_name(place: usize) -> PlSmallStr {
    format!("field {place}").into()
}

fn plan(source: &Source) -> PolarsResult<LazyFrame> {
    let path = source.path().ok_or(PolarsError::NoData("a stream".into()))?;
    let path = PlRefPath::try_from_path(path)?;
    match source.format() {
        Format::Ipc => {
            let scan = UnifiedScanArgs {
                glob: false,
                ..Default::default()
            };
            LazyFrame::scan_ipc(path, Default::default(), scan)
        }
        _ => {
            let mut scan = ScanArgsParquet {
                glob: false,
                ..Default::default()
            };
            // A folder called `state=CA` must not add a column.
            scan.hive_options.enabled = Some(false);
            LazyFrame::scan_parquet(path, scan)
        }
    }
}

/// Runs `plan`; `sink` returns whether to go on.
fn stream(plan: LazyFrame, sink: impl Fn(DataFrame) -> bool + Send + Sync + 'static) -> PolarsResult<()> {
    let callback = PlanCallback::new(move |frame| Ok(!sink(frame)));
    plan.sink_batches(callback, false, None)?
        .collect_with_engine(Engine::Streaming)?;
    Ok(())
}

/// polars' errors quote cells, so only their kind is passed on; on damaged files it can also panic.
fn guarded<T>(source: &Source, read: impl FnOnce() -> PolarsResult<T>) -> Result<T, Error> {
    let file = || source.name().to_owned();
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(PolarsError::IO { error, .. })) if error.kind() != std::io::ErrorKind::Other => {
            Err(crate::error::io_error(&file(), source.format_name(), &error))
        }
        Ok(Err(_)) | Err(_) => Err(Error::Damaged {
            file: file(),
            format: source.format_name(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use proptest::prelude::*;

    use super::*;
    use crate::framing::Blocks;

    /// The cells of all rows as polars reads them, and as the check of the block understood them.
    fn both_readings(text: &[u8], fields: usize) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let source = Source::stream("test", std::io::Cursor::new(b"text".to_vec())).unwrap();
        let shape = Shape {
            delimiter: b',',
            fields,
        };
        let (mut expected, read) = (Vec::new(), Arc::new(Mutex::new(Vec::new())));
        let mut blocks = Blocks::new(text, shape, u64::MAX, 64);
        while let Some(block) = blocks.next().unwrap() {
            expected.extend(block.fields(shape));
            let places: Vec<usize> = (0..fields).collect();
            let rows = Arc::clone(&read);
            let sink = move |frame: DataFrame| {
                let mut rows = rows.lock().unwrap();
                for row in 0..frame.height() {
                    let cell = |column: &Column| column.str().unwrap().get(row).unwrap_or("").to_owned();
                    rows.push(frame.columns().iter().map(cell).collect::<Vec<_>>());
                }
                true
            };
            super::read_block(&source, block, shape, &places, sink).unwrap();
        }
        for row in &mut expected {
            row.truncate(fields);
        }
        let mut read = read.lock().unwrap().clone();
        for cell in expected.iter_mut().chain(&mut read).flatten() {
            // polars takes a carriage return at the end of a plain field for a part of the line's end.
            *cell = cell.trim_end_matches('\r').to_owned();
        }
        read.sort();
        expected.sort();
        (read, expected)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn polars_reads_a_checked_block_as_it_was_checked(text in "([ab\"é]{0,3}[,,\r\n]|\"[a,\r\n]{0,4}\"[,\n]){0,30}") {
            for fields in 1..=3 {
                let (read, expected) = both_readings(text.as_bytes(), fields);
                prop_assert_eq!(read, expected);
            }
        }
    }
}
