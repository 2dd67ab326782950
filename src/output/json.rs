//! Tables as JSON: one array, or one object a line.

use std::io::{self, BufWriter, Write};

use crate::output::{BUFFER, Format, Layout, RowSink, plain};
use crate::tables::Cell;

/// One array of objects.
pub(super) struct Json;

/// One object a line.
pub(super) struct JsonLines;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one JSON array with an object for each row, null for an empty cell"
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        let mut sink = Sink::new(layout, out, true)?;
        sink.out.write_all(b"[")?;
        Ok(Box::new(sink))
    }
}

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines: one JSON object a line for each row, null for an empty cell"
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        Ok(Box::new(Sink::new(layout, out, false)?))
    }
}

struct Sink<'w> {
    out: BufWriter<Box<dyn Write + 'w>>,
    /// The columns' names in JSON, with the colon.
    keys: Vec<String>,
    array: bool,
    rows: bool,
}

impl<'w> Sink<'w> {
    fn new(layout: &Layout, out: Box<dyn Write + 'w>, array: bool) -> io::Result<Self> {
        let key = |name| Ok(format!("{}:", serde_json::to_string(name)?));
        let keys = layout.columns.iter().map(key).collect::<io::Result<_>>()?;
        Ok(Self { out: BufWriter::with_capacity(BUFFER, out), keys, array, rows: false })
    }
}

impl RowSink for Sink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.rows { b",\n" } else { b"\n" })?;
        }
        self.rows = true;
        for (place, (key, cell)) in self.keys.iter().zip(cells).enumerate() {
            self.out.write_all(if place == 0 { b"{" } else { b"," })?;
            self.out.write_all(key.as_bytes())?;
            match cell {
                Cell::Empty => self.out.write_all(b"null")?,
                Cell::Text(text) | Cell::Marked(text, _) => serde_json::to_writer(&mut self.out, text)?,
                Cell::Count(_) | Cell::Number(..) => self.out.write_all(plain(cell).as_bytes())?,
            }
        }
        self.out.write_all(if self.array { b"}" } else { b"}\n" })
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.rows { b"\n]\n" } else { b"]\n" })?;
        }
        self.out.flush()
    }
}
