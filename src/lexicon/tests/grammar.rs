//! Patterns read and written, and what is wrong with others.

use proptest::prelude::*;

use crate::lexicon::{Pattern, Slot, Term};

fn word(word: &str) -> Term {
    Term::Word(word.into())
}

fn wildcard(open_start: bool, letters: &str, open_end: bool) -> Term {
    Term::Wildcard { letters: letters.into(), open_start, open_end }
}

fn compound(last: bool, word: &str, first: bool) -> Term {
    Term::Compound { word: word.into(), last, first }
}

#[test]
fn what_is_written_is_what_is_read() {
    let separable = Term::Separable { particle: "voran".into(), verb: "bringen".into() };
    for (text, slots, gaps) in [
        ("stammtisch", vec![vec![word("stammtisch")]], vec![]),
        ("Not", vec![vec![word("Not")]], vec![]),
        ("  E-Mail ", vec![vec![word("E-Mail")]], vec![]),
        ("hab's", vec![vec![word("hab's")]], vec![]),
        ("covid-19", vec![vec![word("covid-19")]], vec![]),
        ("nebenan.de", vec![vec![word("nebenan.de")]], vec![]),
        ("e.V.", vec![vec![word("e.V.")]], vec![]),
        ("#wirhelfen", vec![vec![word("#wirhelfen")]], vec![]),
        ("=Stadt", vec![vec![Term::Exact("Stadt".into())]], vec![]),
        ("stem:engagier", vec![vec![Term::Stem("engagier".into())]], vec![]),
        ("förder*", vec![vec![wildcard(false, "förder", true)]], vec![]),
        ("fo\u{308}rder*", vec![vec![wildcard(false, "förder", true)]], vec![]),
        ("*verein", vec![vec![wildcard(true, "verein", false)]], vec![]),
        ("*förder*", vec![vec![wildcard(true, "förder", true)]], vec![]),
        ("haupt-*", vec![vec![wildcard(false, "haupt-", true)]], vec![]),
        ("verein~", vec![vec![compound(false, "verein", true)]], vec![]),
        ("~verein", vec![vec![compound(true, "verein", false)]], vec![]),
        ("~verein~", vec![vec![compound(true, "verein", true)]], vec![]),
        ("voran|bringen", vec![vec![separable]], vec![]),
        ("runder\u{a0}tisch", vec![vec![word("runder")], vec![word("tisch")]], vec![0]),
        ("antrag ..3 stellen", vec![vec![word("antrag")], vec![word("stellen")]], vec![3]),
        ("a ..0 b", vec![vec![word("a")], vec![word("b")]], vec![0]),
        ("(stadt | gemeinde) rat", vec![vec![word("stadt"), word("gemeinde")], vec![word("rat")]], vec![0]),
        ("(allein)", vec![vec![word("allein")]], vec![]),
        (
            "(=Stadt|gemeinde~) ..2 verwaltung*",
            vec![
                vec![Term::Exact("Stadt".into()), compound(false, "gemeinde", true)],
                vec![wildcard(false, "verwaltung", true)],
            ],
            vec![2],
        ),
    ] {
        let slots = slots.into_iter().map(|alternatives| Slot { alternatives }).collect();
        assert_eq!(Pattern::parse(text), Ok(Pattern { slots, gaps }), "{text}");
    }
}

