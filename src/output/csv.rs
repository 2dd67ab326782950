//! Tables as CSV: plain, or as German spreadsheets open it on a double click.

use std::io::{self, Write};

use crate::output::{BUFFER, Format, Layout, RowSink, plain};
use crate::tables::Cell;

/// Comma-separated values as RFC 4180 has them, but with `\n` as line end.
pub(super) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "comma-separated values (RFC 4180): UTF-8, decimal point, quotes where needed, lines end in LF"
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .buffer_capacity(BUFFER)
            .from_writer(out);
        writer.write_record(&layout.columns).map_err(plain_error)?;
        Ok(Box::new(Sink(writer)))
    }
}

struct Sink<'w>(csv::Writer<Box<dyn Write + 'w>>);

impl RowSink for Sink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(plain(cell).as_bytes()).map_err(plain_error)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(plain_error)
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// Semicolons, decimal commas, CR LF, a byte order mark, every text in quotes.
///
/// Excel and LibreOffice take a cell for a formula that begins with one of [`FORMULA`], quoted or not;
/// text from the material that does gets an apostrophe before it, and is counted.
pub(super) struct ExcelDe;

/// What makes a cell a formula (OWASP, CSV Injection).
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// Columns that hold the program's and the lexicon's own words.
const OWN: [&str; 8] = ["level", "theme", "code", "label", "entry", "flags", "fact", "warning"];

impl Format for ExcelDe {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "CSV for German spreadsheets: semicolons, decimal comma, byte order mark, CR LF, texts in quotes"
    }

    fn begin<'w>(&self, layout: &Layout, mut out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .quote_style(csv::QuoteStyle::NonNumeric)
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(BUFFER)
            .from_writer(out);
        let mut guarded = 0;
        for column in &layout.columns {
            writer.write_field(guard(column, &mut guarded)).map_err(plain_error)?;
        }
        writer.write_record(None::<&[u8]>).map_err(plain_error)?;
        let own = layout.columns.iter().map(|column| OWN.contains(&&**column)).collect();
        Ok(Box::new(GermanSink { writer, own, guarded }))
    }
}

struct GermanSink<'w> {
    writer: csv::Writer<Box<dyn Write + 'w>>,
    /// Which columns need no guard.
    own: Vec<bool>,
    guarded: u64,
}

impl RowSink for GermanSink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (cell, own) in cells.iter().zip(&self.own) {
            let text = plain(cell);
            let field = match cell {
                Cell::Text(_) | Cell::Marked(..) if !own => guard(&text, &mut self.guarded),
                Cell::Number(..) => text.replace('.', ","),
                _ => text.into_owned(),
            };
            self.writer.write_field(field).map_err(plain_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(plain_error)
    }

    fn guarded(&self) -> u64 {
        self.guarded
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The text as no spreadsheet calculates with it.
fn guard(text: &str, guarded: &mut u64) -> String {
    if text.starts_with(FORMULA) {
        *guarded += 1;
        return format!("'{text}");
    }
    text.to_owned()
}

/// The error of the target itself: wrapped, a closed pipe could not be told from a failure.
fn plain_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
