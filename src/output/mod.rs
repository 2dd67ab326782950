//! Rows to files and streams: one file a format, one line in [`FORMATS`].

pub mod colour;
mod csv;
pub mod datapackage;
pub mod docx;
pub mod folder;
pub mod guide;
mod json;
pub mod page;
#[cfg(feature = "parquet")]
mod parquet;
pub mod refi;
#[cfg(test)]
mod tests;
mod tsv;
pub mod workbook;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::tables::Cell;

/// Names of a table's columns, and the table's own name.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The table's name.
    pub table: String,
    /// The columns.
    pub columns: Vec<String>,
}

/// Takes the rows of one table, in order.
pub trait RowSink {
    /// Writes a row; it has a cell for each column of the layout.
    ///
    /// # Errors
    /// What the target says.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;
    /// Cells that got an apostrophe, so that no spreadsheet takes them for a formula.
    fn guarded(&self) -> u64 {
        0
    }
    /// Writes what stands at the end, and flushes.
    ///
    /// # Errors
    /// What the target says.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// A format that rows can be written in.
pub trait Format: Sync {
    /// The name (`csv`), used for `--format` and as extension.
    fn name(&self) -> &'static str;
    /// What it is, in one sentence for help texts.
    fn about(&self) -> &'static str;
    /// Whether a terminal cannot show it.
    fn is_binary(&self) -> bool {
        false
    }
    /// Begins a table on `out`.
    ///
    /// # Errors
    /// What the target says.
    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>>;
}

/// All formats, in the order of help texts.
pub const FORMATS: &[&dyn Format] = &[
    &csv::Csv,
    &tsv::Tsv { head: true },
    &json::Json,
    &json::JsonLines,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
];

/// CSV as German spreadsheets open it on a double click.
pub const EXCEL_DE: &dyn Format = &csv::ExcelDe;

/// Tab-separated lines without the names of the columns, for programs that count the lines.
pub const HEADLESS_TSV: tsv::Tsv = tsv::Tsv { head: false };

/// How much is gathered before it goes out, in bytes.
const BUFFER: usize = 1 << 16;

/// A cell as text formats show it: numbers with a decimal point and their decimals.
fn plain(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) | Cell::Marked(text, _) => Cow::Borrowed(text),
        Cell::Count(count) => Cow::Owned(count.to_string()),
        Cell::Number(number, decimals) => Cow::Owned(format!("{number:.*}", usize::from(*decimals))),
    }
}
