use serde::Serialize;

/// What a sample is, by its leading bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// Lines of fields with a delimiter between them, or of one field.
    Delimited,
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard.
    Zstd,
    /// LZ4 frames.
    Lz4,
    /// zip.
    Zip,
    /// 7z.
    SevenZip,
    /// RAR.
    Rar,
    /// tar.
    Tar,
    /// Office Open XML spreadsheet.
    Xlsx,
    /// OpenDocument spreadsheet.
    Ods,
    /// Microsoft compound file, such as a spreadsheet before 2007.
    Ole,
    /// Parquet.
    Parquet,
    /// Arrow IPC file (Feather).
    Arrow,
    /// Avro.
    Avro,
    /// SQLite database.
    Sqlite,
    /// Microsoft Access database.
    Access,
    /// PostgreSQL dump in the custom format.
    PostgresDump,
    /// PDF.
    Pdf,
    /// Picture.
    Image,
    /// PGP or age message.
    Encrypted,
    /// JSON or JSON lines.
    Json,
    /// XML.
    Xml,
    /// HTML.
    Html,
    /// SQL statements.
    Sql,
    /// A key of this program.
    Key,
    /// An index of this program.
    Index,
    /// A sealed sample.
    Sealed,
}

impl Form {
    /// The form that the leading bytes show, if it is one that is no text.
    pub fn of_bytes(head: &[u8]) -> Option<Form> {
        if head.get(257..262) == Some(b"ustar") || Form::is_tar_header(head) {
            return Some(Form::Tar);
        }
        // The level, and then a block or the end.
        if let [b'B', b'Z', b'h', b'1'..=b'9', next @ ..] = head
            && (next.starts_with(b"1AY&SY") || next.starts_with(b"\x17\x72\x45\x38\x50\x90"))
        {
            return Some(Form::Bzip2);
        }
        let (_, form) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).copied()?;
        let named = |name: &[u8]| memchr::memmem::find(head, name).is_some();
        Some(match form {
            Form::Zip if named(b"xl/") => Form::Xlsx,
            Form::Zip if named(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") => Form::Ods,
            form => form,
        })
    }

    /// Whether bytes begin with a tar header, of any age: its checksum is right.
    pub(crate) fn is_tar_header(head: &[u8]) -> bool {
        let Some(header) = head.get(..512) else { return false };
        let field = header.get(148..156).unwrap_or_default();
        let digits: Vec<u8> = field.iter().copied().filter(|byte| !matches!(byte, 0 | b' ')).collect();
        let stated = std::str::from_utf8(&digits)
            .ok()
            .and_then(|octal| u32::from_str_radix(octal, 8).ok());
        // The field itself counts as spaces. Some old writers summed signed bytes.
        let others = || {
            header
                .iter()
                .enumerate()
                .filter(|(at, _)| !(148..156).contains(at))
                .map(|(_, byte)| *byte)
        };
        let unsigned = others().map(u32::from).sum::<u32>() + 256;
        let signed = others().map(|byte| i32::from(byte as i8)).sum::<i32>() + 256;
        (header.first() != Some(&0) || header.get(257..262) == Some(b"ustar"))
            && stated.is_some_and(|stated| stated == unsigned || i64::from(stated) == i64::from(signed))
    }

