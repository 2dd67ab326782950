//! The table `by`: themes and codes by the values of facts.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::coding::{CodedDocument, CodedPassage};
use crate::tables::counts::{Counts, Themes, at, lines};
use crate::tables::{Cell, Fold, Frame, Rows, Tabulate, Tally, tally};

/// One row for each fact, value, and theme or code.
pub(super) struct By;

impl Tabulate for By {
    fn name(&self) -> &'static str {
        "by"
    }

    fn about(&self) -> &'static str {
        "themes and codes by document, speaker or another fact, one row a combination"
    }

    fn rule(&self) -> &'static str {
        "Counted as in `frequencies`, for the passages of one value of a fact at a time. `share` is \
         passages divided by all passages with that value (`passages_in_value`); `hits_per_1000` is hits \
         for every 1,000 running words of these passages (`words`). Passages without the fact stand \
         under an empty value, at the end. Values are in alphabetical order, numbers by their size; \
         combinations that do not occur are listed with zeros."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "fact",
            "value",
            "level",
            "theme",
            "code",
            "label",
            "passages",
            "passages_in_value",
            "share",
            "hits",
            "words",
            "hits_per_1000",
        ]
        .map(str::to_owned)
        .into()
    }

    fn start(&self) -> Box<dyn Fold> {
        tally::<Count>()
    }
}

#[derive(Default)]
struct Count {
    themes: Themes,
    /// For each fact its values; the empty value is that of passages without the fact.
    facts: Vec<BTreeMap<String, Counts>>,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.themes.fit(frame.scheme);
        for (place, fact) in frame.by.iter().enumerate() {
            let values = at(&mut self.facts, place);
            let mut rest = coded.passages.iter().peekable();
            // Neighbouring passages mostly share the value: one look-up for each run of them.
            while let Some(first) = rest.next() {
                let value = value(coded, first, fact, frame);
                let counts = entry(values, value);
                let mut count = |passage: &CodedPassage| {
                    counts.add(passage.passage.words, coded.codings(passage), &self.themes);
                };
                count(first);
                while let Some(passage) = rest.next_if(|next| self::value(coded, next, fact, frame) == value)
                {
                    count(passage);
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        for (place, values) in later.facts.into_iter().enumerate() {
            let here = at(&mut self.facts, place);
            for (value, counts) in values {
                entry(here, &value).merge(&counts);
            }
        }
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        Box::new(frame.by.iter().zip(self.facts).flat_map(move |(fact, values)| {
            let mut values: Vec<(String, Counts)> = values.into_iter().collect();
            values.sort_by(|(one, _), (other, _)| natural(one, other));
            values.into_iter().flat_map(move |(value, counts)| {
                lines(frame.scheme).into_iter().map(move |line| {
                    let found = counts.of(&line);
                    let mut row = vec![Cell::text(fact.as_str()), Cell::text(value.as_str())];
                    row.extend(line.cells);
                    row.extend([
                        Cell::Count(found.passages),
                        Cell::Count(counts.passages),
                        Cell::ratio(found.passages, counts.passages, 1.0, 4),
                        Cell::Count(found.hits),
                        Cell::Count(counts.words),
                        Cell::ratio(found.hits, counts.words, 1000.0, 2),
                    ]);
                    row
                })
            })
        }))
    }
}

fn entry<'v>(values: &'v mut BTreeMap<String, Counts>, value: &str) -> &'v mut Counts {
    if !values.contains_key(value) {
        values.insert(value.to_owned(), Counts::default());
    }
    values.get_mut(value).expect("the value was put in just now")
}

fn value<'d>(coded: &CodedDocument<'d>, passage: &CodedPassage, fact: &str, frame: &Frame<'_>) -> &'d str {
    let view = coded.view(passage, frame.unit);
    match fact {
        "document" => &coded.document.name,
        "speaker" => view.speaker().map_or("", |speaker| &speaker.name),
        _ => view.fact(fact).unwrap_or_default(),
    }
}

/// Alphabetical, case ignored, runs of digits by their value, the empty text last.
fn natural(one: &str, other: &str) -> Ordering {
    let key = |text: &str| {
        let mut key: Vec<(String, usize, String)> = Vec::new();
        let mut digits = false;
        for character in text.chars() {
            if key.is_empty() || character.is_ascii_digit() != digits {
                digits = character.is_ascii_digit();
                key.push((String::new(), 0, String::new()));
            }
            if let Some(last) = key.last_mut() {
                if digits {
                    // Longer numbers are greater; leading zeros do not make a number longer.
                    last.1 += usize::from(character != '0' || last.1 > 0);
                    if last.1 > 0 {
                        last.2.push(character);
                    }
                } else {
                    last.0.extend(character.to_lowercase());
                }
            }
        }
        key
    };
    let order = one.is_empty().cmp(&other.is_empty());
    order.then_with(|| key(one).cmp(&key(other))).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_sorted_as_people_do() {
        let mut values = ["", "b", "10", "9", "Runde 10", "runde 2", "Runde 02", "a", "B"];
        values.sort_by(|one, other| natural(one, other));
        assert_eq!(values, ["9", "10", "a", "B", "b", "Runde 02", "runde 2", "Runde 10", ""]);
    }
}
