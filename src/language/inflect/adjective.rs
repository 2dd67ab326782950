//! Adjectives: declension and comparison.

use super::super::wordlist::WordList;
use super::{Forms, umlaut};

/// Endings that only adjectives have.
const ENDINGS: [&str; 41] = [
    "ig", "lich", "isch", "bar", "sam", "haft", "los", "voll", "reich", "fähig", "iert", "ell", "iv", "är",
    "ös", "abel", "ibel", "end", "mäßig", "frei", "arm", "al", "nah", "weit", "fern", "treu", "wert",
    "gerecht", "bewusst", "bereit", "bezogen", "bedingt", "gebunden", "stark", "schwach", "leer", "offen",
    "sicher", "würdig", "intensiv", "relevant",
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

/// Whether a word in lower case is an adjective. A word `known_otherwise` needs its inflected forms in the
/// list; a new word is believed by its ending.
pub(super) fn is_adjective(lower: &str, known_otherwise: bool) -> bool {
    let list = WordList::german();
    if IRREGULAR.iter().any(|row| row.0 == lower) || ROUNDED.contains(&lower) {
        return true;
    }
    let inflected = || ["e", "en", "es"].iter().all(|ending| list.has(&format!("{lower}{ending}")));
    let by_ending = ENDINGS.iter().any(|ending| {
        lower.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 3 || *ending == "ig")
    });
    if known_otherwise {
        return (by_ending && inflected()) || (inflected() && list.has(&format!("{lower}em")));
    }
    by_ending || inflected() || participle(lower)
}

/// A participle that the list has as one: `engagiert`, `vernetzt`.
fn participle(lower: &str) -> bool {
    let list = WordList::german();
    lower.ends_with('t')
        && list.has(lower)
        && list.has(&format!("{lower}en"))
        && list.has(&format!("{lower}e"))
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
    let short = lower.strip_suffix("el").map(|stem| format!("{stem}l")).or_else(|| {
        let stem = lower.strip_suffix("er")?;
        Some(format!("{stem}r"))
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
    forms.put(format!("{stem}er"), false);
    forms.put_declined(&format!("{stem}er"));
    let most = if stem.ends_with("isch") {
        format!("{stem}st")
    } else if stem == "größ" {
        "größt".to_owned()
    } else if stem.ends_with(['d', 't', 's', 'ß', 'z', 'x']) && !stem.ends_with("end") {
        format!("{stem}est")
    } else {
        format!("{stem}st")
    };
    forms.put_declined(&most);
}
