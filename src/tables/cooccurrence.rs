//! The table `cooccurrence`: which themes and codes stand in the same passages.

use crate::coding::CodedDocument;
use crate::tables::counts::{Themes, at};
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each pair of themes and each pair of codes.
pub(super) struct Cooccurrence;

impl Tabulate for Cooccurrence {
    fn name(&self) -> &'static str {
        "cooccurrence"
    }

    fn about(&self) -> &'static str {
        "which themes and which codes stand in the same passages, and how much more than by chance"
    }

    fn rule(&self) -> &'static str {
        "One row for each pair of themes and each pair of codes of which at least one was found. `both` \
         counts the passages that have the two, each once. `expected` is that number if the two knew \
         nothing of one another: passages_a times passages_b divided by all passages (coded or not, \
         without turns left out by a filter). `lift` is both divided by expected (over 1: more often \
         together than by chance; empty where one was never found). `jaccard` is both divided by the \
         passages that have at least one of the two."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "level",
            "code_a",
            "code_b",
            "passages_a",
            "passages_b",
            "both",
            "expected",
            "lift",
            "jaccard",
            "passages_in_scope",
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
    passages: u64,
    codes: Pairs,
    of_themes: Pairs,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.themes.fit(frame.scheme);
        for passage in &coded.passages {
            self.passages += 1;
            let codings = coded.codings(passage);
            if codings.is_empty() {
                continue;
            }
            self.codes.add(codings.iter().map(|coding| usize::from(coding.code)).collect());
            self.of_themes.add(self.themes.once(codings).collect());
        }
    }

    fn merge(&mut self, later: Self) {
        self.passages += later.passages;
        self.codes.merge(&later.codes);
        self.of_themes.merge(&later.of_themes);
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        let themes = Themes::of_scheme(frame.scheme);
        let themes: Vec<&str> = themes.names().iter().map(String::as_str).collect();
        let codes: Vec<&str> = frame.scheme.codes.iter().map(|code| code.path.as_str()).collect();
        let mut rows = self.of_themes.rows("theme", &themes, self.passages);
        rows.extend(self.codes.rows("code", &codes, self.passages));
        Box::new(rows.into_iter())
    }
}

/// How many passages have each two of a list of things; a pair of the same is the thing alone.
#[derive(Default)]
struct Pairs(Vec<u64>);

impl Pairs {
    /// The place of a pair; the list of places grows at its end when things are added.
    const fn place(one: usize, other: usize) -> usize {
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        high * (high + 1) / 2 + low
    }

    fn add(&mut self, things: Vec<usize>) {
        for (place, one) in things.iter().enumerate() {
            for other in things.iter().take(place + 1) {
                *at(&mut self.0, Self::place(*one, *other)) += 1;
            }
        }
    }

    fn merge(&mut self, later: &Self) {
        for (place, count) in later.0.iter().enumerate() {
            *at(&mut self.0, place) += count;
        }
    }

    fn count(&self, one: usize, other: usize) -> u64 {
        self.0.get(Self::place(one, other)).copied().unwrap_or_default()
    }

    fn rows(&self, level: &str, names: &[&str], passages: u64) -> Vec<Row> {
        let mut rows = Vec::new();
        for (one, name_one) in names.iter().enumerate() {
            for (other, name_other) in names.iter().enumerate().skip(one + 1) {
                let [a, b, both] = [(one, one), (other, other), (one, other)].map(|(x, y)| self.count(x, y));
                if a == 0 && b == 0 {
                    continue;
                }
                #[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^53")]
                let expected = a as f64 * b as f64 / passages.max(1) as f64;
                #[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^53")]
                let lift = if expected > 0.0 { Cell::Number(both as f64 / expected, 2) } else { Cell::Empty };
                rows.push(vec![
                    Cell::text(level),
                    Cell::text(*name_one),
                    Cell::text(*name_other),
                    Cell::Count(a),
                    Cell::Count(b),
                    Cell::Count(both),
                    Cell::Number(expected, 2),
                    lift,
                    Cell::ratio(both, a + b - both, 1.0, 4),
                    Cell::Count(passages),
                ]);
            }
        }
        rows
    }
}
