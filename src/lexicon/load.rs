//! Loads lexicons by name: shipped ids and paths, with what they extend, joined into one.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::code_path::slug;
use super::draft::Placed;
use super::join::{Joiner, Stand};
use super::shipped::{SHIPPED, shipped};
use super::{Lexicon, LexiconFile, csv, parse, place_fault, rule_check};
use crate::error::{Error, Fault, Result, did_you_mean};
use crate::text::Span;

impl Lexicon {
    /// Loads and joins lexicons in the order of `names`: each is the id of a shipped one or the
    /// path of a `.toml`, `.csv` or `.tsv` file. No names: all shipped ones.
    ///
    /// # Errors
    /// A file that cannot be read, a name that is neither, or all faults of all files at once.
    pub fn load(names: &[String]) -> Result<Self> {
        load_with(names, &|path| fs::read(path))
    }

    /// A lexicon from the text of one TOML file; `extends` may name shipped ones only.
    ///
    /// # Errors
    /// All faults at once.
    pub fn from_toml(name: &str, text: &str) -> Result<Self> {
        let path = Path::new(name);
        let name = if path.extension().is_some() { name.to_owned() } else { format!("{name}.toml") };
        load_with(&[format!("./{name}")], &|asked| {
            if asked == Path::new(&name) {
                return Ok(text.as_bytes().to_vec());
            }
            Err(io::ErrorKind::NotFound.into())
        })
    }
}

/// Where a lexicon comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Source {
    Shipped(&'static str, &'static str),
    File(PathBuf),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Shipped(id, _) => format!("shipped:{id}"),
            Self::File(path) => path.display().to_string(),
        }
    }
}

pub(super) type Read<'r> = &'r dyn Fn(&Path) -> io::Result<Vec<u8>>;

struct Loader<'r> {
    read: Read<'r>,
    joiner: Joiner,
    /// What has been begun, and whether it is joined by now; an open one that is asked for again
    /// extends itself.
    begun: Vec<Begun>,
}

struct Begun {
    source: Source,
    done: bool,
    broken: bool,
}

pub(super) fn load_with(names: &[String], read: Read<'_>) -> Result<Lexicon> {
    let mut loader = Loader { read, joiner: Joiner::default(), begun: Vec::new() };
    let all: Vec<String> = SHIPPED.iter().map(|(id, _)| (*id).to_owned()).collect();
    let mut heads: Vec<[String; 3]> = Vec::new();
    for name in if names.is_empty() { &all } else { names } {
        let source = loader.source(name)?;
        let bytes = loader.bytes(&source).map_err(|error| not_read(name, &source, error))?;
        heads.extend(loader.add(source, &bytes));
    }
    let Joiner { mut lexicon, mut faults, .. } = loader.joiner;
    if faults.is_empty() {
        faults = rule_check::unknown_codes(&lexicon);
    }
    if faults.is_empty() {
        let [id, title, version] = [("+", 0), (" + ", 1), ("+", 2)].map(|(between, at)| {
            let parts = heads.iter().map(|head| head[at].as_str()).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(between)
        });
        (lexicon.id, lexicon.title, lexicon.version) = (id, title, version);
        return Ok(lexicon);
    }
    let order = |fault: &Fault| lexicon.files.iter().position(|file| file.name == fault.file);
    faults.sort_by_key(|fault| (order(fault), fault.line, fault.column));
    faults.dedup();
    Err(Error::Lexicon(faults))
}

