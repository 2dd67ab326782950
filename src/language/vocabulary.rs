//! The distinct word forms met so far, each with what was found out about it once.
//!
//! The running text costs one look-up a word: forms of at most 16 bytes are compared as one number,
//! longer ones by hash and bytes. Ids are those of one worker and never leave it.

use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::cues::Role;
use crate::text::Span;

/// A distinct written form: an id in the low bits, marks in the high bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WordId(u32);

impl WordId {
    /// A pattern of the lexicon begins its search at this form.
    pub const ANCHOR: u32 = 1 << 31;
    /// With a full stop the form may be an abbreviation.
    pub const ABBREVIATION: u32 = 1 << 30;
    /// Capitalised, the form begins sentences and is no noun.
    pub const STARTER: u32 = 1 << 29;
    /// Before the form a number with a full stop is an ordinal.
    pub const AFTER_ORDINAL: u32 = 1 << 28;
    /// The form passes a test of the lexicon.
    pub const TESTED: u32 = 1 << 27;
    /// The flags of a sentence may depend on the form ([`super::cues::Role::CUES`]).
    pub const CUE: u32 = 1 << 26;
    const ID: u32 = Self::CUE - 1;

    /// Whether a mark is set.
    #[must_use]
    pub const fn has(self, mark: u32) -> bool {
        self.0 & mark != 0
    }

    const fn index(self) -> usize {
        (self.0 & Self::ID) as usize
    }
}

/// What is found out once about a distinct form.
pub trait Probe {
    /// The marks of a form ([`WordId::ABBREVIATION`] …); adds what the lexicon says of it.
    fn probe(&self, form: &str, found: &mut Findings) -> u32;
}

/// What a lexicon says of a form.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The tests that it passes, ascending.
    pub tests: Vec<u32>,
    /// Where a search begins at it.
    pub anchors: Vec<Anchor>,
    /// What it tells about its sentence.
    pub role: Role,
}

/// A pattern that may be found where a form stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Anchor {
    /// The entry.
    pub entry: u32,
    /// Which of its slots the form fills.
    pub slot: u8,
    /// The form is all of the pattern.
    pub single: bool,
    /// It counts only where the writer drops capitals.
    pub only_small: bool,
    /// The test that another word near it must pass; 0 = none is known.
    pub beside: u32,
    /// How many words away that other word stands at most; below 0 before it.
    pub reach: i16,
}

/// What is kept of a form.
#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    /// A bit for each test, so that most tests it does not pass are denied at a glance.
    signature: u64,
    /// Where its tests end in the pool; they begin where those of the id before end.
    tests_end: u32,
    /// The same for its anchors.
    anchors_end: u32,
}

/// The bit of a test in the signatures of forms; variants of a test (its highest bit) share it.
#[inline]
const fn signature_bit(test: u32) -> u64 {
    1 << ((test << 1).wrapping_mul(0x9E37_79B1) >> 26)
}

/// The forms of one worker.
#[derive(Debug)]
pub struct Vocabulary {
    short: Vec<ShortSlot>,
    short_used: usize,
    long: Vec<LongSlot>,
    long_used: usize,
    letters: Vec<u8>,
    tests: Vec<u32>,
    anchors: Vec<Anchor>,
    /// By id.
    kept: Vec<Kept>,
    /// By id.
    roles: Vec<Role>,
    buffer: Findings,
}

/// The letters lie in the slot, so that a look-up waits for memory once.
#[derive(Clone, Copy, Debug, Default)]
struct ShortSlot {
    low: u64,
    high: u64,
    word: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct LongSlot {
    hash: u64,
    letters: Span,
    word: u32,
}

const SHORT: usize = 16;

/// For each number of letters the bits that they take.
const LETTERS: [u128; 32] = {
    let mut letters = [u128::MAX; 32];
    let mut length = 0;
    while length < SHORT {
        letters[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    letters
};

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            short: vec![ShortSlot::default(); 1 << 12],
            short_used: 0,
            long: vec![LongSlot::default(); 1 << 10],
            long_used: 0,
            letters: Vec::new(),
            tests: Vec::new(),
            anchors: Vec::new(),
            kept: vec![Kept::default()],
            roles: vec![Role::default()],
            buffer: Findings::default(),
        }
    }
}

