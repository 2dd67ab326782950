//! What to read and how: sources, facts, speakers, settled before any work.

use std::sync::Arc;

use lesart::Result;
use lesart::input::{self, FactsTable, People, ReadOptions, Source, SpeakerFilter};

use super::args::ReadArguments;
use super::run_record::LeftOut;

/// What to read and how, settled before any work.
pub(crate) struct Reading {
    pub(crate) options: ReadOptions,
    pub(crate) sources: Vec<Source>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) facts: Option<FactsTable>,
    pub(crate) filter: SpeakerFilter,
    pub(crate) fact_names: Vec<String>,
    /// Files that fix the speakers, each once.
    pub(crate) people: Vec<Arc<People>>,
}

impl Reading {
    /// Finds the sources and what is said about them.
    pub(crate) fn settle(
        arguments: &ReadArguments,
        paths: &[String],
        unit: lesart::corpus::Unit,
        context: usize,
        hashed: bool,
    ) -> Result<Self> {
        let options = read_options(arguments, unit, context, hashed)?;
        let facts = arguments.facts.as_deref().map(FactsTable::read).transpose()?;
        let filter = SpeakerFilter::new(&arguments.only_speaker, &arguments.skip_speaker)?;
        let (found, skipped) = input::sources(paths, &options)?;
        let mut left_out: Vec<LeftOut> =
            skipped.into_iter().map(|skipped| LeftOut { path: skipped.path, why: skipped.why }).collect();
        let mut fact_names: Vec<String> = Vec::new();
        let mut sources = Vec::with_capacity(found.len());
        for source in found {
            match input::fact_names(&source, &options) {
                Ok(names) => {
                    for name in names {
                        if !fact_names.contains(&name) {
                            fact_names.push(name);
                        }
                    }
                    sources.push(source);
                }
                Err(error) if arguments.skip_unreadable => {
                    left_out
                        .push(LeftOut { path: source.path.display().to_string(), why: error.to_string() });
                }
                Err(error) => return Err(error),
            }
        }
        for name in facts.iter().flat_map(FactsTable::names) {
            if !fact_names.contains(name) {
                fact_names.push(name.clone());
            }
        }
        let mut people: Vec<Arc<People>> = options.people.iter().cloned().collect();
        for found in sources.iter().filter_map(|source| source.people.as_ref()) {
            if !people.iter().any(|known| Arc::ptr_eq(known, found)) {
                people.push(Arc::clone(found));
            }
        }
        Ok(Self { people, options, sources, left_out, facts, filter, fact_names })
    }
}

/// The options of reading as the library takes them.
///
/// # Errors
/// The file of speakers cannot be read.
pub(crate) fn read_options(
    arguments: &ReadArguments,
    unit: lesart::corpus::Unit,
    context: usize,
    hashed: bool,
) -> Result<ReadOptions> {
    let portion_rows = if unit == lesart::corpus::Unit::Document { usize::MAX } else { 8192 };
    let people = arguments.people.as_deref().map(People::read).transpose()?.map(Arc::new);
    Ok(ReadOptions {
        format: arguments.input_format.clone(),
        encoding: arguments.encoding.clone(),
        text_column: arguments.text_column.clone(),
        speaker_column: arguments.speaker_column.clone(),
        id_column: arguments.id_column.clone(),
        sheet: arguments.sheet.clone(),
        speakers: arguments.speakers.clone(),
        portion_rows,
        context,
        unhashed: !hashed,
        not_speakers: Vec::new(),
        people,
    })
}
