//! Which possible labels of a text to believe: those that are given, have a form that only labels
//! have, or recur; one that stands once is believed only among others.

use std::collections::BTreeMap;

use super::label::Look;

/// How often the possible labels of a text stand there.
#[derive(Default, Debug)]
pub(super) struct Census<'t> {
    names: BTreeMap<&'t str, (u32, Look)>,
}

/// Which names are believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Trust {
    /// The text has no labels.
    None,
    /// Those that the user gave.
    Given,
    /// Those that recur, are known or given.
    Recurring,
    /// These, and those that look like a person.
    Persons,
    /// All that may be names.
    All,
}

impl<'t> Census<'t> {
    /// Counts a possible label.
    pub(super) fn add(&mut self, name: &'t str, look: Look) {
        self.names.entry(name).or_insert((0, look)).0 += 1;
    }

    /// Whether a name is believed.
    pub(super) fn believes(&self, name: &str, trust: Trust) -> bool {
        let Some((count, look)) = self.names.get(name) else { return false };
        match trust {
            Trust::None => false,
            Trust::Given => *look == Look::Given,
            Trust::Recurring => Self::is_strong(*count, *look),
            Trust::Persons => Self::is_strong(*count, *look) || *look == Look::Person,
            Trust::All => true,
        }
    }

    const fn is_strong(count: u32, look: Look) -> bool {
        count >= 2 || matches!(look, Look::Known | Look::Given)
    }

    /// Which names to believe in a text of `paragraphs` paragraphs. Ordinary text has colons too: so
    /// labels must be a good part of it, and more than one of them must recur or be known.
    pub(super) fn judge(&self, paragraphs: usize) -> Trust {
        let (mut given, mut known, mut strong, mut persons, mut all, mut distinct) = (0, 0, 0, 0, 0, 0);
        for (count, look) in self.names.values() {
            let count = *count as usize;
            all += count;
            given += if *look == Look::Given { count } else { 0 };
            known += if *look == Look::Known { count } else { 0 };
            persons += if *look >= Look::Person || count >= 2 { count } else { 0 };
            if Self::is_strong(u32::try_from(count).unwrap_or(u32::MAX), *look) {
                strong += count;
                distinct += 1;
            }
        }
        let share = |count: usize, percent: usize| count * 100 >= paragraphs * percent;
        let transcript = (known >= 2 && share(known, 5) && share(strong, 8))
            || (known >= 1 && share(strong, 50))
            || (distinct >= 2 && share(strong, 25))
            || (distinct >= 1 && strong >= 2 && share(persons, 60))
            // A short conversation: every paragraph has its label, and one of them is sure.
            || (distinct >= 1 && share(all, 90) && share(strong, 25) && self.names.len() >= 2);
        match () {
            () if transcript && share(all, 70) && share(strong, 25) => Trust::All,
            () if transcript && share(persons, 20) => Trust::Persons,
            () if transcript => Trust::Recurring,
            () if given > 0 => Trust::Given,
            () => Trust::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[(&str, u32, Look)], paragraphs: usize, expected: Trust) {
        let mut census = Census::default();
        for (name, count, look) in names {
            for _ in 0..*count {
                census.add(name, *look);
            }
        }
        assert_eq!(census.judge(paragraphs), expected, "{names:?} in {paragraphs}");
    }

    #[test]
    fn labels_must_be_a_good_part_of_the_text() {
        use Look::{Given, Known, Person, Plain};
        check(&[], 5, Trust::None);
        check(&[("I", 5, Known), ("B", 5, Known)], 10, Trust::All);
        check(&[("I", 5, Known), ("B", 5, Known)], 100, Trust::Recurring);
        check(&[("I", 1, Known)], 30, Trust::None);
        check(&[("Anna", 4, Plain), ("Bernd", 3, Plain), ("Clara", 1, Plain)], 9, Trust::All);
        check(&[("Anna", 4, Plain), ("Bernd", 3, Plain), ("Clara X.", 1, Person)], 20, Trust::Persons);
        check(&[("Moderation", 1, Known), ("Anna", 1, Plain), ("Bert", 1, Plain)], 3, Trust::All);
        check(&[("Anna", 2, Plain), ("Bert", 1, Plain), ("Cem", 1, Plain)], 4, Trust::All);
        check(&[("Fazit", 2, Plain)], 6, Trust::None);
        check(&[("Münster", 2, Plain), ("Köln", 2, Plain)], 30, Trust::None);
        check(&[("Ehrenamt", 1, Plain), ("Verein", 1, Plain), ("Stadt", 1, Plain)], 3, Trust::None);
        check(&[("das volk", 1, Given), ("Köln", 2, Plain)], 30, Trust::Given);
    }
}
