//! OpenDocument texts (ODT, FODT): the text that a person sees, paragraph by paragraph.
//!
//! Blanks in a row are one, as the format has it; notes, annotations, deletions and lists of
//! contents are left out and counted. OpenDocument 1.3, part 3, chapters 4 to 6 name the elements.

use std::path::Path;

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::flow::Flow;
use super::office::{self, Parts, attribute, character};
use super::prose::Prose;
use super::{Documents, ReadOptions, Reader, Source, zip};
use crate::error::Result;

/// OpenDocument texts.
pub(super) struct Odt;

const WHAT: &str = "OpenDocument text";

impl Reader for Odt {
    fn name(&self) -> &'static str {
        "odt"
    }
    fn about(&self) -> &'static str {
        "OpenDocument texts (LibreOffice)"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "fodt", "ott"]
    }
    fn claims(&self, path: &Path) -> bool {
        office::is_no_lock(path)
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        office::read(source, self.name(), options, prose)
    }
}

fn prose(path: &str, bytes: Vec<u8>) -> Result<Prose> {
    // A flat document is one XML file.
    if bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xEF\xBB\xBF") {
        let xml = String::from_utf8(bytes).map_err(|_| zip::damaged(path))?;
        return Body::default().read(path, &xml);
    }
    let mut parts = Parts::open(path, bytes, WHAT)?;
    let names = parts.names();
    if !names.iter().any(|name| name == "content.xml") {
        return Err(office::another(path, WHAT));
    }
    if names.iter().any(|name| name == "META-INF/manifest.xml")
        && parts.text("META-INF/manifest.xml")?.contains("encryption-data")
    {
        return Err(office::protected(path, "document"));
    }
    let xml = parts.text("content.xml")?;
    Body::default().read(path, &xml)
}

/// What is open while the content is read.
#[derive(Default)]
struct Body {
    flow: Flow,
    in_text: bool,
}

impl Body {
    fn read(mut self, path: &str, xml: &str) -> Result<Prose> {
        let mut reader = XmlReader::from_str(xml);
        let mut whole = false;
        loop {
            match reader.read_event().map_err(|_| zip::damaged(path))? {
                Event::Start(tag) => {
                    let whole_name = tag.name();
                    let name = tag.local_name();
                    let name = name.as_ref();
                    if let Some(what) = skipped(name, whole_name.as_ref()) {
                        self.flow.prose.leave_out(what, usize::from(!what.is_empty()));
                        reader.read_to_end(tag.name()).map_err(|_| zip::damaged(path))?;
                        continue;
                    }
                    match name {
                        // `office:text`, once; spreadsheets and slides have none.
                        "text" => self.in_text = true,
                        "p" | "h" if self.in_text => self.flow.begin(),
                        "table-row" => self.flow.begin_row(),
                        "table-cell" | "covered-table-cell" => self.flow.begin_cell(),
                        _ => self.mark(&tag),
                    }
                }
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "p" | "h" if self.in_text => self.flow.place(""),
                    "table-cell" | "covered-table-cell" => self.flow.begin_cell(),
                    _ => self.mark(&tag),
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "text" => (self.in_text, whole) = (false, true),
                    "p" | "h" if self.in_text => self.flow.end(),
                    "table-row" => self.flow.end_row(),
                    _ => {}
                },
                Event::Text(text) => self.push_collapsed(&text.xml10_content()),
                Event::CData(text) => self.push_collapsed(&text.xml10_content()),
                Event::GeneralRef(name) => self.push(&character(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        if !whole {
            return Err(if self.in_text { zip::damaged(path) } else { office::another(path, WHAT) });
        }
        Ok(self.flow.prose)
    }

    /// Elements that stand for characters.
    fn mark(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "s" => {
                let count = attribute(tag, "c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(1000)));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.flow.text() {
            open.push_str(text);
        }
    }

    fn push_collapsed(&mut self, text: &str) {
        let Some(open) = self.flow.text() else { return };
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r') {
                open.push(character);
            } else if !open.is_empty() && !open.ends_with([' ', '\n', '\t']) {
                open.push(' ');
            }
        }
    }
}

/// Elements that are not read: what to call them, or nothing where nobody misses them.
fn skipped(name: &str, whole: &str) -> Option<&'static str> {
    // Fields of these names are text.
    if matches!(whole, "text:title" | "text:meta") {
        return None;
    }
    match name {
        "note" => Some("footnote(s) or endnote(s)"),
        "annotation" => Some("comment(s) at the margin"),
        "deletion" => Some("deletion(s) that the document keeps track of"),
        "table-of-content" => Some("table(s) of contents"),
        "ruby-text" | "hidden-text" | "hidden-paragraph" | "sequence-decls" | "forms" | "title" | "desc"
        | "insertion" | "format-change" | "styles" | "automatic-styles" | "master-styles" | "meta"
        | "settings" | "scripts" | "font-face-decls" => Some(""),
        _ => None,
    }
}
