//! Puts together what a run gives, in order: tables, workbook, coded passages, run record.

use std::io::{BufWriter, Write};

use lesart::input::Source;
use lesart::lexicon::Lexicon;
use lesart::output::workbook::Book;
use lesart::output::{Layout, colour, datapackage};
use lesart::tables::{Cell, Fold, Frame, Tabulate};
use lesart::{Error, Result};
use serde_json::Value;

use super::pipeline::{Consumer, DocumentReport, Totals};
use super::plan::{Plan, Shape, WORKBOOK};
use super::progress::Progress;
use super::rows::{Seal, Stream};
use super::run_record::{self, LeftOut, RunRecord, Written};
use super::summary::Summary;

/// One table on its way to its targets.
struct TableInProgress {
    table: &'static dyn Tabulate,
    fold: Box<dyn Fold>,
    layout: Layout,
    /// Its own file or stream, with the file's name.
    stream: Option<(Stream<'static>, Seal)>,
    file: String,
    /// Its sheet in the workbook.
    sheet: Option<usize>,
    rows: u64,
}

impl TableInProgress {
    fn row(&mut self, row: &[Cell], book: Option<&mut Book>) -> Result<()> {
        self.rows += 1;
        if let Some((stream, _)) = &mut self.stream {
            stream.row(row)?;
        }
        if let (Some(book), Some(sheet)) = (book, self.sheet) {
            book.row(sheet, row).map_err(|source| Error::write(WORKBOOK, source))?;
        }
        Ok(())
    }
}

/// Takes what a run gives.
pub(crate) struct Collector<'a> {
    plan: &'a mut Plan,
    frame: &'a Frame<'a>,
    tables: Vec<TableInProgress>,
    book: Option<Book>,
    coded: Option<(Box<dyn Write>, String)>,
    /// Coded passages that are needed when all is coded.
    kept: Option<Vec<u8>>,
    documents: Vec<DocumentReport>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) notices: Vec<String>,
    totals: Totals,
    progress: Progress,
}

