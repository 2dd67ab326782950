//! Completions and the manual page, made from the arguments.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use lesart::{Error, Result};

use super::args::Arguments;

/// Prints completions for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "lesart", &mut text);
    print(&text)
}

/// Prints the manual page.
pub(crate) fn man() -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut text)
        .map_err(|source| Error::write("-", source))?;
    print(&text)
}

fn print(text: &[u8]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    out.write_all(text)
        .and_then(|()| out.flush())
        .map_err(|source| Error::write("standard output", source))?;
    Ok(ExitCode::SUCCESS)
}
