//! The flags of hits in sentences of every kind.

use super::*;
use crate::language::Language;
use crate::language::scan::{ScanOptions, Scanner};
use crate::language::vocabulary::{Findings, Probe};

struct Roles;

impl Probe for Roles {
    fn probe(&self, form: &str, found: &mut Findings) -> u32 {
        let language = Language::german();
        found.role = Cues::german().role(&language.keys(form).main);
        language.marks(form)
    }
}

/// The flags of what stands between brackets.
fn flags(sentence: &str) -> Flags {
    let (start, end) = (sentence.find('[').expect("a hit"), sentence.find(']').expect("a hit") - 1);
    let text: String = sentence.chars().filter(|letter| !matches!(letter, '[' | ']')).collect();
    let (mut scan, mut vocabulary, mut flagger) =
        (Scan::default(), Vocabulary::default(), Flagger::default());
    let scanner = Scanner::new(Language::german(), &Roles, ScanOptions::default());
    scanner.scan(&text, Span::from_range(0..text.len()), &mut vocabulary, &mut scan);
    let mut first = 0;
    for part in &scan.sentences {
        let tokens = first..part.tokens_end as usize;
        first = tokens.end;
        let hit = tokens.clone().filter(|at| scan.tokens[*at].span.overlaps(Span::from_range(start..end)));
        let hit: Vec<u32> = hit.filter_map(|at| u32::try_from(at).ok()).collect();
        if !hit.is_empty() {
            flagger.look(&text, &scan, &vocabulary, tokens, part.span);
            return flagger.of(&hit);
        }
    }
    panic!("the hit stands in no sentence of {sentence}");
}

fn rows(list: &str) -> impl Iterator<Item = (Flags, &str)> {
    list.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let (names, sentence) = line.split_once('\t').expect("flags and a sentence");
        let flags = names.split(',').filter_map(Flags::named).fold(0, |flags, flag| flags | flag.0);
        (Flags(flags), sentence)
    })
}

fn names(flags: Flags) -> Vec<&'static str> {
    flags.names().collect()
}

#[test]
fn hits_have_the_flags_of_their_sentences() {
    let mut wrong = Vec::new();
    for (expected, sentence) in rows(include_str!("../../../tests/data/flags.tsv")) {
        let found = flags(sentence);
        if found != expected {
            wrong.push(format!("{sentence} has {:?}, not {:?}", names(found), names(expected)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

/// At most so many flags too many and too few in the sentences that were written before.
const MEASURED: (usize, usize) = (8, 5);

#[test]
fn flags_are_as_good_as_they_were_measured() {
    let (mut right, mut extra, mut missing) = (0, Vec::new(), Vec::new());
    for (expected, sentence) in rows(include_str!("../../../tests/data/flags-measured.tsv")) {
        let found = flags(sentence);
        for (name, flag) in Flags::ALL {
            match (found.0 & flag.0 != 0, expected.0 & flag.0 != 0) {
                (true, true) => right += 1,
                (true, false) => extra.push(format!("{name}: {sentence}")),
                (false, true) => missing.push(format!("{name}: {sentence}")),
                (false, false) => {}
            }
        }
    }
    let measured = extra.len() <= MEASURED.0 && missing.len() <= MEASURED.1;
    assert!(
        measured,
        "{right} right, {} extra: {extra:#?}, {} missing: {missing:#?}",
        extra.len(),
        missing.len()
    );
}
