//! Stemmers (interim).
/// The stemmer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stemmer {
    /// Snowball.
    #[default]
    Snowball,
}
impl Stemmer {
    /// All.
    pub const ALL: [(&'static str, Self); 2] = [("cistem", Self::Snowball), ("snowball", Self::Snowball)];
    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        "snowball"
    }
    /// The stem.
    #[must_use]
    pub fn stem(self, folded: &str) -> String {
        rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::German).stem(folded).into_owned()
    }
}
