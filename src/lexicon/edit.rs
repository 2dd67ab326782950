//! Writes weights, thresholds and terms into a lexicon file; its comments, its order and all that is not changed
//! stay as they are.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use super::Pattern;
use super::rule::thousandths;
use crate::error::{Error, Result};

/// A lexicon file in TOML that is being changed.
#[derive(Clone, Debug)]
pub struct Edit {
    name: String,
    document: DocumentMut,
}

impl Edit {
    /// The file `name` with the content `text`.
    ///
    /// # Errors
    /// It is no TOML.
    pub fn new(name: &str, text: &str) -> Result<Self> {
        let document = text.parse().map_err(|error: toml_edit::TomlError| Error::Argument {
            what: format!("{name} cannot be changed: {}", error.message()),
            hint: "`lesart lexicon check` tells where its faults are".into(),
        })?;
        Ok(Self { name: name.to_owned(), document })
    }

    /// A new file that builds on other lexicons.
    ///
    /// # Errors
    /// None that can be met.
    pub fn extending(name: &str, id: &str, title: &str, extends: &str) -> Result<Self> {
        let mut edit = Self::new(name, "[lexicon]\n")?;
        for (key, text) in [("id", id), ("title", title), ("language", "de"), ("extends", extends)] {
            edit.document["lexicon"][key] = toml_edit::value(text);
        }
        Ok(edit)
    }

    /// Sets the threshold of a code, in thousandths.
    ///
    /// # Errors
    /// The file has no place for it.
    pub fn threshold(&mut self, code: &str, threshold: u32) -> Result<()> {
        put(self.code(code)?, "threshold", number(threshold));
        Ok(())
    }

    /// Sets the weight of an entry, in thousandths: where the file says it, else under `[code.weights]`.
    ///
    /// # Errors
    /// The file has no place for it.
    pub fn weight(&mut self, code: &str, entry: &str, weight: u32) -> Result<()> {
        let wanted = Pattern::parse(entry).ok();
        let same = |term: &str| term == entry || (wanted.is_some() && Pattern::parse(term).ok() == wanted);
        let misplaced = self.misplaced(code);
        let code = self.code(code)?;
        let mut written = false;
        if let Some(entries) = code.get_mut("entry").and_then(Item::as_array_of_tables_mut) {
            for table in entries.iter_mut() {
                let term = table.get("term").and_then(Item::as_str);
                if term.is_some_and(&same) && table.contains_key("weight") {
                    put(table, "weight", number(weight));
                    written = true;
                }
            }
        }
        if written {
            return Ok(());
        }
        let weights = code.entry("weights").or_insert_with(|| {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            Item::Table(table)
        });
        let weights = weights.as_table_like_mut().ok_or(misplaced)?;
        let key = weights.iter().map(|(key, _)| key.to_owned()).find(|key| same(key));
        put(weights, key.as_deref().unwrap_or(entry), number(weight));
        Ok(())
    }

    /// Adds a term to the list `terms` of a code.
    ///
    /// # Errors
    /// The file has no place for it.
    pub fn term(&mut self, code: &str, term: &str) -> Result<()> {
        let misplaced = self.misplaced(code);
        let terms = self.code(code)?.entry("terms").or_insert_with(|| toml_edit::value(Array::new()));
        let terms = terms.as_array_mut().ok_or(misplaced)?;
        if terms.iter().any(|have| have.as_str() == Some(term)) {
            return Ok(());
        }
        // A list with a term a line goes on like that.
        let before = terms.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
        let spread = terms.trailing().as_str().is_some_and(|end| end.contains('\n'));
        let mut value = Value::from(term);
        if let Some(before) = before.filter(|before| before.trim().is_empty() && terms.len() > 1) {
            value.decor_mut().set_prefix(before);
        } else if spread {
            value.decor_mut().set_prefix("\n  ");
        } else if !terms.is_empty() {
            value.decor_mut().set_prefix(" ");
        }
        let comment = terms.trailing().as_str().filter(|end| end.contains('#')).map(str::to_owned);
        if let Some(comment) = comment {
            // What stands behind the last term stays there.
            let indent = format!("{}\n  ", comment.trim_end());
            value.decor_mut().set_prefix(indent);
            terms.set_trailing("\n");
        }
        terms.push_formatted(value);
        Ok(())
    }

