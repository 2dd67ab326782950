//! `lesart lexicon`: check and show.

use std::io::Write;
use std::process::ExitCode;

use lesart::language::Language;
use lesart::lexicon::forms::forms_of;
use lesart::lexicon::{Lexicon, Pattern, SHIPPED, rows as listed, shipped};
use lesart::tables::{Cell, Row};
use lesart::{Error, Result};

use super::args::LexiconCommand;
use super::{lexicon_check, lexicon_convert, lexicon_diff, lexicon_fit, lexicon_suggest, rows};

/// Runs the command.
pub(crate) fn run(command: LexiconCommand) -> Result<ExitCode> {
    match command {
        LexiconCommand::Check { lexicons, against, strict } => {
            lexicon_check::run(&lexicons, &against, strict)
        }
        LexiconCommand::Convert(arguments) => lexicon_convert::convert(&arguments),
        LexiconCommand::New(arguments) => lexicon_convert::new(&arguments),
        LexiconCommand::Diff(arguments) => lexicon_diff::run(&arguments),
        LexiconCommand::Suggest(arguments) => lexicon_suggest::run(&arguments),
        LexiconCommand::Fit(arguments) => lexicon_fit::run(*arguments),
        LexiconCommand::Show { toml: true, lexicons, .. } => show_toml(&lexicons),
        LexiconCommand::Show { forms: Some(entry), format, .. } => show_forms(&entry, &format),
        LexiconCommand::Show { lexicons, codes, format, .. } => show(&lexicons, codes, &format),
    }
}

fn show_toml(names: &[String]) -> Result<ExitCode> {
    let mut out = rows::standard_output();
    for name in names {
        let text = shipped(name).ok_or_else(|| Error::Argument {
            what: format!("no lexicon {name} is shipped"),
            hint: format!("there are: {}", SHIPPED.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ")),
        })?;
        out.write_all(text.as_bytes()).map_err(|source| Error::write("standard output", source))?;
    }
    out.flush().map_err(|source| Error::write("standard output", source))?;
    Ok(ExitCode::SUCCESS)
}

/// Every written form that an entry finds, slot by slot.
fn show_forms(entry: &str, format: &str) -> Result<ExitCode> {
    let pattern = Pattern::parse(entry)
        .map_err(|fault| Error::Argument { what: format!("{entry}: {}", fault.message), hint: fault.hint })?;
    let language = Language::german();
    let mut found: Vec<Row> = Vec::new();
    for (slot, alternatives) in pattern.slots.iter().enumerate() {
        for term in &alternatives.alternatives {
            for (form, kind) in forms_of(term, language) {
                found.push(vec![
                    Cell::Count(slot as u64 + 1),
                    Cell::text(term.to_string()),
                    Cell::text(form),
                    Cell::text(kind),
                ]);
            }
        }
    }
    rows::print(rows::format(format)?, "forms", &["slot", "term", "form", "kind"], found)?;
    Ok(ExitCode::SUCCESS)
}

fn show(names: &[String], codes: bool, format: &str) -> Result<ExitCode> {
    let lexicon = Lexicon::load(names)?;
    let format = rows::format(format)?;
    let number = |count: usize| Cell::Count(count as u64);
    if codes {
        let found = listed::code_rows(&lexicon).into_iter().map(|code| {
            vec![
                Cell::text(code.code),
                Cell::text(code.theme),
                Cell::text(code.theme_label),
                Cell::text(code.label),
                Cell::text(code.definition),
                Cell::text(code.coding_rule),
                number(code.entries),
                number(code.weak),
                Cell::text(code.threshold),
                Cell::text(code.never),
                Cell::text(code.implies),
                number(code.examples),
                number(code.counterexamples),
                Cell::text(code.file),
                number(code.line),
            ]
        });
        rows::print(format, "codes", &listed::CODE_COLUMNS, found)?;
    } else {
        let found = listed::entry_rows(&lexicon).into_iter().map(|entry| {
            vec![
                Cell::text(entry.code),
                Cell::text(entry.theme),
                Cell::text(entry.label),
                Cell::text(entry.entry),
                Cell::text(entry.kind),
                Cell::Count(u64::from(entry.weak)),
                Cell::text(entry.rules),
                Cell::text(entry.file),
                number(entry.line),
            ]
        });
        rows::print(format, "entries", &listed::ENTRY_COLUMNS, found)?;
    }
    Ok(ExitCode::SUCCESS)
}
