//! The table `excerpts`: every coded passage with the words that are the evidence.

use crate::coding::view::View;
use crate::coding::{CodedDocument, CodedPassage, Coding, Flags};
use crate::corpus::{Document, Unit};
use crate::tables::passage::{
    SOURCE_COLUMNS, add_columns, fact_cells, place_cells, place_columns, source_cells,
};
use crate::tables::{Cell, Fold, Frame, Row, Tabulate, stream};
use crate::text::Span;

/// One row for each passage and code.
pub(super) struct Excerpts;

impl Tabulate for Excerpts {
    fn name(&self) -> &'static str {
        "excerpts"
    }

    fn about(&self) -> &'static str {
        "every coded passage: where it stands, its code, the words hit, its text"
    }

    fn rule(&self) -> &'static str {
        "One row for each passage and code; a passage with three codes stands in three rows. `hits` \
         counts the places that the code's entries found in the passage; `flags` are those of any of them: \
         negated, question, wish, reported. `before` and `after` (with \
         --context) show the neighbouring turns, also those left out by a filter; for sentences and \
         paragraphs their neighbours in the same turn."
    }

    fn columns(&self, frame: &Frame<'_>) -> Vec<String> {
        let mut columns = place_columns(frame);
        let fixed = ["theme", "code", "label", "words", "hits", "flags", "text", "source"];
        columns.extend(SOURCE_COLUMNS.iter().chain(&fixed).map(|name| (*name).to_owned()));
        if frame.context > 0 {
            columns.extend(["before", "after"].map(str::to_owned));
        }
        add_columns(&mut columns, "fact", frame.facts.iter().map(String::as_str));
        columns
    }

    fn shows_flags(&self) -> bool {
        true
    }

    fn start(&self) -> Box<dyn Fold> {
        stream(rows)
    }
}

fn rows(coded: &CodedDocument<'_>, frame: &Frame<'_>, rows: &mut Vec<Row>) {
    for (place, passage) in coded.passages.iter().enumerate() {
        let codings = coded.codings(passage);
        if codings.is_empty() {
            continue;
        }
        let view = coded.view(passage, frame.unit);
        let mut head = place_cells(coded, passage, frame);
        head.extend(source_cells(&view));
        let mut tail = vec![
            if frame.mark_hits { Cell::Empty } else { Cell::text(view.quote()) },
            Cell::Text(view.citation()),
        ];
        if frame.context > 0 {
            tail.extend(context(coded, place, passage, frame).map(Cell::text));
        }
        tail.extend(fact_cells(&view, frame));
        for coding in codings {
            let mut row = Vec::with_capacity(head.len() + 6 + tail.len());
            row.extend_from_slice(&head);
            row.extend(code_cells(coded, coding, frame));
            let text = row.len();
            row.extend_from_slice(&tail);
            if frame.mark_hits {
                row[text] = marked(coded, coding, &view);
            }
            rows.push(row);
        }
    }
}

fn code_cells(coded: &CodedDocument<'_>, coding: &Coding, frame: &Frame<'_>) -> [Cell; 6] {
    let hits = coded.hits(coding);
    let words: Vec<String> = hits.iter().map(|hit| coded.cite(hit)).collect();
    let flags = Flags(hits.iter().fold(0, |flags, hit| flags | hit.flags.0));
    let flags: Vec<&str> = flags.names().collect();
    let code = frame.scheme.codes.get(usize::from(coding.code));
    [
        Cell::text(code.map_or("", |code| code.theme())),
        Cell::text(code.map_or("", |code| &code.path)),
        Cell::text(code.map_or("", |code| &code.label)),
        Cell::text(words.join(" | ")),
        Cell::Count(hits.len() as u64),
        Cell::text(flags.join(", ")),
    ]
}

/// The text with the words that were hit.
fn marked(coded: &CodedDocument<'_>, coding: &Coding, view: &View<'_>) -> Cell {
    let hits = coded.hits(coding).iter();
    let words: Vec<Span> = hits
        .flat_map(|hit| coded.words.get(hit.words.start as usize..hit.words.end as usize))
        .flatten()
        .copied()
        .collect();
    let (text, mut words) = view.quote_with(&words);
    words.retain(|word| !word.is_empty());
    words.sort();
    words.dedup_by(|later, before| {
        let over = later.start < before.end;
        if over {
            before.end = before.end.max(later.end);
        }
        over
    });
    if text.is_empty() { Cell::Empty } else { Cell::Marked(text, words) }
}

/// What stands before and after a passage.
fn context(
    coded: &CodedDocument<'_>,
    place: usize,
    passage: &CodedPassage,
    frame: &Frame<'_>,
) -> [String; 2] {
    let wide = frame.context;
    match frame.unit {
        Unit::Document => [String::new(), String::new()],
        Unit::Turn => {
            let turn = passage.passage.turn as usize;
            let after = (turn + 1).saturating_add(wide).min(coded.document.turns.len());
            [turn.saturating_sub(wide)..turn, turn + 1..after].map(|turns| {
                let lines: Vec<String> = turns.filter_map(|turn| said(coded.document, turn)).collect();
                lines.join("\n")
            })
        }
        Unit::Paragraph | Unit::Sentence => {
            let near = |other: &&CodedPassage| {
                other.passage.number == passage.passage.number
                    && passage.passage.part.abs_diff(other.passage.part) as usize <= wide
            };
            let before = coded.passages.get(place.saturating_sub(wide)..place).unwrap_or_default();
            let after = coded.passages.get(place + 1..).unwrap_or_default().iter().take(wide);
            [
                before.iter().filter(near).map(|other| coded.document.quote(other.passage.span)).collect(),
                after.filter(near).map(|other| coded.document.quote(other.passage.span)).collect::<Vec<_>>(),
            ]
            .map(|quotes| quotes.join(" "))
        }
    }
}

/// A turn with its speaker's name, unless it is empty.
fn said(document: &Document, turn: usize) -> Option<String> {
    let view = View::of_turn(document, turn);
    let quote = view.quote();
    let named = match view.speaker() {
        Some(speaker) if !speaker.name.is_empty() => format!("{}: {quote}", speaker.name),
        _ => quote.clone(),
    };
    (!quote.is_empty()).then_some(named)
}
