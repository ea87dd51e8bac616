//! The heads of statements: which table they fill, and which of its columns.

use super::flavour::Flavour;
use super::lex::{self, Scan, Stop, begins, blanks, byte, keyword, qualified};

/// The table that a statement names, and the columns if it lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) columns: Option<Vec<String>>,
}

/// What follows the head of an `INSERT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Insert {
    /// Rows in brackets.
    Values(Named),
    /// `SET a = 1, b = 'x'`.
    Set(String),
    /// `ALL`, which several `INTO` follow.
    Several,
    /// Something that holds no row, such as `SELECT`.
    Other,
}

/// How a block of `COPY` is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    pub(super) named: Named,
    pub(super) delimiter: u8,
    pub(super) null: Vec<u8>,
    /// The quote, if it is CSV.
    pub(super) quote: Option<u8>,
    pub(super) header: bool,
}

/// Reads the head of an `INSERT`, `REPLACE` or `INTO` that begins at `at`; returns what it says and where what follows it
/// begins.
pub(super) fn insert(text: &[u8], at: usize, flavour: Flavour) -> Scan<(Insert, usize)> {
    let mut at = lex::word_end(text, at)?;
    'words: loop {
        at = blanks(text, at, flavour)?;
        for word in BEFORE_NAME {
            if let Some(end) = keyword(text, at, word)? {
                at = end;
                continue 'words;
            }
        }
        break;
    }
    for word in ["ALL", "FIRST"] {
        if let Some(end) = keyword(text, at, word)? {
            return Ok((Insert::Several, end));
        }
    }
    let (name, end) = qualified(text, at)?;
    at = blanks(text, end, flavour)?;
    if let Some(end) = keyword(text, at, "AS")? {
        at = blanks(text, end, flavour)?;
        (_, at) = lex::name(text, at)?;
        at = blanks(text, at, flavour)?;
    }
    if let Some(end) = keyword(text, at, "PARTITION")? {
        at = blanks(text, end, flavour)?;
        (_, at) = lex::names(text, at, flavour)?;
        at = blanks(text, at, flavour)?;
    }
    let mut columns = None;
    if byte(text, at)? == b'(' {
        let inner = blanks(text, at + 1, flavour)?;
        for word in ["SELECT", "WITH"] {
            if keyword(text, inner, word)?.is_some() {
                return Ok((Insert::Other, at));
            }
        }
        let (listed, end) = lex::names(text, at, flavour)?;
        columns = Some(listed);
        at = blanks(text, end, flavour)?;
    }
    if let Some(end) = keyword(text, at, "OVERRIDING")? {
        at = end;
        for _ in 0..2 {
            at = blanks(text, at, flavour)?;
            at = lex::word_end(text, at)?;
        }
        at = blanks(text, at, flavour)?;
    }
    for word in ["VALUES", "VALUE"] {
        if let Some(end) = keyword(text, at, word)? {
            let named = Named {
                name: Some(name),
                columns,
            };
            return Ok((Insert::Values(named), end));
        }
    }
    if let Some(end) = keyword(text, at, "SET")? {
        return Ok((Insert::Set(name), end));
    }
    for word in HOLD_NO_ROW {
        if keyword(text, at, word)?.is_some() {
            return Ok((Insert::Other, at));
        }
    }
    Err(Stop::Bad(at))
}

