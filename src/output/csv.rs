//! Tables as CSV.

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

/// The error of the target itself: wrapped, a closed pipe could not be told from a failure.
fn plain_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
