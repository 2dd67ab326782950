//! The grammar of patterns: from what a researcher writes to a [`Pattern`], or to the fault in it.

use super::letters::{check_letters, nfc};
use super::pattern::{Pattern, Slot, Term};
use crate::text::Span;

/// The most words that a gap may allow.
pub const MAX_GAP: u8 = 50;

/// What is wrong with a pattern, and where in its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternFault {
    /// The place in the text of the pattern (bytes).
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

impl Pattern {
    /// Reads a pattern as it stands in a lexicon.
    ///
    /// # Errors
    /// The first fault, with its place in `text`.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        // Most terms are one word; nothing in them needs a closer look.
        let lone = text.trim();
        if !lone.is_empty() && lone.chars().all(char::is_alphabetic) {
            let slot = Slot { alternatives: vec![Term::Word(nfc(lone))] };
            return Ok(Self { slots: vec![slot], gaps: Vec::new() });
        }
        let mut pattern = Self::default();
        let mut open_gap: Option<(u8, Piece<'_>)> = None;
        for token in tokens(text)? {
            let alternatives = match token {
                Token::Chunk(piece) if piece.text.starts_with("..") || piece.text.starts_with('…') => {
                    if pattern.slots.is_empty() {
                        return piece
                            .fail("a gap at the beginning", "write a word before it, or leave it out");
                    }
                    if open_gap.is_some() {
                        return piece.fail("two gaps in a row", "write one gap with the sum of both");
                    }
                    open_gap = Some((gap(piece)?, piece));
                    continue;
                }
                Token::Chunk(piece) => vec![term(piece)?],
                Token::Group(piece) => group(piece)?,
            };
            if !pattern.slots.is_empty() {
                pattern.gaps.push(open_gap.take().map_or(0, |(words, _)| words));
            }
            pattern.slots.push(Slot { alternatives });
        }
        if let Some((_, piece)) = open_gap {
            return piece.fail("a gap at the end", "write a word after it, or leave it out");
        }
        if pattern.slots.is_empty() {
            return Piece { text, start: 0 }.fail("an empty term", "write a word, or delete it");
        }
        Ok(pattern)
    }
}

/// A part of the pattern's text with its place.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl<'t> Piece<'t> {
    pub(super) fn fault(self, message: impl Into<String>, hint: impl Into<String>) -> PatternFault {
        let span = Span::from_range(self.start..self.start + self.text.len());
        PatternFault { span, message: message.into(), hint: hint.into() }
    }

    pub(super) fn fail<T>(
        self,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Result<T, PatternFault> {
        Err(self.fault(message, hint))
    }

    /// The part from byte `from` up to byte `to` of this piece.
    pub(super) fn part(self, from: usize, to: usize) -> Self {
        Self { text: self.text.get(from..to).unwrap_or_default(), start: self.start + from }
    }

    fn from(self, from: usize) -> Self {
        self.part(from, self.text.len())
    }

    /// The first occurrence of `sign`.
    fn find(self, sign: &str) -> Option<Self> {
        self.text.find(sign).map(|at| self.part(at, at + sign.len()))
    }

    fn trimmed(self) -> Self {
        let end = self.text.trim_end();
        self.part(end.len() - end.trim_start().len(), end.len())
    }

    /// The pieces between the characters `sign`.
    fn split(self, sign: char) -> impl Iterator<Item = Self> + 't {
        let mut at = 0;
        self.text.split(sign).map(move |text| {
            let piece = Self { text, start: self.start + at };
            at += text.len() + sign.len_utf8();
            piece
        })
    }
}

