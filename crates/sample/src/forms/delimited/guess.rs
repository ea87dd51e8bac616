//! Which delimiter it is: candidates from the lines themselves, and the one that explains them best.

use std::collections::HashMap;

use super::shape::Shape;
use super::syntax::{Cut, is_blank};
use crate::{Delimiter, Error, Found};

/// What was found out about the leading lines.
pub(crate) struct Guess {
    pub(crate) shape: Shape,
    pub(crate) delimiter: Found<Option<Delimiter>>,
    /// The runner-up in plain words, with its score as a share of the best one's, where it is close.
    pub(crate) second: Option<(String, f64)>,
    /// The best score.
    pub(crate) score: f64,
}

/// Finds the syntax under which the leading lines are most alike. `complete` says that `head` is all there is.
pub(crate) fn find(head: &[u8], complete: bool, asked: Option<&Delimiter>) -> Result<Guess, Error> {
    let lines = leading_lines(head, complete, HEAD);
    let stated = match asked {
        Some(delimiter) => Some(delimiter.checked()?.clone()),
        None => sep_line(lines),
    };
    if let Some(delimiter) = stated {
        let shape = Shape::best_quoting(lines, &Cut::of(&delimiter), RECORDS)?.refined(lines, RECORDS)?;
        return Ok(Guess {
            score: shape.score(),
            delimiter: Found::new(Some(delimiter), if asked.is_some() { 1.0 } else { 0.99 }),
            shape,
            second: None,
        });
    }
    let few = leading_lines(head, complete, FEW_BYTES);
    let mut scored = Vec::new();
    for cut in candidates(few) {
        let shape = Shape::best_quoting(few, &cut, FEW)?.refined(few, FEW)?;
        let share = if cut == Cut::Blanks || cut == Cut::Byte(b' ') {
            0.9
        } else {
            0.4
        };
        if cut == Cut::Never || (shape.width > 1 && shape.share >= share) {
            scored.push((shape.score(), shape.width, cut));
        }
    }
    // Candidates stand in the order of how usual they are; of equals the first is taken.
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (score, cut) = scored
        .first()
        .map_or((0.0, Cut::Never), |(score, _, cut)| (*score, cut.clone()));
    let second = scored
        .get(1)
        .filter(|next| next.0 >= CLOSE * score && score > 0.0)
        .map(|(next, _, cut)| {
            let words = match cut.delimiter() {
                Some(delimiter) => format!("delimiter {delimiter}"),
                None => "no delimiter".to_owned(),
            };
            (words, next / score)
        });
    let shape = Shape::best_quoting(lines, &cut, RECORDS)?.refined(lines, RECORDS)?;
    Ok(Guess {
        delimiter: Found::new(cut.delimiter(), shape.share),
        second,
        score,
        shape,
    })
}

/// How far delimiters explain the leading lines, for forms that are found only where none does.
pub(crate) fn score(head: &[u8], complete: bool) -> f64 {
    find(head, complete, None).map_or(0.0, |guess| guess.score)
}

/// Whether the first line states the delimiter.
pub(crate) fn states_delimiter(head: &[u8]) -> bool {
    sep_line(head).is_some()
}

/// What Excel writes above a table: `sep=;`.
fn sep_line(lines: &[u8]) -> Option<Delimiter> {
    let line = lines.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line.trim_ascii_end()).ok()?;
    let stated = line.trim_start_matches('\u{FEFF}').trim_matches('"');
    let delimiter = stated.strip_prefix("sep=").or_else(|| stated.strip_prefix("SEP="))?;
    let delimiter = if delimiter.is_empty() { "\t" } else { delimiter };
    let delimiter = Delimiter::from(delimiter);
    delimiter.checked().is_ok().then_some(delimiter)
}

pub(crate) fn leading_lines(head: &[u8], complete: bool, most: usize) -> &[u8] {
    let lines = &head[..head.len().min(most)];
    if complete && lines.len() == head.len() {
        return lines;
    }
    match memchr::memrchr(b'\n', lines) {
        Some(at) => &lines[..=at],
        None => lines,
    }
}

