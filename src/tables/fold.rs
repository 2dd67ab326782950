//! The two kinds of tables: rows as they come, and counts that give rows at the end.

use std::any::Any;

use crate::coding::CodedDocument;
use crate::tables::{Fold, Frame, Row, Rows};

/// Adds the rows of a coded document.
pub type MakeRows = fn(&CodedDocument<'_>, &Frame<'_>, &mut Vec<Row>);

/// An empty row stream: every coded document gives its rows at once.
#[must_use]
pub fn stream(make: MakeRows) -> Box<dyn Fold> {
    Box::new(Stream { make, rows: Vec::new() })
}

struct Stream {
    make: MakeRows,
    rows: Vec<Row>,
}

impl Fold for Stream {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        (self.make)(coded, frame, &mut self.rows);
    }

    fn merge(&mut self, later: Box<dyn Fold>) {
        self.rows.append(&mut same::<Self>(later).rows);
    }

    fn drain(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.rows)
    }

    fn finish<'f>(self: Box<Self>, _: &'f Frame<'f>) -> Rows<'f> {
        Box::new(self.rows.into_iter())
    }
}

/// Counts that know how to take in a document and a later count of their kind.
pub trait Tally: Default + Send + 'static {
    /// Takes in a coded document.
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>);
    /// Takes in what was counted later.
    fn merge(&mut self, later: Self);
    /// The rows of the table.
    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f>;
}

/// An empty count as a fold.
#[must_use]
pub fn tally<T: Tally>() -> Box<dyn Fold> {
    Box::new(Tallied(T::default()))
}

struct Tallied<T>(T);

impl<T: Tally> Fold for Tallied<T> {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.0.add(coded, frame);
    }

    fn merge(&mut self, later: Box<dyn Fold>) {
        self.0.merge(same::<Self>(later).0);
    }

    fn finish<'f>(self: Box<Self>, frame: &'f Frame<'f>) -> Rows<'f> {
        self.0.finish(frame)
    }
}

/// The later fold as what it is.
fn same<F: Fold>(later: Box<dyn Fold>) -> F {
    let later: Box<dyn Any> = later;
    *later.downcast().expect("only folds of the same table are merged")
}
