//! The rarer shapes of words and signs: joined words, addresses, marks, stamps, emoticons.
//!
//! All functions look at bytes from a place on and answer where the thing ends.

use super::Language;
use super::scan::Kind;

/// How a word goes on at a byte that is no letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum GoOn {
    /// It goes on at this byte.
    Join(usize),
    /// It ends here.
    Stop,
    /// The whole token ends there and is of this kind.
    End(usize, Kind),
    /// It ends there, with the hyphen of an unfinished compound.
    Hyphen(usize),
}

/// Upper or lower case of a word's first letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Case {
    Small,
    Capital,
    /// A digit, a sign.
    Other,
}

/// Endings of gender forms behind `*`, `:`, `_`, `/` or in brackets.
const GENDER_ENDINGS: [&str; 16] =
    ["in", "innen", "r", "n", "e", "s", "m", "en", "er", "es", "em", "rin", "rinnen", "nen", "ne", "frau"];

pub(super) fn go_on(text: &str, bytes: &[u8], start: usize, at: usize, language: &Language) -> GoOn {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes[at] {
        b'0'..=b'9' => GoOn::Join(at + 1),
        b'-' => hyphen(bytes, at, at + 1),
        b'\'' => apostrophe(bytes, at, at + 1),
        b'*' | b'_' if next.is_ascii_lowercase() || (bytes[at] == b'_' && is_letter(next)) => {
            GoOn::Join(at + 1)
        }
        b':' if bytes.get(at + 1..at + 3) == Some(b"//") => GoOn::End(url_end(text, at + 3), Kind::Url),
        b':' => gender(text, at + 1).map_or(GoOn::Stop, GoOn::Join),
        b'/' => {
            let from = at + 1 + usize::from(next == b'-');
            gender(text, from).map_or(GoOn::Stop, GoOn::Join)
        }
        b'(' => {
            let from = at + 1 + usize::from(next == b'-');
            match gender(text, from) {
                Some(end) if bytes.get(end) == Some(&b')') => GoOn::Join(end + 1),
                _ => GoOn::Stop,
            }
        }
        b'.' => stop(text, bytes, start, at, language),
        b'@' if is_letter(next) => {
            address_end(text, at + 1).map_or(GoOn::Stop, |end| GoOn::End(end, Kind::Mail))
        }
        0xC2 if next == 0xAD => GoOn::Join(at + 2),
        0xE2 => match bytes.get(at + 1..at + 3) {
            // A curly apostrophe, a hyphen that does not break.
            Some([0x80, 0x99]) => apostrophe(bytes, at, at + 3),
            Some([0x80, 0x90 | 0x91]) => hyphen(bytes, at, at + 3),
            _ => letter(text, at),
        },
        0x80.. => letter(text, at),
        _ => GoOn::Stop,
    }
}

/// Goes on with a letter or digit of any script (also `Ⅳ`, `ⓐ`), and with an accent.
fn letter(text: &str, at: usize) -> GoOn {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c.is_alphanumeric() || is_combining(c) => GoOn::Join(at + c.len_utf8()),
        _ => GoOn::Stop,
    }
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

const fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

fn hyphen(bytes: &[u8], at: usize, behind: usize) -> GoOn {
    let next = bytes.get(behind).copied().unwrap_or(b' ');
    match next {
        b'/' if bytes.get(behind + 1).is_none_or(|byte| !is_letter(*byte)) => {
            GoOn::End(behind + 1, Kind::Broken)
        }
        0xE2 | 0xC2 => GoOn::Hyphen(behind),
        _ if is_letter(next) || next.is_ascii_digit() => GoOn::Join(behind),
        b'\n' => line_end(bytes, behind + 1).map_or(GoOn::Hyphen(behind), GoOn::Join),
        b'-' | b'>' => GoOn::Stop,
        _ if at + 1 == behind || next == b' ' => GoOn::Hyphen(behind),
        _ => GoOn::Hyphen(behind),
    }
}

