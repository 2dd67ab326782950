//! The table `matrix`: passages by codes, 0 or 1.

use crate::coding::CodedDocument;
use crate::tables::passage::{add_columns, place_cells, place_columns, speaker_cell};
use crate::tables::{Cell, Fold, Frame, Row, Tabulate, stream};

/// One row for each passage, one column for each code.
pub(super) struct Matrix;

impl Tabulate for Matrix {
    fn name(&self) -> &'static str {
        "matrix"
    }

    fn about(&self) -> &'static str {
        "every passage with a column for each code: 1 where it has the code, 0 where not"
    }

    fn rule(&self) -> &'static str {
        "One row for each passage, also those without a code; none for turns left out by a filter. 1 \
         means at least one hit, however many there are."
    }

    fn columns(&self, frame: &Frame<'_>) -> Vec<String> {
        let mut columns = place_columns(frame);
        columns.push("speaker".to_owned());
        add_columns(&mut columns, "code", frame.scheme.codes.iter().map(|code| code.path.as_str()));
        columns
    }

    fn start(&self) -> Box<dyn Fold> {
        stream(rows)
    }
}

fn rows(coded: &CodedDocument<'_>, frame: &Frame<'_>, rows: &mut Vec<Row>) {
    for passage in &coded.passages {
        let mut row = place_cells(coded, passage, frame);
        row.push(speaker_cell(&coded.view(passage, frame.unit)));
        let first = row.len();
        row.resize(first + frame.scheme.codes.len(), Cell::Count(0));
        for coding in coded.codings(passage) {
            if let Some(cell) = row.get_mut(first + usize::from(coding.code)) {
                *cell = Cell::Count(1);
            }
        }
        rows.push(row);
    }
}
