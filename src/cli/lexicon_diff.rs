//! `lesart lexicon diff`: what two lexicons say differently, and what that does to passages.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::corpus::Unit;
use lesart::lexicon::rule::thousandths;
use lesart::lexicon::{Code, Lexicon};
use lesart::tables::{Cell, Row};
use lesart::validation::{Judged, Level, Outcomes, Pairs, Place, Sheet};
use lesart::{Error, Result};

use super::args::{ReadArguments, UnitArguments};
use super::target::{Place as Target, TargetArguments};
use super::{material, report, score};

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The lexicon before
    #[arg(value_name = "A")]
    pub(crate) before: String,
    /// The lexicon after
    #[arg(value_name = "B")]
    pub(crate) after: String,
    /// Material: which passages gain and lose codes; without it the entries are compared
    #[arg(value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    /// Codings of people, to tell whether it got better
    #[arg(long, value_name = "FILE", requires = "paths", value_hint = ValueHint::FilePath)]
    pub(crate) gold: Option<String>,
    /// What is compared
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = By::Code)]
    pub(crate) by: By,
    /// The rows: each passage that changes, or the figures of each code
    #[arg(long, value_name = "TABLE", value_enum, default_value_t = Shown::Passages)]
    pub(crate) table: Shown,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Codes
    Code,
    /// Themes: a passage has one if it has any of its codes
    Theme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// Each passage that gains, loses or changes a code
    Passages,
    /// Passages before and after, and with --gold precision, recall and F1
    Figures,
}

const ENTRIES: [&str; 5] = ["change", "code", "entry", "before", "after"];
const PASSAGES: [&str; 10] =
    ["change", "document", "passage", "part", "speaker", "code", "from", "entries", "words", "text"];
const FIGURES: [&str; 12] = [
    "name",
    "passages_before",
    "passages_after",
    "gained",
    "lost",
    "gold",
    "precision_before",
    "precision_after",
    "recall_before",
    "recall_after",
    "f1_before",
    "f1_after",
];

