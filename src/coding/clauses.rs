//! The clauses of a sentence, as far as flags need them: where they begin and end, and what their words are.

mod words;

use std::ops::Range;

use crate::language::cues::Role;
use crate::language::scan::{After, Token};
use crate::language::vocabulary::Vocabulary;
use crate::language::wordlist::WordList;
use crate::text::Span;
use words::with_en;

/// A sentence cut into parts; parts of one clause share its number.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    words: Vec<Word>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Default)]
struct Word {
    /// In small letters.
    text: String,
    capital: bool,
    role: Role,
    span: Span,
    after: After,
    finite: bool,
}

#[derive(Clone, Debug, Default)]
struct Part {
    words: Range<usize>,
    clause: usize,
    finite: bool,
    /// A mark stands before it, not only a word that joins.
    marked: bool,
}

impl Token {
    /// Whether a question mark stands behind it.
    pub(super) const fn asks(self) -> bool {
        self.after.has(After::QUESTION)
    }
}

impl Clauses {
    /// Whether a sentence without a mark at its end may be a question.
    pub(super) fn may_ask(words: &[Token], vocabulary: &Vocabulary) -> bool {
        let first = words.iter().take(3).any(|token| {
            let role = vocabulary.role(token.word);
            role.has(Role::ASKS | Role::CONDITIONAL) || role.has(Role::FINITE)
        });
        first && words.len() > 1
    }

    /// Takes in a sentence.
    pub(super) fn part(&mut self, text: &str, tokens: &[Token], vocabulary: &Vocabulary) {
        self.words.truncate(tokens.len());
        self.words.resize_with(tokens.len(), Word::default);
        for (word, token) in self.words.iter_mut().zip(tokens) {
            let written = token.span.of(text);
            word.text.clear();
            word.text.extend(written.chars().flat_map(char::to_lowercase));
            word.capital = written.chars().next().is_some_and(char::is_uppercase);
            word.role = if token.kind.is_matched() { vocabulary.role(token.word) } else { Role::default() };
            word.span = token.span;
            word.after = token.after;
        }
        for at in 0..self.words.len() {
            self.words[at].finite = self.is_finite(at);
        }
        self.parts.clear();
        let mut start = 0;
        let mut marked = true;
        for at in 0..self.words.len() {
            if at > start && self.begins(start, at) {
                self.end_part(start..at, marked);
                (start, marked) = (at, false);
            }
            if self.border(at) || at + 1 == self.words.len() {
                self.end_part(start..at + 1, marked);
                (start, marked) = (at + 1, true);
            }
        }
        self.number();
    }

