//! Entries that add nothing, because another entry of their code finds every place of theirs.

use super::compile::CompiledLexicon;
use super::forms::forms_of;
use super::{Code, Entry, Finding, Lexicon, Term, place_fault};
use crate::coding::EntryId;
use crate::language::Language;
use crate::language::vocabulary::Vocabulary;

/// A term of an entry with the tests that each of its written forms passes.
struct Seen<'l> {
    term: &'l Term,
    forms: Vec<Form>,
}

struct Form {
    text: String,
    tests: Vec<u32>,
}

/// A warning for each entry that another of its code makes useless, in the order of the files.
#[must_use]
pub fn shadowed(lexicon: &Lexicon, compiled: &CompiledLexicon, language: &Language) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut vocabulary = Vocabulary::default();
    let mut first = 0;
    for code in &lexicon.codes {
        let entries = numbered(code, &mut first);
        if is_weighed(code) {
            continue;
        }
        // An entry of one word without conditions can stand for others.
        let wide: Vec<(usize, &Entry, u32)> = entries
            .iter()
            .enumerate()
            .filter_map(|(at, (id, entry))| match compiled.program(*id).slots.as_slice() {
                [slot] if slot.torn.is_empty() && is_plain(entry) => Some((at, *entry, slot.test)),
                _ => None,
            })
            .collect();
        let seen: Vec<Vec<Vec<Seen<'_>>>> = entries
            .iter()
            .map(|(_, entry)| {
                let slots = entry.pattern.slots.iter();
                slots
                    .map(|slot| {
                        let terms = slot.alternatives.iter();
                        terms.map(|term| look(term, compiled, language, &mut vocabulary)).collect()
                    })
                    .collect()
            })
            .collect();
        let covers = |other: &Entry, test: u32, slots: &[Vec<Seen<'_>>]| {
            slots.iter().any(|terms| terms.iter().all(|term| term.is_covered(other, test)))
        };
        for (at, (_, entry)) in entries.iter().enumerate().filter(|(_, (_, entry))| !entry.weak) {
            let by = wide.iter().find(|(other_at, other, test)| {
                let alike = other.pattern == entry.pattern;
                let covered = !alike && *other_at != at && covers(other, *test, &seen[at]);
                // Two that find the same: the first one stays.
                covered && (*other_at < at || !mutual(&wide, at, &seen[*other_at], &covers))
            });
            if let Some((_, other, _)) = by {
                let message = format!(
                    "`{}` adds nothing to `{}`: `{}` finds every place of it",
                    entry.text, code.path, other.text
                );
                let fault = place_fault(lexicon, entry.place, message);
                findings.push(Finding::warning(fault.hint("leave one of the two out")));
            }
        }
    }
    findings
}

/// Whether the entry at `at`, if it is wide, covers the other as well.
fn mutual(
    wide: &[(usize, &Entry, u32)],
    at: usize,
    other: &[Vec<Seen<'_>>],
    covers: &impl Fn(&Entry, u32, &[Vec<Seen<'_>>]) -> bool,
) -> bool {
    wide.iter().any(|(here, entry, test)| *here == at && covers(entry, *test, other))
}

/// The entries of a code with their ids; `first` goes on to the next code.
fn numbered<'l>(code: &'l Code, first: &mut EntryId) -> Vec<(EntryId, &'l Entry)> {
    let entries: Vec<_> = (*first..).zip(&code.entries).collect();
    *first += EntryId::try_from(code.entries.len()).unwrap_or(0);
    entries
}

/// Whether an entry counts wherever its words stand.
fn is_plain(entry: &Entry) -> bool {
    !entry.weak && entry.rules.is_empty()
}

/// Whether hits of a code are weighed, so that a second one counts.
fn is_weighed(code: &Code) -> bool {
    code.threshold.is_some() || code.entries.iter().any(|entry| entry.rules.weight.is_some())
}

fn look<'l>(
    term: &'l Term,
    compiled: &CompiledLexicon,
    language: &Language,
    vocabulary: &mut Vocabulary,
) -> Seen<'l> {
    let written = match term {
        Term::Word(_) | Term::Exact(_) | Term::Compound { .. } => forms_of(term, language),
        _ => Vec::new(),
    };
    let forms = written.into_iter().filter(|(_, kind)| *kind != "part").map(|(text, _)| {
        let word = vocabulary.get(&text, 0, text.len(), compiled);
        Form { tests: vocabulary.tests(word).to_vec(), text: text.to_lowercase() }
    });
    Seen { term, forms: forms.collect() }
}

impl Seen<'_> {
    /// Whether an entry of one word finds every word of this term.
    fn is_covered(&self, other: &Entry, test: u32) -> bool {
        let others = || other.pattern.terms();
        match self.term {
            Term::Word(_) | Term::Exact(_) => {
                !self.forms.is_empty()
                    && self.forms.iter().all(|form| form.tests.binary_search(&test).is_ok())
            }
            Term::Compound { word, last, first } => others().any(|other| match other {
                Term::Compound { word: wide, last: wide_last, first: wide_first } => {
                    word == wide && (*wide_last || !last) && (*wide_first || !first)
                }
                Term::Wildcard { letters, open_start: true, open_end: true } => {
                    let letters = letters.to_lowercase();
                    !self.forms.is_empty() && self.forms.iter().all(|form| form.text.contains(&letters))
                }
                _ => false,
            }),
            Term::Wildcard { letters, open_start, open_end } => others().any(|other| match other {
                Term::Wildcard { letters: wide, open_start: wide_start, open_end: wide_end } => {
                    let [narrow, wide] = [letters, wide].map(|letters| letters.to_lowercase());
                    match (wide_start, wide_end) {
                        (true, true) => narrow.contains(&wide),
                        (false, true) => !open_start && narrow.starts_with(&wide),
                        (true, false) => !open_end && narrow.ends_with(&wide),
                        (false, false) => false,
                    }
                }
                _ => false,
            }),
            Term::Stem(_) | Term::Separable { .. } => others().any(|other| other == self.term),
        }
    }
}
