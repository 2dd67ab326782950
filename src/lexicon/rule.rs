//! Rules of entries: conditions on the words around a hit, on its flags, its speaker and its passage.
//!
//! `Display` writes the rules as they stand in a file, one after another, in one order.

use std::fmt;

use super::{Pattern, Place};
use crate::coding::Flags;

/// The rules of an entry; all of them must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// Words and codes that must, or must not, stand near, before or after the hit.
    pub beside: Vec<Beside>,
    /// How far these are looked for.
    pub within: Option<Within>,
    /// Codes of which the passage must have one.
    pub with_code: Vec<CodeName>,
    /// Codes of which the passage may have none.
    pub without_code: Vec<CodeName>,
    /// Flags of which the hit must have one; none for no condition.
    pub flags: Flags,
    /// Flags of which the hit may have none.
    pub not_flags: Flags,
    /// Patterns of names of which the speaker must have one; `*` stands for any letters.
    pub speaker: Vec<String>,
    /// Names that the speaker may not have.
    pub not_speaker: Vec<String>,
    /// Facts that must have one of the values.
    pub facts: Vec<(String, Vec<String>)>,
    /// Facts that may have none of the values.
    pub not_facts: Vec<(String, Vec<String>)>,
    /// What a hit counts towards the threshold of its code, in thousandths; 1,000 where none is given.
    pub weight: Option<u32>,
}

/// What stands, or must not stand, on a side of a hit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// On which side.
    pub side: Side,
    /// Whether it must be there.
    pub wanted: bool,
    /// Any of these.
    pub terms: Vec<RuleTerm>,
}

/// A side of a hit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// On either side.
    Near,
    /// Before its first word.
    Before,
    /// Behind its last word.
    After,
}

/// A term of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleTerm {
    /// A pattern as in `terms`.
    Pattern {
        /// As it was written.
        text: String,
        /// What it finds.
        pattern: Pattern,
        /// Where it stands.
        place: Place,
    },
    /// A hit of a code, written `#theme/subcode`, or of any code of a theme, `#theme`.
    Code(CodeName),
}

/// A code or a theme that a rule names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeName {
    /// Its path, without `#`.
    pub path: String,
    /// Where it is named.
    pub place: Place,
}

/// How far the words of rules are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Within {
    /// At most so many words before or behind the hit, in its turn.
    Words(u8),
    /// In the hit's clause.
    Clause,
    /// In its sentence.
    #[default]
    Sentence,
    /// In its turn.
    Turn,
}

/// The keys of [`Beside`] in the order in which they are written.
pub const SIDES: [(&str, Side, bool); 6] = [
    ("near", Side::Near, true),
    ("not_near", Side::Near, false),
    ("before", Side::Before, true),
    ("not_before", Side::Before, false),
    ("after", Side::After, true),
    ("not_after", Side::After, false),
];

/// One, as weights and thresholds are kept.
pub const ONE: u32 = 1000;

/// A weight or threshold in thousandths as it is written.
#[must_use]
pub fn thousandths(value: u32) -> String {
    let whole = value / ONE;
    let rest = format!("{:03}", value % ONE);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}

impl Rules {
    /// Whether there is no condition; a weight is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { weight: self.weight, within: self.within, ..Self::default() }
    }

    /// The conditions alone, as written: what tells entries of the same pattern apart.
    #[must_use]
    pub fn conditions(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        Self { weight: None, ..self.clone() }.to_string()
    }

    /// All codes that are named.
    pub fn codes(&self) -> impl Iterator<Item = &CodeName> {
        let beside = self.beside.iter().flat_map(|beside| &beside.terms).filter_map(|term| match term {
            RuleTerm::Code(code) => Some(code),
            RuleTerm::Pattern { .. } => None,
        });
        beside.chain(&self.with_code).chain(&self.without_code)
    }
}

impl super::Entry {
    /// Its pattern, and those of its rules.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let of_rules = self.rules.beside.iter().flat_map(|beside| &beside.terms);
        std::iter::once(&self.pattern).chain(of_rules.filter_map(|term| match term {
            RuleTerm::Pattern { pattern, .. } => Some(pattern),
            RuleTerm::Code(_) => None,
        }))
    }
}

impl Beside {
    /// The key that it stands under.
    #[must_use]
    pub fn key(&self) -> &'static str {
        let is = |(_, side, wanted): &&(&str, Side, bool)| *side == self.side && *wanted == self.wanted;
        SIDES.iter().find(is).map_or("", |(key, ..)| *key)
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(1) => f.write_str("1 word"),
            Self::Words(words) => write!(f, "{words} words"),
            Self::Clause => f.write_str("clause"),
            Self::Sentence => f.write_str("sentence"),
            Self::Turn => f.write_str("turn"),
        }
    }
}

impl fmt::Display for RuleTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { pattern, .. } => pattern.fmt(f),
            Self::Code(code) => write!(f, "#{}", code.path),
        }
    }
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.key(), list(self.terms.iter().map(ToString::to_string)))
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written: Vec<String> = self.beside.iter().map(ToString::to_string).collect();
        written.extend(self.within.map(|within| format!("within = {}", quoted(&within.to_string()))));
        let paths = |codes: &[CodeName]| list(codes.iter().map(|code| code.path.clone()));
        for (key, codes) in [("with_code", &self.with_code), ("without_code", &self.without_code)] {
            written.extend((!codes.is_empty()).then(|| format!("{key} = {}", paths(codes))));
        }
        for (key, flags) in [("flags", self.flags), ("not_flags", self.not_flags)] {
            let names = list(flags.names().map(str::to_owned));
            written.extend((flags != Flags::default()).then(|| format!("{key} = {names}")));
        }
        for (key, names) in [("speaker", &self.speaker), ("not_speaker", &self.not_speaker)] {
            let names_written = list(names.iter().cloned());
            written.extend((!names.is_empty()).then(|| format!("{key} = {names_written}")));
        }
        for (key, facts) in [("facts", &self.facts), ("not_facts", &self.not_facts)] {
            let one = |(name, values): &(String, Vec<String>)| {
                format!("{} = {}", quoted(name), list(values.iter().cloned()))
            };
            let all: Vec<String> = facts.iter().map(one).collect();
            written.extend((!facts.is_empty()).then(|| format!("{key} = {{ {} }}", all.join(", "))));
        }
        written.extend(self.weight.map(|weight| format!("weight = {}", thousandths(weight))));
        f.write_str(&written.join(", "))
    }
}

fn list(texts: impl Iterator<Item = String>) -> String {
    format!("[{}]", texts.map(|text| quoted(&text)).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
