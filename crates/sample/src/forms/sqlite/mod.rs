//! SQLite databases, read by SQLite itself.
//!
//! A file is opened read-only and as one that nobody changes, so that nothing is ever written beside it. That also means
//! that of a database in WAL mode only what stands in the main file is read: rows that were still in its `-wal` file are not.
//!
//! A hostile database runs nothing: only tables are read, row after row in the order in which they are stored; views,
//! triggers, virtual tables, generated columns that are not stored, and indexes (which may hold expressions) are never used.
//! Pages that are shared so that a table seems endless are bounded by the file's own length.

use std::io::{Cursor, Write};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use super::cells::{CellReader, Whole};
use super::pump::{self, Sink, Stop};
use crate::row::{Next, TableShape};
use crate::{Error, Reject, Unreadable};

/// The rows of a database's tables, one table behind the other in the order of its schema. `line` is the row's number in its
/// table. Texts are handed out as they are, numbers without an exponent, BLOBs as text or in hexadecimal digits, NULL as
/// nothing. A table that is damaged is read up to the damage.
pub(crate) fn open(name: &str, whole: Whole) -> Result<impl CellReader + use<>, Error> {
    let size = whole.length().map_err(|source| Error::reading(name, source))?;
    Ok(pump::start(name, WHAT, size, move |sink| read(whole, size, sink)))
}

fn read(whole: Whole, size: u64, sink: &mut Sink) -> Result<(), Stop> {
    let database = connect(whole)?;
    let mut most = Most {
        rows: size / LEAST_ROW,
        bytes: MOST_MORE + size.saturating_mul(MOST_TIMES),
    };
    for table in tables(&database)? {
        let names = columns(&database, &table)?;
        if names.is_empty() {
            continue;
        }
        let number = sink.table(TableShape {
            name: Some(table.clone()),
            width: names.len(),
            names: Some(names.clone()),
        });
        read_table(&database, &table, &names, number, &mut most, sink)?;
    }
    Ok(())
}

/// How much an honest file of this length can hold still.
struct Most {
    rows: u64,
    bytes: u64,
}

fn connect(whole: Whole) -> Result<Connection, Stop> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = match whole {
        Whole::File(path) => Connection::open_with_flags(uri(&path), flags).map_err(|_| damaged())?,
        Whole::Memory(mut bytes) => {
            // A database in WAL mode can't be opened in memory; without its WAL it is as good as one that is not.
            if let Some(versions) = bytes.get_mut(18..20).filter(|versions| *versions == [2, 2]) {
                versions.fill(1);
            }
            let mut database = Connection::open_in_memory().map_err(|_| damaged())?;
            let length = bytes.len();
            database
                .deserialize_read_exact("main", Cursor::new(bytes), length, true)
                .map_err(|_| damaged())?;
            database
        }
    };
    let settings = [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ];
    for (setting, value) in settings {
        database.set_db_config(setting, value).map_err(|_| damaged())?;
    }
    let limits = [
        (Limit::SQLITE_LIMIT_LENGTH, MOST_CELL),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, MOST_SQL),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, MOST_DEPTH),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ];
    for (limit, value) in limits {
        database.set_limit(limit, value).map_err(|_| damaged())?;
    }
    // Nothing of a sample is written to disk, no temporary table either.
    database
        .execute_batch("PRAGMA cell_size_check=ON; PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;")
        .map_err(|_| damaged())?;
    Ok(database)
}

