//! Steps from line to line.

use super::records::MAX_LINE;
use crate::Error;
use crate::window::Window;

/// What stands at the beginning of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line that is at hand.
    Whole {
        /// Bytes of it without its end.
        text: usize,
        /// Bytes of it with its end.
        length: usize,
    },
    /// A line that was too long, passed over.
    TooLong,
    /// The end.
    End,
}

/// Brings the next line at hand.
pub(crate) fn next(window: &mut Window) -> Result<Line, Error> {
    let mut seen = 0;
    loop {
        let rest = window.rest();
        if let Some(at) = memchr::memchr(b'\n', &rest[seen..]).map(|at| seen + at) {
            if at > MAX_LINE {
                window.advance_lines(at + 1, 1);
                return Ok(Line::TooLong);
            }
            let returned = at > 0 && rest[at - 1] == b'\r';
            return Ok(Line::Whole {
                text: at - usize::from(returned),
                length: at + 1,
            });
        }
        seen = rest.len();
        if seen > MAX_LINE {
            skip(window)?;
            return Ok(Line::TooLong);
        }
        if !window.more()? {
            let returned = rest_ends_in_return(window);
            return Ok(match seen {
                0 => Line::End,
                length => Line::Whole {
                    text: length - usize::from(returned),
                    length,
                },
            });
        }
    }
}

/// Passes over the rest of a line, however long it is.
pub(crate) fn skip(window: &mut Window) -> Result<(), Error> {
    loop {
        if let Some(at) = memchr::memchr(b'\n', window.rest()) {
            window.advance_lines(at + 1, 1);
            return Ok(());
        }
        window.advance_lines(window.rest().len(), 0);
        if !window.more()? {
            return Ok(());
        }
    }
}

fn rest_ends_in_return(window: &Window) -> bool {
    window.rest().last() == Some(&b'\r')
}
