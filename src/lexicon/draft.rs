//! What one lexicon file says, before it is joined with others.

use crate::error::Fault;

use super::{CodeName, Entry, Example, Pattern, Place, Theme};

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
    /// In thousandths.
    pub(super) threshold: Option<u32>,
    /// Weights of its entries by what they find, in thousandths.
    pub(super) weights: Vec<(Placed, Pattern, u32)>,
    pub(super) never: Vec<Entry>,
    pub(super) implies: Vec<CodeName>,
    /// Terms of the lexicons it builds on that it does not want.
    pub(super) remove: Vec<Placed>,
}

/// The most faults that are told of one file: a file of another kind has one in every line.
pub(super) const MOST_FAULTS: usize = 200;

/// Adds a fault to those of a file; the last one that is told says that there are more.
pub(super) fn tell(faults: &mut Vec<Fault>, fault: impl FnOnce() -> Fault) {
    if faults.len() < MOST_FAULTS {
        faults.push(fault());
    } else if faults.len() == MOST_FAULTS {
        let more = Fault { message: "more faults from here on".into(), ..fault() };
        faults.push(more.hint("mend those above first"));
    }
}
