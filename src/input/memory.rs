//! Files that are read in one piece: their bytes, and the rows that come out of them.

use std::io::Read;
use std::sync::Arc;
use std::vec::IntoIter;

use sha2::{Digest, Sha256};

use super::columns::choose;
use super::normal::normalize_into;
use super::portions::{Portions, Row, RowSource};
use super::{Documents, ReadOptions, Source, decode};
use crate::corpus::{Counted, Document, Facts, Origin};
use crate::error::{Error, Result};

/// Reads a file that is no text: its bytes, and the document without its rows.
pub(super) fn bytes(source: &Source, format: &str, options: &ReadOptions) -> Result<(Vec<u8>, Document)> {
    let path = source.shown();
    if source.bytes > u64::from(u32::MAX) {
        return Err(Error::TooLarge { path });
    }
    let mut bytes = Vec::new();
    decode::bytes_of(source)?.read_to_end(&mut bytes).map_err(|error| Error::read(&source.path, error))?;
    let frame = Document {
        number: source.number,
        name: source.name.clone(),
        origin: Origin {
            path,
            format: format.to_owned(),
            encoding: "UTF-8".to_owned(),
            counted: Counted::Row,
            guessed: false,
            bytes: bytes.len() as u64,
            sha256: if options.unhashed { String::new() } else { decode::hex(&Sha256::digest(&bytes)) },
        },
        ..Document::default()
    };
    Ok((bytes, frame))
}

/// A text in the form of all reading texts.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    normalize_into(text, &mut out);
    out
}

/// Rows that are in memory, as documents.
pub(super) fn documents(rows: Vec<Row>, frame: Document, options: &ReadOptions) -> Documents {
    Box::new(Portions::new(Ready(rows.into_iter()), frame, options))
}

struct Ready(IntoIter<Row>);

impl RowSource for Ready {
    fn next_row(&mut self) -> Result<Option<Row>> {
        Ok(self.0.next())
    }
    fn finish(&mut self, _origin: &mut Origin) {}
}

/// A table in memory: the names of its columns, and rows with their lines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Table {
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    /// The names of the columns that are facts of its rows.
    pub(super) fn fact_names(&self, options: &ReadOptions) -> Vec<String> {
        let Ok(columns) = choose("", &self.names, &self.sample(), options) else { return Vec::new() };
        let mut names: Vec<String> = (0..self.names.len())
            .filter(|column| !columns.is_part(*column))
            .filter_map(|column| self.names.get(column).cloned())
            .collect();
        names.extend((columns.texts.len() > 1).then(|| QUESTION.to_owned()));
        names
    }

    /// Its rows with text, speaker, id and facts told apart; what should be known of that becomes a notice.
    pub(super) fn into_rows(
        self,
        path: &str,
        options: &ReadOptions,
        notices: &mut Vec<String>,
    ) -> Result<Vec<Row>> {
        if self.names.is_empty() {
            return Ok(Vec::new());
        }
        let columns = choose(path, &self.names, &self.sample(), options)?;
        notices.extend(columns.notice.clone());
        let names: Vec<Arc<str>> = self.names.iter().map(|name| Arc::from(name.as_str())).collect();
        let mut rows = Vec::new();
        for (line, cells) in self.rows {
            let cell = |column: usize| cells.get(column).map(|cell| normal(cell)).unwrap_or_default();
            let filled = |column: Option<usize>| {
                let cell = cell(column?).trim().to_owned();
                (!cell.is_empty()).then_some(cell)
            };
            let mut facts = Facts::with_capacity(names.len());
            for (column, name) in names.iter().enumerate().filter(|(column, _)| !columns.is_part(*column)) {
                facts.push(name.clone(), cell(column));
            }
            let row = Row {
                speaker: filled(columns.speaker),
                id: filled(columns.id),
                facts,
                line,
                ..Row::default()
            };
            let texts = columns.texts.iter().map(|column| (names.get(*column), cell(*column)));
            rows.extend(row.for_each_text(texts.collect()));
        }
        Ok(rows)
    }

    fn sample(&self) -> Vec<Vec<String>> {
        self.rows.iter().take(200).map(|(_, cells)| cells.clone()).collect()
    }
}

/// The fact that says which of several text columns a passage stands in.
pub(super) const QUESTION: &str = "question";

impl Row {
    /// The row with each of its texts: one as it is, of several those that are not empty, with the
    /// column's name as the fact `question`.
    pub(super) fn for_each_text(self, texts: Vec<(Option<&Arc<str>>, String)>) -> Vec<Self> {
        if texts.len() < 2 {
            let text = texts.into_iter().next().map_or_else(String::new, |(_, text)| text);
            return vec![Self { text, ..self }];
        }
        let filled = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
        filled
            .map(|(name, text)| {
                let mut row = Self { text, ..self.clone() };
                row.facts.set(QUESTION, name.map_or("", |name| &**name));
                row
            })
            .collect()
    }
}
