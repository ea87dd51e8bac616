//! Protected archives.

use assay_sample::pack::{Limits, PackError};

use crate::{
    make,
    run::{piped, with},
};

const PROTECTED: &[(&str, &[u8])] = &[
    ("ZipCrypto", include_bytes!("crypt.zip")),
    ("AES zip", include_bytes!("aes.zip")),
    ("7z", include_bytes!("data.7z")),
    ("7z with a protected directory", include_bytes!("header.7z")),
];

#[test]
fn the_right_one_among_wrong_ones() {
    let text = b"ssn,phone\n123-45-6789,555-0100\n".repeat(20);
    for (name, bytes) in PROTECTED {
        let got = piped(bytes, with(Limits::default(), &["wrong", "Secret one", "secret one"]));
        assert_eq!(got.whole(), [text.as_slice()], "{name}");
        let nested = make::gz(&make::tar(&[("a", bytes)]));
        let got = piped(&nested, with(Limits::default(), &["secret one"]));
        assert_eq!(got.whole(), [text.as_slice()], "{name}");
    }
}

#[test]
fn none_and_wrong_ones_are_told_apart_from_damage() {
    for (name, bytes) in PROTECTED {
        let got = piped(bytes, with(Limits::default(), &[]));
        assert_eq!(got.reasons(), ["password"], "{name}");
        let error = got.end.unwrap_err();
        assert!(matches!(error, PackError::Password { tried: 0 }), "{name}: {error}");
        assert_eq!(
            error.to_string(),
            "the input is protected by a password, and no password is given; `--password-file` takes a file with passwords, one a line"
        );

        // Enough for the one check byte of ZipCrypto to let some pass.
        let wrong: Vec<String> = (0..if name.contains("7z") { 2 } else { 600 })
            .map(|at| format!("wrong {at}"))
            .collect();
        let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
        let got = piped(bytes, with(Limits::default(), &wrong));
        assert_eq!(got.reasons(), ["password"], "{name}");
        let error = got.end.unwrap_err();
        assert!(
            matches!(error, PackError::Password { tried } if tried == wrong.len()),
            "{name}: {error}"
        );
        assert!(!format!("{error} {error:?}").contains("wrong 1"), "{name}");
    }
}

#[test]
fn a_protected_archive_beside_an_open_one_is_rejected() {
    let both = make::tar(&[("a.csv", b"a\n1\n"), ("b.zip", PROTECTED[0].1)]);
    let got = piped(&both, with(Limits::default(), &[]));
    assert_eq!(got.whole(), [b"a\n1\n"]);
    assert_eq!(got.reasons(), ["password"]);
}

#[test]
fn a_password_is_never_shown() {
    let unpacking = with(Limits::default(), &["hunter2"]);
    assert_eq!(format!("{:?}", unpacking.passwords), "Passwords(1 of them)");
}

#[test]
fn every_place_where_a_protected_archive_can_be_cut_off() {
    for (_, bytes) in PROTECTED {
        for length in (12..bytes.len()).step_by(5) {
            let got = piped(&bytes[..length], with(Limits::default(), &["secret one"]));
            assert!(!matches!(got.end, Err(PackError::Panicked)));
            assert!(!got.rejected.is_empty() || got.members.iter().any(|one| one.fault.is_some()));
        }
    }
}
