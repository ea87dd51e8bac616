//! Options of the form `--name value`.

use std::collections::HashMap;
use std::str::FromStr;

use anyhow::{Context, bail};

/// The options that a program was given.
pub struct Arguments(HashMap<String, String>);

impl Arguments {
    /// Reads the command line; every option has a value.
    ///
    /// # Errors
    /// A word that is no option, or an option without a value.
    pub fn read() -> anyhow::Result<Arguments> {
        let mut options = HashMap::new();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                bail!("expected an option, found {word}");
            };
            let value = words.next().with_context(|| format!("--{name} needs a value"))?;
            options.insert(name.to_owned(), value);
        }
        Ok(Arguments(options))
    }

    /// The value of an option that must be there.
    ///
    /// # Errors
    /// It is missing, or has another form.
    pub fn get<T: FromStr>(&self, name: &str) -> anyhow::Result<T> {
        let text = self.0.get(name).with_context(|| format!("--{name} is missing"))?;
        let value = text.parse().ok();
        value.with_context(|| format!("--{name} has another form: {text}"))
    }
}
