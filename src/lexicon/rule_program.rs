//! Rules as coding runs them: their terms as tests, their codes as ids.

use super::build::Builder;
use super::compile::{CompiledLexicon, Program, SlotTests};
use super::rule::{Beside, ONE, RuleTerm, Side, Within};
use super::{Code, CodeName, Entry, Rules, theme};
use crate::coding::{CodeId, EntryId, Flags};
use crate::language::vocabulary::{Findings, Probe};

/// The rules of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RuleProgram {
    /// All of them must hold.
    pub conditions: Vec<Condition>,
}

/// One rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// As it would be written in a lexicon.
    pub written: String,
    /// What must hold.
    pub test: RuleTest,
}

/// What a rule asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleTest {
    /// Words or codes around the hit.
    Beside {
        /// On which side.
        side: Side,
        /// Whether they must be there.
        wanted: bool,
        /// How far they are looked for.
        within: Within,
        /// Any of these.
        terms: TermTests,
        /// Any hit of these codes.
        codes: Vec<CodeId>,
    },
    /// Codes of the passage.
    Codes {
        /// Whether one must be there.
        wanted: bool,
        /// Any of these.
        codes: Vec<CodeId>,
    },
    /// Flags of the hit.
    Flags {
        /// Whether it must have one.
        wanted: bool,
        /// Any of these.
        flags: Flags,
    },
    /// The speaker's name.
    Speaker {
        /// Whether it must be one of these.
        wanted: bool,
        /// Patterns in small letters; `*` stands for any letters.
        names: Vec<String>,
    },
    /// A fact of the turn.
    Fact {
        /// Whether it must have one of the values.
        wanted: bool,
        /// The fact.
        name: String,
        /// Patterns in small letters.
        values: Vec<String>,
    },
}

/// Terms of which any will do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TermTests {
    /// The test of all that are one word; 0 where there are none.
    pub word: u32,
    /// Those of several words, and torn verbs.
    pub patterns: Vec<Program>,
}

/// What holds for all entries of a code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeRules {
    /// Words that none of its entries may hit.
    pub never: Option<TermTests>,
    /// The least sum of weights, in thousandths; 0 where every hit will do.
    pub threshold: u32,
    /// Codes that come along with it, and with those; ascending.
    pub implied: Vec<CodeId>,
}

impl Condition {
    /// Whether it asks for other codes, so that it is looked at after the others.
    #[must_use]
    pub fn asks_for_codes(&self) -> bool {
        match &self.test {
            RuleTest::Beside { codes, .. } => !codes.is_empty(),
            RuleTest::Codes { .. } => true,
            _ => false,
        }
    }
}

impl CompiledLexicon {
    /// The rules of an entry, if it has some.
    #[must_use]
    pub fn rules(&self, entry: EntryId) -> Option<&RuleProgram> {
        let number = self.program(entry).rules as usize;
        number.checked_sub(1).and_then(|number| self.rules.get(number))
    }

    /// Whether a rule of an entry asks for the flags of its hits.
    #[must_use]
    pub fn asks_for_flags(&self, entry: EntryId) -> bool {
        let asks = |condition: &Condition| matches!(condition.test, RuleTest::Flags { .. });
        self.rules(entry).is_some_and(|rules| rules.conditions.iter().any(asks))
    }

    /// What holds for all entries of a code.
    #[must_use]
    pub fn code_rules(&self, code: CodeId) -> &CodeRules {
        &self.code_rules[usize::from(code)]
    }

    /// Whether a word form is one of those that entries of a code look for.
    #[must_use]
    pub fn may_hit(&self, code: CodeId, form: &str) -> bool {
        let mut found = Findings::default();
        self.probe(form, &mut found);
        let passes = |slot: &SlotTests| {
            let torn = slot.torn.iter().map(|torn| torn.verb);
            let mut tests = std::iter::once(slot.test).chain(torn);
            tests.any(|test| found.tests.iter().any(|passed| Self::plain(*passed) == test))
        };
        let of_code = self.programs.iter().filter(|program| program.code == code);
        of_code.flat_map(|program| &program.slots).any(passes)
    }

    /// Whether any hit may be blocked by a rule.
    #[must_use]
    pub fn has_rules(&self) -> bool {
        !self.rules.is_empty() || self.code_rules.iter().any(|rules| rules.never.is_some())
    }
}

