//! Codings by passage, read from CSV or JSON Lines, whether people or a lexicon made them.

use std::collections::BTreeMap;
use std::io::Cursor;

use crate::coding::record::{Inventory, Reader};
use crate::coding::{CodedDocument, CodedPassage, Scheme};
use crate::corpus::{Unit, quote};
use crate::error::{Error, Result, did_you_mean};

/// Passages that a reader of records gives at a time.
const PORTION: usize = 4096;

/// Where a passage stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// The document's name.
    pub document: String,
    /// The number of its turn in the document, from 1.
    pub passage: u32,
    /// Its place inside the turn, from 1; 0 where turns are not parted.
    pub part: u32,
}

/// What made the lexicon give a code: an entry and the words it found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Evidence {
    /// The entry as it was written.
    pub entry: String,
    /// The words as they are cited.
    pub words: String,
}

/// A passage with the codes that one coder gave it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Judged {
    /// What it says, as it is cited; empty where the file does not tell.
    pub text: String,
    /// Who speaks; empty where the file does not tell.
    pub speaker: String,
    /// Its codes, each with the hits that are the evidence; none where a person coded.
    pub codes: BTreeMap<String, Vec<Evidence>>,
}

/// The codings of one coder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sheet {
    /// The file's name as it was given.
    pub name: String,
    /// All passages, coded or not.
    pub passages: BTreeMap<Place, Judged>,
}

/// A column of a table of codings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Document,
    Passage,
    Part,
    Codes,
    Text,
    Speaker,
}

/// Names of columns in lower case; the first of each kind is the one in messages.
const COLUMNS: &[(&str, Column)] = &[
    ("document", Column::Document),
    ("doc", Column::Document),
    ("dokument", Column::Document),
    ("passage", Column::Passage),
    ("n", Column::Passage),
    ("turn", Column::Passage),
    ("sentence", Column::Part),
    ("paragraph", Column::Part),
    ("part", Column::Part),
    ("codes", Column::Codes),
    ("code", Column::Codes),
    ("text", Column::Text),
    ("speaker", Column::Speaker),
];

