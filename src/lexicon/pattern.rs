//! Patterns: what a term of the lexicon is made of, and its canonical spelling.

use std::fmt;

/// A sequence of slots in one sentence.
///
/// `Display` writes the canonical spelling; [`Pattern::parse`] reads it back to the same pattern.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Pattern {
    /// The slots in order; one for a single word.
    pub slots: Vec<Slot>,
    /// For each border between two slots the most words that may stand between (0 = side by side);
    /// one fewer than slots.
    pub gaps: Vec<u8>,
}

/// One word of a pattern: any of its alternatives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Slot {
    /// At least one. A separable verb never stands beside others.
    pub alternatives: Vec<Term>,
}

/// What one word may be. All words are NFC, in the case in which they were written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Term {
    /// `stammtisch`: the word in all its inflected and gender forms.
    Word(String),
    /// `=Stadt`: this form only, case ignored.
    Exact(String),
    /// `stem:engagier`: every word with the same stem.
    Stem(String),
    /// `förder*`, `*verein`, `*förder*`: a part of the written word.
    Wildcard {
        /// The letters without the stars.
        letters: String,
        /// A star before them.
        open_start: bool,
        /// A star after them.
        open_end: bool,
    },
    /// `verein~`, `~verein`, `~verein~`: the word alone, or as part of a compound.
    Compound {
        /// The word.
        word: String,
        /// It may be the last part (`~verein`).
        last: bool,
        /// It may be the first part (`verein~`); with `last` any part.
        first: bool,
    },
    /// `voran|bringen`: a separable verb, in one piece or torn apart in a clause.
    Separable {
        /// The particle (`voran`).
        particle: String,
        /// The verb without it (`bringen`).
        verb: String,
    },
}

impl Pattern {
    /// What kind of pattern it is, in one word for tables: `phrase` for several words,
    /// `alternatives` for one word of several, else the kind of its only term.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.slots.as_slice() {
            [Slot { alternatives }] => match alternatives.as_slice() {
                [term] => term.kind(),
                _ => "alternatives",
            },
            _ => "phrase",
        }
    }

    /// All terms of all slots.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.slots.iter().flat_map(|slot| &slot.alternatives)
    }
}

impl Term {
    /// What kind of term it is, in one word for tables.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Word(_) => "word",
            Self::Exact(_) => "exact",
            Self::Stem(_) => "stem",
            Self::Wildcard { .. } => "wildcard",
            Self::Compound { .. } => "compound",
            Self::Separable { .. } => "separable",
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, slot) in self.slots.iter().enumerate() {
            if let Some(before) = index.checked_sub(1) {
                match self.gaps.get(before).copied().unwrap_or(0) {
                    0 => f.write_str(" ")?,
                    gap => write!(f, " ..{gap} ")?,
                }
            }
            slot.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [term] = self.alternatives.as_slice() {
            return term.fmt(f);
        }
        for (index, term) in self.alternatives.iter().enumerate() {
            write!(f, "{}{term}", if index == 0 { '(' } else { '|' })?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = |there: &bool, sign: &'static str| if *there { sign } else { "" };
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Exact(form) => write!(f, "={form}"),
            Self::Stem(stem) => write!(f, "stem:{stem}"),
            Self::Wildcard { letters, open_start, open_end } => {
                write!(f, "{}{letters}{}", sign(open_start, "*"), sign(open_end, "*"))
            }
            Self::Compound { word, last, first } => {
                write!(f, "{}{word}{}", sign(last, "~"), sign(first, "~"))
            }
            Self::Separable { particle, verb } => write!(f, "{particle}|{verb}"),
        }
    }
}
