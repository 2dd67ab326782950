//! Makes a lexicon quick: its terms become tests that every distinct word form takes once.
//!
//! A term is a test with a number. The inflected forms of plain words lie in one hash map; parts of
//! words (wildcards, compounds) are found by one automaton; what a form passes is remembered in the
//! vocabulary, so the running text only compares numbers.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::build::Builder;
use super::form_table::FormTable;
use super::rule_program::{CodeRules, RuleProgram};
use crate::coding::{CodeId, EntryId, Scheme, SchemeCode};
use crate::language::cues::Cues;
use crate::language::vocabulary::{Anchor, Findings, Probe};
use crate::language::{Language, Stemmer};

/// A lexicon ready for matching.
#[derive(Debug)]
pub struct CompiledLexicon {
    pub(super) scheme: Scheme,
    pub(super) programs: Vec<Program>,
    /// For each term the slots that it fills.
    pub(super) slots_of_term: Vec<Vec<u32>>,
    /// For each slot the entries that are looked for where a word fills it, with the place of the slot.
    pub(super) anchors: Vec<Vec<Anchor>>,
    pub(super) forms: FormTable,
    pub(super) stems: FxHashMap<Box<str>, Vec<u32>>,
    pub(super) stemmer: Stemmer,
    pub(super) parts: Option<AhoCorasick>,
    /// What each pattern of `parts` stands for.
    pub(super) part_uses: Vec<PartUse>,
    pub(super) compounds: Vec<Compound>,
    pub(super) language: &'static Language,
    /// The rules of entries that have some.
    pub(super) rules: Vec<RuleProgram>,
    /// For each code what holds for all its entries.
    pub(super) code_rules: Vec<CodeRules>,
}

/// An entry as the matcher runs it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Program {
    /// Its code.
    pub code: CodeId,
    /// Counts only beside another hit of its code.
    pub weak: bool,
    /// What it counts towards the threshold of its code, in thousandths.
    pub weight: u32,
    /// The number of its rules ([`CompiledLexicon::rules`]); 0 for none.
    pub rules: u32,
    /// Its slots in order.
    pub slots: Vec<SlotTests>,
    /// The most words between two slots, 0 for side by side.
    pub gaps: Vec<u8>,
}

/// What fills a slot: a word that passes `test`, or a torn verb.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlotTests {
    /// The test of all its words; 0 where there are none.
    pub test: u32,
    /// Separable verbs in more than one piece.
    pub torn: Vec<Torn>,
}

/// The tests of a separable verb in more than one piece; 0 where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Torn {
    /// The finite forms of the base verb.
    pub verb: u32,
    /// The particle that must end the clause.
    pub particle: u32,
    /// The particle that the base verb has itself (`wieder|herstellen`: `her`), which follows directly.
    pub inner: u32,
    /// The infinitive and participle, where the particle may stand apart before them (`zurück bekommen`).
    pub apart: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct PartUse {
    pub(super) test: u32,
    pub(super) kind: PartKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PartKind {
    /// A wildcard: whether the word may begin before and go on behind the letters.
    Wildcard { open_start: bool, open_end: bool },
    /// A form of a compound term; the word is taken apart to see whether it is a part.
    Compound(usize),
}

#[derive(Debug)]
pub(super) struct Compound {
    pub(super) forms: Vec<Cow<'static, str>>,
    pub(super) first: bool,
    pub(super) last: bool,
}

/// No word passes this test.
pub const NEVER: u32 = 0;
/// Words that join clauses pass this test; a torn verb's particle may stand before them.
pub const JOINS_CLAUSES: u32 = 1;
/// Set in a test that counts only where the writer drops capitals.
const SMALL: u32 = 1 << 31;

impl CompiledLexicon {
    /// Compiles a lexicon; entries keep the order of the codes and of their files.
    #[must_use]
    pub fn new(lexicon: &Lexicon, language: &'static Language, stemmer: Stemmer) -> Self {
        let mut builder = Builder::new(lexicon, language, stemmer);
        let named = lexicon.themes.iter().map(|theme| (theme.path.clone(), theme.label.clone()));
        builder.scheme.themes = named.collect();
        for code in &lexicon.codes {
            builder.scheme.codes.push(SchemeCode { path: code.path.clone(), label: code.label.clone() });
        }
        for (id, code) in (0..=CodeId::MAX).zip(&lexicon.codes) {
            builder.code(code);
            for entry in &code.entries {
                builder.entry(id, entry);
            }
        }
        builder.finish()
    }

    /// Codes and entries by id.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The program of an entry.
    #[must_use]
    pub fn program(&self, entry: EntryId) -> &Program {
        &self.programs[entry as usize]
    }

    /// The variant of a test that counts only where the writer drops capitals.
    #[must_use]
    pub const fn small(test: u32) -> u32 {
        test | SMALL
    }

    /// A test without its variant.
    #[must_use]
    pub const fn plain(test: u32) -> u32 {
        test & !SMALL
    }
}

impl Probe for CompiledLexicon {
    fn probe(&self, form: &str, found: &mut Findings) -> u32 {
        let capital = form.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let keys = self.language.keys(form);
        let mut terms = Vec::new();
        for key in keys.iter() {
            let of_key = self.forms.get(key);
            terms.extend(of_key.map(|(term, noun)| if noun && !capital { Self::small(term) } else { term }));
            if !self.stems.is_empty()
                && let Some(of_stem) = self.stems.get(self.stemmer.stem(key).as_str())
            {
                terms.extend(of_stem);
            }
            if let Some(parts) = &self.parts {
                self.probe_parts(parts, key, &mut terms);
            }
        }
        found.role = Cues::german().role(&keys.main);
        if self.language.joins_clauses(&keys.main) {
            found.tests.push(JOINS_CLAUSES);
        }
        for term in terms {
            let only_small = term & SMALL;
            for slot in self.slots_of_term.get(Self::plain(term) as usize).into_iter().flatten() {
                found.tests.push(slot | only_small);
            }
        }
        found.tests.sort_unstable();
        found.tests.dedup();
        for test in &found.tests {
            let only_small = test & SMALL;
            let anchors = self.anchors.get(Self::plain(*test) as usize).into_iter().flatten();
            found.anchors.extend(anchors.map(|anchor| Anchor { only_small: only_small != 0, ..*anchor }));
        }
        self.language.marks(form)
    }
}

impl CompiledLexicon {
    fn probe_parts(&self, parts: &AhoCorasick, key: &str, tests: &mut Vec<u32>) {
        let mut split = None;
        for found in parts.find_overlapping_iter(key) {
            let PartUse { test, kind } = self.part_uses[found.pattern().as_usize()];
            let passes = match kind {
                PartKind::Wildcard { open_start, open_end } => {
                    (open_start || found.start() == 0) && (open_end || found.end() == key.len())
                }
                PartKind::Compound(index) => {
                    let compound = &self.compounds[index];
                    if tests.last() == Some(&test) {
                        continue;
                    }
                    let split = split.get_or_insert_with(|| self.language.split(key));
                    split.has(&compound.forms, compound.first, compound.last)
                }
            };
            if passes {
                tests.push(test);
            }
        }
    }
}
