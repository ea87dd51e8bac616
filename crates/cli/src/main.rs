//! The program `assay`: arguments to a plan, a library call, a printer. Data goes to stdout, talk to stderr.

mod args;
mod commands;
mod evidence;
mod input;
mod progress;
mod talk;

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;

use crate::args::{Cli, Command};
use crate::talk::Talk;

fn main() -> ExitCode {
    install_handlers();
    let cli = Cli::parse();
    let talk = Talk::new(cli.quiet);
    let run = std::panic::AssertUnwindSafe(|| run(cli, &talk));
    match std::panic::catch_unwind(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(_)) if INTERRUPTED.load(Ordering::SeqCst) => loop {
            // What failed, failed because the signal's handler took its files away; it ends the program.
            std::thread::park();
        },
        Ok(Err(error)) => {
            talk.error(&error);
            ExitCode::from(if error.is::<input::Usage>() { 2 } else { 1 })
        }
        // The hook has said where.
        Err(_) => ExitCode::from(1),
    }
}

fn run(cli: Cli, talk: &Talk) -> anyhow::Result<()> {
    if let Some(threads) = cli.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build_global()?;
    }
    match cli.command {
        Command::Keygen(args) => commands::keygen::run(&args, talk),
        Command::Index(args) => commands::index::run(&args, cli.threads, talk),
        Command::Test(args) => commands::test::run(&args, talk),
        Command::Estimate(args) => commands::estimate::run(&args, talk),
        Command::Seal(args) => commands::seal::run(&args, talk),
        Command::Inspect(args) => commands::inspect::run(&args, talk),
        Command::Synth(args) => commands::synth::run(&args, talk),
        Command::Demo(args) => commands::demo::run(&args, talk),
        Command::Completions(args) => commands::manual::completions(&args),
        Command::Man(args) => commands::manual::man(&args),
    }
}

/// A panic's text may hold a value, so only its place is said; a signal leaves no half-written file.
fn install_handlers() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line()));
        talk::last_words(&format!(
            "assay: stopped by a defect of its own{}; nothing was written; please report it with the command's shape, \
             without data",
            place.unwrap_or_default()
        ));
    }));
    // Without a handler a signal ends the program at once and leaves an unfinished file behind; nothing else
    // would be lost.
    let _ = ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        assay_index::remove_unfinished();
        commands::demo::remove_folder();
        std::process::exit(130);
    });
}

/// The reader of our output went away, such as `head`: not a failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Whether a signal came.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
