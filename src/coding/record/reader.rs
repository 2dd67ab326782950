//! JSON Lines back to coded documents, in portions.

use std::collections::{BTreeMap, VecDeque};
use std::io::BufRead;
use std::ops::Range;

use super::inventory::Inventory;
use super::line::{Line, Lines};
use super::owned::Record;
use crate::coding::view::BETWEEN_TURNS;
use crate::coding::{CodedDocument, CodedPassage, Coding, Hit};
use crate::corpus::{Document, Facts, Passage, Speaker, Turn, Unit};
use crate::error::{Error, Result};
use crate::text::Span;

/// The codings of a document without the document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codings {
    /// As in [`CodedDocument::turns`].
    pub turns: Range<usize>,
    /// As in [`CodedDocument::passages`].
    pub passages: Vec<CodedPassage>,
    /// As in [`CodedDocument::codings`].
    pub codings: Vec<Coding>,
    /// As in [`CodedDocument::hits`].
    pub hits: Vec<Hit>,
    /// As in [`CodedDocument::words`].
    pub words: Vec<Span>,
}

impl Codings {
    /// The codings on their document.
    #[must_use]
    pub fn on(self, document: &Document) -> CodedDocument<'_> {
        let Self { turns, passages, codings, hits, words } = self;
        CodedDocument { document, turns, passages, codings, hits, words }
    }
}

/// Passages that follow one another in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Portion {
    /// The document as far as the records tell it, or a part of it.
    pub document: Document,
    /// What it was cut into.
    pub unit: Unit,
    /// Its codings.
    pub codings: Codings,
}

/// Reads a file of records that an [`Inventory`] has taken in; an iterator of portions.
pub struct Reader<'i, R> {
    lines: Lines<R>,
    inventory: &'i Inventory,
    context: usize,
    size: usize,
    /// Records of one document that belong to the next portions.
    held: VecDeque<Record>,
    /// The last turns of the portion before, as context for the next.
    before: Vec<Record>,
    /// The record after those held, of another document or far away.
    next: Option<Record>,
    done: bool,
}

impl<'i, R: BufRead> Reader<'i, R> {
    /// A reader of `input`, which is called `path` in errors, in portions of about `size` passages.
    ///
    /// `context` turns before and after its own stand in each portion.
    #[must_use]
    pub fn new(input: R, path: &str, inventory: &'i Inventory, context: usize, size: usize) -> Self {
        Self {
            lines: Lines::new(input, path.to_owned()),
            inventory,
            context,
            size: size.max(1),
            held: VecDeque::new(),
            before: Vec::new(),
            next: None,
            done: false,
        }
    }

    fn portion(&mut self) -> Result<Option<Portion>> {
        if self.held.is_empty() {
            self.before.clear();
            match self.next.take().map_or_else(|| self.read(), |next| Ok(Some(next)))? {
                Some(first) => self.held.push_back(first),
                None => return Ok(None),
            }
        }
        let (own, seen) = self.fill()?;
        let context = self.context;
        let mut records = std::mem::take(&mut self.before);
        let first = records.len();
        records.extend(self.held.drain(..own));
        let after = records.len();
        records.extend(self.held.iter().take(seen - own).map(Record::bare));
        let portion = build(&records, first..after, self.lines.path())?;
        records.truncate(after);
        self.before = last_turns(&records, context);
        Ok(Some(portion))
    }

    /// Holds enough records for a portion: how many are its own, and how many with those after it.
    fn fill(&mut self) -> Result<(usize, usize)> {
        let (mut own, mut turns_after) = (None, 0);
        let mut place = 1;
        loop {
            while place < self.held.len() {
                let same = self.held[place].number == self.held[place - 1].number;
                if !same && own.is_none() && place >= self.size {
                    own = Some(place);
                }
                if !same && let Some(own) = own {
                    turns_after += 1;
                    if turns_after > self.context {
                        return Ok((own, place));
                    }
                }
                place += 1;
            }
            let more = if self.next.is_some() { None } else { self.read()? };
            match (more, self.held.back()) {
                (Some(record), Some(last)) if record.follows(last, self.context) => {
                    self.held.push_back(record);
                }
                (more, _) => {
                    self.next = self.next.take().or(more);
                    return Ok((own.unwrap_or(place), place));
                }
            }
        }
    }

