//! What the program says on stderr.

use std::io::{IsTerminal, Write};

/// Remarks and errors on stderr.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    quiet: bool,
}

impl Talk {
    pub(crate) fn new(quiet: bool) -> Talk {
        Talk { quiet }
    }

    /// Whether progress may be shown: stderr is a terminal and nobody asked for quiet.
    pub(crate) fn shows_progress(self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// A remark.
    pub(crate) fn say(self, text: &str) {
        if !self.quiet {
            last_words(text);
        }
    }

    /// An error with its causes.
    pub(crate) fn error(self, error: &anyhow::Error) {
        last_words(&format!("assay: {}", causes(error)));
    }
}

/// Writes lines to stderr, if stderr is still there.
pub(crate) fn last_words(text: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in text.split('\n') {
        let _ = writeln!(stderr, "{}", assay_report::plain(line));
    }
}

/// Whether stdout wants colour: it is a terminal, and `NO_COLOR` is unset or empty.
pub(crate) fn wants_colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// An error and its causes, each once: a typed error often says its cause already.
fn causes(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}
