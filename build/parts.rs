//! The parts that compounds are made of, with what each costs and which word it stands for.
//!
//! A value holds, from the low bits: the cost as a first or inner part (8 bits, 255 = cannot), the cost as
//! the last part (8 bits, 255 = cannot), how many bytes to cut from the end for the word itself (4 bits),
//! what to put there instead (4 bits, place in `TAILS`), and whether an umlaut is to be undone (1 bit).

use std::collections::{BTreeMap, BTreeSet};

use super::{ABBREVIATION, COMPOUND, NOUN, VERB};

/// What may stand at the end of a word where its part has nothing or something else.
const TAILS: [&str; 8] = ["", "e", "en", "n", "um", "us", "on", "a"];
/// The part cannot stand there.
const NEVER: u64 = 255;

/// The lists beside the word data, as written.
pub(crate) struct Lists<'t> {
    /// Adjectives and prefixes that begin compounds: `word` or `word<TAB>cost`.
    pub(crate) firsts: &'t str,
    /// Adjectives that end compounds.
    pub(crate) lasts: &'t str,
    /// Nouns that look like parts and are none (suffixes, function words).
    pub(crate) none: &'t str,
}

#[derive(Clone, Copy)]
struct Part {
    first: u64,
    last: u64,
    cut: u64,
    tail: u64,
    umlaut: bool,
}

struct Parts<'w> {
    words: &'w BTreeMap<&'w str, u64>,
    none: BTreeSet<&'w str>,
    all: BTreeMap<String, Part>,
}

/// All parts with their packed values, in the order of their letters.
pub(crate) fn parts<'w>(words: &'w BTreeMap<&'w str, u64>, lists: &Lists<'w>) -> BTreeMap<String, u64> {
    let mut parts = Parts { words, none: lines(lists.none).collect(), all: BTreeMap::new() };
    for (word, value) in words {
        let long = word.chars().count();
        if long < 3 || value & (ABBREVIATION | COMPOUND) != 0 {
            continue;
        }
        if value & NOUN != 0 {
            parts.noun(word, cost(*value, long));
        }
        if value & VERB != 0 && (1..=4).contains(&(value & 7)) {
            parts.verb(word, cost(*value, long));
        }
    }
    for line in lines(lists.firsts) {
        let (word, cost) = line.split_once('\t').unwrap_or((line, "4"));
        parts.put(word.to_owned(), word, cost.parse().unwrap_or(4), NEVER, false);
    }
    for word in lines(lists.lasts) {
        for ending in ["", "e", "en", "em", "er", "es", "ere", "eren"] {
            parts.put(format!("{word}{ending}"), word, NEVER, 4, false);
        }
    }
    parts.all.into_iter().map(|(part, value)| (part, value.packed())).collect()
}

pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Rare and short words are dear.
fn cost(value: u64, long: usize) -> u64 {
    let rare = match value & 7 {
        0 => 10,
        band => band - 1,
    };
    rare + match long {
        3 if value & 7 == 0 => 20,
        3 => 5 + rare,
        4 if value & 7 == 0 => 8,
        4 => 2,
        5 => 1,
        _ => 0,
    }
}

