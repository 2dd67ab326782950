//! Fits weights of entries and thresholds of codes to a gold standard, and tells what that is worth.
//!
//! How surely an entry tells its code comes from the model in `noisy_or`. A code is to be given where it is
//! likelier than half of the F1 that can be reached: that makes F1 greatest (Lipton, Elkan and Naryanaswamy,
//! *Optimal thresholding of classifiers to maximize F1 measure*, 2014). An entry that reaches this alone keeps
//! its weight; one that does not gets the part of it that it reaches, so that it counts only beside others.
//! Where all entries of a code together do not reach it, its threshold rises. How strongly all this is drawn
//! to the weights as they are given is chosen by leaving out documents.

use std::collections::BTreeMap;

use super::bootstrap::Random;
use super::cases::{Cases, Weights};
use super::coefficients::{Outcomes, float};
use super::noisy_or::{Seen, evidence};
use super::pairs::Level;
use crate::lexicon::rule::ONE;

/// Among these the strength is chosen: how many passages a given weight counts.
pub const STRENGTHS: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
/// How many passages the F1 of all labels counts beside that of one.
const PULL: f64 = 10.0;
/// Weights are written in steps of so many thousandths.
const STEP: f64 = 50.0;
/// Evidence under which a code would be given for nothing.
const LEAST: f64 = 0.05;
/// A threshold rises at most to so many times what it was.
const MOST: f64 = 3.0;

/// How to fit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fit {
    /// The level at which hits are right or wrong.
    pub level: Level,
    /// The strength, where it is not to be chosen.
    pub strength: Option<f64>,
    /// Documents are left out one by one, or in so many groups where there are more.
    pub folds: usize,
    /// The seed of these groups.
    pub seed: u64,
}

/// Something that the fit changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The path of the code.
    pub code: String,
    /// The entry as it is written; none for the threshold of the code.
    pub entry: Option<String>,
    /// In thousandths.
    pub before: u32,
    /// In thousandths.
    pub after: u32,
    /// Passages that it hit.
    pub passages: u64,
    /// How many of them people gave the label.
    pub right: u64,
}

impl Fit {
    /// The weights for the passages `within`, and the strength; none where the weights as they are do best.
    #[must_use]
    pub fn run(&self, cases: &Cases, within: &[usize]) -> (Weights, Option<f64>) {
        match self.choose(cases, within) {
            Some(strength) => (self.weights(cases, within, strength), Some(strength)),
            None => (cases.given(), None),
        }
    }

    /// The codes of the passages `within`, each document coded by weights that were fitted without it; none
    /// where there is only one document.
    #[must_use]
    pub fn cross_validated(&self, cases: &Cases, within: &[usize]) -> Option<Vec<Vec<usize>>> {
        let folds = self.folds(cases, within, self.folds);
        if folds.len() < 2 {
            return None;
        }
        let mut coded: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for fold in &folds {
            let rest: Vec<usize> = within.iter().copied().filter(|at| !fold.contains(at)).collect();
            let (weights, _) = self.run(cases, &rest);
            coded.extend(fold.iter().map(|at| (*at, cases.coded(&cases.cases[*at], &weights))));
        }
        Some(within.iter().filter_map(|at| coded.remove(at)).collect())
    }

    /// The strength that does best on documents left out; none where the weights as they are do.
    fn choose(&self, cases: &Cases, within: &[usize]) -> Option<f64> {
        if self.strength.is_some() {
            return self.strength;
        }
        let folds = self.folds(cases, within, self.folds.min(5));
        if folds.len() < 2 {
            return None;
        }
        let given = cases.given();
        let score = |weights: &dyn Fn(&[usize]) -> Weights| {
            let (mut which, mut coded) = (Vec::new(), Vec::new());
            for fold in &folds {
                let rest: Vec<usize> = within.iter().copied().filter(|at| !fold.contains(at)).collect();
                let weights = weights(&rest);
                coded.extend(fold.iter().map(|at| cases.coded(&cases.cases[*at], &weights)));
                which.extend(fold);
            }
            cases.met(&which, &coded, self.level).pooled.f1().unwrap_or(0.0)
        };
        let mut best = (None, score(&|_| given.clone()));
        for strength in STRENGTHS.into_iter().rev() {
            let reached = score(&|rest| self.weights(cases, rest, strength));
            if reached > best.1 {
                best = (Some(strength), reached);
            }
        }
        best.0
    }

