//! What the shipped lexicons and lists promise: no faults, examples that hold, a full coding guide.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lesart::coding::examples;
use lesart::language::{Language, Stemmer};
use lesart::lexicon::compile::CompiledLexicon;
use lesart::lexicon::{Code, Finding, Lexicon, SHIPPED, Severity, check};
use unicode_normalization::is_nfc;

/// The codes of the codebook.
const CODEBOOK: [&str; 25] = [
    "potential/beispiel",
    "potential/spontan",
    "potential/wirkung",
    "motivation/selbstwirksamkeit",
    "motivation/aktuelles-thema",
    "motivation/eigenes-thema",
    "motivation/lebenswelt",
    "netzwerke/virtuell",
    "netzwerke/real",
    "netzwerke/aufbau",
    "netzwerke/gewinnung",
    "netzwerke/unterstuetzung",
    "kommune/augenhoehe",
    "kommune/ansprechpartner",
    "kommune/verwaltung",
    "strukturen/finanzierung",
    "strukturen/organisation",
    "strukturen/rahmen",
    "strukturen/freiheit",
    "dimension/herausforderung",
    "dimension/gelingensfaktor",
    "dimension/handlungsansatz",
    "agenda/engagementstrategie",
    "agenda/zusammenhalt-demokratie",
    "agenda/digitalisierung",
];

/// What warnings of the check may say: one term may serve several codes of a theme.
const KNOWN_WARNING: &str = "stands in";
/// The least number of terms of a code.
const TERMS: usize = 20;

/// Lists with a class behind a tab, and their classes.
const CLASSES: &[(&str, &[&str])] = &[
    ("abbreviations.txt", &["may", "never"]),
    // The cost of a part that is not the usual one.
    ("first-parts.txt", &["", "4", "5", "6", "7", "8", "9"]),
    (
        "clauses.txt",
        &[
            "asks",
            "conditional",
            "finite",
            "hearsay",
            "i",
            "indirect",
            "join",
            "perhaps",
            "reason",
            "relative",
            "source",
            "that",
            "they",
            "turn",
            "unreal",
        ],
    ),
    ("negators.txt", &["answer", "correlative", "determiner", "preposition", "word"]),
];
/// Lists whose order means something, or that are no lists of words.
const UNSORTED: &[(&str, &str)] = &[("columns.txt", "the first name that a file has is taken")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> impl Iterator<Item = Lexicon> {
    SHIPPED.iter().map(|(id, _)| {
        let lexicon = Lexicon::load(&[(*id).to_owned()]);
        lexicon.unwrap_or_else(|error| panic!("{id}: {error}"))
    })
}

fn shown(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let fault = &finding.fault;
        format!("\n  {} line {}: {}; {}", fault.file, fault.line, fault.message, fault.hint)
    };
    findings.iter().map(line).collect()
}

#[test]
fn shipped_lexicons_have_no_errors_and_only_warnings_that_are_known() {
    for lexicon in shipped() {
        let mut findings = check(&lexicon);
        findings.retain(|finding| {
            finding.severity == Severity::Error || !finding.fault.message.contains(KNOWN_WARNING)
        });
        assert!(findings.is_empty(), "{}: {} findings{}", lexicon.id, findings.len(), shown(&findings));
    }
}

#[test]
fn every_example_gets_its_code_and_no_counterexample_does() {
    for lexicon in shipped() {
        let compiled = CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default());
        let findings = examples::run(&lexicon, &compiled, Language::german());
        assert!(findings.is_empty(), "{}: {} do not hold{}", lexicon.id, findings.len(), shown(&findings));
    }
}

#[test]
fn the_codes_are_those_of_the_codebook() {
    let lexicon = Lexicon::load(&["freies-engagement".to_owned()]).expect("the shipped lexicon");
    let paths: Vec<&str> = lexicon.codes.iter().map(|code| code.path.as_str()).collect();
    assert_eq!(paths, CODEBOOK);
    for code in &lexicon.codes {
        let theme = lesart::lexicon::theme(&code.path);
        let named = lexicon.themes.iter().any(|named| named.path == theme && !named.definition.is_empty());
        assert!(named, "{theme} has no name and definition of its own");
    }
}

