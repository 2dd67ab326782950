//! JSON Lines back to coded documents, in portions.

use std::collections::{BTreeMap, VecDeque};
use std::io::BufRead;
use std::ops::Range;

use super::inventory::Inventory;
use super::line::{Line, Lines};
use super::{is_part, unit_named};
use crate::coding::view::BETWEEN_TURNS;
use crate::coding::{CodeId, CodedDocument, CodedPassage, Coding, EntryId, Flags, Hit, clock};
use crate::corpus::{Document, Facts, Passage, Speaker, Time, Turn, Unit};
use crate::error::{Error, Result};
use crate::text::Span;

/// Turns that are missing between two others (written elsewhere, filtered away) stand there as empty
/// turns up to this number; over more, a portion ends.
const LONGEST_GAP: u32 = 16;

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

/// A record without its line: a passage, or a turn that is left out.
#[derive(Clone)]
struct Record {
    document: u32,
    name: String,
    unit: Unit,
    number: u32,
    part: u32,
    left_out: bool,
    turn: Turn,
    speaker: Option<String>,
    text: String,
    words: u32,
    codings: BTreeMap<CodeId, Vec<Found>>,
}

/// A hit in bytes of its record's text.
#[derive(Clone)]
struct Found {
    entry: EntryId,
    span: Span,
    words: Vec<Span>,
    flags: Flags,
}

/// What is wrong with a line, and what to do.
type Wrong = (String, &'static str);

impl Record {
    fn new(line: Line<'_>, inventory: &Inventory) -> Result<Self, Wrong> {
        let changed = || ("this line was not there before".into(), "was the file changed just now?");
        let name = line.document.0.into_owned();
        let text = line.text.map(|text| text.0.into_owned()).unwrap_or_default();
        let unit = line.unit.map_or(Some(Unit::default()), |unit| unit_named(&unit.0));
        let mut codings: BTreeMap<CodeId, Vec<Found>> = BTreeMap::new();
        for code in line.codes.iter().flatten() {
            codings.entry(inventory.code(&code.0).ok_or_else(changed)?).or_default();
        }
        let mut places = Places::new(&text);
        for hit in line.codings.iter().flatten().flat_map(|coding| coding.hits.iter().flatten()) {
            places.ask([hit.start, hit.end]);
            places.ask(hit.at.iter().flatten().copied());
        }
        places.answer();
        for coding in line.codings.iter().flatten() {
            let code = inventory.code(&coding.code.0).ok_or_else(changed)?;
            let found = codings.entry(code).or_default();
            for hit in coding.hits.iter().flatten() {
                let entry = hit.entry.as_ref().map_or("", |entry| &entry.0);
                let entry = inventory.entry(code, entry).ok_or_else(changed)?;
                found.push(Found::new(hit, entry, &places)?);
            }
        }
        let number = line.passage.0;
        if number == 0 {
            return Err(("passage 0".into(), "passages are counted from 1"));
        }
        let time = |written: Option<super::line::Text<'_>>| match written {
            Some(written) if !written.0.is_empty() => match clock::parse(&written.0) {
                Some(time) => Ok(Some(time)),
                None => Err((format!("`{}` is no time", written.0), "write it as 00:01:23.4")),
            },
            _ => Ok(None),
        };
        let end = time(line.end)?;
        let mut facts = Facts::new();
        for (name, value) in line.facts.into_iter().flat_map(|facts| facts.0) {
            facts.set(&*name.0, value.0);
        }
        let turn = Turn {
            time: time(line.time)?.map(|start| Time { start, end }),
            line: line.line.map_or(0, |line| line.0),
            id: line.id.map(|id| id.0.into_owned()),
            facts,
            ..Turn::default()
        };
        Ok(Self {
            document: inventory.document(&name).ok_or_else(changed)?,
            name,
            unit: unit.ok_or_else(changed)?,
            number,
            part: line.part.map_or(1, |part| part.0),
            left_out: line.left_out.unwrap_or_default(),
            turn,
            speaker: line.speaker.map(|speaker| speaker.0.into_owned()),
            text,
            words: line.words.map_or(0, |words| words.0),
            codings,
        })
    }

    /// Whether it can stand in one portion with the record before it.
    fn follows(&self, before: &Self, context: usize) -> bool {
        let gap = u32::try_from(context).unwrap_or(u32::MAX).max(LONGEST_GAP);
        let later_turn = self.number > before.number && self.number - before.number <= gap;
        let later_part = self.number == before.number
            && is_part(self.unit)
            && self.part > before.part
            && !self.left_out
            && !before.left_out;
        self.document == before.document
            && self.unit == before.unit
            && self.unit != Unit::Document
            && (later_turn || later_part)
    }

    /// The record as context: what it says, without its codings.
    fn bare(&self) -> Self {
        Self { codings: BTreeMap::new(), ..self.clone() }
    }
}

