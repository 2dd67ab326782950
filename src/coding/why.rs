//! Why an entry that was looked at does not count.

use super::{CodeId, EntryId};

/// Why an entry that was looked at found nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The code.
    pub code: CodeId,
    /// The entry.
    pub entry: EntryId,
    /// The tokens it had found.
    pub tokens: Vec<u32>,
    /// Why it does not count.
    pub why: Why,
}

/// Why an entry does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Another of its words is missing, too far away, or in another sentence.
    Incomplete,
    /// A longer hit of the same code has its words.
    Longer(EntryId),
    /// A weak entry without another hit of its code in the passage.
    Alone,
    /// A word that no entry of the code may hit.
    Never(u32),
    /// A rule of the entry does not hold.
    Rule {
        /// Its number among the rules of the entry.
        rule: u16,
        /// The word that decided it, if one did.
        word: Option<u32>,
    },
    /// The entries that hit do not reach the code's threshold; the sum of their weights.
    Threshold(u32),
}
