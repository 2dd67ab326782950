//! `lesart lexicon convert` and `new`: from and to other programs, and a start for an own lexicon.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueHint};
use lesart::language::Language;
use lesart::lexicon::exchange::{self, Kind, Loss};
use lesart::lexicon::{Lexicon, SHIPPED, shipped};
use lesart::output::folder::Target;
use lesart::output::refi;
use lesart::tables::Cell;
use lesart::{Error, Result};

use super::{report, rows};

#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// A lexicon (.toml, .csv, or a shipped one's id), or a dictionary: .dic, .dicx, .yml, .cat, .ykd, .lcd, .lc3
    #[arg(value_name = "FROM", value_hint = ValueHint::FilePath)]
    pub(crate) from: String,
    /// The file to write: .toml, .csv, .qdc, or one of the same
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// Words of a dictionary find all their forms, not only the one that is written
    #[arg(long)]
    pub(crate) all_forms: bool,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Do not list what the format cannot hold
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The id of the new lexicon: small letters, digits, `-`
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// A lexicon that it builds on
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) extends: Option<String>,
    /// The file; NAME.toml without it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Converts.
pub(crate) fn convert(arguments: &ConvertArguments) -> Result<ExitCode> {
    let path = Path::new(&arguments.from);
    let mut losses = Vec::new();
    // What is read is a lexicon file in any case, so that its faults are told as those of a lexicon.
    let (lexicon, toml) = match Kind::of_ending(&ending(path)) {
        Some(kind) => {
            let bytes = fs::read(path).map_err(|source| Error::read(path, source))?;
            let categories = exchange::read(kind, &arguments.from, &text(&bytes))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let toml = exchange::to_toml(&name, &categories, arguments.all_forms, &mut losses)?;
            (Lexicon::from_toml(&name, &toml)?, Some(toml))
        }
        None => (Lexicon::load(std::slice::from_ref(&arguments.from))?, None),
    };
    let target = ending(&arguments.output);
    let bytes = match (target.as_str(), Kind::of_ending(&target), toml) {
        ("toml", _, Some(toml)) => toml.into_bytes(),
        ("toml", _, None) => {
            return Err(Error::Argument {
                what: "a lexicon of this program needs no conversion to .toml".into(),
                hint: "copy the file, or write a shipped one out with `lesart lexicon show --toml`".into(),
            });
        }
        ("csv", ..) => table(&lexicon, &mut losses),
        ("qdc", ..) => {
            let what = "REFI-QDA codebooks hold no entries; the first ones stand in the description";
            losses.push(Loss { code: String::new(), entry: String::new(), what: what.to_owned() });
            refi::codebook(&refi::codes(&lexicon), concat!("lesart ", env!("CARGO_PKG_VERSION")))
        }
        (_, Some(kind), _) => {
            let (categories, lost) = exchange::flatten(&lexicon, kind, Language::german());
            losses.extend(lost);
            exchange::write(kind, &lexicon.title, &categories).into_bytes()
        }
        _ => {
            return Err(Error::Argument {
                what: format!("{}: no lexicon can be written as that", arguments.output.display()),
                hint: "the ending says the format: .toml .csv .dic .dicx .yml .cat .ykd .lc3 .qdc".into(),
            });
        }
    };
    save(&arguments.output, &bytes, arguments.force)?;
    if !arguments.quiet {
        let found = losses
            .iter()
            .map(|loss| vec![Cell::text(&*loss.code), Cell::text(&*loss.entry), Cell::text(&*loss.what)]);
        if !losses.is_empty() {
            rows::print(rows::format("csv")?, "losses", &["code", "entry", "lost"], found)?;
        }
        report::line(&format!(
            "{}, {} in {}; {}",
            report::count(lexicon.codes.len() as u64, "code", "codes"),
            report::count(
                lexicon.codes.iter().map(|code| code.entries.len() as u64).sum(),
                "entry",
                "entries"
            ),
            arguments.output.display(),
            match losses.len() {
                0 => "nothing was lost".to_owned(),
                lost => format!("{} in the table above", report::count(lost as u64, "loss", "losses")),
            }
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Text that is UTF-8, or else what older programs on Windows wrote.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// A table as a lexicon is kept in a spreadsheet.
fn table(lexicon: &Lexicon, losses: &mut Vec<Loss>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let head = ["code", "term", "label", "definition", "coding_rule", "example", "counterexample", "weak"];
    let mut written = writer.write_record(head);
    for code in &lexicon.codes {
        let longest = code.entries.len().max(code.examples.len()).max(code.counterexamples.len()).max(1);
        for place in 0..longest {
            let entry = code.entries.get(place);
            let first = |text: &'_ str| if place == 0 { text.to_owned() } else { String::new() };
            let example = |list: &[lesart::lexicon::Example]| {
                list.get(place).map(|example| example.text.clone()).unwrap_or_default()
            };
            let weak = if entry.is_some_and(|entry| entry.weak) { "x" } else { "" };
            written = written.and_then(|()| {
                writer.write_record([
                    code.path.clone(),
                    entry.map(|entry| entry.text.clone()).unwrap_or_default(),
                    first(&code.label),
                    first(&code.definition),
                    first(&code.coding_rule),
                    example(&code.examples),
                    example(&code.counterexamples),
                    weak.to_owned(),
                ])
            });
            if let Some(entry) = entry.filter(|entry| entry.rules != lesart::lexicon::Rules::default()) {
                losses.push(Loss {
                    code: code.path.clone(),
                    entry: entry.text.clone(),
                    what: "its rules and weight".to_owned(),
                });
            }
        }
        if code.threshold.is_some() || !code.never.is_empty() || !code.implies.is_empty() {
            let what = "threshold, never and implies of the code".to_owned();
            losses.push(Loss { code: code.path.clone(), entry: String::new(), what });
        }
    }
    debug_assert!(written.is_ok(), "memory takes all");
    writer.into_inner().unwrap_or_default()
}

/// Writes the start of a lexicon, with what each part is for.
pub(crate) fn new(arguments: &NewArguments) -> Result<ExitCode> {
    let NewArguments { name, extends, output, force } = arguments;
    let path = output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.toml")));
    if let Some(base) = extends.as_deref().filter(|base| shipped(base).is_none() && !Path::new(base).exists())
    {
        return Err(Error::Argument {
            what: format!("no lexicon {base} to build on"),
            hint: format!(
                "give a file, or a shipped one: {}",
                SHIPPED.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ")
            ),
        });
    }
    let base = extends.as_deref().map(|base| {
        if shipped(base).is_some() {
            base.to_owned()
        } else {
            super::written::seen_from(Path::new(base), &path)
        }
    });
    let text = start(name, base.as_deref());
    // A name that no lexicon may have is told as any other fault, before a file is there.
    if extends.as_deref().is_none_or(|base| shipped(base).is_some()) {
        Lexicon::from_toml(name, &text)?;
    }
    save(&path, text.as_bytes(), *force)?;
    report::line(&format!("{} is there; `lesart lexicon check {}` tries it", path.display(), path.display()));
    Ok(ExitCode::SUCCESS)
}

fn start(name: &str, extends: Option<&str>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let extends = extends.map(|base| format!("extends = {}\n", quoted(base))).unwrap_or_default();
    format!(
        "# Ein Lexikon: welche Wörter für welchen Code stehen. Zeilen mit # sind Bemerkungen.\n\
         # Was die Zeichen in den Begriffen bedeuten, steht im README unter „Your own lexicon“.\n\n\
         [lexicon]\nid = {}\ntitle = {}\nversion = \"0.1.0\"\nlanguage = \"de\"\n{extends}\n\
         # Ein Thema mit seinem Namen.\n[[theme]]\npath = \"thema\"\nlabel = \"Thema\"\n\
         definition = \"Wovon das Thema handelt.\"\n\n\
         # Ein Code. Der Pfad ist thema/code, in kleinen Buchstaben ohne Umlaute.\n\
         # Jeder Satz unter examples muss den Code bekommen, keiner unter counterexamples darf es.\n\
         [[code]]\npath = \"thema/code\"\nlabel = \"Name des Codes\"\n\
         definition = \"Welche Passagen dazugehören.\"\ncoding_rule = \"Was im Zweifel gilt.\"\n\
         terms = [\n  \"begriff\",\n]\nexamples = [\n  \"Ein Satz mit dem Begriff.\",\n]\n\
         counterexamples = [\n  \"Ein Satz, der den Code nicht bekommt.\",\n]\n",
        quoted(name),
        quoted(name)
    )
}

fn save(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let (target, mut file) = Target::file(path, force)?;
    file.write_all(bytes).map_err(|source| Error::write(path, source))?;
    drop(file);
    target.commit()
}
