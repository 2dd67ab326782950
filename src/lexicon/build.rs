//! Builds a compiled lexicon: numbers its terms, expands them into forms, and chooses for every entry
//! the slot it is looked for at.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;

use super::compile::{
    CompiledLexicon, Compound, JOINS_CLAUSES, NEVER, PartKind, PartUse, Program, SlotTests, Torn,
};
use super::expand::{Expanded, expand};
use super::form_table::FormTable;
use super::rule::ONE;
use super::rule_program::{CodeRules, RuleProgram, TermTests};
use super::{Entry, Lexicon, Pattern, Slot, Term};
use crate::coding::{CodeId, EntryId, Scheme, SchemeEntry};
use crate::language::expansion::Wanted;
use crate::language::vocabulary::Anchor;
use crate::language::{Language, Stemmer};

/// Stems as short as this keep their e when they are looked for in compounds (bytes).
const SHORT_STEM: usize = 3;

pub(super) struct Builder<'l> {
    expanded: Expanded<'l>,
    pub(super) scheme: Scheme,
    programs: Vec<Program>,
    numbers: FxHashMap<&'l Term, u32>,
    /// Numbers of the particles of separable verbs.
    particles: FxHashMap<&'l str, u32>,
    /// Numbers of the ways in which separable verbs are written: in one piece, torn, apart.
    verbs: FxHashMap<Wanted<'l>, u32>,
    next: u32,
    /// Numbers of slots by their terms.
    slots: FxHashMap<Vec<u32>, u32>,
    next_slot: u32,
    slots_of_term: Vec<Vec<u32>>,
    forms: FormTable,
    stems: FxHashMap<Box<str>, Vec<u32>>,
    stemmer: Stemmer,
    part_letters: Vec<Box<str>>,
    part_uses: Vec<PartUse>,
    compounds: Vec<Compound>,
    language: &'static Language,
    /// How frequent the words are that have been asked about.
    frequencies: FxHashMap<&'l str, u64>,
    anchors: Vec<Vec<Anchor>>,
    pub(super) rules: Vec<RuleProgram>,
    pub(super) code_rules: Vec<CodeRules>,
}

impl<'l> Builder<'l> {
    pub(super) fn new(lexicon: &'l Lexicon, language: &'static Language, stemmer: Stemmer) -> Self {
        let expanded = expand(lexicon, language);
        let forms = FormTable::with_room(expanded.values().map(Vec::len).sum());
        Self {
            expanded,
            particles: FxHashMap::default(),
            verbs: FxHashMap::default(),
            scheme: Scheme::default(),
            programs: Vec::new(),
            numbers: FxHashMap::default(),
            next: 0,
            slots: FxHashMap::default(),
            next_slot: JOINS_CLAUSES + 1,
            slots_of_term: Vec::new(),
            forms,
            stems: FxHashMap::default(),
            stemmer,
            part_letters: Vec::new(),
            part_uses: Vec::new(),
            compounds: Vec::new(),
            language,
            frequencies: FxHashMap::default(),
            anchors: Vec::new(),
            rules: Vec::new(),
            code_rules: Vec::new(),
        }
    }

    pub(super) fn entry(&mut self, code: CodeId, entry: &'l Entry) {
        let id = EntryId::try_from(self.programs.len()).unwrap_or(EntryId::MAX);
        self.scheme.entries.push(SchemeEntry { code, text: entry.text.clone() });
        let slots: Vec<SlotTests> = entry.pattern.slots.iter().map(|slot| self.slot(slot)).collect();
        let anchor = self.rarest(&entry.pattern, |_| true).unwrap_or(0);
        let gaps = &entry.pattern.gaps;
        let single = matches!(slots.as_slice(), [slot] if slot.torn.is_empty());
        if let Some(slot) = slots.get(anchor) {
            let beside = self.rarest(&entry.pattern, |other| other != anchor && slots[other].torn.is_empty());
            let (beside, reach) =
                beside.map_or((NEVER, 0), |other| (slots[other].test, reach(gaps, anchor, other)));
            let slot_number = u8::try_from(anchor).unwrap_or(0);
            let here = Anchor { entry: id, slot: slot_number, single, only_small: false, beside, reach };
            let verbs = slot.torn.iter().flat_map(|torn| [torn.verb, torn.apart]);
            for test in std::iter::once(slot.test).chain(verbs).filter(|test| *test != NEVER) {
                let test = test as usize;
                if self.anchors.len() <= test {
                    self.anchors.resize_with(test + 1, Vec::new);
                }
                if self.anchors[test].last() != Some(&here) {
                    self.anchors[test].push(here);
                }
            }
        }
        let rules = self.rules(&entry.rules);
        let weight = entry.rules.weight.unwrap_or(ONE);
        self.programs.push(Program { code, weak: entry.weak, weight, rules, slots, gaps: gaps.clone() });
    }

