//! `lesart code`: the main job, and what it shares with `lesart tables`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use lesart::coding::coder::Coder;
use lesart::input::{FactsTable, People, Source};
use lesart::language::Language;
use lesart::language::scan::ScanOptions;
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::output::Format;
use lesart::output::folder::Target;
use lesart::tables::{Fold, Frame, TABLES, Tabulate};
use lesart::{Error, Result};
use serde_json::{Value, json};

use super::args::{ALL_TABLES, CodeArguments, OutputArguments, RunArguments};
use super::pipeline::{Consumer, DocumentReport, Pipeline, STOPPED, Totals};
use super::progress::Progress;
use super::reading::Reading;
use super::report;
use super::rows::{self, Stream};
use super::run_record::{LeftOut, RunRecord};

/// Runs the command.
pub(crate) fn run(arguments: CodeArguments) -> Result<ExitCode> {
    let unit = arguments.unit.unit.into();
    let lexicon = Lexicon::load(&arguments.lexicon.lexicon)?;
    let language = Language::german();
    let pool = pool(&arguments.run)?;
    let compiled = pool.install(|| CompiledLexicon::new(&lexicon, language, arguments.lexicon.stemmer));
    // Before the targets are made: whoever stops a wait for standard input must find nothing of them.
    let hashed = arguments.output.output.is_some();
    let reading = Reading::settle(&arguments.read, &arguments.paths, unit, arguments.output.context, hashed)?;
    let mut plan = Plan::settle(&arguments.output)?;
    let by = by_facts(&arguments.output);
    check_by(&by, &reading.fact_names)?;
    let frame = Frame {
        scheme: compiled.scheme(),
        unit,
        facts: &reading.fact_names,
        context: arguments.output.context,
        by: &by,
    };
    let tables = plan.tables.clone();
    let pipeline = Pipeline {
        coder: Coder {
            lexicon: &compiled,
            language,
            unit,
            scan: ScanOptions { marks_are_text: arguments.unit.marks, keep_signs: false },
            flags: plan.to_folder() || tables.iter().any(|table| table.shows_flags()),
        },
        frame: &frame,
        tables: &tables,
        record: plan.to_folder(),
        read: &reading.options,
        facts: reading.facts.as_ref(),
        filter: &reading.filter,
        skip_unreadable: arguments.read.skip_unreadable,
        pool: &pool,
    };
    let people = reading.people.clone();
    let bytes = reading.sources.iter().map(|source| source.bytes).sum();
    let mut collector = Collector::new(&mut plan, &frame, bytes, arguments.run.quiet)?;
    collector.left_out = reading.left_out.clone();
    watch_interrupt();
    pipeline.run(reading.sources, &mut collector)?;
    collector.notices.extend(
        reading
            .facts
            .iter()
            .flat_map(FactsTable::unused)
            .map(|row| format!("the facts file speaks of {row}, which is not in the material")),
    );
    collector.notices.extend(people.iter().flat_map(|people| {
        let file = people.path.display();
        people
            .unused()
            .into_iter()
            .map(move |who| format!("{file} speaks of {who}, who is not in the material"))
    }));
    collector.notices.extend(
        pipeline
            .filter
            .unused()
            .into_iter()
            .map(|who| format!("no speaker is meant by {who:?}; nothing was filtered by it")),
    );
    let options = options_json(&arguments, &people);
    let record = RecordParts { command: "code", options, lexicon: Some(&lexicon) };
    let summary = collector.finish(&record)?;
    plan.commit()?;
    if !arguments.run.quiet {
        summary.print(&lexicon, plan.place.as_deref());
    }
    Ok(ExitCode::SUCCESS)
}

/// The facts of the tables by facts: those asked for, else the document.
pub(crate) fn by_facts(arguments: &OutputArguments) -> Vec<String> {
    if arguments.by.is_empty() { vec!["document".to_owned()] } else { arguments.by.clone() }
}

/// Refuses facts that no document has.
pub(crate) fn check_by(by: &[String], facts: &[String]) -> Result<()> {
    let known = || ["document", "speaker"].into_iter().chain(facts.iter().map(String::as_str));
    for fact in by {
        if !known().any(|name| name == fact) {
            let near =
                lesart::error::did_you_mean(fact, known()).map(|near| format!("did you mean {near}? "));
            return Err(Error::Argument {
                what: format!("--by {fact}: the material has no such fact"),
                hint: format!(
                    "{}there are: {}",
                    near.unwrap_or_default(),
                    known().collect::<Vec<_>>().join(", ")
                ),
            });
        }
    }
    Ok(())
}

