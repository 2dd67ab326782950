//! Codings: which passages carry which codes, and the words that are the evidence.
//!
//! A coding made by a person and one made by the lexicon are the same type.

mod clauses;
pub mod clock;
pub mod coder;
pub mod examples;
mod flags;
pub mod matcher;
pub mod people;
pub mod record;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod torn;
pub mod view;
mod why;

use std::ops::Range;

use crate::corpus::{Document, Passage};
use crate::text::Span;

/// Index into [`Scheme::codes`].
pub type CodeId = u16;
/// Index into [`Scheme::entries`].
pub type EntryId = u32;

/// The codes and entries that codings refer to, by id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scheme {
    /// The codes in the order of the lexicon.
    pub codes: Vec<SchemeCode>,
    /// The entries in the order of the lexicon.
    pub entries: Vec<SchemeEntry>,
    /// Themes that have a name for people, and that name.
    pub themes: Vec<(String, String)>,
}

/// A code as tables show it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SchemeCode {
    /// `theme/subcode`.
    pub path: String,
    /// The name for people.
    pub label: String,
}

/// An entry as tables show it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SchemeEntry {
    /// The code it belongs to.
    pub code: CodeId,
    /// The pattern as it was written.
    pub text: String,
}

impl Scheme {
    /// The name of a theme for people: its own, else that of a code that is the theme, else its path.
    #[must_use]
    pub fn theme_label<'a>(&'a self, theme: &'a str) -> &'a str {
        let named = self.themes.iter().find(|(path, _)| path == theme).map(|(_, label)| label);
        let code = || self.codes.iter().find(|code| code.path == theme).map(|code| &code.label);
        named.or_else(code).map_or(theme, String::as_str)
    }
}

impl SchemeCode {
    /// The theme: what stands before the `/` of the path.
    #[must_use]
    pub fn theme(&self) -> &str {
        self.path.split('/').next().unwrap_or(&self.path)
    }
}

/// What is said of a hit beside its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u8);

impl Flags {
    /// In a clause that is denied.
    pub const NEGATED: Self = Self(1);
    /// In a question.
    pub const QUESTION: Self = Self(2);
    /// In a wish, a demand or a proposal.
    pub const WISH: Self = Self(4);
    /// In what others said or are said to have said.
    pub const REPORTED: Self = Self(8);
    /// All flags with their names, in the order of records and tables.
    pub const ALL: [(&'static str, Self); 4] = [
        ("negated", Self::NEGATED),
        ("question", Self::QUESTION),
        ("wish", Self::WISH),
        ("reported", Self::REPORTED),
    ];

    /// The names of the flags that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter(move |(_, flag)| self.0 & flag.0 != 0).map(|(name, _)| name)
    }

    /// The flag of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(have, _)| *have == name).map(|(_, flag)| flag)
    }
}

/// The words that an entry found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hit {
    /// The entry that found them.
    pub entry: EntryId,
    /// From the first to the last word, bytes of the document's text.
    pub span: Span,
    /// The words themselves: range of [`CodedDocument::words`].
    pub words: Range<u32>,
    /// Negated, question, wish …
    pub flags: Flags,
}

/// One code on one passage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coding {
    /// The code.
    pub code: CodeId,
    /// Its hits in the order of the text: range of [`CodedDocument::hits`]. Empty where a person
    /// coded without marking words.
    pub hits: Range<u32>,
}

/// A passage with its codings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodedPassage {
    /// The passage.
    pub passage: Passage,
    /// Its codings, by code id, each code once: range of [`CodedDocument::codings`].
    pub codings: Range<u32>,
}

/// A document (or a portion or a run of turns of one) with the codings of its passages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodedDocument<'d> {
    /// The text and its turns.
    pub document: &'d Document,
    /// Indices of the turns that were coded: those of the document's own, or a run of them.
    pub turns: Range<usize>,
    /// Passages in the order of the text; none of turns that are left out.
    pub passages: Vec<CodedPassage>,
    /// All codings, passage by passage.
    pub codings: Vec<Coding>,
    /// All hits, coding by coding.
    pub hits: Vec<Hit>,
    /// The words of all hits, hit by hit.
    pub words: Vec<Span>,
}

impl<'d> CodedDocument<'d> {
    /// A document without passages yet.
    #[must_use]
    pub const fn new(document: &'d Document) -> Self {
        Self {
            document,
            turns: document.own.start..document.own.end,
            passages: Vec::new(),
            codings: Vec::new(),
            hits: Vec::new(),
            words: Vec::new(),
        }
    }

    /// The codings of a passage, by code id.
    #[must_use]
    pub fn codings(&self, passage: &CodedPassage) -> &[Coding] {
        part(&self.codings, &passage.codings)
    }

    /// The hits of a coding, in the order of the text.
    #[must_use]
    pub fn hits(&self, coding: &Coding) -> &[Hit] {
        part(&self.hits, &coding.hits)
    }

    /// The words of a hit, as they are written.
    pub fn words(&self, hit: &Hit) -> impl Iterator<Item = &'d str> {
        let document = self.document;
        part(&self.words, &hit.words).iter().map(|word| word.of(&document.text))
    }

    /// The words of a hit as they are cited: ` … ` where other words stand between.
    #[must_use]
    pub fn cite(&self, hit: &Hit) -> String {
        let mut cited = String::new();
        let mut before: Option<Span> = None;
        for word in part(&self.words, &hit.words) {
            if let Some(before) = before {
                let between = Span::new(before.end, word.start).of(&self.document.text);
                cited.push_str(if between.chars().any(char::is_alphanumeric) { " … " } else { " " });
            }
            cited.push_str(word.of(&self.document.text));
            before = Some(*word);
        }
        cited
    }
}

fn part<'a, T>(all: &'a [T], range: &Range<u32>) -> &'a [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or_default()
}
