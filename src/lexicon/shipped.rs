//! The lexicons inside the program.

/// All shipped lexicons: id and TOML text. They are the default, in this order.
pub const SHIPPED: &[(&str, &str)] =
    &[("freies-engagement", include_str!("../../lexicons/freies-engagement.toml"))];

/// The text of a shipped lexicon, byte for byte as its authors wrote it.
#[must_use]
pub fn shipped(id: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}
