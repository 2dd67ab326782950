//! What was scanned, cut into passages: turns, paragraphs, sentences, or a whole document.

use std::ops::Range;

use crate::corpus::Unit;
use crate::language::scan::Scan;
use crate::text::Span;

/// A passage as a part of a scan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    /// Its bytes in the document.
    pub span: Span,
    /// Its sentences in the scan.
    pub sentences: Range<usize>,
    /// Its running words.
    pub words: u32,
}

/// Cuts the sentences of a scan into passages of `unit`, in order. `whole` is what was scanned: the
/// span of a turn's (or the document's) only passage, which is there even without a word.
pub fn cut(scan: &Scan, unit: Unit, whole: Span, mut give: impl FnMut(Cut)) {
    match unit {
        Unit::Turn | Unit::Document => give(Cut {
            span: whole,
            sentences: 0..scan.sentences.len(),
            words: scan.sentences.iter().map(|sentence| sentence.words).sum(),
        }),
        Unit::Sentence => {
            for (index, sentence) in scan.sentences.iter().enumerate() {
                give(Cut { span: sentence.span, sentences: index..index + 1, words: sentence.words });
            }
        }
        Unit::Paragraph => {
            let mut start = 0;
            for (index, sentence) in scan.sentences.iter().enumerate() {
                if sentence.ends_paragraph || index + 1 == scan.sentences.len() {
                    let sentences = scan.sentences.get(start..=index).unwrap_or_default();
                    let span =
                        sentences.first().map_or(sentence.span, |first| first.span.join(sentence.span));
                    give(Cut {
                        span,
                        sentences: start..index + 1,
                        words: sentences.iter().map(|s| s.words).sum(),
                    });
                    start = index + 1;
                }
            }
        }
    }
}
