//! Files, folders, globs and standard input: what will be read, in which order, under which names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use globset::GlobBuilder;
use walkdir::{DirEntry, WalkDir};

use super::{People, READERS, ReadOptions, Reader, Source, decode, people, reader, siblings};
use crate::error::{Error, Result};

/// A file that was seen and is not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why it is not read.
    pub why: String,
}

/// Finds what is to be read: files, folders (with all below them, in name order, hidden files left
/// out), globs (`*.txt`, `**/w?.md`), and `-` for standard input.
///
/// # Errors
/// A path that is not there, a glob or folder without a file that can be read, a file given by its
/// own name for which there is no reader, standard input without a format.
pub fn sources(paths: &[String], options: &ReadOptions) -> Result<(Vec<Source>, Vec<Skipped>)> {
    let forced = options.format.as_deref().map(reader).transpose()?;
    let mut search = Search {
        forced,
        found: Vec::new(),
        skipped: Vec::new(),
        seen: BTreeSet::new(),
        people: BTreeMap::new(),
        given_people: options.people.is_some(),
    };
    for path in paths {
        search.path(path)?;
    }
    let Search { mut found, mut skipped, .. } = search;
    siblings::leave_out(&mut found, &mut skipped);
    name(&mut found);
    Ok((found, skipped))
}

struct Search {
    forced: Option<&'static dyn Reader>,
    found: Vec<Source>,
    skipped: Vec<Skipped>,
    seen: BTreeSet<PathBuf>,
    /// What the files of speakers in the folders seen so far tell.
    people: BTreeMap<PathBuf, Option<Arc<People>>>,
    /// Whether such a file was given for the whole run, so that none is looked for.
    given_people: bool,
}

impl Search {
    fn path(&mut self, given: &str) -> Result<()> {
        let path = Path::new(given);
        if given == "-" {
            return self.standard_input();
        }
        if path.is_dir() {
            return self.folder(path);
        }
        if !path.exists() && given.contains(['*', '?', '[', '{']) {
            return self.glob(given);
        }
        let size = fs::metadata(path).map_err(|error| Error::read(path, error))?.len();
        let Some(reader) = self.forced.or_else(|| by_extension(path)) else {
            return Err(unknown(path));
        };
        self.add(path, path.parent(), size, reader)
    }

    fn standard_input(&mut self) -> Result<()> {
        let Some(reader) = self.forced else {
            return Err(Error::Argument {
                what: "standard input without a format".to_owned(),
                hint: format!("say --input-format with one of: {}", reader_names()),
            });
        };
        // A prompt would wait for the head unseen; what is asked for must have been written first.
        let _ = io::stdout().flush();
        let head = decode::read_head(&mut io::stdin()).map_err(|error| Error::read("-", error))?;
        self.found.push(Source {
            number: 0,
            path: PathBuf::from("-"),
            name: "stdin".to_owned(),
            reader,
            bytes: 0,
            peeked: Some(head.into()),
            part: None,
            people: None,
        });
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        let (found, skipped) = (self.found.len(), self.skipped.len());
        self.walk(folder, &|_| true)?;
        let left_out = self.skipped.get(skipped..).unwrap_or_default();
        if self.found.len() > found || is_twice(left_out) {
            return Ok(());
        }
        let seen = match left_out.len() {
            0 => "the folder is empty".to_owned(),
            1 => format!("there is one file of another kind; readable are: {}", extensions()),
            many => format!("there are {many} files of other kinds; readable are: {}", extensions()),
        };
        Err(Error::NothingToRead { path: folder.display().to_string(), seen })
    }

    fn glob(&mut self, given: &str) -> Result<()> {
        let fault = |error: globset::Error| Error::Argument {
            what: format!("{given}: {}", error.kind()),
            hint: "a glob is written like *.txt or texts/**/*.md".to_owned(),
        };
        let glob = GlobBuilder::new(given).literal_separator(true).build().map_err(fault)?.compile_matcher();
        // The walk begins at the last folder that is written without a wildcard.
        let fixed: PathBuf = Path::new(given)
            .components()
            .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
            .collect();
        let bare = fixed.as_os_str().is_empty();
        let root = if bare { Path::new(".") } else { &fixed };
        let (found, skipped) = (self.found.len(), self.skipped.len());
        if root.is_dir() {
            self.walk(root, &|path| {
                let path = if bare { path.strip_prefix(".").unwrap_or(path) } else { path };
                glob.is_match(path)
            })?;
        }
        if self.found.len() > found || is_twice(self.skipped.get(skipped..).unwrap_or_default()) {
            return Ok(());
        }
        Err(Error::NothingToRead {
            path: given.to_owned(),
            seen: format!("no file of these kinds fits the glob: {}", extensions()),
        })
    }

