//! Input that was built to do harm.

use std::{
    io::{self, Read, Write},
    sync::atomic::{AtomicU64, Ordering},
};

use assay_sample::pack::{Limits, MemberFault, PackError, Source, Unpacking};

use crate::{
    make::{self, Entry},
    run::{all, both, piped, with},
};

const SMALL: Limits = Limits {
    depth: 8,
    members: 100_000,
    bomb_ratio: 200,
    bomb_bytes: 1 << 20,
    in_memory: 256 << 20,
    decoder_memory: 256 << 20,
};

#[test]
fn a_bomb_ends_everything() {
    let zeros = vec![0; 4 << 20];
    let packed = [
        make::gz(&zeros),
        make::bz2(&zeros),
        make::xz(&zeros),
        make::zst(&zeros),
        make::zip(&[("a.csv", &zeros)]),
        make::seven(&[("a.csv", &zeros)]),
        make::gz(&make::tar(&[("a.csv", &zeros)])),
    ];
    for (at, packed) in packed.iter().enumerate() {
        let got = piped(packed, with(SMALL, &[]));
        assert!(
            matches!(got.end, Err(PackError::Bomb { ratio: 200, .. })),
            "{at}: {:?}",
            got.end
        );
        assert_eq!(got.members[0].fault, Some(MemberFault::Bomb), "{at}");
        let length = got.members[0].bytes.len();
        assert!((1 << 19..=2 << 20).contains(&length), "{at}: {length}");
        // By the default limits four megabytes are none.
        assert!(piped(packed, Unpacking::default()).end.is_ok());
    }
}

/// Never ends: the same packed zeros again and again.
struct Endless {
    member: Vec<u8>,
    at: usize,
}

