//! `lesart tables`: every table again from coded passages.

use std::process::ExitCode;

use lesart::coding::record::Portion;
use lesart::language::Language;
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::tables::Frame;
use lesart::{Error, Result};
use rayon::prelude::*;
use serde_json::json;

use super::args::TablesArguments;
use super::code::{by_facts, check_by, pool, watch_interrupt};
use super::coded::{self, Input};
use super::collector::{Collector, RecordParts};
use super::pipeline::{Consumer, DocumentHead, DocumentReport, totals_of};
use super::plan::Plan;

/// Portions that are worked on side by side.
const WAVE: usize = 16;

/// Runs the command.
pub(crate) fn run(arguments: TablesArguments) -> Result<ExitCode> {
    let lexicon = Lexicon::load(&arguments.lexicon.lexicon)?;
    let pool = pool(&arguments.run)?;
    let compiled =
        pool.install(|| CompiledLexicon::new(&lexicon, Language::german(), arguments.lexicon.stemmer));
    // Before the targets are made: whoever stops a wait for standard input must find nothing of them.
    let inputs = arguments.coded.iter().map(|path| Input::open(path)).collect::<Result<Vec<_>>>()?;
    let mut plan = Plan::settle(&arguments.output)?;
    plan.no_record();
    let heavy = plan.weigh(inputs.iter().map(Input::bytes).sum());
    let inventory = coded::inventory(&inputs, compiled.scheme().clone())?;
    let by = by_facts(&arguments.output);
    check_by(&by, inventory.facts())?;
    let frame = Frame {
        scheme: inventory.scheme(),
        unit: inventory.unit(),
        facts: inventory.facts(),
        context: arguments.output.context,
        mark_hits: plan.makes_workbook(),
        stemmer: arguments.lexicon.stemmer,
        by: &by,
    };
    let tables = plan.tables.clone();
    let mut collector = Collector::new(&mut plan, &frame, 0, arguments.run.quiet)?;
    collector.notices.extend(heavy);
    watch_interrupt();
    for input in &inputs {
        let mut reader = input.portions(&inventory, frame.context)?;
        loop {
            let wave = reader.by_ref().take(WAVE).collect::<Result<Vec<Portion>>>()?;
            if wave.is_empty() {
                break;
            }
            let work = |portion: Portion| {
                let coded = portion.codings.on(&portion.document);
                let folds = tables.iter().map(|table| {
                    let mut fold = table.start();
                    fold.add(&coded, &frame);
                    fold
                });
                (folds.collect::<Vec<_>>(), totals_of(&coded), head(&coded))
            };
            let done: Vec<_> = pool.install(|| wave.into_par_iter().map(work).collect());
            for (folds, totals, document) in done {
                collector.folds(folds)?;
                collector.document(DocumentReport { document, totals })?;
            }
            if super::pipeline::STOPPED.load(std::sync::atomic::Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
        }
    }
    let options = json!({"coded": arguments.coded, "lexicon": arguments.lexicon.lexicon});
    let summary = collector.finish(&RecordParts { command: "tables", options, lexicon: Some(&lexicon) })?;
    if let Some(name) = plan.project_name() {
        plan.write_project(&super::qda::project(&inputs, &inventory, &lexicon, &name)?)?;
    }
    plan.commit()?;
    if !arguments.run.quiet {
        summary.print(&lexicon, plan.place.as_deref());
    }
    Ok(ExitCode::SUCCESS)
}

fn head(coded: &lesart::coding::CodedDocument<'_>) -> DocumentHead {
    DocumentHead {
        number: coded.document.number,
        name: coded.document.name.clone(),
        turns: coded.document.own.len() as u64,
        ..DocumentHead::default()
    }
}
