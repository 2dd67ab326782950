//! Word documents (DOCX): the text that a person sees, paragraph by paragraph.
//!
//! Insertions are taken, deletions and hidden text are not. Text boxes stand once, before the
//! paragraph they hang on. Footnotes, endnotes and comments stand in parts of their own; they are
//! counted and left out. ECMA-376, part 1, 17.3 names the elements.

use std::path::Path;

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::office::{self, Parts, attribute, character, starts_element};
use super::prose::Prose;
use super::{Documents, ReadOptions, Reader, Source, memory};
use crate::corpus::Document;
use crate::error::{Error, Result};

/// Word documents.
pub(super) struct Docx;

const WHAT: &str = "Word document";

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }
    fn about(&self) -> &'static str {
        "Word documents: transcripts, also of Teams, and any other text"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }
    fn claims(&self, path: &Path) -> bool {
        office::is_no_lock(path)
    }
    fn fact_names(&self, _head: &str, _options: &ReadOptions) -> Vec<String> {
        Vec::new()
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let (bytes, mut document) = memory::bytes(source, self.name(), options)?;
        let prose = if bytes.is_empty() { Prose::default() } else { prose(&source.shown(), bytes)? };
        prose.write(&mut document, options);
        Ok(Box::new(std::iter::once(Ok::<Document, Error>(document))))
    }
}

fn prose(path: &str, bytes: Vec<u8>) -> Result<Prose> {
    let mut parts = Parts::open(path, bytes, WHAT)?;
    let names = parts.names();
    let main = names
        .iter()
        .find(|name| *name == "word/document.xml")
        .or_else(|| names.iter().find(|name| name.ends_with("document.xml")))
        .or_else(|| names.iter().find(|name| name.starts_with("word/document") && name.ends_with(".xml")))
        .cloned()
        .ok_or_else(|| office::another(path, WHAT))?;
    let xml = parts.text(&main)?;
    Body::default().read(path, &xml)
}

/// What is open while the main part is read.
#[derive(Default)]
struct Body {
    prose: Prose,
    /// The text of the paragraphs that are open: one, or more where a text box hangs on one.
    paragraphs: Vec<String>,
    /// The cells of the rows that are open: one row, or more where a table stands in a cell.
    rows: Vec<Vec<String>>,
    run: bool,
    hidden: bool,
    /// Runs of hidden text with words in it.
    hidden_runs: usize,
    deleted: usize,
    notes: usize,
    comments: usize,
}

impl Body {
    fn read(mut self, path: &str, xml: &str) -> Result<Prose> {
        let mut reader = XmlReader::from_str(xml);
        let mut in_text = false;
        loop {
            match reader.read_event().map_err(|_| office::damaged(path))? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    // What was deleted or moved away, and the second form of a text box.
                    name @ ("del" | "moveFrom" | "Fallback" | "sectPr" | "rt") => {
                        self.deleted += usize::from(name == "del");
                        reader.read_to_end(tag.name()).map_err(|_| office::damaged(path))?;
                    }
                    "p" => self.paragraphs.push(String::new()),
                    "r" => (self.run, self.hidden) = (true, false),
                    "tr" => self.rows.push(Vec::new()),
                    "tc" => self.cell(),
                    "t" => in_text = starts_element(&tag, "t"),
                    _ => self.mark(&tag),
                },
                Event::Empty(tag) => self.mark(&tag),
                Event::End(tag) => match tag.local_name().as_ref() {
                    "p" => self.end_paragraph(),
                    "r" => self.run = false,
                    "tr" => self.end_row(),
                    "t" => in_text = false,
                    _ => {}
                },
                Event::Text(text) if in_text => self.push(&text.xml10_content()),
                Event::CData(text) if in_text => self.push(&text.xml10_content()),
                Event::GeneralRef(name) if in_text => self.push(&character(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        if !self.paragraphs.is_empty() || !self.rows.is_empty() {
            return Err(office::damaged(path));
        }
        self.prose.leave_out("run(s) of hidden text", self.hidden_runs);
        self.prose.leave_out("deletion(s) that Word keeps track of", self.deleted);
        self.prose.leave_out("footnote(s) or endnote(s)", self.notes);
        self.prose.leave_out("comment(s) at the margin", self.comments);
        Ok(self.prose)
    }

    /// Elements that stand for a character, and those that say how a run looks.
    fn mark(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "footnoteReference" | "endnoteReference" => self.notes += 1,
            "commentReference" => self.comments += 1,
            "p" => {
                self.paragraphs.push(String::new());
                self.end_paragraph();
            }
            _ if !self.run => {}
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                let code = attribute(tag, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                // Private characters are pictures of a font.
                let shown = code.filter(|code| !(0xE000..0xF900).contains(code)).and_then(char::from_u32);
                if let Some(shown) = shown {
                    self.push(shown.encode_utf8(&mut [0; 4]));
                }
            }
            "vanish" | "specVanish" => {
                let off = |value: String| matches!(&*value, "0" | "false" | "off");
                self.hidden = !attribute(tag, "val").is_some_and(off);
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden {
            self.hidden_runs += usize::from(text.contains(char::is_alphanumeric));
        } else if let Some(open) = self.paragraphs.last_mut() {
            open.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(text) = self.paragraphs.pop() else { return };
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&text);
            }
            None => self.prose.paragraph(&text),
        }
    }

    fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(String::new());
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        match self.rows.last_mut().and_then(|outer| outer.last_mut()) {
            // A table in a cell: its rows are lines of the cell.
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&row.join("\t"));
            }
            None => self.prose.row(&row),
        }
    }
}
