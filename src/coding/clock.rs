//! Times of the recording as people write them: `00:01:23.4`.

/// Milliseconds as hours, minutes, seconds and tenths (cut, not rounded): `00:01:23.4`.
#[must_use]
pub fn tenths(milliseconds: u32) -> String {
    format!("{}.{}", whole(milliseconds), milliseconds % 1000 / 100)
}

/// Milliseconds with as many decimals as they need, at least one: `00:01:23.4`, `00:01:23.456`.
#[must_use]
pub fn exact(milliseconds: u32) -> String {
    let mut written = format!("{}.{:03}", whole(milliseconds), milliseconds % 1000);
    for _ in 0..2 {
        if written.ends_with('0') {
            written.pop();
        }
    }
    written
}

fn whole(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The milliseconds of `H:MM:SS`, `MM:SS` or `SS`, with or without decimals after a point or comma.
#[must_use]
pub fn parse(written: &str) -> Option<u32> {
    let (clock, decimals) = written.split_once(['.', ',']).unwrap_or((written, ""));
    let mut seconds = 0_u32;
    for (place, field) in clock.split(':').enumerate() {
        if place > 2 || field.is_empty() || !field.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(field.parse().ok()?)?;
    }
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = decimals.chars().chain("000".chars()).take(3).collect();
    seconds.checked_mul(1000)?.checked_add(thousandths.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_back() {
        for (milliseconds, short, long) in [
            (0, "00:00:00.0", "00:00:00.0"),
            (83_450, "00:01:23.4", "00:01:23.45"),
            (83_999, "00:01:23.9", "00:01:23.999"),
            (360_000_000, "100:00:00.0", "100:00:00.0"),
        ] {
            assert_eq!(tenths(milliseconds), short);
            assert_eq!(exact(milliseconds), long);
            assert_eq!(parse(long), Some(milliseconds));
        }
        assert_eq!(parse("1:02"), Some(62_000));
        assert_eq!(parse("7,5"), Some(7_500));
        for wrong in ["", "1:", "a", "1:2:3:4", "-1", "1.x", "99999999999"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
