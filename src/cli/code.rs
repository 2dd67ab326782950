//! `lesart code`: the main job, and what it shares with `lesart tables`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use lesart::coding::Scheme;
use lesart::coding::coder::Coder;
use lesart::input::{FactsTable, People};
use lesart::language::Language;
use lesart::language::scan::ScanOptions;
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::tables::Frame;
use lesart::{Error, Result};
use serde_json::{Value, json};

use super::args::{CodeArguments, CsvDialect, OutputArguments, RunArguments};
use super::coded::{self, Input};
use super::collector::{Collector, RecordParts};
use super::pipeline::{Pipeline, STOPPED};
use super::plan::Plan;
use super::reading::Reading;
use super::summary::Summary;

/// Runs the command.
pub(crate) fn run(arguments: CodeArguments) -> Result<ExitCode> {
    let Worked { mut summary, lexicon, scheme, mut plan } = work(&arguments, false, None)?;
    if let Some(name) = plan.project_name() {
        let inputs = [Input::of(std::mem::take(&mut summary.kept))];
        let inventory = coded::inventory(&inputs, scheme)?;
        plan.write_project(&super::qda::project(&inputs, &inventory, &lexicon, &name)?)?;
    }
    plan.commit()?;
    if !arguments.run.quiet {
        summary.print(&lexicon, plan.place.as_deref());
    }
    Ok(ExitCode::SUCCESS)
}

/// What a run leaves behind.
pub(crate) struct Worked {
    pub(crate) summary: Summary,
    pub(crate) lexicon: Lexicon,
    pub(crate) scheme: Scheme,
    pub(crate) plan: Plan,
}

/// Codes the material; the results are written, but not yet in their places. With `keep` nothing is written
/// and the coded passages stay in memory. `lexicon` goes before the one that the arguments name.
pub(crate) fn work(arguments: &CodeArguments, keep: bool, lexicon: Option<Lexicon>) -> Result<Worked> {
    let unit = arguments.unit.unit.into();
    let lexicon = match lexicon {
        Some(lexicon) => lexicon,
        None => Lexicon::load(&arguments.lexicon.lexicon)?,
    };
    let language = Language::german();
    let pool = pool(&arguments.run)?;
    let compiled = pool.install(|| CompiledLexicon::new(&lexicon, language, arguments.lexicon.stemmer));
    // Before the targets are made: whoever stops a wait for standard input must find nothing of them.
    let hashed = arguments.output.output.is_some() || keep;
    let reading = Reading::settle(&arguments.read, &arguments.paths, unit, arguments.output.context, hashed)?;
    let mut plan = if keep { Plan::memory() } else { Plan::settle(&arguments.output)? };
    let bytes = reading.sources.iter().map(|source| source.bytes).sum();
    let heavy = plan.weigh(bytes);
    let by = by_facts(&arguments.output);
    check_by(&by, &reading.fact_names)?;
    let frame = Frame {
        scheme: compiled.scheme(),
        unit,
        facts: &reading.fact_names,
        context: arguments.output.context,
        mark_hits: plan.makes_workbook(),
        stemmer: arguments.lexicon.stemmer,
        by: &by,
    };
    let tables = plan.tables.clone();
    let pipeline = Pipeline {
        coder: Coder {
            lexicon: &compiled,
            language,
            unit,
            scan: ScanOptions { marks_are_text: arguments.unit.marks, keep_signs: false },
            flags: keep || plan.to_folder() || tables.iter().any(|table| table.shows_flags()),
        },
        frame: &frame,
        tables: &tables,
        record: plan.keeps_passages() || plan.makes_project(),
        read: &reading.options,
        facts: reading.facts.as_ref(),
        filter: &reading.filter,
        skip_unreadable: arguments.read.skip_unreadable,
        pool: &pool,
    };
    let people = reading.people.clone();
    let plan_keeps = plan.makes_project();
    let mut collector = Collector::new(&mut plan, &frame, bytes, arguments.run.quiet)?;
    if plan_keeps {
        collector.keep_passages();
    }
    collector.left_out = reading.left_out.clone();
    collector.notices.extend(heavy);
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
    let options = options_json(arguments, &people);
    let record = RecordParts { command: "code", options, lexicon: Some(&lexicon) };
    let summary = collector.finish(&record)?;
    let scheme = frame.scheme.clone();
    Ok(Worked { summary, lexicon, scheme, plan })
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
        "csv": arguments.output.csv.map(|dialect| match dialect {
            CsvDialect::Rfc4180 => "rfc4180",
            CsvDialect::ExcelDe => "excel-de",
        }),
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
