//! The table `frequencies`: how often each theme and code was found.

use crate::coding::CodedDocument;
use crate::tables::counts::{Counts, Documents, Themes, at, lines};
use crate::tables::{Cell, Fold, Frame, Rows, Tabulate, Tally, tally};

/// One row for each theme and code, and one for all.
pub(super) struct Frequencies;

impl Tabulate for Frequencies {
    fn name(&self) -> &'static str {
        "frequencies"
    }

    fn about(&self) -> &'static str {
        "how often each theme and code was found: passages, documents, hits, shares"
    }

    fn rule(&self) -> &'static str {
        "A passage counts once for a code, once for a theme however many of its codes it has, and once \
         in the last row (`all`). `documents` are those with at least one such passage. `hits` counts \
         the places found; a theme's hits are the sum over its codes, so the same words can count for \
         several codes. `share` is passages divided by all passages (`passages_in_scope`: coded or not, \
         without turns left out by a filter); `hits_per_1000` is hits for every 1,000 running words of \
         these passages (`words_in_scope`)."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "level",
            "theme",
            "code",
            "label",
            "passages",
            "documents",
            "hits",
            "share",
            "hits_per_1000",
            "passages_in_scope",
            "words_in_scope",
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
    counts: Counts,
    documents: Vec<Documents>,
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        self.themes.fit(frame.scheme);
        for passage in &coded.passages {
            let codings = coded.codings(passage);
            self.counts.add(passage.passage.words, codings, &self.themes);
            for coding in codings {
                at(&mut self.documents, usize::from(coding.code)).insert(coded.document.number);
            }
        }
    }

    fn merge(&mut self, later: Self) {
        self.counts.merge(&later.counts);
        for (code, documents) in later.documents.iter().enumerate() {
            at(&mut self.documents, code).merge(documents);
        }
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        Box::new(lines(frame.scheme).into_iter().map(move |line| {
            let found = self.counts.of(&line);
            let mut documents = Documents::default();
            for code in line.codes.iter().filter_map(|code| self.documents.get(*code)) {
                documents.merge(code);
            }
            let mut row = Vec::from(line.cells);
            row.extend([
                Cell::Count(found.passages),
                Cell::Count(documents.count()),
                Cell::Count(found.hits),
                Cell::ratio(found.passages, self.counts.passages, 1.0, 4),
                Cell::ratio(found.hits, self.counts.words, 1000.0, 2),
                Cell::Count(self.counts.passages),
                Cell::Count(self.counts.words),
            ]);
            row
        }))
    }
}
