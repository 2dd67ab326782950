//! Documents of word processors and web pages as paragraphs: from here on they are read like plain text.
//!
//! Paragraphs stand with an empty line between them. A paragraph that may be a name alone stands
//! right above the next one, as in a transcript whose speakers have lines of their own. The line of
//! a turn is the number of its paragraph.

use rustc_hash::FxHashMap;

use super::decode::double_encoded;
use super::label::Look;
use super::lists::{TABLE_HEADS, TRANSCRIPTION_HEADS};
use super::memory::normal;
use super::{ReadOptions, label, stamp, transcript};
use crate::corpus::Document;

/// The longest label in a column of speakers, in characters.
const LABEL: usize = 63;
/// Paragraphs in which a meeting program says when it began.
const HEAD: usize = 8;

/// The paragraphs of a document, with their numbers.
#[derive(Default)]
pub(super) struct Prose {
    paragraphs: Vec<(u32, String)>,
    number: u32,
    /// Labels in a column of their own: they are speakers whatever they look like.
    labels: Vec<String>,
    /// What was left out, and how often.
    left_out: Vec<(&'static str, usize)>,
}

impl Prose {
    /// Adds a paragraph. One without words counts in the numbering only.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.number = self.number.saturating_add(1);
        let text = normal(text);
        let lines: Vec<&str> =
            text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() {
            self.paragraphs.push((self.number, lines.join("\n")));
        }
    }

    /// Adds a row of a table: a speaker's cell before the text becomes a label, with the time
    /// before it. The head of such a table is left out.
    pub(super) fn row(&mut self, cells: &[String]) {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        let is_head = |cell: &&str| TABLE_HEADS.contains(&*cell.trim_end_matches(':').to_lowercase());
        if filled.len() > 1 && filled.iter().all(is_head) {
            self.number = self.number.saturating_add(1);
            self.leave_out("head(s) of tables", 1);
            return;
        }
        // Numbers of lines or turns in front say nothing.
        let count =
            |cell: &str| !cell.is_empty() && cell.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit());
        let mut cells = match cells.split_first() {
            Some((first, rest)) if rest.len() > 1 && count(first) => rest,
            _ => &cells,
        };
        let mut time = None;
        let mut rest = Vec::new();
        while let Some((first, others)) = cells.split_first() {
            if time.is_none() && is_time(first) {
                time = Some(*first);
            } else if !first.is_empty() || rest.is_empty() {
                rest.push(*first);
            }
            cells = others;
        }
        rest.retain(|cell| !cell.is_empty());
        let stamped = |text: &str| match time {
            Some(time) => format!("[{}] {text}", time.trim_matches(['[', ']', '#', '(', ')'])),
            None => text.to_owned(),
        };
        match rest.split_first() {
            Some((first, words)) if !words.is_empty() && is_label(first) => {
                let name = first.trim_end_matches(':').trim();
                if !self.labels.iter().any(|label| label == name) {
                    self.labels.push(name.to_owned());
                }
                self.paragraph(&stamped(&format!("{name}: {}", words.join("\n"))));
            }
            Some(_) => self.paragraph(&stamped(&rest.join("\t"))),
            None => self.number = self.number.saturating_add(1),
        }
    }

    /// Counts something that is not read.
    pub(super) fn leave_out(&mut self, what: &'static str, count: usize) {
        if count == 0 {
            return;
        }
        match self.left_out.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += count,
            None => self.left_out.push((what, count)),
        }
    }

    /// Writes text, turns, speakers and notices into a document.
    pub(super) fn write(mut self, document: &mut Document, options: &ReadOptions) {
        self.without_meeting_head();
        let mut options = options.clone();
        options.speakers.append(&mut self.labels);
        let notices = document.notices.len();
        let names = self.names(&options);
        let (mut text, mut numbers) = self.text(&names);
        transcript::find_turns(&text, document, &options, false);
        if document.speakers.is_empty() && names.contains(&true) {
            // No speakers: then what looked like a name above a paragraph is one of its own.
            document.turns.clear();
            document.possible_speakers.clear();
            document.notices.truncate(notices);
            (text, numbers) = self.text(&[]);
            transcript::find_turns(&text, document, &options, false);
        }
        let possible = document.possible_speakers.iter_mut().map(|(_, line)| line);
        for line in document.turns.iter_mut().map(|turn| &mut turn.line).chain(possible) {
            let of_text = usize::try_from(*line).unwrap_or(0).saturating_sub(1);
            *line = numbers.get(of_text).or(numbers.last()).copied().unwrap_or(1);
        }
        document.notices.extend(double_encoded(&text));
        if text.is_empty() {
            document.notices.push("the document has no text".to_owned());
        }
        for (what, count) in &self.left_out {
            document.notices.push(format!("left out {count} {what}"));
        }
        document.text = text;
        document.own = 0..document.turns.len();
    }

    /// The text, and for each of its lines the number of its paragraph. `names` says which of the
    /// paragraphs may be names of speakers: the next one stands right below.
    fn text(&self, names: &[bool]) -> (String, Vec<u32>) {
        let mut text = String::new();
        let mut numbers = Vec::new();
        let mut alone = false;
        for (index, (number, paragraph)) in self.paragraphs.iter().enumerate() {
            text.push_str(paragraph);
            numbers.extend(paragraph.lines().map(|_| *number));
            if index + 1 == self.paragraphs.len() {
                break;
            }
            alone = !alone && names.get(index).copied().unwrap_or(false);
            text.push('\n');
            if !alone {
                text.push('\n');
                numbers.push(*number);
            }
        }
        (text, numbers)
    }

    /// Which paragraphs may be a speaker's name: those that look like one, or come again.
    fn names(&self, options: &ReadOptions) -> Vec<bool> {
        let openings: Vec<_> =
            self.paragraphs.iter().map(|(_, text)| label::alone(text, options.into())).collect();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for opening in openings.iter().flatten() {
            *counts.entry(opening.name).or_default() += 1;
        }
        let may_be = |(opening, (_, text)): (&Option<label::Opening<'_>>, &(u32, String))| {
            let one_line = !text.contains('\n') && !text.ends_with(['.', '!', '?', ',', '…']);
            let known = |opening: &label::Opening<'_>| opening.look > Look::Plain || counts[opening.name] > 1;
            one_line && opening.as_ref().is_some_and(known)
        };
        openings.iter().zip(&self.paragraphs).map(may_be).collect()
    }

    /// Meeting programs write title, date, length and who began the transcription above it, and
    /// who ended it below.
    fn without_meeting_head(&mut self) {
        let says = |text: &str| {
            let lower = text.to_lowercase();
            !text.contains('\n') && TRANSCRIPTION_HEADS.iter().any(|said| lower.ends_with(said))
        };
        let head = self.paragraphs.iter().take(HEAD).position(|(_, text)| says(text));
        if let Some(last) = head {
            self.paragraphs.drain(..=last);
            self.leave_out("paragraph(s) above the transcript that the meeting program wrote", last + 1);
        }
        if self.paragraphs.last().is_some_and(|(_, text)| says(text)) {
            self.paragraphs.pop();
        }
    }
}

