//! Which encoding a file is in, and its text: mark, NUL bytes, UTF-8, and only then a guess.

use std::fs::File;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memmem};
use sha2::{Digest, Sha256};

use super::normal::normalize;
use super::{ReadOptions, Source, signature};
use crate::corpus::{Document, Origin};
use crate::error::{Error, Result};

/// How much of a file is looked at to find out about it, in bytes.
pub(super) const HEAD: usize = 64 * 1024;

/// What has been found out about an encoding.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) encoding: &'static Encoding,
    /// Length of the byte order mark.
    pub(super) mark: usize,
    pub(super) guessed: bool,
    pub(super) notices: Vec<String>,
}

/// The bytes of a source, from its first.
pub(super) fn bytes_of(source: &Source) -> Result<Box<dyn Read + Send>> {
    match &source.peeked {
        Some(head) => Ok(Box::new(io::Cursor::new(head.clone()).chain(io::stdin()))),
        None => {
            let file = File::open(&source.path).map_err(|error| Error::read(&source.path, error))?;
            Ok(Box::new(file))
        }
    }
}

/// Reads until `HEAD` bytes are there or the input ends.
pub(super) fn read_head(input: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The first part of a source as text, cut where a character is not complete.
pub(super) fn head_of(source: &Source, options: &ReadOptions) -> Result<String> {
    let bytes = match &source.peeked {
        Some(head) => head.to_vec(),
        None => read_head(&mut bytes_of(source)?).map_err(|error| Error::read(&source.path, error))?,
    };
    let found = detect(&source.shown(), &bytes, false, options)?;
    Ok(normalize(head_text(&bytes, &found)).0)
}

/// The text of the first bytes of a file, as far as it is complete.
pub(super) fn head_text(head: &[u8], found: &Found) -> String {
    let mut text = String::with_capacity(head.len() * 2);
    let mut decoder = found.encoding.new_decoder_without_bom_handling();
    let body = head.get(found.mark..).unwrap_or_default();
    text.reserve(decoder.max_utf8_buffer_length(body.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(body, &mut text, false);
    text
}

/// Finds out about the encoding from the first bytes, or, where `whole`, from all of them.
pub(super) fn detect(path: &str, bytes: &[u8], whole: bool, options: &ReadOptions) -> Result<Found> {
    if let Some(label) = &options.encoding {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| Error::Argument {
            what: format!("no encoding {label}"),
            hint: "there are: utf-8, windows-1252, utf-16le, utf-16be, macintosh, iso-8859-15 …".to_owned(),
        })?;
        let mark = Encoding::for_bom(bytes)
            .filter(|(marked, _)| *marked == encoding)
            .map_or(0, |(_, length)| length);
        return Ok(Found { encoding, mark, guessed: false, notices: Vec::new() });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(Found { encoding, mark, guessed: false, notices: Vec::new() });
    }
    if let Some(error) = signature::no_text(path, bytes) {
        return Err(error);
    }
    if memchr(0, bytes).is_some() {
        return nul_test(bytes).ok_or_else(|| signature::nul_bytes(path));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(Found { encoding: UTF_8, mark: 0, guessed: false, notices: Vec::new() }),
        Err(error) if !whole && error.error_len().is_none() => {
            Ok(Found { encoding: UTF_8, mark: 0, guessed: false, notices: Vec::new() })
        }
        Err(error) if is_mostly_utf8(bytes) => Err(wrong_byte(path, UTF_8, bytes, error.valid_up_to())),
        Err(_) => Ok(guess(bytes)),
    }
}

/// UTF-16 without a mark has NUL bytes at every other place.
fn nul_test(bytes: &[u8]) -> Option<Found> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (nuls(0), nuls(1), sample.len() / 2);
    let encoding = match () {
        () if odd * 2 > pairs && even * 20 < pairs.max(20) => UTF_16LE,
        () if even * 2 > pairs && odd * 20 < pairs.max(20) => UTF_16BE,
        () => return None,
    };
    let notice = format!("read as {}: it has no mark, but a NUL byte at every other place", encoding.name());
    Some(Found { encoding, mark: 0, guessed: true, notices: vec![notice] })
}

/// Whether a text that is not UTF-8 has more than stray characters in it that are.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > 0 && right * 4 >= wrong
}

