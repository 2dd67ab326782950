//! Codings as a project for QDA programs: texts, speakers, facts, codes, every coding with its place.

use std::collections::BTreeMap;

use lesart::coding::record::Inventory;
use lesart::coding::{CodedDocument, CodedPassage};
use lesart::corpus::Unit;
use lesart::lexicon::Lexicon;
use lesart::output::refi::{self, Case, Code, Project, Selection, Text};
use lesart::{Error, Result};

use super::coded::{self, Input};

/// The project as the bytes of its file.
pub(crate) fn project(
    inputs: &[Input],
    inventory: &Inventory,
    lexicon: &Lexicon,
    name: &str,
) -> Result<Vec<u8>> {
    let known = refi::codes(lexicon);
    let codes = inventory.scheme().codes.iter().map(|code| {
        let described = known.iter().find(|known| known.path == code.path).cloned();
        described.unwrap_or_else(|| Code { path: code.path.clone(), description: code.label.clone() })
    });
    let mut making = Making {
        project: Project {
            name: name.to_owned(),
            origin: concat!("lesart ", env!("CARGO_PKG_VERSION")).to_owned(),
            codes: codes.collect(),
            ..Project::default()
        },
        unit: inventory.unit(),
        inventory,
        numbers: BTreeMap::new(),
        points: Vec::new(),
        facts: Facts::default(),
    };
    coded::each(inputs, inventory, |coded| making.take_in(coded))?;
    making.end().bytes().map_err(|source| Error::write(name, source))
}

struct Making<'i> {
    project: Project,
    unit: Unit,
    inventory: &'i Inventory,
    /// Texts by their documents' names.
    numbers: BTreeMap<String, usize>,
    /// Code points of each text so far.
    points: Vec<usize>,
    facts: Facts,
}

/// For texts and speakers the values of facts, as long as all their turns agree.
#[derive(Default)]
struct Facts {
    texts: BTreeMap<(usize, String), Option<String>>,
    speakers: BTreeMap<(String, String), Option<String>>,
}

impl Making<'_> {
    fn take_in(&mut self, coded: &CodedDocument<'_>) {
        let name = &coded.document.name;
        let number = *self.numbers.entry(name.clone()).or_insert(self.project.texts.len());
        if number == self.project.texts.len() {
            self.project.texts.push(Text { name: name.clone(), ..Text::default() });
            self.points.push(0);
        }
        let mut passages = coded.passages.iter().peekable();
        let whole = (self.unit == Unit::Document).then(|| passages.next()).flatten();
        let start = self.points[number];
        for index in coded.turns.clone() {
            let Some(turn) = coded.document.turns.get(index).filter(|turn| !turn.span.is_empty()) else {
                continue;
            };
            let speaker = coded.document.speaker(turn).map(|speaker| speaker.name.as_str());
            if let Some(speaker) = speaker.filter(|name| !name.is_empty()) {
                self.speaks(speaker, number);
                self.say(number, &format!("{speaker}: "));
            }
            let begins = self.points[number];
            let of_turn = |passage: &&CodedPassage| passage.passage.turn as usize == index;
            let mut inside = Vec::new();
            while let Some(passage) = passages.next_if(of_turn) {
                inside.push(passage);
            }
            let spans: Vec<_> = inside.iter().map(|passage| passage.passage.span.shifted(0)).collect();
            let moved = |span: &lesart::text::Span| {
                let [start, end] = [span.start, span.end].map(|at| at.saturating_sub(turn.span.start));
                lesart::text::Span::new(start, end)
            };
            let spans: Vec<_> = spans.iter().map(moved).collect();
            let (text, places) = lesart::corpus::quote_with(turn.span.of(&coded.document.text), &spans);
            let mut ruler = lesart::text::Ruler::new(&text);
            for (passage, place) in inside.iter().zip(places) {
                let range = (begins + ruler.code_points(place.start), begins + ruler.code_points(place.end));
                self.select(coded, passage, number, range);
            }
            self.facts.take_in(coded, index, number, speaker);
            self.say(number, &text);
            self.say(number, "\n\n");
        }
        if let Some(passage) = whole {
            let end = self.points[number].saturating_sub(2);
            self.select(coded, passage, number, (start, end));
        }
    }

    fn say(&mut self, number: usize, text: &str) {
        self.points[number] += text.chars().count();
        self.project.texts[number].text.push_str(text);
    }

    fn speaks(&mut self, name: &str, number: usize) {
        let cases = &mut self.project.cases;
        let case = match cases.iter_mut().find(|case| case.name == name) {
            Some(case) => case,
            None => {
                cases.push(Case { name: name.to_owned(), ..Case::default() });
                let last = cases.len() - 1;
                &mut cases[last]
            }
        };
        if case.texts.last() != Some(&number) {
            case.texts.push(number);
        }
    }

    fn select(
        &mut self,
        coded: &CodedDocument<'_>,
        passage: &CodedPassage,
        number: usize,
        range: (usize, usize),
    ) {
        let codings = coded.codings(passage);
        if codings.is_empty() || range.0 == range.1 {
            return;
        }
        let evidence = codings.iter().filter(|coding| !coding.hits.is_empty()).map(|coding| {
            let words: Vec<String> = coded.hits(coding).iter().map(|hit| coded.cite(hit)).collect();
            let code = self.inventory.scheme().codes.get(usize::from(coding.code));
            format!("{}: {}", code.map_or("", |code| &code.path), words.join(" | "))
        });
        let description = evidence.collect::<Vec<_>>().join("\n");
        let codes = codings.iter().map(|coding| usize::from(coding.code)).collect();
        self.project.texts[number].selections.push(Selection { range, description, codes });
    }

    fn end(mut self) -> Project {
        for ((number, name), value) in self.facts.texts {
            if let (Some(text), Some(value)) = (self.project.texts.get_mut(number), value) {
                text.facts.push((name, value));
            }
        }
        for ((speaker, name), value) in self.facts.speakers {
            let case = self.project.cases.iter_mut().find(|case| case.name == speaker);
            if let (Some(case), Some(value)) = (case, value) {
                case.facts.push((name, value));
            }
        }
        self.project
    }
}

impl Facts {
    fn take_in(&mut self, coded: &CodedDocument<'_>, index: usize, number: usize, speaker: Option<&str>) {
        let view = lesart::coding::view::View::of_turn(coded.document, index);
        for (name, value) in view.facts() {
            let agree = |known: &mut Option<String>| {
                if known.as_deref() != Some(value) {
                    *known = None;
                }
            };
            let fresh = || Some(value.to_owned());
            self.texts.entry((number, name.to_owned())).and_modify(agree).or_insert_with(fresh);
            if let Some(speaker) = speaker {
                let key = (speaker.to_owned(), name.to_owned());
                self.speakers.entry(key).and_modify(agree).or_insert_with(fresh);
            }
        }
    }
}
