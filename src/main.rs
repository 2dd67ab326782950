//! Parse, run, print the error with its causes and its hint, exit code.

fn main() {}
