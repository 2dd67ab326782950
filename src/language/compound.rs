//! Compounds: the parts that a word is made of, by dynamic programming over nouns and their frequency.
//!
//! Words that the list knows and does not mark as compounds are never taken apart, so `heirat` has no
//! `rat`; neither are the words of `never-split.txt`. All other words are laid out with the cheapest row of
//! parts that covers them, linking elements counted to the part before them.

use std::ops::Range;
use std::sync::OnceLock;

use fst::Map;
use fst::raw::Fst;

use super::wordlist::WordList;

/// What every part costs, so that few parts are better than many.
const PER_PART: u32 = 3;
/// A row of parts that costs more, for each part of it, is a chance likeness.
const DEAREST_PART: u32 = 15;
/// The last cost byte of a part that cannot stand there.
const NEVER: u64 = 255;
/// What may be put back at the end of a part; places are set by the build script.
const TAILS: [&str; 8] = ["", "e", "en", "n", "um", "us", "on", "a"];
/// Longer words are not taken apart (bytes).
const LONGEST: usize = 96;
/// Shorter words have no two parts of three letters (bytes).
const SHORTEST: usize = 6;

/// Takes compounds apart.
pub struct Splitter {
    parts: Map<&'static [u8]>,
}

/// One part of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Where it stands in the folded word, with its linking element (bytes).
    pub range: Range<usize>,
    /// The word itself: without linking element, in the singular (`häuser` gives `haus`).
    pub lemma: String,
}

/// Where in a compound a run of parts stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The run begins the word.
    pub first: bool,
    /// The run ends the word.
    pub last: bool,
}

#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    /// Where the part before begins.
    from: u8,
    parts: u8,
    value: u64,
}

const OPEN: Step = Step { cost: u32::MAX, from: 0, parts: 0, value: 0 };

impl Splitter {
    /// The splitter over the parts that the program carries.
    #[must_use]
    pub fn german() -> &'static Self {
        static SPLITTER: OnceLock<Splitter> = OnceLock::new();
        SPLITTER.get_or_init(|| Self {
            parts: Map::new(crate::data::parts()).expect("the build script wrote the parts"),
        })
    }

    /// The parts of a word in lower case, from left to right; none where the word is no compound.
    ///
    /// The parts cover the word without gaps, a hyphen between two of them left out.
    #[must_use]
    pub fn split(&self, folded: &str) -> Vec<Part> {
        if folded.len() < SHORTEST || folded.len() > LONGEST {
            return Vec::new();
        }
        if folded.contains('-') {
            return self.split_hyphenated(folded);
        }
        match WordList::german().look_up(folded) {
            Some(known) if !known.compound => Vec::new(),
            _ if is_inflected(folded) => Vec::new(),
            known => self.lay_out(folded, known.is_some()),
        }
    }

    /// Calls `visit` with every run of adjacent parts, as it is written and as the word that it stands for
    /// (`ehrenamts` and `ehrenamt` in `ehrenamtskoordinatorin`), but not with the whole word.
    pub fn runs(&self, folded: &str, mut visit: impl FnMut(&str, Place)) {
        let parts = self.split(folded);
        let mut key = String::new();
        for (index, first) in parts.iter().enumerate() {
            for (end, last) in parts.iter().enumerate().skip(index) {
                let place = Place { first: index == 0, last: end + 1 == parts.len() };
                if place.first && place.last {
                    continue;
                }
                let written = folded.get(first.range.start..last.range.end).unwrap_or_default();
                visit(written, place);
                key.clear();
                key.push_str(folded.get(first.range.start..last.range.start).unwrap_or_default());
                key.push_str(&last.lemma);
                if key != written {
                    visit(&key, place);
                }
            }
        }
    }

    /// Whether a run of parts at a place that `allowed` accepts is one of the wanted words.
    ///
    /// `wanted` gets the run as written and without its linking element, in lower case.
    pub fn holds(
        &self,
        folded: &str,
        allowed: impl Fn(Place) -> bool,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> bool {
        let mut found = false;
        self.runs(folded, |key, place| found = found || (allowed(place) && wanted(key)));
        found
    }

    fn split_hyphenated(&self, folded: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut start = 0;
        for piece in folded.split('-') {
            let inner = self.split(piece);
            if inner.is_empty() && !piece.is_empty() {
                parts.push(self.alone(start..start + piece.len(), piece));
            }
            parts.extend(inner.into_iter().map(|part| Part {
                range: part.range.start + start..part.range.end + start,
                lemma: part.lemma,
            }));
            start += piece.len() + 1;
        }
        if parts.len() > 1 { parts } else { Vec::new() }
    }

    /// A word between hyphens: a known word stays, any other loses its linking element.
    fn alone(&self, range: Range<usize>, piece: &str) -> Part {
        let lemma = match self.parts.get(piece) {
            Some(value) => lemma(piece, value),
            None => piece.to_owned(),
        };
        Part { range, lemma }
    }

    /// The cheapest row of at least two parts.
    fn lay_out(&self, folded: &str, known: bool) -> Vec<Part> {
        let steps = self.steps(folded);
        let Some(end) = steps.get(folded.len()).copied() else { return Vec::new() };
        let dearest = if known { u32::MAX } else { DEAREST_PART * u32::from(end.parts) };
        if end.parts < 2 || end.cost > dearest {
            return Vec::new();
        }
        let mut parts = Vec::with_capacity(usize::from(end.parts));
        let (mut at, mut step) = (folded.len(), end);
        while at > 0 {
            let range = usize::from(step.from)..at;
            let written = folded.get(range.clone()).unwrap_or_default();
            parts.push(Part { lemma: lemma(written, step.value), range: range.clone() });
            at = range.start;
            step = steps[at];
        }
        parts.reverse();
        parts
    }

    fn steps(&self, folded: &str) -> [Step; LONGEST + 1] {
        let parts: &Fst<_> = self.parts.as_fst();
        let bytes = folded.as_bytes();
        let mut steps = [OPEN; LONGEST + 1];
        steps[0].cost = 0;
        for start in 0..bytes.len().saturating_sub(2) {
            let before = steps[start];
            if before.cost == u32::MAX {
                continue;
            }
            let mut node = parts.root();
            let mut value = 0;
            for (end, byte) in bytes.iter().enumerate().skip(start) {
                let Some(found) = node.find_input(*byte) else { break };
                let transition = node.transition(found);
                value += transition.out.value();
                node = parts.node(transition.addr);
                if !node.is_final() || (start == 0 && end + 1 == bytes.len()) {
                    continue;
                }
                let value = value + node.final_output().value();
                let cost = if end + 1 == bytes.len() { value >> 8 & NEVER } else { value & NEVER };
                if cost == NEVER {
                    continue;
                }
                let total = before.cost + PER_PART + u32::try_from(cost).unwrap_or(u32::MAX >> 1);
                let step = &mut steps[end + 1];
                if total < step.cost {
                    let from = u8::try_from(start).unwrap_or(u8::MAX);
                    *step = Step { cost: total, from, parts: before.parts + 1, value };
                }
            }
        }
        steps
    }
}

