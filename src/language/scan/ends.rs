//! Where a sentence ends: a mark makes an end possible, the next word decides it.

use super::{Kind, Pending, Run, Sentence, index};
use crate::language::special;
use crate::language::vocabulary::{Probe, WordId};
use crate::text::Span;

impl<P: Probe> Run<'_, P> {
    pub(super) fn terminal(&mut self, pending: Pending, end: usize) {
        if self.pending == Pending::Strong && pending != Pending::Strong {
            return;
        }
        if pending == Pending::Line && self.pending != Pending::None {
            // A line end behind a stop makes the stop certain where it was in doubt.
            if matches!(self.pending, Pending::Ellipsis | Pending::Stop) {
                self.pending = Pending::Strong;
            }
            return;
        }
        self.pending = pending;
        self.pending_end = end;
    }

    /// Whether the pending end is one, now that the next word is known.
    pub(super) fn decide(&mut self, next: usize, word: WordId) {
        let pending = std::mem::replace(&mut self.pending, Pending::None);
        if self.scan.tokens.len() <= self.sentence_tokens {
            return;
        }
        let case = special::first_case(self.text, next);
        let small = case == special::Case::Small;
        let starter = word.has(WordId::STARTER);
        let ends = match pending {
            Pending::None => false,
            // A call goes on in small letters only behind its quotation marks or in a bracket.
            Pending::Strong if small => {
                let calls = |c: char| matches!(c, '!' | '?' | '.' | '…') || c.is_whitespace();
                let from = self.scan.tokens.last().map_or(0, |last| last.span.end as usize);
                self.text.get(from..next).is_some_and(|between| between.chars().all(calls))
                    || self.writes_small()
            }
            Pending::Stop | Pending::Strong | Pending::Line => !small || self.writes_small(),
            Pending::Glued => {
                case == special::Case::Capital
                    && self.scan.tokens.last().is_some_and(|last| {
                        let form = last.span.of(self.text);
                        form.len() > 2 && form.chars().next_back().is_some_and(char::is_lowercase)
                    })
            }
            Pending::Ellipsis => case != special::Case::Small && (starter || case == special::Case::Other),
            Pending::Abbreviation | Pending::Initial => starter,
            Pending::Ordinal => self.number_ended(starter, word, case),
        };
        if ends {
            let end = self.pending_end;
            self.close_at(end, false);
        }
    }

    /// A number, a stop, and the next word: a sentence end (true), or an ordinal, which takes the stop.
    fn number_ended(&mut self, starter: bool, word: WordId, case: special::Case) -> bool {
        let count = self.scan.tokens.len() - self.sentence_tokens;
        let Some(last) = self.scan.tokens.last_mut() else { return false };
        let form = last.span.of(self.text);
        // A number that would be a whole sentence counts what follows: `4. Die gängige Auffassung`.
        let alone = count == 1;
        let short = form.bytes().filter(u8::is_ascii_digit).count() <= 2
            || (form.matches('.').count() == 1 && form.len() <= 5);
        let ordinal = !starter
            && (word.has(WordId::AFTER_ORDINAL) || case != special::Case::Capital || short)
            || (word.has(WordId::AFTER_ORDINAL) && short)
            || (alone && short);
        if ordinal && self.bytes.get(last.span.end as usize) == Some(&b'.') {
            last.span.end += 1;
            last.kind = Kind::Ordinal;
            if self.options.keep_signs {
                self.scan.signs.retain(|sign| sign.span.end != last.span.end);
            }
        }
        !ordinal
    }

    /// Whether the writer of this turn drops capitals: fewer than one word in 25 begins with one.
    pub(super) fn writes_small(&mut self) -> bool {
        let (text, turn) = (self.text, self.turn);
        *self.small.get_or_insert_with(|| special::writes_small(turn.of(text)))
    }

    /// Ends the sentence at a paragraph's or the turn's end, whatever is pending.
    pub(super) fn close(&mut self, end: usize, paragraph: bool) {
        self.pending = Pending::None;
        let end = self.text.get(..end).map_or(end, |before| before.trim_end().len());
        self.close_at(end, paragraph);
    }

    pub(super) fn close_at(&mut self, end: usize, ends_paragraph: bool) {
        // Marks between the sentence's end and the next word go to the next sentence.
        let later = self.scan.tokens.iter().rev().take_while(|token| token.span.start as usize >= end);
        let tokens_end = self.scan.tokens.len() - later.count();
        if tokens_end > self.sentence_tokens && end > self.sentence_start {
            if std::mem::take(&mut self.shortened) {
                self.complete(self.sentence_tokens, tokens_end);
            }
            let start = self
                .text
                .get(self.sentence_start..end)
                .map_or(self.sentence_start, |sentence| end - sentence.trim_start().len());
            let tokens = self.scan.tokens.get(self.sentence_tokens..tokens_end).unwrap_or_default();
            self.scan.sentences.push(Sentence {
                span: Span::new(index(start), index(end)),
                tokens_end: index(tokens_end),
                words: index(tokens.iter().filter(|token| token.kind.is_word()).count()),
                ends_paragraph,
            });
            self.sentence_start = end;
            self.sentence_tokens = tokens_end;
        } else if ends_paragraph {
            if let Some(last) =
                self.scan.sentences.last_mut().filter(|last| last.span.start >= self.turn.start)
            {
                last.ends_paragraph = true;
            }
            self.sentence_start = self.sentence_start.max(end);
        }
    }
}
