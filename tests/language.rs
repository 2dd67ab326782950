//! German on cases written for it: sentence ends.

use std::fs;
use std::path::Path;

use lesart::language::Language;
use lesart::language::scan::{Scan, ScanOptions, Scanner};
use lesart::language::vocabulary::{Findings, Probe, Vocabulary};
use lesart::text::Span;

/// What the language alone says of a form.
struct Plain;

impl Probe for Plain {
    fn probe(&self, form: &str, _: &mut Findings) -> u32 {
        Language::german().marks(form)
    }
}

fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = fs::read_to_string(path).expect("a file of the project");
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn sentences(text: &str) -> Vec<String> {
    let scanner = Scanner::new(Language::german(), &Plain, ScanOptions::default());
    let mut scan = Scan::default();
    scanner.scan(text, Span::from_range(0..text.len()), &mut Vocabulary::default(), &mut scan);
    scan.sentences.iter().map(|sentence| sentence.span.of(text).to_owned()).collect()
}

#[test]
fn sentences_end_where_people_end_them() {
    let mut faults = Vec::new();
    for line in lines("sentences.txt") {
        let line = line.replace('⏎', "\n");
        let wanted: Vec<_> = line.split('¦').map(|sentence| sentence.trim().to_owned()).collect();
        let found = sentences(&line.replace('¦', ""));
        if found != wanted {
            faults.push(found.join(" ¦ "));
        }
    }
    assert!(faults.is_empty(), "{} cut otherwise: {faults:#?}", faults.len());
}

/// The words that stand for the shortened ones of a text.
fn completed(text: &str) -> Vec<String> {
    let scanner = Scanner::new(Language::german(), &Plain, ScanOptions::default());
    let mut scan = Scan::default();
    scanner.scan(text, Span::from_range(0..text.len()), &mut Vocabulary::default(), &mut scan);
    scan.completed.into_iter().map(|(_, word)| word).collect()
}

#[test]
fn shortened_compounds_stand_for_whole_ones() {
    let mut faults = Vec::new();
    for line in lines("shortened.tsv") {
        let (text, words) = line.split_once('\t').unwrap_or((&line, ""));
        let wanted: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
        let found = completed(text);
        if found != wanted {
            faults.push(format!("{text}: {}", found.join(" ")));
        }
    }
    assert!(faults.is_empty(), "{} completed otherwise: {faults:#?}", faults.len());
}
