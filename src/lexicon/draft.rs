//! What one lexicon file says, before it is joined with others.

use super::{Entry, Example, Place, Theme};

/// A text with its place in its file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) place: Place,
}

/// The content of one file.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: String,
    /// Lexicons that it builds on: shipped ids or paths seen from the file.
    pub(super) extends: Vec<Placed>,
    pub(super) themes: Vec<Theme>,
    pub(super) codes: Vec<DraftCode>,
}

/// What one file says about one code.
#[derive(Debug, Default)]
pub(super) struct DraftCode {
    pub(super) path: Placed,
    pub(super) label: Option<Placed>,
    /// Whether a missing label is no fault (spreadsheets, or a label that has a fault of its own).
    pub(super) label_optional: bool,
    pub(super) definition: String,
    pub(super) coding_rule: String,
    pub(super) entries: Vec<Entry>,
    pub(super) examples: Vec<Example>,
    pub(super) counterexamples: Vec<Example>,
    /// Terms of the lexicons it builds on that it does not want.
    pub(super) remove: Vec<Placed>,
}