impl<'l> Builder<'l> {
    /// Takes in what holds for a whole code.
    pub(super) fn code(&mut self, code: &'l Code) {
        let weighs = code.entries.iter().any(|entry| entry.rules.weight.is_some_and(|weight| weight != ONE));
        let threshold = code.threshold.unwrap_or(ONE);
        let never = (!code.never.is_empty())
            .then(|| self.term_tests(code.never.iter().map(|never: &Entry| &never.pattern)));
        let implied = self.ids(&code.implies);
        let threshold = if weighs || threshold != ONE { threshold } else { 0 };
        self.code_rules.push(CodeRules { never, threshold, implied });
    }

    /// The number of the rules of an entry; 0 for none.
    pub(super) fn rules(&mut self, rules: &'l Rules) -> u32 {
        if rules.is_empty() {
            return 0;
        }
        let mut conditions = Vec::new();
        let mut add = |written: Rules, test: RuleTest| {
            conditions.push(Condition { written: written.to_string(), test });
        };
        let bare = Rules::default;
        // What costs least is asked first.
        for (wanted, flags) in [(true, rules.flags), (false, rules.not_flags)] {
            if flags != Flags::default() {
                let mut written = bare();
                *(if wanted { &mut written.flags } else { &mut written.not_flags }) = flags;
                add(written, RuleTest::Flags { wanted, flags });
            }
        }
        for (wanted, names) in [(true, &rules.speaker), (false, &rules.not_speaker)] {
            if !names.is_empty() {
                let mut written = bare();
                *(if wanted { &mut written.speaker } else { &mut written.not_speaker }) = names.clone();
                add(written, RuleTest::Speaker { wanted, names: small(names) });
            }
        }
        for (wanted, facts) in [(true, &rules.facts), (false, &rules.not_facts)] {
            for fact in facts {
                let mut written = bare();
                *(if wanted { &mut written.facts } else { &mut written.not_facts }) = vec![fact.clone()];
                let (name, values) = (fact.0.clone(), small(&fact.1));
                add(written, RuleTest::Fact { wanted, name, values });
            }
        }
        for (wanted, codes) in [(true, &rules.with_code), (false, &rules.without_code)] {
            if !codes.is_empty() {
                let mut written = bare();
                *(if wanted { &mut written.with_code } else { &mut written.without_code }) = codes.clone();
                add(written, RuleTest::Codes { wanted, codes: self.ids(codes) });
            }
        }
        for beside in &rules.beside {
            let written = Rules { beside: vec![beside.clone()], ..bare() };
            let test = self.beside(beside, rules.within.unwrap_or_default());
            add(written, test);
        }
        conditions.sort_by_key(Condition::asks_for_codes);
        self.rules.push(RuleProgram { conditions });
        u32::try_from(self.rules.len()).unwrap_or(0)
    }

    fn beside(&mut self, beside: &'l Beside, within: Within) -> RuleTest {
        let patterns = beside.terms.iter().filter_map(|term| match term {
            RuleTerm::Pattern { pattern, .. } => Some(pattern),
            RuleTerm::Code(_) => None,
        });
        let terms = self.term_tests(patterns);
        let named = beside.terms.iter().filter_map(|term| match term {
            RuleTerm::Code(code) => Some(code.clone()),
            RuleTerm::Pattern { .. } => None,
        });
        let codes = self.ids(&named.collect::<Vec<_>>());
        RuleTest::Beside { side: beside.side, wanted: beside.wanted, within, terms, codes }
    }

    /// The ids of codes and of all codes of themes, ascending.
    fn ids(&self, names: &[CodeName]) -> Vec<CodeId> {
        let codes = self.scheme.codes.iter().zip(0..);
        let named = |path: &str| names.iter().any(|name| name.path == path || name.path == theme(path));
        codes.filter(|(code, _)| named(&code.path)).map(|(_, id)| id).collect()
    }

    /// Lets codes that are implied bring theirs along.
    pub(super) fn close_implied(&mut self) {
        for code in 0..self.code_rules.len() {
            let mut all = self.code_rules[code].implied.clone();
            let mut next = 0;
            while let Some(implied) = all.get(next).copied() {
                next += 1;
                for further in &self.code_rules[usize::from(implied)].implied {
                    if usize::from(*further) != code && !all.contains(further) {
                        all.push(*further);
                    }
                }
            }
            all.sort_unstable();
            self.code_rules[code].implied = all;
        }
    }
}

fn small(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_lowercase()).collect()
}
