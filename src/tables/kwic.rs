//! The table `kwic`: every hit in the middle of its line (key word in context).

use crate::coding::view::BETWEEN_TURNS;
use crate::coding::{CodedDocument, Hit};
use crate::corpus::quote;
use crate::tables::passage::{SOURCE_COLUMNS, place_cells, place_columns, source_cells};
use crate::tables::{Cell, Fold, Frame, Row, Tabulate, stream};
use crate::text::Span;

/// One row for each hit.
pub(super) struct Kwic;

/// Code points of text on each side; words are not cut.
const REACH: usize = 60;

impl Tabulate for Kwic {
    fn name(&self) -> &'static str {
        "kwic"
    }

    fn about(&self) -> &'static str {
        "every hit as key word in context: the words before it, the hit, the words after it"
    }

    fn rule(&self) -> &'static str {
        "One row for each hit of an entry; a passage may have several. `left` and `right` show up to 60 characters of \
         the same paragraph of the passage, in whole words; `hit` reaches from its first word to its last, with the words between."
    }

    fn columns(&self, frame: &Frame<'_>) -> Vec<String> {
        let mut columns = place_columns(frame);
        let own = ["left", "hit", "right", "theme", "code", "entry"];
        columns.extend(SOURCE_COLUMNS.iter().chain(&own).map(|name| (*name).to_owned()));
        columns
    }

    fn on_request(&self) -> bool {
        true
    }

    fn start(&self) -> Box<dyn Fold> {
        stream(rows)
    }
}

fn rows(coded: &CodedDocument<'_>, frame: &Frame<'_>, rows: &mut Vec<Row>) {
    for passage in &coded.passages {
        let codings = coded.codings(passage);
        if codings.is_empty() {
            continue;
        }
        let view = coded.view(passage, frame.unit);
        let mut head = place_cells(coded, passage, frame);
        head.extend(source_cells(&view));
        let mut hits: Vec<&Hit> = codings.iter().flat_map(|coding| coded.hits(coding)).collect();
        hits.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.entry));
        for hit in hits {
            let entry = frame.scheme.entries.get(hit.entry as usize);
            let code = entry.and_then(|entry| frame.scheme.codes.get(usize::from(entry.code)));
            let holds = |piece: &Span| piece.start <= hit.span.start && hit.span.end <= piece.end;
            let around = view.pieces().find(holds).unwrap_or(hit.span);
            let text = &coded.document.text;
            let mut row = head.clone();
            row.extend([
                Cell::text(left(Span::new(around.start, hit.span.start).of(text))),
                Cell::text(quote(hit.span.of(text))),
                Cell::text(right(Span::new(hit.span.end, around.end).of(text))),
                Cell::text(code.map_or("", |code| code.theme())),
                Cell::text(code.map_or("", |code| &code.path)),
                Cell::text(entry.map_or("", |entry| &entry.text)),
            ]);
            rows.push(row);
        }
    }
}

/// The last words of the last paragraph.
fn left(text: &str) -> String {
    let text = text.rsplit(BETWEEN_TURNS).next().unwrap_or(text);
    let from = text.char_indices().rev().take(REACH + 1).last().map_or(0, |(at, _)| at);
    let near = text.get(from..).unwrap_or_default();
    let whole = near.find(char::is_whitespace).filter(|_| from > 0).and_then(|at| near.get(at..));
    one_line(whole.unwrap_or(near))
}

/// The first words of the first paragraph.
fn right(text: &str) -> String {
    let text = text.split(BETWEEN_TURNS).next().unwrap_or(text);
    let to = text.char_indices().nth(REACH + 1).map_or(text.len(), |(at, _)| at);
    let near = text.get(..to).unwrap_or_default();
    let whole = near.rfind(char::is_whitespace).filter(|_| to < text.len()).and_then(|at| near.get(..at));
    one_line(whole.unwrap_or(near))
}

fn one_line(text: &str) -> String {
    quote(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::{left, right};

    #[test]
    fn words_are_not_cut() {
        let long =
            "Wir treffen uns seit vielen Jahren an jedem ersten Dienstag im Gemeindehaus am Markt zum ";
        assert_eq!(left(long), "an jedem ersten Dienstag im Gemeindehaus am Markt zum");
        assert_eq!(
            right(" und reden über alles, was im Dorf gerade gebraucht wird und fehlt"),
            "und reden über alles, was im Dorf gerade gebraucht wird und"
        );
        assert_eq!((left("Am "), right(".")), ("Am".into(), ".".into()));
    }
}
