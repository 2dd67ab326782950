//! Flags of hits: whether their clause is negated, asks, wishes, or tells what others said.
//!
//! A sentence is looked at only when it has a hit. Its clauses are parted at marks and at words that join
//! them; a cue (`nicht`, `müsste`, `laut` …) then reaches over its clause, and over those that complete it.

mod exceptions;

use std::ops::Range;

use super::Flags;
use super::clauses::Clauses;
use crate::language::cues::{Cues, Role};
use crate::language::scan::Scan;
use crate::language::vocabulary::{Vocabulary, WordId};
use crate::text::Span;
use exceptions::{
    CAUTIOUS, DENIED_ALONE, NO_NEGATION_BEFORE, NOTHING_WITHOUT, PARTICLES, PAST, RAISING, TRUE_INFINITIVE,
};

/// What a cue reaches over.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Scope {
    flag: Flags,
    /// The word that it comes from: a hit that holds a negator is not negated by it.
    cue: usize,
    tokens: Range<usize>,
}

/// Memory that is used again for every sentence.
#[derive(Debug, Default)]
pub(super) struct Flagger {
    scopes: Vec<Scope>,
    clauses: Clauses,
    /// The first token of the sentence.
    offset: usize,
}

impl Flagger {
    /// Looks at one sentence; `tokens` are its tokens in the scan.
    pub(super) fn look(
        &mut self,
        text: &str,
        scan: &Scan,
        vocabulary: &Vocabulary,
        tokens: Range<usize>,
        sentence: Span,
    ) {
        self.scopes.clear();
        self.offset = tokens.start;
        let words = scan.tokens.get(tokens.clone()).unwrap_or_default();
        let Some(last) = words.last() else { return };
        let ending = Span::new(last.span.end.min(sentence.end), sentence.end).of(text);
        let cues = words.iter().any(|token| token.word.has(WordId::CUE));
        let inner = words.iter().any(|token| token.asks());
        let marked = ending.contains(['.', '!', '?', '…']);
        if !cues && !inner && marked {
            return;
        }
        if ending.contains('?') {
            self.put(Flags::QUESTION, 0, 0..words.len());
        }
        if !cues && !inner && !Clauses::may_ask(words, vocabulary) {
            return;
        }
        self.clauses.part(text, words, vocabulary);
        if inner && !ending.contains('?') {
            for (end, _) in words.iter().enumerate().filter(|(_, token)| token.asks()) {
                let start = self.clauses.run_before(end);
                self.put(Flags::QUESTION, end, start..end + 1);
            }
        }
        if !marked && self.clauses.asks() {
            self.put(Flags::QUESTION, 0, 0..words.len());
        }
        if cues {
            self.reports(sentence, text);
            self.negations();
            self.wishes();
        }
    }

    /// The flags of a hit, by the indices of its words in the scan.
    pub(super) fn of(&self, words: &[u32]) -> Flags {
        let mut flags = Flags::default();
        if self.scopes.is_empty() {
            return flags;
        }
        let place = |word: &u32| (*word as usize).checked_sub(self.offset);
        for scope in &self.scopes {
            let reached = words.iter().filter_map(place).any(|word| scope.tokens.contains(&word));
            let own =
                scope.flag == Flags::NEGATED && words.iter().filter_map(place).any(|word| word == scope.cue);
            if reached && !own {
                flags.0 |= scope.flag.0;
            }
        }
        flags
    }

    fn put(&mut self, flag: Flags, cue: usize, tokens: Range<usize>) {
        self.scopes.push(Scope { flag, cue, tokens });
    }

    /// Lets a flag reach over all parts of a clause.
    fn put_clause(&mut self, flag: Flags, cue: usize, clause: usize, from: usize) {
        for part in self.clauses.parts_of(clause) {
            if part.end > from {
                self.put(flag, cue, part.start.max(from)..part.end);
            }
        }
    }

    fn has(&self, flag: Flags, place: usize) -> bool {
        self.scopes.iter().any(|scope| scope.flag == flag && scope.tokens.contains(&place))
    }

    fn negations(&mut self) {
        for at in 0..self.clauses.len() {
            let role = self.clauses.role(at);
            if role.has(Role::NEITHER) {
                let part = self.clauses.part_of(at);
                self.put_clause(Flags::NEGATED, at, self.clauses.clause(part), 0);
                if self.clauses.first_is(part + 1, &["noch"]) {
                    self.put_clause(Flags::NEGATED, at, self.clauses.clause(part + 1), 0);
                }
            } else if role.has(Role::WITHOUT) {
                self.without(at);
            } else if role.has(Role::NEGATES) && !self.is_no_negation(at) {
                self.negation(at, role.has(Role::DETERMINER));
            }
        }
    }

