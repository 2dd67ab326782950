//! The words that flags depend on: negators, wishes, words of saying, and where clauses begin.
//!
//! Each word has a role, found out once for a distinct form ([`Cues::role`]); phrases of several words
//! are looked for where their rarest word stands.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::expansion::{Wanted, keys};
use super::fold::fold;
use super::{Language, list};

/// What a word tells about its sentence: roles as bits, and a number for words of phrases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Role(pub u32);

macro_rules! roles {
    ($($name:ident = $bit:literal, $about:literal;)+) => {
        impl Role {
            $(#[doc = $about] pub const $name: u32 = 1 << $bit;)+
        }
    };
}

roles! {
    NEGATES = 12, "Denies what its clause says (`nicht`, `kein`).";
    DETERMINER = 13, "Denies the noun that follows, too (`kein`).";
    WITHOUT = 14, "Denies the noun or infinitive that follows (`ohne`).";
    NEITHER = 15, "Denies both parts of a pair (`weder`).";
    PHRASE = 16, "The rarest word of a phrase of wishing.";
    CONDITIONAL = 17, "A verb in the subjunctive II.";
    UNREAL = 18, "One that makes the unreal past, too (`hätte`).";
    INDIRECT = 19, "A verb in the subjunctive I.";
    PERHAPS = 20, "A verb that may be in the subjunctive I (`habe`).";
    SAYS = 21, "A form of a verb of saying.";
    TORN = 22, "A form of one whose particle stands elsewhere (`teilt` … `mit`).";
    SOURCE = 23, "Names a source before a noun (`laut`).";
    HEARSAY = 24, "Says that something is only said (`angeblich`).";
    JOIN = 25, "Joins words or clauses (`und`).";
    TURN = 26, "Begins a thought of its own (`aber`).";
    THAT = 27, "Begins a clause that completes another (`dass`).";
    REASON = 28, "Begins another subordinate clause (`weil`), or, with `THAT`, a relative one (`die`).";
    ASKS = 29, "Begins a question (`wer`).";
    SPEAKER = 30, "The speaker (`ich`); with `FINITE` somebody else (`er`).";
    FINITE = 31, "A finite verb.";
}

impl Role {
    /// Words without any of these leave a sentence without flags.
    pub const CUES: u32 = Self::NEGATES
        | Self::WITHOUT
        | Self::NEITHER
        | Self::PHRASE
        | Self::CONDITIONAL
        | Self::UNREAL
        | Self::INDIRECT
        | Self::PERHAPS
        | Self::SAYS
        | Self::TORN
        | Self::SOURCE
        | Self::HEARSAY;
    /// Begins a relative clause behind a comma.
    pub const RELATIVE: u32 = Self::THAT | Self::REASON;
    /// Somebody else than the speaker.
    pub const THEY: u32 = Self::SPEAKER | Self::FINITE;
    const NUMBER: u32 = Self::NEGATES - 1;

    /// Whether it has one of the roles.
    #[must_use]
    pub const fn has(self, roles: u32) -> bool {
        self.0 & roles != 0
    }

    /// Whether it has all of the roles.
    #[must_use]
    pub const fn is(self, roles: u32) -> bool {
        self.0 & roles == roles
    }

    /// Its number among the words of phrases; 0 for none.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0 & Self::NUMBER
    }
}

/// A phrase of wishing by the numbers of its words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Phrase {
    /// The numbers of its words.
    pub words: Vec<u32>,
    /// Which of them is the rarest.
    pub rarest: usize,
}

/// The lists of words that flags depend on.
#[derive(Debug, Default)]
pub struct Cues {
    roles: FxHashMap<String, u32>,
    phrases: FxHashMap<u32, Vec<Phrase>>,
    numbers: u32,
}

