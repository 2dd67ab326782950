//! Nouns: case and number by rules held against the word list, feminine and participle forms of persons.

use super::super::wordlist::WordList;
use super::{Forms, last_part, umlaut, verb};

/// Endings of feminine nouns with a plural in -en.
const FEMININE: [&str; 11] = ["ung", "heit", "keit", "schaft", "tät", "ion", "ik", "enz", "anz", "ei", "ur"];
/// What may follow a noun.
const ENDINGS: [&str; 15] =
    ["e", "en", "n", "s", "es", "er", "ern", "se", "sen", "ses", "ens", "ns", "ien", "nen", "ten"];
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
const IRREGULAR: [&str; 6] =
    ["post", "macht mächte mächten", "zeit zeiten", "sucht süchte süchten", "art arten", "last lasten"];
/// Nouns in -er that are no agents of the verb they resemble.
const NO_AGENTS: [&str; 6] = ["bürger", "minister", "meister", "partner", "sommer", "winter"];

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
        found.extend(tail.into_iter().map(|form| format!("{front}{form}")));
    }
    found
}

/// Case and number of one noun.
fn decline(lower: &str, found: &mut Vec<String>) {
    let list = WordList::german();
    if let Some(row) = IRREGULAR.iter().find(|row| row.split(' ').next() == Some(lower)) {
        found.extend(row.split(' ').map(str::to_owned));
        return;
    }
    let mut put = |form: String| found.push(form);
    if lower.ends_with("in") && list.has(&format!("{lower}nen")) {
        put(format!("{lower}nen"));
        if feminine_person(lower) {
            return;
        }
    }
    if FEMININE.iter().any(|end| lower.ends_with(end)) && !masculine(lower) {
        put(format!("{lower}en"));
        return;
    }
    let masculine = masculine(lower);
    let clashes = |form: &str| {
        let bare =
            |end: char| form.strip_suffix(end).is_some_and(|bare| bare != lower && list.has_noun(bare));
        list.has_noun(form) || bare('n') || (form.ends_with("ns") && bare('s'))
    };
    let mut plurals = Vec::new();
    let mut doubtful = Vec::new();
    for ending in ENDINGS {
        let form = format!("{lower}{ending}");
        if !list.has(&form) || (!masculine && matches!(ending, "e" | "er" | "ern")) {
            continue;
        }
        match ending {
            "s" | "es" | "ens" | "ns" | "ses" if !clashes(&form) => {
                if masculine || ending != "s" {
                    put(form);
                }
            }
            _ if clashes(&form) => doubtful.push(form),
            _ => plurals.push(form),
        }
    }
    if let Some(rounded) = umlaut(lower) {
        for ending in ["", "e", "en", "er", "ern", "n"] {
            let form = format!("{rounded}{ending}");
            if list.has(&form) && !clashes(&form) {
                plurals.push(form);
            }
        }
    }
    for (end, plural) in CHANGES {
        if let Some(bare) = lower.strip_suffix(end) {
            let form = format!("{bare}{plural}");
            if list.has(&form) && !list.has_noun(&form) {
                plurals.push(form);
            }
        }
    }
    // A plural that is another noun too counts only where the noun has no other: Recht, Rechte.
    if masculine && plurals.iter().all(|plural| plural.strip_prefix(lower) == Some("en")) {
        plurals.append(&mut doubtful);
    }
    if !masculine && list.has(lower) && plurals.iter().all(|plural| plural.strip_prefix(lower) == Some("en"))
    {
        // The list is not complete (`tische` is missing); the regular forms are tried.
        let regular = ["e", "en", "s", "es"].map(|ending| format!("{lower}{ending}"));
        if !lower.ends_with(['e', 's', 'n', 'r', 'l', 'a', 'o', 'i', 'y']) && !list.has(&format!("{lower}en"))
        {
            plurals.extend(regular.into_iter().filter(|form| !list.has(form)));
        } else if lower.ends_with("sch") || lower.ends_with("isch") {
            plurals.extend(regular.into_iter().filter(|form| !clashes(form)));
        }
    }
    for plural in plurals {
        let dative = format!("{plural}n");
        if (plural.ends_with('e') || plural.ends_with("er") || plural.ends_with("el"))
            && !list.has_noun(&dative)
        {
            put(dative);
        }
        put(plural);
    }
    always(lower, masculine, &mut put);
}

