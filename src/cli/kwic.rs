//! `lesart kwic`: a pattern in its contexts, without a lexicon.

use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::lexicon::{Lexicon, Pattern};
use lesart::tables::{Cell, Frame, Row, TABLES};
use lesart::{Error, Result};

use super::args::{
    CodeArguments, LexiconArguments, OutputArguments, ReadArguments, RunArguments, UnitArguments,
};
use super::coded::{self, Input};
use super::report;
use super::target::{Place, TargetArguments};

#[derive(Debug, Args)]
pub(crate) struct KwicArguments {
    /// What to look for, as a lexicon would have it: a word, `*amt`, `~verein`, `kein ..3 geld`, `(rat|amt)` …
    #[arg(value_name = "PATTERN")]
    pub(crate) pattern: String,
    /// Files, folders, globs, or `-` for standard input
    #[arg(required = true, value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    /// The order of the rows
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = Order::Place)]
    pub(crate) sort: Order,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// As they stand in the texts
    Place,
    /// By the words before the hit, the nearest first
    Left,
    /// By the words after the hit
    Right,
}

/// The code of the lexicon that is made of the pattern.
const CODE: &str = "kwic";

/// Runs the command.
pub(crate) fn run(arguments: KwicArguments) -> Result<ExitCode> {
    let lexicon = lexicon(&arguments.pattern)?;
    let KwicArguments { pattern, paths, sort, unit, read, target, run } = arguments;
    if let Some(path) = &target.output {
        report::refuse_existing(path, target.force)?;
    }
    let quiet = run.quiet;
    let lexicon_arguments =
        LexiconArguments { lexicon: Vec::new(), stemmer: lesart::language::Stemmer::default() };
    let output = OutputArguments::nowhere();
    let code = CodeArguments { paths, lexicon: lexicon_arguments, unit, read, output, run };
    let mut worked = super::code::work(&code, true, Some(lexicon))?;
    let inputs = [Input::of(std::mem::take(&mut worked.summary.kept))];
    let inventory = coded::inventory(&inputs, worked.scheme)?;
    let Some(table) = TABLES.iter().find(|table| table.name() == "kwic") else {
        return Ok(ExitCode::SUCCESS);
    };
    let frame = Frame {
        scheme: inventory.scheme(),
        unit: inventory.unit(),
        facts: &[],
        context: 0,
        mark_hits: false,
        stemmer: code.lexicon.stemmer,
        by: &[],
    };
    let mut fold = table.start();
    coded::each(&inputs, &inventory, |coded| fold.add(coded, &frame))?;
    let columns = table.columns(&frame);
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap_or_default();
    let (left, right, end) = (at("left"), at("right"), at("theme"));
    let mut rows: Vec<Row> = fold.drain();
    rows.extend(fold.finish(&frame));
    for row in &mut rows {
        row.truncate(end);
    }
    match sort {
        Order::Place => {}
        Order::Left => rows.sort_by_cached_key(|row| {
            let mut words = words(row.get(left));
            words.reverse();
            words
        }),
        Order::Right => rows.sort_by_cached_key(|row| words(row.get(right))),
    }
    let found = rows.len() as u64;
    let columns: Vec<&str> = columns.iter().take(end).map(String::as_str).collect();
    Place::settle(&target)?.write("kwic", &columns, rows)?;
    if !quiet {
        worked.summary.print_notices();
        let documents = inventory.documents() as u64;
        report::line(&format!(
            "{} of {pattern} in {}",
            report::count(found, "hit", "hits"),
            report::count(documents, "document", "documents")
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// A lexicon with the pattern as its one entry.
fn lexicon(pattern: &str) -> Result<Lexicon> {
    if let Err(fault) = Pattern::parse(pattern) {
        return Err(Error::Argument { what: format!("{pattern}: {}", fault.message), hint: fault.hint });
    }
    let mut code = toml::Table::new();
    for (key, value) in [("path", CODE), ("label", pattern), ("definition", pattern)] {
        code.insert(key.to_owned(), value.into());
    }
    code.insert("terms".to_owned(), vec![pattern.to_owned()].into());
    let mut head = toml::Table::new();
    for (key, value) in [("id", CODE), ("title", pattern), ("language", "de")] {
        head.insert(key.to_owned(), value.into());
    }
    let mut file = toml::Table::new();
    file.insert("lexicon".to_owned(), head.into());
    file.insert("code".to_owned(), vec![code].into());
    Lexicon::from_toml(CODE, &file.to_string())
}

/// The words of a cell in small letters, without signs.
fn words(cell: Option<&Cell>) -> Vec<String> {
    let text = cell.and_then(Cell::as_text).unwrap_or_default().to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