impl Cues {
    /// Those of German, from the lists under `lexicons/language/`.
    #[must_use]
    pub fn german() -> &'static Self {
        static GERMAN: OnceLock<Cues> = OnceLock::new();
        GERMAN.get_or_init(|| {
            let mut cues = Self::default();
            for line in list(include_str!("../../lexicons/language/negators.txt")) {
                let (word, class) = line.split_once('\t').unwrap_or((line, "word"));
                cues.add(
                    word,
                    match class {
                        "determiner" => Role::NEGATES | Role::DETERMINER,
                        "preposition" => Role::WITHOUT,
                        "correlative" => Role::NEITHER,
                        "answer" => 0,
                        _ => Role::NEGATES,
                    },
                );
            }
            for line in list(include_str!("../../lexicons/language/clauses.txt")) {
                let (word, class) = line.split_once('\t').unwrap_or((line, ""));
                cues.add(word, of_class(class));
            }
            let language = Language::german();
            for line in list(include_str!("../../lexicons/language/wishes.txt")) {
                cues.phrase(line, language);
            }
            for verb in list(include_str!("../../lexicons/language/reporting.txt")) {
                cues.verb(verb, language);
            }
            cues
        })
    }

    /// The role of a folded word.
    #[must_use]
    pub fn role(&self, folded: &str) -> Role {
        Role(self.roles.get(folded).copied().unwrap_or(0))
    }

    /// The phrases whose rarest word has that number.
    #[must_use]
    pub fn phrases(&self, number: u32) -> &[Phrase] {
        self.phrases.get(&number).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, word: &str, roles: u32) {
        *self.roles.entry(fold(word).key).or_default() |= roles;
    }

    fn number(&mut self, word: &str) -> u32 {
        let role = self.roles.entry(fold(word).key).or_default();
        if Role(*role).number() == 0 {
            self.numbers += 1;
            *role |= self.numbers;
        }
        Role(*role).number()
    }

    fn phrase(&mut self, line: &str, language: &Language) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let rarest = (0..words.len()).min_by_key(|at| language.frequency(words[*at])).unwrap_or(0);
        let Some(word) = words.get(rarest) else { return };
        self.add(word, Role::PHRASE);
        let numbers: Vec<u32> = words.iter().map(|word| self.number(word)).collect();
        self.phrases.entry(numbers[rarest]).or_default().push(Phrase { words: numbers, rarest });
    }

    fn verb(&mut self, verb: &str, language: &Language) {
        let (forms, torn) = match verb.split_once('|') {
            Some((particle, verb)) => (Wanted::Joined(particle, verb), Some(Wanted::Torn(verb))),
            None => (Wanted::Word(verb), None),
        };
        let stem = verb.rsplit('|').next().and_then(|base| base.strip_suffix("en")).unwrap_or(verb);
        for (wanted, role) in [(Some(forms), Role::SAYS), (torn, Role::TORN)] {
            let forms = wanted.into_iter().flat_map(|wanted| keys(wanted, language));
            for form in forms.filter(|form| !form.noun) {
                // `meine` and `sage` are what the speaker says, or no verb at all.
                if form.text.strip_suffix('e') != Some(stem) {
                    self.add(&form.text, role);
                }
            }
        }
    }
}

fn of_class(class: &str) -> u32 {
    match class {
        "join" => Role::JOIN,
        "turn" => Role::TURN,
        "that" => Role::THAT,
        "reason" => Role::REASON,
        "relative" => Role::RELATIVE,
        "asks" => Role::ASKS,
        "i" => Role::SPEAKER,
        "they" => Role::THEY,
        "finite" => Role::FINITE,
        "conditional" => Role::CONDITIONAL,
        "unreal" => Role::CONDITIONAL | Role::UNREAL,
        "indirect" => Role::INDIRECT,
        "perhaps" => Role::PERHAPS,
        "source" => Role::SOURCE,
        "hearsay" => Role::HEARSAY,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_roles_of_their_lists() {
        let check = |word: &str, roles: u32| {
            assert!(Cues::german().role(word).is(roles), "{word}: {:b}", Cues::german().role(word).0);
        };
        check("nicht", Role::NEGATES);
        check("keine", Role::NEGATES | Role::DETERMINER);
        check("sagte", Role::SAYS);
        check("heißt", Role::SAYS);
        check("teilt", Role::TORN);
        check("mitgeteilt", Role::SAYS);
        check("hätte", Role::CONDITIONAL | Role::UNREAL);
        check("wünsche", Role::PHRASE);
        assert!(!Cues::german().role("meine").has(Role::SAYS));
        assert!(!Cues::german().role("stammtisch").has(Role::CUES));
        assert!(Cues::german().numbers < Role::NEGATES, "numbers fit below the roles");
    }
}
