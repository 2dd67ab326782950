//! The keys of a written form: what it is looked up under.
//!
//! A form has a main key (folded) and others: without its hyphens, without a clitic (`geht's`), and,
//! for gender forms, the masculine and feminine words that it stands for.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::fold::fold;
use super::list;
use super::wordlist::WordList;

/// The keys of a form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keys {
    /// The folded form.
    pub main: String,
    /// Other keys under which it may be found.
    pub others: Vec<String>,
}

impl Keys {
    /// All keys, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.main.as_str()).chain(self.others.iter().map(String::as_str))
    }

    fn add(&mut self, key: &str) {
        if !key.is_empty() && key != self.main && !self.others.iter().any(|other| other == key) {
            self.others.push(key.to_owned());
        }
    }

    fn add_folded(&mut self, form: &str) {
        let folded = fold(form);
        self.add(&folded.key);
        if let Some(alternative) = folded.other {
            self.add(&alternative);
        }
    }
}

/// Shortened words behind an apostrophe or grown together with the word before.
const CLITICS: [&str; 8] = ["s", "n", "ne", "nen", "m", "ner", "nem", "r"];

/// The keys of a written form.
#[must_use]
pub fn keys(form: &str) -> Keys {
    if is_plain(form) {
        return of_word(form);
    }
    if form.contains('\n') {
        // A word that is broken at a line end.
        let pieces = form.split('\n').map(|piece| piece.trim().trim_end_matches(['-', '‑', '‐']));
        return keys(&pieces.collect::<String>());
    }
    let trimmed = form.trim_matches(|c: char| matches!(c, '-' | '\'' | '’' | '‑' | '‐' | '#' | '@'));
    let mut keys = of_word(trimmed);
    if let Some(at) = trimmed.find(['*', ':', '_', '/', '(']) {
        let (masculine, ending) = trimmed.split_at(at);
        let ending: String = ending.chars().filter(|c| c.is_alphabetic() || *c == '-').collect();
        let ending = ending.trim_start_matches('-');
        gender(&mut keys, masculine, ending);
    }
    if let Some(at) = trimmed.rfind(['\'', '’']) {
        let (word, clitic) = trimmed.split_at(at);
        let clitic: String = clitic.chars().filter(|c| c.is_alphabetic()).collect();
        if CLITICS.contains(&clitic.to_lowercase().as_str()) {
            keys.add_folded(word);
        }
    }
    if keys.main.contains('-') {
        let joined: String = keys.main.chars().filter(|c| *c != '-').collect();
        keys.add(&joined);
    }
    keys
}

/// Whether the form is of letters alone: ASCII and those that no sign shares its first byte with.
fn is_plain(form: &str) -> bool {
    form.bytes().all(|byte| byte.is_ascii_alphabetic() || byte >= 0x80 && byte != 0xc2 && byte != 0xe2)
}

/// The keys of a form of letters.
fn of_word(form: &str) -> Keys {
    let folded = fold(form);
    let mut keys = Keys { main: folded.key, others: Vec::new() };
    if let Some(alternative) = folded.other {
        keys.add(&alternative);
    }
    if let Some(inner) = inner_capital(form) {
        let (masculine, rest) = form.split_at(inner);
        gender(&mut keys, masculine, rest);
    }
    spoken(&mut keys);
    keys
}

/// Words as they are spoken: `ham` for haben, `gehts` and `machste` for geht and machst.
fn spoken(keys: &mut Keys) {
    let known = || WordList::german().has(&keys.main);
    let full = match spoken_words().get(keys.main.as_str()) {
        Some(full) => Some((*full).to_owned()),
        None if keys.main.ends_with("ts") && !known() => keys.main.strip_suffix('s').map(str::to_owned),
        None if keys.main.ends_with("ste") && !known() => keys.main.strip_suffix('e').map(str::to_owned),
        None => None,
    };
    if let Some(full) = full {
        keys.add(&full);
    }
}

/// The list of spoken words with what they stand for.
fn spoken_words() -> &'static FxHashMap<&'static str, &'static str> {
    static WORDS: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        list(include_str!("../../lexicons/language/spoken.txt"))
            .filter_map(|line| line.split_once(' '))
            .collect()
    })
}

/// The place of the capital in a form such as `TeilnehmerInnen` (bytes).
fn inner_capital(form: &str) -> Option<usize> {
    let at = form.as_bytes().windows(2).position(|pair| pair == b"In").filter(|at| *at > 2)?;
    let before = form.get(..at)?.chars().next_back()?;
    let rest = form.get(at..)?;
    (before.is_lowercase() && (rest == "In" || rest.starts_with("Innen"))).then_some(at)
}

/// Adds the words that `masculine` with the gender ending `ending` stands for.
fn gender(keys: &mut Keys, masculine: &str, ending: &str) {
    let lower = ending.to_lowercase();
    keys.add_folded(&format!("{masculine}{lower}"));
    let tail = lower.find('-').and_then(|at| lower.get(at..)).unwrap_or_default();
    let behind = lower.strip_prefix("innen").filter(|rest| !rest.is_empty() && tail.is_empty());
    match behind {
        // A compound: Bürger:innenrat.
        Some(rest) => keys.add_folded(&format!("{masculine}{rest}")),
        None => keys.add_folded(&format!("{masculine}{tail}")),
    }
    // Kolleg:innen stands for Kollegen, Ärzt:in for Arzt.
    if lower.starts_with("in") {
        keys.add_folded(&format!("{masculine}en{tail}"));
        keys.add_folded(&format!("{masculine}e{tail}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, expected: &[&str]) {
        let keys = keys(form);
        for key in expected {
            assert!(keys.iter().any(|have| have == *key), "{form} has no key {key}: {keys:?}");
        }
    }

    #[test]
    fn written_gender_forms_have_the_keys_of_their_words() {
        check("Teilnehmer*innen", &["teilnehmerinnen", "teilnehmer"]);
        check("Teilnehmer:in", &["teilnehmerin", "teilnehmer"]);
        check("Teilnehmer_innen", &["teilnehmerinnen", "teilnehmer"]);
        check("TeilnehmerInnen", &["teilnehmerinnen", "teilnehmer"]);
        check("Teilnehmer/-innen", &["teilnehmerinnen", "teilnehmer"]);
        check("Referent/innen", &["referentinnen", "referenten"]);
        check("Teilnehmer(innen)", &["teilnehmerinnen", "teilnehmer"]);
        check("Kolleg*innen", &["kolleginnen", "kollegen"]);
        check("jede*r", &["jeder", "jede"]);
        check("Bürger*innen-Initiative", &["bürgerinnen-initiative", "bürger-initiative"]);
        check("Bürger:innenrat", &["bürgerinnenrat", "bürgerrat"]);
    }

    #[test]
    fn clitics_and_hyphens_leave_the_word() {
        check("geht's", &["geht"]);
        check("geht’s", &["geht"]);
        check("Facebook-Gruppe", &["facebook-gruppe", "facebookgruppe"]);
        check("-initiativen", &["initiativen"]);
    }
}
