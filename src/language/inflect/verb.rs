//! Verbs: all forms of an infinitive, separable verbs in one piece and torn apart.

use std::sync::OnceLock;

use ablaut::{Mood, Number, Person, Tense, Verb};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::list;
use super::super::wordlist::WordList;
use super::{Forms, join};

/// Particles that leave their verb in the clause, the long ones first.
fn particles() -> &'static [&'static str] {
    static PARTICLES: OnceLock<Vec<&str>> = OnceLock::new();
    PARTICLES.get_or_init(|| {
        let mut all: Vec<_> = list(include_str!("../../../lexicons/language/joined-particles.txt")).collect();
        all.sort_by_key(|particle| std::cmp::Reverse(particle.len()));
        all
    })
}

/// Particles that other verbs keep in front of them (`übersetzen`: `er übersetzt`).
const DOUBLE: [&str; 8] = ["über", "unter", "um", "durch", "wieder", "hinter", "wider", "voll"];

/// The forms of verbs that are conjugated in two ways, by their infinitives.
fn second_forms() -> &'static FxHashMap<&'static str, &'static str> {
    static FORMS: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let lines = list(include_str!("../../../lexicons/language/second-forms.txt"));
        lines.filter_map(|line| line.split_once(' ')).collect()
    })
}

/// Words that look like short forms of the spoken language (`ich mach`), but are others first.
fn other_words() -> &'static FxHashSet<&'static str> {
    static WORDS: OnceLock<FxHashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| list(include_str!("../../../lexicons/language/no-short-verbs.txt")).collect())
}

/// The cells of a verb's table that can differ from each other: the others repeat them.
const PRESENT: [(Person, Number); 5] = [
    (Person::First, Number::Singular),
    (Person::Second, Number::Singular),
    (Person::Third, Number::Singular),
    (Person::First, Number::Plural),
    (Person::Second, Number::Plural),
];
const PAST: [(Person, Number); 4] = [PRESENT[0], PRESENT[1], PRESENT[3], PRESENT[4]];
const REPORTED: [(Person, Number); 4] = [PRESENT[1], PRESENT[2], PRESENT[3], PRESENT[4]];

/// How an infinitive is to be read.
enum Reading<'v> {
    /// In one piece in every clause.
    Whole,
    /// A particle before a verb.
    Split(&'static str, &'v str),
    /// Both (`übersetzen`, `umfahren`).
    Both(&'static str, &'v str),
}

/// Whether a word in lower case is a known infinitive.
pub(super) fn is_verb(lower: &str) -> bool {
    if !has_verb_ending(lower) {
        return false;
    }
    known(lower) || !matches!(reading(lower), Reading::Whole)
}

/// Whether a word ends as infinitives do.
pub(super) fn has_verb_ending(lower: &str) -> bool {
    lower.chars().count() > 3 && ["en", "ern", "eln"].iter().any(|ending| lower.ends_with(ending))
        || matches!(lower, "tun" | "sein")
        || lower.ends_with("tun")
}

/// Puts all forms of an infinitive in lower case; a verb that nobody knows is regular.
pub(super) fn put(lower: &str, forms: &mut Forms) {
    match reading(lower) {
        Reading::Whole => put_whole(lower, forms),
        Reading::Split(particle, verb) => put_separable(particle, verb, forms),
        Reading::Both(particle, verb) => {
            put_separable(particle, verb, forms);
            put_kept(particle, verb, forms);
        }
    }
}

/// Puts the forms in one piece of a separable verb.
pub(super) fn put_separable(particle: &str, verb: &str, forms: &mut Forms) {
    let Some(base) = Base::of(verb) else { return };
    let infinitive = join(&[particle, verb]);
    put_infinitive(&infinitive, forms);
    let zu = base.zu.as_deref().filter(|_| particle_of(verb).is_some());
    forms.put(zu.map_or_else(|| join(&[particle, "zu", verb]), |zu| join(&[particle, zu])), false);
    for participle in &base.participles {
        put_participle(&join(&[particle, participle]), forms);
    }
    put_participle(&join(&[&infinitive, "d"]), forms);
    for form in &base.joined {
        forms.put(join(&[particle, form]), false);
    }
}

/// Puts the finite forms that a verb has when its particle stands elsewhere.
pub(super) fn put_torn(verb: &str, forms: &mut Forms) {
    let Some(base) = Base::of(verb) else { return };
    for form in base.torn {
        forms.put(form, false);
    }
}

/// Puts what a particle may stand apart from.
pub(super) fn put_apart(verb: &str, forms: &mut Forms) {
    let Some(base) = Base::of(verb) else { return };
    forms.put(verb.to_owned(), false);
    for participle in base.participles {
        forms.put(participle, false);
    }
}

pub(super) fn particle_of(lower: &str) -> Option<&'static str> {
    match reading(lower) {
        Reading::Split(particle, _) => Some(particle),
        Reading::Whole | Reading::Both(..) => None,
    }
}

fn put_whole(infinitive: &str, forms: &mut Forms) {
    let Some(base) = Base::of(infinitive) else {
        forms.put(infinitive.to_owned(), false);
        return;
    };
    put_infinitive(infinitive, forms);
    if let Some(zu) = base.zu {
        forms.put(zu, false);
    }
    for participle in &base.participles {
        put_participle(participle, forms);
    }
    put_participle(&join(&[infinitive, "d"]), forms);
    if infinitive == "werden" {
        forms.put("worden".to_owned(), false);
    }
    for form in base.joined {
        forms.put(form, false);
    }
}

