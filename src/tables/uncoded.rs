//! The table `uncoded`: passages that no code was found in.

use crate::coding::CodedDocument;
use crate::tables::passage::{
    SOURCE_COLUMNS, add_columns, fact_cells, place_cells, place_columns, source_cells,
};
use crate::tables::{Cell, Fold, Frame, Row, Tabulate, stream};

/// One row for each passage without a code.
pub(super) struct Uncoded;

impl Tabulate for Uncoded {
    fn name(&self) -> &'static str {
        "uncoded"
    }

    fn about(&self) -> &'static str {
        "every passage without a code, to see what the lexicon does not find yet"
    }

    fn rule(&self) -> &'static str {
        "One row for each passage that has no code; none for turns left out by a filter. `words` counts \
         the running words of the passage, without numbers and punctuation."
    }

    fn columns(&self, frame: &Frame<'_>) -> Vec<String> {
        let mut columns = place_columns(frame);
        columns.extend(SOURCE_COLUMNS.iter().chain(&["words", "text"]).map(|name| (*name).to_owned()));
        add_columns(&mut columns, "fact", frame.facts.iter().map(String::as_str));
        columns
    }

    fn start(&self) -> Box<dyn Fold> {
        stream(rows)
    }
}

fn rows(coded: &CodedDocument<'_>, frame: &Frame<'_>, rows: &mut Vec<Row>) {
    for passage in coded.passages.iter().filter(|passage| passage.codings.is_empty()) {
        let view = coded.view(passage, frame.unit);
        let mut row = place_cells(coded, passage, frame);
        row.extend(source_cells(&view));
        row.push(Cell::Count(u64::from(passage.passage.words)));
        row.push(Cell::text(view.quote()));
        row.extend(fact_cells(&view, frame));
        rows.push(row);
    }
}
