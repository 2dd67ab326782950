//! Articles, pronouns and the like: a closed table of their forms; other function words have none.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::super::list;

/// The forms of a function word, with a space between two; nothing where the word is none.
pub(super) fn forms(lower: &str) -> Option<&'static str> {
    static ROWS: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let rows = list(include_str!("../../../lexicons/language/function-words.txt"));
        rows.map(|row| (row.split(' ').next().unwrap_or(row), row)).collect()
    });
    rows.get(lower).copied()
}