/// Reads the head of a `COPY … FROM stdin` up to its end; `None` if it is another `COPY`. `text` ends with the line.
pub(super) fn copy(text: &[u8], at: usize, flavour: Flavour) -> Option<Copy> {
    let end = keyword(text, at, "COPY").ok()??;
    let at = blanks(text, end, flavour).ok()?;
    let (name, end) = qualified(text, at).ok()?;
    let mut at = blanks(text, end, flavour).ok()?;
    let mut columns = None;
    if text.get(at) == Some(&b'(') {
        let (listed, end) = lex::names(text, at, flavour).ok()?;
        columns = Some(listed);
        at = blanks(text, end, flavour).ok()?;
    }
    let end = keyword(text, at, "FROM").ok()??;
    let at = blanks(text, end, flavour).ok()?;
    let stdin = text.get(at..).filter(|rest| begins(rest, "stdin"))?;
    let options = &stdin[5..];
    let upper = options.to_ascii_uppercase();
    let has = |word: &str| memchr::memmem::find(&upper, word.as_bytes()).is_some();
    let csv = has("CSV");
    let delimiter = if csv { b',' } else { b'\t' };
    let null = if csv { "" } else { "\\N" };
    let option = |word: &str| quoted_option(options, &upper, word);
    let byte_of = |word: &str| option(word).and_then(|text| single(&text));
    Some(Copy {
        named: Named {
            name: Some(name),
            columns,
        },
        delimiter: byte_of("DELIMITER").unwrap_or(delimiter),
        null: option("NULL").unwrap_or_else(|| null.as_bytes().to_vec()),
        quote: csv.then(|| byte_of("QUOTE").unwrap_or(b'"')),
        header: has("HEADER") && !has("HEADER FALSE") && !has("HEADER OFF"),
    })
}

/// The quoted text that follows a word among options.
fn quoted_option(options: &[u8], upper: &[u8], word: &str) -> Option<Vec<u8>> {
    let at = memchr::memmem::find(upper, word.as_bytes())? + word.len();
    let rest = options.get(at..)?.trim_ascii_start();
    let rest = match begins(rest, "AS ") {
        true => rest[3..].trim_ascii_start(),
        false => rest,
    };
    let inner = match rest {
        [b'\'', inner @ ..] | [b'E' | b'e', b'\'', inner @ ..] => inner,
        _ => return None,
    };
    let close = memchr::memchr(b'\'', inner)?;
    Some(inner[..close].to_vec())
}

fn single(text: &[u8]) -> Option<u8> {
    match text {
        [byte] if byte.is_ascii() => Some(*byte),
        [b'\\', b't'] => Some(b'\t'),
        _ => None,
    }
}

/// The table and its columns that a whole `CREATE TABLE` names.
pub(super) fn create(text: &[u8], flavour: Flavour) -> Option<(String, Vec<String>)> {
    let mut at = keyword(text, 0, "CREATE").ok()??;
    let mut is_table = false;
    'words: loop {
        at = blanks(text, at, flavour).ok()?;
        for word in BEFORE_TABLE {
            if let Some(end) = keyword(text, at, word).ok()? {
                at = end;
                is_table |= *word == "TABLE";
                continue 'words;
            }
        }
        break;
    }
    if !is_table {
        return None;
    }
    let (name, end) = qualified(text, at).ok()?;
    at = blanks(text, end, flavour).ok()?;
    if text.get(at) != Some(&b'(') {
        return None;
    }
    let mut columns = Vec::new();
    at += 1;
    loop {
        let end = item_end(text, at, flavour)?;
        let item = text.get(at..end)?;
        if let Some(column) = column(item, flavour) {
            columns.push(column);
        }
        match text.get(end)? {
            b',' if columns.len() < lex::MOST_COLUMNS => at = end + 1,
            b')' => break,
            _ => return None,
        }
    }
    (!columns.is_empty()).then_some((name, columns))
}