fn guess(bytes: &[u8]) -> Found {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"de"), Utf8Detection::Deny);
    let mut notices = vec![format!(
        "read as {}: no valid UTF-8, so this is a guess; if umlauts look wrong, say --encoding",
        encoding.name()
    )];
    let old_mac = memchr(b'\r', bytes).is_some() && memchr(b'\n', bytes).is_none();
    if old_mac && encoding == WINDOWS_1252 {
        notices.push("its line ends are those of an old Macintosh; try --encoding macintosh".to_owned());
    }
    Found { encoding, mark: 0, guessed: true, notices }
}

/// The error for a byte that its encoding does not have.
pub(super) fn wrong_byte(path: &str, encoding: &'static Encoding, before: &[u8], at: usize) -> Error {
    let lines = memchr_iter(b'\n', before.get(..at).unwrap_or(before)).count();
    wrong_byte_at(path, encoding, at as u64, lines as u64 + 1)
}

/// The same, where byte and line have been counted already.
pub(super) fn wrong_byte_at(path: &str, encoding: &'static Encoding, byte: u64, line: u64) -> Error {
    let hint = if encoding == UTF_8 {
        "parts of it are in another encoding: save it again as UTF-8, or read all of it with \
         --encoding windows-1252"
    } else {
        "say the right encoding with --encoding, or save it again as UTF-8"
    };
    Error::Decode {
        path: path.to_owned(),
        encoding: encoding.name().to_owned(),
        byte,
        line,
        hint: hint.to_owned(),
    }
}

/// Reads a whole file as a document that has its text, but no turns yet.
pub(super) fn whole(source: &Source, format: &str, options: &ReadOptions) -> Result<Document> {
    let path = source.shown();
    if source.bytes > u64::from(u32::MAX) {
        return Err(Error::TooLarge { path });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(source.bytes).unwrap_or(0) + 1);
    bytes_of(source)?.read_to_end(&mut bytes).map_err(|error| Error::read(&source.path, error))?;
    let size = bytes.len() as u64;
    let sha256 = if options.unhashed { String::new() } else { hex(&Sha256::digest(&bytes)) };
    let Decoded { text, found } = decode(&path, bytes, options)?;
    let (text, shifts) = normalize(text);
    if u32::try_from(text.len()).is_err() {
        return Err(Error::TooLarge { path });
    }
    let mut notices = found.notices;
    if text.trim().is_empty() {
        notices.push("the file is empty".to_owned());
    }
    // A whole file is in one state; its beginning shows it.
    let beginning = (0..4).filter_map(|back| text.get(..(1 << 18) - back)).next().unwrap_or(&text);
    notices.extend(double_encoded(beginning));
    Ok(Document {
        number: source.number,
        name: source.name.clone(),
        origin: Origin {
            path,
            format: format.to_owned(),
            encoding: found.encoding.name().to_owned(),
            guessed: found.guessed,
            bytes: size,
            sha256,
            ..Origin::default()
        },
        text,
        shifts,
        notices,
        ..Document::default()
    })
}

/// The text of bytes whose encoding is found out.
///
/// # Errors
/// They are no text.
pub(super) fn text(path: &str, bytes: Vec<u8>) -> Result<String> {
    Ok(decode(path, bytes, &ReadOptions::default())?.text)
}

struct Decoded {
    text: String,
    found: Found,
}

