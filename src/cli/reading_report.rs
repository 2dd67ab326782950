//! `lesart report`: the coded material as one page to read in.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::output::folder::Target;
use lesart::output::guide::Guide;
use lesart::output::page::{self, Figure, Language, Line, Report};
use lesart::{Error, Result};

use super::gather::{GatherArguments, Gathered};
use super::reading_report_counts::{Counts, share};
use super::reading_report_text::Texts;
use super::{coded, report, run_record};

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Coded passages (`coded.jsonl`, or the folder with it), a QDA project, or texts as for `lesart code`
    #[arg(required = true, value_name = "CODED|PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) gather: GatherArguments,
    /// The page to write
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// The language of the page
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value_t = PageLanguage::De)]
    pub(crate) lang: PageLanguage,
    /// A fact for a heat map: document, speaker, or a fact's name; may be given again
    #[arg(long, value_name = "FACT")]
    pub(crate) by: Vec<String>,
    /// The title of the page; the lexicon's without it
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
}

/// The language of what is made for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageLanguage {
    /// German
    De,
    /// English
    En,
}

impl From<PageLanguage> for Language {
    fn from(language: PageLanguage) -> Self {
        match language {
            PageLanguage::De => Self::German,
            PageLanguage::En => Self::English,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: ReportArguments) -> Result<ExitCode> {
    let quiet = arguments.gather.run.quiet;
    let language = Language::from(arguments.lang);
    report::refuse_existing(&arguments.output, arguments.force)?;
    let gathered = arguments.gather.gather(arguments.paths)?;
    super::code::check_by(&arguments.by, gathered.inventory.facts())?;
    let (target, mut file) = Target::file(&arguments.output, arguments.force)?;
    let data = data(&gathered, &arguments.by, arguments.title, language)?;
    let page = page::report(&data, language);
    file.write_all(page.as_bytes()).map_err(|source| Error::write(&arguments.output, source))?;
    drop(file);
    target.commit()?;
    if !quiet {
        let kilobytes = (page.len() as u64).div_ceil(1000);
        report::line(&format!("the report is in {} ({kilobytes} kB)", arguments.output.display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn data(gathered: &Gathered, by: &[String], title: Option<String>, language: Language) -> Result<Report> {
    let Gathered { inputs, inventory, lexicon, record } = gathered;
    let scheme = inventory.scheme();
    let mut counts = Counts::new(scheme, inventory.facts());
    coded::each(inputs, inventory, |coded| counts.take_in(coded, inventory.unit()))?;
    let shown = counts.shown_facts(by, inventory.facts());
    let choices = counts.choices(inventory.facts());
    let mut texts = Texts::new(scheme, inventory.unit(), &counts.themes, &choices, counts.speakers());
    coded::each(inputs, inventory, |coded| texts.take_in(coded))?;
    let (documents, quotations) = texts.end();
    let mut report = Report {
        title: title.unwrap_or_else(|| lexicon.title.clone()),
        speakers: counts.speakers(),
        facts: choices,
        documents,
        guide: Guide::new(lexicon, &quotations),
        together: counts.together(scheme),
        maps: shown.iter().map(|fact| counts.map(fact, scheme, language)).collect(),
        ..Report::default()
    };
    counts.bars(scheme, &mut report);
    let figure = |name: &str, value: String| Figure { name: language.word(name), value };
    report.figures = vec![
        figure("documents", language.number(report.documents.len() as u64)),
        figure("passages", language.number(counts.all.passages)),
        figure("words", language.number(counts.words)),
        Figure {
            name: format!("{} ({})", language.word("passages"), language.word("coded")),
            value: format!(
                "{} · {}",
                language.number(counts.coded),
                language.percent(share(counts.coded, counts.all.passages))
            ),
        },
        figure("hits", language.number(counts.hits.iter().sum())),
    ];
    let lines = record.as_ref().map(run_record::lines).unwrap_or_default();
    report.run = lines.into_iter().map(|(name, value)| Line { name, value }).collect();
    Ok(report)
}
