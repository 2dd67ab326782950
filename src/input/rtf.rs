//! RTF: the text that a person sees. f4 and old word processors write it.
//!
//! Groups open and close states; a destination that holds no text of the document is passed over.
//! Bytes are decoded by the code page of the font, or of the document. Rich Text Format
//! Specification 1.9.1 names the control words.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::prose::Prose;
use super::rtf_names::{PASSED_OVER, charset, code_page};
use super::{Documents, ReadOptions, Reader, Source, office, zip};
use crate::error::Result;

/// RTF.
pub(super) struct Rtf;

impl Reader for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }
    fn about(&self) -> &'static str {
        "RTF documents, also those of f4"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        office::read(source, self.name(), options, |path, bytes| prose(path, &bytes))
    }
}

/// What a group inherits and gives back.
#[derive(Clone)]
struct State {
    /// Nothing of this group is text.
    passed: bool,
    hidden: bool,
    deleted: bool,
    /// Fallback characters after `\u`.
    fallbacks: usize,
    /// The font; its code page is looked up when a byte comes.
    font: i32,
    /// The group is the table of fonts.
    fonts: bool,
}

struct Body<'b> {
    bytes: &'b [u8],
    at: usize,
    prose: Prose,
    state: State,
    stack: Vec<State>,
    page: &'static Encoding,
    /// Code pages of fonts.
    fonts: Vec<(i32, &'static Encoding)>,
    /// Bytes in the code page that are not yet decoded.
    pending: Vec<u8>,
    text: String,
    cells: Vec<String>,
    in_table: bool,
    /// Fallback characters that are still to be passed over.
    skip: usize,
    /// The first half of a character that `\u` gives in two.
    high: Option<u16>,
    hidden: usize,
    deleted: usize,
}

fn prose(path: &str, bytes: &[u8]) -> Result<Prose> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if body.is_empty() {
        return Ok(Prose::default());
    }
    if !body.starts_with(b"{\\rtf") {
        return Err(office::another(path, "RTF document"));
    }
    let state = State { passed: false, hidden: false, deleted: false, fallbacks: 1, font: -1, fonts: false };
    let mut reader = Body {
        bytes: body,
        at: 0,
        prose: Prose::default(),
        state,
        stack: Vec::new(),
        page: WINDOWS_1252,
        fonts: Vec::new(),
        pending: Vec::new(),
        text: String::new(),
        cells: Vec::new(),
        in_table: false,
        skip: 0,
        high: None,
        hidden: 0,
        deleted: 0,
    };
    reader.read();
    let cut_off = !reader.stack.is_empty();
    let (hidden, deleted) = (reader.hidden, reader.deleted);
    let mut prose = reader.prose;
    if cut_off {
        return Err(zip::damaged(path));
    }
    prose.leave_out("run(s) of hidden text", hidden);
    prose.leave_out("run(s) of deleted text", deleted);
    Ok(prose)
}

