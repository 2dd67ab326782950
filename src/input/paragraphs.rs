//! Turns of a text without speakers: its paragraphs, or its lines; the items of a list one by one.

use memchr::memchr;

/// A piece of a text that may become a turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The line where it begins, from 1.
    pub(super) line: u32,
}

/// A line of a text, without its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
    pub(super) number: u32,
}

impl Line<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether there are only blanks on it.
    pub(super) fn is_blank(&self) -> bool {
        // Most lines show by their first byte that they are none.
        match self.text.as_bytes().first() {
            None => true,
            Some(b'!'..=b'~' | 0xC3) => false,
            Some(_) => self.text.trim_start().is_empty(),
        }
    }
}

/// The lines of a text from a byte on; `number` is that of the first.
pub(super) fn lines(text: &str, from: usize, number: u32) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    let mut number = number;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = Line { start: at, text: rest.get(..length)?, number };
        at += length + 1;
        number = number.saturating_add(1);
        Some(line)
    })
}

/// The pieces of a text without speakers. `by_line` makes every line one; `markdown` leaves
/// headings out.
pub(super) fn pieces(text: &str, from: usize, number: u32, by_line: bool, markdown: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Option<Piece> = None;
    let mut in_list = false;
    for line in lines(text, from, number) {
        if line.is_blank() {
            pieces.extend(open.take());
            in_list = false;
            continue;
        }
        if markdown && (is_heading(line.text) || is_rule(line.text)) {
            pieces.extend(open.take());
            continue;
        }
        let marker = marker(line.text, markdown);
        let quote = markdown && line.text.trim_start().starts_with('>');
        // In running text a line that begins with a dash is a list item only after another one or
        // at the start of a paragraph: broken lines begin with dashes too.
        let item = marker.is_some() && (markdown || open.is_none() || in_list);
        in_list = item || (in_list && open.is_some());
        if by_line || item || open.is_none() {
            pieces.extend(open.take());
            let skipped =
                if item || quote { marker.unwrap_or(0).max(quote_marks(line.text, quote)) } else { 0 };
            open = Some(Piece { start: line.start + skipped, end: line.end(), line: line.number });
        } else if let Some(piece) = &mut open {
            piece.end = line.end();
        }
    }
    pieces.extend(open);
    pieces
}

/// Whether a line is a Markdown heading.
pub(super) fn is_heading(line: &str) -> bool {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&marks) && line.as_bytes().get(marks).is_none_or(|next| *next == b' ' || *next == b'\t')
}

/// Whether a line is a Markdown rule (`---`, `***`).
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3
        && ["-", "*", "_"]
            .iter()
            .any(|mark| line.trim_matches([' ']).replace([' '], "").replace(*mark, "").is_empty())
}

/// The length of a list marker with its blanks (`- `, `• `, `1. `).
fn marker(line: &str, markdown: bool) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let rest = line.trim_start();
    let bullets: &[&str] = if markdown { &["- ", "* ", "+ ", "• "] } else { &["- ", "• ", "* "] };
    let bullet = bullets.iter().find(|bullet| rest.starts_with(**bullet)).map(|bullet| bullet.len());
    let number = || {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let dot = rest.get(digits..)?.starts_with([')', '.']) && rest.get(digits + 1..)?.starts_with(' ');
        (markdown && (1..=3).contains(&digits) && dot).then_some(digits + 2)
    };
    let length = indent + bullet.or_else(number)?;
    // Task lists: `- [ ] `
    let rest = line.get(length..)?;
    let task =
        ["[ ] ", "[x] ", "[X] "].iter().find(|task| rest.starts_with(**task)).map_or(0, |task| task.len());
    Some(length + task)
}

fn quote_marks(line: &str, quote: bool) -> usize {
    if quote { line.bytes().take_while(|byte| matches!(byte, b'>' | b' ')).count() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, by_line: bool, markdown: bool, expected: &[(&str, u32)]) {
        let found: Vec<(&str, u32)> = pieces(text, 0, 1, by_line, markdown)
            .iter()
            .map(|piece| (text.get(piece.start..piece.end).unwrap_or("?"), piece.line))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn paragraphs_lines_and_list_items_are_pieces() {
        check("Eins\nzwei\n\n \nDrei\n", false, false, &[("Eins\nzwei", 1), ("Drei", 5)]);
        check("Eins\nzwei\n", true, false, &[("Eins", 1), ("zwei", 2)]);
        check(
            "- Eins\n- Zwei\n  drei\n\n• Vier",
            false,
            false,
            &[("Eins", 1), ("Zwei\n  drei", 2), ("Vier", 5)],
        );
        check("Ein Satz\n- nein, zwei", false, false, &[("Ein Satz\n- nein, zwei", 1)]);
        check(
            "# Titel\n* Eins\n1. Zwei\n> Drei\n> vier\n\n> Fünf",
            false,
            true,
            &[("Eins", 2), ("Zwei\n> Drei\n> vier", 3), ("Fünf", 7)],
        );
        check("", false, true, &[]);
    }
}
