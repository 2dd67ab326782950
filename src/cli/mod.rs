//! The command line: arguments, plan, progress, one file a command.

mod args;
mod code;
mod coded;
mod collector;
mod doubts;
mod explain;
mod gather;
mod guide;
mod import;
mod inspect;
mod kwic;
mod lexicon;
mod lexicon_check;
mod lexicon_convert;
mod lexicon_diff;
mod lexicon_fit;
mod lexicon_suggest;
mod material;
mod methods;
mod pipeline;
mod plan;
mod progress;
mod qda;
mod reading;
mod reading_report;
mod reading_report_counts;
mod reading_report_text;
mod report;
mod rows;
mod run_record;
mod score;
mod screen;
mod shell;
mod summary;
mod tables;
mod target;
mod written;

use std::process::ExitCode;

use clap::Parser;
use lesart::{Error, Result};

use args::{Arguments, Command};

/// Parses the arguments, runs the command, prints an error with its hint.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(code) => code,
        Err(Error::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            report::error(&error);
            match error {
                Error::Interrupted => ExitCode::from(130),
                _ => ExitCode::from(2),
            }
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Code(arguments) => code::run(arguments),
        Command::Tables(arguments) => tables::run(arguments),
        Command::Inspect(arguments) => inspect::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Score(arguments) => score::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Guide(arguments) => guide::run(*arguments),
        Command::Methods(arguments) => methods::run(arguments),
        Command::Kwic(arguments) => kwic::run(*arguments),
        Command::Report(arguments) => reading_report::run(*arguments),
        Command::Lexicon(command) => lexicon::run(command),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
    }
}