/// Whether the word is a form of an adjective or a participle that is one piece: `gemeinsame` has no `same`,
/// `teilnehmende` no `ende`.
fn is_inflected(folded: &str) -> bool {
    const ENDINGS: [&str; 5] = ["e", "er", "en", "em", "es"];
    let list = WordList::german();
    let stems = ENDINGS.iter().filter_map(|ending| folded.strip_suffix(ending)).chain([folded]);
    stems.into_iter().any(|stem| {
        let verb = stem.ends_with("nd").then(|| stem.strip_suffix('d')).flatten();
        let verb = verb.and_then(|verb| list.look_up(verb)).is_some_and(|known| known.verb);
        verb || (stem.len() < folded.len()
            && list.look_up(stem).is_some_and(|known| !known.noun && !known.compound))
    })
}

/// The word that a written part stands for.
fn lemma(written: &str, value: u64) -> String {
    let cut = usize::try_from(value >> 16 & 0xF).unwrap_or(0);
    let tail = TAILS.get(usize::try_from(value >> 20 & 0x7).unwrap_or(0)).copied().unwrap_or_default();
    let umlaut = value >> 24 & 1 == 1;
    if !umlaut {
        let stem = written.get(..written.len().saturating_sub(cut)).unwrap_or(written);
        return format!("{stem}{tail}");
    }
    let plain = undo(written);
    let stem = plain.get(..plain.len().saturating_sub(cut)).unwrap_or(&plain);
    format!("{stem}{tail}")
}

/// The last umlaut of a word undone.
fn undo(word: &str) -> String {
    let Some(place) = word.rfind(['ä', 'ö', 'ü']) else { return word.to_owned() };
    let mut plain = String::with_capacity(word.len());
    for (at, letter) in word.char_indices() {
        plain.push(match letter {
            'ä' if at == place => 'a',
            'ö' if at == place => 'o',
            'ü' if at == place => 'u',
            other => other,
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, parts: &str, lemmas: &str) {
        let found = Splitter::german().split(word);
        let written: Vec<_> =
            found.iter().map(|part| word.get(part.range.clone()).unwrap_or_default()).collect();
        let words: Vec<_> = found.iter().map(|part| part.lemma.as_str()).collect();
        assert_eq!((written.join("|"), words.join("|")), (parts.to_owned(), lemmas.to_owned()), "{word}");
    }

    #[test]
    fn a_compound_falls_into_its_words_with_their_linking_elements() {
        check("ehrenamtskoordinatorin", "ehren|amts|koordinatorin", "ehre|amt|koordinatorin");
        check("nachbarschaftsstammtisch", "nachbarschafts|stamm|tisch", "nachbarschaft|stamm|tisch");
        check("vereinsräume", "vereins|räume", "verein|raum");
        check("häuserkampf", "häuser|kampf", "haus|kampf");
    }

    /// The cases of `tests/data/compounds.tsv`: word, nothing, nouns that are parts, nouns that are none.
    #[test]
    fn nouns_are_found_as_parts_and_likenesses_are_not() {
        let (mut parts, mut missed, mut likenesses, mut wrong) = (0, Vec::new(), 0, Vec::new());
        for line in
            include_str!("../../tests/data/compounds.tsv").lines().filter(|line| !line.starts_with('#'))
        {
            let cells: Vec<&str> = line.split('\t').collect();
            let word = cells[0].to_lowercase();
            let has =
                |noun: &str| Splitter::german().holds(&word, |_| true, |key| key == noun.to_lowercase());
            for noun in cells[2].split(',').filter(|noun| !noun.is_empty()) {
                parts += 1;
                if !has(noun) {
                    missed.push(format!("{noun} in {word}"));
                }
            }
            for noun in cells[3].split(',').filter(|noun| !noun.is_empty()) {
                likenesses += 1;
                if has(noun) {
                    wrong.push(format!("{noun} in {word}"));
                }
            }
        }
        assert!(missed.len() * 100 <= parts * 2, "{} of {parts} missed: {missed:?}", missed.len());
        assert!(wrong.len() * 100 <= likenesses, "{} of {likenesses} wrong: {wrong:?}", wrong.len());
    }

    #[test]
    fn a_likeness_of_letters_is_no_part() {
        for word in ["gesamt", "traum", "heirat", "kommunion", "potentat", "apparat", "demokratie", "beamter"]
        {
            check(word, "", "");
        }
    }
}
