//! Nouns: case and number by rules held against the word list, feminine and participle forms of persons.

use super::super::wordlist::{Branch, WordList};
use super::{Forms, join, last_part, umlaut, verb};

/// Endings of feminine nouns with a plural in -en.
const FEMININE: [&str; 11] = ["ung", "heit", "keit", "schaft", "tät", "ion", "ik", "enz", "anz", "ei", "ur"];
/// Endings of plurals.
const ENDINGS: [&str; 8] = ["e", "en", "n", "er", "ern", "se", "sen", "ien"];
/// Endings that give way in the plural.
const CHANGES: [(&str, &str); 15] = [
    ("um", "en"),
    ("um", "a"),
    ("us", "en"),
    ("us", "i"),
    ("on", "en"),
    ("on", "a"),
    ("a", "en"),
    ("o", "en"),
    ("o", "i"),
    ("is", "en"),
    ("ma", "mata"),
    ("mann", "leute"),
    ("mann", "leuten"),
    ("x", "zes"),
    ("ch", "ches"),
];
/// Persons whose participle is another verb's.
const STUDENTS: [(&str, &str); 3] =
    [("student", "studierend"), ("doktorand", "promovierend"), ("lehrling", "auszubildend")];
/// Nouns whose forms the list confuses with other words': all their forms.
const IRREGULAR: [&str; 8] = [
    "post",
    "macht mächte mächten",
    "zeit zeiten",
    "sucht süchte süchten",
    "art arten",
    "last lasten",
    "tür türen",
    "atlas atlasse atlassen atlanten",
];
/// Nouns in -er that are no agents of the verb they resemble.
const NO_AGENTS: [&str; 7] = ["bauer", "bürger", "minister", "meister", "partner", "sommer", "winter"];

/// Whether a word in lower case is a noun, or a new compound that ends in one.
pub(super) fn is_noun(lower: &str) -> bool {
    let list = WordList::german();
    match list.look_up(lower) {
        Some(known) => known.noun,
        None => last_part(lower).is_some_and(|(_, last)| list.has_noun(&last)),
    }
}

/// Puts all forms of a noun in lower case.
pub(super) fn put(lower: &str, forms: &mut Forms) {
    for form in noun(lower) {
        forms.put_noun(&form);
    }
}

/// All forms of a noun, the feminine ones with them.
fn noun(lower: &str) -> Vec<String> {
    let mut found = vec![lower.to_owned()];
    if nominalised(lower, &mut found) {
        return found;
    }
    decline(lower, &mut found);
    persons(lower, &mut found);
    if let Some((front, last)) = last_part(lower) {
        let mut tail = Vec::new();
        if !nominalised(&last, &mut tail) {
            decline(&last, &mut tail);
            persons(&last, &mut tail);
        }
        found.extend(tail.into_iter().map(|form| join(&[&front, &form])));
    }
    found
}

/// Case and number of one noun.
fn decline(lower: &str, found: &mut Vec<String>) {
    if let Some(row) = IRREGULAR.iter().find(|row| row.split(' ').next() == Some(lower)) {
        found.extend(row.split(' ').map(str::to_owned));
        return;
    }
    let noun = Noun::of(lower);
    if lower.ends_with("in") && noun.stem.has("nen") {
        found.push(join(&[lower, "nen"]));
        if noun.feminine_person() {
            return;
        }
    }
    if FEMININE.iter().any(|end| lower.ends_with(end)) && !noun.masculine {
        found.push(join(&[lower, "en"]));
        return;
    }
    for ending in ["s", "es", "ens", "ns", "ses"] {
        if noun.stem.has(ending) && (noun.masculine || ending != "s") && !noun.clashes(ending) {
            found.push(join(&[lower, ending]));
        }
    }
    for plural in noun.plurals() {
        let dative = join(&[&plural, "n"]);
        if ["e", "er", "el"].iter().any(|end| plural.ends_with(end)) && !WordList::german().has_noun(&dative)
        {
            found.push(dative);
        }
        found.push(plural);
    }
    always(lower, &noun, found);
}

/// Forms that need no proof.
fn always(lower: &str, noun: &Noun<'_>, found: &mut Vec<String>) {
    let ends = |end: &str| lower.ends_with(end);
    let mut put = |ending: &str| found.push(join(&[lower, ending]));
    if ends("chen") || ends("lein") {
        put("s");
    } else if ends("ling") {
        ["e", "en", "s"].iter().for_each(|end| put(end));
    } else if ends("e") {
        put("n");
    } else if ends("er") || ends("el") {
        put("n");
        if noun.masculine {
            put("s");
        }
    } else if ends("or") {
        put("en");
        put("s");
    } else if !noun.known && !ends("s") {
        put("s");
    }
}

/// A noun with what the list has behind it.
struct Noun<'w> {
    lower: &'w str,
    stem: Branch,
    known: bool,
    /// It has a genitive in -s, as masculine and neuter nouns have.
    masculine: bool,
}

