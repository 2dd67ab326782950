//! Small coded corpora for tests, made by hand or by proptest.

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;

use crate::coding::record::Codings;
use crate::coding::{
    CodeId, CodedDocument, CodedPassage, Coding, EntryId, Flags, Hit, Scheme, SchemeCode, SchemeEntry,
};
use crate::corpus::{Document, Passage, Speaker, Time, Turn, Unit};
use crate::text::Span;

/// A scheme from codes with their labels and entries.
pub(crate) fn scheme(codes: &[(&str, &str, &[&str])]) -> Scheme {
    let mut scheme = Scheme::default();
    for (number, (path, label, entries)) in codes.iter().enumerate() {
        let code = CodeId::try_from(number).expect("few codes");
        scheme.codes.push(SchemeCode { path: (*path).into(), label: (*label).into() });
        scheme.entries.extend(entries.iter().map(|text| SchemeEntry { code, text: (*text).into() }));
    }
    scheme
}

/// A turn to be: words, and which of them which entry found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spoken {
    pub(crate) speaker: Option<String>,
    /// With their punctuation; `¶` stands for an empty line.
    pub(crate) words: Vec<String>,
    pub(crate) found: Vec<(EntryId, Vec<usize>, Flags)>,
    pub(crate) left_out: bool,
    pub(crate) time: Option<Time>,
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// A turn of `speaker` (a `-` before the name: left out); `found` has entries with the words that
/// they found, the first such words of the text.
pub(crate) fn spoken(speaker: &str, text: &str, found: &[(EntryId, &str)]) -> Spoken {
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut used = Vec::new();
    let mut place = |word: &str| {
        let free = |(place, have): &(usize, &String)| bare(have) == word && !used.contains(place);
        let (place, _) = words.iter().enumerate().find(free).expect("the word is in the text");
        used.push(place);
        place
    };
    let found = found
        .iter()
        .map(|(entry, found)| (*entry, found.split(' ').map(&mut place).collect(), Flags::default()))
        .collect();
    let name = speaker.trim_start_matches('-');
    Spoken {
        speaker: (!name.is_empty()).then(|| name.to_owned()),
        found,
        left_out: speaker.starts_with('-'),
        words,
        ..Spoken::default()
    }
}

/// A hit to be: from first to last word, entry, words, flags.
type Marked = (Span, EntryId, Vec<Span>, Flags);

fn bare(word: &str) -> &str {
    word.trim_end_matches(['.', ',', '?'])
}

/// A document and what stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) document: Document,
    turns: Vec<Spoken>,
    /// For each turn the places of its words.
    words: Vec<Vec<Span>>,
}

impl Sample {
    /// A document with these turns, one a line, each with its speaker's label before it.
    pub(crate) fn new(number: u32, name: &str, turns: Vec<Spoken>) -> Self {
        let mut document = Document { number, name: name.into(), ..Document::default() };
        let mut words = Vec::new();
        for (index, spoken) in turns.iter().enumerate() {
            let speaker = spoken.speaker.as_ref().map(|name| {
                document.text.push_str(&format!("{name}: "));
                let known = document.speakers.iter().position(|have| have.name == *name);
                u32::try_from(known.unwrap_or_else(|| {
                    let mut speaker = Speaker { name: name.clone(), ..Speaker::default() };
                    speaker.facts.set("initial", name.chars().take(1).collect::<String>());
                    document.speakers.push(speaker);
                    document.speakers.len() - 1
                }))
                .expect("few speakers")
            });
            let start = document.text.len();
            let mut spans = Vec::new();
            for (place, word) in spoken.words.iter().enumerate() {
                if word == "¶" {
                    document.text.push_str("\n\n");
                } else if place > 0 && spoken.words[place - 1] != "¶" {
                    document.text.push(' ');
                }
                let start = document.text.len();
                if word != "¶" {
                    document.text.push_str(word);
                }
                spans.push(Span::from_range(start..document.text.len()));
            }
            let mut turn = Turn {
                span: Span::from_range(start..document.text.len()),
                speaker,
                time: spoken.time,
                line: u32::try_from(index + 1).expect("few turns"),
                left_out: spoken.left_out,
                ..Turn::default()
            };
            for (name, value) in &spoken.facts {
                turn.facts.set(*name, value.as_str());
            }
            document.turns.push(turn);
            document.text.push('\n');
            words.push(spans);
        }
        document.own = 0..document.turns.len();
        document.facts.set("place", if number.is_multiple_of(2) { "Köln" } else { "Jena" });
        Self { document, turns, words }
    }