/// The path as SQLite takes it in a URI, whatever bytes it has.
fn uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) && bytes.get(1) == Some(&b':') {
        uri.push('/');
    }
    for byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b':' => uri.push(char::from(*byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?mode=ro&immutable=1"
}

/// The names of the tables that hold rows: those that SQLite keeps for itself and virtual ones, which have no page, don't.
fn tables(database: &Connection) -> Result<Vec<String>, Stop> {
    let list = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rowid";
    let mut statement = database.prepare(list).map_err(stop)?;
    let mut rows = statement.query([]).map_err(stop)?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next().map_err(stop)? {
        let name = row.get_ref(0).map_err(stop)?;
        if let Ok(Some(name)) = name.as_str_or_null()
            && !name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
        {
            tables.push(name.to_owned());
        }
    }
    Ok(tables)
}

/// The columns that are stored; of a table that SQLite does not understand, none.
fn columns(database: &Connection, table: &str) -> Result<Vec<String>, Stop> {
    let list = format!("PRAGMA main.table_xinfo({})", quoted(table));
    let Ok(mut statement) = database.prepare(&list) else {
        return Ok(Vec::new());
    };
    let mut rows = statement.query([]).map_err(stop)?;
    let mut names = Vec::new();
    while let Ok(Some(row)) = rows.next() {
        let hidden: i64 = row.get("hidden").unwrap_or(0);
        if let (0 | STORED, Ok(name)) = (hidden, row.get::<_, String>("name")) {
            names.push(name);
        }
    }
    Ok(names)
}

fn read_table(
    database: &Connection,
    table: &str,
    names: &[String],
    number: usize,
    most: &mut Most,
    sink: &mut Sink,
) -> Result<(), Stop> {
    let mut line = 0;
    let columns: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    // Without NOT INDEXED the rows might come from an index that happens to hold all columns.
    let query = format!("SELECT {} FROM main.{} NOT INDEXED", columns.join(","), quoted(table));
    let mut statement = match database.prepare(&query) {
        Ok(statement) => statement,
        Err(_) => return sink.other(Next::Rejected(Reject::Malformed), 1),
    };
    let mut rows = statement.query([]).map_err(stop)?;
    loop {
        line += 1;
        match rows.next() {
            Ok(Some(row)) if most.rows > 0 && most.bytes > 0 => {
                most.rows -= 1;
                let spent = read_row(row, names.len(), sink);
                most.bytes = most.bytes.saturating_sub(spent);
                sink.row(number, line)?;
            }
            Ok(None) => return Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::TooBig) => {
                return sink.other(Next::Rejected(Reject::TooLong), line);
            }
            Ok(Some(_)) | Err(_) => return sink.other(Next::Rejected(Reject::Malformed), line),
        }
    }
}

/// Appends the cells of a row; returns how many bytes they have as stored.
fn read_row(row: &Row<'_>, width: usize, sink: &mut Sink) -> u64 {
    let mut spent = 0;
    for column in 0..width {
        match row.get_ref(column) {
            Ok(ValueRef::Text(text)) => {
                spent += text.len() as u64;
                sink.cell_of(text);
            }
            Ok(ValueRef::Blob(bytes)) => {
                spent += bytes.len() as u64;
                sink.cell_of_any(bytes);
            }
            Ok(ValueRef::Integer(value)) => {
                // Writing to the sink does not fail.
                let _ = write!(sink, "{value}");
                sink.end_cell();
            }
            Ok(ValueRef::Real(value)) => {
                let _ = write!(sink, "{value}");
                sink.end_cell();
            }
            Ok(ValueRef::Null) | Err(_) => sink.end_cell(),
        }
    }
    spent
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn damaged() -> Stop {
    Unreadable::Damaged {
        expected: "an SQLite database",
    }
    .into()
}

fn stop(error: rusqlite::Error) -> Stop {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => Unreadable::Damaged {
            expected: "an SQLite database with a sound schema",
        }
        .into(),
        // An encrypted database is no database to anybody without its key.
        Some(ErrorCode::NotADatabase) => Unreadable::Damaged {
            expected: "an SQLite database that is not encrypted",
        }
        .into(),
        _ => damaged(),
    }
}

const WHAT: &str = "an SQLite database";
/// What `table_xinfo` says of a generated column that is stored.
const STORED: i64 = 3;
/// Bytes that a row takes at least: two of a pointer, one each of its length, its number, its header.
const LEAST_ROW: u64 = 4;
/// Bytes of all cells: so many times the file's length, and so much. Texts in UTF-16 shrink; a column that was added later
/// has its default in every row without being stored.
const MOST_TIMES: u64 = 16;
const MOST_MORE: u64 = 64 << 20;
/// Bytes of a cell that SQLite takes into memory, and of a statement; the depth of an expression in the schema.
const MOST_CELL: i32 = 64 << 20;
const MOST_SQL: i32 = 1 << 20;
const MOST_DEPTH: i32 = 100;

#[cfg(test)]
mod tests;
