//! What a reading report counts: passages with each code and theme, by facts and by pairs of themes.

use std::collections::BTreeMap;

use lesart::coding::{CodedDocument, CodedPassage, Scheme};
use lesart::output::page::{
    Bar, Choice, HeatCell, HeatColumn, HeatMap, HeatRow, Language, Report, Together, Token,
};

/// Values of a fact that a heat map shows unasked, and that can be chosen from.
const COLUMNS: usize = 12;
const CHOICES: usize = 40;
const SPEAKERS: usize = 150;
/// Levels of colour in a heat map.
const LEVELS: f64 = 5.0;

/// A share, from 0 to 1; nothing of nothing is 0.
#[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^53")]
pub(crate) fn share(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

/// Passages with each code and theme.
#[derive(Clone, Default)]
pub(crate) struct Found {
    pub(crate) passages: u64,
    codes: Vec<u64>,
    themes: Vec<u64>,
}

impl Found {
    fn new(scheme: &Scheme, themes: usize) -> Self {
        Self { passages: 0, codes: vec![0; scheme.codes.len()], themes: vec![0; themes] }
    }

    fn add(&mut self, codes: &[usize], themes: &[usize]) {
        self.passages += 1;
        for code in codes {
            self.codes[*code] += 1;
        }
        for theme in themes {
            self.themes[*theme] += 1;
        }
    }
}

/// All counts.
pub(crate) struct Counts {
    /// The number of each code's theme.
    pub(crate) themes: Vec<usize>,
    names: Vec<String>,
    pub(crate) all: Found,
    pub(crate) words: u64,
    pub(crate) coded: u64,
    pub(crate) hits: Vec<u64>,
    pairs: Vec<Vec<u64>>,
    /// Facts with their values; `document` and `speaker` before the others.
    facts: Vec<(String, BTreeMap<String, Found>)>,
}

impl Counts {
    pub(crate) fn new(scheme: &Scheme, facts: &[String]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut themes = Vec::new();
        for code in &scheme.codes {
            let theme = code.theme();
            let number = names.iter().position(|known| known == theme).unwrap_or_else(|| {
                names.push(theme.to_owned());
                names.len() - 1
            });
            themes.push(number);
        }
        let facts = ["document", "speaker"].into_iter().chain(facts.iter().map(String::as_str));
        Self {
            all: Found::new(scheme, names.len()),
            words: 0,
            coded: 0,
            hits: vec![0; scheme.codes.len()],
            pairs: vec![vec![0; names.len()]; names.len()],
            facts: facts.map(|fact| (fact.to_owned(), BTreeMap::new())).collect(),
            themes,
            names,
        }
    }

    pub(crate) fn take_in(&mut self, coded: &CodedDocument<'_>, unit: lesart::corpus::Unit) {
        for passage in &coded.passages {
            let (codes, themes) = self.codes(coded, passage);
            for coding in coded.codings(passage) {
                self.hits[usize::from(coding.code)] += coding.hits.len() as u64;
            }
            self.words += u64::from(passage.passage.words);
            self.coded += u64::from(!codes.is_empty());
            for one in &themes {
                for other in &themes {
                    self.pairs[*one][*other] += 1;
                }
            }
            let view = coded.view(passage, unit);
            let empty = Found { passages: 0, ..self.all.clone_empty() };
            for (fact, values) in &mut self.facts {
                let value = match fact.as_str() {
                    "document" => coded.document.name.as_str(),
                    "speaker" => view.speaker().map_or("", |speaker| speaker.name.as_str()),
                    name => view.fact(name).unwrap_or_default(),
                };
                if !values.contains_key(value) {
                    values.insert(value.to_owned(), empty.clone());
                }
                if let Some(found) = values.get_mut(value) {
                    found.add(&codes, &themes);
                }
            }
            self.all.add(&codes, &themes);
        }
    }

    fn codes(&self, coded: &CodedDocument<'_>, passage: &CodedPassage) -> (Vec<usize>, Vec<usize>) {
        let codes: Vec<usize> =
            coded.codings(passage).iter().map(|coding| usize::from(coding.code)).collect();
        let mut themes: Vec<usize> = codes.iter().map(|code| self.themes[*code]).collect();
        themes.sort_unstable();
        themes.dedup();
        (codes, themes)
    }

    fn values(&self, fact: &str) -> Option<&BTreeMap<String, Found>> {
        self.facts.iter().find(|(name, _)| name == fact).map(|(_, values)| values)
    }

    /// The facts of the heat maps: those asked for, else all that have a few values.
    pub(crate) fn shown_facts(&self, by: &[String], facts: &[String]) -> Vec<String> {
        if !by.is_empty() {
            return by.to_vec();
        }
        let few = |fact: &str| {
            self.values(fact).is_some_and(|values| {
                let filled = values.keys().filter(|value| !value.is_empty()).count();
                (2..=COLUMNS).contains(&filled)
            })
        };
        let all = facts.iter().map(String::as_str).chain(["document"]);
        all.filter(|fact| few(fact)).take(4).map(str::to_owned).collect()
    }

    /// Facts that passages can be filtered by.
    pub(crate) fn choices(&self, facts: &[String]) -> Vec<Choice> {
        let named = facts.iter().map(|fact| {
            let values = self.values(fact).into_iter().flat_map(BTreeMap::keys);
            (fact, values.filter(|value| !value.is_empty()).collect::<Vec<&String>>())
        });
        let found = named.filter(|(_, values)| (2..=CHOICES).contains(&values.len())).enumerate();
        found
            .map(|(number, (fact, values))| Choice {
                name: fact.clone(),
                values: values
                    .into_iter()
                    .enumerate()
                    .map(|(value, name)| Token { name: name.clone(), token: format!("{number}-{value}") })
                    .collect(),
            })
            .collect()
    }

    pub(crate) fn speakers(&self) -> Vec<String> {
        let names = self.values("speaker").into_iter().flat_map(BTreeMap::keys);
        let names: Vec<String> = names.filter(|name| !name.is_empty()).cloned().collect();
        if (2..=SPEAKERS).contains(&names.len()) { names } else { Vec::new() }
    }

    /// Themes, each before its codes: the theme, and the code's number.
    fn lines(&self) -> Vec<(usize, Option<usize>)> {
        let mut lines = Vec::new();
        for theme in 0..self.names.len() {
            lines.push((theme, None));
            let codes = self.themes.iter().enumerate().filter(|(_, of)| **of == theme);
            lines.extend(codes.map(|(code, _)| (theme, Some(code))));
        }
        lines
    }

    fn label(&self, scheme: &Scheme, (theme, code): (usize, Option<usize>)) -> String {
        match code {
            Some(code) => scheme.codes[code].label.clone(),
            None => scheme.theme_label(&self.names[theme]).to_owned(),
        }
    }

    pub(crate) fn bars(&self, scheme: &Scheme, report: &mut Report) {
        let of = |(theme, code): (usize, Option<usize>)| match code {
            Some(code) => (self.all.codes[code], self.hits[code]),
            None => {
                let codes = self.themes.iter().zip(&self.hits).filter(|(of, _)| **of == theme);
                (self.all.themes[theme], codes.map(|(_, hits)| hits).sum())
            }
        };
        let most = self.all.themes.iter().map(|passages| share(*passages, self.all.passages));
        report.most = most.fold(0.0, f64::max);
        report.bars = self
            .lines()
            .into_iter()
            .map(|line| {
                let (passages, hits) = of(line);
                let share = share(passages, self.all.passages);
                let width = if report.most > 0.0 { share / report.most * 100.0 } else { 0.0 };
                Bar {
                    theme: line.0,
                    code: line.1,
                    label: self.label(scheme, line),
                    share,
                    width: format!("{width:.1}"),
                    passages,
                    hits,
                }
            })
            .collect();
    }

    pub(crate) fn map(&self, fact: &str, scheme: &Scheme, language: Language) -> HeatMap {
        let mut values: Vec<(&String, &Found)> = self.values(fact).into_iter().flatten().collect();
        values.sort_by_key(|(value, _)| value.is_empty());
        let cell = |found: &Found, (theme, code): (usize, Option<usize>)| {
            let passages = code.map_or(found.themes[theme], |code| found.codes[code]);
            (passages, share(passages, found.passages))
        };
        let most = |line| values.iter().map(|(_, found)| cell(found, line).1).fold(0.0, f64::max);
        // One scale for all, so that two cells of one colour are the same.
        let scale = self.lines().into_iter().map(most).fold(0.0, f64::max);
        let rows = self.lines().into_iter().map(|line| HeatRow {
            theme: line.0,
            sub: line.1.is_some(),
            label: self.label(scheme, line),
            cells: values
                .iter()
                .map(|(_, found)| {
                    let (passages, share) = cell(found, line);
                    HeatCell { passages, share, level: level(share, scale) }
                })
                .collect(),
        });
        let name = match fact {
            "document" | "speaker" => language.word(fact),
            other => other.to_owned(),
        };
        let columns = values
            .iter()
            .map(|(value, found)| HeatColumn { name: (*value).clone(), passages: found.passages });
        HeatMap { name, values: columns.collect(), rows: rows.collect() }
    }

    pub(crate) fn together(&self, scheme: &Scheme) -> Together {
        let names: Vec<String> =
            self.names.iter().map(|theme| scheme.theme_label(theme).to_owned()).collect();
        let most = self.pairs.iter().enumerate().flat_map(|(one, row)| {
            row.iter().enumerate().filter(move |(other, _)| *other != one).map(|(_, count)| *count)
        });
        let most = most.max().unwrap_or(0);
        let rows = self.pairs.iter().enumerate().map(|(one, row)| HeatRow {
            theme: one,
            sub: false,
            label: names[one].clone(),
            cells: row
                .iter()
                .enumerate()
                .map(|(other, passages)| {
                    let share = share(*passages, most);
                    let level = if one == other { 0 } else { level(share, 1.0) };
                    HeatCell { passages: *passages, share, level }
                })
                .collect(),
        });
        Together { rows: rows.collect(), names }
    }
}

impl Found {
    fn clone_empty(&self) -> Self {
        Self { passages: 0, codes: vec![0; self.codes.len()], themes: vec![0; self.themes.len()] }
    }
}

fn level(share: f64, most: f64) -> u8 {
    if share <= 0.0 || most <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 5")]
    let level = (share / most * LEVELS).ceil().clamp(1.0, LEVELS) as u8;
    level
}
