//! What rules let through and what they block, as rows of rules and sentences.

use crate::coding::coder::{Coder, Desk};
use crate::coding::examples::document_of;
use crate::coding::matcher::Why;
use crate::corpus::{Document, Speaker, Turn, Unit};
use crate::language::scan::ScanOptions;
use crate::language::{Language, Stemmer};
use crate::lexicon::Lexicon;
use crate::lexicon::compile::CompiledLexicon;
use crate::text::Span;

fn compiled(codes: &str) -> CompiledLexicon {
    let source = format!("[lexicon]\nid = \"x\"\n{codes}");
    let lexicon = Lexicon::from_toml("x", &source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default())
}

fn coder(lexicon: &CompiledLexicon, unit: Unit) -> Coder<'_> {
    Coder { lexicon, language: Language::german(), unit, scan: ScanOptions::default(), flags: false }
}

/// The codes of each passage.
fn coded(lexicon: &CompiledLexicon, unit: Unit, document: &Document) -> Vec<Vec<String>> {
    let coded = coder(lexicon, unit).code(&mut Desk::default(), document, 0..document.turns.len());
    let paths = |passage| {
        let codings = coded.codings(passage).iter();
        codings.map(|coding| lexicon.scheme().codes[usize::from(coding.code)].path.clone()).collect()
    };
    coded.passages.iter().map(paths).collect()
}

/// The codes of a text of one turn, ` ` between them.
fn codes(lexicon: &str, text: &str) -> String {
    coded(&compiled(lexicon), Unit::Turn, &document_of(text)).concat().join(" ")
}

/// An entry `verein*` with a rule: what it must hit, and what not.
fn check(rule: &str, hit: &[&str], not_hit: &[&str]) {
    let lexicon = format!(
        "[[code]]\npath = \"a/b\"\nlabel = \"B\"\n[[code.entry]]\nterm = \"verein*\"\n{rule}\n\
         [[code]]\npath = \"c/d\"\nlabel = \"D\"\nterms = [\"chor\"]\n\
         [[code]]\npath = \"c/e\"\nlabel = \"E\"\nterms = [\"orchester\"]\nweak = [\"band\"]\n"
    );
    let compiled = compiled(&lexicon);
    for (texts, expected) in [(hit, true), (not_hit, false)] {
        for text in texts {
            let codes = coded(&compiled, Unit::Turn, &document_of(text)).concat();
            assert_eq!(codes.iter().any(|code| code == "a/b"), expected, "{rule}\n{text}");
        }
    }
}

#[test]
fn near_and_not_near_look_for_words_on_both_sides() {
    check(
        "not_near = [\"strom*\", \"offen ..2 tür\"]",
        &["Der Verein hilft.", "Der Verein hilft. Der Strom fällt aus.", "Die Tür vom Verein ist zu."],
        &["Der Stromkreis im Verein.", "Verein und Strom.", "Eine offene grüne Tür hat der Verein."],
    );
    check(
        "near = [\"helfen\", \"voran|bringen\"]",
        &["Der Verein hilft.", "Geholfen hat der Verein.", "Der Verein bringt uns voran."],
        &["Der Verein schläft.", "Der Verein schläft. Wir helfen.", "Der Verein bringt Kuchen."],
    );
    // The words of the hit itself are not near it.
    check("near = [\"verein*\"]", &["Verein und Vereinsheim."], &["Der Verein."]);
    check("not_near = [\"verein*\"]", &["Der Verein."], &["Verein und Vereinsheim."]);
    check("near = \"helfen\"", &["Der Verein hilft."], &["Der Verein."]);
}

#[test]
fn before_and_after_look_on_one_side() {
    check("before = [\"unser\"]", &["Unser Verein."], &["Der Verein und unser Chor."]);
    check("not_before = [\"unser\"]", &["Der Verein und unser Chor."], &["Unser Verein."]);
    check("after = [\"gründen\"]", &["Einen Verein gründen."], &["Gründen wir den Verein."]);
    check("not_after = [\"gründen\"]", &["Gründen wir den Verein."], &["Einen Verein gründen."]);
}

