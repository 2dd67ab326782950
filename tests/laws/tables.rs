//! Tables are folds: it does not matter how a corpus was divided before its parts were merged.

use std::collections::BTreeSet;

use lesart::coding::coder::Desk;
use lesart::corpus::{Document, Unit};
use lesart::language::Stemmer;
use lesart::tables::{Cell, Fold, Frame, Row, TABLES, Tabulate};
use proptest::prelude::*;

use crate::passages::{code, lexicon, unit};
use crate::texts::corpus;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What the tables of a run share, with facts that some documents have.
fn with_frame<T>(unit: Unit, context: usize, work: impl FnOnce(&Frame<'_>) -> T) -> T {
    let (facts, by) = (names(&["kind", "group", "absent"]), names(&["document", "group"]));
    work(&Frame {
        scheme: lexicon().scheme(),
        unit,
        facts: &facts,
        context,
        mark_hits: false,
        stemmer: Stemmer::default(),
        by: &by,
    })
}

fn rows(mut fold: Box<dyn Fold>, frame: &Frame<'_>) -> Vec<Row> {
    let mut rows = fold.drain();
    rows.extend(fold.finish(frame));
    rows
}

/// A fold of these documents, one after another on one desk.
fn fold(table: &dyn Tabulate, documents: &[Document], frame: &Frame<'_>) -> Box<dyn Fold> {
    let mut fold = table.start();
    let mut desk = Desk::default();
    for document in documents {
        fold.add(&code(&mut desk, document, document.own.clone(), frame.unit), frame);
    }
    fold
}

fn merged(mut first: Box<dyn Fold>, later: Box<dyn Fold>) -> Box<dyn Fold> {
    first.merge(later);
    first
}

/// Every row has a cell for each column, every column a name of its own, and every number is one.
fn sound(table: &dyn Tabulate, rows: &[Row], frame: &Frame<'_>) {
    let columns = table.columns(frame);
    let distinct: BTreeSet<&String> = columns.iter().collect();
    assert!(!columns.is_empty() && distinct.len() == columns.len(), "{}: {columns:?}", table.name());
    for row in rows {
        assert_eq!(row.len(), columns.len(), "{}: {row:?}", table.name());
        for cell in row {
            assert!(
                !matches!(cell, Cell::Number(number, _) if !number.is_finite()),
                "{}: {row:?}",
                table.name()
            );
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(48))]

    #[test]
    fn coding_a_corpus_equals_coding_its_documents(
        documents in corpus(4), unit in unit(), context in 0..2_usize,
    ) {
        with_frame(unit, context, |frame| {
            for table in TABLES {
                let whole = rows(fold(*table, &documents, frame), frame);
                let parts = documents.iter().map(|document| fold(*table, std::slice::from_ref(document), frame));
                let parts = rows(parts.fold(table.start(), merged), frame);
                assert_eq!(whole, parts, "{}", table.name());
                sound(*table, &whole, frame);
            }
        });
    }

    #[test]
    fn merging_is_associative_and_an_empty_fold_changes_nothing(
        documents in corpus(6), unit in unit(), cuts in (0..7_usize, 0..7_usize),
    ) {
        let (first, second) = (cuts.0.min(cuts.1).min(documents.len()), cuts.0.max(cuts.1).min(documents.len()));
        with_frame(unit, 1, |frame| {
            for table in TABLES {
                let part = |from: usize, to: usize| fold(*table, &documents[from..to], frame);
                let parts = || (part(0, first), part(first, second), part(second, documents.len()));
                let (a, b, c) = parts();
                let left = rows(merged(merged(a, b), c), frame);
                let (a, b, c) = parts();
                let right = rows(merged(a, merged(b, c)), frame);
                assert_eq!(left, right, "{}", table.name());
                let (a, b, c) = parts();
                let empty = table.start();
                let between = rows(merged(merged(empty, merged(a, table.start())), merged(b, c)), frame);
                assert_eq!(left, between, "{} with empty folds", table.name());
            }
        });
    }

    #[test]
    fn coding_a_document_equals_coding_its_turns(documents in corpus(2), unit in unit(), at in 0..8_usize) {
        // A document that is one passage cannot be divided.
        prop_assume!(unit != Unit::Document);
        with_frame(unit, 0, |frame| {
            for table in TABLES {
                let whole = rows(fold(*table, &documents, frame), frame);
                let mut parts = table.start();
                for document in &documents {
                    let turns = document.own.len();
                    for turns in [0..at.min(turns), at.min(turns)..turns] {
                        let mut part = table.start();
                        part.add(&code(&mut Desk::default(), document, turns, frame.unit), frame);
                        parts.merge(part);
                    }
                }
                assert_eq!(whole, rows(parts, frame), "{}", table.name());
            }
        });
    }
}

#[test]
fn every_table_of_an_empty_corpus_has_its_head_and_no_number_that_is_none() {
    for (_, unit) in Unit::ALL {
        with_frame(unit, 1, |frame| {
            for table in TABLES {
                sound(*table, &rows(table.start(), frame), frame);
                let silent = Document { name: "silent".into(), ..Document::default() };
                sound(*table, &rows(fold(*table, &[silent], frame), frame), frame);
            }
        });
    }
}