/// Runs the command.
pub(crate) fn run(arguments: &DiffArguments) -> Result<ExitCode> {
    let before = Lexicon::load(std::slice::from_ref(&arguments.before))?;
    let after = Lexicon::load(std::slice::from_ref(&arguments.after))?;
    let target = Target::settle(&arguments.target)?;
    if arguments.paths.is_empty() {
        let rows = entries(&before, &after);
        let count = rows.len() as u64;
        target.write("diff", &ENTRIES, rows)?;
        if !arguments.quiet {
            report::line(&report::count(count, "difference", "differences"));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let unit = Unit::from(arguments.unit.unit);
    let code = |lexicon: &Lexicon| {
        material::sheet(&arguments.paths, &arguments.read, unit, arguments.unit.marks, lexicon)
    };
    let level = if arguments.by == By::Theme { Level::Theme } else { Level::Code };
    let gold = arguments.gold.as_deref().map(score::sheet).transpose()?;
    let change = Change { before: code(&before)?, after: code(&after)?, level };
    let figures = change.figures(gold)?;
    match arguments.table {
        Shown::Passages => target.write("diff", &PASSAGES, change.passages())?,
        Shown::Figures => target.write("diff", &FIGURES, figures.iter().map(Figures::row))?,
    }
    if !arguments.quiet {
        said(&change, &figures);
    }
    Ok(ExitCode::SUCCESS)
}

/// What stands below the table.
fn said(change: &Change, figures: &[Figures]) {
    let sum =
        |of: fn(&Figures) -> u64| figures.iter().filter(|row| !row.name.is_empty()).map(of).sum::<u64>();
    report::line(&format!(
        "{}: {} gained, {} lost, in {}",
        report::count(change.before.passages.len() as u64, "passage", "passages"),
        report::count(sum(|row| row.gained), "coding", "codings"),
        sum(|row| row.lost),
        report::count(change.passages().len() as u64, "row", "rows"),
    ));
    if let Some([before, after]) = figures.iter().find(|row| row.name.is_empty()).and_then(|row| row.outcomes)
    {
        let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
        report::line(&format!(
            "against the gold: precision {} before, {} after; recall {}, {}; F1 {}, {}",
            shown(before.precision()),
            shown(after.precision()),
            shown(before.recall()),
            shown(after.recall()),
            shown(before.f1()),
            shown(after.f1()),
        ));
    }
}

/// The entries and parts of codes that differ.
fn entries(before: &Lexicon, after: &Lexicon) -> Vec<Row> {
    let by_path = |lexicon: &'_ Lexicon| -> BTreeMap<String, Code> {
        lexicon.codes.iter().map(|code| (code.path.clone(), code.clone())).collect()
    };
    let (old, new) = (by_path(before), by_path(after));
    let mut rows = Vec::new();
    let mut row = |change: &str, code: &str, entry: &str, before: &str, after: &str| {
        rows.push(vec![
            Cell::text(change),
            Cell::text(code),
            Cell::text(entry),
            Cell::text(before),
            Cell::text(after),
        ]);
    };
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        let (one, other) = (old.get(path), new.get(path));
        match (one, other) {
            (None, Some(code)) => row("code added", path, "", "", &code.label),
            (Some(code), None) => row("code removed", path, "", &code.label, ""),
            _ => {}
        }
        let empty = Code::default();
        let (one, other) = (one.unwrap_or(&empty), other.unwrap_or(&empty));
        if old.contains_key(path) && new.contains_key(path) {
            for ((name, before), (_, after)) in parts(one).into_iter().zip(parts(other)) {
                if before != after {
                    row(name, path, "", &before, &after);
                }
            }
        }
        let listed = |code: &Code| -> BTreeMap<String, String> {
            let entries = code.entries.iter().map(|entry| {
                let weak = if entry.weak { "weak" } else { "" };
                let rules = entry.rules.to_string();
                let told = [weak, &rules].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
                (entry.text.clone(), told.join(" "))
            });
            entries.collect()
        };
        let (one, other) = (listed(one), listed(other));
        let texts: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
        for text in texts {
            match (one.get(text), other.get(text)) {
                (None, Some(rules)) => row("entry added", path, text, "", rules),
                (Some(rules), None) => row("entry removed", path, text, rules, ""),
                (Some(before), Some(after)) if before != after => row("rules", path, text, before, after),
                _ => {}
            }
        }
    }
    rows
}

