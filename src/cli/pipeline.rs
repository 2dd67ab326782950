//! The run: documents are read, coded and folded in parallel, and come out in order.
//!
//! Work is done in waves of a bounded number of bytes. Inside a wave files and the stretches of large
//! documents are worked on side by side; what they give is put together in input order, so the
//! result does not depend on the number of threads. While one wave is coded the next one is fetched.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use lesart::coding::CodedDocument;
use lesart::coding::coder::{Coder, Desk};
use lesart::coding::record::{self, Measure};
use lesart::corpus::{Document, Unit};
use lesart::input::{self, Documents, FactsTable, ReadOptions, Source, SpeakerFilter};
use lesart::tables::{Fold, Frame, Tabulate};
use lesart::{Error, Result};
use rayon::prelude::*;

/// Bytes of text in one wave: enough that two threads rarely wait for each other, little enough for
/// memory.
const WAVE_BYTES: u64 = 24 << 20;
/// The same where coded passages are written: what a wave gives is many times its text.
const WRITTEN_WAVE_BYTES: u64 = 4 << 20;
/// What a turn takes in memory beside its text, in bytes, so that waves of short comments are not larger.
const TURN_BYTES: u64 = 192;
/// Files in one wave.
const WAVE_TASKS: usize = 256;
/// Bytes of a stretch of turns that one thread codes at a time.
const STRETCH_BYTES: u32 = 512 << 10;

/// Set by Ctrl-C; looked at between waves and between documents.
pub(crate) static STOPPED: AtomicBool = AtomicBool::new(false);

/// What a run needs, settled before it begins.
pub(crate) struct Pipeline<'a> {
    pub(crate) coder: Coder<'a>,
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) tables: &'a [&'static dyn Tabulate],
    /// Whether coded passages are written.
    pub(crate) record: bool,
    pub(crate) read: &'a ReadOptions,
    pub(crate) facts: Option<&'a FactsTable>,
    pub(crate) filter: &'a SpeakerFilter,
    pub(crate) skip_unreadable: bool,
    pub(crate) pool: &'a rayon::ThreadPool,
}

/// What is known of a document after its coding.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentReport {
    pub(crate) document: DocumentHead,
    pub(crate) totals: Totals,
}

/// A document without its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentHead {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) origin: lesart::corpus::Origin,
    pub(crate) notices: Vec<String>,
    pub(crate) turns: u64,
}

/// Counts of a run or a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passages: u64,
    pub(crate) coded: u64,
    pub(crate) codings: u64,
    pub(crate) hits: u64,
    pub(crate) words: u64,
}

impl Totals {
    pub(crate) const fn add(&mut self, other: Self) {
        self.passages += other.passages;
        self.coded += other.coded;
        self.codings += other.codings;
        self.hits += other.hits;
        self.words += other.words;
    }
}

/// Takes what the run gives, in order.
pub(crate) trait Consumer {
    /// Folds of all tables, in the order of the plan.
    fn folds(&mut self, folds: Vec<Box<dyn Fold>>) -> Result<()>;
    /// Coded passages as JSON Lines.
    fn record(&mut self, lines: &[u8]) -> Result<()>;
    /// A document (or a portion of one) is done.
    fn document(&mut self, report: DocumentReport) -> Result<()>;
    /// A source could not be read and is left out.
    fn skipped(&mut self, source: &Source, error: Error) -> Result<()>;
    /// Bytes of input that are done.
    fn advance(&mut self, bytes: u64);
}

enum Task {
    File(Source),
    Portion(Source, Box<Document>),
    Broken(Source, Error),
}

/// What a stretch of turns gives.
struct Share {
    folds: Vec<Box<dyn Fold>>,
    record: Vec<u8>,
    totals: Totals,
}

struct Done {
    head: DocumentHead,
    shares: Vec<Share>,
}

struct Outcome {
    source: Source,
    bytes: u64,
    documents: Vec<Done>,
    error: Option<Error>,
}

