//! Expands the words of a lexicon into all their forms, each word once, on all threads.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Lexicon, Pattern, Term};
use crate::language::Language;
use crate::language::expansion::{Key, Wanted, keys};

/// The forms of all words of a lexicon.
pub(super) type Expanded<'l> = FxHashMap<Wanted<'l>, Vec<Key>>;

/// Expands all words of a lexicon; the same whatever the number of threads.
pub(super) fn expand<'l>(lexicon: &'l Lexicon, language: &Language) -> Expanded<'l> {
    let entries = lexicon.codes.iter().flat_map(|code| code.entries.iter().chain(&code.never));
    let mut wanted: Expanded<'l> = FxHashMap::default();
    let mut order = Vec::new();
    for term in entries.flat_map(|entry| entry.patterns()).flat_map(Pattern::terms) {
        let mut add = |one| {
            if wanted.insert(one, Vec::new()).is_none() {
                order.push(one);
            }
        };
        match term {
            Term::Word(word) | Term::Compound { word, .. } => add(Wanted::Word(word)),
            Term::Separable { particle, verb } => {
                add(Wanted::Joined(particle, verb));
                add(Wanted::Torn(verb));
                if language.stands_apart(particle) {
                    add(Wanted::Apart(verb));
                }
            }
            Term::Exact(_) | Term::Stem(_) | Term::Wildcard { .. } => {}
        }
    }
    let all: Vec<_> = order.par_iter().with_min_len(16).map(|one| (*one, keys(*one, language))).collect();
    wanted.extend(all);
    wanted
}
