//! The codes and entries of a lexicon as rows, for `lesart lexicon show`.

use super::rule::{ONE, thousandths};
use super::{Lexicon, Place, theme};
use crate::text::Ruler;

/// An entry with its code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow<'l> {
    /// The path of its code.
    pub code: &'l str,
    /// The theme: what stands before the `/` of the path.
    pub theme: &'l str,
    /// The label of its code.
    pub label: &'l str,
    /// The pattern as it was written.
    pub entry: &'l str,
    /// What kind of pattern it is, see [`super::Pattern::kind`].
    pub kind: &'static str,
    /// Whether it counts only beside another hit.
    pub weak: bool,
    /// Its rules, as they would be written.
    pub rules: String,
    /// The file where it stands.
    pub file: &'l str,
    /// Its line there, from 1.
    pub line: usize,
}

/// The columns of [`EntryRow`].
pub const ENTRY_COLUMNS: [&str; 9] =
    ["code", "theme", "label", "entry", "kind", "weak", "rules", "file", "line"];

/// A code with what a coding guide needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeRow<'l> {
    /// Its path.
    pub code: &'l str,
    /// The theme: what stands before the `/` of the path.
    pub theme: &'l str,
    /// The label of the theme; its path where it has none.
    pub theme_label: &'l str,
    /// The label of the code.
    pub label: &'l str,
    /// Which passages belong to it.
    pub definition: &'l str,
    /// What to do in doubtful cases.
    pub coding_rule: &'l str,
    /// How many entries it has, weak ones with them.
    pub entries: usize,
    /// How many of them are weak.
    pub weak: usize,
    /// The least sum of weights that makes a passage get it.
    pub threshold: String,
    /// The words that none of its entries may hit, ` | ` between them.
    pub never: String,
    /// The codes that come along with it.
    pub implies: String,
    /// How many examples it has.
    pub examples: usize,
    /// How many counterexamples it has.
    pub counterexamples: usize,
    /// The file where it begins.
    pub file: &'l str,
    /// Its line there, from 1.
    pub line: usize,
}

/// The columns of [`CodeRow`].
pub const CODE_COLUMNS: [&str; 15] = [
    "code",
    "theme",
    "theme_label",
    "label",
    "definition",
    "coding_rule",
    "entries",
    "weak",
    "threshold",
    "never",
    "implies",
    "examples",
    "counterexamples",
    "file",
    "line",
];

/// All entries, code by code in the order of the files.
#[must_use]
pub fn entry_rows(lexicon: &Lexicon) -> Vec<EntryRow<'_>> {
    let mut lines = Lines::new(lexicon);
    let entries = lexicon.codes.iter().flat_map(|code| code.entries.iter().map(move |entry| (code, entry)));
    entries
        .map(|(code, entry)| {
            let (file, line) = lines.of(entry.place);
            EntryRow {
                code: &code.path,
                theme: theme(&code.path),
                label: &code.label,
                entry: &entry.text,
                kind: entry.pattern.kind(),
                weak: entry.weak,
                rules: entry.rules.to_string(),
                file,
                line,
            }
        })
        .collect()
}

/// All codes in the order of the files.
#[must_use]
pub fn code_rows(lexicon: &Lexicon) -> Vec<CodeRow<'_>> {
    let mut lines = Lines::new(lexicon);
    lexicon
        .codes
        .iter()
        .map(|code| {
            let (file, line) = lines.of(code.place);
            let theme = theme(&code.path);
            CodeRow {
                code: &code.path,
                theme,
                theme_label: lexicon.theme_label(theme),
                label: &code.label,
                definition: &code.definition,
                coding_rule: &code.coding_rule,
                entries: code.entries.len(),
                weak: code.entries.iter().filter(|entry| entry.weak).count(),
                threshold: thousandths(code.threshold.unwrap_or(ONE)),
                never: join(code.never.iter().map(|never| never.text.as_str())),
                implies: join(code.implies.iter().map(|code| code.path.as_str())),
                examples: code.examples.len(),
                counterexamples: code.counterexamples.len(),
                file,
                line,
            }
        })
        .collect()
}

/// The columns of [`guide_rows`].
pub const GUIDE_COLUMNS: [&str; 8] =
    ["theme", "code", "label", "definition", "coding_rule", "examples", "counterexamples", "entries"];

/// Entries of a code that a coding guide shows as its indicators.
pub const INDICATORS: usize = 60;

/// The codes as a coding guide shows them in a table, in the order of the files; lists have a line each.
#[must_use]
pub fn guide_rows(lexicon: &Lexicon) -> Vec<[String; 8]> {
    let lines = |examples: &[super::Example]| {
        examples.iter().map(|example| example.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let codes = lexicon.codes.iter().map(|code| {
        let more = code.entries.len().saturating_sub(INDICATORS);
        let mut entries = join(code.entries.iter().take(INDICATORS).map(|entry| entry.text.as_str()));
        if more > 0 {
            entries.push_str(&format!(" | … and {more} more"));
        }
        [
            theme(&code.path).to_owned(),
            code.path.clone(),
            code.label.clone(),
            code.definition.clone(),
            code.coding_rule.clone(),
            lines(&code.examples),
            lines(&code.counterexamples),
            entries,
        ]
    });
    codes.collect()
}

fn join<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.collect::<Vec<_>>().join(" | ")
}

/// Line numbers of places, one ruler a file.
struct Lines<'l> {
    files: Vec<(&'l str, Ruler<'l>)>,
}

impl<'l> Lines<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        Self { files: lexicon.files.iter().map(|file| (&*file.name, Ruler::new(&file.text))).collect() }
    }

    fn of(&mut self, place: Place) -> (&'l str, usize) {
        match self.files.get_mut(usize::from(place.file)) {
            Some((name, ruler)) => (*name, ruler.line_column(place.span.start).0),
            None => ("", 0),
        }
    }
}
