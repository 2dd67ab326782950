//! What can go wrong, said so that a person can mend it: place, what was found, what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::text::Span;

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can stop a run, one variant for each thing that a person can mend.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The path as it was given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A target cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The target as it was given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The target is there already.
    #[error("{} is there already", path.display())]
    TargetExists {
        /// The target as it was given.
        path: PathBuf,
    },
    /// A path or glob leads to no file that can be read.
    #[error("nothing to read under {path}")]
    NothingToRead {
        /// The path or glob as it was given.
        path: String,
        /// What was seen there instead.
        seen: String,
    },
    /// No reader for a file of this kind.
    #[error("{}: no reader for this kind of file ({kind})", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// Its extension, or what its content looks like.
        kind: String,
        /// What to do.
        hint: String,
    },
    /// The bytes of a file are not text in the encoding they should be in.
    #[error("{path}: byte {byte} (line {line}) is no {encoding}")]
    Decode {
        /// The file.
        path: String,
        /// The encoding that was tried.
        encoding: String,
        /// Offset of the first wrong byte, from 0.
        byte: u64,
        /// Its line, from 1.
        line: u64,
        /// What to do.
        hint: String,
    },
    /// A file that should hold text is something else.
    #[error("{path}: this is no text file ({found})")]
    NotText {
        /// The file.
        path: String,
        /// What it looks like.
        found: String,
        /// What to do.
        hint: String,
    },
    /// A file of a known format that is damaged, protected, or without what it should hold.
    #[error("{path}: {what}")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A row file without the column that is needed.
    #[error("{path}: {what}; the columns are: {columns}")]
    Column {
        /// The file.
        path: String,
        /// What is missing or in doubt.
        what: String,
        /// The columns that are there.
        columns: String,
        /// What to do.
        hint: String,
    },
    /// A line of an input file that cannot be read.
    #[error("{path}:{line}: {what}")]
    Line {
        /// The file.
        path: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong, without the text of the transcript beyond the line concerned.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A text of over 4 GiB in one document.
    #[error("{path}: a document of over 4 GiB cannot be read in one piece")]
    TooLarge {
        /// The file.
        path: String,
    },
    /// Faults in lexicon files, all at once.
    #[error("{}", Faults(.0))]
    Lexicon(Vec<Fault>),
    /// A value on the command line that does not fit.
    #[error("{what}")]
    Argument {
        /// What does not fit, and why.
        what: String,
        /// What to do; may be empty.
        hint: String,
    },
    /// The run was stopped by the user.
    #[error("stopped; nothing half-written was left behind")]
    Interrupted,
    /// The reader of standard output has gone: a quiet end, no failure.
    #[error("standard output was closed")]
    ClosedPipe,
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Read { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "is the path spelt right, seen from the folder you are in?".into(),
                io::ErrorKind::PermissionDenied => "you may not read it; ask its owner or copy it".into(),
                _ => return None,
            },
            Self::Write { .. } => "choose another target with -o, or make room there".into(),
            Self::TargetExists { .. } => "choose another target, or write over it with --force".into(),
            Self::NothingToRead { seen, .. } => seen.clone(),
            Self::TooLarge { .. } => "split it into several files".into(),
            Self::UnknownFormat { hint, .. }
            | Self::Decode { hint, .. }
            | Self::NotText { hint, .. }
            | Self::Damaged { hint, .. }
            | Self::Column { hint, .. }
            | Self::Line { hint, .. }
            | Self::Argument { hint, .. } => hint.clone(),
            Self::Lexicon(_) | Self::Interrupted | Self::ClosedPipe => return None,
        };
        (!hint.is_empty()).then_some(hint)
    }

    /// An error of reading `path`.
    pub fn read(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Read { path: path.into(), source }
    }

    /// An error of writing `path`; a closed pipe becomes [`Error::ClosedPipe`].
    pub fn write(path: impl Into<PathBuf>, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Write { path: path.into(), source }
    }
}

/// A fault in a lexicon file: its place, what is wrong, what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The whole line.
    pub snippet: String,
    /// How many code points the caret underlines, at least 1.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

impl Fault {
    /// A fault at `span` of the file `file` with the content `source`.
    #[must_use]
    pub fn at(file: &str, source: &str, span: Span, message: impl Into<String>) -> Self {
        // Without a ruler: a file may have many faults, and each would walk the file anew.
        let mut start = (span.start as usize).min(source.len());
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        let (before, after) = source.split_at(start);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let begun = before.rsplit('\n').next().unwrap_or_default();
        let ended = after.split('\n').next().unwrap_or_default();
        let column = begun.chars().count() + 1;
        let snippet = format!("{begun}{ended}").trim_end_matches('\r').to_owned();
        let first_line = span.of(source).lines().next().unwrap_or_default();
        Self {
            file: file.to_owned(),
            line,
            column,
            snippet,
            width: first_line.chars().count().max(1),
            message: message.into(),
            hint: String::new(),
        }
    }

