//! Expands every word that the terms of the shipped lexicons may hold, and the verbs of two word lists.
//!
//! The words are taken from the strings of a lexicon without parsing its patterns: a word too many costs
//! a line, a word that is missed is expanded when the program starts.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::language::Language;
use crate::language::expansion::{Wanted, line};
use crate::parts;

/// What a code says for people.
const PROSE: [&str; 6] = ["path", "label", "definition", "coding_rule", "examples", "counterexamples"];

pub(crate) fn write(lexicons: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(lexicons)? {
        paths.push(entry?.path());
    }
    let mut terms = BTreeSet::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
        // What is wrong in a lexicon is for its own check to say.
        let Ok(lexicon) = fs::read_to_string(path)?.parse::<Table>() else { continue };
        lexicon.get("code").into_iter().for_each(|codes| strings(codes, &mut terms));
    }
    let language = Language::german();
    let reporting = fs::read_to_string(lexicons.join("language/reporting.txt"))?;
    let torn = fs::read_to_string(lexicons.join("language/base-verbs.txt"))?;
    let lists = parts::lines(&reporting).flat_map(|verb| wanted(verb, language));
    let lists = lists.chain(parts::lines(&torn).map(Wanted::Torn));
    let all = terms.iter().flat_map(|term| wanted(term, language)).chain(lists);
    let lines: BTreeSet<String> = all.map(|one| line(one, language)).collect();
    Ok(fs::write(out, lines.into_iter().collect::<String>())?)
}

/// All strings below a value, but for those that are prose.
fn strings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Table(table) => {
            let terms = table.iter().filter(|(key, _)| !PROSE.contains(&key.as_str()));
            terms.for_each(|(_, value)| strings(value, found));
        }
        _ => {}
    }
}

/// The words of a term, and its separable verbs.
fn wanted<'t>(term: &'t str, language: &Language) -> BTreeSet<Wanted<'t>> {
    let mut wanted = BTreeSet::new();
    for piece in term.split([' ', '(', ')', '~', '*']) {
        let words: Vec<&str> =
            piece.split('|').filter(|word| word.chars().any(char::is_alphabetic)).collect();
        wanted.extend(words.iter().map(|word| Wanted::Word(word)));
        for pair in words.windows(2) {
            let [particle, verb] = pair else { continue };
            if verb.ends_with('n') {
                wanted.extend([Wanted::Joined(particle, verb), Wanted::Torn(verb)]);
                if language.stands_apart(particle) {
                    wanted.insert(Wanted::Apart(verb));
                }
            }
        }
    }
    wanted
}
