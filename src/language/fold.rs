//! Folding: one spelling for all that means the same word, so that texts and lexicon meet.
//!
//! Umlauts and ß stay. `ae` for `ä`, `ss` for `ß`, old spellings and letters doubled for emphasis are
//! mended only where the word list, or the parts of a compound, say that the mended word is one.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::compound::Splitter;
use super::wordlist::WordList;

/// The most ways of writing one word that are tried.
const MOST_TRIES: usize = 32;

/// A word as it is looked up.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Folded {
    /// The word in lower case and in the spelling of today.
    pub key: String,
    /// Another reading where the list cannot decide (`Mueller`: `mueller`, `müller`).
    pub other: Option<String>,
}

/// Folds a word of a text or of a lexicon.
#[must_use]
pub fn fold(surface: &str) -> Folded {
    let written = lower(surface);
    if !may_be_mended(&written) {
        return Folded { key: written, other: None };
    }
    if is_word(&written) {
        let other = better_known(&written);
        return Folded { key: written, other };
    }
    for mended in tries(&written) {
        if is_word(&mended) {
            return Folded { key: mended, other: None };
        }
    }
    let other = unknown(&written);
    Folded { key: written, other }
}

/// Lower case, NFC, without soft hyphens, with straight apostrophes and plain hyphens.
fn lower(surface: &str) -> String {
    if let Some(key) = lower_german(surface) {
        return key;
    }
    let mut key = String::with_capacity(surface.len());
    let mut put = |letter: char| match letter {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' => {}
        '’' | '‘' | 'ʼ' | '´' | '`' | '′' => key.push('\''),
        '‐' | '‑' => key.push('-'),
        'ẞ' => key.push('ß'),
        letter => key.extend(letter.to_lowercase()),
    };
    if is_nfc(surface) {
        surface.chars().for_each(&mut put)
    } else {
        surface.nfc().for_each(&mut put)
    }
    key
}

/// Lower case of a word of ASCII and the letters `À` to `ÿ`, which are NFC as they are.
fn lower_german(surface: &str) -> Option<String> {
    let mut bytes = surface.to_owned().into_bytes();
    let mut lead = 0;
    for byte in &mut bytes {
        if byte.is_ascii() {
            byte.make_ascii_lowercase();
        } else if lead == 0xc3 {
            // `×` (0x97) has no case, `ß` (0x9f) stays.
            if matches!(*byte, 0x80..=0x96 | 0x98..=0x9e) {
                *byte += 0x20;
            }
            lead = 0;
            continue;
        } else if *byte != 0xc3 {
            return None;
        }
        lead = *byte;
    }
    String::from_utf8(bytes).ok()
}

/// Whether the word holds anything that `tries` would change.
fn may_be_mended(word: &str) -> bool {
    let bytes = word.as_bytes();
    let mut pairs = bytes.iter().zip(bytes.iter().skip(1)).zip(bytes.iter().skip(2).chain(&[0]));
    let stretched = |letter: &[u8]| letter[0] == 0xc3 && letter[..2] == letter[2..];
    if bytes.windows(4).any(stretched) {
        return true;
    }
    pairs.any(|((one, two), three)| match (one, two) {
        (b'a' | b'o' | b'u', b'e') | (0xc3, 0x9f) | (b's', b's') => true,
        _ if one == two => matches!(one, b'a' | b'e' | b'i' | b'o' | b'u') || two == three,
        _ => false,
    })
}

/// The word with ß that a rare word with ss is more often meant for (`Gruss`).
fn better_known(word: &str) -> Option<String> {
    if !word.contains("ss") {
        return None;
    }
    let list = WordList::german();
    let rare = list.look_up(word).is_some_and(|known| known.band.is_none() && !known.noun && !known.compound);
    let mended = rare.then(|| word.replacen("ss", "ß", 1))?;
    list.look_up(&mended).is_some_and(|known| known.band.is_some()).then_some(mended)
}

fn is_word(word: &str) -> bool {
    WordList::german().has(word) || !Splitter::german().split(word).is_empty()
}

