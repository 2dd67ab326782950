//! What `lesart lexicon show` and `check` say.

use crate::lexicon::rows::{code_rows, entry_rows};
use crate::lexicon::{Lexicon, Severity, check};

const SOURCE: &str = "[lexicon]\nid = \"x\"\n[[theme]]\npath = \"a\"\nlabel = \"A\"\n[[theme]]\npath = \"leer\"\nlabel = \"L\"\n\
    [[code]]\npath = \"a/b\"\nlabel = \"B\"\ndefinition = \"d\"\nexamples = [\"e\"]\ncounterexamples = [\"e\"]\n\
    terms = [\"eins\", \"*ab*\",\n \"x* y\", \"z*\", \"eins\"]\nweak = [\"voran|bringen\", \"eins\"]\n\
    [[code]]\npath = \"a/c\"\nlabel = \"B\"\nterms = [\"(eins|zwei)\", \"eins\"]\n\
    [[code]]\npath = \"d\"\nlabel = \"D\"\ndefinition = \"d\"\nexamples = [\"e\"]\nweak = [\"eins\"]\n";

#[test]
fn findings_come_in_the_order_of_the_file() {
    let lexicon = Lexicon::from_toml("x", SOURCE).expect("no faults");
    let found = check(&lexicon);
    let expected = [
        (Severity::Warning, 7, "the theme `leer` has no codes"),
        (Severity::Error, 14, "is its counterexample as well"),
        (Severity::Warning, 15, "`*ab*` matches very many words"),
        (Severity::Warning, 16, "`x*` matches very many words"),
        (Severity::Error, 16, "`z*` matches very many words"),
        (Severity::Warning, 16, "`eins` stands twice in `a/b`; first in line 15"),
        (Severity::Warning, 17, "`eins` stands twice in `a/b`, once as a weak term"),
        (Severity::Warning, 19, "the code `a/c` has no definition"),
        (Severity::Warning, 19, "the code `a/c` has no example"),
        (Severity::Warning, 19, "`a/c` has the same label as `a/b`: B"),
        (Severity::Warning, 21, "`eins` stands in `a/b` as well, in line 15"),
        (Severity::Warning, 23, "all terms of `d` are weak"),
    ];
    let shown: Vec<String> = found.iter().map(|finding| finding.fault.to_string()).collect();
    assert_eq!(found.len(), expected.len(), "{}", shown.join("\n"));
    for (finding, (severity, line, message)) in found.iter().zip(expected) {
        assert_eq!((finding.severity, finding.fault.line), (severity, line), "{}", finding.fault);
        assert!(
            finding.fault.message.contains(message) && !finding.fault.hint.is_empty(),
            "{}",
            finding.fault
        );
    }
}

#[test]
fn codes_and_entries_are_rows_with_their_lines() {
    let lexicon = Lexicon::from_toml("x", SOURCE).expect("no faults");
    let rows = entry_rows(&lexicon);
    let first = &rows[0];
    assert_eq!(
        [first.code, first.theme, first.label, first.entry, first.file],
        ["a/b", "a", "B", "eins", "x.toml"]
    );
    let shown: Vec<(&str, bool, usize)> = rows.iter().map(|row| (row.kind, row.weak, row.line)).collect();
    assert_eq!(shown.get(1..3), Some([("wildcard", false, 15), ("phrase", false, 16)].as_slice()));
    assert_eq!(
        shown.get(5..8),
        Some([("separable", true, 17), ("word", true, 17), ("alternatives", false, 21)].as_slice())
    );
    let codes = code_rows(&lexicon);
    assert_eq!((codes[0].theme_label, codes[0].entries, codes[0].weak, codes[0].line), ("A", 7, 2, 10));
    assert_eq!((codes[2].theme_label, codes[2].counterexamples), ("d", 0));
}
