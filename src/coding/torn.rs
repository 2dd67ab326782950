//! Torn separable verbs in a sentence: the particle that ends the clause of a base verb.

use super::matcher::View;
use crate::language::scan::{After, Kind, Token};
use crate::language::torn::{Claim, TornVerbs};
use crate::lexicon::compile::{JOINS_CLAUSES, NEVER, Torn};

/// How far behind its verb, in words, a particle may stand. German main clauses are rarely longer;
/// measured on a treebank, 25 words find 19 of 20 particles.
const CLAUSE_WORDS: usize = 25;

impl View<'_> {
    /// Whether a word may be a verb or its particle: in small letters, or at the front of its sentence.
    pub(super) fn may_be_verb(&self, at: usize) -> bool {
        let front = || !self.tokens.iter().take(at).any(|token| token.kind.is_of_speaker());
        let quoted = || at.checked_sub(1).is_some_and(|before| self.border(before));
        self.is_no_noun(at) || front() || quoted()
    }

    /// Whether a word is written as no noun is: in small letters, or, as all of a shout, in capitals alone.
    fn is_no_noun(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            let written = token.span.of(self.text);
            written.starts_with(char::is_lowercase)
                || (written.chars().count() > 1 && written.chars().all(char::is_uppercase))
        })
    }

    /// The particle of the verb at `verb`: at the end of its clause, in the same sentence.
    pub(super) fn particle(&mut self, verb: usize, torn: &Torn) -> Option<usize> {
        let end = (verb + CLAUSE_WORDS).min(self.tokens.len().saturating_sub(1));
        (verb + 1..=end).find(|at| {
            if !self.passes(*at, torn.particle) || !self.is_no_noun(*at) {
                return false;
            }
            // `stellt … wieder her`: the verb has a particle of its own.
            let last = if torn.inner == NEVER { *at } else { *at + 1 };
            (torn.inner == NEVER || self.passes(last, torn.inner))
                && self.ends_clause(last)
                && self.belongs(verb, last)
        })
    }

    /// The particle that is written apart, directly before the infinitive or participle at `verb`.
    pub(super) fn particle_before(&mut self, verb: usize, torn: &Torn) -> Option<usize> {
        if torn.apart == NEVER || !self.passes(verb, torn.apart) {
            return None;
        }
        let before = verb.checked_sub(1)?;
        let at = if self.lower(before)? == "zu" { before.checked_sub(1)? } else { before };
        (self.passes(at, torn.particle) && self.may_be_verb(at) && !self.border(at)).then_some(at)
    }

    /// Whether a clause may end behind the particle: a mark, the sentence's end, a word that joins clauses
    /// or begins what is put behind.
    fn ends_clause(&self, at: usize) -> bool {
        let lists = TornVerbs::german();
        let Some(particle) = self.lower(at) else { return false };
        if lists.in_phrase(at, |at| self.lower(at)) {
            return false;
        }
        if self.border(at) {
            return true;
        }
        let spoken = |token: &Token| token.kind.is_of_speaker() && token.kind != Kind::Emoticon;
        let behind = self.tokens.iter().enumerate().skip(at + 1);
        let Some((next, token)) = behind.into_iter().find(|(_, token)| spoken(token)) else { return true };
        // `zusammen zu arbeiten`: the particle is the infinitive's.
        let own = |at: usize| {
            self.lower(at).is_some_and(|verb| TornVerbs::claim(&verb, &particle) == Some(Claim::Plural))
        };
        if self.lower(next).as_deref() == Some("zu") && own(next + 1) {
            return false;
        }
        self.vocabulary.passes(token.word, JOINS_CLAUSES)
            || self.lower(next).is_some_and(|next| lists.may_stand_before(&particle, &next))
    }

    /// Whether the particle is the verb's: no nearer verb claims it, and the verb has no other.
    fn belongs(&self, verb: usize, particle: usize) -> bool {
        let (Some(base), Some(own)) = (self.lower(verb), self.lower(particle)) else { return false };
        let part = (verb..particle).rev().find(|at| self.border(*at) || self.joins(*at));
        let part = part.map_or(verb, |border| border + 1);
        let nearer = (part.max(verb + 1)..particle).any(|at| {
            let Some(word) = self.small_word(at) else { return false };
            match TornVerbs::claim(&word, &own) {
                Some(Claim::Finite) => true,
                Some(Claim::Plural) => part > verb + 1 && self.lower(at - 1).as_deref() != Some("zu"),
                None => false,
            }
        });
        let closed = || {
            (verb + 1..part).any(|at| {
                self.border(at)
                    && self.lower(at).is_some_and(|other| {
                        other != own && other != "zu" && TornVerbs::claim(&base, &other).is_some()
                    })
            })
        };
        !nearer && !closed()
    }

    fn border(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.after.has(After::COMMA | After::BORDER))
    }

    fn joins(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| self.vocabulary.passes(token.word, JOINS_CLAUSES))
    }

    /// A word of the speaker in small letters.
    fn lower(&self, at: usize) -> Option<String> {
        self.tokens.get(at).map(|token| token.span.of(self.text).to_lowercase())
    }

    /// The same, but none that begins with a capital.
    fn small_word(&self, at: usize) -> Option<String> {
        let written = self.tokens.get(at)?.span.of(self.text);
        written.chars().next().is_some_and(char::is_lowercase).then(|| written.to_owned())
    }
}
