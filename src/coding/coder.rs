//! Codes documents: scans each turn, cuts it into passages, and keeps what the lexicon finds.

use std::ops::Range;

use super::flags::Flagger;
use super::matcher::{Blocked, Matcher, View, Why};
use super::rules::{Around, Judge, thresholds};
use super::{CodedDocument, CodedPassage, Coding, Hit};
use crate::corpus::{Document, Passage, Unit};
use crate::language::Language;
use crate::language::scan::{Scan, ScanOptions, Scanner};
use crate::language::vocabulary::Vocabulary;
use crate::lexicon::compile::CompiledLexicon;
use crate::segment::{Cut, cut};
use crate::text::Span;

/// A lexicon with the unit and the options of a run; shared by all workers.
#[derive(Clone, Copy, Debug)]
pub struct Coder<'l> {
    /// The lexicon.
    pub lexicon: &'l CompiledLexicon,
    /// The language.
    pub language: &'l Language,
    /// The coding unit.
    pub unit: Unit,
    /// How to scan.
    pub scan: ScanOptions,
    /// Whether hits get their flags; without, a run that shows none of them is quicker.
    pub flags: bool,
}

/// What one worker keeps from document to document: the forms it has met, and memory.
#[derive(Debug, Default)]
pub struct Desk {
    vocabulary: Vocabulary,
    scan: Scan,
    matcher: Matcher,
    flagger: Flagger,
    judge: Judge,
}

/// Why the passages of a document do not have more codes; see [`Coder::explain`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// For each passage what was looked at and does not count: its words, and the word that decided it.
    pub blocked: Vec<(Blocked, Vec<Span>, Option<Span>)>,
}

impl Coder<'_> {
    /// Codes the turns `turns` (indices into the document's turns) of a document.
    #[must_use]
    pub fn code<'d>(
        &self,
        desk: &mut Desk,
        document: &'d Document,
        turns: Range<usize>,
    ) -> CodedDocument<'d> {
        self.run(desk, document, turns, None)
    }

    /// Codes like [`Coder::code`] and tells what was looked at and does not count.
    #[must_use]
    pub fn explain<'d>(
        &self,
        desk: &mut Desk,
        document: &'d Document,
        turns: Range<usize>,
    ) -> (CodedDocument<'d>, Explanation) {
        let mut explanation = Explanation::default();
        let coded = self.run(desk, document, turns, Some(&mut explanation));
        (coded, explanation)
    }

    fn run<'d>(
        &self,
        desk: &mut Desk,
        document: &'d Document,
        turns: Range<usize>,
        mut explanation: Option<&mut Explanation>,
    ) -> CodedDocument<'d> {
        let mut coded = CodedDocument::new(document);
        coded.turns = turns.clone();
        let scanner = Scanner::new(self.language, self.lexicon, self.scan);
        let in_scope = turns.filter(|index| {
            document.turns.get(*index).is_some_and(|turn| !turn.left_out && !turn.span.is_empty())
        });
        if self.unit == Unit::Document {
            desk.scan.clear();
            let mut whole: Option<(usize, Span)> = None;
            for index in in_scope {
                let turn = &document.turns[index];
                scanner.scan(&document.text, turn.span, &mut desk.vocabulary, &mut desk.scan);
                let (_, span) = whole.get_or_insert((index, turn.span));
                *span = span.join(turn.span);
            }
            if let Some((index, span)) = whole {
                self.passages(desk, &mut coded, index, span, explanation.as_deref_mut());
            }
            return coded;
        }
        for index in in_scope {
            let turn = &document.turns[index];
            desk.scan.clear();
            scanner.scan(&document.text, turn.span, &mut desk.vocabulary, &mut desk.scan);
            self.passages(desk, &mut coded, index, turn.span, explanation.as_deref_mut());
        }
        coded
    }

    /// Cuts what was scanned into passages and codes them.
    fn passages(
        &self,
        desk: &mut Desk,
        coded: &mut CodedDocument<'_>,
        turn: usize,
        whole: Span,
        mut explanation: Option<&mut Explanation>,
    ) {
        let document = coded.document;
        let Desk { vocabulary, scan, matcher, flagger, judge } = desk;
        let has_rules = self.lexicon.has_rules();
        let mut small = None;
        let mut writes_small =
            || *small.get_or_insert_with(|| crate::language::writes_small(whole.of(&document.text)));
        let mut anchors = scan.anchors.as_slice();
        let mut part = 0;
        cut(scan, self.unit, whole, |Cut { span, sentences, words }| {
            part += 1;
            let first = length(&coded.codings);
            let mut fresh = true;
            let mut tokens_start = sentences
                .start
                .checked_sub(1)
                .and_then(|before| scan.sentences.get(before))
                .map_or(0, |before| before.tokens_end as usize);
            let number = (0..).skip(sentences.start);
            for (sentence, number) in scan.sentences.get(sentences).unwrap_or_default().iter().zip(number) {
                let tokens = tokens_start..sentence.tokens_end as usize;
                tokens_start = tokens.end;
                let here = anchors.iter().take_while(|anchor| **anchor < sentence.tokens_end).count();
                if here == 0 {
                    continue;
                }
                if fresh {
                    matcher.clear(explanation.is_some());
                    fresh = false;
                }
                let (here, rest) = anchors.split_at(here);
                anchors = rest;
                let known = matcher.candidates.len();
                let words = scan.tokens.get(tokens.clone()).unwrap_or_default();
                let small = &mut writes_small;
                let mut view = View { text: &document.text, tokens: words, vocabulary, small };
                matcher.find(self.lexicon, &mut view, tokens.start, here);
                matcher.place(known, number);
                let wanted = |entry| self.flags || self.lexicon.asks_for_flags(entry);
                if matcher.candidates[known..].iter().any(|candidate| wanted(candidate.entry)) {
                    flagger.look(&document.text, scan, vocabulary, tokens, sentence.span);
                    matcher.flag(flagger, known);
                }
            }
            if !fresh {
                if has_rules {
                    let (lexicon, unit) = (self.lexicon, self.unit);
                    let around = Around { lexicon, document, scan, vocabulary, unit, turn };
                    judge.apply(matcher, around, &mut writes_small);
                }
                matcher.settle();
                thresholds(matcher, self.lexicon);
                keep(matcher, scan, coded);
                imply(self.lexicon, coded, first);
                if let (Some(explanation), Some(blocked)) = (explanation.as_deref_mut(), &mut matcher.blocked)
                {
                    let spans = |blocked: &Blocked| {
                        blocked
                            .tokens
                            .iter()
                            .filter_map(|at| scan.tokens.get(*at as usize))
                            .map(|t| t.span)
                            .collect()
                    };
                    explanation.blocked.extend(blocked.drain(..).map(|blocked| {
                        let spans = spans(&blocked);
                        let word = match blocked.why {
                            Why::Rule { word, .. } => word.and_then(|at| scan.tokens.get(at as usize)),
                            _ => None,
                        };
                        (blocked, spans, word.map(|word| word.span))
                    }));
                }
            }
            coded.passages.push(CodedPassage {
                passage: Passage {
                    turn: u32::try_from(turn).unwrap_or(u32::MAX),
                    number: if self.unit == Unit::Document { 1 } else { document.turn_number(turn) },
                    part,
                    span,
                    words,
                },
                codings: first..length(&coded.codings),
            });
        });
    }
}

