//! The command line as it is typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use lesart::corpus::Unit;
use lesart::input::READERS;
use lesart::language::Stemmer;
use lesart::output::FORMATS;
use lesart::tables::TABLES;

/// Qualitative text analysis of German workshop transcripts and written comments.
///
/// Reads transcripts, finds the passages that speak about a theme, shows the words that are the
/// evidence, and writes frequency tables and coded excerpts. Nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "lesart", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Code files, folders or `-` (standard input) with the lexicon
    Code(CodeArguments),
    /// Make the tables again from coded passages (JSON Lines of an earlier run, or codings of people)
    Tables(TablesArguments),
    /// Show what the program reads: documents, turns, passages, sentences or words, as rows
    Inspect(InspectArguments),
    /// Tell why a text gets a code, and why it does not
    Explain(ExplainArguments),
    /// Compare codings with a gold standard: precision, recall, F1, Cohen's kappa
    Score(super::score::ScoreArguments),
    /// Take the codings of people out of QDA projects (.qdpx), as coded passages
    Import(super::import::ImportArguments),
    /// Show a word or pattern in its contexts (key word in context)
    Kwic(Box<super::kwic::KwicArguments>),
    /// Write a reading report: one HTML page with charts, the coded texts, and the coding guide
    Report(Box<super::reading_report::ReportArguments>),
    /// Write the coding guide (Kodierleitfaden) of a lexicon, with quotations from material
    Guide(Box<super::guide::GuideArguments>),
    /// Print a paragraph for the methods section, and what of COREQ a run can fill
    Methods(super::methods::MethodsArguments),
    /// Check or show a lexicon
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct LexiconArguments {
    /// A lexicon: a shipped one's id, or a .toml or .csv file; several are joined
    #[arg(short, long = "lexicon", value_name = "NAME|FILE", default_value = "freies-engagement", value_hint = ValueHint::FilePath)]
    pub(crate) lexicon: Vec<String>,
    /// The stemmer for entries written `stem:…` and for word tables
    #[arg(long, value_name = "NAME", default_value = "cistem", value_parser = stemmer)]
    pub(crate) stemmer: Stemmer,
}

