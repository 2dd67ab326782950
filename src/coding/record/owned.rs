//! A line without its file: ids for names, bytes for code points.

use std::collections::BTreeMap;

use super::inventory::Inventory;
use super::line::{Hit, Line, Text};
use super::{is_part, unit_named};
use crate::coding::{CodeId, EntryId, Flags, clock};
use crate::corpus::{Counted, Facts, Time, Turn, Unit};
use crate::error::Result;
use crate::text::Span;

/// Turns that are missing between two others (written elsewhere, filtered away) stand there as empty
/// turns up to this number; over more, a portion ends.
const LONGEST_GAP: u32 = 16;

/// A record without its line: a passage, or a turn that is left out.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) document: u32,
    pub(super) name: String,
    pub(super) unit: Unit,
    pub(super) number: u32,
    pub(super) part: u32,
    pub(super) left_out: bool,
    pub(super) counted: Counted,
    pub(super) turn: Turn,
    pub(super) speaker: Option<String>,
    pub(super) text: String,
    pub(super) words: u32,
    pub(super) codings: BTreeMap<CodeId, Vec<Found>>,
}

/// A hit in bytes of its record's text.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) entry: EntryId,
    pub(super) span: Span,
    pub(super) words: Vec<Span>,
    pub(super) flags: Flags,
}

/// What is wrong with a line, and what to do.
pub(super) type Wrong = (String, &'static str);

impl Record {
    /// What a line says, in the ids and numbers of the inventory.
    pub(super) fn new(line: Line<'_>, inventory: &Inventory) -> Result<Self, Wrong> {
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
            // A code may stand in a line twice, as two people would write it.
            found.sort_by_key(|hit| hit.span.start);
        }
        let number = line.passage.0;
        if number == 0 {
            return Err(("passage 0".into(), "passages are counted from 1"));
        }
        let time = |written: Option<Text<'_>>| match written {
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
        let known = |written: &Text<'_>| Counted::ALL.into_iter().find(|(name, _)| *name == written.0);
        let counted = match line.counted.as_ref().map(|written| known(written).ok_or(written)) {
            None => Counted::default(),
            Some(Ok((_, counted))) => counted,
            Some(Err(written)) => {
                return Err((
                    format!("`{}` is nothing to count", written.0),
                    "`counted` is line, paragraph or row",
                ));
            }
        };
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
            counted,
            turn,
            speaker: line.speaker.map(|speaker| speaker.0.into_owned()),
            text,
            words: line.words.map_or(0, |words| words.0),
            codings,
        })
    }

    /// Whether it can stand in one portion with the record before it.
    pub(super) fn follows(&self, before: &Self, context: usize) -> bool {
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
    pub(super) fn bare(&self) -> Self {
        Self { codings: BTreeMap::new(), ..self.clone() }
    }
}

impl Found {
    fn new(hit: &Hit<'_>, entry: EntryId, places: &Places<'_>) -> Result<Self, Wrong> {
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