enum Token<'t> {
    /// What stands between blanks.
    Chunk(Piece<'t>),
    /// What stands between parentheses.
    Group(Piece<'t>),
}

/// Cuts at blanks; a pair of parentheses is one token.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, PatternFault> {
    const ALONE: &str =
        "put a blank between; a sign such as `*` or `~` goes to each alternative: `(stadt~|land~)`";
    let whole = Piece { text, start: 0 };
    let mut tokens = Vec::new();
    let mut chunk: Option<usize> = None;
    let mut open: Option<usize> = None;
    let mut closed = false;
    for (at, character) in text.char_indices() {
        let here = whole.part(at, at + character.len_utf8());
        if let Some(start) = open {
            match character {
                '(' => {
                    return here.fail(
                        "parentheses inside parentheses",
                        "write all alternatives in one pair: `(a|b|c)`",
                    );
                }
                ')' => {
                    tokens.push(Token::Group(whole.part(start + 1, at)));
                    (open, closed) = (None, true);
                }
                _ => {}
            }
            continue;
        }
        if character.is_whitespace() {
            if let Some(start) = chunk.take() {
                tokens.push(Token::Chunk(whole.part(start, at)));
            }
            closed = false;
            continue;
        }
        match character {
            ')' => return here.fail("`)` without `(`", "alternatives are written `(stadt|gemeinde)`"),
            _ if closed => return here.fail("no blank after `)`", ALONE),
            '(' => match chunk {
                Some(_) => {
                    return here.fail(
                        "a parenthesis inside a word",
                        format!("{ALONE}; a word finds its gender forms by itself"),
                    );
                }
                None => open = Some(at),
            },
            _ => {
                chunk.get_or_insert(at);
            }
        }
    }
    if let Some(start) = open {
        return whole
            .from(start)
            .fail("a parenthesis that is not closed", "write `)` after the last alternative");
    }
    if let Some(start) = chunk {
        tokens.push(Token::Chunk(whole.from(start)));
    }
    Ok(tokens)
}

/// `..3`: the most words between.
fn gap(piece: Piece<'_>) -> Result<u8, PatternFault> {
    let number = piece.text.strip_prefix("..").unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return piece.fail(
            format!("`{}` is no gap", piece.text),
            "write two full stops and the most words between, in one piece: `antrag ..3 stellen`",
        );
    }
    match number.parse() {
        Ok(words) if words <= MAX_GAP => Ok(words),
        _ => piece.fail(format!("a gap of over {MAX_GAP} words"), format!("write `..{MAX_GAP}` at most")),
    }
}

/// The alternatives between parentheses.
fn group(inner: Piece<'_>) -> Result<Vec<Term>, PatternFault> {
    if inner.text.trim().is_empty() {
        return Err(widened(inner.fault("empty parentheses", "write the alternatives: `(stadt|gemeinde)`")));
    }
    let mut terms = Vec::new();
    for piece in inner.split('|') {
        let piece = piece.trimmed();
        if piece.text.is_empty() {
            return Err(widened(
                piece.fault("an empty alternative", "write a word between the `|`, or leave one `|` out"),
            ));
        }
        if piece.text.contains(char::is_whitespace) {
            return piece.fail(
                format!("the alternative `{}` has several words", piece.text),
                "an alternative is one word; write a term of its own for each phrase",
            );
        }
        terms.push(term(piece)?);
    }
    Ok(terms)
}

/// A fault of nothing, shown at the sign before it and the sign after it.
fn widened(mut fault: PatternFault) -> PatternFault {
    fault.span = Span::new(fault.span.start.saturating_sub(1), fault.span.end + 1);
    fault
}

/// One term without blanks.
fn term(piece: Piece<'_>) -> Result<Term, PatternFault> {
    if let Some(dots) = piece.find("..") {
        return dots.fail("no blank before `..`", "a gap stands between blanks: `antrag ..3 stellen`");
    }
    if piece.text.starts_with('=') {
        return Ok(Term::Exact(plain(piece, piece.from(1), "=")?));
    }
    if piece.text.starts_with("stem:") {
        return Ok(Term::Stem(plain(piece, piece.from("stem:".len()), "stem:")?));
    }
    if piece.text.contains('|') {
        return separable(piece);
    }
    match (piece.text.contains('*'), piece.text.contains('~')) {
        (true, true) => piece.fail(
            "`*` and `~` in one word",
            "`*` is for parts of the written word, `~` for parts of a compound; choose one",
        ),
        (true, false) => wildcard(piece),
        (false, true) => compound(piece),
        (false, false) => Ok(Term::Word(word(piece)?)),
    }
}

