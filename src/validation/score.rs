//! The table of `lesart score`: a row for each code, theme or document, with intervals.

use std::collections::BTreeMap;

use super::bootstrap::{Bootstrap, Cluster, Resample, interval};
use super::coefficients::{Outcomes, mean};
use super::pairs::{Level, Pairs};
use crate::tables::{Cell, Row};

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum By {
    /// A code.
    #[default]
    Code,
    /// A theme.
    Theme,
    /// A document: the decisions on all codes together.
    Document,
}

/// The columns of [`Score::rows`].
pub const COLUMNS: [&str; 22] = [
    "level",
    "name",
    "n",
    "gold",
    "coded",
    "both",
    "false",
    "missed",
    "prevalence_gold",
    "prevalence_coded",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
    "f1",
    "f1_low",
    "f1_high",
    "kappa",
    "kappa_low",
    "kappa_high",
];

/// How the table counts, in plain words.
pub const RULE: &str = "`n` counts decisions: whether a passage has the code. `false` codings are not in \
     the gold, `missed` ones only there. A passage has a theme if it has any of its codes. `micro` pools the \
     decisions on all rows, `macro` is the mean of the rows that have a value. Nothing stands where nothing \
     can be reckoned: precision where nothing was coded, kappa where both give the code always or never. \
     `_low` and `_high` hold 95 % of the bootstrap samples.";

/// Precision, recall, F1 and kappa; see [`Outcomes`].
type Figures = [Option<f64>; 4];

/// The borders of the same.
type Intervals = [Option<(f64, f64)>; 4];

fn figures(outcomes: Outcomes) -> Figures {
    [outcomes.precision(), outcomes.recall(), outcomes.f1(), outcomes.kappa()]
}

/// One row: its name, what was counted, and the borders of its figures.
#[derive(Clone, Debug)]
struct Line {
    level: &'static str,
    name: String,
    outcomes: Option<Outcomes>,
    figures: Figures,
    intervals: Intervals,
}

/// How well the codings meet the gold.
#[derive(Clone, Debug)]
pub struct Score {
    lines: Vec<Line>,
    /// F1 over the decisions on all rows.
    pub micro_f1: Option<f64>,
    /// The mean kappa of the rows.
    pub mean_kappa: Option<f64>,
}

impl Score {
    /// Precision, recall and F1 over the decisions on all rows.
    #[must_use]
    pub fn micro(&self) -> [Option<f64>; 3] {
        let micro = self.lines.iter().find(|line| line.level == "micro");
        let [precision, recall, f1, _] = micro.map(|line| line.figures).unwrap_or_default();
        [precision, recall, f1]
    }

    /// The kappas of the rows that have one.
    #[must_use]
    pub fn kappas(&self) -> Vec<f64> {
        let rows = self.lines.iter().filter(|line| !matches!(line.level, "micro" | "macro"));
        rows.filter_map(|line| line.figures[3]).collect()
    }

    /// Counts, and draws the samples for the intervals.
    #[must_use]
    pub fn new(pairs: &Pairs, by: By, bootstrap: &Bootstrap) -> Self {
        let level = if by == By::Theme { Level::Theme } else { Level::Code };
        let labels = pairs.labels(level);
        let (names, clusters) = match by {
            By::Document => {
                let (names, clusters) = documents(pairs, level, labels.len() as u64);
                return Self::of_documents(names, &clusters, bootstrap);
            }
            By::Code | By::Theme => (labels.clone(), clusters(pairs, level, &labels, bootstrap.resample)),
        };
        let name = if by == By::Theme { "theme" } else { "code" };
        let all = sums(&clusters, names.len());
        let pooled = pool(&all);
        let means = means(&all);
        let mut samples: Vec<[Vec<f64>; 4]> = vec![Default::default(); names.len() + 2];
        bootstrap.run(&clusters, names.len(), |rows| {
            for (row, kept) in rows.iter().zip(&mut samples) {
                keep(kept, figures(*row));
            }
            keep(&mut samples[names.len()], figures(pool(rows)));
            keep(&mut samples[names.len() + 1], self::means(rows));
        });
        let mut intervals = samples.into_iter().map(|kept| kept.map(interval));
        let mut next = || intervals.next().unwrap_or_default();
        let lines: Vec<Line> = names
            .into_iter()
            .zip(all)
            .map(|(label, outcomes)| Line {
                level: name,
                name: label,
                outcomes: Some(outcomes),
                figures: figures(outcomes),
                intervals: next(),
            })
            .collect();
        let [micro, macros] = [next(), next()];
        Self::summed(lines, pooled, micro, means, macros)
    }

    /// A row for each document; its interval is over its own passages.
    fn of_documents(names: Vec<String>, clusters: &[Vec<Cluster>], bootstrap: &Bootstrap) -> Self {
        let mut lines = Vec::new();
        let mut all = Vec::new();
        for (name, clusters) in names.into_iter().zip(clusters) {
            let outcomes = pool(&sums(clusters, 1));
            let mut kept: [Vec<f64>; 4] = Default::default();
            bootstrap.run(clusters, 1, |rows| keep(&mut kept, figures(pool(rows))));
            all.push(outcomes);
            lines.push(Line {
                level: "document",
                name,
                outcomes: Some(outcomes),
                figures: figures(outcomes),
                intervals: kept.map(interval),
            });
        }
        let whole: Vec<Cluster> = match bootstrap.resample {
            Resample::Passages => clusters.iter().flatten().cloned().collect(),
            Resample::Documents => clusters.iter().map(|clusters| together(clusters)).collect(),
        };
        let pooled = pool(&all);
        let mut kept: [Vec<f64>; 4] = Default::default();
        bootstrap.run(&whole, 1, |rows| keep(&mut kept, figures(pool(rows))));
        Self::summed(lines, pooled, kept.map(interval), means(&all), [None; 4])
    }

