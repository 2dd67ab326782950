//! The word lists of the readers: what is no speaker, what is one, head lines, column names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Lines of a list file that are neither empty nor comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What no speaker's name begins with, and what none contains.
pub(super) struct NoSpeaker {
    first: FxHashSet<&'static str>,
    anywhere: FxHashSet<&'static str>,
}

impl NoSpeaker {
    /// Whether a name that begins with this word (in lower case) is none.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.first.contains(word) || self.has(word)
    }

    /// Whether a name with this word (in lower case) is none.
    pub(super) fn has(&self, word: &str) -> bool {
        self.anywhere.contains(word)
    }
}

/// `no-speaker.txt`.
pub(super) static NO_SPEAKER: LazyLock<NoSpeaker> = LazyLock::new(|| {
    let mut list = NoSpeaker { first: FxHashSet::default(), anywhere: FxHashSet::default() };
    for entry in entries(include_str!("../../lexicons/language/no-speaker.txt")) {
        match entry.strip_prefix('*').and_then(|entry| entry.strip_suffix('*')) {
            Some(word) => list.anywhere.insert(word),
            None => list.first.insert(entry),
        };
    }
    list
});

/// `speaker-roles.txt`.
pub(super) static ROLES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| entries(include_str!("../../lexicons/language/speaker-roles.txt")).collect());

/// `head-keys.txt`, in lower case.
pub(super) static HEAD_KEYS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    entries(include_str!("../../lexicons/language/head-keys.txt")).map(str::to_lowercase).collect()
});

/// `transcription-heads.txt`: what meeting programs write above and below a transcript.
pub(super) static TRANSCRIPTION_HEADS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| entries(include_str!("../../lexicons/language/transcription-heads.txt")).collect());

/// `table-heads.txt`: heads of the columns of a table with a transcript in it.
pub(super) static TABLE_HEADS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| entries(include_str!("../../lexicons/language/table-heads.txt")).collect());

/// The names of `columns.txt` for a role, in lower case: one list for each of its lines.
pub(super) fn columns(role: &str) -> Vec<Vec<String>> {
    entries(include_str!("../../lexicons/language/columns.txt"))
        .filter_map(|line| line.split_once(':'))
        .filter(|(of, _)| *of == role)
        .map(|(_, names)| names.split(',').map(|name| name.trim().to_lowercase()).collect())
        .collect()
}
