//! The table `collocates`: words that stand near the hits of a code.

use std::collections::BTreeMap;

use crate::coding::CodedDocument;
use crate::tables::bag::{Bag, Forms, LEAST, LEAST_LIKELIHOOD, MOST};
use crate::tables::statistics::{log_likelihood, log_ratio};
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each code and word.
pub(super) struct Collocates;

/// Running words on each side of a hit that are near it.
const NEAR: usize = 5;

impl Tabulate for Collocates {
    fn name(&self) -> &'static str {
        "collocates"
    }

    fn about(&self) -> &'static str {
        "words that stand near the hits of a code more often than elsewhere"
    }

    fn rule(&self) -> &'static str {
        "A word is near a code if at most 4 running words of the same passage stand between it and a hit; the hit's own words are not \
         counted. `near` are its occurrences near the code, `elsewhere` all others; `log_likelihood` and `log_ratio` compare \
         their rates as in `keyness`, of `words_near` and `words_elsewhere` running words. Shown are up to 50 words of a code that \
         stand near it at least 3 times and with a G² of 6.63 or more; function words are left out."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "theme",
            "code",
            "word",
            "stem",
            "near",
            "elsewhere",
            "log_likelihood",
            "log_ratio",
            "log_ratio_low",
            "log_ratio_high",
            "words_near",
            "words_elsewhere",
        ]
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
    all: u64,
    /// Running words near each code.
    sizes: BTreeMap<u16, u64>,
}

#[derive(Default)]
struct Word {
    forms: Forms,
    codes: BTreeMap<u16, u64>,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        let mut bag = Bag::new();
        for passage in &coded.passages {
            let words = bag.words(coded, passage, frame);
            self.all += words.len() as u64;
            // For each word the codes that it is near.
            let mut near: Vec<Vec<u16>> = vec![Vec::new(); words.len()];
            for coding in coded.codings(passage) {
                let mut close = vec![false; words.len()];
                let mut own = vec![false; words.len()];
                for hit in coded.hits(coding) {
                    let spans = coded.words.get(hit.words.start as usize..hit.words.end as usize);
                    for span in spans.into_iter().flatten() {
                        let from = words.partition_point(|word| word.span.end <= span.start);
                        let to = words.partition_point(|word| word.span.start < span.end);
                        let around = from.saturating_sub(NEAR)..(to + NEAR).min(words.len());
                        close.get_mut(around).into_iter().flatten().for_each(|close| *close = true);
                        own.get_mut(from..to.max(from)).into_iter().flatten().for_each(|own| *own = true);
                    }
                }
                for (place, near) in near.iter_mut().enumerate() {
                    if close[place] && !own[place] {
                        near.push(coding.code);
                    }
                }
            }
            for (word, codes) in words.iter().zip(near) {
                for code in &codes {
                    *self.sizes.entry(*code).or_default() += 1;
                }
                let Some(stem) = word.stem else { continue };
                if !self.words.contains_key(stem) {
                    self.words.insert(stem.to_owned(), Word::default());
                }
                let Some(known) = self.words.get_mut(stem) else { continue };
                known.forms.add(word.span.of(&coded.document.text), 1);
                for code in codes {
                    *known.codes.entry(code).or_default() += 1;
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        self.all += later.all;
        for (code, words) in later.sizes {
            *self.sizes.entry(code).or_default() += words;
        }
        for (stem, word) in later.words {
            let known = self.words.entry(stem).or_default();
            known.forms.merge(word.forms);
            for (code, count) in word.codes {
                *known.codes.entry(code).or_default() += count;
            }
        }
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        let codes: Vec<u16> = self.sizes.keys().copied().collect();
        Box::new(codes.into_iter().flat_map(move |code| self.rows(code, frame)))
    }
}

impl Count {
    fn rows(&self, code: u16, frame: &Frame<'_>) -> Vec<Row> {
        let size = self.sizes.get(&code).copied().unwrap_or_default();
        let rest_size = self.all.saturating_sub(size);
        let mut found: Vec<(f64, &String, &Word, u64, u64)> = Vec::new();
        for (stem, word) in &self.words {
            let Some(near) = word.codes.get(&code).copied().filter(|near| *near >= LEAST) else { continue };
            let rest = word.forms.count().saturating_sub(near);
            let likelihood = log_likelihood((near, size), (rest, rest_size));
            let (ratio, ..) = log_ratio((near, size), (rest, rest_size));
            if likelihood >= LEAST_LIKELIHOOD && ratio > 0.0 {
                found.push((likelihood, stem, word, near, rest));
            }
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        let known = frame.scheme.codes.get(usize::from(code));
        let rows = found.into_iter().take(MOST).map(|(likelihood, stem, word, near, rest)| {
            let (ratio, low, high) = log_ratio((near, size), (rest, rest_size));
            vec![
                Cell::text(known.map_or("", |code| code.theme())),
                Cell::text(known.map_or("", |code| &code.path)),
                Cell::text(word.forms.name()),
                Cell::text(stem.as_str()),
                Cell::Count(near),
                Cell::Count(rest),
                Cell::Number(likelihood, 2),
                Cell::Number(ratio, 2),
                Cell::Number(low, 2),
                Cell::Number(high, 2),
                Cell::Count(size),
                Cell::Count(rest_size),
            ]
        });
        rows.collect()
    }
}
