//! Word documents (DOCX): the text that a person sees, paragraph by paragraph.
//!
//! Insertions are taken, deletions and hidden text are not. Text boxes stand once, before the
//! paragraph they hang on. Footnotes, endnotes and comments stand in parts of their own; they are
//! counted and left out. ECMA-376, part 1, 17.3 names the elements.

use std::path::Path;

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::flow::Flow;
use super::office::{self, Parts, attribute, character};
use super::prose::Prose;
use super::{Documents, ReadOptions, Reader, Source, zip};
use crate::error::Result;

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
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        office::read(source, self.name(), options, prose)
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
    flow: Flow,
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
            match reader.read_event().map_err(|_| zip::damaged(path))? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    // What was deleted or moved away, and the second form of a text box.
                    name @ ("del" | "moveFrom" | "Fallback" | "sectPr" | "rt") => {
                        self.deleted += usize::from(name == "del");
                        reader.read_to_end(tag.name()).map_err(|_| zip::damaged(path))?;
                    }
                    "p" => self.flow.begin(),
                    "r" => (self.run, self.hidden) = (true, false),
                    "tr" => self.flow.begin_row(),
                    "tc" => self.flow.begin_cell(),
                    "t" => in_text = true,
                    _ => self.mark(&tag),
                },
                Event::Empty(tag) => self.mark(&tag),
                Event::End(tag) => match tag.local_name().as_ref() {
                    "p" => self.flow.end(),
                    "r" => self.run = false,
                    "tr" => self.flow.end_row(),
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
        if !self.flow.is_done() {
            return Err(zip::damaged(path));
        }
        let mut prose = self.flow.prose;
        prose.leave_out("run(s) of hidden text", self.hidden_runs);
        prose.leave_out("deletion(s) that Word keeps track of", self.deleted);
        prose.leave_out("footnote(s) or endnote(s)", self.notes);
        prose.leave_out("comment(s) at the margin", self.comments);
        Ok(prose)
    }

    /// Elements that stand for a character, and those that say how a run looks.
    fn mark(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "footnoteReference" | "endnoteReference" => self.notes += 1,
            "commentReference" => self.comments += 1,
            "p" => self.flow.place(""),
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
        } else if let Some(open) = self.flow.text() {
            open.push_str(text);
        }
    }
}
