//! Walks a TOML file with the place of every key and value, and collects all its faults.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::draft::{Placed, tell};
use super::grammar::PatternFault;
use super::letters::nfc;
use super::{Entry, Pattern, Place};
use crate::error::{Fault, did_you_mean};
use crate::text::{Ruler, Span};

/// A key of a table with its place, and its value.
pub(super) struct Member<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Range<usize>,
    pub(super) value: &'t Spanned<DeValue<'t>>,
}

/// The members of a table in the order of the file.
pub(super) fn members<'t>(table: &'t DeTable<'t>) -> Vec<Member<'t>> {
    let mut members: Vec<Member<'t>> = table
        .iter()
        .map(|(key, value)| Member { key: key.get_ref().as_ref(), key_span: key.span(), value })
        .collect();
    members.sort_by_key(|member| member.key_span.start);
    members
}

/// A file while it is walked.
pub(super) struct Walk<'s> {
    pub(super) file: u16,
    pub(super) name: &'s str,
    pub(super) source: &'s str,
    pub(super) faults: Vec<Fault>,
    /// The lines with errors of syntax. Where there are some, what is unknown or missing is not
    /// told: it is often only their consequence.
    pub(super) broken_lines: Vec<usize>,
}

impl<'s> Walk<'s> {
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place { file: self.file, span: Span::from_range(range) }
    }

    pub(super) fn fault(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let fault = Fault::at(self.name, self.source, Span::from_range(range), message).hint(hint);
        if !self.broken_lines.contains(&fault.line) {
            tell(&mut self.faults, || fault);
        }
    }

    /// A fault that an error of syntax may be the cause of.
    pub(super) fn doubtful_fault(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.broken_lines.is_empty() {
            self.fault(range, message, hint);
        }
    }

    pub(super) fn unknown_key(&mut self, member: &Member<'_>, known: &[&str], elsewhere: Option<&str>) {
        let hint = match (elsewhere, did_you_mean(member.key, known.iter().copied())) {
            (Some(elsewhere), _) => elsewhere.to_owned(),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => format!("the keys here are: {}", known.join(", ")),
        };
        self.doubtful_fault(member.key_span.clone(), format!("unknown key `{}`", member.key), hint);
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str, hint: String) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(value.span(), format!("`{key}` must be {expected}, found {found}"), hint);
    }

    /// A text, NFC and without blanks around it; `None` and a fault where it is something else.
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Placed> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Placed { text: nfc(text.trim()), place: self.place(value.span()) });
        }
        let source = self.source.get(value.span()).unwrap_or_default();
        let hint = match value.get_ref() {
            DeValue::Array(_) => format!("write one text: {key} = \"…\""),
            DeValue::Table(_) => format!("write {key} = \"…\""),
            _ => format!("write it in quotation marks: \"{source}\""),
        };
        self.wrong_type(key, value, "a text in quotation marks", hint);
        None
    }

    pub(super) fn flag(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(key, value, "true or false", format!("write {key} = true, without quotation marks"));
        None
    }

    /// The members of a list of texts that are texts, as values; the others are faults.
    fn list<'t>(&mut self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Vec<&'t Spanned<DeValue<'t>>> {
        let DeValue::Array(array) = value.get_ref() else {
            let source = self.source.get(value.span()).unwrap_or_default();
            let hint = match value.get_ref() {
                DeValue::String(_) => format!("write it in brackets: {key} = [{source}]"),
                _ => format!("write {key} = [\"…\", \"…\"]"),
            };
            self.wrong_type(key, value, "a list of texts", hint);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (index, member) in array.iter().enumerate() {
            if matches!(member.get_ref(), DeValue::String(_)) {
                texts.push(member);
            } else {
                self.text(&format!("{key}[{}]", index + 1), member);
            }
        }
        texts
    }

    /// A list of texts, none of them empty.
    pub(super) fn texts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Placed> {
        let mut texts = Vec::new();
        for (index, member) in self.list(key, value).into_iter().enumerate() {
            match self.text(key, member) {
                Some(text) if text.text.is_empty() => {
                    self.fault(
                        member.span(),
                        format!("`{key}[{}]` is empty", index + 1),
                        "write a text, or delete it",
                    );
                }
                text => texts.extend(text),
            }
        }
        texts
    }

    /// A list of terms.
    pub(super) fn terms(&mut self, key: &str, value: &Spanned<DeValue<'_>>, weak: bool) -> Vec<Entry> {
        self.list(key, value).into_iter().filter_map(|member| self.term(key, member, weak)).collect()
    }

    /// One term.
    pub(super) fn term(&mut self, key: &str, value: &Spanned<DeValue<'_>>, weak: bool) -> Option<Entry> {
        let DeValue::String(raw) = value.get_ref() else {
            self.text(key, value);
            return None;
        };
        match Pattern::parse(raw) {
            Ok(pattern) => {
                let text = nfc(raw.trim());
                Some(Entry { text, pattern, weak, place: self.place(value.span()), ..Entry::default() })
            }
            Err(PatternFault { span, message, hint }) => {
                let range = self.inside(value.span(), raw, span.range());
                self.fault(range, message, hint);
                None
            }
        }
    }

    /// The tables of an array of tables (`[[key]]`), each with the place of its head.
    pub(super) fn tables<'t>(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
        let hint = format!("write `[[{key}]]` above each");
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(key, value, "a list of tables", hint);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for member in array.iter() {
            match member.get_ref() {
                DeValue::Table(table) => tables.push((table, member.span())),
                _ => self.wrong_type(key, member, "a list of tables", hint.clone()),
            }
        }
        tables
    }

    /// The table `[key]`, with the place of its head.
    pub(super) fn table<'t>(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        self.wrong_type(key, value, "one table", format!("write `[{key}]`, once"));
        None
    }

    /// Where the bytes `part` of the text `value` stand in the file, when `outer` is the place of
    /// its string. A string with escapes is shown whole: its bytes are not those of the file.
    fn inside(&self, outer: Range<usize>, value: &str, part: Range<usize>) -> Range<usize> {
        let source = self.source.get(outer.clone()).unwrap_or_default();
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            let inner = source.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
            let Some(inner) = inner else { continue };
            // A line break directly after three quotes does not belong to the text.
            let break_before = inner.len().saturating_sub(value.len());
            let is_break = matches!(inner.get(..break_before), Some("" | "\n" | "\r\n"));
            if is_break && inner.ends_with(value) && !part.is_empty() && part.end <= value.len() {
                let base = outer.start + quote.len() + break_before;
                return base + part.start..base + part.end;
            }
            break;
        }
        outer
    }

    /// Takes in the errors of the TOML syntax, in words of this program where it knows better.
    pub(super) fn syntax(&mut self, errors: &[toml::de::Error]) {
        for error in errors {
            let end = self.source.trim_end().len();
            let span = error.span().unwrap_or(end..end);
            let found = self.source.get(span.clone()).unwrap_or_default();
            let unquoted = found.starts_with(char::is_alphabetic) && !error.message().contains("key");
            let (message, hint) = if found.starts_with(['„', '“', '”', '»', '«', '‚', '‘', '’'])
            {
                (
                    "typographic quotation marks".to_owned(),
                    "write straight ones: \"…\"; typographic ones may stand inside them".to_owned(),
                )
            } else if unquoted {
                (format!("`{found}` without quotation marks"), format!("write \"{found}\""))
            } else {
                (error.message().to_owned(), syntax_hint(error.message()).to_owned())
            };
            let fault = Fault::at(self.name, self.source, Span::from_range(span), message).hint(hint);
            tell(&mut self.faults, || fault);
        }
        let mut ruler = Ruler::new(self.source);
        for error in errors {
            let at = error.span().map_or(self.source.len(), |span| span.start);
            self.broken_lines.push(ruler.line_column(u32::try_from(at).unwrap_or(u32::MAX)).0);
        }
    }
}

fn syntax_hint(message: &str) -> &'static str {
    const HINTS: &[(&str, &str)] = &[
        ("missing comma", "put a comma between the members of a list"),
        ("unclosed array", "close the list with `]`"),
        ("unclosed table", "a head is written `[lexicon]` or `[[code]]`"),
        (
            "basic string",
            "close the text with a quotation mark in the same line; long texts stand between `\"\"\"`",
        ),
        ("literal string", "close the text with `'` in the same line"),
        ("escape", "a backslash begins an escape; write `\\\\`, or put the text between `'`"),
        (
            "duplicate key",
            "the same name stands twice here; leave one out, and write `[[code]]` above each code",
        ),
        ("key with no value", "write name = value"),
        ("extra", "write one thing a line"),
    ];
    HINTS.iter().find(|(part, _)| message.contains(part)).map_or("", |(_, hint)| hint)
}