/// What the run record tells beside the results.
pub(crate) struct RecordParts<'a> {
    pub(crate) command: &'static str,
    pub(crate) options: Value,
    pub(crate) lexicon: Option<&'a Lexicon>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(plan: &'a mut Plan, frame: &'a Frame<'a>, bytes: u64, quiet: bool) -> Result<Self> {
        let mut book = if plan.makes_workbook() {
            let colours = colour::themes(frame.scheme.codes.iter().map(|code| &*code.path));
            Some(Book::new(colours).map_err(|source| Error::write(WORKBOOK, source))?)
        } else {
            None
        };
        let mut tables = Vec::new();
        for table in plan.tables.clone() {
            let layout = Layout { table: table.name().to_owned(), columns: table.columns(frame) };
            let sheet = match &mut book {
                Some(book) => Some(book.sheet(&layout).map_err(|source| Error::write(WORKBOOK, source))?),
                None => None,
            };
            let (stream, file) = match plan.shape {
                Shape::Rows(format) => {
                    let file = format!("{}.{}", table.name(), format.name());
                    let (out, place) = plan.open(&file)?;
                    let (out, seal) = Seal::on(out, plan.to_folder());
                    (Some((Stream::begin(format, &layout, out, &place)?, seal)), file)
                }
                Shape::Workbook | Shape::Project => (None, WORKBOOK.to_owned()),
            };
            tables.push(TableInProgress { table, fold: table.start(), layout, stream, file, sheet, rows: 0 });
        }
        let coded = plan.keeps_passages().then(|| plan.open("coded.jsonl")).transpose()?;
        Ok(Self {
            plan,
            frame,
            tables,
            book,
            coded,
            kept: None,
            documents: Vec::new(),
            left_out: Vec::new(),
            notices: Vec::new(),
            totals: Totals::default(),
            progress: Progress::new(bytes, quiet),
        })
    }

    /// Keeps the coded passages until the end, see [`Summary::kept`].
    pub(crate) fn keep_passages(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// Writes what comes at the end: counted tables, the coded passages, the run record.
    pub(crate) fn finish(mut self, parts: &RecordParts<'_>) -> Result<Summary> {
        self.progress.end();
        let mut written = Vec::new();
        let mut resources = Vec::new();
        for mut table in std::mem::take(&mut self.tables) {
            let fold = std::mem::replace(&mut table.fold, table.table.start());
            for row in fold.finish(self.frame) {
                table.row(&row, self.book.as_mut())?;
            }
            let mut guarded = 0;
            if let (Some((stream, seal)), Shape::Rows(format)) = (table.stream, self.plan.shape) {
                guarded = stream.guarded();
                let kinds = stream.end()?;
                let (bytes, sha256) = seal.read();
                resources.push(datapackage::Resource {
                    layout: table.layout,
                    kinds,
                    about: table.table.rule().to_owned(),
                    file: table.file.clone(),
                    format: format.name(),
                    german: std::ptr::addr_eq(format, lesart::output::EXCEL_DE),
                    bytes,
                    sha256,
                });
            }
            if guarded > 0 {
                self.notices.push(format!(
                    "{}: {guarded} text(s) begin like a formula and got an apostrophe before them",
                    table.file
                ));
            }
            written.push(Written { table: table.table, file: table.file, rows: table.rows, guarded });
        }
        if let Some((mut out, place)) = self.coded.take() {
            out.flush().map_err(|source| Error::write(&place, source))?;
        }
        let (left_out, cut) = self.book.as_ref().map_or((0, 0), Book::shortened);
        if left_out > 0 {
            self.notices
                .push(format!("{WORKBOOK} has no room for {left_out} row(s); the other files have them"));
        }
        if cut > 0 {
            self.notices
                .push(format!("{cut} text(s) are longer than a cell of {WORKBOOK} and are cut there"));
        }
        let record = self.results(parts, &written, &resources)?;
        let rule = match written.as_slice() {
            [one] => Some((one.table.name(), one.table.rule())),
            _ => None,
        };
        Ok(Summary {
            documents: self.documents,
            left_out: self.left_out,
            notices: self.notices,
            totals: self.totals,
            tables: written.len(),
            rule,
            kept: self.kept.unwrap_or_default(),
            record,
        })
    }

    /// The run record, the workbook and the data package.
    fn results(
        &mut self,
        parts: &RecordParts<'_>,
        written: &[Written],
        resources: &[datapackage::Resource],
    ) -> Result<Value> {
        let record = RunRecord {
            command: parts.command,
            options: parts.options.clone(),
            lexicon: parts.lexicon,
            documents: &self.documents,
            left_out: &self.left_out,
            totals: self.totals,
            tables: written,
            notices: &self.notices,
        };
        let record = record.value();
        if let Some(mut book) = self.book.take() {
            let (file, place) = self.plan.create(WORKBOOK)?;
            run_record::sheets(&mut book, &record, parts.lexicon)
                .and_then(|()| book.write(BufWriter::new(file)))
                .map_err(|source| Error::write(&place, source))?;
        }
        if self.plan.to_folder() {
            let title = parts.lexicon.map_or("", |lexicon| &lexicon.title);
            let package = datapackage::text(title, env!("CARGO_PKG_VERSION"), resources);
            let package = Some(("datapackage.json", package)).filter(|_| !resources.is_empty());
            for (name, text) in package.into_iter().chain([("run.json", run_record::text(&record))]) {
                let (mut out, place) = self.plan.open(name)?;
                out.write_all(text.as_bytes())
                    .and_then(|()| out.flush())
                    .map_err(|source| Error::write(&place, source))?;
            }
        }
        Ok(record)
    }
}

impl Consumer for Collector<'_> {
    fn folds(&mut self, folds: Vec<Box<dyn Fold>>) -> Result<()> {
        for (table, fold) in self.tables.iter_mut().zip(folds) {
            table.fold.merge(fold);
            for row in table.fold.drain() {
                table.row(&row, self.book.as_mut())?;
            }
        }
        Ok(())
    }

    fn record(&mut self, lines: &[u8]) -> Result<()> {
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(lines);
        }
        match &mut self.coded {
            Some((out, place)) => out.write_all(lines).map_err(|source| Error::write(place.as_str(), source)),
            None => Ok(()),
        }
    }

    fn document(&mut self, report: DocumentReport) -> Result<()> {
        self.totals.add(report.totals);
        match self.documents.last_mut().filter(|last| last.document.number == report.document.number) {
            Some(last) => {
                last.totals.add(report.totals);
                last.document.turns += report.document.turns;
                last.document.origin = report.document.origin;
                last.document.notices.extend(report.document.notices);
            }
            None => self.documents.push(report),
        }
        Ok(())
    }

    fn skipped(&mut self, source: &Source, error: Error) -> Result<()> {
        if matches!(error, Error::Interrupted | Error::ClosedPipe) {
            return Err(error);
        }
        self.left_out.push(LeftOut { path: source.path.display().to_string(), why: error.to_string() });
        Ok(())
    }

    fn advance(&mut self, bytes: u64) {
        self.progress.add(bytes);
    }
}
