//! Places in a text: spans of bytes, and the units that other programs count in.

use std::ops::Range;

/// A half-open range of bytes of one document's reading text (or of a lexicon file).
///
/// Offsets are bytes from 0; `start <= end`; both lie on character borders of the text they were
/// made for. A text is at most 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, but without, `end` (bytes).
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The span of a range of byte offsets. Offsets over 4 GiB are capped there.
    #[must_use]
    pub fn from_range(range: Range<usize>) -> Self {
        let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self::new(cap(range.start), cap(range.end))
    }

    /// The length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of byte offsets.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that the span covers; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span moved towards the end by `bytes`.
    #[must_use]
    pub const fn shifted(self, bytes: u32) -> Self {
        Self::new(self.start + bytes, self.end + bytes)
    }
}

/// Turns byte offsets of a text into code points, lines and columns, late and on demand.
///
/// It walks the text once; offsets must be asked for in ascending order to stay cheap, any order is
/// right.
#[derive(Clone, Debug)]
pub struct Ruler<'t> {
    text: &'t str,
    byte: usize,
    code_points: usize,
    lines: usize,
    line_start: usize,
}

impl<'t> Ruler<'t> {
    /// A ruler laid on `text`.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text, byte: 0, code_points: 0, lines: 0, line_start: 0 }
    }

    /// The number of code points before byte offset `byte` (0 for the first character).
    pub fn code_points(&mut self, byte: u32) -> usize {
        self.walk(byte as usize);
        self.code_points
    }

    /// Line and column of byte offset `byte`, both from 1, the column in code points.
    pub fn line_column(&mut self, byte: u32) -> (usize, usize) {
        self.walk(byte as usize);
        let line = self.text.get(self.line_start..self.byte).unwrap_or_default();
        (self.lines + 1, line.chars().count() + 1)
    }

    fn walk(&mut self, byte: usize) {
        if byte < self.byte {
            *self = Self::new(self.text);
        }
        let bytes = self.text.as_bytes();
        let end = byte.min(bytes.len());
        while self.byte < end {
            let this = bytes[self.byte];
            self.byte += 1;
            self.code_points += usize::from(this & 0xC0 != 0x80);
            if this == b'\n' {
                self.lines += 1;
                self.line_start = self.byte;
            }
        }
        // A character that begins before the offset and ends after it counts once it has begun.
        self.byte = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruler_counts_code_points_lines_and_columns_in_any_order() {
        let text = "für\nÖl 🙂 x";
        let mut ruler = Ruler::new(text);
        let x = u32::try_from(text.find('x').expect("the text has an x")).expect("short");
        assert_eq!(ruler.code_points(x), 9);
        assert_eq!(ruler.line_column(x), (2, 6));
        assert_eq!(ruler.code_points(4), 3);
        assert_eq!(ruler.line_column(0), (1, 1));
    }

    #[test]
    fn a_span_that_does_not_fit_covers_nothing() {
        assert_eq!(Span::new(0, 1).of("ä"), "");
        assert_eq!(Span::new(0, 9).of("ab"), "");
    }
}
