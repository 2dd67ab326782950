//! Coded documents to JSON Lines, without copies of their texts.

use std::io::{self, Write};
use std::ops::Range;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{entry_text, is_part};
use crate::coding::view::{BETWEEN_TURNS, View};
use crate::coding::{CodedDocument, CodedPassage, Coding, Hit, Scheme, clock};
use crate::corpus::{Counted, Document, Turn, Unit};
use crate::text::Span;

/// How much is gathered before it goes out, in bytes.
const BUFFER: usize = 1 << 16;

/// Code points up to a byte of a text; it goes on from the last byte that was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure {
    byte: usize,
    code_points: u64,
}

impl Measure {
    /// The number of code points before `byte`. Cheap while bytes ascend, right in any order.
    pub fn to(&mut self, text: &str, byte: u32) -> u64 {
        let byte = byte as usize;
        if byte < self.byte {
            *self = Self::default();
        }
        let between = text.as_bytes().get(self.byte..byte).unwrap_or_default();
        self.code_points += between.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64;
        self.byte = byte;
        self.code_points
    }
}

/// Writes the records of coded documents, in the order in which they come.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    lines: Vec<u8>,
    /// The document of the last records, and how far its code points were counted.
    measured: Option<(u32, Measure)>,
    /// Names of the facts that have columns; the next record tells them.
    fact_names: Vec<String>,
}

impl<W: Write> Writer<W> {
    /// A writer to `out`.
    #[must_use]
    pub const fn new(out: W) -> Self {
        Self { out, lines: Vec::new(), measured: None, fact_names: Vec::new() }
    }

    /// A writer for a run of turns in the middle of document `number`; `measure` has counted up to
    /// them. So several can work on one document, and none counts it from its start.
    #[must_use]
    pub const fn resume(out: W, number: u32, measure: Measure) -> Self {
        Self { out, lines: Vec::new(), measured: Some((number, measure)), fact_names: Vec::new() }
    }

    /// The writer, telling with its first record which facts have columns, in their order: tables made
    /// from the records then have the same columns, whatever facts the passages themselves show.
    #[must_use]
    pub fn with_fact_names(mut self, names: &[String]) -> Self {
        self.fact_names = names.to_vec();
        self
    }

    /// Writes a line for each passage, and for each turn between them that is left out.
    ///
    /// # Errors
    /// What the target says.
    pub fn write(&mut self, coded: &CodedDocument<'_>, scheme: &Scheme, unit: Unit) -> io::Result<()> {
        let mut turn = coded.turns.start;
        for passage in &coded.passages {
            let this = passage.passage.turn as usize;
            self.left_out(coded, turn..this, unit)?;
            turn = turn.max(this + 1);
            self.passage(coded, passage, scheme, unit)?;
        }
        self.left_out(coded, turn..coded.turns.end, unit)
    }

