//! Running text: transcripts with speaker labels, and texts without; plain or Markdown.
//!
//! The whole file is the reading text. Turns point into it; labels, heads and the time stamps at
//! the ends of turns lie outside their spans.

use std::collections::BTreeMap;
use std::mem;

use memchr::memchr_iter;

use super::census::{Census, Trust};
use super::head::{self, Head};
use super::label::{self, Kind, Opening};
use super::paragraphs::{self, Line};
use super::{Documents, ReadOptions, Reader, Source, decode, single, stamp};
use crate::corpus::{Document, Speaker, Time, Turn};
use crate::error::Result;
use crate::text::Span;

/// Plain text.
pub(super) struct Text;
/// Markdown: headings are no turns, labels may be bold.
pub(super) struct Markdown;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "txt"
    }
    fn about(&self) -> &'static str {
        "transcripts with speaker labels, and any other plain text"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }
    fn fact_names(&self, head: &str, options: &ReadOptions) -> Vec<String> {
        fact_names(head, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        read(source, options, self.name(), false)
    }
}

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }
    fn about(&self) -> &'static str {
        "the same in Markdown: bold labels, headings, lists of cards"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }
    fn fact_names(&self, head: &str, options: &ReadOptions) -> Vec<String> {
        fact_names(head, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        read(source, options, self.name(), true)
    }
}

fn fact_names(head: &str, options: &ReadOptions) -> Vec<String> {
    let (_, found) = survey_below_head(head, options, false);
    found.facts.into_iter().map(|(name, _)| name).collect()
}

fn read(source: &Source, options: &ReadOptions, format: &str, markdown: bool) -> Result<Documents> {
    let mut document = decode::whole(source, format, options)?;
    let text = mem::take(&mut document.text);
    find_turns(&text, &mut document, options, markdown);
    document.text = text;
    document.own = 0..document.turns.len();
    Ok(single(document))
}

/// A place where a turn may begin or must end.
struct Mark<'t> {
    line: Line<'t>,
    /// The label; `None` for a heading.
    opening: Option<Opening<'t>>,
    after_blank: bool,
}

/// What one look over the lines of a text shows.
#[derive(Default)]
struct Survey<'t> {
    marks: Vec<Mark<'t>>,
    /// Lines that are not blank.
    lines: usize,
    /// Paragraphs: what stands between blank lines.
    blocks: usize,
    has_blank: bool,
    colons: Census<'t>,
    alone: Census<'t>,
}

fn survey<'t>(text: &'t str, from: usize, number: u32, options: &ReadOptions, markdown: bool) -> Survey<'t> {
    let mut survey = Survey::default();
    let mut after_blank = true;
    let mut name_alone: Option<Mark<'t>> = None;
    for line in paragraphs::lines(text, from, number) {
        if line.is_blank() {
            survey.has_blank |= survey.lines > 0;
            after_blank = true;
            name_alone = None;
            continue;
        }
        if let Some(mark) = name_alone.take() {
            if let Some(opening) = mark.opening {
                survey.alone.add(opening.name, opening.look);
            }
            survey.marks.push(mark);
        }
        survey.lines += 1;
        survey.blocks += usize::from(after_blank);
        if markdown && (paragraphs::is_heading(line.text) || paragraphs::is_rule(line.text)) {
            survey.marks.push(Mark { line, opening: None, after_blank });
        } else if let Some(opening) = label::opening(line.text, options.into()) {
            survey.colons.add(opening.name, opening.look);
            survey.marks.push(Mark { line, opening: Some(opening), after_blank });
        } else if after_blank && let Some(opening) = label::alone(line.text, options.into()) {
            name_alone = Some(Mark { line, opening: Some(opening), after_blank });
        }
        after_blank = false;
    }
    survey.has_blank &= survey.blocks > 1;
    survey
}

/// The survey of what stands below the head, and the head.
fn survey_below_head<'t>(text: &'t str, options: &ReadOptions, markdown: bool) -> (Survey<'t>, Head) {
    let front = head::front_matter(text).unwrap_or_default();
    let first = survey(text, front.end, line_at(text, front.end), options, markdown);
    let recurs = |key: &str| first.colons.believes(key, Trust::Recurring);
    let mut head = head::find(text, front.end, &recurs);
    let survey = if head.end > front.end {
        survey(text, head.end, line_at(text, head.end), options, markdown)
    } else {
        first
    };
    head.facts.splice(0..0, front.facts);
    (survey, head)
}