static READ: AtomicU64 = AtomicU64::new(0);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = &self.member[self.at..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at = (self.at + count) % self.member.len();
        READ.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[test]
fn a_stream_of_zeros_without_end() {
    let member = make::gz(&vec![0; 1 << 20]);
    let endless = Endless { member, at: 0 };
    let limits = Limits {
        bomb_bytes: 64 << 20,
        ..SMALL
    };
    let got = all(Source::Stream(Box::new(endless)), with(limits, &[]));
    assert!(matches!(got.end, Err(PackError::Bomb { .. })), "{:?}", got.end);
    assert!(READ.load(Ordering::Relaxed) < 2 << 20);
}

#[test]
fn a_chain_of_layers_none_of_which_is_a_bomb() {
    // Each layer alone gives less than 200 for one, or less than the bytes that are allowed.
    let zeros = vec![0; 3 << 20];
    let mut inner = make::gz(&zeros);
    assert!(inner.len() < 1 << 13);
    inner.extend(make::gz(&make::csv(8000)));
    let files: Vec<(String, Vec<u8>)> = (0..30).map(|at| (format!("{at}.csv.gz"), inner.clone())).collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let got = piped(&make::xz(&make::tar(&files)), with(SMALL, &[]));
    assert!(matches!(got.end, Err(PackError::Bomb { .. })), "{:?}", got.end);
}

#[test]
fn zips_in_zips_in_zips() {
    let mut bomb = make::zip(&[("0", &vec![0; 2 << 20])]);
    for _ in 0..4 {
        let files: Vec<(String, Vec<u8>)> = (0..16).map(|at| (format!("{at}.zip"), bomb.clone())).collect();
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        bomb = make::zip(&files);
    }
    let got = piped(&bomb, with(SMALL, &[]));
    assert!(matches!(got.end, Err(PackError::Bomb { .. })), "{:?}", got.end);
    let limits = Limits {
        depth: 3,
        ..Limits::default()
    };
    let got = piped(&bomb, with(limits, &[]));
    got.end.unwrap();
    assert_eq!(got.rejected.len(), 16 * 16 * 16);
    assert!(got.rejected.iter().all(|(_, reason)| reason.name() == "too_deep"));
    let limits = Limits {
        depth: 3,
        members: 100,
        ..Limits::default()
    };
    let got = piped(&bomb, with(limits, &[]));
    assert!(
        matches!(got.end, Err(PackError::TooManyMembers { most: 100 })),
        "{:?}",
        got.end
    );
}

#[test]
fn a_nest_deeper_than_the_limit() {
    let mut packed = b"a,b\n".to_vec();
    for depth in 1..=12 {
        packed = make::gz(&packed);
        let got = piped(&packed, Unpacking::default());
        match depth {
            ..=8 => assert_eq!(got.whole(), [b"a,b\n"]),
            _ => assert_eq!(got.reasons(), ["too_deep"]),
        }
    }
}

#[test]
fn entries_of_a_zip_that_share_bytes() {
    let shared = Entry {
        shares: true,
        ..Entry::stored(b"b.csv", b"a\n1\n")
    };
    let packed = make::odd_zip(&[Entry::stored(b"a.csv", b"a\n1\n"), shared]);
    assert_eq!(both(&packed).reasons(), ["overlapping_entries"]);
}

#[test]
fn a_hidden_entry_of_a_zip_is_counted() {
    let packed = make::odd_zip(&[
        Entry::stored(b"a.csv", b"first\n"),
        Entry::stored(b"a.csv", b"second\n"),
    ]);
    let got = both(&packed);
    assert_eq!(got.whole(), [b"second\n"]);
    assert_eq!(got.reasons(), ["hidden_by_same_name"]);
    let packed = make::tar(&[("a.csv", b"first\n"), ("a.csv", b"second\n")]);
    assert_eq!(both(&packed).whole(), [&b"first\n"[..], b"second\n"]);
}

#[test]
fn names_that_lead_out_of_the_archive() {
    let names: &[&[u8]] = &[b"../a.csv", b"x/../../a", b"/etc/passwd", b"C:\\a", b"..\\a", b"a\0b"];
    let mut entries: Vec<Entry> = names.iter().map(|name| Entry::stored(name, b"x\n")).collect();
    entries.push(Entry::stored(b"good.csv", b"y\n"));
    let got = both(&make::odd_zip(&entries));
    assert_eq!(got.whole(), [b"y\n"]);
    assert_eq!(got.reasons(), vec!["unsafe_name"; names.len()]);

    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.as_gnu_mut().unwrap().name[..8].copy_from_slice(b"../a.csv");
    header.set_size(2);
    header.set_cksum();
    builder.append(&header, &b"x\n"[..]).unwrap();
    assert_eq!(both(&builder.into_inner().unwrap()).reasons(), ["unsafe_name"]);
}

#[test]
fn links_and_devices_are_not_followed() {
    let mut builder = tar::Builder::new(Vec::new());
    for (kind, name) in [
        (tar::EntryType::Symlink, "a"),
        (tar::EntryType::Link, "b"),
        (tar::EntryType::Char, "c"),
        (tar::EntryType::Fifo, "d"),
        (tar::EntryType::Directory, "e/"),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_path(name).unwrap();
        header.set_link_name("/etc/passwd").unwrap();
        header.set_size(0);
        header.set_cksum();
        builder.append(&header, &b""[..]).unwrap();
    }
    let got = both(&builder.into_inner().unwrap());
    assert_eq!(got.reasons(), ["link", "link", "special_file", "special_file"]);

    let link = Entry {
        mode: 0o120_777,
        ..Entry::stored(b"a", b"/etc/passwd")
    };
    let device = Entry {
        mode: 0o020_666,
        ..Entry::stored(b"b", b"x")
    };
    assert_eq!(
        both(&make::odd_zip(&[link, device])).reasons(),
        ["link", "special_file"]
    );
}

#[test]
fn a_name_without_end_is_not_held_in_memory() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_path("././@LongLink").unwrap();
    header.set_size(1 << 40);
    header.set_cksum();
    packed.write_all(header.as_bytes()).unwrap();
    packed.write_all(&vec![b'a'; 8 << 20]).unwrap();
    let got = piped(&packed.finish().unwrap(), Unpacking::default());
    assert_eq!(got.reasons(), ["truncated"]);
}
