//! The table `words`: how often words are said, and how evenly over the documents.

use std::collections::BTreeMap;

use crate::coding::CodedDocument;
use crate::tables::bag::{Bag, Forms};
use crate::tables::statistics::real;
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each stem.
pub(super) struct Words;

impl Tabulate for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn about(&self) -> &'static str {
        "the words of all passages by stem: counts, rates, documents, dispersion"
    }

    fn rule(&self) -> &'static str {
        "One row for each stem (--stemmer), the most frequent first; `word` is its most frequent form, `forms` are all \
         with their counts. Function words (lexicons/language/stop-words.txt), numbers and broken-off words are left \
         out; `per_1000` is for every 1,000 running words of all passages, function words with them. `passages` and \
         `documents` have the word at least once. `dispersion` is the normalised deviation of proportions (Gries 2008; \
         Lijffijt and Gries 2012): 0 where the word is spread over the documents as their words are, 1 where it stands in one \
         corner; empty for a single document."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        ["word", "stem", "count", "per_1000", "passages", "documents", "dispersion", "forms"]
            .map(str::to_owned)
            .into()
    }

    fn on_request(&self) -> bool {
        true
    }

    fn start(&self) -> Box<dyn Fold> {
        tally::<Count>()
    }
}

#[derive(Default)]
struct Count {
    words: BTreeMap<String, Word>,
    /// The running words of each document.
    documents: BTreeMap<u32, u64>,
}

#[derive(Default)]
struct Word {
    forms: Forms,
    documents: BTreeMap<u32, u64>,
    passages: u64,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        let mut bag = Bag::new();
        let document = coded.document.number;
        for passage in &coded.passages {
            *self.documents.entry(document).or_default() += u64::from(passage.passage.words);
            let mut here: Vec<&str> = Vec::new();
            for word in bag.words(coded, passage, frame) {
                let Some(stem) = word.stem else { continue };
                if !self.words.contains_key(stem) {
                    self.words.insert(stem.to_owned(), Word::default());
                }
                let Some(known) = self.words.get_mut(stem) else { continue };
                known.forms.add(word.span.of(&coded.document.text), 1);
                *known.documents.entry(document).or_default() += 1;
                here.push(stem);
            }
            here.sort_unstable();
            here.dedup();
            for stem in here {
                if let Some(known) = self.words.get_mut(stem) {
                    known.passages += 1;
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        for (document, words) in later.documents {
            *self.documents.entry(document).or_default() += words;
        }
        for (stem, word) in later.words {
            let known = self.words.entry(stem).or_default();
            known.forms.merge(word.forms);
            known.passages += word.passages;
            for (document, count) in word.documents {
                *known.documents.entry(document).or_default() += count;
            }
        }
    }

    fn finish<'f>(self, _: &'f Frame<'f>) -> Rows<'f> {
        let Self { words, documents } = self;
        let all: u64 = documents.values().sum();
        let mut words: Vec<(String, Word, u64)> = words
            .into_iter()
            .map(|(stem, word)| {
                let count = word.forms.count();
                (stem, word, count)
            })
            .collect();
        words.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        Box::new(words.into_iter().map(move |(stem, word, count)| -> Row {
            vec![
                Cell::text(word.forms.name()),
                Cell::text(stem),
                Cell::Count(count),
                Cell::ratio(count, all, 1000.0, 2),
                Cell::Count(word.passages),
                Cell::Count(word.documents.len() as u64),
                dispersion(&word.documents, &documents).map_or(Cell::Empty, |value| Cell::Number(value, 3)),
                word.forms.shown(),
            ]
        }))
    }
}

/// The normalised deviation of proportions; nothing where there are not two documents with words.
///
/// Source: S. Th. Gries, Dispersions and adjusted frequencies in corpora (2008); J. Lijffijt and S. Th. Gries,
/// Correction to "Dispersions and adjusted frequencies in corpora" (2012).
fn dispersion(of: &BTreeMap<u32, u64>, documents: &BTreeMap<u32, u64>) -> Option<f64> {
    let all: u64 = documents.values().sum();
    let count: u64 = of.values().sum();
    let least = documents.values().filter(|words| **words > 0).min()?;
    if documents.values().filter(|words| **words > 0).count() < 2 || count == 0 {
        return None;
    }
    let size = |document: &u32| real(documents.get(document).copied().unwrap_or_default()) / real(all);
    let (mut sum, mut seen) = (0.0, 0.0);
    for (document, here) in of {
        sum += (size(document) - real(*here) / real(count)).abs();
        seen += size(document);
    }
    let deviation = f64::midpoint(sum, 1.0 - seen);
    Some((deviation / (1.0 - real(*least) / real(all))).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_spread_evenly_has_no_dispersion_and_one_in_a_corner_has_all() {
        let documents = BTreeMap::from([(0, 100), (1, 100), (2, 200)]);
        let of =
            |counts: &[(u32, u64)]| dispersion(&counts.iter().copied().collect(), &documents).expect("some");
        assert!(of(&[(0, 5), (1, 5), (2, 10)]).abs() < 1e-9);
        assert!((of(&[(0, 7)]) - 1.0).abs() < 1e-9);
        // |.25 - .5| + |.25 - .5| + .5 = 1; half of it; divided by 1 - .25.
        assert!((of(&[(0, 1), (1, 1)]) - 0.5 / 0.75).abs() < 1e-9);
        assert_eq!(dispersion(&BTreeMap::from([(0, 1)]), &BTreeMap::from([(0, 10)])), None);
    }
}
