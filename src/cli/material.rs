//! Material that a command reads and codes document by document, in the order of the sources.

use std::sync::atomic::Ordering;

use lesart::coding::CodedDocument;
use lesart::coding::coder::{Coder, Desk};
use lesart::corpus::{Document, Unit};
use lesart::input::{self, FactsTable, ReadOptions, SpeakerFilter};
use lesart::language::scan::ScanOptions;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::validation::Sheet;
use lesart::{Error, Result};

use super::args::ReadArguments;
use super::pipeline::STOPPED;

/// Reads all documents, those of row files in portions.
pub(crate) fn each(
    paths: &[String],
    options: &ReadOptions,
    mut take: impl FnMut(Document) -> Result<()>,
) -> Result<()> {
    super::code::watch_interrupt();
    let (sources, _) = input::sources(paths, options)?;
    for source in sources {
        for document in input::open(&source, options)? {
            if STOPPED.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            take(document?)?;
        }
    }
    Ok(())
}

/// Codes all documents, each turn a passage.
pub(crate) fn code(
    paths: &[String],
    options: &ReadOptions,
    lexicon: &CompiledLexicon,
    mut take: impl FnMut(&CodedDocument<'_>),
) -> Result<()> {
    let coder = Coder {
        lexicon,
        language: Language::german(),
        unit: Unit::Turn,
        scan: ScanOptions::default(),
        flags: false,
    };
    let mut desk = Desk::default();
    each(paths, options, |document| {
        take(&coder.code(&mut desk, &document, document.own.clone()));
        Ok(())
    })
}

/// The codings of all documents.
pub(crate) fn sheet(
    paths: &[String],
    read: &ReadArguments,
    unit: Unit,
    marks: bool,
    lexicon: &Lexicon,
) -> Result<Sheet> {
    let language = Language::german();
    let compiled = CompiledLexicon::new(lexicon, language, Stemmer::default());
    let scan = ScanOptions { marks_are_text: marks, keep_signs: false };
    let coder = Coder { lexicon: &compiled, language, unit, scan, flags: false };
    let options = super::reading::read_options(read, unit, 0, false)?;
    let facts = read.facts.as_deref().map(FactsTable::read).transpose()?;
    let filter = SpeakerFilter::new(&read.only_speaker, &read.skip_speaker)?;
    let mut desk = Desk::default();
    let mut sheet = Sheet { name: "the material".to_owned(), ..Sheet::default() };
    each(paths, &options, |mut document| {
        if let Some(facts) = &facts {
            facts.apply(&mut document);
        }
        filter.apply(&mut document);
        let own = document.own.clone();
        sheet.take_in(&coder.code(&mut desk, &document, own), compiled.scheme(), unit);
        Ok(())
    })?;
    Ok(sheet)
}
