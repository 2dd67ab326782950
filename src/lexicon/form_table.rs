//! What the forms of a lexicon's words stand for: one map, and chains of uses beside it.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Ends a chain.
const END: u32 = u32::MAX;

/// Terms by the keys of their forms.
#[derive(Debug)]
pub(super) struct FormTable {
    /// The first use of each key.
    first: FxHashMap<Cow<'static, str>, u32>,
    uses: Vec<Use>,
}

#[derive(Clone, Copy, Debug)]
struct Use {
    term: u32,
    noun: bool,
    next: u32,
}

impl FormTable {
    /// A table with room for about as many keys.
    pub(super) fn with_room(keys: usize) -> Self {
        Self {
            first: FxHashMap::with_capacity_and_hasher(keys, FxBuildHasher),
            uses: Vec::with_capacity(keys),
        }
    }

    /// A key stands for a term, perhaps as a noun only. What was added is not added again.
    pub(super) fn add(&mut self, key: Cow<'static, str>, term: u32, noun: bool) {
        let new = u32::try_from(self.uses.len()).unwrap_or(END);
        let first = *self.first.entry(key).or_insert(new);
        if first != new {
            let mut at = first;
            loop {
                let one = &mut self.uses[at as usize];
                if one.term == term && one.noun == noun {
                    return;
                }
                if one.next == END {
                    one.next = new;
                    break;
                }
                at = one.next;
            }
        }
        self.uses.push(Use { term, noun, next: END });
    }

    /// The terms that a key stands for, and whether as a noun only, in the order in which they were added.
    pub(super) fn get(&self, key: &str) -> impl Iterator<Item = (u32, bool)> {
        let mut at = self.first.get(key).copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let one = *self.uses.get(at as usize)?;
            at = one.next;
            Some((one.term, one.noun))
        })
    }
}