/// Forms that need no proof.
fn always(lower: &str, masculine: bool, put: &mut impl FnMut(String)) {
    let ends = |end: &str| lower.ends_with(end);
    if ends("chen") || ends("lein") {
        put(format!("{lower}s"));
    } else if ends("ling") {
        ["e", "en", "s"].iter().for_each(|end| put(format!("{lower}{end}")));
    } else if ends("ismus") || ends("e") {
        if ends("e") {
            put(format!("{lower}n"));
        }
    } else if ends("er") || ends("el") {
        put(format!("{lower}n"));
        if masculine || !WordList::german().has(lower) {
            put(format!("{lower}s"));
        }
    } else if ends("or") {
        put(format!("{lower}en"));
        put(format!("{lower}s"));
    } else if !WordList::german().has(lower) && !ends("s") {
        put(format!("{lower}s"));
    }
}

/// Whether the noun has a genitive in -s, as masculine and neuter nouns have.
fn masculine(lower: &str) -> bool {
    let list = WordList::german();
    if ["ung", "heit", "keit", "schaft", "tät"].iter().any(|end| lower.ends_with(end)) {
        return lower.ends_with("sprung") || lower.ends_with("schwung");
    }
    // After most consonants a lone s is a linking element: `arbeits` is no genitive.
    let short = lower.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'r', 'l', 'n', 'm'])
        || !list.has(&format!("{lower}en"));
    ["es", "ses"].iter().any(|end| list.has(&format!("{lower}{end}")))
        || (short && list.has(&format!("{lower}s")))
        || (!list.has(lower)
            && ["er", "el", "or", "ist", "ent", "ant"].iter().any(|end| lower.ends_with(end)))
}

fn feminine_person(lower: &str) -> bool {
    let list = WordList::german();
    let Some(bare) = lower.strip_suffix("in") else { return false };
    list.has(&format!("{lower}nen"))
        && (list.has_noun(bare) || list.has_noun(&format!("{bare}e")) || bare.contains(['ä', 'ö', 'ü']))
}

/// The feminine of a person, and the participle that means the same: Teilnehmerin, Teilnehmende.
fn persons(lower: &str, found: &mut Vec<String>) {
    let list = WordList::german();
    if lower.ends_with("in") {
        return;
    }
    let bare = lower.strip_suffix('e').unwrap_or(lower);
    let feminine = [Some(format!("{bare}in")), umlaut(bare).map(|rounded| format!("{rounded}in"))]
        .into_iter()
        .flatten()
        .find(|word| list.has_noun(word) && list.has(&format!("{word}nen")));
    let Some(feminine) = feminine else { return };
    found.push(format!("{feminine}nen"));
    found.push(feminine);
    let participle = STUDENTS.iter().find(|row| row.0 == lower).map(|row| row.1.to_owned()).or_else(|| {
        let stem = lower.strip_suffix("er").filter(|_| !NO_AGENTS.contains(&lower))?;
        let infinitive =
            [format!("{stem}en"), format!("{stem}n")].into_iter().find(|word| verb::is_verb(word))?;
        Some(format!("{infinitive}d"))
    });
    if let Some(participle) = participle {
        found.extend(["e", "er", "en", "em"].iter().map(|ending| format!("{participle}{ending}")));
    }
}

/// Adjectives and participles as nouns (Ehrenamtliche, Angestellter, Teilnehmende); whether the word is one.
fn nominalised(lower: &str, found: &mut Vec<String>) -> bool {
    let list = WordList::german();
    let stem = lower
        .strip_suffix("er")
        .filter(|stem| list.has_noun(&format!("{stem}e")) && list.has(&format!("{stem}em")));
    let stem = stem.or_else(|| {
        let stem = lower.strip_suffix('e')?;
        let listed = list.has(&format!("{stem}er"))
            && !list.has_noun(&format!("{stem}er"))
            && list.has(&format!("{stem}en"));
        let participle = stem.strip_suffix('d').is_some_and(verb::is_verb);
        let ending = ["lich", "ig", "isch"].iter().any(|end| stem.ends_with(end));
        (listed || participle || (ending && !list.has(lower))).then_some(stem)
    });
    let Some(stem) = stem else { return false };
    found.extend(["e", "er", "en", "em", "es"].iter().map(|ending| format!("{stem}{ending}")));
    true
}
