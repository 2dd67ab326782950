//! What records speak of: codes, entries, documents, facts. Known before they are read.

use std::io::BufRead;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::line::{Facts, Lines, Text};
use super::unit_named;
use crate::coding::{CodeId, EntryId, Scheme, SchemeCode, SchemeEntry};
use crate::corpus::Unit;
use crate::error::{Result, did_you_mean};

/// Codes and entries with their ids, documents with their numbers, the unit, and the facts.
///
/// It starts with the codes of a lexicon, or with none, and takes in one file after another; what is
/// new is put at the end, in order of first appearance. After that all is known that tables need for
/// their columns, and [`super::Reader`]s go over the files a second time.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    scheme: Scheme,
    codes: FxHashMap<String, CodeId>,
    /// For each code its entries by their text.
    entries: Vec<FxHashMap<String, EntryId>>,
    documents: FxHashMap<String, u32>,
    unit: Option<Unit>,
    facts: Vec<String>,
}

impl Inventory {
    /// An inventory with the codes and entries of a lexicon.
    #[must_use]
    pub fn new(scheme: Scheme) -> Self {
        let mut this = Self::default();
        for (number, code) in scheme.codes.iter().enumerate() {
            let id = CodeId::try_from(number).unwrap_or(CodeId::MAX);
            this.codes.entry(code.path.clone()).or_insert(id);
        }
        this.entries.resize_with(scheme.codes.len(), FxHashMap::default);
        for (number, entry) in scheme.entries.iter().enumerate() {
            let id = EntryId::try_from(number).unwrap_or(EntryId::MAX);
            if let Some(entries) = this.entries.get_mut(usize::from(entry.code)) {
                entries.entry(entry.text.clone()).or_insert(id);
            }
        }
        this.scheme = scheme;
        this
    }

    /// Takes in what a file of records speaks of.
    ///
    /// # Errors
    /// A line that is no record, and one with another unit than those before.
    pub fn take_in(&mut self, input: impl BufRead, path: &str) -> Result<()> {
        let mut lines = Lines::new(input, path.to_owned());
        loop {
            let Some(line) = lines.next::<Line<'_>>()? else { return Ok(()) };
            if let Err((what, hint)) = self.line(&line) {
                return Err(lines.error(what, &hint));
            }
        }
    }

    /// The codes and entries.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The unit of all passages; turns where no record says it.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit.unwrap_or_default()
    }

    /// The names of all facts, in order of first appearance.
    #[must_use]
    pub fn facts(&self) -> &[String] {
        &self.facts
    }

    /// How many documents there are.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    pub(super) fn code(&self, path: &str) -> Option<CodeId> {
        self.codes.get(path).copied()
    }

    pub(super) fn entry(&self, code: CodeId, text: &str) -> Option<EntryId> {
        self.entries.get(usize::from(code))?.get(text).copied()
    }

    pub(super) fn document(&self, name: &str) -> Option<u32> {
        self.documents.get(name).copied()
    }

    fn line(&mut self, line: &Line<'_>) -> Result<(), (String, String)> {
        if !self.documents.contains_key(&*line.document.0) {
            let number = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
            self.documents.insert(line.document.0.clone().into_owned(), number);
        }
        let told = line.fact_names.iter().flatten();
        for name in told.chain(line.facts.iter().flat_map(|facts| facts.0.iter().map(|(name, _)| name))) {
            if !self.facts.iter().any(|have| *have == name.0) {
                self.facts.push(name.0.clone().into_owned());
            }
        }
        for code in line.codes.iter().flatten() {
            self.know(&code.0, &code.0)?;
        }
        for coding in line.codings.iter().flatten() {
            let label = coding.label.as_ref().unwrap_or(&coding.code);
            let code = self.know(&coding.code.0, &label.0)?;
            for hit in coding.hits.iter().flatten() {
                let text = hit.entry.as_ref().map_or("", |entry| &entry.0);
                let entries = &mut self.entries[usize::from(code)];
                if !entries.contains_key(text) {
                    let id = EntryId::try_from(self.scheme.entries.len()).unwrap_or(EntryId::MAX);
                    entries.insert(text.to_owned(), id);
                    self.scheme.entries.push(SchemeEntry { code, text: text.to_owned() });
                }
            }
        }
        let name = line.unit.as_ref().map_or(Unit::default().name(), |unit| &unit.0);
        let Some(unit) = unit_named(name) else {
            let units = Unit::ALL.map(|(name, _)| name);
            let meant = did_you_mean(name, units).unwrap_or(units[0]);
            return Err((format!("no unit `{name}`"), format!("did you mean `{meant}`?")));
        };
        let first = *self.unit.get_or_insert(unit);
        if first != unit {
            let what = format!("a passage of the unit `{}` after such of the unit `{}`", name, first.name());
            return Err((what, "tables need passages of one unit; take the others on their own".into()));
        }
        Ok(())
    }

    /// The id of a code, made if it is new.
    fn know(&mut self, path: &str, label: &str) -> Result<CodeId, (String, String)> {
        if let Some(id) = self.code(path) {
            return Ok(id);
        }
        if path.is_empty() {
            return Err(("a code without a name".into(), "leave it out, or name it".into()));
        }
        let Ok(id) = CodeId::try_from(self.scheme.codes.len()) else {
            return Err(("over 65,536 codes".into(), "are these codes, and not texts?".into()));
        };
        self.scheme.codes.push(SchemeCode { path: path.to_owned(), label: label.to_owned() });
        self.codes.insert(path.to_owned(), id);
        self.entries.push(FxHashMap::default());
        Ok(id)
    }
}

/// What of a record is of interest here; texts are passed over.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, alias = "doc")]
    document: Text<'a>,
    #[serde(borrow)]
    unit: Option<Text<'a>>,
    #[serde(borrow)]
    codings: Option<Vec<Coding<'a>>>,
    #[serde(borrow)]
    codes: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    facts: Option<Facts<'a>>,
    #[serde(borrow)]
    fact_names: Option<Vec<Text<'a>>>,
}

#[derive(Deserialize)]
struct Coding<'a> {
    #[serde(borrow)]
    code: Text<'a>,
    #[serde(borrow)]
    label: Option<Text<'a>>,
    #[serde(borrow)]
    hits: Option<Vec<Hit<'a>>>,
}

#[derive(Deserialize)]
struct Hit<'a> {
    #[serde(borrow)]
    entry: Option<Text<'a>>,
}
