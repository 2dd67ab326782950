//! Material that is looked at as a whole: coded passages of an earlier run, or texts that are coded first.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use clap::Args;
use lesart::Result;
use lesart::coding::record::Inventory;
use lesart::language::Language;
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use serde_json::Value;

use super::args::{
    CodeArguments, LexiconArguments, OutputArguments, ReadArguments, RunArguments, UnitArguments,
};
use super::coded::{self, Input};

#[derive(Debug, Args)]
pub(crate) struct GatherArguments {
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

/// Coded passages with all that is known of them.
pub(crate) struct Gathered {
    pub(crate) inputs: Vec<Input>,
    pub(crate) inventory: Inventory,
    pub(crate) lexicon: Lexicon,
    /// The run record, where there is one.
    pub(crate) record: Option<Value>,
}

impl GatherArguments {
    /// Reads what is coded, or codes.
    pub(crate) fn gather(self, paths: Vec<String>) -> Result<Gathered> {
        let files: Option<Vec<String>> = paths.iter().map(|path| coded_file(path)).collect();
        if let Some(files) = files {
            let lexicon = Lexicon::load(&self.lexicon.lexicon)?;
            let compiled = CompiledLexicon::new(&lexicon, Language::german(), self.lexicon.stemmer);
            let inputs = files.iter().map(|path| Input::open(path)).collect::<Result<Vec<_>>>()?;
            let inventory = coded::inventory(&inputs, compiled.scheme().clone())?;
            let record = match files.as_slice() {
                [file] => record_beside(file),
                _ => None,
            };
            return Ok(Gathered { inputs, inventory, lexicon, record });
        }
        let Self { lexicon, unit, read, run } = self;
        let quiet = run.quiet;
        let arguments = CodeArguments { paths, lexicon, unit, read, output: OutputArguments::nowhere(), run };
        let mut worked = super::code::work(&arguments, true, None)?;
        if !quiet {
            worked.summary.print(&worked.lexicon, None);
        }
        let inputs = vec![Input::of(std::mem::take(&mut worked.summary.kept))];
        let inventory = coded::inventory(&inputs, worked.scheme)?;
        let record = Some(std::mem::take(&mut worked.summary.record));
        Ok(Gathered { inputs, inventory, lexicon: worked.lexicon, record })
    }
}

/// The file of coded passages that a path means; nothing where it means texts.
fn coded_file(path: &str) -> Option<String> {
    let place = Path::new(path);
    if place.is_dir() {
        let inside = place.join("coded.jsonl");
        return inside.is_file().then(|| inside.display().to_string());
    }
    let ending = place.extension()?.to_string_lossy().to_lowercase();
    if ending == "qdpx" {
        return Some(path.to_owned());
    }
    if ending != "jsonl" && ending != "ndjson" {
        return None;
    }
    let mut first = String::new();
    BufReader::new(File::open(place).ok()?).read_line(&mut first).ok()?;
    let line: Value = serde_json::from_str(&first).ok()?;
    let has = |names: [&str; 2]| names.iter().any(|name| line.get(name).is_some());
    let is_coded = has(["document", "doc"]) && has(["passage", "n"]) && has(["codings", "codes"]);
    is_coded.then(|| path.to_owned())
}

/// The record of the run that a file of coded passages comes from.
fn record_beside(file: &str) -> Option<Value> {
    let record = Path::new(file).with_file_name("run.json");
    serde_json::from_slice(&std::fs::read(record).ok()?).ok()
}