impl Body<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    self.skip = 0;
                    self.stack.push(self.state.clone());
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    if let Some(before) = self.stack.pop() {
                        self.state = before;
                    }
                    if self.stack.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(byte),
            }
        }
        self.flush();
        if !self.text.trim().is_empty() {
            self.end_paragraph();
        }
        if !self.cells.is_empty() {
            self.end_row();
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_text() {
            self.pending.push(byte);
        }
    }

    fn is_text(&self) -> bool {
        !self.state.passed && !self.state.hidden && !self.state.deleted && !self.state.fonts
    }

    /// Decodes what is waiting.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let font = self.state.font;
        let page =
            self.fonts.iter().rev().find(|(number, _)| *number == font).map_or(self.page, |(_, page)| page);
        let (text, _) = page.decode_without_bom_handling(&self.pending);
        self.text.push_str(&text);
        self.pending.clear();
    }

    fn push(&mut self, text: &str) {
        if self.is_text() {
            self.flush();
            self.text.push_str(text);
        }
    }

    /// Reads what follows a backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    self.at = (self.at + 2).min(self.bytes.len());
                    let code = std::str::from_utf8(digits).ok().and_then(|d| u8::from_str_radix(d, 16).ok());
                    if let Some(code) = code {
                        self.byte(code);
                    }
                }
                b'\\' | b'{' | b'}' => self.byte(first),
                b'~' => self.symbol("\u{a0}"),
                b'_' => self.symbol("-"),
                b'-' => self.symbol(""),
                b'\n' | b'\r' => self.end_line(true),
                b'*' => {
                    // What the reader does not know is passed over; of what it knows, the word decides.
                    let next = self.bytes.get(self.at..).unwrap_or_default();
                    if !next.starts_with(b"\\shpinst") && !next.starts_with(b"\\shptxt") {
                        self.flush();
                        self.state.passed = true;
                    }
                }
                _ => {}
            }
            return;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word =
            std::str::from_utf8(rest.get(..letters).unwrap_or_default()).unwrap_or_default().to_owned();
        let mut end = letters;
        let minus = usize::from(rest.get(end) == Some(&b'-'));
        let digits = rest
            .get(end + minus..)
            .unwrap_or_default()
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let mut number = None;
        if digits > 0 {
            let text = std::str::from_utf8(rest.get(end..end + minus + digits).unwrap_or_default());
            number = text.ok().and_then(|text| text.parse::<i64>().ok());
            end += minus + digits;
        }
        // One blank ends a control word and belongs to it.
        end += usize::from(rest.get(end) == Some(&b' '));
        self.at += end;
        self.word(&word, number);
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        let on = number != Some(0);
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.fallbacks = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16),
            "bin" => {
                let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            "ansicpg" => self.page = number.and_then(code_page).unwrap_or(self.page),
            "mac" => self.page = MACINTOSH,
            "f" => {
                self.flush();
                self.state.font = number.and_then(|n| i32::try_from(n).ok()).unwrap_or(-1);
            }
            "fcharset" if self.state.fonts => {
                if let Some(page) = number.and_then(charset) {
                    self.fonts.push((self.state.font, page));
                }
            }
            "fonttbl" => {
                self.flush();
                self.state.fonts = true;
            }
            "v" => {
                self.flush();
                self.hidden += usize::from(on && self.is_text());
                self.state.hidden = on;
            }
            "deleted" => {
                self.flush();
                self.deleted += usize::from(on && self.is_text());
                self.state.deleted = on;
            }
            "plain" => {
                self.flush();
                (self.state.hidden, self.state.deleted, self.state.font) = (false, false, -1);
            }
            "pard" => self.in_table = false,
            "intbl" => self.in_table = true,
            "par" | "sect" | "page" => self.end_line(true),
            "line" | "softline" => self.end_line(false),
            "cell" | "nestcell" if !self.state.passed => {
                self.flush();
                self.cells.push(std::mem::take(&mut self.text));
            }
            "row" | "nestrow" if !self.state.passed => {
                self.flush();
                self.end_row();
            }
            "tab" => self.symbol("\t"),
            "emdash" => self.symbol("—"),
            "endash" => self.symbol("–"),
            "emspace" | "enspace" | "qmspace" => self.symbol(" "),
            "lquote" => self.symbol("‘"),
            "rquote" => self.symbol("’"),
            "ldblquote" => self.symbol("“"),
            "rdblquote" => self.symbol("”"),
            "bullet" => self.symbol("•"),
            "footnote" => self.pass("footnote(s) or endnote(s)"),
            "annotation" => self.pass("comment(s) at the margin"),
            _ if PASSED_OVER.contains(&word) => self.pass(""),
            _ => {}
        }
    }

    fn pass(&mut self, what: &'static str) {
        if !self.state.passed {
            self.prose.leave_out(what, usize::from(!what.is_empty()));
        } else if what == "comment(s) at the margin" {
            // `{\*\annotation` is passed over by its star already.
            self.prose.leave_out(what, 1);
        }
        self.flush();
        self.state.passed = true;
    }

    /// A symbol, which may be the fallback of a character as well.
    fn symbol(&mut self, text: &str) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.push(text);
        }
    }

    /// `\uN`: a unit of UTF-16, written as a signed number.
    fn unicode(&mut self, number: i64) {
        self.skip = self.state.fallbacks;
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or(0);
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let text = String::from_utf16_lossy(&units);
        if !text.starts_with('\0') {
            self.push(&text);
        }
    }

    fn end_line(&mut self, paragraph: bool) {
        if self.state.passed || self.state.fonts {
            return;
        }
        self.flush();
        // Inside a row a paragraph is a line of its cell.
        if paragraph && !self.in_table {
            self.end_paragraph();
        } else {
            self.text.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.prose.paragraph(&text);
    }

    fn end_row(&mut self) {
        let mut cells = std::mem::take(&mut self.cells);
        let rest = std::mem::take(&mut self.text);
        if !rest.trim().is_empty() {
            cells.push(rest);
        }
        self.prose.row(&cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Document;

    fn check(rtf: &[u8], expected: &str) {
        let mut document = Document::default();
        let prose = prose("x.rtf", rtf).unwrap_or_else(|error| panic!("{error}"));
        prose.write(&mut document, &ReadOptions::default());
        assert_eq!(document.text, expected, "{}", String::from_utf8_lossy(rtf));
    }

    #[test]
    fn what_a_person_sees_is_read() {
        for (rtf, expected) in [
            (
                &br"{\rtf1\ansi\ansicpg1252 Gr\'f6\'dfe \'96 \u8222\'84ja\u8220\'93.\par Zwei\line drei}"[..],
                "Größe – „ja“.\n\nZwei\ndrei",
            ),
            (br"{\rtf1\uc1 a\u228?b \uc0\u228 c{\uc2\u246??}d}", "aäb äcöd"),
            (br"{\rtf1 \u55357?\u56832? gut}", "😀 gut"),
            (br"{\rtf1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}\f1 \'b3\f0 \'e4}", "łä"),
            (br"{\rtf1{\info{\author Anna}}{\*\generator Riched20;}{\header Kopf}Text}", "Text"),
            (br"{\rtf1 sichtbar {\v verborgen }wieder{\deleted weg}}", "sichtbar wieder"),
            (br"{\rtf1 Wort{\footnote Note} geht\-s wei\~ter}", "Wort gehts wei\u{a0}ter"),
            (br"{\rtf1\mac f\'9fr}", "für"),
            (b"{\\rtf1 eins\\\nzwei}", "eins\n\nzwei"),
            (br"{\rtf1\trowd\intbl B1\cell Ja.\cell\row\pard Ende}", "B1: Ja.\n\nEnde"),
            (br"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt hier}}}", "hier"),
            (br"{\rtf1}", ""),
        ] {
            check(rtf, expected);
        }
    }
}
