//! `lesart methods`: a paragraph for the methods section, from the record of a run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::output::page::{self, Agreement, Language, Methods};
use lesart::validation::bootstrap::{Bootstrap, Resample};
use lesart::validation::pairs::Pairs;
use lesart::validation::score::{By, Score};
use lesart::{Error, Result};
use serde_json::Value;

use super::reading_report::PageLanguage;
use super::rows;
use super::score::sheet;

#[derive(Debug, Args)]
pub(crate) struct MethodsArguments {
    /// The folder of a run, or its `run.json`
    #[arg(value_name = "RUN", value_hint = ValueHint::AnyPath)]
    pub(crate) run: PathBuf,
    /// Codings of people, to tell how well the run meets them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) gold: Option<String>,
    /// What the agreement is measured on
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = MeasuredBy::Theme)]
    pub(crate) by: MeasuredBy,
    /// The language
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value_t = PageLanguage::De)]
    pub(crate) lang: PageLanguage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeasuredBy {
    /// Codes
    Code,
    /// Themes: a passage has one if it has any of its codes
    Theme,
}

/// Runs the command.
pub(crate) fn run(arguments: MethodsArguments) -> Result<ExitCode> {
    let language = Language::from(arguments.lang);
    let path = if arguments.run.is_dir() { arguments.run.join("run.json") } else { arguments.run };
    let text = std::fs::read(&path).map_err(|source| Error::read(&path, source))?;
    let record: Value =
        serde_json::from_slice(&text).ok().filter(is_record).ok_or_else(|| no_record(&path))?;
    let agreement = match &arguments.gold {
        Some(gold) => Some(agreement(gold, &path, arguments.by, language)?),
        None => None,
    };
    let words = |name: &str| {
        let values = record.pointer(&format!("/options/{name}")).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let count = |pointer: &str| record.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len) as u64;
    let files = record.pointer("/lexicon/files").and_then(Value::as_array);
    let hashes = files.into_iter().flatten().filter_map(|file| file.get("sha256")?.as_str());
    let unit = record.pointer("/options/unit").and_then(Value::as_str).unwrap_or("turn");
    let methods = Methods {
        documents: count("/documents"),
        left_out: count("/left_out"),
        version: record.pointer("/program/version").and_then(Value::as_str).unwrap_or_default().to_owned(),
        unit: language.word(&format!("unit_{unit}")),
        left_speakers: words("skip_speaker"),
        only_speakers: words("only_speaker"),
        marks: record.pointer("/options/marks").and_then(Value::as_bool).unwrap_or_default(),
        hashes: hashes.map(str::to_owned).collect(),
        totals: record.get("totals").cloned().unwrap_or_default(),
        lexicon: record.get("lexicon").cloned().unwrap_or_default(),
        agreement,
    };
    let mut out = rows::standard_output();
    let written = out.write_all(page::methods(&methods, language).as_bytes()).and_then(|()| out.flush());
    written.map_err(|source| Error::write("standard output", source))?;
    Ok(ExitCode::SUCCESS)
}

fn is_record(record: &Value) -> bool {
    record.pointer("/program/name").and_then(Value::as_str) == Some("lesart")
        && record.get("totals").is_some()
}

fn no_record(path: &Path) -> Error {
    Error::Argument {
        what: format!("{}: this is no record of a run", path.display()),
        hint: "give the folder that `lesart code … -o FOLDER` wrote, or its run.json".into(),
    }
}

fn agreement(gold: &str, record: &Path, by: MeasuredBy, language: Language) -> Result<Agreement> {
    let coded = record.with_file_name("coded.jsonl");
    let pairs = Pairs::new(sheet(gold)?, sheet(&coded.display().to_string())?)?;
    let bootstrap = Bootstrap { resample: Resample::Passages, samples: 0, seed: 1 };
    let by = match by {
        MeasuredBy::Code => By::Code,
        MeasuredBy::Theme => By::Theme,
    };
    let score = Score::new(&pairs, by, &bootstrap);
    let shown =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| language.decimals(value, 2));
    let kappas = score.kappas();
    let [precision, recall, f1] = score.micro();
    Ok(Agreement {
        passages: pairs.passages.len() as u64,
        documents: pairs.documents() as u64,
        by: if by == By::Theme { "theme" } else { "code" },
        f1: shown(f1),
        precision: shown(precision),
        recall: shown(recall),
        kappa: shown(score.mean_kappa),
        lowest: shown(kappas.iter().copied().reduce(f64::min)),
        highest: shown(kappas.iter().copied().reduce(f64::max)),
    })
}
