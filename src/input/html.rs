//! Web pages (HTML): the text that a browser shows, block by block; transcripts of noScribe with their times.
//!
//! noScribe marks every piece of speech with an anchor `ts_START_END_SPEAKER` (milliseconds), which
//! is more exact than the stamps in the text.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use super::flow::Flow;
use super::prose::Prose;
use super::subtitles::{Said, turns_of};
use super::transcript::without_pause;
use super::{Documents, ReadOptions, Reader, Source, decode, label, office, single};
use crate::corpus::{Counted, Shifts, Time};
use crate::error::Result;

/// Web pages.
pub(super) struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }
    fn about(&self) -> &'static str {
        "web pages, and the transcripts of noScribe"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let mut document = decode::whole(source, self.name(), options)?;
        let html = std::mem::take(&mut document.text);
        document.shifts = Shifts::default();
        document.origin.counted = Counted::Paragraph;
        let page = page(&html);
        if page.said.iter().any(|said| said.speaker.is_some()) {
            document.notices.push("left out the head that the transcription program wrote".to_owned());
            turns_of(&mut document, page.said);
        } else {
            page.prose.write(&mut document, options);
        }
        Ok(single(document))
    }
}

/// Elements that begin and end a block of text.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "ul",
];
/// Elements whose text is not shown.
const UNSHOWN: &[&str] = &[
    "head", "title", "script", "style", "template", "noscript", "iframe", "object", "svg", "math",
    "textarea", "select", "button", "audio", "video", "canvas", "datalist", "rp", "rt",
];
/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

struct Page {
    prose: Prose,
    said: Vec<Said>,
}

/// An element that is open.
struct Open {
    name: String,
    hidden: bool,
    pre: bool,
}

#[derive(Default)]
struct Sink {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    flow: Flow,
    said: Vec<Said>,
    /// How many pieces of speech had a name, each of which begins a paragraph.
    named: u32,
    open: Vec<Open>,
    text: String,
    /// For each open table how many rows were open when it began.
    tables: Vec<usize>,
    /// The piece of speech that is open: speaker and times.
    anchor: Option<(String, Time)>,
    speech: String,
}