fn stemmer(name: &str) -> Result<Stemmer, String> {
    Stemmer::ALL
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, stemmer)| *stemmer)
        .ok_or_else(|| format!("there are: {}", Stemmer::ALL.map(|(name, _)| name).join(", ")))
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadArguments {
    /// Read every file as this format (needed for standard input)
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    pub(crate) input_format: Option<String>,
    /// The encoding of the files; found out without it, and said when it was a guess
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// The column of a row file that holds the text; several, parted by commas, make a passage each
    #[arg(long, value_name = "COLUMN")]
    pub(crate) text_column: Option<String>,
    /// The column of a row file that says who speaks or writes
    #[arg(long, value_name = "COLUMN")]
    pub(crate) speaker_column: Option<String>,
    /// The column of a row file with the row's id
    #[arg(long, value_name = "COLUMN")]
    pub(crate) id_column: Option<String>,
    /// The sheet of a workbook: its name, or its number from 1
    #[arg(long, value_name = "SHEET")]
    pub(crate) sheet: Option<String>,
    /// A label that is a speaker, whatever it looks like; may be given again
    #[arg(long = "speaker", value_name = "LABEL")]
    pub(crate) speakers: Vec<String>,
    /// A TOML file that fixes names, aliases and facts of speakers, instead of `lesart.toml` beside the texts
    #[arg(long = "speakers", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) people: Option<PathBuf>,
    /// A CSV file with facts: a column `document` or `speaker`, and the facts in the other columns
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) facts: Option<PathBuf>,
    /// Code only what these speakers say: a name, a glob, or a fact (`group=engagierte`)
    #[arg(long, value_name = "WHO")]
    pub(crate) only_speaker: Vec<String>,
    /// Do not code what these speakers say: a name, a glob, or a fact (`group=moderation`)
    #[arg(long, value_name = "WHO")]
    pub(crate) skip_speaker: Vec<String>,
    /// Go on without the files that cannot be read; they are named in the summary and in run.json
    #[arg(long)]
    pub(crate) skip_unreadable: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UnitArguments {
    /// What the text is cut into for coding
    #[arg(short, long, value_name = "UNIT", value_enum, default_value_t = UnitName::Turn)]
    pub(crate) unit: UnitName,
    /// Match what stands in the transcriber's marks, too: (lacht), //mhm//, [Ort]
    #[arg(long)]
    pub(crate) marks: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnitName {
    /// What one speaker says until the next; a comment
    Turn,
    /// What stands between empty lines
    Paragraph,
    /// A sentence
    Sentence,
    /// All turns of a document together
    Document,
}

impl From<UnitName> for Unit {
    fn from(name: UnitName) -> Self {
        match name {
            UnitName::Turn => Self::Turn,
            UnitName::Paragraph => Self::Paragraph,
            UnitName::Sentence => Self::Sentence,
            UnitName::Document => Self::Document,
        }
    }
}

/// Stands for every table.
pub(crate) const ALL_TABLES: &str = "all";

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArguments {
    /// The table to print; with -o FOLDER the usual ones are written, or those named here (`all`: every one)
    #[arg(short, long = "table", value_name = "TABLE", value_parser = PossibleValuesParser::new(TABLES.iter().map(|t| t.name()).chain([ALL_TABLES])))]
    pub(crate) tables: Vec<String>,
    /// A fact for `by`, `crosstab` and `compare`: document, speaker, or a fact's name; may be given again
    #[arg(long, value_name = "FACT")]
    pub(crate) by: Vec<String>,
    /// Passages before and after each excerpt
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub(crate) context: usize,
    /// The format of the tables; xlsx needs -o
    #[arg(short, long, value_name = "FORMAT", default_value = "csv", value_parser = PossibleValuesParser::new(super::plan::shape_names()))]
    pub(crate) format: String,
    /// The dialect of CSV: excel-de opens right on a double click in German spreadsheets
    #[arg(long, value_name = "DIALECT", value_enum)]
    pub(crate) csv: Option<CsvDialect>,
    /// A folder for all tables, or, with one table, a file
    #[arg(short, long, value_name = "TARGET", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// Write over a target that is there already
    #[arg(long)]
    pub(crate) force: bool,
}

impl OutputArguments {
    /// What is said of output where a command has none of its own.
    pub(crate) fn nowhere() -> Self {
        Self {
            tables: Vec::new(),
            by: Vec::new(),
            context: 0,
            format: "csv".to_owned(),
            csv: None,
            output: None,
            force: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Commas, decimal point, UTF-8, lines end in LF (the default)
    Rfc4180,
    /// Semicolons, decimal comma, byte order mark, CR LF, an apostrophe before texts that begin like formulas
    ExcelDe,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunArguments {
    /// How many threads work; the result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) threads: Option<u16>,
    /// Say nothing on standard error but faults
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CodeArguments {
    /// Files, folders, globs, or `-` for standard input
    #[arg(required = true, value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct TablesArguments {
    /// Files of coded passages (`coded.jsonl`), or `-` for standard input
    #[arg(required = true, value_name = "CODED", value_hint = ValueHint::FilePath)]
    pub(crate) coded: Vec<String>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// Files, folders, globs, or `-` for standard input (read as plain text without --input-format)
    #[arg(required = true, value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<String>,
    /// What a row is
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Turns)]
    pub(crate) level: Level,
    /// The format of the rows; as tsv, sentences and words come without a head, as scorers read them
    #[arg(short, long, value_name = "FORMAT", default_value = "csv", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
    pub(crate) format: String,
    #[command(flatten)]
    pub(crate) unit: UnitArguments,
    /// The stemmer for the column `stem`
    #[arg(long, value_name = "NAME", default_value = "cistem", value_parser = stemmer)]
    pub(crate) stemmer: Stemmer,
    #[command(flatten)]
    pub(crate) read: ReadArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Documents with format, encoding, number of turns, notices
    Documents,
    /// Speakers with the number of their turns and words
    Speakers,
    /// Turns with speaker, time, line
    Turns,
    /// Passages of the unit
    Passages,
    /// Sentences with their place (code points of the input)
    Sentences,
    /// Words with place, kind, folded form, stem, parts
    Words,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The text, or `-` to read it from standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    /// Only these codes or themes
    #[arg(long = "code", value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// Print as rows in this format instead of text
    #[arg(short, long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
    pub(crate) format: Option<String>,
    /// Match what stands in the transcriber's marks, too
    #[arg(long)]
    pub(crate) marks: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Find the faults of a lexicon, with line and caret, and run its examples
    Check {
        /// Lexicons: ids of shipped ones, or files; several are joined
        #[arg(value_name = "NAME|FILE", default_value = "freies-engagement")]
        lexicons: Vec<String>,
        /// Look what the entries find in this material, too: files, folders or globs
        #[arg(long, value_name = "PATHS", num_args = 1.., value_hint = ValueHint::AnyPath)]
        against: Vec<String>,
        /// Warnings, too, make the check fail (exit code 1)
        #[arg(long)]
        strict: bool,
    },
    /// Start a lexicon of your own: a file with what each part is for
    New(super::lexicon_convert::NewArguments),
    /// Take over a dictionary of another program, or write one for it, and tell what is lost
    Convert(super::lexicon_convert::ConvertArguments),
    /// Compare two lexicons: their entries, or what they do to passages
    Diff(Box<super::lexicon_diff::DiffArguments>),
    /// Find what might be added: words of what people coded and the lexicon missed, compounds, neighbours, leftovers
    Suggest(Box<super::lexicon_suggest::SuggestArguments>),
    /// Fit the weights of entries to passages that people coded, and tell what that is worth
    Fit(Box<super::lexicon_fit::FitArguments>),
    /// Show the entries of a lexicon as a table, its codes, its file, or the forms of an entry
    Show {
        /// Lexicons: ids of shipped ones, or files; several are joined
        #[arg(value_name = "NAME|FILE", default_value = "freies-engagement")]
        lexicons: Vec<String>,
        /// The codes with definitions instead of the entries
        #[arg(long, conflicts_with_all = ["toml", "forms"])]
        codes: bool,
        /// The shipped file as it is, as a start for an own one
        #[arg(long, conflicts_with = "forms")]
        toml: bool,
        /// Every form that this entry finds
        #[arg(long, value_name = "ENTRY")]
        forms: Option<String>,
        /// The format of the rows
        #[arg(short, long, value_name = "FORMAT", default_value = "csv", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
        format: String,
    },
}
