//! Tests of reading lexicons, as rows of data.

mod csv;
mod grammar;
mod join;
mod rules;
mod show;
mod toml;

use super::Lexicon;
use crate::error::{Error, Fault};

/// All faults of a load; none where it went well.
fn faults(loaded: Result<Lexicon, Error>) -> Vec<Fault> {
    match loaded {
        Ok(_) => Vec::new(),
        Err(Error::Lexicon(faults)) => faults,
        Err(other) => vec![
            Fault::at("", "", crate::text::Span::default(), other.to_string())
                .hint(other.hint().unwrap_or_default()),
        ],
    }
}

/// Whether the faults are the expected ones: line, column, part of the message, part of the hint.
fn check_faults(source: &str, faults: &[Fault], expected: &[(usize, usize, &str, &str)]) {
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), expected.len(), "{source}\n{}", shown.join("\n"));
    for (fault, (line, column, message, hint)) in faults.iter().zip(expected) {
        assert!(
            (fault.line, fault.column) == (*line, *column)
                && fault.message.contains(message)
                && fault.hint.contains(hint)
                && hint.is_empty() == fault.hint.is_empty(),
            "expected {line}:{column} {message:?} {hint:?}\n{source}\n{fault}"
        );
    }
}
mod shadow;
