//! The run record (`run.json`): what was read with what, so that a result can be made again.

use std::io;

use lesart::lexicon::Lexicon;
use lesart::output::Layout;
use lesart::output::workbook::Book;
use lesart::tables::{Cell, Tabulate};
use serde_json::{Map, Value, json};

use super::pipeline::{DocumentReport, Totals};

/// What was left out, and why.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// A table that was written.
pub(crate) struct Written {
    pub(crate) table: &'static dyn Tabulate,
    pub(crate) file: String,
    pub(crate) rows: u64,
    /// Cells that got an apostrophe.
    pub(crate) guarded: u64,
}

/// Everything that the run record tells.
pub(crate) struct RunRecord<'a> {
    pub(crate) command: &'static str,
    pub(crate) options: Value,
    pub(crate) lexicon: Option<&'a Lexicon>,
    pub(crate) documents: &'a [DocumentReport],
    pub(crate) left_out: &'a [LeftOut],
    pub(crate) totals: Totals,
    pub(crate) tables: &'a [Written],
    pub(crate) notices: &'a [String],
}

impl RunRecord<'_> {
    /// The record as JSON; keys in a fixed order, no clock, no names of the machine.
    pub(crate) fn value(&self) -> Value {
        let mut record = Map::new();
        record.insert("program".into(), json!({"name": "lesart", "version": env!("CARGO_PKG_VERSION")}));
        record.insert("command".into(), json!(self.command));
        record.insert("options".into(), self.options.clone());
        if let Some(lexicon) = self.lexicon {
            record.insert("lexicon".into(), lexicon_json(lexicon));
        }
        record.insert("totals".into(), totals_json(self.totals));
        let tables = self.tables.iter().map(|Written { table, file, rows, guarded }| {
            let mut record = json!({"name": table.name(), "file": file, "rows": rows, "rule": table.rule()});
            if *guarded > 0 {
                record["guarded_cells"] = json!(guarded);
            }
            record
        });
        record.insert("tables".into(), tables.collect());
        record.insert("documents".into(), self.documents.iter().map(document_json).collect());
        let left_out = self.left_out.iter().map(|left| json!({"path": left.path, "why": left.why}));
        record.insert("left_out".into(), left_out.collect());
        if !self.notices.is_empty() {
            record.insert("notices".into(), json!(self.notices));
        }
        Value::Object(record)
    }
}

/// A record as it is written to its file.
pub(crate) fn text(record: &Value) -> String {
    let mut text = serde_json::to_string_pretty(record).unwrap_or_default();
    text.push('\n');
    text
}

/// Sheets with the coding guide and the run record.
pub(crate) fn sheets(book: &mut Book, record: &Value, lexicon: Option<&Lexicon>) -> io::Result<()> {
    if let Some(lexicon) = lexicon {
        let sheet = book.sheet(&Layout {
            table: "guide".into(),
            columns: lesart::lexicon::rows::GUIDE_COLUMNS.map(str::to_owned).into(),
        })?;
        for code in lesart::lexicon::rows::guide_rows(lexicon) {
            book.row(sheet, &code.map(Cell::text))?;
        }
    }
    let mut documents: Vec<&Value> =
        record.get("documents").and_then(Value::as_array).into_iter().flatten().collect();
    documents.dedup();
    if let Some(Value::Object(first)) = documents.first() {
        let columns: Vec<String> =
            first.keys().filter(|key| *key != "notices").cloned().chain(["notices".into()]).collect();
        let sheet = book.sheet(&Layout { table: "documents".into(), columns: columns.clone() })?;
        for document in documents {
            let row: Vec<Cell> = columns.iter().map(|column| cell(document.get(column))).collect();
            book.row(sheet, &row)?;
        }
    }
    let columns = ["what", "value"].map(str::to_owned).into();
    let sheet = book.sheet(&Layout { table: "run".into(), columns })?;
    let mut lines = Vec::new();
    for (key, value) in record.as_object().into_iter().flatten().filter(|(key, _)| *key != "documents") {
        flatten(key, value, &mut lines);
    }
    for (what, value) in lines {
        book.row(sheet, &[Cell::text(what), value])?;
    }
    Ok(())
}

/// The lines of a record as texts; the documents are left to the texts themselves.
pub(crate) fn lines(record: &Value) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (key, value) in record.as_object().into_iter().flatten().filter(|(key, _)| *key != "documents") {
        flatten(key, value, &mut lines);
    }
    let text = |cell: Cell| match cell {
        Cell::Count(count) => count.to_string(),
        cell => cell.as_text().unwrap_or_default().to_owned(),
    };
    lines.into_iter().map(|(name, cell)| (name, text(cell))).filter(|(_, value)| !value.is_empty()).collect()
}

/// Values with the names that lead to them.
fn flatten(name: &str, value: &Value, lines: &mut Vec<(String, Cell)>) {
    match value {
        Value::Object(values) => {
            for (key, value) in values {
                flatten(&format!("{name}.{key}"), value, lines);
            }
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            for (place, value) in values.iter().enumerate() {
                flatten(&format!("{name}.{}", place + 1), value, lines);
            }
        }
        value => lines.push((name.to_owned(), cell(Some(value)))),
    }
}

fn cell(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Empty,
        Some(Value::String(text)) => Cell::text(text.as_str()),
        Some(Value::Number(number)) if number.is_u64() => Cell::Count(number.as_u64().unwrap_or_default()),
        Some(Value::Array(values)) => {
            let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Cell::text(values.iter().map(plain).collect::<Vec<_>>().join(" | "))
        }
        Some(other) => Cell::text(other.to_string()),
    }
}

fn lexicon_json(lexicon: &Lexicon) -> Value {
    let files = lexicon.files.iter().map(|file| json!({"name": file.name, "sha256": file.sha256}));
    json!({
        "id": lexicon.id,
        "title": lexicon.title,
        "version": lexicon.version,
        "codes": lexicon.codes.len(),
        "entries": lexicon.codes.iter().map(|code| code.entries.len()).sum::<usize>(),
        "files": files.collect::<Vec<_>>(),
    })
}

fn totals_json(totals: Totals) -> Value {
    json!({
        "passages": totals.passages,
        "passages_coded": totals.coded,
        "codings": totals.codings,
        "hits": totals.hits,
        "words": totals.words,
    })
}

fn document_json(report: &DocumentReport) -> Value {
    let document = &report.document;
    let mut out = Map::new();
    out.insert("name".into(), json!(document.name));
    out.insert("path".into(), json!(document.origin.path));
    out.insert("format".into(), json!(document.origin.format));
    out.insert("encoding".into(), json!(document.origin.encoding));
    out.insert("encoding_guessed".into(), json!(document.origin.guessed));
    out.insert("bytes".into(), json!(document.origin.bytes));
    out.insert("sha256".into(), json!(document.origin.sha256));
    out.insert("turns".into(), json!(document.turns));
    out.insert("passages".into(), json!(report.totals.passages));
    out.insert("words".into(), json!(report.totals.words));
    if !document.notices.is_empty() {
        out.insert("notices".into(), json!(document.notices));
    }
    Value::Object(out)
}
