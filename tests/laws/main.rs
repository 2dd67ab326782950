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
