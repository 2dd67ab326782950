//! Reads a lexicon from a table as a spreadsheet writes it: one row a term, `code;term` and more.

use std::collections::BTreeMap;

use super::code_path::path_fault;
use super::draft::{Draft, DraftCode, Placed, tell};
use super::grammar::PatternFault;
use super::letters::nfc;
use super::{Entry, Example, Pattern, Place};
use crate::error::{Fault, did_you_mean};
use crate::text::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Term,
    Label,
    Definition,
    CodingRule,
    Example,
    Counterexample,
    Weak,
    Ignored,
}

/// Names of columns, in lower case; the first of each kind is the one in messages.
const COLUMNS: &[(&str, Column)] = &[
    ("code", Column::Code),
    ("kategorie", Column::Code),
    ("term", Column::Term),
    ("begriff", Column::Term),
    ("begriff/term", Column::Term),
    ("suchbegriff", Column::Term),
    ("wort", Column::Term),
    ("label", Column::Label),
    ("bezeichnung", Column::Label),
    ("definition", Column::Definition),
    ("coding_rule", Column::CodingRule),
    ("kodierregel", Column::CodingRule),
    ("codierregel", Column::CodingRule),
    ("example", Column::Example),
    ("beispiel", Column::Example),
    ("ankerbeispiel", Column::Example),
    ("counterexample", Column::Counterexample),
    ("gegenbeispiel", Column::Counterexample),
    ("weak", Column::Weak),
    ("schwach", Column::Weak),
    ("comment", Column::Ignored),
    ("kommentar", Column::Ignored),
    ("bemerkung", Column::Ignored),
    ("notiz", Column::Ignored),
];

const YES: &[&str] = &["x", "1", "yes", "true", "weak", "ja", "wahr", "schwach"];
const NO: &[&str] = &["", "0", "no", "false", "nein", "falsch"];

/// A cell: its value without blanks around it, and its place in the file (without quotes).
struct CellText {
    text: String,
    span: Span,
    /// Whether the value is the same as what stands in the file, byte for byte.
    verbatim: bool,
}

struct Sheet<'s> {
    file: u16,
    name: &'s str,
    source: &'s str,
    faults: Vec<Fault>,
}

/// What the table `name` with the content `source` says; its faults are added to `faults`.
pub(super) fn parse(file: u16, name: &str, source: &str, faults: &mut Vec<Fault>) -> Draft {
    let mut sheet = Sheet { file, name, source, faults: Vec::new() };
    let draft = sheet.read();
    faults.append(&mut sheet.faults);
    draft
}

/// The delimiter that the first line has most of; `;` where it has none.
fn delimiter(source: &str) -> u8 {
    let head = source.lines().next().unwrap_or_default();
    let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
    [b';', b'\t', b','].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b';')
}