    fn is_no_negation(&self, at: usize) -> bool {
        let clauses = &self.clauses;
        let part = clauses.part_of(at);
        let range = clauses.range(part);
        let word = |at: usize| clauses.word(at);
        let before = at.checked_sub(1).filter(|before| *before >= range.start).map(word).unwrap_or_default();
        let next = word(at + 1);
        NO_NEGATION_BEFORE.contains(&next)
            || (next == "zu" && ["vergessen", "unterschätzen"].contains(&word(at + 2)))
            || clauses.role(at + 1).has(Role::WITHOUT)
            || (["warum", "wieso", "weshalb"].contains(&before) && !clauses.has_finite(part))
            || (before == "oder" && at + 1 == range.end)
            || (before == "noch" && at >= 2 && word(at - 2) == "wie")
            || (word(at) == "kaum" && at == 0 && clauses.finite(1) && clauses.part_count() > 1)
    }

    fn negation(&mut self, at: usize, determiner: bool) {
        if determiner && DENIED_ALONE.contains(&self.clauses.word(at + 1)) {
            self.put(Flags::NEGATED, at, at..at + 2);
            return;
        }
        let part = self.clauses.part_of(at);
        let range = self.clauses.range(part);
        let instead = range.clone().find(|place| *place > at && self.clauses.word(*place) == "sondern");
        match instead {
            Some(instead) => self.put(Flags::NEGATED, at, range.start..instead),
            None => self.put_clause(Flags::NEGATED, at, self.clauses.clause(part), 0),
        }
        let mut next = part + 1;
        // `keine Räume, Schlüssel oder Gelder`: what is counted up after the noun.
        while determiner && self.clauses.is_list_member(next) {
            let range = self.clauses.range(next);
            self.put(Flags::NEGATED, at, range);
            next += 1;
        }
        let range = self.clauses.range(part);
        let among = |words: &[&str]| range.clone().any(|place| words.contains(&self.clauses.word(place)));
        let that = self.clauses.first_is(part + 1, &["dass", "daß"]);
        let raised = that && among(RAISING);
        let infinitive = self.clauses.is_infinitive(part + 1) && !among(TRUE_INFINITIVE);
        if raised || infinitive {
            self.put_clause(Flags::NEGATED, at, self.clauses.clause(part + 1), 0);
        }
    }

    /// `ohne` reaches over its infinitive, its clause with `dass`, or the nouns that follow it.
    fn without(&mut self, at: usize) {
        let clauses = &self.clauses;
        let part = clauses.part_of(at);
        let range = clauses.range(part);
        let next = clauses.word(at + 1);
        if NOTHING_WITHOUT.contains(&next) {
            return;
        }
        if at + 1 == range.end && clauses.first_is(part + 1, &["dass", "daß"]) {
            self.put_clause(Flags::NEGATED, at, self.clauses.clause(part + 1), 0);
            return;
        }
        let infinitive = (at + 1..range.end).any(|place| clauses.word(place) == "zu");
        if matches!(next, "dass" | "daß") || (infinitive && !clauses.finite_in(at + 1..range.end)) {
            self.put(Flags::NEGATED, at, at..range.end);
            return;
        }
        let end = clauses.noun_phrase(at + 1, range.end);
        self.put(Flags::NEGATED, at, at..end);
    }

    fn wishes(&mut self) {
        for at in 0..self.clauses.len() {
            let role = self.clauses.role(at);
            let phrase = role.has(Role::PHRASE) && self.is_phrase(at);
            let mood = role.has(Role::CONDITIONAL) && self.is_wished(at);
            if !mood && (!phrase || self.is_plan(at)) {
                continue;
            }
            if (mood && !phrase && self.has(Flags::REPORTED, at)) || self.only_said(at) {
                continue;
            }
            let part = self.clauses.part_of(at);
            let clause = self.clauses.clause(part);
            self.put_clause(Flags::WISH, at, clause, 0);
            let mut next = part + 1;
            while next < self.clauses.part_count() && self.clauses.completes(next) {
                let range = self.clauses.range(next);
                self.put(Flags::WISH, at, range);
                next += 1;
            }
            if let Some(before) = part.checked_sub(1)
                && self.clauses.first_is(before, &["wenn", "falls"])
            {
                let range = self.clauses.range(before);
                self.put(Flags::WISH, at, range);
            }
        }
    }

