//! What a sample is taken for, in short: `cargo run -p assay-sample --example look -- FILE…`.
#![allow(clippy::print_stdout)]

fn main() {
    for path in std::env::args().skip(1) {
        match assay_sample::Sample::open(std::path::Path::new(&path), &assay_sample::Options::default()) {
            Ok(mut sample) => {
                while let Ok(Some(_)) = sample.next_batch(1_000) {}
                println!("{path}: {:?}", sample.counts());
                for table in sample.tables() {
                    println!("  {:?}", table.dialect);
                    for column in &table.columns {
                        println!("    {column:?}");
                    }
                }
            }
            Err(error) => println!("{path}: {error}"),
        }
    }
}
