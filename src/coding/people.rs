//! Codings of people as coded documents: a passage has a code where a person marked words of it.

use rustc_hash::FxHashMap;

use super::{
    CodeId, CodedDocument, CodedPassage, Coding, EntryId, Flags, Hit, Scheme, SchemeCode, SchemeEntry,
};
use crate::corpus::{Document, Marked, Passage};
use crate::text::Span;

/// The codes and coders of documents: each coder is an entry of each code that they gave.
///
/// `named` gives the path and the label of a code by its name in the source.
#[derive(Debug, Default)]
pub struct PeopleScheme {
    /// Codes in the order of their paths.
    pub scheme: Scheme,
    codes: FxHashMap<String, CodeId>,
    entries: FxHashMap<(CodeId, String), EntryId>,
}

impl PeopleScheme {
    /// The scheme of all codings in `documents`.
    #[must_use]
    pub fn new<'d>(
        documents: impl IntoIterator<Item = &'d Document>,
        named: impl Fn(&str) -> (String, String),
    ) -> Self {
        let mut given: Vec<(String, String, &Marked)> = Vec::new();
        for marked in documents.into_iter().flat_map(|document| &document.marked) {
            let (path, label) = named(&marked.code);
            given.push((path, label, marked));
        }
        given.sort_by(|a, b| (&a.0, &a.2.coder, &a.2.code).cmp(&(&b.0, &b.2.coder, &b.2.code)));
        let mut this = Self::default();
        for (path, label, marked) in given {
            if this.scheme.codes.last().is_none_or(|last| last.path != path) {
                this.scheme.codes.push(SchemeCode { path, label });
            }
            let code = CodeId::try_from(this.scheme.codes.len() - 1).unwrap_or(CodeId::MAX);
            this.codes.insert(marked.code.clone(), code);
            let scheme = &mut this.scheme;
            this.entries.entry((code, marked.coder.clone())).or_insert_with(|| {
                scheme.entries.push(SchemeEntry { code, text: marked.coder.clone() });
                EntryId::try_from(scheme.entries.len() - 1).unwrap_or(EntryId::MAX)
            });
        }
        this
    }

    /// The passages of a document with the codes of the words that were marked in them.
    #[must_use]
    pub fn code<'d>(&self, document: &'d Document, passages: &[Passage]) -> CodedDocument<'d> {
        let mut coded = CodedDocument::new(document);
        for passage in passages {
            let first = length(&coded.codings);
            let mut found: Vec<(CodeId, EntryId, Span)> = Vec::new();
            for marked in &document.marked {
                let Some(span) = common(&document.text, marked.span, passage.span) else { continue };
                let Some(code) = self.codes.get(&marked.code) else { continue };
                let Some(entry) = self.entries.get(&(*code, marked.coder.clone())) else { continue };
                found.push((*code, *entry, span));
            }
            found.sort_unstable_by_key(|(code, entry, span)| (*code, span.start, span.end, *entry));
            found.dedup();
            for same in found.chunk_by(|a, b| a.0 == b.0) {
                let first_hit = length(&coded.hits);
                for (_, entry, span) in same {
                    let word = length(&coded.words);
                    coded.words.push(*span);
                    coded.hits.push(Hit {
                        entry: *entry,
                        span: *span,
                        words: word..word + 1,
                        flags: Flags::default(),
                    });
                }
                let code = same.first().map_or(0, |(code, ..)| *code);
                coded.codings.push(Coding { code, hits: first_hit..length(&coded.hits) });
            }
            coded.passages.push(CodedPassage { passage: *passage, codings: first..length(&coded.codings) });
        }
        coded
    }
}

/// What two spans have in common, without blanks at its ends; nothing if that has no letter or digit.
fn common(text: &str, a: Span, b: Span) -> Option<Span> {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    if start >= end {
        return None;
    }
    let words = Span::new(start, end).of(text);
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    let before = words.len() - words.trim_start().len();
    let start = start as usize + before;
    Some(Span::from_range(start..start + words.trim().len()))
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Turn;

    #[test]
    fn a_passage_has_the_codes_of_the_words_that_people_marked_in_it() {
        let marked = |start, end, code: &str, coder: &str| Marked {
            span: Span::new(start, end),
            code: code.into(),
            coder: coder.into(),
        };
        let turn = |start, end| Turn { span: Span::new(start, end), ..Turn::default() };
        let document = Document {
            text: "Ja, der Verein.\n\nNein.".into(),
            turns: vec![turn(0, 15), turn(17, 22)],
            own: 0..2,
            // The first reaches into the second turn by line ends only.
            marked: vec![
                marked(4, 17, "N/V", "Ann"),
                marked(8, 14, "N/V", "Ben"),
                marked(17, 21, "P", "Ann"),
            ],
            ..Document::default()
        };
        let people = PeopleScheme::new([&document], |name| (name.to_lowercase(), name.to_owned()));
        let paths: Vec<&str> = people.scheme.codes.iter().map(|code| &*code.path).collect();
        assert_eq!(paths, ["n/v", "p"]);
        let passage = |turn, span| Passage { turn, number: turn + 1, part: 1, span, words: 1 };
        let coded = people.code(&document, &[passage(0, Span::new(0, 15)), passage(1, Span::new(17, 22))]);
        let shown: Vec<Vec<(u16, Vec<String>)>> = coded
            .passages
            .iter()
            .map(|passage| {
                let cite = |coding| coded.hits(coding).iter().map(|hit| coded.cite(hit)).collect();
                coded.codings(passage).iter().map(|coding| (coding.code, cite(coding))).collect()
            })
            .collect();
        let expected = [
            vec![(0, vec!["der Verein.".to_owned(), "Verein".to_owned()])],
            vec![(1, vec!["Nein".to_owned()])],
        ];
        assert_eq!(shown, expected);
    }
}
