//! Wrong keys and files that were forged, cut, damaged or made by other rules are errors: they never look like a 0 %
//! match, and no flipped bit changes a result.

#![allow(clippy::unwrap_used)]

mod support;

use support::refused::{refused, small_folder};
use support::{ACME, OTHER, container};

#[test]
fn a_wrong_key_is_refused() {
    let folder = small_folder();
    folder.done("seal sample.csv --key other.key -o other.sealed");
    refused(
        &folder,
        "test sample.csv --index acme.assay --key other.key",
        &["acme.assay", "key", "assay inspect"],
    );
    refused(
        &folder,
        "test sample.sealed --index acme.assay --key other.key",
        &["acme.assay", "key"],
    );
    refused(
        &folder,
        "test other.sealed --index acme.assay --key acme.key",
        &["other.sealed", "acme.assay", "--key"],
    );
    refused(
        &folder,
        "test other.sealed --index acme.assay --key acme.key --key other.key",
        &["other.sealed", "same key"],
    );
}

#[test]
fn a_forged_manifest_is_refused() {
    let folder = small_folder();
    let rename = |json: &str| json.replace("\"ACME\"", "\"ACMF\"");
    folder.write(
        "forged.assay",
        container::with_manifest(&folder.read("acme.assay"), None, rename),
    );
    refused(
        &folder,
        "test sample.csv --index forged.assay --key acme.key",
        &["forged.assay", "seal"],
    );
    // Sealed anew by somebody with another key, who claims the first one's id.
    folder.write(
        "forged.assay",
        container::with_manifest(&folder.read("acme.assay"), Some(OTHER), rename),
    );
    for keys in ["--key acme.key", "--key acme.key --key other.key"] {
        refused(
            &folder,
            &format!("test sample.csv --index forged.assay {keys}"),
            &["forged.assay", "seal"],
        );
    }
    let more = |json: &str| json.replace("\"rows\":24", "\"rows\":25");
    folder.write(
        "forged.sealed",
        container::with_manifest(&folder.read("sample.sealed"), None, more),
    );
    refused(
        &folder,
        "test forged.sealed --index acme.assay --key acme.key",
        &["forged.sealed", "seal"],
    );
    // By a holder of the key it is believed: the check above is of the seal and of nothing else.
    folder.write(
        "own.assay",
        container::with_manifest(&folder.read("acme.assay"), Some(ACME), rename),
    );
    folder.done("test sample.csv --index own.assay --key acme.key");
}

#[test]
fn an_index_by_other_rules_is_refused() {
    let folder = small_folder();
    for (name, tested) in [("acme.assay", "sample.csv"), ("sample.sealed", "other.it")] {
        let bytes = folder.read(name);
        let versions = |json: &str| match name {
            "acme.assay" => json.replacen("\"versions\":[1", "\"versions\":[99", 1),
            _ => json.replacen("\",[1", "\",[99", 1),
        };
        folder.write("other.it", container::with_manifest(&bytes, Some(ACME), versions));
        let index = if name == "acme.assay" { "other.it" } else { "acme.assay" };
        refused(
            &folder,
            &format!("test {tested} --index {index} --key acme.key"),
            &["other.it", "other rules", "99"],
        );
    }
    let index = folder.read("acme.assay");
    let format = |bytes: &[u8], version: u32| [&bytes[..8], &version.to_le_bytes(), &bytes[12..]].concat();
    folder.write("later.assay", format(&index, 2));
    let told = ["later.assay", "version 2", "version 1"];
    refused(&folder, "test sample.csv --index later.assay --key acme.key", &told);
    refused(&folder, "inspect later.assay", &told);
    let scheme = |json: &str| json.replace("\"scheme\":\"keyed\"", "\"scheme\":\"other\"");
    folder.write("scheme.assay", container::with_manifest(&index, Some(ACME), scheme));
    refused(
        &folder,
        "test sample.csv --index scheme.assay --key acme.key",
        &["scheme.assay"],
    );
}

