//! Lines of a window, however their text arrives.

use crate::Error;
use crate::window::Window;

/// Where the line ends, its line end included, that begins `from` bytes behind the beginning of the unread text: `from` at
/// the end of the text, `None` if the line is longer than [`LONGEST`].
pub(crate) fn line_end(window: &mut Window, from: usize) -> Result<Option<usize>, Error> {
    let mut seen = from;
    loop {
        let rest = window.rest();
        let found = rest.get(seen..).and_then(|rest| memchr::memchr(b'\n', rest));
        let end = found.map_or(rest.len(), |at| seen + at + 1);
        if end - from.min(end) > LONGEST {
            return Ok(None);
        }
        if found.is_some() {
            return Ok(Some(end));
        }
        seen = end;
        if !window.more()? {
            return Ok(Some(end));
        }
    }
}

/// Steps over a line of any length; only so much of it is in memory as arrives at once.
pub(crate) fn skip_line(window: &mut Window) -> Result<(), Error> {
    loop {
        let rest = window.rest();
        if let Some(at) = memchr::memchr(b'\n', rest) {
            window.advance(at + 1);
            return Ok(());
        }
        window.advance(rest.len());
        if !window.more()? {
            return Ok(());
        }
    }
}

/// Bytes of a line beyond which it is no row.
pub(crate) const LONGEST: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_do() {
        let mut window = Window::of(b"ab\n\nc");
        assert_eq!(line_end(&mut window, 0).unwrap(), Some(3));
        assert_eq!(line_end(&mut window, 3).unwrap(), Some(4));
        assert_eq!(line_end(&mut window, 4).unwrap(), Some(5));
        assert_eq!(line_end(&mut window, 5).unwrap(), Some(5));
        skip_line(&mut window).unwrap();
        assert_eq!(window.rest(), b"\nc");
    }

    #[test]
    fn a_line_too_long_is_none() {
        let mut window = Window::of(&vec![b'x'; LONGEST + 1]);
        assert_eq!(line_end(&mut window, 0).unwrap(), None);
        assert_eq!(line_end(&mut window, 1).unwrap(), Some(LONGEST + 1));
    }
}
