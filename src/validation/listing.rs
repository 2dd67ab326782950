//! The passages that were missed or coded falsely, with their text and what made it so.

use super::pairs::{Level, Pairs};
use crate::tables::{Cell, Row};

/// The columns of [`rows`].
pub const COLUMNS: [&str; 9] =
    ["what", "document", "passage", "part", "speaker", "code", "entries", "words", "text"];

/// A row for each missed coding (`missed`) and each false one, passage by passage.
pub fn rows(pairs: &Pairs, level: Level, misses: bool, falses: bool) -> impl Iterator<Item = Row> + '_ {
    pairs.passages.iter().flat_map(move |(place, gold, coded)| {
        let (in_gold, in_coded) = (gold.labels(level), coded.labels(level));
        let text = if coded.text.is_empty() { &gold.text } else { &coded.text };
        let speaker = if coded.speaker.is_empty() { &gold.speaker } else { &coded.speaker };
        let row = |what: &str, label: &str| {
            // By theme a false coding has the evidence of all its codes.
            let evidence = coded.codes.iter().filter(|(code, _)| level.of(code) == label);
            let (mut entries, mut words): (Vec<&str>, Vec<&str>) = Default::default();
            for found in evidence.flat_map(|(_, evidence)| evidence) {
                if !entries.contains(&found.entry.as_str()) {
                    entries.push(&found.entry);
                }
                words.push(&found.words);
            }
            vec![
                Cell::text(what),
                Cell::text(place.document.as_str()),
                Cell::Count(u64::from(place.passage)),
                if place.part == 0 { Cell::Empty } else { Cell::Count(u64::from(place.part)) },
                Cell::text(speaker.as_str()),
                Cell::text(label),
                Cell::text(entries.join(" | ")),
                Cell::text(words.join(" | ")),
                Cell::text(text.as_str()),
            ]
        };
        let mut rows = Vec::new();
        if misses {
            rows.extend(in_gold.difference(&in_coded).map(|label| row("missed", label)));
        }
        if falses {
            rows.extend(in_coded.difference(&in_gold).map(|label| row("false", label)));
        }
        rows
    })
}
