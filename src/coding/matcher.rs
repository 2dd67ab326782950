//! Finds the entries of a lexicon in the sentences of a passage.
//!
//! An entry is looked for only where its rarest word stands (its anchor); the other words are then
//! looked for beside it, within its gaps and the same sentence. Within a code the longest hit wins:
//! a hit that shares a word with a longer one of the same code is dropped.

use std::ops::Range;

use super::flags::Flagger;
pub use super::why::{Blocked, Why};
use super::{CodeId, EntryId, Flags};
use crate::language::scan::{After, Token};
use crate::language::vocabulary::Vocabulary;
use crate::lexicon::compile::{CompiledLexicon, NEVER, Program, SlotTests};

/// A hit in the making: tokens by index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Candidate {
    pub(super) code: CodeId,
    pub(super) entry: EntryId,
    pub(super) weak: bool,
    /// Range of the matcher's `words`.
    pub(super) words: Range<usize>,
    pub(super) flags: Flags,
    /// The number of its sentence in the scan.
    pub(super) sentence: u32,
    /// Its entry has rules.
    pub(super) ruled: bool,
}

/// Memory that is used again for every passage.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    pub(super) candidates: Vec<Candidate>,
    /// Token indices of all candidates.
    pub(super) words: Vec<u32>,
    pub(super) blocked: Option<Vec<Blocked>>,
    trail: Vec<u32>,
    /// What [`Matcher::settle`] keeps, while it works.
    kept: Vec<Candidate>,
}

impl Matcher {
    /// Forgets the passage before; keeps reasons when `explain`.
    pub(super) fn clear(&mut self, explain: bool) {
        self.candidates.clear();
        self.words.clear();
        self.blocked = explain.then(Vec::new);
    }

    /// Adds the hits in one sentence, whose first token is that of number `start` in the scan; `anchors` are
    /// the sentence's anchors.
    pub(super) fn find(
        &mut self,
        lexicon: &CompiledLexicon,
        view: &mut View<'_>,
        start: usize,
        anchors: &[u32],
    ) {
        let (tokens, vocabulary) = (view.tokens, view.vocabulary);
        for anchor in anchors {
            let at = (*anchor as usize).saturating_sub(start);
            let Some(token) = tokens.get(at) else { continue };
            for here in vocabulary.anchors(token.word) {
                if here.only_small && !(view.small)() {
                    continue;
                }
                if here.single {
                    self.words.push(*anchor);
                    self.put(lexicon.program(here.entry), here.entry, 1);
                    continue;
                }
                if self.blocked.is_none() && here.beside != 0 && !view.stands(here.beside, at, here.reach) {
                    continue;
                }
                let program = lexicon.program(here.entry);
                self.try_at(view, program, here.entry, at, usize::from(here.slot), start);
            }
        }
    }

    /// Sets the number of the sentence in which the candidates from `first` on stand.
    pub(super) fn place(&mut self, first: usize, sentence: u32) {
        self.candidates.iter_mut().skip(first).for_each(|candidate| candidate.sentence = sentence);
    }

    /// Sets the flags of the candidates from `first` on, which stand in the sentence that was looked at.
    pub(super) fn flag(&mut self, flagger: &Flagger, first: usize) {
        for candidate in self.candidates.iter_mut().skip(first) {
            candidate.flags = flagger.of(self.words.get(candidate.words.clone()).unwrap_or_default());
        }
    }

    fn try_at(
        &mut self,
        view: &mut View<'_>,
        program: &Program,
        entry: EntryId,
        at: usize,
        slot: usize,
        offset: usize,
    ) {
        self.trail.clear();
        let found = program.slots.get(slot).is_some_and(|tests| view.slot(tests, at, &mut self.trail))
            && self.before(view, program, at, slot)
            && self.behind(view, program, at, slot);
        self.trail.sort_unstable();
        self.trail.dedup();
        let shift = u32::try_from(offset).unwrap_or(u32::MAX);
        if !found {
            if let Some(blocked) = &mut self.blocked
                && program.slots.len() > 1
            {
                let tokens = self.trail.iter().map(|at| at + shift).collect();
                blocked.push(Blocked { code: program.code, entry, tokens, why: Why::Incomplete });
            }
            return;
        }
        self.words.extend(self.trail.iter().map(|at| at + shift));
        self.put(program, entry, self.trail.len());
    }