impl Found {
    fn new(hit: &super::line::Hit<'_>, entry: EntryId, places: &Places<'_>) -> Result<Self, Wrong> {
        let mut flags = Flags::default();
        for name in hit.flags.iter().flatten() {
            let hint = "flags are negated, question, wish, reported";
            flags.0 |= Flags::named(&name.0).ok_or_else(|| (format!("no flag `{}`", name.0), hint))?.0;
        }
        if places.text.is_empty() {
            // A record without its text: the hit counts, its words cannot be shown.
            return Ok(Self { entry, span: Span::default(), words: Vec::new(), flags });
        }
        let wrong = || -> Wrong {
            let what = format!("the words of the hit at {} are not there", hit.start);
            (what, "`start` and `end` count code points of `text`; was the text changed after coding?")
        };
        let span =
            Span::new(places.byte(hit.start).ok_or_else(wrong)?, places.byte(hit.end).ok_or_else(wrong)?);
        let mut found = Self { entry, span, words: Vec::new(), flags };
        let Some(words) = &hit.words else {
            found.words.push(span);
            return (!span.of(places.text).is_empty()).then_some(found).ok_or_else(wrong);
        };
        let lengths = words.iter().map(|word| u32::try_from(word.0.len()).unwrap_or(u32::MAX));
        for (place, (word, length)) in words.iter().zip(lengths).enumerate() {
            let start = match (&hit.at, place) {
                (Some(at), _) => at.get(place).and_then(|at| places.byte(*at)),
                (None, 0) => Some(span.start),
                (None, _) if place + 1 == words.len() => span.end.checked_sub(length),
                // Written by hand: the next place where the word stands.
                (None, _) => {
                    let from = found.words.last().map_or(span.start, |before| before.end);
                    let rest = Span::new(from, span.end).of(places.text);
                    rest.find(&*word.0).and_then(|at| from.checked_add(u32::try_from(at).ok()?))
                }
            };
            let start = start.ok_or_else(wrong)?;
            let this = Span::new(start, start.saturating_add(length));
            if this.of(places.text) != word.0 {
                return Err(wrong());
            }
            found.words.push(this);
        }
        Ok(found)
    }
}

/// Code points of a text to bytes: first all are asked for, then one walk answers.
struct Places<'t> {
    text: &'t str,
    points: Vec<u64>,
    bytes: Vec<u32>,
}

impl<'t> Places<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, points: Vec::new(), bytes: Vec::new() }
    }

    fn ask(&mut self, points: impl IntoIterator<Item = u64>) {
        self.points.extend(points);
    }

    fn answer(&mut self) {
        if self.points.is_empty() {
            return;
        }
        self.points.sort_unstable();
        self.points.dedup();
        let borders = self.text.char_indices().map(|(byte, _)| byte).chain([self.text.len()]);
        let mut borders = borders.zip(0_u64..);
        for point in &self.points {
            let Some((byte, _)) = borders.find(|(_, count)| count == point) else { break };
            self.bytes.push(u32::try_from(byte).unwrap_or(u32::MAX));
        }
    }

    /// The byte at that many code points; nothing behind the end of the text.
    fn byte(&self, point: u64) -> Option<u32> {
        self.bytes.get(self.points.binary_search(&point).ok()?).copied()
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