    /// The passages in groups that keep documents whole.
    fn folds(&self, cases: &Cases, within: &[usize], most: usize) -> Vec<Vec<usize>> {
        let mut documents: Vec<usize> = within.iter().map(|at| cases.cases[*at].document).collect();
        documents.dedup();
        let mut random = Random::new(self.seed);
        for last in (1..documents.len()).rev() {
            documents.swap(last, random.below(last + 1));
        }
        let count = documents.len().min(most.max(2));
        let mut folds = vec![Vec::new(); count];
        for at in within {
            let place = documents.iter().position(|document| *document == cases.cases[*at].document);
            folds[place.unwrap_or(0) % count].push(*at);
        }
        folds
    }

    /// Fits at one strength.
    fn weights(&self, cases: &Cases, within: &[usize], strength: f64) -> Weights {
        let given = cases.given();
        let coded: Vec<Vec<usize>> = within.iter().map(|at| cases.coded(&cases.cases[*at], &given)).collect();
        let outcomes = |label: usize| {
            let mut outcomes = Outcomes::default();
            for (at, coded) in within.iter().zip(&coded) {
                let is = coded.iter().any(|code| cases.codes[*code].label == label);
                outcomes.count(cases.cases[*at].labels.contains(&label), is);
            }
            outcomes
        };
        let judged = |label: &usize| cases.codes.iter().any(|code| code.label == *label && code.judged);
        let labels: Vec<(usize, Outcomes)> =
            (0..cases.labels.len()).filter(judged).map(|label| (label, outcomes(label))).collect();
        let mut pooled = Outcomes::default();
        labels.iter().for_each(|(_, outcomes)| pooled.add(*outcomes));
        let all = pooled.f1().unwrap_or(0.0);
        let mut weights = given;
        for (label, outcomes) in labels {
            let (right, decided) =
                (2 * outcomes.both, 2 * outcomes.both + outcomes.false_codings + outcomes.missed);
            let f1 = (float(right) + PULL * all) / (float(decided) + PULL);
            Label { cases, within, label, strength }.fit(f1 / 2.0, &mut weights);
        }
        weights
    }

    /// What `weights` changes of what the lexicon gives, with what the passages `within` show of it.
    #[must_use]
    pub fn changes(&self, cases: &Cases, within: &[usize], weights: &Weights) -> Vec<Change> {
        let given = cases.given();
        let mut changes = Vec::new();
        let count = |code: usize, hit: &dyn Fn(usize) -> bool| {
            let label = cases.codes[code].label;
            let mine = within.iter().map(|at| &cases.cases[*at]);
            let hit: Vec<bool> = mine
                .filter(|case| case.hits.iter().any(|one| hit(*one)))
                .map(|case| case.labels.contains(&label))
                .collect();
            (hit.len() as u64, hit.iter().filter(|right| **right).count() as u64)
        };
        for (number, code) in cases.codes.iter().enumerate() {
            let mut change = |entry: Option<usize>, before: u32, after: u32| {
                if before != after {
                    let is = |hit: usize| match entry {
                        Some(entry) => hit == entry,
                        None => cases.features[hit].code == number,
                    };
                    let (passages, right) = count(number, &is);
                    let entry = entry.map(|entry| cases.features[entry].entry.clone());
                    changes.push(Change { code: code.path.clone(), entry, before, after, passages, right });
                }
            };
            change(None, given.thresholds[number], weights.thresholds[number]);
            for (at, feature) in cases.features.iter().enumerate().filter(|(_, one)| one.code == number) {
                change(Some(at), feature.given, weights.features[at]);
            }
        }
        changes
    }
}

/// The codes whose hits are right for one label.
struct Label<'a> {
    cases: &'a Cases,
    within: &'a [usize],
    label: usize,
    strength: f64,
}