/// Whether a cell is a time stamp and nothing else.
fn is_time(cell: &str) -> bool {
    let whole = |found: Option<stamp::Stamp>| found.is_some_and(|found| found.length == cell.len());
    !cell.is_empty() && (whole(stamp::leading(cell)) || whole(stamp::subtitle(cell)))
}

/// Whether a cell before others may hold a speaker's name.
fn is_label(cell: &str) -> bool {
    let words = cell.split_whitespace().count();
    let sentence = cell.ends_with(['.', '!', '?', ',']) && words > 2;
    cell.chars().count() <= LABEL && (1..=8).contains(&words) && !cell.contains('\n') && !sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(prose: Prose) -> Vec<(String, String, u32)> {
        let mut document = Document::default();
        prose.write(&mut document, &ReadOptions::default());
        let name = |turn| document.speaker(turn).map_or("-", |speaker| speaker.name.as_str()).to_owned();
        document.turns.iter().map(|turn| (name(turn), document.quote(turn.span), turn.line)).collect()
    }

    fn paragraphs(texts: &[&str]) -> Prose {
        let mut prose = Prose::default();
        for text in texts {
            prose.paragraph(text);
        }
        prose
    }

    fn check(prose: Prose, expected: &[(&str, &str, u32)]) {
        let found = turns(prose);
        let found: Vec<_> = found.iter().map(|(name, text, line)| (&**name, &**text, *line)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn paragraphs_are_read_like_lines_of_a_transcript() {
        check(
            paragraphs(&["I: Ja?", "", "B1: Eins.", "Zwei.", "I: Gut.", "B1: Eben."]),
            &[("I", "Ja?", 1), ("B1", "Eins.\nZwei.", 3), ("I", "Gut.", 5), ("B1", "Eben.", 6)],
        );
        check(
            paragraphs(&["Moderatorin", "Ja?", "B1", "Eins.", "Moderatorin", "Gut.", "B1", "Eben."]),
            &[("Moderatorin", "Ja?", 1), ("B1", "Eins.", 3), ("Moderatorin", "Gut.", 5), ("B1", "Eben.", 7)],
        );
        check(
            paragraphs(&["Ausblick", "Es geht weiter.", "Im Herbst kommt mehr."]),
            &[("-", "Ausblick", 1), ("-", "Es geht weiter.", 2), ("-", "Im Herbst kommt mehr.", 3)],
        );
    }

    #[test]
    fn a_column_of_speakers_labels_the_text_beside_it() {
        let mut prose = Prose::default();
        for row in [
            ["Zeit", "Person", "Text"],
            ["00:00:04", "Frau Öz", "Ja?\nWirklich?"],
            ["00:00:09", "die Neue", "Und noch etwas: nein."],
            ["", "", ""],
        ] {
            prose.row(&row.map(str::to_owned));
        }
        check(prose, &[("Frau Öz", "Ja? Wirklich?", 2), ("die Neue", "Und noch etwas: nein.", 3)]);
    }

    #[test]
    fn heads_of_meetings_are_left_out() {
        check(
            paragraphs(&[
                "Treffen-Besprechungstranskript",
                "12. März 2026",
                "1m 30s",
                "Anna Öz hat die Transkription gestartet",
                "\nAnna Öz   0:03\nJa?",
                "\nB1   0:09\nNein.",
                "\nAnna Öz   0:12\nGut.",
                "Anna Öz hat die Transkription beendet",
            ]),
            &[("Anna Öz", "Ja?", 5), ("B1", "Nein.", 6), ("Anna Öz", "Gut.", 7)],
        );
    }
}
