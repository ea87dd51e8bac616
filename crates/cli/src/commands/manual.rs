//! `assay completions` and `assay man`: both from the one definition of the arguments.

use std::io::Write;

use assay_index::Output;
use clap::CommandFactory;

use crate::args::{Cli, Completions, Man};

pub(crate) fn completions(args: &Completions) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "assay", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(())
}

pub(crate) fn man(args: &Man) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    let mut pages = vec![("assay".to_owned(), command.clone())];
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        pages.push((format!("assay-{}", sub.get_name()), sub.clone()));
        for part in sub.get_subcommands().filter(|part| part.get_name() != "help") {
            pages.push((format!("assay-{}-{}", sub.get_name(), part.get_name()), part.clone()));
        }
    }
    for (name, command) in pages {
        let mut output = Output::create(&args.folder.join(format!("{name}.1")), false)?;
        clap_mangen::Man::new(command.display_name(name)).render(&mut output)?;
        output.finish()?;
    }
    Ok(())
}