#[test]
fn what_is_wrong_is_shown_with_a_hint() {
    // The pattern, the part that is shown, a part of the message, a part of the hint.
    for (text, shown, message, hint) in [
        ("", "", "an empty term", "delete it"),
        ("  ", "  ", "an empty term", "delete it"),
        ("*", "*", "`*` alone matches every word", "verein*"),
        ("**", "**", "`**` alone matches every word", "verein*"),
        ("a**", "**", "`**` in a word", "one `*`"),
        ("för*rung", "*", "`*` inside a word", "`för*`"),
        ("Teilnehmer*innen", "*", "`*` inside a word", "`Teilnehmer`: a word finds its gender forms"),
        ("=Stadt*", "*", "`=` and `*`", "this form only"),
        ("=", "=", "`=` without a word", "=Stadt"),
        ("stem:", "stem:", "`stem:` without a word", "directly after it"),
        ("stem:förder*", "*", "`stem:` and `*`", "leave one"),
        ("antrag .. stellen", "..", "`..` is no gap", "..3"),
        ("antrag ..x stellen", "..x", "`..x` is no gap", "..3"),
        ("antrag …3 stellen", "…3", "`…3` is no gap", "two full stops"),
        ("antrag ..51 stellen", "..51", "a gap of over 50 words", "`..50`"),
        ("antrag ..999 stellen", "..999", "a gap of over 50 words", "`..50`"),
        ("antrag..3 stellen", "..", "no blank before `..`", "between blanks"),
        ("..3 stellen", "..3", "a gap at the beginning", "before it"),
        ("antrag ..3", "..3", "a gap at the end", "after it"),
        ("antrag ..3 ..2 stellen", "..2", "two gaps in a row", "the sum"),
        ("(stadt|gemeinde rat", "(stadt|gemeinde rat", "not closed", "`)`"),
        ("stadt) rat", ")", "`)` without `(`", "(stadt|gemeinde)"),
        ("() rat", "()", "empty parentheses", "alternatives"),
        ("(a||b) rat", "||", "an empty alternative", "between the `|`"),
        ("(a|) rat", "|)", "an empty alternative", "between the `|`"),
        ("(a|(b|c)) rat", "(", "parentheses inside parentheses", "one pair"),
        ("(runder tisch|treffen)", "runder tisch", "`runder tisch` has several words", "one word"),
        ("(stadt|land)rat", "r", "no blank after `)`", "blank between"),
        ("(stadt|land)~", "~", "no blank after `)`", "(stadt~|land~)"),
        ("jede(r)", "(", "a parenthesis inside a word", "gender forms"),
        ("a|b|c", "a|b|c", "more than one `|`", "(stadt|gemeinde)"),
        ("|bringen", "|bringen", "nothing before `|`", "voran|bringen"),
        ("voran|", "voran|", "nothing after `|`", "voran|bringen"),
        ("voran | bringen", "|", "nothing before `|`", "without blanks"),
        ("voran|bring*", "*", "`|` and `*`", "separable"),
        ("stadt|gemeinde", "gemeinde", "`gemeinde` is no infinitive", "(stadt|gemeinde)"),
        ("~", "~", "`~` without a word", "verein~"),
        ("~~verein", "~~", "`~~` in a word", "~verein~"),
        ("ver~ein", "~", "`~` inside a word", "~verein~"),
        ("verein~*", "verein~*", "`*` and `~`", "choose one"),
        ("stadt, land", ",", "`,` cannot stand in a word", "one term for each"),
        ("\"runder tisch\"", "\"", "cannot stand in a word", "a phrase already"),
        ("Bürger:innen", ":", "`:` cannot stand", "gender forms"),
        ("stemm:engagier", ":", "`:` cannot stand", "stem:"),
        ("Wow!", "!", "`!` cannot stand in a word", "letters, digits"),
        ("Geld.", ".", "`.` cannot stand", "letters, digits"),
        ("vor-", "-", "`-` cannot stand", "as a part"),
        ("-", "-", "cannot stand", "as a part"),
        ("'", "'", "`'` has no letter", "write a word"),
        ("Ver\u{ad}ein", "\u{ad}", "an invisible character (U+00AD)", "delete it"),
        ("#NAME?", "#NAME?", "a formula that failed", "as text"),
    ] {
        let fault = Pattern::parse(text).expect_err(text);
        assert_eq!(fault.span.of(text), shown, "{text}: {fault:?}");
        assert!(fault.message.contains(message), "{text}: {fault:?}");
        assert!(fault.hint.contains(hint), "{text}: {fault:?}");
    }
}

fn terms() -> impl Strategy<Value = Term> {
    let name = || "[a-zäöüßA-ZÄÖÜ][a-zäöüß0-9]{0,8}(-[a-zß]{1,4})?(’s)?";
    prop_oneof![
        name().prop_map(Term::Word),
        name().prop_map(Term::Exact),
        name().prop_map(Term::Stem),
        (name(), 1..4_u8).prop_map(|(letters, open)| Term::Wildcard {
            letters,
            open_start: open & 1 > 0,
            open_end: open & 2 > 0
        }),
        (name(), 1..4_u8).prop_map(|(word, open)| Term::Compound {
            word,
            last: open & 1 > 0,
            first: open & 2 > 0
        }),
    ]
}

fn slots() -> impl Strategy<Value = Slot> {
    let separable = ("[a-zü]{2,8}", "[a-zä]{1,8}n")
        .prop_map(|(particle, verb)| Slot { alternatives: vec![Term::Separable { particle, verb }] });
    prop_oneof![
        4 => proptest::collection::vec(terms(), 1..4).prop_map(|alternatives| Slot { alternatives }),
        1 => separable,
    ]
}

#[test]
fn a_full_stop_may_stand_behind_a_letter_with_a_mark() {
    for text in ["\u{a36}.a", "\u{a38}\u{a3c}.a"] {
        let pattern = Pattern::parse(text).expect("a word");
        assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
    }
}

proptest! {
    #[test]
    fn a_pattern_is_read_back_as_it_was_written(slots in proptest::collection::vec((slots(), 0..=50_u8), 1..5)) {
        let (slots, mut gaps): (Vec<Slot>, Vec<u8>) = slots.into_iter().unzip();
        gaps.pop();
        let pattern = Pattern { slots, gaps };
        prop_assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
    }

    #[test]
    fn no_text_makes_the_parser_fall_over_and_faults_lie_inside_it(text in "[ ()|*~=.…:a-cü\u{308}3'#-]{0,12}|\\PC{0,12}") {
        match Pattern::parse(&text) {
            Ok(pattern) => prop_assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern)),
            Err(fault) => prop_assert!(text.get(fault.span.range()).is_some(), "{:?}", fault),
        }
    }
}