    /// The tests of terms of which any will do; they are looked for nowhere by themselves.
    pub(super) fn term_tests(&mut self, patterns: impl Iterator<Item = &'l Pattern>) -> TermTests {
        let mut words = Vec::new();
        let mut tests = TermTests::default();
        for pattern in patterns {
            let torn = |term: &Term| matches!(term, Term::Separable { .. });
            if pattern.slots.len() == 1 && !pattern.terms().any(torn) {
                for term in pattern.terms() {
                    words.push(self.term(term));
                }
            } else {
                let slots = pattern.slots.iter().map(|slot| self.slot(slot)).collect();
                tests.patterns.push(Program { slots, gaps: pattern.gaps.clone(), ..Program::default() });
            }
        }
        tests.word = self.test_of(words);
        tests
    }

    /// The tests of a slot; slots of the same terms share them.
    fn slot(&mut self, slot: &'l Slot) -> SlotTests {
        let mut words = Vec::new();
        let mut torn = Vec::new();
        for term in &slot.alternatives {
            match term {
                Term::Separable { particle, verb } => {
                    words.push(self.verb(Wanted::Joined(particle, verb)));
                    torn.push(self.torn(particle, verb));
                }
                _ => words.push(self.term(term)),
            }
        }
        SlotTests { test: self.test_of(words), torn }
    }

    /// The test that words of any of these terms pass.
    fn test_of(&mut self, mut terms: Vec<u32>) -> u32 {
        terms.sort_unstable();
        terms.dedup();
        if terms.is_empty() {
            return NEVER;
        }
        if let Some(test) = self.slots.get(&terms) {
            return *test;
        }
        let test = self.next_slot;
        self.next_slot += 1;
        for term in &terms {
            let term = *term as usize;
            if self.slots_of_term.len() <= term {
                self.slots_of_term.resize_with(term + 1, Vec::new);
            }
            self.slots_of_term[term].push(test);
        }
        self.slots.insert(terms, test);
        test
    }

    /// Of the slots in question the one whose words are least frequent in running text.
    fn rarest(&mut self, pattern: &'l Pattern, in_question: impl Fn(usize) -> bool) -> Option<usize> {
        let mut rarest: Option<(u64, usize)> = None;
        for (index, slot) in pattern.slots.iter().enumerate().filter(|(index, _)| in_question(*index)) {
            // With nothing to choose from, nobody needs to know.
            let frequency = if pattern.slots.len() == 1 {
                0
            } else {
                slot.alternatives.iter().map(|term| self.frequency(term)).sum()
            };
            if rarest.is_none_or(|(least, _)| frequency < least) {
                rarest = Some((frequency, index));
            }
        }
        rarest.map(|(_, index)| index)
    }

    /// How often a word of the term stands in running text.
    fn frequency(&mut self, term: &'l Term) -> u64 {
        let (factor, word) = match term {
            // A word stands for all its forms; an exact form for itself.
            Term::Word(word) | Term::Stem(word) => (2, word),
            Term::Exact(word) => (1, word),
            Term::Wildcard { letters, .. } => return 200_000_u64 >> letters.chars().count().min(16),
            Term::Compound { word, .. } => (3, word),
            // The base verb is what is looked for.
            Term::Separable { verb, .. } => (2, verb),
        };
        let language = self.language;
        factor * *self.frequencies.entry(word).or_insert_with(|| language.frequency(word))
    }

    /// The number of a term, made when it is new.
    fn term(&mut self, term: &'l Term) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let test = self.number();
        self.numbers.insert(term, test);
        match term {
            Term::Word(word) => {
                let noun_only = word.chars().next().is_some_and(char::is_uppercase);
                self.add_forms(Wanted::Word(word), test, noun_only);
            }
            Term::Exact(word) => {
                let key = self.language.keys(word).main;
                self.add_form(key, test, false);
            }
            Term::Stem(word) => {
                let key = self.language.keys(word).main;
                let stem = self.stemmer.stem(&key);
                self.stems.entry(stem.into_boxed_str()).or_default().push(test);
            }
            Term::Wildcard { letters, open_start, open_end } => {
                self.part_letters.push(letters.to_lowercase().into_boxed_str());
                let kind = PartKind::Wildcard { open_start: *open_start, open_end: *open_end };
                self.part_uses.push(PartUse { test, kind });
            }
            Term::Compound { word, last, first } => self.compound(word, test, *first, *last),
            Term::Separable { .. } => {}
        }
        test
    }