/// What may stand between fields, the most usual first.
fn candidates(lines: &[u8]) -> Vec<Cut> {
    let sampled: Vec<&[u8]> = lines
        .split(|byte| *byte == b'\n')
        .map(|line| line.trim_ascii())
        .filter(|line| !line.is_empty())
        .take(SAMPLED)
        .collect();
    let often = |in_line: &dyn Fn(&[u8]) -> bool| {
        let count = sampled.iter().filter(|line| in_line(line)).count();
        count * 4 >= sampled.len() && count > 0
    };
    let mut cuts: Vec<Cut> = SINGLE
        .iter()
        .filter(|byte| often(&|line| memchr::memchr(**byte, line).is_some()))
        .map(|byte| match byte {
            b':' => Cut::Colons,
            byte => Cut::Byte(*byte),
        })
        .collect();
    for text in FIXED.iter().map(|text| text.as_bytes().to_vec()).chain(runs(&sampled)) {
        let cut = Cut::Text(text.clone());
        if !cuts.contains(&cut) && often(&|line| memchr::memmem::find(line, &text).is_some()) {
            cuts.push(cut);
        }
    }
    if often(&|line| line.iter().any(|byte| is_blank(*byte))) {
        cuts.push(Cut::Blanks);
    }
    cuts.push(Cut::Never);
    cuts
}

/// Runs of signs that stand in many lines, such as `|~|`.
fn runs(sampled: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (number, line) in sampled.iter().enumerate() {
        let Ok(line) = std::str::from_utf8(&line[..line.len().min(LONGEST_LINE)]) else {
            continue;
        };
        for run in line.split(|c: char| c.is_alphanumeric() || "\"'@\u{FEFF}\u{FFFD}".contains(c)) {
            let core = run.trim_matches(is_blank_char);
            let run = match core.len() {
                0 => continue,
                // A sign that words hold as well is a delimiter only with the blanks around it.
                1 if "-./_+&#*=<>".contains(core) && core.len() < run.len() => run,
                1 => continue,
                _ => core,
            };
            if run.len() > LONGEST_RUN || counts.len() > MOST_RUNS {
                continue;
            }
            let entry = counts.entry(run).or_insert((0, usize::MAX));
            if entry.1 != number {
                *entry = (entry.0 + 1, number);
            }
        }
    }
    let mut often: Vec<(&str, usize)> = counts.into_iter().map(|(run, (count, _))| (run, count)).collect();
    often.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    often
        .into_iter()
        .take(RUNS)
        .map(|(run, _)| run.as_bytes().to_vec())
        .collect()
}

