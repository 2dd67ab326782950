//! The cues of WebVTT and SubRip files: id, times, payload.

use super::paragraphs::{Line, lines};
use super::stamp;
use crate::corpus::Time;

/// A cue as it stands in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cue<'t> {
    /// The line where it begins (its id, else its times), from 1.
    pub(super) line: u32,
    /// The line above the times.
    pub(super) id: Option<&'t str>,
    pub(super) time: Option<Time>,
    /// Its text with all marks.
    pub(super) payload: &'t str,
    /// Where the payload begins, in bytes.
    pub(super) start: usize,
}

/// Reads the cues. Heads and the blocks `NOTE`, `STYLE` and `REGION` are no cues; a paragraph
/// without times belongs to the cue before it.
pub(super) fn cues(text: &str) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut block: Vec<Line<'_>> = Vec::new();
    for line in lines(text, 0, 1) {
        if line.is_blank() {
            read_block(text, &block, &mut cues);
            block.clear();
        } else {
            block.push(line);
        }
    }
    read_block(text, &block, &mut cues);
    cues
}

fn read_block<'t>(text: &'t str, block: &[Line<'t>], cues: &mut Vec<Cue<'t>>) {
    let Some(first) = block.first() else { return };
    let keyword = first.text.split([' ', '\t']).next().unwrap_or_default();
    if matches!(keyword, "WEBVTT" | "NOTE" | "STYLE" | "REGION") && times(first.text).is_none() {
        return;
    }
    let mut timed: Vec<usize> = block
        .iter()
        .enumerate()
        .filter(|(_, line)| times(line.text).is_some())
        .map(|(index, _)| index)
        .collect();
    if timed.is_empty() {
        // SubRip has empty lines inside a cue; a lone number is the id of a cut cue.
        let number = block.len() == 1 && first.text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if let (Some(cue), Some(last), false) = (cues.last_mut(), block.last(), number) {
            cue.payload = text.get(cue.start..last.end()).unwrap_or(cue.payload);
        }
        return;
    }
    // Some writers forget the empty line: then a number above the times is the next cue's id.
    let mut from = 0;
    timed.push(block.len());
    for pair in timed.windows(2) {
        let [at, next] = pair else { continue };
        let Some(timing) = block.get(*at) else { continue };
        let above = at.checked_sub(1).filter(|above| *above >= from).and_then(|above| block.get(above));
        let mut end = *next;
        let is_id = |line: &Line<'_>| line.text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if *next < block.len() && end > at + 1 && block.get(end - 1).is_some_and(is_id) {
            end -= 1;
        }
        from = end;
        let payload = block.get(at + 1..end).unwrap_or_default();
        let start = payload.first().map_or(timing.end(), |line| line.start);
        let stop = payload.last().map_or(start, Line::end);
        cues.push(Cue {
            line: above.unwrap_or(timing).number,
            id: above.map(|line| line.text.trim()),
            time: times(timing.text),
            payload: text.get(start..stop).unwrap_or_default(),
            start,
        });
    }
}

/// `start --> end`, with settings after it.
fn times(line: &str) -> Option<Time> {
    let (start, end) = line.split_once("-->")?;
    let start = stamp::subtitle(start.trim())?;
    let end = stamp::subtitle(end.trim_start()).map(|stamp| stamp.time);
    Some(Time { start: start.time, end: end.filter(|end| *end >= start.time) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u32, Option<&str>, u32, &str)]) {
        let found: Vec<_> = cues(text)
            .iter()
            .map(|cue| (cue.line, cue.id, cue.time.map_or(0, |time| time.start), cue.payload))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn cues_are_told_from_heads_notes_and_styles() {
        check(
            "WEBVTT Titel\nKind: captions\n\nNOTE\nC:/x\n\nSTYLE\n::cue {}\n\n1\n00:00.000 --> 00:04.360 align:start\nJa\nso\n\n00:00:05.000 --> 00:00:06.000\nNein\n",
            &[(10, Some("1"), 0, "Ja\nso"), (15, None, 5000, "Nein")],
        );
        check(
            "1\n00:00:01,000 --> 00:00:02,000\nJa\n\nso\n\n2\n00:00:03,000 --> 00:00:04,000\nNein\n3\n00:00:05,000 --> 00:00:06,000\nDoch",
            &[(1, Some("1"), 1000, "Ja\n\nso"), (7, Some("2"), 3000, "Nein"), (10, Some("3"), 5000, "Doch")],
        );
        check("WEBVTT", &[]);
        check("Hallo --> du", &[]);
    }
}
