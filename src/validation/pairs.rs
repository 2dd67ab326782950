//! The passages that two sheets have in common, and what only one of them has.

use std::collections::{BTreeMap, BTreeSet};

use super::coefficients::Outcomes;
use super::sheet::{Judged, Place, Sheet};
use crate::error::{Error, Result};
use crate::lexicon::theme;

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Level {
    /// Each code on its own.
    #[default]
    Code,
    /// Themes: a passage has a theme if it has any of its codes.
    Theme,
}

impl Level {
    /// What a code is at this level.
    #[must_use]
    pub fn of(self, code: &str) -> &str {
        match self {
            Self::Code => code,
            Self::Theme => theme(code),
        }
    }
}

/// Passages that both sheets have, with the codes of both, and what does not fit.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Gold and codings of each passage, in the order of documents and passages.
    pub passages: Vec<(Place, Judged, Judged)>,
    /// What does not fit, in words for people.
    pub notices: Vec<String>,
}

impl Pairs {
    /// Pairs the passages of two sheets. Where only one of them parts turns into sentences or
    /// paragraphs, whole turns are compared.
    ///
    /// # Errors
    /// The sheets have no passage in common.
    pub fn new(gold: Sheet, coded: Sheet) -> Result<Self> {
        let mut notices = Vec::new();
        let (gold, coded) = match (gold.is_parted(), coded.is_parted()) {
            (false, true) => {
                notices.push(format!("{} codes parts of turns; whole turns are compared", coded.name));
                (gold, coded.whole_turns())
            }
            (true, false) => {
                notices.push(format!("{} codes parts of turns; whole turns are compared", gold.name));
                (gold.whole_turns(), coded)
            }
            _ => (gold, coded),
        };
        let names = [gold.name.clone(), coded.name.clone()];
        let documents = |sheet: &Sheet| -> BTreeSet<String> {
            sheet.passages.keys().map(|place| place.document.clone()).collect()
        };
        let sides = [documents(&gold), documents(&coded)];
        if sides[0].is_disjoint(&sides[1]) {
            return Err(Error::Argument {
                what: format!("{} and {} have no document in common", names[0], names[1]),
                hint: format!(
                    "documents are named {} in the first and {} in the second; a document's name is \
                     its file's, without the ending",
                    list(&sides[0]),
                    list(&sides[1])
                ),
            });
        }
        for (this, that) in [(0, 1), (1, 0)] {
            let alone: BTreeSet<String> = sides[this].difference(&sides[that]).cloned().collect();
            if !alone.is_empty() {
                let what = if alone.len() == 1 { "document" } else { "documents" };
                notices.push(format!("only {} has the {what} {}", names[this], list(&alone)));
            }
        }
        let mut pairs = Self { passages: Vec::new(), notices };
        let mut alone: [BTreeMap<String, Vec<Place>>; 2] = Default::default();
        let mut other_texts: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        let mut rest = coded.passages;
        for (place, judged) in gold.passages {
            match rest.remove(&place) {
                Some(other) => {
                    let told = !judged.text.is_empty() && !other.text.is_empty();
                    if told && judged.text != other.text {
                        other_texts.entry(place.document.clone()).or_default().push(place.clone());
                    }
                    pairs.passages.push((place, judged, other));
                }
                None if sides[1].contains(&place.document) => {
                    alone[0].entry(place.document.clone()).or_default().push(place);
                }
                None => {}
            }
        }
        for place in rest.into_keys().filter(|place| sides[0].contains(&place.document)) {
            alone[1].entry(place.document.clone()).or_default().push(place);
        }
        for (name, alone) in names.iter().zip(&alone) {
            for (document, places) in alone {
                pairs.notices.push(format!("only {name} has of {document} {}", numbers(places)));
            }
        }
        for (document, places) in &other_texts {
            pairs.notices.push(format!(
                "the texts of {document} differ in {}: were both cut into the same passages?",
                numbers(places)
            ));
        }
        if pairs.passages.is_empty() {
            return Err(Error::Argument {
                what: format!("{} and {} have no passage in common", names[0], names[1]),
                hint: "passages are counted from 1 in each document; use the same --unit".into(),
            });
        }
        Ok(pairs)
    }

    /// Keeps only these codes, and those of these themes; all where none is named.
    ///
    /// # Errors
    /// A name that is neither code nor theme of the passages.
    pub fn only(&mut self, names: &[String]) -> Result<()> {
        let known: BTreeSet<String> = self.labels(Level::Code).into_iter().collect();
        for name in names {
            if !known.iter().any(|code| code == name || theme(code) == name) {
                let near = crate::error::did_you_mean(
                    name,
                    known.iter().flat_map(|code| [code.as_str(), theme(code)]),
                );
                return Err(Error::Argument {
                    what: format!("no passage has the code {name}, in neither file"),
                    hint: near.map_or_else(String::new, |near| format!("did you mean {near}?")),
                });
            }
        }
        if !names.is_empty() {
            let keep = |code: &String| names.iter().any(|name| code == name || theme(code) == name);
            for (_, gold, coded) in &mut self.passages {
                gold.codes.retain(|code, _| keep(code));
                coded.codes.retain(|code, _| keep(code));
            }
        }
        Ok(())
    }

    /// The codes or themes that occur on either side, sorted.
    #[must_use]
    pub fn labels(&self, level: Level) -> Vec<String> {
        let codes =
            self.passages.iter().flat_map(|(_, gold, coded)| gold.codes.keys().chain(coded.codes.keys()));
        let labels: BTreeSet<&str> = codes.map(|code| level.of(code)).collect();
        labels.into_iter().map(str::to_owned).collect()
    }

    /// The decisions on one code or theme.
    #[must_use]
    pub fn outcomes(&self, level: Level, label: &str) -> Outcomes {
        let mut outcomes = Outcomes::default();
        for (_, gold, coded) in &self.passages {
            outcomes.count(gold.labels(level).contains(label), coded.labels(level).contains(label));
        }
        outcomes
    }

    /// How many documents there are.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.passages.iter().map(|(place, ..)| &place.document).collect::<BTreeSet<_>>().len()
    }
}

impl Judged {
    /// Its codes or themes, each once.
    #[must_use]
    pub fn labels(&self, level: Level) -> BTreeSet<&str> {
        self.codes.keys().map(|code| level.of(code)).collect()
    }
}

/// The first names of a list.
fn list(names: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    let rest = names.len() - shown.len();
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// The first numbers of passages.
fn numbers(places: &[Place]) -> String {
    let number = |place: &Place| match place.part {
        0 => place.passage.to_string(),
        part => format!("{}.{part}", place.passage),
    };
    let shown: Vec<String> = places.iter().take(8).map(number).collect();
    let more = if places.len() > shown.len() { " …" } else { "" };
    let what = if places.len() == 1 { "passage" } else { "passages" };
    format!("{} {what} ({}{more})", places.len(), shown.join(", "))
}
