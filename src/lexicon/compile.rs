//! Makes a lexicon quick: its terms become tests that every distinct word form takes once.
//!
//! A term is a test with a number. The inflected forms of plain words lie in one hash map; parts of
//! words (wildcards, compounds) are found by one automaton; what a form passes is remembered in the
//! vocabulary, so the running text only compares numbers.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;

use super::{Entry, Lexicon, Pattern, Term};
use crate::coding::{CodeId, EntryId, Scheme, SchemeCode, SchemeEntry};
use crate::language::vocabulary::{Probe, WordId};
use crate::language::{Form, Language, Stemmer};

/// A lexicon ready for matching.
#[derive(Debug)]
pub struct CompiledLexicon {
    scheme: Scheme,
    programs: Vec<Program>,
    /// For each test the entries that are looked for where a form passes it, with the slot.
    anchors: Vec<Vec<(EntryId, u8)>>,
    forms: FxHashMap<Box<str>, Vec<(u32, bool)>>,
    stems: FxHashMap<Box<str>, Vec<u32>>,
    stemmer: Stemmer,
    parts: Option<AhoCorasick>,
    /// What each pattern of `parts` stands for.
    part_uses: Vec<PartUse>,
    compounds: Vec<Compound>,
    language: &'static Language,
}

/// An entry as the matcher runs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Its code.
    pub code: CodeId,
    /// Counts only beside another hit of its code.
    pub weak: bool,
    /// Its slots in order.
    pub slots: Vec<SlotTests>,
    /// The most words between two slots, 0 for side by side.
    pub gaps: Vec<u8>,
}

/// The tests of a slot: a word that passes one of them fills it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlotTests(Vec<TestRef>);

impl SlotTests {
    /// The tests.
    pub fn iter(&self) -> impl Iterator<Item = &TestRef> {
        self.0.iter()
    }
}

/// One test of a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TestRef {
    /// The number of the test.
    pub test: u32,
    /// The test of the particle that must end the clause (a torn verb).
    pub particle: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
struct PartUse {
    test: u32,
    kind: PartKind,
}

#[derive(Clone, Copy, Debug)]
enum PartKind {
    /// A wildcard: whether the word may begin before and go on behind the letters.
    Wildcard { open_start: bool, open_end: bool },
    /// A form of a compound term; the word is taken apart to see whether it is a part.
    Compound(usize),
}

#[derive(Debug)]
struct Compound {
    forms: Vec<Box<str>>,
    first: bool,
    last: bool,
}

/// Words that join clauses pass this test; a torn verb's particle may stand before them.
const JOINS_CLAUSES: u32 = 0;
/// Set in a test that counts only where the writer drops capitals.
const SMALL: u32 = 1 << 31;

