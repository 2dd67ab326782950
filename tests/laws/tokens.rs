//! Tokens and sentences lie in order inside the text, and no letter is lost.

use lesart::language::Language;
use lesart::language::scan::{Scan, ScanOptions, Scanner, Token};
use lesart::language::vocabulary::Vocabulary;
use lesart::text::Span;
use proptest::prelude::*;

use crate::passages::lexicon;
use crate::texts::text;

/// The scan of a part of a text.
pub(crate) fn scan(text: &str, span: Span, options: ScanOptions) -> Scan {
    let mut scan = Scan::default();
    Scanner::new(Language::german(), lexicon(), options).scan(
        text,
        span,
        &mut Vocabulary::default(),
        &mut scan,
    );
    scan
}

/// Spans ascend, hold something, do not overlap, stay inside `whole` and on character borders.
fn in_order(text: &str, whole: Span, spans: impl Iterator<Item = Span>, what: &str) {
    let mut before = whole.start;
    for span in spans {
        assert!(span.start >= before && span.end > span.start && span.end <= whole.end, "{what} {span:?}");
        assert!(text.get(span.range()).is_some(), "{what} {span:?} cuts a character");
        before = span.end;
    }
}

fn check(text: &str, span: Span, options: ScanOptions) {
    let scan = scan(text, span, options);
    let spans = |tokens: &[Token]| tokens.iter().map(|token| token.span).collect::<Vec<_>>();
    in_order(text, span, spans(&scan.tokens).into_iter(), "token");
    in_order(text, span, scan.sentences.iter().map(|sentence| sentence.span), "sentence");
    let mut all = spans(&scan.tokens);
    all.extend(spans(&scan.signs));
    all.sort_unstable();
    in_order(text, span, all.iter().copied(), "token or sign");

    let mut start = 0;
    for sentence in &scan.sentences {
        let tokens = &scan.tokens[start..sentence.tokens_end as usize];
        let words = tokens.iter().filter(|token| token.kind.is_word()).count();
        assert_eq!(words, sentence.words as usize, "words of {:?}", sentence.span.of(text));
        for token in tokens {
            assert!(sentence.span.holds(token.span), "{:?} outside its sentence", token.span.of(text));
        }
        start = sentence.tokens_end as usize;
    }
    assert_eq!(start, scan.tokens.len(), "the sentences hold all tokens");
    assert!(scan.anchors.is_sorted_by(|a, b| a < b), "anchors ascend");
    assert!(scan.anchors.iter().all(|anchor| (*anchor as usize) < scan.tokens.len()));

    for (at, letter) in span.of(text).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let at = span.start + u32::try_from(at).expect("a short text");
        let holder = all.iter().any(|token| token.start <= at && at < token.end);
        assert!(holder || !options.keep_signs, "{letter:?} at byte {at} is in no token");
    }
}

proptest! {
    #![proptest_config(crate::cases(256))]

    #[test]
    fn tokens_and_sentences_are_in_order_and_hold_every_letter(
        text in text(), marks_are_text: bool, keep_signs: bool,
    ) {
        let options = ScanOptions { marks_are_text, keep_signs };
        check(&text, Span::from_range(0..text.len()), options);
    }

    // Readers leave a blank or a line end before a turn.
    #[test]
    fn a_part_of_a_text_is_scanned_as_if_nothing_stood_around_it(
        before in text(), within in text(), after in text(), marks_are_text: bool,
    ) {
        let options = ScanOptions { marks_are_text, keep_signs: true };
        let whole = format!("{before} {within}{after}");
        let start = before.len() + 1;
        let span = Span::from_range(start..start + within.len());
        check(&whole, span, options);
        let alone = scan(&within, Span::from_range(0..within.len()), options);
        let inside = scan(&whole, span, options);
        let seen = |scan: &Scan, from: u32| -> Vec<_> {
            scan.tokens.iter().map(|token| (token.span.start - from, token.span.end - from, token.kind)).collect()
        };
        prop_assert_eq!(seen(&alone, 0), seen(&inside, span.start));
        let ends = |scan: &Scan| scan.sentences.iter().map(|sentence| sentence.tokens_end).collect::<Vec<_>>();
        prop_assert_eq!(ends(&alone), ends(&inside));
    }

    #[test]
    fn keeping_signs_does_not_change_the_words(text in text(), marks_are_text: bool) {
        let span = Span::from_range(0..text.len());
        let with = scan(&text, span, ScanOptions { marks_are_text, keep_signs: true });
        let without = scan(&text, span, ScanOptions { marks_are_text, keep_signs: false });
        prop_assert_eq!(with.tokens, without.tokens);
        prop_assert_eq!(with.sentences, without.sentences);
        prop_assert_eq!(with.anchors, without.anchors);
    }
}
