//! A lexicon as plain categories of written words, for programs that know nothing else.

use super::{Category, Kind, Loss};
use crate::language::{Form, Language};
use crate::lexicon::{Entry, Lexicon, Pattern, Slot, Term, theme};

/// The most written phrases that stand for one entry.
const MOST: usize = 400;

/// The codes of a lexicon with every written form of their entries, and what is lost.
#[must_use]
pub fn flatten(lexicon: &Lexicon, kind: Kind, language: &Language) -> (Vec<Category>, Vec<Loss>) {
    let mut losses = Vec::new();
    let mut categories = Vec::new();
    for code in &lexicon.codes {
        let theme = theme(&code.path);
        let mut path = vec![theme.to_owned()];
        path.extend(code.path.strip_prefix(theme).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned));
        let mut lose = |entry: &str, what: &str| {
            losses.push(Loss { code: code.path.clone(), entry: entry.to_owned(), what: what.to_owned() });
        };
        let mut terms: Vec<String> = Vec::new();
        for entry in &code.entries {
            rules(entry, &mut lose);
            match written(&entry.pattern, kind, language) {
                Ok((found, lost)) => {
                    terms.extend(found);
                    for what in lost {
                        lose(&entry.text, what);
                    }
                }
                Err(what) => lose(&entry.text, what),
            }
        }
        if code.threshold.is_some() {
            lose("", "the threshold of the code");
        }
        if !code.never.is_empty() {
            lose("", "the words that no entry may hit (never)");
        }
        if !code.implies.is_empty() {
            lose("", "the codes that come along with it (implies)");
        }
        terms.sort();
        terms.dedup();
        categories.push(Category { path, terms });
    }
    (categories, losses)
}

/// What an entry has beside its pattern.
fn rules(entry: &Entry, lose: &mut impl FnMut(&str, &str)) {
    if entry.weak {
        lose(&entry.text, "it counts only beside another hit (weak); there it counts alone");
    }
    if entry.rules != crate::lexicon::Rules::default() {
        lose(&entry.text, "its rules and weight; there it counts without them");
    }
}

type Written = (Vec<String>, Vec<&'static str>);

/// The written forms of a pattern with what they do not say, or why there are none.
fn written(pattern: &Pattern, kind: Kind, language: &Language) -> Result<Written, &'static str> {
    if pattern.gaps.iter().any(|gap| *gap > 0) {
        return Err("words with others between them: left out");
    }
    let mut lost: Vec<&'static str> = Vec::new();
    let mut phrases = vec![String::new()];
    for slot in &pattern.slots {
        let words = slot_words(slot, kind, language, &mut lost)?;
        if phrases.len() * words.len() > MOST {
            return Err("more than 400 written phrases: left out");
        }
        phrases = phrases
            .iter()
            .flat_map(|before| {
                let blank = if before.is_empty() { "" } else { " " };
                words.iter().map(move |word| format!("{before}{blank}{word}"))
            })
            .collect();
    }
    lost.sort_unstable();
    lost.dedup();
    Ok((phrases, lost))
}

fn slot_words(
    slot: &Slot,
    kind: Kind,
    language: &Language,
    lost: &mut Vec<&'static str>,
) -> Result<Vec<String>, &'static str> {
    let forms = |forms: Vec<Form>| forms.into_iter().map(|form| form.text).collect::<Vec<String>>();
    let start = |letters: String| {
        if kind.open_start() {
            Ok(format!("*{letters}"))
        } else {
            Err("a word may not begin with `*` there: left out")
        }
    };
    let mut words = Vec::new();
    for term in &slot.alternatives {
        match term {
            Term::Word(word) => words.extend(forms(language.forms(word))),
            Term::Exact(word) => words.push(word.clone()),
            Term::Stem(stem) => {
                lost.push("the stem is written with `*` and finds other words, too");
                words.push(format!("{stem}*"));
            }
            Term::Wildcard { letters, open_start, open_end } => {
                let end = if *open_end { "*" } else { "" };
                let word = format!("{letters}{end}");
                words.push(if *open_start { start(word)? } else { word });
            }
            Term::Compound { word, last, first } => {
                lost.push("compounds are written with `*`: parts of other words are found, too");
                words.extend(forms(language.forms(word)));
                if *first {
                    words.push(format!("{word}*"));
                }
                if *last {
                    let ends = forms(language.forms(word)).into_iter().map(start);
                    words.extend(ends.collect::<Result<Vec<_>, _>>()?);
                }
            }
            Term::Separable { particle, verb } => {
                lost.push("the verb torn apart is not found");
                words.extend(forms(language.separable(particle, verb).joined));
            }
        }
    }
    // Case is nothing to the other programs.
    words = words.into_iter().map(|word| word.to_lowercase()).collect();
    words.sort();
    words.dedup();
    Ok(words)
}