/// As many threads as were asked for, else one for each core.
pub(crate) fn pool(arguments: &RunArguments) -> Result<rayon::ThreadPool> {
    let threads = arguments.threads.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| Error::Argument {
        what: format!("the threads cannot be started: {error}"),
        hint: "try --threads 1".into(),
    })
}

/// Ctrl-C stops the run between two pieces of work; targets that are not finished go away.
pub(crate) fn watch_interrupt() {
    // Where no handler can be set the system's own way of stopping stays.
    let set = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            std::process::abort();
        }
    });
    drop(set);
}

/// Where the results go, settled before any work.
pub(crate) struct Plan {
    pub(crate) tables: Vec<&'static dyn Tabulate>,
    pub(crate) format: &'static dyn Format,
    target: Option<Target>,
    /// The file of the one table, where the target is no folder.
    file: Option<File>,
    pub(crate) place: Option<String>,
    /// Whether a folder gets the coded passages, too.
    record: bool,
}

impl Plan {
    pub(crate) fn settle(arguments: &OutputArguments) -> Result<Self> {
        let mut format = rows::format(&arguments.format)?;
        let named: Vec<&'static dyn Tabulate> = TABLES
            .iter()
            .copied()
            .filter(|table| arguments.tables.iter().any(|name| name == table.name() || name == ALL_TABLES))
            .collect();
        let Some(path) = &arguments.output else {
            if named.len() > 1 {
                return Err(Error::Argument {
                    what: "standard output takes one table".into(),
                    hint: "name one --table, or a folder with -o".into(),
                });
            }
            let tables = if named.is_empty() { TABLES.iter().copied().take(1).collect() } else { named };
            return Ok(Self { tables, format, target: None, file: None, place: None, record: false });
        };
        let place = Some(path.display().to_string());
        let by_extension = lesart::output::FORMATS.iter().copied().find(|format| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(format.name()))
        });
        if let (Some(of_file), false) = (by_extension, path.is_dir()) {
            if named.len() > 1 {
                return Err(Error::Argument {
                    what: format!("{} is a file and takes one table", path.display()),
                    hint: "name one --table, or give -o a folder".into(),
                });
            }
            format = of_file;
            let (target, file) = Target::file(path, arguments.force)?;
            let tables = if named.is_empty() { TABLES.iter().copied().take(1).collect() } else { named };
            return Ok(Self { tables, format, target: Some(target), file: Some(file), place, record: false });
        }
        if !path.is_dir() {
            refuse_file_of_other_kind(path)?;
        }
        let target = Target::folder(path, arguments.force)?;
        let usual = || TABLES.iter().copied().filter(|table| !table.on_request()).collect();
        let tables = if named.is_empty() { usual() } else { named };
        Ok(Self { tables, format, target: Some(target), file: None, place, record: true })
    }

    /// Whether the results go to a folder, which gets the coded passages and the run record, too.
    pub(crate) const fn to_folder(&self) -> bool {
        self.target.is_some() && self.file.is_none()
    }

    /// Leaves the coded passages away: they are what is read.
    pub(crate) const fn no_record(&mut self) {
        self.record = false;
    }

    fn open(&mut self, name: &str) -> Result<(Box<dyn Write>, String)> {
        if let Some(file) = self.file.take() {
            return Ok((
                Box::new(BufWriter::with_capacity(1 << 16, file)),
                self.place.clone().unwrap_or_default(),
            ));
        }
        match &mut self.target {
            None => Ok((rows::standard_output(), "standard output".to_owned())),
            Some(target) => {
                let file = target.create(name)?;
                let place = Path::new(self.place.as_deref().unwrap_or_default()).join(name);
                Ok((Box::new(BufWriter::with_capacity(1 << 16, file)), place.display().to_string()))
            }
        }
    }

    /// Gives all files their names.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if STOPPED.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        self.target.take().map_or(Ok(()), Target::commit)
    }
}

/// Endings of files that people ask for and that no format writes: a folder of that name would be no help.
const OTHER_KINDS: &[&str] = &["xlsx", "xls", "ods", "docx", "odt", "txt", "md", "html", "htm", "pdf", "xml"];

