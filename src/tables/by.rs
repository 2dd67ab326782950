//! The table `by`: themes and codes by the values of facts.

use crate::coding::CodedDocument;
use crate::tables::counts::lines;
use crate::tables::values::Values;
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
struct Count(Values);

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.0.add(coded, frame);
    }

    fn merge(&mut self, later: Self) {
        self.0.merge(later.0);
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        Box::new(self.0.sorted(frame).into_iter().flat_map(move |(fact, values)| {
            values.into_iter().flat_map(move |(value, counts)| {
                lines(frame.scheme).into_iter().map(move |line| {
                    let found = counts.of(&line);
                    let mut row = vec![Cell::text(fact), Cell::text(value.as_str())];
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
