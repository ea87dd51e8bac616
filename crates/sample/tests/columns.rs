//! What columns are called, how mappings and files are treated.
#![allow(clippy::unwrap_used)]

use std::io::{self, Cursor};
use std::sync::{Arc, Mutex};

use assay_fields::{DateOrder, Kind, Mapping};
use assay_sample::pack::Watch;
use assay_sample::{Error, Options, Sample, Watchers};

fn mapped(map: &[&str]) -> Options {
    Options {
        map: map
            .iter()
            .map(|mapping| mapping.parse().unwrap())
            .collect::<Vec<Mapping>>(),
        ..Options::default()
    }
}

const TEXT: &[u8] = b"ssn,Zyx Nr,phone,phone\n456-12-7890,A1,2125550123,\n457-12-7891,A2,2125550124,\n";

fn from_bytes(bytes: &'static [u8], options: &Options) -> Result<Sample, Error> {
    Sample::from_reader("test", Cursor::new(bytes), options)
}

fn open(options: &Options) -> Result<Sample, Error> {
    from_bytes(TEXT, options)
}

#[test]
fn a_name_is_printed_only_if_it_is_known_or_given() {
    let plain = open(&Options::default()).unwrap();
    assert_eq!(plain.columns()[0].printable_name(), "ssn");
    let options = mapped(&["account=zyx nr"]);
    let named = open(&options).unwrap();
    assert_eq!(named.columns()[1].printable_name(), "Zyx Nr");
    assert_eq!(named.columns()[1].reading().unwrap().kind, Kind::Account);
    assert!(named.columns()[1].is_mapped());

    let misread = Options {
        header: Some(true),
        ..Options::default()
    };
    let sample = from_bytes(b"Ann Li,456-12-7890\nBob Lo,457-12-7891\n", &misread).unwrap();
    assert_eq!(sample.columns()[1].printable_name(), "column 2");
    assert!(!format!("{sample:?}").contains("7890"));
}

#[test]
fn a_mapping_wins_over_detection() {
    let sample = open(&mapped(&["ssn=#2", "opaque:plan=1"])).unwrap();
    let first = sample.columns()[0].reading().unwrap();
    assert_eq!(first.kind, Kind::Opaque);
    assert_eq!(first.opaque.as_ref().unwrap().as_str(), "plan");
    assert_eq!(sample.columns()[1].reading().unwrap().kind, Kind::Ssn);

    // The detected column of a mapped kind is no longer one.
    let sample = open(&mapped(&["ssn=#2"])).unwrap();
    assert!(sample.columns()[0].reading().is_none());

    let options = Options {
        date_order: Some(DateOrder::DayFirst),
        ..mapped(&["dob=#2"])
    };
    let sample = open(&options).unwrap();
    assert_eq!(sample.columns()[1].reading().unwrap().date_order, DateOrder::DayFirst);
}

#[test]
fn an_assumed_date_order_is_told() {
    let assumed = |text: &'static [u8], options: &Options| {
        let sample = from_bytes(text, options).unwrap();
        assert_eq!(sample.columns()[1].reading().unwrap().kind, Kind::Dob);
        sample.columns()[1].is_date_order_assumed()
    };
    let open = b"name,dob\nAnn Li,01/02/1990\nBob Lo,03/04/1991\n";
    let decided = b"name,dob\nAnn Li,21/02/1990\nBob Lo,23/04/1991\n";
    let stated = Options {
        date_order: Some(DateOrder::DayFirst),
        ..Options::default()
    };
    assert!(assumed(open, &Options::default()));
    assert!(assumed(open, &mapped(&["dob=2"])));
    assert!(!assumed(open, &stated));
    assert!(!assumed(decided, &Options::default()));
    assert!(!assumed(decided, &mapped(&["dob=2"])));
}

#[test]
fn mappings_to_no_column_say_which_columns_there_are() {
    let message = |map: &[&str]| open(&mapped(map)).unwrap_err().to_string();
    let missing = message(&["email=mail"]);
    assert_eq!(
        missing,
        "test: there is no column `mail`: there are 4 columns, among them ssn, phone, phone; name one of them, or give \
         its number from 1 (as in ssn=#3)"
    );
    assert!(message(&["email=#5"]).contains("no column #5"));
    assert!(message(&["email=#0"]).contains("no column #0"));
    assert!(message(&["phone=phone"]).contains("several columns are called `phone`: [3, 4]"));
    assert!(message(&["email=#1", "phone=#1"]).contains("column 1 is mapped twice"));
    let headless = from_bytes(b"a@x.org\nb@x.org\n", &mapped(&["opaque=#1"]));
    assert!(headless.unwrap_err().to_string().contains("opaque:plan=#1"));
    // A header outside the vocabulary becomes a name only if the user wrote it.
    assert!(message(&["opaque=#2"]).contains("opaque:plan=#2"));
    assert!(open(&mapped(&["opaque=zyx nr"])).is_ok());
}

#[test]
fn a_tee_sees_every_byte_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.csv");
    let mut text = b"name,city\n".to_vec();
    for n in 0..300_000 {
        text.extend(format!("Ann{n},Oslo\n").as_bytes());
    }
    std::fs::write(&path, &text).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    struct Tee(Arc<Mutex<Vec<u8>>>);
    impl Watch for Tee {
        fn bytes(&mut self, bytes: &[u8]) {
            self.0.lock().unwrap().extend_from_slice(bytes);
        }
    }
    let tee = Watchers {
        bytes: Some(Box::new(Tee(Arc::clone(&seen)))),
        rejects: None,
    };
    let mut sample = Sample::open_with(&path, &Options::default(), tee).unwrap();
    while sample.next_batch(10_000).unwrap().is_some() {}
    assert_eq!(sample.bytes_read(), text.len() as u64);
    drop(sample);
    assert!(*seen.lock().unwrap() == text);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Sample::open(folder.path(), &Options::default()).unwrap_err();
    assert!(error.to_string().contains("holds no file that can be read"), "{error}");
    let missing = folder.path().join("missing.csv");
    let error = Sample::open(&missing, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("missing.csv"));

    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let error = Sample::from_reader("stdin", Broken, &Options::default()).unwrap_err();
    assert!(error.to_string().starts_with("cannot read stdin"));
}
