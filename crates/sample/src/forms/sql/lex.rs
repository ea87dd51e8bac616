//! The small parts of SQL: blanks and comments, words, names, where a quoted text closes.

use super::flavour::Flavour;

/// Why a part could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text at hand ends within it.
    More,
    /// It is none, as shows at this position.
    Bad(usize),
}

/// A part that was read, or why it could not be.
pub(super) type Scan<T> = Result<T, Stop>;

/// The byte at a position.
pub(super) fn byte(text: &[u8], at: usize) -> Scan<u8> {
    text.get(at).copied().ok_or(Stop::More)
}

/// Where what follows blanks and comments begins.
pub(super) fn blanks(text: &[u8], mut at: usize, flavour: Flavour) -> Scan<usize> {
    loop {
        match byte(text, at)? {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'-' if byte(text, at + 1)? == b'-' => at = line_end(text, at)?,
            b'#' if flavour.hash => at = line_end(text, at)?,
            b'/' if byte(text, at + 1)? == b'*' => at = comment_end(text, at)?,
            _ => return Ok(at),
        }
    }
}

/// Where the line of a position ends, at its `\n`.
fn line_end(text: &[u8], at: usize) -> Scan<usize> {
    let rest = text.get(at..).ok_or(Stop::More)?;
    memchr::memchr(b'\n', rest).map(|length| at + length).ok_or(Stop::More)
}

/// Where a comment `/* … */` that begins at `at` ends.
pub(super) fn comment_end(text: &[u8], at: usize) -> Scan<usize> {
    let inner = text.get(at + 2..).ok_or(Stop::More)?;
    let length = memchr::memmem::find(inner, b"*/").ok_or(Stop::More)?;
    Ok(at + 2 + length + 2)
}

/// Blanks and one line end behind them. At most [`FEW`] blanks, so that little has to be at hand.
pub(super) fn to_next_line(text: &[u8], at: usize, complete: bool) -> Scan<usize> {
    let mut end = at;
    while end < at + FEW {
        match text.get(end) {
            Some(b' ' | b'\t' | b'\r') => end += 1,
            Some(b'\n') => return Ok(end + 1),
            None if !complete => return Err(Stop::More),
            _ => break,
        }
    }
    Ok(end)
}

/// Whether a byte may stand in a name that is not quoted.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'@') || byte >= 0x80
}

/// Where the word at a position ends; it may be empty.
pub(super) fn word_end(text: &[u8], at: usize) -> Scan<usize> {
    let mut end = at;
    while is_word(byte(text, end)?) {
        end += 1;
        if end - at > LONGEST_NAME {
            return Err(Stop::Bad(end));
        }
    }
    Ok(end)
}

/// Where a word ends, if it stands at a position.
pub(super) fn keyword(text: &[u8], at: usize, word: &str) -> Scan<Option<usize>> {
    let end = at + word.len();
    let length = text.len().min(end).saturating_sub(at);
    let same = text
        .get(at..at + length)
        .is_some_and(|start| start.eq_ignore_ascii_case(&word.as_bytes()[..length]));
    if !same {
        return Ok(None);
    }
    Ok((!is_word(byte(text, end)?)).then_some(end))
}

/// A name, quoted or not, and where it ends.
pub(super) fn name(text: &[u8], at: usize) -> Scan<(String, usize)> {
    let close = match byte(text, at)? {
        b'`' => b'`',
        b'"' => b'"',
        b'[' => b']',
        b'\'' => b'\'',
        _ => {
            let end = word_end(text, at)?;
            return match end > at {
                true => Ok((lossy(&text[at..end]), end)),
                false => Err(Stop::Bad(at)),
            };
        }
    };
    let mut end = at + 1;
    let mut doubled = false;
    loop {
        if end - at > LONGEST_NAME {
            return Err(Stop::Bad(end));
        }
        match byte(text, end)? {
            found if found == close && byte(text, end + 1)? == close => {
                doubled = true;
                end += 2;
            }
            found if found == close => break,
            _ => end += 1,
        }
    }
    let mut name = lossy(&text[at + 1..end]);
    if doubled {
        let close = char::from(close).to_string();
        name = name.replace(&close.repeat(2), &close);
    }
    Ok((name, end + 1))
}

