//! The table `course`: how codes are spread over the thirds of each document.

use crate::coding::{CodedDocument, clock};
use crate::tables::counts::{Counts, Themes, lines};
use crate::tables::{Cell, Fold, Frame, Row, Rows, Tabulate, Tally, tally};

/// One row for each document, third, and theme or code.
pub(super) struct Course;

/// Parts of a document.
const PARTS: usize = 3;

impl Tabulate for Course {
    fn name(&self) -> &'static str {
        "course"
    }

    fn about(&self) -> &'static str {
        "codes over the course of each document, by its thirds"
    }

    fn rule(&self) -> &'static str {
        "Each document is cut into three parts of as many passages (a first part of one more where they do not \
         come out even); `starts` is the time of the first passage of the part, where there are times. A passage \
         counts once for a code; `share` is of all passages of the part, coded or not. Passages left out by a \
         filter do not count."
    }

    fn columns(&self, _: &Frame<'_>) -> Vec<String> {
        [
            "document",
            "part",
            "starts",
            "level",
            "theme",
            "code",
            "label",
            "passages",
            "passages_in_part",
            "share",
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
    documents: Vec<Passages>,
}

/// The passages of a document in order.
#[derive(Default)]
struct Passages {
    number: u32,
    name: String,
    /// When each begins, in milliseconds.
    starts: Vec<Option<u32>>,
    /// Their codings, all in one; where those of each passage end.
    codings: Vec<crate::coding::Coding>,
    ends: Vec<usize>,
}

impl Passages {
    fn append(&mut self, later: &mut Self) {
        let before = self.codings.len();
        self.starts.append(&mut later.starts);
        self.codings.append(&mut later.codings);
        self.ends.extend(later.ends.drain(..).map(|end| end + before));
    }

    fn rows(&self, frame: &Frame<'_>) -> Vec<Row> {
        let themes = Themes::of_scheme(frame.scheme);
        let all = self.ends.len();
        let mut rows = Vec::new();
        for part in 0..PARTS {
            // The first parts are those with one more.
            let border = |part: usize| part * (all / PARTS) + part.min(all % PARTS);
            let passages = border(part)..border(part + 1);
            let mut counts = Counts::default();
            for passage in passages.clone() {
                let from = passage.checked_sub(1).map_or(0, |before| self.ends[before]);
                let codings = self.codings.get(from..self.ends[passage]).unwrap_or_default();
                counts.add(0, codings, &themes);
            }
            let starts = self.starts.get(passages).and_then(|starts| starts.iter().flatten().next());
            let starts = starts.map_or(Cell::Empty, |start| Cell::Text(clock::tenths(*start)));
            rows.extend(lines(frame.scheme).into_iter().map(|line| {
                let found = counts.of(&line).passages;
                let mut row =
                    vec![Cell::text(self.name.as_str()), Cell::Count(part as u64 + 1), starts.clone()];
                row.extend(line.cells);
                row.extend([
                    Cell::Count(found),
                    Cell::Count(counts.passages),
                    Cell::ratio(found, counts.passages, 1.0, 4),
                ]);
                row
            }));
        }
        rows
    }
}

impl Tally for Count {
    fn add(&mut self, coded: &CodedDocument<'_>, frame: &Frame<'_>) {
        let mut passages = Passages {
            number: coded.document.number,
            name: coded.document.name.clone(),
            ..Passages::default()
        };
        for passage in &coded.passages {
            let time = coded.view(passage, frame.unit).time();
            passages.starts.push(time.map(|time| time.start));
            passages.codings.extend_from_slice(coded.codings(passage));
            passages.ends.push(passages.codings.len());
        }
        self.put(passages);
    }

    fn merge(&mut self, later: Self) {
        for passages in later.documents {
            self.put(passages);
        }
    }

    fn finish<'f>(self, frame: &'f Frame<'f>) -> Rows<'f> {
        Box::new(self.documents.into_iter().flat_map(move |passages| passages.rows(frame)))
    }
}

impl Count {
    /// Puts passages behind those of the same document.
    fn put(&mut self, mut passages: Passages) {
        match self.documents.last_mut() {
            Some(last) if last.number == passages.number => last.append(&mut passages),
            _ if passages.ends.is_empty() => {}
            _ => self.documents.push(passages),
        }
    }
}
