//! The reading text's shape: `\n` as line end, NFC; and where that departs from what was decoded.

use memchr::{memchr, memchr_iter};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::corpus::Shifts;

/// Bytes below this begin no character that NFC could touch (U+0300 is the first one).
const FIRST_SUSPECT: u8 = 0xCC;
/// Bytes looked at in one step; a multiple of every vector width.
const STEP: usize = 64;

/// The text with `\n` line ends in NFC, and the shifts against what came in.
pub(super) fn normalize(text: String) -> (String, Shifts) {
    let mut shifts = Shifts::default();
    if needs_composing(&text) {
        let mut out = String::with_capacity(text.len());
        compose(&text, &mut out, &mut shifts);
        return (out, shifts);
    }
    if memchr(b'\r', text.as_bytes()).is_none() {
        return (text, shifts);
    }
    let out = cut_returns(text.into_bytes(), &mut shifts);
    // Only carriage returns went or became line feeds, so the bytes are still UTF-8.
    (String::from_utf8(out).unwrap_or_default(), shifts)
}

/// Adds a small text (a cell) in the same shape to `out`.
pub(super) fn normalize_into(text: &str, out: &mut String) {
    if needs_composing(text) || memchr(b'\r', text.as_bytes()).is_some() {
        compose(text, out, &mut Shifts::default());
    } else {
        out.push_str(text);
    }
}

/// `\r\n` and lone `\r` to `\n`, in place.
fn cut_returns(mut bytes: Vec<u8>, shifts: &mut Shifts) -> Vec<u8> {
    let returns: Vec<usize> = memchr_iter(b'\r', &bytes).collect();
    let mut write = returns.first().copied().unwrap_or(bytes.len());
    for (nth, &at) in returns.iter().enumerate() {
        let next = returns.get(nth + 1).copied().unwrap_or(bytes.len());
        if bytes.get(at + 1) != Some(&b'\n') {
            bytes[write] = b'\n';
            bytes.copy_within(at + 1..next, write + 1);
            write += next - at;
        } else {
            bytes.copy_within(at + 1..next, write);
            write += next - at - 1;
            // The line feed moved to where its carriage return was; what follows it is one behind.
            let line_start = write - (next - at - 2);
            shifts.push(u32::try_from(line_start).unwrap_or(u32::MAX), 1);
        }
    }
    bytes.truncate(write);
    bytes
}

/// Whether a text may not be in NFC. Runs over ordinary German text at several bytes a cycle.
fn needs_composing(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut start = 0;
    for step in bytes.chunks(STEP) {
        if step.iter().fold(0, |most, &byte| most.max(byte)) >= FIRST_SUSPECT {
            let suspects = (start..start + step.len()).filter(|&at| bytes[at] >= FIRST_SUSPECT);
            if suspects.into_iter().any(|at| !harmless(bytes, at) && !stands_alone(text, at)) {
                return true;
            }
        }
        start += step.len();
    }
    false
}

/// Dashes, quotation marks, ellipses and the euro sign: frequent, and untouched by NFC. Emoji too.
fn harmless(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..at + 3) {
        Some([0xE2, 0x80, last]) => *last >= 0x82,
        Some([0xE2, 0x82, _] | [0xF0, 0x9F, _]) => true,
        _ => false,
    }
}

/// Whether the character at `at` neither changes in NFC nor joins the one before it.
fn stands_alone(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_none_or(is_border)
}

/// Whether text may be cut before the character without changing what NFC makes of it.
fn is_border(character: char) -> bool {
    character < '\u{300}'
        || (canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes)
}

/// Composes cluster by cluster, with line ends, and records every change of length.
fn compose(text: &str, out: &mut String, shifts: &mut Shifts) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        if first == '\r' {
            out.push('\n');
            if rest.as_bytes().get(1) == Some(&b'\n') {
                length += 1;
                shifts.push(u32::try_from(out.len()).unwrap_or(u32::MAX), 1);
            }
        } else {
            let tail = rest.get(length..).unwrap_or_default();
            length += tail.find(is_border).unwrap_or(tail.len());
            let cluster = rest.get(..length).unwrap_or_default();
            let alone = length == first.len_utf8() && is_border(first);
            if alone {
                out.push(first);
            } else {
                let before = out.len();
                out.extend(cluster.nfc());
                let made = out.get(before..).unwrap_or_default();
                let count = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                let lost = count(cluster) - count(made);
                if lost != 0 {
                    shifts.push(u32::try_from(out.len()).unwrap_or(u32::MAX), lost);
                }
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text in, text out, and for bytes of the text out how far the input is ahead.
    fn check(from: &str, to: &str, ahead: &[(u32, i64)]) {
        let (text, shifts) = normalize(from.to_owned());
        assert_eq!(text, to, "{from:?}");
        for (byte, by) in ahead {
            assert_eq!(shifts.at(*byte), *by, "{from:?} at {byte}");
        }
    }

    #[test]
    fn line_ends_and_composed_letters() {
        check("schön – „gut“ … 🙂 €", "schön – „gut“ … 🙂 €", &[(0, 0), (9, 0)]);
        check("a\r\nb\r\nc", "a\nb\nc", &[(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)]);
        check("a\rb\r\n\r\nc\r", "a\nb\n\nc\n", &[(2, 0), (4, 1), (5, 2)]);
        check("\r\n", "\n", &[(0, 0), (1, 1)]);
        check("scho\u{308}n\r\nU\u{308}b", "schön\nÜb", &[(3, 0), (5, 1), (7, 2), (9, 3)]);
        check("\u{2126}\u{212b}", "\u{3a9}\u{c5}", &[(0, 0)]);
        check("Yılmaz, Ayşe и Ελλ", "Yılmaz, Ayşe и Ελλ", &[(4, 0)]);
    }

    proptest! {
        #[test]
        fn the_result_is_nfc_whatever_comes_in(text in "(\\PC|[a\u{308}\r\n\u{1100}\u{1161}\u{11a8}\u{327}\u{301}ö]){0,40}") {
            let (out, shifts) = normalize(text.clone());
            let expected: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
            prop_assert_eq!(&out, &expected);
            let ahead = text.chars().count() as i64 - out.chars().count() as i64;
            prop_assert_eq!(shifts.at(u32::try_from(out.len()).expect("short")), ahead);
        }
    }
}