/// A hyphen at a line end: where the word goes on, unless it is unfinished (`Vor-⏎und Nachteile`).
fn line_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    let rest = bytes.get(at..)?;
    let small = rest.first()?.is_ascii_lowercase()
        || (rest.first() == Some(&0xC3) && rest.get(1).is_some_and(|byte| *byte >= 0x9F));
    let word = rest.split(|byte| !is_letter(*byte)).next()?;
    let joiner = [&b"und"[..], b"oder", b"bzw", b"sowie", b"wie", b"noch", b"als", b"bis", b"statt", b"u"];
    (small && !joiner.contains(&word)).then_some(at)
}

fn apostrophe(bytes: &[u8], _at: usize, behind: usize) -> GoOn {
    match bytes.get(behind) {
        Some(next) if next.is_ascii_lowercase() || next.is_ascii_uppercase() => GoOn::Join(behind),
        Some(0xC3) => GoOn::Join(behind),
        _ => GoOn::Stop,
    }
}

/// The end of a gender ending at `from`, when one stands there and the word ends behind it, goes
/// on with a hyphen, or goes on behind `innen` (`Bürger:innenrat`).
fn gender(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let run = rest.get(..length)?;
    (GENDER_ENDINGS.contains(&run) || (run.starts_with("innen") && run.chars().all(char::is_lowercase)))
        .then_some(from + length)
}

/// How far an abbreviation of several parts or an address is looked for, in bytes.
const RUN_BYTES: usize = 256;

/// A full stop with a letter or digit directly behind it: an abbreviation of several parts, an
/// address, a name such as `ver.di`, or a sentence end without its blank.
fn stop(text: &str, bytes: &[u8], start: usize, at: usize, language: &Language) -> GoOn {
    let Some(next) = bytes.get(at + 1).copied() else { return GoOn::Stop };
    if !is_letter(next) && !next.is_ascii_digit() {
        return GoOn::Stop;
    }
    let rest = text.get(start..).unwrap_or_default();
    // Looked at anew for every stop, so it must not be long.
    let rest = rest.get(..rest.floor_char_boundary(RUN_BYTES)).unwrap_or_default();
    let length =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(rest.len());
    let run = rest.get(..length).unwrap_or_default();
    let end = start + length;
    if bytes.get(end) == Some(&b'@')
        && bytes.get(end + 1).is_some_and(|byte| is_letter(*byte))
        && let Some(end) = address_end(text, end + 1)
    {
        return GoOn::End(end, Kind::Mail);
    }
    if let Some(parts) = abbreviation_end(run, language) {
        return GoOn::End(start + parts, Kind::Abbreviation);
    }
    let trimmed = run.trim_end_matches(['.', '-']);
    let top = trimmed.rsplit('.').next().unwrap_or_default();
    if trimmed.contains('.')
        && (language.is_top_level(top) || trimmed.starts_with("www."))
        && trimmed.is_ascii()
    {
        let mut end = start + trimmed.len();
        if matches!(bytes.get(end), Some(b'/' | b'?' | b':'))
            && bytes.get(end + 1).is_some_and(|byte| !byte.is_ascii_whitespace())
        {
            end = url_end(text, end);
        }
        return GoOn::End(end, Kind::Url);
    }
    let before = rest.get(..at - start).and_then(|word| word.chars().next_back());
    let small_before = before.is_some_and(char::is_lowercase);
    let small_next = text.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
    let word_before = rest.get(..at - start).map_or(0, |word| word.chars().count());
    if small_before && small_next && word_before <= 4 { GoOn::Join(at + 1) } else { GoOn::Stop }
}