    fn compound(&mut self, word: &'l str, test: u32, first: bool, last: bool) {
        self.add_forms(Wanted::Word(word), test, false);
        let keys = self.expanded.get(&Wanted::Word(word)).map(Vec::as_slice).unwrap_or_default();
        let mut forms: Vec<Cow<'static, str>> = keys.iter().map(|key| key.text.clone()).collect();
        forms.dedup();
        let kind = PartKind::Compound(self.compounds.len());
        // A form that begins with a shorter one needs no search of its own.
        let mut head: Option<&str> = None;
        for form in &forms {
            if !head.is_some_and(|head| form.starts_with(head)) {
                // Schule begins compounds as schul-.
                let letters = form.strip_suffix('e').filter(|bare| bare.len() > SHORT_STEM).unwrap_or(form);
                self.part_letters.push(letters.into());
                self.part_uses.push(PartUse { test, kind });
                head = Some(letters);
            }
        }
        self.compounds.push(Compound { forms, first, last });
    }

    /// The tests of a separable verb in more than one piece.
    fn torn(&mut self, particle: &'l str, verb: &'l str) -> Torn {
        let apart = if self.language.stands_apart(particle) {
            let term = self.verb(Wanted::Apart(verb));
            self.test_of(vec![term])
        } else {
            NEVER
        };
        let inner = self.language.particle_of(verb).map_or(NEVER, |inner| self.particle(inner));
        let finite = self.verb(Wanted::Torn(verb));
        Torn { verb: self.test_of(vec![finite]), particle: self.particle(particle), inner, apart }
    }

    /// The test of a particle.
    fn particle(&mut self, particle: &'l str) -> u32 {
        let term = match self.particles.get(particle) {
            Some(term) => *term,
            None => {
                let number = self.number();
                self.particles.insert(particle, number);
                self.add_form(self.language.keys(particle).main, number, false);
                number
            }
        };
        self.test_of(vec![term])
    }

    fn verb(&mut self, wanted: Wanted<'l>) -> u32 {
        if let Some(number) = self.verbs.get(&wanted) {
            return *number;
        }
        let number = self.number();
        self.verbs.insert(wanted, number);
        self.add_forms(wanted, number, false);
        number
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn add_forms(&mut self, wanted: Wanted<'l>, test: u32, noun_only: bool) {
        for key in self.expanded.get(&wanted).into_iter().flatten() {
            self.forms.add(key.text.clone(), test, noun_only && key.noun);
        }
    }

    fn add_form(&mut self, key: String, test: u32, noun: bool) {
        self.forms.add(Cow::Owned(key), test, noun);
    }

    pub(super) fn finish(mut self) -> CompiledLexicon {
        self.close_implied();
        let parts = (!self.part_letters.is_empty())
            .then(|| {
                AhoCorasick::builder()
                    .match_kind(MatchKind::Standard)
                    .kind(Some(AhoCorasickKind::ContiguousNFA))
                    .build(self.part_letters.iter().map(AsRef::as_ref).collect::<Vec<&str>>())
                    .ok()
            })
            .flatten();
        CompiledLexicon {
            scheme: self.scheme,
            programs: self.programs,
            slots_of_term: self.slots_of_term,
            anchors: self.anchors,
            forms: self.forms,
            stems: self.stems,
            stemmer: self.stemmer,
            parts,
            part_uses: self.part_uses,
            compounds: self.compounds,
            language: self.language,
            rules: self.rules,
            code_rules: self.code_rules,
        }
    }
}

/// How many words from the slot `from` the slot `to` is filled at most; below 0 before it. Torn verbs
/// between the two take no words of their own.
fn reach(gaps: &[u8], from: usize, to: usize) -> i16 {
    let words = |slots: std::ops::Range<usize>| {
        gaps.get(slots).unwrap_or_default().iter().map(|gap| i16::from(*gap) + 1).sum::<i16>()
    };
    if to > from { words(from..to) } else { -words(to..from) }
}
