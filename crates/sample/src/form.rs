use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// What a sample is.
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
    /// Lines of fields that begin in the same places.
    Fixed,
    /// JSON: objects one by one, in lines or in a list.
    Json,
    /// XML.
    Xml,
    /// HTML tables.
    Html,
    /// SQL statements.
    Sql,
    /// vCard.
    Vcard,
    /// LDIF.
    Ldif,
    /// Blocks of lines, a key and a value in each.
    Blocks,
    /// Lines of keys and values.
    Pairs,
    /// Lines of values as PHP serialises them.
    Php,
    /// A key of this program.
    Key,
    /// An index of this program.
    Index,
    /// A sealed sample.
    Sealed,
}

impl Form {
    /// The forms of text, which a user may state.
    pub const TEXT: [Form; 11] = [
        Form::Delimited,
        Form::Fixed,
        Form::Json,
        Form::Xml,
        Form::Html,
        Form::Sql,
        Form::Vcard,
        Form::Ldif,
        Form::Blocks,
        Form::Pairs,
        Form::Php,
    ];

    /// The form's name in options and reports; all spreadsheets have one.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Delimited => "delimited",
            Form::Fixed => "fixed",
            Form::Gzip => "gzip",
            Form::Bzip2 => "bzip2",
            Form::Xz => "xz",
            Form::Zstd => "zstd",
            Form::Lz4 => "lz4",
            Form::Zip => "zip",
            Form::SevenZip => "7z",
            Form::Rar => "rar",
            Form::Tar => "tar",
            Form::Xlsx | Form::Ods | Form::Ole => "spreadsheet",
            Form::Parquet => "parquet",
            Form::Arrow => "arrow",
            Form::Avro => "avro",
            Form::Sqlite => "sqlite",
            Form::Access => "access",
            Form::PostgresDump => "postgres_dump",
            Form::Pdf => "pdf",
            Form::Image => "image",
            Form::Encrypted => "encrypted",
            Form::Json => "json",
            Form::Xml => "xml",
            Form::Html => "html",
            Form::Sql => "sql",
            Form::Vcard => "vcard",
            Form::Ldif => "ldif",
            Form::Blocks => "blocks",
            Form::Pairs => "pairs",
            Form::Php => "php",
            Form::Key => "key",
            Form::Index => "index",
            Form::Sealed => "sealed",
        }
    }

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

    /// Whether it is an archive, which holds files.
    pub(crate) const fn is_archive(self) -> bool {
        matches!(self, Form::Zip | Form::SevenZip | Form::Tar | Form::Rar)
    }

    /// Whether several tables may stand in one text of it.
    pub(crate) const fn may_hold_several(self) -> bool {
        !matches!(self, Form::Delimited | Form::Fixed)
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

    /// What the form is, for a sentence that begins with "it is".
    pub const fn title(self) -> &'static str {
        match self {
            Form::Delimited => "delimited text",
            Form::Fixed => "text in columns of fixed width",
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
            Form::Vcard => "vCard",
            Form::Ldif => "LDIF",
            Form::Blocks => "blocks of keys and values",
            Form::Pairs => "lines of keys and values",
            Form::Php => "values as PHP serialises them",
            Form::Key => "an assay key",
            Form::Index => "an assay index",
            Form::Sealed => "a sealed sample",
        }
    }

    /// What to do about a form that is not read, for the end of a message.
    pub const fn remedy(self) -> &'static str {
        match self {
            Form::Rar => "unpack it first (unrar x FILE) and give the folder",
            Form::Arrow | Form::Avro => "convert it to Parquet or CSV first",
            Form::Access => "export its tables as CSV first (mdb-export FILE TABLE)",
            Form::PostgresDump => "turn it into SQL first (pg_restore -f dump.sql FILE)",
            Form::Pdf | Form::Image => "extract its table as CSV first, and check it by eye",
            Form::Encrypted => "decrypt it first",
            Form::Key => "is it given in the wrong place?",
            Form::Index => "is it given in the wrong place? `test --index` takes it",
            Form::Sealed => "give it as a file, not on stdin",
            _ => "state the form that it has with --form",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = UnknownForm;

    /// Reads the name of a form of text.
    fn from_str(word: &str) -> Result<Self, UnknownForm> {
        let word = word.trim().to_ascii_lowercase();
        let form = Form::TEXT.into_iter().find(|form| form.name() == word);
        form.ok_or(UnknownForm(word))
    }
}

/// A word that is no form's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no form of text; the forms are: {list}", list = Form::TEXT.map(Form::name).join(", "))]
pub struct UnknownForm(String);

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
    fn names_are_read_back() {
        for form in Form::TEXT {
            assert_eq!(form.name().parse(), Ok(form));
        }
        assert!("xlsx".parse::<Form>().is_err());
    }
}