    /// Adds the candidate that the last `count` words are.
    fn put(&mut self, program: &Program, entry: EntryId, count: usize) {
        let end = self.words.len();
        self.candidates.push(Candidate {
            code: program.code,
            entry,
            weak: program.weak,
            words: end - count..end,
            flags: Flags::default(),
            sentence: 0,
            ruled: program.rules != 0,
        });
    }

    /// The words of a pattern of a rule whose first stands at `at`.
    pub(super) fn stands_at(&mut self, view: &mut View<'_>, pattern: &Program, at: usize) -> Option<&[u32]> {
        self.trail.clear();
        let first = pattern.slots.first()?;
        let found = view.slot(first, at, &mut self.trail) && self.behind(view, pattern, at, 0);
        self.trail.sort_unstable();
        found.then_some(self.trail.as_slice())
    }

    /// The slots before `slot`, nearest words first.
    fn before(&mut self, view: &mut View<'_>, program: &Program, at: usize, slot: usize) -> bool {
        let Some(next) = slot.checked_sub(1) else { return true };
        let (gap, tests) = (program.gaps[next] as usize, &program.slots[next]);
        let mark = self.trail.len();
        let mut place = at;
        let mut words = 0;
        while words <= gap {
            let Some(before) = view.word_before(place, gap == 0) else { return false };
            place = before;
            words += 1;
            if view.slot(tests, place, &mut self.trail) {
                if self.before(view, program, place, next) {
                    return true;
                }
                self.trail.truncate(mark);
            }
        }
        false
    }

    /// The slots behind `slot`, nearest words first.
    fn behind(&mut self, view: &mut View<'_>, program: &Program, at: usize, slot: usize) -> bool {
        let next = slot + 1;
        let Some(tests) = program.slots.get(next) else { return true };
        let gap = program.gaps[slot] as usize;
        let mark = self.trail.len();
        let mut place = at;
        let mut words = 0;
        while words <= gap {
            let Some(behind) = view.word_behind(place, gap == 0) else { return false };
            place = behind;
            words += 1;
            if view.slot(tests, place, &mut self.trail) {
                if self.behind(view, program, place, next) {
                    return true;
                }
                self.trail.truncate(mark);
            }
        }
        false
    }

    /// Of the candidates of each code keeps the longest that share no word, then drops weak ones
    /// that stand alone. Leaves the candidates by code and place.
    pub(super) fn settle(&mut self) {
        if self.candidates.is_empty() {
            return;
        }
        let words = &self.words;
        let length = |candidate: &Candidate| candidate.words.len();
        let first = |candidate: &Candidate| words.get(candidate.words.start).copied();
        self.candidates.sort_by(|a, b| {
            a.code
                .cmp(&b.code)
                .then(length(b).cmp(&length(a)))
                .then(a.weak.cmp(&b.weak))
                .then(first(a).cmp(&first(b)))
                .then(a.entry.cmp(&b.entry))
        });
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        for candidate in self.candidates.drain(..) {
            let of_code = kept.iter().rev().take_while(|other| other.code == candidate.code);
            let mine = &words[candidate.words.clone()];
            let mut longer = None;
            for other in of_code {
                if words[other.words.clone()].iter().any(|word| mine.contains(word)) {
                    longer = Some(other.entry);
                    break;
                }
            }
            match (longer, &mut self.blocked) {
                (None, _) => kept.push(candidate),
                (Some(longer), Some(blocked)) if longer != candidate.entry => blocked.push(Blocked {
                    code: candidate.code,
                    entry: candidate.entry,
                    tokens: mine.to_vec(),
                    why: Why::Longer(longer),
                }),
                _ => {}
            }
        }
        let mut index = 0;
        while index < kept.len() {
            let code = kept[index].code;
            let end = index + kept[index..].iter().take_while(|other| other.code == code).count();
            if kept[index..end].iter().all(|candidate| candidate.weak) {
                if let Some(blocked) = &mut self.blocked {
                    blocked.extend(kept[index..end].iter().map(|weak| Blocked {
                        code,
                        entry: weak.entry,
                        tokens: words[weak.words.clone()].to_vec(),
                        why: Why::Alone,
                    }));
                }
                kept.drain(index..end);
            } else {
                kept[index..end].sort_by_key(|candidate| (first(candidate), candidate.entry));
                index = end;
            }
        }
        self.kept = std::mem::replace(&mut self.candidates, kept);
    }
}