/// Where an item of a list that begins at `at` ends, at a comma or a closing bracket.
fn item_end(text: &[u8], mut at: usize, flavour: Flavour) -> Option<usize> {
    let mut depth = 0u32;
    loop {
        at = blanks(text, at, flavour).ok()?;
        match text.get(at)? {
            b',' | b')' if depth == 0 => return Some(at),
            b'(' => depth += 1,
            b')' => depth -= 1,
            quote @ (b'\'' | b'"' | b'`') => {
                let backslash = *quote != b'`' && flavour.backslash;
                at = lex::close(text, at + 1, *quote, backslash).ok()?.0;
                continue;
            }
            b'[' => {
                at += memchr::memchr(b']', text.get(at..)?)? + 1;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The column that an item of a `CREATE TABLE` declares, unless it declares a key or the like, or is computed from others.
fn column(item: &[u8], flavour: Flavour) -> Option<String> {
    // What can't be told by its first byte is told behind it, where an item may end.
    let mut text = item.to_vec();
    text.push(b')');
    let at = blanks(&text, 0, flavour).ok()?;
    let quoted = matches!(text.get(at)?, b'`' | b'"' | b'[');
    let (name, end) = lex::name(&text, at).ok()?;
    let next = blanks(&text, end, flavour).ok()?;
    if !quoted {
        let is = |words: &[&str]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
        if is(NO_COLUMN) || (is(MAYBE_COLUMN) && !is_type(&text, next)) {
            return None;
        }
    }
    (!is_computed(&text, next, flavour)).then_some(name)
}

fn is_type(text: &[u8], at: usize) -> bool {
    TYPES
        .iter()
        .any(|word| text.get(at..).is_some_and(|rest| begins(rest, word)))
}

/// Whether a declaration has `AS (…)`, so that no statement fills the column.
fn is_computed(text: &[u8], mut at: usize, flavour: Flavour) -> bool {
    let mut depth = 0u32;
    let mut find = || -> Option<bool> {
        loop {
            at = blanks(text, at, flavour).ok()?;
            match text.get(at)? {
                b'(' => depth += 1,
                b')' => depth = depth.checked_sub(1)?,
                quote @ (b'\'' | b'"' | b'`') => {
                    at = lex::close(text, at + 1, *quote, flavour.backslash).ok()?.0;
                    continue;
                }
                byte if lex::is_word(*byte) => {
                    let end = lex::word_end(text, at).ok()?;
                    let word = &text[at..end];
                    at = blanks(text, end, flavour).ok()?;
                    if depth == 0 && word.eq_ignore_ascii_case(b"AS") && text.get(at) == Some(&b'(') {
                        return Some(true);
                    }
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    };
    find().unwrap_or(false)
}

const BEFORE_NAME: &[&str] = &[
    "LOW_PRIORITY",
    "DELAYED",
    "HIGH_PRIORITY",
    "IGNORE",
    "OR",
    "REPLACE",
    "ROLLBACK",
    "ABORT",
    "FAIL",
    "OVERWRITE",
    "INTO",
    "TABLE",
    "ONLY",
];

const HOLD_NO_ROW: &[&str] = &[
    "SELECT",
    "DEFAULT",
    "WITH",
    "EXEC",
    "EXECUTE",
    "OUTPUT",
    "TABLE",
    "RETURNING",
];

const BEFORE_TABLE: &[&str] = &[
    "OR",
    "REPLACE",
    "GLOBAL",
    "LOCAL",
    "TEMPORARY",
    "TEMP",
    "UNLOGGED",
    "FOREIGN",
    "EXTERNAL",
    "COLUMN",
    "ROW",
    "TABLE",
    "IF",
    "NOT",
    "EXISTS",
];

/// Words that no column has for a name unless it is quoted.
const NO_COLUMN: &[&str] = &["PRIMARY", "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK", "LIKE"];
/// Words that begin a key or the like, or are a column's name if a type follows.
const MAYBE_COLUMN: &[&str] = &[
    "KEY",
    "INDEX",
    "FULLTEXT",
    "SPATIAL",
    "PERIOD",
    "EXCLUDE",
    "SUPPLEMENTAL",
];
const TYPES: &[&str] = &[
    "char",
    "varchar",
    "nvarchar",
    "nchar",
    "character",
    "text",
    "int",
    "bigint",
    "smallint",
    "tinyint",
    "numeric",
    "decimal",
    "number",
    "bool",
    "date",
    "time",
    "uuid",
    "json",
    "double",
    "float",
    "real",
    "bytea",
    "blob",
    "clob",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn flavour() -> Flavour {
        super::super::flavour::find("", false)
    }

    fn columns(statement: &str) -> Option<(String, String)> {
        create(statement.as_bytes(), flavour()).map(|(name, columns)| (name, columns.join(" ")))
    }

    #[test]
    fn columns_are_those_of_the_declaration() {
        let cases = [
            (
                "CREATE TABLE `users` (\n  `id` int(11) NOT NULL AUTO_INCREMENT COMMENT 'a, (b',\n  `e mail` varchar(255) DEFAULT ',',\n  `full` varchar(9) GENERATED ALWAYS AS (concat(`a`,`b`)) VIRTUAL,\n  `kind` enum('a','b)') NOT NULL,\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `e` (`e mail`),\n  KEY `k` (`id`,`kind`),\n  CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `x` (`id`)\n) ENGINE=InnoDB;",
                ("users", "id e mail kind"),
            ),
            (
                "CREATE TABLE public.sessions (\n key character varying(40) NOT NULL,\n id integer GENERATED ALWAYS AS IDENTITY,\n -- note, this\n tags text[] DEFAULT '{}'::text[],\n CONSTRAINT x CHECK ((id > 0)));",
                ("sessions", "key id tags"),
            ),
            (
                "CREATE TABLE [dbo].[Users](\n\t[Id] [int] IDENTITY(1,1) NOT NULL,\n\t[Total] AS ([Id]*(2)),\n\t[Mail] [nvarchar](max) NULL,\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)\n) ON [PRIMARY]",
                ("Users", "Id Mail"),
            ),
            (
                "CREATE TABLE IF NOT EXISTS \"t\" (a, b TEXT, key, PRIMARY KEY(a))",
                ("t", "a b"),
            ),
            (
                "CREATE GLOBAL TEMPORARY TABLE \"S\".\"T\"\n (\"A\" NUMBER(5,2), \"B\" DATE DEFAULT sysdate)",
                ("T", "A B"),
            ),
        ];
        for (statement, (name, expected)) in cases {
            assert_eq!(
                columns(statement),
                Some((name.to_owned(), expected.to_owned())),
                "{statement}"
            );
        }
        for none in [
            "CREATE TABLE t AS SELECT 1;",
            "CREATE INDEX i ON t (a);",
            "CREATE TABLE t (a",
            "CREATE TABLE",
        ] {
            assert_eq!(columns(none), None, "{none}");
        }
    }

    #[test]
    fn heads_of_inserts_are_told() {
        let values = |head: &str| match insert(format!("{head} (1)").as_bytes(), 0, flavour()) {
            Ok((Insert::Values(named), _)) => {
                format!(
                    "{}:{}",
                    named.name.unwrap(),
                    named.columns.unwrap_or_default().join(" ")
                )
            }
            Ok((other, _)) => format!("{other:?}"),
            Err(stop) => format!("{stop:?}"),
        };
        let cases = [
            ("INSERT INTO `a``b` VALUES", "a`b:"),
            ("insert ignore into db.t(a, `b c`)values", "t:a b c"),
            ("INSERT [dbo].[Users] ([Id], [E Mail]) VALUES", "Users:Id E Mail"),
            ("INSERT OR REPLACE INTO \"t\" VALUES", "t:"),
            ("REPLACE INTO t VALUES", "t:"),
            ("INSERT INTO public.t OVERRIDING SYSTEM VALUE VALUES", "t:"),
            ("INSERT INTO t PARTITION (p0) (a) /* x */ VALUES", "t:a"),
            ("INSERT INTO t SELECT", "Other"),
            ("INSERT INTO t (a) SELECT", "Other"),
            ("INSERT INTO t DEFAULT VALUES", "Other"),
            ("INSERT INTO t SET", "Set(\"t\")"),
            ("Insert your name here", "Bad(12)"),
        ];
        for (head, expected) in cases {
            assert_eq!(values(head), expected, "{head}");
        }
    }

    #[test]
    fn heads_of_copies_are_told() {
        let told = copy(b"COPY public.users (id, \"e mail\") FROM stdin;\n", 0, flavour()).unwrap();
        assert_eq!(told.named.columns, Some(vec!["id".to_owned(), "e mail".to_owned()]));
        assert_eq!(
            (told.delimiter, told.quote, told.null.as_slice()),
            (b'\t', None, &b"\\N"[..])
        );
        let told = copy(
            b"copy t from STDIN WITH (FORMAT csv, DELIMITER ';', NULL 'x', HEADER);\n",
            0,
            flavour(),
        )
        .unwrap();
        assert_eq!(
            (told.delimiter, told.quote, told.null.as_slice(), told.header),
            (b';', Some(b'"'), &b"x"[..], true)
        );
        assert_eq!(copy(b"COPY t TO '/tmp/x';\n", 0, flavour()), None);
        assert_eq!(copy(b"Copy that to somebody\n", 0, flavour()), None);
    }
}