/// The length of an abbreviation of several parts at the beginning of `run` (`z.B.`, `d.h.`).
fn abbreviation_end(run: &str, language: &Language) -> Option<usize> {
    let mut best = None;
    for (dot, _) in run.match_indices('.').take(4) {
        let Some(part) = run.get(..=dot) else { continue };
        if part.len() > 14 {
            break;
        }
        if part.matches('.').count() > 1 {
            if language.abbreviation(part).is_some() {
                best = Some(dot + 1);
            } else if best.is_none() && part.split('.').all(|piece| piece.chars().count() <= 1) {
                best = Some(dot + 1).filter(|_| run.get(dot + 1..).is_none_or(|rest| !rest.contains('.')));
            }
        }
    }
    best
}

/// The end of an address on the web: before blanks, brackets and quotation marks, without the stop
/// of the sentence.
fn url_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    // Signs from U+2000 on are dashes, curly quotation marks and dots.
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']' | '«' | '»' | '\u{2000}'..='\u{2fff}')
    };
    let long = rest.find(ends).unwrap_or(rest.len());
    from + rest.get(..long).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']).len()
}

/// The end of a mail's host, a name or a tag; nothing where no letter follows.
fn address_end(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let inside = |c: char| c.is_alphanumeric() || is_combining(c) || matches!(c, '.' | '-' | '_');
    let long = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let length = rest.get(..long)?.trim_end_matches(['.', '-', '_']).len();
    (length > 0).then_some(from + length)
}

/// The end of a number that begins at `start`: digits with inner `.`, `,`, `:`, `/`, `-` between digits.
pub(super) fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let between = matches!(byte, b'.' | b',' | b':' | b'/')
            && end > start
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !between {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a list item begins at `at`.
pub(super) fn is_bullet(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let ascii = matches!(rest, [b'-' | b'*' | b'+' | b'>', b' ' | b'\t', ..]);
    let round = rest.starts_with("•".as_bytes())
        || rest.starts_with("– ".as_bytes())
        || rest.starts_with("· ".as_bytes());
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let numbered = (1..=2).contains(&digits) && matches!(rest.get(digits..), Some([b')' | b'.', b' ', ..]));
    ascii || round || numbered
}

/// Whether a form is a Roman numeral of two letters or more.
pub(super) fn is_roman(form: &str) -> bool {
    (2..=6).contains(&form.len()) && form.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L'))
}

/// Whether a word shortened at its front stands behind an apostrophe (`'ne`, `'s`).
pub(super) fn is_clitic(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| is_letter(**byte)).count();
    let word = std::str::from_utf8(&rest[..length]).unwrap_or_default();
    ["ne", "nen", "n", "ner", "nem", "s", "m", "türlich", "rein", "raus", "rum", "runter", "rauf", "rüber"]
        .contains(&word)
}

/// Marks, stamps, names and tags that open with the sign at `at`: their end and kind.
pub(super) fn opening(text: &str, bytes: &[u8], at: usize, language: &Language) -> Option<(usize, Kind)> {
    let next = bytes.get(at + 1).copied()?;
    match bytes[at] {
        b'#' if next.is_ascii_digit() => stamp_end(bytes, at, b'#').map(|end| (end, Kind::Stamp)),
        b'#' | b'@' if is_letter(next) || next == b'_' => {
            let free = at == 0 || !is_letter(bytes[at - 1]);
            let kind = if bytes[at] == b'#' { Kind::Tag } else { Kind::Name };
            address_end(text, at + 1).filter(|_| free).map(|end| (end, kind))
        }
        b'{' if next.is_ascii_digit() => stamp_end(bytes, at, b'}').map(|end| (end, Kind::Stamp)),
        b'[' => {
            if next.is_ascii_digit()
                && let Some(end) = stamp_end(bytes, at, b']')
            {
                return Some((end, Kind::Stamp));
            }
            let inside = closed(bytes, at, b']', 80)?;
            Some((inside + 1, Kind::Mark))
        }
        b'(' => {
            if next == b'(' {
                let inside = closed(bytes, at + 1, b')', 120)?;
                return (bytes.get(inside + 1) == Some(&b')')).then_some((inside + 2, Kind::Mark));
            }
            let inside = closed(bytes, at, b')', 80)?;
            let content = text.get(at + 1..inside)?;
            language.is_mark(content).then_some((inside + 1, Kind::Mark))
        }
        b'/' if next == b'/' => {
            let rest = text.get(at + 2..)?;
            let end = rest.find("//").filter(|end| *end <= 40)?;
            let content = rest.get(..end)?;
            (content.split_whitespace().count() <= 3 && !content.contains('\n'))
                .then_some((at + 2 + end + 2, Kind::Mark))
        }
        _ => None,
    }
}

