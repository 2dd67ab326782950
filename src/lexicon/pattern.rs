//! Patterns: what a term of the lexicon is made of.

/// A sequence of slots in one sentence.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pattern {
    /// The slots in order; one for a single word.
    pub slots: Vec<Slot>,
    /// For each border between two slots the most words that may stand between (0 = side by side);
    /// one fewer than slots.
    pub gaps: Vec<u8>,
}

/// One word of a pattern: any of its alternatives.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Slot {
    /// At least one.
    pub alternatives: Vec<Term>,
}

/// What one word may be.
#[derive(Clone, PartialEq, Eq, Debug)]
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
