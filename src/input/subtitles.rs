//! WebVTT and SubRip: the cues of one speaker in a row are one turn.
//!
//! The reading text is made of the turns, with an empty line between them. Who speaks is said by
//! `<v Name>` (Teams, noScribe), by the line above the times (Webex), or by `Name:` before the text
//! (Zoom, WhisperX); a cue without a name goes on with the speaker before it.

use std::collections::BTreeMap;
use std::mem;

use super::census::{Census, Trust};
use super::cues::{Cue, cues};
use super::label;
use super::markup::{Voiced, runs};
use super::normal::normalize_into;
use super::transcript::without_pause;
use super::{Documents, ReadOptions, Reader, Source, decode, single};
use crate::corpus::{Document, Shifts, Speaker, Time, Turn};
use crate::error::Result;
use crate::text::{Ruler, Span};

/// Without speakers, a silence longer than this ends a turn (milliseconds).
const PAUSE: u32 = 2000;
/// Cues may stand this much too late to be put in order (milliseconds); a larger step back is a
/// second recording or language.
const DISORDER: u32 = 60_000;

/// WebVTT.
pub(super) struct WebVtt;
/// SubRip.
pub(super) struct SubRip;

impl Reader for WebVtt {
    fn name(&self) -> &'static str {
        "vtt"
    }
    fn about(&self) -> &'static str {
        "WebVTT of meetings and transcription programs (Zoom, Teams, Webex, noScribe, Whisper)"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["vtt"]
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        read(source, options, self.name())
    }
}

impl Reader for SubRip {
    fn name(&self) -> &'static str {
        "srt"
    }
    fn about(&self) -> &'static str {
        "SubRip subtitles (aTrain, Whisper)"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["srt"]
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        read(source, options, self.name())
    }
}

/// What one voice says in one cue.
pub(super) struct Said {
    pub(super) speaker: Option<String>,
    /// Whether the speaker is named here, or goes on from before.
    pub(super) named: bool,
    pub(super) text: String,
    pub(super) highlighted: bool,
    pub(super) time: Option<Time>,
    pub(super) line: u32,
    pub(super) id: Option<String>,
    /// Where the cue's text begins in the decoded file, in bytes of its normalised form.
    /// `None` where the text stands in the file in another form.
    pub(super) start: Option<usize>,
}

fn read(source: &Source, options: &ReadOptions, format: &str) -> Result<Documents> {
    let mut document = decode::whole(source, format, options)?;
    let text = mem::take(&mut document.text);
    let shifts = mem::take(&mut document.shifts);
    let mut cues = cues(&text);
    if cues.is_empty() && !text.trim().is_empty() {
        document.notices.push("no cue with times (`00:00:01.000 --> 00:00:02.000`) in it".to_owned());
    }
    put_in_order(&mut cues, &mut document.notices);
    unroll(&mut cues, &mut document.notices);
    let said = who_says_what(&cues, options, &mut document.notices);
    assemble(&mut document, &text, &shifts, said);
    Ok(single(document))
}

/// Writes turns into a document that has no text yet, from pieces whose places are not known.
pub(super) fn turns_of(document: &mut Document, said: Vec<Said>) {
    assemble(document, "", &Shifts::default(), said);
}

fn assemble(document: &mut Document, file: &str, file_shifts: &Shifts, said: Vec<Said>) {
    Assembly { document, file: Ruler::new(file), file_shifts, ahead: 0, written: 0 }.turns(said);
    document.own = 0..document.turns.len();
}

