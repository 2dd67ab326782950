//! The shape of the source: who uses whom, heads, sizes, what the README must name, no machine names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lesart::input::READERS;
use lesart::output::FORMATS;
use lesart::tables::TABLES;
use regex::Regex;

/// Which stages a stage may use beside itself. `cli` and `main` may use all, nobody may use them.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("data", &[]),
    ("error", &["text"]),
    ("corpus", &["text"]),
    ("input", &["corpus", "error", "text"]),
    ("language", &["data", "text"]),
    ("segment", &["corpus", "language", "text"]),
    // Compiling gives the codes and entries their ids, which are those of codings.
    ("lexicon", &["coding", "error", "language", "text"]),
    // A turn is cut into passages between scanning and matching, so that it is scanned once.
    ("coding", &["corpus", "error", "language", "lexicon", "segment", "text"]),
    // Tables of words take passages apart themselves: what is coded does not hold all words.
    ("tables", &["coding", "corpus", "language", "lexicon", "text"]),
    ("validation", &["coding", "corpus", "error", "language", "lexicon", "tables", "text"]),
    ("output", &["corpus", "error", "lexicon", "tables", "text"]),
];

/// How long a file may be, as a rule.
const LINES: usize = 400;
/// Files that are longer: how long they may be, and why.
const LONG: &[(&str, usize, &str)] = &[
    ("src/language/scan.rs", 700, "one pass over the bytes: its cases share one state"),
    ("src/input/label.rs", 450, "what makes a speaker label is weighed in one place"),
];

/// What only `cli` may do: look at the clock, the environment, the process.
const WORLD: &[&str] = &[
    "std::env",
    "std::process",
    "SystemTime",
    "Instant",
    "std::thread::sleep",
    "std::net",
    "stdin()",
    "stdout()",
];
/// Where the library needs it all the same, and why.
const WORLD_NEEDED: &[(&str, &str, &str)] = &[
    ("src/input/", "stdin()", "`-` is a source like any other, and bytes come in through input"),
    ("src/input/find.rs", "stdout()", "what was said must be seen before standard input is waited for"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder, sorted, with their paths from the root written with `/`.
fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let passed = |name: &str| name == "target" || (name.starts_with('.') && name != ".gitignore");
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    walk.filter_entry(|entry| entry.depth() == 0 || !passed(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root()).expect("under the root");
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            (parts.join("/"), entry.into_path())
        })
        .collect()
}

