//! The table `compare`: two values of a fact beside each other, code by code.

use crate::coding::CodedDocument;
use crate::tables::counts::lines;
use crate::tables::statistics::{difference, real};
use crate::tables::values::Values;
use crate::tables::{Cell, Fold, Frame, Rows, Tabulate, Tally, tally};

/// One row for each fact, pair of values, and theme or code.
pub(super) struct Compare;

impl Tabulate for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn about(&self) -> &'static str {
        "two values of a fact (groups, years) side by side: shares, their difference with interval, odds ratio"
    }

    fn rule(&self) -> &'static str {
        "One row for each pair of values of a fact and theme or code; a passage counts once. `share_a` and \
         `share_b` are of all passages with the value, coded or not (`of_a`, `of_b`). `difference` is \
         share_a minus share_b with a 95 % interval (Newcombe's score method); `odds_ratio` adds a half to each \
         count where one is 0. Passages without the fact are left out. Passages of one speaker are not \
         independent of each other, so intervals are rather too narrow."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "fact",
            "value_a",
            "value_b",
            "level",
            "theme",
            "code",
            "label",
            "passages_a",
            "of_a",
            "share_a",
            "passages_b",
            "of_b",
            "share_b",
            "difference",
            "difference_low",
            "difference_high",
            "odds_ratio",
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
struct Count(Values);

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.0.add(coded, frame);
    }

    fn merge(&mut self, later: Self) {
        self.0.merge(later.0);
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        Box::new(self.0.sorted(frame).into_iter().flat_map(move |(fact, mut values)| {
            values.retain(|(value, _)| !value.is_empty());
            let count = values.len();
            let pairs = (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)));
            pairs.flat_map(move |(one, other)| {
                let ((a, a_counts), (b, b_counts)) = (&values[one], &values[other]);
                let rows = lines(frame.scheme).into_iter().map(|line| {
                    let here = (a_counts.of(&line).passages, a_counts.passages);
                    let there = (b_counts.of(&line).passages, b_counts.passages);
                    let (between, low, high) = difference(here, there);
                    let mut row = vec![Cell::text(fact), Cell::text(a.as_str()), Cell::text(b.as_str())];
                    row.extend(line.cells);
                    for (passages, of) in [here, there] {
                        row.extend([
                            Cell::Count(passages),
                            Cell::Count(of),
                            Cell::ratio(passages, of, 1.0, 4),
                        ]);
                    }
                    row.extend([between, low, high].map(|number| Cell::Number(number, 4)));
                    row.push(Cell::Number(odds_ratio(here, there), 2));
                    row
                });
                rows.collect::<Vec<_>>()
            })
        }))
    }
}

/// The odds ratio; a half is added to all four counts where one is 0.
///
/// Source of the correction: J. B. S. Haldane (1956), F. J. Anscombe (1956).
fn odds_ratio(one: (u64, u64), other: (u64, u64)) -> f64 {
    let cells = [one.0, one.1 - one.0, other.0, other.1 - other.0];
    let more = if cells.contains(&0) { 0.5 } else { 0.0 };
    let [a, b, c, d] = cells.map(|count| real(count) + more);
    a * d / (b * c)
}

#[cfg(test)]
mod tests {
    use super::odds_ratio;

    #[test]
    fn odds_are_finite_even_where_a_count_is_nothing() {
        assert!((odds_ratio((20, 30), (10, 30)) - 4.0).abs() < 1e-9);
        assert!((odds_ratio((0, 0), (0, 0)) - 1.0).abs() < 1e-9);
        assert!(odds_ratio((5, 5), (0, 5)).is_finite());
    }
}
