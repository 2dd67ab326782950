//! TOML lexicons: everything that they may hold, and each fault with its place and hint.

use super::{check_faults, faults};
use crate::lexicon::{Lexicon, Place, place_fault, theme};
use crate::text::Span;

const HEAD: &str = "[lexicon]\nid = \"x\"\n";
const CODE: &str = "[lexicon]\nid = \"x\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\n";

const ENTRY: &str =
    "[lexicon]\nid = \"x\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\n[[code.entry]]\nterm = \"a\"\n";

#[test]
fn a_lexicon_is_read_with_all_its_parts_and_their_places() {
    let source = "\u{feff}[lexicon]\r\nid = \"x\"\r\ntitle = \"T\"\r\nversion = \"2\"\r\nlanguage = \"de\"\r\ndescription = \"…\"\r\n\
        [[theme]]\npath = \"a\"\nlabel = \"A\"\n\
        [[code]]\npath = \"a/b\"\nlabel = \"B\"\ndefinition = \"\"\"\nlong\ntext\n\"\"\"\ncoding_rule = 'r'\n\
        terms = [\" fo\u{308}rder* \", \"runder tisch\"]\nweak = [\"geld\"]\nexamples = [\"Ja.\"]\ncounterexamples = [\"Nein.\"]\n\
        [[code.entry]]\nterm = \"not\"\nweak = true\n[[code.entry]]\nterms = [\"e\"]\n";
    let lexicon = Lexicon::from_toml("x", source).expect("a right lexicon");
    assert_eq!([&*lexicon.id, &*lexicon.title, &*lexicon.version], ["x", "T", "2"]);
    let code = &lexicon.codes[0];
    assert_eq!(
        [&*code.path, &*code.label, &*code.definition, &*code.coding_rule],
        ["a/b", "B", "long\ntext", "r"]
    );
    let entries: Vec<(&str, bool)> = code.entries.iter().map(|entry| (&*entry.text, entry.weak)).collect();
    assert_eq!(
        entries,
        [("förder*", false), ("runder tisch", false), ("geld", true), ("not", true), ("e", false)]
    );
    assert_eq!((&*code.examples[0].text, &*code.counterexamples[0].text), ("Ja.", "Nein."));
    assert_eq!(lexicon.theme_label(theme(&code.path)), "A");
    assert_eq!(lexicon.files[0].name, "x.toml");
    assert_eq!(lexicon.files[0].sha256.len(), 64);
    let fault = place_fault(&lexicon, code.entries[1].place, "here");
    assert_eq!((fault.line, fault.column, fault.width), (18, 24, 14));
    let nowhere = place_fault(&lexicon, Place { file: 9, span: Span::new(5, 9) }, "nowhere");
    assert_eq!((nowhere.line, nowhere.column), (1, 1));
}