/// Teams writes cues a little out of order.
fn put_in_order(cues: &mut [Cue<'_>], notices: &mut Vec<String>) {
    let start = |cue: &Cue<'_>| cue.time.map_or(0, |time| time.start);
    let mut furthest = 0_u32;
    let mut most = 0_u32;
    for cue in cues.iter() {
        most = most.max(furthest.saturating_sub(start(cue)));
        furthest = furthest.max(start(cue));
    }
    if most > 0 && most < DISORDER {
        cues.sort_by_key(start);
        notices.push("cues were out of order and have been sorted by time".to_owned());
    }
}

/// Captions that roll (YouTube, Google Meet) show each line again above the next: what stood at the end of a cue and
/// begins the next one is left out there, if most cues are like that.
fn unroll(cues: &mut Vec<Cue<'_>>, notices: &mut Vec<String>) {
    let plain: Vec<Vec<String>> =
        cues.iter().map(|cue| cue.payload.lines().map(unmarked).collect()).collect();
    let filled =
        |lines: &[String]| -> Vec<String> { lines.iter().filter(|line| !line.is_empty()).cloned().collect() };
    // For each cue how many of its lines stood at the end of the cue before.
    let again: Vec<usize> = (0..cues.len())
        .map(|at| {
            let Some(before) = at.checked_sub(1).map(|before| filled(&plain[before])) else { return 0 };
            let mine = &plain[at];
            (1..=mine.len())
                .rev()
                .find(|count| {
                    let shown = filled(&mine[..*count]);
                    !shown.is_empty() && before.ends_with(&shown)
                })
                .unwrap_or(0)
        })
        .collect();
    let rolling = again.iter().filter(|lines| **lines > 0).count();
    if rolling < 2 || rolling * 2 < cues.len() || cues.iter().any(|cue| cue.payload.contains("<v")) {
        return;
    }
    for (cue, lines) in cues.iter_mut().zip(again).filter(|(_, lines)| *lines > 0) {
        let cut: usize = cue.payload.split_inclusive('\n').take(lines).map(str::len).sum();
        cue.payload = cue.payload.get(cut..).unwrap_or_default();
        cue.start += cut;
    }
    notices.push(format!("{rolling} cue(s) repeat the line before them; each line is read once"));
    cues.retain(|cue| !cue.payload.trim().is_empty());
}

/// A line of a cue without marks and blanks around it.
fn unmarked(line: &str) -> String {
    runs(line).iter().map(|run| run.text.as_str()).collect::<String>().trim().to_owned()
}

fn who_says_what(cues: &[Cue<'_>], options: &ReadOptions, notices: &mut Vec<String>) -> Vec<Said> {
    let voiced: Vec<(&Cue<'_>, Vec<Voiced>)> = cues.iter().map(|cue| (cue, runs(cue.payload))).collect();
    let opening_of = |run: &'_ Voiced| {
        run.speaker
            .is_none()
            .then(|| label::opening(&run.text, options.into()))
            .flatten()
            .map(|opening| (opening.name.to_owned(), opening.look, opening.body))
    };
    let names: Vec<(String, label::Look)> = voiced
        .iter()
        .flat_map(|(_, runs)| runs.first())
        .filter_map(|run| opening_of(run).map(|(name, look, _)| (name, look)))
        .collect();
    let mut census = Census::default();
    for (name, look) in &names {
        census.add(name, *look);
    }
    let trust = trust_in(&census, names.len(), voiced.len());

    let mut said: Vec<Said> = Vec::new();
    let (mut pauses, mut repeats) = (0_usize, 0_usize);
    for (cue, runs) in voiced {
        let mut speaker = cue.id.and_then(quoted).map(str::to_owned);
        for run in runs {
            let of_cue = speaker.is_some();
            let named = opening_of(&run).filter(|(name, ..)| census.believes(name, trust));
            let mut text = run.text.as_str();
            let mut from = cue.payload.find('>').filter(|_| run.speaker.is_some()).unwrap_or(0);
            let is_named = of_cue || run.speaker.is_some() || named.is_some();
            if let Some((name, _, body)) = named {
                text = text.get(body..).unwrap_or_default();
                from = body;
                speaker = Some(name);
            }
            speaker = run.speaker.or(speaker).or_else(|| said.last().and_then(|last| last.speaker.clone()));
            let mut text = text.trim();
            while let Some(shorter) = without_pause(text) {
                text = shorter;
                pauses += 1;
            }
            if !text.contains(char::is_alphanumeric) {
                continue;
            }
            if let Some(last) = said.last_mut()
                && last.text == text
                && (last.highlighted || run.highlighted)
            {
                repeats += 1;
                extend(&mut last.time, cue.time);
                continue;
            }
            said.push(Said {
                speaker: speaker.clone(),
                named: is_named,
                text: text.to_owned(),
                highlighted: run.highlighted,
                time: cue.time,
                line: cue.line,
                id: cue.id.map(str::to_owned),
                start: Some(cue.start + place(cue.payload, from, text)),
            });
        }
    }
    if pauses > 0 {
        notices.push(format!("left out {pauses} mark(s) of pauses"));
    }
    if repeats > 0 {
        notices.push(format!("left out {repeats} repeated cue(s) with highlighted words"));
    }
    said
}

/// Where in a cue's payload a text from it begins: its first word, looked for from byte `from` on.
fn place(payload: &str, from: usize, text: &str) -> usize {
    let word = text.split([' ', '\n', '&', '<']).next().unwrap_or_default();
    let found = payload.get(from..).and_then(|rest| rest.find(word));
    found.map_or(0, |at| from + at)
}

/// Cues go on without a name, so that a small share of names is enough; but one name must recur, or
/// be of a form that only names have.
fn trust_in(census: &Census<'_>, named: usize, cues: usize) -> Trust {
    let trust = census.judge(named);
    match trust {
        Trust::All if named * 2 < cues => Trust::Persons,
        other => other,
    }
}

/// The speaker in the id line of Webex: `1 "Name" (4100512345)`.
fn quoted(id: &str) -> Option<&str> {
    let (_, rest) = id.split_once('"')?;
    let (name, _) = rest.split_once('"')?;
    (!name.trim().is_empty()).then(|| name.trim())
}

fn extend(time: &mut Option<Time>, by: Option<Time>) {
    match (time.as_mut(), by) {
        (Some(time), Some(by)) => time.end = time.end.max(by.end),
        (None, by) => *time = by,
        (Some(_), None) => {}
    }
}

/// Writes turns into a document, with the places they came from.
struct Assembly<'a> {
    document: &'a mut Document,
    file: Ruler<'a>,
    file_shifts: &'a Shifts,
    /// How far the decoded file is ahead of the reading text, in code points.
    ahead: i64,
    /// Code points of the reading text so far.
    written: i64,
}

impl Assembly<'_> {
    fn turns(mut self, said: Vec<Said>) {
        let mut speakers: BTreeMap<String, u32> = BTreeMap::new();
        let anyone = said.iter().any(|said| said.speaker.is_some());
        let name_begins = a_name_begins_a_turn(&said);
        let mut before: Option<Said> = None;
        for said in said {
            let joins = before
                .as_ref()
                .filter(|_| !(name_begins && said.named))
                .is_some_and(|last| last.speaker == said.speaker && (anyone || goes_on(last, &said)));
            self.write(if joins { " " } else { "\n\n" });
            let start = self.document.text.len();
            if let Some(start) = said.start {
                self.shift(start);
            }
            let mut text = String::new();
            normalize_into(&said.text, &mut text);
            self.write_text(&text);
            let end = u32::try_from(self.document.text.len()).unwrap_or(u32::MAX);
            match self.document.turns.last_mut().filter(|_| joins) {
                Some(turn) => {
                    turn.span.end = end;
                    extend(&mut turn.time, said.time);
                }
                None => {
                    let document = &mut *self.document;
                    let speaker = said.speaker.clone().map(|name| {
                        *speakers.entry(name).or_insert_with_key(|name| {
                            document.speakers.push(Speaker { name: name.clone(), ..Speaker::default() });
                            u32::try_from(document.speakers.len() - 1).unwrap_or(u32::MAX)
                        })
                    });
                    document.turns.push(Turn {
                        span: Span::new(u32::try_from(start).unwrap_or(u32::MAX), end),
                        speaker,
                        time: said.time,
                        line: said.line,
                        id: said.id.clone(),
                        ..Turn::default()
                    });
                }
            }
            before = Some(said);
        }
    }

    /// Writes what stands between two pieces.
    fn write(&mut self, between: &str) {
        if !self.document.text.is_empty() {
            self.write_text(between);
        }
    }

    fn write_text(&mut self, text: &str) {
        self.document.text.push_str(text);
        self.written += i64::try_from(text.chars().count()).unwrap_or(0);
    }

    /// Records that what is written next stands at byte `start` of the file.
    fn shift(&mut self, start: usize) {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let place = i64::try_from(self.file.code_points(start)).unwrap_or(0) + self.file_shifts.at(start);
        let ahead = place - self.written;
        let at = u32::try_from(self.document.text.len()).unwrap_or(u32::MAX);
        self.document.shifts.push(at, ahead - self.ahead);
        self.ahead = ahead;
    }
}

/// Whether a name always begins a turn: the file goes on without a name inside turns more often than
/// it names the same speaker again. (Programs that name the speaker in every cue mean one turn.)
fn a_name_begins_a_turn(said: &[Said]) -> bool {
    let nameless = said.iter().filter(|said| said.speaker.is_some() && !said.named).count();
    let again = said.windows(2).filter(|pair| pair[1].named && pair[0].speaker == pair[1].speaker).count();
    nameless > again
}

/// Whether a cue without a speaker goes on with the sentence before it.
fn goes_on(last: &Said, next: &Said) -> bool {
    let ended =
        last.text.trim_end_matches(['"', '“', '”', '«', '»', ')', '\'']).ends_with(['.', '!', '?', '…', ':']);
    let pause = match (last.time.and_then(|time| time.end), next.time) {
        (Some(end), Some(next)) => next.start.saturating_sub(end) > PAUSE,
        _ => false,
    };
    !ended && !pause
}
