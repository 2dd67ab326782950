//! What is said to people on standard error.

use std::io::{self, Write};
use std::path::Path;

use lesart::{Error, Result};

/// An error with its causes and its hint.
pub(crate) fn error(error: &Error) {
    let mut text = format!("error: {error}\n");
    if let Some(hint) = error.hint() {
        text.push_str("  hint: ");
        text.push_str(&hint);
        text.push('\n');
    }
    say(&text);
}

/// A line for people; nobody listening is no failure.
pub(crate) fn line(text: &str) {
    say(&format!("{text}\n"));
}

fn say(text: &str) {
    let mut out = io::stderr().lock();
    let told = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    drop(told);
}

/// Refuses to write over a file before work is done for it.
pub(crate) fn refuse_existing(path: &Path, force: bool) -> Result<()> {
    if !force && path.is_file() {
        return Err(Error::TargetExists { path: path.to_owned() });
    }
    Ok(())
}

/// `1 document`, `2 documents`; thousands parted by a thin blank are left to tables.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
