//! The table `crosstab`: codes by the values of a fact, with a test of whether they hang together.

use crate::coding::CodedDocument;
use crate::tables::counts::{Counts, Line, lines};
use crate::tables::statistics::{chi_square_p, real};
use crate::tables::values::Values;
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each fact, theme or code, and value.
pub(super) struct Crosstab;

/// Below this expected count the test is rough.
const LEAST_EXPECTED: f64 = 5.0;

impl Tabulate for Crosstab {
    fn name(&self) -> &'static str {
        "crosstab"
    }

    fn about(&self) -> &'static str {
        "each code by the values of a fact: expected counts, residuals, chi-square, Cramér's V"
    }

    fn rule(&self) -> &'static str {
        "A passage counts once for each code and value; passages without the fact are left out. `expected` is \
         the number of passages if code and fact had nothing to do with each other; `residual` is the adjusted \
         standardised residual (over 2 or under -2: more or less often than expected). `chi_square`, `df`, `p` \
         and `cramers_v` test the code against all values of the fact; they repeat in each row. \
         `least_expected` is the smallest expected count of the test; under 5 `warning` says that the test is \
         rough. Passages of one speaker or document are not independent of each other: read p as a hint."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "fact",
            "level",
            "theme",
            "code",
            "label",
            "value",
            "passages",
            "passages_in_value",
            "share",
            "expected",
            "residual",
            "chi_square",
            "df",
            "p",
            "cramers_v",
            "least_expected",
            "warning",
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
            lines(frame.scheme).into_iter().flat_map(move |line| rows(fact, &values, &line))
        }))
    }
}

/// The test of one code against one fact.
struct Test {
    chi_square: f64,
    df: u64,
    least_expected: f64,
}

/// The test; none where the code stands on no passage or on all, or there is one value only.
///
/// Source: the chi-square test of K. Pearson (1900), as textbooks of statistics have it.
fn test(counts: &[(u64, u64)], with: u64, all: u64) -> Option<Test> {
    let filled = counts.iter().filter(|(_, of)| *of > 0).count() as u64;
    if with == 0 || with == all || filled < 2 {
        return None;
    }
    let share = real(with) / real(all);
    let mut test = Test { chi_square: 0.0, df: filled - 1, least_expected: f64::INFINITY };
    for (count, of) in counts.iter().filter(|(_, of)| *of > 0) {
        let cells = [(real(*count), real(*of) * share), (real(of - count), real(*of) * (1.0 - share))];
        for (observed, expected) in cells {
            test.chi_square += (observed - expected).powi(2) / expected;
            test.least_expected = test.least_expected.min(expected);
        }
    }
    Some(test)
}

fn rows(fact: &str, values: &[(String, Counts)], line: &Line) -> Vec<Row> {
    let counts: Vec<(u64, u64)> =
        values.iter().map(|(_, counts)| (counts.of(line).passages, counts.passages)).collect();
    let with: u64 = counts.iter().map(|(count, _)| count).sum();
    let all: u64 = counts.iter().map(|(_, of)| of).sum();
    let test = test(&counts, with, all);
    let share = if all == 0 { 0.0 } else { real(with) / real(all) };
    let tested = values.iter().zip(&counts).map(|((value, _), (count, of))| {
        let expected = real(*of) * share;
        let in_value = if all == 0 { 0.0 } else { real(*of) / real(all) };
        // S. J. Haberman, The analysis of residuals in cross-classified tables (1973).
        let spread = (expected * (1.0 - share) * (1.0 - in_value)).sqrt();
        let mut row = vec![Cell::text(fact)];
        row.extend(line.cells.clone());
        row.extend([
            Cell::text(value.as_str()),
            Cell::Count(*count),
            Cell::Count(*of),
            Cell::ratio(*count, *of, 1.0, 4),
            Cell::Number(expected, 2),
        ]);
        match &test {
            Some(test) => row.extend([
                if spread > 0.0 { Cell::Number((real(*count) - expected) / spread, 2) } else { Cell::Empty },
                Cell::Number(test.chi_square, 3),
                Cell::Count(test.df),
                Cell::Number(chi_square_p(test.chi_square, test.df), 4),
                Cell::Number((test.chi_square / real(all)).sqrt(), 3),
                Cell::Number(test.least_expected, 2),
                Cell::text(if test.least_expected < LEAST_EXPECTED { "expected counts under 5" } else { "" }),
            ]),
            None => row.extend(std::iter::repeat_n(Cell::Empty, 7)),
        }
        row
    });
    tested.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_four_cells_has_the_textbook_value() {
        // 30 of 40 against 10 of 40: chi-square 20 with one degree of freedom.
        let test = test(&[(30, 40), (10, 40)], 40, 80).expect("a test");
        assert!((test.chi_square - 20.0).abs() < 1e-9 && test.df == 1);
        assert!((test.least_expected - 20.0).abs() < 1e-9);
    }

    #[test]
    fn what_stands_everywhere_or_nowhere_is_not_tested() {
        assert!(test(&[(0, 4), (0, 5)], 0, 9).is_none());
        assert!(test(&[(4, 4), (5, 5)], 9, 9).is_none());
        assert!(test(&[(4, 9)], 4, 9).is_none());
    }
}
