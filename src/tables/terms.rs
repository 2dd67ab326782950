//! The table `terms`: which words each entry of the lexicon really hit.

use std::collections::BTreeMap;

use crate::coding::CodedDocument;
use crate::tables::counts::at;
use crate::tables::{Cell, Fold, Frame, Rows, Tabulate, Tally, tally};

/// One row for each entry and the words it found.
pub(super) struct Terms;

impl Tabulate for Terms {
    fn name(&self) -> &'static str {
        "terms"
    }

    fn about(&self) -> &'static str {
        "which words each entry of the lexicon hit, and how often"
    }

    fn rule(&self) -> &'static str {
        "One row for each entry and the words it hit, in lower case; ` … ` stands for words between. \
         `hits` counts the places, `passages` each passage once for the same entry and words. An entry \
         that hit nothing has a row with 0 hits and no words. Codings without marked words do not \
         appear."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        ["theme", "code", "entry", "words", "hits", "passages"].map(str::to_owned).into()
    }

    fn start(&self) -> Box<dyn Fold> {
        tally::<Count>()
    }
}

#[derive(Default)]
struct Count {
    /// For each entry the words it hit.
    entries: Vec<BTreeMap<String, Found>>,
    /// Passages so far, so that each counts once.
    passage: u64,
}

#[derive(Default)]
struct Found {
    hits: u64,
    passages: u64,
    /// The last passage that was counted, as in [`Count::passage`].
    last: u64,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, _: &Frame<'_>) {
        for passage in &coded.passages {
            self.passage += 1;
            for hit in coded.codings(passage).iter().flat_map(|coding| coded.hits(coding)) {
                let words = coded.cite(hit).to_lowercase();
                let found = at(&mut self.entries, hit.entry as usize).entry(words).or_default();
                found.hits += 1;
                found.passages += u64::from(found.last != self.passage);
                found.last = self.passage;
            }
        }
    }

    fn merge(&mut self, later: Self) {
        for (entry, words) in later.entries.into_iter().enumerate() {
            let here = at(&mut self.entries, entry);
            for (words, found) in words {
                let sum = here.entry(words).or_default();
                sum.hits += found.hits;
                sum.passages += found.passages;
            }
        }
    }

    fn finish<'f>(mut self, frame: &'f Frame<'f>) -> Rows<'f> {
        let mut order: Vec<usize> = (0..frame.scheme.entries.len()).collect();
        order.sort_by_key(|entry| frame.scheme.entries[*entry].code);
        Box::new(order.into_iter().flat_map(move |number| {
            let entry = &frame.scheme.entries[number];
            let code = frame.scheme.codes.get(usize::from(entry.code));
            let mut words: Vec<(String, Found)> =
                std::mem::take(at(&mut self.entries, number)).into_iter().collect();
            words.sort_by_key(|(_, found)| std::cmp::Reverse(found.hits));
            if words.is_empty() {
                words.push((String::new(), Found::default()));
            }
            words.into_iter().map(move |(words, found)| {
                vec![
                    Cell::text(code.map_or("", |code| code.theme())),
                    Cell::text(code.map_or("", |code| &code.path)),
                    Cell::text(entry.text.as_str()),
                    Cell::text(words),
                    Cell::Count(found.hits),
                    Cell::Count(found.passages),
                ]
            })
        }))
    }
}