impl Sheet {
    /// The codings in `bytes`, the content of the file `name`: JSON Lines where the first sign is
    /// `{`, else a table with the columns `document`, `passage` and `codes`.
    ///
    /// # Errors
    /// A line that is no record, a missing column, a passage that stands twice with a text of its own.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let sheet = match bytes.trim_ascii_start().first() {
            Some(b'{') => Self::records(name, bytes)?,
            _ => Self::table(name, bytes)?,
        };
        if sheet.passages.is_empty() {
            return Err(Error::Line {
                path: name.to_owned(),
                line: 1,
                what: "no passages in this file".into(),
                hint: "it needs a line for each passage, also for those without codes".into(),
            });
        }
        Ok(sheet)
    }

    fn records(name: &str, bytes: &[u8]) -> Result<Self> {
        let mut inventory = Inventory::new(Scheme::default());
        inventory.take_in(Cursor::new(bytes), name)?;
        let mut sheet = Self { name: name.to_owned(), ..Self::default() };
        for portion in Reader::new(Cursor::new(bytes), name, &inventory, 0, PORTION) {
            let portion = portion?;
            sheet.take_in(&portion.codings.on(&portion.document), inventory.scheme(), portion.unit);
        }
        Ok(sheet)
    }

    /// Takes in the passages of a coded document.
    pub fn take_in(&mut self, coded: &CodedDocument<'_>, scheme: &Scheme, unit: Unit) {
        for passage in &coded.passages {
            let part = match unit {
                Unit::Sentence | Unit::Paragraph => passage.passage.part,
                Unit::Turn | Unit::Document => 0,
            };
            let document = coded.document.name.clone();
            let place = Place { document, passage: passage.passage.number, part };
            let judged = judged(coded, passage, scheme, unit);
            self.passages.entry(place).or_default().join(judged);
        }
    }

    fn table(name: &str, bytes: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).map_err(|error| Error::Decode {
            path: name.to_owned(),
            encoding: "UTF-8".into(),
            byte: error.valid_up_to() as u64,
            line: bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() as u64 + 1,
            hint: "save the file as UTF-8".into(),
        })?;
        let head = text.lines().next().unwrap_or_default();
        let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
        let delimiter = [b';', b'\t', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let wrong = |line: u64, what: String, hint: &str| Error::Line {
            path: name.to_owned(),
            line,
            what,
            hint: hint.to_owned(),
        };
        let headers = reader.headers().map_err(|error| wrong(1, error.to_string(), ""))?.clone();
        let columns = columns(name, &headers)?;
        let mut sheet = Self { name: name.to_owned(), ..Self::default() };
        for record in reader.records() {
            let record = record.map_err(|error| {
                wrong(error.position().map_or(0, csv::Position::line), error.to_string(), "")
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let (mut place, mut judged) = (Place::default(), Judged::default());
            for (cell, column) in record.iter().zip(&columns) {
                let number = |cell: &str| {
                    let hint = "passages are counted from 1";
                    cell.trim()
                        .parse::<u32>()
                        .ok()
                        .filter(|number| *number > 0)
                        .ok_or_else(|| wrong(line, format!("`{cell}` is no number of a passage"), hint))
                };
                match column {
                    Some(Column::Document) => place.document = cell.trim().to_owned(),
                    Some(Column::Passage) => place.passage = number(cell)?,
                    Some(Column::Part) => place.part = number(cell)?,
                    Some(Column::Text) => judged.text = quote(cell),
                    Some(Column::Speaker) => judged.speaker = cell.trim().to_owned(),
                    Some(Column::Codes) => {
                        let codes =
                            cell.split([' ', '\t', '\n', ';', ',', '|']).filter(|code| !code.is_empty());
                        judged.codes.extend(codes.map(|code| (code.to_owned(), Vec::new())));
                    }
                    None => {}
                }
            }
            if place.passage == 0 {
                let hint = "are there as many cells as in the first line?";
                return Err(wrong(line, "a row without the number of its passage".into(), hint));
            }
            sheet.passages.entry(place).or_default().join(judged);
        }
        Ok(sheet)
    }

    /// Whether turns are parted into sentences or paragraphs.
    #[must_use]
    pub fn is_parted(&self) -> bool {
        self.passages.keys().any(|place| place.part > 0)
    }

    /// The sheet with the parts of each turn put together: a turn has the codes of all its parts.
    #[must_use]
    pub fn whole_turns(self) -> Self {
        let mut whole = Self { name: self.name, ..Self::default() };
        for (place, judged) in self.passages {
            whole.passages.entry(Place { part: 0, ..place }).or_default().join(judged);
        }
        whole
    }
}

impl Judged {
    /// Adds what another row says of the same passage.
    fn join(&mut self, other: Self) {
        if self.text != other.text {
            if !self.text.is_empty() && !other.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&other.text);
        }
        if self.speaker.is_empty() {
            self.speaker = other.speaker;
        }
        for (code, evidence) in other.codes {
            self.codes.entry(code).or_default().extend(evidence);
        }
    }
}

fn judged(coded: &CodedDocument<'_>, passage: &CodedPassage, scheme: &Scheme, unit: Unit) -> Judged {
    let view = coded.view(passage, unit);
    let mut judged = Judged { text: view.quote(), ..Judged::default() };
    judged.speaker = view.speaker().map(|speaker| speaker.name.clone()).unwrap_or_default();
    for coding in coded.codings(passage) {
        let Some(code) = scheme.codes.get(usize::from(coding.code)) else { continue };
        let evidence = coded.hits(coding).iter().map(|hit| Evidence {
            entry: scheme.entries.get(hit.entry as usize).map(|entry| entry.text.clone()).unwrap_or_default(),
            words: coded.cite(hit),
        });
        judged.codes.entry(code.path.clone()).or_default().extend(evidence);
    }
    judged
}

/// What each column holds.
fn columns(name: &str, headers: &csv::StringRecord) -> Result<Vec<Option<Column>>> {
    let kind = |header: &str| {
        let header = header.trim().to_lowercase();
        COLUMNS.iter().find(|(known, _)| *known == header).map(|(_, column)| *column)
    };
    let columns: Vec<Option<Column>> = headers.iter().map(kind).collect();
    for (needed, column) in
        [("document", Column::Document), ("passage", Column::Passage), ("codes", Column::Codes)]
    {
        if !columns.contains(&Some(column)) {
            let near = did_you_mean(needed, headers.iter());
            return Err(Error::Column {
                path: name.to_owned(),
                what: format!("no column `{needed}`"),
                columns: headers.iter().collect::<Vec<_>>().join(", "),
                hint: near.map_or_else(
                    || "codings are a table with the columns document, passage, codes, or JSON Lines".into(),
                    |near| format!("is it `{near}`? call it `{needed}`"),
                ),
            });
        }
    }
    Ok(columns)
}
