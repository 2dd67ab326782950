//! `datapackage.json`: what the tables of a folder are, for programs (Frictionless Data Package 2.0).

use serde_json::{Value, json};

use crate::output::Layout;
use crate::tables::Cell;

/// What a column holds, found out row by row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Nothing yet.
    #[default]
    Unknown,
    /// Counts.
    Integer,
    /// Numbers.
    Number,
    /// Texts.
    Text,
}

impl Kind {
    /// What it is once this cell is in it.
    #[must_use]
    pub const fn with(self, cell: &Cell) -> Self {
        match (self, cell) {
            (kind, Cell::Empty) => kind,
            (Self::Unknown | Self::Integer, Cell::Count(_)) => Self::Integer,
            (Self::Unknown | Self::Integer | Self::Number, Cell::Number(..)) => Self::Number,
            (Self::Number, Cell::Count(_)) => Self::Number,
            _ => Self::Text,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Unknown | Self::Text => "string",
        }
    }
}

/// A table that was written.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The table's name and columns.
    pub layout: Layout,
    /// What its columns hold.
    pub kinds: Vec<Kind>,
    /// What it shows, and how it counts.
    pub about: String,
    /// Its file in the folder.
    pub file: String,
    /// `csv`, `tsv`, `json`, `jsonl`, `parquet`.
    pub format: &'static str,
    /// Whether it is CSV for German spreadsheets.
    pub german: bool,
    /// Its size in bytes, and the SHA-256 of them in hexadecimal.
    pub bytes: u64,
    /// See `bytes`.
    pub sha256: String,
}

impl Resource {
    fn value(&self) -> Value {
        let field = |(name, kind): (&String, &Kind)| {
            let mut field = json!({"name": name, "type": kind.name()});
            if self.german && *kind == Kind::Number {
                field["decimalChar"] = json!(",");
            }
            field
        };
        let media = match self.format {
            "csv" => "text/csv",
            "tsv" => "text/tab-separated-values",
            "json" => "application/json",
            "parquet" => "application/vnd.apache.parquet",
            _ => "application/jsonl",
        };
        let mut resource = json!({
            "name": self.layout.table,
            "type": "table",
            "description": self.about,
            "path": self.file,
            "format": self.format,
            "mediatype": media,
            "encoding": "utf-8",
            "bytes": self.bytes,
            "hash": format!("sha256:{}", self.sha256),
        });
        let dialect = |delimiter: &str, end: &str| json!({"delimiter": delimiter, "lineTerminator": end, "quoteChar": "\"", "doubleQuote": true, "skipInitialSpace": false});
        match (self.format, self.german) {
            ("csv", true) => {
                resource["dialect"] = dialect(";", "\r\n");
                resource["lesart:formulaEscape"] = json!("apostrophe");
            }
            ("csv", false) => resource["dialect"] = dialect(",", "\n"),
            // Nothing is quoted there, so nothing is said of quotes.
            ("tsv", _) => resource["dialect"] = json!({"delimiter": "\t", "lineTerminator": "\n"}),
            _ => {}
        }
        resource["schema"] = json!({
            "fields": self.layout.columns.iter().zip(&self.kinds).map(field).collect::<Vec<_>>(),
            "missingValues": [""],
        });
        resource
    }
}

/// The file's text.
#[must_use]
pub fn text(title: &str, version: &str, resources: &[Resource]) -> String {
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "lesart",
        "title": title,
        "description": format!("Tables made by lesart {version}; run.json tells how."),
        "resources": resources.iter().map(Resource::value).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_what_all_its_cells_are() {
        let kind = |cells: &[Cell]| cells.iter().fold(Kind::Unknown, Kind::with);
        assert_eq!(kind(&[Cell::Empty, Cell::Count(1), Cell::Empty]), Kind::Integer);
        assert_eq!(kind(&[Cell::Count(1), Cell::Number(0.5, 1), Cell::Count(1)]), Kind::Number);
        assert_eq!(kind(&[Cell::Count(1), Cell::text("x")]), Kind::Text);
        assert_eq!(kind(&[Cell::Empty]).name(), "string");
    }
}
