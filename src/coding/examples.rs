//! Runs the examples and counterexamples of a lexicon: they are its tests.

use super::coder::{Coder, Desk};
use crate::corpus::{Document, Turn, Unit};
use crate::language::Language;
use crate::language::scan::ScanOptions;
use crate::lexicon::compile::CompiledLexicon;
use crate::lexicon::{Example, Finding, Lexicon, place_fault};
use crate::text::Span;

/// A text as a document of one turn.
#[must_use]
pub fn document_of(text: &str) -> Document {
    let turn = Turn { span: Span::from_range(0..text.len()), line: 1, ..Turn::default() };
    Document { text: text.to_owned(), turns: vec![turn], own: 0..1, ..Document::default() }
}

/// The examples that do not get their code, and the counterexamples that do.
#[must_use]
pub fn run(lexicon: &Lexicon, compiled: &CompiledLexicon, language: &Language) -> Vec<Finding> {
    let coder =
        Coder { lexicon: compiled, language, unit: Unit::Turn, scan: ScanOptions::default(), flags: false };
    let mut desk = Desk::default();
    let mut findings = Vec::new();
    let mut check = |id: usize, code: &str, example: &Example, wanted: bool| {
        let document = document_of(&example.text);
        let coded = coder.code(&mut desk, &document, 0..1);
        let coding = coded.codings.iter().find(|coding| usize::from(coding.code) == id);
        let hits = coding.map(|coding| coded.hits(coding)).unwrap_or_default();
        match (coding, wanted) {
            (None, true) => {
                let fault = place_fault(lexicon, example.place, format!("this example does not get {code}"));
                findings.push(Finding::error(fault.hint(
                    "add a term for it, or mend the example; `lesart explain` shows what was looked at",
                )));
            }
            (Some(_), false) => {
                let entries: Vec<String> = hits
                    .iter()
                    .map(|hit| {
                        format!(
                            "`{}` ({})",
                            coder.lexicon.scheme().entries[hit.entry as usize].text,
                            coded.cite(hit)
                        )
                    })
                    .collect();
                let fault = place_fault(lexicon, example.place, format!("this counterexample gets {code}"));
                findings.push(Finding::error(fault.hint(format!("it is found by {}", entries.join(", ")))));
            }
            _ => {}
        }
    };
    for (id, code) in lexicon.codes.iter().enumerate() {
        for example in &code.examples {
            check(id, &code.path, example, true);
        }
        for example in &code.counterexamples {
            check(id, &code.path, example, false);
        }
    }
    findings
}
