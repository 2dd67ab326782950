//! `lesart guide`: the coding guide (Kodierleitfaden) of a lexicon, with quotations where there is material.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum, ValueHint};
use lesart::lexicon::Lexicon;
use lesart::output::folder::Target;
use lesart::output::guide::Guide;
use lesart::output::page::{self, Language};
use lesart::output::{docx, refi};
use lesart::{Error, Result};

use super::gather::GatherArguments;
use super::reading_report::PageLanguage;
use super::reading_report_text::Quotations;
use super::{coded, report, rows};

#[derive(Debug, Args)]
pub(crate) struct GuideArguments {
    /// Material to quote from: coded passages, the folder with them, or texts
    #[arg(value_name = "CODED|PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) gather: GatherArguments,
    /// The file to write: .md, .html, .docx, or .qdc for QDA programs; without it Markdown is printed
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// The format, where the file's ending does not say it
    #[arg(short, long, value_name = "FORMAT", value_enum)]
    pub(crate) format: Option<GuideFormat>,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// The language of headings
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value_t = PageLanguage::De)]
    pub(crate) lang: PageLanguage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GuideFormat {
    /// Markdown
    Md,
    /// A page
    Html,
    /// A Word document
    Docx,
    /// A codebook for QDA programs (REFI-QDA)
    Qdc,
}

impl GuideFormat {
    fn of(path: &Path) -> Option<Self> {
        Self::from_str(&path.extension()?.to_string_lossy(), true).ok()
    }
}

/// Runs the command.
pub(crate) fn run(arguments: GuideArguments) -> Result<ExitCode> {
    let quiet = arguments.gather.run.quiet;
    let language = Language::from(arguments.lang);
    let by_ending = arguments.output.as_deref().and_then(GuideFormat::of);
    let format = match (by_ending.or(arguments.format), &arguments.output) {
        (Some(format), _) => format,
        (None, None) => GuideFormat::Md,
        (None, Some(path)) => {
            return Err(Error::Argument {
                what: format!("a guide cannot be written as {}", path.display()),
                hint: "name a file that ends in .md, .html, .docx or .qdc".into(),
            });
        }
    };
    if let Some(path) = &arguments.output {
        report::refuse_existing(path, arguments.force)?;
    }
    let (lexicon, quotations) = if arguments.paths.is_empty() {
        (Lexicon::load(&arguments.gather.lexicon.lexicon)?, BTreeMap::new())
    } else {
        let gathered = arguments.gather.gather(arguments.paths)?;
        let mut quotations = Quotations::default();
        let (scheme, unit) = (gathered.inventory.scheme(), gathered.inventory.unit());
        coded::each(&gathered.inputs, &gathered.inventory, |coded| quotations.take_in(coded, scheme, unit))?;
        (gathered.lexicon, quotations.end())
    };
    let guide = Guide::new(&lexicon, &quotations);
    let place = arguments.output.clone().unwrap_or_else(|| "standard output".into());
    let bytes = match format {
        GuideFormat::Md => page::guide_markdown(&guide, language).into_bytes(),
        GuideFormat::Html => page::guide_html(&guide, language).into_bytes(),
        GuideFormat::Docx => docx::guide(&guide, language).map_err(|source| Error::write(&place, source))?,
        GuideFormat::Qdc => {
            refi::codebook(&refi::codes(&lexicon), concat!("lesart ", env!("CARGO_PKG_VERSION")))
        }
    };
    let Some(path) = &arguments.output else {
        let mut out = rows::standard_output();
        let written = out.write_all(&bytes).and_then(|()| out.flush());
        written.map_err(|source| Error::write("standard output", source))?;
        return Ok(ExitCode::SUCCESS);
    };
    let (target, mut file) = Target::file(path, arguments.force)?;
    file.write_all(&bytes).map_err(|source| Error::write(path, source))?;
    drop(file);
    target.commit()?;
    if !quiet {
        report::line(&format!("the guide is in {}", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}