/// Finds the turns of a text and writes them, the speakers, facts and notices into the document.
pub(super) fn find_turns(text: &str, document: &mut Document, options: &ReadOptions, markdown: bool) {
    let (survey, head) = survey_below_head(text, options, markdown);
    for (name, value) in head.facts {
        document.facts.set(name, value);
    }
    document.notices.extend(head.notices);

    // Do speakers stand after empty lines? Asked of those that are sure to be ones.
    let sure = survey.marks.iter().filter(|mark| {
        let name = mark.opening.filter(|opening| opening.kind != Kind::Alone);
        name.is_some_and(|opening| survey.colons.believes(opening.name, Trust::Recurring))
    });
    let (labels, after_blank) =
        sure.fold((0, 0), |(all, after), mark| (all + 1, after + usize::from(mark.after_blank)));
    let by_paragraph = after_blank * 10 >= labels * 8;
    let paragraphs = if by_paragraph { survey.blocks } else { survey.lines };
    let mut trust = survey.colons.judge(paragraphs);
    let mut census = &survey.colons;
    let by_colon = trust != Trust::None;
    if !by_colon {
        trust = survey.alone.judge(survey.blocks);
        census = &survey.alone;
    }
    let not_believed = survey.marks.iter().filter_map(|mark| {
        let opening = mark.opening.filter(|opening| opening.kind == Kind::Colon)?;
        let believed = by_colon && survey.colons.believes(opening.name, trust);
        (!believed).then(|| (opening.name.to_owned(), mark.line.number))
    });
    document.possible_speakers.extend(not_believed.take(Document::POSSIBLE_SPEAKERS));
    let mut builder = Builder::new(text, document);
    if trust == Trust::None {
        let number = line_at(text, head.end);
        for piece in paragraphs::pieces(text, head.end, number, !survey.has_blank, markdown) {
            builder.turn(None, piece.line, None, piece.start, piece.end);
        }
        return;
    }
    // Where speakers stand after empty lines, a new name inside a paragraph is a broken sentence.
    let inside = if by_paragraph { trust.min(Trust::Recurring) } else { trust };
    let believed = |mark: &&Mark<'_>| {
        let trust = if mark.after_blank { trust } else { inside };
        mark.opening.is_none_or(|opening| {
            (opening.kind != Kind::Alone) == by_colon && census.believes(opening.name, trust)
        })
    };
    let mut marks = survey.marks.iter().filter(believed).peekable();
    let first = marks.peek().map_or(text.len(), |mark| mark.line.start);
    builder.before_labels(head.end, first);
    while let Some(mark) = marks.next() {
        let end = marks.peek().map_or(text.len(), |next| next.line.start);
        match mark.opening {
            Some(opening) => {
                let start = mark.line.start + opening.body;
                builder.turn(Some(opening.name), mark.line.number, opening.time, start, end);
            }
            None => {
                let start = mark.line.end();
                builder.turn(None, mark.line.number + 1, None, start, end);
            }
        }
    }
}

/// The line of byte `at`, from 1.
fn line_at(text: &str, at: usize) -> u32 {
    let lines = memchr_iter(b'\n', text.as_bytes().get(..at).unwrap_or_default()).count();
    u32::try_from(lines + 1).unwrap_or(u32::MAX)
}

/// Adds turns to a document, and carries times from one to the next.
struct Builder<'t, 'd> {
    text: &'t str,
    document: &'d mut Document,
    speakers: BTreeMap<&'t str, u32>,
    /// The time stamp that ended the turn before.
    pending: Option<u32>,
}

impl<'t, 'd> Builder<'t, 'd> {
    fn new(text: &'t str, document: &'d mut Document) -> Self {
        Self { text, document, speakers: BTreeMap::new(), pending: None }
    }

    /// What stands before the first label: a title is left out, anything else is a turn.
    fn before_labels(&mut self, from: usize, to: usize) {
        let text = self.text.get(from..to).unwrap_or_default();
        let content = text.trim();
        if content.is_empty() {
            return;
        }
        let title = !content.contains('\n')
            && content.len() <= 120
            && !content.ends_with(['.', '!', '?', '…', '“', ')']);
        let stamp = stamp::leading(content).is_some_and(|stamp| stamp.length == content.len());
        if title && !stamp {
            self.document.notices.push("left out the title above the first speaker".to_owned());
            return;
        }
        let start = from + text.len() - text.trim_start().len();
        self.turn(None, line_at(self.text, start), None, start, to);
    }

    fn turn(&mut self, speaker: Option<&'t str>, line: u32, labelled: Option<u32>, start: usize, end: usize) {
        let (start, stamped) = label::skip_stamp(self.text, start);
        let start = start.min(end);
        let (end, closing, next) = without_end_stamps(self.text, start, end);
        let begin = stamped.or(labelled).or(self.pending.take());
        self.pending = next;
        if end <= start {
            // Only a time stamp, or nothing: what it says is when the next turn begins.
            self.pending = next.or(begin);
            return;
        }
        let before = self.document.turns.last().and_then(|turn| turn.time);
        let begin = begin.or_else(|| closing.map(|_| before.and_then(|time| time.end).unwrap_or(0)));
        let time = begin.map(|start| Time { start, end: closing.filter(|end| *end >= start) });
        let speaker = speaker.map(|name| self.speaker(name));
        let span = Span::from_range(start..end);
        self.document.turns.push(Turn { span, speaker, time, line, ..Turn::default() });
    }

    fn speaker(&mut self, name: &'t str) -> u32 {
        let document = &mut *self.document;
        *self.speakers.entry(name).or_insert_with(|| {
            document.speakers.push(Speaker { name: name.to_owned(), ..Speaker::default() });
            u32::try_from(document.speakers.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

/// The end of a turn without blanks, stamps and marks of pauses after it; the first of the stamps
/// (when the turn ended) and the last (when the next one begins).
fn without_end_stamps(text: &str, start: usize, end: usize) -> (usize, Option<u32>, Option<u32>) {
    let mut content = text.get(start..end).unwrap_or_default().trim_end();
    let (mut first, mut last) = (None, None);
    loop {
        if let Some(stamp) = stamp::trailing(content) {
            first = Some(stamp.time);
            last = last.or(first);
            content = content.get(..content.len() - stamp.length).unwrap_or_default().trim_end();
        } else if let Some(shorter) = without_pause(content) {
            content = shorter;
        } else {
            return (start + content.len(), first, last);
        }
    }
}

/// The text without a mark like `(63 Sekunden Pause)` at its end.
pub(super) fn without_pause(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(" Pause)")?;
    let open = inner.rfind('(')?;
    let mut words = inner.get(open + 1..)?.split(' ');
    let number = words.next()?.bytes().all(|byte| byte.is_ascii_digit());
    let unit = words.next()?;
    let fits = number
        && matches!(unit, "Sekunde" | "Sekunden" | "Minute" | "Minuten" | "Minute[n]")
        && words.next().is_none();
    fits.then(|| inner.get(..open).unwrap_or_default().trim_end())
}