impl Pipeline<'_> {
    /// Runs over all sources.
    pub(crate) fn run(&self, sources: Vec<Source>, consumer: &mut dyn Consumer) -> Result<()> {
        let desks = Desks::default();
        let mut feed = Feed {
            sources: sources.into_iter(),
            open: None,
            read: self.read,
            most: if self.record { WRITTEN_WAVE_BYTES } else { WAVE_BYTES },
        };
        let mut wave = feed.wave();
        while !wave.is_empty() {
            let code = || wave.into_par_iter().map(|task| self.task(task, &desks)).collect::<Vec<_>>();
            let (outcomes, next) = self.pool.join(code, || feed.wave());
            if STOPPED.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            for outcome in outcomes {
                self.deliver(outcome, consumer)?;
            }
            wave = next;
        }
        Ok(())
    }

    fn deliver(&self, outcome: Outcome, consumer: &mut dyn Consumer) -> Result<()> {
        if let Some(error) = outcome.error {
            // Half a document would be no document: what came before the fault is left out, too,
            // unless it was a portion that is already written.
            if !self.skip_unreadable {
                return Err(error);
            }
            consumer.skipped(&outcome.source, error)?;
            return Ok(());
        }
        for Done { head, shares } in outcome.documents {
            let mut totals = Totals::default();
            for share in shares {
                totals.add(share.totals);
                consumer.folds(share.folds)?;
                consumer.record(&share.record)?;
            }
            consumer.document(DocumentReport { document: head, totals })?;
        }
        consumer.advance(outcome.bytes);
        Ok(())
    }

    fn task(&self, task: Task, desks: &Desks) -> Outcome {
        match task {
            Task::File(source) => {
                let bytes = source.bytes;
                match self.file(&source, desks) {
                    Ok(documents) => Outcome { source, bytes, documents, error: None },
                    Err(error) => Outcome { source, bytes, documents: Vec::new(), error: Some(error) },
                }
            }
            Task::Portion(source, document) => {
                let bytes = document.text.len() as u64;
                Outcome { source, bytes, documents: vec![self.document(*document, desks)], error: None }
            }
            Task::Broken(source, error) => {
                Outcome { source, bytes: 0, documents: Vec::new(), error: Some(error) }
            }
        }
    }

    fn file(&self, source: &Source, desks: &Desks) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        if STOPPED.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        for document in input::open(source, self.read)? {
            done.push(self.document(document?, desks));
        }
        Ok(done)
    }

    fn document(&self, mut document: Document, desks: &Desks) -> Done {
        if let Some(facts) = self.facts {
            facts.apply(&mut document);
        }
        self.filter.apply(&mut document);
        let mut measure = Measure::default();
        let stretches: Vec<(Range<usize>, Measure)> = self
            .stretches(&document)
            .into_iter()
            .map(|turns| {
                if let Some(first) = document.turns.get(turns.start).filter(|_| self.record) {
                    measure.to(&document.text, first.span.start);
                }
                (turns, measure)
            })
            .collect();
        let shares = stretches
            .into_par_iter()
            .map(|(turns, measure)| self.share(&document, turns, measure, desks))
            .collect();
        let head = DocumentHead {
            number: document.number,
            name: document.name,
            origin: document.origin,
            notices: document.notices,
            turns: document.own.len() as u64,
        };
        Done { head, shares }
    }

    /// The document's own turns in stretches that are coded side by side. Where the document is one
    /// passage, it is one stretch.
    fn stretches(&self, document: &Document) -> Vec<Range<usize>> {
        if self.coder.unit == Unit::Document {
            return vec![document.own.clone()];
        }
        let mut stretches = Vec::new();
        let mut start = document.own.start;
        let mut begun = None;
        for index in document.own.clone() {
            let Some(turn) = document.turns.get(index) else { break };
            let from = *begun.get_or_insert(turn.span.start);
            if turn.span.end - from >= STRETCH_BYTES {
                stretches.push(start..index + 1);
                start = index + 1;
                begun = None;
            }
        }
        if start < document.own.end || stretches.is_empty() {
            stretches.push(start..document.own.end);
        }
        stretches
    }

    fn share(&self, document: &Document, turns: Range<usize>, measure: Measure, desks: &Desks) -> Share {
        let mut desk = desks.take();
        let coded = self.coder.code(&mut desk, document, turns);
        let totals = totals_of(&coded);
        let folds = self
            .tables
            .iter()
            .map(|table| {
                let mut fold = table.start();
                fold.add(&coded, self.frame);
                fold
            })
            .collect();
        let record = if self.record { self.lines(&coded, measure) } else { Vec::new() };
        desks.give(desk);
        Share { folds, record, totals }
    }

    /// The coded passages as JSON Lines; memory takes all that is written.
    fn lines(&self, coded: &CodedDocument<'_>, measure: Measure) -> Vec<u8> {
        let mut writer = record::Writer::resume(Vec::new(), coded.document.number, measure);
        if coded.document.turns_before == 0 && coded.turns.start == coded.document.own.start {
            writer = writer.with_fact_names(self.frame.facts);
        }
        let written = writer.write(coded, self.frame.scheme, self.coder.unit).and_then(|()| writer.end());
        written.unwrap_or_default()
    }
}

/// Fetches documents: whole files are only named here and read where they are coded, row files are
/// read here, portion by portion.
struct Feed<'a> {
    sources: std::vec::IntoIter<Source>,
    open: Option<(Source, Documents)>,
    read: &'a ReadOptions,
    /// Bytes of a wave.
    most: u64,
}

impl Feed<'_> {
    fn wave(&mut self) -> Vec<Task> {
        let mut wave = Vec::new();
        let mut bytes = 0;
        while bytes < self.most && wave.len() < WAVE_TASKS {
            if let Some((source, documents)) = &mut self.open {
                match documents.next() {
                    Some(Ok(document)) => {
                        bytes += document.text.len() as u64 + document.turns.len() as u64 * TURN_BYTES;
                        wave.push(Task::Portion(source.clone(), Box::new(document)));
                    }
                    Some(Err(error)) => {
                        wave.push(Task::Broken(source.clone(), error));
                        self.open = None;
                    }
                    None => self.open = None,
                }
                continue;
            }
            let Some(source) = self.sources.next() else { break };
            if source.reader.in_portions() {
                match input::open(&source, self.read) {
                    Ok(documents) => self.open = Some((source, documents)),
                    Err(error) => wave.push(Task::Broken(source, error)),
                }
            } else {
                bytes += source.bytes;
                wave.push(Task::File(source));
            }
        }
        wave
    }
}

/// Desks that are not in use: at most one for each thread is ever made.
#[derive(Default)]
struct Desks(Mutex<Vec<Desk>>);

impl Desks {
    fn take(&self) -> Desk {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give(&self, desk: Desk) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
    }
}

/// The counts of a coded document.
pub(crate) fn totals_of(coded: &CodedDocument<'_>) -> Totals {
    let mut totals = Totals {
        passages: coded.passages.len() as u64,
        codings: coded.codings.len() as u64,
        hits: coded.hits.len() as u64,
        ..Totals::default()
    };
    for passage in &coded.passages {
        totals.words += u64::from(passage.passage.words);
        totals.coded += u64::from(!passage.codings.is_empty());
    }
    totals
}