/// Adds what the matcher settled on to the coded document.
fn keep(matcher: &Matcher, scan: &Scan, coded: &mut CodedDocument<'_>) {
    let mut candidates = matcher.candidates.as_slice();
    while let Some(first) = candidates.first() {
        let count = candidates.iter().take_while(|candidate| candidate.code == first.code).count();
        let (mine, rest) = candidates.split_at(count);
        candidates = rest;
        let hits = length(&coded.hits);
        for candidate in mine {
            let words = length(&coded.words);
            let tokens = matcher.words.get(candidate.words.clone()).unwrap_or_default();
            coded
                .words
                .extend(tokens.iter().filter_map(|at| scan.tokens.get(*at as usize)).map(|token| token.span));
            let words = words..length(&coded.words);
            let span = coded.words[words.start as usize..words.end as usize]
                .iter()
                .copied()
                .reduce(Span::join)
                .unwrap_or_default();
            coded.hits.push(Hit { entry: candidate.entry, span, words, flags: candidate.flags });
        }
        coded.codings.push(Coding { code: first.code, hits: hits..length(&coded.hits) });
    }
}

/// Adds the codes that those of the passage, from `first` on, bring along; they have no hits of their own.
fn imply(lexicon: &CompiledLexicon, coded: &mut CodedDocument<'_>, first: u32) {
    let own = coded.codings.len();
    for index in first as usize..own {
        for implied in &lexicon.code_rules(coded.codings[index].code).implied {
            if coded.codings[first as usize..].iter().all(|coding| coding.code != *implied) {
                coded.codings.push(Coding { code: *implied, hits: 0..0 });
            }
        }
    }
    if coded.codings.len() > own {
        coded.codings[first as usize..].sort_by_key(|coding| coding.code);
    }
}

fn length<T>(all: &[T]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}
