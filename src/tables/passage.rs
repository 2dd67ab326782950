//! Columns that several tables share: where a passage stands, who speaks, what is known of it.

use crate::coding::view::View;
use crate::coding::{CodedDocument, CodedPassage, clock};
use crate::corpus::Unit;
use crate::tables::{Cell, Frame, Row};

/// The column for the place inside a turn, for units that are a part of one.
const fn part_column(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Sentence | Unit::Paragraph => Some(unit.name()),
        Unit::Turn | Unit::Document => None,
    }
}

/// `document`, `passage`, and `sentence` or `paragraph` for such units.
pub(super) fn place_columns(frame: &Frame<'_>) -> Vec<String> {
    let names = ["document", "passage"].into_iter().chain(part_column(frame.unit));
    names.map(str::to_owned).collect()
}

/// The cells of [`place_columns`].
pub(super) fn place_cells(coded: &CodedDocument<'_>, passage: &CodedPassage, frame: &Frame<'_>) -> Row {
    let mut row =
        vec![Cell::text(coded.document.name.as_str()), Cell::Count(u64::from(passage.passage.number))];
    if part_column(frame.unit).is_some() {
        row.push(Cell::Count(u64::from(passage.passage.part)));
    }
    row
}

/// The columns of [`source_cells`].
pub(super) const SOURCE_COLUMNS: [&str; 3] = ["speaker", "time", "line"];

/// Who speaks, when, and in which line of the source.
pub(super) fn source_cells(view: &View<'_>) -> [Cell; 3] {
    let line = view.line();
    [
        speaker_cell(view),
        view.time().map_or(Cell::Empty, |time| Cell::Text(clock::tenths(time.start))),
        if line == 0 { Cell::Empty } else { Cell::Count(u64::from(line)) },
    ]
}

/// Who speaks.
pub(super) fn speaker_cell(view: &View<'_>) -> Cell {
    Cell::text(view.speaker().map_or("", |speaker| speaker.name.as_str()))
}

/// The facts that become columns.
pub(super) fn fact_cells<'v>(view: &'v View<'_>, frame: &'v Frame<'_>) -> impl Iterator<Item = Cell> + 'v {
    frame.facts.iter().map(|name| Cell::text(view.fact(name).unwrap_or_default()))
}

/// Adds columns named by the user's data; a name that is taken gets `kind` before it.
pub(super) fn add_columns<'n>(
    columns: &mut Vec<String>,
    kind: &str,
    names: impl IntoIterator<Item = &'n str>,
) {
    for name in names {
        let mut name = name.to_owned();
        while columns.contains(&name) {
            name = format!("{kind}_{name}");
        }
        columns.push(name);
    }
}
