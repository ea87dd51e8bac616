//! What is packed comes out again.

use assay_sample::pack::{Limits, MemberFault, Unpacking};

use crate::{
    make::{self, Entry},
    run::{both, piped, with},
};

type Pack = fn(&[u8]) -> Vec<u8>;

pub(crate) const FRAMES: &[(&str, Pack)] = &[
    ("gz", make::gz),
    ("bz2", make::bz2),
    ("xz", make::xz),
    ("zst", make::zst),
    ("lz4", make::lz4),
];

pub(crate) const ARCHIVES: &[(&str, Pack)] = &[
    ("tar", |bytes| make::tar(&[("a.csv", bytes)])),
    ("zip", |bytes| make::zip(&[("a.csv", bytes)])),
    ("7z", |bytes| make::seven(&[("a.csv", bytes)])),
];

#[test]
fn plain_text_is_one_member() {
    let text = make::csv(50_000);
    let got = both(&text);
    assert_eq!(got.whole(), [text.as_slice()]);
    assert_eq!(got.members[0].kind, "stream");
    assert_eq!(both(b"").reasons(), ["empty"]);
}

#[test]
fn every_form_gives_back_what_it_holds() {
    let text = make::csv(40_000);
    for (name, pack) in FRAMES.iter().chain(ARCHIVES) {
        let got = both(&pack(&text));
        assert!(got.whole() == [text.as_slice()], "{name}");
        assert!(got.rejected.is_empty(), "{name}: {:?}", got.rejected);
    }
}

#[test]
fn every_form_in_every_form_in_every_form() {
    let text = make::csv(300);
    let all: Vec<_> = FRAMES.iter().chain(ARCHIVES).collect();
    for (outer, pack) in &all {
        for (middle, pack_middle) in &all {
            for (inner, pack_inner) in &all {
                let got = piped(&pack(&pack_middle(&pack_inner(&text))), Unpacking::default());
                assert!(got.whole() == [text.as_slice()], "{inner} in {middle} in {outer}");
                assert!(
                    got.rejected.is_empty(),
                    "{inner} in {middle} in {outer}: {:?}",
                    got.rejected
                );
            }
        }
    }
}

#[test]
fn streams_behind_each_other_are_one_file() {
    for (name, pack) in FRAMES {
        let mut packed = pack(b"a,b\n1,2\n");
        packed.extend(pack(b"3,4\n"));
        let got = both(&packed);
        assert_eq!(got.whole(), [b"a,b\n1,2\n3,4\n"], "{name}");
        // Zeros are padding, anything else is counted.
        packed.extend([0; 8]);
        assert!(both(&packed).rejected.is_empty(), "{name}");
        packed.extend(b"garbage");
        let got = both(&packed);
        assert_eq!(got.whole(), [b"a,b\n1,2\n3,4\n"], "{name}");
        assert_eq!(
            got.rejected[0].1.to_string(),
            "7 bytes follow the end of the container, and are not read",
            "{name}"
        );
    }
}

#[test]
fn frames_without_data_are_skipped() {
    let mut packed = b"\x50\x2A\x4D\x18\x03\0\0\0abc".to_vec();
    packed.extend(make::zst(b"a,b\n"));
    packed.extend(b"\x5F\x2A\x4D\x18\0\0\0\0");
    assert_eq!(both(&packed).whole(), [b"a,b\n"]);
    let mut cut = packed.clone();
    cut.truncate(9);
    assert_eq!(both(&cut).reasons(), ["truncated"]);
}

#[test]
fn archives_of_several_files() {
    let files: &[(&str, &[u8])] = &[
        ("a.csv", b"a\n1\n"),
        ("x/b.csv", b"b\n2\n"),
        ("none.csv", b""),
        (".DS_Store", b"x"),
    ];
    let bytes = [make::tar(files), make::zip(files), make::seven(files)];
    for packed in bytes {
        let got = both(&packed);
        assert_eq!(got.whole(), [b"a\n1\n", b"b\n2\n"]);
        let mut reasons = got.reasons();
        reasons.sort_unstable();
        assert_eq!(reasons, ["empty", "junk"]);
    }
    let got = both(&make::gz(&make::tar(files)));
    assert_eq!(got.places[1], "file 1, Gzip entry 1, Tar entry 2 (.csv)");
}

