//! What single words of a sentence are: finite verbs, participles, the subjunctive of what others said.

use super::{Clauses, Role, WordList};

/// Verbs that what is said follows without `dass`.
const CORE: &[&str] = &[
    "sag",
    "mein",
    "behaupt",
    "erzähl",
    "bericht",
    "erklär",
    "antwort",
    "hieß",
    "heiß",
    "schreib",
    "schrieb",
    "beton",
    "versicher",
    "find",
    "fand",
    "denk",
    "dach",
    "glaub",
    "ruf",
    "rief",
    "frag",
    "klag",
    "schimpf",
    "kritisier",
    "forder",
    "teil",
    "mitgeteilt",
    "kündig",
    "les",
    "lies",
    "hör",
    "gehört",
    "wiederhol",
    "kontert",
    "entgegn",
    "ergänz",
    "beklag",
    "schildert",
    "verkünd",
    "kommentiert",
    "jammert",
    "meckert",
    "gesagt",
    "gemeint",
    "geschrieben",
    "erfuhr",
    "erfahr",
];
/// Verbs that an infinitive tells the content of: `haben versprochen, uns zu helfen`.
const PROMISES: &[&str] = &[
    "versprochen",
    "verspricht",
    "versprach",
    "zugesagt",
    "behaupte",
    "angekündigt",
    "droht",
    "zugesichert",
];
impl Clauses {
    /// `sei`, but not in `es sei denn` or at the front of a request.
    pub(in crate::coding) fn is_indirect(&self, at: usize) -> bool {
        let word = self.word(at);
        let fixed = self.word(at + 1) == "denn" || (word == "sei" && self.word(at + 1) == "es" && at == 0);
        let also = at > 0 && self.word(at - 1) == "auch";
        !fixed && !also && at > 0 && word != "möge"
    }

    /// `er habe`: a form that the speaker would use of himself, with another subject.
    pub(in crate::coding) fn is_of_somebody(&self, at: usize) -> bool {
        let words = self.range(self.part_of(at));
        let they = |at: usize| self.role(at).is(Role::THEY) || matches!(self.word(at), "die" | "der" | "das");
        let near = at.saturating_sub(4).max(words.start)..(at + 3).min(words.end);
        !self.of_speaker_words(words.clone())
            && at > words.start
            && !self.words.get(at).is_some_and(|word| word.capital)
            && near.clone().any(they)
    }

    /// `laut` before a noun, not `zu laut`.
    pub(in crate::coding) fn is_source(&self, at: usize) -> bool {
        let next = self.words.get(at + 1);
        let before = at.checked_sub(1).map(|before| self.word(before)).unwrap_or_default();
        let article =
            matches!(self.word(at + 1), "der" | "dem" | "den" | "einer" | "einem" | "unserer" | "unserem");
        !self.border(at)
            && next.is_some_and(|word| word.capital || article)
            && !matches!(before, "zu" | "so" | "sehr" | "ganz" | "recht" | "wird" | "ist" | "war" | "wurde")
    }

    /// Verbs of saying that a main clause may follow.
    pub(in crate::coding) fn is_core(&self, at: usize) -> bool {
        CORE.iter().any(|beginning| self.word(at).starts_with(beginning))
    }

    /// Verbs of saying that an infinitive may follow.
    pub(in crate::coding) fn promises(&self, at: usize) -> bool {
        PROMISES.iter().any(|beginning| self.word(at).starts_with(beginning))
    }

    /// A participle such as `geholfen`.
    pub(in crate::coding) fn is_participle(&self, at: usize) -> bool {
        let word = self.word(at);
        let lower = self.words.get(at).is_some_and(|word| !word.capital);
        let prefixed = ["be", "ver", "er", "ent", "zer"].iter().any(|prefix| word.starts_with(prefix));
        let list = WordList::german();
        lower
            && !list.look_up(word).is_some_and(|known| known.verb)
            && ((word.starts_with("ge") && word.len() > 5 && (word.ends_with('t') || word.ends_with("en")))
                || (prefixed
                    && word.ends_with('t')
                    && list.look_up(&with_en(word, "t")).is_some_and(|known| known.verb))
                || (word.len() > 7
                    && word.find("ge").is_some_and(|place| place > 0)
                    && (word.ends_with('t') || word.ends_with("en")))
                || matches!(word, "worden" | "bekommen" | "verloren" | "gegeben" | "gekommen" | "entstanden"))
    }

    /// `machen müssen`: two infinitives at the end.
    pub(in crate::coding) fn verb_pair(&self, at: usize) -> bool {
        let verb = |at: usize| WordList::german().look_up(self.word(at)).is_some_and(|known| known.verb);
        verb(at)
            && matches!(self.word(at + 1), "müssen" | "können" | "sollen" | "dürfen" | "wollen" | "lassen")
    }

    pub(in crate::coding) fn is_finite(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let role = word.role;
        if role.has(Role::SPEAKER) {
            return false;
        }
        if role.has(Role::FINITE | Role::CONDITIONAL | Role::INDIRECT) {
            return true;
        }
        let beside = |at: usize| self.role(at).has(Role::SPEAKER);
        let pronoun = beside(at + 1) || at.checked_sub(1).is_some_and(beside);
        if role.has(Role::PERHAPS) {
            return true;
        }
        if word.capital && at > 0 {
            return false;
        }
        let text = word.text.as_str();
        let verb = |stem: &str| WordList::german().look_up(stem).is_some_and(|known| known.verb);
        if text.ends_with("en") {
            let finite = pronoun || self.ends_subordinate(at) || self.follows_subject(at);
            return verb(text) && finite || verb(&with_en(text, "ten"));
        }
        if text.ends_with('e') {
            return (pronoun && verb(&with_en(text, "e")))
                || (text.ends_with("te") && verb(&with_en(text, "te")));
        }
        (text.ends_with('t')
            && !text.starts_with("ge")
            && (verb(&with_en(text, "t")) || verb(&with_en(text, "et"))))
            || (text.ends_with("st") && verb(&with_en(text, "st")))
    }

    /// Whether a word ends a clause that began with `dass`, `die` …
    fn ends_subordinate(&self, at: usize) -> bool {
        let ends = self.border(at) || at + 1 == self.words.len();
        let start = (0..at).rev().find(|before| self.border(*before)).map_or(0, |border| border + 1);
        let role = self.role(start);
        let infinitive = self.word(start) == "um"
            || self.word(start + 1) == "nicht"
            || at.checked_sub(1).is_some_and(|before| self.word(before) == "zu");
        ends && role.has(Role::THAT | Role::REASON | Role::ASKS) && !infinitive
    }

    /// Whether a plural stands where the verb of a main clause does: `und die Nachbarn helfen uns`.
    fn follows_subject(&self, at: usize) -> bool {
        let ends = self.border(at) || at + 1 == self.words.len();
        let Some(before) = at.checked_sub(1) else { return false };
        let starts = |place: &usize| self.border(*place) || self.role(*place).has(Role::JOIN | Role::TURN);
        let start = (0..at).rev().find(starts).map_or(0, |place| place + 1);
        !ends
            && !self.border(before)
            && self.words.get(before).is_some_and(|word| word.capital)
            && !self.finite_in(start..at)
    }
}

/// A word with another ending: `en` for `ending`.
pub(super) fn with_en(word: &str, ending: &str) -> String {
    word.strip_suffix(ending).map_or_else(String::new, |stem| format!("{stem}en"))
}
