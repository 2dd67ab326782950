//! The texts of a reading report: passages with their codes, the words that were hit, and the course of themes.

use std::collections::BTreeMap;

use lesart::coding::view::View;
use lesart::coding::{CodedDocument, CodedPassage, Flags, Scheme, clock};
use lesart::corpus::Unit;
use lesart::output::guide::Quotation;
use lesart::output::page::{Block, Choice, CodeTag, Document, Fact, Item, Part};
use lesart::text::Span;

/// Texts that are being taken in.
pub(crate) struct Texts<'a> {
    scheme: &'a Scheme,
    unit: Unit,
    /// The number of each code's theme.
    themes: &'a [usize],
    choices: &'a [Choice],
    speakers: Vec<String>,
    documents: Vec<Document>,
    /// For each document and passage its words and themes, for the strips.
    course: Vec<Vec<(u32, Vec<usize>, String)>>,
    quotations: Quotations,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(
        scheme: &'a Scheme,
        unit: Unit,
        themes: &'a [usize],
        choices: &'a [Choice],
        speakers: Vec<String>,
    ) -> Self {
        let quotations = Quotations::default();
        Self {
            scheme,
            unit,
            themes,
            choices,
            speakers,
            documents: Vec::new(),
            course: Vec::new(),
            quotations,
        }
    }

    pub(crate) fn take_in(&mut self, coded: &CodedDocument<'_>) {
        if self.documents.last().is_none_or(|last| last.name != coded.document.name) {
            self.documents.push(Document { name: coded.document.name.clone(), ..Document::default() });
            self.course.push(Vec::new());
        }
        self.quotations.take_in(coded, self.scheme, self.unit);
        let mut passages = coded.passages.iter().peekable();
        for index in coded.turns.clone() {
            let Some(turn) = coded.document.turns.get(index) else { continue };
            if turn.left_out && !turn.span.is_empty() && self.unit != Unit::Document {
                let view = View::of_turn(coded.document, index);
                let text = view.quote();
                let number = coded.document.turn_number(index).to_string();
                let item = Item {
                    left_out: true,
                    parts: vec![Part { text, ..Part::default() }],
                    ..self.item(&view, number, "x")
                };
                if let Some(document) = self.documents.last_mut() {
                    document.items.push(item);
                }
            }
            while let Some(passage) = passages.next_if(|passage| passage.passage.turn as usize <= index) {
                self.passage(coded, passage);
            }
        }
        for passage in passages {
            self.passage(coded, passage);
        }
    }

    fn passage(&mut self, coded: &CodedDocument<'_>, passage: &CodedPassage) {
        let view = coded.view(passage, self.unit);
        let codings = coded.codings(passage);
        let number = match self.unit {
            Unit::Sentence | Unit::Paragraph => {
                format!("{}.{}", passage.passage.number, passage.passage.part)
            }
            Unit::Turn | Unit::Document => passage.passage.number.to_string(),
        };
        let mut item = self.item(&view, number, "p");
        let mut themes: Vec<usize> =
            codings.iter().filter_map(|coding| self.themes.get(usize::from(coding.code)).copied()).collect();
        themes.sort_unstable();
        themes.dedup();
        let mut hits: Vec<(Span, usize)> = Vec::new();
        let mut flags = 0;
        for coding in codings {
            let id = usize::from(coding.code);
            let label = self.scheme.codes.get(id).map_or("", |code| &code.label);
            let theme = self.themes.get(id).copied().unwrap_or_default();
            item.codes.push(CodeTag { id, theme, label: label.to_owned() });
            for hit in coded.hits(coding) {
                flags |= hit.flags.0;
                let words = coded.words.get(hit.words.start as usize..hit.words.end as usize);
                hits.extend(words.into_iter().flatten().map(|word| (*word, id)));
            }
        }
        item.flags = Flags(flags).names().collect();
        item.code_ids = numbers(item.codes.iter().map(|code| code.id));
        item.theme_ids = numbers(themes.iter().copied());
        item.parts = self.parts(&view, &hits);
        let Some(document) = self.documents.last_mut() else { return };
        document.passages += 1;
        document.coded += u64::from(!codings.is_empty());
        document.words += u64::from(passage.passage.words);
        if document.facts.is_empty() {
            let facts = coded.document.facts.iter();
            document.facts =
                facts.map(|(name, value)| Fact { name: name.to_owned(), value: value.to_owned() }).collect();
        }
        if let Some(course) = self.course.last_mut() {
            course.push((passage.passage.words.max(1), themes, item.anchor.clone()));
        }
        document.items.push(item);
    }

    fn item(&self, view: &View<'_>, number: String, kind: &str) -> Item {
        let speaker = view.speaker().map(|speaker| speaker.name.clone()).unwrap_or_default();
        let place = self.speakers.iter().position(|known| *known == speaker);
        let mut facts = Vec::new();
        for choice in self.choices {
            let value = view.fact(&choice.name).unwrap_or_default();
            let token = choice.values.iter().find(|known| known.name == value);
            facts.extend(token.map(|token| token.token.as_str()));
        }
        Item {
            anchor: format!("d{}{kind}{}", self.documents.len(), number.replace('.', "-")),
            speaker_id: place.map(|place| place.to_string()).unwrap_or_default(),
            time: view.time().map(|time| clock::tenths(time.start)).unwrap_or_default(),
            fact_ids: facts.join(" "),
            speaker,
            number,
            ..Item::default()
        }
    }

    /// The text in stretches, each with the codes that hit there.
    fn parts(&self, view: &View<'_>, hits: &[(Span, usize)]) -> Vec<Part> {
        let spans: Vec<Span> = hits.iter().map(|(span, _)| *span).collect();
        let (text, places) = view.quote_with(&spans);
        let mut borders: Vec<usize> = vec![0, text.len()];
        borders.extend(places.iter().flat_map(|place| [place.start as usize, place.end as usize]));
        borders.sort_unstable();
        borders.dedup();
        let mut parts: Vec<Part> = Vec::new();
        for pair in borders.windows(2) {
            let &[start, end] = pair else { continue };
            let mut codes: Vec<usize> = places
                .iter()
                .zip(hits)
                .filter(|(place, _)| place.start as usize <= start && end <= place.end as usize)
                .map(|(_, (_, code))| *code)
                .collect();
            codes.sort_unstable();
            codes.dedup();
            let labels: Vec<&str> = codes
                .iter()
                .filter_map(|code| self.scheme.codes.get(*code))
                .map(|code| code.label.as_str())
                .collect();
            parts.push(Part {
                text: text.get(start..end).unwrap_or_default().to_owned(),
                theme: codes.first().and_then(|code| self.themes.get(*code)).copied().unwrap_or_default(),
                title: labels.join(" | "),
                codes: numbers(codes),
            });
        }
        parts
    }

    /// The documents, and for each code its best quotations.
    pub(crate) fn end(mut self) -> (Vec<Document>, BTreeMap<String, Vec<Quotation>>) {
        let lines = self.themes.iter().max().map_or(0, |last| last + 1);
        for (document, course) in self.documents.iter_mut().zip(&self.course) {
            document.height = lines * 9 + 1;
            document.blocks = blocks(course);
        }
        (self.documents, self.quotations.end())
    }
}

