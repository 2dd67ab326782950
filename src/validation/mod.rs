//! Validation: two sets of codings of the same passages, and how well one meets the other.
//!
//! A [`Sheet`] holds who coded what, whether people or a lexicon; [`Pairs`] are the passages that two
//! sheets have in common. Everything that is counted is counted over these pairs.

pub mod bootstrap;
pub mod cases;
pub mod coefficients;
pub mod fit;
pub mod listing;
mod noisy_or;
pub mod pairs;
pub mod score;
pub mod sheet;
pub mod suggest;
mod suggest_form;
#[cfg(test)]
mod tests;
pub mod usage;

pub use coefficients::Outcomes;
pub use pairs::{Level, Pairs};
pub use sheet::{Evidence, Judged, Place, Sheet};
