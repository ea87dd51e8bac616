use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lz4_flex::frame::FrameDecoder;
use lzma_rust2::XzReader;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::layer::{Packed, drain, fill};
use crate::Form;

type Input<'a> = Packed<&'a mut dyn BufRead>;

/// Unpacks a compressed file, which is one stream or several behind each other. What follows the last one is counted
/// and not read; zero bytes are padding.
pub(super) struct Frames<'a> {
    form: Form,
    memory: u64,
    state: State<'a>,
    first: bool,
    /// Bytes after the last stream. Complete only after the end was read.
    pub(super) trailing: u64,
}

enum State<'a> {
    Between(Input<'a>),
    Gzip(Box<GzDecoder<Input<'a>>>),
    Bzip2(Box<BzDecoder<Input<'a>>>),
    Xz(Box<XzReader<Input<'a>>>),
    Zstd(Box<ZstdDecoder<'static, Input<'a>>>),
    Lz4(Box<FrameDecoder<NoEnd<Input<'a>>>>),
    Over,
}

impl<'a> Frames<'a> {
    /// `memory` is the most bytes that a decoder's dictionary may have.
    pub(super) fn new(form: Form, memory: u64, input: Input<'a>) -> Frames<'a> {
        Frames {
            form,
            memory,
            state: State::Between(input),
            first: true,
            trailing: 0,
        }
    }

    /// Whether a form is one that this unpacks.
    pub(super) const fn reads(form: Form) -> bool {
        matches!(form, Form::Gzip | Form::Bzip2 | Form::Xz | Form::Zstd | Form::Lz4)
    }

    /// Begins the next stream, if there is one.
    fn begin(&mut self, mut input: Input<'a>) -> io::Result<State<'a>> {
        loop {
            if !self.first && !skip_zeros(&mut input)? {
                return Ok(State::Over);
            }
            // Only one reading's worth is at hand for sure: what decides is taken, and read again by the decoder
            // where it may be.
            let magic = match peek(&mut input)? {
                Some(magic) => magic,
                None => return Ok(State::Over),
            };
            if let Form::Zstd | Form::Lz4 = self.form
                && matches!(magic, 0x50..=0x5F)
            {
                skip_frame(&mut input)?;
                self.first = false;
                continue;
            }
            if !self.first && magic != first_byte(self.form) {
                self.trailing += drain(&mut input)?;
                return Ok(State::Over);
            }
            break;
        }
        self.first = false;
        Ok(match self.form {
            Form::Bzip2 => State::Bzip2(Box::new(BzDecoder::new(input))),
            Form::Xz => {
                let kib = u32::try_from(self.memory >> 10).unwrap_or(u32::MAX);
                State::Xz(Box::new(XzReader::new_mem_limit(input, false, kib)))
            }
            Form::Zstd => {
                let mut decoder = ZstdDecoder::with_buffer(input)?.single_frame();
                decoder.window_log_max(self.memory.max(1).ilog2().clamp(10, WINDOW_LOG))?;
                State::Zstd(Box::new(decoder))
            }
            Form::Lz4 => State::Lz4(Box::new(FrameDecoder::new(NoEnd(input)))),
            _ => State::Gzip(Box::new(GzDecoder::new(input))),
        })
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            let count = match &mut self.state {
                State::Over => return Ok(0),
                State::Between(_) => 0,
                State::Gzip(decoder) => decoder.read(into)?,
                State::Bzip2(decoder) => decoder.read(into)?,
                State::Xz(decoder) => decoder.read(into)?,
                State::Zstd(decoder) => decoder.read(into)?,
                State::Lz4(decoder) => decoder.read(into)?,
            };
            if count > 0 {
                return Ok(count);
            }
            let input = match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Between(input) => input,
                State::Gzip(decoder) => decoder.into_inner(),
                State::Bzip2(decoder) => decoder.into_inner(),
                State::Xz(decoder) => decoder.into_inner(),
                State::Zstd(decoder) => decoder.finish(),
                State::Lz4(decoder) => decoder.into_inner().0,
            };
            self.state = self.begin(input)?;
        }
    }
}

/// Makes the end an error: the LZ4 decoder takes an end between two blocks for the end of the frame.
struct NoEnd<R>(R);

impl<R: Read> Read for NoEnd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 if !into.is_empty() => Err(io::Error::other("the frame is cut off")),
            count => Ok(count),
        }
    }
}

fn peek(input: &mut Input<'_>) -> io::Result<Option<u8>> {
    loop {
        match input.fill_buf() {
            Ok(bytes) => return Ok(bytes.first().copied()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Skips zero bytes; whether other bytes follow.
fn skip_zeros(input: &mut Input<'_>) -> io::Result<bool> {
    while let Some(0) = peek(input)? {
        let zeros = input.fill_buf()?.iter().take_while(|byte| **byte == 0).count();
        input.consume(zeros);
    }
    Ok(peek(input)?.is_some())
}

/// Skips a frame that holds no data of the file: four bytes of magic, four of length.
fn skip_frame(input: &mut Input<'_>) -> io::Result<()> {
    let (head, error) = fill(input, 8);
    if let Some(error) = error {
        return Err(error);
    }
    let [_, 0x2A, 0x4D, 0x18, a, b, c, d] = head[..] else {
        return Err(io::Error::other("no frame"));
    };
    let mut left = u64::from(u32::from_le_bytes([a, b, c, d]));
    while left > 0 {
        let (bytes, error) = fill(input, left.min(1 << 16) as usize);
        if let Some(error) = error {
            return Err(error);
        }
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        left -= bytes.len() as u64;
    }
    Ok(())
}

const fn first_byte(form: Form) -> u8 {
    match form {
        Form::Bzip2 => b'B',
        Form::Xz => 0xFD,
        Form::Zstd => 0x28,
        Form::Lz4 => 0x04,
        _ => 0x1F,
    }
}

/// The largest window of Zstandard, as a power of two: 128 MiB, which is what `zstd` itself reads without being told.
const WINDOW_LOG: u32 = 27;
