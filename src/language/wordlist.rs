//! The German word list: which words there are, which of them are nouns, how frequent they are.
//!
//! The list is laid out by the build script and searched in place, so it costs nothing at the start.

use std::sync::OnceLock;

use fst::Map;
use fst::raw::CompiledAddr;

const BAND: u64 = 0b111;
const NOUN: u64 = 1 << 3;
const ABBREVIATION: u64 = 1 << 4;
const VERB: u64 = 1 << 5;
const COMPOUND: u64 = 1 << 6;

/// Some 670,000 German word forms, in lower case.
pub struct WordList {
    words: Map<&'static [u8]>,
}

/// What the list knows about one word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Known {
    /// A noun in its base form (`verein`); its other forms are listed, but not marked.
    pub noun: bool,
    /// An abbreviation or a name with capitals inside (`lkw`, `bafög`).
    pub abbreviation: bool,
    /// A verb in its infinitive (`helfen`).
    pub verb: bool,
    /// A compound, or a form of one; all other words of the list are never taken apart.
    pub compound: bool,
    /// How frequent the word is in news: 1 (most) to 6; none where it is not among the 100,000 most
    /// frequent. Upper and lower case are counted together.
    pub band: Option<u8>,
}

impl WordList {
    /// The list that the program carries.
    #[must_use]
    pub fn german() -> &'static Self {
        static LIST: OnceLock<WordList> = OnceLock::new();
        LIST.get_or_init(|| Self {
            words: Map::new(crate::data::words()).expect("the build script wrote the list"),
        })
    }

    /// What is known about a word written in lower case; nothing where the list does not have it.
    #[must_use]
    pub fn look_up(&self, folded: &str) -> Option<Known> {
        self.words.get(folded).map(Known::from_value)
    }

    /// Whether the list has the word, in lower case.
    #[must_use]
    pub fn has(&self, folded: &str) -> bool {
        self.words.contains_key(folded)
    }

    /// The words that begin with a stem in lower case.
    #[must_use]
    pub fn branch(&self, stem: &str) -> Branch {
        Branch { at: self.walk((self.words.as_fst().root().addr(), 0), stem) }
    }

    fn walk(&self, from: (CompiledAddr, u64), letters: &str) -> Option<(CompiledAddr, u64)> {
        let words = self.words.as_fst();
        letters.bytes().try_fold(from, |(at, value), byte| {
            let node = words.node(at);
            let transition = node.transition(node.find_input(byte)?);
            Some((transition.addr, value + transition.out.value()))
        })
    }

    /// Whether the word, in lower case, is a noun in its base form.
    #[must_use]
    pub fn has_noun(&self, folded: &str) -> bool {
        self.look_up(folded).is_some_and(|known| known.noun)
    }
}

/// The words of the list that begin with one stem.
///
/// Walking on from a stem is cheaper than a look-up for each of its endings.
#[derive(Clone, Copy)]
pub struct Branch {
    /// Where the stem ends in the list, and its value so far; nothing where no word begins so.
    at: Option<(CompiledAddr, u64)>,
}

impl Branch {
    /// What is known about the stem with this ending.
    #[must_use]
    pub fn look_up(self, ending: &str) -> Option<Known> {
        let list = WordList::german();
        let (at, value) = list.walk(self.at?, ending)?;
        let node = list.words.as_fst().node(at);
        node.is_final().then(|| Known::from_value(value + node.final_output().value()))
    }

    /// Whether the list has the stem with this ending.
    #[must_use]
    pub fn has(self, ending: &str) -> bool {
        self.look_up(ending).is_some()
    }

    /// Whether the stem with this ending is a noun in its base form.
    #[must_use]
    pub fn has_noun(self, ending: &str) -> bool {
        self.look_up(ending).is_some_and(|known| known.noun)
    }

    /// The branch of a longer stem.
    #[must_use]
    pub fn after(self, ending: &str) -> Self {
        Self { at: self.at.and_then(|at| WordList::german().walk(at, ending)) }
    }
}

impl Known {
    fn from_value(value: u64) -> Self {
        Self {
            noun: value & NOUN != 0,
            abbreviation: value & ABBREVIATION != 0,
            verb: value & VERB != 0,
            compound: value & COMPOUND != 0,
            band: u8::try_from(value & BAND).ok().filter(|band| *band > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, noun: bool, verb: bool, band: Option<u8>) {
        let known = WordList::german().look_up(word).unwrap_or_else(|| panic!("{word} is missing"));
        assert_eq!((known.noun, known.verb, known.band), (noun, verb, band), "{word}");
    }

    #[test]
    fn one_look_up_tells_noun_verb_and_band() {
        check("verein", true, false, Some(1));
        check("helfen", false, true, Some(1));
        check("straße", true, false, Some(1));
        check("vereine", false, false, Some(2));
    }

    #[test]
    fn a_word_that_is_not_german_is_not_known() {
        assert_eq!(WordList::german().look_up("xyzzy"), None);
        assert_eq!(WordList::german().look_up(""), None);
    }
}
