//! What a person should look at in the list of speakers.

use std::collections::BTreeMap;

use lesart::error::distance;

/// Turns with a speaker from which on one that stands once is in doubt.
const MANY_TURNS: u64 = 10;
/// Turns of a speaker, on average, from which on speakers recur: in comments they do not.
const OFTEN: u64 = 3;
/// Letters from which on two names that differ in one may be one.
const LONG: usize = 5;
/// Possible labels that are told for a document.
const TOLD: usize = 5;

/// A speaker of a document as far as doubts go: the name and the number of turns.
pub(crate) struct Listed<'p> {
    pub(crate) name: &'p str,
    pub(crate) turns: u64,
}

/// The doubts about each of the speakers of a document, in their order; empty where there is none.
pub(crate) fn doubts(people: &[Listed<'_>]) -> Vec<String> {
    let labelled: u64 =
        people.iter().filter(|person| !person.name.is_empty()).map(|person| person.turns).sum();
    let speakers = people.iter().filter(|person| !person.name.is_empty()).count() as u64;
    people
        .iter()
        .map(|person| {
            let mut doubts = Vec::new();
            if person.name.is_empty() {
                if labelled > 0 {
                    doubts.push("turns without a speaker".to_owned());
                }
                return doubts.join("; ");
            }
            let other = people.iter().find(|other| {
                other.name != person.name
                    && (other.turns, other.name) > (person.turns, person.name)
                    && may_be_one(other.name, person.name)
            });
            if let Some(other) = other {
                doubts.push(format!("spelt nearly like {}", other.name));
            }
            if person.turns == 1 && labelled >= MANY_TURNS && labelled >= OFTEN * speakers {
                doubts.push("stands once".to_owned());
            }
            doubts.join("; ")
        })
        .collect()
}

/// Whether two names may be of one person: they differ in signs and case only, or in one letter of a
/// long word. Numbers and single letters tell people apart.
fn may_be_one(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    if a.concat() == b.concat() {
        return true;
    }
    // A word beside it that is the same (Frau, Dr.) makes up for a letter.
    let together = a.len() > 1;
    let differ: Vec<(&String, &String)> = a.iter().zip(&b).filter(|(a, b)| a != b).collect();
    let is_typing_error = |(a, b): &(&String, &String)| {
        let long = a.chars().count().min(b.chars().count()) >= LONG - usize::from(together);
        let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
        // Frau and Mann of one stem (Moderator, Moderatorin) are two people as often as not.
        let gender = a.strip_prefix(b.as_str()) == Some("in") || b.strip_prefix(a.as_str()) == Some("in");
        long && !gender && digits(a) == digits(b) && distance(a, b) == 1
    };
    a.len() == b.len() && differ.len() == 1 && differ.iter().all(is_typing_error)
}

/// Lines for people about labels of a document that were not taken for speakers.
pub(crate) fn not_taken(document: &str, possible: &[(String, u32)]) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (name, line) in possible {
        lines.entry(name).or_default().push(*line);
    }
    let mut names: Vec<(&str, Vec<u32>)> = lines.into_iter().collect();
    names.sort_by_key(|(_, lines)| (std::cmp::Reverse(lines.len()), lines.first().copied()));
    let more = names.len().saturating_sub(TOLD);
    let mut told: Vec<String> = names
        .iter()
        .take(TOLD)
        .map(|(name, lines)| {
            let shown: Vec<String> = lines.iter().take(3).map(u32::to_string).collect();
            let rest = if lines.len() > 3 { " …" } else { "" };
            let word = if lines.len() == 1 { "line" } else { "lines" };
            format!(
                "note: {document}: {name} ({word} {}{rest}) is not taken for a speaker; if it is one: --speaker {name:?}",
                shown.join(", ")
            )
        })
        .collect();
    if more > 0 {
        told.push(format!("note: {document}: {more} more that may be labels are not taken for speakers"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_are_told_and_numbers_are_not() {
        for (a, b, one) in [
            ("Frau Müller", "Frau Müler", true),
            ("Frau Müller", "frau müller", true),
            ("Frau Kaya", "Frau Kaja", true),
            ("Dr. Anna Öz", "Dr Anna Öz", true),
            ("B1", "B2", false),
            ("Person 11", "Person 12", false),
            ("Gruppe A", "Gruppe B", false),
            ("Anna", "Anne", false),
            ("Moderator", "Moderatorin", false),
        ] {
            assert_eq!(may_be_one(a, b), one, "{a} {b}");
        }
    }

    #[test]
    fn the_rarer_spelling_and_the_single_turn_are_in_doubt() {
        let people = [("I", 9), ("Herr Lemke", 8), ("Herr Lenke", 1), ("", 2)];
        let listed: Vec<Listed<'_>> =
            people.iter().map(|(name, turns)| Listed { name, turns: *turns }).collect();
        let expected = ["", "", "spelt nearly like Herr Lemke; stands once", "turns without a speaker"];
        assert_eq!(doubts(&listed), expected);
    }
}