    fn border(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.after.has(After::COMMA | After::BORDER))
    }

    fn end_part(&mut self, words: Range<usize>, marked: bool) {
        let finite = self.finite_in(words.clone());
        self.parts.push(Part { words, clause: self.parts.len(), finite, marked });
    }

    /// Whether a word that joins begins a new clause: a finite verb on both sides.
    fn begins(&self, start: usize, at: usize) -> bool {
        let role = self.role(at);
        if !role.has(Role::JOIN | Role::TURN | Role::THAT | Role::REASON) || role.is(Role::RELATIVE) {
            return false;
        }
        let rest = at + 1..self.words.len();
        let end = rest.clone().find(|place| self.border(*place)).map_or(rest.end, |border| border + 1);
        self.finite_in(start..at) && self.finite_in(at + 1..end)
    }

    /// Parts around an inserted clause are one: `Der Verein, der hilft, hat …`.
    fn number(&mut self) {
        for at in 2..self.parts.len() {
            let (before, inserted, this) = (&self.parts[at - 2], &self.parts[at - 1], &self.parts[at]);
            if !before.finite && inserted.finite && self.finite(this.words.start) && this.marked {
                self.parts[at].clause = before.clause;
            }
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn role(&self, at: usize) -> Role {
        self.words.get(at).map(|word| word.role).unwrap_or_default()
    }

    /// A word in small letters; empty behind the sentence.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.text)
    }

    /// Whether a word is written as a noun, in the sentence or before another noun's article.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let article = matches!(self.word(at + 1), "der" | "des" | "von" | "und" | "sind" | "an");
        self.words.get(at).is_some_and(|word| word.capital) && (at > 0 || article)
    }

    pub(super) fn finite(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.finite)
    }

    pub(super) fn finite_in(&self, mut words: Range<usize>) -> bool {
        words.any(|at| self.finite(at))
    }

    pub(super) const fn part_count(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn part_of(&self, at: usize) -> usize {
        self.parts.iter().position(|part| part.words.contains(&at)).unwrap_or(0)
    }

    pub(super) fn range(&self, part: usize) -> Range<usize> {
        self.parts.get(part).map_or(0..0, |part| part.words.clone())
    }

    pub(super) fn clause(&self, part: usize) -> usize {
        self.parts.get(part).map_or(usize::MAX, |part| part.clause)
    }

    pub(super) fn has_finite(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| part.finite)
    }

    /// The words of all parts of a clause.
    pub(super) fn parts_of(&self, clause: usize) -> Vec<Range<usize>> {
        self.parts.iter().filter(|part| part.clause == clause).map(|part| part.words.clone()).collect()
    }

    pub(super) fn first_is(&self, part: usize, words: &[&str]) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let first = self.word(part.words.start);
            let joined = self.role(part.words.start).has(Role::JOIN);
            words.contains(&first) || (joined && words.contains(&self.word(part.words.start + 1)))
        })
    }

    /// Whether a part only goes on with a list of nouns.
    pub(super) fn is_list_member(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let first = part.words.start;
            let joined = self.role(first).has(Role::JOIN);
            let noun = first + usize::from(joined);
            !part.finite && self.words.get(noun).is_some_and(|word| word.capital) && part.words.len() <= 6
        })
    }

    /// An infinitive with `zu` and no finite verb.
    pub(super) fn is_infinitive(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let zu = |at: usize| {
                let word = self.word(at);
                word == "zu"
                    || (word.len() > 6
                        && word.contains("zu")
                        && word.ends_with("en")
                        && !word.starts_with("zu"))
            };
            !part.finite && part.words.clone().any(zu)
        })
    }

    /// Whether a part completes the one before: `…, dass`, `…, die`, or goes on without a verb.
    pub(super) fn completes(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let role = self.role(part.words.start);
            let second = self.role(part.words.start + 1);
            let joined = role.has(Role::JOIN) && second.has(Role::THAT) && !second.is(Role::RELATIVE);
            let relative = role.is(Role::RELATIVE) && self.finite(part.words.end - 1);
            let that = role.has(Role::THAT) && !role.is(Role::RELATIVE);
            let asks = role.has(Role::ASKS) && self.finite(part.words.end - 1);
            if role.has(Role::TURN) && self.word(part.words.start) != "sondern" {
                return false;
            }
            !part.finite || joined || relative || that || asks
        })
    }

    /// Whether a part is a main clause, or one in the subjunctive. Directly `behind` a verb it is not a
    /// relative one.
    pub(super) fn is_main(&self, part: usize, behind: bool) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let role = self.role(part.words.start);
            let relative = !behind && role.is(Role::RELATIVE) && self.finite(part.words.end - 1);
            let subordinate = role.has(Role::THAT | Role::REASON) && !role.is(Role::RELATIVE);
            let subjunctive = |at: usize| {
                let verb = WordList::german().look_up(&with_en(self.word(at), "e"));
                !self.words[at].capital && verb.is_some_and(|known| known.verb)
            };
            let finite = part.finite || (behind && part.words.clone().any(subjunctive));
            finite && part.marked && !role.has(Role::JOIN | Role::TURN) && !relative && !subordinate
        })
    }

    /// Whether a part begins a thought of the speaker's own.
    pub(super) fn turns(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| {
            let role = self.role(part.words.start);
            role.has(Role::TURN) || (role.has(Role::JOIN) && self.of_speaker_words(part.words.clone()))
        })
    }

    /// Whether the speaker is the subject.
    pub(super) fn of_speaker(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|part| self.of_speaker_words(part.words.clone()))
    }

    fn of_speaker_words(&self, mut words: Range<usize>) -> bool {
        words.any(|at| self.role(at).has(Role::SPEAKER) && !self.role(at).has(Role::FINITE))
    }

    /// The end of the nouns that follow, at most at `end`.
    pub(super) fn noun_phrase(&self, start: usize, end: usize) -> usize {
        let noun = |from: usize| (from..end.min(from + 5)).find(|at| self.words[*at].capital);
        let Some(first) = noun(start) else {
            // In small letters: the next words up to a verb.
            let stop = (start..end).find(|at| self.finite(*at) || self.role(*at).has(Role::SPEAKER));
            return stop.unwrap_or(end).min(start + 3).max(start);
        };
        let mut last = first;
        while let Some(next) = self.words.get(last + 1).filter(|_| last + 1 < end) {
            let goes_on = next.role.has(Role::JOIN)
                || next.capital
                || matches!(next.text.as_str(), "der" | "des" | "von" | "vom" | "für" | "aus");
            let Some(noun) = noun(last + 1).filter(|noun| goes_on && !self.finite_in(last + 1..*noun)) else {
                break;
            };
            last = noun;
        }
        last + 1
    }

    /// The words from the last opening border up to `end`.
    pub(super) fn run_before(&self, end: usize) -> usize {
        let part = self.part_of(end);
        let mut start = self.range(part).start;
        for before in (0..part).rev() {
            let range = self.range(before);
            if self
                .words
                .get(range.end.saturating_sub(1))
                .is_some_and(|word| word.after.has(After::BORDER | After::QUESTION))
            {
                break;
            }
            start = range.start;
        }
        start
    }

    /// Where the thought before a part begins.
    pub(super) fn run_start(&self, part: usize) -> usize {
        let turn = (1..part).rev().find(|before| self.turns(*before));
        turn.map_or(0, |turn| self.range(turn).start)
    }

    /// Whether a sentence without a mark at its end asks: a verb or a question word at the front.
    pub(super) fn asks(&self) -> bool {
        let fillers = ["und", "aber", "also", "ja", "na", "hallo", "äh", "ähm", "sagt", "mal"];
        let Some(at) = (0..self.words.len().min(3)).find(|at| !fillers.contains(&self.word(*at))) else {
            return false;
        };
        let finite = |at: usize| self.finite(at);
        let subject = |at: usize| {
            let role = self.role(at);
            role.has(Role::SPEAKER)
                || matches!(self.word(at), "die" | "der" | "das" | "denn" | "du" | "sie" | "jemand")
        };
        let asks = self.role(at).has(Role::ASKS)
            || matches!(self.word(at), "wieviele" | "welche" | "welcher" | "welches");
        let second = finite(at + 1)
            || (finite(at + 2) && matches!(self.word(at), "welche" | "welcher" | "welches" | "wie"));
        if asks {
            return second && (self.parts.len() == 1 || !self.finite_in(self.range(1)));
        }
        finite(at) && subject(at + 1)
    }

    /// What stands between quotation marks.
    pub(super) fn quoted(&self, sentence: Span, text: &str) -> Vec<Range<usize>> {
        let content = sentence.of(text);
        let mut quoted = Vec::new();
        let mut open: Option<u32> = None;
        if !content.contains(['„', '"', '“', '»', '«']) {
            return quoted;
        }
        for (at, _) in
            content.char_indices().filter(|(_, letter)| matches!(letter, '„' | '"' | '“' | '”' | '»' | '«'))
        {
            let at = sentence.start + u32::try_from(at).unwrap_or(0);
            match open.take() {
                None => open = Some(at),
                Some(start) => {
                    let inside = |word: &&Word| word.span.start >= start && word.span.end <= at;
                    let first = self.words.iter().position(|word| inside(&word));
                    let count = self.words.iter().filter(inside).count();
                    quoted.extend(first.map(|first| first..first + count));
                }
            }
        }
        if let Some(start) = open {
            let first = self.words.iter().position(|word| word.span.start >= start);
            quoted.extend(first.map(|first| first..self.words.len()));
        }
        quoted
    }
}
