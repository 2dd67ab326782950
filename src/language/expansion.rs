//! The keys of all forms of a lexicon's word, or of a separable verb in one of its ways.
//!
//! Those of the shipped lexicons are worked out when building, in the same way, and only looked up here.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Form, Language};

/// What is expanded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Wanted<'l> {
    /// A word in all its forms.
    Word(&'l str),
    /// A separable verb (particle, verb) in one piece.
    Joined(&'l str, &'l str),
    /// The finite forms of a verb.
    Torn(&'l str),
    /// Its infinitive and participle.
    Apart(&'l str),
}

/// A form as it is looked up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Key {
    /// The folded form.
    pub text: Cow<'static, str>,
    /// The form is a noun, so a writer who minds capitals writes it with one.
    pub noun: bool,
}

/// Stands behind the key of a noun in a prepared line.
const NOUN: char = '=';

/// The keys, in order, each once.
#[must_use]
pub fn keys(wanted: Wanted<'_>, language: &Language) -> Vec<Key> {
    match prepared().get(&wanted) {
        Some(line) => line.split_whitespace().map(Key::prepared).collect(),
        None => found(wanted, language),
    }
}

/// A line of the prepared table: what is expanded, a tab, and its keys.
#[must_use]
pub fn line(wanted: Wanted<'_>, language: &Language) -> String {
    let head = match wanted {
        Wanted::Word(word) => format!("word {word}"),
        Wanted::Joined(particle, verb) => format!("joined {particle} {verb}"),
        Wanted::Torn(verb) => format!("torn {verb}"),
        Wanted::Apart(verb) => format!("apart {verb}"),
    };
    let keys = found(wanted, language);
    let keys: Vec<String> = keys
        .into_iter()
        .map(|key| if key.noun { format!("{}{NOUN}", key.text) } else { key.text.into_owned() })
        .collect();
    format!("{head}\t{}\n", keys.join(" "))
}

impl Key {
    fn prepared(written: &'static str) -> Self {
        let bare = written.strip_suffix(NOUN);
        Self { text: Cow::Borrowed(bare.unwrap_or(written)), noun: bare.is_some() }
    }
}

fn found(wanted: Wanted<'_>, language: &Language) -> Vec<Key> {
    let forms = match wanted {
        Wanted::Word(word) => language.forms(word),
        Wanted::Joined(particle, verb) => language.joined(particle, verb),
        Wanted::Torn(verb) => language.torn(verb),
        Wanted::Apart(verb) => language.apart(verb),
    };
    let key = |form: Form| Key { text: Cow::Owned(language.keys(&form.text).main), noun: form.noun };
    let mut keys: Vec<Key> = forms.into_iter().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The lines of the prepared table by what they expand.
fn prepared() -> &'static FxHashMap<Wanted<'static>, &'static str> {
    static LINES: OnceLock<FxHashMap<Wanted<'_>, &str>> = OnceLock::new();
    LINES.get_or_init(|| crate::data::expansions().lines().filter_map(read).collect())
}

fn read(line: &'static str) -> Option<(Wanted<'static>, &'static str)> {
    let (head, keys) = line.split_once('\t')?;
    let (kind, what) = head.split_once(' ')?;
    let wanted = match kind {
        "word" => Wanted::Word(what),
        "torn" => Wanted::Torn(what),
        "apart" => Wanted::Apart(what),
        _ => {
            let (particle, verb) = what.split_once(' ')?;
            Wanted::Joined(particle, verb)
        }
    };
    Some((wanted, keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_prepared_is_what_would_be_found() {
        let language = Language::german();
        let (wanted, _) = (prepared().len(), prepared());
        assert!(wanted > 1000, "{wanted} words of the shipped lexicons are prepared");
        for (number, one) in prepared().keys().enumerate() {
            if number % 7 == 0 {
                assert_eq!(keys(*one, language), found(*one, language), "{one:?}");
            }
        }
    }

    #[test]
    fn a_word_that_is_not_prepared_is_expanded_all_the_same() {
        let keys = keys(Wanted::Word("zwergpinscher"), Language::german());
        assert!(keys.contains(&Key { text: "zwergpinschers".into(), noun: true }), "{keys:?}");
    }
}