impl CompiledLexicon {
    /// Compiles a lexicon; entries keep the order of the codes and of their files.
    #[must_use]
    pub fn new(lexicon: &Lexicon, language: &'static Language, stemmer: Stemmer) -> Self {
        let mut builder = Builder::new(language, stemmer);
        for code in &lexicon.codes {
            let id = CodeId::try_from(builder.scheme.codes.len()).unwrap_or(CodeId::MAX);
            builder.scheme.codes.push(SchemeCode { path: code.path.clone(), label: code.label.clone() });
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

    /// The entries that are looked for at a word that passes `test`.
    #[must_use]
    pub fn anchored(&self, test: u32) -> &[(EntryId, u8)] {
        self.anchors.get(test as usize).map_or(&[], Vec::as_slice)
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

    /// Whether a word with these tests joins clauses.
    #[must_use]
    pub fn joins_clauses(tests: &[u32]) -> bool {
        tests.first() == Some(&JOINS_CLAUSES)
    }
}

impl Probe for CompiledLexicon {
    fn probe(&self, form: &str, tests: &mut Vec<u32>) -> u32 {
        let mut marks = self.language.marks(form);
        let capital = form.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let keys = self.language.keys(form);
        if self.language.joins_clauses(&keys.main) {
            tests.push(JOINS_CLAUSES);
        }
        for key in keys.iter() {
            if let Some(found) = self.forms.get(key) {
                tests.extend(
                    found
                        .iter()
                        .map(|(test, noun)| if *noun && !capital { Self::small(*test) } else { *test }),
                );
            }
            if !self.stems.is_empty()
                && let Some(found) = self.stems.get(self.stemmer.stem(key).as_str())
            {
                tests.extend(found);
            }
        }
        if let Some(parts) = &self.parts {
            for key in keys.iter() {
                self.probe_parts(parts, key, tests);
            }
        }
        tests.sort_unstable();
        tests.dedup();
        if tests.iter().any(|test| !self.anchored(Self::plain(*test)).is_empty()) {
            marks |= WordId::ANCHOR;
        }
        marks
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

struct Builder {
    scheme: Scheme,
    programs: Vec<Program>,
    /// Tests by the term they stand for.
    numbers: FxHashMap<String, u32>,
    next: u32,
    forms: FxHashMap<Box<str>, Vec<(u32, bool)>>,
    stems: FxHashMap<Box<str>, Vec<u32>>,
    stemmer: Stemmer,
    part_letters: Vec<Box<str>>,
    part_uses: Vec<PartUse>,
    compounds: Vec<Compound>,
    language: &'static Language,
    anchors: Vec<Vec<(EntryId, u8)>>,
}

impl Builder {
    fn new(language: &'static Language, stemmer: Stemmer) -> Self {
        Self {
            scheme: Scheme::default(),
            programs: Vec::new(),
            numbers: FxHashMap::default(),
            next: JOINS_CLAUSES + 1,
            forms: FxHashMap::default(),
            stems: FxHashMap::default(),
            stemmer,
            part_letters: Vec::new(),
            part_uses: Vec::new(),
            compounds: Vec::new(),
            language,
            anchors: Vec::new(),
        }
    }

    fn entry(&mut self, code: CodeId, entry: &Entry) {
        let id = EntryId::try_from(self.programs.len()).unwrap_or(EntryId::MAX);
        self.scheme.entries.push(SchemeEntry { code, text: entry.text.clone() });
        let slots: Vec<SlotTests> = entry
            .pattern
            .slots
            .iter()
            .map(|slot| {
                let mut tests = Vec::new();
                for term in &slot.alternatives {
                    self.term(term, &mut tests);
                }
                SlotTests(tests)
            })
            .collect();
        let anchor = self.rarest(&entry.pattern);
        for test in slots.get(anchor).into_iter().flat_map(SlotTests::iter) {
            let number = test.test as usize;
            if self.anchors.len() <= number {
                self.anchors.resize_with(number + 1, Vec::new);
            }
            let here = (id, u8::try_from(anchor).unwrap_or(u8::MAX));
            if self.anchors[number].last() != Some(&here) {
                self.anchors[number].push(here);
            }
        }
        self.programs.push(Program { code, weak: entry.weak, slots, gaps: entry.pattern.gaps.clone() });
    }

    /// The slot that the search begins at: the one whose words are least frequent in running text.
    fn rarest(&self, pattern: &Pattern) -> usize {
        let frequency = |term: &Term| match term {
            Term::Word(word) | Term::Exact(word) | Term::Stem(word) => self.language.frequency(word),
            Term::Wildcard { letters, .. } => 40_u32.saturating_sub(letters.chars().count() as u32),
            Term::Compound { word, .. } => self.language.frequency(word) + 1,
            Term::Separable { particle, verb } => self.language.frequency(&format!("{particle}{verb}")) + 20,
        };
        let of_slot = |index: &usize| pattern.slots[*index].alternatives.iter().map(frequency).sum::<u32>();
        (0..pattern.slots.len()).min_by_key(of_slot).unwrap_or(0)
    }

    /// The number of a term's test, made when it is new.
    fn term(&mut self, term: &Term, into: &mut Vec<TestRef>) {
        if let Term::Separable { particle, verb } = term {
            self.separable(particle, verb, into);
            return;
        }
        let name = format!("{term:?}");
        if let Some(test) = self.numbers.get(&name) {
            into.push(TestRef { test: *test, particle: None });
            return;
        }
        let test = self.number();
        self.numbers.insert(name, test);
        into.push(TestRef { test, particle: None });
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
    }

    fn separable(&mut self, particle: &str, verb: &str, into: &mut Vec<TestRef>) {
        let joined = format!("{particle}|{verb}");
        let torn = format!("|{verb}");
        let known = (self.numbers.get(&joined).copied(), self.numbers.get(&torn).copied());
        let forms = self.language.separable(particle, verb);
        let joined = known.0.unwrap_or_else(|| {
            let test = self.number();
            self.numbers.insert(joined, test);
            self.add_forms(&forms.joined, test, false);
            test
        });
        let torn = known.1.unwrap_or_else(|| {
            let test = self.number();
            self.numbers.insert(torn, test);
            self.add_forms(&forms.torn, test, false);
            test
        });
        let word = Term::Exact(particle.to_owned());
        let particle = match self.numbers.get(&format!("{word:?}")).copied() {
            Some(test) => test,
            None => {
                let mut tests = Vec::new();
                self.term(&word, &mut tests);
                tests.first().map_or(0, |test| test.test)
            }
        };
        into.push(TestRef { test: joined, particle: None });
        into.push(TestRef { test: torn, particle: Some(particle) });
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

    fn finish(mut self) -> CompiledLexicon {
        self.anchors.resize_with(self.next as usize, Vec::new);
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
            anchors: self.anchors,
            forms: self.forms,
            stems: self.stems,
            stemmer: self.stemmer,
            parts,
            part_uses: self.part_uses,
            compounds: self.compounds,
            language: self.language,
        }
    }
}
