//! Counting on three levels: all codes together, themes, codes.

use crate::coding::{Coding, Scheme};
use crate::tables::Cell;

/// Which theme each code belongs to; themes are numbered by first appearance in the lexicon.
#[derive(Default)]
pub(super) struct Themes {
    of: Vec<usize>,
    names: Vec<String>,
}

impl Themes {
    /// Learns the codes that the scheme has and this does not know yet.
    pub(super) fn fit(&mut self, scheme: &Scheme) {
        for code in scheme.codes.iter().skip(self.of.len()) {
            let theme = code.theme();
            let number = self.names.iter().position(|name| name == theme).unwrap_or_else(|| {
                self.names.push(theme.to_owned());
                self.names.len() - 1
            });
            self.of.push(number);
        }
    }

    /// The themes of a scheme.
    pub(super) fn of_scheme(scheme: &Scheme) -> Self {
        let mut themes = Self::default();
        themes.fit(scheme);
        themes
    }

    /// The names, by number.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The themes of a passage's codings, each once, in the order of the codes.
    pub(super) fn once<'c>(&'c self, codings: &'c [Coding]) -> impl Iterator<Item = usize> + 'c {
        let theme = |coding: &Coding| self.of.get(usize::from(coding.code)).copied();
        codings.iter().enumerate().filter_map(move |(place, coding)| {
            let this = theme(coding);
            let before = codings.iter().take(place);
            this.filter(|_| before.map(theme).all(|other| other != this))
        })
    }

    fn codes(&self, theme: usize) -> impl Iterator<Item = usize> + '_ {
        self.of.iter().enumerate().filter(move |(_, of)| **of == theme).map(|(code, _)| code)
    }
}

/// What is counted of passages: how many, their words, and how often each theme and code.
#[derive(Default)]
pub(super) struct Counts {
    /// Passages, coded or not.
    pub(super) passages: u64,
    /// Their running words.
    pub(super) words: u64,
    coded: u64,
    codes: Vec<Found>,
    themes: Vec<u64>,
}

/// Passages and hits of a code.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// Passages with the code, each once.
    pub(super) passages: u64,
    /// Hits of its entries.
    pub(super) hits: u64,
}

impl Counts {
    /// Counts a passage.
    pub(super) fn add(&mut self, words: u32, codings: &[Coding], themes: &Themes) {
        self.passages += 1;
        self.words += u64::from(words);
        self.coded += u64::from(!codings.is_empty());
        for coding in codings {
            let found = at(&mut self.codes, usize::from(coding.code));
            found.passages += 1;
            found.hits += coding.hits.len() as u64;
        }
        for theme in themes.once(codings) {
            *at(&mut self.themes, theme) += 1;
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn merge(&mut self, later: &Self) {
        self.passages += later.passages;
        self.words += later.words;
        self.coded += later.coded;
        for (code, found) in later.codes.iter().enumerate() {
            let here = at(&mut self.codes, code);
            here.passages += found.passages;
            here.hits += found.hits;
        }
        for (theme, passages) in later.themes.iter().enumerate() {
            *at(&mut self.themes, theme) += passages;
        }
    }

    /// What was found of a line's level.
    pub(super) fn of(&self, line: &Line) -> Found {
        let code = |code: &usize| self.codes.get(*code).copied().unwrap_or_default();
        let hits = line.codes.iter().map(|number| code(number).hits).sum();
        let passages = match line.level {
            Level::All => self.coded,
            Level::Theme(theme) => self.themes.get(theme).copied().unwrap_or_default(),
            Level::Code(number) => code(&number).passages,
        };
        Found { passages, hits }
    }
}

/// The place of a list, made where it is not there yet.
pub(super) fn at<T: Default>(list: &mut Vec<T>, index: usize) -> &mut T {
    if list.len() <= index {
        list.resize_with(index + 1, T::default);
    }
    &mut list[index]
}

/// What a line of a table speaks of.
pub(super) enum Level {
    /// All codes together.
    All,
    /// A theme, by number.
    Theme(usize),
    /// A code, by id.
    Code(usize),
}

impl Level {
    /// The name in the column `level`.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Theme(_) => "theme",
            Self::Code(_) => "code",
        }
    }
}

/// The lines of a table by level: every theme before its codes, in the order of the lexicon; at the
/// end all together.
pub(super) struct Line {
    /// What it speaks of.
    pub(super) level: Level,
    /// The ids of the codes that it sums up.
    pub(super) codes: Vec<usize>,
    /// The cells of `level`, `theme`, `code`, `label`.
    pub(super) cells: [Cell; 4],
}

/// All lines of a scheme.
pub(super) fn lines(scheme: &Scheme) -> Vec<Line> {
    let themes = Themes::of_scheme(scheme);
    let mut lines = Vec::new();
    let line = |level: Level, codes: Vec<usize>, [theme, code, label]: [&str; 3]| Line {
        cells: [Cell::text(level.name()), Cell::text(theme), Cell::text(code), Cell::text(label)],
        level,
        codes,
    };
    for (number, theme) in themes.names().iter().enumerate() {
        let label = scheme.theme_label(theme);
        lines.push(line(Level::Theme(number), themes.codes(number).collect(), [theme, "", label]));
        for code in themes.codes(number) {
            let text = &scheme.codes[code];
            lines.push(line(Level::Code(code), vec![code], [theme, &text.path, &text.label]));
        }
    }
    lines.push(line(Level::All, (0..scheme.codes.len()).collect(), ["", "", ""]));
    lines
}

/// Numbers of documents; blocks of 64, so that neither many nor far numbers cost much.
#[derive(Clone, Default)]
pub(super) struct Documents(Vec<(u32, u64)>);

impl Documents {
    /// Puts a document in.
    pub(super) fn insert(&mut self, number: u32) {
        self.put(number / 64, 1 << (number % 64));
    }

    /// Puts all documents of another set in.
    pub(super) fn merge(&mut self, other: &Self) {
        for (block, bits) in &other.0 {
            self.put(*block, *bits);
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|(_, bits)| u64::from(bits.count_ones())).sum()
    }

    fn put(&mut self, block: u32, bits: u64) {
        // Documents come in order, so the last block is nearly always the one.
        let place = match self.0.last() {
            Some(last) if last.0 == block => self.0.len() - 1,
            Some(last) if last.0 > block => self.0.partition_point(|(before, _)| *before < block),
            _ => self.0.len(),
        };
        match self.0.get_mut(place) {
            Some(here) if here.0 == block => here.1 |= bits,
            _ => self.0.insert(place, (block, bits)),
        }
    }
}
