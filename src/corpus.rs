//! What is read and what is coded: documents, turns, facts, passages, and their ids.

use std::ops::Range;
use std::sync::Arc;

use crate::text::Span;

/// Variables of a document, a speaker or a turn: names with values, in the order of the source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts(Vec<(Arc<str>, String)>);

impl Facts {
    /// No facts.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a fact; a name that is there already gets the new value in its old place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: impl Into<String>) {
        let name = name.into();
        match self.0.iter_mut().find(|(have, _)| *have == name) {
            Some(fact) => fact.1 = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    /// No facts, with room for `count`.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// Adds a fact whose name is known to be new; rows of large files have many.
    pub fn push(&mut self, name: Arc<str>, value: String) {
        self.0.push((name, value));
    }

    /// The value of a fact.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(have, _)| &**have == name).map(|(_, value)| value.as_str())
    }

    /// All facts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// When a turn was spoken, from the start of the recording.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Time {
    /// The start in milliseconds.
    pub start: u32,
    /// The end in milliseconds, where the source says it.
    pub end: Option<u32>,
}

/// A person or role that speaks in a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Speaker {
    /// The name as the source writes it, without the colon.
    pub name: String,
    /// What is known about the speaker (group, role …).
    pub facts: Facts,
}

/// What one speaker says until the next; a written comment is a turn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Turn {
    /// The words of the turn in the document's text, without label and without the time stamps at
    /// its ends.
    pub span: Span,
    /// Index into the document's speakers.
    pub speaker: Option<u32>,
    /// When it was spoken.
    pub time: Option<Time>,
    /// The line of the source file where it begins, from 1, or the paragraph or row of a source without
    /// lines ([`Origin::counted`]); 0 where it is not known.
    pub line: u32,
    /// The id that the source gives it (the id column of a row file, the cue's id).
    pub id: Option<String>,
    /// Facts of this turn alone (the other columns of its row).
    pub facts: Facts,
    /// Left out of the coding by a filter on speakers; it still stands in contexts and counts in
    /// the numbering.
    pub left_out: bool,
}

/// Words that a person gave a code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marked {
    /// The words, bytes of the document's text.
    pub span: Span,
    /// The full name of the code, its parts parted by `/`.
    pub code: String,
    /// Who gave it; empty where the source does not tell.
    pub coder: String,
}

/// What the numbers in [`Turn::line`] count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Counted {
    /// Lines of a text file.
    #[default]
    Line,
    /// Paragraphs of a document; a row of a table counts as one.
    Paragraph,
    /// Rows of a table.
    Row,
}

impl Counted {
    /// All with their names in records.
    pub const ALL: [(&'static str, Self); 3] =
        [("line", Self::Line), ("paragraph", Self::Paragraph), ("row", Self::Row)];

    /// The name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Paragraph => "paragraph",
            Self::Row => "row",
        }
    }

    /// The word with which German texts cite such a place.
    #[must_use]
    pub const fn cited(self) -> &'static str {
        match self {
            Self::Line | Self::Row => "Zeile",
            Self::Paragraph => "Absatz",
        }
    }
}

/// Where a document came from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Origin {
    /// The path as it was given, `-` for standard input.
    pub path: String,
    /// The name of the reader (`txt`, `vtt` …).
    pub format: String,
    /// What the numbers of its turns' lines count.
    pub counted: Counted,
    /// The encoding's name (`UTF-8`, `windows-1252` …).
    pub encoding: String,
    /// Whether the encoding was guessed rather than marked, given or proven.
    pub guessed: bool,
    /// Size of the source in bytes.
    pub bytes: u64,
    /// SHA-256 of the source's bytes, in hexadecimal; empty until it is known (the last portion of
    /// a document has it).
    pub sha256: String,
}

