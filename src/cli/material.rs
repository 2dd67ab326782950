//! Material that a command reads and codes document by document, in the order of the sources.

use std::sync::atomic::Ordering;

use lesart::coding::CodedDocument;
use lesart::coding::coder::{Coder, Desk};
use lesart::corpus::{Document, Unit};
use lesart::input::{self, ReadOptions};
use lesart::language::Language;
use lesart::language::scan::ScanOptions;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::{Error, Result};

use super::pipeline::STOPPED;

/// Reads all documents, those of row files in portions.
pub(crate) fn each(
    paths: &[String],
    options: &ReadOptions,
    mut take: impl FnMut(&Document) -> Result<()>,
) -> Result<()> {
    super::code::watch_interrupt();
    let (sources, _) = input::sources(paths, options)?;
    for source in sources {
        for document in input::open(&source, options)? {
            if STOPPED.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            take(&document?)?;
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
        take(&coder.code(&mut desk, document, document.own.clone()));
        Ok(())
    })
}
