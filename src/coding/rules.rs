//! Applies the rules of entries and codes to the candidates of a passage.
//!
//! First the rules that ask for words, flags, speaker and facts; then, all at once, those that ask for other
//! codes, which see the candidates that the first have left. Thresholds come when longer hits have won.

use std::ops::Range;

use super::clauses::Clauses;
use super::matcher::{Blocked, Candidate, Matcher, View, Why};
use super::{CodeId, Flags};
use crate::corpus::{Document, Turn, Unit};
use crate::language::scan::Scan;
use crate::language::vocabulary::{Vocabulary, WordId};
use crate::lexicon::compile::CompiledLexicon;
use crate::lexicon::rule::{Side, Within};
use crate::lexicon::rule_program::{Condition, RuleTest, TermTests};

/// What a passage stands in.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) lexicon: &'a CompiledLexicon,
    pub(super) document: &'a Document,
    pub(super) scan: &'a Scan,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) unit: Unit,
    /// Its turn; for a whole document its first.
    pub(super) turn: usize,
}

impl<'a> Around<'a> {
    /// Some tokens of the scan as patterns see them.
    fn view<'v>(self, tokens: Range<usize>, small: &'v mut dyn FnMut() -> bool) -> View<'v>
    where
        'a: 'v,
    {
        let tokens = self.scan.tokens.get(tokens).unwrap_or_default();
        View { text: &self.document.text, tokens, vocabulary: self.vocabulary, small }
    }
}

/// Memory that is used again for every passage.
#[derive(Debug, Default)]
pub(super) struct Judge {
    windows: Vec<Range<usize>>,
    clauses: Clauses,
    /// The sentence that `clauses` holds.
    parted: Option<u32>,
}

/// What decided a condition: whether it holds, and the word that it found.
type Verdict = (bool, Option<u32>);

impl Judge {
    /// Takes away the candidates that a rule blocks.
    pub(super) fn apply(
        &mut self,
        matcher: &mut Matcher,
        around: Around<'_>,
        small: &mut dyn FnMut() -> bool,
    ) {
        self.parted = None;
        let lexicon = around.lexicon;
        let ruled =
            |candidate: &Candidate| candidate.ruled || lexicon.code_rules(candidate.code).never.is_some();
        if !matcher.candidates.iter().any(ruled) {
            return;
        }
        let mut late = false;
        self.sift(matcher, |judge, matcher, _, candidate| {
            if let Some(never) = &lexicon.code_rules(candidate.code).never
                && let Some(word) = judge.never(matcher, around, never, candidate, small)
            {
                return Some(Why::Never(word));
            }
            let rules = lexicon.rules(candidate.entry)?;
            late |= rules.conditions.last().is_some_and(Condition::asks_for_codes);
            judge.broken(matcher, around, candidate, None, small)
        });
        if late {
            self.sift(matcher, |judge, matcher, all, candidate| {
                judge.broken(matcher, around, candidate, Some(all), small)
            });
        }
    }

    /// The first rule of a candidate that does not hold: of those that ask for other codes where `others`
    /// are given, else of the rest.
    fn broken(
        &mut self,
        matcher: &mut Matcher,
        around: Around<'_>,
        candidate: &Candidate,
        others: Option<&[Candidate]>,
        small: &mut dyn FnMut() -> bool,
    ) -> Option<Why> {
        let rules = around.lexicon.rules(candidate.entry)?;
        let mut now =
            (0..).zip(&rules.conditions).filter(|(_, one)| one.asks_for_codes() == others.is_some());
        now.find_map(|(rule, condition)| {
            let all = others.unwrap_or_default();
            let (holds, word) = self.holds(matcher, around, &condition.test, candidate, all, small);
            (!holds).then_some(Why::Rule { rule, word })
        })
    }

    /// Judges all candidates by what they are now, then takes away the blocked.
    fn sift(
        &mut self,
        matcher: &mut Matcher,
        mut judge: impl FnMut(&mut Self, &mut Matcher, &[Candidate], &Candidate) -> Option<Why>,
    ) {
        let mut candidates = std::mem::take(&mut matcher.candidates);
        let verdicts: Vec<Option<Why>> =
            candidates.iter().map(|candidate| judge(self, matcher, &candidates, candidate)).collect();
        let mut verdict = verdicts.into_iter();
        candidates.retain(|candidate| match verdict.next().flatten() {
            None => true,
            Some(why) => {
                let tokens = matcher.words.get(candidate.words.clone()).unwrap_or_default().to_vec();
                if let Some(blocked) = &mut matcher.blocked {
                    blocked.push(Blocked { code: candidate.code, entry: candidate.entry, tokens, why });
                }
                false
            }
        });
        matcher.candidates = candidates;
    }