/// A transcript or comment file, or one portion of a large one.
///
/// A large row file comes in portions: values with the same `number` and `name` whose turns follow
/// one another. `own` says which of the turns belong to the portion; turns outside it stand there
/// only as context for those inside.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// The place in the corpus, from 0.
    pub number: u32,
    /// The name in all tables: the file's name without folder and extension, made unique by the
    /// reader of folders.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// The reading text: UTF-8, NFC, `\n` as line end. Never changed after reading.
    pub text: String,
    /// Its turns in order; their spans ascend and do not overlap.
    pub turns: Vec<Turn>,
    /// Indices of the turns that belong to this portion.
    pub own: Range<usize>,
    /// The number of turns of the document before `turns[0]`, in earlier portions.
    pub turns_before: u32,
    /// Who speaks, in order of first appearance in this portion.
    pub speakers: Vec<Speaker>,
    /// Facts of the whole document (front matter, facts file).
    pub facts: Facts,
    /// What a person should know about the reading: guesses, doubts, what was left out.
    pub notices: Vec<String>,
    /// Codings that the source has already: those of people in a QDA project.
    pub marked: Vec<Marked>,
    /// Starts of lines that look like labels and were not taken for speakers, each with its line, in
    /// the order of the text; at most [`Document::POSSIBLE_SPEAKERS`].
    pub possible_speakers: Vec<(String, u32)>,
    /// Where the reading text departs from the decoded input.
    pub shifts: Shifts,
}

impl Document {
    /// As many possible labels are kept.
    pub const POSSIBLE_SPEAKERS: usize = 200;

    /// The text of a span as it is cited: blanks and line breaks inside a paragraph become one
    /// blank, an empty line stays one line break.
    #[must_use]
    pub fn quote(&self, span: Span) -> String {
        quote(span.of(&self.text))
    }

    /// The speaker of a turn.
    #[must_use]
    pub fn speaker(&self, turn: &Turn) -> Option<&Speaker> {
        self.speakers.get(turn.speaker? as usize)
    }

    /// The number of a turn in its document, from 1, whatever the portion.
    #[must_use]
    pub fn turn_number(&self, index: usize) -> u32 {
        self.turns_before.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)).saturating_add(1)
    }

    /// The value of a fact for a turn: the turn's own, else its speaker's, else the document's.
    #[must_use]
    pub fn fact<'a>(&'a self, turn: &'a Turn, name: &str) -> Option<&'a str> {
        turn.facts
            .get(name)
            .or_else(|| self.speaker(turn).and_then(|speaker| speaker.facts.get(name)))
            .or_else(|| self.facts.get(name))
    }
}

/// White space as it is cited; see [`Document::quote`].
#[must_use]
pub fn quote(text: &str) -> String {
    quote_with(text, &[]).0
}

/// A quotation, and where spans of `text` stand in it (bytes), in their order.
#[must_use]
pub fn quote_with(text: &str, spans: &[Span]) -> (String, Vec<Span>) {
    let mut out = String::with_capacity(text.len());
    let mut found = vec![Span::default(); spans.len()];
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|place| spans[*place].start);
    let mut open = order.as_slice();
    let mut blank = 0_usize;
    let length = |out: &String| u32::try_from(out.len()).unwrap_or(u32::MAX);
    let mut inside: Vec<usize> = Vec::new();
    for (at, character) in text.char_indices() {
        if character.is_whitespace() && character != '\u{a0}' && character != '\u{202f}' {
            blank = (blank + usize::from(character == '\n') * 2).max(1);
            continue;
        }
        if blank > 0 && !out.is_empty() {
            out.push(if blank >= 4 { '\n' } else { ' ' });
        }
        blank = 0;
        while let Some((first, rest)) = open.split_first()
            && spans[*first].start as usize <= at
        {
            found[*first] = Span::new(length(&out), length(&out));
            inside.push(*first);
            open = rest;
        }
        out.push(character);
        let end = at + character.len_utf8();
        inside.retain(|place| {
            if spans[*place].start as usize <= at && at < spans[*place].end as usize {
                found[*place].end = length(&out);
            }
            (spans[*place].end as usize) > end
        });
    }
    (out, found)
}

