//! Every written form that a term finds, for people who want to see it.

use super::Term;
use crate::language::{Form, Language};

/// The forms of a term with what they are (`form`, `noun`, `torn`, `part`, `pattern`), sorted.
#[must_use]
pub fn forms_of(term: &Term, language: &Language) -> Vec<(String, &'static str)> {
    let named = |forms: Vec<Form>, name: &'static str| {
        forms.into_iter().map(move |form| {
            let name = if form.noun && name == "form" { "noun" } else { name };
            (form.text, name)
        })
    };
    let mut found: Vec<(String, &'static str)> = match term {
        Term::Word(word) => named(language.forms(word), "form").collect(),
        Term::Exact(word) => vec![(word.clone(), "form")],
        Term::Stem(stem) => vec![(stem.clone(), "stem")],
        Term::Wildcard { .. } => vec![(term.to_string(), "pattern")],
        Term::Compound { word, .. } => {
            let alone = named(language.forms(word), "form");
            alone.chain(std::iter::once((term.to_string(), "part"))).collect()
        }
        Term::Separable { particle, verb } => {
            let forms = language.separable(particle, verb);
            let torn = forms.torn.into_iter().map(|form| (format!("{} … {particle}", form.text), "torn"));
            named(forms.joined, "form").chain(torn).collect()
        }
    };
    found.sort();
    found.dedup();
    found
}