    /// Whether the names of a zip's entries are those of an Excel workbook.
    pub(crate) fn is_workbook<'a>(mut names: impl Iterator<Item = &'a [u8]>) -> bool {
        names.any(|name| matches!(name, b"xl/workbook.xml" | b"xl/workbook.bin"))
    }

    /// The form that the leading text shows, if it is one that is not delimited.
    pub fn of_text(head: &str) -> Option<Form> {
        let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let begins = |with: &str| {
            text.get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with))
        };
        let mut after = text.chars().filter(|c| !c.is_whitespace()).skip(1);
        match text.chars().next()? {
            '{' if matches!(after.next(), Some('"' | '}')) => return Some(Form::Json),
            '[' if matches!(after.next(), Some('{' | '[' | '"' | ']')) => return Some(Form::Json),
            '<' if begins("<?xml") => return Some(Form::Xml),
            '<' if begins("<html") || begins("<!doctype html") => return Some(Form::Html),
            _ => {}
        }
        let is_sql = |line: &str| {
            SQL.iter().any(|words| {
                line.get(..words.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(words))
            })
        };
        text.lines()
            .take(SQL_LINES)
            .any(|line| is_sql(line.trim_start()))
            .then_some(Form::Sql)
    }

    /// What the form is, for a sentence that begins with "it is".
    pub const fn title(self) -> &'static str {
        match self {
            Form::Delimited => "delimited text",
            Form::Gzip => "a gzip file",
            Form::Bzip2 => "a bzip2 file",
            Form::Xz => "an xz file",
            Form::Zstd => "a Zstandard file",
            Form::Lz4 => "an LZ4 file",
            Form::Zip => "a zip archive",
            Form::SevenZip => "a 7z archive",
            Form::Rar => "a RAR archive",
            Form::Tar => "a tar archive",
            Form::Xlsx => "an Excel workbook (xlsx)",
            Form::Ods => "an OpenDocument spreadsheet (ods)",
            Form::Ole => "a Microsoft compound file, such as an old Excel workbook (xls)",
            Form::Parquet => "a Parquet file",
            Form::Arrow => "an Arrow file",
            Form::Avro => "an Avro file",
            Form::Sqlite => "an SQLite database",
            Form::Access => "an Access database",
            Form::PostgresDump => "a PostgreSQL dump in the custom format",
            Form::Pdf => "a PDF",
            Form::Image => "a picture",
            Form::Encrypted => "an encrypted message",
            Form::Json => "JSON",
            Form::Xml => "XML",
            Form::Html => "HTML",
            Form::Sql => "SQL statements",
            Form::Key => "an assay key",
            Form::Index => "an assay index",
            Form::Sealed => "a sealed sample",
        }
    }

    /// What to do about it, for the end of a message.
    pub const fn remedy(self) -> &'static str {
        match self {
            Form::Delimited => "read it as it is",
            Form::Gzip => "unpack it first (gzip -dc FILE | assay … -)",
            Form::Bzip2 => "unpack it first (bzip2 -dc FILE | assay … -)",
            Form::Xz => "unpack it first (xz -dc FILE | assay … -)",
            Form::Zstd => "unpack it first (zstd -dc FILE | assay … -)",
            Form::Lz4 => "unpack it first (lz4 -dc FILE | assay … -)",
            Form::Zip => "unpack it first (unzip -p FILE NAME | assay … -)",
            Form::SevenZip => "unpack it first (7z x FILE)",
            Form::Rar => "unpack it first (unrar x FILE)",
            Form::Tar => "unpack it first (tar -xf FILE)",
            Form::Xlsx | Form::Ods | Form::Ole => "save each sheet as CSV first, with UTF-8",
            Form::Parquet | Form::Arrow | Form::Avro => "export it as CSV first",
            Form::Sqlite | Form::Access => "export its tables as CSV first",
            Form::PostgresDump => "restore it into a scratch database and export its tables as CSV",
            Form::Pdf | Form::Image => "extract its table as CSV first, and check it by eye",
            Form::Encrypted => "decrypt it first",
            Form::Key => "is it given in the wrong place?",
            Form::Index => "is it given in the wrong place? `test --index` takes it",
            Form::Sealed => "give it as a file, not on stdin",
            Form::Json | Form::Xml | Form::Html => {
                "convert it to CSV first; if it is delimited all the same, state the delimiter"
            }
            Form::Sql => {
                "load it into a scratch database and export its tables as CSV; if it is delimited all the same, state the delimiter"
            }
        }
    }
}

