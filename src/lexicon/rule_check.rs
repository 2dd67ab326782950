//! What can be doubted in the rules of a lexicon: codes that are not there, rules that change nothing.

use super::check::Finding;
use super::compile::CompiledLexicon;
use super::forms::forms_of;
use super::rule::{ONE, Side, thousandths};
use super::{Code, CodeName, Entry, Lexicon, Term, place_fault, theme};
use crate::error::{Fault, did_you_mean};
use crate::language::{Language, Stemmer};

/// Codes that rules and `implies` name, and that the lexicon does not have.
pub(super) fn unknown_codes(lexicon: &Lexicon) -> Vec<Fault> {
    let known = |name: &str| lexicon.codes.iter().any(|code| code.path == name || theme(&code.path) == name);
    let paths = || lexicon.codes.iter().map(|code| code.path.as_str());
    let mut faults = Vec::new();
    let mut fault = |name: &CodeName, message: String, hint: String| {
        faults.push(place_fault(lexicon, name.place, message).hint(hint));
    };
    for code in &lexicon.codes {
        let named = code.entries.iter().flat_map(|entry| entry.rules.codes());
        for name in named.chain(&code.implies).filter(|name| !known(&name.path)) {
            let near = did_you_mean(&name.path, paths());
            let hint = near.map_or_else(
                || "`lesart lexicon show --codes` lists the codes".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            fault(name, format!("there is no code `{}`", name.path), hint);
        }
        for name in code.implies.iter().filter(|name| known(&name.path)) {
            if name.path == code.path {
                fault(name, format!("`{}` implies itself", code.path), "leave it out".to_owned());
            } else if !paths().any(|path| path == name.path) {
                let message = format!("`{}` is a theme with several codes", name.path);
                fault(name, message, "name the code that comes along".to_owned());
            }
        }
    }
    faults
}

/// Rules that change nothing, or that nothing can meet.
pub(super) fn doubts(lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    for code in &lexicon.codes {
        for entry in &code.entries {
            for (message, hint) in contradictions(code, entry) {
                findings.push(Finding::error(place_fault(lexicon, entry.place, message).hint(hint)));
            }
            if let Some(within) = entry.rules.within.filter(|_| entry.rules.beside.is_empty()) {
                let message = format!("within = \"{within}\" of `{}` has nothing to look for", entry.text);
                let hint = "write near, not_near, before or after, or leave it out";
                findings.push(Finding::warning(place_fault(lexicon, entry.place, message).hint(hint)));
            }
            shadowed(lexicon, code, entry, findings);
        }
        unreachable(lexicon, code, findings);
    }
    nevers(lexicon, findings);
}

/// What no hit of an entry can meet: message and hint.
fn contradictions(code: &Code, entry: &Entry) -> Vec<(String, &'static str)> {
    let rules = &entry.rules;
    let text = &entry.text;
    let mut found = Vec::new();
    let never = "it never hits; leave one of the two out";
    for wanted in rules.beside.iter().filter(|beside| beside.wanted) {
        for unwanted in rules.beside.iter().filter(|beside| !beside.wanted) {
            let covers = unwanted.side == Side::Near || unwanted.side == wanted.side;
            let written: Vec<String> = unwanted.terms.iter().map(ToString::to_string).collect();
            if covers && wanted.terms.iter().all(|term| written.contains(&term.to_string())) {
                let (wanted, unwanted) = (wanted.key(), unwanted.key());
                found.push((format!("`{text}` asks with `{wanted}` for what `{unwanted}` forbids"), never));
            }
        }
    }
    let (flags, not_flags) = (rules.flags.0, rules.not_flags.0);
    if flags != 0 && flags & !not_flags == 0 {
        found.push((format!("`{text}` asks with `flags` for what `not_flags` forbids"), never));
    }
    let forbidden = |path: &str| {
        let covers = |name: &CodeName| name.path == path || name.path == theme(path);
        rules.without_code.iter().any(covers)
    };
    if !rules.with_code.is_empty() && rules.with_code.iter().all(|name| forbidden(&name.path)) {
        found.push((format!("`{text}` asks with `with_code` for what `without_code` forbids"), never));
    }
    for (wanted, unwanted) in [(&rules.speaker, &rules.not_speaker)] {
        if !wanted.is_empty() && wanted.iter().all(|name| unwanted.contains(name)) {
            found.push((format!("`{text}` asks with `speaker` for what `not_speaker` forbids"), never));
        }
    }
    if code.never.iter().any(|never| never.pattern == entry.pattern) {
        let message = format!("`{text}` is an entry of `{}` and stands in its `never`", code.path);
        found.push((message, never));
    }
    found
}

/// An entry whose rules have no effect, because its pattern stands in the code without rules.
fn shadowed(lexicon: &Lexicon, code: &Code, entry: &Entry, findings: &mut Vec<Finding>) {
    if entry.rules.is_empty() {
        return;
    }
    let weight = |entry: &Entry| entry.rules.weight.unwrap_or(ONE);
    let bare = |other: &&Entry| {
        other.pattern == entry.pattern
            && other.rules.is_empty()
            && (!other.weak || entry.weak)
            && weight(other) >= weight(entry)
    };
    if let Some(other) = code.entries.iter().find(bare) {
        let Fault { file, line, .. } = place_fault(lexicon, other.place, "");
        let place =
            if lexicon.files.len() > 1 { format!("{file} line {line}") } else { format!("line {line}") };
        let message = format!("the rules of `{}` change nothing: {place} has it without rules", entry.text);
        let hint = "leave one of the two out; in a file that extends another write remove = [\"…\"]";
        findings.push(Finding::warning(place_fault(lexicon, entry.place, message).hint(hint)));
    }
}

/// A threshold that all entries of a code together do not reach.
fn unreachable(lexicon: &Lexicon, code: &Code, findings: &mut Vec<Finding>) {
    let weight = |entry: &Entry| u64::from(entry.rules.weight.unwrap_or(ONE));
    let sum: u64 = code.entries.iter().map(weight).sum();
    let threshold = code.threshold.unwrap_or(ONE);
    if !code.entries.is_empty() && sum < u64::from(threshold) {
        let message =
            format!("the entries of `{}` never reach its threshold {}", code.path, thousandths(threshold));
        let hint = "lower the threshold, or raise weights";
        findings.push(Finding::error(place_fault(lexicon, code.place, message).hint(hint)));
    }
}

/// Terms of `never` that no entry of their code would hit anyway.
fn nevers(lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    if lexicon.codes.iter().all(|code| code.never.is_empty()) {
        return;
    }
    let language = Language::german();
    let compiled = CompiledLexicon::new(lexicon, language, Stemmer::default());
    for (code, id) in lexicon.codes.iter().zip(0..) {
        for never in &code.never {
            let terms = never.pattern.terms();
            // A wildcard stands for words that nobody can count up.
            let open =
                |term: &Term| matches!(term, Term::Wildcard { .. } | Term::Compound { .. } | Term::Stem(_));
            if never.pattern.terms().any(open) {
                continue;
            }
            let mut forms = terms.flat_map(|term| forms_of(term, language)).map(|(form, _)| form);
            if !forms.any(|form| compiled.may_hit(id, &form)) {
                let message = format!("no entry of `{}` hits `{}` anyway", code.path, never.text);
                let fault = place_fault(lexicon, never.place, message).hint("leave it out of `never`");
                findings.push(Finding::warning(fault));
            }
        }
    }
}
