//! Laws of the program: properties that hold for every text, table and number of threads.
//!
//! Cases are few, so that the suite stays quick; `PROPTEST_CASES=5000 cargo test --release --test laws`
//! looks harder.

mod outputs;
mod passages;
mod runs;
mod tables;
mod texts;
mod tokens;

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(few: u32) -> proptest::test_runner::Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(few);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}
