//! What a lexicon lacks: words and word pairs of the material that its entries do not reach.
//!
//! Where people coded, the words of the passages that they gave a code and the lexicon missed, against all passages
//! without the code. Where nobody did, compounds of words that the lexicon has, words near its hits, and
//! frequent words of passages without any code.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Place, Sheet};
use super::suggest_form::{base_form, in_context};
use crate::coding::{CodedDocument, Scheme, clock};
use crate::lexicon::{Lexicon, Term};
use crate::tables::Frame;
use crate::tables::bag::{Bag, Forms, LEAST, LEAST_LIKELIHOOD};
use crate::tables::statistics::{log_likelihood, log_ratio};

/// Passages that are shown for a suggestion.
const SHOWN: usize = 3;
/// Running words on each side of a hit that are near it.
const NEAR: usize = 5;
/// The least length of a word that compounds are made of, in code points.
const SHORTEST: usize = 4;

/// Why a term is suggested.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Typical of passages that people coded and the lexicon missed.
    Missed,
    /// A compound of a word that the lexicon has.
    Family,
    /// Stands near the hits of the code.
    Near,
    /// Frequent in passages without a code.
    Leftover,
}

impl Kind {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Family => "family",
            Self::Near => "near",
            Self::Leftover => "leftover",
        }
    }
}

/// A term that might be added.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Why.
    pub kind: Kind,
    /// The code it might belong to; empty for leftovers.
    pub code: String,
    /// The term as a lexicon would have it.
    pub term: String,
    /// How often it is said.
    pub count: u64,
    /// In how many passages.
    pub passages: u64,
    /// In how many passages that were missed, that are near, or have no code.
    pub here: u64,
    /// The log-likelihood of its rate there against its rate elsewhere.
    pub log_likelihood: f64,
    /// The binary logarithm of the ratio of the two rates.
    pub log_ratio: f64,
    /// The share of the passages with it that have the code: in the gold, or without one by the lexicon.
    pub precision: Option<f64>,
    /// Passages in context.
    pub examples: Vec<String>,
}

#[derive(Default)]
struct Candidate {
    forms: Forms,
    /// Passages with it, ascending.
    passages: Vec<usize>,
    /// Passages in which it stands near a hit of a code.
    near: BTreeMap<u16, BTreeSet<usize>>,
    examples: Vec<(usize, String)>,
}

#[derive(Default)]
struct Passage {
    gold: Option<BTreeSet<String>>,
    coded: BTreeSet<u16>,
}

/// Takes in coded material and finds what is missing.
pub struct Suggest<'a> {
    lexicon: &'a Lexicon,
    scheme: &'a Scheme,
    gold: Option<&'a Sheet>,
    bag: Bag,
    passages: Vec<Passage>,
    /// By stem, or the stems of two neighbouring words.
    candidates: BTreeMap<String, Candidate>,
}