/// What a code says beside its entries.
fn parts(code: &Code) -> [(&'static str, String); 7] {
    let texts = |examples: &[lesart::lexicon::Example]| {
        examples.iter().map(|example| example.text.as_str()).collect::<Vec<_>>().join(" | ")
    };
    [
        ("label", code.label.clone()),
        ("definition", code.definition.clone()),
        ("coding_rule", code.coding_rule.clone()),
        ("threshold", code.threshold.map(thousandths).unwrap_or_default()),
        ("never", code.never.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join(" | ")),
        ("examples", texts(&code.examples)),
        ("counterexamples", texts(&code.counterexamples)),
    ]
}

/// The codings of the same material by both lexicons.
struct Change {
    before: Sheet,
    after: Sheet,
    level: Level,
}

/// A code or theme before and after; all together have no name.
struct Figures {
    name: String,
    before: u64,
    after: u64,
    gained: u64,
    lost: u64,
    outcomes: Option<[Outcomes; 2]>,
}

impl Figures {
    fn row(&self) -> Row {
        let figure = |of: fn(Outcomes) -> Option<f64>, place: usize| {
            let value = self.outcomes.and_then(|outcomes| of(outcomes[place]));
            value.map_or(Cell::Empty, |value| Cell::Number(value, 4))
        };
        vec![
            Cell::text(if self.name.is_empty() { "all" } else { &self.name }),
            Cell::Count(self.before),
            Cell::Count(self.after),
            Cell::Count(self.gained),
            Cell::Count(self.lost),
            self.outcomes.map_or(Cell::Empty, |[before, _]| Cell::Count(before.gold())),
            figure(|outcomes| outcomes.precision(), 0),
            figure(|outcomes| outcomes.precision(), 1),
            figure(|outcomes| outcomes.recall(), 0),
            figure(|outcomes| outcomes.recall(), 1),
            figure(|outcomes| outcomes.f1(), 0),
            figure(|outcomes| outcomes.f1(), 1),
        ]
    }
}

impl Change {
    /// Passages with the codings of both.
    fn each(&self) -> impl Iterator<Item = (&Place, &Judged, &Judged)> {
        self.before
            .passages
            .iter()
            .filter_map(|(place, before)| Some((place, before, self.after.passages.get(place)?)))
    }

    fn passages(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, before, after) in self.each() {
            let (old, new) = (before.labels(self.level), after.labels(self.level));
            let mut lost: Vec<&str> = old.difference(&new).copied().collect();
            for label in new.difference(&old) {
                let from = if lost.is_empty() { "" } else { lost.remove(0) };
                let change = if from.is_empty() { "gained" } else { "moved" };
                rows.push(self.row(change, place, after, label, from));
            }
            for label in lost {
                rows.push(self.row("lost", place, before, label, ""));
            }
        }
        rows
    }

    fn row(&self, change: &str, place: &Place, judged: &Judged, label: &str, from: &str) -> Row {
        let evidence = judged.codes.iter().filter(|(code, _)| self.level.of(code) == label);
        let (mut entries, mut words): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for found in evidence.flat_map(|(_, evidence)| evidence) {
            if !entries.contains(&found.entry.as_str()) {
                entries.push(&found.entry);
            }
            words.push(&found.words);
        }
        vec![
            Cell::text(change),
            Cell::text(place.document.as_str()),
            Cell::Count(u64::from(place.passage)),
            if place.part == 0 { Cell::Empty } else { Cell::Count(u64::from(place.part)) },
            Cell::text(judged.speaker.as_str()),
            Cell::text(label),
            Cell::text(from),
            Cell::text(entries.join(" | ")),
            Cell::text(words.join(" | ")),
            Cell::text(judged.text.as_str()),
        ]
    }

    /// A row for each code that either has, and one for all.
    fn figures(&self, gold: Option<Sheet>) -> Result<Vec<Figures>> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (_, before, after) in self.each() {
            let labels = before.labels(self.level).into_iter().chain(after.labels(self.level));
            names.extend(labels.map(str::to_owned));
        }
        let pairs = match gold {
            Some(gold) => {
                Some([Pairs::new(gold.clone(), self.before.clone())?, Pairs::new(gold, self.after.clone())?])
            }
            None => None,
        };
        for pairs in pairs.iter().flatten() {
            names.extend(pairs.labels(self.level));
        }
        if names.is_empty() {
            return Err(Error::Argument {
                what: "neither lexicon finds anything in this material".into(),
                hint: "try `lesart explain` on one of its sentences".into(),
            });
        }
        let mut all =
            Figures { name: String::new(), before: 0, after: 0, gained: 0, lost: 0, outcomes: None };
        let mut rows = Vec::new();
        for name in names {
            let mut row = Figures { name, before: 0, after: 0, gained: 0, lost: 0, outcomes: None };
            for (_, before, after) in self.each() {
                let has = |judged: &Judged| judged.labels(self.level).contains(row.name.as_str());
                let (before, after) = (has(before), has(after));
                row.before += u64::from(before);
                row.after += u64::from(after);
                row.gained += u64::from(after && !before);
                row.lost += u64::from(before && !after);
            }
            if let Some(pairs) = &pairs {
                let outcomes = pairs.each_ref().map(|pairs| pairs.outcomes(self.level, &row.name));
                row.outcomes = Some(outcomes);
                let sums = all.outcomes.get_or_insert_default();
                for (sum, outcomes) in sums.iter_mut().zip(outcomes) {
                    sum.add(outcomes);
                }
            }
            all.before += row.before;
            all.after += row.after;
            all.gained += row.gained;
            all.lost += row.lost;
            rows.push(row);
        }
        rows.push(all);
        Ok(rows)
    }
}
