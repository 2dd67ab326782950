//! What each passage offers the codes of a lexicon: the entries that hit it, and the codes that people gave it.

use std::collections::{BTreeMap, BTreeSet};

use super::coefficients::{Outcomes, mean};
use super::pairs::{Level, Pairs};
use crate::lexicon::Lexicon;
use crate::lexicon::rule::ONE;

/// A code of the lexicon.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseCode {
    /// `theme/subcode`.
    pub path: String,
    /// What its hits are right for: index into [`Cases::labels`].
    pub label: usize,
    /// In thousandths.
    pub threshold: u32,
    /// Indices of the codes that come along with it.
    pub implies: Vec<usize>,
    /// Whether the gold has its label anywhere.
    pub judged: bool,
}

/// Something that a code can be given for: the entries of a code that are written alike.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Feature {
    /// Index into [`Cases::codes`].
    pub code: usize,
    /// As it is written.
    pub entry: String,
    /// Counts only beside another hit.
    pub weak: bool,
    /// Its weight in thousandths.
    pub given: u32,
}

/// A passage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Case {
    /// Index into [`Cases::documents`].
    pub document: usize,
    /// The codes that people gave it.
    pub gold: BTreeSet<String>,
    /// Labels that people gave it.
    pub labels: BTreeSet<usize>,
    /// Features that hit, by code.
    pub hits: Vec<usize>,
}

/// Passages with what hit them, and the gold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cases {
    /// Names of documents.
    pub documents: Vec<String>,
    /// What hits are right for: codes, or themes.
    pub labels: Vec<String>,
    /// All codes of the lexicon.
    pub codes: Vec<CaseCode>,
    /// Entries that hit anything, by code.
    pub features: Vec<Feature>,
    /// The passages.
    pub cases: Vec<Case>,
    /// Codes of the gold that the lexicon has not.
    pub unknown: BTreeSet<String>,
}

/// Weights of features and thresholds of codes, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Weights {
    /// By feature.
    pub features: Vec<u32>,
    /// By code.
    pub thresholds: Vec<u32>,
}

/// How well codings meet the gold at one level.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Met {
    /// The decisions on all labels together.
    pub pooled: Outcomes,
    /// The mean F1 of the labels.
    pub macro_f1: Option<f64>,
    /// Their mean kappa.
    pub mean_kappa: Option<f64>,
}

impl Cases {
    /// The passages of `pairs`, whose codings are those of `lexicon` without thresholds; at the level of
    /// themes a hit is right where people gave any code of its theme.
    #[must_use]
    pub fn new(pairs: &Pairs, lexicon: &Lexicon, level: Level) -> Self {
        let mut cases = Self::default();
        let labels: BTreeSet<&str> = lexicon.codes.iter().map(|code| level.of(&code.path)).collect();
        cases.labels = labels.into_iter().map(str::to_owned).collect();
        let in_gold: BTreeSet<&str> = pairs
            .passages
            .iter()
            .flat_map(|(_, gold, _)| gold.codes.keys())
            .map(|code| level.of(code))
            .collect();
        let paths: BTreeMap<&str, usize> =
            lexicon.codes.iter().enumerate().map(|(at, code)| (code.path.as_str(), at)).collect();
        let label = |code: &str| cases.labels.iter().position(|label| label == level.of(code));
        let codes = lexicon.codes.iter().map(|code| CaseCode {
            path: code.path.clone(),
            label: label(&code.path).unwrap_or(0),
            threshold: code.threshold.unwrap_or(ONE),
            implies: code.implies.iter().filter_map(|name| paths.get(name.path.as_str()).copied()).collect(),
            judged: in_gold.contains(level.of(&code.path)),
        });
        let codes: Vec<CaseCode> = codes.collect();
        let mut numbers: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (_, _, coded) in &pairs.passages {
            for (code, evidence) in &coded.codes {
                let Some(code) = paths.get(code.as_str()) else { continue };
                numbers.extend(evidence.iter().map(|found| ((*code, found.entry.as_str()), 0)));
            }
        }
        let mut features = Vec::new();
        for (at, ((code, entry), number)) in numbers.iter_mut().enumerate() {
            *number = at;
            let mut alike = lexicon.codes[*code].entries.iter().filter(|one| one.text == *entry);
            let first = alike.next();
            features.push(Feature {
                code: *code,
                entry: (*entry).to_owned(),
                weak: first.is_some_and(|one| one.weak) && alike.all(|one| one.weak),
                given: first.and_then(|one| one.rules.weight).unwrap_or(ONE),
            });
        }
        for (place, gold, coded) in &pairs.passages {
            if cases.documents.last() != Some(&place.document) {
                cases.documents.push(place.document.clone());
            }
            let mut case = Case { document: cases.documents.len() - 1, ..Case::default() };
            for code in gold.codes.keys() {
                case.gold.insert(code.clone());
                match label(code) {
                    Some(label) => drop(case.labels.insert(label)),
                    None => drop(cases.unknown.insert(code.clone())),
                }
            }
            for (code, evidence) in &coded.codes {
                let Some(code) = paths.get(code.as_str()) else { continue };
                let found = evidence.iter().filter_map(|found| numbers.get(&(*code, found.entry.as_str())));
                case.hits.extend(found);
            }
            case.hits.sort_unstable();
            case.hits.dedup();
            cases.cases.push(case);
        }
        (cases.codes, cases.features) = (codes, features);
        cases
    }

    /// The weights as the lexicon gives them.
    #[must_use]
    pub fn given(&self) -> Weights {
        Weights {
            features: self.features.iter().map(|feature| feature.given).collect(),
            thresholds: self.codes.iter().map(|code| code.threshold).collect(),
        }
    }

    /// The codes that a passage gets with these weights, sorted.
    #[must_use]
    pub fn coded(&self, case: &Case, weights: &Weights) -> Vec<usize> {
        let mut sums: BTreeMap<usize, u32> = BTreeMap::new();
        for hit in &case.hits {
            *sums.entry(self.features[*hit].code).or_default() += weights.features[*hit];
        }
        let mut codes: BTreeSet<usize> = sums
            .into_iter()
            .filter(|(code, sum)| *sum >= weights.thresholds[*code])
            .map(|(code, _)| code)
            .collect();
        let mut open: Vec<usize> = codes.iter().copied().collect();
        while let Some(code) = open.pop() {
            open.extend(self.codes[code].implies.iter().filter(|implied| codes.insert(**implied)));
        }
        codes.into_iter().collect()
    }

    /// How well the codes `coded` of the passages `which` meet the gold; codes that the gold has nowhere are
    /// left out.
    #[must_use]
    pub fn met(&self, which: &[usize], coded: &[Vec<usize>], level: Level) -> Met {
        let judged = self.codes.iter().filter(|code| code.judged);
        let mut rows: BTreeMap<&str, Outcomes> =
            judged.map(|code| (level.of(&code.path), Outcomes::default())).collect();
        for (at, coded) in which.iter().zip(coded) {
            let gold: BTreeSet<&str> = self.cases[*at].gold.iter().map(|code| level.of(code)).collect();
            let coded: BTreeSet<&str> = coded.iter().map(|code| level.of(&self.codes[*code].path)).collect();
            for (label, outcomes) in &mut rows {
                outcomes.count(gold.contains(label), coded.contains(label));
            }
        }
        let mut pooled = Outcomes::default();
        rows.values().for_each(|outcomes| pooled.add(*outcomes));
        Met {
            pooled,
            macro_f1: mean(rows.values().map(|outcomes| outcomes.f1())),
            mean_kappa: mean(rows.values().map(|outcomes| outcomes.kappa())),
        }
    }
}
