//! Bytes to documents: decoding, speaker labels, time stamps, and one file a format.
//!
//! [`sources`] finds the files, [`open`] reads one of them as [`Documents`]. Files of running text
//! (`txt`, `md`, `vtt`, `srt`) are one document each; row files (`csv`, `tsv`, `jsonl`) stream in
//! portions, so that memory does not grow with the number of rows. Workbooks, JSON and XML are read in one piece.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::corpus::Document;
use crate::error::{Error, Result, did_you_mean};

mod census;
mod columns;
mod cues;
mod decode;
mod docx;
pub mod facts;
pub mod filter;
mod find;
mod flow;
mod head;
mod html;
mod json;
mod jsonl;
mod label;
mod lists;
mod markup;
mod memory;
mod normal;
mod odt;
mod office;
mod paragraphs;
pub mod people;
mod plain;
mod portions;
mod project;
mod prose;
mod qdpx;
mod rows;
mod rtf;
mod rtf_names;
mod siblings;
mod signature;
mod speech;
mod stamp;
mod stream;
mod subtitles;
mod transcript;
mod wordpress;
mod workbook;
mod youtube;
mod zip;

pub use facts::FactsTable;
pub use filter::SpeakerFilter;
pub use find::{Skipped, sources};
pub use people::People;

/// How the input is read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The name of the reader to use, whatever the files are called; needed for standard input.
    pub format: Option<String>,
    /// The encoding's label (`windows-1252`, `utf-16le` …); found out without it.
    pub encoding: Option<String>,
    /// The column of a row file that holds the text; several are parted by commas.
    pub text_column: Option<String>,
    /// The column of a row file that says who speaks or writes.
    pub speaker_column: Option<String>,
    /// The column of a row file with the row's id.
    pub id_column: Option<String>,
    /// The sheet of a workbook: its name, or its number from 1.
    pub sheet: Option<String>,
    /// Speaker labels that are known to be ones, whatever they look like.
    pub speakers: Vec<String>,
    /// Labels that are known to be none.
    pub not_speakers: Vec<String>,
    /// Names, aliases and facts of speakers, instead of those in files named [`people::FILE_NAME`].
    pub people: Option<Arc<People>>,
    /// Rows in a portion of a row file; `usize::MAX` keeps every file in one piece.
    pub portion_rows: usize,
    /// Rows before and after a portion that are kept with it as context.
    pub context: usize,
    /// Leaves the SHA-256 of the sources out, where nobody asks for it.
    pub unhashed: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            encoding: None,
            text_column: None,
            speaker_column: None,
            id_column: None,
            sheet: None,
            speakers: Vec::new(),
            not_speakers: Vec::new(),
            people: None,
            portion_rows: 8192,
            context: 0,
            unhashed: false,
        }
    }
}

/// A file (or standard input) that will be read.
#[derive(Clone)]
pub struct Source {
    /// The place in the corpus, from 0.
    pub number: u32,
    /// The path as it was given or found; `-` for standard input.
    pub path: PathBuf,
    /// The document's name, unique in the run.
    pub name: String,
    /// The reader for it.
    pub reader: &'static dyn Reader,
    /// Its size in bytes; 0 for standard input.
    pub bytes: u64,
    /// The first bytes of standard input, read when it was found.
    pub(crate) peeked: Option<Arc<[u8]>>,
    /// Which document of the file it is, where a file holds several.
    pub(crate) part: Option<Part>,
    /// What a file in its folder, or in one above that is read, tells of the speakers.
    pub people: Option<Arc<People>>,
}

impl Source {
    /// The source of one path, without looking for others of its name.
    ///
    /// # Errors
    /// No reader for this kind of file, an unknown format, or the file cannot be read.
    pub fn of(path: &str, options: &ReadOptions) -> Result<Self> {
        let (mut found, _) = sources(std::slice::from_ref(&path.to_owned()), options)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            many => Err(Error::Argument {
                what: format!("{path}: {many} files where one is needed"),
                hint: String::new(),
            }),
        }
    }

    /// The path as text.
    pub(crate) fn shown(&self) -> String {
        self.path.display().to_string()
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("number", &self.number)
            .field("path", &self.path)
            .field("name", &self.name)
            .field("reader", &self.reader.name())
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// A document in a file that holds several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What the file calls it by.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
}