    /// Writes what is still held, and gives the target back.
    ///
    /// # Errors
    /// What the target says.
    pub fn end(mut self) -> io::Result<W> {
        self.out.write_all(&self.lines)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn passage(
        &mut self,
        coded: &CodedDocument<'_>,
        passage: &CodedPassage,
        scheme: &Scheme,
        unit: Unit,
    ) -> io::Result<()> {
        let view = coded.view(passage, unit);
        let text = view.text();
        let codings = coded.codings(passage);
        let places = Places::new(coded, codings, &view, &text);
        let document = coded.document;
        let span = self.span(document, passage.passage.span);
        let fact_names = std::mem::take(&mut self.fact_names);
        self.line(&Line {
            span,
            document,
            passage: passage.passage.number,
            part: is_part(unit).then_some(passage.passage.part),
            unit,
            view: &view,
            text: &text,
            coded: Some(Codings { coded, codings, scheme, places: &places }),
            words: passage.passage.words,
            fact_names: &fact_names,
        })
    }

    fn left_out(&mut self, coded: &CodedDocument<'_>, turns: Range<usize>, unit: Unit) -> io::Result<()> {
        // What was left out of a document that is one passage is no neighbour of anything.
        let turns = if unit == Unit::Document { 0..0 } else { turns };
        let document = coded.document;
        for index in turns {
            let said = |turn: &&Turn| turn.left_out && !turn.span.is_empty();
            let Some(turn) = document.turns.get(index).filter(said) else { continue };
            let view = View::of_turn(document, index);
            let span = self.span(document, turn.span);
            let fact_names = std::mem::take(&mut self.fact_names);
            self.line(&Line {
                span,
                document,
                passage: document.turn_number(index),
                part: None,
                unit,
                view: &view,
                text: &view.text(),
                coded: None,
                words: 0,
                fact_names: &fact_names,
            })?;
        }
        Ok(())
    }

    /// Code points of a span; nothing for portions, whose texts do not begin with the document's.
    fn span(&mut self, document: &Document, span: Span) -> Option<[u64; 2]> {
        if document.turns_before > 0 || document.own != (0..document.turns.len()) {
            return None;
        }
        let measure = match &mut self.measured {
            Some((number, measure)) if *number == document.number => measure,
            other => &mut other.insert((document.number, Measure::default())).1,
        };
        let start = measure.to(&document.text, span.start);
        // The next passage begins before the end of this one only if it is inside it.
        Some([start, measure.to(&document.text, span.end)])
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.lines, line)?;
        self.lines.push(b'\n');
        if self.lines.len() >= BUFFER {
            self.out.write_all(&self.lines)?;
            self.lines.clear();
        }
        Ok(())
    }
}

/// One record.
struct Line<'a> {
    document: &'a Document,
    passage: u32,
    part: Option<u32>,
    unit: Unit,
    view: &'a View<'a>,
    text: &'a str,
    span: Option<[u64; 2]>,
    words: u32,
    /// Nothing for turns that are left out.
    coded: Option<Codings<'a>>,
    fact_names: &'a [String],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("document", &self.document.name)?;
        map.serialize_entry("passage", &self.passage)?;
        if let Some(part) = self.part {
            map.serialize_entry("part", &part)?;
        }
        map.serialize_entry("unit", self.unit.name())?;
        if let Some(speaker) = self.view.speaker() {
            map.serialize_entry("speaker", &speaker.name)?;
        }
        if let Some(time) = self.view.time() {
            map.serialize_entry("time", &clock::exact(time.start))?;
            if let Some(end) = time.end {
                map.serialize_entry("end", &clock::exact(end))?;
            }
        }
        if self.view.line() > 0 {
            map.serialize_entry("line", &self.view.line())?;
            let counted = self.document.origin.counted;
            if counted != Counted::Line {
                map.serialize_entry("counted", counted.name())?;
            }
        }
        if let Some(id) = self.view.id() {
            map.serialize_entry("id", id)?;
        }
        if self.coded.is_none() {
            map.serialize_entry("left_out", &true)?;
        }
        map.serialize_entry("text", self.text)?;
        if let Some(span) = self.span {
            map.serialize_entry("span", &span)?;
        }
        if let Some(codings) = &self.coded {
            map.serialize_entry("words", &self.words)?;
            map.serialize_entry("codings", codings)?;
        }
        let facts = self.view.facts();
        if !facts.is_empty() {
            map.serialize_entry("facts", &Facts(&facts))?;
        }
        if !self.fact_names.is_empty() {
            map.serialize_entry("fact_names", self.fact_names)?;
        }
        map.end()
    }
}

struct Facts<'a>(&'a [(&'a str, &'a str)]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[derive(Clone, Copy)]
struct Codings<'a> {
    coded: &'a CodedDocument<'a>,
    codings: &'a [Coding],
    scheme: &'a Scheme,
    places: &'a Places,
}

impl Serialize for Codings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.codings.iter().map(|coding| OneCoding { all: *self, coding }))
    }
}

struct OneCoding<'a> {
    all: Codings<'a>,
    coding: &'a Coding,
}