#[test]
fn each_fault_has_its_place_and_a_hint() {
    /// What stands before the row's text, the text, and the fault: line, column, message, hint.
    type Row = (&'static str, &'static str, (usize, usize, &'static str, &'static str));
    let rows: &[Row] = &[
        // Syntax.
        (CODE, "terms = [\"a\"", (6, 13, "unclosed array", "`]`")),
        (CODE, "terms = [\"a\" \"b\"]", (6, 14, "missing comma", "comma between")),
        (CODE, "terms = [förder]", (6, 10, "`förder` without quotation marks", "write \"förder\"")),
        (CODE, "terms = [„förder“]", (6, 10, "typographic quotation marks", "straight")),
        (CODE, "definition = \"a", (6, 16, "invalid basic string", "close the text")),
        (CODE, "label = \"C\"", (6, 1, "duplicate key", "leave one out")),
        // Keys.
        (CODE, "term = [\"a\"]", (6, 1, "unknown key `term`", "did you mean `terms`?")),
        (CODE, "example = [\"a\"]", (6, 1, "unknown key `example`", "did you mean `examples`?")),
        (CODE, "colour = 1", (6, 1, "unknown key `colour`", "the keys here are: path")),
        (CODE, "not_near = [\"a\"]", (6, 1, "unknown key `not_near`", "under `[[code.entry]]`")),
        (HEAD, "titel = \"a\"", (3, 1, "unknown key `titel`", "did you mean `title`?")),
        (HEAD, "[[codes]]\npath = \"a\"", (3, 3, "unknown key `codes`", "did you mean `code`?")),
        (
            "",
            "label = \"x\"\n[lexicon]\nid = \"x\"",
            (1, 1, "unknown key `label`", "belongs under `[[code]]`"),
        ),
        (
            CODE,
            "[[code.entry]]\nterm = \"a\"\nwihtin = \"b\"",
            (8, 1, "unknown key `wihtin`", "did you mean `within`?"),
        ),
        (ENTRY, "colour = 1", (8, 1, "unknown key `colour`", "term, terms, weak, near")),
        (ENTRY, "never = [\"b\"]", (8, 1, "unknown key `never`", "belongs under `[[code]]`")),
        // Rules.
        (ENTRY, "not_near = []", (8, 12, "`not_near` is empty", "leave it out")),
        (ENTRY, "near = [\"b\", 7]", (8, 14, "`near` must be a text", "\"7\"")),
        (ENTRY, "near = [\"*\"]", (8, 10, "`*` alone", "write the beginning")),
        (ENTRY, "near = [\"#A b\"]", (8, 9, "code path `A b`", "write `a-b`")),
        (ENTRY, "near = [\"#a/c\"]", (8, 9, "there is no code `a/c`", "did you mean `a/b`?")),
        (ENTRY, "with_code = [\"x/y\"]", (8, 14, "there is no code `x/y`", "lists the codes")),
        (
            ENTRY,
            "within = \"sentense\"",
            (8, 10, "`within` cannot be `sentense`", "did you mean `sentence`?"),
        ),
        (ENTRY, "within = \"0 words\"", (8, 10, "`0` is no number of words", "5 words")),
        (ENTRY, "within = 5", (8, 10, "`within` must be a text", "5 words")),
        (ENTRY, "flags = [\"negatet\"]", (8, 10, "there is no flag `negatet`", "did you mean `negated`?")),
        (ENTRY, "not_flags = \"laut\"", (8, 13, "there is no flag `laut`", "the flags are: negated")),
        (ENTRY, "facts = \"a\"", (8, 9, "`facts` must name facts", "facts = { group")),
        (ENTRY, "speaker = []", (8, 11, "`speaker` is empty", "leave it out")),
        (ENTRY, "weight = \"1\"", (8, 10, "`weight` must be a number", "weight = 0.5")),
        (ENTRY, "weight = 0", (8, 10, "`weight` must be over 0", "0.5")),
        (CODE, "threshold = -1", (6, 13, "`threshold` must be over 0", "1 is usual")),
        (CODE, "implies = [\"a/b\"]", (6, 12, "`a/b` implies itself", "leave it out")),
        (CODE, "implies = [\"a\"]", (6, 12, "`a` is a theme", "name the code")),
        (CODE, "never = \"a\"", (6, 9, "`never` must be a list of texts", "never = [\"a\"]")),
        (CODE, "[[code.entry]]\nweak = true", (6, 1, "the entry has no `term`", "term = ")),
        (CODE, "[[code.entry]]\nterm = \"a\"\nterms = [\"b\"]", (8, 1, "`term` and `terms`", "keep one")),
        // Types.
        (CODE, "terms = \"a\"", (6, 9, "`terms` must be a list of texts, found a text", "terms = [\"a\"]")),
        (CODE, "weak = true", (6, 8, "`weak` must be a list of texts, found true or false", "weak = [")),
        (
            CODE,
            "terms = [\"a\", 7]",
            (6, 15, "`terms[2]` must be a text in quotation marks, found a number", "\"7\""),
        ),
        (
            CODE,
            "terms = [\"a\", [\"b\"]]",
            (6, 15, "`terms[2]` must be a text in quotation marks, found a list", "one text"),
        ),
        (CODE, "definition = [\"a\"]", (6, 14, "`definition` must be a text", "write one text")),
        (
            CODE,
            "[code.entry]\nterm = \"a\"",
            (6, 1, "`code.entry` must be a list of tables", "`[[code.entry]]`"),
        ),
        (
            CODE,
            "[[code.entry]]\nterm = \"a\"\nweak = \"ja\"",
            (8, 8, "`weak` must be true or false", "weak = true"),
        ),
        (HEAD, "[code]\npath = \"a\"", (3, 1, "`code` must be a list of tables", "`[[code]]`")),
        ("", "[[lexicon]]\nid = \"a\"", (1, 1, "`lexicon` must be one table", "`[lexicon]`")),
        (HEAD, "version = 1.0", (3, 11, "`version` must be a text", "\"1.0\"")),
        // What is missing.
        ("", "", (1, 1, "no `[lexicon]`", "id = ")),
        ("", "[lexicon]\ntitle = \"a\"", (1, 1, "the lexicon has no `id`", "id = ")),
        (HEAD, "[[code]]\nlabel = \"a\"", (3, 1, "the code has no `path`", "path = ")),
        (HEAD, "[[code]]\npath = \"a\"", (4, 8, "the code `a` has no label", "label = ")),
        (HEAD, "[[code]]\npath = \"a\"\nlabel = \"\"", (5, 9, "`label` is empty", "name of the code")),
        (HEAD, "[[theme]]\npath = \"a\"", (3, 1, "the theme has no `label`", "label = ")),
        (CODE, "examples = [\"a\", \" \"]", (6, 18, "`examples[2]` is empty", "delete it")),
        // Values.
        ("", "[lexicon]\nid = \"Mein Lexikon\"", (2, 6, "`Mein Lexikon` is no id", "`mein-lexikon`")),
        (HEAD, "language = \"en\"", (3, 12, "the language `en` is not supported", "\"de\"")),
        (
            HEAD,
            "extends = \"freies-engagment\"",
            (3, 11, "there is no lexicon", "did you mean `freies-engagement`?"),
        ),
        (HEAD, "extends = [\"nichts.toml\"]", (3, 12, "cannot read nichts.toml", "folder of this file")),
        (HEAD, "[[code]]\npath = \"a/Ü b\"", (4, 8, "`Ü` in the code path", "`a/ue-b`")),
        (HEAD, "[[code]]\npath = \"a/b/c\"", (4, 8, "more than one `/`", "two levels")),
        (HEAD, "[[theme]]\npath = \"a/b\"\nlabel = \"A\"", (4, 8, "has a `/`", "write `a`")),
        (
            CODE,
            "[[code]]\npath = \"a/b\"\nlabel = \"C\"",
            (7, 8, "`a/b` stands twice in this file, before in line 4", "one place"),
        ),
        (CODE, "remove = [\"a\"]", (6, 11, "`remove` without `extends`", "extends = ")),
        // Terms: the caret stands where the fault is, or under the string that has escapes.
        (CODE, "terms = [\"a\", \"\"]", (6, 15, "an empty term", "delete it")),
        (CODE, "terms = [\"für\", \"*\"]", (6, 18, "`*` alone matches every word", "verein*")),
        (CODE, "terms = ['för*rung']", (6, 14, "`*` inside a word", "för*")),
        (CODE, "terms = [\"\"\"\nför*rung\"\"\"]", (7, 4, "`*` inside a word", "för*")),
        (CODE, "terms = [\"f\\u00f6r*rung\"]", (6, 10, "`*` inside a word", "för*")),
        (CODE, "weak = [\"a ..51 b\"]", (6, 12, "a gap of over 50 words", "..50")),
        (CODE, "[[code.entry]]\nterm = \"(a|b\"", (7, 9, "not closed", "`)`")),
    ];
    for (before, text, expected) in rows {
        let source = format!("{before}{text}");
        check_faults(&source, &faults(Lexicon::from_toml("x", &source)), &[*expected]);
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let source = "[lexicon]\nid = \"X\"\n[[code]]\npath = \"a/B\"\nlabl = \"b\"\nterms = [\"*\", 3]\n[[code]]\nlabel = \"c\"\nweak = [\"a..\"]\n";
    let expected = [
        (2, 6, "no id", "`x`"),
        (4, 8, "capital letter", "`a/b`"),
        (5, 1, "unknown key", "`label`"),
        (6, 11, "alone", "verein*"),
        (6, 15, "`terms[2]`", "\"3\""),
        (7, 1, "no `path`", "path ="),
        (9, 11, "no blank before `..`", "between blanks"),
    ];
    check_faults(source, &faults(Lexicon::from_toml("x", source)), &expected);
    // An error of syntax does not hide the faults of other lines, and brings no faults of its own.
    let source = "[lexicon]\nid = \"x\"\n[[code]]\npath = \"a/b\nlabel = \"b\"\nterms = [\"*\"]\n[[code]]\npath = \"c\"\nlabel = \"c\"\nterms = [c]\n";
    let expected = [
        (4, 12, "basic string", "close the text"),
        (6, 11, "alone", "verein*"),
        (10, 10, "`c` without", "\"c\""),
    ];
    check_faults(source, &faults(Lexicon::from_toml("x", source)), &expected);
}

proptest::proptest! {
    #[test]
    fn no_prefix_and_no_noise_makes_the_reader_fall_over(cut in 0..3000_usize, noise in "\\PC{0,3}|[\"\\[\\]=\n]{0,3}") {
        let whole = crate::lexicon::SHIPPED[0].1;
        let mut cut = cut.min(whole.len());
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        let (before, after) = whole.split_at(cut);
        let _ = faults(Lexicon::from_toml("x", &format!("{before}{noise}")));
        let _ = faults(Lexicon::from_toml("x", &format!("{before}{noise}{after}")));
    }
}
