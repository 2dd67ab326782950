//! Where rows go: a table of a list, or rows that a command makes itself, to a stream or a file.

use std::io::{self, BufWriter, Write};

use lesart::output::{FORMATS, Format, Layout, RowSink};
use lesart::tables::{Cell, Row};
use lesart::{Error, Result};

/// The format of a name that the arguments have checked.
pub(crate) fn format(name: &str) -> Result<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name).ok_or_else(|| Error::Argument {
        what: format!("no format {name}"),
        hint: format!("there are: {}", FORMATS.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ")),
    })
}

/// Rows on their way to a place that has a name.
pub(crate) struct Stream<'w> {
    sink: Box<dyn RowSink + 'w>,
    place: String,
    pub(crate) rows: u64,
}

impl<'w> Stream<'w> {
    /// Begins rows of `columns` on `out`, which is called `place` in errors.
    pub(crate) fn begin(
        format: &dyn Format,
        table: &str,
        columns: Vec<String>,
        out: Box<dyn Write + 'w>,
        place: &str,
    ) -> Result<Self> {
        let layout = Layout { table: table.to_owned(), columns };
        let sink = format.begin(&layout, out).map_err(|source| Error::write(place, source))?;
        Ok(Self { sink, place: place.to_owned(), rows: 0 })
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, row: &[Cell]) -> Result<()> {
        self.rows += 1;
        self.sink.row(row).map_err(|source| Error::write(&self.place, source))
    }

    /// Writes the end.
    pub(crate) fn end(self) -> Result<()> {
        self.sink.end().map_err(|source| Error::write(&self.place, source))
    }
}

/// Standard output, buffered.
pub(crate) fn standard_output() -> Box<dyn Write> {
    Box::new(BufWriter::with_capacity(1 << 16, io::stdout()))
}

/// Prints rows to standard output.
pub(crate) fn print(
    format: &dyn Format,
    table: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = Row>,
) -> Result<()> {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    let mut stream = Stream::begin(format, table, columns, standard_output(), "standard output")?;
    for row in rows {
        stream.row(&row)?;
    }
    stream.end()
}
