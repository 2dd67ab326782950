//! Several lexicons at once, and lexicons that build on others.

use std::collections::BTreeMap;
use std::io;

use super::{check_faults, faults};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::lexicon::load::load_with;

fn load(names: &[&str], files: &[(&str, &str)]) -> Result<Lexicon> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    load_with(&names, &|path| {
        let text = path.to_str().and_then(|path| files.get(path));
        text.map(|text| text.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

const BASE: (&str, &str) = (
    "lex/base.toml",
    "[lexicon]\nid = \"base\"\nversion = \"1\"\n[[theme]]\npath = \"a\"\nlabel = \"A\"\n[[code]]\npath = \"a/b\"\nlabel = \"B\"\ndefinition = \"D\"\nterms = [\"eins\", \"zwei\"]\nweak = [\"drei\"]\nexamples = [\"E\"]\n",
);

fn entries(lexicon: &Lexicon) -> Vec<String> {
    let codes = lexicon.codes.iter();
    codes
        .flat_map(|code| {
            code.entries.iter().map(move |entry| {
                format!("{} {}{}", code.path, entry.text, if entry.weak { "?" } else { "" })
            })
        })
        .collect()
}

#[test]
fn codes_of_the_same_path_are_joined() {
    let other = ("o.csv", "code;term\na/b;zwei\na/b;drei\na/b;vier\na/c;fünf\n");
    let lexicon = load(&["lex/base.toml", "o.csv"], &[BASE, other]).expect("they go together");
    assert_eq!(entries(&lexicon), ["a/b eins", "a/b zwei", "a/b drei", "a/b vier", "a/c fünf"]);
    assert_eq!((&*lexicon.id, &*lexicon.title, &*lexicon.version), ("base+o", "base + o", "1"));
    assert_eq!((&*lexicon.codes[0].label, &*lexicon.codes[1].label), ("B", "a/c"));
    // The table first: the label comes with the second file.
    let lexicon = load(&["o.csv", "lex/base.toml"], &[BASE, other]).expect("they go together");
    assert_eq!((&*lexicon.codes[0].label, &*lexicon.codes[0].definition), ("B", "D"));
}

#[test]
fn a_lexicon_adds_to_what_it_extends_and_removes_from_it() {
    let own = (
        "lex/own.toml",
        "[lexicon]\nid = \"own\"\nextends = [\"base.toml\", \"freies-engagement\"]\n[[code]]\npath = \"a/b\"\ncoding_rule = \"R\"\nremove = [\"eins\"]\nterms = [\"neu\"]\nweak = [\"zwei\"]\n[[code]]\npath = \"netzwerke/real\"\nterms = [\"flurgespräch\"]\n",
    );
    let lexicon = load(&["./lex/../lex/own.toml", "lex/base.toml"], &[BASE, own]).expect("it builds on both");
    assert_eq!(entries(&lexicon).get(..3).unwrap_or_default(), ["a/b zwei?", "a/b drei?", "a/b neu"]);
    assert!(entries(&lexicon).contains(&"netzwerke/real flurgespräch".to_owned()));
    assert_eq!((&*lexicon.codes[0].definition, &*lexicon.codes[0].coding_rule), ("D", "R"));
    assert_eq!(lexicon.id, "own");
    let files: Vec<&str> = lexicon.files.iter().map(|file| &*file.name).collect();
    assert_eq!(files, ["lex/own.toml", "lex/base.toml", "shipped:freies-engagement"]);
}

#[test]
fn what_does_not_go_together_is_a_fault_at_the_second_place() {
    let own = |rest: &str| format!("[lexicon]\nid = \"own\"\nextends = \"base.toml\"\n{rest}");
    for (text, expected) in [
        (
            own("[[code]]\npath = \"a/b\"\nlabel = \"C\"\n"),
            (6, 9, "has the label `C` here, but `B` before", "lex/base.toml line 8"),
        ),
        (
            own("[[theme]]\npath = \"a\"\nlabel = \"X\"\n"),
            (5, 8, "the theme `a` has the label `X`", "lex/base.toml line 5"),
        ),
        (
            own("[[code]]\npath = \"a/b\"\nremove = [\"sieben\"]\n"),
            (6, 11, "`sieben` is no entry of `a/b`", "lesart lexicon show"),
        ),
        (
            own("[[code]]\npath = \"a/b\"\nremove = [\"einz\"]\n"),
            (6, 11, "`einz` is no entry of `a/b`", "did you mean `eins`?"),
        ),
        (
            own("[[code]]\npath = \"a/d\"\nremove = [\"eins\"]\nlabel = \"D\"\n"),
            (6, 11, "there is no code `a/d`", "did you mean `a/b`?"),
        ),
        (own("[[code]]\npath = \"a/d\"\n"), (5, 8, "the code `a/d` has no label", "did you mean `a/b`?")),
        (
            "[lexicon]\nid = \"own\"\nextends = \"own.toml\"\n".into(),
            (3, 11, "extends itself: lex/own.toml → lex/own.toml", "leave one"),
        ),
        (
            "[lexicon]\nid = \"own\"\nextends = \"ring.toml\"\n".into(),
            (3, 11, "extends itself: lex/own.toml → lex/ring.toml → lex/own.toml", "leave one"),
        ),
        (
            "[lexicon]\nid = \"own\"\nextends = \"base.txt\"\n".into(),
            (3, 11, "`base.txt` is no lexicon file", ".toml"),
        ),
        (
            "[lexicon]\nid = \"own\"\nextends = \"bad.toml\"\n[[code]]\npath = \"a\"\n".into(),
            (2, 6, "no id", "`b`"),
        ),
    ] {
        let ring = ("lex/ring.toml", "[lexicon]\nid = \"r\"\n\nextends = \"own.toml\"\n");
        let bad = ("lex/bad.toml", "[lexicon]\nid = \"B\"\n");
        let found = faults(load(&["lex/own.toml"], &[BASE, ring, bad, ("lex/own.toml", &text)]));
        let expected = if text.contains("ring") { (4, expected.1, expected.2, expected.3) } else { expected };
        check_faults(&text, &found, &[expected]);
    }
}

#[test]
fn a_name_that_is_no_lexicon_is_told_with_what_there_is() {
    for (name, message, hint) in [
        ("freies-engagment", "there is no lexicon `freies-engagment`", "did you mean `freies-engagement`?"),
        ("xyz", "there is no lexicon `xyz`", "one of: freies-engagement"),
        ("freies-engagement.toml", "there is no file", "called without ending: freies-engagement"),
        ("nichts.toml", "cannot read nichts.toml", "spelt right"),
        ("woerter.txt", "no reader for this kind of file (txt)", ".toml file"),
    ] {
        let fault = faults(load(&[name], &[("woerter.txt", "")])).remove(0);
        assert!(fault.message.contains(message) && fault.hint.contains(hint), "{name}: {fault}");
    }
    let bytes = b"[lexicon]\nid = \"x\"\ntitle = \"f\xfcr\"\n";
    let found = faults(load_with(&["x.toml".into()], &|_| Ok(bytes.to_vec())));
    check_faults("", &found, &[(3, 11, "a byte that is no UTF-8", "save the file as UTF-8")]);
}

#[test]
fn the_shipped_lexicons_are_the_default_and_have_no_faults() {
    let lexicon = Lexicon::load(&[]).unwrap_or_else(|error| panic!("{error}"));
    assert!(lexicon.codes.iter().all(|code| !code.entries.is_empty() && !code.label.is_empty()));
}
