//! `lesart score`: how well codings meet a gold standard.

use std::fs;
use std::io::{self, Read};
use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::validation::bootstrap::{Bootstrap, Resample};
use lesart::validation::score::{self, By, Score};
use lesart::validation::{Level, Pairs, Sheet, listing};
use lesart::{Error, Result};

use super::import::{coded_passages, is_project};
use super::report;
use super::target::{Place, TargetArguments};

/// Documents from which on they are drawn as wholes if nobody says what to draw: with fewer the
/// intervals would rest on too few draws.
const MANY_DOCUMENTS: usize = 10;

#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    /// The gold standard: CSV with the columns document, passage, codes, JSON Lines, or a QDA project (.qdpx)
    #[arg(value_name = "GOLD", value_hint = ValueHint::FilePath)]
    pub(crate) gold: String,
    /// The codings to be judged: the coded.jsonl of a run, CSV or JSON Lines; `-` is standard input
    #[arg(value_name = "CODED", value_hint = ValueHint::FilePath)]
    pub(crate) coded: String,
    /// What a row is
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = ByName::Code)]
    pub(crate) by: ByName,
    /// Only these codes or themes; may be given again
    #[arg(long = "code", value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// List the passages whose gold codes were missed, instead of the figures
    #[arg(long)]
    pub(crate) misses: bool,
    /// List the passages that were coded falsely, with the entries that fired
    #[arg(long = "false")]
    pub(crate) falses: bool,
    /// Exit with 1 if the mean kappa is lower
    #[arg(long, value_name = "X", value_parser = share)]
    pub(crate) min_kappa: Option<f64>,
    /// Exit with 1 if the micro F1 is lower
    #[arg(long, value_name = "X", value_parser = share)]
    pub(crate) min_f1: Option<f64>,
    /// What the bootstrap draws; documents if there are ten or more, else passages
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) resample: Option<ResampleName>,
    /// How many samples the bootstrap draws
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: u32,
    /// The seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ByName {
    /// A code
    Code,
    /// A theme: a passage has it if it has any of its codes
    Theme,
    /// A document: the decisions on all codes together
    Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResampleName {
    /// Passages
    Passages,
    /// Whole documents
    Documents,
}

fn share(written: &str) -> Result<f64, String> {
    let share: f64 = written.parse().map_err(|_| "a number such as 0.7".to_owned())?;
    if (-1.0..=1.0).contains(&share) { Ok(share) } else { Err("a number up to 1, such as 0.7".to_owned()) }
}

/// Runs the command.
pub(crate) fn run(arguments: ScoreArguments) -> Result<ExitCode> {
    let mut pairs = Pairs::new(sheet(&arguments.gold)?, sheet(&arguments.coded)?)?;
    pairs.only(&arguments.codes)?;
    let place = Place::settle(&arguments.target)?;
    if !arguments.quiet {
        for notice in &pairs.notices {
            report::line(&format!("note: {notice}"));
        }
    }
    let by = match arguments.by {
        ByName::Code => By::Code,
        ByName::Theme => By::Theme,
        ByName::Document => By::Document,
    };
    let resample = match arguments.resample {
        Some(ResampleName::Passages) => Resample::Passages,
        Some(ResampleName::Documents) => Resample::Documents,
        None if pairs.documents() >= MANY_DOCUMENTS => Resample::Documents,
        None => Resample::Passages,
    };
    let bounds = [arguments.min_f1, arguments.min_kappa];
    let listed = arguments.misses || arguments.falses;
    let samples = if listed { 0 } else { arguments.samples };
    let bootstrap = Bootstrap { resample, samples, seed: arguments.seed };
    let score = Score::new(&pairs, by, &bootstrap);
    if listed {
        let level = if by == By::Theme { Level::Theme } else { Level::Code };
        let rows = listing::rows(&pairs, level, arguments.misses, arguments.falses);
        place.write("score", &listing::COLUMNS, rows)?;
    } else {
        place.write("score", &score::COLUMNS, score.rows())?;
        if !arguments.quiet {
            report::line(&said(&pairs, &bootstrap, by));
        }
    }
    let mut met = true;
    for (name, bound, value) in
        [("micro F1", bounds[0], score.micro_f1), ("mean kappa", bounds[1], score.mean_kappa)]
    {
        let Some(bound) = bound else { continue };
        let enough = value.is_some_and(|value| value >= bound);
        if !enough {
            let value = value.map_or_else(|| "not defined".to_owned(), |value| format!("{value:.4}"));
            report::line(&format!("the {name} is {value}, under {bound}"));
        }
        met &= enough;
    }
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What stands below the table.
fn said(pairs: &Pairs, bootstrap: &Bootstrap, by: By) -> String {
    let drawn = match (bootstrap.resample, by) {
        (Resample::Documents, By::Document) => {
            "passages within each document, and documents for the last rows".to_owned()
        }
        (Resample::Documents, _) => "whole documents".to_owned(),
        (Resample::Passages, _) => "passages".to_owned(),
    };
    format!(
        "{} in {}; bootstrap of {drawn}, {} samples, seed {}.\n{}",
        report::count(pairs.passages.len() as u64, "passage", "passages"),
        report::count(pairs.documents() as u64, "document", "documents"),
        bootstrap.samples,
        bootstrap.seed,
        score::RULE
    )
}

/// The codings of a file.
pub(crate) fn sheet(path: &str) -> Result<Sheet> {
    let mut bytes = Vec::new();
    if is_project(path) {
        bytes = coded_passages(path)?;
    } else if path == "-" {
        io::stdin().read_to_end(&mut bytes).map_err(|source| Error::read("-", source))?;
    } else {
        bytes = fs::read(path).map_err(|source| Error::read(path, source))?;
    }
    Sheet::read(path, &bytes)
}
