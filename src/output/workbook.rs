//! Tables as sheets of one workbook (XLSX).
//!
//! Rows go to a temporary file of their sheet as they come, so a large table costs no memory. The
//! bytes depend on what is written only: no clock, no names.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::output::Layout;
use crate::output::colour::Colour;
use crate::tables::Cell;

/// Rows of a sheet, the head not among them.
pub const ROWS: u32 = 1_048_575;
/// Characters of a cell (UTF-16 units, as Excel counts).
pub const CHARACTERS: usize = 32_767;
/// The height of a line, and of the highest row, in points.
const LINE_HEIGHT: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// What a change between plain and bold letters takes of the room of a cell, at most.
const PART: usize = 250;
/// What stands at the end of a text that was cut.
const CUT: &str = " … [cut]";

/// A workbook on its way.
pub struct Book {
    workbook: Workbook,
    sheets: Vec<Sheet>,
    colours: Vec<(String, Colour)>,
    formats: Formats,
    /// Rows that found no room.
    left_out: u64,
    /// Texts that were cut.
    cut: u64,
}

struct Sheet {
    columns: Vec<String>,
    rows: u32,
}

struct Formats {
    head: Format,
    text: Format,
    wrapped: Format,
    count: Format,
    bold: Format,
    plain: Format,
    /// Numbers with 0, 1 … 4 decimals.
    numbers: Vec<Format>,
    share: Format,
    /// A code or theme in each theme's colour.
    themes: Vec<Format>,
}

impl Formats {
    fn new(colours: &[(String, Colour)]) -> Self {
        use rust_xlsxwriter::{Color, FormatAlign, FormatBorder};
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00e9_ecef))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top),
            text: top(),
            wrapped: top().set_text_wrap(),
            count: top().set_num_format("#,##0"),
            bold: Format::new().set_bold(),
            plain: Format::new(),
            numbers: ["0", "0.0", "0.00", "0.000", "0.0000"]
                .map(|format| top().set_num_format(format))
                .to_vec(),
            share: top().set_num_format("0.0%"),
            themes: colours
                .iter()
                .map(|(_, colour)| top().set_bold().set_font_color(Color::RGB(colour.rgb())))
                .collect(),
        }
    }
}

impl Book {
    /// An empty workbook; codes of these themes have these colours.
    ///
    /// # Errors
    /// The year 2000, which every file gets for its date, cannot be written.
    pub fn new(colours: Vec<(String, Colour)>) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_author("lesart").set_creation_datetime(&date));
        let formats = Formats::new(&colours);
        Ok(Self { workbook, sheets: Vec::new(), colours, formats, left_out: 0, cut: 0 })
    }

    /// A new sheet with a head of columns; its number.
    ///
    /// # Errors
    /// There is no room for the temporary file of its rows.
    pub fn sheet(&mut self, layout: &Layout) -> io::Result<usize> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(&layout.table).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0).map_err(failed)?;
        for (place, column) in (0_u16..).zip(&layout.columns) {
            sheet.set_column_width(place, width(column)).map_err(failed)?;
            sheet
                .write_string_with_format(0, place, shortened(column).0, &self.formats.head)
                .map_err(failed)?;
        }
        self.sheets.push(Sheet { columns: layout.columns.clone(), rows: 0 });
        Ok(self.sheets.len() - 1)
    }

    /// Adds a row to a sheet; what stands after the last row that a sheet can have is counted only.
    ///
    /// # Errors
    /// There is no room for it on the disk.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> io::Result<()> {
        let Some(Sheet { columns, rows }) = self.sheets.get_mut(sheet) else { return Ok(()) };
        if *rows == ROWS {
            self.left_out += 1;
            return Ok(());
        }
        *rows += 1;
        let row = *rows;
        let into = self.workbook.worksheet_from_index(sheet).map_err(failed)?;
        let theme = cells.iter().zip(columns.iter()).find(|(_, column)| *column == "theme");
        let theme = theme.and_then(|(cell, _)| cell.as_text()).and_then(|theme| {
            self.colours
                .iter()
                .position(|(known, _)| known == theme)
                .and_then(|at| self.formats.themes.get(at))
        });
        let lines = cells.iter().zip(columns.iter()).map(|(cell, column)| lines(cell, column)).max();
        if let Some(lines @ 2..) = lines {
            let height = (f64::from(lines) * LINE_HEIGHT).min(HIGHEST);
            into.set_row_height(row, height).map_err(failed)?;
        }
        for ((place, cell), column) in (0_u16..).zip(cells).zip(columns.iter()) {
            let coloured = theme.filter(|_| matches!(&**column, "theme" | "code" | "label"));
            self.cut += u64::from(write(into, (row, place), cell, column, coloured, &self.formats)?);
        }
        Ok(())
    }

    /// Rows that found no room, and texts that were cut.
    #[must_use]
    pub const fn shortened(&self) -> (u64, u64) {
        (self.left_out, self.cut)
    }

    /// Writes the whole workbook.
    ///
    /// # Errors
    /// What the target says.
    pub fn write(mut self, out: impl Write + Send) -> io::Result<()> {
        for (number, sheet) in self.sheets.iter().enumerate() {
            let columns = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
            if let (Some(last), 1..) = (columns.checked_sub(1), sheet.rows) {
                let into = self.workbook.worksheet_from_index(number).map_err(failed)?;
                into.autofilter(0, 0, sheet.rows, last).map_err(failed)?;
            }
        }
        self.workbook.save_to_writer(out).map_err(failed)
    }
}