impl<'a> Suggest<'a> {
    /// Nothing taken in yet.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon, scheme: &'a Scheme, gold: Option<&'a Sheet>) -> Self {
        let candidates = BTreeMap::new();
        Self { lexicon, scheme, gold, bag: Bag::new(), passages: Vec::new(), candidates }
    }

    /// Takes in a document whose passages are turns.
    pub fn take_in(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        let text = &coded.document.text;
        for passage in &coded.passages {
            let number = self.passages.len();
            let codings = coded.codings(passage);
            let place =
                Place { document: coded.document.name.clone(), passage: passage.passage.number, part: 0 };
            let judged = self.gold.and_then(|gold| gold.passages.get(&place));
            let gold = judged.map(|judged| judged.codes.keys().cloned().collect());
            let coded_by = codings.iter().map(|coding| coding.code).collect();
            self.passages.push(Passage { gold, coded: coded_by });
            let words = self.bag.words(coded, passage, frame);
            // Words that an entry hit need no suggestion; what is near them is near their code.
            let mut hit = vec![false; words.len()];
            let mut near: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); words.len()];
            for coding in codings {
                for found in coded.hits(coding) {
                    let spans = coded.words.get(found.words.start as usize..found.words.end as usize);
                    for span in spans.into_iter().flatten() {
                        let from = words.partition_point(|word| word.span.end <= span.start);
                        let to = words.partition_point(|word| word.span.start < span.end).max(from);
                        hit[from..to].iter_mut().for_each(|hit| *hit = true);
                        let around = from.saturating_sub(NEAR)..(to + NEAR).min(words.len());
                        for near in near.get_mut(around).into_iter().flatten() {
                            near.insert(coding.code);
                        }
                    }
                }
            }
            let view = coded.view(passage, frame.unit);
            let source = match view.time() {
                Some(time) => format!(
                    "{}, {}, {}",
                    coded.document.name,
                    passage.passage.number,
                    clock::tenths(time.start)
                ),
                None => format!("{}, {}", coded.document.name, passage.passage.number),
            };
            let mut before: Option<usize> = None;
            for (at, word) in words.iter().enumerate() {
                let Some(stem) = word.stem.filter(|_| !hit[at]) else {
                    before = None;
                    continue;
                };
                let form = word.span.of(text);
                let mut put = |key: String, form: &str| {
                    let candidate = self.candidates.entry(key).or_default();
                    candidate.forms.add(form, 1);
                    if candidate.passages.last() != Some(&number) {
                        candidate.passages.push(number);
                        let cited = in_context(text, passage.passage.span.range(), word.span.range());
                        candidate.examples.push((number, format!("{cited} ({source})")));
                    }
                    for code in &near[at] {
                        candidate.near.entry(*code).or_default().insert(number);
                    }
                };
                put(stem.to_owned(), form);
                if let Some(before) = before.filter(|before| before + 1 == at)
                    && let Some(first) = words[before].stem
                {
                    put(format!("{first} {stem}"), &format!("{} {form}", words[before].span.of(text)));
                }
                before = Some(at);
            }
        }
    }

    /// The suggestions: at most `most` for each code and kind, the strongest first.
    #[must_use]
    pub fn end(self, most: usize) -> Vec<Suggestion> {
        let mut all = if self.gold.is_some() { self.missed() } else { Vec::new() };
        if self.gold.is_none() {
            all.extend(self.family());
            all.extend(self.near());
            all.extend(self.leftovers());
        }
        let place =
            |code: &str| self.scheme.codes.iter().position(|known| known.path == code).unwrap_or(usize::MAX);
        all.sort_by(|one, other| {
            (one.kind, place(&one.code))
                .cmp(&(other.kind, place(&other.code)))
                .then_with(|| other.log_likelihood.total_cmp(&one.log_likelihood))
                .then_with(|| other.passages.cmp(&one.passages))
                .then_with(|| one.term.cmp(&other.term))
        });
        let mut kept: Vec<Suggestion> = Vec::new();
        for group in all.chunk_by(|one, other| one.kind == other.kind && one.code == other.code) {
            let mut taken = 0;
            for suggestion in group {
                // A pair that is no better than one of its words says nothing new, nor does a word beside a stronger pair.
                let said = kept.iter().rev().take(taken).any(|known: &Suggestion| {
                    known.term.split(' ').any(|word| suggestion.term.split(' ').any(|other| other == word))
                        && known.passages == suggestion.passages
                });
                if taken < most && !said {
                    kept.push(suggestion.clone());
                    taken += 1;
                }
            }
        }
        kept
    }

    /// Compares passages of one kind with others.
    fn compare(
        &self,
        kind: Kind,
        code: &str,
        here: &dyn Fn(&Passage) -> bool,
        there: &dyn Fn(&Passage) -> bool,
        right: &dyn Fn(&Passage) -> bool,
        found: &mut Vec<Suggestion>,
    ) {
        let size =
            |of: &dyn Fn(&Passage) -> bool| self.passages.iter().filter(|passage| of(passage)).count() as u64;
        let (here_size, there_size) = (size(here), size(there));
        for candidate in self.candidates.values() {
            let count = |of: &dyn Fn(&Passage) -> bool| {
                candidate.passages.iter().filter(|number| of(&self.passages[**number])).count() as u64
            };
            let at = count(here);
            // Two passages are little, but what people missed is little, too.
            if at < LEAST.min(2) {
                continue;
            }
            let elsewhere = count(there);
            let likelihood = log_likelihood((at, here_size), (elsewhere, there_size));
            let (ratio, ..) = log_ratio((at, here_size), (elsewhere, there_size));
            if likelihood < LEAST_LIKELIHOOD || ratio <= 0.0 {
                continue;
            }
            let judged = at + elsewhere;
            let mut suggestion = self.suggestion(kind, code, candidate, here);
            suggestion.here = at;
            suggestion.log_likelihood = likelihood;
            suggestion.log_ratio = ratio;
            suggestion.precision = (judged > 0).then(|| {
                share(count(right), count(&|passage| here(passage) || there(passage) || right(passage)))
            });
            found.push(suggestion);
        }
    }

    fn suggestion(
        &self,
        kind: Kind,
        code: &str,
        candidate: &Candidate,
        here: &dyn Fn(&Passage) -> bool,
    ) -> Suggestion {
        let of_here = candidate.examples.iter().filter(|(number, _)| here(&self.passages[*number]));
        let others = candidate.examples.iter().filter(|(number, _)| !here(&self.passages[*number]));
        Suggestion {
            kind,
            code: code.to_owned(),
            term: base_form(&candidate.forms),
            count: candidate.forms.count(),
            passages: candidate.passages.len() as u64,
            here: 0,
            log_likelihood: 0.0,
            log_ratio: 0.0,
            precision: None,
            examples: of_here.chain(others).take(SHOWN).map(|(_, text)| text.clone()).collect(),
        }
    }

    fn missed(&self) -> Vec<Suggestion> {
        let mut found = Vec::new();
        for (number, code) in (0..).zip(&self.scheme.codes) {
            let has = |passage: &Passage| passage.gold.as_ref().is_some_and(|gold| gold.contains(&code.path));
            let missed = |passage: &Passage| has(passage) && !passage.coded.contains(&number);
            let without = |passage: &Passage| passage.gold.is_some() && !has(passage);
            self.compare(Kind::Missed, &code.path, &missed, &without, &has, &mut found);
        }
        found
    }

    /// Words of the material that are made of a word of the lexicon.
    fn family(&self) -> Vec<Suggestion> {
        let language = crate::language::Language::german();
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for code in &self.lexicon.codes {
            for entry in code.entries.iter().filter(|entry| !entry.weak) {
                let [slot] = entry.pattern.slots.as_slice() else { continue };
                for term in &slot.alternatives {
                    if let Term::Word(word) | Term::Exact(word) = term
                        && word.chars().count() >= SHORTEST
                    {
                        owners.entry(language.keys(word).main).or_insert(&code.path);
                    }
                }
            }
        }
        // What a code must never hit is no suggestion for it.
        let mut never: BTreeSet<(&str, String)> = BTreeSet::new();
        for code in &self.lexicon.codes {
            let slots = code.never.iter().flat_map(|entry| &entry.pattern.slots);
            for term in slots.flat_map(|slot| &slot.alternatives) {
                if let Term::Word(word) | Term::Exact(word) = term {
                    never.insert((&code.path, language.keys(word).main));
                }
            }
        }
        let mut found = Vec::new();
        for candidate in self.candidates.values() {
            let name = candidate.forms.name();
            if name.contains(' ') {
                continue;
            }
            let main = language.keys(name).main;
            let parts = language.parts(&main);
            let owner = parts.iter().filter(|_| parts.len() > 1).find_map(|part| owners.get(*part));
            if let Some(code) = owner.filter(|code| !never.contains(&(**code, main.clone()))) {
                let number = self.scheme.codes.iter().position(|known| known.path == **code);
                let number = number.and_then(|number| u16::try_from(number).ok());
                let coded = |passage: &Passage| number.is_some_and(|number| passage.coded.contains(&number));
                let mut suggestion = self.suggestion(Kind::Family, code, candidate, &|_| true);
                let with = candidate.passages.iter().filter(|number| coded(&self.passages[**number])).count();
                suggestion.here = suggestion.passages;
                suggestion.precision = Some(share(with as u64, suggestion.passages));
                found.push(suggestion);
            }
        }
        found
    }

    fn near(&self) -> Vec<Suggestion> {
        let mut found = Vec::new();
        for (number, code) in (0..).zip(&self.scheme.codes) {
            let coded = |passage: &Passage| passage.coded.contains(&number);
            let size = self.passages.iter().filter(|passage| coded(passage)).count() as u64;
            let rest = self.passages.len() as u64 - size;
            for candidate in self.candidates.values() {
                let near = candidate.near.get(&number).map_or(0, |near| near.len() as u64);
                let elsewhere =
                    candidate.passages.iter().filter(|at| !coded(&self.passages[**at])).count() as u64;
                let likelihood = log_likelihood((near, size), (elsewhere, rest));
                let (ratio, ..) = log_ratio((near, size), (elsewhere, rest));
                if near < LEAST || likelihood < LEAST_LIKELIHOOD || ratio <= 0.0 {
                    continue;
                }
                let mut suggestion = self.suggestion(Kind::Near, &code.path, candidate, &coded);
                suggestion.here = near;
                suggestion.log_likelihood = likelihood;
                suggestion.log_ratio = ratio;
                suggestion.precision = Some(share(suggestion.passages - elsewhere, suggestion.passages));
                found.push(suggestion);
            }
        }
        found
    }

    fn leftovers(&self) -> Vec<Suggestion> {
        let bare = |passage: &Passage| passage.coded.is_empty();
        let coded = |passage: &Passage| !passage.coded.is_empty();
        let mut found = Vec::new();
        self.compare(Kind::Leftover, "", &bare, &coded, &coded, &mut found);
        found.iter_mut().for_each(|suggestion| suggestion.precision = None);
        found
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of passages stay far under 2^53")]
fn share(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}