#[test]
fn within_says_how_far() {
    let rule = |within: &str| format!("near = [\"helfen\"]\nwithin = \"{within}\"");
    let (clause, words) = (rule("clause"), rule("2 words"));
    check(&clause, &["Der Verein hilft, aber leise."], &["Der Verein singt, weil sie helfen."]);
    check(&clause, &["Der Verein, der leise ist, hilft."], &["Sie helfen und der Verein singt."]);
    check(&rule("sentence"), &["Der Verein singt, weil sie helfen."], &["Der Verein singt. Sie helfen."]);
    check(&rule("turn"), &["Der Verein singt. Sie helfen."], &["Der Verein singt."]);
    check(&words, &["Der Verein (lacht) will helfen."], &["Der Verein will gern helfen."]);
    check(&words, &["Der Verein. Wir helfen."], &["Der Verein. Wir alle helfen."]);
    check(&rule("1 word"), &["Der Verein hilft."], &["Der Verein soll helfen."]);
}

#[test]
fn flags_of_the_hit_are_asked_for() {
    check("flags = [\"negated\"]", &["Wir haben keinen Verein."], &["Wir haben einen Verein."]);
    check("not_flags = \"negated\"", &["Wir haben einen Verein."], &["Wir haben keinen Verein."]);
    check(
        "flags = [\"wish\", \"question\"]",
        &["Wir brauchen einen Verein.", "Habt ihr einen Verein?"],
        &["Wir haben einen Verein."],
    );
}

#[test]
fn codes_of_the_passage_are_asked_for() {
    check("with_code = [\"c/d\"]", &["Verein. Und Chor."], &["Verein.", "Verein und Orchester."]);
    check("with_code = [\"c\"]", &["Verein und Orchester."], &["Verein.", "Verein und Band."]);
    check("without_code = [\"c/d\"]", &["Verein."], &["Verein. Und Chor."]);
    check("near = [\"#c/d\"]", &["Der Chor im Verein."], &["Der Chor. Der Verein."]);
    check("not_near = [\"#c\", \"laut\"]", &["Der Verein.", "Band im Verein."], &["Chor im Verein."]);
    check("before = [\"#c\"]", &["Der Chor im Verein."], &["Der Verein im Chor."]);
}