    /// The word of a candidate that none of its code's entries may hit.
    fn never(
        &mut self,
        matcher: &mut Matcher,
        around: Around<'_>,
        never: &TermTests,
        candidate: &Candidate,
        small: &mut dyn FnMut() -> bool,
    ) -> Option<u32> {
        let hit = matcher.words.get(candidate.words.clone()).unwrap_or_default();
        let all = 0..around.scan.tokens.len();
        let mut view = around.view(all, small);
        let word = hit.iter().copied().find(|at| view.passes(*at as usize, never.word));
        if word.is_some() || never.patterns.is_empty() {
            return word;
        }
        let hit = hit.to_vec();
        let sentence = sentence(around.scan, candidate.sentence);
        matcher.find_terms(around, sentence, &never.patterns, small, |trail| {
            trail.iter().any(|word| hit.contains(word))
        })
    }

    fn holds(
        &mut self,
        matcher: &mut Matcher,
        around: Around<'_>,
        test: &RuleTest,
        candidate: &Candidate,
        all: &[Candidate],
        small: &mut dyn FnMut() -> bool,
    ) -> Verdict {
        match test {
            RuleTest::Flags { wanted, flags } => {
                let common = Flags(candidate.flags.0 & flags.0);
                ((common != Flags::default()) == *wanted, None)
            }
            RuleTest::Speaker { wanted, names } => {
                let turn = turn_of(matcher, around, candidate);
                let speaker = turn.and_then(|turn| around.document.speaker(turn));
                let is = speaker.is_some_and(|speaker| names.iter().any(|name| like(name, &speaker.name)));
                (is == *wanted, None)
            }
            RuleTest::Fact { wanted, name, values } => {
                let turn = turn_of(matcher, around, candidate);
                let fact = turn.and_then(|turn| around.document.fact(turn, name));
                let is = fact.is_some_and(|fact| values.iter().any(|value| like(value, fact)));
                (is == *wanted, None)
            }
            RuleTest::Codes { wanted, codes } => {
                let other = all.iter().find(|other| is_of(other, codes) && !std::ptr::eq(*other, candidate));
                let word = other.and_then(|other| matcher.words.get(other.words.start).copied());
                (word.is_some() == *wanted, word)
            }
            RuleTest::Beside { side, wanted, within, terms, codes } => {
                let hit = matcher.words.get(candidate.words.clone()).unwrap_or_default().to_vec();
                self.window(around, &hit, candidate.sentence, *within, *side);
                let mut word = None;
                for window in &self.windows {
                    let mut view = around.view(0..around.scan.tokens.len(), small);
                    word = window.clone().find_map(|at| {
                        let index = u32::try_from(at).ok()?;
                        (view.passes(at, terms.word) && !hit.contains(&index)).then_some(index)
                    });
                    if word.is_none() && !terms.patterns.is_empty() {
                        let free = |trail: &[u32]| !trail.iter().any(|word| hit.contains(word));
                        let window = window.clone();
                        word = matcher.find_terms(around, window, &terms.patterns, small, free);
                    }
                    if word.is_none() {
                        let of_code = all.iter().filter(|other| is_of(other, codes));
                        let mut words =
                            of_code.flat_map(|other| &matcher.words[other.words.clone()]).copied();
                        word = words.find(|word| window.contains(&(*word as usize)) && !hit.contains(word));
                    }
                    if word.is_some() {
                        break;
                    }
                }
                (word.is_some() == *wanted, word)
            }
        }
    }

    /// Where the words of a rule are looked for, as ranges of tokens.
    fn window(&mut self, around: Around<'_>, hit: &[u32], number: u32, within: Within, side: Side) {
        self.windows.clear();
        let (Some(first), Some(last)) = (hit.first(), hit.last()) else { return };
        let (first, last) = (*first as usize, *last as usize);
        match within {
            Within::Sentence => self.windows.push(sentence(around.scan, number)),
            Within::Turn => self.windows.push(tokens_of_turn(around, first)),
            Within::Words(words) => {
                let turn = tokens_of_turn(around, first);
                let counts = |at: &usize| around.scan.tokens[*at].kind.is_of_speaker();
                let most = usize::from(words);
                let start = (turn.start..first).rev().filter(counts).take(most).last().unwrap_or(first);
                let end = (last + 1..turn.end).filter(counts).take(most).last().unwrap_or(last);
                self.windows.push(start..end + 1);
            }
            Within::Clause => {
                let tokens = sentence(around.scan, number);
                if self.parted != Some(number) {
                    let words = around.scan.tokens.get(tokens.clone()).unwrap_or_default();
                    self.clauses.part(&around.document.text, words, around.vocabulary);
                    self.parted = Some(number);
                }
                for word in hit {
                    let place = (*word as usize).saturating_sub(tokens.start);
                    let clause = self.clauses.clause(self.clauses.part_of(place));
                    for part in self.clauses.parts_of(clause) {
                        let part = part.start + tokens.start..part.end + tokens.start;
                        if !self.windows.contains(&part) {
                            self.windows.push(part);
                        }
                    }
                }
            }
        }
        for window in &mut self.windows {
            match side {
                Side::Near => {}
                Side::Before => window.end = window.end.min(first),
                Side::After => window.start = window.start.max(last + 1),
            }
        }
        self.windows.retain(|window| window.start < window.end);
    }
}