    /// The fault with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The most code points of a line that are shown, and how many of them before the fault.
const WINDOW: (usize, usize) = (100, 40);

impl Fault {
    /// The part of the line that is shown, and how many code points of it stand before the fault.
    fn window(&self) -> (String, usize) {
        let before = self.column.saturating_sub(1);
        let length = self.snippet.chars().count();
        if length <= WINDOW.0 {
            return (self.snippet.clone(), before);
        }
        let cut = before.saturating_sub(WINDOW.1).min(length - WINDOW.0);
        let part: String = self.snippet.chars().skip(cut).take(WINDOW.0).collect();
        let [front, back] = [cut > 0, cut + WINDOW.0 < length].map(|more| if more { "…" } else { "" });
        (format!("{front}{part}{back}"), before - cut + usize::from(cut > 0))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let (shown, before) = self.window();
        let tabs: String = shown.chars().take(before).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let width = self.width.min(shown.chars().count().saturating_sub(before)).max(1);
        writeln!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        writeln!(f, " {number} | {shown}")?;
        write!(f, " {margin} | {tabs}{}", "^".repeat(width))?;
        if !self.hint.is_empty() {
            write!(f, "\n {margin} = {}", self.hint)?;
        }
        Ok(())
    }
}

struct Faults<'a>(&'a [Fault]);

impl fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.0 {
            writeln!(f, "{fault}\n")?;
        }
        match self.0.len() {
            1 => write!(f, "1 fault in the lexicon"),
            many => write!(f, "{many} faults in the lexicon"),
        }
    }
}

/// The member of `known` that `wrong` was probably meant to be (edit distance at most a third of
/// its length).
#[must_use]
pub fn did_you_mean<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (wrong.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(wrong, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edit distance in code points, case ignored; two neighbours that changed places are one edit.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|text| text.to_lowercase().chars().collect::<Vec<char>>());
    let mut before = vec![0; b.len() + 1];
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let mut least = (row[j] + usize::from(from != to)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *to && b[j - 1] == *from {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_line_caret_and_hint() {
        let source = "[a]\nterms = [\"ü\", \"*\"]\n";
        let start = u32::try_from(source.find("\"*\"").expect("it is there")).expect("short");
        let fault =
            Fault::at("x.toml", source, Span::new(start, start + 3), "too wide").hint("write `verein*`");
        assert_eq!(
            fault.to_string(),
            "x.toml:2:15: too wide\n 2 | terms = [\"ü\", \"*\"]\n   |               ^^^\n   = write `verein*`"
        );
    }

    #[test]
    fn of_a_long_line_the_part_around_the_fault_is_shown() {
        for (before, after, shown, caret) in [
            (150, 150, format!("…{}X{}…", "a".repeat(40), "b".repeat(59)), 41),
            (150, 0, format!("…{}X", "a".repeat(99)), 100),
            (3, 150, format!("aaaX{}…", "b".repeat(96)), 3),
        ] {
            let source = format!("{}X{}", "a".repeat(before), "b".repeat(after));
            let fault = Fault::at("x", &source, Span::from_range(before..before + 1), "m").to_string();
            let lines: Vec<&str> = fault.lines().skip(1).collect();
            assert_eq!(lines, [format!(" 1 | {shown}"), format!("   | {}^", " ".repeat(caret))]);
        }
    }

    #[test]
    fn a_fault_has_a_place_wherever_its_span_lies() {
        for (start, end, place, snippet, width) in [
            (0, 0, (1, 1), "ä", 1),
            (1, 2, (1, 1), "ä", 1),
            (2, 2, (1, 2), "ä", 1),
            (4, 6, (2, 1), "bc", 2),
            (99, 120, (3, 1), "", 1),
        ] {
            let fault = Fault::at("x", "ä\r\nbc\r\n", Span::new(start, end), "");
            assert_eq!((fault.line, fault.column), place, "{start}");
            assert_eq!((fault.snippet.as_str(), fault.width), (snippet, width), "{start}");
        }
    }

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("frequncies", ["terms", "frequencies"]), Some("frequencies"));
        assert_eq!(did_you_mean("titel", ["version", "title"]), Some("title"));
        assert_eq!(did_you_mean("kwic", ["terms", "frequencies"]), None);
    }
}
