//! Builds a compiled lexicon: numbers its terms, expands them into forms, and chooses for every entry
//! the slot it is looked for at.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;

use super::compile::{
    CompiledLexicon, Compound, JOINS_CLAUSES, NEVER, PartKind, PartUse, Program, SlotTests,
};
use super::rule::ONE;
use super::rule_program::{CodeRules, RuleProgram, RuleTest, TermTests};
use super::{Entry, Pattern, Slot, Term};
use crate::coding::{CodeId, EntryId, Scheme, SchemeEntry};
use crate::language::vocabulary::Anchor;
use crate::language::{Form, Language, Stemmer};

pub(super) struct Builder {
    pub(super) scheme: Scheme,
    programs: Vec<Program>,
    /// Numbers of terms by how they are written.
    numbers: FxHashMap<String, u32>,
    next: u32,
    /// Numbers of slots by their terms.
    slots: FxHashMap<Vec<u32>, u32>,
    next_slot: u32,
    slots_of_term: Vec<Vec<u32>>,
    forms: FxHashMap<Box<str>, Vec<(u32, bool)>>,
    stems: FxHashMap<Box<str>, Vec<u32>>,
    stemmer: Stemmer,
    part_letters: Vec<Box<str>>,
    part_uses: Vec<PartUse>,
    compounds: Vec<Compound>,
    language: &'static Language,
    anchors: Vec<Vec<Anchor>>,
    pub(super) rules: Vec<RuleProgram>,
    pub(super) code_rules: Vec<CodeRules>,
}

impl Builder {
    pub(super) fn new(language: &'static Language, stemmer: Stemmer) -> Self {
        Self {
            scheme: Scheme::default(),
            programs: Vec::new(),
            numbers: FxHashMap::default(),
            next: 0,
            slots: FxHashMap::default(),
            next_slot: JOINS_CLAUSES + 1,
            slots_of_term: Vec::new(),
            forms: FxHashMap::default(),
            stems: FxHashMap::default(),
            stemmer,
            part_letters: Vec::new(),
            part_uses: Vec::new(),
            compounds: Vec::new(),
            language,
            anchors: Vec::new(),
            rules: Vec::new(),
            code_rules: Vec::new(),
        }
    }