#[test]
fn every_code_has_what_a_coding_guide_needs() {
    let mut lacks = Vec::new();
    for lexicon in shipped() {
        for code in &lexicon.codes {
            let Code { definition, entries, examples, counterexamples, label, .. } = code;
            let needs = [
                (label.is_empty() || *label == code.path, "a label"),
                (definition.is_empty(), "a definition"),
                (entries.len() < TERMS, "at least 20 terms"),
                (examples.is_empty(), "an example"),
                (counterexamples.is_empty(), "a counterexample"),
            ];
            lacks.extend(
                needs.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| format!("{}: {what}", code.path)),
            );
        }
    }
    assert!(lacks.is_empty(), "{lacks:#?}");
}

/// The lists of the language: file name and text.
fn lists() -> BTreeMap<String, String> {
    let entries = fs::read_dir(root().join("lexicons/language")).expect("the lists");
    let mut lists = BTreeMap::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "txt") {
            lists.insert(name, fs::read_to_string(&path).expect("UTF-8"));
        }
    }
    assert!(lists.len() > 10, "the lists are there");
    lists
}

/// The lines of a list that are no comments, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// The order of a list: sections begin with a comment or an empty line and are sorted by themselves.
fn sections(text: &str) -> Vec<Vec<&str>> {
    let mut sections = vec![Vec::new()];
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            sections.push(Vec::new());
        } else if let Some(section) = sections.last_mut() {
            section.push(line.split('\t').next().unwrap_or(line));
        }
    }
    sections
}

#[test]
fn lists_are_sorted_without_doubles_in_nfc_and_with_known_classes() {
    let mut faults = Vec::new();
    for (name, text) in lists() {
        let mut fault = |what: String| faults.push(format!("{name}: {what}"));
        if !is_nfc(&text) || text.contains('\r') || !text.ends_with('\n') {
            fault("not NFC with LF at every line's end".to_owned());
        }
        if !text.starts_with('#') {
            fault("no head that says what it is".to_owned());
        }
        let classes = CLASSES.iter().find(|(list, _)| *list == name).map(|(_, classes)| *classes);
        let mut seen = BTreeSet::new();
        for (number, line) in lines(&text) {
            let (word, class) =
                line.split_once('\t').map_or((line, None), |(word, class)| (word, Some(class)));
            if word.trim() != word || word.is_empty() {
                fault(format!("line {number}: blanks around {word:?}"));
            }
            if !seen.insert(word) {
                fault(format!("line {number}: {word} stands twice"));
            }
            match (classes, class) {
                (None, None) => {}
                (Some(classes), class) if classes.contains(&class.unwrap_or_default()) => {}
                _ => fault(format!("line {number}: the class {class:?} is none of {classes:?}")),
            }
        }
        if !UNSORTED.iter().any(|(list, _)| *list == name) {
            for section in sections(&text) {
                if let Some(pair) = section.windows(2).find(|pair| pair[0] > pair[1]) {
                    fault(format!("not sorted: {} before {}", pair[0], pair[1]));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// Whether a text says under which licence it is.
fn says_licence(text: &str) -> bool {
    ["CC0", "CC BY", "MIT", "Apache-2.0", "public domain"].iter().any(|licence| text.contains(licence))
}

#[test]
fn data_files_have_their_licence_beside_them() {
    let mut faults = Vec::new();
    for folder in ["corpus", "corpus/texts", "lexicons", "lexicons/language", "lexicons/language/data"] {
        let folder = root().join(folder);
        // A README in the folder or in the one above says it for all, or a file says it in its head.
        let readme = |folder: &Path| fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        let above = folder.parent().map(readme).unwrap_or_default();
        if says_licence(&readme(&folder)) || says_licence(&above) {
            continue;
        }
        for path in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let head = fs::read(&path).unwrap_or_default();
            let head: String = String::from_utf8_lossy(&head).lines().take(20).collect();
            let sibling = fs::read_to_string(format!("{}.LICENSE", path.display())).unwrap_or_default();
            if path.is_file() && !says_licence(&head) && !says_licence(&sibling) {
                faults.push(path.strip_prefix(root()).unwrap_or(&path).display().to_string());
            }
        }
    }
    assert!(faults.is_empty(), "no licence in, or beside: {faults:#?}");
}
