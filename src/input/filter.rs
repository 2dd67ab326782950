//! Whose turns are coded: `--only-speaker`, `--skip-speaker`.

use std::sync::atomic::{AtomicBool, Ordering};

use globset::{GlobBuilder, GlobMatcher};

use crate::corpus::{Document, Turn};
use crate::error::{Error, Result};

/// Chooses turns by their speaker's name (`B1`, `Moderator*`) or by a fact (`group=moderation`).
///
/// Case is ignored. Turns that are not chosen stay in the document, marked as left out.
#[derive(Debug, Default)]
pub struct SpeakerFilter {
    only: Vec<Wanted>,
    skip: Vec<Wanted>,
}

#[derive(Debug)]
struct Wanted {
    written: String,
    /// The fact that is looked at; the speaker's name without one.
    fact: Option<String>,
    value: String,
    glob: GlobMatcher,
    used: AtomicBool,
}

impl SpeakerFilter {
    /// A filter from what was written on the command line.
    ///
    /// # Errors
    /// A pattern is no valid glob.
    pub fn new(only: &[String], skip: &[String]) -> Result<Self> {
        let wanted =
            |patterns: &[String]| patterns.iter().map(|pattern| Wanted::new(pattern)).collect::<Result<_>>();
        Ok(Self { only: wanted(only)?, skip: wanted(skip)? })
    }

    /// Whether it lets everything through.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }

    /// Marks the turns that are left out.
    pub fn apply(&self, document: &mut Document) {
        if self.is_empty() {
            return;
        }
        let mut turns = std::mem::take(&mut document.turns);
        for turn in &mut turns {
            // All patterns are asked, so that each knows whether it was ever met.
            let hits =
                |list: &[Wanted]| list.iter().filter(|wanted| wanted.meets(document, turn)).count() > 0;
            let (chosen, skipped) = (hits(&self.only), hits(&self.skip));
            turn.left_out |= skipped || (!self.only.is_empty() && !chosen);
        }
        document.turns = turns;
    }

    /// Patterns that no turn has met so far: names that may be misspelt.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let all = self.only.iter().chain(&self.skip);
        all.filter(|wanted| !wanted.used.load(Ordering::Relaxed))
            .map(|wanted| wanted.written.as_str())
            .collect()
    }
}

impl Wanted {
    fn new(written: &str) -> Result<Self> {
        let (fact, value) = match written.split_once('=') {
            Some((fact, value)) => (Some(fact.trim().to_owned()), value.trim()),
            None => (None, written.trim().trim_end_matches(':')),
        };
        // `[Zuruf]` is a speaker's name, not a choice of letters.
        let escaped = value.replace('[', "[[]").replace('{', "[{]");
        let glob =
            GlobBuilder::new(&escaped).case_insensitive(true).build().map_err(|error| Error::Argument {
                what: format!("{written}: {}", error.kind()),
                hint: "write a name, a name with *, or fact=value".to_owned(),
            })?;
        Ok(Self {
            written: written.to_owned(),
            fact,
            value: value.to_owned(),
            glob: glob.compile_matcher(),
            used: AtomicBool::new(false),
        })
    }

    fn meets(&self, document: &Document, turn: &Turn) -> bool {
        let found = match &self.fact {
            Some(fact) => document.fact(turn, fact),
            None => document.speaker(turn).map(|speaker| speaker.name.as_str()),
        };
        let meets = found.is_some_and(|found| found == self.value || self.glob.is_match(found));
        if meets && !self.used.load(Ordering::Relaxed) {
            self.used.store(true, Ordering::Relaxed);
        }
        meets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Speaker;

    fn check(only: &[&str], skip: &[&str], kept: &[usize], unused: &[&str]) {
        let names = ["Moderatorin", "B1", "[Zuruf]", "Karte (gelb)"];
        let mut document = Document::default();
        for (index, name) in names.into_iter().enumerate() {
            document.speakers.push(Speaker { name: name.to_owned(), ..Speaker::default() });
            document.turns.push(Turn { speaker: u32::try_from(index).ok(), ..Turn::default() });
        }
        document.turns.push(Turn::default());
        document.speakers[0].facts.set("group", "moderation");
        document.turns[3].facts.set("group", "buerger");
        let owned = |list: &[&str]| list.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>();
        let filter = SpeakerFilter::new(&owned(only), &owned(skip)).expect("globs");
        filter.apply(&mut document);
        let left =
            document.turns.iter().enumerate().filter(|(_, turn)| !turn.left_out).map(|(index, _)| index);
        assert_eq!(
            (left.collect::<Vec<_>>(), filter.unused()),
            (kept.to_vec(), unused.to_vec()),
            "{only:?} {skip:?}"
        );
    }

    #[test]
    fn turns_are_chosen_by_name_glob_and_fact() {
        check(&[], &[], &[0, 1, 2, 3, 4], &[]);
        check(&["B1"], &[], &[1], &[]);
        check(&[], &["moderat*", "B9"], &[1, 2, 3, 4], &["B9"]);
        check(&[], &["[Zuruf]"], &[0, 1, 3, 4], &[]);
        check(&["Karte*"], &[], &[3], &[]);
        check(&[], &["group=moderation"], &[1, 2, 3, 4], &[]);
        check(&["group=*"], &["group=buerg*"], &[0], &[]);
    }
}