/// Writes a cell; whether its text was cut.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    name: &str,
    coloured: Option<&Format>,
    formats: &Formats,
) -> io::Result<bool> {
    let text_format = if is_long(name) { &formats.wrapped } else { &formats.text };
    let done = match cell {
        Cell::Empty => return Ok(false),
        Cell::Text(text) => {
            let (text, cut) = shortened(text);
            let format = coloured.unwrap_or(text_format);
            sheet.write_string_with_format(row, column, text, format).map(|_| cut)
        }
        Cell::Marked(text, words) => {
            let (short, cut) = shortened(text);
            let mut parts: Vec<(&Format, &str)> = Vec::new();
            let mut from = 0;
            for word in words.iter().filter(|_| !cut) {
                parts.push((&formats.plain, short.get(from..word.start as usize).unwrap_or_default()));
                parts.push((&formats.bold, short.get(word.range()).unwrap_or_default()));
                from = word.end as usize;
            }
            parts.push((&formats.plain, short.get(from..).unwrap_or_default()));
            parts.retain(|(_, part)| !part.is_empty());
            // The library measures the cell with the marks in it.
            let measure = short.encode_utf16().count() + parts.len() * PART;
            let written = if parts.len() > 1 && measure < CHARACTERS {
                sheet.write_rich_string_with_format(row, column, &parts, text_format)
            } else {
                sheet.write_string_with_format(row, column, short, text_format)
            };
            written.map(|_| cut)
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^53")]
        Cell::Count(count) => {
            sheet.write_number_with_format(row, column, *count as f64, &formats.count).map(|_| false)
        }
        Cell::Number(number, decimals) => {
            let last = formats.numbers.len() - 1;
            let format = if name == "share" || name.starts_with("share_") {
                &formats.share
            } else {
                &formats.numbers[usize::from(*decimals).min(last)]
            };
            sheet.write_number_with_format(row, column, *number, format).map(|_| false)
        }
    };
    done.map_err(failed)
}

/// A text that fits a cell, and whether it was cut for that.
fn shortened(text: &str) -> (std::borrow::Cow<'_, str>, bool) {
    // A byte is at least one UTF-16 unit of its character's, never the other way round.
    if text.len() <= CHARACTERS || text.encode_utf16().count() <= CHARACTERS {
        return (text.into(), false);
    }
    let room = CHARACTERS - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > room
    });
    let end = fits.map_or(text.len(), |(at, _)| at);
    (format!("{}{CUT}", text.get(..end).unwrap_or_default()).into(), true)
}

/// Columns of long texts, which are wrapped.
fn is_long(column: &str) -> bool {
    matches!(
        column,
        "text"
            | "words"
            | "before"
            | "after"
            | "definition"
            | "coding_rule"
            | "rule"
            | "value"
            | "notices"
            | "examples"
            | "counterexamples"
            | "entries"
    )
}

