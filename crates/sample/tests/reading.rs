//! Small synthetic inputs to rows: dialects, encodings, headers, rejects.
#![allow(clippy::unwrap_used)]

use std::io::Cursor;

use assay_sample::{Delimiter, Error, Flaw, LineEnd, Options, Reject, RowCounts, Sample};

struct Read {
    rows: Vec<Vec<String>>,
    numbers: Vec<u64>,
    lines: Vec<u64>,
    counts: RowCounts,
    headers: Vec<Option<String>>,
    dialect: assay_sample::Dialect,
}

fn read_with(bytes: &[u8], options: &Options) -> Result<Read, Error> {
    read_all(
        Sample::from_reader("test", Cursor::new(bytes.to_vec()), options)?,
        1_000,
    )
}

fn read_all(mut sample: Sample, max_rows: usize) -> Result<Read, Error> {
    let (mut rows, mut numbers, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(batch) = sample.next_batch(max_rows)? {
        assert!(!batch.is_empty() && batch.len() <= max_rows);
        for row in batch.rows() {
            rows.push(row.cells().map(str::to_owned).collect());
            numbers.push(row.number());
            lines.push(row.line());
        }
        sample.recycle(batch);
    }
    Ok(Read {
        rows,
        numbers,
        lines,
        counts: sample.counts().clone(),
        headers: sample
            .columns()
            .iter()
            .map(|column| column.header().map(str::to_owned))
            .collect(),
        dialect: sample.dialect().clone(),
    })
}

fn read(bytes: &[u8]) -> Read {
    read_with(bytes, &Options::default()).unwrap()
}

fn encoded(text: &str, mark: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn every_dialect_gives_the_same_rows() {
    let expected = [["Ann", "212-555-0123"], ["Bob", "212-555-0124"]];
    for delimiter in [',', '\t', ';', '|', '~', '\u{1}'] {
        for end in ["\n", "\r\n", "\r"] {
            for last_end in [true, false] {
                for quote in ["", "\""] {
                    let line = |a: &str, b: &str| format!("{quote}{a}{quote}{delimiter}{quote}{b}{quote}");
                    let mut text = [
                        line("name", "phone"),
                        line("Ann", "212-555-0123"),
                        line("Bob", "212-555-0124"),
                    ]
                    .join(end);
                    if last_end {
                        text.push_str(end);
                    }
                    let read = read(text.as_bytes());
                    assert_eq!(read.rows, expected, "{text:?}");
                    assert_eq!(read.numbers, [1, 2], "{text:?}");
                    assert_eq!(read.lines, [2, 3], "{text:?}");
                    assert_eq!(read.dialect.delimiter.value, Some(Delimiter::from(delimiter)));
                    assert!(read.dialect.header.value);
                    assert_eq!(read.headers[1].as_deref(), Some("phone"));
                    let line_end = match end {
                        "\n" => LineEnd::Lf,
                        "\r" => LineEnd::Cr,
                        _ => LineEnd::CrLf,
                    };
                    assert_eq!(read.dialect.line_end, line_end);
                }
            }
        }
    }
}

#[test]
fn every_encoding_gives_the_same_rows() {
    let text = "name,city\nJosé Muñoz,Málaga\nZoë Brontë,Köln\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    let marked = format!("\u{FEFF}{text}");
    let cases: [(Vec<u8>, &str, bool); 7] = [
        (text.into(), "UTF-8", false),
        (marked.into(), "UTF-8", true),
        (encoded(text, true, u16::to_le_bytes), "UTF-16LE", true),
        (encoded(text, true, u16::to_be_bytes), "UTF-16BE", true),
        (encoded(text, false, u16::to_le_bytes), "UTF-16LE", false),
        (encoded(text, false, u16::to_be_bytes), "UTF-16BE", false),
        (latin, "windows-1252", false),
    ];
    for (bytes, encoding, mark) in cases {
        let read = read(&bytes);
        assert_eq!(read.dialect.encoding.value, encoding);
        assert_eq!(read.dialect.byte_order_mark, mark);
        assert_eq!(read.headers[0].as_deref(), Some("name"), "{encoding}");
        assert_eq!(
            read.rows,
            [["José Muñoz", "Málaga"], ["Zoë Brontë", "Köln"]],
            "{encoding}"
        );
    }
}

#[test]
fn a_stated_encoding_wins() {
    let options = Options {
        encoding: Some("iso-8859-2".into()),
        ..Options::default()
    };
    let read = read_with(b"name,city\nLech,\xA3\xF3d\xBC\n", &options).unwrap();
    assert_eq!(read.rows, [["Lech", "Łódź"]]);
    let options = Options {
        encoding: Some("klingon".into()),
        ..Options::default()
    };
    let error = read_with(b"name\nAnn\n", &options).err().unwrap();
    assert!(error.to_string().contains("`klingon` is no encoding"));
}

#[test]
fn malformed_bytes_are_counted_and_kept_as_replacements() {
    let mut text = "name,city\n".to_owned();
    text.push_str(&"Zoë,Köln\n".repeat(20));
    let mut bytes = text.into_bytes();
    bytes.extend(b"Jos\xC3,Oslo\n");
    let read = read(&bytes);
    assert_eq!(read.rows[20], ["Jos\u{FFFD}", "Oslo"]);
    assert_eq!(read.counts.flawed(Flaw::BadEncoding), 1);
    assert_eq!(read.counts.accepted(), 21);
}

#[test]
fn headers_are_told_from_rows() {
    let cases: &[(&str, bool)] = &[
        ("name,phone\nAnn,2125550123\n", true),
        ("NAME,Phone\nAnn,2125550123\n", true),
        ("ann@x.org,Ann\nbob@x.org,Bob\n", false),
        ("456-12-7890,Ann\n457-12-7890,Bob\n", false),
        ("Ann,1/2/1990\nBob,3/4/1991\n", false),
        ("***-**-7890,Ann\n***-**-7891,Bob\n", false),
        // Unknown words above numbers.
        ("foo,bar\n17,18\n19,20\n", true),
        // Words above words: perhaps somebody's.
        ("Ann,Oslo\nBob,Rome\nEve,Bonn\n", false),
        // A word of the vocabulary that is a value here.
        ("Ann,phone\nBob,email\nEve,phone\n", false),
        // Numbers that a program wrote for names.
        ("0,1,2\nAnn,Oslo,x\nBob,Rome,y\n", true),
        ("email\nann@x.org\nbob@x.org\n", true),
        ("2125550123\n2125550124\n", false),
    ];
    for (text, header) in cases {
        let read = read(text.as_bytes());
        assert_eq!(read.dialect.header.value, *header, "{text}");
        let lines = text.lines().count();
        assert_eq!(read.rows.len(), lines - usize::from(*header), "{text}");
    }
}

#[test]
fn a_stated_header_wins() {
    let state = |header| Options {
        header: Some(header),
        ..Options::default()
    };
    let text = b"name,phone\nAnn,2125550123\n";
    assert_eq!(read_with(text, &state(false)).unwrap().rows.len(), 2);
    let read = read_with(b"Ann,Oslo\nBob,Rome\n", &state(true)).unwrap();
    assert_eq!(read.rows, [["Bob", "Rome"]]);
    assert_eq!(read.headers[0].as_deref(), Some("Ann"));
}

#[test]
fn ragged_rows_are_counted() {
    let text = "name,city,state\nAnn,Reno,NV\nBob,Reno\nEve,Reno,NV,x\nJim,Reno,NV,\n\n,,\nKim,Waco,TX\nLi,Wa";
    let read = read(text.as_bytes());
    assert_eq!(
        read.rows,
        [["Ann", "Reno", "NV"], ["Jim", "Reno", "NV"], ["Kim", "Waco", "TX"]]
    );
    assert_eq!(read.numbers, [1, 4, 5]);
    assert_eq!(read.lines, [2, 5, 8]);
    assert_eq!(read.counts.read, 6);
    assert_eq!(read.counts.blank, 2);
    assert_eq!(read.counts.rejected(Reject::TooFewFields), 2);
    assert_eq!(read.counts.rejected(Reject::TooManyFields), 1);
    assert_eq!(read.counts.flawed(Flaw::TrailingDelimiter), 1);
}

#[test]
fn a_repeated_header_is_no_row() {
    let text = "name,city\nAnn,Oslo\n\u{FEFF}NAME, City\nname,Rome\nBob,Bonn\n";
    let read = read(text.as_bytes());
    assert_eq!(read.rows, [["Ann", "Oslo"], ["name", "Rome"], ["Bob", "Bonn"]]);
    assert_eq!(read.numbers, [1, 3, 4]);
    assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 1);
}

#[test]
fn a_preamble_and_a_header_of_another_width_are_no_rows() {
    let read_preamble = read(b"leaked by nobody\n\nname,city\nAnn,Oslo\nBob,Rome\n");
    assert_eq!(read_preamble.rows.len(), 2);
    assert_eq!(read_preamble.headers[1].as_deref(), Some("city"));
    assert_eq!(read_preamble.counts.comments, 1);
    assert_eq!(read_preamble.numbers, [1, 2]);

    let trailing = read(b"name,city\nAnn,Oslo,\nBob,Rome,\n");
    assert_eq!(trailing.rows, [["Ann", "Oslo"], ["Bob", "Rome"]]);
    assert_eq!(trailing.headers[1].as_deref(), Some("city"));

    let narrow = read(b"name,city\n1,Ann,Oslo\n2,Bob,Rome\n");
    assert_eq!(narrow.rows.len(), 2);
    assert!(narrow.dialect.header.value);
    assert_eq!(narrow.headers, [None, None, None]);
}

#[test]
fn quotes_hold_delimiters_quotes_and_lines() {
    let text = "name,address\r\n\"Smith, Ann\",\"1 Main St\r\nApt 2\"\r\n\"Bob \"\"B\"\" Lee\",x\r\n";
    let read = read(text.as_bytes());
    assert_eq!(
        read.rows,
        [["Smith, Ann", "1 Main St\r\nApt 2"], ["Bob \"B\" Lee", "x"]]
    );
    assert_eq!(read.lines, [2, 4]);
    assert_eq!(read.counts.flawed(Flaw::BadQuote), 0);
}

#[test]
fn stray_quotes_swallow_nothing() {
    let rows: Vec<String> = (0..500).map(|n| format!("Ann{n},Oslo,{n}\n")).collect();
    let mut text = "name,city,state\n".to_owned();
    for (n, row) in rows.iter().enumerate() {
        // In one column, in another, and at the very end.
        match n {
            100 | 110 => text.push_str(&format!("\"{row}")),
            300 => text.push_str(&row.replace("Oslo", "\"Oslo")),
            499 => text.push_str(&format!("\"{}", row.trim_end())),
            _ => text.push_str(row),
        }
    }
    let read = read(text.as_bytes());
    assert_eq!(read.rows.len(), 500);
    assert_eq!(read.rows[100][0], "\"Ann100");
    assert_eq!(read.rows[300][1], "\"Oslo");
    assert_eq!(read.rows[301], ["Ann301", "Oslo", "301"]);
    assert_eq!(read.lines[499], 501);
    assert_eq!(read.counts.flawed(Flaw::BadQuote), 4);
    assert_eq!(read.counts.accepted(), 500);
}

#[test]
fn a_stray_quote_in_a_ragged_line_is_a_reject() {
    let text = "name,city\nAnn,Oslo\n\"Bob\nEve,Rome\nJim,Bonn\n";
    let read = read(text.as_bytes());
    assert_eq!(read.rows.len(), 3);
    assert_eq!(read.counts.rejected(Reject::BadQuote), 1);
}

#[test]
fn a_line_without_end_is_passed_over() {
    let long = "x".repeat(3 << 20);
    for quote in ["", "\""] {
        let text = format!("name,city\nAnn,Oslo\n{quote}{long},Rome\nBob,Bonn\n");
        let read = read(text.as_bytes());
        assert_eq!(read.rows, [["Ann", "Oslo"], ["Bob", "Bonn"]]);
        assert_eq!(read.lines, [2, 4]);
        assert_eq!(read.counts.rejected(Reject::TooLong), 1);
    }
}

#[test]
fn zero_bytes_stay_in_their_cells() {
    let read = read(b"name,city\nAn\0n,Oslo\nBob,Rome\n\0\0\n");
    assert_eq!(read.rows, [["An\0n", "Oslo"], ["Bob", "Rome"]]);
    assert_eq!(read.counts.blank, 1);
}

#[test]
fn what_is_no_sample_is_refused_with_advice() {
    let noise: Vec<u8> = (0..4_096u32).map(|n| (n * 7 % 251) as u8).collect();
    let cases: &[(&[u8], &str)] = &[
        (b"", "test is empty"),
        (b"\xEF\xBB\xBF", "holds no row"),
        (b"\n\r\n \n", "3 blank line(s)"),
        (b"name,phone\n", "a header of 2 column(s) and no row"),
        (b"\x1F\x8B\x08\0\0", "truncated"),
        (b"PK\x03\x04\0\0", "holds no file that can be read"),
        (
            b"INSERT INTO users VALUES ('456-12-7890",
            "holds no row that can be read",
        ),
        (b"\xFF\xFE\0\0a\0\0\0", "is in UTF-32"),
        (&noise, "is no text"),
    ];
    for (bytes, message) in cases {
        let error = read_with(bytes, &Options::default()).err().unwrap();
        let text = error.to_string();
        assert!(text.contains(message), "{text}");
        assert!(!text.contains("7890") && !format!("{error:?}").contains("7890"));
    }
}

#[test]
fn a_stated_delimiter_overrides_the_look_of_the_text() {
    let options = Options {
        delimiter: Some(Delimiter::from(b'|')),
        ..Options::default()
    };
    let read = read_with(b"{\"a\"}|1\n{\"b\"}|2\n", &options).unwrap();
    assert_eq!(read.rows, [["{\"a\"}", "1"], ["{\"b\"}", "2"]]);
}

#[test]
fn batches_of_any_size_hold_the_same_rows() {
    let mut text = "name,city\n".to_owned();
    for n in 0..9_000 {
        text.push_str(&format!("Ann{n},Oslo\n"));
    }
    let whole = read(text.as_bytes());
    assert_eq!(whole.rows.len(), 9_000);
    for max_rows in [1, 7, 4_096, 5_000, 100_000] {
        let sample = Sample::from_reader("test", Cursor::new(text.clone()), &Options::default()).unwrap();
        let read = read_all(sample, max_rows).unwrap();
        assert!(read.rows == whole.rows && read.numbers == whole.numbers);
    }
}

#[test]
fn a_batch_that_was_lent_for_reuse_leaves_nothing_in_the_next() {
    let mut text = "name,city\n".to_owned();
    for n in 0..120_000 {
        text.push_str(&format!("Ann{n},Oslo\n"));
    }
    let mut sample = Sample::from_reader("test", Cursor::new(text), &Options::default()).unwrap();
    let mut number = 0;
    while let Some(batch) = sample.next_batch(1_000).unwrap() {
        for row in batch.rows() {
            assert_eq!(row.cell(0), Some(format!("Ann{number}").as_str()));
            number += 1;
        }
        sample.recycle(batch);
    }
    assert_eq!(number, 120_000);
}

#[test]
fn rows_after_the_leading_ones_are_streamed() {
    let mut text = "name,city\n".to_owned();
    for n in 0..250_000 {
        text.push_str(&format!("Ann{n},Oslo\n"));
    }
    text.push_str("Bob\n");
    let read = read(text.as_bytes());
    assert_eq!(read.rows.len(), 250_000);
    assert_eq!(read.numbers.last(), Some(&250_000));
    assert_eq!(read.rows[249_999][0], "Ann249999");
    assert_eq!(read.counts.rejected(Reject::TooFewFields), 1);
}

#[test]
fn lines_that_are_no_rows_are_comments() {
    let text = "=== LEAKED BY xX_Example_Xx ===\n# customers, all of them\n\nname,phone,city\nAnn,2125550123,Oslo\n\
                -- page 2, more, to come, soon --\nname,phone,city\nBob,2125550124,Rome\nEve,2125550125\n(40 rows)\n\
                Join https://t.me/example, more there\n";
    let read = read(text.as_bytes());
    assert_eq!(
        read.rows,
        [["Ann", "2125550123", "Oslo"], ["Bob", "2125550124", "Rome"]]
    );
    assert_eq!(read.headers[1].as_deref(), Some("phone"));
    assert_eq!((read.counts.comments, read.counts.blank), (5, 1));
    assert_eq!(read.counts.rejected(Reject::TooFewFields), 1);
    assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 1);
    assert_eq!(read.counts.bytes.all(), text.len() as u64);
}

