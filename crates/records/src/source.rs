//! One input: a file or a stream, what format it has and how it is compressed.

use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use crate::{
    error::{Error, PLAIN, file_name, io_error},
    progress::{Counting, Progress},
};

/// What an input's bytes are, told from their beginning and never from the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Fields between delimiters, a record a line: CSV, TSV and their relatives.
    Delimited,
    /// A JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC in its file form (Feather 2).
    Ipc,
}

/// How the bytes of a text form are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// They aren't.
    None,
    /// gzip, also of several members.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// One input of a table.
pub struct Source {
    origin: Origin,
    name: String,
    format: Format,
    compression: Compression,
    bytes: Option<u64>,
}

impl Source {
    /// The inputs that `patterns` name: files, patterns with `*`, `?`, `**` or `[…]`, and `-` for stdin. They are
    /// sorted and each is taken once, so that the order in which they are given doesn't matter.
    ///
    /// # Errors
    /// A pattern without a match, a folder, a missing, empty or unreadable file, a format that is not read,
    /// stdin named twice.
    pub fn expand(patterns: &[String]) -> Result<Vec<Source>, Error> {
        let mut files = BTreeMap::new();
        let mut stdin = false;
        for pattern in patterns {
            if pattern == "-" {
                if std::mem::replace(&mut stdin, true) {
                    return Err(Error::StdinTwice);
                }
                continue;
            }
            for path in matches(pattern)? {
                // A pipe such as `<(zcat …)` has no canonical path.
                let whole = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
                files.entry(whole).or_insert(path);
            }
        }
        let mut sources = files
            .into_values()
            .map(|path| Self::file(&path))
            .collect::<Result<Vec<_>, _>>()?;
        if stdin {
            sources.push(Self::stream("stdin", io::stdin())?);
        }
        if sources.is_empty() {
            return Err(Error::NoSource);
        }
        Ok(sources)
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// As for [`Source::expand`].
    pub fn file(path: &Path) -> Result<Source, Error> {
        let name = file_name(path);
        let failed = |error: &io::Error| io_error(&name, PLAIN, error);
        let about = fs::metadata(path).map_err(|error| failed(&error))?;
        if about.is_dir() {
            return Err(Error::Folder { file: name });
        }
        let opened = File::open(path).map_err(|error| failed(&error))?;
        // Pipes and devices can be read only once.
        if !about.is_file() {
            return Self::stream(&name, opened);
        }
        let mut head = Vec::new();
        opened
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(|error| failed(&error))?;
        let compression = compression_of(&name, &head)?;
        let text = match compression {
            Compression::None => head,
            _ => {
                let mut text = Vec::new();
                let opened = File::open(path).map_err(|error| failed(&error))?;
                let mut reader = decoder(Box::new(opened), compression, &name)?.take(HEAD as u64);
                reader
                    .read_to_end(&mut text)
                    .map_err(|error| io_error(&name, compression.name(), &error))?;
                text
            }
        };
        let format = format_of(&name, &text, compression)?;
        Ok(Source {
            origin: Origin::File(path.to_owned()),
            name,
            format,
            compression,
            bytes: Some(about.len()),
        })
    }

    /// A stream of text, such as stdin, called `name` in messages. It can be read once; it is never spooled to
    /// disk, and only what [`Table::head`](crate::Table::head) needs of it is kept in memory.
    ///
    /// # Errors
    /// An empty or unreadable stream; Parquet and Arrow IPC, which must be read from a file.
    pub fn stream(name: &str, reader: impl Read + Send + 'static) -> Result<Source, Error> {
        let name = name.to_owned();
        let mut reader: Box<dyn Read + Send> = Box::new(reader);
        let mut magic = Vec::new();
        reader
            .by_ref()
            .take(8)
            .read_to_end(&mut magic)
            .map_err(|error| io_error(&name, PLAIN, &error))?;
        let compression = compression_of(&name, &magic)?;
        let mut reader = decoder(Box::new(Cursor::new(magic).chain(reader)), compression, &name)?;
        let mut prefix = Vec::new();
        reader
            .by_ref()
            .take(HEAD as u64)
            .read_to_end(&mut prefix)
            .map_err(|error| io_error(&name, compression.name(), &error))?;
        let format = format_of(&name, &prefix, compression)?;
        if matches!(format, Format::Parquet | Format::Ipc) {
            return Err(Error::Container {
                file: name,
                found: "a Parquet or Arrow file",
                advice: "these can't be read from a stream; name the file instead",
            });
        }
        let origin = Origin::Stream(Mutex::new(Stream {
            prefix,
            reader: Some(reader),
        }));
        Ok(Source {
            origin,
            name,
            format,
            compression,
            bytes: None,
        })
    }

    /// How the input is called in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How it is compressed.
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Its size in bytes as stored, `None` for a stream.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// Whether it can be read only once.
    pub fn is_stream(&self) -> bool {
        matches!(self.origin, Origin::Stream(_))
    }

    /// The path of a file.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Stream(_) => None,
        }
    }

    /// What the format is called in a message about damage.
    pub(crate) fn format_name(&self) -> &'static str {
        match (self.format, self.compression) {
            (Format::Parquet, _) => "Parquet",
            (Format::Ipc, _) => "Arrow IPC",
            (_, compression) => compression.name(),
        }
    }

    /// The decompressed text from its beginning, without a byte order mark. Bytes as stored are counted in
    /// `progress`.
    pub(crate) fn open(&self, progress: &Progress) -> Result<Box<dyn Read + Send>, Error> {
        let reader: Box<dyn Read + Send> = match &self.origin {
            Origin::File(path) => {
                let opened = File::open(path).map_err(|error| io_error(&self.name, PLAIN, &error))?;
                decoder(Box::new(Counting::new(opened, progress)), self.compression, &self.name)?
            }
            Origin::Stream(stream) => {
                let mut stream = stream.lock().map_err(|_| self.consumed())?;
                let rest = stream.reader.take().ok_or_else(|| self.consumed())?;
                let prefix = std::mem::take(&mut stream.prefix);
                Box::new(Counting::new(Cursor::new(prefix).chain(rest), progress))
            }
        };
        without_mark(reader, &self.name)
    }

    /// The leading text: of a file all of it, of a stream the whole lines within its first `bytes`, which stay in
    /// memory and are read again by [`Source::open`].
    pub(crate) fn open_head(&self, bytes: usize) -> Result<Box<dyn Read + Send>, Error> {
        match &self.origin {
            Origin::File(_) => self.open(&Progress::default()),
            Origin::Stream(stream) => {
                let mut stream = stream.lock().map_err(|_| self.consumed())?;
                let Stream { prefix, reader } = &mut *stream;
                let reader = reader.as_mut().ok_or_else(|| self.consumed())?;
                let lacking = bytes.saturating_sub(prefix.len());
                reader
                    .take(lacking as u64)
                    .read_to_end(prefix)
                    .map_err(|error| io_error(&self.name, self.compression.name(), &error))?;
                let end = match prefix.len() < bytes {
                    true => prefix.len(),
                    false => memchr::memrchr(b'\n', prefix).map_or(prefix.len(), |at| at + 1),
                };
                without_mark(Box::new(Cursor::new(prefix[..end].to_vec())), &self.name)
            }
        }
    }

    fn consumed(&self) -> Error {
        Error::Consumed {
            file: self.name.clone(),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Source")
            .field("name", &self.name)
            .field("format", &self.format)
            .field("compression", &self.compression)
            .finish_non_exhaustive()
    }
}