/// A verb that keeps its particle: the base verb's finite forms behind it, a participle without ge.
fn put_kept(particle: &str, verb: &str, forms: &mut Forms) {
    let Some(base) = Base::of(verb) else { return };
    for form in &base.joined {
        forms.put(join(&[particle, form]), false);
    }
    for participle in &base.participles {
        let bare = participle.strip_prefix("ge").unwrap_or(participle);
        put_participle(&join(&[particle, bare]), forms);
    }
}

fn put_infinitive(infinitive: &str, forms: &mut Forms) {
    forms.put(infinitive.to_owned(), false);
    forms.put_noun(infinitive);
    forms.put_noun(&join(&[infinitive, "s"]));
}

fn put_participle(participle: &str, forms: &mut Forms) {
    forms.put(participle.to_owned(), false);
    forms.put_declined(participle);
}

fn known(lower: &str) -> bool {
    WordList::german().look_up(lower).is_some_and(|known| known.verb)
        || Verb::from_infinitive(lower).is_ok_and(|verb| verb.is_lexical())
}

/// Splits off the longest particle that leaves a known verb.
fn reading(lower: &str) -> Reading<'_> {
    let list = WordList::german();
    for particle in particles() {
        let Some(verb) = lower.strip_prefix(particle) else { continue };
        if !has_verb_ending(verb) || !known(verb) {
            continue;
        }
        if !DOUBLE.contains(particle) {
            return Reading::Split(particle, verb);
        }
        let torn = list.has(&join(&[particle, "zu", verb]));
        let stem = lower.strip_suffix("en").or_else(|| lower.strip_suffix('n')).unwrap_or(lower);
        let kept = ["est", "et", "st"].iter().any(|ending| list.has(&join(&[stem, ending])));
        match (torn, kept) {
            (true, false) => return Reading::Split(particle, verb),
            (true, true) => return Reading::Both(particle, verb),
            _ => return Reading::Whole,
        }
    }
    Reading::Whole
}

/// What the forms of a verb are built from.
struct Base {
    /// Finite forms in one piece, and imperatives.
    joined: Vec<String>,
    /// Finite forms as they stand when a particle of their own, or another, is elsewhere.
    torn: Vec<String>,
    participles: Vec<String>,
    /// The infinitive with zu inside, where it is one word.
    zu: Option<String>,
}

impl Base {
    fn of(infinitive: &str) -> Option<Self> {
        let verb = Verb::from_infinitive(infinitive).ok()?;
        let mut base = Self {
            joined: Vec::new(),
            torn: Vec::new(),
            participles: vec![verb.past_participle()],
            zu: None,
        };
        let mut finite: Vec<String> = Vec::with_capacity(32);
        let mut row = |tense, mood, cells: &[(Person, Number)]| {
            finite.extend(cells.iter().map(|(person, number)| verb.conjugate(tense, mood, *person, *number)));
        };
        row(Tense::Present, Mood::Indicative, &PRESENT);
        row(Tense::Preterite, Mood::Indicative, &PAST);
        row(Tense::Present, Mood::KonjunktivI, &REPORTED);
        row(Tense::Present, Mood::KonjunktivII, &PAST);
        for number in [Number::Singular, Number::Plural] {
            finite.extend(verb.imperative(number));
        }
        finite.sort_unstable();
        finite.dedup();
        for form in second_forms().get(infinitive).into_iter().flat_map(|forms| forms.split(' ')) {
            match form.strip_prefix('+') {
                Some(participle) => base.participles.push(participle.to_owned()),
                None => finite.push(form.to_owned()),
            }
        }
        base.zu = Some(verb.zu_infinitive()).filter(|zu| !zu.contains(' '));
        for form in finite {
            base.put(&form, infinitive);
        }
        Some(base)
    }

    /// A finite form, in one piece and apart, and without its last e.
    fn put(&mut self, form: &str, infinitive: &str) {
        let (finite, particle) = form.split_once(' ').unwrap_or((form, ""));
        if let Some(short) = spoken(finite, infinitive) {
            self.joined.push(join(&[particle, short]));
            self.torn.push(short.to_owned());
        }
        // `ändre` beside `ändere`.
        if let Some(stem) = infinitive.strip_suffix("ern")
            && finite.strip_prefix(stem) == Some("ere")
        {
            self.joined.push(join(&[particle, stem, "re"]));
            self.torn.push(join(&[stem, "re"]));
        }
        self.joined.push(join(&[particle, finite]));
        self.torn.push(finite.to_owned());
    }
}

/// `mache` as it is spoken: `mach`; not where that is another word.
fn spoken<'f>(finite: &'f str, infinitive: &str) -> Option<&'f str> {
    let short = finite.strip_suffix('e')?;
    let stem = infinitive.strip_suffix("en")?;
    let vowels = short.contains(['a', 'e', 'i', 'o', 'u', 'ä', 'ö', 'ü']);
    let present = stem == short || matches!(short, "hätt" | "wär");
    // `arbeite`, `rechne`, `studiere` and weak past tenses keep their e.
    let kept =
        short.ends_with("ier") || short.ends_with("ig") || (short.ends_with(['n', 'm']) && cluster(short));
    (vowels && present && !kept && short.chars().count() > 2 && !other_words().contains(short))
        .then_some(short)
}

fn cluster(short: &str) -> bool {
    let mut letters = short.chars().rev().skip(1);
    letters.next().is_some_and(|letter| !"aeiouäöülrhmn".contains(letter))
}