#[test]
fn a_line_that_fits_is_never_set_aside() {
    let text = "name,note\nAnn,=== x ===\n# Bob,for sale\nEve,t.me/x\n// x,(40 rows)\n";
    assert_eq!(read(text.as_bytes()).rows.len(), 4);
}

#[test]
fn drawn_tables_are_read() {
    let rows = [["Ann Li", "2125550123"], ["Bob", ""]];
    let mysql = "mysql> select * from t;\n+--------+------------+\n| name   | phone      |\n+--------+------------+\n\
                 | Ann Li | 2125550123 |\n| Bob    |            |\n+--------+------------+\n2 rows in set (0.00 sec)\n";
    let psql = "  name  |   phone    \n--------+------------\n Ann Li | 2125550123\n Bob    | \n(2 rows)\n";
    let markdown = "| name | phone |\n|---|:--:|\n| Ann Li | 2125550123 |\n| Bob | |\n";
    let boxed = "┌────────┬────────────┐\n│ name   │ phone      │\n├────────┼────────────┤\n│ Ann Li │ 2125550123 │\n\
                 │ Bob    │            │\n└────────┴────────────┘\n";
    for text in [mysql, psql, markdown, boxed] {
        let read = read(text.as_bytes());
        assert_eq!(read.rows, rows, "{text}");
        assert_eq!(read.headers[1].as_deref(), Some("phone"), "{text}");
        assert_eq!(read.counts.rejects().count(), 0);
        assert!(read.dialect.padded);
    }
}