/// Drops the codes whose entries do not reach the threshold; each entry counts once.
pub(super) fn thresholds(matcher: &mut Matcher, lexicon: &CompiledLexicon) {
    let mut index = 0;
    while let Some(code) = matcher.candidates.get(index).map(|candidate| candidate.code) {
        let mine = matcher.candidates[index..].iter().take_while(|other| other.code == code);
        let mut entries: Vec<u32> = Vec::new();
        let threshold = lexicon.code_rules(code).threshold;
        let mut end = index;
        for candidate in mine {
            end += 1;
            if threshold > 0 && !entries.contains(&candidate.entry) {
                entries.push(candidate.entry);
            }
        }
        let sum: u32 = entries.iter().map(|entry| lexicon.program(*entry).weight).sum();
        if sum >= threshold {
            index = end;
            continue;
        }
        for candidate in matcher.candidates.drain(index..end) {
            let tokens = matcher.words.get(candidate.words.clone()).unwrap_or_default().to_vec();
            if let Some(blocked) = &mut matcher.blocked {
                let why = Why::Threshold(sum);
                blocked.push(Blocked { code, entry: candidate.entry, tokens, why });
            }
        }
    }
}

fn is_of(candidate: &Candidate, codes: &[CodeId]) -> bool {
    !candidate.weak && codes.binary_search(&candidate.code).is_ok()
}

fn sentence(scan: &Scan, number: u32) -> Range<usize> {
    let number = number as usize;
    let end = |number: usize| scan.sentences.get(number).map_or(0, |sentence| sentence.tokens_end as usize);
    number.checked_sub(1).map_or(0, end)..end(number)
}

/// The turn that a candidate stands in.
fn turn_of<'a>(matcher: &Matcher, around: Around<'a>, candidate: &Candidate) -> Option<&'a Turn> {
    let word = *matcher.words.get(candidate.words.start)? as usize;
    around.document.turns.get(turn_index(around, word))
}

fn turn_index(around: Around<'_>, word: usize) -> usize {
    if around.unit != Unit::Document {
        return around.turn;
    }
    let start = around.scan.tokens.get(word).map_or(0, |token| token.span.start);
    around.document.turns.partition_point(|turn| turn.span.start <= start).saturating_sub(1)
}

/// The tokens of the turn of a word.
fn tokens_of_turn(around: Around<'_>, word: usize) -> Range<usize> {
    let tokens = &around.scan.tokens;
    let turn = around.document.turns.get(turn_index(around, word)).filter(|_| around.unit == Unit::Document);
    turn.map_or(0..tokens.len(), |turn| {
        let start = tokens.partition_point(|token| token.span.start < turn.span.start);
        start..tokens.partition_point(|token| token.span.start < turn.span.end)
    })
}

/// Whether a text is like a pattern in small letters; `*` stands for any letters.
fn like(pattern: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    rest.ends_with(last)
}

impl Matcher {
    /// The first word of a pattern that stands in a window of tokens and whose words are `right`.
    pub(super) fn find_terms(
        &mut self,
        around: Around<'_>,
        window: Range<usize>,
        patterns: &[crate::lexicon::compile::Program],
        small: &mut dyn FnMut() -> bool,
        right: impl Fn(&[u32]) -> bool,
    ) -> Option<u32> {
        let shift = u32::try_from(window.start).unwrap_or(u32::MAX);
        let mut view = around.view(window, small);
        let tested = view.tokens.iter().enumerate().filter(|(_, token)| token.word.has(WordId::TESTED));
        for (at, _) in tested {
            for pattern in patterns {
                if let Some(trail) = self.stands_at(&mut view, pattern, at) {
                    let words: Vec<u32> = trail.iter().map(|word| word + shift).collect();
                    if right(&words) {
                        return words.first().copied();
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