/// The Rust files under `src` with their text.
fn sources() -> BTreeMap<String, String> {
    let files = files(&root().join("src")).into_iter().filter(|(name, _)| name.ends_with(".rs"));
    files.map(|(name, path)| (name, fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// The code of the library as it is built for users: without comments, without modules of tests.
fn library() -> BTreeMap<String, String> {
    let sources = sources();
    let module =
        Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\(\w+\))? )?mod (\w+)( \{|;)").expect("a fixed pattern");
    let comment = Regex::new(r"(?m)//.*$").expect("a fixed pattern");
    let mut tests = BTreeSet::new();
    let mut library = BTreeMap::new();
    for (name, text) in &sources {
        let mut code = text.as_str();
        for found in module.captures_iter(text) {
            if &found[2] == ";" {
                let folder =
                    name.strip_suffix("/mod.rs").or_else(|| name.strip_suffix(".rs")).unwrap_or(name);
                tests.insert(format!("{folder}/{}.rs", &found[1]));
                tests.insert(format!("{folder}/{}/", &found[1]));
            } else if let Some(before) = text.get(..found.get(0).map_or(0, |whole| whole.start())) {
                // Test modules stand at the end of their file.
                code = before;
            }
        }
        library.insert(name.clone(), comment.replace_all(code, "").into_owned());
    }
    library.retain(|name, _| {
        let test = tests.iter().any(|test| name == test || (test.ends_with('/') && name.starts_with(test)));
        !test && !name.starts_with("src/cli/") && name != "src/main.rs" && name != "src/lib.rs"
    });
    library
}

/// The stage of a file, and how many modules it is below the root.
fn stage(name: &str) -> (&str, usize) {
    let parts: Vec<&str> = name.split('/').skip(1).collect();
    let stage = parts.first().map_or("", |part| part.strip_suffix(".rs").unwrap_or(part));
    (stage, parts.len() - usize::from(name.ends_with("/mod.rs")))
}

/// The parts of the crate that a file names.
fn used(name: &str, code: &str) -> BTreeSet<String> {
    let (_, depth) = stage(name);
    let root = format!(r"(?:\bcrate::|(?:^|[^:\w])(?:super::){{{depth}}})(\w+|\{{)");
    let root = Regex::new(&root).expect("a pattern");
    let mut used = BTreeSet::new();
    for found in root.captures_iter(code) {
        let end = found.get(0).map_or(0, |whole| whole.end());
        let names = if &found[1] == "{" {
            group(code.get(end..).unwrap_or_default())
        } else {
            vec![found[1].to_owned()]
        };
        used.extend(names);
    }
    // What the root of the crate names again.
    for part in ["Error", "Result"] {
        if used.remove(part) {
            used.insert("error".to_owned());
        }
    }
    used.remove("super");
    used
}

/// The first names of a `{…}` of a use, from after its first bracket on.
fn group(rest: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let (mut depth, mut open) = (0, true);
    for letter in rest.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(String::new());
                open = true;
            }
            _ if letter.is_whitespace() => {}
            _ if letter.is_alphanumeric() || letter == '_' => {
                if let Some(name) = names.last_mut().filter(|_| open && depth == 0) {
                    name.push(letter);
                }
            }
            _ => open = false,
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn every_stage_uses_only_what_it_may() {
    let mut faults = Vec::new();
    for (name, code) in library() {
        let (stage, _) = stage(&name);
        let Some((_, may)) = MAY_USE.iter().find(|(known, _)| *known == stage) else {
            faults.push(format!("{name}: `{stage}` is no stage of the table"));
            continue;
        };
        for used in used(&name, &code) {
            if used != stage && !may.contains(&used.as_str()) {
                faults.push(format!("{name} uses {used}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn uses_are_found_however_they_are_written() {
    let check = |name: &str, code: &str, expected: &[&str]| {
        assert_eq!(used(name, code).iter().map(String::as_str).collect::<Vec<_>>(), expected, "{code}");
    };
    check("src/tables/by.rs", "use crate::coding::{Hit, view::View};", &["coding"]);
    check(
        "src/tables/by.rs",
        "use crate::{coding::{Hit, view}, text,\n lexicon::Code};",
        &["coding", "lexicon", "text"],
    );
    check("src/tables/by.rs", "let x = crate::text::Span::new(0, 1);", &["text"]);
    check("src/tables/by.rs", "use super::super::text::Span; use super::Frame;", &["text"]);
    check("src/tables/mod.rs", "use super::text::Span;", &["text"]);
    check("src/coding/record/line.rs", "use super::super::Hit; fn f() -> crate::Result<()>", &["error"]);
}

#[test]
fn the_library_does_not_look_at_the_world() {
    let mut faults = Vec::new();
    for (name, code) in library() {
        for word in WORLD.iter().filter(|word| code.contains(**word)) {
            let needed = WORLD_NEEDED.iter().any(|(file, what, _)| name.starts_with(file) && what == word);
            if !needed {
                faults.push(format!("{name}: {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_source_file_says_first_what_it_is_for() {
    let mut faults = Vec::new();
    let more = ["tests", "benches"].into_iter().flat_map(|folder| files(&root().join(folder)));
    let more = more.filter(|(name, _)| name.ends_with(".rs"));
    let more = more.map(|(name, path)| (name, fs::read_to_string(path).expect("UTF-8")));
    for (name, text) in sources().into_iter().chain(more) {
        // The first paragraph of the head ends like a sentence, or leads over to an example.
        let head: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let first = head
            .iter()
            .map(|line| line.trim())
            .take_while(|line| !line.is_empty())
            .last()
            .unwrap_or_default();
        if !first.ends_with(['.', ':', ']', '?', '`', '…']) {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "no sentence at the head of {faults:#?}");
}

#[test]
fn files_are_short_as_a_rule() {
    let mut faults = Vec::new();
    let sources = sources();
    for (name, text) in &sources {
        let most = LONG.iter().find(|(long, ..)| long == name).map_or(LINES, |(_, most, _)| *most);
        let lines = text.lines().count();
        if lines > most {
            faults.push(format!("{name} has {lines} lines, more than {most}"));
        }
    }
    for (name, ..) in LONG {
        match sources.get(*name) {
            None => faults.push(format!("{name} is an exception, but not there")),
            Some(text) if text.lines().count() <= LINES => {
                faults.push(format!("{name} needs no exception any more"));
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_readme_names_every_reader_table_and_format() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let members = READERS.iter().map(|reader| ("reader", reader.name()));
    let members = members.chain(TABLES.iter().map(|table| ("table", table.name())));
    let members = members.chain(FORMATS.iter().map(|format| ("format", format.name())));
    let unnamed: Vec<_> = members
        .filter(|(_, name)| {
            let named = Regex::new(&format!(r"`[^`\n]*\b{name}\b[^`\n]*`")).expect("names are letters");
            !named.is_match(&readme)
        })
        .collect();
    assert!(unnamed.is_empty(), "README.md does not name {unnamed:?}");
}

#[test]
fn no_file_names_a_machine_or_a_place_that_packages_come_from() {
    // Written apart, so that this file does not hold them.
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let documents = [concat!("/t", "mp/")];
    let hosts =
        [concat!("crates", ".io"), concat!("py", "pi"), concat!("np", "mjs"), concat!("artif", "actory")];
    let mut faults = Vec::new();
    for (name, path) in files(&root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let document = Path::new(&name).extension().is_some_and(|extension| extension == "md");
        let words = paths.iter().chain(documents.iter().filter(|_| document));
        let words = words.chain(hosts.iter().filter(|_| name != "Cargo.lock"));
        for word in words.filter(|word| text.contains(**word)) {
            let line = text.lines().position(|line| line.contains(*word)).map_or(0, |line| line + 1);
            faults.push(format!("{name} line {line}: {word}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap_or_default();
    let source =
        format!("source = \"registry+https://github.com/rust-lang/{}-index\"", concat!("crates", ".io"));
    for line in lock.lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(line, source, "packages come from where everybody has them");
    }
}