fn is_blank_char(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

const SINGLE: &[u8] = b",\t;|\x01\x1F\x1E:~^#*!";
const FIXED: &[&str] = &[
    "::", ";;", "||", "|~|", "--", "~~", "^^", "##", " - ", "│", "║", "┃", "¦", "§", "¬",
];
const CLOSE: f64 = 0.8;
const HEAD: usize = 256 << 10;
const RECORDS: usize = 2_000;
/// What candidates are weighed by.
const FEW_BYTES: usize = 64 << 10;
const FEW: usize = 400;
const SAMPLED: usize = 200;
const LONGEST_LINE: usize = 4 << 10;
const LONGEST_RUN: usize = 8;
const MOST_RUNS: usize = 5_000;
const RUNS: usize = 8;

#[cfg(test)]
mod tests {
    use super::super::syntax::Escapes;
    use super::*;

    fn found(text: &str) -> (Option<String>, usize, Option<char>) {
        let guess = find(text.as_bytes(), true, None).unwrap();
        let delimiter = guess.delimiter.value.map(|delimiter| match delimiter {
            Delimiter::Text(text) => text,
            Delimiter::Blanks => "blanks".into(),
        });
        (delimiter, guess.shape.width, guess.shape.syntax.quote.map(char::from))
    }

    #[test]
    fn delimiters_are_found() {
        let cases = [
            ("a,b,c\n1,2,3\n4,5,6\n", Some(","), 3),
            ("a\tb\n1\t2\n", Some("\t"), 2),
            ("a;b\n1,5;2,5\n3,5;4,5\n", Some(";"), 2),
            ("a|b|c\n1|2|3\n", Some("|"), 3),
            ("ann@x.org:5f4dcc3b\nbob@x.org:7c6a180b\n", Some(":"), 2),
            ("a~b\n1~2\n", Some("~"), 2),
            ("a\u{1}b\n1\u{1}2\n", Some("\u{1}"), 2),
            ("a\u{1E}b\n1\u{1E}2\n", Some("\u{1E}"), 2),
            ("ann@x.org\nbob@x.org\n", None, 1),
            ("Ann Li\nBob Lo\n", None, 1),
            ("2021-08-01 12:30:00\n2021-08-02 12:30:00\n", None, 1),
            // A time has more colons than the line has commas.
            (
                "a@x.org,2021-08-01 12:30:00\nb@x.org,2021-08-02 13:31:01\n",
                Some(","),
                2,
            ),
            // A delimiter inside of quotes is none.
            ("\"Smith, Ann\";1\n\"Jones, Bob\";2\nEve;3\n", Some(";"), 2),
            // Ragged, and still commas.
            ("a,b,c\n1,2,3\n1,2\n4,5,6\n7,8,9\n", Some(","), 3),
            ("name::mail\nAnn::ann@x.org\nBob::bob@x.org\n", Some("::"), 2),
            ("name;;mail\nAnn;;ann@x.org\nBob;;\n", Some(";;"), 2),
            ("Ann|~|ann@x.org|~|1\nBob|~|bob@x.org|~|2\n", Some("|~|"), 3),
            ("Ann||ann@x.org||1\nBob||bob@x.org||2\n", Some("||"), 3),
            ("Ann--ann@x.org--1\nBob--bob@x.org--2\n", Some("--"), 3),
            ("Ann-Marie - ann@x.org - 12\nBob - bob@x.org - 13\n", Some(" - "), 3),
            ("Ann<=>ann@x.org<=>12\nBob<=>bob@x.org<=>13\n", Some("<=>"), 3),
            ("Ann | ann@x.org | 12\nBob | bob@x.org | 13\n", Some("|"), 3),
            ("Ann, ann@x.org, 12\nBob, bob@x.org, 13\n", Some(","), 3),
            ("Ann\t ann@x.org\t 12\nBob\t bob@x.org\t 13\n", Some("\t"), 3),
            ("ann@x.org 2125550123\nbob@x.org 2125550124\n", Some("blanks"), 2),
            ("ann@x.org   2125550123\nbobby@x.org 2125550124\n", Some("blanks"), 2),
            ("Ann!ann@x.org!1\nBob!bob@x.org!2\n", Some("!"), 3),
            ("sep=#\nAnn#ann@x.org\n", Some("#"), 2),
        ];
        for (text, delimiter, width) in cases {
            let (found_delimiter, found_width, _) = found(text);
            assert_eq!((found_delimiter.as_deref(), found_width), (delimiter, width), "{text}");
        }
    }

    #[test]
    fn quoting_is_found() {
        assert_eq!(found("a,b\n\"x,y\",2\n").2, Some('"'));
        assert_eq!(found("'a','b'\n'x,y','2'\n'x','O'\n").2, Some('\''));
        assert_eq!(found("a,b\nO'Brien,2\n").2, Some('"'));
        let escapes = |text: &str| find(text.as_bytes(), true, None).unwrap().shape.syntax.escapes;
        let escaped = "a,b\n\"say \\\"hi\\\", Ann\",2\n\"say \\\"ho\\\", Bob\",3\n";
        assert_eq!(escapes(escaped), Escapes::InQuotes);
        let folder = "a,b\n\"C:\\dir\\\",2\n\"C:\\other\\\",3\n";
        assert_eq!(escapes(folder), Escapes::None);
        let outfile = "1\tAnn\\\tLi\t\\N\n2\tBob\tx\n3\tEve\\\nLo\ty\n";
        assert_eq!(escapes(outfile), Escapes::Everywhere);
    }

    #[test]
    fn a_close_runner_up_is_told() {
        let guess = find(b"1;;2\n3;;4\n", true, None).unwrap();
        assert!(
            guess
                .second
                .is_some_and(|(words, share)| words == "delimiter `;`" && share < 1.0)
        );
        let guess = find(b"name,mail\nAnn,ann@x.org\nBob,bob@x.org\n", true, None).unwrap();
        assert_eq!(guess.second, None);
    }

    #[test]
    fn only_a_character_that_can_be_a_delimiter_is_taken() {
        for bad in [b'"', b'\n', b'a', b'7', 0x80] {
            let bad = Delimiter::from(bad);
            let error = find(b"a,b\n", true, Some(&bad)).err();
            assert!(matches!(error, Some(Error::BadDelimiter { delimiter }) if delimiter == bad));
        }
        let blank = Delimiter::from(b' ');
        assert_eq!(find(b"a b\n1 2\n", true, Some(&blank)).unwrap().shape.width, 2);
    }
}
