//! Inflection by expansion: every written form of a lexicon word, and no others.

mod adjective;
mod function;
mod noun;
mod verb;

use super::compound::Splitter;
use super::wordlist::WordList;

/// One written form of a word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Form {
    /// As it is written inside a sentence: nouns with a capital.
    pub text: String,
    /// The form is a noun, so a writer who minds capitals writes it with one.
    pub noun: bool,
}

/// The forms of a separable verb.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Separable {
    /// In one piece: `voranbringen`, `vorangebracht`, `voranzubringen`, `voranbringt`.
    pub joined: Vec<Form>,
    /// The finite forms that stand without the particle: `bringt` (… `voran`).
    pub torn: Vec<Form>,
}

/// Every form of a lexicon word, in order, each once.
///
/// A word with a capital is a noun only. A word in lower case is all that the word list knows it as: `essen`
/// is the verb and the noun. A compound that the list does not know inflects like its last part.
#[must_use]
pub fn forms(word: &str) -> Vec<Form> {
    let mut forms = Forms::default();
    let word = word.trim();
    let lower = word.to_lowercase();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    if let Some((front, last)) = word.rsplit_once('-')
        && !last.is_empty()
    {
        // A compound with a hyphen inflects at its end and is a noun when any piece is.
        for form in self::forms(last) {
            forms.put(format!("{front}-{}", form.text), form.noun);
        }
        return forms.sorted();
    }
    if capital {
        noun::put(&lower, &mut forms);
        forms.put(word.to_owned(), true);
    } else if let Some(same) = function::forms(&lower) {
        same.split(' ').for_each(|form| forms.put(form.to_owned(), false));
    } else {
        let verb = verb::is_verb(&lower);
        let noun = noun::is_noun(&lower);
        let adjective = adjective::is_adjective(&lower, verb || noun);
        if verb {
            verb::put(&lower, &mut forms);
        }
        if noun {
            noun::put(&lower, &mut forms);
        }
        if adjective {
            adjective::put(&lower, &mut forms);
        }
        if !(verb || noun || adjective) {
            other(&lower, &mut forms);
        }
    }
    forms.sorted()
}

/// The forms of a separable verb given as particle and verb (`voran`, `bringen`).
#[must_use]
pub fn separable(particle: &str, verb: &str) -> Separable {
    Separable { joined: joined(particle, verb), torn: torn(verb) }
}

/// The forms of a separable verb in one piece.
#[must_use]
pub fn joined(particle: &str, verb: &str) -> Vec<Form> {
    let mut forms = Forms::default();
    verb::put_separable(&particle.trim().to_lowercase(), &verb.trim().to_lowercase(), &mut forms);
    forms.sorted()
}

/// The finite forms of a verb, which stand without its particle.
#[must_use]
pub fn torn(verb: &str) -> Vec<Form> {
    let mut forms = Forms::default();
    verb::put_torn(&verb.trim().to_lowercase(), &mut forms);
    forms.sorted()
}

/// The infinitive and the participle of a verb.
#[must_use]
pub fn apart(verb: &str) -> Vec<Form> {
    let mut forms = Forms::default();
    verb::put_apart(&verb.trim().to_lowercase(), &mut forms);
    forms.sorted()
}

/// The particle of a verb that is separable itself (`herstellen`: `her`).
#[must_use]
pub fn particle_of(verb: &str) -> Option<&'static str> {
    verb::particle_of(&verb.trim().to_lowercase())
}

/// Whether a word in small letters is an infinitive.
#[must_use]
pub fn is_infinitive(lower: &str) -> bool {
    verb::is_verb(lower)
}

/// A word of no known class: a form that the list has stays alone, a new word may be a verb or a noun.
fn other(lower: &str, forms: &mut Forms) {
    forms.put(lower.to_owned(), false);
    if WordList::german().has(lower) {
        // A plural as the author wrote it (`vereine`): its dative belongs to it.
        if lower.ends_with('e') && WordList::german().has(&format!("{lower}n")) {
            forms.put(format!("{lower}n"), false);
        }
        if lower.ends_with("er") && WordList::german().has(&format!("{lower}n")) {
            forms.put(format!("{lower}n"), false);
        }
        return;
    }
    if verb::has_verb_ending(lower) {
        verb::put(lower, forms);
    } else {
        noun::put(lower, forms);
    }
}

/// The last part of a compound that the list does not know, with the letters before it.
fn last_part(lower: &str) -> Option<(String, String)> {
    let last = Splitter::german().split(lower).pop()?;
    let front = lower.get(..last.range.start)?.to_owned();
    Some((front, lower.get(last.range)?.to_owned()))
}

/// The forms of one word as they are found.
#[derive(Default)]
struct Forms {
    all: Vec<Form>,
}

impl Forms {
    fn put(&mut self, text: String, noun: bool) {
        self.all.push(Form { text, noun });
    }

    /// A noun given in lower case.
    fn put_noun(&mut self, lower: &str) {
        self.put(capitalised(lower), true);
    }

    /// An inflected adjective or participle, and the same as a noun: `engagierte`, `Engagierte`.
    fn put_declined(&mut self, stem: &str) {
        for ending in ["e", "em", "en", "er", "es"] {
            let form = join(&[stem, ending]);
            self.put_noun(&form);
            self.put(form, false);
        }
    }

    fn sorted(mut self) -> Vec<Form> {
        self.all.sort_unstable();
        self.all.dedup();
        self.all
    }
}

/// The pieces as one word; the formatter would be slower.
fn join(pieces: &[&str]) -> String {
    pieces.concat()
}

fn capitalised(lower: &str) -> String {
    let mut letters = lower.chars();
    match letters.next() {
        Some(first) => {
            let mut word = String::with_capacity(lower.len());
            word.extend(first.to_uppercase());
            word.push_str(letters.as_str());
            word
        }
        None => String::new(),
    }
}

/// The last a, o, u or au of a word turned into its umlaut.
fn umlaut(word: &str) -> Option<String> {
    let place = word.rfind(['a', 'o', 'u'])?;
    let (head, rest) = word.split_at(place);
    let (head, vowel) = match (head.strip_suffix('a'), rest.chars().next()?) {
        (Some(head), 'u') => (head, "äu"),
        (_, 'a') => (head, "ä"),
        (_, 'o') => (head, "ö"),
        _ => (head, "ü"),
    };
    Some(format!("{head}{vowel}{}", rest.get(1..)?))
}

#[cfg(test)]
mod tests;
