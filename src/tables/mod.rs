//! Tables: folds over coded documents, one file a table.
//!
//! A table takes in coded documents, can be merged with a later one of its kind, and gives rows: a
//! row stream (`excerpts`) gives them as it goes, a count (`frequencies`) at the end. So a run
//! streams, runs in parallel, and memory depends on the tables, not on the corpus.

use std::any::Any;

use crate::coding::{CodedDocument, Scheme};
use crate::corpus::Unit;

/// What all tables of a run share.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// Codes and entries. For codings read from a file it grows while reading; ids stay.
    pub scheme: &'a Scheme,
    /// The coding unit.
    pub unit: Unit,
    /// The facts that become columns, in order.
    pub facts: &'a [String],
    /// How many passages before and after an excerpt are shown.
    pub context: usize,
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
    /// A count.
    Count(u64),
    /// A share or rate, with the number of decimals it is shown with. Never NaN or infinite.
    Number(f64, u8),
}

/// A row of a table: one cell for each column.
pub type Row = Vec<Cell>;

/// A table as its list shows it: one file a member, one line in [`TABLES`].
pub trait Tabulate: Sync {
    /// The name (`frequencies`), used for `--table` and for the file.
    fn name(&self) -> &'static str;
    /// What it shows, in one sentence for help texts.
    fn about(&self) -> &'static str;
    /// How it counts, in plain words: unit, denominator, what is counted once.
    fn rule(&self) -> &'static str;
    /// The names of the columns.
    fn columns(&self, frame: &Frame<'_>) -> Vec<String>;
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
    /// The rows that could only be made at the end.
    fn finish(self: Box<Self>, frame: &Frame<'_>) -> Vec<Row>;
}

/// All tables, in the order of help texts.
pub const TABLES: &[&dyn Tabulate] = &[];