impl Parts<'_> {
    fn known(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Keeps the cheaper of two readings for each place.
    fn put(&mut self, text: String, word: &str, first: u64, last: u64, umlaut: bool) {
        if self.none.contains(text.as_str()) {
            return;
        }
        let plain = if umlaut { undo(&text) } else { text.clone() };
        let common = plain.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let Some(tail) = word.get(common..).and_then(|tail| TAILS.iter().position(|known| *known == tail))
        else {
            return;
        };
        let new = Part { first, last, cut: (plain.len() - common) as u64, tail: tail as u64, umlaut };
        if new.cut > 15 {
            return;
        }
        match self.all.get_mut(&text) {
            None => {
                self.all.insert(text, new);
            }
            Some(old) => {
                // The word as it stands wins: Laden is no form of Lade.
                let plain =
                    |part: &Part| part.cut == 0 && part.tail == 0 && !part.umlaut && part.last != NEVER;
                let cheaper = new.first.min(new.last) < old.first.min(old.last);
                let better = (cheaper && !plain(old)) || (plain(&new) && !plain(old));
                let (first, last) = (old.first.min(new.first), old.last.min(new.last));
                if better {
                    *old = new;
                }
                (old.first, old.last) = (first, last);
            }
        }
    }

    fn noun(&mut self, word: &str, cost: u64) {
        // Without its s such a noun seldom begins a compound: Ordnungs|amt, not Ordnung|samt.
        let bare = if links_with_s(word) { cost + 6 } else { cost };
        self.put(word.to_owned(), word, bare, cost, false);
        let rounded = umlaut(word);
        for ending in
            ["s", "es", "n", "en", "ens", "ns", "e", "er", "ern", "nen", "se", "sen", "ses", "r", "m"]
        {
            let known = self.known(&format!("{word}{ending}"));
            let first = match ending {
                "s" if links_with_s(word) => cost,
                "s" | "es" | "n" | "en" | "e" | "er" if known => cost + 1,
                "ns" | "ens" if known => cost + 1,
                "s" if !word.ends_with(['s', 'ß', 'z', 'x', 'e']) => cost + 3,
                _ => NEVER,
            };
            // Only nouns that were adjectives have -r and -m: Vorsitzender, but not Förde and förder.
            let adjective = !matches!(ending, "r" | "m") || self.known(&format!("{word}m"));
            let last = if known && adjective { cost + 1 } else { NEVER };
            if first != NEVER || last != NEVER {
                self.put(format!("{word}{ending}"), word, first, last, false);
            }
            if let Some(rounded) = &rounded
                && ["e", "en", "er", "ern", "n"].contains(&ending)
                && self.known(&format!("{rounded}{ending}"))
            {
                let first = if ending == "ern" || ending == "en" { NEVER } else { cost + 1 };
                self.put(format!("{rounded}{ending}"), word, first, cost + 1, true);
            }
        }
        if let Some(rounded) = &rounded
            && self.known(rounded)
            && word.ends_with(['r', 'l', 'n'])
        {
            // Dear, because `häuser` belongs to Haus and not to the name Hauser.
            self.put(rounded.clone(), word, cost + 5, cost + 5, true);
        }
        if let Some(bare) = word.strip_suffix('e')
            && bare.chars().count() >= 3
        {
            self.put(bare.to_owned(), word, cost + 3, NEVER, false);
            // Hilfe → Hilfs-, Geschichte → Geschichts-.
            if !bare.ends_with(['s', 'ß', 'z', 'x']) {
                self.put(format!("{bare}s"), word, cost + 6, NEVER, false);
            }
        }
        for (end, plural) in [("um", "en"), ("us", "en"), ("on", "en"), ("a", "en"), ("in", "innen")] {
            if let Some(bare) = word.strip_suffix(end)
                && bare.chars().count() >= 3
            {
                let plural = format!("{bare}{plural}");
                if self.known(&plural) {
                    self.put(plural, word, cost + 1, cost + 1, false);
                }
            }
        }
    }

    fn verb(&mut self, word: &str, cost: u64) {
        const BOUND: [&str; 7] = ["be", "ver", "er", "ent", "zer", "ge", "emp"];
        let Some(stem) = word.strip_suffix("en").or_else(|| word.strip_suffix('n')) else { return };
        let long = stem.chars().count();
        if long < 3 || (long > 4 && BOUND.iter().any(|prefix| word.starts_with(prefix))) {
            return;
        }
        let dear = cost + if long == 3 { 6 } else { 4 };
        // Schul- is of Schule, not of schulen.
        match self.all.get_mut(stem) {
            Some(noun) if noun.cut == 0 && TAILS.get(noun.tail as usize) == Some(&"e") => {
                noun.first = noun.first.min(dear);
            }
            _ => self.put(stem.to_owned(), word, dear, NEVER, false),
        }
        if stem.ends_with(['b', 'd', 'g', 's', 't', 'k', 'h', 'f', 'g']) {
            self.put(format!("{stem}e"), word, dear + 1, NEVER, false);
        }
    }
}

impl Part {
    const fn packed(self) -> u64 {
        self.first | self.last << 8 | self.cut << 16 | self.tail << 20 | (self.umlaut as u64) << 24
    }
}

/// Nouns that always take an s before the next part.
fn links_with_s(word: &str) -> bool {
    ["ung", "heit", "keit", "schaft", "tät", "ion", "ling", "tum"].iter().any(|end| word.ends_with(end))
}

/// The last a, o, u or au of a word turned into its umlaut.
fn umlaut(word: &str) -> Option<String> {
    let place = word.rfind(['a', 'o', 'u'])?;
    let (head, rest) = word.split_at(place);
    let (head, vowel, rest) = match head.strip_suffix('a') {
        Some(head) if rest.starts_with('u') => (head, "äu", rest.get(1..)?),
        _ => (
            head,
            match rest.chars().next()? {
                'a' => "ä",
                'o' => "ö",
                _ => "ü",
            },
            rest.get(1..)?,
        ),
    };
    Some(format!("{head}{vowel}{rest}"))
}

/// The last umlaut of a word undone.
fn undo(word: &str) -> String {
    let Some(place) = word.rfind(['ä', 'ö', 'ü']) else { return word.to_owned() };
    let (head, rest) = word.split_at(place);
    let mut letters = rest.chars();
    let plain = match letters.next() {
        Some('ä') => 'a',
        Some('ö') => 'o',
        _ => 'u',
    };
    format!("{head}{plain}{}", letters.as_str())
}
