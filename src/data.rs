//! What the build script lays out for searching in place.
//!
//! The build script has a module of the same names, so that it can use `language` for its last table.

/// The word list: `language::wordlist` reads it.
pub(crate) fn words() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/words.fst"))
}

/// The parts of compounds: `language::compound` reads them.
pub(crate) fn parts() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/parts.fst"))
}

/// The forms of the words of the shipped lexicons: `language::expansion` reads them.
pub(crate) fn expansions() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/expansions.txt"))
}
