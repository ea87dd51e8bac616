//! Writes the shipped data anew: `cargo run --release -p assay-synth --example datasets -- datasets`.

use std::path::PathBuf;
use std::process::ExitCode;

#[allow(clippy::print_stderr)] // a program's talk
fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("expected the folder to write to, for instance: datasets");
        return ExitCode::from(2);
    };
    match assay_synth::datasets::write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
