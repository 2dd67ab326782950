//! Passages tile their turns in every unit, and evidence lies inside its passage.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use lesart::coding::coder::{Coder, Desk};
use lesart::coding::{CodeId, CodedDocument};
use lesart::corpus::{Document, Unit};
use lesart::language::scan::ScanOptions;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use proptest::prelude::*;

use crate::texts::document;
use crate::tokens::scan;

/// The shipped lexicon.
pub(crate) fn lexicon() -> &'static CompiledLexicon {
    static COMPILED: OnceLock<CompiledLexicon> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let lexicon = Lexicon::load(&["freies-engagement".to_owned()]).expect("the shipped lexicon");
        CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default())
    })
}

/// Any unit.
pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    proptest::sample::select(Unit::ALL.map(|(_, unit)| unit).to_vec())
}

/// Codes a run of turns of a document on a desk.
pub(crate) fn code<'d>(
    desk: &mut Desk,
    document: &'d Document,
    turns: std::ops::Range<usize>,
    unit: Unit,
) -> CodedDocument<'d> {
    let scan = ScanOptions::default();
    Coder { lexicon: lexicon(), language: Language::german(), unit, scan, flags: true }
        .code(desk, document, turns)
}

fn whole(document: &Document, unit: Unit) -> CodedDocument<'_> {
    code(&mut Desk::default(), document, document.own.clone(), unit)
}

fn check(document: &Document, unit: Unit) {
    let coded = whole(document, unit);
    let mut words = 0;
    let mut tokens = Vec::new();
    for turn in document.turns.iter().filter(|turn| !turn.left_out) {
        let scan = scan(&document.text, turn.span, ScanOptions::default());
        words += scan.tokens.iter().filter(|token| token.kind.is_word()).count();
        tokens.extend(scan.tokens.iter().map(|token| token.span));
    }
    let counted: usize = coded.passages.iter().map(|passage| passage.passage.words as usize).sum();
    assert_eq!(counted, words, "the words of all {} passages", unit.name());
    for token in &tokens {
        let holders = coded.passages.iter().filter(|passage| passage.passage.span.holds(*token)).count();
        assert_eq!(holders, 1, "passages with {:?} by {}", token.of(&document.text), unit.name());
    }
    let mut end = 0;
    for passage in coded.passages.iter().map(|passage| passage.passage) {
        assert!(passage.span.start >= end && document.text.get(passage.span.range()).is_some());
        end = passage.span.end;
        let turn = &document.turns[passage.turn as usize];
        assert!(!turn.left_out, "what is left out is not coded");
        assert!(unit == Unit::Document || turn.span.holds(passage.span), "a passage is part of its turn");
        assert!(unit != Unit::Turn || turn.span == passage.span, "a turn is its own passage");
    }
    evidence(&coded, &tokens);
}

/// Each code stands once on a passage, and its hits are words of it, in the order of the text.
fn evidence(coded: &CodedDocument<'_>, tokens: &[lesart::text::Span]) {
    let scheme = lexicon().scheme();
    for passage in &coded.passages {
        let codings = coded.codings(passage);
        assert!(codings.is_sorted_by(|a, b| a.code < b.code), "each code once, in order");
        for coding in codings {
            let hits = coded.hits(coding);
            assert!(!hits.is_empty(), "no code without words");
            assert!(hits.is_sorted_by_key(|hit| hit.span.start), "hits in the order of the text");
            for hit in hits {
                assert_eq!(scheme.entries[hit.entry as usize].code, coding.code);
                let words = &coded.words[hit.words.start as usize..hit.words.end as usize];
                assert!(!words.is_empty() && words.iter().all(|word| tokens.binary_search(word).is_ok()));
                assert!(words.iter().all(|word| passage.passage.span.holds(*word)));
                let joined = words.iter().copied().reduce(lesart::text::Span::join);
                assert_eq!(joined, Some(hit.span), "the span goes from the first to the last word");
            }
        }
    }
}

/// The codes of each turn.
fn codes(document: &Document, unit: Unit) -> BTreeSet<(u32, CodeId)> {
    let coded = whole(document, unit);
    let pairs = coded.passages.iter().flat_map(|passage| {
        coded.codings(passage).iter().map(|coding| (passage.passage.turn, coding.code)).collect::<Vec<_>>()
    });
    pairs.collect()
}

/// Whether a code has entries that do not reach its threshold alone.
fn adds_up(code: CodeId) -> bool {
    let threshold = lexicon().code_rules(code).threshold;
    let entries = lexicon().scheme().entries.iter().zip(0..);
    entries.filter(|(entry, _)| entry.code == code).any(|(_, id)| lexicon().program(id).weight < threshold)
}

proptest! {
    #![proptest_config(crate::cases(96))]

    #[test]
    fn passages_tile_their_turns(document in document(), unit in unit()) {
        check(&document, unit);
    }

    // Patterns stay inside a sentence, and weak terms never give a code by themselves. Where entries
    // count in part, what stands in several sentences may reach a threshold that none reaches alone.
    #[test]
    fn a_turn_has_the_codes_of_its_sentences_and_no_others(document in document()) {
        let by_turn = codes(&document, Unit::Turn);
        for unit in [Unit::Sentence, Unit::Paragraph] {
            let parts = codes(&document, unit);
            prop_assert!(parts.is_subset(&by_turn), "{:?} of {:?}", parts, by_turn);
            let whole = |codes: &BTreeSet<(u32, CodeId)>| -> BTreeSet<(u32, CodeId)> {
                codes.iter().copied().filter(|(_, code)| !adds_up(*code)).collect()
            };
            prop_assert_eq!(whole(&parts), whole(&by_turn));
        }
    }

    #[test]
    fn a_desk_that_has_coded_before_codes_like_a_new_one(
        first in document(), second in document(), unit in unit(),
    ) {
        let mut desk = Desk::default();
        let _ = code(&mut desk, &first, first.own.clone(), unit);
        let after = code(&mut desk, &second, second.own.clone(), unit);
        prop_assert_eq!(after, whole(&second, unit));
    }
}
