//! A source decoded while it is read: UTF-8 with `\n` line ends, checked strictly, hashed and counted.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::{memchr, memchr_iter};
use sha2::{Digest, Sha256};

use super::decode::{self, Found};
use super::{ReadOptions, Source, signature};
use crate::corpus::Origin;
use crate::error::{Error, Result};

/// Bytes read from the source at once.
const CHUNK: usize = 256 * 1024;

/// A source as a stream of UTF-8 without a byte order mark. Its errors carry an [`Error`].
pub(super) struct Utf8Stream {
    path: String,
    input: Box<dyn Read + Send>,
    encoding: &'static Encoding,
    decoder: Option<Decoder>,
    hasher: Option<Sha256>,
    /// Bytes of the source read so far.
    bytes: u64,
    /// Bytes of the source decoded so far, and the line ends in them.
    decoded: u64,
    lines: u64,
    /// Bytes read and not decoded yet: a character that is not complete.
    rest: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    /// Whether the text so far ended with a carriage return, which stands there as a line feed.
    after_return: bool,
    ended: bool,
}

/// A stream with what its first bytes showed.
pub(super) struct Opened {
    pub(super) stream: Utf8Stream,
    pub(super) head: String,
    pub(super) found: Found,
}

impl Utf8Stream {
    /// Opens a source and finds out about its encoding.
    pub(super) fn open(source: &Source, options: &ReadOptions) -> Result<Opened> {
        let path = source.shown();
        let mut input = decode::bytes_of(source)?;
        let head = decode::read_head(&mut input).map_err(|error| Error::read(&source.path, error))?;
        let mut found = decode::detect(&path, &head, head.len() < decode::HEAD, options)?;
        let text = decode::head_text(&head, &found);
        found.notices.extend(decode::double_encoded(&text));
        let mut hasher = (!options.unhashed).then(Sha256::new);
        if let (Some(hasher), Some(mark)) = (&mut hasher, head.get(..found.mark)) {
            hasher.update(mark);
        }
        let stream = Self {
            path,
            input: Box::new(
                io::Cursor::new(head.get(found.mark..).unwrap_or_default().to_vec()).chain(input),
            ),
            encoding: found.encoding,
            decoder: (found.encoding != UTF_8).then(|| found.encoding.new_decoder_without_bom_handling()),
            hasher,
            bytes: found.mark as u64,
            decoded: found.mark as u64,
            lines: 0,
            rest: Vec::new(),
            text: Vec::new(),
            given: 0,
            after_return: false,
            ended: false,
        };
        Ok(Opened { stream, head: text, found })
    }

    /// Writes size and hash into an origin; right once the stream has ended.
    pub(super) fn finish(&mut self, origin: &mut Origin) {
        origin.bytes = self.bytes;
        if let Some(hasher) = &self.hasher {
            origin.sha256 = decode::hex(&hasher.clone().finalize());
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = std::mem::take(&mut self.rest);
        let kept = raw.len();
        raw.resize(kept + CHUNK, 0);
        let read = loop {
            match self.input.read(raw.get_mut(kept..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        raw.truncate(kept + read);
        self.ended = read == 0;
        self.bytes += read as u64;
        if let (Some(hasher), Some(new)) = (&mut self.hasher, raw.get(kept..)) {
            hasher.update(new);
        }
        self.given = 0;
        self.text.clear();
        match &mut self.decoder {
            None => self.check(raw)?,
            Some(decoder) => {
                let room =
                    decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len() * 3);
                self.text.resize(room, 0);
                let (result, used, written) =
                    decoder.decode_to_utf8_without_replacement(&raw, &mut self.text, self.ended);
                self.text.truncate(written);
                if let DecoderResult::Malformed(length, after) = result {
                    let at = used.saturating_sub(usize::from(length) + usize::from(after));
                    return Err(self.wrong_byte(at));
                }
                self.decoded += used as u64;
            }
        }
        self.cut_returns();
        if memchr(0, &self.text).is_some() {
            return Err(io::Error::other(signature::nul_bytes(&self.path)));
        }
        self.lines += memchr_iter(b'\n', &self.text).count() as u64;
        Ok(())
    }

    /// `\r\n` and lone `\r` to `\n`, across the borders of chunks too.
    fn cut_returns(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let split = std::mem::take(&mut self.after_return) && self.text.first() == Some(&b'\n');
        if !split && memchr(b'\r', &self.text).is_none() {
            return;
        }
        self.after_return = self.text.last() == Some(&b'\r');
        let mut out = Vec::with_capacity(self.text.len());
        let mut rest = self.text.get(usize::from(split)..).unwrap_or_default();
        while let Some(at) = memchr(b'\r', rest) {
            let (before, after) = rest.split_at(at);
            out.extend_from_slice(before);
            out.push(b'\n');
            let pair = after.get(1) == Some(&b'\n');
            rest = after.get(1 + usize::from(pair)..).unwrap_or_default();
        }
        out.extend_from_slice(rest);
        self.text = out;
    }

    /// Takes the complete characters of UTF-8 bytes over, and keeps the rest for later.
    fn check(&mut self, mut raw: Vec<u8>) -> io::Result<()> {
        if let Err(error) = std::str::from_utf8(&raw) {
            let valid = error.valid_up_to();
            if error.error_len().is_some() || self.ended {
                self.text.extend_from_slice(raw.get(..valid).unwrap_or_default());
                return Err(self.wrong_byte(valid));
            }
            self.rest = raw.split_off(valid);
        }
        self.decoded += raw.len() as u64;
        self.text = raw;
        Ok(())
    }

    /// The error for byte `at` of what is just being decoded.
    fn wrong_byte(&self, at: usize) -> io::Error {
        let lines = self.lines + memchr_iter(b'\n', &self.text).count() as u64;
        io::Error::other(decode::wrong_byte_at(
            &self.path,
            self.encoding,
            self.decoded + at as u64,
            lines + 1,
        ))
    }
}

impl Read for Utf8Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.refill()?;
        }
        let ready = self.text.get(self.given..).unwrap_or_default();
        let length = ready.len().min(buffer.len());
        if let (Some(from), Some(to)) = (ready.get(..length), buffer.get_mut(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

/// The crate's error inside an error of reading, or one of reading `path`.
pub(super) fn unwrap(path: &str, error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(inner) => inner,
        Err(error) => Error::read(path, error),
    }
}
