//! Counting by the values of facts, which several tables share.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::coding::{CodedDocument, CodedPassage};
use crate::tables::Frame;
use crate::tables::counts::{Counts, Themes, at};

/// What is counted of the passages of each value of each fact of [`Frame::by`].
#[derive(Default)]
pub(super) struct Values {
    themes: Themes,
    /// For each fact its values; the empty value is that of passages without the fact.
    facts: Vec<BTreeMap<String, Counts>>,
}

/// A fact with its values in the order in which people read them.
pub(super) type Fact<'f> = (&'f str, Vec<(String, Counts)>);

impl Values {
    /// Takes in a coded document.
    pub(super) fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.themes.fit(frame.scheme);
        for (place, fact) in frame.by.iter().enumerate() {
            let values = at(&mut self.facts, place);
            let mut rest = coded.passages.iter().peekable();
            // Neighbouring passages mostly share the value: one look-up for each run of them.
            while let Some(first) = rest.next() {
                let value = value_of(coded, first, fact, frame);
                let counts = entry(values, value);
                let mut count = |passage: &CodedPassage| {
                    counts.add(passage.passage.words, coded.codings(passage), &self.themes);
                };
                count(first);
                while let Some(passage) = rest.next_if(|next| value_of(coded, next, fact, frame) == value) {
                    count(passage);
                }
            }
        }
    }

    /// Takes in what was counted later.
    pub(super) fn merge(&mut self, later: Self) {
        for (place, values) in later.facts.into_iter().enumerate() {
            let here = at(&mut self.facts, place);
            for (value, counts) in values {
                entry(here, &value).merge(&counts);
            }
        }
    }

    /// The facts with their values, sorted.
    pub(super) fn sorted<'f>(self, frame: &Frame<'f>) -> Vec<Fact<'f>> {
        let facts = frame.by.iter().zip(self.facts);
        facts
            .map(|(fact, values)| {
                let mut values: Vec<(String, Counts)> = values.into_iter().collect();
                values.sort_by(|(one, _), (other, _)| natural(one, other));
                (fact.as_str(), values)
            })
            .collect()
    }
}

fn entry<'v>(values: &'v mut BTreeMap<String, Counts>, value: &str) -> &'v mut Counts {
    if !values.contains_key(value) {
        values.insert(value.to_owned(), Counts::default());
    }
    values.get_mut(value).expect("the value was put in just now")
}

/// The value of a fact for a passage; empty where it has none.
pub(super) fn value_of<'d>(
    coded: &CodedDocument<'d>,
    passage: &CodedPassage,
    fact: &str,
    frame: &Frame<'_>,
) -> &'d str {
    let view = coded.view(passage, frame.unit);
    match fact {
        "document" => &coded.document.name,
        "speaker" => view.speaker().map_or("", |speaker| &speaker.name),
        _ => view.fact(fact).unwrap_or_default(),
    }
}

/// Alphabetical, case ignored, runs of digits by their value, the empty text last.
pub(super) fn natural(one: &str, other: &str) -> Ordering {
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
