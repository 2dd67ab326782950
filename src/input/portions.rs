//! Rows to documents: portions of a row file, each with the rows around it as context.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::ReadOptions;
use crate::corpus::{Document, Facts, Origin, Speaker, Time, Turn};
use crate::error::{Error, Result};
use crate::text::Span;

/// A row of a row file.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) speaker: Option<String>,
    pub(super) id: Option<String>,
    pub(super) facts: Facts,
    pub(super) time: Option<Time>,
    pub(super) line: u32,
}

/// Where rows come from.
pub(super) trait RowSource: Send {
    /// The next row; `None` at the end.
    fn next_row(&mut self) -> Result<Option<Row>>;
    /// Writes size and hash of all that was read, after the last row.
    fn finish(&mut self, origin: &mut Origin);
}

/// Cuts rows into documents.
pub(super) struct Portions<S> {
    rows: S,
    /// The document without its rows.
    frame: Document,
    size: usize,
    context: usize,
    /// Rows that are still needed: the context before the next portion, the portion, and after.
    window: VecDeque<Row>,
    /// How many rows of the window belong to earlier portions.
    before: usize,
    /// Rows that have left the window.
    gone: u32,
    ended: bool,
    /// Whether the last portion has been given.
    done: bool,
}

impl<S: RowSource> Portions<S> {
    /// Cuts the rows of `rows` as the options say; `frame` is the document without its rows.
    pub(super) fn new(rows: S, frame: Document, options: &ReadOptions) -> Self {
        Self {
            rows,
            frame,
            size: options.portion_rows.max(1),
            context: options.context,
            window: VecDeque::new(),
            before: 0,
            gone: 0,
            ended: false,
            done: false,
        }
    }

    /// Fills the window so far that the next portion, its context, and whether it is the last are
    /// known.
    fn fill(&mut self) -> Result<()> {
        let wanted = self.before.saturating_add(self.size).saturating_add(self.context.max(1));
        while !self.ended && self.window.len() < wanted {
            match self.rows.next_row()? {
                Some(row) => self.window.push_back(row),
                None => self.ended = true,
            }
        }
        Ok(())
    }

    fn portion(&mut self) -> Result<Document> {
        self.fill()?;
        let own_end = self.before.saturating_add(self.size).min(self.window.len());
        let end = own_end.saturating_add(self.context).min(self.window.len());
        self.done = self.ended && own_end == self.window.len();
        let mut document = self.frame.clone();
        document.own = self.before..own_end;
        document.turns_before = self.gone;
        // Rows before this are needed no more and may be moved; the next portion sees the rest.
        let kept = if self.done { own_end } else { own_end.saturating_sub(self.context) };
        let mut speakers: FxHashMap<String, u32> = FxHashMap::default();
        let capacity: usize = self.window.iter().take(end).map(|row| row.text.len() + 2).sum();
        document.text.reserve(capacity);
        document.turns.reserve(end);
        for _ in 0..kept.min(end) {
            if let Some(row) = self.window.pop_front() {
                add(&mut document, &mut speakers, row)?;
            }
        }
        self.gone = self.gone.saturating_add(u32::try_from(kept).unwrap_or(u32::MAX));
        self.before = own_end - kept;
        for row in self.window.iter().take(end - kept) {
            add(&mut document, &mut speakers, row.clone())?;
        }
        if self.done {
            self.rows.finish(&mut document.origin);
            if document.turns.is_empty() && document.turns_before == 0 {
                document.notices.push("the file has no rows".to_owned());
            }
        }
        // Said once, with the first portion.
        self.frame.notices.clear();
        Ok(document)
    }
}

/// Adds a row as a turn; an empty text is an empty turn, so that turns keep the numbers of rows.
fn add(document: &mut Document, speakers: &mut FxHashMap<String, u32>, row: Row) -> Result<()> {
    if !document.text.is_empty() && !row.text.is_empty() {
        document.text.push_str("\n\n");
    }
    let start = document.text.len();
    document.text.push_str(&row.text);
    if u32::try_from(document.text.len()).is_err() {
        return Err(Error::TooLarge { path: document.origin.path.clone() });
    }
    let span = Span::from_range(start..document.text.len());
    let speaker = row.speaker.map(|name| match speakers.get(&name) {
        Some(speaker) => *speaker,
        None => {
            let number = u32::try_from(document.speakers.len()).unwrap_or(u32::MAX);
            document.speakers.push(Speaker { name: name.clone(), facts: Facts::new() });
            speakers.insert(name, number);
            number
        }
    });
    document.turns.push(Turn {
        span,
        speaker,
        time: row.time,
        line: row.line,
        id: row.id,
        facts: row.facts,
        left_out: false,
    });
    Ok(())
}

impl<S: RowSource> Iterator for Portions<S> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let portion = self.portion();
        self.done |= portion.is_err();
        Some(portion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbers(std::ops::Range<u32>);

    impl RowSource for Numbers {
        fn next_row(&mut self) -> Result<Option<Row>> {
            Ok(self.0.next().map(|n| Row { text: n.to_string(), ..Row::default() }))
        }
        fn finish(&mut self, origin: &mut Origin) {
            origin.bytes = 1;
        }
    }

    #[test]
    fn portions_tile_the_rows_whatever_their_size_and_context() {
        for rows in 0..12 {
            for portion_rows in [1, 2, 3, 5, 20, usize::MAX] {
                for context in 0..4 {
                    let options = ReadOptions { portion_rows, context, ..ReadOptions::default() };
                    let portions: Vec<Document> =
                        Portions::new(Numbers(0..rows), Document::default(), &options)
                            .collect::<Result<_>>()
                            .expect("numbers");
                    let mut next = 0;
                    for (place, portion) in portions.iter().enumerate() {
                        let name =
                            format!("{rows} rows by {portion_rows}, context {context}, portion {place}");
                        for (index, turn) in portion.turns.iter().enumerate() {
                            let number = portion.turn_number(index) - 1;
                            assert_eq!(turn.span.of(&portion.text), number.to_string(), "{name}");
                            if portion.own.contains(&index) {
                                assert_eq!(number, next, "{name}");
                                next += 1;
                            }
                        }
                        let first = portion.turn_number(portion.own.start) - 1;
                        let after = portion.turns.len() - portion.own.end;
                        assert_eq!(portion.own.start, context.min(first as usize), "{name}: before");
                        assert_eq!(after, context.min((rows - next) as usize), "{name}: after");
                        assert_eq!(portion.origin.bytes == 1, place + 1 == portions.len(), "{name}: end");
                    }
                    assert_eq!(next, rows);
                    assert!(rows == 0 || portions.iter().all(|portion| !portion.own.is_empty()));
                }
            }
        }
    }
}