    /// Puts the two last rows below the others: all decisions pooled, and the means.
    fn summed(
        mut lines: Vec<Line>,
        pooled: Outcomes,
        micro: Intervals,
        means: Figures,
        macros: Intervals,
    ) -> Self {
        let figures = figures(pooled);
        for (level, outcomes, figures, intervals) in
            [("micro", Some(pooled), figures, micro), ("macro", None, means, macros)]
        {
            lines.push(Line { level, name: String::new(), outcomes, figures, intervals });
        }
        Self { lines, micro_f1: figures[2], mean_kappa: means[3] }
    }

    /// The rows of the table, in the order of [`COLUMNS`].
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        // A kappa a hair under 0 is shown as 0, not as -0.
        let round = |value: f64| if value.abs() < 5e-5 { 0.0 } else { value };
        let number =
            move |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(round(value), 4));
        self.lines.iter().map(move |line| {
            let mut row = vec![Cell::text(line.level), Cell::text(line.name.as_str())];
            match line.outcomes {
                Some(found) => {
                    row.extend(
                        [
                            found.decisions(),
                            found.gold(),
                            found.coded(),
                            found.both,
                            found.false_codings,
                            found.missed,
                        ]
                        .map(Cell::Count),
                    );
                    row.push(Cell::ratio(found.gold(), found.decisions(), 1.0, 4));
                    row.push(Cell::ratio(found.coded(), found.decisions(), 1.0, 4));
                }
                None => row.extend(std::iter::repeat_n(Cell::Empty, 8)),
            }
            for (value, borders) in line.figures.iter().zip(line.intervals) {
                // A border without the figure would say nothing.
                let borders = borders.filter(|_| value.is_some());
                row.extend([*value, borders.map(|(low, _)| low), borders.map(|(_, high)| high)].map(number));
            }
            row
        })
    }
}

fn keep(kept: &mut [Vec<f64>; 4], figures: Figures) {
    for (values, figure) in kept.iter_mut().zip(figures) {
        values.extend(figure);
    }
}

fn pool(rows: &[Outcomes]) -> Outcomes {
    rows.iter().fold(Outcomes::default(), |mut sum, row| {
        sum.add(*row);
        sum
    })
}

fn means(rows: &[Outcomes]) -> Figures {
    let mean = |figure: fn(Outcomes) -> Option<f64>| mean(rows.iter().map(|row| figure(*row)));
    [mean(Outcomes::precision), mean(Outcomes::recall), mean(Outcomes::f1), mean(Outcomes::kappa)]
}

fn sums(clusters: &[Cluster], rows: usize) -> Vec<Outcomes> {
    let Cluster { decisions, outcomes } = together(clusters);
    let mut sums = vec![Outcomes::default(); rows];
    for (row, found) in outcomes {
        sums[row].add(found);
    }
    for row in &mut sums {
        row.neither = decisions - (row.both + row.false_codings + row.missed);
    }
    sums
}

/// Several clusters as one.
fn together(clusters: &[Cluster]) -> Cluster {
    let mut rows: BTreeMap<usize, Outcomes> = BTreeMap::new();
    let mut decisions = 0;
    for cluster in clusters {
        decisions += cluster.decisions;
        for (row, found) in &cluster.outcomes {
            rows.entry(*row).or_default().add(*found);
        }
    }
    Cluster { decisions, outcomes: rows.into_iter().collect() }
}

/// What is drawn: each passage, or each document, with the outcomes of all labels.
fn clusters(pairs: &Pairs, level: Level, labels: &[String], resample: Resample) -> Vec<Cluster> {
    let mut documents: BTreeMap<&str, Vec<Cluster>> = BTreeMap::new();
    for (place, gold, coded) in &pairs.passages {
        let (gold, coded) = (gold.labels(level), coded.labels(level));
        let outcomes = gold.union(&coded).filter_map(|label| {
            let row = labels.binary_search_by(|known| known.as_str().cmp(label)).ok()?;
            let mut outcomes = Outcomes::default();
            outcomes.count(gold.contains(label), coded.contains(label));
            Some((row, outcomes))
        });
        let cluster = Cluster { decisions: 1, outcomes: outcomes.collect() };
        documents.entry(&place.document).or_default().push(cluster);
    }
    match resample {
        Resample::Passages => documents.into_values().flatten().collect(),
        Resample::Documents => documents.values().map(|clusters| together(clusters)).collect(),
    }
}

/// For each document its passages, all labels in one row.
fn documents(pairs: &Pairs, level: Level, labels: u64) -> (Vec<String>, Vec<Vec<Cluster>>) {
    let mut documents: BTreeMap<&str, Vec<Cluster>> = BTreeMap::new();
    for (place, gold, coded) in &pairs.passages {
        let (gold, coded) = (gold.labels(level), coded.labels(level));
        let mut outcomes = Outcomes::default();
        for label in gold.union(&coded) {
            outcomes.count(gold.contains(label), coded.contains(label));
        }
        let cluster = Cluster { decisions: labels, outcomes: vec![(0, outcomes)] };
        documents.entry(&place.document).or_default().push(cluster);
    }
    documents.into_iter().map(|(name, clusters)| (name.to_owned(), clusters)).unzip()
}
