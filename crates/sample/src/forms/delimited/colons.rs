//! Colons that are no delimiters: those of web addresses, times, IPv6 and MAC addresses.

use std::net::Ipv6Addr;

/// The next colon of `line` from `from` on that ends the cell which begins at `start`.
pub(crate) fn next(line: &[u8], start: usize, from: usize) -> Option<usize> {
    let cell = line.get(start..)?;
    let mut from = from.max(start + guarded(cell));
    loop {
        let at = from + memchr::memchr(b':', line.get(from..)?)?;
        match time(&line[start..], at - start) {
            0 => return Some(at),
            length => from = at + length,
        }
    }
}

/// Bytes at the beginning of a cell in which no colon ends it.
fn guarded(cell: &[u8]) -> usize {
    let address = web_address(cell);
    if address > 0 {
        return address;
    }
    match numeric_run(cell) {
        run if memchr::memchr(b':', run).is_some() => mac_or_ipv6(run),
        _ => 0,
    }
}

/// The length of a web address with a scheme, without what follows its path.
fn web_address(cell: &[u8]) -> usize {
    let scheme = cell
        .iter()
        .take(LONGEST_SCHEME)
        .take_while(|byte| is_of_scheme(**byte))
        .count();
    if scheme == 0 || !cell[scheme..].starts_with(b"://") {
        return 0;
    }
    let host = scheme + 3;
    let end = match memchr::memchr(b':', &cell[host..]) {
        Some(at) => host + at,
        None => return cell.len(),
    };
    if memchr::memchr(b'/', &cell[host..end]).is_some() {
        return end;
    }
    let digits = cell[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = end + 1 + digits;
    let is_port = (1..=5).contains(&digits)
        && match cell.get(after) {
            None => true,
            Some(b'/' | b'?' | b'#') => true,
            // A user of digits or a port: a port, if a user and a password follow.
            Some(b':') => memchr::memchr_iter(b':', &cell[after..]).take(2).count() == 2,
            Some(_) => false,
        };
    match is_port {
        true => memchr::memchr(b':', &cell[after..]).map_or(cell.len(), |at| after + at),
        false => end,
    }
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

fn numeric_run(cell: &[u8]) -> &[u8] {
    let length = cell
        .iter()
        .take(LONGEST_ADDRESS)
        .take_while(|byte| byte.is_ascii_hexdigit() || **byte == b':')
        .count();
    &cell[..length]
}

fn mac_or_ipv6(run: &[u8]) -> usize {
    let pairs = run
        .split(|byte| *byte == b':')
        .take_while(|pair| pair.len() == 2)
        .count();
    if pairs == 6 {
        return 17;
    }
    // Letters that stand before an address are hexadecimal digits as well, and a short run of colons in data is empty
    // fields: an address begins with a whole group.
    let whole_first = run.iter().position(|byte| *byte == b':') == Some(4);
    let mut end = run.len();
    loop {
        let text = std::str::from_utf8(&run[..end]).unwrap_or_default();
        let groups = text.bytes().filter(|byte| *byte == b':').count() + 1;
        if groups < 3 {
            return 0;
        }
        if whole_first && text.parse::<Ipv6Addr>().is_ok() {
            return end;
        }
        match memchr::memrchr(b':', &run[..end]) {
            Some(at) => end = at,
            None => return 0,
        }
    }
}

/// Bytes from the colon at `at` on that belong to a time, if it does: `12:30:05` anywhere, `12:30` behind a date.
fn time(cell: &[u8], at: usize) -> usize {
    let digits =
        |range: std::ops::Range<usize>| cell.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let hour = cell[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let behind_date = at > hour && matches!(cell[at - hour - 1], b' ' | b'T') && at - hour >= 8;
    if !(1..=2).contains(&hour) || !(at == hour || behind_date) || !digits(at + 1..at + 3) {
        return 0;
    }
    let seconds = cell.get(at + 3) == Some(&b':') && digits(at + 4..at + 6);
    let is_end = |at: usize| !cell.get(at).is_some_and(u8::is_ascii_digit);
    match seconds {
        true if (behind_date || hour == 2) && is_end(at + 6) => {
            // An offset from UTC may follow.
            let offset = matches!(cell.get(at + 6), Some(b'+' | b'-')) && digits(at + 7..at + 9);
            match offset && cell.get(at + 9) == Some(&b':') && digits(at + 10..at + 12) {
                true => 12,
                false => 6,
            }
        }
        _ if behind_date && is_end(at + 3) => 3,
        _ => 0,
    }
}

const LONGEST_SCHEME: usize = 16;
/// IPv6 with eight groups of four.
const LONGEST_ADDRESS: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<&str> {
        let (mut start, mut cells) = (0, Vec::new());
        while let Some(at) = next(line.as_bytes(), start, start) {
            cells.push(&line[start..at]);
            start = at + 1;
        }
        cells.push(&line[start..]);
        cells
    }

    #[test]
    fn colons_within_values_end_no_cell() {
        let cases: &[(&str, &[&str])] = &[
            ("a:b:c", &["a", "b", "c"]),
            ("::", &["", "", ""]),
            (
                "https://x.org:8443/a:u@x.org:p",
                &["https://x.org:8443/a", "u@x.org", "p"],
            ),
            ("https://x.org:u:p", &["https://x.org", "u", "p"]),
            ("https://x.org:8443:u:p", &["https://x.org:8443", "u", "p"]),
            ("https://x.org:12345:p", &["https://x.org", "12345", "p"]),
            ("u:p:https://x.org:8443", &["u", "p", "https://x.org:8443"]),
            ("u:p:https://x.org/a?b=c", &["u", "p", "https://x.org/a?b=c"]),
            ("android://t==@com.x/:u:p", &["android://t==@com.x/", "u", "p"]),
            ("a:2021-08-15 13:27:34:b", &["a", "2021-08-15 13:27:34", "b"]),
            (
                "a:2021-08-15T13:27:34+02:00:b",
                &["a", "2021-08-15T13:27:34+02:00", "b"],
            ),
            ("a:2021-08-15 13:27:b", &["a", "2021-08-15 13:27", "b"]),
            ("a:13:27:34:b", &["a", "13:27:34", "b"]),
            ("a:13:27", &["a", "13", "27"]),
            (
                "a:2001:0db8:1bc6:cdcb:5485:7223:fc39:be29:b",
                &["a", "2001:0db8:1bc6:cdcb:5485:7223:fc39:be29", "b"],
            ),
            ("a:fe80::1", &["a", "fe80::1"]),
            ("12::34", &["12", "", "34"]),
            ("a:00:1b:44:11:3a:b7", &["a", "00:1b:44:11:3a:b7"]),
        ];
        for (line, expected) in cases {
            assert_eq!(cells(line), *expected, "{line}");
        }
    }
}