#[test]
fn no_word_of_never_is_hit() {
    let lexicon = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nterms = [\"netz*\", \"stabil ..2 netz*\"]\n\
        never = [\"netzwerkkabel\", \"netz der spinne\"]\n";
    for (text, expected) in [
        ("Ein Netzwerk.", "a/b"),
        ("Ein Netzwerkkabel.", ""),
        ("Ein Netzwerkkabel im Netzwerk.", "a/b"),
        ("Ein stabiles Netzwerkkabel.", ""),
        ("Das Netz der Spinne.", ""),
        ("Das Netz der Leute.", "a/b"),
    ] {
        assert_eq!(codes(lexicon, text), expected, "{text}");
    }
}

#[test]
fn weights_make_up_the_threshold_and_each_entry_counts_once() {
    let lexicon = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nterms = [\"chor\"]\nweak = [\"band\"]\n\
        [[code.entry]]\nterms = [\"raum\", \"halle\"]\nweight = 0.5\n[[code.entry]]\nterm = \"ton\"\nweight = 0.25\n";
    for (text, expected) in [
        ("Der Chor.", "a/b"),
        ("Der Raum.", ""),
        ("Der Raum, der Raum und noch ein Raum.", ""),
        ("Der Raum in der Halle.", "a/b"),
        ("Der Raum hat Ton.", ""),
        ("Die Band.", ""),
    ] {
        assert_eq!(codes(lexicon, text), expected, "{text}");
    }
    let two = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nthreshold = 2\nterms = [\"chor\", \"halle\"]\n";
    assert_eq!(codes(two, "Der Chor."), "");
    assert_eq!(codes(two, "Der Chor in der Halle."), "a/b");
}

#[test]
fn implied_codes_come_along_with_those_that_they_imply() {
    let lexicon = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nterms = [\"x\"]\nimplies = [\"a/d\"]\n\
        [[code]]\npath = \"a/c\"\nlabel = \"C\"\nterms = [\"chor\"]\nimplies = \"a/b\"\n\
        [[code]]\npath = \"a/d\"\nlabel = \"D\"\nterms = [\"y\"]\nimplies = [\"a/c\"]\n";
    assert_eq!(codes(lexicon, "Der Chor."), "a/b a/c a/d");
    assert_eq!(codes(lexicon, "Der Raum."), "");
}

/// Three turns of two speakers, the second with a fact.
fn conversation() -> Document {
    let texts = ["Der Verein.", "Unser Verein hilft. Ein Verein.", "Strom."];
    let text = texts.join("\n");
    let mut document = Document { text, ..Document::default() };
    let mut start = 0;
    for (index, said) in texts.iter().enumerate() {
        let span = Span::from_range(start..start + said.len());
        let speaker = Some(u32::from(index == 1));
        document.turns.push(Turn { span, speaker, line: 1, ..Turn::default() });
        start += said.len() + 1;
    }
    for name in ["Frau Kaya", "Moderation"] {
        document.speakers.push(Speaker { name: name.into(), ..Speaker::default() });
    }
    document.speakers[1].facts.set("group", "Leitung");
    document.own = 0..3;
    document
}

#[test]
fn speaker_and_facts_are_asked_for_in_every_unit() {
    let document = conversation();
    let check = |rule: &str, unit: Unit, expected: &[usize]| {
        let entry = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\n[[code.entry]]\nterm = \"verein\"\n";
        let codes = coded(&compiled(&format!("{entry}{rule}\n")), unit, &document);
        let counts: Vec<usize> = codes.iter().map(Vec::len).collect();
        assert_eq!(counts, expected, "{rule} {unit:?}");
    };
    check("speaker = [\"moder*\"]", Unit::Turn, &[0, 1, 0]);
    check("not_speaker = [\"moder*\"]", Unit::Turn, &[1, 0, 0]);
    check("facts = { group = \"leitung\" }", Unit::Sentence, &[0, 1, 1, 0]);
    check("not_facts = { group = [\"x\", \"leitung\"] }", Unit::Sentence, &[1, 0, 0, 0]);
    check("speaker = \"*kaya\"", Unit::Document, &[1]);
    check("speaker = \"kaya\"", Unit::Document, &[0]);
    // Rules look into the whole turn, whatever the passage; and not beyond it.
    check("near = [\"helfen\"]\nwithin = \"turn\"", Unit::Sentence, &[0, 1, 1, 0]);
    check("near = [\"strom\"]\nwithin = \"turn\"", Unit::Document, &[0]);
    check("near = [\"helfen\"]\nwithin = \"3 words\"", Unit::Document, &[1]);
}

#[test]
fn a_longer_hit_that_is_blocked_leaves_the_words_to_a_shorter_one() {
    let lexicon = "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nterms = [\"tisch\"]\n\
        [[code.entry]]\nterm = \"runder tisch\"\nnot_near = [\"holz\"]\n";
    assert_eq!(codes(lexicon, "Ein runder Tisch aus Holz."), "a/b");
}

#[test]
fn what_was_blocked_is_told_with_its_rule_and_word() {
    let lexicon = compiled(
        "[[code]]\npath = \"a/b\"\nlabel = \"B\"\nnever = [\"verein\"]\nterms = [\"verein\"]\n\
         [[code.entry]]\nterm = \"chor\"\nflags = \"wish\"\nnot_near = [\"laut\"]\n\
         [[code.entry]]\nterm = \"halle\"\nweight = 0.5\n",
    );
    let document = document_of("Der Chor ist laut, wir brauchen den Verein und die Halle.");
    let (_, explained) = coder(&lexicon, Unit::Turn).explain(&mut Desk::default(), &document, 0..1);
    let whys: Vec<Why> = explained.blocked.iter().map(|(blocked, ..)| blocked.why).collect();
    assert_eq!(whys, [Why::Rule { rule: 0, word: None }, Why::Never(7), Why::Threshold(500)]);
    let chor = explained.blocked[0].0.entry;
    let written: Vec<&str> =
        lexicon.rules(chor).expect("rules").conditions.iter().map(|rule| &*rule.written).collect();
    assert_eq!(written, ["flags = [\"wish\"]", "not_near = [\"laut\"]"]);
}
