//! The table `keyness`: words that are typical of a code, a theme, or a value of a fact, against the rest.

use std::collections::BTreeMap;

use crate::coding::CodedDocument;
use crate::tables::bag::{Bag, Forms, LEAST, LEAST_LIKELIHOOD, MOST};
use crate::tables::counts::Themes;
use crate::tables::statistics::{log_likelihood, log_ratio};
use crate::tables::values::{natural, value_of};
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each theme, code or value and each word that is typical of it.
pub(super) struct Keyness;

impl Tabulate for Keyness {
    fn name(&self) -> &'static str {
        "keyness"
    }

    fn about(&self) -> &'static str {
        "words typical of a theme, a code, or a value of a fact: log-likelihood and log ratio against the rest"
    }

    fn rule(&self) -> &'static str {
        "For each theme and code the passages that have it against those that do not, for each value of a fact (--by) \
         the passages with it against those with another value. `count` and `rest` are occurrences of the stem, of \
         `words` and `words_in_rest` running words. `log_likelihood` is G² (Dunning 1993; over 6.63: p < .01), \
         `log_ratio` the binary logarithm of the ratio of the two rates (Hardie 2014: 1 means twice as often) with its 95 % \
         interval; half an occurrence stands for none. Shown are up to 50 words that are more frequent here, occur \
         at least 3 times and have a G² of 6.63 or more; function words are left out. Words of one speaker are not \
         independent of each other: read it as a hint."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "level",
            "name",
            "word",
            "stem",
            "count",
            "rest",
            "per_1000",
            "per_1000_in_rest",
            "log_likelihood",
            "log_ratio",
            "log_ratio_low",
            "log_ratio_high",
            "words",
            "words_in_rest",
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

/// What words are counted for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Theme(usize),
    Code(u16),
    /// A fact's place among those asked for, and a value.
    Value(usize, String),
}

#[derive(Default)]
struct Count {
    themes: Themes,
    words: BTreeMap<String, Word>,
    /// Running words of all passages, and of each group.
    all: u64,
    sizes: BTreeMap<Group, u64>,
}

#[derive(Default)]
struct Word {
    forms: Forms,
    groups: BTreeMap<Group, u64>,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.themes.fit(frame.scheme);
        let mut bag = Bag::new();
        for passage in &coded.passages {
            let codings = coded.codings(passage);
            let mut groups: Vec<Group> = self.themes.once(codings).map(Group::Theme).collect();
            groups.extend(codings.iter().map(|coding| Group::Code(coding.code)));
            let values = frame
                .by
                .iter()
                .enumerate()
                .map(|(place, fact)| (place, value_of(coded, passage, fact, frame)));
            let values = values.filter(|(_, value)| !value.is_empty());
            groups.extend(values.map(|(place, value)| Group::Value(place, value.to_owned())));
            let running = u64::from(passage.passage.words);
            self.all += running;
            for group in &groups {
                *self.sizes.entry(group.clone()).or_default() += running;
            }
            for word in bag.words(coded, passage, frame) {
                let Some(stem) = word.stem else { continue };
                if !self.words.contains_key(stem) {
                    self.words.insert(stem.to_owned(), Word::default());
                }
                let Some(known) = self.words.get_mut(stem) else { continue };
                known.forms.add(word.span.of(&coded.document.text), 1);
                for group in &groups {
                    match known.groups.get_mut(group) {
                        Some(count) => *count += 1,
                        None => {
                            known.groups.insert(group.clone(), 1);
                        }
                    }
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        self.all += later.all;
        for (group, words) in later.sizes {
            *self.sizes.entry(group).or_default() += words;
        }
        for (stem, word) in later.words {
            let known = self.words.entry(stem).or_default();
            known.forms.merge(word.forms);
            for (group, count) in word.groups {
                *known.groups.entry(group).or_default() += count;
            }
        }
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        let mut groups: Vec<Group> = self.sizes.keys().cloned().collect();
        groups.sort_by(|one, other| match (one, other) {
            (Group::Value(a, one), Group::Value(b, other)) => a.cmp(b).then_with(|| natural(one, other)),
            _ => one.cmp(other),
        });
        let themes = Themes::of_scheme(frame.scheme);
        Box::new(groups.into_iter().flat_map(move |group| self.rows(&group, &themes, frame)))
    }
}

impl Count {
    /// Occurrences of a word and running words that a group is compared within: those of all values of a fact.
    fn scope(&self, group: &Group, word: Option<&Word>) -> u64 {
        let counts = word.map_or(&self.sizes, |word| &word.groups);
        match group {
            Group::Theme(_) | Group::Code(_) => word.map_or(self.all, |word| word.forms.count()),
            Group::Value(place, _) => {
                let same =
                    counts.iter().filter(|(other, _)| matches!(other, Group::Value(at, _) if at == place));
                same.map(|(_, count)| count).sum()
            }
        }
    }

    fn rows(&self, group: &Group, themes: &Themes, frame: &Frame<'_>) -> Vec<Row> {
        let size = self.sizes.get(group).copied().unwrap_or_default();
        let rest_size = self.scope(group, None).saturating_sub(size);
        let mut found: Vec<(f64, &String, &Word, u64, u64)> = Vec::new();
        for (stem, word) in &self.words {
            let Some(count) = word.groups.get(group).copied().filter(|count| *count >= LEAST) else {
                continue;
            };
            let rest = self.scope(group, Some(word)).saturating_sub(count);
            let likelihood = log_likelihood((count, size), (rest, rest_size));
            let (ratio, ..) = log_ratio((count, size), (rest, rest_size));
            if likelihood >= LEAST_LIKELIHOOD && ratio > 0.0 {
                found.push((likelihood, stem, word, count, rest));
            }
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        let code = |code: u16| frame.scheme.codes.get(usize::from(code)).map_or("", |code| &code.path);
        let (level, name) = match group {
            Group::Theme(theme) => ("theme", themes.names().get(*theme).map_or("", String::as_str)),
            Group::Code(id) => ("code", code(*id)),
            Group::Value(place, value) => (frame.by.get(*place).map_or("", String::as_str), value.as_str()),
        };
        let rows = found.into_iter().take(MOST).map(|(likelihood, stem, word, count, rest)| {
            let (ratio, low, high) = log_ratio((count, size), (rest, rest_size));
            vec![
                Cell::text(level),
                Cell::text(name),
                Cell::text(word.forms.name()),
                Cell::text(stem.as_str()),
                Cell::Count(count),
                Cell::Count(rest),
                Cell::ratio(count, size, 1000.0, 2),
                Cell::ratio(rest, rest_size, 1000.0, 2),
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