fn page(html: &str) -> Page {
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    // A script or a mark of the encoding stops it before the end.
    while !queue.is_empty() {
        let _ = tokenizer.feed(&queue);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.take();
    state.end_block();
    state.end_rows(0);
    Page { prose: state.flow.prose, said: state.said }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) => return state.tag(&tag),
            Token::CharacterTokens(text) => state.characters(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            self.end(name);
            return TokenSinkResult::Continue;
        }
        if name == "br" {
            self.push("\n");
        }
        if VOID.contains(&name) {
            if name == "hr" {
                self.end_block();
            }
            return TokenSinkResult::Continue;
        }
        match name {
            "tr" => {
                self.end_block();
                self.end_rows(self.tables.last().copied().unwrap_or(0));
                self.flow.begin_row();
            }
            "table" => {
                self.end_block();
                self.tables.push(self.flow.open_rows());
            }
            "td" | "th" => {
                self.end_block();
                self.flow.begin_cell();
            }
            "a" => self.anchor(tag),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
        let value = |wanted: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == wanted)
                .map(|found| found.value.to_string())
        };
        let style = value("style").unwrap_or_default().replace(' ', "").to_lowercase();
        let above = self.open.last();
        let hidden = above.is_some_and(|open| open.hidden)
            || UNSHOWN.contains(&name)
            || value("hidden").is_some()
            || style.contains("display:none")
            || style.contains("visibility:hidden");
        let pre = above.is_some_and(|open| open.pre) || name == "pre";
        if !tag.self_closing {
            self.open.push(Open { name: name.to_owned(), hidden, pre });
        }
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            // Ends that were forgotten come with this one.
            self.open.truncate(at);
        }
        match name {
            "tr" => {
                self.end_block();
                self.end_rows(self.tables.last().copied().unwrap_or(0));
            }
            "table" => {
                self.end_block();
                let rows = self.tables.pop().unwrap_or(0);
                self.end_rows(rows);
            }
            "td" | "th" => self.end_block(),
            "a" => self.end_anchor(),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
    }

    fn characters(&mut self, text: &str) {
        let (hidden, pre) = self.open.last().map_or((false, false), |open| (open.hidden, open.pre));
        if hidden {
            return;
        }
        if pre {
            self.push(text);
            return;
        }
        for character in text.chars() {
            let blank = matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            let character = if blank { ' ' } else { character };
            if !blank || !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(character);
            }
            if self.anchor.is_some() && (!blank || !self.speech.ends_with(' ')) {
                self.speech.push(character);
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.open.last().is_some_and(|open| open.hidden) {
            return;
        }
        self.text.push_str(text);
        if self.anchor.is_some() {
            self.speech.push_str(text);
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        // What stands between the blocks of a page are no empty paragraphs.
        if !text.is_empty() {
            self.flow.place(text);
        }
    }

    /// Ends the rows above so many.
    fn end_rows(&mut self, above: usize) {
        while self.flow.open_rows() > above {
            self.flow.end_row();
        }
    }

    /// noScribe: `<a name="ts_4800_13120_S01">`.
    fn anchor(&mut self, tag: &Tag) {
        self.end_anchor();
        let named = tag.attrs.iter().find(|attribute| matches!(&*attribute.name.local, "name" | "id"));
        let Some(rest) = named.and_then(|found| found.value.strip_prefix("ts_").map(str::to_owned)) else {
            return;
        };
        let mut parts = rest.splitn(3, '_');
        let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok());
        let (Some(start), Some(end)) = (number(), number()) else { return };
        let speaker = parts.next().unwrap_or_default().to_owned();
        self.anchor = Some((speaker, Time { start, end: Some(end).filter(|end| *end >= start) }));
    }

    fn end_anchor(&mut self) {
        let Some((speaker, time)) = self.anchor.take() else { return };
        let speech = std::mem::take(&mut self.speech);
        let mut text = speech.trim();
        let given = [speaker.clone()];
        let mut shown = None;
        if let Some(opening) = label::opening(text, label::Labels { given: &given, never: &[] }) {
            shown = Some(opening.name.to_owned());
            text = text.get(opening.body..).unwrap_or_default().trim_start();
        }
        while let Some(shorter) = without_pause(text) {
            text = shorter;
        }
        if text.is_empty() || !text.contains(char::is_alphanumeric) {
            return;
        }
        // A name that was given in the editor stands in the text; the anchor keeps the old one.
        let before = self.said.last().and_then(|said| said.speaker.clone());
        let named = shown.is_some();
        self.named += u32::from(named);
        let speaker = shown.or_else(|| before.filter(|_| !speaker.is_empty())).or(Some(speaker));
        self.said.push(Said {
            speaker: speaker.filter(|name| !name.is_empty()),
            named,
            text: text.to_owned(),
            highlighted: false,
            time: Some(time),
            line: self.named.max(1),
            id: None,
            start: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Document;

    fn check(html: &str, expected: &str) {
        let mut document = Document::default();
        page(html).prose.write(&mut document, &ReadOptions::default());
        assert_eq!(document.text, expected, "{html}");
    }

    #[test]
    fn a_name_that_stands_again_begins_a_turn() {
        let anchor = |time: &str, text: &str| format!("<a name=\"ts_{time}_S00\">{text}</a>");
        let html = format!(
            "<p>{}{}</p><p>{}{}</p>",
            anchor("0_10", "S00: Ja."),
            anchor("10_20", " Gut."),
            anchor("20_30", "S00: Eben."),
            anchor("30_40", " Also.")
        );
        let mut document = Document::default();
        turns_of(&mut document, page(&html).said);
        assert_eq!(document.text, "Ja. Gut.\n\nEben. Also.");
    }

    #[test]
    fn what_a_browser_shows_is_read() {
        check("<title>T</title><p>Eins\n  zwei &amp; drei<p>Vier<br>fünf", "Eins zwei & drei\n\nVier\nfünf");
        check("<style>p { }</style><script>if (a < b) alert(\"<p>x</p>\")</script><div>ja</div>", "ja");
        check(
            "<p>sichtbar <span style=\"display: none\">nicht</span>gut</p><p hidden>weg</p>",
            "sichtbar gut",
        );
        check(
            "<table><tr><th>Sprecher<th>Text<tr><td>B1<td>Ja.<tr><td>B2<td>Nein.</table>",
            "B1: Ja.\n\nB2: Nein.",
        );
        check("<ul><li>eins<li>zwei</ul>", "eins\n\nzwei");
        check("<pre>a\n b</pre>", "a\n b");
        check("a < b", "a < b");
        check("", "");
    }
}