// Magic numbers after the formats' own specifications. A word that may begin a header as well carries a
// byte more that no text has there.
const MAGIC: &[(&[u8], Form)] = &[
    (b"# assay key ", Form::Key),
    (b"assay-key-1:", Form::Key),
    (b"ASSAYIDX", Form::Index),
    (b"ASSAYSEA", Form::Sealed),
    (b"\x1F\x8B", Form::Gzip),
    (b"\xFD7zXZ\0", Form::Xz),
    (b"\x28\xB5\x2F\xFD", Form::Zstd),
    // Frames to skip, which some parallel compressors put first.
    (b"\x50\x2A\x4D\x18", Form::Zstd),
    (b"\x04\x22\x4D\x18", Form::Lz4),
    (b"PK\x03\x04", Form::Zip),
    (b"PK\x05\x06", Form::Zip),
    (b"PK\x07\x08", Form::Zip),
    (b"7z\xBC\xAF\x27\x1C", Form::SevenZip),
    (b"Rar!\x1A\x07", Form::Rar),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Form::Ole),
    (b"PAR1\x15", Form::Parquet),
    (b"PARE", Form::Parquet),
    (b"ARROW1\0", Form::Arrow),
    (b"Obj\x01", Form::Avro),
    (b"SQLite format 3\0", Form::Sqlite),
    (b"\x00\x01\x00\x00Standard Jet DB", Form::Access),
    (b"\x00\x01\x00\x00Standard ACE DB", Form::Access),
    (b"PGDMP", Form::PostgresDump),
    (b"%PDF-", Form::Pdf),
    (b"\x89PNG\r\n", Form::Image),
    (b"\xFF\xD8\xFF", Form::Image),
    (b"GIF8", Form::Image),
    (b"-----BEGIN PGP MESSAGE", Form::Encrypted),
    (b"age-encryption.org/", Form::Encrypted),
    (b"-----BEGIN AGE ENCRYPTED", Form::Encrypted),
];

const SQL: &[&str] = &[
    "INSERT INTO ",
    "CREATE TABLE ",
    "DROP TABLE ",
    "-- MySQL dump",
    "-- MariaDB dump",
    "-- PostgreSQL database dump",
];

const SQL_LINES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_bytes_are_told() {
        let mut tar = vec![b'a'; 300];
        tar[257..262].copy_from_slice(b"ustar");
        let mut old_tar = vec![0; 512];
        old_tar[..5].copy_from_slice(b"a.csv");
        old_tar[148..156].copy_from_slice(b"000720\0 ");
        let sum = 256 + b"a.csv".iter().map(|b| u32::from(*b)).sum::<u32>();
        old_tar[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
        let mut wrong_tar = old_tar.clone();
        wrong_tar[0] = b'b';
        let cases: &[(&[u8], Option<Form>)] = &[
            (b"\x1F\x8B\x08\0", Some(Form::Gzip)),
            (b"PK\x03\x04....xl/workbook.xml", Some(Form::Xlsx)),
            (b"PK\x03\x04....word", Some(Form::Zip)),
            (b"BZh11AY&SY", Some(Form::Bzip2)),
            (b"BZh91AY&SY", Some(Form::Bzip2)),
            (b"BZh01AY&SY", None),
            (b"BZh9,phone", None),
            (b"SQLite format 3\0", Some(Form::Sqlite)),
            (b"%PDF-1.7", Some(Form::Pdf)),
            (b"PAR1\x15\x04", Some(Form::Parquet)),
            (b"PAR1,PAR2\n", None),
            (&tar, Some(Form::Tar)),
            (&old_tar, Some(Form::Tar)),
            (&wrong_tar, None),
            (b"\x50\x2A\x4D\x18\0\0\0\0", Some(Form::Zstd)),
            (b"ssn,phone\n", None),
            (b"", None),
        ];
        for (bytes, form) in cases {
            assert_eq!(Form::of_bytes(bytes), *form, "{bytes:?}");
        }
    }

    #[test]
    fn other_texts_are_told() {
        let cases = [
            ("\n {\"ssn\": 1}", Some(Form::Json)),
            ("[\n {\"ssn\": 1}]", Some(Form::Json)),
            ("[PROMO],x\n", None),
            ("{7B2A},x\n", None),
            ("<?xml version='1.0'?>", Some(Form::Xml)),
            ("<!DOCTYPE html>", Some(Form::Html)),
            ("-- a\nINSERT INTO `t` VALUES (1);", Some(Form::Sql)),
            ("a,b\n1,insert into\n", None),
            ("", None),
        ];
        for (text, form) in cases {
            assert_eq!(Form::of_text(text), form, "{text}");
        }
    }
}