impl Vocabulary {
    /// How many distinct forms have been met.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len() - 1
    }

    /// Whether no form has been met yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lexicon's tests that a form passes, ascending.
    #[must_use]
    pub fn tests(&self, word: WordId) -> &[u32] {
        let id = word.index();
        let Some(before) = id.checked_sub(1) else { return &[] };
        &self.tests[self.kept[before].tests_end as usize..self.kept[id].tests_end as usize]
    }

    /// Whether a form may pass a test, or a variant of it: a quick no, or perhaps.
    #[inline]
    #[must_use]
    pub fn may_pass(&self, word: WordId, test: u32) -> bool {
        word.has(WordId::TESTED) && self.kept[word.index()].signature & signature_bit(test) != 0
    }

    /// Whether a form passes a test.
    #[inline]
    #[must_use]
    pub fn passes(&self, word: WordId, test: u32) -> bool {
        self.may_pass(word, test) && self.tests(word).binary_search(&test).is_ok()
    }

    /// What a form tells about its sentence.
    #[must_use]
    pub fn role(&self, word: WordId) -> Role {
        self.roles.get(word.index()).copied().unwrap_or_default()
    }

    /// Where a search of the lexicon begins at a form.
    #[inline]
    #[must_use]
    pub fn anchors(&self, word: WordId) -> &[Anchor] {
        let id = word.index();
        let Some(before) = id.checked_sub(1) else { return &[] };
        &self.anchors[self.kept[before].anchors_end as usize..self.kept[id].anchors_end as usize]
    }

    /// The form `text[start..end]` (bytes, on character borders, not empty), met or new.
    #[inline]
    pub fn get(&mut self, text: &str, start: usize, end: usize, probe: &impl Probe) -> WordId {
        let length = end - start;
        if length > SHORT {
            return self.get_long(text.get(start..end).unwrap_or_default(), probe);
        }
        let bytes = text.as_bytes();
        let number = match bytes.get(start..start + SHORT) {
            Some(chunk) => {
                let mut key = [0; SHORT];
                key.copy_from_slice(chunk);
                u128::from_le_bytes(key) & LETTERS[length & 31]
            }
            None => {
                let mut key = [0; SHORT];
                key[..length].copy_from_slice(&bytes[start..end]);
                u128::from_le_bytes(key)
            }
        };
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of the number")]
        let (low, high) = (number as u64, (number >> 64) as u64);
        let mask = self.short.len() - 1;
        let mut at = place_of(low, high) & mask;
        loop {
            let slot = &self.short[at];
            if slot.low == low && slot.high == high {
                return WordId(slot.word);
            }
            if slot.word == 0 {
                break;
            }
            at = (at + 1) & mask;
        }
        let word = self.learn(text.get(start..end).unwrap_or_default(), probe);
        self.short[at] = ShortSlot { low, high, word };
        self.short_used += 1;
        if self.short_used * 8 > self.short.len() * 5 {
            self.grow_short();
        }
        WordId(word)
    }

    fn get_long(&mut self, form: &str, probe: &impl Probe) -> WordId {
        let mut hasher = FxHasher::default();
        hasher.write(form.as_bytes());
        let hash = hasher.finish();
        let mask = self.long.len() - 1;
        let mut at = fold_hash(hash) & mask;
        loop {
            let slot = &self.long[at];
            if slot.word == 0 {
                break;
            }
            if slot.hash == hash && self.letters.get(slot.letters.range()) == Some(form.as_bytes()) {
                return WordId(slot.word);
            }
            at = (at + 1) & mask;
        }
        let word = self.learn(form, probe);
        let start = self.letters.len();
        self.letters.extend_from_slice(form.as_bytes());
        self.long[at] = LongSlot { hash, letters: Span::from_range(start..self.letters.len()), word };
        self.long_used += 1;
        if self.long_used * 2 > self.long.len() {
            self.grow_long();
        }
        WordId(word)
    }

    /// Gives a new form its id, marks and tests. Ids begin at 1, so 0 is an empty slot.
    #[cold]
    fn learn(&mut self, form: &str, probe: &impl Probe) -> u32 {
        self.buffer.tests.clear();
        self.buffer.anchors.clear();
        self.buffer.role = Role::default();
        let mut marks = probe.probe(form, &mut self.buffer) & !WordId::ID;
        if !self.buffer.anchors.is_empty() {
            marks |= WordId::ANCHOR;
        }
        if !self.buffer.tests.is_empty() {
            marks |= WordId::TESTED;
        }
        if self.buffer.role.has(Role::CUES) {
            marks |= WordId::CUE;
        }
        self.roles.push(self.buffer.role);
        self.tests.extend_from_slice(&self.buffer.tests);
        self.anchors.extend_from_slice(&self.buffer.anchors);
        let id = u32::try_from(self.kept.len()).unwrap_or(WordId::ID).min(WordId::ID);
        let end = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.kept.push(Kept {
            signature: self.buffer.tests.iter().fold(0, |bits, test| bits | signature_bit(*test)),
            tests_end: end(self.tests.len()),
            anchors_end: end(self.anchors.len()),
        });
        marks | id
    }

    #[cold]
    fn grow_short(&mut self) {
        let old = std::mem::take(&mut self.short);
        self.short = vec![ShortSlot::default(); old.len() * 2];
        let mask = self.short.len() - 1;
        for slot in old.into_iter().filter(|slot| slot.word != 0) {
            let mut at = place_of(slot.low, slot.high) & mask;
            while self.short[at].word != 0 {
                at = (at + 1) & mask;
            }
            self.short[at] = slot;
        }
    }

    #[cold]
    fn grow_long(&mut self) {
        let old = std::mem::take(&mut self.long);
        self.long = vec![LongSlot::default(); old.len() * 2];
        let mask = self.long.len() - 1;
        for slot in old.into_iter().filter(|slot| slot.word != 0) {
            let mut at = fold_hash(slot.hash) & mask;
            while self.long[at].word != 0 {
                at = (at + 1) & mask;
            }
            self.long[at] = slot;
        }
    }
}

