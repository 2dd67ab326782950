//! The words of passages, for tables that count words: function words left out, forms under their stem.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::coding::{CodedDocument, CodedPassage};
use crate::language::Language;
use crate::language::scan::{Kind, Scan, ScanOptions, Scanner};
use crate::language::vocabulary::{Findings, Probe, Vocabulary};
use crate::tables::{Cell, Frame};
use crate::text::Span;

/// The least count of a word in comparisons.
pub const LEAST: u64 = 3;
/// The least log-likelihood in comparisons: p < .01 with one degree of freedom.
pub const LEAST_LIKELIHOOD: f64 = 6.63;
/// Words shown of each comparison.
pub const MOST: usize = 50;

/// Knows of a form what sentence ends depend on, and nothing of a lexicon.
struct Plain(&'static Language);

impl Probe for Plain {
    fn probe(&self, form: &str, _: &mut Findings) -> u32 {
        self.0.marks(form)
    }
}

/// Takes passages apart.
pub struct Bag {
    language: &'static Language,
    scan: Scan,
    vocabulary: Vocabulary,
    /// The stem of each form that was met; nothing for function words and what is no word.
    stems: FxHashMap<String, Option<String>>,
}

/// A running word: where it stands, and its stem where it counts.
pub struct Running<'b> {
    /// Its bytes in the document.
    pub span: Span,
    /// Its stem; nothing for function words.
    pub stem: Option<&'b str>,
}

impl Default for Bag {
    fn default() -> Self {
        Self::new()
    }
}

impl Bag {
    /// Nothing taken apart yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            language: Language::german(),
            scan: Scan::default(),
            vocabulary: Vocabulary::default(),
            stems: FxHashMap::default(),
        }
    }

    /// The running words of a passage, in order.
    pub fn words<'b>(
        &'b mut self,
        coded: &CodedDocument<'_>,
        passage: &CodedPassage,
        frame: &Frame<'_>,
    ) -> Vec<Running<'b>> {
        let text = &coded.document.text;
        self.scan.clear();
        let probe = Plain(self.language);
        let scanner = Scanner::new(self.language, &probe, ScanOptions::default());
        for piece in coded.view(passage, frame.unit).pieces() {
            scanner.scan(text, piece, &mut self.vocabulary, &mut self.scan);
        }
        let is_word = |kind: Kind| matches!(kind, Kind::Word | Kind::Abbreviation | Kind::Broken);
        for token in self.scan.tokens.iter().filter(|token| is_word(token.kind)) {
            let form = token.span.of(text);
            if !self.stems.contains_key(form) {
                let main = self.language.keys(form).main.to_string();
                let counts = main.chars().count() > 1
                    && main.chars().any(char::is_alphabetic)
                    && !self.language.is_stop_word(&main);
                self.stems.insert(form.to_owned(), counts.then(|| frame.stemmer.stem(&main)));
            }
        }
        let stems = &self.stems;
        let words = self.scan.tokens.iter().filter(|token| is_word(token.kind)).map(|token| Running {
            span: token.span,
            stem: stems
                .get(token.span.of(text))
                .and_then(Option::as_deref)
                .filter(|_| token.kind != Kind::Broken),
        });
        words.collect()
    }
}

/// How often each form of a stem is written.
#[derive(Clone, Default)]
pub struct Forms(BTreeMap<String, u64>);

impl Forms {
    /// Counts a form.
    pub fn add(&mut self, form: &str, count: u64) {
        match self.0.get_mut(form) {
            Some(known) => *known += count,
            None => {
                self.0.insert(form.to_owned(), count);
            }
        }
    }

    pub(super) fn merge(&mut self, later: Self) {
        for (form, count) in later.0 {
            self.add(&form, count);
        }
    }

    /// All together.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The form that stands for all: the most frequent, the first of equals.
    #[must_use]
    pub fn name(&self) -> &str {
        self.sorted().first().map_or("", |(form, _)| form)
    }

    /// The forms with their counts: `Verein 12 | Vereine 3`.
    pub(super) fn shown(&self) -> Cell {
        let all: Vec<String> =
            self.sorted().into_iter().map(|(form, count)| format!("{form} {count}")).collect();
        Cell::text(all.join(" | "))
    }

    /// The forms with their counts, the most frequent first.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.0.iter().map(|(form, count)| (&**form, *count)).collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all
    }
}
