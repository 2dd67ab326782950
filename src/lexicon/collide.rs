//! Forms of an entry that are nouns of their own: *Lager* of `lag`, *Alter* of `alt`.

use std::collections::BTreeMap;

use super::{Code, Finding, Lexicon, Term, place_fault};
use crate::error::Fault;
use crate::language::Language;

/// How many forms are named for one code.
const SHOWN: usize = 12;
/// How often, in a hundred million words, a word must stand to be worth telling.
const FREQUENT: u64 = 500;

/// A note for each code whose words have forms that are other words, too.
#[must_use]
pub fn collisions(lexicon: &Lexicon, language: &Language) -> Vec<Finding> {
    lexicon.codes.iter().filter_map(|code| of_code(lexicon, code, language)).collect()
}

fn of_code(lexicon: &Lexicon, code: &Code, language: &Language) -> Option<Finding> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for entry in &code.entries {
        for term in entry.pattern.terms() {
            let Term::Word(word) = term else { continue };
            let own = word.to_lowercase();
            for form in language.forms(word) {
                let lower = form.text.to_lowercase();
                if lower != own && form.noun && !is_nominal(&lower) && language.is_noun(&lower) {
                    found.entry(form.text).or_insert_with(|| word.clone());
                }
            }
        }
    }
    found.retain(|form, _| language.frequency(form) >= FREQUENT);
    if found.is_empty() {
        return None;
    }
    let shown: Vec<String> =
        found.iter().take(SHOWN).map(|(form, word)| format!("{form} (of `{word}`)")).collect();
    let more = found.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message =
        format!("forms of terms of `{}` are other words, too: {}{more}", code.path, shown.join(", "));
    let fault: Fault = place_fault(lexicon, code.place, message);
    Some(Finding::note(fault.hint("where that is wrong, write the forms that are meant: `=lag`")))
}

/// Endings of words that are made nouns without becoming others: die Suchenden, das Gute, die Patin.
fn is_nominal(form: &str) -> bool {
    ["e", "en", "in"].iter().any(|ending| form.ends_with(ending))
}