impl<'w> Noun<'w> {
    fn of(lower: &'w str) -> Self {
        let stem = WordList::german().branch(lower);
        let known = stem.has("");
        let ends = |endings: &[&str]| endings.iter().any(|end| lower.ends_with(end));
        let masculine = if ends(&["ung", "heit", "keit", "schaft", "tät"]) {
            ends(&["sprung", "schwung"])
        } else if known {
            // After most consonants a lone s is a linking element: `arbeits` is no genitive.
            stem.has("es")
                || stem.has("ses")
                || (stem.has("s")
                    && (lower.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'r', 'l', 'n', 'm'])
                        || !stem.has("en")))
        } else {
            ends(&["er", "el", "or", "ist", "ent", "ant"])
        };
        Self { lower, stem, known, masculine }
    }

    /// Whether the noun with an ending is another noun, or another noun's form: Rat and Raten.
    fn clashes(&self, ending: &str) -> bool {
        let shorter = |end: char| {
            ending.strip_suffix(end).is_some_and(|bare| !bare.is_empty() && self.stem.has_noun(bare))
        };
        self.stem.has_noun(ending) || shorter('n') || (ending.ends_with("ns") && shorter('s'))
    }

    /// Plurals that the list has and that are nothing else, and where there is none the regular ones.
    fn plurals(&self) -> Vec<String> {
        let list = WordList::german();
        let lower = self.lower;
        let verb = self.stem.look_up("en").is_some_and(|known| known.verb);
        let mut plurals = Vec::new();
        let mut doubtful = Vec::new();
        for ending in ENDINGS {
            let allowed = match ending {
                "e" => self.masculine || !verb,
                "er" | "ern" => self.masculine,
                _ => true,
            };
            if !allowed || !self.stem.has(ending) {
                continue;
            }
            let form = join(&[lower, ending]);
            if self.clashes(ending) { doubtful.push(form) } else { plurals.push(form) }
        }
        if let Some(rounded) = umlaut(lower) {
            let stem = list.branch(&rounded);
            for ending in ["", "e", "en", "er", "ern", "n"] {
                let other =
                    ending.strip_suffix('n').is_some_and(|bare| !bare.is_empty() && stem.has_noun(bare));
                if stem.look_up(ending).is_some_and(|known| !known.noun) && !other {
                    plurals.push(join(&[&rounded, ending]));
                }
            }
        }
        for (end, plural) in CHANGES {
            if let Some(bare) = lower.strip_suffix(end) {
                let form = join(&[bare, plural]);
                if list.look_up(&form).is_some_and(|known| !known.noun) {
                    plurals.push(form);
                }
            }
        }
        if plurals.iter().all(|plural| plural.strip_prefix(lower) == Some("en")) {
            // A plural that is another noun too counts only where the noun has no other: Recht, Rechte.
            if self.masculine {
                plurals.append(&mut doubtful);
            }
            self.regular(&mut plurals);
        }
        plurals
    }

    /// Regular forms for a noun whose plural the list lacks (`tische`).
    fn regular(&self, plurals: &mut Vec<String>) {
        if !self.known || self.lower.ends_with(['e', 's', 'n', 'r', 'l', 'a', 'o', 'i', 'y']) {
            return;
        }
        for ending in ["e", "en", "s", "es"] {
            if !self.stem.has(ending) && !self.clashes(ending) {
                plurals.push(format!("{}{ending}", self.lower));
            }
        }
    }

    fn feminine_person(&self) -> bool {
        let list = WordList::german();
        self.lower.strip_suffix("in").is_some_and(|bare| {
            let stem = list.branch(bare);
            stem.has_noun("") || stem.has_noun("e") || bare.contains(['ä', 'ö', 'ü'])
        })
    }
}

/// The feminine of a person, and the participle that means the same: Teilnehmerin, Teilnehmende.
fn persons(lower: &str, found: &mut Vec<String>) {
    let list = WordList::german();
    if lower.ends_with("in") {
        return;
    }
    let bare = lower.strip_suffix('e').unwrap_or(lower);
    let feminine = [Some(join(&[bare, "in"])), umlaut(bare).map(|rounded| join(&[&rounded, "in"]))]
        .into_iter()
        .flatten()
        .filter(|word| list.has_noun(word) && list.has(&join(&[word, "nen"])));
    let feminine: Vec<String> = feminine.collect();
    if feminine.is_empty() {
        return;
    }
    found.extend(feminine.iter().map(|word| join(&[word, "nen"])));
    found.extend(feminine);
    let participle = STUDENTS.iter().find(|row| row.0 == lower).map(|row| row.1.to_owned()).or_else(|| {
        let stem = lower.strip_suffix("er").filter(|_| !NO_AGENTS.contains(&lower))?;
        let infinitive =
            [join(&[stem, "en"]), join(&[stem, "n"])].into_iter().find(|word| verb::is_verb(word))?;
        Some(join(&[&infinitive, "d"]))
    });
    if let Some(participle) = participle {
        found.extend(["e", "er", "en", "em"].iter().map(|ending| join(&[&participle, ending])));
    }
}

/// Adjectives and participles as nouns (Ehrenamtliche, Angestellter, Teilnehmende); whether the word is one.
fn nominalised(lower: &str, found: &mut Vec<String>) -> bool {
    let list = WordList::german();
    let stem = lower.strip_suffix("er").filter(|stem| {
        let stem = list.branch(stem);
        stem.has_noun("e") && (stem.has("em") || !(stem.has("ern") || stem.has("ers")))
    });
    let stem = stem.or_else(|| {
        let stem = lower.strip_suffix('e')?;
        let listed = list.has(&join(&[stem, "er"]))
            && !list.has_noun(&join(&[stem, "er"]))
            && list.has(&join(&[stem, "en"]));
        let participle = stem.strip_suffix('d').is_some_and(verb::is_verb);
        let ending = ["lich", "ig", "isch"].iter().any(|end| stem.ends_with(end));
        (listed || participle || (ending && !list.has(lower))).then_some(stem)
    });
    let Some(stem) = stem else { return false };
    found.extend(["e", "er", "en", "em", "es"].iter().map(|ending| join(&[stem, ending])));
    // Beamtin beside Beamter.
    let feminine = join(&[stem, "in"]);
    if list.has_noun(&feminine) {
        found.push(join(&[&feminine, "nen"]));
        found.push(feminine);
    }
    true
}
