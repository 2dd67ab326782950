//! Lays the German word data out for searching in place (`words.fst`, `parts.fst`), and expands the words
//! of the shipped lexicons (`expansions.txt`).
//!
//! The data is read when building, so that little is left to do when the program starts.

#[path = "build/expansions.rs"]
mod expansions;
#[path = "build/parts.rs"]
mod parts;

#[expect(dead_code, unreachable_pub, unused_imports, reason = "the program uses the rest of it")]
#[path = "src/language/mod.rs"]
mod language;
#[expect(dead_code, unreachable_pub, reason = "the program uses the rest of it")]
#[path = "src/text.rs"]
mod text;

/// What the program has in its own module of this name, as it has been laid out by now.
mod data {
    use std::{env, fs};

    pub(crate) fn words() -> &'static [u8] {
        read("words.fst")
    }

    pub(crate) fn parts() -> &'static [u8] {
        read("parts.fst")
    }

    pub(crate) fn expansions() -> &'static str {
        ""
    }

    fn read(name: &str) -> &'static [u8] {
        let folder = env::var("OUT_DIR").unwrap_or_default();
        fs::read(format!("{folder}/{name}")).expect("it was written before").leak()
    }
}

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

/// The bits of a word's value in `words.fst`; `language::wordlist` reads them.
const NOUN: u64 = 1 << 3;
const ABBREVIATION: u64 = 1 << 4;
const VERB: u64 = 1 << 5;
const COMPOUND: u64 = 1 << 6;

fn main() -> Result<(), Box<dyn Error>> {
    const WORDS: &str = "lexicons/language/data/words.txt.gz";
    const MORE_NOUNS: &str = "lexicons/language/more-nouns.txt";
    const MORE_VERBS: &str = "lexicons/language/more-verbs.txt";
    const FIRSTS: &str = "lexicons/language/first-parts.txt";
    const LASTS: &str = "lexicons/language/last-parts.txt";
    const NO_PARTS: &str = "lexicons/language/no-parts.txt";
    const NEVER_SPLIT: [&str; 2] =
        ["lexicons/language/never-split.txt", "lexicons/language/never-split-extra.txt"];
    for path in [WORDS, MORE_NOUNS, MORE_VERBS, FIRSTS, LASTS, NO_PARTS, "build.rs", "build/parts.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(WORDS)?).read_to_string(&mut text)?;
    let mut words: BTreeMap<&str, u64> = text.lines().map(word).collect();
    let nouns = fs::read_to_string(MORE_NOUNS)?;
    for noun in parts::lines(&nouns) {
        // As frequent as the less frequent words of the list.
        *words.entry(noun).or_insert(4) |= NOUN;
        // The list cannot have marked compounds of a word that it does not know.
        let compounds = words.iter_mut().filter(|(word, _)| word.len() > noun.len() && word.ends_with(noun));
        compounds.for_each(|(_, value)| *value |= COMPOUND);
    }
    let verbs = fs::read_to_string(MORE_VERBS)?;
    for verb in parts::lines(&verbs) {
        *words.entry(verb).or_insert(5) |= VERB;
    }
    let whole = NEVER_SPLIT.map(|path| {
        println!("cargo::rerun-if-changed={path}");
        fs::read_to_string(path).unwrap_or_default()
    });
    for word in whole.iter().flat_map(|text| parts::lines(text)) {
        *words.entry(word).or_default() &= !COMPOUND;
    }
    let out = std::env::var("OUT_DIR")?;
    write(&Path::new(&out).join("words.fst"), words.iter().map(|(word, value)| (*word, *value)))?;
    let lists = parts::Lists {
        firsts: &fs::read_to_string(FIRSTS)?,
        lasts: &fs::read_to_string(LASTS)?,
        none: &fs::read_to_string(NO_PARTS)?,
    };
    let parts = parts::parts(&words, &lists);
    write(&Path::new(&out).join("parts.fst"), parts.iter().map(|(part, value)| (part.as_str(), *value)))?;
    println!("cargo::rerun-if-changed=build/expansions.rs");
    println!("cargo::rerun-if-changed=src/language");
    println!("cargo::rerun-if-changed=src/text.rs");
    println!("cargo::rerun-if-changed=lexicons");
    expansions::write(Path::new("lexicons"), &Path::new(&out).join("expansions.txt"))
}

/// `word` or `word<TAB>marks`: a digit for the frequency band, `n` noun, `a` abbreviation, `v` infinitive,
/// `c` compound.
fn word(line: &str) -> (&str, u64) {
    let (word, marks) = line.split_once('\t').unwrap_or((line, ""));
    let value = marks.chars().fold(0, |value, mark| {
        value
            | match mark {
                '1'..='6' => u64::from(mark) - u64::from('0'),
                'n' => NOUN,
                'a' => NOUN | ABBREVIATION,
                'v' => VERB,
                'c' => COMPOUND,
                _ => 0,
            }
    });
    (word, value)
}

fn write<'w>(path: &Path, entries: impl Iterator<Item = (&'w str, u64)>) -> Result<(), Box<dyn Error>> {
    let mut builder = fst::MapBuilder::new(BufWriter::new(File::create(path)?))?;
    for (key, value) in entries {
        builder.insert(key, value)?;
    }
    builder.into_inner()?.flush()?;
    Ok(())
}
