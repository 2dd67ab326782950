//! What a passage shows, whatever its unit: its text, speaker, time, line, id and facts.
//!
//! A passage of a turn shows what the turn has. A whole document shows its turns that are not left
//! out: their texts one after another, and a speaker, id or fact only where all of them agree.

use std::borrow::Cow;
use std::ops::Range;

use crate::coding::{CodedDocument, CodedPassage, clock};
use crate::corpus::{Document, Speaker, Time, Turn, Unit, quote, quote_with};
use crate::text::Span;

/// What stands between the turns of a document that is one passage.
pub const BETWEEN_TURNS: &str = "\n\n";

/// A passage seen in its document.
#[derive(Clone, Debug)]
pub struct View<'d> {
    document: &'d Document,
    turns: Range<usize>,
    /// The part of a turn; `None` for all turns that are not left out.
    part: Option<Span>,
}

impl<'d> CodedDocument<'d> {
    /// How a passage of this document looks, as a passage of that unit.
    #[must_use]
    pub fn view(&self, passage: &CodedPassage, unit: Unit) -> View<'d> {
        if unit == Unit::Document {
            return View { document: self.document, turns: self.turns.clone(), part: None };
        }
        let turn = passage.passage.turn as usize;
        View { document: self.document, turns: turn..turn + 1, part: Some(passage.passage.span) }
    }
}

impl<'d> View<'d> {
    /// One whole turn, left out or not.
    #[must_use]
    pub fn of_turn(document: &'d Document, index: usize) -> Self {
        let span = document.turns.get(index).map(|turn| turn.span).unwrap_or_default();
        Self { document, turns: index..index + 1, part: Some(span) }
    }

    /// The turns that it is made of.
    pub fn turns(&self) -> impl Iterator<Item = &'d Turn> + use<'d> {
        let whole = self.part.is_none();
        let turns = self.document.turns.get(self.turns.clone()).unwrap_or_default();
        turns.iter().filter(move |turn| !(whole && turn.left_out))
    }

    /// The stretches of the document's text that it is made of, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Span> + use<'d> {
        let turns = self.part.is_none().then(|| self.turns().map(|turn| turn.span));
        self.part.into_iter().chain(turns.into_iter().flatten())
    }

    /// Its text as the document has it; between turns stands an empty line.
    #[must_use]
    pub fn text(&self) -> Cow<'d, str> {
        let mut text = Cow::Borrowed("");
        for (place, piece) in self.pieces().enumerate() {
            let piece = piece.of(&self.document.text);
            if place == 0 {
                text = Cow::Borrowed(piece);
            } else {
                text.to_mut().push_str(BETWEEN_TURNS);
                text.to_mut().push_str(piece);
            }
        }
        text
    }

    /// Its text as it is cited, see [`quote`].
    #[must_use]
    pub fn quote(&self) -> String {
        quote(&self.text())
    }

    /// The same, and where spans of the document stand in it (bytes).
    #[must_use]
    pub fn quote_with(&self, spans: &[Span]) -> (String, Vec<Span>) {
        let mut begins = 0_u32;
        let mut moved = vec![Span::default(); spans.len()];
        for piece in self.pieces() {
            for (span, moved) in spans.iter().zip(&mut moved).filter(|(span, _)| piece.holds(**span)) {
                *moved = Span::new(span.start - piece.start + begins, span.end - piece.start + begins);
            }
            begins += u32::try_from(piece.len() + BETWEEN_TURNS.len()).unwrap_or(u32::MAX);
        }
        quote_with(&self.text(), &moved)
    }

    /// Who speaks.
    #[must_use]
    pub fn speaker(&self) -> Option<&'d Speaker> {
        self.agreed(|turn| self.document.speaker(turn))
    }

    /// From the start of the first turn to the end of the last.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        let mut times = self.turns().map(|turn| turn.time);
        let first = times.next()??;
        let end = match times.last() {
            Some(last) => last.and_then(|last| last.end),
            None => first.end,
        };
        Some(Time { start: first.start, end })
    }

    /// The line of the source where its first turn begins, from 1; 0 where it is not known.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.turns().next().map_or(0, |turn| turn.line)
    }

    /// Where it stands, as it is cited: `workshop-1, Absatz 14, #00:01:23-4#`.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut cited = self.document.name.clone();
        let place = match self.line() {
            0 => format!(", Beitrag {}", self.document.turn_number(self.turns.start)),
            line => format!(", {} {line}", self.document.origin.counted.cited()),
        };
        cited.push_str(&place);
        if let Some(time) = self.time() {
            cited.push_str(&format!(", #{}#", clock::tenths(time.start).replace('.', "-")));
        }
        cited
    }

    /// The id that the source gives it.
    #[must_use]
    pub fn id(&self) -> Option<&'d str> {
        self.agreed(|turn| turn.id.as_deref())
    }

    /// The value of a fact: the turn's, else its speaker's, else the document's.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&'d str> {
        self.agreed(|turn| self.document.fact(turn, name))
    }

    /// All its facts: names of the document's first, then of the speakers', then of the turns'.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'d str, &'d str)> {
        let mut names: Vec<&str> = Vec::new();
        let mut know = |name: &'d str| {
            if !names.contains(&name) {
                names.push(name);
            }
        };
        self.document.facts.iter().for_each(|(name, _)| know(name));
        for speaker in self.turns().filter_map(|turn| self.document.speaker(turn)) {
            speaker.facts.iter().for_each(|(name, _)| know(name));
        }
        for turn in self.turns() {
            turn.facts.iter().for_each(|(name, _)| know(name));
        }
        names.into_iter().filter_map(|name| Some((name, self.fact(name)?))).collect()
    }

    /// What all turns have in common.
    fn agreed<T: PartialEq>(&self, value: impl Fn(&'d Turn) -> Option<T>) -> Option<T> {
        let mut values = self.turns().map(value);
        let first = values.next()??;
        values.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }
}
