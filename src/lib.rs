//! Qualitative text analysis of German workshop transcripts and written comments.
//!
//! ```text
//! input ─► segment ─► language ─► coding ─► tables ─► output        lexicon feeds coding
//! ```

pub mod coding;
pub mod corpus;
mod data;
pub mod error;
pub mod input;
pub mod language;
pub mod lexicon;
pub mod output;
pub mod segment;
pub mod tables;
pub mod text;
pub mod validation;

pub use error::{Error, Result};