    pub(super) fn entry(&mut self, code: CodeId, entry: &Entry) {
        let id = EntryId::try_from(self.programs.len()).unwrap_or(EntryId::MAX);
        self.scheme.entries.push(SchemeEntry { code, text: entry.text.clone() });
        let slots: Vec<SlotTests> = entry.pattern.slots.iter().map(|slot| self.slot(slot)).collect();
        let anchor = self.rarest(&entry.pattern, |_| true).unwrap_or(0);
        let gaps = &entry.pattern.gaps;
        let single = matches!(slots.as_slice(), [slot] if slot.torn.is_empty());
        if let Some(slot) = slots.get(anchor) {
            let beside = self.rarest(&entry.pattern, |other| other != anchor && slots[other].torn.is_empty());
            let beside = beside.map_or(NEVER, |other| slots[other].test);
            let slot_number = u8::try_from(anchor).unwrap_or(0);
            let here = Anchor { entry: id, slot: slot_number, single, only_small: false, beside };
            let verbs = slot.torn.iter().map(|(verb, _)| *verb);
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
    pub(super) fn term_tests<'p>(&mut self, patterns: impl Iterator<Item = &'p Pattern>) -> TermTests {
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
    fn slot(&mut self, slot: &Slot) -> SlotTests {
        let mut words = Vec::new();
        let mut torn = Vec::new();
        for term in &slot.alternatives {
            match term {
                Term::Separable { particle, verb } => {
                    let (joined, base, particle) = self.separable(particle, verb);
                    words.push(joined);
                    torn.push((self.test_of(vec![base]), self.test_of(vec![particle])));
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
    fn rarest(&self, pattern: &Pattern, in_question: impl Fn(usize) -> bool) -> Option<usize> {
        let frequency = |term: &Term| match term {
            // A word stands for all its forms; an exact form for itself.
            Term::Word(word) | Term::Stem(word) => 2 * self.language.frequency(word),
            Term::Exact(word) => self.language.frequency(word),
            Term::Wildcard { letters, .. } => 200_000_u64 >> letters.chars().count().min(16),
            Term::Compound { word, .. } => 3 * self.language.frequency(word),
            // The base verb is what is looked for.
            Term::Separable { verb, .. } => 2 * self.language.frequency(verb),
        };
        let of_slot = |index: &usize| pattern.slots[*index].alternatives.iter().map(frequency).sum::<u64>();
        (0..pattern.slots.len()).filter(|slot| in_question(*slot)).min_by_key(of_slot)
    }

    /// The number of a term, made when it is new.
    fn term(&mut self, term: &Term) -> u32 {
        let name = format!("{term:?}");
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        let test = self.number();
        self.numbers.insert(name, test);
        match term {
            Term::Word(word) => {
                let noun_only = word.chars().next().is_some_and(char::is_uppercase);
                let forms = self.language.forms(word);
                self.add_forms(&forms, test, noun_only);
            }
            Term::Exact(word) => {
                let key = self.language.keys(word).main;
                self.add_form(key.into_boxed_str(), test, false);
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
            Term::Compound { word, last, first } => {
                let forms = self.language.forms(word);
                self.add_forms(&forms, test, false);
                let mut letters: Vec<Box<str>> =
                    forms.iter().map(|form| self.language.keys(&form.text).main.into_boxed_str()).collect();
                letters.sort();
                letters.dedup();
                let index = self.compounds.len();
                // A form that begins with a shorter one needs no search of its own.
                let mut heads: Vec<Box<str>> = Vec::new();
                for form in &letters {
                    if !heads.last().is_some_and(|head| form.starts_with(&**head)) {
                        heads.push(form.clone());
                    }
                }
                for head in heads {
                    self.part_letters.push(head);
                    self.part_uses.push(PartUse { test, kind: PartKind::Compound(index) });
                }
                self.compounds.push(Compound { forms: letters, first: *first, last: *last });
            }
            Term::Separable { .. } => {}
        }
        test
    }

    /// The terms of a separable verb: in one piece, the base verb, the particle.
    fn separable(&mut self, particle: &str, verb: &str) -> (u32, u32, u32) {
        let (joined, torn) = (format!("{particle}|{verb}"), format!("|{verb}"));
        let known = (self.numbers.get(&joined).copied(), self.numbers.get(&torn).copied());
        let word = self.term(&Term::Exact(particle.to_owned()));
        if let (Some(joined), Some(torn)) = known {
            return (joined, torn, word);
        }
        let forms = self.language.separable(particle, verb);
        let joined = known.0.unwrap_or_else(|| self.named(joined, &forms.joined));
        let torn = known.1.unwrap_or_else(|| self.named(torn, &forms.torn));
        (joined, torn, word)
    }

    fn named(&mut self, name: String, forms: &[Form]) -> u32 {
        let number = self.number();
        self.numbers.insert(name, number);
        self.add_forms(forms, number, false);
        number
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn add_forms(&mut self, forms: &[Form], test: u32, noun_only: bool) {
        for form in forms {
            let key = self.language.keys(&form.text).main.into_boxed_str();
            self.add_form(key, test, noun_only && form.noun);
        }
    }

    fn add_form(&mut self, key: Box<str>, test: u32, noun: bool) {
        let tests = self.forms.entry(key).or_default();
        if !tests.contains(&(test, noun)) {
            tests.push((test, noun));
        }
    }

    /// Numbers the tests anew, so that those which searches ask for first come first.
    fn renumber(&mut self) -> u32 {
        let mut asked = vec![false; self.next_slot as usize];
        for anchor in self.anchors.iter().flatten() {
            asked[anchor.beside as usize] = true;
        }
        for fixed in [NEVER, JOINS_CLAUSES] {
            asked[fixed as usize] = true;
        }
        let mut order: Vec<u32> = (0..self.next_slot).collect();
        order.sort_by_key(|test| (*test > JOINS_CLAUSES, !asked[*test as usize], *test));
        let mut new = vec![0; order.len()];
        for (number, old) in (0..).zip(&order) {
            new[*old as usize] = number;
        }
        let renew = |test: &mut u32| *test = new[*test as usize];
        let mut of_rules: Vec<&mut TermTests> =
            self.code_rules.iter_mut().filter_map(|rules| rules.never.as_mut()).collect();
        for condition in self.rules.iter_mut().flat_map(|rules| &mut rules.conditions) {
            if let RuleTest::Beside { terms, .. } = &mut condition.test {
                of_rules.push(terms);
            }
        }
        let of_rules = of_rules.into_iter().flat_map(|terms| {
            renew(&mut terms.word);
            &mut terms.patterns
        });
        for slot in self.programs.iter_mut().chain(of_rules).flat_map(|program| &mut program.slots) {
            renew(&mut slot.test);
            slot.torn.iter_mut().for_each(|(verb, particle)| {
                renew(verb);
                renew(particle);
            });
        }
        self.slots_of_term.iter_mut().flatten().for_each(renew);
        self.anchors.resize_with(order.len(), Vec::new);
        let mut anchors = std::mem::take(&mut self.anchors);
        anchors.iter_mut().flatten().for_each(|anchor| renew(&mut anchor.beside));
        self.anchors = order.iter().map(|old| std::mem::take(&mut anchors[*old as usize])).collect();
        u32::try_from(asked.iter().filter(|asked| **asked).count()).unwrap_or(u32::MAX)
    }

    pub(super) fn finish(mut self) -> CompiledLexicon {
        let asked = self.renumber();
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
            asked,
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
