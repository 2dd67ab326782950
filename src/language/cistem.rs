//! Stems: CISTEM (Weißweiler and Fraser 2017), written from its description, and Snowball beside it.
//!
//! Stems serve the word tables and entries marked `stem:`; lexicon words find their forms by `inflect`.

use rust_stemmers::Algorithm;

/// Which stemmer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Stemmer {
    /// The German Snowball stemmer.
    Snowball,
    /// CISTEM: about a tenth more of a word's forms under one stem.
    #[default]
    Cistem,
}

impl Stemmer {
    /// All stemmers with their names, in the order of help texts.
    pub const ALL: [(&'static str, Self); 2] = [("cistem", Self::Cistem), ("snowball", Self::Snowball)];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cistem => "cistem",
            Self::Snowball => "snowball",
        }
    }

    /// The stem of a word in lower case.
    #[must_use]
    pub fn stem(self, folded: &str) -> String {
        match self {
            Self::Snowball => rust_stemmers::Stemmer::create(Algorithm::German).stem(folded).into_owned(),
            Self::Cistem => cistem(folded, false),
        }
    }
}

/// Letters that stand for `sch`, `ei`, `ie` and the second of a double letter while endings are cut.
const SCH: char = '$';
const EI: char = '%';
const IE: char = '&';
const TWIN: char = '*';

/// The CISTEM stem of a word; a `capital` word (a noun) keeps its final t.
///
/// Umlauts are folded and a leading `ge` is cut, so stems are not German words.
#[must_use]
pub fn cistem(word: &str, capital: bool) -> String {
    let mut letters = marked(&plain(word));
    cut_endings(&mut letters, capital);
    let mut stem = String::with_capacity(letters.len() + 4);
    let mut last = ' ';
    for letter in letters {
        match letter {
            SCH => stem.push_str("sch"),
            EI => stem.push_str("ei"),
            IE => stem.push_str("ie"),
            TWIN => stem.push(last),
            other => stem.push(other),
        }
        last = letter;
    }
    stem
}

/// Lower case without umlauts, ß and a leading `ge` before four letters or more.
fn plain(word: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => letters.push('a'),
            'ö' => letters.push('o'),
            'ü' => letters.push('u'),
            'ß' => letters.extend(['s', 's']),
            other => letters.push(other),
        }
    }
    if letters.len() >= 6 && letters.starts_with(&['g', 'e']) {
        letters.drain(..2);
    }
    letters
}

/// `sch`, `ei`, `ie` as one letter each, then the second of two equal letters as a mark.
fn marked(letters: &[char]) -> Vec<char> {
    let mut marked = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((first, after)) = rest.split_first() {
        let (letter, used) = match rest {
            ['s', 'c', 'h', ..] => (SCH, 3),
            ['e', 'i', ..] => (EI, 2),
            ['i', 'e', ..] => (IE, 2),
            _ => (*first, 1),
        };
        let twin = marked.last() == Some(&letter);
        marked.push(if twin { TWIN } else { letter });
        rest = after.get(used - 1..).unwrap_or_default();
    }
    marked
}

fn cut_endings(letters: &mut Vec<char>, capital: bool) {
    while letters.len() > 3 {
        let cut = match letters.as_slice() {
            [.., 'e', 'm' | 'r'] | [.., 'n', 'd'] if letters.len() > 5 => 2,
            [.., 't'] if !capital => 1,
            [.., 'e' | 's' | 'n'] => 1,
            _ => return,
        };
        letters.truncate(letters.len() - cut);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stemmer: Stemmer, same: &[&str], apart: &str) {
        let stems: Vec<String> = same.iter().map(|word| stemmer.stem(word)).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{same:?}: {stems:?}");
        assert!(!stems.contains(&stemmer.stem(apart)), "{same:?} and {apart}: {stems:?}");
    }

    #[test]
    fn forms_of_a_word_share_their_stem() {
        check(Stemmer::Cistem, &["haus", "häuser", "häusern", "hauses"], "maus");
        check(Stemmer::Cistem, &["speicherbehältern", "speicherbehälter"], "speicher");
        check(Stemmer::Cistem, &["engagieren", "engagiert", "engagierten", "engagierte"], "engpass");
        check(Stemmer::Snowball, &["verein", "vereine", "vereinen"], "verb");
    }

    #[test]
    fn a_noun_keeps_its_final_t() {
        assert_eq!((cistem("Macht", true), cistem("macht", false)), ("macht".into(), "mach".into()));
    }

    #[test]
    fn short_and_odd_words_have_stems_too() {
        for word in ["", "e", "ss", "öö", "naïve", "ge", "schsch", "eiei"] {
            assert!(word.is_empty() || !cistem(word, false).is_empty(), "{word}");
        }
        assert_eq!(cistem("schiff", false), "schiff");
    }
}
