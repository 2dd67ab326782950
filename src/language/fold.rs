//! Folding (interim).
/// Keys of a form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    /// Main key.
    pub main: String,
    /// Where the list cannot decide.
    pub alternative: Option<String>,
}
/// Folds a form.
#[must_use]
pub fn fold(surface: &str) -> Folded {
    Folded { main: surface.to_lowercase(), alternative: None }
}