    /// All turns, coded.
    pub(crate) fn coded(&self, scheme: &Scheme, unit: Unit) -> CodedDocument<'_> {
        self.run(scheme, unit, self.document.own.clone())
    }

    /// A run of turns, coded.
    pub(crate) fn run(&self, scheme: &Scheme, unit: Unit, turns: Range<usize>) -> CodedDocument<'_> {
        let mut coded = Codings { turns: turns.clone(), ..Codings::default() };
        let in_scope: Vec<usize> = turns.filter(|turn| !self.turns[*turn].left_out).collect();
        if unit == Unit::Document {
            let of = |(turn, words): (usize, &Vec<Span>)| (0..words.len()).map(move |word| (turn, word));
            let words: Vec<_> = in_scope.iter().flat_map(|turn| of((*turn, &self.words[*turn]))).collect();
            if !words.is_empty() {
                self.passage(&mut coded, scheme, 1, &words);
            }
        } else {
            for turn in in_scope {
                let mut part = 1;
                let mut words = Vec::new();
                for (place, word) in self.turns[turn].words.iter().enumerate() {
                    let gap = word == "¶";
                    if !gap || unit == Unit::Turn {
                        words.push((turn, place));
                    }
                    let ends = match unit {
                        Unit::Sentence => word.ends_with('.') || gap,
                        Unit::Paragraph => gap,
                        Unit::Turn | Unit::Document => false,
                    };
                    if ends && !words.is_empty() {
                        self.passage(&mut coded, scheme, part, &words);
                        part += 1;
                        words.clear();
                    }
                }
                if !words.is_empty() {
                    self.passage(&mut coded, scheme, part, &words);
                }
            }
        }
        coded.on(&self.document)
    }

    fn passage(&self, coded: &mut Codings, scheme: &Scheme, part: u32, words: &[(usize, usize)]) {
        let place = |(turn, word): &(usize, usize)| self.words[*turn][*word];
        let short = |length: usize| u32::try_from(length).expect("a small sample");
        let (first, last) = (words[0], words[words.len() - 1]);
        let mut found: BTreeMap<CodeId, Vec<Marked>> = BTreeMap::new();
        let mut turns: Vec<usize> = words.iter().map(|(turn, _)| *turn).collect();
        turns.dedup();
        for turn in turns {
            for (entry, places, flags) in &self.turns[turn].found {
                if places.iter().any(|word| !words.contains(&(turn, *word))) {
                    continue;
                }
                let spans: Vec<Span> = places
                    .iter()
                    .map(|word| {
                        let span = place(&(turn, *word));
                        let length = short(bare(span.of(&self.document.text)).len());
                        Span::new(span.start, span.start + length)
                    })
                    .collect();
                let span = spans[0].join(spans[spans.len() - 1]);
                let code = scheme.entries[*entry as usize].code;
                found.entry(code).or_default().push((span, *entry, spans, *flags));
            }
        }
        let first_coding = short(coded.codings.len());
        for (code, mut hits) in found {
            hits.sort_by_key(|(span, entry, ..)| (*span, *entry));
            let first_hit = short(coded.hits.len());
            for (span, entry, spans, flags) in hits {
                let words = short(coded.words.len())..short(coded.words.len() + spans.len());
                coded.words.extend(spans);
                coded.hits.push(Hit { entry, span, words, flags });
            }
            coded.codings.push(Coding { code, hits: first_hit..short(coded.hits.len()) });
        }
        let passage = Passage {
            turn: short(first.0),
            number: self.document.turn_number(first.0),
            part,
            span: place(&first).join(place(&last)),
            words: short(words.iter().filter(|(turn, word)| self.turns[*turn].words[*word] != "¶").count()),
        };
        coded.passages.push(CodedPassage { passage, codings: first_coding..short(coded.codings.len()) });
    }
}

/// A scheme with two codes of one theme, a theme that comes back later, a code that is a theme, and
/// an entry that finds nothing.
pub(crate) fn some_scheme() -> Scheme {
    scheme(&[
        ("netzwerke/real", "Reale Netzwerke", &["stammtisch", "kennen ..4 untereinander", "verein~"]),
        ("hilfe/nachbarn", "Hilfe unter \"Nachbarn\"", &["helf*", "hilf*"]),
        ("netzwerke/digital", "Digital, und so", &["chat", "stammtisch"]),
        ("freiraum", "", &["raum"]),
        ("leer/nie", "Nie gefunden", &["nie"]),
    ])
}

const WORDS: [&str; 16] = [
    "Stammtisch",
    "stammtisch",
    "Bürger*innen",
    "🙂",
    "👩‍👩‍👧",
    "helfen",
    "x",
    "x",
    "ja.",
    "Straße.",
    "¶",
    "Öl,",
    "„nein“",
    "a\tb",
    "vor\0nach",
    "ÄÖÜ?",
];

fn some_turn() -> impl Strategy<Value = Spoken> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..14);
    let found = prop::collection::vec((0_u32..7, prop::collection::vec(0_usize..14, 1..4), 0_u8..16), 0..4);
    let facts = prop::collection::vec(
        (
            prop::sample::select(&["group", "place", "round"][..]),
            prop::sample::select(&["a", "10", "9", ""][..]),
        ),
        0..3,
    );
    let speaker = prop::option::of(prop::sample::select(&["Anna", "Ben", "Übung"][..]));
    let time = prop::option::of((0_u32..9_000_000, prop::option::of(0_u32..9_000_000)));
    (speaker, words, found, prop::bool::weighted(0.2), time, facts).prop_map(
        |(speaker, words, found, left_out, time, facts)| {
            let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            // A turn neither begins nor ends with an empty line, and has a word.
            for end in [0, words.len() - 1] {
                if words[end] == "¶" {
                    words[end] = "so.".into();
                }
            }
            let found = found
                .into_iter()
                .filter_map(|(entry, mut places, flags)| {
                    places.retain(|place| words.get(*place).is_some_and(|word| word != "¶"));
                    places.sort_unstable();
                    places.dedup();
                    (!places.is_empty()).then_some((entry, places, Flags(flags)))
                })
                .collect();
            Spoken {
                speaker: speaker.map(str::to_owned),
                words,
                found,
                left_out,
                time: time.map(|(start, end)| Time { start, end }),
                facts: facts.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
            }
        },
    )
}

/// A corpus of a few documents, coded with [`some_scheme`].
pub(crate) fn some_corpus() -> impl Strategy<Value = Vec<Sample>> {
    let document = prop::collection::vec(some_turn(), 0..9);
    prop::collection::vec(document, 0..5).prop_map(|documents| {
        let numbered = documents.into_iter().zip(0_u32..);
        numbered.map(|(turns, number)| Sample::new(number, &format!("w{number}"), turns)).collect()
    })
}

/// Any of the units.
pub(crate) fn some_unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(Unit::ALL.map(|(_, unit)| unit).to_vec())
}
