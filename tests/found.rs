//! What terms find in sentences, and what they do not: rows of a term, a text and 1 or 0.

use std::fs;
use std::path::Path;

use lesart::coding::coder::{Coder, Desk};
use lesart::coding::examples::document_of;
use lesart::corpus::Unit;
use lesart::language::scan::ScanOptions;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;

const HEAD: &str = "[lexicon]\nid = \"test\"\ntitle = \"Test\"\nversion = \"1\"\nlanguage = \"de\"\n";

fn finds(term: &str, text: &str) -> bool {
    let code = "[[code]]\npath = \"a\"\nlabel = \"A\"\ndefinition = \"-\"\n";
    let lexicon = Lexicon::from_toml("test.toml", &format!("{HEAD}{code}terms = ['{term}']\n"))
        .unwrap_or_else(|error| panic!("{term}: {error}"));
    let language = Language::german();
    let compiled = CompiledLexicon::new(&lexicon, language, Stemmer::default());
    let coder =
        Coder { lexicon: &compiled, language, unit: Unit::Turn, scan: ScanOptions::default(), flags: false };
    let document = document_of(text);
    !coder.code(&mut Desk::default(), &document, 0..1).codings.is_empty()
}

fn check(list: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(list);
    let rows = fs::read_to_string(path).expect("a file of the project");
    let mut faults = Vec::new();
    for row in rows.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [term, text, wanted] = cells.as_slice() else { panic!("{row} has no three cells") };
        let found = finds(term, &text.replace('⏎', "\n"));
        if found != (*wanted == "1") {
            faults.push(format!("{term} {} in: {text}", if found { "is found" } else { "is not found" }));
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn separable_verbs_are_found_torn_apart_and_only_with_their_own_particle() {
    check("torn.tsv");
}

#[test]
fn words_are_found_in_all_their_forms_and_spellings_and_no_others() {
    check("forms.tsv");
}
