//! `lesart import`: codings of people in QDA projects as coded passages.

use std::process::ExitCode;

use clap::{Args, ValueHint};
use lesart::coding::coder::{Coder, Desk};
use lesart::coding::people::PeopleScheme;
use lesart::coding::record::Writer;
use lesart::corpus::{Document, Passage, Unit};
use lesart::input::{self, FactsTable, ReadOptions, SpeakerFilter};
use lesart::language::scan::ScanOptions;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::output::folder::Target;
use lesart::{Error, Result};

use super::args::{ReadArguments, UnitArguments};
use super::report;

/// The ending of a project file.
const PROJECT: &str = "qdpx";

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Project files (.qdpx)
    #[arg(value_name = "PROJECT", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) paths: Vec<String>,
    /// Only the codings of this person; may be given again
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Vec<String>,
    /// The lexicon whose codes are meant: a code of its path, label or last name gets that path
    #[arg(short, long, value_name = "NAME|FILE", default_value = "freies-engagement")]
    pub(crate) lexicon: Vec<String>,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    /// The file to write (JSON Lines)
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<std::path::PathBuf>,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: ImportArguments) -> Result<ExitCode> {
    let lexicon = Lexicon::load(&arguments.lexicon)?;
    let unit = Unit::from(arguments.unit.unit);
    let options = super::reading::read_options(&arguments.read, unit, 0, false)?;
    let facts = arguments.read.facts.as_deref().map(FactsTable::read).transpose()?;
    let filter = SpeakerFilter::new(&arguments.read.only_speaker, &arguments.read.skip_speaker)?;
    let mut documents = documents(&arguments.paths, &options)?;
    for document in &mut documents {
        if let Some(facts) = &facts {
            facts.apply(document);
        }
        filter.apply(document);
        if !arguments.coder.is_empty() {
            document.marked.retain(|marked| arguments.coder.contains(&marked.coder));
        }
    }
    let coders = coders(&documents);
    if coders.is_empty() && !arguments.coder.is_empty() {
        return Err(Error::Argument {
            what: format!("nobody of that name coded here: {}", arguments.coder.join(", ")),
            hint: "leave --coder out to see who did".to_owned(),
        });
    }
    let records = records(&documents, &lexicon, unit, arguments.unit.marks)?;
    match &arguments.output {
        None => {
            let mut out = super::rows::standard_output();
            out.write_all(&records.bytes)
                .and_then(|()| out.flush())
                .map_err(|source| Error::write("standard output", source))?;
        }
        Some(path) => {
            let (target, mut file) = Target::file(path, arguments.force)?;
            std::io::Write::write_all(&mut file, &records.bytes)
                .map_err(|source| Error::write(path, source))?;
            target.commit()?;
        }
    }
    if !arguments.quiet {
        for document in &documents {
            for notice in &document.notices {
                report::line(&format!("note: {}: {notice}", document.name));
            }
        }
        report::line(&format!(
            "{}, {}, {} of {}",
            report::count(documents.len() as u64, "document", "documents"),
            report::count(records.passages, "passage", "passages"),
            report::count(records.codings, "coding", "codings"),
            if coders.is_empty() { "nobody".to_owned() } else { coders.join(", ") },
        ));
        if !records.unknown.is_empty() {
            report::line(&format!(
                "note: {} has no such codes, so they keep their names: {}",
                lexicon.id,
                records.unknown.join(", ")
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a path is that of a project file.
pub(crate) fn is_project(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(PROJECT))
}

/// The codings in a project file as coded passages, each turn a passage, for commands that read these.
pub(crate) fn coded_passages(path: &str) -> Result<Vec<u8>> {
    let lexicon = Lexicon::load(&["freies-engagement".to_owned()])?;
    let documents = documents(&[path.to_owned()], &ReadOptions { unhashed: true, ..ReadOptions::default() })?;
    Ok(records(&documents, &lexicon, Unit::Turn, false)?.bytes)
}

fn documents(paths: &[String], options: &ReadOptions) -> Result<Vec<Document>> {
    let mut all = Vec::new();
    for source in input::sources(paths, options)?.0 {
        if source.reader.name() != PROJECT {
            return Err(Error::Argument {
                what: format!("{}: this is no REFI-QDA project", source.path.display()),
                hint: "codings of people are imported from .qdpx; tables of them (CSV, JSON Lines) go to `lesart score` as they are"
                    .to_owned(),
            });
        }
        for document in input::open(&source, options)? {
            all.push(document?);
        }
    }
    Ok(all)
}

fn coders(documents: &[Document]) -> Vec<String> {
    let mut names: Vec<String> =
        documents.iter().flat_map(|document| &document.marked).map(|marked| marked.coder.clone()).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| if name.is_empty() { "somebody".to_owned() } else { name }).collect()
}

struct Records {
    bytes: Vec<u8>,
    passages: u64,
    codings: u64,
    /// Codes that the lexicon does not have.
    unknown: Vec<String>,
}

fn records(documents: &[Document], lexicon: &Lexicon, unit: Unit, marks: bool) -> Result<Records> {
    let people = PeopleScheme::new(documents, |name| {
        lexicon_code(lexicon, name).unwrap_or_else(|| (name.to_owned(), name.to_owned()))
    });
    let known = |path: &str| lexicon.codes.iter().any(|code| code.path.as_str() == path);
    let codes = people.scheme.codes.iter().map(|code| code.path.clone());
    let mut records = Records {
        bytes: Vec::new(),
        passages: 0,
        codings: 0,
        unknown: codes.filter(|path| !known(path)).collect(),
    };
    // Cutting into passages is all that is wanted of this one.
    let language = Language::german();
    let nothing = CompiledLexicon::new(&Lexicon::default(), language, Stemmer::default());
    let scan = ScanOptions { marks_are_text: marks, keep_signs: false };
    let coder = Coder { lexicon: &nothing, language, unit, scan, flags: false };
    let mut writer = Writer::new(Vec::new());
    for document in documents {
        let passages = passages(&coder, document);
        let coded = people.code(document, &passages);
        records.passages += coded.passages.len() as u64;
        records.codings += coded.codings.len() as u64;
        writer.write(&coded, &people.scheme, unit).map_err(|source| Error::write("memory", source))?;
    }
    records.bytes = writer.end().map_err(|source| Error::write("memory", source))?;
    Ok(records)
}

/// The path and label of the code of a lexicon that a name means: its path, or its label below that of its theme, or its label alone.
fn lexicon_code(lexicon: &Lexicon, name: &str) -> Option<(String, String)> {
    let plain = |text: &str| text.trim().to_lowercase();
    let wanted = plain(name);
    let last = wanted.rsplit('/').next().unwrap_or(&wanted).trim().to_owned();
    let by = |fits: &dyn Fn(&str, &str) -> bool| {
        let mut codes = lexicon.codes.iter().filter(|code| fits(code.path.as_str(), &plain(&code.label)));
        let first = codes.next()?;
        // Two codes of one label are told apart by nothing.
        codes.next().is_none().then(|| (first.path.as_str().to_owned(), first.label.clone()))
    };
    by(&|path, _| path == wanted)
        .or_else(|| by(&|_, label| label == wanted))
        .or_else(|| by(&|_, label| label == last))
}

/// The passages of a document, those of turns that are left out not among them.
fn passages(coder: &Coder<'_>, document: &Document) -> Vec<Passage> {
    let coded = coder.code(&mut Desk::default(), document, document.own.clone());
    coded.passages.into_iter().map(|passage| passage.passage).collect()
}