    /// The whole file.
    #[must_use]
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    fn misplaced(&self, code: &str) -> Error {
        Error::Argument {
            what: format!("{}: nothing can be written into `{code}`", self.name),
            hint: "a code begins with [[code]], its terms are a list, its weights a table".into(),
        }
    }

    /// The table of a code; a new one at the end where a file builds on others.
    fn code(&mut self, path: &str) -> Result<&mut Table> {
        let misplaced = self.misplaced(path);
        let codes = self.document.entry("code").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(codes) = codes.as_array_of_tables_mut() else { return Err(misplaced) };
        let is =
            |table: &Table| table.get("path").and_then(Item::as_str).is_some_and(|have| have.trim() == path);
        let at = codes.iter().position(is);
        let at = at.unwrap_or_else(|| {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            table["path"] = toml_edit::value(path);
            codes.push(table);
            codes.len() - 1
        });
        codes.get_mut(at).ok_or(misplaced)
    }
}

/// Sets a value; what stands around one that is there stays.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(old) = table.get_mut(key).and_then(Item::as_value_mut) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
    } else {
        table.insert(key, Item::Value(value));
    }
}

/// Thousandths as they are written.
fn number(value: u32) -> Value {
    let written = thousandths(value);
    written.parse().unwrap_or_else(|_| Value::from(f64::from(value) / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::Edit;

    const FILE: &str = r#"# head
[lexicon]
id = "a" # mine

[[code]]
path = "a/b"   # first
label = "B"
terms = [
  "haus", # a house
  "hof",  # a court
]
threshold = 1 # one

[[code.entry]]
term = "netz*"
weight = 0.5 # half
not_near = ["wlan"]

# second
[[code]]
path = "a/c"
label = "C"
terms = ["tor", "tür"]
"#;

    #[test]
    fn changes_leave_comments_and_order_alone() {
        let mut edit = Edit::new("a.toml", FILE).expect("TOML");
        edit.threshold("a/b", 1500).expect("a place");
        edit.weight("a/b", "netz*", 250).expect("a place");
        edit.weight("a/c", "tor", 400).expect("a place");
        edit.weight("a/c", "tür", 1000).expect("a place");
        edit.weight("a/c", "tor", 450).expect("a place");
        edit.term("a/b", "scheune").expect("a place");
        edit.term("a/c", "zaun").expect("a place");
        let expected = FILE
            .replace("threshold = 1 #", "threshold = 1.5 #")
            .replace("weight = 0.5 #", "weight = 0.25 #")
            .replace("  \"hof\",  # a court\n", "  \"hof\",  # a court\n  \"scheune\",\n")
            .replace("\"tür\"]", "\"tür\", \"zaun\"]")
            + "\n[code.weights]\ntor = 0.45\n\"tür\" = 1\n";
        assert_eq!(edit.text(), expected);
    }

    #[test]
    fn a_new_file_builds_on_another() {
        let mut edit = Edit::extending("b.toml", "b", "B", "a").expect("TOML");
        edit.term("a/b", "garten").expect("a place");
        edit.weight("a/b", "hof", 500).expect("a place");
        let expected = "[lexicon]\nid = \"b\"\ntitle = \"B\"\nlanguage = \"de\"\nextends = \"a\"\n\n\
                        [[code]]\npath = \"a/b\"\nterms = [\"garten\"]\n\n[code.weights]\nhof = 0.5\n";
        assert_eq!(edit.text(), expected);
    }
}
