//! Tests of what adds nothing and of forms that are other words.

use crate::language::{Language, Stemmer};
use crate::lexicon::collide::collisions;
use crate::lexicon::compile::CompiledLexicon;
use crate::lexicon::shadow::shadowed;
use crate::lexicon::{Finding, Lexicon};

fn lexicon(terms: &str) -> Lexicon {
    let text = format!(
        "[lexicon]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"de\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\nterms = [{terms}]\n"
    );
    Lexicon::from_toml("x", &text).expect("a lexicon without faults")
}

#[test]
fn an_entry_is_shadowed_where_another_finds_all_its_places() {
    let check = |terms: &str, expected: &[&str]| {
        let lexicon = lexicon(terms);
        let compiled = CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default());
        let told = shadowed(&lexicon, &compiled, Language::german());
        let told: Vec<String> = told
            .iter()
            .map(|finding| finding.fault.message.split('`').nth(1).unwrap_or_default().to_owned())
            .collect();
        assert_eq!(told, expected, "{terms}");
    };
    check("'tisch', 'runder tisch'", &["runder tisch"]);
    check("'tisch~', 'tisch'", &["tisch"]);
    check("'~verein~', '~verein'", &["~verein"]);
    check("'~verein', '~verein~'", &["~verein"]);
    check("'förder*', 'förderung', '*förderer'", &["förderung"]);
    check("'*förder*', 'förderung', '*förderer'", &["förderung", "*förderer"]);
    check("'Stadt', '=Städte', '=Stadt ..3 helfen'", &["=Städte", "=Stadt ..3 helfen"]);
    check("'(tisch|stuhl)', 'stuhl', 'tisch decken'", &["stuhl", "tisch decken"]);
    // Only one of its words is found.
    check("'tisch', '(tisch|bank) decken'", &[]);
    // What one says of the other holds the other way round: the first stays.
    check("'onlinekurs', 'online-kurs'", &["online-kurs"]);
    check("'fördern', 'fordern', 'voran|bringen', 'bringen'", &[]);
}

#[test]
fn an_entry_with_rules_and_a_weighed_code_shadow_nothing() {
    let check = |more: &str| {
        let text = format!(
            "[lexicon]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"de\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\n{more}"
        );
        let lexicon = Lexicon::from_toml("x", &text).expect("a lexicon without faults");
        let compiled = CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default());
        let told = shadowed(&lexicon, &compiled, Language::german());
        assert!(told.is_empty(), "{more}: {told:?}");
    };
    // `tisch` counts only where no chair is near, `runder tisch` everywhere.
    check("terms = ['runder tisch']\n[[code.entry]]\nterm = 'tisch'\nnot_near = ['stuhl']\n");
    check("threshold = 1.5\nterms = ['tisch', 'runder tisch']\n");
    check("terms = ['runder tisch']\n[[code.entry]]\nterm = 'tisch'\nweight = 0.5\n");
}

#[test]
fn forms_that_are_nouns_of_their_own_are_told() {
    let check = |terms: &str, expected: &[&str]| {
        let told: Vec<Finding> = collisions(&lexicon(terms), Language::german());
        let told = told.iter().map(|finding| finding.fault.message.clone()).collect::<String>();
        for form in expected {
            assert!(told.contains(form), "{terms}: {told}");
        }
        assert_eq!(told.is_empty(), expected.is_empty(), "{terms}: {told}");
    };
    check("'alt'", &["Alter (of `alt`)"]);
    check("'Verein', 'helfen', 'Pate', 'gut'", &[]);
}