/// Every way to read the word's doubtful places, the least changed first.
fn tries(word: &str) -> Vec<String> {
    let mut all = vec![String::with_capacity(word.len())];
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let (readings, used) = readings(rest, letter);
        if all.len() * readings.len() > MOST_TRIES {
            all.iter_mut().for_each(|word| word.push_str(readings[0].as_str()));
        } else {
            all = readings
                .iter()
                .flat_map(|reading| all.iter().map(move |word| format!("{word}{reading}")))
                .collect();
        }
        rest = rest.get(used..).unwrap_or_default();
    }
    all.retain(|mended| mended != word);
    all
}

/// How the letters at the front of `rest` may be read, as written first, and how many bytes they are.
fn readings(rest: &str, letter: char) -> (Vec<String>, usize) {
    let run = rest.chars().take_while(|other| *other == letter).count();
    let size = letter.len_utf8();
    if run >= 3 {
        let times = |count: usize| letter.to_string().repeat(count);
        return (vec![times(run.min(3)), times(1), times(2)], run * size);
    }
    let pair = rest.get(..2).unwrap_or_default();
    let both = |one: &str, two: &str| vec![one.to_owned(), two.to_owned()];
    match pair {
        "ss" => (both("ss", "ß"), 2),
        "ae" => (both("ae", "ä"), 2),
        "oe" => (both("oe", "ö"), 2),
        "ue" => (both("ue", "ü"), 2),
        "aa" | "ee" | "ii" | "oo" | "uu" => (both(pair, &letter.to_string()), 2),
        _ if letter == 'ß' => (both("ß", "ss"), size),
        _ => (vec![letter.to_string()], size),
    }
}

/// The other reading of a word that nobody knows: umlauts for their two-letter spellings, ss for ß.
fn unknown(word: &str) -> Option<String> {
    let mut other = String::with_capacity(word.len());
    let mut before = ' ';
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let umlaut = match (before, letter) {
            ('a' | 'e' | 'q' | 'ä', 'u') => None,
            (_, 'a') => Some('ä'),
            (_, 'o') => Some('ö'),
            (_, 'u') => Some('ü'),
            _ => None,
        };
        match umlaut {
            Some(umlaut) if letters.peek() == Some(&'e') => {
                letters.next();
                other.push(umlaut);
            }
            _ if letter == 'ß' => other.push_str("ss"),
            _ => other.push(letter),
        }
        before = letter;
    }
    (other != word).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(&str, &str)]) {
        for (surface, key) in rows {
            assert_eq!(fold(surface).key, *key, "{surface}");
        }
    }

    #[test]
    fn two_letter_umlauts_are_mended_only_in_words() {
        check(&[("Buerger", "bürger"), ("fuer", "für"), ("Buergerstammtisch", "bürgerstammtisch")]);
        check(&[("neue", "neue"), ("Feuer", "feuer"), ("Treue", "treue"), ("Poesie", "poesie")]);
        check(&[("Steuern", "steuern"), ("aktuell", "aktuell"), ("Israel", "israel"), ("Frauen", "frauen")]);
    }

    #[test]
    fn ss_for_ß_and_old_spellings_lead_to_the_word_of_today() {
        check(&[("Strasse", "straße"), ("Straße", "straße"), ("gross", "groß"), ("STRASSE", "straße")]);
        check(&[("daß", "dass"), ("muß", "muss"), ("müssen", "müssen"), ("Prozeß", "prozess")]);
        check(&[("Maße", "maße"), ("Masse", "masse"), ("Grossprojekt", "großprojekt")]);
    }

    #[test]
    fn emphasis_soft_hyphens_and_decomposed_letters_are_forgiven() {
        check(&[("sooo", "so"), ("gaaanz", "ganz"), ("Schifffahrt", "schifffahrt"), ("See", "see")]);
        check(&[("Ver\u{ad}ein", "verein"), ("u\u{308}ber", "über"), ("geht’s", "geht's")]);
    }

    #[test]
    fn capitals_of_every_kind_are_lowered() {
        check(&[("ÄRGER", "ärger"), ("CAFÉ", "café"), ("2×4", "2×4"), ("ŁÓDŹ", "łódź"), ("ÀÖØÞ", "àöøþ")]);
        check(&[("GROẞ", "groß"), ("İ", "i\u{307}"), ("ÿ", "ÿ"), ("A\u{30a}", "å")]);
    }

    #[test]
    fn a_name_keeps_its_spelling_and_gets_another_reading() {
        assert_eq!(fold("Xueller"), Folded { key: "xueller".into(), other: Some("xüller".into()) });
        assert_eq!(fold("Xyz").other, None);
    }
}
