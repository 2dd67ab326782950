//! Adjectives: declension and comparison.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::super::list;
use super::super::wordlist::WordList;
use super::{Forms, join, umlaut, verb};

/// Endings that only adjectives have.
const ENDINGS: [&str; 51] = [
    "ig", "lich", "isch", "bar", "sam", "haft", "los", "voll", "reich", "fähig", "iert", "ell", "iv", "är",
    "ös", "abel", "ibel", "end", "mäßig", "frei", "arm", "al", "nah", "weit", "fern", "treu", "wert",
    "gerecht", "bewusst", "bereit", "bezogen", "bedingt", "gebunden", "stark", "schwach", "leer", "offen",
    "sicher", "würdig", "intensiv", "relevant", "ent", "ant", "il", "gemäß", "angenehm", "deutsch", "farben",
    "elnd", "ernd", "schön",
];

/// Adjectives that take an umlaut when compared.
const ROUNDED: [&str; 22] = [
    "alt", "arg", "arm", "dumm", "grob", "groß", "gesund", "hart", "jung", "kalt", "klug", "krank", "kurz",
    "lang", "nass", "rot", "scharf", "schwach", "schwarz", "stark", "warm", "schmal",
];

/// Adjectives with other stems: the word, its inflected stem, comparative, superlative.
const IRREGULAR: [(&str, &str, &str, &str); 5] = [
    ("gut", "gut", "besser", "best"),
    ("hoch", "hoh", "höher", "höchst"),
    ("nah", "nah", "näher", "nächst"),
    ("nahe", "nah", "näher", "nächst"),
    ("viel", "viel", "mehr", "meist"),
];

/// Adjectives that the word list also has as nouns or verbs.
fn common() -> &'static FxHashSet<&'static str> {
    static COMMON: OnceLock<FxHashSet<&str>> = OnceLock::new();
    COMMON.get_or_init(|| list(include_str!("../../../lexicons/language/adjectives.txt")).collect())
}

/// Whether a word in lower case is an adjective. One that is `known_otherwise`, as a noun or a verb, must be
/// among the common adjectives or have an ending that only adjectives have.
pub(super) fn is_adjective(lower: &str, known_otherwise: bool) -> bool {
    if common().contains(lower) || IRREGULAR.iter().any(|row| row.0 == lower) {
        return true;
    }
    if known_otherwise {
        return lower.strip_suffix("isch").is_some_and(|stem| !stem.ends_with(['e', 'f', 't', 'a', 'ä']))
            || (by_ending(lower) && inflected(lower, 3));
    }
    by_ending(lower) || participle(lower) || (WordList::german().has(lower) && inflected(lower, 2))
}

fn by_ending(lower: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        lower.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 3 || *ending == "ig")
    })
}

/// Whether the list has at least so many inflected forms of the word.
fn inflected(lower: &str, least: usize) -> bool {
    let stem = WordList::german().branch(lower);
    ["e", "en", "em", "es", "er"].iter().filter(|ending| stem.has(ending)).count() >= least
}

/// A participle that the list has: `engagiert`, `geplant`, `gebrochen`, `vergangen`.
fn participle(lower: &str) -> bool {
    const BEFORE: [&str; 7] = ["ge", "be", "ver", "er", "ent", "zer", "miss"];
    let known = WordList::german().has(lower) || lower.contains("ge") || {
        let stem = lower.strip_suffix("et").or_else(|| lower.strip_suffix('t'));
        stem.is_some_and(|stem| verb::is_verb(&join(&[stem, "en"])))
    };
    known
        && (lower.ends_with('t') || lower.ends_with("en"))
        && (BEFORE.iter().any(|prefix| lower.starts_with(prefix)) || lower.contains("ge"))
        && lower.chars().count() > 5
}

/// Puts all forms of an adjective in lower case.
pub(super) fn put(lower: &str, forms: &mut Forms) {
    forms.put(lower.to_owned(), false);
    if let Some((_, stem, more, most)) = IRREGULAR.iter().find(|row| row.0 == lower) {
        forms.put_declined(stem);
        forms.put((*more).to_owned(), false);
        forms.put_declined(more);
        forms.put_declined(most);
        return;
    }
    for stem in stems(lower) {
        forms.put_declined(&stem);
        compare(&stem, forms);
    }
    if ROUNDED.contains(&lower)
        && let Some(rounded) = umlaut(lower)
    {
        compare(&rounded, forms);
    }
}

/// `dunkel` is inflected as `dunkl`, `teuer` as `teur`; `sicher` keeps its e and may lose it.
fn stems(lower: &str) -> Vec<String> {
    let short = lower.strip_suffix("el").map(|stem| join(&[stem, "l"])).or_else(|| {
        let stem = lower.strip_suffix("er")?;
        Some(join(&[stem, "r"]))
    });
    match short {
        Some(short) if lower.ends_with("el") => vec![short],
        Some(short) => vec![short, lower.to_owned()],
        None => match lower.strip_suffix('e') {
            Some(bare) if bare.chars().count() > 2 => vec![bare.to_owned()],
            _ => vec![lower.to_owned()],
        },
    }
}

fn compare(stem: &str, forms: &mut Forms) {
    forms.put(join(&[stem, "er"]), false);
    forms.put_declined(&join(&[stem, "er"]));
    if stem == "größ" {
        forms.put_declined("größt");
        return;
    }
    let hissing = stem.ends_with(['d', 't', 's', 'ß', 'z', 'x']) && !stem.ends_with("end");
    if stem.ends_with("isch") || !(hissing || stem.ends_with("sch")) {
        forms.put_declined(&join(&[stem, "st"]));
    }
    if hissing || stem.ends_with(['u', 'i', 'h']) {
        forms.put_declined(&join(&[stem, "est"]));
    }
}