/// The place of the closing sign, at most `limit` bytes on and in the same paragraph.
fn closed(bytes: &[u8], at: usize, close: u8, limit: usize) -> Option<usize> {
    let rest = bytes.get(at + 1..(at + 1 + limit).min(bytes.len()))?;
    let inside = memchr::memchr(close, rest)?;
    (!rest[..inside].contains(&b'\n')).then_some(at + 1 + inside)
}

/// The end of a time stamp: digits with `:`, `.`, `,`, `-` up to the closing sign, with a `:` or `.`.
fn stamp_end(bytes: &[u8], at: usize, close: u8) -> Option<usize> {
    let rest = bytes.get(at + 1..)?;
    let length = rest
        .iter()
        .take(20)
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',' | b'-'))
        .count();
    let inside = rest.get(..length)?;
    (rest.get(length) == Some(&close) && inside.iter().any(|byte| matches!(byte, b':' | b'.')))
        .then_some(at + length + 2)
}

/// The end of an emoticon that begins at `at` and stands free.
pub(super) fn emoticon_end(bytes: &[u8], at: usize) -> Option<usize> {
    let free = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at], b'^');
    if !free {
        return None;
    }
    let rest = bytes.get(at..)?;
    if rest.starts_with(b"<3") {
        return Some(at + 2);
    }
    if rest.starts_with(b"^^") {
        return Some(at + 2);
    }
    let mut end = 1;
    if matches!(rest.get(end), Some(b'-' | b'o' | b'\'')) {
        end += 1;
    }
    let mouths = rest
        .get(end..)?
        .iter()
        .take_while(|byte| {
            matches!(byte, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'*' | b'O' | b'|' | b'\\' | b'>')
        })
        .count();
    let behind = rest.get(end + mouths);
    let fits = matches!(rest[0], b':' | b';' | b'=')
        && mouths > 0
        && behind.is_none_or(|byte| !is_letter(*byte) && !byte.is_ascii_digit() && *byte != b'/');
    fits.then_some(at + end + mouths)
}

/// The end of a cluster of emoji and their joiners that begins with the character at `at..next`.
pub(super) fn emoji_end(text: &str, at: usize, next: usize) -> usize {
    let is_emoji = |c: char| matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{200D}' | '\u{20E3}' | '\u{2B00}'..='\u{2BFF}');
    let Some(rest) = text.get(at..) else { return next };
    if !rest.starts_with(is_emoji) {
        return next;
    }
    at + rest.find(|c| !is_emoji(c)).unwrap_or(rest.len())
}

/// The case of the first letter at `at`, signs before it skipped.
pub(super) fn first_case(text: &str, at: usize) -> Case {
    match text.get(at..).and_then(|rest| rest.chars().find(|c| !matches!(c, '\'' | '’' | '-'))) {
        Some(c) if c.is_lowercase() => Case::Small,
        Some(c) if c.is_uppercase() => Case::Capital,
        _ => Case::Other,
    }
}

/// Whether a writer drops capitals: of the first 200 words fewer than one in 25 begins with one.
pub(crate) fn writes_small(turn: &str) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for word in turn.split_whitespace().take(200) {
        let word = word.trim_start_matches(['„', '"', '»', '«', '“', '(', '‚', '\'']);
        if let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) {
            words += 1;
            capitals += usize::from(first.is_uppercase());
        }
    }
    words > 0 && capitals * 25 <= words
}