/// The tokens of a sentence as patterns see them.
pub(super) struct View<'a> {
    /// The document's text.
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) vocabulary: &'a Vocabulary,
    /// Tells whether the writer drops capitals.
    pub(super) small: &'a mut dyn FnMut() -> bool,
}

impl View<'_> {
    /// Whether the token at `at` is one of the slot's words; pushes the tokens that it takes.
    fn slot(&mut self, slot: &SlotTests, at: usize, trail: &mut Vec<u32>) -> bool {
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if self.passes(at, slot.test) {
            trail.push(index(at));
            return true;
        }
        for torn in &slot.torn {
            if self.passes(at, torn.verb)
                && self.may_be_verb(at)
                && let Some(behind) = self.particle(at, torn)
            {
                let inner = (torn.inner != NEVER).then(|| index(behind + 1));
                trail.extend([index(at), index(behind)].into_iter().chain(inner));
                return true;
            }
            if let Some(before) = self.particle_before(at, torn) {
                trail.extend([index(before), index(at)]);
                return true;
            }
        }
        false
    }

    #[inline]
    pub(super) fn passes(&mut self, at: usize, test: u32) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| self.vocabulary.may_pass(token.word, test) && self.token_passes(token, test))
    }

    fn token_passes(&mut self, token: &Token, test: u32) -> bool {
        token.kind.is_matched()
            && (self.vocabulary.passes(token.word, test)
                || (self.vocabulary.passes(token.word, CompiledLexicon::small(test)) && (self.small)()))
    }

    /// Whether a word that passes the test stands within `reach` words of `at`, before it where `reach`
    /// is below 0.
    #[inline]
    fn stands(&mut self, test: u32, at: usize, reach: i16) -> bool {
        let words = usize::from(reach.unsigned_abs());
        if reach < 0 {
            let before = self.tokens.get(..at).unwrap_or_default();
            self.stands_in(test, before.iter().rev(), words)
        } else {
            let behind = self.tokens.get(at + 1..).unwrap_or_default();
            self.stands_in(test, behind.iter(), words)
        }
    }

    #[inline]
    fn stands_in<'t>(&mut self, test: u32, tokens: impl Iterator<Item = &'t Token>, words: usize) -> bool {
        let mut left = words;
        for token in tokens {
            if self.vocabulary.may_pass(token.word, test) && self.token_passes(token, test) {
                return true;
            }
            left -= usize::from(token.kind.is_of_speaker());
            if left == 0 {
                return false;
            }
        }
        false
    }

    fn word_before(&self, at: usize, beside: bool) -> Option<usize> {
        let mut place = at;
        loop {
            place = place.checked_sub(1)?;
            let token = self.tokens.get(place)?;
            if beside && token.after.has(After::COMMA | After::BORDER) {
                return None;
            }
            if token.kind.is_of_speaker() {
                return Some(place);
            }
        }
    }

    fn word_behind(&self, at: usize, beside: bool) -> Option<usize> {
        let mut place = at;
        loop {
            if beside && self.tokens.get(place)?.after.has(After::COMMA | After::BORDER) {
                return None;
            }
            place += 1;
            if self.tokens.get(place)?.kind.is_of_speaker() {
                return Some(place);
            }
        }
    }
}
