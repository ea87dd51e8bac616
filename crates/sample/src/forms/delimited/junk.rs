//! Lines that are no rows: rulers, banners, comments, totals, adverts. Only lines that don't fit the table are looked at.

use crate::row::Other;

/// What a line is whose cells are `cells`, if it is no row. A line that could be a row cut short is none of these.
pub(crate) fn look<'c>(cells: impl Iterator<Item = &'c [u8]>) -> Option<Other> {
    let mut text = String::new();
    let mut filled = 0;
    for cell in cells {
        if text.len() > LONGEST {
            break;
        }
        let cell = String::from_utf8_lossy(&cell[..cell.len().min(LONGEST)]);
        let cell = cell.trim();
        filled += usize::from(!cell.is_empty());
        text.push_str(cell);
        text.push(' ');
    }
    of_line(text.trim(), filled)
}

/// Whether all cells of a row are parts of a ruler, as below the header of a Markdown table.
pub(crate) fn is_ruler<'c>(mut cells: impl Iterator<Item = &'c [u8]>) -> bool {
    let is_part = |cell: &[u8]| {
        let cell = super::split::trimmed(cell);
        cell.len() >= 3 && cell.iter().all(|byte| b"-=:".contains(byte))
    };
    let is_drawn = |cell: &[u8]| {
        let cell = String::from_utf8_lossy(super::split::trimmed(cell)).into_owned();
        cell.chars().count() >= 3 && cell.chars().all(is_box)
    };
    let mut count = 0;
    cells.all(|cell| {
        count += 1;
        is_part(cell) || is_drawn(cell)
    }) && count > 0
}

fn of_line(line: &str, filled: usize) -> Option<Other> {
    if line.is_empty() {
        return None;
    }
    if is_drawn_ruler(line) {
        return Some(Other::Frame);
    }
    let is_comment = is_marked(line)
        || is_tag(line)
        || is_decorated(line)
        || is_total(line)
        || is_statement(line)
        || is_advert(line)
        || (filled == 1 && is_prose(line));
    is_comment.then_some(Other::Comment)
}

/// `+----+-----+`, `-----+-----`, `---- ----`, `├────┼────┤`.
pub(crate) fn is_drawn_ruler(line: &str) -> bool {
    let line = line.trim();
    let (mut runs, mut others) = (0, 0);
    for c in line.chars() {
        match c {
            '-' | '=' => runs += 1,
            '+' | '|' | ':' | ' ' => others += 1,
            _ if is_box(c) => {
                runs += 1;
                others += 1;
            }
            _ => return false,
        }
    }
    runs >= 3 && others > 0
}

fn is_box(c: char) -> bool {
    ('\u{2500}'..='\u{257F}').contains(&c)
}

/// What comments begin with.
fn is_marked(line: &str) -> bool {
    let begins = |marks: &[&str]| marks.iter().any(|mark| line.starts_with(mark));
    begins(&["//", "/*", "*/", "<!--", "-- ", "--\t", "#!", "```", ">>", ":::", "/!\\", "[!]", "[+]", "[*]", "[-]", "[i]", "sep="])
        || line == "--"
        || line == "#"
        // A hash that begins a comment, not a password or a number.
        || line.strip_prefix('#').is_some_and(|rest| rest.starts_with([' ', '#', '\t']))
}

/// Tags of forums and of HTML that wrap a quotation.
fn is_tag(line: &str) -> bool {
    let lower = line.get(..line.len().min(16)).unwrap_or(line).to_ascii_lowercase();
    [
        "[code",
        "[/code",
        "[quote",
        "[/quote",
        "[hide",
        "[/hide",
        "[spoiler",
        "[/spoiler",
        "<pre",
        "</pre",
        "<code",
        "</code",
    ]
    .iter()
    .any(|tag| lower.starts_with(tag))
}

/// `=== LEAKED ===`, `*****`, `~~~ more ~~~`: the same sign three times or more at an end, or on both sides.
fn is_decorated(line: &str) -> bool {
    let run = |mut signs: &mut dyn Iterator<Item = char>| -> usize {
        let Some(first) = signs.next() else { return 0 };
        match "=*~-#_+<>!.:/\\|".contains(first) || is_box(first) {
            true => 1 + (&mut signs).take_while(|c| *c == first).count(),
            false => 0,
        }
    };
    let ahead = run(&mut line.chars());
    let behind = run(&mut line.chars().rev());
    let dots = |c: Option<char>| matches!(c, Some('.'));
    // What the forum cut off ends in dots.
    (ahead >= 3 && !dots(line.chars().next()))
        || (behind >= 3 && !dots(line.chars().next_back()) && !line.contains('@'))
        || (line.starts_with('*') && line.ends_with('*') && line.len() > 2)
}

/// `Total rows: 40`, `(40 rows)`, `[24 entries]`, `# of records: 7`, `40 rows in set (0.00 sec)`.
fn is_total(line: &str) -> bool {
    let inner = line.trim_matches(|c| "()[]. ".contains(c)).to_lowercase();
    let words: Vec<&str> = inner
        .split([' ', ':', '=', '\t'])
        .filter(|word| !word.is_empty())
        .take(9)
        .collect();
    let is_count = |word: &&str| {
        word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().all(|b| b.is_ascii_digit() || b",.".contains(&b))
    };
    let is_thing = |word: &&str| THINGS.contains(&word.trim_end_matches([',', ';', '.']));
    let begins = |word: &str| TOTALS.contains(&word);
    if words.len() > 8 {
        return false;
    }
    let counts = words.iter().any(is_count);
    counts && (words.iter().any(is_thing) || words.first().is_some_and(|word| begins(word)))
        || inner.starts_with("query ok")
}

