//! `lesart lexicon fit`: weights of entries and thresholds of codes from passages that people coded.

use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use globset::{Glob, GlobMatcher};
use lesart::corpus::Unit;
use lesart::lexicon::Lexicon;
use lesart::tables::{Cell, Row};
use lesart::validation::cases::{Cases, Weights};
use lesart::validation::fit::{Change, Fit};
use lesart::validation::{Level, Pairs};
use lesart::{Error, Result};

use super::args::{ReadArguments, UnitArguments};
use super::written::{Written, WrittenArguments};
use super::{material, report, score};

#[derive(Debug, Args)]
pub(crate) struct FitArguments {
    /// The gold standard: CSV with the columns document, passage, codes, or JSON Lines
    #[arg(value_name = "GOLD", value_hint = ValueHint::FilePath)]
    pub(crate) gold: String,
    /// The material that was coded: files, folders or globs
    #[arg(required = true, value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) written: WrittenArguments,
    /// Fit only to these documents of the gold, a name or a glob; the others then show what it is worth
    #[arg(long = "only-document", value_name = "NAME")]
    pub(crate) documents: Vec<String>,
    /// When a hit is right: when the passage has its code, or any code of its theme
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = ByLevel::Code)]
    pub(crate) by: ByLevel,
    /// How many passages a given weight counts against those seen; chosen by leaving out documents without it
    #[arg(long, value_name = "N", value_parser = strength)]
    pub(crate) strength: Option<f64>,
    /// Documents are left out one by one, or in so many groups where there are more
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(2..=1000))]
    pub(crate) folds: u16,
    /// The seed of these groups
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// What to print: what changes, or how well the gold is met before and after
    #[arg(long, value_name = "TABLE", value_enum, default_value_t = Table::Weights)]
    pub(crate) table: Table,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ByLevel {
    /// Its code
    Code,
    /// Any code of its theme
    Theme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    /// Each weight and threshold that changes
    Weights,
    /// Precision, recall, F1 and kappa
    Figures,
}

const WEIGHTS: [&str; 6] = ["code", "entry", "before", "after", "passages", "right"];
const FIGURES: [&str; 10] = [
    "lexicon",
    "documents",
    "level",
    "passages",
    "precision",
    "recall",
    "f1",
    "macro_f1",
    "kappa",
    "changes",
];

fn strength(written: &str) -> std::result::Result<f64, String> {
    let strength: Option<f64> = written.parse().ok();
    strength
        .filter(|strength| (0.1..=1e6).contains(strength))
        .ok_or_else(|| "a number from 0.1, such as 8".to_owned())
}