/// What the reading text lost or gained against the decoded input (carriage returns, composed
/// characters, a head that is no text): for each place how far later code points are shifted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shifts(Vec<(u32, i64)>);

impl Shifts {
    /// Records that from byte `byte` of the reading text on, the decoded input is `code_points`
    /// further (added to what was recorded for earlier bytes). Bytes must ascend.
    pub fn push(&mut self, byte: u32, code_points: i64) {
        let total = self.0.last().map_or(0, |(_, total)| *total) + code_points;
        match self.0.last_mut() {
            Some(last) if last.0 == byte => last.1 = total,
            _ => self.0.push((byte, total)),
        }
    }

    /// How many code points the decoded input is ahead of the reading text at byte `byte`.
    #[must_use]
    pub fn at(&self, byte: u32) -> i64 {
        let after = self.0.partition_point(|(from, _)| *from <= byte);
        after.checked_sub(1).map_or(0, |index| self.0[index].1)
    }
}

/// What the text is cut into for coding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Unit {
    /// What one speaker says until the next; a comment. The default.
    #[default]
    Turn,
    /// What stands between empty lines inside a turn.
    Paragraph,
    /// A sentence of a turn.
    Sentence,
    /// All turns of a document together.
    Document,
}

impl Unit {
    /// All units with their names, in the order of help texts.
    pub const ALL: [(&'static str, Self); 4] = [
        ("turn", Self::Turn),
        ("paragraph", Self::Paragraph),
        ("sentence", Self::Sentence),
        ("document", Self::Document),
    ];

    /// The unit's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Paragraph => "paragraph",
            Self::Sentence => "sentence",
            Self::Document => "document",
        }
    }
}

/// The coding unit: a turn, or a part of one, or a whole document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Passage {
    /// Index of its (first) turn in the document's turns.
    pub turn: u32,
    /// The number of its turn in the document, from 1: the passage's number in all tables.
    pub number: u32,
    /// Its place among the passages of its turn, from 1 (always 1 for turns and documents).
    pub part: u32,
    /// Its text in the document.
    pub span: Span,
    /// Running words in it (words and abbreviations; no numbers, no punctuation).
    pub words: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_has_single_blanks_and_keeps_empty_lines_as_breaks() {
        assert_eq!(
            quote("  Das \n war   so.\n\n\nUnd\tdann\u{a0}das. \n"),
            "Das war so.\nUnd dann\u{a0}das."
        );
    }

    #[test]
    fn spans_are_found_again_in_a_quotation() {
        let text = "\n  Das \n war   so.\n\n\nUnd ";
        let span = |part: &str| {
            let at = text.find(part).expect("it is there");
            Span::from_range(at..at + part.len())
        };
        let wanted =
            [span("so"), span("Das \n war"), span("   so.\n\n\nUnd "), span("  Das"), Span::new(90, 95)];
        let (quoted, found) = quote_with(text, &wanted);
        let found: Vec<&str> = found.iter().map(|span| span.of(&quoted)).collect();
        assert_eq!(found, ["so", "Das war", "so.\nUnd", "Das", ""]);
    }

    #[test]
    fn shifts_add_up() {
        let mut shifts = Shifts::default();
        shifts.push(3, 1);
        shifts.push(8, 2);
        assert_eq!([0, 3, 7, 8, 99].map(|byte| shifts.at(byte)), [0, 1, 1, 3, 3]);
    }

    #[test]
    fn a_fact_of_the_turn_goes_before_the_speakers_and_the_documents() {
        let mut document = Document::default();
        document.facts.set("group", "a");
        let mut turn = Turn::default();
        assert_eq!(document.fact(&turn, "group"), Some("a"));
        turn.facts.set("group", "b");
        assert_eq!(document.fact(&turn, "group"), Some("b"));
    }
}
