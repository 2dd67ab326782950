//! `lesart lexicon suggest`: what might be added, with numbers, and added where it is wanted.

use std::process::ExitCode;

use clap::{Args, ValueHint};
use lesart::corpus::Unit;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::tables::{Cell, Frame, Row};
use lesart::validation::suggest::{Suggest, Suggestion};
use lesart::{Error, Result};

use super::args::ReadArguments;
use super::written::{Written, WrittenArguments};
use super::{material, report, score};

#[derive(Debug, Args)]
pub(crate) struct SuggestArguments {
    /// Material: files, folders or globs
    #[arg(required = true, value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    /// Codings of people: what they coded and the lexicon missed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) gold: Option<String>,
    /// At most so many for each code and kind
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) most: usize,
    /// Only these codes or themes
    #[arg(long = "code", value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// Write these numbers of the table into the lexicon -o
    #[arg(long, value_name = "N,…", value_delimiter = ',', requires = "output")]
    pub(crate) accept: Vec<usize>,
    #[command(flatten)]
    pub(crate) written: WrittenArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const COLUMNS: [&str; 13] = [
    "number",
    "kind",
    "code",
    "term",
    "count",
    "passages",
    "here",
    "log_likelihood",
    "log_ratio",
    "precision",
    "example_1",
    "example_2",
    "example_3",
];

/// Runs the command.
pub(crate) fn run(arguments: &SuggestArguments) -> Result<ExitCode> {
    let lexicon = Lexicon::load(&arguments.written.lexicon)?;
    let gold = arguments.gold.as_deref().map(score::sheet).transpose()?;
    let compiled = CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default());
    let frame = Frame {
        scheme: compiled.scheme(),
        unit: Unit::Turn,
        facts: &[],
        context: 0,
        mark_hits: false,
        stemmer: Stemmer::default(),
        by: &[],
    };
    let options = super::reading::read_options(&arguments.read, Unit::Turn, 0, false)?;
    let mut suggest = Suggest::new(&lexicon, compiled.scheme(), gold.as_ref());
    material::code(&arguments.paths, &options, &compiled, |coded| suggest.take_in(coded, &frame))?;
    let mut found = suggest.end(arguments.most);
    if !arguments.codes.is_empty() {
        let wanted = |code: &str| {
            arguments.codes.iter().any(|name| code == name || lesart::lexicon::theme(code) == name)
        };
        found.retain(|suggestion| wanted(&suggestion.code));
    }
    let wrong = arguments.accept.iter().find(|number| **number == 0 || **number > found.len());
    if let Some(number) = wrong {
        return Err(Error::Argument {
            what: format!("--accept {number}: there are {} suggestions", found.len()),
            hint: "run it without --accept first; the same arguments give the same numbers".into(),
        });
    }
    let accepted = || arguments.accept.iter().filter_map(|number| found.get(number - 1));
    if let Some(homeless) = accepted().find(|suggestion| suggestion.code.is_empty()) {
        return Err(Error::Argument {
            what: format!("`{}` belongs to no code yet", homeless.term),
            hint: "write it into the lexicon by hand, under the code where it belongs".into(),
        });
    }
    let written = Written::settle(&arguments.written, &lexicon, arguments.quiet)?;
    written.print("suggestions", &COLUMNS, (1..).zip(&found).map(row))?;
    if !arguments.quiet {
        let count = report::count(found.len() as u64, "suggestion", "suggestions");
        report::line(&format!("{count}. {RULE}"));
    }
    if arguments.accept.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    written
        .save(|edit| accepted().try_for_each(|suggestion| edit.term(&suggestion.code, &suggestion.term)))?;
    Ok(ExitCode::SUCCESS)
}

const RULE: &str = "missed: in passages that people gave the code and the lexicon did not, against those without it; \
    family: a compound of a word that the code has; near: within 5 words of the code's hits, against passages without \
    it; leftover: in passages without any code, against the others. `here` counts passages of that kind; \
    `precision` is the share of the passages with the term that have the code, in the gold or, without one, by the \
    lexicon. Read the examples: a number does not know what is meant.";

fn row((number, suggestion): (u64, &Suggestion)) -> Row {
    let mut row = vec![
        Cell::Count(number),
        Cell::text(suggestion.kind.name()),
        Cell::text(suggestion.code.as_str()),
        Cell::text(suggestion.term.as_str()),
        Cell::Count(suggestion.count),
        Cell::Count(suggestion.passages),
        Cell::Count(suggestion.here),
        Cell::Number(suggestion.log_likelihood, 2),
        Cell::Number(suggestion.log_ratio, 2),
        suggestion.precision.map_or(Cell::Empty, |precision| Cell::Number(precision, 4)),
    ];
    row.extend((0..3).map(|place| Cell::text(suggestion.examples.get(place).map_or("", String::as_str))));
    row
}