/// Runs the command.
pub(crate) fn run(arguments: FitArguments) -> Result<ExitCode> {
    let lexicon = Lexicon::load(&arguments.written.lexicon)?;
    let written = Written::settle(&arguments.written, &lexicon, arguments.quiet)?;
    let gold = score::sheet(&arguments.gold)?;
    // Every code gets what hits it, whatever it weighs.
    let mut open = lexicon.clone();
    open.codes.iter_mut().for_each(|code| code.threshold = Some(0));
    let unit = Unit::from(arguments.unit.unit);
    let coded = material::sheet(&arguments.paths, &arguments.read, unit, arguments.unit.marks, &open)?;
    let pairs = Pairs::new(gold, coded)?;
    let level = if arguments.by == ByLevel::Theme { Level::Theme } else { Level::Code };
    let cases = Cases::new(&pairs, &lexicon, level);
    let (within, without) = parted(&cases, &arguments.documents)?;
    let fit = Fit {
        level,
        strength: arguments.strength,
        folds: usize::from(arguments.folds),
        seed: arguments.seed,
    };
    let (weights, strength) = fit.run(&cases, &within);
    let changes = fit.changes(&cases, &within, &weights);
    let figures = Figures { cases: &cases, weights: &weights, changes: changes.len() as u64 };
    let figures = figures.rows(&fit, &within, &without);
    match arguments.table {
        Table::Weights => written.print("weights", &WEIGHTS, changes.iter().map(weight_row))?,
        Table::Figures => written.print("figures", &FIGURES, figures.clone())?,
    }
    if !arguments.quiet {
        for notice in pairs.notices.iter().filter(|notice| !notice.starts_with("only the material")) {
            report::line(&format!("note: {notice}"));
        }
        if !cases.unknown.is_empty() {
            let codes: Vec<&str> = cases.unknown.iter().map(String::as_str).collect();
            report::line(&format!("note: the lexicon has no code {}", codes.join(", ")));
        }
        report::line(&said(&cases, &within, strength, &changes, &figures));
    }
    written.save(|edit| {
        for Change { code, entry, after, .. } in &changes {
            match entry {
                Some(entry) => edit.weight(code, entry, *after)?,
                None => edit.threshold(code, *after)?,
            }
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The passages to fit to, and the others.
fn parted(cases: &Cases, names: &[String]) -> Result<(Vec<usize>, Vec<usize>)> {
    let mut globs: Vec<GlobMatcher> = Vec::new();
    for name in names {
        let glob = Glob::new(name).map_err(|error| Error::Argument {
            what: format!("{name}: {}", error.kind()),
            hint: "write a document's name, or a glob such as \"workshop-*\"".into(),
        })?;
        let glob = glob.compile_matcher();
        if !cases.documents.iter().any(|document| glob.is_match(document)) {
            let near = lesart::error::did_you_mean(name, cases.documents.iter().map(String::as_str));
            return Err(Error::Argument {
                what: format!("no document {name} in both the gold and the material"),
                hint: near.map_or_else(
                    || format!("there are: {}", cases.documents.join(", ")),
                    |near| format!("did you mean {near}?"),
                ),
            });
        }
        globs.push(glob);
    }
    let is = |at: &usize| {
        let document = &cases.documents[cases.cases[*at].document];
        globs.is_empty() || globs.iter().any(|glob| glob.is_match(document))
    };
    Ok((0..cases.cases.len()).partition(is))
}

fn weight_row(change: &Change) -> Row {
    let weight = |value: u32| Cell::Number(f64::from(value) / 1000.0, 2);
    vec![
        Cell::text(&*change.code),
        change.entry.as_deref().map_or_else(|| Cell::text("(threshold)"), Cell::text),
        weight(change.before),
        weight(change.after),
        Cell::Count(change.passages),
        Cell::Count(change.right),
    ]
}

struct Figures<'a> {
    cases: &'a Cases,
    weights: &'a Weights,
    changes: u64,
}

impl Figures<'_> {
    /// Before and after, on the passages that were fitted to, on documents left out, and on other documents.
    fn rows(&self, fit: &Fit, within: &[usize], without: &[usize]) -> Vec<Row> {
        let given = self.cases.given();
        let coded = |which: &[usize], weights: &Weights| -> Vec<Vec<usize>> {
            which.iter().map(|at| self.cases.coded(&self.cases.cases[*at], weights)).collect()
        };
        let mut rows = Vec::new();
        let mut put = |name: &str, documents: &str, which: &[usize], coded: &[Vec<usize>]| {
            for (level, level_name) in [(Level::Code, "code"), (Level::Theme, "theme")] {
                let met = self.cases.met(which, coded, level);
                let number = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(value, 4));
                let mut row = vec![
                    Cell::text(name),
                    Cell::text(documents),
                    Cell::text(level_name),
                    Cell::Count(which.len() as u64),
                ];
                let pooled = met.pooled;
                row.extend(
                    [pooled.precision(), pooled.recall(), pooled.f1(), met.macro_f1, met.mean_kappa]
                        .map(number),
                );
                row.push(if name == "given" { Cell::Count(0) } else { Cell::Count(self.changes) });
                rows.push(row);
            }
        };
        put("given", "fitted to", within, &coded(within, &given));
        put("fitted", "fitted to", within, &coded(within, self.weights));
        if let Some(coded) = fit.cross_validated(self.cases, within) {
            put("fitted", "left out in turn", within, &coded);
        }
        if !without.is_empty() {
            put("given", "others", without, &coded(without, &given));
            put("fitted", "others", without, &coded(without, self.weights));
        }
        rows
    }
}

/// What stands below the table.
fn said(
    cases: &Cases,
    within: &[usize],
    strength: Option<f64>,
    changes: &[Change],
    figures: &[Row],
) -> String {
    let mut documents: Vec<usize> = within.iter().map(|at| cases.cases[*at].document).collect();
    documents.dedup();
    let head = match strength {
        Some(strength) => format!("a given weight counts as {strength} passages"),
        None => "the weights as they are do best on documents left out; nothing is changed".to_owned(),
    };
    let mut lines = vec![format!(
        "{}, {}: {head}; {}",
        report::count(within.len() as u64, "passage", "passages"),
        report::count(documents.len() as u64, "document", "documents"),
        report::count(changes.len() as u64, "change", "changes"),
    )];
    lines.push(format!(
        "{:<7}{:<18}{:<7}{:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "documents", "level", "precision", "recall", "F1", "macro F1", "kappa"
    ));
    for row in figures {
        let text = |at: usize| match row.get(at) {
            Some(Cell::Text(text)) => text.to_string(),
            Some(Cell::Number(value, _)) => format!("{value:.3}"),
            _ => String::new(),
        };
        lines.push(format!(
            "{:<7}{:<18}{:<7}{:>9} {:>9} {:>9} {:>9} {:>9}",
            text(0),
            text(1),
            text(2),
            text(4),
            text(5),
            text(6),
            text(7),
            text(8)
        ));
    }
    lines.push(
        "Believe the rows `left out in turn` and `others`: `fitted to` says how well the weights know what they \
         were fitted to."
            .to_owned(),
    );
    lines.join("\n")
}
