//! JSON Lines: one object a line, read in portions.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::columns::{Columns, choose};
use super::memory::QUESTION;
use super::normal::normalize_into;
use super::portions::{Portions, Row, RowSource};
use super::stream::{Opened, Utf8Stream, unwrap};
use super::{Documents, ReadOptions, Reader, Source};
use crate::corpus::{Document, Facts, Origin};
use crate::error::{Error, Result};

/// JSON Lines.
pub(super) struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }
    fn about(&self) -> &'static str {
        "JSON Lines, one comment or turn a line"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }
    fn in_portions(&self) -> bool {
        true
    }

    fn fact_names(&self, head: &str, options: &ReadOptions) -> Vec<String> {
        let (names, rows) = keys(head);
        let Ok(columns) = choose("", &names, &rows, options) else { return Vec::new() };
        // Times are for tables; here they are facts.
        let columns = Columns { times: None, ..columns };
        let fact = |column: &usize| !columns.is_part(*column);
        let facts = (0..names.len()).filter(fact).filter_map(|column| names.get(column).cloned());
        facts.chain((columns.texts.len() > 1).then(|| QUESTION.to_owned())).collect()
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let Opened { stream, head, found } = Utf8Stream::open(source, options)?;
        let path = source.shown();
        let (names, rows) = keys(&head);
        let mut notices = found.notices;
        if head.trim().is_empty() {
            notices.push("the file is empty".to_owned());
        }
        let columns = if names.is_empty() {
            // Nothing could be read: the first line will say why.
            Columns::default()
        } else {
            choose(&path, &names, &rows, options)?
        };
        notices.extend(columns.notice.clone());
        let name_of = |column: Option<usize>| column.and_then(|column| names.get(column)).cloned();
        let frame = Document {
            number: source.number,
            name: source.name.clone(),
            origin: Origin {
                path: path.clone(),
                format: self.name().to_owned(),
                encoding: found.encoding.name().to_owned(),
                guessed: found.guessed,
                ..Origin::default()
            },
            notices,
            ..Document::default()
        };
        let rows = JsonRows {
            path,
            reader: BufReader::with_capacity(256 * 1024, stream),
            buffer: Vec::new(),
            line: 0,
            texts: if columns.texts.is_empty() {
                vec!["text".into()]
            } else {
                columns
                    .texts
                    .iter()
                    .filter_map(|column| names.get(*column))
                    .map(|name| name.as_str().into())
                    .collect()
            },
            speaker: name_of(columns.speaker),
            id: name_of(columns.id),
            names: Vec::new(),
            waiting: VecDeque::new(),
        };
        Ok(Box::new(Portions::new(rows, frame, options)))
    }
}

/// The keys of the first lines in order of first appearance, and their values as cells. Only
/// strings count for a length.
fn keys(head: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut names: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for line in head.lines().take(1000) {
        let Ok(object) = serde_json::from_str::<Map<String, Value>>(line) else { continue };
        let mut row = vec![String::new(); names.len()];
        for (key, value) in object {
            let column = names.iter().position(|name| *name == key).unwrap_or_else(|| {
                names.push(key);
                row.push(String::new());
                names.len() - 1
            });
            if let (Some(cell), Value::String(value)) = (row.get_mut(column), value) {
                *cell = value;
            }
        }
        rows.push(row);
    }
    (names, rows)
}

struct JsonRows {
    path: String,
    reader: BufReader<Utf8Stream>,
    buffer: Vec<u8>,
    line: u64,
    /// The keys with texts: one, or several.
    texts: Vec<Arc<str>>,
    speaker: Option<String>,
    id: Option<String>,
    /// Keys seen so far, so that rows share them.
    names: Vec<Arc<str>>,
    /// Texts of the last line that have not been given yet, where there are several.
    waiting: VecDeque<Row>,
}

impl JsonRows {
    fn fault(&self, what: String, hint: &str) -> Error {
        Error::Line { path: self.path.clone(), line: self.line, what, hint: hint.to_owned() }
    }

    fn shared(&mut self, key: &str) -> Arc<str> {
        if let Some(name) = self.names.iter().find(|name| &***name == key) {
            return name.clone();
        }
        let name: Arc<str> = key.into();
        // Files whose keys are data would make this list long and the search slow.
        if self.names.len() < 256 {
            self.names.push(name.clone());
        }
        name
    }
}

impl JsonRows {
    /// The next line: its row without texts, and the texts in the order of their keys.
    fn row(&mut self) -> Result<Option<(Row, Vec<Option<String>>)>> {
        loop {
            self.buffer.clear();
            let read =
                self.reader.read_until(b'\n', &mut self.buffer).map_err(|error| unwrap(&self.path, error))?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            if !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let object: Map<String, Value> = match serde_json::from_slice(&self.buffer) {
            Ok(object) => object,
            Err(error) => {
                let column = error.column();
                let what = if error.is_data() {
                    "this line is no JSON object".to_owned()
                } else {
                    format!("no valid JSON at column {column}: {}", reason(&error))
                };
                return Err(self.fault(what, "every line must be one object like {\"text\": \"…\"}"));
            }
        };
        let mut row = Row {
            line: u32::try_from(self.line).unwrap_or(u32::MAX),
            facts: Facts::with_capacity(object.len()),
            ..Row::default()
        };
        let mut texts = vec![None; self.texts.len()];
        for (key, value) in object {
            if let Some(place) = self.texts.iter().position(|text| **text == *key) {
                texts[place] = Some(cell(value).unwrap_or_default());
            } else if self.speaker.as_ref() == Some(&key) {
                row.speaker = cell(value).filter(|name| !name.trim().is_empty());
            } else if self.id.as_ref() == Some(&key) {
                row.id = cell(value);
            } else if let Some(value) = cell(value) {
                let key = self.shared(&key);
                row.facts.push(key, value);
            }
        }
        if texts.iter().all(Option::is_none) {
            let what = format!("the object has no key {}", self.texts.join(" or "));
            return Err(self.fault(what, "say which key holds the text with --text-column NAME"));
        }
        Ok(Some((row, texts)))
    }
}

impl RowSource for JsonRows {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Ok(Some(row));
            }
            let Some((row, mut texts)) = self.row()? else { return Ok(None) };
            if let [only] = texts.as_mut_slice() {
                return Ok(Some(Row { text: only.take().unwrap_or_default(), ..row }));
            }
            let texts =
                self.texts.iter().zip(texts).map(|(name, text)| (Some(name), text.unwrap_or_default()));
            self.waiting = row.for_each_text(texts.collect()).into();
        }
    }

    fn finish(&mut self, origin: &mut Origin) {
        self.reader.get_mut().finish(origin);
    }
}

/// What is wrong, without the place that the line reader counts.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

/// A value as a cell: null is none, nested values are compact JSON.
fn cell(value: Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    if text.is_ascii() && !text.contains('\r') {
        return Some(text);
    }
    let mut out = String::with_capacity(text.len());
    normalize_into(&text, &mut out);
    Some(out)
}
