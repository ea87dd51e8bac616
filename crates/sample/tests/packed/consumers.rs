//! Whoever reads members may stop at any time, and readers may be slow.

use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use assay_sample::pack::{Content, Limits, MemberFault, Members, PackError, Source, Unpacking, Watch};

use crate::{
    make,
    run::{self, Seen, all, piped, with},
};

/// Yields one byte at a time, and is interrupted before every second one.
struct Drop {
    bytes: Cursor<Vec<u8>>,
    interrupted: bool,
}

impl Read for Drop {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = into.len().min(1);
        self.bytes.read(&mut into[..count])
    }
}

#[test]
fn slow_streams_give_the_same() {
    let text = make::csv(200);
    let packed = [
        text.clone(),
        make::gz(&make::tar(&[("a.csv", &text), ("b.csv.xz", &make::xz(&text))])),
        make::lz4(&make::zst(&text)),
        make::bz2(&text),
        make::zip(&[("a.7z", &make::seven(&[("a.csv", &text)]))]),
    ];
    for packed in packed {
        let slow = Drop {
            bytes: Cursor::new(packed.clone()),
            interrupted: false,
        };
        let slow = all(Source::Stream(Box::new(slow)), Unpacking::default());
        assert_eq!(slow.whole(), piped(&packed, Unpacking::default()).whole());
    }
}

/// Fails in the middle.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("the disk is broken")),
            count => Ok(count),
        }
    }
}

#[test]
fn a_failing_input_is_no_damage() {
    let text = make::csv(50_000);
    for bytes in [text.clone(), make::gz(&text)] {
        let half = bytes[..bytes.len() / 2].to_vec();
        let got = all(
            Source::Stream(Box::new(Failing(Cursor::new(half)))),
            Unpacking::default(),
        );
        assert_eq!(got.members[0].fault, Some(MemberFault::Input));
        assert!(text.starts_with(&got.members[0].bytes));
        let error = got.end.unwrap_err();
        assert_eq!(error.to_string(), "cannot read -: the disk is broken");
    }
}

#[test]
fn members_that_are_passed_over() {
    let (long, short) = (make::csv(150_000), b"x,y\n".to_vec());
    let files: &[(&str, &[u8])] = &[("a.csv", &long), ("b.csv", &short), ("c.csv", &long), ("d.csv", &short)];
    for packed in [make::gz(&make::tar(files)), make::zip(files), make::seven(files)] {
        let seen = Seen::default();
        let unpacking = Unpacking {
            watch: Some(Box::new(seen.clone())),
            ..Unpacking::default()
        };
        let source = Source::Stream(Box::new(Cursor::new(packed.clone())));
        let mut members = Members::open(source, unpacking).unwrap();
        let mut first = members.next().unwrap().unwrap();
        let Content::Stream(reader) = &mut first.content else {
            panic!()
        };
        reader.read_exact(&mut [0; 10]).unwrap();
        // The first is kept, and read on after the second was met; the third is dropped unread.
        let second = members.next().unwrap().unwrap();
        let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(MemberFault::of(&error), Some(MemberFault::Passed));
        assert_eq!(run::read(second).bytes, short);
        drop(members.next().unwrap().unwrap());
        let fourth = members.next().unwrap().unwrap();
        assert_eq!((fourth.number, run::read(fourth).bytes), (4, short.clone()));
        assert!(members.next().unwrap().is_none());
        assert_eq!(members.raw_bytes(), packed.len() as u64);
        assert_eq!(seen.0.lock().unwrap()[0].1, packed);
    }
}

/// Says when it is dropped, which the thread does at its end.
struct Ends(Arc<AtomicBool>);

impl Watch for Ends {
    fn bytes(&mut self, _bytes: &[u8]) {}
}

impl std::ops::Drop for Ends {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn the_thread_ends_with_its_consumer() {
    let text = make::csv(400_000);
    for packed in [
        text.clone(),
        make::zst(&text),
        make::tar(&[("a", b"SQLite format 3\0"), ("b", b"SQLite format 3\0"), ("c", &text)]),
    ] {
        for taken in 0..2 {
            let ended = Arc::new(AtomicBool::new(false));
            let unpacking = Unpacking {
                watch: Some(Box::new(Ends(Arc::clone(&ended)))),
                ..Unpacking::default()
            };
            let source = Source::Stream(Box::new(Cursor::new(packed.clone())));
            let mut members = Members::open(source, unpacking).unwrap();
            let member = (taken == 1).then(|| members.next().unwrap().unwrap());
            drop(members);
            drop(member);
            while !ended.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
        }
    }
}

/// Panics when it is read.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        panic!("as the test wants it");
    }
}

#[test]
fn a_panic_of_the_thread_is_an_error() {
    let got = all(Source::Stream(Box::new(Broken)), Unpacking::default());
    assert!(matches!(got.end, Err(PackError::Panicked)));
}

#[test]
fn what_is_held_in_memory_waits_to_be_taken() {
    let sqlite = [b"SQLite format 3\0".as_slice(), &[b'x'; 1000]].concat();
    let files: Vec<(String, &[u8])> = (0..50).map(|at| (format!("{at}.db"), sqlite.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let limits = Limits {
        in_memory: 100_000,
        ..Limits::default()
    };
    let got = piped(&make::tar(&files), with(limits, &[]));
    assert_eq!(got.whole().len(), 50);
    assert!(got.members.iter().all(|one| one.kind == "memory"));
}