/// The last part of a name such as `db.users`, and where the name ends.
pub(super) fn qualified(text: &[u8], at: usize) -> Scan<(String, usize)> {
    let (mut last, mut end) = name(text, at)?;
    while byte(text, end)? == b'.' {
        end += 1;
        if byte(text, end)? == b'.' {
            continue;
        }
        (last, end) = name(text, end)?;
    }
    Ok((last, end))
}

/// The names in brackets that begin at `at`, and where the brackets end.
pub(super) fn names(text: &[u8], at: usize, flavour: Flavour) -> Scan<(Vec<String>, usize)> {
    let mut names = Vec::new();
    let mut at = at + 1;
    loop {
        at = blanks(text, at, flavour)?;
        let (name, end) = qualified(text, at)?;
        names.push(name);
        at = blanks(text, end, flavour)?;
        match byte(text, at)? {
            b',' if names.len() < MOST_COLUMNS => at += 1,
            b')' => return Ok((names, at + 1)),
            _ => return Err(Stop::Bad(at)),
        }
    }
}

/// Where a quoted text closes, and whether anything in it stands for something else. `at` is behind the opening quote;
/// the position returned is behind the closing one.
pub(super) fn close(text: &[u8], mut at: usize, quote: u8, backslash: bool) -> Scan<(usize, bool)> {
    let mut escaped = false;
    loop {
        let rest = text.get(at..).ok_or(Stop::More)?;
        let found = match backslash {
            true => memchr::memchr2(quote, b'\\', rest),
            false => memchr::memchr(quote, rest),
        };
        at += found.ok_or(Stop::More)?;
        if text[at] == quote && byte(text, at + 1)? != quote {
            return Ok((at + 1, escaped));
        }
        escaped = true;
        at += 2;
    }
}

/// Where a text between `$tag$` and `$tag$` begins, closes and ends, if `$` at a position opens one.
pub(super) fn dollar(text: &[u8], at: usize) -> Scan<Option<(usize, usize, usize)>> {
    let mut open = at + 1;
    loop {
        match byte(text, open)? {
            b'$' => break,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. if open - at < LONGEST_TAG => open += 1,
            _ => return Ok(None),
        }
    }
    if text[at + 1].is_ascii_digit() {
        return Ok(None);
    }
    let tag = &text[at..=open];
    let inner = &text[open + 1..];
    let length = memchr::memmem::find(inner, tag).ok_or(Stop::More)?;
    let end = open + 1 + length;
    Ok(Some((open + 1, end, end + tag.len())))
}

/// Whether text begins with words, whatever their case.
pub(super) fn begins(text: &[u8], words: &str) -> bool {
    text.get(..words.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()))
}

/// Whether brackets that hold a row begin: what follows `(` is a value for sure.
pub(super) fn is_tuple(text: &[u8]) -> bool {
    let Some((b'(', inner)) = text.split_first() else {
        return false;
    };
    let inner = &inner[..inner.len().min(SHORT)];
    let inner = inner.trim_ascii_start();
    match inner {
        [b'\'' | b'"' | b'0'..=b'9', ..] => true,
        [b'-' | b'+' | b'.', b'0'..=b'9', ..] => true,
        [b'N' | b'n' | b'E' | b'e' | b'x' | b'X' | b'b' | b'B', b'\'', ..] => true,
        [b'_', ..] => begins(inner, "_binary") || begins(inner, "_utf8"),
        _ => ["NULL", "DEFAULT", "TRUE", "FALSE"].iter().any(|word| {
            begins(inner, word)
                && inner
                    .get(word.len())
                    .is_some_and(|byte| matches!(byte, b',' | b')' | b' '))
        }),
    }
}

/// A name as text.
fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Bytes of the longest name that is read; databases allow 128 characters at most.
pub(super) const LONGEST_NAME: usize = 512;
/// Columns of the widest table that is read.
pub(super) const MOST_COLUMNS: usize = 4_096;
/// Bytes of the longest tag of a text in dollar signs.
pub(super) const LONGEST_TAG: usize = 64;
/// Blanks that are looked past.
pub(super) const FEW: usize = 256;
/// Bytes that are looked at to see whether brackets hold a row.
const SHORT: usize = 32;