impl Serialize for OneCoding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(code) = self.all.scheme.codes.get(usize::from(self.coding.code)) {
            map.serialize_entry("code", &code.path)?;
            map.serialize_entry("label", &code.label)?;
        }
        map.serialize_entry("hits", &Hits { all: self.all, hits: self.all.coded.hits(self.coding) })?;
        map.end()
    }
}

struct Hits<'a> {
    all: Codings<'a>,
    hits: &'a [Hit],
}

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.hits.iter().map(|hit| OneHit { all: self.all, hit }))
    }
}

struct OneHit<'a> {
    all: Codings<'a>,
    hit: &'a Hit,
}

impl Serialize for OneHit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { all: Codings { coded, scheme, places, .. }, hit } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("entry", entry_text(&scheme.entries, hit.entry))?;
        map.serialize_entry("words", &Many(|| coded.words(hit)))?;
        map.serialize_entry("start", &places.of(hit.span.start))?;
        map.serialize_entry("end", &places.of(hit.span.end))?;
        let spans = word_spans(coded, hit);
        if !follow(hit, spans) {
            map.serialize_entry("at", &Many(|| spans.iter().map(|word| places.of(word.start))))?;
        }
        map.serialize_entry("flags", &Many(|| hit.flags.names()))?;
        map.end()
    }
}

/// A list made anew whenever it is written.
struct Many<F>(F);

impl<I, F> Serialize for Many<F>
where
    I: Iterator<Item: Serialize>,
    F: Fn() -> I,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

fn word_spans<'c>(coded: &'c CodedDocument<'_>, hit: &Hit) -> &'c [Span] {
    coded.words.get(hit.words.start as usize..hit.words.end as usize).unwrap_or_default()
}

/// Whether the places of the words follow from the hit's start and end: one word at each.
fn follow(hit: &Hit, words: &[Span]) -> bool {
    match words {
        [] => true,
        [word] => *word == hit.span,
        [first, last] => first.start == hit.span.start && last.end == hit.span.end,
        _ => false,
    }
}

/// Code points of a passage's text for the places of its hits.
struct Places {
    /// Where each stretch of the document begins in the document and in the passage's text, in bytes.
    pieces: Vec<(Span, usize)>,
    /// Bytes of the passage's text with their code points; empty where they are the same.
    code_points: Vec<(usize, u64)>,
}

impl Places {
    fn new(coded: &CodedDocument<'_>, codings: &[Coding], view: &View<'_>, text: &str) -> Self {
        let mut this = Self { pieces: Vec::new(), code_points: Vec::new() };
        if codings.is_empty() {
            return this;
        }
        let mut start = 0;
        for piece in view.pieces() {
            this.pieces.push((piece, start));
            start += piece.len() + BETWEEN_TURNS.len();
        }
        if text.is_ascii() {
            return this;
        }
        let mut bytes: Vec<usize> = Vec::new();
        for hit in codings.iter().flat_map(|coding| coded.hits(coding)) {
            bytes.extend([hit.span.start, hit.span.end].map(|byte| this.byte(byte)));
            bytes.extend(word_spans(coded, hit).iter().map(|word| this.byte(word.start)));
        }
        // Hits come code by code; in the order of the text one walk is enough.
        bytes.sort_unstable();
        bytes.dedup();
        let mut measure = Measure::default();
        let points = bytes.into_iter().map(|byte| {
            let short = u32::try_from(byte).unwrap_or(u32::MAX);
            (byte, measure.to(text, short))
        });
        this.code_points = points.collect();
        this
    }

    /// A byte of the document as byte of the passage's text.
    fn byte(&self, byte: u32) -> usize {
        let after = self.pieces.partition_point(|(piece, _)| piece.start <= byte);
        let Some((piece, start)) = after.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return 0;
        };
        start + ((byte - piece.start) as usize).min(piece.len())
    }

    /// The code points of the passage's text before a byte of the document.
    fn of(&self, byte: u32) -> u64 {
        let byte = self.byte(byte);
        match self.code_points.binary_search_by_key(&byte, |(byte, _)| *byte) {
            Ok(index) => self.code_points[index].1,
            Err(_) => byte as u64,
        }
    }
}
