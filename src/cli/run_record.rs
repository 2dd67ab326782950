//! The run record (`run.json`): what was read with what, so that a result can be made again.

use lesart::lexicon::Lexicon;
use lesart::tables::Tabulate;
use serde_json::{Map, Value, json};

use super::pipeline::{DocumentReport, Totals};

/// What was left out, and why.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// Everything that the run record tells.
pub(crate) struct RunRecord<'a> {
    pub(crate) command: &'static str,
    pub(crate) options: Value,
    pub(crate) lexicon: Option<&'a Lexicon>,
    pub(crate) documents: &'a [DocumentReport],
    pub(crate) left_out: &'a [LeftOut],
    pub(crate) totals: Totals,
    pub(crate) tables: &'a [(&'static dyn Tabulate, String, u64)],
    pub(crate) notices: &'a [String],
}

impl RunRecord<'_> {
    /// The record as JSON, with a line end; keys in a fixed order, no clock, no names of the machine.
    pub(crate) fn text(&self) -> String {
        let mut record = Map::new();
        record.insert("program".into(), json!({"name": "lesart", "version": env!("CARGO_PKG_VERSION")}));
        record.insert("command".into(), json!(self.command));
        record.insert("options".into(), self.options.clone());
        if let Some(lexicon) = self.lexicon {
            record.insert("lexicon".into(), lexicon_json(lexicon));
        }
        record.insert("totals".into(), totals_json(self.totals));
        let tables = self.tables.iter().map(|(table, file, rows)| {
            json!({"name": table.name(), "file": file, "rows": rows, "rule": table.rule()})
        });
        record.insert("tables".into(), tables.collect());
        record.insert("documents".into(), self.documents.iter().map(document_json).collect());
        let left_out = self.left_out.iter().map(|left| json!({"path": left.path, "why": left.why}));
        record.insert("left_out".into(), left_out.collect());
        if !self.notices.is_empty() {
            record.insert("notices".into(), json!(self.notices));
        }
        let mut text = serde_json::to_string_pretty(&Value::Object(record)).unwrap_or_default();
        text.push('\n');
        text
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