impl Sheet<'_> {
    fn fault(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        tell(&mut self.faults, || Fault::at(self.name, self.source, span, message).hint(hint));
    }

    fn read(&mut self) -> Draft {
        let mut draft = Draft::default();
        let source = self.source;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(source))
            .has_headers(false)
            .flexible(true)
            .from_reader(source.as_bytes());
        let mut columns: Option<Vec<Column>> = None;
        let mut codes = BTreeMap::new();
        let mut code_above: Option<usize> = None;
        let mut record = csv::StringRecord::new();
        loop {
            let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            // The source is UTF-8 and rows may have any number of cells, so a row cannot fail.
            if !reader.read_record(&mut record).unwrap_or(false) {
                break;
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(source.len());
            let row = Span::from_range(start..end);
            let cells = cells(source, row, &record);
            if row.of(source).bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
                let quote = row.of(source).find('"').map_or(start, |at| start + at);
                let hint = "close it with another one; a quotation mark inside a cell is written twice: \"\"";
                self.fault(Span::from_range(quote..quote + 1), "a quotation mark that is not closed", hint);
                continue;
            }
            let Some(columns) = &columns else {
                columns = Some(self.header(&cells));
                continue;
            };
            self.row(columns, &cells, row, &mut draft, &mut codes, &mut code_above);
        }
        if columns.is_none() {
            self.fault(Span::default(), "an empty table", "write a head and rows: code;term");
        }
        draft
    }

    fn header(&mut self, cells: &[CellText]) -> Vec<Column> {
        let mut columns = Vec::new();
        for cell in cells {
            let name = cell.text.to_lowercase();
            let column = match COLUMNS.iter().find(|(known, _)| *known == name) {
                Some((_, column)) => *column,
                None if name.is_empty() => Column::Ignored,
                None => {
                    let hint = match did_you_mean(&name, COLUMNS.iter().map(|(known, _)| *known)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "the columns are: code, term, label, definition, coding_rule, example, \
                                 counterexample, weak, and comment, which is not read"
                            .into(),
                    };
                    self.fault(cell.span, format!("unknown column `{}`", cell.text), hint);
                    Column::Ignored
                }
            };
            if column != Column::Ignored && columns.contains(&column) {
                self.fault(
                    cell.span,
                    format!("a second column for `{name}`"),
                    "leave one out, or name it comment",
                );
                columns.push(Column::Ignored);
                continue;
            }
            columns.push(column);
        }
        for (needed, name) in [(Column::Code, "code"), (Column::Term, "term")] {
            if !columns.contains(&needed) {
                let line = Span::from_range(0..self.source.lines().next().unwrap_or_default().len());
                let hint = "the first line names the columns: code;term";
                self.fault(line, format!("no column `{name}`"), hint);
            }
        }
        columns
    }

    fn row(
        &mut self,
        columns: &[Column],
        cells: &[CellText],
        row: Span,
        draft: &mut Draft,
        codes: &mut BTreeMap<String, usize>,
        code_above: &mut Option<usize>,
    ) {
        if cells.iter().all(|cell| cell.text.is_empty()) {
            return;
        }
        let empty = CellText { text: String::new(), span: Span::new(row.start, row.start), verbatim: false };
        let cell = |wanted: Column| {
            let at = columns.iter().position(|column| *column == wanted);
            at.and_then(|at| cells.get(at)).unwrap_or(&empty)
        };
        if let Some(extra) = cells.iter().skip(columns.len()).find(|cell| !cell.text.is_empty()) {
            let hint = "put a cell that holds the delimiter in quotation marks";
            self.fault(extra.span, "more cells than the first line has columns", hint);
        }
        if let Some(index) = self.code(cell(Column::Code), columns, draft, codes) {
            *code_above = index;
        } else if code_above.is_none() && columns.contains(&Column::Code) && draft.codes.is_empty() {
            self.fault(
                row_start(row),
                "a row without a code",
                "write the code in the first row; rows below may leave it empty",
            );
        }
        let weak = self.weak(cell(Column::Weak));
        let term = cell(Column::Term);
        let entry = if term.text.is_empty() { None } else { self.entry(term, weak) };
        let Some(code) = code_above.and_then(|index| draft.codes.get_mut(index)) else { return };
        code.entries.extend(entry);
        let label = cell(Column::Label);
        match &code.label {
            _ if label.text.is_empty() => {}
            Some(first) if first.text != label.text => {
                let message = format!("`{}` has another label above: `{}`", code.path.text, first.text);
                self.fault(label.span, message, "leave it empty here, or write the same");
            }
            _ => code.label = Some(Placed { text: label.text.clone(), place: place(self.file, label.span) }),
        }
        for (column, target) in
            [(Column::Definition, &mut code.definition), (Column::CodingRule, &mut code.coding_rule)]
        {
            if target.is_empty() {
                target.clone_from(&cell(column).text);
            }
        }
        for (column, target) in
            [(Column::Example, &mut code.examples), (Column::Counterexample, &mut code.counterexamples)]
        {
            let CellText { text, span, .. } = cell(column);
            if !text.is_empty() && target.iter().all(|example| example.text != *text) {
                target.push(Example { text: text.clone(), place: place(self.file, *span) });
            }
        }
    }

    /// The index of the row's code: `None` where the cell is empty, `Some(None)` where it is wrong.
    fn code(
        &mut self,
        cell: &CellText,
        columns: &[Column],
        draft: &mut Draft,
        codes: &mut BTreeMap<String, usize>,
    ) -> Option<Option<usize>> {
        if cell.text.is_empty() || !columns.contains(&Column::Code) {
            return None;
        }
        if let Some(index) = codes.get(&cell.text) {
            return Some(Some(*index));
        }
        if let Some((message, hint)) = path_fault(&cell.text) {
            self.fault(cell.span, message, hint);
            return Some(None);
        }
        let path = Placed { text: cell.text.clone(), place: place(self.file, cell.span) };
        draft.codes.push(DraftCode { path, label_optional: true, ..DraftCode::default() });
        codes.insert(cell.text.clone(), draft.codes.len() - 1);
        Some(Some(draft.codes.len() - 1))
    }

    fn weak(&mut self, cell: &CellText) -> bool {
        let word = cell.text.to_lowercase();
        if !YES.contains(&word.as_str()) && !NO.contains(&word.as_str()) {
            let message = format!("`{}` is neither yes nor no", cell.text);
            self.fault(
                cell.span,
                message,
                "write x or yes for a weak term, and leave the cell empty for others",
            );
        }
        YES.contains(&word.as_str())
    }

    fn entry(&mut self, cell: &CellText, weak: bool) -> Option<Entry> {
        match Pattern::parse(&cell.text) {
            Ok(pattern) => {
                let place = place(self.file, cell.span);
                Some(Entry { text: cell.text.clone(), pattern, weak, place, ..Entry::default() })
            }
            Err(PatternFault { span, message, hint }) => {
                let fits = cell.verbatim && !span.is_empty() && span.end as usize <= cell.text.len();
                self.fault(if fits { span.shifted(cell.span.start) } else { cell.span }, message, hint);
                None
            }
        }
    }
}

const fn place(file: u16, span: Span) -> Place {
    Place { file, span }
}

const fn row_start(row: Span) -> Span {
    Span::new(row.start, row.start)
}

/// The cells of a row with their places: each is looked for behind the one before it, where only
/// delimiters and quotation marks stand.
fn cells(source: &str, row: Span, record: &csv::StringRecord) -> Vec<CellText> {
    let mut from = row.start as usize;
    let mut cells = Vec::new();
    for value in record {
        let found = source.get(from..row.end as usize).and_then(|rest| rest.find(value)).map(|at| from + at);
        let raw = value.trim();
        let text: String = nfc(raw);
        match found {
            Some(at) => {
                let start = at + (value.len() - value.trim_start().len());
                let span = Span::from_range(start..start + raw.len());
                cells.push(CellText { verbatim: text == raw, text, span });
                from = at + value.len();
            }
            // A cell with doubled quotation marks: the whole row is its place.
            None => {
                cells.push(CellText { text, span: Span::from_range(from..row.end as usize), verbatim: false })
            }
        }
    }
    cells
}
