//! Lexicons from tables: what a spreadsheet writes, and each fault with its place and hint.

use std::io;
use std::path::Path;

use super::{check_faults, faults};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::lexicon::load::load_with;

fn load(bytes: &[u8]) -> Result<Lexicon> {
    load_with(&["Mein Lexikon.csv".into()], &|path| {
        if path == Path::new("Mein Lexikon.csv") {
            Ok(bytes.to_vec())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    })
}

#[test]
fn a_table_of_any_spreadsheet_is_read() {
    let german = "Code;Begriff;Bezeichnung;Definition;Beispiel;Gegenbeispiel;Kodierregel;Schwach;Bemerkung\n\
        netz/real;förder*;Reale Netze;Def;\"Ja; so.\";Nein.;Regel;;egal\n\
        ;\"geld\";;;\"Er sagte \"\"ja\"\".\";;;x;\n\n\
        netz/neu;=Stadt\n";
    let comma = german.replace(';', ",").replace("\"Ja, so.\"", "\"Ja; so.\"");
    let tab = german.replace(';', "\t").replace("\"Ja\t so.\"", "\"Ja; so.\"");
    let windows = encoding_rs::WINDOWS_1252.encode(german).0.into_owned();
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(german.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        german.as_bytes().to_vec(),
        format!("\u{feff}{german}").into_bytes(),
        german.replace('\n', "\r\n").into_bytes(),
        comma.into_bytes(),
        tab.into_bytes(),
        windows,
        utf16,
    ] {
        let lexicon = load(&bytes).expect("a right table");
        assert_eq!((&*lexicon.id, &*lexicon.title), ("mein-lexikon", "Mein Lexikon"));
        let [real, new] = lexicon.codes.as_slice() else { panic!("two codes") };
        assert_eq!(
            [&*real.path, &*real.label, &*real.definition, &*real.coding_rule],
            ["netz/real", "Reale Netze", "Def", "Regel"]
        );
        let entries: Vec<(&str, bool)> =
            real.entries.iter().map(|entry| (&*entry.text, entry.weak)).collect();
        assert_eq!(entries, [("förder*", false), ("geld", true)]);
        let examples: Vec<&str> = real.examples.iter().map(|example| &*example.text).collect();
        assert_eq!(examples, ["Ja; so.", "Er sagte \"ja\"."]);
        assert_eq!(real.counterexamples[0].text, "Nein.");
        assert_eq!((&*new.path, &*new.label, &*new.entries[0].text), ("netz/neu", "netz/neu", "=Stadt"));
        assert_eq!(
            crate::lexicon::place_fault(&lexicon, real.entries[0].place, "").width,
            "förder*".chars().count()
        );
    }
}

#[test]
fn each_fault_has_its_place_and_a_hint() {
    for (source, expected) in [
        ("", (1, 1, "an empty table", "code;term")),
        ("code;wort;labl\na;b;c\n", (1, 11, "unknown column `labl`", "did you mean `label`?")),
        ("code;term;Farbe\na;b;c\n", (1, 11, "unknown column `Farbe`", "comment, which is not read")),
        ("code;term;Begriff\na;b;c\n", (1, 11, "a second column", "leave one out")),
        ("code\na\n", (1, 1, "no column `term`", "code;term")),
        ("code;term\n;b\n", (2, 1, "a row without a code", "first row")),
        ("code;term\nNetz/Real;b\n", (2, 1, "capital letter", "`netz/real`")),
        ("code;term\na;b;;c\n", (2, 6, "more cells", "quotation marks")),
        ("code;term\na;ü\na;för*rung\n", (3, 6, "`*` inside a word", "för*")),
        ("code;term\na;\"för*rung\"\n", (2, 7, "`*` inside a word", "för*")),
        ("code;term\na;#NAME?\n", (2, 3, "a formula that failed", "as text")),
        ("code;term\na;\"b\nc;d\n", (2, 3, "not closed", "written twice")),
        ("code;term;weak\na;b;vielleicht\n", (2, 5, "neither yes nor no", "x or yes")),
        ("code;term;label\na;b;A\na;c;B\n", (3, 5, "another label above: `A`", "the same")),
    ] {
        check_faults(source, &faults(load(source.as_bytes())), &[expected]);
    }
}

#[test]
fn a_file_with_a_fault_in_every_line_is_not_told_to_the_end() {
    let found = faults(load(format!("code;term\n{}", "a;*\n".repeat(5000)).as_bytes()));
    assert_eq!(found.len(), 201);
    let last = found.last().map(|fault| (fault.line, fault.message.as_str()));
    assert_eq!(last, Some((202, "more faults from here on")));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80), text in "[code;term\"\n*ä]{0,60}") {
        let _ = faults(load(&bytes));
        let _ = faults(load(format!("code;term;label\n{text}").as_bytes()));
    }
}