fn refuse_file_of_other_kind(path: &Path) -> Result<()> {
    let is = |kind: &&str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind));
    if !OTHER_KINDS.iter().any(is) {
        return Ok(());
    }
    let endings: Vec<String> =
        lesart::output::FORMATS.iter().map(|format| format!(".{}", format.name())).collect();
    Err(Error::Argument {
        what: format!("no table can be written as {}", path.display()),
        hint: format!("name a folder, or a file that ends in one of: {}", endings.join(" ")),
    })
}

/// One table on its way to its target.
struct TableInProgress {
    table: &'static dyn Tabulate,
    fold: Box<dyn Fold>,
    stream: Stream<'static>,
    file: String,
}

/// Puts together what a run gives, in order.
pub(crate) struct Collector<'a> {
    plan: &'a mut Plan,
    frame: &'a Frame<'a>,
    tables: Vec<TableInProgress>,
    coded: Option<(Box<dyn Write>, String)>,
    documents: Vec<DocumentReport>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) notices: Vec<String>,
    totals: Totals,
    progress: Progress,
}

/// What the run record tells beside the results.
pub(crate) struct RecordParts<'a> {
    pub(crate) command: &'static str,
    pub(crate) options: Value,
    pub(crate) lexicon: Option<&'a Lexicon>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(plan: &'a mut Plan, frame: &'a Frame<'a>, bytes: u64, quiet: bool) -> Result<Self> {
        let format = plan.format;
        let mut tables = Vec::new();
        for table in plan.tables.clone() {
            let file = format!("{}.{}", table.name(), format.name());
            let (out, place) = plan.open(&file)?;
            let stream = Stream::begin(format, table.name(), table.columns(frame), out, &place)?;
            tables.push(TableInProgress { table, fold: table.start(), stream, file });
        }
        let coded = plan.record.then(|| plan.open("coded.jsonl")).transpose()?;
        Ok(Self {
            plan,
            frame,
            tables,
            coded,
            documents: Vec::new(),
            left_out: Vec::new(),
            notices: Vec::new(),
            totals: Totals::default(),
            progress: Progress::new(bytes, quiet),
        })
    }

    /// Writes what comes at the end: counted tables, the coded passages, the run record.
    pub(crate) fn finish(mut self, parts: &RecordParts<'_>) -> Result<Summary> {
        self.progress.end();
        let mut written = Vec::new();
        for mut table in self.tables.drain(..) {
            for row in table.fold.finish(self.frame) {
                table.stream.row(&row)?;
            }
            written.push((table.table, table.file, table.stream.rows));
            table.stream.end()?;
        }
        if let Some((mut out, place)) = self.coded.take() {
            out.flush().map_err(|source| Error::write(&place, source))?;
        }
        if self.plan.to_folder() {
            let record = RunRecord {
                command: parts.command,
                options: parts.options.clone(),
                lexicon: parts.lexicon,
                documents: &self.documents,
                left_out: &self.left_out,
                totals: self.totals,
                tables: &written,
                notices: &self.notices,
            };
            let (mut out, place) = self.plan.open("run.json")?;
            out.write_all(record.text().as_bytes())
                .and_then(|()| out.flush())
                .map_err(|source| Error::write(&place, source))?;
        }
        let rule = match written.as_slice() {
            [(table, _, _)] => Some((table.name(), table.rule())),
            _ => None,
        };
        Ok(Summary {
            documents: self.documents,
            left_out: self.left_out,
            notices: self.notices,
            totals: self.totals,
            tables: written.len(),
            rule,
        })
    }
}

impl Consumer for Collector<'_> {
    fn folds(&mut self, folds: Vec<Box<dyn Fold>>) -> Result<()> {
        for (table, fold) in self.tables.iter_mut().zip(folds) {
            table.fold.merge(fold);
            for row in table.fold.drain() {
                table.stream.row(&row)?;
            }
        }
        Ok(())
    }

    fn record(&mut self, lines: &[u8]) -> Result<()> {
        match &mut self.coded {
            Some((out, place)) => out.write_all(lines).map_err(|source| Error::write(place.as_str(), source)),
            None => Ok(()),
        }
    }

    fn document(&mut self, report: DocumentReport) -> Result<()> {
        self.totals.add(report.totals);
        match self.documents.last_mut().filter(|last| last.document.number == report.document.number) {
            Some(last) => {
                last.totals.add(report.totals);
                last.document.turns += report.document.turns;
                last.document.origin = report.document.origin;
                last.document.notices.extend(report.document.notices);
            }
            None => self.documents.push(report),
        }
        Ok(())
    }

    fn skipped(&mut self, source: &Source, error: Error) -> Result<()> {
        if matches!(error, Error::Interrupted | Error::ClosedPipe) {
            return Err(error);
        }
        self.left_out.push(LeftOut { path: source.path.display().to_string(), why: error.to_string() });
        Ok(())
    }

    fn advance(&mut self, bytes: u64) {
        self.progress.add(bytes);
    }
}

