//! Tables: folds over coded documents, one file a table.
//!
//! A table takes in coded documents, can be merged with a later one of its kind, and gives rows: a
//! row stream (`excerpts`) gives them as it goes, a count (`frequencies`) at the end. So a run
//! streams, runs in parallel, and memory depends on the tables, not on the corpus.
//!
//! A new table is one file with a [`Tabulate`] and either a function for [`stream`] or a [`Tally`]
//! for [`tally`], and its line in [`TABLES`].

pub mod bag;
mod by;
mod collocates;
mod compare;
mod cooccurrence;
mod counts;
mod course;
mod crosstab;
mod excerpts;
mod fold;
mod frequencies;
mod keyness;
mod kwic;
mod matrix;
mod passage;
pub mod statistics;
mod terms;
#[cfg(test)]
mod tests;
mod uncoded;
mod values;
mod words;

use std::any::Any;

use crate::coding::{CodedDocument, Scheme};
use crate::corpus::Unit;
use crate::language::Stemmer;
use crate::text::Span;

pub use fold::{MakeRows, Tally, stream, tally};

/// What all tables of a run share.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// Codes and entries.
    pub scheme: &'a Scheme,
    /// The coding unit.
    pub unit: Unit,
    /// The facts that become columns, in order.
    pub facts: &'a [String],
    /// How many passages before and after an excerpt are shown.
    pub context: usize,
    /// Whether texts tell which of their words were hit ([`Cell::Marked`]); for formats that show it.
    pub mark_hits: bool,
    /// The stemmer of tables that count words.
    pub stemmer: Stemmer,
    /// The facts of the table `by` (`document`, `speaker`, or a fact's name), at least one.
    pub by: &'a [String],
}

/// One value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text from the material or a name.
    Text(String),
    /// Text with words in it that are marked: bytes of the text, ascending, none over another.
    Marked(String, Vec<Span>),
    /// A count.
    Count(u64),
    /// A share or rate, with the number of decimals it is shown with. Never NaN or infinite.
    Number(f64, u8),
}

impl Cell {
    /// Text, or nothing where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// The text of a cell that has one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Marked(text, _) => Some(text),
            Self::Empty | Self::Count(_) | Self::Number(..) => None,
        }
    }

    /// `count` of `whole` times `scale`, with that many decimals; 0 of nothing is 0.
    #[must_use]
    pub fn ratio(count: u64, whole: u64, scale: f64, decimals: u8) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of words stay far under 2^53")]
        let ratio = if whole == 0 { 0.0 } else { count as f64 / whole as f64 * scale };
        Self::Number(ratio, decimals)
    }
}

/// A row of a table: one cell for each column.
pub type Row = Vec<Cell>;

/// Rows one after another, made when they are asked for.
pub type Rows<'f> = Box<dyn Iterator<Item = Row> + 'f>;

/// A table as its list shows it: one file a member, one line in [`TABLES`].
pub trait Tabulate: Sync {
    /// The name (`frequencies`), used for `--table` and for the file.
    fn name(&self) -> &'static str;
    /// What it shows, in one sentence for help texts.
    fn about(&self) -> &'static str;
    /// How it counts, in plain words: unit, denominator, what is counted once.
    fn rule(&self) -> &'static str;
    /// The names of the columns, each once.
    fn columns(&self, frame: &Frame<'_>) -> Vec<String>;
    /// Whether it shows the flags of hits.
    fn shows_flags(&self) -> bool {
        false
    }
    /// Whether it is only made when it is named: it is large, or needs a question to answer.
    fn on_request(&self) -> bool {
        false
    }
    /// An empty fold.
    fn start(&self) -> Box<dyn Fold>;
}

/// A table while it is being made.
pub trait Fold: Any + Send {
    /// Takes in a coded document.
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>);
    /// Takes in what a later fold of the same table holds.
    fn merge(&mut self, later: Box<dyn Fold>);
    /// The rows that are ready now (row streams); called after each merge, in order.
    fn drain(&mut self) -> Vec<Row> {
        Vec::new()
    }
    /// The rows that have not been drained, or could only be made at the end.
    fn finish<'f>(self: Box<Self>, frame: &'f Frame<'f>) -> Rows<'f>;
}

/// All tables, in the order of help texts.
pub const TABLES: &[&dyn Tabulate] = &[
    &excerpts::Excerpts,
    &frequencies::Frequencies,
    &matrix::Matrix,
    &by::By,
    &terms::Terms,
    &cooccurrence::Cooccurrence,
    &uncoded::Uncoded,
    &kwic::Kwic,
    &crosstab::Crosstab,
    &compare::Compare,
    &course::Course,
    &words::Words,
    &keyness::Keyness,
    &collocates::Collocates,
];