#[test]
fn an_unknown_section_is_refused_if_it_is_required_and_passed_over_if_not() {
    let folder = small_folder();
    let with = |tag: &[u8; 4]| [&folder.read("acme.assay")[..], tag, &3u64.to_le_bytes(), b"abc"].concat();
    folder.write("more.assay", with(b"Xtra"));
    refused(
        &folder,
        "test sample.csv --index more.assay --key acme.key",
        &["more.assay"],
    );
    folder.write("more.assay", with(b"xtra"));
    let told = folder
        .done("test sample.csv --index more.assay --key acme.key --json -")
        .stdout();
    assert!(told.contains("\"full\": 2"), "{told}");
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let folder = small_folder();
    for (name, test) in DAMAGED {
        let whole = folder.read(name);
        let mut random = support::random::Random::new(1);
        // Below 8 bytes nothing says what it was.
        let mut cuts: Vec<usize> = vec![8, 9, 11, 12, 13, whole.len() - 1];
        for section in container::sections(&whole) {
            let content = &section.content;
            cuts.extend([section.head, section.head + 5, content.start, content.end - 1]);
        }
        cuts.extend((0..30).map(|_| random.below(whole.len())));
        cuts.retain(|cut| (8..whole.len()).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        assert!(cuts.len() > 30);
        for cut in cuts {
            folder.write("damaged", &whole[..cut]);
            refused(&folder, test, &["damaged"]);
            let inspected = folder.run(&["inspect", "damaged"]);
            assert_eq!(inspected.status, Some(1), "cut at {cut}: {inspected}");
        }
        folder.write("damaged", [&whole[..], b"\0"].concat());
        refused(&folder, test, &["damaged"]);
    }
}

#[test]
fn a_flipped_bit_is_refused_or_is_not_touched_and_never_changes_a_result() {
    let folder = small_folder();
    for (name, test) in DAMAGED {
        let whole = folder.read(name);
        let sections = container::sections(&whole);
        folder.write("damaged", &whole);
        let undamaged = folder.done(&format!("{test} --rows rows.csv")).findings();
        let rows = folder.read("rows.csv");
        let mut random = support::random::Random::new(2);
        let mut places: Vec<usize> = (0..12).collect();
        for section in &sections {
            // Its head, the hash or lengths at the beginning of what is in it, and some of the rest.
            places.extend((0..4).map(|_| section.head + random.below(12)));
            places.extend((0..2).map(|_| section.content.start + random.below(32.min(section.content.len()))));
            places.extend((0..3).map(|_| section.content.start + random.below(section.content.len())));
        }
        places.extend((0..90).map(|_| random.below(whole.len())));
        let (mut refusals, mut untouched) = (0, 0);
        for at in places {
            let bit = random.below(8);
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            folder.write("damaged", &bytes);
            let ran = folder.run(&format!("{test} --rows rows.csv").split(' ').collect::<Vec<_>>());
            let place = format!("{name}, bit {bit} of byte {at}");
            match ran.status {
                Some(0) => {
                    untouched += 1;
                    assert_eq!(ran.findings(), undamaged, "{place} changes the report");
                    assert!(folder.read("rows.csv") == rows, "{place} changes the rows");
                    assert_eq!(name, "acme.assay", "{place}: all of a sealed sample is touched");
                    let holds = sections.iter().find(|section| section.content.contains(&at)).unwrap();
                    assert_eq!(
                        holds.tag, *b"SHRD",
                        "{place}: only a filter that isn't asked may be damaged"
                    );
                }
                Some(1) => {
                    refusals += 1;
                    let told = ran.stderr();
                    assert!(
                        told.starts_with("assay: ") && told.contains("damaged"),
                        "{place}: {ran}"
                    );
                    assert!(ran.stdout.is_empty(), "{place}: {ran}");
                    assert!(folder.read("rows.csv") == rows, "{place}: the rows of before stay");
                }
                _ => panic!("{place}: {ran}"),
            }
            assert!(folder.left_behind().is_empty(), "{place}");
        }
        assert!(refusals > 100, "{name}: {refusals}");
        assert_eq!(untouched > 0, name == "acme.assay", "{name}: {untouched}");
    }
}

#[test]
fn sections_in_another_order_or_twice_are_refused() {
    let folder = small_folder();
    let whole = folder.read("acme.assay");
    let sections = container::sections(&whole);
    let part = |at: usize| &whole[sections[at].head..sections[at].content.end];
    let shards: Vec<usize> = (0..sections.len()).filter(|at| sections[*at].tag == *b"SHRD").collect();
    for (first, second) in [(shards[0], shards[1]), (shards[7], shards[8])] {
        let mut order: Vec<usize> = (0..sections.len()).collect();
        order.swap(first, second);
        let parts: Vec<&[u8]> = order.into_iter().map(part).collect();
        folder.write("swapped.assay", [&whole[..12], &parts.concat()].concat());
        refused(
            &folder,
            "test sample.csv --index swapped.assay --key acme.key",
            &["swapped.assay", "damaged"],
        );
    }
    for twice in 0..sections.len() {
        folder.write("twice.assay", [&whole, part(twice)].concat());
        refused(
            &folder,
            "test sample.csv --index twice.assay --key acme.key",
            &["twice.assay", "damaged"],
        );
    }
}

/// A damaged file, and how it is used.
const DAMAGED: [(&str, &str); 2] = [
    ("acme.assay", "test sample.csv --index damaged --key acme.key --json -"),
    (
        "sample.sealed",
        "test damaged --index acme.assay --key acme.key --json -",
    ),
];
