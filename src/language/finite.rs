//! Finite verbs by their form: what ends like one and has an infinitive in the word list, or is irregular.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::list;
use super::wordlist::WordList;

/// Prefixes that never leave their verb.
const PREFIXES: [&str; 8] = ["be", "ge", "er", "ver", "ent", "zer", "emp", "miss"];

struct Lists {
    strong: FxHashSet<&'static str>,
    none: FxHashSet<&'static str>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        strong: list(include_str!("../../lexicons/language/strong-forms.txt")).collect(),
        none: list(include_str!("../../lexicons/language/no-finite.txt")).collect(),
    })
}

/// Whether a word written in small letters is a finite verb, as far as its form tells. Forms that are
/// infinitives too (`wir helfen`), and those in `e` (`ich helfe`, `alle`), are not told apart and count as none.
#[must_use]
pub fn is_finite(word: &str) -> bool {
    if !word.starts_with(char::is_lowercase) {
        return false;
    }
    let lists = lists();
    if strong(word, lists) {
        return true;
    }
    // `organisierte` stands before a noun as often as not.
    if lists.none.contains(word) || word.ends_with("ierte") || word.ends_with("ierten") {
        return false;
    }
    let stems = ["t", "te", "ten", "st", "et", "ete", "eten", "est", "test"].iter();
    let mut stems = stems.filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() >= 2);
    stems.any(|stem| {
        let branch = WordList::german().branch(stem);
        // The list does not mark every verb that it has.
        ["en", "n"].into_iter().any(|ending| {
            branch
                .look_up(ending)
                .is_some_and(|known| known.verb || super::inflect::is_infinitive(&format!("{stem}{ending}")))
        })
    })
}

fn strong(word: &str, lists: &Lists) -> bool {
    let has = |form: &str| {
        let plural = || form.strip_suffix("en").or_else(|| form.strip_suffix('n'));
        lists.strong.contains(form) || plural().is_some_and(|form| lists.strong.contains(form))
    };
    has(word)
        || PREFIXES
            .iter()
            .any(|prefix| word.strip_prefix(prefix).is_some_and(|form| form.len() > 2 && has(form)))
}

#[cfg(test)]
mod tests {
    use super::is_finite;

    #[test]
    fn finite_verbs_are_told_from_other_words() {
        for word in
            ["bringt", "räumte", "kamen", "verstand", "ändert", "arbeitet", "hat", "bekam", "legten", "hilft"]
        {
            assert!(is_finite(word), "{word}");
        }
        for word in
            ["heute", "letzte", "nicht", "Zahl", "gute", "alle", "engagierte", "mit", "vor", "recht", "ohne"]
        {
            assert!(!is_finite(word), "{word}");
        }
    }
}
