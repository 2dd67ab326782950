//! Time stamps of transcription programs, at the start or the end of a piece of text.
//!
//! `#00:01:23-4#` (f4, easytranscript), `[00:01:23]` and `[01:23]` (aTrain, noScribe), `{00:01:23}`,
//! `(00:01:23)`, bare `00:00:04.8` (MAXQDA), and `00:00:04.800 --> 00:00:13.120`.

/// A time stamp: milliseconds, and how many bytes it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    pub(super) time: u32,
    pub(super) length: usize,
}

/// The longest stamp that is looked for at an end, in bytes.
const LONGEST: usize = 40;

/// A stamp that the text begins with.
pub(super) fn leading(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let close = match bytes.first()? {
        b'#' => b'#',
        b'[' => b']',
        b'{' => b'}',
        b'(' => b')',
        b'0'..=b'9' => return bare(bytes),
        _ => return None,
    };
    let (time, parts, length) = clock(bytes.get(1..)?, close == b']' || close == b'}')?;
    // `(18:30)` is a time of day more often than a stamp.
    let enough = parts == 3 || close != b')';
    (enough && bytes.get(1 + length) == Some(&close)).then_some(Stamp { time, length: length + 2 })
}

/// A stamp that the text ends with (the text itself ends without blanks).
pub(super) fn trailing(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let open = match bytes.last()? {
        b'#' => b'#',
        b']' => b'[',
        b'}' => b'{',
        b')' => b'(',
        _ => return None,
    };
    let from = bytes.len().saturating_sub(LONGEST);
    let start = bytes.get(from..bytes.len() - 1)?.iter().rposition(|byte| *byte == open)? + from;
    let stamp = leading(text.get(start..)?)?;
    (start + stamp.length == text.len()).then_some(stamp)
}

/// A time as `h:mm:ss` or `m:ss` with an optional fraction, as subtitles write it: milliseconds,
/// and how many bytes it takes.
pub(super) fn subtitle(text: &str) -> Option<Stamp> {
    let (time, _, length) = clock(text.as_bytes(), false)?;
    Some(Stamp { time, length })
}

/// Without brackets only hours, minutes and seconds are a stamp, and nothing may hang on to them
/// but a name.
fn bare(bytes: &[u8]) -> Option<Stamp> {
    let (time, parts, length) = clock(bytes, false)?;
    if parts < 3 {
        return None;
    }
    let rest = bytes.get(length..).unwrap_or_default();
    if let Some(after) = rest.strip_prefix(b" --> ") {
        let (_, _, more) = clock(after, false)?;
        return Some(Stamp { time, length: length + 5 + more });
    }
    let free =
        rest.first().is_none_or(|byte| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b':' | b'.' | b','));
    free.then_some(Stamp { time, length })
}

/// Reads a clock: milliseconds, number of parts (2 or 3), bytes. `dots` allows `mm.ss`.
fn clock(bytes: &[u8], dots: bool) -> Option<(u32, usize, usize)> {
    let (mut at, mut parts, mut seconds) = (0, 0, 0_u32);
    loop {
        let digits = bytes.get(at..)?.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 || (parts > 0 && digits > 2) {
            return None;
        }
        let value = bytes.get(at..at + digits)?.iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
        if parts > 0 && value > 59 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(value)?;
        parts += 1;
        at += digits;
        let more = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match bytes.get(at) {
            Some(b':') if more && parts < 3 => at += 1,
            Some(b'.') if more && dots && parts < 2 => at += 1,
            _ => break,
        }
    }
    if parts < 2 {
        return None;
    }
    let mut milliseconds = 0;
    if matches!(bytes.get(at), Some(b'.' | b',' | b'-')) {
        let digits = bytes.get(at + 1..)?.iter().take(6).take_while(|byte| byte.is_ascii_digit());
        let (mut weight, mut count) = (100, 0);
        for digit in digits {
            milliseconds += weight * u32::from(digit - b'0');
            weight /= 10;
            count += 1;
        }
        at += if count > 0 { count + 1 } else { 0 };
    }
    Some((seconds.checked_mul(1000)?.checked_add(milliseconds)?, parts, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, start: Option<(u32, usize)>, end: Option<u32>) {
        let found = leading(text).map(|stamp| (stamp.time, stamp.length));
        assert_eq!((found, trailing(text).map(|stamp| stamp.time)), (start, end), "{text}");
    }

    #[test]
    fn stamps_of_every_writer_and_times_of_day_that_are_none() {
        check("#00:01:23-4# Ja.", Some((83_400, 12)), None);
        check("Ja. #00:01:23-4#", None, Some(83_400));
        check("#00:01:23.456#", Some((83_456, 14)), Some(83_456));
        check("[00:00:04] - Ja", Some((4_000, 10)), None);
        check("[01:23]", Some((83_000, 7)), Some(83_000));
        check("[01.23] Ja", Some((83_000, 7)), None);
        check("{0:01:23} Ja", Some((83_000, 9)), None);
        check("00:00:04.8B1: Ja", Some((4_800, 10)), None);
        check("00:00:04,800 --> 00:00:13,120", Some((4_800, 29)), None);
        check("18:30 Uhr", None, None);
        check("(18:30)", None, None);
        check("um (00:18:30)", None, Some(1_110_000));
        check("[Lachen]", None, None);
        check("#hashtag#", None, None);
        check("[12]", None, None);
        check("99:99:99 x", None, None);
        check("", None, None);
    }
}