/// Blocks of neighbouring passages, on a strip 1,000 wide.
fn blocks(course: &[(u32, Vec<usize>, String)]) -> Vec<Block> {
    let all: u32 = course.iter().map(|(words, ..)| *words).sum();
    let scale = 1000.0 / f64::from(all.max(1));
    let mut blocks = Vec::new();
    let mut from = 0;
    for (words, themes, anchor) in course {
        for theme in themes {
            blocks.push(Block {
                theme: *theme,
                x: format!("{:.1}", f64::from(from) * scale),
                y: theme * 9 + 1,
                width: format!("{:.1}", (f64::from(*words) * scale).max(1.0)),
                anchor: anchor.clone(),
                title: anchor.rsplit('p').next().unwrap_or_default().replace('-', "."),
            });
        }
        from += words;
    }
    blocks
}

fn numbers(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

/// Quotations of a code.
const BEST: usize = 3;
/// The least and the most characters of a quotation that stands well in a guide.
const LENGTH: std::ops::RangeInclusive<usize> = 50..=420;

/// The passages that show a code best: many of its terms, few other codes, neither too short nor too long.
#[derive(Default)]
pub(crate) struct Quotations(BTreeMap<String, Vec<(i64, String, Quotation)>>);

impl Quotations {
    /// Looks at a document.
    pub(crate) fn take_in(&mut self, coded: &CodedDocument<'_>, scheme: &Scheme, unit: Unit) {
        for passage in &coded.passages {
            let codings = coded.codings(passage);
            if codings.is_empty() {
                continue;
            }
            let view = coded.view(passage, unit);
            let text = view.quote();
            if !LENGTH.contains(&text.chars().count()) {
                continue;
            }
            for coding in codings {
                let Some(code) = scheme.codes.get(usize::from(coding.code)) else { continue };
                let hits = coded.hits(coding);
                let mut entries: Vec<u32> = hits.iter().map(|hit| hit.entry).collect();
                entries.sort_unstable();
                entries.dedup();
                let negated = hits.iter().any(|hit| hit.flags.0 & Flags::NEGATED.0 != 0);
                let score = i64::try_from(entries.len()).unwrap_or(0) * 4
                    - i64::try_from(codings.len()).unwrap_or(0) * 2
                    - i64::from(negated) * 3;
                self.keep(&code.path, score, coded, &view, &text);
            }
        }
    }

    fn keep(&mut self, path: &str, score: i64, coded: &CodedDocument<'_>, view: &View<'_>, text: &str) {
        let best = self.0.entry(path.to_owned()).or_default();
        let document = coded.document.name.clone();
        // One of each document as long as there are others.
        let same = best.iter().position(|(_, known, _)| *known == document);
        let worst = same.or((best.len() >= BEST).then_some(best.len().saturating_sub(1)));
        if let Some(place) = worst {
            if best[place].0 >= score {
                return;
            }
            best.remove(place);
        }
        let mut source = view.citation();
        if let Some(speaker) = view.speaker().filter(|speaker| !speaker.name.is_empty()) {
            source = format!("{}, {source}", speaker.name);
        }
        let text = text.replace('\n', " ");
        best.push((score, document, Quotation { text, source }));
        best.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    }

    /// The quotations by the paths of codes, the best first.
    pub(crate) fn end(self) -> BTreeMap<String, Vec<Quotation>> {
        let all = self.0.into_iter();
        all.map(|(path, best)| (path, best.into_iter().map(|(.., quotation)| quotation).collect())).collect()
    }
}
