//! A field that a listing promises.

use std::fmt;
use std::str::FromStr;

use assay_fields::Kind;
use assay_fields::detect::kind_of_promise;
use serde::{Deserialize, Serialize};

/// A field that a listing promises: a kind, or the seller's words for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Promise {
    words: String,
    kind: Option<Kind>,
}

/// Words that can't be a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a kind or the seller's words for a field, such as ssn or \"driver licenses\", of 1 to {MOST_LETTERS} letters"
)]
pub struct BadPromise;

impl Promise {
    /// The words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The kind that they name, if any.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }
}

impl FromStr for Promise {
    type Err = BadPromise;

    fn from_str(words: &str) -> Result<Promise, BadPromise> {
        let words = words.trim();
        match words.chars().count() {
            1..=MOST_LETTERS => Ok(Promise {
                words: words.to_owned(),
                kind: kind_of_promise(words),
            }),
            _ => Err(BadPromise),
        }
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<Promise> for String {
    fn from(promise: Promise) -> String {
        promise.words
    }
}

impl TryFrom<String> for Promise {
    type Error = BadPromise;

    fn try_from(words: String) -> Result<Promise, BadPromise> {
        words.parse()
    }
}

const MOST_LETTERS: usize = 100;