/// How many lines a cell takes where its text is wrapped; programs do not work it out themselves.
fn lines(cell: &Cell, column: &str) -> u32 {
    let Some(text) = cell.as_text().filter(|_| is_long(column)) else { return 1 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths are small")]
    let wide = width(column) as usize;
    let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(wide * 9 / 8).max(1)).sum();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// How wide a column is, in characters.
fn width(column: &str) -> f64 {
    match column {
        "text" => 80.0,
        "definition" | "coding_rule" | "examples" | "counterexamples" | "entries" => 60.0,
        "before" | "after" | "left" | "right" => 50.0,
        "code" | "label" | "words" | "what" | "warning" => 34.0,
        "theme_label" | "document" | "entry" | "hit" | "file" | "path" => 26.0,
        "value" | "notices" => 70.0,
        "passage" | "hits" | "line" | "sentence" | "paragraph" | "time" | "level" => 10.0,
        _ => (f64::from(u8::try_from(column.chars().count()).unwrap_or(u8::MAX)) + 4.0).clamp(11.0, 30.0),
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::text::Span;

    fn layout(table: &str, columns: &[&str]) -> Layout {
        Layout { table: table.into(), columns: columns.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn book(rows: &[Vec<Cell>]) -> Vec<u8> {
        let mut book = Book::new(vec![("a".into(), Colour::of_theme(0))]).expect("a book");
        let sheet = book.sheet(&layout("excerpts", &["theme", "text", "share", "hits"])).expect("a sheet");
        let other = book.sheet(&layout("other", &["x"])).expect("a sheet");
        for row in rows {
            book.row(sheet, row).expect("room");
            book.row(other, &[Cell::Count(1)]).expect("room");
        }
        let mut out = Vec::new();
        book.write(&mut out).expect("room");
        out
    }

    fn rows() -> Vec<Vec<Cell>> {
        let nasty = ["=1+1", "Ja\nNein & <b>", "👩‍👩‍👧 ß", "007", "_x000D_", "\u{b}\u{1f}x"];
        let mut rows: Vec<Vec<Cell>> = nasty
            .iter()
            .map(|text| vec![Cell::text("a"), Cell::text(*text), Cell::Number(0.5, 4), Cell::Count(3)])
            .collect();
        let marked = Cell::Marked("Der Verein hilft.".into(), vec![Span::new(4, 10)]);
        rows.push(vec![Cell::Empty, marked, Cell::Empty, Cell::Empty]);
        rows
    }

    #[test]
    fn what_is_written_is_read_back_and_the_bytes_are_the_same_each_time() {
        let bytes = book(&rows());
        assert_eq!(bytes, book(&rows()));
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        assert_eq!(read.sheet_names(), ["excerpts", "other"]);
        let range = read.worksheet_range("excerpts").expect("a sheet");
        assert_eq!(range.height(), rows().len() + 1);
        for (place, row) in rows().iter().enumerate() {
            let text = row[1].as_text().unwrap_or_default();
            let at = u32::try_from(place + 1).expect("few");
            assert_eq!(range.get_value((at, 1)), Some(&Data::String(text.to_owned())));
        }
        assert_eq!(range.get_value((1, 2)), Some(&Data::Float(0.5)));
        assert_eq!(range.get_value((1, 3)), Some(&Data::Float(3.0)));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_with_a_mark() {
        let long = "ä🙂".repeat(20_000);
        let (short, cut) = shortened(&long);
        assert!(cut && short.ends_with(CUT) && short.encode_utf16().count() <= CHARACTERS);
        assert!(!shortened(&"ä".repeat(CHARACTERS)).1);
        let words = vec![Span::new(0, 2), Span::new(79_998, 80_000)];
        let mut book = Book::new(Vec::new()).expect("a book");
        let sheet = book.sheet(&layout("t", &["text"])).expect("a sheet");
        book.row(sheet, &[Cell::Marked(long, words)]).expect("room");
        assert_eq!(book.shortened(), (0, 1));
        let mut out = Vec::new();
        book.write(&mut out).expect("room");
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(out)).expect("a workbook");
        let range = read.worksheet_range("t").expect("a sheet");
        assert!(matches!(range.get_value((1, 0)), Some(Data::String(text)) if text.ends_with(CUT)));
    }
}