impl Compression {
    fn name(self) -> &'static str {
        match self {
            Compression::None => PLAIN,
            Compression::Gzip => "gzip",
            Compression::Zstd => "Zstandard",
        }
    }
}

enum Origin {
    File(PathBuf),
    Stream(Mutex<Stream>),
}

/// A stream and what was read of it in advance.
struct Stream {
    prefix: Vec<u8>,
    reader: Option<Box<dyn Read + Send>>,
}

/// The files of a pattern, sorted; a name that exists is itself even if it holds pattern characters.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let literal = Path::new(pattern);
    if literal.exists() {
        return Ok(vec![literal.to_owned()]);
    }
    if !pattern.contains(['*', '?', '[']) {
        return Err(Error::Missing {
            file: pattern.to_owned(),
        });
    }
    let options = glob::MatchOptions {
        require_literal_leading_dot: true,
        ..Default::default()
    };
    let found = glob::glob_with(pattern, options).map_err(|_| Error::Pattern {
        pattern: pattern.to_owned(),
    })?;
    let mut paths = Vec::new();
    for path in found {
        paths.push(path.map_err(|error| io_error(&file_name(error.path()), PLAIN, error.error()))?);
    }
    if paths.is_empty() {
        return Err(Error::NoMatch {
            pattern: pattern.to_owned(),
        });
    }
    Ok(paths)
}