/// What a reader yields: one document, or the portions of one.
pub type Documents = Box<dyn Iterator<Item = Result<Document>> + Send>;

/// A document that comes in one piece.
fn single(document: Document) -> Documents {
    Box::new(std::iter::once(Ok(document)))
}

/// A format that can be read.
pub trait Reader: Sync {
    /// Its name, as in `--input-format`.
    fn name(&self) -> &'static str;
    /// What it reads, in half a sentence.
    fn about(&self) -> &'static str;
    /// File name extensions that are read with it, in lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// Names of facts that can be seen in the first part of a file: columns, keys, front matter.
    fn fact_names(&self, _head: &str, _options: &ReadOptions) -> Vec<String> {
        Vec::new()
    }
    /// Names of facts of a source. Formats that do not show them in their first part look further.
    ///
    /// # Errors
    /// The source cannot be read or is no text.
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        let head = decode::head_of(source, options)?;
        Ok(self.fact_names(&head, options))
    }
    /// Whether a file found in a folder is one of this format: its ending may be that of others.
    fn claims(&self, _path: &Path) -> bool {
        true
    }
    /// The documents in a file, for formats that hold several.
    ///
    /// # Errors
    /// The file cannot be read or is not of this format.
    fn parts(&self, _path: &Path) -> Result<Vec<Part>> {
        Ok(Vec::new())
    }
    /// Whether a file comes in portions, one after another, instead of in one piece.
    fn in_portions(&self) -> bool {
        false
    }
    /// Reads a source.
    ///
    /// # Errors
    /// The source cannot be read, is no text, or not of this format. Row files report faults of
    /// later rows through the iterator.
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents>;
}

/// All readers, in the order of help texts.
pub const READERS: &[&dyn Reader] = &[
    &transcript::Text,
    &transcript::Markdown,
    &docx::Docx,
    &odt::Odt,
    &rtf::Rtf,
    &html::Html,
    &subtitles::WebVtt,
    &subtitles::SubRip,
    &rows::Rows {
        name: "csv",
        about: "comment tables, one row a comment",
        extensions: &["csv"],
        delimiter: b',',
    },
    &rows::Rows {
        name: "tsv",
        about: "comment tables with tabs between the columns",
        extensions: &["tsv", "tab"],
        delimiter: b'\t',
    },
    &jsonl::JsonLines,
    &json::Json,
    &workbook::Workbook,
    &wordpress::WordPress,
    &qdpx::Qdpx,
];

/// The reader of a name.
///
/// # Errors
/// There is none of that name.
pub fn reader(name: &str) -> Result<&'static dyn Reader> {
    let wanted = name.trim_start_matches('.').to_lowercase();
    let found =
        READERS.iter().find(|reader| reader.name() == wanted || reader.extensions().contains(&&*wanted));
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        let near = did_you_mean(&wanted, names.iter().copied()).map(|near| format!("did you mean {near}? "));
        Error::Argument {
            what: format!("no input format {name}"),
            hint: format!("{}there are: {}", near.unwrap_or_default(), names.join(", ")),
        }
    })
}

/// Reads a source: one document, or the portions of a row file.
///
/// # Errors
/// The source cannot be read, is no text, or not of its format; see [`Reader::read`].
pub fn open(source: &Source, options: &ReadOptions) -> Result<Documents> {
    let Some(people) = options.people.as_ref().or(source.people.as_ref()) else {
        return source.reader.read(source, options);
    };
    let documents = source.reader.read(source, &people.options(&source.name, options))?;
    let people = Arc::clone(people);
    Ok(Box::new(documents.map(move |document| {
        document.map(|mut document| {
            people.apply(&mut document);
            document
        })
    })))
}

/// Reads a source in one piece, whatever its format.
///
/// # Errors
/// As [`open`].
pub fn read_whole(source: &Source, options: &ReadOptions) -> Result<Document> {
    let options = ReadOptions { portion_rows: usize::MAX, ..options.clone() };
    let mut documents = open(source, &options)?;
    documents.next().unwrap_or_else(|| Ok(Document::default()))
}

/// Names of the facts that a source (as a rule, its first 64 KiB) shows, in their order.
///
/// # Errors
/// The source cannot be read or is no text.
pub fn fact_names(source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
    let mut names = source.reader.facts_of(source, options)?;
    for name in
        options.people.as_ref().or(source.people.as_ref()).iter().flat_map(|people| people.fact_names())
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
