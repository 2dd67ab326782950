//! Tables as tab-separated lines.

use std::io::{self, BufWriter, Write};

use crate::output::{BUFFER, Format, Layout, RowSink, plain};
use crate::tables::Cell;

/// One line a row, one tab between cells, nothing quoted.
#[derive(Clone, Copy, Debug)]
pub struct Tsv {
    /// Whether the names of the columns stand in the first line.
    pub(super) head: bool,
}

impl Format for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn about(&self) -> &'static str {
        "tab-separated lines for cut and awk: tabs and line breaks inside a cell become a blank"
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        let mut sink = Sink(BufWriter::with_capacity(BUFFER, out));
        if self.head {
            sink.line(layout.columns.iter().map(String::as_str))?;
        }
        Ok(Box::new(sink))
    }
}

struct Sink<'w>(BufWriter<Box<dyn Write + 'w>>);

impl Sink<'_> {
    fn line<T: AsRef<str>>(&mut self, cells: impl Iterator<Item = T>) -> io::Result<()> {
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.0.write_all(b"\t")?;
            }
            // `\r\n` is one break, so one blank.
            let cell = cell.as_ref().replace("\r\n", "\n");
            for (place, part) in cell.split(is_break).enumerate() {
                if place > 0 {
                    self.0.write_all(b" ")?;
                }
                self.0.write_all(part.as_bytes())?;
            }
        }
        self.0.write_all(b"\n")
    }
}

impl RowSink for Sink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.line(cells.iter().map(plain))
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// What some program takes for the end of a cell or a line.
const fn is_break(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}
