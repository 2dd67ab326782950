//! Where the rows of a command with one table go: standard output, or a file with -o.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};
use lesart::Result;
use lesart::output::folder::Target;
use lesart::output::{FORMATS, Format};
use lesart::tables::Row;

use super::rows::{self, Stream};

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct TargetArguments {
    /// The format of the rows; with -o, the file's ending goes before
    #[arg(short, long, value_name = "FORMAT", default_value = "csv", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
    pub(crate) format: String,
    /// A file for the rows
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
}

/// A place for rows, opened before the work starts.
pub(crate) struct Place {
    format: &'static dyn Format,
    file: Option<(Target, File)>,
    name: String,
}

impl Place {
    pub(crate) fn settle(arguments: &TargetArguments) -> Result<Self> {
        let mut format = rows::format(&arguments.format)?;
        let Some(path) = &arguments.output else {
            return Ok(Self { format, file: None, name: "standard output".to_owned() });
        };
        let by_ending = FORMATS
            .iter()
            .copied()
            .find(|format| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.name())));
        format = by_ending.unwrap_or(format);
        let file = Target::file(path, arguments.force)?;
        Ok(Self { format, file: Some(file), name: path.display().to_string() })
    }

    /// Writes all rows; a file appears when it is whole.
    pub(crate) fn write(
        self,
        table: &str,
        columns: &[&str],
        found: impl IntoIterator<Item = Row>,
    ) -> Result<()> {
        let (target, out): (_, Box<dyn Write>) = match self.file {
            Some((target, file)) => (Some(target), Box::new(BufWriter::with_capacity(1 << 16, file))),
            None => (None, rows::standard_output()),
        };
        let layout = rows::layout(table, columns);
        let mut stream = Stream::begin(self.format, &layout, out, &self.name)?;
        for row in found {
            stream.row(&row)?;
        }
        stream.end()?;
        target.map_or(Ok(()), Target::commit)
    }
}