/// What stands after `=` or `stem:`: a word and no other sign.
fn plain(whole: Piece<'_>, rest: Piece<'_>, sign: &str) -> Result<String, PatternFault> {
    if rest.text.is_empty() {
        return whole.fail(
            format!("`{sign}` without a word"),
            format!("write the word directly after it: `{sign}Stadt`"),
        );
    }
    for other in ["*", "~", "|", "="] {
        if let Some(found) = rest.find(other) {
            return found.fail(
                format!("`{sign}` and `{other}` in one word"),
                if sign == "=" {
                    "`=` finds this form only; leave one of the two out"
                } else {
                    "leave one of the two out"
                },
            );
        }
    }
    word(rest)
}

/// `voran|bringen`.
fn separable(piece: Piece<'_>) -> Result<Term, PatternFault> {
    const HINT: &str =
        "`voran|bringen` is a separable verb; alternatives stand in parentheses: `(stadt|gemeinde)`";
    let parts: Vec<Piece<'_>> = piece.split('|').collect();
    let [particle, verb] = parts.as_slice() else {
        return piece.fail("more than one `|` in a word", HINT);
    };
    if particle.text.is_empty() || verb.text.is_empty() {
        let side = if particle.text.is_empty() { "before" } else { "after" };
        return piece
            .fail(format!("nothing {side} `|`"), format!("{HINT}, without blanks around the `|` of a verb"));
    }
    for sign in ["*", "~", "="] {
        if let Some(found) = piece.find(sign) {
            return found.fail(format!("`|` and `{sign}` in one word"), HINT);
        }
    }
    let (particle, verb_word) = (word(*particle)?, word(*verb)?);
    // Every German infinitive ends in -n; anything else is a list of alternatives without parentheses,
    // which would silently find nothing.
    if !verb_word.to_lowercase().ends_with('n') {
        return verb.fail(format!("`{verb_word}` is no infinitive"), HINT);
    }
    Ok(Term::Separable { particle, verb: verb_word })
}

/// `förder*`, `*verein`, `*förder*`.
fn wildcard(piece: Piece<'_>) -> Result<Term, PatternFault> {
    const HINT: &str =
        "write the beginning, the end or the middle of words: `verein*`, `*verein`, `*verein*`";
    let open_start = piece.text.starts_with('*');
    let open_end = piece.text.ends_with('*');
    if piece.text.bytes().all(|byte| byte == b'*') {
        return piece.fail(format!("`{}` alone matches every word", piece.text), HINT);
    }
    if let Some(found) = piece.find("**") {
        return found.fail("`**` in a word", "one `*` stands for any letters");
    }
    let letters = piece.part(usize::from(open_start), piece.text.len() - usize::from(open_end));
    if let Some(star) = letters.find("*") {
        let (before, after) = letters.text.split_once('*').unwrap_or_default();
        let hint = if matches!(after.to_lowercase().as_str(), "in" | "innen" | "r" | "n" | "e") {
            format!("write `{before}`: a word finds its gender forms by itself")
        } else {
            format!("`*` stands at the beginning or the end; write `{before}*`, or each word by itself")
        };
        return star.fail("`*` inside a word", hint);
    }
    check_letters(letters, true)?;
    Ok(Term::Wildcard { letters: nfc(letters.text), open_start, open_end })
}

/// `verein~`, `~verein`, `~verein~`.
fn compound(piece: Piece<'_>) -> Result<Term, PatternFault> {
    const HINT: &str =
        "write `verein~` (first part), `~verein` (last part) or `~verein~` (any part of a compound)";
    let last = piece.text.starts_with('~');
    let first = piece.text.ends_with('~');
    if piece.text.bytes().all(|byte| byte == b'~') {
        return piece.fail(format!("`{}` without a word", piece.text), HINT);
    }
    if let Some(found) = piece.find("~~") {
        return found.fail("`~~` in a word", HINT);
    }
    let inner = piece.part(usize::from(last), piece.text.len() - usize::from(first));
    if let Some(sign) = inner.find("~") {
        return sign.fail("`~` inside a word", HINT);
    }
    Ok(Term::Compound { word: word(inner)?, last, first })
}

/// A word that can stand in a text, NFC.
fn word(piece: Piece<'_>) -> Result<String, PatternFault> {
    check_letters(piece, false)?;
    Ok(nfc(piece.text))
}
