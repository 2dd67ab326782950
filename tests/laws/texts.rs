//! Makes texts and documents: German words with everything that transcripts and comments hold.

use lesart::corpus::{Document, Facts, Speaker, Time, Turn};
use lesart::text::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;

/// Words of the lexicon and others, with umlauts, gender forms, hyphens, abbreviations, numbers.
const WORDS: &[&str] = &[
    "Wir",
    "haben",
    "uns",
    "beim",
    "Stammtisch",
    "getroffen",
    "und",
    "die",
    "Stadtverwaltung",
    "hat",
    "nicht",
    "geantwortet",
    "Bürger*innen",
    "Bürger:innen",
    "BürgerInnen",
    "Bürger_innen",
    "Bürger/-innen",
    "Nachbarschaftshilfe",
    "Zuschuss",
    "Antrag",
    "stellen",
    "bringt",
    "das",
    "voran",
    "spontan",
    "Straße",
    "STRASSE",
    "größer",
    "Öl",
    "ÜBER",
    "für",
    "Vor-",
    "Nachteile",
    "E-Mail-Verteiler",
    "WhatsApp-Gruppe",
    "z.B.",
    "z. B.",
    "Dr.",
    "usw.",
    "e.V.",
    "bzw.",
    "3.",
    "Oktober",
    "1.234,50",
    "18:30",
    "2026",
    "XIV.",
    "www.ehrenamt.nrw",
    "https://example.org/a?b=c",
    "hilfe@example.org",
    "@jemand",
    "#ehrenamt",
    "geht's",
    "Verwalt-/",
    "Netz-",
    "werk",
    "ehren-\namtlich",
    "Ehren\u{ad}amt",
    "Aug\u{308}e",
    "naiv\u{308}",
    "Augenhöhe",
    "ernst",
    "genommen",
    "Digitalisierung",
    "Verein",
    "Kommune",
    "nix",
    "ne",
    "'ne",
    "man",
    "müsste",
];

/// What stands between words.
const SIGNS: &[&str] = &[
    " ", " ", " ", " ", " ", " ", " ", " ", ", ", ". ", ".", "! ", "? ", "?! ", "… ", "...", " – ", "; ",
    ": ", "\n", "\n\n", "\n \n", "\t", "\u{a0}", "\u{202f}", " „", "“ ", " »", "« ", " (", ") ", " [", "] ",
    "-", "--", "/", "*", "_", "'", "’", "\u{200b}", "\u{feff}", "  ",
];

/// Marks, stamps, emoticons, emoji, and letters of other scripts.
const SPECIALS: &[&str] = &[
    "(lacht)",
    "((räuspert sich))",
    "//mhm//",
    "[Beifall]",
    "(..)",
    "(3)",
    "#00:01:23-4#",
    "[00:01:23]",
    "00:12",
    ":-)",
    ";)",
    ":D",
    "🙂",
    "👩‍👩‍👧",
    "🇩🇪",
    "👍🏽",
    "ﬁn",
    "Ελλάδα",
    "Москва",
    "日本語",
    "שלום",
    "ı",
    "İ",
    "ẞ",
    "e\u{301}",
    "\u{301}",
    "(unv.",
    "//",
    "((",
    "#",
    "@",
    "*",
    "\0",
    "\u{85}",
    "\u{2028}",
    "½",
    "²",
    "€",
    "%",
];

/// A text as a reader would give it: NFC, `\n` as line end.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(WORDS).prop_map(str::to_owned),
        8 => select(SIGNS).prop_map(str::to_owned),
        2 => select(SPECIALS).prop_map(str::to_owned),
        1 => vec(any::<char>(), 1..6).prop_map(|letters| letters.into_iter().collect()),
    ];
    vec(piece, 0..60).prop_map(|pieces| reading_text(&pieces.concat()))
}

/// A text of words and blanks mostly, in which the shipped lexicon finds something.
fn spoken() -> impl Strategy<Value = String> {
    let words = vec((select(WORDS), select(SIGNS)), 1..25);
    words.prop_map(|words| reading_text(&words.concat_pairs()))
}

fn reading_text(text: &str) -> String {
    text.replace(['\r'], "").nfc().collect()
}

trait ConcatPairs {
    fn concat_pairs(&self) -> String;
}

impl ConcatPairs for Vec<(&str, &str)> {
    fn concat_pairs(&self) -> String {
        self.iter().flat_map(|(word, sign)| [*word, *sign]).collect()
    }
}

/// A document with speakers, facts and times; some turns are left out, and between turns stands
/// what belongs to none of them.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    let turn = (prop_oneof![3 => spoken(), 1 => text()], 0..4_u32, any::<bool>(), 0..8_u8);
    (vec(turn, 0..8), 0..3_usize).prop_map(|(turns, kind)| {
        let mut document = Document { name: format!("kind-{kind}"), ..Document::default() };
        document.facts.set("kind", ["a", "b", ""][kind]);
        document.speakers = ["Anna", "Herr B., \"Heimatverein\"", "SPEAKER_02"].map(speaker).to_vec();
        for (number, (said, who, timed, left_out)) in (1..).zip(turns) {
            document.text.push_str("Name: ");
            let start = document.text.len();
            document.text.push_str(said.trim());
            document.turns.push(Turn {
                span: Span::from_range(start..document.text.len()),
                speaker: (who < 3).then_some(who),
                time: timed.then_some(Time { start: number * 1000, end: None }),
                line: number,
                left_out: left_out == 0,
                ..Turn::default()
            });
            document.text.push_str("\n\n");
        }
        document.own = 0..document.turns.len();
        document
    })
}

fn speaker(name: &str) -> Speaker {
    let mut facts = Facts::new();
    facts.set("group", if name == "Anna" { "engagierte" } else { "verwaltung" });
    Speaker { name: name.to_owned(), facts }
}

/// A corpus: documents with numbers and names of their own.
pub(crate) fn corpus(most: usize) -> impl Strategy<Value = Vec<Document>> {
    vec(document(), 0..=most).prop_map(|mut documents| {
        for (number, document) in (0..).zip(&mut documents) {
            document.number = number;
            document.name = format!("{}-{number}", document.name);
        }
        documents
    })
}
