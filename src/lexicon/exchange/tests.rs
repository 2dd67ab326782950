//! What is written in a format is read back from it; what other programs write is understood.

use super::{Category, Kind, flatten, own_term, read, to_toml, write};
use crate::language::Language;
use crate::lexicon::Lexicon;

fn categories() -> Vec<Category> {
    let category = |path: &[&str], terms: &[&str]| Category {
        path: path.iter().map(|name| (*name).to_owned()).collect(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
    };
    vec![
        category(&["netze", "real"], &["nachbar*", "runder tisch"]),
        category(&["netze", "virtuell"], &["chat", "wir \"&\" <ihr>"]),
        category(&["amt", "rat"], &["bürgermeister", "chat"]),
    ]
}

#[test]
fn what_is_written_is_read_back() {
    for (kind, _) in Kind::ALL {
        let text = write(kind, "Titel", &categories());
        let back = read(kind, "x", &text).expect("it is of that format");
        let back: Vec<Category> = back.into_iter().filter(|category| !category.terms.is_empty()).collect();
        let flat = matches!(kind, Kind::Dic | Kind::Dicx | Kind::Lc3);
        let mut expected = categories();
        for category in &mut expected {
            if flat {
                category.path = vec![category.path.join("_")];
            } else if kind == Kind::Ykd {
                category.path.insert(0, "Titel".into());
            }
        }
        assert_eq!(back, expected, "{kind:?}\n{text}");
    }
}

#[test]
fn categories_become_codes() {
    let mut losses = Vec::new();
    let mut all = categories();
    all[0].terms.push("a*b".into());
    let text = to_toml("Mein Wörterbuch.dic", &all, false, &mut losses).expect("codes");
    let lexicon = Lexicon::from_toml("x", &text).expect("a lexicon");
    let paths: Vec<&str> = lexicon.codes.iter().map(|code| &*code.path).collect();
    assert_eq!(paths, ["netze/real", "netze/virtuell", "amt/rat"]);
    let terms: Vec<&str> = lexicon.codes[0].entries.iter().map(|entry| &*entry.text).collect();
    assert_eq!(terms, ["nachbar*", "=runder =tisch"]);
    assert_eq!(losses.len(), 2, "{losses:?}");
    assert_eq!(own_term("runder tisch", true).as_deref(), Ok("runder tisch"));
    assert!(to_toml("x", &[], false, &mut losses).is_err());
}

#[test]
fn a_lexicon_is_written_out_and_its_losses_are_told() {
    let text = "[lexicon]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"de\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\n\
                terms = [\"verein\", \"~amt\", \"antrag ..3 stellen\", \"an|rufen\", \"runder tisch\"]\nweak = [\"=Rat\"]\n";
    let lexicon = Lexicon::from_toml("x", text).expect("a lexicon");
    let (categories, losses) = flatten(&lexicon, Kind::Yaml, Language::german());
    let terms = &categories[0].terms;
    for term in ["verein", "vereine", "*amt", "Rat", "runder tische", "angerufen"] {
        assert!(terms.iter().any(|have| have == &term.to_lowercase()), "{term} in {terms:?}");
    }
    let lost: Vec<&str> = losses.iter().map(|loss| &*loss.entry).collect();
    assert_eq!(lost, ["~amt", "antrag ..3 stellen", "an|rufen", "=Rat"]);
    let (_, losses) = flatten(&lexicon, Kind::Dic, Language::german());
    assert!(losses.iter().any(|loss| loss.entry == "~amt" && loss.what.contains("begin")));
}

#[test]
fn faults_name_the_line() {
    for (kind, text, line) in [
        (Kind::Dic, "a\t1\n", 1),
        (Kind::Dic, "%\n1\tA\n%\nwort\t2\n", 4),
        (Kind::Dic, "%\n1\tA\n%\nwort\n", 4),
        (Kind::Lc3, "\nwort\n", 2),
        (Kind::Ykd, "<dictionary>\n<cnode name=\"a\"></x>", 2),
        (Kind::Yaml, "a:\n  - *amt\n", 2),
    ] {
        let error = read(kind, "f", text).expect_err("a fault").to_string();
        assert!(error.contains(&format!("f:{line}:")), "{kind:?} {error}");
    }
}
