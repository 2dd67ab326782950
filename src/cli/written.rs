//! A lexicon that a command reads, and the file into which it writes what it found out.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};
use lesart::lexicon::edit::Edit;
use lesart::lexicon::{Lexicon, shipped};
use lesart::output::FORMATS;
use lesart::output::folder::Target;
use lesart::tables::Row;
use lesart::{Error, Result};

use super::{report, rows};

#[derive(Debug, Args)]
pub(crate) struct WrittenArguments {
    /// The lexicon: a shipped one's id, or a .toml or .csv file
    #[arg(short, long = "lexicon", value_name = "NAME|FILE", default_value = "freies-engagement", value_hint = ValueHint::FilePath)]
    pub(crate) lexicon: Vec<String>,
    /// The file for the changed lexicon: a copy of a .toml file, or a new file that extends a shipped one
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Print only, even with -o
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The format of what is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "csv", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
    pub(crate) format: String,
}

/// The file that will be written, opened before the work starts.
pub(crate) struct Written {
    format: String,
    quiet: bool,
    target: Option<(Target, fs::File, Edit, PathBuf)>,
}

impl Written {
    pub(crate) fn settle(arguments: &WrittenArguments, lexicon: &Lexicon, quiet: bool) -> Result<Self> {
        let mut written = Self { format: arguments.format.clone(), quiet, target: None };
        let Some(path) = arguments.output.as_deref().filter(|_| !arguments.dry_run) else {
            return Ok(written);
        };
        if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("toml")) {
            return Err(Error::Argument {
                what: format!("{}: a lexicon is written as a .toml file", path.display()),
                hint: "the table goes to standard output; write -o FILE.toml for the lexicon".into(),
            });
        }
        let edit = edit(&arguments.lexicon, lexicon, path)?;
        let (target, file) = Target::file(path, arguments.force)?;
        written.target = Some((target, file, edit, path.to_owned()));
        Ok(written)
    }

    /// Prints the rows of the command.
    pub(crate) fn print(
        &self,
        table: &str,
        columns: &[&str],
        found: impl IntoIterator<Item = Row>,
    ) -> Result<()> {
        rows::print(rows::format(&self.format)?, table, columns, found)
    }

    /// Writes the file, if one is wanted.
    pub(crate) fn save(self, change: impl FnOnce(&mut Edit) -> Result<()>) -> Result<()> {
        let Some((target, mut file, mut edit, path)) = self.target else { return Ok(()) };
        change(&mut edit)?;
        file.write_all(edit.text().as_bytes()).map_err(|source| Error::write(&path, source))?;
        drop(file);
        target.commit()?;
        if !self.quiet {
            report::line(&format!("the lexicon is in {}", path.display()));
        }
        Ok(())
    }
}

/// What is changed: the text of the one file that is named, or a new one that builds on it.
fn edit(names: &[String], lexicon: &Lexicon, path: &Path) -> Result<Edit> {
    let [name] = names else {
        return Err(Error::Argument {
            what: "several lexicons cannot be written into one file".into(),
            hint: "write a file that extends them, extends = [\"…\", \"…\"], and name that with -l".into(),
        });
    };
    let is_toml = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if let (true, Some(file)) = (is_toml, lexicon.files.first()) {
        return Edit::new(&file.name, &file.text);
    }
    let extends = if shipped(name).is_some() { name.clone() } else { seen_from(Path::new(name), path) };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let letters = stem.chars().map(|letter| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9') => letter,
        _ => '-',
    });
    let id: String = letters.collect::<String>().trim_matches('-').to_owned();
    let id = if id.is_empty() || id == lexicon.id { format!("{}-2", lexicon.id) } else { id };
    Edit::extending(&path.display().to_string(), &id, &lexicon.title, &extends)
}

/// A path as it is written in a file at `from`.
pub(crate) fn seen_from(path: &Path, from: &Path) -> String {
    let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
    if folder(path) == folder(from) {
        return path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    }
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
