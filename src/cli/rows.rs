//! Where rows go: a table of a list, or rows that a command makes itself, to a stream or a file.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use lesart::output::datapackage::Kind;
use lesart::output::{FORMATS, Format, Layout, RowSink};
use lesart::tables::{Cell, Row};
use lesart::{Error, Result};
use sha2::{Digest, Sha256};

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
    /// What each column holds so far.
    kinds: Vec<Kind>,
}

impl<'w> Stream<'w> {
    /// Begins rows on `out`, which is called `place` in errors.
    pub(crate) fn begin(
        format: &dyn Format,
        layout: &Layout,
        out: Box<dyn Write + 'w>,
        place: &str,
    ) -> Result<Self> {
        let sink = format.begin(layout, out).map_err(|source| Error::write(place, source))?;
        Ok(Self { sink, place: place.to_owned(), kinds: vec![Kind::default(); layout.columns.len()] })
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, row: &[Cell]) -> Result<()> {
        for (kind, cell) in self.kinds.iter_mut().zip(row) {
            *kind = kind.with(cell);
        }
        self.sink.row(row).map_err(|source| Error::write(&self.place, source))
    }

    /// Cells that were kept from being formulas.
    pub(crate) fn guarded(&self) -> u64 {
        self.sink.guarded()
    }

    /// Writes the end; what each column holds.
    pub(crate) fn end(self) -> Result<Vec<Kind>> {
        self.sink.end().map_err(|source| Error::write(&self.place, source))?;
        Ok(self.kinds)
    }
}

/// Size and hash of what is written through it.
#[derive(Clone, Default)]
pub(crate) struct Seal(Rc<RefCell<(u64, Sha256)>>);

impl Seal {
    /// Takes note of what goes to `out`, if that is wanted.
    pub(crate) fn on(out: Box<dyn Write>, wanted: bool) -> (Box<dyn Write>, Self) {
        let seal = Self::default();
        if !wanted {
            return (out, seal);
        }
        (Box::new(Sealed { out, seal: seal.clone() }), seal)
    }

    /// Bytes so far, and their SHA-256 in hexadecimal.
    pub(crate) fn read(&self) -> (u64, String) {
        let (bytes, hash) = &*self.0.borrow();
        (*bytes, hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

struct Sealed {
    out: Box<dyn Write>,
    seal: Seal,
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let (count, hash) = &mut *self.seal.0.borrow_mut();
        *count += written as u64;
        hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
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
    let layout = layout(table, columns);
    let mut stream = Stream::begin(format, &layout, standard_output(), "standard output")?;
    for row in rows {
        stream.row(&row)?;
    }
    stream.end().map(drop)
}

/// The layout of rows that a command makes itself.
pub(crate) fn layout(table: &str, columns: &[&str]) -> Layout {
    Layout { table: table.to_owned(), columns: columns.iter().map(|column| (*column).to_owned()).collect() }
}