/// Decodes without a copy where the bytes are UTF-8 already, and never with a replacement.
fn decode(path: &str, mut bytes: Vec<u8>, options: &ReadOptions) -> Result<Decoded> {
    // The frequent case first: checking for UTF-8 and taking the buffer over is one pass.
    if options.encoding.is_none() && Encoding::for_bom(&bytes).is_none() && memchr(0, &bytes).is_none() {
        if let Some(error) = signature::no_text(path, &bytes) {
            return Err(error);
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let found = Found { encoding: UTF_8, mark: 0, guessed: false, notices: Vec::new() };
                return Ok(Decoded { text, found });
            }
            Err(error) => bytes = error.into_bytes(),
        }
    }
    let found = detect(path, &bytes, true, options)?;
    let text = if found.encoding == UTF_8 {
        bytes.drain(..found.mark);
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let lines = memchr_iter(b'\n', error.as_bytes().get(..at).unwrap_or_default()).count() as u64;
            wrong_byte_at(path, UTF_8, (at + found.mark) as u64, lines + 1)
        })?
    } else {
        decode_strictly(path, bytes.get(found.mark..).unwrap_or_default(), &found)?
    };
    if memchr(0, text.as_bytes()).is_some() {
        return Err(signature::nul_bytes(path));
    }
    Ok(Decoded { text, found })
}

fn decode_strictly(path: &str, bytes: &[u8], found: &Found) -> Result<String> {
    let mut decoder = found.encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(length, after), read) => {
            let at = read.saturating_sub(usize::from(length) + usize::from(after));
            let lines = memchr_iter(b'\n', text.as_bytes()).count() as u64;
            Err(wrong_byte_at(path, found.encoding, (at + found.mark) as u64, lines + 1))
        }
        (DecoderResult::OutputFull, _) => Err(Error::TooLarge { path: path.to_owned() }),
    }
}

/// A notice where UTF-8 was taken for Windows-1252 and written as UTF-8 again.
pub(super) fn double_encoded(text: &str) -> Option<String> {
    let signs = ["Ã¼", "Ã¤", "Ã¶", "ÃŸ", "Ã\u{9c}", "â€ž", "â€œ", "â€“"];
    let suspect = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !suspect("Ã") && !suspect("â€") {
        return None;
    }
    let sign = signs.into_iter().find(|sign| suspect(sign))?;
    Some(format!(
        "umlauts look broken (`{sign}`): it was once saved in a wrong encoding; export it again as UTF-8"
    ))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode("x.txt", bytes.to_vec(), &ReadOptions::default()).expect("text");
        assert_eq!((decoded.found.encoding.name(), decoded.text.as_str()), (encoding, text), "{bytes:?}");
    }

    #[test]
    fn encodings_are_found_in_order() {
        check(b"", "UTF-8", "");
        check("schön".as_bytes(), "UTF-8", "schön");
        check(b"\xEF\xBB\xBFsch\xC3\xB6n", "UTF-8", "schön");
        check(b"\xFF\xFEs\0c\0h\0\xF6\0n\0", "UTF-16LE", "schön");
        check(b"\xFE\xFF\0s\0c\0h\0\xF6\0n", "UTF-16BE", "schön");
        check(b"s\0c\0h\0\xF6\0n\0 \0g\0u\0t\0", "UTF-16LE", "schön gut");
        check(b"sch\xF6n \x96 gr\xFC\xDFt", "windows-1252", "schön – grüßt");
    }

    /// The error's text, and its hint.
    fn fails(bytes: &[u8], message: &str) {
        let error = decode("x.txt", bytes.to_vec(), &ReadOptions::default()).err().expect("an error");
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.hint().is_some());
    }

    #[test]
    fn no_text_and_mixed_encodings_are_refused() {
        fails(b"abc\0\x01\x02\xFFdef", "NUL bytes");
        fails(b"%PDF-1.7", "a PDF document");
        fails(b"PK\x03\x04....word/document.xml", "a Word document");
        fails(b"{\\rtf1 Hallo}", "an RTF document");
        fails(
            "schöne Grüße für Müller\nund "
                .as_bytes()
                .iter()
                .chain(b"f\xFCr")
                .copied()
                .collect::<Vec<_>>()
                .as_slice(),
            "byte 34 (line 2) is no UTF-8",
        );
        fails(b"\xFF\xFEs\0\0\xD8n\0", "is no UTF-16LE");
    }

    #[test]
    fn broken_umlauts_are_noticed() {
        assert!(double_encoded("schÃ¶n").is_some());
        assert!(double_encoded("schön").is_none());
    }
}