/// A prompt or a statement that a session shows, and what sqlmap writes above a table.
fn is_statement(line: &str) -> bool {
    let lower = line.get(..line.len().min(24)).unwrap_or(line).to_ascii_lowercase();
    [
        "mysql>",
        "mariadb [",
        "postgres=",
        "sqlite>",
        "sql>",
        "select ",
        "database: ",
        "table: ",
        "page: ",
        "use ",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// Where the rest is, who leaked it, what it costs.
fn is_advert(line: &str) -> bool {
    let lower = line.to_lowercase();
    if STRONG.iter().any(|words| lower.contains(words)) {
        return true;
    }
    let words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '@')
        .filter(|word| !word.is_empty());
    words.filter(|word| WEAK.contains(word)).take(2).count() == 2
}

/// A sentence, or words that are shouted: four words or more, and nothing that a row would have.
fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let mail = line
        .split_whitespace()
        .any(|word| word.find('@').is_some_and(|at| at > 0));
    let ended = line.ends_with([':', '!', '?']) || (line.ends_with('.') && !line.ends_with("..."));
    let least = if ended { 2 } else { 4 };
    !mail
        && !line.ends_with(['…'])
        && !line.ends_with("...")
        && words >= least
        && digits < 9
        && letters > 2 * digits
        && !line.contains(['|', ';', '\t'])
}

const THINGS: &[&str] = &[
    "rows", "row", "records", "record", "entries", "entry", "lines", "users", "accounts", "results", "selected",
];
const TOTALS: &[&str] = &["total", "totals", "count", "rows", "records", "lines", "sum", "page"];
const STRONG: &[&str] = &[
    "t.me/",
    "telegram",
    "discord.gg",
    "leaked by",
    "dumped by",
    "dump by",
    "combo by",
    "cracked by",
    "shared by",
    "hacked by",
    "posted by",
    "uploaded by",
    "credits:",
    "credit to",
    ".onion",
    "full base",
    "full database",
    "full dump",
    "for sale",
    "breachforums",
    "raidforums",
    "join our",
    "join us",
    "contact:",
    "contact me",
    "free leak",
    "end of dump",
    "end of file",
    "begin of dump",
    "on request",
    "rest of the",
    "more at ",
    "more on ",
    "download link",
    "export of",
    "exported ",
    "generated by",
    "generated on",
    "report date",
    "created by",
    "created on",
    "printed on",
];
const WEAK: &[&str] = &[
    "leak",
    "leaks",
    "leaked",
    "dump",
    "dumped",
    "database",
    "base",
    "db",
    "sample",
    "sell",
    "selling",
    "sale",
    "price",
    "btc",
    "xmr",
    "usd",
    "escrow",
    "dm",
    "pm",
    "channel",
    "join",
    "combo",
    "combos",
    "hq",
    "private",
    "fresh",
    "vip",
    "hits",
    "free",
    "more",
    "contact",
    "buy",
    "seller",
    "rows",
    "lines",
    "records",
    "export",
    "exported",
    "customers",
    "customer",
    "users",
    "full",
    "confidential",
    "internal",
];
const LONGEST: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(line: &str) -> Option<Other> {
        look(line.split(',').map(str::as_bytes))
    }

    #[test]
    fn lines_that_are_no_rows_are_told() {
        for line in [
            "=== LEAKED BY xX_Example_Xx ===",
            "# customers, full dump",
            "-- table: customers",
            "// x",
            "Total rows: 40",
            "(40 rows)",
            "[24 entries]",
            "Join our channel: https://t.me/example_channel",
            "https://t.me/example_channel",
            "More leaks every day!!! DM @example_seller for full base, price 1 BTC, escrow ok",
            "[CODE]",
            "[/QUOTE]",
            "[QUOTE]sample as promised, 40 lines",
            "~~~ full base on request ~~~",
            "--- page 4 of 4 ---",
            "*****",
            "==========",
            "*   EXAMPLE LEAKS - SAMPLE OF 40 / 76,000,000   *",
            "HQ COMBO 100% PRIVATE",
            "@example_combos - best HQ combos",
            "Here are 20 rows of the base:",
            "Price: 0.5 BTC",
            "mysql> select * from customers limit 30;",
            "30 rows in set (0.00 sec)",
            "Database: shop",
            "sep=;",
            "Dumped by nobody",
            "leaked by nobody",
            "```",
        ] {
            assert_eq!(looked(line), Some(Other::Comment), "{line}");
        }
        for line in [
            "+----+-----+",
            "|---|:--:|",
            "-----+-----",
            "------ ------ ---",
            "├──┼──┤",
            "╔══╦══╗",
        ] {
            assert_eq!(looked(line), Some(Other::Frame), "{line}");
        }
    }

    #[test]
    fn rows_cut_short_are_none_of_them() {
        for line in [
            "Ann,Oslo",
            "A1778791878,William,Le,337-06-0746,1955-06",
            "ann@x.org",
            "Ann Marie Smith",
            "#1234",
            "12",
            "Bob",
            "A2839213125,Mario,Hess...",
            "1) ann@x.org",
            "--",
            "-5,3",
            "2125550123",
            "$HEX[616e6e]",
            "Ann Li,12 Harbor St Apt 4,Oslo",
        ] {
            let expected = (line == "--").then_some(Other::Comment);
            assert_eq!(looked(line), expected, "{line}");
        }
    }

    #[test]
    fn rulers_fill_every_cell() {
        let cells = |line: &'static str| line.split('|').map(str::as_bytes);
        assert!(is_ruler(cells("---|:--:|---:")));
        assert!(!is_ruler(cells("---|a")));
        assert!(!is_ruler(cells("-|-")));
    }
}
