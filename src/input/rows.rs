//! Comma, semicolon or tab separated values: one row a comment, read in portions.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{Columns, choose};
use super::memory::QUESTION;
use super::normal::normalize_into;
use super::portions::{Portions, Row, RowSource};
use super::stream::{Opened, Utf8Stream, unwrap};
use super::{Documents, ReadOptions, Reader, Source};
use crate::corpus::{Document, Facts, Origin, Time};
use crate::error::{Error, Result};

/// Delimiters that are looked for.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Rows of the head that are looked at.
const SAMPLE: usize = 200;

/// A reader of separated values; `delimiter` is the one to expect where nothing speaks for another.
pub(super) struct Rows {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) extensions: &'static [&'static str],
    pub(super) delimiter: u8,
}

impl Reader for Rows {
    fn name(&self) -> &'static str {
        self.name
    }
    fn about(&self) -> &'static str {
        self.about
    }
    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }
    fn in_portions(&self) -> bool {
        true
    }

    fn fact_names(&self, head: &str, options: &ReadOptions) -> Vec<String> {
        let shape = Shape::of(head, self.delimiter);
        let Ok(columns) = choose("", &shape.names, &shape.rows, options) else { return Vec::new() };
        let part = |column: &usize| !columns.is_part(*column);
        let names = (0..shape.names.len()).filter(part).filter_map(|column| shape.names.get(column).cloned());
        names.chain((columns.texts.len() > 1).then(|| QUESTION.to_owned())).collect()
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let Opened { stream, head, found } = Utf8Stream::open(source, options)?;
        let path = source.shown();
        let shape = Shape::of(&head, self.delimiter);
        let empty = shape.names.is_empty();
        let columns =
            if empty { Columns::default() } else { choose(&path, &shape.names, &shape.rows, options)? };
        let mut notices = found.notices;
        notices.extend(columns.notice.clone());
        if empty {
            notices.push("the file is empty".to_owned());
        }
        let frame = Document {
            number: source.number,
            name: source.name.clone(),
            origin: Origin {
                path: path.clone(),
                format: self.name.to_owned(),
                encoding: found.encoding.name().to_owned(),
                guessed: found.guessed,
                ..Origin::default()
            },
            notices,
            ..Document::default()
        };
        let reader = builder(shape.delimiter).from_reader(stream);
        let names = shape.names.iter().map(|name| Arc::from(name.as_str())).collect();
        let rows = CsvRows {
            path,
            reader,
            record: ByteRecord::new(),
            names,
            columns,
            skip: shape.lines_above,
            waiting: VecDeque::new(),
        };
        Ok(Box::new(Portions::new(rows, frame, options)))
    }
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).buffer_capacity(256 * 1024);
    builder
}

/// What the head of a file shows.
pub(super) struct Shape {
    pub(super) delimiter: u8,
    /// The column names, made different where two are the same.
    pub(super) names: Vec<String>,
    /// The first rows.
    pub(super) rows: Vec<Vec<String>>,
    /// Records up to and with that of the names.
    lines_above: usize,
}

impl Shape {
    /// Finds delimiter, names and first rows. The delimiter is the one that cuts the most rows into as
    /// many fields as the first.
    pub(super) fn of(head: &str, expected: u8) -> Self {
        // Excel's own line says which it is.
        let told = head.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        if let Some(delimiter) = told.filter(|byte| DELIMITERS.contains(byte)) {
            let body = head.split_once('\n').map_or("", |(_, body)| body);
            return Self::with(sample(body, delimiter), delimiter, 2);
        }
        let mut best = (0, 0, false);
        let mut shape = None;
        for delimiter in DELIMITERS {
            let records = sample(head, delimiter);
            let width = records.first().map_or(0, Vec::len);
            if width < 2 {
                continue;
            }
            let fitting = records.iter().filter(|record| record.len() == width).count();
            let score = (fitting * 10 / records.len().max(1), width, delimiter == expected);
            if score > best {
                best = score;
                shape = Some(Self::with(records, delimiter, 1));
            }
        }
        shape.unwrap_or_else(|| Self::with(sample(head, expected), expected, 1))
    }

