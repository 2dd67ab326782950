//! How a suggestion is written and shown: the form of a dictionary, and the words around it.

use crate::corpus::quote;
use crate::tables::bag::Forms;

/// Code points of context on each side of a word.
const REACH: usize = 50;

/// The form under which a word would stand in a lexicon: a verb's infinitive where it is said, else the shortest of its forms.
pub(super) fn base_form(forms: &Forms) -> String {
    let all = forms.sorted();
    let capital = all
        .iter()
        .filter(|(form, _)| form.starts_with(char::is_uppercase))
        .map(|(_, count)| count)
        .sum::<u64>();
    let noun = capital * 2 > forms.count();
    let fits = |form: &&str| form.starts_with(char::is_uppercase) == noun;
    let lower: Vec<String> = all.iter().map(|(form, _)| form.to_lowercase()).collect();
    // A form in -en is an infinitive where the same stem is said with a verb's -t, or with ge- before it.
    let infinitive = lower.iter().find(|form| {
        form.strip_suffix("en").is_some_and(|stem| {
            lower.iter().any(|other| *other == format!("{stem}t") || *other == format!("ge{stem}t"))
        })
    });
    if let Some(infinitive) = infinitive.filter(|_| !noun) {
        return infinitive.clone();
    }
    let shortest = all.iter().map(|(form, _)| *form).filter(fits).min_by_key(|form| form.chars().count());
    shortest.unwrap_or_else(|| forms.name()).to_lowercase()
}

/// A word with what stands around it in its passage.
pub(super) fn in_context(
    text: &str,
    passage: std::ops::Range<usize>,
    word: std::ops::Range<usize>,
) -> String {
    let before = text.get(passage.start..word.start).unwrap_or_default();
    let after = text.get(word.end..passage.end).unwrap_or_default();
    let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at);
    let [start, end] = [from > 0, to < after.len()].map(|cut| if cut { "…" } else { "" });
    let around = format!(
        "{start}{}{}{}{end}",
        before.get(from..).unwrap_or_default(),
        text.get(word).unwrap_or_default(),
        after.get(..to).unwrap_or_default()
    );
    quote(&around).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(forms: &[(&str, u64)]) -> String {
        let mut all = Forms::default();
        for (form, count) in forms {
            all.add(form, *count);
        }
        base_form(&all)
    }

    #[test]
    fn a_term_stands_in_the_form_of_a_dictionary() {
        assert_eq!(base(&[("sagt", 5), ("sagen", 1), ("Sag", 1)]), "sagen");
        assert_eq!(base(&[("kaputten", 2), ("kaputt", 1)]), "kaputt");
        assert_eq!(base(&[("Vereine", 3), ("Verein", 1), ("vereine", 1)]), "verein");
        assert_eq!(base(&[("Runder Tisch", 1)]), "runder tisch");
    }

    #[test]
    fn a_word_is_shown_with_what_stands_around_it() {
        let text = "Anna: Der Verein\nhilft.";
        let at = text.find("Verein").expect("it is there");
        assert_eq!(in_context(text, 6..text.len(), at..at + 6), "Der Verein hilft.");
        let long = format!("{} Wort {}", "ä".repeat(80), "ö".repeat(80));
        let at = long.find("Wort").expect("it is there");
        let cited = in_context(&long, 0..long.len(), at..at + 4);
        assert!(cited.starts_with('…') && cited.ends_with('…') && cited.chars().count() < 110);
    }
}
