//! Coded passages as JSON Lines: the hinge between runs, and to other programs.
//!
//! One line a passage, coded or not; also one for each turn that a filter left out, so that contexts
//! can be rebuilt:
//!
//! ```json
//! {"document":"w1","passage":7,"unit":"turn","speaker":"Anna","time":"00:01:23.4","line":12,
//!  "text":"Wir helfen uns.","span":[310,325],"words":3,
//!  "codings":[{"code":"hilfe/nachbarn","label":"Hilfe","hits":[
//!    {"entry":"helfen","words":["helfen"],"start":4,"end":10,"flags":["wish"]}]}],
//!  "facts":{"group":"a"}}
//! ```
//!
//! Absent values are left out. `part` stands there for sentences and paragraphs only. `span` counts
//! code points of the document's reading text; it is missing where a document was read in portions.
//! `start` and `end` of a hit count code points of `text`; `at` gives the starts of its words where
//! they do not follow from these. The first record of a document may tell in `fact_names` which facts
//! have columns. A person's codings need no hits, and `"codes":["a","b"]` will do.

mod inventory;
mod line;
mod owned;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use inventory::Inventory;
pub use reader::{Codings, Portion, Reader};
pub use writer::{Measure, Writer};

use crate::coding::SchemeEntry;
use crate::corpus::Unit;

/// The name of a unit in records.
fn unit_named(name: &str) -> Option<Unit> {
    Unit::ALL.into_iter().find(|(have, _)| *have == name).map(|(_, unit)| unit)
}

/// Whether passages of this unit are parts of turns.
const fn is_part(unit: Unit) -> bool {
    matches!(unit, Unit::Sentence | Unit::Paragraph)
}

/// An entry's text, if the scheme has it.
fn entry_text(entries: &[SchemeEntry], entry: u32) -> &str {
    entries.get(entry as usize).map_or("", |entry| &entry.text)
}
