//! The scanner: one pass over the bytes of a turn gives its words and sentence ends.
//!
//! Words are cut by a table of byte classes; only bytes that the table does not know are decoded.
//! A possible sentence end is kept until the next word is known, and decided then.

mod ellipsis;
mod ends;
mod kind;

use super::Language;
use super::special;
use super::vocabulary::{Probe, Vocabulary, WordId};
use crate::text::Span;
pub use kind::Kind;

/// What follows a token before the next one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct After(u8);

impl After {
    /// A comma.
    pub const COMMA: u8 = 1;
    /// Another mark that parts clauses: `; : – ( )` or a quotation mark.
    pub const BORDER: u8 = 2;
    /// The hyphen of an unfinished compound (`Vor- und Nachteile`), part of the token.
    pub const HYPHEN: u8 = 4;
    /// The sentence is a question or an exclamation: `?` stood here.
    pub const QUESTION: u8 = 8;

    /// Whether a mark is set.
    #[must_use]
    pub const fn has(self, mark: u8) -> bool {
        self.0 & mark != 0
    }

    const fn set(&mut self, mark: u8) {
        self.0 |= mark;
    }
}

/// A word or another piece of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Token {
    /// Its bytes in the document.
    pub span: Span,
    /// Its distinct form.
    pub word: WordId,
    /// What it is.
    pub kind: Kind,
    /// What follows it.
    pub after: After,
}

/// A sentence: its bytes and its tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sentence {
    /// From its first printed character to its last.
    pub span: Span,
    /// The index after its last token; it begins where the sentence before ends.
    pub tokens_end: u32,
    /// Its running words ([`Kind::is_word`]).
    pub words: u32,
    /// An empty line follows.
    pub ends_paragraph: bool,
}

/// What a scan found, kept between scans for its memory.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// The sentences in order; together they hold all tokens.
    pub sentences: Vec<Sentence>,
    /// Indices of the tokens at which a pattern of the lexicon may be found.
    pub anchors: Vec<u32>,
    /// Punctuation and other signs, where everything was asked for.
    pub signs: Vec<Token>,
    /// Tokens that are shortened compounds (`Vor-` und Nachteile), with the words that they stand for.
    pub completed: Vec<(u32, String)>,
}

impl Scan {
    /// Forgets the last scan.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.sentences.clear();
        self.anchors.clear();
        self.signs.clear();
        self.completed.clear();
    }
}

/// How to scan.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScanOptions {
    /// Match what stands in transcription marks like other text.
    pub marks_are_text: bool,
    /// Keep punctuation as tokens too ([`Scan::signs`]).
    pub keep_signs: bool,
}

// Classes of bytes. ASCII letters are 0, so the inner loop of a word is one comparison.
const LETTER: u8 = 0;
const HIGH: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;
const NEWLINE: u8 = 4;
const SIGN: u8 = 5;

const CLASS: [u8; 256] = {
    let mut class = [SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let this = byte as u8;
        class[byte] = match this {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'\n' => NEWLINE,
            0..=b' ' => BLANK,
            0x80.. => HIGH,
            _ => SIGN,
        };
        byte += 1;
    }
    class
};

/// Bytes that may go on a word: the rest end it at once.
const JOINS: [bool; 256] = {
    let mut joins = [false; 256];
    let bytes = b"-'*_:/(.@0123456789";
    let mut index = 0;
    while index < bytes.len() {
        joins[bytes[index] as usize] = true;
        index += 1;
    }
    joins[0xC2] = true;
    joins[0xE2] = true;
    joins
};

/// A sentence end that waits for the next word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pending {
    None,
    /// A full stop after a word.
    Stop,
    /// A full stop after a word, the next one directly behind it.
    Glued,
    /// `!` or `?`.
    Strong,
    /// `…` or `...`.
    Ellipsis,
    /// The stop of an abbreviation that may end a sentence.
    Abbreviation,
    /// The stop after a single letter.
    Initial,
    /// The stop after a number or a Roman numeral.
    Ordinal,
    /// A line end that the writer made.
    Line,
}