    /// `ich würde sagen`, `man könnte meinen`.
    fn only_said(&self, at: usize) -> bool {
        let range = self.clauses.range(self.clauses.part_of(at));
        self.clauses.role(at).has(Role::CONDITIONAL)
            && range.clone().any(|place| CAUTIOUS.contains(&self.clauses.word(place)))
    }

    /// `sollte` that tells a condition or what was planned.
    fn is_plan(&self, at: usize) -> bool {
        let word = self.clauses.word(at);
        if !word.starts_with("sollte") {
            return false;
        }
        let asked = self.has(Flags::QUESTION, at);
        let all = 0..self.clauses.len();
        (at == 0 && !asked) || all.into_iter().any(|place| PAST.contains(&self.clauses.word(place)))
    }

    /// Whether a subjunctive is a wish: no unreal past, no comparison, no `sonst` or `ohne` beside it.
    fn is_wished(&self, at: usize) -> bool {
        let clauses = &self.clauses;
        let part = clauses.part_of(at);
        let range = clauses.range(part);
        let past = clauses.role(at).has(Role::UNREAL)
            && (range.clone().any(|place| clauses.is_participle(place))
                || (range.end >= 2 && clauses.verb_pair(range.end - 2)));
        let compared = clauses.first_is(part, &["als", "sonst"]);
        let without = range.into_iter().any(|place| clauses.role(place).has(Role::WITHOUT));
        !(past || compared || without)
    }

    /// Whether a phrase of wishing stands around its rarest word at `at`.
    fn is_phrase(&self, at: usize) -> bool {
        let number = self.clauses.role(at).number();
        if self.clauses.word(at) == "wünsche" && self.clauses.is_noun(at) {
            return false;
        }
        Cues::german().phrases(number).iter().any(|phrase| {
            at.checked_sub(phrase.rarest).is_some_and(|start| {
                let mut words = phrase.words.iter().enumerate();
                words.all(|(place, word)| self.clauses.role(start + place).number() == *word)
            })
        })
    }

    fn reports(&mut self, sentence: Span, text: &str) {
        for at in 0..self.clauses.len() {
            let role = self.clauses.role(at);
            let part = self.clauses.part_of(at);
            let clause = self.clauses.clause(part);
            if role.has(Role::HEARSAY) || (role.has(Role::SOURCE) && self.clauses.is_source(at)) {
                self.put_clause(Flags::REPORTED, at, clause, 0);
            }
            if role.has(Role::INDIRECT) && self.clauses.is_indirect(at) {
                self.put_clause(Flags::REPORTED, at, clause, 0);
            }
            if role.has(Role::PERHAPS) && self.clauses.is_of_somebody(at) {
                self.put_clause(Flags::REPORTED, at, clause, 0);
            }
            let range = self.clauses.range(part);
            let torn = role.has(Role::TORN)
                && PARTICLES.contains(&self.clauses.word(range.end.saturating_sub(1)))
                && range.end > at + 1;
            if (role.has(Role::SAYS) || torn) && !self.clauses.of_speaker(part) {
                self.said(at, part);
                for quoted in self.clauses.quoted(sentence, text) {
                    self.put(Flags::REPORTED, at, quoted);
                }
            }
        }
    }

    /// What a verb of saying at `at` in `part` reports.
    fn said(&mut self, at: usize, part: usize) {
        let range = self.clauses.range(part);
        if self.clauses.word(at) == "meinen" && at + 1 != range.end {
            return;
        }
        if self.clauses.first_is(part, &["wie"]) && !self.clauses.finite_in(range.start..at + 1) {
            // `wie gesagt`
            if !self.clauses.finite_in(range.clone()) || self.clauses.is_participle(at) {
                return;
            }
        }
        let mut next = part + 1;
        let inverted = at == range.start && part > 0;
        if inverted || (self.clauses.first_is(part, &["wie", "so"]) && part > 0) {
            let start = self.clauses.run_start(part);
            self.put(Flags::REPORTED, at, start..range.start);
            if inverted {
                return;
            }
        }
        let direct = self.clauses.is_core(at)
            && (self.clauses.finite(at) || self.clauses.is_participle(at) || at + 1 == range.end);
        let opens = self.clauses.first_is(next, &["dass", "daß", "ob"])
            || (self.clauses.is_infinitive(next) && self.clauses.promises(at))
            || (direct && self.clauses.is_main(next, at + 1 == range.end));
        if !opens {
            return;
        }
        while next < self.clauses.part_count() {
            let range = self.clauses.range(next);
            self.put(Flags::REPORTED, at, range);
            next += 1;
            if self.clauses.turns(next) {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests;
