//! JSON files: speech recognition, comments on videos, and lists of objects as comment tables.

use std::mem;
use std::path::Path;

use serde_json::{Map, Value};

use super::memory::{self, Table};
use super::speech::{self, Segment};
use super::{Documents, ReadOptions, Reader, Source, decode, single, youtube};
use crate::error::{Error, Result};

/// JSON, whatever of the known shapes it has.
pub(super) struct Json;

/// Keys that tell in the first part of a file that there are texts in it.
const KEYS: [&str; 5] =
    ["\"segments\"", "\"comments\"", "\"topLevelComment\"", "\"transcription\"", "\"textOriginal\""];

/// Whether the first part of a file is that of speech recognition.
pub(super) fn is_speech(path: &Path) -> bool {
    let Some(head) = first_part(path) else { return false };
    head.contains("\"segments\"") || head.contains("\"offsets\"")
}

fn first_part(path: &Path) -> Option<String> {
    let mut file = std::fs::File::open(path).ok()?;
    let head = decode::read_head(&mut file).ok()?;
    Some(String::from_utf8_lossy(&head).into_owned())
}

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }
    fn about(&self) -> &'static str {
        "speech recognition (aTrain, Whisper, WhisperX), YouTube comments, lists of objects"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }
    fn claims(&self, path: &Path) -> bool {
        let Some(head) = first_part(path) else { return true };
        let download = path.to_string_lossy().ends_with(".info.json");
        let start = head.trim_start_matches('\u{feff}').trim_start();
        download || start.starts_with('[') || start.is_empty() || KEYS.iter().any(|key| head.contains(key))
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        if source.peeked.is_some() {
            return Ok(Vec::new());
        }
        let mut document = decode::whole(source, self.name(), options)?;
        let names = match shape(&source.shown(), &mem::take(&mut document.text))? {
            Shape::Speech(_) => Vec::new(),
            Shape::Comments(_) => youtube::FACTS.map(str::to_owned).to_vec(),
            Shape::Table(table) => table.fact_names(options),
        };
        Ok(names)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let mut document = decode::whole(source, self.name(), options)?;
        let text = mem::take(&mut document.text);
        document.shifts = crate::corpus::Shifts::default();
        let path = source.shown();
        let rows = match shape(&path, &text)? {
            Shape::Speech(segments) => {
                speech::read(&mut document, segments);
                return Ok(single(document));
            }
            Shape::Comments(rows) => rows,
            Shape::Table(table) => table.into_rows(&path, options, &mut document.notices)?,
        };
        Ok(memory::documents(rows, document, options))
    }
}

/// What a JSON file holds.
enum Shape {
    Speech(Vec<Segment>),
    Comments(Vec<super::portions::Row>),
    Table(Table),
}

fn shape(path: &str, text: &str) -> Result<Shape> {
    if text.trim().is_empty() {
        return Ok(Shape::Table(Table::default()));
    }
    let fault = |error: &serde_json::Error| Error::Line {
        path: path.to_owned(),
        line: error.line() as u64,
        what: format!("no valid JSON at column {}", error.column()),
        hint: "was the file cut off? export it again; one object a line is the format jsonl".to_owned(),
    };
    let unknown = |seen: &str| Error::Damaged {
        path: path.to_owned(),
        what: format!("no texts in this JSON ({seen})"),
        hint: "read are: `segments` of speech recognition, `comments` of yt-dlp, `items` of the YouTube \
               Data API, and a list of objects with a text each"
            .to_owned(),
    };
    let value: Value = serde_json::from_str(text).map_err(|error| fault(&error))?;
    match value {
        Value::Object(mut object) => {
            for key in ["segments", "transcription"] {
                if let Some(segments @ Value::Array(_)) = object.remove(key) {
                    return segments_of(segments, &unknown);
                }
            }
            if let Some(Value::Array(comments)) = object.get("comments") {
                return Ok(Shape::Comments(youtube::downloaded(comments)));
            }
            if let Some(Value::Array(items)) = object.get("items") {
                return Ok(Shape::Comments(youtube::answers(items)));
            }
            let keys: Vec<&str> = object.keys().take(8).map(String::as_str).collect();
            Err(unknown(&format!("its keys are {}", keys.join(", "))))
        }
        Value::Array(list) => {
            let has = |key: &str| list.first().is_some_and(|first| first.get(key).is_some());
            if has("text") && has("start") && has("end") {
                return segments_of(Value::Array(list), &unknown);
            }
            // Several answers of the API, or their items.
            if has("items") {
                let pages = list.iter().filter_map(|page| page.get("items").and_then(Value::as_array));
                return Ok(Shape::Comments(pages.flat_map(|items| youtube::answers(items)).collect()));
            }
            if has("snippet") {
                return Ok(Shape::Comments(youtube::answers(&list)));
            }
            table(list).map(Shape::Table).ok_or_else(|| unknown("a list of other things than objects"))
        }
        _ => Err(unknown("a single value")),
    }
}

fn segments_of(segments: Value, unknown: &dyn Fn(&str) -> Error) -> Result<Shape> {
    let segments: Result<Vec<Segment>, _> = serde_json::from_value(segments);
    segments.map(Shape::Speech).map_err(|error| unknown(&format!("a segment of another shape: {error}")))
}

/// A list of objects as a table; the line of a row is its place in the list.
fn table(list: Vec<Value>) -> Option<Table> {
    let mut table = Table::default();
    for (place, value) in list.into_iter().enumerate() {
        let Value::Object(object) = value else { return None };
        let mut cells = vec![String::new(); table.names.len()];
        fill(&mut table.names, &mut cells, object);
        table.rows.push((u32::try_from(place + 1).unwrap_or(u32::MAX), cells));
    }
    Some(table)
}

fn fill(names: &mut Vec<String>, cells: &mut Vec<String>, object: Map<String, Value>) {
    for (key, value) in object {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            other => other.to_string(),
        };
        let column = names.iter().position(|name| *name == key).unwrap_or_else(|| {
            names.push(key);
            cells.push(String::new());
            names.len() - 1
        });
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
}
