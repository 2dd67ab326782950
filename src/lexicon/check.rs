//! What can be doubted in a lexicon that has no faults: doubles, gaps in the coding guide, patterns
//! that are too wide.

use std::collections::BTreeMap;

use super::{Code, Lexicon, Pattern, Place, Term, place_fault, rule_check, theme};
use crate::error::Fault;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The lexicon contradicts itself or would code nearly everything; to be mended.
    Error,
    /// To be looked at.
    Warning,
    /// To know; no reason to change anything.
    Note,
}

/// Something to mend or to look at, with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Its place, what it is, what to do.
    pub fault: Fault,
}

impl Finding {
    /// A finding that must be mended.
    #[must_use]
    pub const fn error(fault: Fault) -> Self {
        Self { severity: Severity::Error, fault }
    }

    /// A finding to be looked at.
    #[must_use]
    pub const fn warning(fault: Fault) -> Self {
        Self { severity: Severity::Warning, fault }
    }

    /// Something to know.
    #[must_use]
    pub const fn note(fault: Fault) -> Self {
        Self { severity: Severity::Note, fault }
    }
}

/// Fewest letters of a wildcard: with fewer it is told as too wide.
const WILDCARD_LETTERS: usize = 3;

/// All findings that need no coding, in the order of the files. Examples are run by the coder.
#[must_use]
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let mut findings = Vec::new();
    for code in &lexicon.codes {
        guide(lexicon, code, &mut findings);
        wide(lexicon, code, &mut findings);
        examples(lexicon, code, &mut findings);
    }
    doubles(lexicon, &mut findings);
    rule_check::doubts(lexicon, &mut findings);
    labels(lexicon, &mut findings);
    let order = |finding: &Finding| lexicon.files.iter().position(|file| file.name == finding.fault.file);
    findings.sort_by_cached_key(|finding| (order(finding), finding.fault.line, finding.fault.column));
    findings
}

fn warn(lexicon: &Lexicon, place: Place, message: String, hint: &str) -> Finding {
    Finding::warning(place_fault(lexicon, place, message).hint(hint))
}

/// What the coding guide lacks.
fn guide(lexicon: &Lexicon, code: &Code, findings: &mut Vec<Finding>) {
    let mut lacks = |lacks: bool, what: &str, hint: &str| {
        if lacks {
            findings.push(warn(lexicon, code.place, format!("the code `{}` has no {what}", code.path), hint));
        }
    };
    lacks(code.entries.is_empty(), "terms", "write terms = [\"…\"]; without them it is never found");
    lacks(code.definition.is_empty(), "definition", "write which passages belong to it: definition = \"…\"");
    lacks(code.examples.is_empty(), "example", "write a sentence that must get it: examples = [\"…\"]");
    if !code.entries.is_empty() && code.entries.iter().all(|entry| entry.weak) {
        let message = format!("all terms of `{}` are weak", code.path);
        findings.push(warn(
            lexicon,
            code.place,
            message,
            "weak terms count beside another hit only, so it is never found",
        ));
    }
}

/// Patterns that match too much.
fn wide(lexicon: &Lexicon, code: &Code, findings: &mut Vec<Finding>) {
    for entry in &code.entries {
        let alone = entry.pattern.slots.len() == 1;
        for term in entry.pattern.terms() {
            let Term::Wildcard { letters, .. } = term else { continue };
            let count = letters.chars().filter(|letter| letter.is_alphabetic()).count();
            if count >= WILDCARD_LETTERS {
                continue;
            }
            let fault = place_fault(lexicon, entry.place, format!("`{term}` matches very many words"))
                .hint("write more letters, or the words themselves");
            let severity = if alone && count < 2 { Severity::Error } else { Severity::Warning };
            findings.push(Finding { severity, fault });
        }
    }
}

/// One text as example and as counterexample of one code.
fn examples(lexicon: &Lexicon, code: &Code, findings: &mut Vec<Finding>) {
    for counterexample in &code.counterexamples {
        if code.examples.iter().any(|example| example.text == counterexample.text) {
            let message = format!("an example of `{}` is its counterexample as well", code.path);
            let fault = place_fault(lexicon, counterexample.place, message).hint("leave one of the two out");
            findings.push(Finding::error(fault));
        }
    }
}

/// A pattern that stands twice in one code, or in two codes of one theme. Across themes the same
/// words may serve several codes: themes, dimensions and topics are coded independently.
fn doubles(lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(&str, &Pattern), (&Code, Place)> = BTreeMap::new();
    for code in &lexicon.codes {
        let mut own: BTreeMap<(&Pattern, String), (Place, bool)> = BTreeMap::new();
        for entry in &code.entries {
            let key = (&entry.pattern, entry.rules.conditions());
            if let Some((place, weak)) = own.get(&key) {
                let also = if *weak == entry.weak { "" } else { ", once as a weak term" };
                let message = format!(
                    "`{}` stands twice in `{}`{also}; first {}",
                    entry.text,
                    code.path,
                    at(lexicon, *place)
                );
                findings.push(warn(lexicon, entry.place, message, "leave one out"));
                continue;
            }
            own.insert(key, (entry.place, entry.weak));
            if !entry.rules.is_empty() {
                continue;
            }
            match first.get(&(theme(&code.path), &entry.pattern)) {
                Some((other, place)) => {
                    let message = format!(
                        "`{}` stands in `{}` as well, {}",
                        entry.text,
                        other.path,
                        at(lexicon, *place)
                    );
                    findings.push(warn(
                        lexicon,
                        entry.place,
                        message,
                        "a passage with it gets both codes; is that meant?",
                    ));
                }
                None => {
                    first.insert((theme(&code.path), &entry.pattern), (code, entry.place));
                }
            }
        }
    }
}

/// Labels that two codes share, and themes without codes.
fn labels(lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &Code> = BTreeMap::new();
    for code in &lexicon.codes {
        if let Some(other) = first.get(code.label.as_str()) {
            let message = format!("`{}` has the same label as `{}`: {}", code.path, other.path, code.label);
            findings.push(warn(lexicon, code.place, message, "people will take them for one code in tables"));
        } else {
            first.insert(&code.label, code);
        }
    }
    for named in &lexicon.themes {
        if lexicon.codes.iter().all(|code| theme(&code.path) != named.path) {
            let message = format!("the theme `{}` has no codes", named.path);
            findings.push(warn(lexicon, named.place, message, "write a code for it, or leave it out"));
        }
    }
}

/// A place in words: `in line 3`, with the file's name where there are several.
fn at(lexicon: &Lexicon, place: Place) -> String {
    let Fault { file, line, .. } = place_fault(lexicon, place, "");
    if lexicon.files.len() > 1 { format!("in {file} line {line}") } else { format!("in line {line}") }
}
