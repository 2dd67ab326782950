//! JSON of speech recognition (Whisper, WhisperX, aTrain, whisper.cpp): segments joined to turns.

use serde::Deserialize;
use serde_json::Value;

use super::subtitles::{Said, turns_of};
use crate::corpus::{Document, Time};

/// A piece of speech as the program cut it; what is not needed is passed over.
#[derive(Deserialize)]
pub(super) struct Segment {
    #[serde(default)]
    text: String,
    start: Option<f64>,
    end: Option<f64>,
    speaker: Option<Value>,
    /// whisper.cpp: milliseconds.
    offsets: Option<Offsets>,
    #[serde(default)]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Offsets {
    from: f64,
    to: f64,
}

#[derive(Deserialize)]
struct Word {
    speaker: Option<Value>,
}

impl Segment {
    fn time(&self) -> Option<Time> {
        let (start, end) = match &self.offsets {
            Some(offsets) => (offsets.from, Some(offsets.to)),
            None => (self.start? * 1000.0, self.end.map(|end| end * 1000.0)),
        };
        let start = milliseconds(start)?;
        Some(Time { start, end: end.and_then(milliseconds).filter(|end| *end >= start) })
    }

    /// Who speaks: as the segment says, else as its first word that has a speaker.
    fn speaker(&self) -> Option<String> {
        let name = |value: &Option<Value>| match value {
            Some(Value::String(name)) if !name.trim().is_empty() => Some(name.trim().to_owned()),
            Some(Value::Number(number)) => Some(format!("SPEAKER_{number:0>2}")),
            _ => None,
        };
        name(&self.speaker).or_else(|| self.words.iter().find_map(|word| name(&word.speaker)))
    }
}

fn milliseconds(value: f64) -> Option<u32> {
    let whole = value.round();
    if !(0.0..=f64::from(u32::MAX)).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was looked at")]
    let whole = whole as u32;
    Some(whole)
}

/// Writes the turns into a document. A segment without a speaker goes on with the one before it.
pub(super) fn read(document: &mut Document, segments: Vec<Segment>) {
    let mut speaker: Option<String> = None;
    let mut unnamed = 0_usize;
    let mut said = Vec::with_capacity(segments.len());
    for (number, segment) in segments.into_iter().enumerate() {
        let time = segment.time();
        match segment.speaker() {
            Some(name) => speaker = Some(name),
            None => unnamed += usize::from(speaker.is_some()),
        }
        let text = segment.text.trim().to_owned();
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        said.push(Said {
            speaker: speaker.clone(),
            named: false,
            text,
            highlighted: false,
            time,
            line: 1,
            id: Some(number.to_string()),
            start: None,
        });
    }
    if said.is_empty() {
        document.notices.push("no segment with words in it".to_owned());
    }
    if unnamed > 0 {
        document
            .notices
            .push(format!("{unnamed} segment(s) without a speaker were given to the one before them"));
    }
    turns_of(document, said);
}