    /// All rows of a small table, with their lines.
    pub(super) fn all(&self, path: &str, text: &str) -> Result<Vec<(u64, Vec<String>)>> {
        let mut reader = builder(self.delimiter).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.byte_records().skip(self.lines_above) {
            let record = record.map_err(|error| Error::Line {
                path: path.to_owned(),
                line: error.position().map_or(0, csv::Position::line),
                what: error.to_string(),
                hint: String::new(),
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((
                line,
                record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect(),
            ));
        }
        Ok(rows)
    }

    fn with(mut records: Vec<Vec<String>>, delimiter: u8, lines_above: usize) -> Self {
        let mut names: Vec<String> = Vec::new();
        if !records.is_empty() {
            for name in records.remove(0) {
                let name = name.trim();
                let mut unique =
                    if name.is_empty() { format!("column {}", names.len() + 1) } else { name.to_owned() };
                let mut nth = 2;
                while names.contains(&unique) {
                    unique = format!("{name} ({nth})");
                    nth += 1;
                }
                names.push(unique);
            }
        }
        Self { delimiter, names, rows: records, lines_above }
    }
}

/// The first records of a head; the last one may be cut and is left out where there are others.
fn sample(head: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = builder(delimiter).from_reader(head.as_bytes());
    let mut record = ByteRecord::new();
    let mut records: Vec<Vec<String>> = Vec::new();
    while records.len() < SAMPLE && reader.read_byte_record(&mut record).unwrap_or(false) {
        records.push(record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect());
    }
    let cut = records.len() > 2 && records.len() < SAMPLE && !head.ends_with('\n');
    if cut {
        records.pop();
    }
    records
}

/// The rows of a file.
struct CsvRows<R> {
    path: String,
    reader: csv::Reader<R>,
    record: ByteRecord,
    names: Vec<Arc<str>>,
    columns: Columns,
    /// Records above the first row.
    skip: usize,
    /// Texts of the last row that have not been given yet, where there are several.
    waiting: VecDeque<Row>,
}

impl<R: Read> CsvRows<R> {
    fn read(&mut self) -> Result<bool> {
        let path = &self.path;
        self.reader.read_byte_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => unwrap(path, error),
            other => {
                Error::Line { path: path.clone(), line: 0, what: format!("{other:?}"), hint: String::new() }
            }
        })
    }

    fn field(&self, column: usize) -> &str {
        // The stream yields UTF-8 only, and a field is cut at ASCII bytes.
        std::str::from_utf8(self.record.get(column).unwrap_or_default()).unwrap_or_default()
    }

    fn cell(&self, column: usize) -> String {
        let field = self.field(column);
        let mut cell = String::with_capacity(field.len());
        normalize_into(field, &mut cell);
        cell
    }

    fn filled(&self, column: Option<usize>) -> Option<String> {
        let cell = self.cell(column?);
        let name = cell.trim();
        (!name.is_empty()).then(|| if name.len() == cell.len() { cell.clone() } else { name.to_owned() })
    }
}

impl CsvRows<Utf8Stream> {
    /// The next row without its texts; they are still in the record.
    fn row(&mut self) -> Result<Option<Row>> {
        while self.skip > 0 {
            self.skip -= 1;
            if !self.read()? {
                return Ok(None);
            }
        }
        if !self.read()? {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        if self.record.len() != self.names.len() {
            return Err(Error::Line {
                path: self.path.clone(),
                line,
                what: format!("{} fields where the head has {}", self.record.len(), self.names.len()),
                hint:
                    "texts with the delimiter, quotes or line ends in them must stand in quotes; is a quote \
                       not closed above?"
                        .to_owned(),
            });
        }
        let columns = &self.columns;
        let mut facts = Facts::with_capacity(self.names.len());
        for (column, name) in self.names.iter().enumerate() {
            if !columns.is_part(column) {
                facts.push(name.clone(), self.cell(column));
            }
        }
        let time = columns.times.and_then(|(start, end)| {
            Some(Time { start: self.field(start).parse().ok()?, end: self.field(end).parse().ok() })
        });
        Ok(Some(Row {
            speaker: self.filled(columns.speaker),
            id: self.filled(columns.id),
            facts,
            time,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            ..Row::default()
        }))
    }
}

impl RowSource for CsvRows<Utf8Stream> {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Ok(Some(row));
            }
            let Some(row) = self.row()? else { return Ok(None) };
            if let [only] = self.columns.texts.as_slice() {
                return Ok(Some(Row { text: self.cell(*only), ..row }));
            }
            let texts = self.columns.texts.iter().map(|column| (self.names.get(*column), self.cell(*column)));
            self.waiting = row.for_each_text(texts.collect()).into();
        }
    }

    fn finish(&mut self, origin: &mut Origin) {
        self.reader.get_mut().finish(origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, delimiter: u8, names: &[&str]) {
        let shape = Shape::of(head, b',');
        assert_eq!(
            (shape.delimiter, shape.names),
            (delimiter, names.iter().map(|&name| name.to_owned()).collect()),
            "{head:?}"
        );
    }

    #[test]
    fn the_delimiter_is_found_and_names_are_made_different() {
        check("a,b\n1,2\n", b',', &["a", "b"]);
        check("a;b\n\"x, y; z\";2,5\n", b';', &["a", "b"]);
        check("a\tb\n1,2\t2\n", b'\t', &["a", "b"]);
        check("a|b|c\n1|2|3\n", b'|', &["a", "b", "c"]);
        check("sep=;\na;b\n1;2\n", b';', &["a", "b"]);
        check("text\nGut, so\n", b',', &["text"]);
        check("a,a,,b\n1,2,3,4\n", b',', &["a", "a (2)", "column 3", "b"]);
        check("", b',', &[]);
    }
}
