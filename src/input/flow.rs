//! Paragraphs and tables of a document while they are open, one inside another.

use super::prose::Prose;

/// What is open, and the paragraphs that are done.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) prose: Prose,
    /// The text of the paragraphs that are open: one, or more where a text box hangs on one.
    paragraphs: Vec<String>,
    /// The cells of the rows that are open: one row, or more where a table stands in a cell.
    rows: Vec<Vec<String>>,
}

impl Flow {
    /// Opens a paragraph.
    pub(super) fn begin(&mut self) {
        self.paragraphs.push(String::new());
    }

    /// The text of the innermost open paragraph.
    pub(super) fn text(&mut self) -> Option<&mut String> {
        self.paragraphs.last_mut()
    }

    /// Ends the innermost open paragraph.
    pub(super) fn end(&mut self) {
        if let Some(text) = self.paragraphs.pop() {
            self.place(&text);
        }
    }

    /// Adds a whole paragraph: a line of the open cell, or one of the document.
    pub(super) fn place(&mut self, text: &str) {
        if !self.add_to_cell(text) {
            self.prose.paragraph(text);
        }
    }

    /// Opens a row of a table.
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Opens a cell of the innermost open row.
    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(String::new());
        }
    }

    /// Ends the innermost open row. A row of a table in a cell is a line of the cell.
    pub(super) fn end_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        if !self.add_to_cell(&row.join("\t")) {
            self.prose.row(&row);
        }
    }

    /// How many rows are open.
    pub(super) fn open_rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is open.
    pub(super) fn is_done(&self) -> bool {
        self.paragraphs.is_empty() && self.rows.is_empty()
    }

    fn add_to_cell(&mut self, text: &str) -> bool {
        let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) else { return false };
        if !cell.is_empty() && !text.is_empty() {
            cell.push('\n');
        }
        cell.push_str(text);
        true
    }
}