/// Scans turns of a document.
pub struct Scanner<'a, P> {
    language: &'a Language,
    probe: &'a P,
    options: ScanOptions,
}

impl<'a, P: Probe> Scanner<'a, P> {
    /// A scanner that learns new forms with `probe`.
    pub const fn new(language: &'a Language, probe: &'a P, options: ScanOptions) -> Self {
        Self { language, probe, options }
    }

    /// Adds the tokens and sentences of `span` (bytes of `text`) to `scan`.
    pub fn scan(&self, text: &str, span: Span, vocabulary: &mut Vocabulary, scan: &mut Scan) {
        let end = span.range().end.min(text.len());
        let Some(within) = text.get(..end) else { return };
        let mut run = Run {
            language: self.language,
            probe: self.probe,
            options: self.options,
            // What stands behind the turn is not of it.
            text: within,
            bytes: within.as_bytes(),
            turn: span,
            vocabulary,
            scan,
            pending: Pending::None,
            pending_end: 0,
            sentence_start: span.start as usize,
            sentence_tokens: 0,
            small: None,
            longest_line: None,
            shortened: false,
        };
        run.sentence_tokens = run.scan.tokens.len();
        run.go(span.start as usize);
    }
}

struct Run<'a, P> {
    language: &'a Language,
    probe: &'a P,
    options: ScanOptions,
    text: &'a str,
    bytes: &'a [u8],
    turn: Span,
    vocabulary: &'a mut Vocabulary,
    scan: &'a mut Scan,
    pending: Pending,
    /// Where the sentence ends if the pending end is one.
    pending_end: usize,
    sentence_start: usize,
    /// The number of tokens before the sentence.
    sentence_tokens: usize,
    /// Whether the writer of the turn drops capitals; found out when first asked.
    small: Option<bool>,
    /// The longest line of the turn in bytes; found out when first asked.
    longest_line: Option<usize>,
    /// Whether the sentence has a shortened compound.
    shortened: bool,
}

