//! Stemmers (interim).
/// The stemmer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stemmer {
    /// Snowball.
    #[default]
    Snowball,
}
impl Stemmer {
    /// The stem.
    #[must_use]
    pub fn stem(self, folded: &str) -> String {
        rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::German).stem(folded).into_owned()
    }
}