impl Label<'_> {
    /// Sets the weights of its entries and the thresholds of its codes; a code is to be given where it is
    /// likelier than `cut`.
    fn fit(&self, cut: f64, weights: &mut Weights) {
        let cases = self.cases;
        let mine: Vec<usize> = (0..cases.features.len())
            .filter(|at| cases.codes[cases.features[*at].code].label == self.label)
            .collect();
        let mut seen = Seen::default();
        let (mut without, mut told) = (0_u64, 0_u64);
        let mut counts = vec![0_u64; mine.len()];
        for at in self.within {
            let case = &cases.cases[*at];
            let belongs = case.labels.contains(&self.label);
            let hits: Vec<usize> = case.hits.iter().filter_map(|hit| mine.binary_search(hit).ok()).collect();
            if hits.is_empty() {
                without += 1;
                told += u64::from(belongs);
                continue;
            }
            hits.iter().for_each(|hit| counts[*hit] += 1);
            seen.passages.push((belongs, hits));
        }
        seen.leak = (float(told) + 0.5) / (float(without) + 1.0);
        let needed = evidence(cut) - evidence(seen.leak);
        if needed < LEAST || seen.passages.is_empty() {
            return;
        }
        // From all entries of the label over those of a code, strong or weak, to each entry.
        let all = seen.probabilities(&vec![0; mine.len()], &[0.5], 2.0);
        let mut families: Vec<(usize, bool)> = mine.iter().map(|at| self.family(*at)).collect();
        let of_family: Vec<usize> = {
            let all = families.clone();
            families.sort_unstable();
            families.dedup();
            all.iter().filter_map(|family| families.binary_search(family).ok()).collect()
        };
        let of_families = seen.probabilities(&of_family, &vec![all[0]; families.len()], 2.0 * self.strength);
        let part = |at: usize| {
            let feature = &cases.features[at];
            f64::from(feature.given) / f64::from(cases.codes[feature.code].threshold.max(1))
        };
        let prior = |(at, family): (&usize, &usize)| match part(*at) {
            part if part < 1.0 => 1.0 - (-needed * part).exp(),
            _ => of_families[*family],
        };
        let priors: Vec<f64> = mine.iter().zip(&of_family).map(prior).collect();
        let every: Vec<usize> = (0..mine.len()).collect();
        let found = seen.probabilities(&every, &priors, self.strength);
        for ((code, weak), probability) in families.iter().zip(&of_families) {
            let reached = evidence(*probability) / needed;
            if !weak && reached < 1.0 {
                let given = f64::from(cases.codes[*code].threshold);
                weights.thresholds[*code] = step(given * (1.0 / reached).min(MOST));
            }
        }
        for ((at, probability), count) in mine.iter().zip(&found).zip(&counts) {
            let feature = &cases.features[*at];
            let (given, now) = (cases.codes[feature.code].threshold, weights.thresholds[feature.code]);
            let reached = evidence(*probability) / needed;
            let enough = reached >= 1.0 && feature.given >= now;
            if *count > 0 && !enough {
                let weight = step(f64::from(now) * reached.min(1.0));
                // What cannot change is not touched: a weak entry of a code that any hit gives.
                weights.features[*at] =
                    if now == given && reached >= 1.0 { feature.given.max(weight) } else { weight };
            }
        }
        self.prune(&mine, &counts, weights);
    }

    /// Takes back what changes no passage, those seen least first.
    fn prune(&self, mine: &[usize], counts: &[u64], weights: &mut Weights) {
        let cases = self.cases;
        let mut order: Vec<usize> = (0..mine.len()).collect();
        order.sort_by_key(|at| counts[*at]);
        for at in order {
            let feature = mine[at];
            let (given, now) = (cases.features[feature].given, weights.features[feature]);
            if given == now {
                continue;
            }
            let code = cases.features[feature].code;
            let matters = self.within.iter().map(|at| &cases.cases[*at]).any(|case| {
                let others =
                    case.hits.iter().filter(|hit| **hit != feature && cases.features[**hit].code == code);
                let sum: u32 = others.map(|hit| weights.features[*hit]).sum();
                let gets = |weight: u32| sum + weight >= weights.thresholds[code];
                case.hits.binary_search(&feature).is_ok() && gets(given) != gets(now)
            });
            if !matters {
                weights.features[feature] = given;
            }
        }
    }

    /// What pools the probabilities of entries.
    fn family(&self, at: usize) -> (usize, bool) {
        let feature = &self.cases.features[at];
        (feature.code, feature.weak)
    }
}

/// A weight in whole steps, at least one.
fn step(thousandths: f64) -> u32 {
    let rounded = ((thousandths / STEP).round() * STEP).clamp(STEP, 1000.0 * f64::from(ONE));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 50 to 1,000,000")]
    let rounded = rounded as u32;
    rounded
}