#[test]
fn excel_states_its_delimiter() {
    let read = read("sep=;\r\nname;note\r\nAnn;a,b\r\nBob;c,d\r\n".as_bytes());
    assert_eq!(read.rows, [["Ann", "a,b"], ["Bob", "c,d"]]);
    assert_eq!(read.counts.comments, 1);
    assert_eq!(read.dialect.delimiter.value, Some(Delimiter::from(b';')));
}

#[test]
fn rows_without_their_empty_ends_are_filled_up() {
    let mut text = "name,phone,email,city\n".to_owned();
    for n in 0..10 {
        text.push_str(&format!("Ann,212555012{n},a{n}@x.org,Oslo\nBob,212555013{n}\n"));
    }
    let read_filled = read(text.as_bytes());
    assert_eq!(read_filled.rows.len(), 20);
    assert_eq!(read_filled.rows[1], ["Bob", "2125550130", "", ""]);
    assert_eq!(read_filled.counts.flawed(Flaw::ShortRow), 10);

    // Cut within a field, or seldom: rejects.
    let cut = read(text.replace("Bob,2125550", "Bob,12 Main St ").as_bytes());
    assert_eq!(cut.counts.rejected(Reject::TooFewFields), 10);
    let mut seldom = text.replace("Bob,2125550", "Bob,212555x,b@x.org,Rome,");
    seldom = seldom.replace(",212555x,b@x.org,Rome,", ",2125550124,b@x.org,Rome\n#");
    seldom = seldom
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    seldom.push_str("Eve,2125550199\n");
    assert_eq!(read(seldom.as_bytes()).counts.rejected(Reject::TooFewFields), 1);
}

