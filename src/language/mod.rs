//! German: words, folding, stems, gender forms, sentence ends.
//!
//! [`Language`] holds what is known of the language; a distinct written form is looked at once
//! (`probe`), the running text by the [`scan`]ner.

pub mod cistem;
pub mod compound;
pub mod cues;
pub mod expansion;
pub mod fold;
pub mod inflect;
pub mod keys;
pub mod scan;
mod special;
pub mod torn;
pub mod vocabulary;
pub mod wordlist;

pub use cistem::Stemmer;
pub use inflect::Form;
pub use keys::Keys;
pub(crate) use special::writes_small;

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use vocabulary::WordId;

/// The most words in a bracket that is still a mark of the transcriber.
const MARK_WORDS: usize = 8;

/// Whether a sentence may end at an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Abbreviation {
    /// It never does (`Dr.`, `z.B.`).
    Never,
    /// It may (`usw.`, `e.V.`).
    May,
}

/// The lists of the language, read once.
#[derive(Debug)]
pub struct Language {
    abbreviations: FxHashMap<String, Abbreviation>,
    /// Abbreviations of one part, without their stop.
    short: FxHashSet<String>,
    starters: FxHashSet<&'static str>,
    after_ordinal: FxHashSet<&'static str>,
    /// In small letters.
    marks: FxHashSet<String>,
    stop_words: FxHashSet<&'static str>,
    most_frequent: FxHashSet<&'static str>,
    top_levels: FxHashSet<&'static str>,
}

/// The lines of a list file without comments and empty lines.
pub fn list(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim_end())
        .filter(|line| !line.is_empty())
}

/// The word with a capital at its front.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