    fn read(&mut self) -> Result<Option<Record>> {
        let inventory = self.inventory;
        let Some(line) = self.lines.next::<Line<'_>>()? else { return Ok(None) };
        match Record::new(line, inventory) {
            Ok(record) => Ok(Some(record)),
            Err((what, hint)) => Err(self.lines.error(what, hint)),
        }
    }
}

impl<R: BufRead> Iterator for Reader<'_, R> {
    type Item = Result<Portion>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let portion = self.portion().transpose();
        self.done = !matches!(portion, Some(Ok(_)));
        portion
    }
}

/// The records of the last `turns` turns, without their codings.
fn last_turns(records: &[Record], turns: usize) -> Vec<Record> {
    let Some(last) = records.last().filter(|_| turns > 0) else { return Vec::new() };
    let first = last.number.saturating_sub(u32::try_from(turns - 1).unwrap_or(u32::MAX));
    records.iter().filter(|record| record.number >= first).map(Record::bare).collect()
}

/// A document from the records of its passages; those of `own` are coded, the others context.
fn build(records: &[Record], own: Range<usize>, path: &str) -> Result<Portion> {
    let Some(first) = records.first() else { return Err(Error::TooLarge { path: path.to_owned() }) };
    let size: usize = records.iter().map(|record| record.text.len() + BETWEEN_TURNS.len()).sum();
    if u32::try_from(size).is_err() {
        return Err(Error::TooLarge { path: path.to_owned() });
    }
    let mut document = Document {
        number: first.document,
        name: first.name.clone(),
        turns_before: first.number - 1,
        text: String::with_capacity(size),
        ..Document::default()
    };
    document.origin.path = path.to_owned();
    document.origin.counted = first.counted;
    let mut codings = Codings::default();
    let mut speakers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut number = first.number - 1;
    for (place, record) in records.iter().enumerate() {
        let new = record.number != number;
        if place == own.start {
            document.own.start = document.turns.len() + (record.number - number).saturating_sub(1) as usize;
        }
        if !document.text.is_empty() {
            let between = if new || record.unit == Unit::Paragraph { BETWEEN_TURNS } else { " " };
            document.text.push_str(between);
        }
        let start = document.text.len();
        document.text.push_str(&record.text);
        let span = Span::from_range(start..document.text.len());
        if new {
            for _ in number + 1..record.number {
                let empty =
                    Turn { span: Span::new(span.start, span.start), left_out: true, ..Turn::default() };
                document.turns.push(empty);
            }
            number = record.number;
            let speaker = record.speaker.as_deref().map(|name| {
                *speakers.entry(name).or_insert_with(|| {
                    document.speakers.push(Speaker { name: name.to_owned(), facts: Facts::new() });
                    u32::try_from(document.speakers.len() - 1).unwrap_or(u32::MAX)
                })
            });
            let turn = Turn { span, speaker, left_out: record.left_out, ..record.turn.clone() };
            document.turns.push(turn);
        } else if let Some(turn) = document.turns.last_mut() {
            turn.span = turn.span.join(span);
        }
        if own.contains(&place) {
            document.own.end = document.turns.len();
            if !record.left_out {
                let turn = document.turns.len() - 1;
                codings.put(record, Span::from_range(start..document.text.len()), turn);
            }
        }
    }
    codings.turns = document.own.clone();
    Ok(Portion { document, unit: first.unit, codings })
}

impl Codings {
    /// Adds a passage with its codings; its text begins at byte `start`.
    fn put(&mut self, record: &Record, span: Span, turn: usize) {
        let first_coding = length(&self.codings);
        for (code, found) in &record.codings {
            let first_hit = length(&self.hits);
            for hit in found {
                let first_word = length(&self.words);
                self.words.extend(hit.words.iter().map(|word| word.shifted(span.start)));
                let words = first_word..length(&self.words);
                let span = hit.span.shifted(span.start);
                self.hits.push(Hit { entry: hit.entry, span, words, flags: hit.flags });
            }
            self.codings.push(Coding { code: *code, hits: first_hit..length(&self.hits) });
        }
        let passage = Passage {
            turn: u32::try_from(turn).unwrap_or(u32::MAX),
            number: record.number,
            part: record.part,
            span,
            words: record.words,
        };
        self.passages.push(CodedPassage { passage, codings: first_coding..length(&self.codings) });
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