#[test]
fn headers_are_found_where_they_stand() {
    let titled = read(b"Customer export,,\nRegion: all,,\nname,phone,city\nAnn,2125550123,Oslo\nBob,2125550124,Rome\n");
    assert_eq!(titled.rows.len(), 2);
    assert_eq!(titled.headers[0].as_deref(), Some("name"));
    assert_eq!(titled.counts.comments, 2);

    let twice = read(b"nom,telephone,ville\nname,phone,city\nAnn,2125550123,Oslo\nBob,2125550124,Rome\n");
    assert_eq!(twice.rows.len(), 2);
    assert_eq!(twice.headers[1].as_deref(), Some("telephone"));

    let trailing = read(b"name,phone,\nAnn,2125550123\nBob,2125550124\n");
    assert_eq!(trailing.rows.len(), 2);
    assert_eq!(trailing.headers[1].as_deref(), Some("phone"));

    // In any language, above a single row.
    let foreign = read("имя,телефон,почта\nАня,2125550123,anna@x.org\n".as_bytes());
    assert!(foreign.dialect.header.value && foreign.rows.len() == 1);
    let unknown = read(b"zyx_nm,zyx_ml\nAnn,ann@x.org\nBob,bob@x.org\n");
    assert!(unknown.dialect.header.value);

    // Both readings fit.
    let open = read(b"Ann,Oslo\nBob,Rome\n");
    assert!(!open.dialect.header.value && open.dialect.header.confidence <= 0.6);
}

