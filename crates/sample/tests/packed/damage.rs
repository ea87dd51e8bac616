//! Damaged input: what could be read is read, and the loss is said.

use assay_sample::pack::{MemberFault, Unpacking};
use proptest::prelude::*;

use crate::{
    formats::{ARCHIVES, FRAMES},
    make,
    run::{Got, piped, with},
};

/// Something is missing from `text`, and it is said.
fn assert_prefix(got: &Got, text: &[u8], what: &str) {
    got.end.as_ref().unwrap();
    for member in &got.members {
        // Less than a tar's first header is no tar yet, and a byte or two of a gzip file are none.
        let stump = if what.starts_with("tar") { 512 } else { 10 };
        let is_stump = what.contains("gz") && member.bytes.len() < stump && member.fault.is_some();
        assert!(is_stump || text.starts_with(&member.bytes), "{what}: no prefix");
    }
    let is_whole = matches!(&got.members[..], [one] if one.bytes == text && one.fault.is_none());
    let is_said = got.members.iter().any(|member| member.fault.is_some()) || !got.rejected.is_empty();
    assert!(is_whole || is_said, "{what}: a loss in silence");
}

#[test]
fn every_place_where_a_file_can_be_cut_off() {
    let text = make::csv(60);
    let mut packed: Vec<(String, Vec<u8>)> = FRAMES
        .iter()
        .chain(ARCHIVES)
        .map(|(name, pack)| ((*name).to_owned(), pack(&text)))
        .collect();
    packed.push(("tar.gz".to_owned(), make::gz(&make::tar(&[("a.csv", &text)]))));
    packed.push(("csv.gz in zip".to_owned(), make::zip(&[("a.csv.gz", &make::gz(&text))])));
    for (name, bytes) in packed {
        for length in 0..bytes.len() {
            let got = piped(&bytes[..length], Unpacking::default());
            // A handful of bytes of a format is not recognised as such: they come as they are.
            if length >= if name == "tar" { 262 } else { 12 } {
                assert_prefix(&got, &text, &format!("{name} cut off at {length} of {}", bytes.len()));
            }
        }
    }
}

#[test]
fn a_long_prefix_comes_out_of_what_is_cut_off() {
    let text = make::csv(100_000);
    for (name, pack) in FRAMES.iter().chain(ARCHIVES) {
        let packed = pack(&text);
        let got = piped(&packed[..packed.len() / 2], Unpacking::default());
        // Without its end a 7z archive shows nothing.
        if *name != "7z" {
            let [one] = &got.members[..] else {
                panic!("{name}: {}", got.members.len())
            };
            assert_eq!(one.fault, Some(MemberFault::Truncated), "{name}");
            assert!(
                one.bytes.len() > text.len() / 4,
                "{name}: {} of {}",
                one.bytes.len(),
                text.len()
            );
            assert!(text.starts_with(&one.bytes), "{name}");
        }
    }
}

#[test]
fn a_wrong_checksum_is_told() {
    let text = make::csv(1000);
    let mut packed = make::gz(&text);
    let at = packed.len() - 6;
    packed[at] ^= 1;
    let got = piped(&packed, Unpacking::default());
    assert_eq!(got.members[0].bytes, text);
    assert_eq!(got.members[0].fault, Some(MemberFault::Checksum));

    let mut packed = make::odd_zip(&[make::Entry::stored(b"a", &text), make::Entry::stored(b"b", b"x\n")]);
    packed[100] ^= 1;
    let got = piped(&packed, Unpacking::default());
    assert_eq!(got.members[0].fault, Some(MemberFault::Checksum));
    // The next entry is whole.
    assert_eq!(
        (got.members[1].bytes.as_slice(), got.members[1].fault),
        (&b"x\n"[..], None)
    );
}

#[test]
fn a_damaged_block_of_a_7z_takes_no_other_with_it() {
    let (a, b) = (make::csv(500), make::csv(400));
    let mut packed = make::seven(&[("a.csv", &a), ("b.csv", &b)]);
    packed[200] ^= 0xFF;
    let got = piped(&packed, Unpacking::default());
    assert!(
        got.members
            .first()
            .is_none_or(|one| one.fault.is_some() || one.bytes == b),
        "{got:?}"
    );
    assert_eq!(got.members.last().unwrap().bytes, b);
    assert!(got.members.len() == 2 || !got.rejected.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bits_do_no_harm(flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..4), form in 0_usize..9) {
        let text = make::csv(200);
        let all: Vec<_> = FRAMES.iter().chain(ARCHIVES).collect();
        let mut packed = match all.get(form) {
            Some((_, pack)) => pack(&text),
            None => make::gz(&make::tar(&[("a.csv", &text), ("b.csv", &text)])),
        };
        for (index, bit) in flips {
            let at = index.index(packed.len());
            packed[at] ^= 1 << bit;
        }
        let got = piped(&packed, with(Default::default(), &["a", "b"]));
        prop_assert!(!matches!(got.end, Err(assay_sample::pack::PackError::Panicked)), "{:?}", got.end);
    }

    #[test]
    fn any_bytes_behind_any_magic(form in 0_usize..9, keep in 1_usize..200, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let all: Vec<_> = FRAMES.iter().chain(ARCHIVES).collect();
        let mut packed = match all.get(form) {
            Some((_, pack)) => pack(b"a,b\n1,2\n"),
            None => Vec::new(),
        };
        packed.truncate(keep);
        packed.extend(&bytes);
        let got = piped(&packed, with(Default::default(), &["a"]));
        prop_assert!(!matches!(got.end, Err(assay_sample::pack::PackError::Panicked)), "{:?}", got.end);
    }
}