impl Language {
    /// German, with the lists under `lexicons/language/`.
    #[must_use]
    pub fn german() -> &'static Self {
        static GERMAN: OnceLock<Language> = OnceLock::new();
        GERMAN.get_or_init(|| {
            let mut abbreviations = FxHashMap::default();
            let mut short = FxHashSet::default();
            for line in list(include_str!("../../lexicons/language/abbreviations.txt")) {
                let (form, class) = line.split_once('\t').unwrap_or((line, "may"));
                let class = if class.trim() == "never" { Abbreviation::Never } else { Abbreviation::May };
                // A small first letter stands for a capital, too; a capital for itself alone.
                for form in [form.to_owned(), capitalised(form)] {
                    if let Some(stem) = form.strip_suffix('.').filter(|stem| !stem.contains('.')) {
                        short.insert(stem.to_owned());
                    }
                    abbreviations.entry(form).or_insert(class);
                }
            }
            Self {
                abbreviations,
                short,
                starters: list(include_str!("../../lexicons/language/starters.txt")).collect(),
                after_ordinal: list(include_str!("../../lexicons/language/after-ordinal.txt")).collect(),
                marks: list(include_str!("../../lexicons/language/marks.txt"))
                    .map(str::to_lowercase)
                    .collect(),
                stop_words: list(include_str!("../../lexicons/language/stop-words.txt")).collect(),
                most_frequent: list(include_str!("../../lexicons/language/most-frequent.txt")).collect(),
                top_levels: list(include_str!("../../lexicons/language/top-levels.txt")).collect(),
            }
        })
    }

    /// The class of an abbreviation, written with its stops (`z.B.`).
    #[must_use]
    pub fn abbreviation(&self, form: &str) -> Option<Abbreviation> {
        self.abbreviations.get(form).copied()
    }

    /// Whether a word in small letters is a function word.
    #[must_use]
    pub fn is_stop_word(&self, folded: &str) -> bool {
        self.stop_words.contains(folded)
    }

    /// Whether the content of a pair of round brackets is a mark of the transcriber.
    #[must_use]
    pub fn is_mark(&self, content: &str) -> bool {
        let noise = |c: char| {
            c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '…' | '-' | '?' | ',' | ':' | '/')
        };
        let words = content.trim_end().trim_start_matches(noise);
        if words.is_empty() {
            return true;
        }
        if words.split_whitespace().nth(MARK_WORDS).is_some() {
            return false;
        }
        let words = words.to_lowercase();
        // The longest beginning first, cut at blanks and signs.
        let ends = words.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain(std::iter::once(words.len())).collect();
        ends.extend(ends.clone().iter().map(|end| (end + 1).min(words.len())));
        ends.iter().any(|end| words.get(..*end).is_some_and(|beginning| self.marks.contains(beginning)))
    }

    /// Whether `label` ends addresses on the web.
    #[must_use]
    pub fn is_top_level(&self, label: &str) -> bool {
        self.top_levels.contains(label)
    }

    /// The marks of a written form that sentence ends depend on.
    #[must_use]
    pub fn marks(&self, form: &str) -> u32 {
        let mut marks = 0;
        if self.short.contains(form) {
            marks |= WordId::ABBREVIATION;
        }
        if self.starters.contains(form) {
            marks |= WordId::STARTER;
        }
        if self.after_ordinal.contains(form) {
            marks |= WordId::AFTER_ORDINAL;
        }
        marks
    }

    /// The keys that a written form is looked up under.
    #[must_use]
    pub fn keys(&self, form: &str) -> Keys {
        keys::keys(form)
    }

    /// All written forms of a lexicon word.
    #[must_use]
    pub fn forms(&self, word: &str) -> Vec<Form> {
        inflect::forms(word)
    }

    /// The forms of a separable verb.
    #[must_use]
    pub fn separable(&self, particle: &str, verb: &str) -> inflect::Separable {
        inflect::separable(particle, verb)
    }

    /// The forms of a separable verb in one piece.
    #[must_use]
    pub fn joined(&self, particle: &str, verb: &str) -> Vec<Form> {
        inflect::joined(particle, verb)
    }

    /// The finite forms of a verb, which stand without its particle.
    #[must_use]
    pub fn torn(&self, verb: &str) -> Vec<Form> {
        inflect::torn(verb)
    }

    /// The infinitive and participle of a verb, before which its particle may stand apart.
    #[must_use]
    pub fn apart(&self, verb: &str) -> Vec<Form> {
        inflect::apart(verb)
    }

    /// The particle of a verb that is separable itself (`herstellen`: `her`).
    #[must_use]
    pub fn particle_of(&self, verb: &str) -> Option<&'static str> {
        inflect::particle_of(verb)
    }

    /// Whether a particle may be written apart from infinitives and participles (`zurück bekommen`).
    #[must_use]
    pub fn stands_apart(&self, particle: &str) -> bool {
        torn::stands_apart(particle)
    }

    /// A folded word taken apart: its runs of parts.
    #[must_use]
    pub fn split(&self, folded: &str) -> Split {
        let mut runs = Vec::new();
        compound::Splitter::german().runs(folded, |run, place| runs.push((run.to_owned(), place)));
        Split { runs }
    }

    /// The parts of a folded word, as they stand in it; the word alone where it is no compound.
    #[must_use]
    pub fn parts<'w>(&self, folded: &'w str) -> Vec<&'w str> {
        let parts = compound::Splitter::german().split(folded);
        if parts.is_empty() {
            return vec![folded];
        }
        parts.into_iter().filter_map(|part| folded.get(part.range)).collect()
    }

    /// Whether a word in small letters is a noun as dictionaries list it.
    #[must_use]
    pub fn is_noun(&self, folded: &str) -> bool {
        wordlist::WordList::german().has_noun(folded)
    }

    /// How often a word stands in a hundred million words of running text, to a power of ten or so:
    /// from the bands of the word list, which rise by a factor of about ten in 17 (10 to 60).
    #[must_use]
    pub fn frequency(&self, word: &str) -> u64 {
        let folded = fold::fold(word).key;
        if self.most_frequent.contains(folded.as_str()) {
            return 2_000_000;
        }
        if self.is_stop_word(&folded) {
            return 100_000;
        }
        let band = wordlist::WordList::german().look_up(&folded).and_then(|known| known.band);
        match band {
            None => 30,
            Some(..=10) => 20_000,
            Some(..=20) => 5_000,
            Some(..=30) => 1_500,
            Some(..=40) => 500,
            Some(..=50) => 150,
            Some(_) => 50,
        }
    }

    /// Whether a folded word joins clauses, so that a torn verb's particle may stand before it.
    #[must_use]
    pub fn joins_clauses(&self, folded: &str) -> bool {
        matches!(folded, "und" | "oder" | "aber" | "sondern" | "denn" | "als" | "wie")
    }
}

/// The parts of a word.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Split {
    /// Runs of adjacent parts, as written and without linking elements, with their place.
    runs: Vec<(String, compound::Place)>,
}

impl Split {
    /// Whether one of the forms (sorted, in small letters) is the first part, the last, or, with
    /// both, any part of the word.
    #[must_use]
    pub fn has(&self, forms: &[Cow<'_, str>], first: bool, last: bool) -> bool {
        self.runs.iter().any(|(run, place)| {
            let allowed = match (first, last) {
                (true, true) => true,
                (true, false) => place.first,
                (false, true) => place.last,
                (false, false) => false,
            };
            allowed && forms.binary_search_by(|form| (**form).cmp(run)).is_ok()
        })
    }
}
