//! Facts from a table beside the corpus: variables of documents and of speakers.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::rows::Shape;
use super::{ReadOptions, Source, decode};
use crate::corpus::{Document, Facts};
use crate::error::{Error, Result, did_you_mean};

/// Names of the column that says to which document a row belongs; case is ignored.
const DOCUMENT: &[&str] = &["document", "dokument", "datei", "file", "doc"];
/// Names of the column that says to which speaker.
const SPEAKER: &[&str] = &["speaker", "sprecher", "sprecherin", "person"];

/// A table of facts: a row for a document (`document`), for a speaker wherever they speak
/// (`speaker`), or for a speaker of one document (both).
#[derive(Debug, Default)]
pub struct FactsTable {
    names: Vec<String>,
    rows: Vec<FactsRow>,
}

#[derive(Debug)]
struct FactsRow {
    document: String,
    speaker: String,
    facts: Facts,
    used: AtomicBool,
}

impl FactsTable {
    /// Reads a table (comma, semicolon or tab separated).
    ///
    /// # Errors
    /// The file cannot be read, has no column `document` or `speaker`, or rows of different length.
    pub fn read(path: &Path) -> Result<Self> {
        let options = ReadOptions { unhashed: true, ..ReadOptions::default() };
        let source = Source {
            number: 0,
            path: path.to_path_buf(),
            name: String::new(),
            reader: &super::transcript::Text,
            bytes: std::fs::metadata(path).map_err(|error| Error::read(path, error))?.len(),
            peeked: None,
            part: None,
            people: None,
        };
        let text = decode::whole(&source, "csv", &options)?.text;
        Self::parse(&path.display().to_string(), &text)
    }

    fn parse(path: &str, text: &str) -> Result<Self> {
        let shape = Shape::of(text, b',');
        let column =
            |known: &[&str]| shape.names.iter().position(|name| known.contains(&&*name.to_lowercase()));
        let (document, speaker) = (column(DOCUMENT), column(SPEAKER));
        if document.is_none() && speaker.is_none() {
            let near = shape.names.iter().find(|name| did_you_mean(name, ["document", "speaker"]).is_some());
            return Err(Error::Column {
                path: path.to_owned(),
                what: "a table of facts needs a column document or speaker".to_owned(),
                columns: shape.names.join(", "),
                hint: near.map_or_else(
                    || "name the column with the documents' names `document`".to_owned(),
                    |near| format!("is {near} meant to be one of them?"),
                ),
            });
        }
        let is_fact = |column: &usize| Some(*column) != document && Some(*column) != speaker;
        let facts: Vec<usize> = (0..shape.names.len()).filter(is_fact).collect();
        let mut rows = Vec::new();
        for (line, record) in shape.all(path, text)? {
            if record.len() != shape.names.len() {
                return Err(Error::Line {
                    path: path.to_owned(),
                    line,
                    what: format!("{} fields where the head has {}", record.len(), shape.names.len()),
                    hint: "values with the delimiter in them must stand in quotes".to_owned(),
                });
            }
            let cell = |column: Option<usize>| {
                column
                    .and_then(|column| record.get(column))
                    .map(|cell| cell.trim().to_owned())
                    .unwrap_or_default()
            };
            let mut row = FactsRow {
                document: cell(document),
                speaker: cell(speaker),
                facts: Facts::new(),
                used: AtomicBool::new(false),
            };
            for column in &facts {
                let value = cell(Some(*column));
                if let (Some(name), false) = (shape.names.get(*column), value.is_empty()) {
                    row.facts.set(name.as_str(), value);
                }
            }
            rows.push(row);
        }
        let names = facts.iter().filter_map(|column| shape.names.get(*column).cloned()).collect();
        Ok(Self { names, rows })
    }

    /// The names of the facts, in the order of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Gives a document and its speakers their facts; a later row goes over an earlier one.
    pub fn apply(&self, document: &mut Document) {
        for row in &self.rows {
            if !row.document.is_empty() && !is_of(&row.document, document) {
                continue;
            }
            let facts = match row.speaker.as_str() {
                "" if row.document.is_empty() => continue,
                "" => &mut document.facts,
                name => match document.speakers.iter_mut().find(|speaker| speaker.name == name) {
                    Some(speaker) => &mut speaker.facts,
                    None => continue,
                },
            };
            row.used.store(true, Ordering::Relaxed);
            for (name, value) in row.facts.iter() {
                facts.set(name, value);
            }
        }
    }

    /// Rows that fitted nothing so far, as `document`, `speaker` or `document / speaker`: names that
    /// may be misspelt.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let unused = self.rows.iter().filter(|row| !row.used.load(Ordering::Relaxed));
        let shown = unused.map(|row| match (row.document.as_str(), row.speaker.as_str()) {
            (document, "") => document.to_owned(),
            ("", speaker) => speaker.to_owned(),
            (document, speaker) => format!("{document} / {speaker}"),
        });
        shown.filter(|name| !name.is_empty()).collect()
    }
}

/// Whether a name in a table means the document: its name, its file's name, or its path.
fn is_of(name: &str, document: &Document) -> bool {
    let path = Path::new(&document.origin.path);
    let is = |part: Option<&std::ffi::OsStr>| part.is_some_and(|part| part.to_string_lossy() == name);
    name == document.name || name == document.origin.path || is(path.file_name()) || is(path.file_stem())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Origin, Speaker};

    #[test]
    fn rows_reach_documents_and_speakers_and_unused_ones_are_named() {
        let table = "document;speaker;ort;group\nw1;;Zellwitz;\nw1.txt;B1;;engagierte\n;Moderatorin;;moderation\nw9;;x;y\n";
        let table = FactsTable::parse("facts.csv", table).expect("a table");
        let speaker = |name: &str| Speaker { name: name.to_owned(), ..Speaker::default() };
        let mut document = Document {
            name: "w1".to_owned(),
            origin: Origin { path: "texts/w1.txt".to_owned(), ..Origin::default() },
            speakers: vec![speaker("Moderatorin"), speaker("B1")],
            ..Document::default()
        };
        table.apply(&mut document);
        assert_eq!(table.names(), ["ort", "group"]);
        assert_eq!(document.facts.get("ort"), Some("Zellwitz"));
        assert_eq!(document.facts.get("group"), None);
        let groups: Vec<_> = document.speakers.iter().map(|speaker| speaker.facts.get("group")).collect();
        assert_eq!(groups, [Some("moderation"), Some("engagierte")]);
        assert_eq!(table.unused(), ["w9"]);
    }

    #[test]
    fn a_table_without_names_is_refused() {
        let error = FactsTable::parse("facts.csv", "dokumnt,ort\na,b\n").expect_err("no column");
        assert!(error.to_string().contains("the columns are: dokumnt, ort"), "{error}");
    }
}