/// What is told to people at the end.
pub(crate) struct Summary {
    documents: Vec<DocumentReport>,
    left_out: Vec<LeftOut>,
    notices: Vec<String>,
    totals: Totals,
    tables: usize,
    rule: Option<(&'static str, &'static str)>,
}

/// Notices that are printed one by one; the rest is in the run record.
const NOTICES: usize = 20;

impl Summary {
    pub(crate) fn print(&self, lexicon: &Lexicon, place: Option<&str>) {
        let of_documents = self.documents.iter().flat_map(|report| {
            report.document.notices.iter().map(|notice| format!("{}: {notice}", report.document.origin.path))
        });
        // Most reasons begin with the path, because they are errors in other places.
        let left_out = self.left_out.iter().map(|left| {
            let why = left.why.strip_prefix(&left.path).and_then(|why| why.strip_prefix(": "));
            format!("{}: left out: {}", left.path, why.unwrap_or(&left.why))
        });
        let notices: Vec<String> = left_out.chain(self.notices.iter().cloned()).chain(of_documents).collect();
        for notice in notices.iter().take(NOTICES) {
            report::line(&format!("note: {notice}"));
        }
        if let Some(more @ 1..) = notices.len().checked_sub(NOTICES) {
            let rest = if place.is_some() { " in run.json" } else { "; run with -o FOLDER to keep them" };
            report::line(&format!("note: {more} more{rest}"));
        }
        let Totals { passages, coded, codings, hits, words } = self.totals;
        let share = (coded * 100 + passages / 2).checked_div(passages).unwrap_or(0);
        report::line(&format!(
            "{}, {}, {}; {} of {}: {} coded ({share} %), {}, {}",
            report::count(self.documents.len() as u64, "document", "documents"),
            report::count(passages, "passage", "passages"),
            report::count(words, "word", "words"),
            report::count(lexicon.codes.len() as u64, "code", "codes"),
            lexicon.id,
            report::count(coded, "passage", "passages"),
            report::count(codings, "coding", "codings"),
            report::count(hits, "hit", "hits"),
        ));
        if passages > 0 && hits == 0 && codings == 0 {
            report::line(
                "nothing was found: no entry of the lexicon stands in these texts; try `lesart explain` on a sentence",
            );
        }
        match (place, self.rule) {
            (Some(place), _) => {
                report::line(&format!("{} in {place}", report::count(self.tables as u64, "table", "tables")));
            }
            (None, Some((name, rule))) => report::line(&format!("{name}: {rule}")),
            (None, None) => {}
        }
    }
}

/// The options that a result depends on.
fn options_json(arguments: &CodeArguments, people: &[Arc<People>]) -> Value {
    let read = &arguments.read;
    let unit: lesart::corpus::Unit = arguments.unit.unit.into();
    json!({
        "paths": arguments.paths,
        "lexicon": arguments.lexicon.lexicon,
        "stemmer": arguments.lexicon.stemmer.name(),
        "unit": unit.name(),
        "context": arguments.output.context,
        "marks": arguments.unit.marks,
        "by": by_facts(&arguments.output),
        "format": arguments.output.format,
        "input_format": read.input_format,
        "encoding": read.encoding,
        "text_column": read.text_column,
        "speaker_column": read.speaker_column,
        "id_column": read.id_column,
        "sheet": read.sheet,
        "speaker": read.speakers,
        "speakers": people.iter().map(|people| {
            json!({"path": people.path.display().to_string(), "sha256": people.sha256})
        }).collect::<Vec<_>>(),
        "facts": read.facts.as_ref().map(|path| path.display().to_string()),
        "only_speaker": read.only_speaker,
        "skip_speaker": read.skip_speaker,
        "skip_unreadable": read.skip_unreadable,
    })
}
