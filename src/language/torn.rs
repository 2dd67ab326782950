//! Torn separable verbs: which of several verbs a particle belongs to, and what may follow it.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expansion::{Wanted, keys};
use super::wordlist::WordList;
use super::{Language, inflect, list};

/// The line of the words that any particle may stand before.
const ANY: &str = "+";
/// The line of the words that a free particle may stand before, and its sign.
const FREE: &str = "*";

/// A word that may be the verb of a particle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// A finite form and nothing else.
    Finite,
    /// A plural that an infinitive looks like.
    Plural,
}

/// Whether a particle may be written apart from the infinitive or participle that it belongs to.
#[must_use]
pub fn stands_apart(particle: &str) -> bool {
    TornVerbs::german().free.contains(particle)
}

/// The infinitives of the finite forms of verbs with particles; made when it is first asked.
fn bases() -> &'static FxHashMap<Cow<'static, str>, Vec<&'static str>> {
    static BASES: OnceLock<FxHashMap<Cow<'_, str>, Vec<&str>>> = OnceLock::new();
    BASES.get_or_init(|| {
        let mut bases: FxHashMap<Cow<'_, str>, Vec<&str>> = FxHashMap::default();
        let language = Language::german();
        for verb in list(include_str!("../../lexicons/language/base-verbs.txt")) {
            let stem = verb.strip_suffix("en").or_else(|| verb.strip_suffix('n')).unwrap_or(verb);
            for form in keys(Wanted::Torn(verb), language) {
                // `halt`, `mal` and `schau` are seldom verbs.
                if form.text != stem && !language.is_stop_word(&form.text) {
                    bases.entry(form.text).or_default().push(verb);
                }
            }
        }
        bases
    })
}

/// The verbs of a finite form that make a verb with the particle.
fn fitting<'a>(form: &str, particle: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
    let list = WordList::german();
    let fits = move |verb: &&str| {
        let joined = format!("{particle}{verb}");
        // The list does not mark every verb that it has (anbieten).
        list.look_up(&joined).is_some_and(|known| known.verb || inflect::is_infinitive(&joined))
    };
    bases().get(form).map_or(&[][..], Vec::as_slice).iter().copied().filter(fits)
}

/// The lists that torn verbs depend on.
#[derive(Debug)]
pub struct TornVerbs {
    after: FxHashMap<&'static str, FxHashSet<&'static str>>,
    free: FxHashSet<&'static str>,
    /// Phrases by their words, each under all of them.
    phrases: FxHashMap<&'static str, Vec<Vec<&'static str>>>,
}

impl TornVerbs {
    /// Those of German, from the lists under `lexicons/language/`.
    #[must_use]
    pub fn german() -> &'static Self {
        static GERMAN: OnceLock<TornVerbs> = OnceLock::new();
        GERMAN.get_or_init(|| {
            let mut torn = Self {
                after: FxHashMap::default(),
                free: FxHashSet::default(),
                phrases: FxHashMap::default(),
            };
            for line in list(include_str!("../../lexicons/language/after-particles.txt")) {
                let (particle, next) = line.split_once(' ').unwrap_or((line, FREE));
                if next == FREE {
                    torn.free.insert(particle);
                } else {
                    torn.after.entry(particle).or_default().insert(next);
                }
            }
            for line in list(include_str!("../../lexicons/language/particle-phrases.txt")) {
                let words: Vec<&str> = line.split(' ').collect();
                let mut distinct = words.clone();
                distinct.sort_unstable();
                distinct.dedup();
                for word in distinct {
                    torn.phrases.entry(word).or_default().push(words.clone());
                }
            }
            torn
        })
    }

    /// How a word in small letters claims a particle: it is a form of a verb that the particle fits.
    #[must_use]
    pub fn claim(form: &str, particle: &str) -> Option<Claim> {
        let mut fitting = fitting(form, particle).peekable();
        fitting.peek()?;
        Some(if fitting.any(|verb| verb == form) { Claim::Plural } else { Claim::Finite })
    }

    /// Whether a clause may end behind a particle though `next` follows without a mark.
    #[must_use]
    pub fn may_stand_before(&self, particle: &str, next: &str) -> bool {
        let has = |line: &str| self.after.get(line).is_some_and(|words| words.contains(next));
        has(ANY) || has(particle) || (stands_apart(particle) && has(FREE))
    }

    /// Whether the word at `at` is one of a phrase; `word` gives the words around it, in small letters.
    pub fn in_phrase(&self, at: usize, word: impl Fn(usize) -> Option<String>) -> bool {
        let Some(here) = word(at) else { return false };
        let phrases = self.phrases.get(here.as_str()).into_iter().flatten();
        phrases.into_iter().any(|phrase| {
            let places = phrase.iter().enumerate().filter(|(_, part)| **part == here);
            places.filter_map(|(place, _)| at.checked_sub(place)).any(|start| {
                phrase.iter().enumerate().all(|(offset, part)| word(start + offset).as_deref() == Some(*part))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_claims_the_particles_of_its_verb() {
        let check = |form: &str, particle: &str, claim: Option<Claim>| {
            assert_eq!(TornVerbs::claim(form, particle), claim, "{form} … {particle}");
        };
        check("sah", "an", Some(Claim::Finite));
        check("hing", "durch", Some(Claim::Finite));
        check("räumt", "ein", Some(Claim::Finite));
        check("fangen", "an", Some(Claim::Plural));
        check("halt", "her", None);
        check("verein", "an", None);
    }

    #[test]
    fn a_particle_stands_before_what_is_put_behind_its_clause() {
        let check = |particle: &str, next: &str, stands: bool| {
            assert_eq!(TornVerbs::german().may_stand_before(particle, next), stands, "{particle} {next}");
        };
        check("auf", "zu", true);
        check("ab", "von", true);
        check("zurück", "nach", true);
        check("an", "weil", true);
        check("auf", "dem", false);
        check("mit", "dem", false);
    }
}