    fn walk(&mut self, root: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
        let shown =
            |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(shown)
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    if error.loop_ancestor().is_some() {
                        self.skip(&path, "a link that leads back to its own folder");
                        continue;
                    }
                    return Err(Error::read(path, error.into()));
                }
            };
            let path = entry.path();
            let path = if root == Path::new(".") { path.strip_prefix(".").unwrap_or(path) } else { path };
            if !entry.file_type().is_file() || !wanted(path) {
                continue;
            }
            if path.file_name().is_some_and(|name| name == people::FILE_NAME) {
                continue;
            }
            let Some(reader) = by_extension(path) else {
                self.skip(path, &format!("no reader for {}", kind(path)));
                continue;
            };
            if let Some(main) = siblings::atrain_main(path) {
                self.skip(path, &format!("the same recording as {main} beside it"));
                continue;
            }
            if !reader.claims(path) {
                self.skip(path, &format!("no {}", reader.about()));
                continue;
            }
            let size = entry.metadata().map_or(0, |data| data.len());
            self.add(path, Some(root), size, self.forced.unwrap_or(reader))?;
        }
        Ok(())
    }

    fn skip(&mut self, path: &Path, why: &str) {
        self.skipped.push(Skipped { path: path.display().to_string(), why: why.to_owned() });
    }

    /// Adds a file that was found below `root`.
    fn add(
        &mut self,
        path: &Path,
        root: Option<&Path>,
        bytes: u64,
        reader: &'static dyn Reader,
    ) -> Result<()> {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if !self.seen.insert(real) {
            self.skip(path, TWICE);
            return Ok(());
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let people = if self.given_people { None } else { self.people_of(path, root)? };
        let source = Source {
            number: 0,
            path: path.to_path_buf(),
            name,
            reader,
            bytes,
            peeked: None,
            part: None,
            people,
        };
        // A file whose parts cannot be told is reported where it is read.
        let parts = reader.parts(path).unwrap_or_default();
        for part in &parts {
            let (name, part) = (part.name.clone(), Some(part.clone()));
            self.found.push(Source { name, part, ..source.clone() });
        }
        if parts.is_empty() {
            self.found.push(source);
        }
        Ok(())
    }

    /// The file of speakers that stands nearest to `path`, in its folder or above it up to `root`.
    fn people_of(&mut self, path: &Path, root: Option<&Path>) -> Result<Option<Arc<People>>> {
        for folder in path.ancestors().skip(1) {
            let known = match self.people.get(folder) {
                Some(known) => known.clone(),
                None => {
                    let file = folder.join(people::FILE_NAME);
                    let read = file.is_file().then(|| People::read(&file).map(Arc::new)).transpose()?;
                    self.people.insert(folder.to_path_buf(), read.clone());
                    read
                }
            };
            if known.is_some() || root.is_none_or(|root| root == folder) {
                return Ok(known);
            }
        }
        Ok(None)
    }
}

/// Why a file is not read a second time.
const TWICE: &str = "given twice";

/// Whether a file was only left out because it is read already.
fn is_twice(left_out: &[Skipped]) -> bool {
    left_out.iter().any(|file| file.why == TWICE)
}

/// Numbers the sources and makes their names unique: with the extension where a folder has a name
/// twice, with folders before it where it stands in several.
fn name(sources: &mut [Source]) {
    let mut files: BTreeMap<PathBuf, u32> = BTreeMap::new();
    for (number, source) in sources.iter_mut().enumerate() {
        source.number = u32::try_from(number).unwrap_or(u32::MAX);
        *files.entry(source.path.with_extension("")).or_default() += u32::from(source.part.is_none());
    }
    for source in sources.iter_mut().filter(|source| source.part.is_none()) {
        if files.get(&source.path.with_extension("")).is_some_and(|same| *same > 1) {
            source.name = source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
    }
    let bases: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    for folders in 1..=8 {
        for index in clashes(sources) {
            let source = &mut sources[index];
            let parts = source.path.parent().into_iter().flat_map(Path::components);
            let mut parts: Vec<String> = parts
                .filter(|part| matches!(part, Component::Normal(_)))
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            let mut kept = parts.split_off(parts.len().saturating_sub(folders));
            kept.push(bases[index].clone());
            source.name = kept.join("/");
        }
    }
    for index in clashes(sources) {
        sources[index].name = format!("{} ({})", sources[index].name, sources[index].number + 1);
    }
}

/// Indices of sources whose names others have too.
fn clashes(sources: &[Source]) -> Vec<usize> {
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        names.entry(&source.name).or_default().push(index);
    }
    let mut clashes: Vec<usize> = names.into_values().filter(|same| same.len() > 1).flatten().collect();
    clashes.sort_unstable();
    clashes
}

/// A name without the ending of a kind of text, if it has one.
pub(super) fn stem(name: &str) -> String {
    match by_extension(Path::new(name)) {
        Some(_) => Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        None => name.to_owned(),
    }
}

fn by_extension(path: &Path) -> Option<&'static dyn Reader> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    READERS.iter().find(|reader| reader.extensions().contains(&&*extension)).copied()
}

fn kind(path: &Path) -> String {
    path.extension().map_or_else(
        || "files without extension".to_owned(),
        |ending| format!(".{}", ending.to_string_lossy()),
    )
}

fn unknown(path: &Path) -> Error {
    let looks = fs::File::open(path)
        .and_then(|mut file| decode::read_head(&mut file))
        .ok()
        .and_then(|head| super::signature::no_text("", &head));
    match looks {
        Some(Error::NotText { found, hint, .. }) => {
            Error::UnknownFormat { path: path.to_path_buf(), kind: found, hint }
        }
        _ => Error::UnknownFormat {
            path: path.to_path_buf(),
            kind: kind(path),
            hint: format!("say what it is with --input-format ({})", reader_names()),
        },
    }
}

fn reader_names() -> String {
    READERS.iter().map(|reader| reader.name()).collect::<Vec<_>>().join(", ")
}

fn extensions() -> String {
    let all = READERS.iter().flat_map(|reader| reader.extensions());
    all.map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ")
}
