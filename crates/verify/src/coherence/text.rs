//! Short texts that are kept with a row.

/// The beginning of a text. It is somebody's name or address: no Debug.
#[derive(Clone, Copy)]
pub(super) struct Short {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Short {
    pub(super) const EMPTY: Short = Short {
        bytes: [0; LONGEST],
        length: 0,
    };

    /// The leading bytes of a text, letters in lower case.
    pub(super) fn of(text: &[u8]) -> Short {
        let mut short = Short::EMPTY;
        for (to, from) in short.bytes.iter_mut().zip(text) {
            *to = from.to_ascii_lowercase();
            short.length += 1;
        }
        short
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Its runs of letters.
    pub(super) fn words(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes()
            .split(|byte| !byte.is_ascii_lowercase())
            .filter(|word| !word.is_empty())
    }
}

/// Whether `text` has `part` in it.
pub(super) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

/// Names and local parts are hardly ever longer.
const LONGEST: usize = 40;