fn compression_of(name: &str, head: &[u8]) -> Result<Compression, Error> {
    if head.is_empty() {
        return Err(Error::Empty { file: name.to_owned() });
    }
    for (magic, found, advice) in CONTAINERS {
        if head.starts_with(magic) {
            return Err(Error::Container {
                file: name.to_owned(),
                found,
                advice,
            });
        }
    }
    Ok(match head {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Compression::Zstd,
        _ => Compression::None,
    })
}

fn format_of(name: &str, head: &[u8], compression: Compression) -> Result<Format, Error> {
    let file = || name.to_owned();
    if head.is_empty() {
        return Err(Error::Empty { file: file() });
    }
    let binary = match head {
        [b'P', b'A', b'R', b'1', ..] => Some(Format::Parquet),
        _ if head.starts_with(b"ARROW1") => Some(Format::Ipc),
        _ => None,
    };
    match (binary, compression) {
        (Some(format), Compression::None) => return Ok(format),
        (Some(_), _) => {
            return Err(Error::Container {
                file: file(),
                found: "a compressed Parquet or Arrow file",
                advice: "decompress it first",
            });
        }
        (None, _) => {}
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(Error::NotUtf8 {
            file: file(),
            found: "UTF-16 text",
        });
    }
    if head.contains(&0) {
        return Err(Error::NotUtf8 {
            file: file(),
            found: "no text (it holds NUL bytes), or UTF-16",
        });
    }
    let text = head.strip_prefix(MARK).unwrap_or(head);
    Ok(match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => {
            return Err(Error::Header {
                file: file(),
                found: "its leading lines are blank",
            });
        }
        Some(b'{') => Format::JsonLines,
        Some(b'[') => {
            return Err(Error::Container {
                file: file(),
                found: "one JSON array",
                advice: "put one object on each line, for instance with `jq -c '.[]'`",
            });
        }
        Some(_) => Format::Delimited,
    })
}

fn decoder(reader: Box<dyn Read + Send>, compression: Compression, name: &str) -> Result<Box<dyn Read + Send>, Error> {
    Ok(match compression {
        Compression::None => reader,
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(
            BUFFER, reader,
        ))),
        Compression::Zstd => {
            Box::new(zstd::Decoder::new(reader).map_err(|error| io_error(name, compression.name(), &error))?)
        }
    })
}

/// The text after a UTF-8 byte order mark, if it begins with one.
fn without_mark(mut reader: Box<dyn Read + Send>, name: &str) -> Result<Box<dyn Read + Send>, Error> {
    let mut start = Vec::with_capacity(MARK.len());
    reader
        .by_ref()
        .take(MARK.len() as u64)
        .read_to_end(&mut start)
        .map_err(|error| io_error(name, PLAIN, &error))?;
    Ok(match start == MARK {
        true => reader,
        false => Box::new(Cursor::new(start).chain(reader)),
    })
}

/// Enough for any header, and for telling text from what is none.
const HEAD: usize = 64 * 1024;
const BUFFER: usize = 256 * 1024;
const MARK: &[u8] = b"\xEF\xBB\xBF";
const CONTAINERS: [(&[u8], &str, &str); 6] = [
    (
        b"PK\x03\x04",
        "a zip archive or a spreadsheet",
        "unpack it, or save the sheet as CSV",
    ),
    (b"\xD0\xCF\x11\xE0", "an old Office file", "save the sheet as CSV"),
    (
        b"BZh",
        "bzip2-compressed",
        "decompress it first; gzip and Zstandard are read as they are",
    ),
    (
        b"\xFD7zXZ",
        "xz-compressed",
        "decompress it first; gzip and Zstandard are read as they are",
    ),
    (b"7z\xBC\xAF", "a 7-Zip archive", "unpack it first"),
    (
        b"SQLite format 3",
        "an SQLite database",
        "export the table as CSV or Parquet",
    ),
];
