//! What is told to people at the end of a run.

use lesart::lexicon::Lexicon;

use super::pipeline::{DocumentReport, Totals};
use super::report;
use super::run_record::LeftOut;

/// What is told to people at the end.
pub(crate) struct Summary {
    pub(super) documents: Vec<DocumentReport>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) notices: Vec<String>,
    pub(super) totals: Totals,
    pub(super) tables: usize,
    /// The coded passages, if they were kept.
    pub(super) kept: Vec<u8>,
    /// The run record.
    pub(super) record: serde_json::Value,
    pub(super) rule: Option<(&'static str, &'static str)>,
}

/// Notices that are printed one by one; the rest is in the run record.
const NOTICES: usize = 20;

impl Summary {
    /// What should be known of the reading and the results; the rest is in the record, if one is written.
    pub(crate) fn print_notices(&self) {
        self.notices_for(None);
    }

    fn notices_for(&self, place: Option<&str>) {
        let of_documents = self.documents.iter().flat_map(|report| {
            report.document.notices.iter().map(|notice| format!("{}: {notice}", report.document.origin.path))
        });
        // Most reasons begin with the path, because they are errors in other places.
        let left_out = self.left_out.iter().map(|left| {
            let why = left.why.strip_prefix(&left.path).and_then(|why| why.strip_prefix(": "));
            format!("{}: left out: {}", left.path, why.unwrap_or(&left.why))
        });
        let notices: Vec<String> = left_out.chain(self.notices.iter().cloned()).chain(of_documents).collect();
        for notice in notices.iter().take(NOTICES) {
            report::line(&format!("note: {notice}"));
        }
        if let Some(more @ 1..) = notices.len().checked_sub(NOTICES) {
            let rest = if place.is_some() { " in run.json" } else { "; run with -o FOLDER to keep them" };
            report::line(&format!("note: {more} more{rest}"));
        }
    }

    pub(crate) fn print(&self, lexicon: &Lexicon, place: Option<&str>) {
        self.notices_for(place);
        let Totals { passages, coded, codings, hits, words } = self.totals;
        let share = (coded * 100 + passages / 2).checked_div(passages).unwrap_or(0);
        report::line(&format!(
            "{}, {}, {}; {} of {}: {} coded ({share} %), {}, {}",
            report::count(self.documents.len() as u64, "document", "documents"),
            report::count(passages, "passage", "passages"),
            report::count(words, "word", "words"),
            report::count(lexicon.codes.len() as u64, "code", "codes"),
            lexicon.id,
            report::count(coded, "passage", "passages"),
            report::count(codings, "coding", "codings"),
            report::count(hits, "hit", "hits"),
        ));
        if passages > 0 && hits == 0 && codings == 0 {
            report::line(
                "nothing was found: no entry of the lexicon stands in these texts; try `lesart explain` on a sentence",
            );
        }
        match (place, self.rule) {
            (Some(place), _) if self.tables == 0 => report::line(&format!("all codings are in {place}")),
            (Some(place), _) => {
                report::line(&format!("{} in {place}", report::count(self.tables as u64, "table", "tables")));
            }
            (None, Some((name, rule))) => report::line(&format!("{name}: {rule}")),
            (None, None) => {}
        }
    }
}