#[test]
fn a_header_repeated_with_quotes_is_no_row() {
    let read = read(b"name,city\nAnn,Oslo\n\"NAME\",\"City\"\n'name','city'\nBob,Rome\n");
    assert_eq!(read.rows, [["Ann", "Oslo"], ["Bob", "Rome"]]);
    assert_eq!(read.counts.rejected(Reject::RepeatedHeader), 2);
}

#[test]
fn what_databases_write_is_read() {
    let outfile = b"1\tAnn\\\tLi\t\\N\n2\tBob\tx\n3\tEve\\\nLo\ty\n4\tJim\tz\n";
    let read = read(outfile);
    assert_eq!(
        read.rows,
        [
            ["1", "Ann\tLi", ""],
            ["2", "Bob", "x"],
            ["3", "Eve\nLo", "y"],
            ["4", "Jim", "z"]
        ]
    );
    assert_eq!(read.lines, [1, 2, 3, 5]);
    assert_eq!(read.dialect.escape, Some('\\'));
}

#[test]
fn every_delimiter_gives_the_same_rows() {
    let expected = [
        ["Ann", "212-555-0123", "ann@x.org"],
        ["Bob", "212-555-0124", "bob@x.org"],
        ["Eve", "", "eve@x.org"],
    ];
    for delimiter in [
        "::", ";;", "|~|", "||", "--", " | ", ", ", " - ", "\t ", "\u{1E}", "\u{1F}", "^", "#", "*", "!", "~~", "<>",
        "│",
    ] {
        let mut text = ["name", "phone", "email"].join(delimiter) + "\n";
        for row in expected {
            text.push_str(&(row.join(delimiter) + "\n"));
        }
        let read = read(text.as_bytes());
        assert_eq!(read.rows, expected, "{text:?} {:?}", read.dialect);
        assert_eq!(read.headers[1].as_deref(), Some("phone"), "{text:?}");
    }
}

#[test]
fn combolists_are_read() {
    let text = "ann@x.org:pa5s:word\nbob@x.org:hunter2\nhalf\neve@x.org:s3cret\njim@x.org:abc123\nkim@x.org:q1w2e3\n";
    let read = read(text.as_bytes());
    assert_eq!(read.rows[0], ["ann@x.org", "pa5s:word"]);
    assert_eq!(read.headers, [None, None]);
    assert_eq!(read.counts.rejected(Reject::TooFewFields), 1);
    assert_eq!(read.dialect.delimiter.value, Some(Delimiter::from(b':')));
}

#[test]
fn columns_of_fixed_width_are_read() {
    let text = "name           phone       city\nAnn Li         2125550123  Oslo\nBob Lo-Smith   2125550124  New York\n\
                Eve            2125550125  Rome\n";
    let read = read(text.as_bytes());
    assert_eq!(read.rows[1], ["Bob Lo-Smith", "2125550124", "New York"]);
    assert_eq!(read.dialect.form, assay_sample::Form::Fixed);
    assert_eq!(read.headers[2].as_deref(), Some("city"));
}