#[inline]
const fn place_of(low: u64, high: u64) -> usize {
    let mixed =
        (low ^ high.rotate_left(29).wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 24 ^ mixed >> 52) as usize
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a hash keeps its value bits only")]
fn fold_hash(hash: u64) -> usize {
    (hash ^ hash >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Lengths;
    impl Probe for Lengths {
        fn probe(&self, form: &str, found: &mut Findings) -> u32 {
            let length = u32::try_from(form.len()).expect("short");
            found.tests.push(length);
            if form.len().is_multiple_of(2) {
                found.anchors.push(Anchor { entry: length, ..Anchor::default() });
            }
            0
        }
    }

    #[test]
    fn every_form_keeps_its_id_and_tests_however_many_come() {
        let mut vocabulary = Vocabulary::default();
        let forms: Vec<String> = (0..20_000).map(|i| format!("Wort{i}{}", "ä".repeat(i % 9))).collect();
        let ids: Vec<WordId> =
            forms.iter().map(|form| vocabulary.get(form, 0, form.len(), &Lengths)).collect();
        assert_eq!(vocabulary.len(), forms.len());
        for (form, id) in forms.iter().zip(ids) {
            let padded = format!("{form} und noch viel mehr Text");
            assert_eq!(vocabulary.get(&padded, 0, form.len(), &Lengths), id);
            assert_eq!(vocabulary.tests(id), [u32::try_from(form.len()).expect("short")]);
            assert_eq!(id.has(WordId::ANCHOR), form.len().is_multiple_of(2));
        }
    }
}