impl<P: Probe> Run<'_, P> {
    fn go(&mut self, start: usize) {
        let bytes = self.bytes;
        let mut at = start;
        while at < bytes.len() {
            at = match CLASS[bytes[at] as usize] {
                BLANK => at + 1,
                LETTER => self.word(at),
                HIGH => self.high(at),
                DIGIT => self.number(at),
                NEWLINE => self.newline(at),
                _ => self.sign(at),
            };
        }
        let end = bytes.len();
        self.close(end, false);
    }

    /// A word from `start` on; gives the byte after it.
    #[inline]
    fn word(&mut self, start: usize) -> usize {
        self.word_from(start, start)
    }

    /// A word that begins at `start` and is known to go on at `at`.
    #[inline]
    fn word_from(&mut self, start: usize, mut at: usize) -> usize {
        let bytes = self.bytes;
        loop {
            while at < bytes.len() && CLASS[bytes[at] as usize] == LETTER {
                at += 1;
            }
            if at >= bytes.len() {
                break;
            }
            let byte = bytes[at];
            if byte == 0xC3 {
                // À to ÿ without × and ÷.
                if at + 1 < bytes.len() && bytes[at + 1] != 0x97 && bytes[at + 1] != 0xB7 {
                    at += 2;
                    continue;
                }
                break;
            }
            if byte >= 0x80 || JOINS[byte as usize] {
                match special::go_on(self.text, bytes, start, at, self.language) {
                    special::GoOn::Join(next) => at = next,
                    special::GoOn::Stop => break,
                    special::GoOn::End(end, kind) => {
                        self.push(start, end, kind);
                        return end;
                    }
                    special::GoOn::Hyphen(end) => {
                        self.push(start, end, Kind::Word);
                        if let Some(last) = self.scan.tokens.last_mut() {
                            last.after.set(After::HYPHEN);
                        }
                        self.shortened = true;
                        return end;
                    }
                }
                continue;
            }
            break;
        }
        self.push(start, at, Kind::Word);
        at
    }

    #[inline]
    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        let word = self.vocabulary.get(self.text, start, end, self.probe);
        if self.pending != Pending::None {
            self.decide(start, word);
        }
        if word.has(WordId::ANCHOR) && kind.is_matched() {
            self.scan.anchors.push(index(self.scan.tokens.len()));
        }
        self.scan.tokens.push(Token {
            span: Span::new(index(start), index(end)),
            word,
            kind,
            after: After::default(),
        });
    }

    /// A token that is not looked up.
    fn push_plain(&mut self, start: usize, end: usize, kind: Kind) {
        self.scan.tokens.push(Token {
            span: Span::new(index(start), index(end)),
            word: WordId::default(),
            kind,
            after: After::default(),
        });
    }

    fn high(&mut self, at: usize) -> usize {
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
            return at + 1;
        };
        let next = at + character.len_utf8();
        match character {
            _ if character.is_alphabetic() => self.word_from(at, next),
            '…' => {
                self.sign_token(at, next);
                self.terminal(Pending::Ellipsis, next);
                next
            }
            '“' | '”' | '»' | '«' | '’' | '‘' | '‹' | '›' => self.quotation(at, next),
            '„' | '‚' | '–' | '—' => {
                if character == '‚' && self.clitic(at, next) {
                    return self.word(next);
                }
                self.mark_last(After::BORDER);
                self.sign_token(at, next);
                next
            }
            _ if character.is_numeric() => {
                self.push(at, next, Kind::Number);
                next
            }
            _ => {
                if !character.is_whitespace() && character != '\u{ad}' {
                    let end = special::emoji_end(self.text, at, next);
                    self.sign_token(at, end);
                    if self.pending != Pending::None && self.pending_end + 1 >= at {
                        self.pending_end = end;
                    }
                    return end;
                }
                next
            }
        }
    }

    /// Numbers, dates, times of day; with letters behind them they are words (`80er`, `3-jährig`).
    fn number(&mut self, start: usize) -> usize {
        let end = special::number_end(self.bytes, start);
        let byte = self.bytes.get(end).copied().unwrap_or(b' ');
        let hyphenated =
            byte == b'-' && self.bytes.get(end + 1).is_some_and(|next| CLASS[*next as usize] <= HIGH);
        if CLASS[byte as usize] == LETTER || byte == 0xC3 || hyphenated {
            return self.word_from(start, end);
        }
        self.push(start, end, Kind::Number);
        end
    }

    fn newline(&mut self, start: usize) -> usize {
        let bytes = self.bytes;
        let mut at = start;
        let mut lines = 0;
        while at < bytes.len() && matches!(CLASS[bytes[at] as usize], BLANK | NEWLINE) {
            lines += usize::from(bytes[at] == b'\n');
            at += 1;
        }
        if lines > 1 {
            self.close(start, true);
        } else if at < bytes.len() && self.line_was_ended(start, at) {
            self.terminal(Pending::Line, start);
        }
        at
    }

    /// Whether the writer ended the line (a card, a list, a verse) rather than a program that wraps:
    /// the next word would have had room, or a bullet follows.
    fn line_was_ended(&mut self, line_end: usize, next: usize) -> bool {
        if special::is_bullet(self.bytes, next) {
            return true;
        }
        let bytes = self.bytes;
        let turn = self.turn.start as usize;
        let longest = *self.longest_line.get_or_insert_with(|| {
            bytes
                .get(turn..)
                .unwrap_or_default()
                .split(|byte| *byte == b'\n')
                .map(<[u8]>::len)
                .max()
                .unwrap_or(0)
        });
        let line_start = memchr::memrchr(b'\n', &bytes[turn..line_end]).map_or(turn, |at| turn + at + 1);
        let word = memchr::memchr2(b' ', b'\n', &bytes[next..]).unwrap_or(bytes.len() - next);
        line_end - line_start + 1 + word + 3 < longest.max(40)
    }

    fn sign(&mut self, at: usize) -> usize {
        let bytes = self.bytes;
        match bytes[at] {
            b'.' => self.stop(at),
            b',' => {
                self.mark_last(After::COMMA);
                self.sign_token(at, at + 1);
                self.pending = Pending::None;
                at + 1
            }
            b'!' | b'?' => self.strong(at),
            b';' | b':' | b'=' | b'<' | b'^' if special::emoticon_end(bytes, at).is_some() => {
                let end = special::emoticon_end(bytes, at).unwrap_or(at + 1);
                self.push_plain(at, end, Kind::Emoticon);
                if self.pending != Pending::None {
                    self.pending_end = end;
                }
                end
            }
            b';' | b':' => {
                self.mark_last(After::BORDER);
                self.sign_token(at, at + 1);
                self.pending = Pending::None;
                at + 1
            }
            b'"' => self.quotation(at, at + 1),
            b'\'' if self.clitic(at, at + 1) => self.word(at + 1),
            b'\'' => self.quotation(at, at + 1),
            b')' | b']' => {
                self.mark_last(After::BORDER);
                self.quotation(at, at + 1)
            }
            b'(' | b'[' | b'{' | b'#' | b'/' | b'@' | b'<' => self.opening(at),
            b'-' => self.hyphen(at),
            _ => {
                self.sign_token(at, at + 1);
                at + 1
            }
        }
    }

    /// A full stop.
    fn stop(&mut self, at: usize) -> usize {
        let bytes = self.bytes;
        let mut end = at + 1;
        while end < bytes.len() && bytes[end] == b'.' {
            end += 1;
        }
        self.sign_token(at, end);
        let behind_word = self.scan.tokens.last().is_some_and(|last| last.span.end as usize == at);
        if end - at > 1 {
            self.terminal(Pending::Ellipsis, end);
            return end;
        }
        if !behind_word || self.scan.tokens.len() <= self.sentence_tokens {
            if self.scan.tokens.len() > self.sentence_tokens {
                self.terminal(Pending::Stop, end);
            }
            return end;
        }
        let glued = bytes.get(end).is_some_and(|next| CLASS[*next as usize] <= DIGIT);
        let pending = self.stop_behind_word(at);
        if self.options.keep_signs && self.scan.tokens.last().is_some_and(|last| last.span.end as usize > at)
        {
            // The stop belongs to the abbreviation.
            self.scan.signs.pop();
        }
        match pending {
            Pending::Stop if glued => self.terminal(Pending::Glued, end),
            Pending::None => {}
            _ => self.terminal(pending, end),
        }
        end
    }

    /// What the stop at `at` directly behind the last token may be.
    fn stop_behind_word(&mut self, at: usize) -> Pending {
        let before = self.scan.tokens.len().checked_sub(2).map(|index| self.scan.tokens[index]);
        let Some(last) = self.scan.tokens.last_mut() else { return Pending::Stop };
        let form = last.span.of(self.text);
        match last.kind {
            Kind::Number => return Pending::Ordinal,
            Kind::Word => {}
            _ => return Pending::Stop,
        }
        let single = {
            let mut characters = form.chars();
            characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
        };
        if single {
            last.kind = Kind::Abbreviation;
            last.span.end = index(at + 1);
            let pair = before
                .filter(|before| before.kind == Kind::Abbreviation && before.span.len() <= 3)
                .map(|before| format!("{}{form}.", before.span.of(self.text)));
            return match pair.as_deref().and_then(|pair| self.language.abbreviation(pair)) {
                Some(super::Abbreviation::Never) => Pending::None,
                Some(super::Abbreviation::May) => Pending::Abbreviation,
                None => Pending::Initial,
            };
        }
        if last.word.has(WordId::ABBREVIATION) {
            let class = self.language.abbreviation(&format!("{form}."));
            if let Some(class) = class {
                last.kind = Kind::Abbreviation;
                last.span.end = index(at + 1);
                return match class {
                    super::Abbreviation::Never => Pending::None,
                    super::Abbreviation::May => Pending::Abbreviation,
                };
            }
        }
        if special::is_roman(form) { Pending::Ordinal } else { Pending::Stop }
    }

    fn strong(&mut self, at: usize) -> usize {
        let bytes = self.bytes;
        let mut end = at + 1;
        let mut question = bytes[at] == b'?';
        while end < bytes.len() && matches!(bytes[end], b'!' | b'?' | b'.') {
            question |= bytes[end] == b'?';
            end += 1;
        }
        self.sign_token(at, end);
        if question {
            self.mark_last(After::QUESTION);
        }
        let in_brackets = at > 0 && bytes[at - 1] == b'(' && bytes.get(end) == Some(&b')');
        if !in_brackets && self.scan.tokens.len() > self.sentence_tokens {
            self.terminal(Pending::Strong, end);
        }
        end
    }

    /// A mark that closes when it stands directly behind a sentence end.
    fn quotation(&mut self, at: usize, next: usize) -> usize {
        self.sign_token(at, next);
        if self.pending != Pending::None && self.pending_end == at {
            self.pending_end = next;
        } else {
            self.mark_last(After::BORDER);
        }
        next
    }

    /// `'ne`, `'n`, `'s`: an apostrophe that begins a word.
    fn clitic(&self, at: usize, next: usize) -> bool {
        let free = at == 0 || !matches!(CLASS[self.bytes[at - 1] as usize], LETTER | HIGH | DIGIT);
        free && special::is_clitic(self.bytes, next)
    }

    /// Brackets, slashes, `#`, `@`: marks, stamps, names, tags.
    fn opening(&mut self, at: usize) -> usize {
        match special::opening(self.text, self.bytes, at, self.language) {
            Some((end, Kind::Mark)) if self.options.marks_are_text => {
                let _ = end;
                self.sign_token(at, at + 1);
                at + 1
            }
            Some((end, kind @ (Kind::Mark | Kind::Stamp))) => {
                self.push_plain(at, end, kind);
                if self.pending != Pending::None && kind == Kind::Stamp {
                    self.pending_end = end;
                }
                end
            }
            Some((end, kind)) => {
                self.push(at, end, kind);
                end
            }
            None => {
                if matches!(self.bytes[at], b'(' | b'[') {
                    self.mark_last(After::BORDER);
                }
                self.sign_token(at, at + 1);
                at + 1
            }
        }
    }

    /// A hyphen outside a word: the head of a shortened word (`-initiativen`), or a dash.
    fn hyphen(&mut self, at: usize) -> usize {
        let bytes = self.bytes;
        let free =
            at == 0 || matches!(CLASS[bytes[at - 1] as usize], BLANK | NEWLINE) || bytes[at - 1] == b'(';
        if free && bytes.get(at + 1).is_some_and(|next| CLASS[*next as usize] <= HIGH) {
            self.shortened = true;
            return self.word_from(at, at + 1);
        }
        self.mark_last(After::BORDER);
        self.sign_token(at, at + 1);
        at + 1
    }

    fn sign_token(&mut self, start: usize, end: usize) {
        if self.options.keep_signs {
            self.scan.signs.push(Token {
                span: Span::new(index(start), index(end)),
                word: WordId::default(),
                kind: Kind::Punctuation,
                after: After::default(),
            });
        }
    }

    fn mark_last(&mut self, mark: u8) {
        if self.scan.tokens.len() > self.sentence_tokens
            && let Some(last) = self.scan.tokens.last_mut()
        {
            last.after.set(mark);
        }
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "documents are at most 4 GiB, which the readers see to")]
const fn index(offset: usize) -> u32 {
    offset as u32
}
