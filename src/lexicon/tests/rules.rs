//! Rules as they are read, written, joined and doubted.

use super::faults;
use crate::lexicon::{Lexicon, Severity, check};

const CODE: &str = "[lexicon]\nid = \"x\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\n";

fn load(source: &str) -> Lexicon {
    Lexicon::from_toml("x", source).unwrap_or_else(|error| panic!("{error}\n{source}"))
}

#[test]
fn rules_are_written_as_they_can_be_read_again() {
    for (written, expected) in [
        ("near = \"(a|b) ..3 c\"", "near = [\"(a|b) ..3 c\"]"),
        (
            "after = [\"c\"], not_near = [\"b\", \"#a/b\"], within = \"5 words\", before = [\"a*\"]",
            "not_near = [\"b\", \"#a/b\"], before = [\"a*\"], after = [\"c\"], within = \"5 words\"",
        ),
        (
            "weight = 0.50, not_flags = [\"wish\", \"negated\"], with_code = \"#a\", without_code = [\"a/b\"]",
            "with_code = [\"a\"], without_code = [\"a/b\"], not_flags = [\"negated\", \"wish\"], weight = 0.5",
        ),
        (
            "speaker = [\"B*\"], not_speaker = \"X\", facts = { ort = \"Köln\", n = [\"1\", \"\\\"2\\\"\"] }",
            "speaker = [\"B*\"], not_speaker = [\"X\"], facts = { \"ort\" = [\"Köln\"], \"n\" = [\"1\", \"\\\"2\\\"\"] }",
        ),
        ("weight = 2, within = \"turn\", near = \"x\"", "near = [\"x\"], within = \"turn\", weight = 2"),
    ] {
        let source = |rules: &str| format!("{CODE}entry = [{{ term = \"t\", {rules} }}]\n");
        let rules = load(&source(written)).codes[0].entries[0].rules.to_string();
        assert_eq!(rules, expected);
        assert_eq!(load(&source(&rules)).codes[0].entries[0].rules.to_string(), expected);
    }
}

#[test]
fn what_holds_for_a_code_is_read() {
    let lexicon = load(&format!(
        "{CODE}threshold = 1.5\nnever = [\"wlan\", \"netz ..2 spinne\"]\nimplies = [\"a/c\"]\n\
         [[code]]\npath = \"a/c\"\nlabel = \"C\"\nterms = [\"x\"]\n"
    ));
    let code = &lexicon.codes[0];
    assert_eq!(code.threshold, Some(1500));
    let never: Vec<String> = code.never.iter().map(|never| never.pattern.to_string()).collect();
    assert_eq!(never, ["wlan", "netz ..2 spinne"]);
    assert_eq!(code.implies[0].path, "a/c");
}

#[test]
fn a_file_that_extends_another_may_weigh_its_terms_and_add_rules() {
    let own = "[lexicon]\nid = \"y\"\nextends = \"freies-engagement\"\n[[code]]\npath = \"netzwerke/real\"\n\
        threshold = 2\nnever = [\"wlan\"]\n[[code.entry]]\nterm = \"stammtisch\"\nweight = 0.5\n\
        [[code.entry]]\nterm = \"stammtisch\"\nnot_near = [\"holz\"]\n";
    let lexicon = load(own);
    let code = lexicon.codes.iter().find(|code| code.path == "netzwerke/real").expect("the code");
    let of: Vec<String> = code
        .entries
        .iter()
        .filter(|entry| entry.pattern.to_string() == "stammtisch")
        .map(|entry| entry.rules.to_string())
        .collect();
    assert!(of.contains(&"not_near = [\"holz\"]".to_owned()), "{of:?}");
    assert!(of.contains(&"weight = 0.5".to_owned()), "{of:?}");
    assert!(code.never.iter().any(|never| never.text == "wlan"));
    assert_eq!(code.threshold, Some(2000));
}

#[test]
fn codes_that_are_not_there_are_told_all_at_once() {
    let source = format!(
        "{CODE}implies = [\"a/x\"]\n[[code.entry]]\nterm = \"t\"\nnear = [\"#b\"]\nwith_code = \"c\"\n"
    );
    assert_eq!(faults(Lexicon::from_toml("x", &source)).len(), 3);
}

#[test]
fn rules_that_change_nothing_or_that_nothing_meets_are_named() {
    let rows: &[(&str, Severity, usize, &str)] = &[
        (
            "near = [\"a\"], not_near = [\"a\", \"b\"]",
            Severity::Error,
            6,
            "with `near` for what `not_near` forbids",
        ),
        (
            "before = [\"a\"], not_near = [\"a\"]",
            Severity::Error,
            6,
            "with `before` for what `not_near` forbids",
        ),
        ("flags = \"wish\", not_flags = [\"wish\"]", Severity::Error, 6, "with `flags`"),
        ("with_code = [\"a/b\"], without_code = [\"a\"]", Severity::Error, 6, "with `with_code`"),
        ("speaker = \"X\", not_speaker = \"X\"", Severity::Error, 6, "with `speaker`"),
        ("within = \"turn\"", Severity::Warning, 6, "has nothing to look for"),
        ("weight = 0.25", Severity::Error, 4, "never reach its threshold 1"),
    ];
    let found = |source: &str| {
        let lexicon = load(source);
        let findings = check(&lexicon).into_iter();
        findings.filter(|finding| !finding.fault.message.contains("has no ")).collect::<Vec<_>>()
    };
    for (rules, severity, line, message) in rows {
        let findings = found(&format!("{CODE}entry = [{{ term = \"t\", {rules} }}]\n"));
        let [finding] = findings.as_slice() else { panic!("{rules}: {findings:?}") };
        assert_eq!((finding.severity, finding.fault.line), (*severity, *line), "{finding:?}");
        assert!(finding.fault.message.contains(message), "{finding:?}");
    }
    for rules in ["near = [\"a\"], not_before = [\"a\"]", "before = [\"a\", \"c\"], not_near = [\"a\"]"] {
        assert!(found(&format!("{CODE}entry = [{{ term = \"t\", {rules} }}]\n")).is_empty(), "{rules}");
    }
    let shadowed = found(&format!("{CODE}terms = [\"t\"]\n[[code.entry]]\nterm = \"t\"\nnear = [\"a\"]\n"));
    assert!(shadowed[0].fault.message.contains("change nothing: line 6"), "{shadowed:?}");
    let weighed = "entry = [{ term = \"t\", weight = 0.5 }, { term = \"t\", near = [\"a\"] }]\n";
    assert!(found(&format!("{CODE}{weighed}")).is_empty(), "alone the bare entry is not enough");
    let never = found(&format!("{CODE}terms = [\"netz*\"]\nnever = [\"netzwerkkabel\", \"wlan\"]\n"));
    let [finding] = never.as_slice() else { panic!("{never:?}") };
    assert!(finding.fault.message.contains("hits `wlan` anyway"), "{finding:?}");
    let both = found(&format!("{CODE}terms = [\"netz\", \"x\"]\nnever = [\"netz\"]\n"));
    assert!(both[0].fault.message.contains("stands in its `never`"), "{both:?}");
}
