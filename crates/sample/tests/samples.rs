//! The corpus of tests/samples: every file is read right with no option stated, by its truth. `ASSAY_SAMPLES=sql cargo test
//! --test samples -- --nocapture` reads those whose path holds `sql` and says what differs.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod corpus;

use corpus::{Company, Truth, differences};

#[test]
fn every_sample_is_read_right() {
    let company = Company::shipped();
    let wanted = std::env::var("ASSAY_SAMPLES").unwrap_or_default();
    let truths: Vec<Truth> = Truth::all()
        .into_iter()
        .filter(|truth| truth.file.contains(&wanted))
        .collect();
    assert!(
        !wanted.is_empty() || truths.len() >= 350,
        "only {} samples",
        truths.len()
    );
    let mut wrong = 0;
    for truth in &truths {
        let found = differences(truth, &company);
        if !found.is_empty() {
            wrong += 1;
            println!("{} ({})", truth.file, truth.what);
            for difference in found {
                println!("    {difference}");
            }
        }
    }
    assert_eq!(wrong, 0, "of {} samples", truths.len());
}
