//! Parse, run, print the error with its causes and its hint, exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
