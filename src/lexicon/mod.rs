//! The theme lexicon: codes with their definitions, examples and patterns, read from TOML or CSV.
//!
//! A [`Lexicon`] is what the files say, each part with its place in them; `compile` turns it into
//! the tables that a running text is looked up in.

mod build;
pub mod check;
mod code_path;
pub mod collide;
pub mod compile;
mod csv;
mod draft;
pub mod edit;
pub mod exchange;
mod expand;
mod form_table;
pub mod forms;
pub mod grammar;
mod join;
mod letters;
mod load;
mod parse;
mod parse_rules;
pub mod pattern;
pub mod rows;
pub mod rule;
mod rule_check;
pub mod rule_program;
pub mod shadow;
pub mod shipped;
#[cfg(test)]
mod tests;
mod toml_walk;

use std::sync::Arc;

use crate::error::Fault;
use crate::text::Span;
pub use check::{Finding, Severity, check};
pub use pattern::{Pattern, Slot, Term};
pub use rule::{CodeName, Rules};
pub use shipped::{SHIPPED, shipped};

/// A lexicon as its files say it, after joining and `extends`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lexicon {
    /// The id (`freies-engagement`); several joined by `+`.
    pub id: String,
    /// The title for people.
    pub title: String,
    /// The version that its authors gave it.
    pub version: String,
    /// Codes in the order of the files.
    pub codes: Vec<Code>,
    /// Themes that a file names, in the order of the files; a theme needs no name.
    pub themes: Vec<Theme>,
    /// The files it was made from, in order.
    pub files: Vec<Arc<LexiconFile>>,
}

/// A file that a lexicon was made from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LexiconFile {
    /// The path as it was given, or `shipped:ID`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A place in one of the files of a lexicon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Index into [`Lexicon::files`].
    pub file: u16,
    /// Bytes of that file's text.
    pub span: Span,
}

/// The name of a theme for people.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Theme {
    /// What stands before the `/` of its codes' paths.
    pub path: String,
    /// The name for people.
    pub label: String,
    /// What it is about; may be empty.
    pub definition: String,
    /// Its path in the first file that has it.
    pub place: Place,
}

/// One code of the lexicon with what a coding guide needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Code {
    /// `theme/subcode`, or `theme` alone; lower case ASCII letters, digits, `-` and `_`.
    pub path: String,
    /// The name for people.
    pub label: String,
    /// Which passages belong to it.
    pub definition: String,
    /// What to do in doubtful cases; may be empty.
    pub coding_rule: String,
    /// Its entries in the order of the files; weak ones marked.
    pub entries: Vec<Entry>,
    /// Texts that must get the code.
    pub examples: Vec<Example>,
    /// Texts that must not get it.
    pub counterexamples: Vec<Example>,
    /// The least sum of the weights of its entries that makes a passage get it, in thousandths.
    pub threshold: Option<u32>,
    /// Words that none of its entries may hit.
    pub never: Vec<Entry>,
    /// Codes that come along with it.
    pub implies: Vec<CodeName>,
    /// Where it begins (its path in the first file that has it).
    pub place: Place,
}

/// A pattern with its conditions, for one code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    /// The pattern as it was written (NFC, without blanks around it).
    pub text: String,
    /// What it finds.
    pub pattern: Pattern,
    /// Counts only beside another, not weak hit of the same code in the same passage.
    pub weak: bool,
    /// Conditions on its hits, and their weight.
    pub rules: Rules,
    /// Where it stands.
    pub place: Place,
}

/// A sentence that is a test of its code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// The theme of a code path: what stands before the `/`.
#[must_use]
pub fn theme(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

impl Lexicon {
    /// The name of a theme for people: its label, else its path.
    #[must_use]
    pub fn theme_label<'a>(&'a self, path: &'a str) -> &'a str {
        self.themes.iter().find(|theme| theme.path == path).map_or(path, |theme| &theme.label)
    }
}

/// A fault at a place of the lexicon's files.
#[must_use]
pub fn place_fault(lexicon: &Lexicon, place: Place, message: impl Into<String>) -> Fault {
    match lexicon.files.get(usize::from(place.file)) {
        Some(file) => Fault::at(&file.name, &file.text, place.span, message),
        None => Fault::at(&lexicon.id, "", Span::default(), message),
    }
}
