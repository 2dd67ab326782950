//! Shortened compounds: `Vor- und Nachteile` has the words Vorteile and Nachteile.
//!
//! A token with a hyphen at its end (or its front) borrows the last (or first) part of the compound that
//! it is joined to. Its place in the text stays; only what it is looked up as changes.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::{After, Kind, Run, Token};
use crate::language::compound::{Part, Splitter};
use crate::language::list;
use crate::language::vocabulary::{Probe, WordId};
use crate::language::wordlist::WordList;

/// How far away, in tokens, the compound may stand.
const REACH: usize = 8;
/// How many other words may stand between the joining word and the compound.
const BETWEEN: usize = 2;
/// The shortest part that is borrowed, in letters.
const SHORTEST: usize = 3;

fn joins(word: &str) -> bool {
    static JOINS: OnceLock<FxHashSet<&str>> = OnceLock::new();
    let joins =
        JOINS.get_or_init(|| list(include_str!("../../../lexicons/language/joins-parts.txt")).collect());
    word.len() < 16 && joins.contains(word.trim_end_matches('.'))
}

impl<P: Probe> Run<'_, P> {
    /// Completes the shortened compounds of the sentence's tokens `from..to`.
    pub(super) fn complete(&mut self, from: usize, to: usize) {
        for at in from..to {
            let Some(token) = self.scan.tokens.get(at).copied().filter(|token| token.kind == Kind::Word)
            else {
                continue;
            };
            let written = token.span.of(self.text);
            let completed = if token.after.has(After::HYPHEN) {
                self.compound_behind(at, to).and_then(|full| with_end_of(written, full.span.of(self.text)))
            } else if written.starts_with('-') {
                self.compound_before(at, from)
                    .and_then(|full| with_front_of(full.span.of(self.text), written))
            } else {
                None
            };
            let Some(completed) = completed else { continue };
            let word = self.vocabulary.get(&completed, 0, completed.len(), self.probe);
            if let Some(token) = self.scan.tokens.get_mut(at) {
                token.word = word;
            }
            self.anchor(super::index(at), word);
            self.scan.completed.push((super::index(at), completed));
        }
    }

    /// The compound behind the joining word that ends like the token at `at`.
    fn compound_behind(&self, at: usize, to: usize) -> Option<Token> {
        let tokens = self.scan.tokens.get(at + 1..to.min(at + 1 + REACH))?;
        let capital = starts_with_capital(self.scan.tokens.get(at)?.span.of(self.text));
        let mut between = None;
        for token in tokens {
            let form = token.span.of(self.text);
            if token.after.has(After::HYPHEN) {
                continue;
            }
            if joins(form) {
                between = Some(0);
                continue;
            }
            // Without a joining word only other shortened words may stand between.
            let between = between.as_mut()?;
            let alike = starts_with_capital(form) == capital;
            if token.kind == Kind::Word && alike && form.len() > SHORTEST {
                return Some(*token);
            }
            *between += 1;
            if *between > BETWEEN {
                return None;
            }
        }
        None
    }

    /// The compound before the joining word that begins like the token at `at`.
    fn compound_before(&self, at: usize, from: usize) -> Option<Token> {
        let tokens = self.scan.tokens.get(from.max(at.saturating_sub(REACH))..at)?;
        let mut joined = false;
        for token in tokens.iter().rev() {
            let form = token.span.of(self.text);
            if joins(form) {
                joined = true;
            } else if form.starts_with('-') {
            } else if joined || token.after.has(After::COMMA) {
                return (token.kind == Kind::Word && form.len() > SHORTEST).then_some(*token);
            } else {
                return None;
            }
        }
        None
    }

    /// Makes a token an anchor, or takes it out, as its new word says.
    fn anchor(&mut self, at: u32, word: WordId) {
        match (self.scan.anchors.binary_search(&at), word.has(WordId::ANCHOR)) {
            (Err(place), true) => self.scan.anchors.insert(place, at),
            (Ok(place), false) => {
                self.scan.anchors.remove(place);
            }
            _ => {}
        }
    }
}

fn starts_with_capital(form: &str) -> bool {
    form.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
}

fn is_word(lower: &str) -> bool {
    is_listed(lower) || !Splitter::german().split(lower).is_empty()
}

/// Whether the list has the word, or the adjective that it is a form of.
fn is_listed(lower: &str) -> bool {
    let list = WordList::german();
    let adjective = |ending| lower.strip_suffix(ending).is_some_and(|stem| list.has(stem));
    list.has(lower) || ["e", "en", "er", "em", "es"].into_iter().any(adjective)
}

/// Places where a compound may be cut: between its parts first, then at any letter.
fn cuts(lower: &str, parts: &[Part]) -> (Vec<usize>, Vec<usize>) {
    let between: Vec<usize> = parts.iter().skip(1).map(|part| part.range.start).collect();
    let letters = lower.char_indices().map(|(at, _)| at);
    let others = letters.filter(|at| !between.contains(at) && *at >= 2).collect();
    (between, others)
}

/// `Vor-` and `Nachteile` give `Vorteile`: the longest end that makes a word.
fn with_end_of(shortened: &str, full: &str) -> Option<String> {
    let front = shortened.trim_end_matches(['-', '‑', '‐']);
    let lower = full.to_lowercase();
    let small = front.to_lowercase();
    let parts = Splitter::german().split(&lower);
    let (between, others) = cuts(&lower, &parts);
    let with = |at: usize| lower.get(at..).filter(|end| end.chars().count() >= SHORTEST);
    let word = |at: &usize| with(*at).is_some_and(|end| is_word(&format!("{small}{end}")));
    let known = |at: &usize| {
        with(*at).is_some_and(|end| is_listed(&format!("{small}{end}")))
            && lower.get(..*at).is_some_and(|front| WordList::german().has(front))
    };
    let at = between.iter().find(|at| word(at)).or_else(|| others.iter().find(|at| known(at)));
    let at = *at.or(between.first())?;
    with(at).map(|end| format!("{front}{end}"))
}

/// `Vereinsgründung` and `-auflösung` give `Vereinsauflösung`: the longest front that makes a word.
fn with_front_of(full: &str, shortened: &str) -> Option<String> {
    let end = shortened.trim_start_matches(['-', '‑', '‐']).to_lowercase();
    let lower = full.to_lowercase();
    let parts = Splitter::german().split(&lower);
    let (between, others) = cuts(&lower, &parts);
    let with = |at: usize| full.get(..at).filter(|front| front.chars().count() >= 2);
    let word = |at: &&usize| with(**at).is_some_and(|front| is_word(&format!("{front}{end}").to_lowercase()));
    let known = |at: &&usize| {
        with(**at).is_some_and(|front| WordList::german().has(&format!("{front}{end}").to_lowercase()))
            && lower.get(**at..).is_some_and(|end| WordList::german().has(end))
    };
    let at = between.iter().rev().find(word).or_else(|| others.iter().rev().find(known));
    let at = *at.or(between.last())?;
    with(at).map(|front| format!("{front}{end}"))
}
