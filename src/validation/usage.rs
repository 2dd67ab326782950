//! What the entries of a lexicon find in some material: nothing, or too many different words.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::CodedDocument;
use crate::lexicon::{Entry, Finding, Lexicon, Pattern, Term, place_fault};

/// An open pattern that catches so many different words is told as wide.
const WORDS: usize = 15;
/// An entry that hits more than one of so many passages is told as wide, if there are enough of them.
const PASSAGES: u64 = 10;
/// The fewest passages from which a share says something.
const ENOUGH: u64 = 100;
/// How many of the words and of the dead entries are named.
const SHOWN: usize = 12;

/// What the entries found, by entry id.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// All passages, coded or not.
    pub passages: u64,
    entries: BTreeMap<u32, Found>,
}

#[derive(Clone, Debug, Default)]
struct Found {
    passages: u64,
    words: BTreeMap<String, u64>,
}

impl Usage {
    /// Takes in a coded document.
    pub fn add(&mut self, coded: &CodedDocument<'_>) {
        for passage in &coded.passages {
            self.passages += 1;
            let mut here = BTreeSet::new();
            for hit in coded.codings(passage).iter().flat_map(|coding| coded.hits(coding)) {
                let found = self.entries.entry(hit.entry).or_default();
                found.passages += u64::from(here.insert(hit.entry));
                *found.words.entry(coded.cite(hit).to_lowercase()).or_default() += 1;
            }
        }
    }

    /// What can be doubted after a look at the material: entries that are too wide (warnings), and for
    /// each code those that found nothing (a note: other material may have them).
    #[must_use]
    pub fn findings(&self, lexicon: &Lexicon) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut id = 0;
        for code in &lexicon.codes {
            let mut dead: Vec<&str> = Vec::new();
            for entry in &code.entries {
                match self.entries.get(&id) {
                    None => dead.push(&entry.text),
                    Some(found) => findings.extend(self.wide(lexicon, entry, found)),
                }
                id += 1;
            }
            if dead.is_empty() {
                continue;
            }
            let mut shown: Vec<String> = dead.iter().take(SHOWN).map(|text| format!("`{text}`")).collect();
            if dead.len() > SHOWN {
                shown.push(format!("and {} more", dead.len() - SHOWN));
            }
            let message = format!(
                "{} of {} entries of `{}` found nothing here: {}",
                dead.len(),
                code.entries.len(),
                code.path,
                shown.join(", ")
            );
            let fault = place_fault(lexicon, code.place, message);
            findings.push(Finding::note(fault.hint("`lesart code … --table terms` shows them all")));
        }
        findings
    }

    fn wide(&self, lexicon: &Lexicon, entry: &Entry, found: &Found) -> Option<Finding> {
        let many_words = is_open(&entry.pattern) && found.words.len() >= WORDS;
        let many_passages = self.passages >= ENOUGH && found.passages * PASSAGES > self.passages;
        if !many_words && !many_passages {
            return None;
        }
        let mut words: Vec<(&String, &u64)> = found.words.iter().collect();
        words.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut shown: Vec<String> =
            words.iter().take(SHOWN).map(|(word, count)| format!("{word} {count}")).collect();
        if words.len() > SHOWN {
            shown.push("…".to_owned());
        }
        let message = format!(
            "`{}` is wide: {} different words in {} of {} passages",
            entry.text,
            found.words.len(),
            found.passages,
            self.passages
        );
        let fault = place_fault(lexicon, entry.place, message);
        Some(Finding::warning(fault.hint(format!("do all of these belong here? {}", shown.join(", ")))))
    }
}

/// Whether a pattern finds words that nobody wrote down.
fn is_open(pattern: &Pattern) -> bool {
    pattern.terms().any(|term| matches!(term, Term::Wildcard { .. } | Term::Compound { .. } | Term::Stem(_)))
}
