//! `lesart lexicon check`: the faults and doubts of a lexicon, alone or against material.

use std::process::ExitCode;

use lesart::Result;
use lesart::coding::examples;
use lesart::input::ReadOptions;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::collide::collisions;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::lexicon::shadow::shadowed;
use lesart::lexicon::{Finding, Lexicon, Severity, check};
use lesart::validation::usage::Usage;

use super::{material, report};

/// Runs the command.
pub(crate) fn run(names: &[String], against: &[String], strict: bool) -> Result<ExitCode> {
    let lexicon = Lexicon::load(names)?;
    let language = Language::german();
    let compiled = CompiledLexicon::new(&lexicon, language, Stemmer::default());
    let mut findings = check(&lexicon);
    findings.extend(examples::run(&lexicon, &compiled, language));
    findings.extend(shadowed(&lexicon, &compiled, language));
    findings.extend(collisions(&lexicon, language));
    if !against.is_empty() {
        let mut usage = Usage::default();
        material::code(against, &ReadOptions::default(), &compiled, |coded| usage.add(coded))?;
        findings.extend(usage.findings(&lexicon));
    }
    // Doubts about a shipped lexicon are of no use to those who only build on it; what their own file
    // breaks in it is an error and is told.
    let named =
        |file: &str| file.strip_prefix("shipped:").is_none_or(|id| names.iter().any(|name| name == id));
    findings.retain(|finding| finding.severity == Severity::Error || named(&finding.fault.file));
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    for Finding { severity, fault } in &findings {
        let name = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        report::line(&format!("{name}: {fault}\n"));
    }
    let examples: usize =
        lexicon.codes.iter().map(|code| code.examples.len() + code.counterexamples.len()).sum();
    let entries: usize = lexicon.codes.iter().map(|code| code.entries.len()).sum();
    report::line(&format!(
        "{}: {}, {}, {}: {}, {}",
        lexicon.id,
        report::count(lexicon.codes.len() as u64, "code", "codes"),
        report::count(entries as u64, "entry", "entries"),
        report::count(examples as u64, "example or counterexample", "examples and counterexamples"),
        report::count(errors as u64, "error", "errors"),
        report::count(warnings as u64, "warning", "warnings"),
    ));
    let failed = errors > 0 || (strict && warnings > 0);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