impl Loader<'_> {
    /// What a name on the command line stands for.
    fn source(&self, name: &str) -> Result<Source> {
        if let Some(text) = SHIPPED.iter().find(|(id, _)| *id == name) {
            return Ok(Source::Shipped(text.0, text.1));
        }
        let path = tidy(Path::new(name));
        match extension(&path).as_str() {
            "toml" | "csv" | "tsv" => Ok(Source::File(path)),
            _ if (self.read)(&path).is_ok() => Err(Error::UnknownFormat {
                path: name.into(),
                kind: extension(&path),
                hint: "a lexicon is a .toml file, or a .csv or .tsv table".into(),
            }),
            _ => {
                Err(Error::Argument { what: format!("there is no lexicon `{name}`"), hint: known_ids(name) })
            }
        }
    }

    fn bytes(&self, source: &Source) -> io::Result<Vec<u8>> {
        match source {
            Source::Shipped(_, text) => Ok(text.as_bytes().to_vec()),
            Source::File(path) => (self.read)(path),
        }
    }

    /// Adds a lexicon and what it extends; gives its id, title and version, `None` where it is
    /// there already.
    fn add(&mut self, source: Source, bytes: &[u8]) -> Option<[String; 3]> {
        if self.begun.iter().any(|begun| begun.source == source) {
            return None;
        }
        let at = self.begun.len();
        self.begun.push(Begun { source: source.clone(), done: false, broken: false });
        let faults_before = self.joiner.faults.len();
        let number = u16::try_from(self.joiner.lexicon.files.len()).unwrap_or(u16::MAX);
        let name = source.name();
        let is_table = matches!(&source, Source::File(path) if extension(path) != "toml");
        let text = self.text(&name, bytes, is_table);
        let file = LexiconFile { name: name.clone(), text, sha256: sha256(bytes) };
        self.joiner.lexicon.files.push(Arc::new(file));
        let file = Arc::clone(self.joiner.lexicon.files.last()?);
        if self.joiner.faults.len() > faults_before {
            // A file that is no text has no other faults worth telling.
            self.begun[at] = Begun { source, done: true, broken: true };
            return None;
        }
        let reader = if is_table { csv::parse } else { parse::parse };
        let mut draft = reader(number, &name, &file.text, &mut self.joiner.faults);
        if let (true, Source::File(path)) = (is_table, &source) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            (draft.id, draft.title) = (slug(&stem).replace('/', "-"), stem.into_owned());
        }
        let mut stand = Stand { extending: !draft.extends.is_empty(), base_broken: false };
        for base in std::mem::take(&mut draft.extends) {
            stand.base_broken |= !self.base(&source, &base);
        }
        let head = [draft.id.clone(), draft.title.clone(), draft.version.clone()];
        self.joiner.join(draft, stand);
        let broken = self.joiner.faults.len() > faults_before;
        self.begun[at] = Begun { source, done: true, broken };
        Some(head)
    }

    /// Adds what `of` builds on; whether it is there without faults.
    fn base(&mut self, of: &Source, base: &Placed) -> bool {
        let source = match (shipped_source(&base.text), of) {
            (Some(source), _) => source,
            (None, Source::File(path)) if !extension(Path::new(&base.text)).is_empty() => {
                Source::File(tidy(&path.parent().unwrap_or(Path::new("")).join(&base.text)))
            }
            _ => {
                let message = format!("there is no lexicon `{}`", base.text);
                return self.refuse(base, message, known_ids(&base.text));
            }
        };
        if let Some(at) = self.begun.iter().position(|begun| begun.source == source) {
            if self.begun[at].done {
                return !self.begun[at].broken;
            }
            let mut chain: Vec<String> = self
                .begun
                .iter()
                .skip(at)
                .filter(|begun| !begun.done)
                .map(|begun| begun.source.name())
                .collect();
            chain.push(source.name());
            let message = format!("a lexicon that extends itself: {}", chain.join(" → "));
            return self.refuse(base, message, "leave one `extends` out");
        }
        let kind = if let Source::File(path) = &source { extension(path) } else { "toml".into() };
        if !["toml", "csv", "tsv"].contains(&kind.as_str()) {
            let message = format!("`{}` is no lexicon file", base.text);
            return self.refuse(base, message, "a lexicon is a .toml file, or a .csv or .tsv table");
        }
        match self.bytes(&source) {
            Ok(bytes) => {
                self.add(source.clone(), &bytes);
                self.begun.iter().any(|begun| begun.source == source && !begun.broken)
            }
            Err(error) => {
                let message = format!("cannot read {}: {error}", source.name());
                self.refuse(base, message, "a path is seen from the folder of this file")
            }
        }
    }

    fn refuse(&mut self, at: &Placed, message: String, hint: impl Into<String>) -> bool {
        let fault = place_fault(&self.joiner.lexicon, at.place, message).hint(hint);
        self.joiner.faults.push(fault);
        false
    }

    /// The text of a file without byte order mark. A table may be in Windows-1252 or UTF-16, as
    /// spreadsheets write it; TOML is UTF-8.
    fn text(&mut self, name: &str, bytes: &[u8], is_table: bool) -> String {
        let marked =
            encoding_rs::Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8);
        if let (Some((encoding, _)), true) = (marked, is_table) {
            return encoding.decode(bytes).0.into_owned();
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if is_table && !bytes.contains(&0) => {
                encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
            }
            Err(error) => {
                let seen = String::from_utf8_lossy(bytes).into_owned();
                let at = error.valid_up_to();
                let what = if marked.is_some() {
                    "this file is UTF-16, not UTF-8"
                } else {
                    "a byte that is no UTF-8"
                };
                let fault = Fault::at(name, &seen, Span::from_range(at..at), what)
                    .hint("save the file as UTF-8 in your editor; it may be Windows-1252 (ANSI) now");
                self.joiner.faults.push(fault);
                String::new()
            }
        }
    }
}

fn shipped_source(id: &str) -> Option<Source> {
    let (id, text) = SHIPPED.iter().find(|(known, _)| *known == id)?;
    Some(Source::Shipped(id, text))
}

/// A path without `.` and with `..` taken back, so that one file has one name.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn known_ids(wrong: &str) -> String {
    let ids = SHIPPED.iter().map(|(id, _)| *id);
    match did_you_mean(wrong, ids.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let ids: Vec<&str> = ids.collect();
            format!("a lexicon is the path of a .toml, .csv or .tsv file, or one of: {}", ids.join(", "))
        }
    }
}

fn not_read(name: &str, source: &Source, error: io::Error) -> Error {
    let Source::File(path) = source else { return Error::read(name, error) };
    match path.file_stem().and_then(|stem| stem.to_str()).filter(|id| shipped(id).is_some()) {
        Some(id) if error.kind() == io::ErrorKind::NotFound => Error::Argument {
            what: format!("there is no file {name}"),
            hint: format!("the shipped lexicon is called without ending: {id}"),
        },
        _ => Error::read(name, error),
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hexadecimal, "{byte:02x}");
    }
    hexadecimal
}