#[test]
fn tars_old_long_and_behind_each_other() {
    let mut old = tar::Header::new_old();
    old.set_path("old.csv").unwrap();
    old.set_size(4);
    old.set_cksum();
    let mut builder = tar::Builder::new(Vec::new());
    builder.append(&old, &b"a\n1\n"[..]).unwrap();
    let old = builder.into_inner().unwrap();
    assert_eq!(both(&old).whole(), [b"a\n1\n"]);

    let long = format!("{}/a.csv", "folder/".repeat(60));
    let mut two = make::tar(&[(&long, b"long\n")]);
    two.extend(&old);
    let got = both(&two);
    assert_eq!(got.whole(), [&b"long\n"[..], b"a\n1\n"]);
    assert_eq!(got.places[0], "file 1, Tar entry 1 (.csv)");

    let mut builder = tar::Builder::new(Vec::new());
    builder
        .append_pax_extensions([("path", &b"pax.tsv"[..]), ("size", b"4")])
        .unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_path("short").unwrap();
    header.set_size(0);
    header.set_cksum();
    builder.append(&header, &b""[..]).unwrap();
    let mut pax = builder.into_inner().unwrap();
    pax.truncate(pax.len() - 1024);
    pax.extend(b"b\n2\n");
    pax.resize(pax.len().next_multiple_of(512), 0);
    let got = both(&pax);
    assert_eq!(got.whole(), [b"b\n2\n"], "{:?} {}", got.rejected, pax.len());
    assert_eq!(got.places[0], "file 1, Tar entry 1 (.tsv)");
}

#[test]
fn zips_of_every_method_and_without_sizes() {
    let text = b"ssn,phone\n123-45-6789,555-0100\n".repeat(20);
    let lzma = include_bytes!("lzma.zip");
    let bzip2 = include_bytes!("bzip2.zip");
    let streamed = include_bytes!("streamed.zip");
    assert_eq!(both(lzma).whole(), [text.as_slice()]);
    assert_eq!(both(bzip2).whole(), [text.as_slice()]);
    assert_eq!(both(streamed).whole(), [text.as_slice(), b"x,y\n1,2\n"]);
    assert_eq!(both(include_bytes!("two.7z")).whole(), [text.as_slice(), b"x,y\n1,2\n"]);
    for (method, packed) in [(93, make::zst(&text)), (95, make::xz(&text))] {
        let entry = Entry {
            method,
            packed: &packed,
            unpacked: &text,
            ..Entry::stored(b"a.csv", b"")
        };
        assert_eq!(both(&make::odd_zip(&[entry])).whole(), [text.as_slice()], "{method}");
    }
    let entry = Entry {
        method: 98,
        ..Entry::stored(b"a.csv", b"abc")
    };
    assert_eq!(both(&make::odd_zip(&[entry])).reasons(), ["unread_method"]);
    // Without its directory the entries are still found.
    let got = both(&streamed[..streamed.len() - 60]);
    let bytes: Vec<_> = got.members.iter().map(|member| member.bytes.as_slice()).collect();
    assert_eq!(bytes, [text.as_slice(), b"x,y\n1,2\n"]);
    assert_eq!(got.reasons(), ["truncated"]);
}

#[test]
fn forms_that_need_seeking_come_whole() {
    let workbook = make::zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    let sqlite = b"SQLite format 3\0 and so on".to_vec();
    for bytes in [&workbook, &sqlite] {
        let got = both(bytes);
        assert_eq!((got.whole(), got.members[0].kind), (vec![bytes.as_slice()], "file"));
        let got = both(&make::tar(&[("a", bytes)]));
        assert_eq!((got.whole(), got.members[0].kind), (vec![bytes.as_slice()], "memory"));
        let limits = Limits {
            in_memory: 10,
            ..Limits::default()
        };
        let got = piped(&make::gz(bytes), with(limits, &[]));
        assert_eq!(got.reasons(), ["too_large"]);
        assert!(got.rejected[0].1.to_string().contains("10 bytes"), "{:?}", got.rejected);
    }
}

#[test]
fn what_is_not_read_is_rejected_inside_and_given_on_outside() {
    let rar = b"Rar!\x1A\x07\x01\0rest";
    assert_eq!(both(rar).whole(), [&rar[..]]);
    assert_eq!(both(&make::zip(&[("a.rar", rar)])).reasons(), ["unread_form"]);
}

#[test]
fn a_dictionary_above_the_limit_is_not_allocated() {
    let limits = Limits {
        decoder_memory: 1 << 16,
        ..Limits::default()
    };
    let text = make::csv(100);
    let mut long = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    long.window_log(20).unwrap();
    std::io::Write::write_all(&mut long, &make::csv(200_000)).unwrap();
    for packed in [
        make::xz(&text),
        make::seven(&[("a.csv", &text)]),
        long.finish().unwrap(),
    ] {
        let got = piped(&packed, with(limits, &[]));
        assert!(got.members.is_empty(), "{:?}", got.members.len());
        assert_eq!(got.rejected[0].1.name(), MemberFault::Memory.name());
    }
    let got = piped(include_bytes!("lzma.zip"), with(limits, &[]));
    assert_eq!(got.reasons(), ["memory"]);
}
