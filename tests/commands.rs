//! The program as it is run: golden cases, the README, closed pipes, Ctrl-C, numbers of threads.
//!
//! Golden cases lie in `tests/commands/`, the files they read in `tests/commands/files/`. After a wanted
//! change of results or messages `TRYCMD=overwrite cargo test --test commands` writes them anew, those
//! of the README too; look at the difference before it is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use lesart::input::READERS;
use lesart::output::FORMATS;
use lesart::tables::TABLES;

const LESART: &str = env!("CARGO_BIN_EXE_lesart");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("the system has room for a temporary folder")
}

/// Copies a folder with all below it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Runs the program in a folder; arguments are parted by blanks.
fn lesart(folder: &Path, arguments: &str) -> Output {
    Command::new(LESART)
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// All files of a folder with their bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("the folder is there");
    files
        .map(|file| {
            let path = file.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read(path).expect("readable"))
        })
        .collect()
}

/// The figures of the first table change with the lexicon and the language; its lines and names do
/// not. `TRYCMD=overwrite` brings the figures up to date.
fn the_first_table_of_the_readme_is_printed_like_that() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("it is there");
    let block = readme.split("```text\n$ lesart ").nth(1).and_then(|rest| rest.split("```").next());
    let block = block.expect("the first table");
    let (command, shown) = block.split_once('\n').expect("a command and lines");
    let done = lesart(root(), command);
    let printed = String::from_utf8(done.stdout).expect("text");
    let names = |line: &str| line.split(',').take(4).map(str::to_owned).collect::<Vec<String>>();
    let mut fresh = format!("{command}\n");
    for line in shown.lines() {
        let real = printed.lines().find(|real| names(real) == names(line));
        fresh.push_str(real.filter(|_| line != "...").unwrap_or(line));
        fresh.push('\n');
        assert!(line == "..." || real.is_some(), "no line like {line:?} in\n{printed}");
    }
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        fs::write(&path, readme.replace(block, &fresh)).expect("it can be written");
    }
}

/// One test, because the cases share the folder that the process is in, and the README.
#[test]
fn golden_cases_and_the_readme() {
    the_first_table_of_the_readme_is_printed_like_that();
    let home = folder();
    copy(&root().join("tests/commands/files"), home.path());
    copy(&root().join("corpus"), &home.path().join("corpus"));
    std::env::set_current_dir(home.path()).expect("it is there");
    trycmd::TestCases::new()
        .default_bin_path(LESART)
        .register_bin("lesart", Path::new(LESART))
        .case(root().join("tests/commands/*.trycmd"))
        .case(root().join("tests/commands/*.toml"))
        .case(root().join("README.md"))
        .run();
    std::env::set_current_dir(root()).expect("it is there");
}

#[test]
fn the_readme_names_every_reader_table_and_format() {
    let readme = fs::read_to_string(root().join("README.md")).expect("it is there");
    let readers = READERS.iter().flat_map(|reader| reader.extensions()).map(|ending| format!("`.{ending}`"));
    let tables = TABLES.iter().map(|table| format!("| `{}` |", table.name()));
    let formats = FORMATS.iter().map(|format| format!("| `{}` |", format.name()));
    let missing: Vec<String> =
        readers.chain(tables).chain(formats).filter(|name| !readme.contains(name)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// What a reader of the README types is what lies here.
#[test]
fn the_readme_shows_the_files_that_its_commands_read() {
    let readme = fs::read_to_string(root().join("README.md")).expect("it is there");
    for name in ["meine-texte/gruppe.txt", "personen.csv", "mein-lexikon.toml", "begriffe.csv", "gold.csv"] {
        let file = fs::read_to_string(root().join("tests/commands/files").join(name)).expect("it is there");
        assert!(readme.contains(&file.replace("\r\n", "\n")), "{name} is another one");
    }
}

/// A text of `turns` turns in which every second one has a hit.
fn large(path: &Path, turns: usize) {
    let mut text = String::new();
    for turn in 0..turns {
        let said = ["Wir haben ein Hochbeet gebaut, und das Gartenfest war schön.", "Ja, genau, so war das."];
        text.push_str(["Anna: ", "Ben: "][turn % 2]);
        text.push_str(said[turn % 2]);
        text.push_str("\n\n");
    }
    fs::write(path, text).expect("room for it");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let home = folder();
    large(&home.path().join("gross.txt"), 30_000);
    for (lexicon, material, unit) in [
        ("freies-engagement", root().join("corpus/texts"), "turn"),
        ("freies-engagement", root().join("corpus/texts"), "sentence"),
        ("garten.toml", home.path().join("gross.txt"), "paragraph"),
    ] {
        copy(&root().join("tests/commands/files"), home.path());
        let run = |threads: u8| -> BTreeMap<String, Vec<u8>> {
            let out = format!("out-{threads}");
            let command = format!(
                "code {} -l {lexicon} --unit {unit} --context 1 --threads {threads} -o {out} --force --table all",
                material.display()
            );
            let done = lesart(home.path(), &command);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            contents(&home.path().join(out))
        };
        let one = run(1);
        // Beside the tables: coded passages, run record, workbook, data package.
        assert_eq!(one.len(), TABLES.len() + 4);
        for threads in [2, 4] {
            let many = run(threads);
            assert!(one.keys().eq(many.keys()));
            for (name, bytes) in &one {
                assert!(many.get(name) == Some(bytes), "{name} of {unit}s with {threads} threads");
            }
        }
    }
}

#[test]
fn tables_from_coded_passages_are_those_of_the_run() {
    let home = folder();
    let material = root().join("corpus");
    let command = format!(
        "code {} --facts {} -o run --table all --by group --by document",
        material.join("texts").display(),
        material.join("facts.csv").display()
    );
    for (command, folder) in [
        (command.as_str(), "run"),
        ("tables run/coded.jsonl -o again --table all --by group --by document", "again"),
    ] {
        let done = lesart(home.path(), command);
        assert!(done.status.success(), "{folder}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let [run, again] = ["run", "again"].map(|name| contents(&home.path().join(name)));
    for table in TABLES {
        let name = format!("{}.csv", table.name());
        assert!(run.contains_key(&name), "{name}");
        assert!(run.get(&name) == again.get(&name), "{name} differs");
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let home = folder();
    copy(&root().join("tests/commands/files"), home.path());
    large(&home.path().join("gross.txt"), 60_000);
    for command in [
        "code gross.txt -l garten.toml --quiet",
        "code gross.txt -l garten.toml --quiet --table matrix --format json",
        "inspect gross.txt --level words",
        "lexicon show",
        "lexicon show --toml",
        "completions bash",
    ] {
        let mut running = Command::new(LESART)
            .current_dir(home.path())
            .args(command.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut out = BufReader::with_capacity(16, running.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a line");
        drop(out);
        let mut told = String::new();
        running.stderr.take().expect("a pipe").read_to_string(&mut told).expect("text");
        let status = running.wait().expect("it ends");
        assert_eq!((status.code(), told.as_str()), (Some(0), ""), "{command}");
        assert!(!line.is_empty(), "{command}");
    }
}

/// Everything below a folder, hidden files too.
#[cfg(unix)]
fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        found.extend(below(&path));
        found.push(path);
    }
    found
}

#[cfg(unix)]
fn interrupt(running: &std::process::Child) {
    let sent = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_written() {
    use std::time::{Duration, Instant};
    let home = folder();
    let out = home.path().join("out");
    fs::create_dir(&out).expect("a folder");
    copy(&root().join("tests/commands/files"), home.path());
    large(&home.path().join("gross.txt"), 400_000);
    for target in ["out/tables", "out/tables/excerpts.csv"] {
        let mut running = Command::new(LESART)
            .current_dir(home.path())
            .args(["code", "gross.txt", "gross.txt", "-l", "garten.toml", "--threads", "1", "-o", target])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // The first file in the target tells that the work has begun.
        let begun = Instant::now();
        while below(&out).iter().all(|path| path.is_dir()) && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(20));
        interrupt(&running);
        let mut told = String::new();
        running.stderr.take().expect("a pipe").read_to_string(&mut told).expect("text");
        let status = running.wait().expect("it ends");
        assert_eq!(status.code(), Some(130), "{told}");
        assert_eq!(told, "error: stopped; nothing half-written was left behind\n");
        assert_eq!(below(&out), Vec::<PathBuf>::new());
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_waiting_for_standard_input() {
    use std::time::{Duration, Instant};
    let home = folder();
    let out = home.path().join("out");
    fs::create_dir(&out).expect("a folder");
    for command in [
        "code - --input-format txt -o out/tables",
        "code - --input-format csv -o out/excerpts.csv",
        "tables - -o out/tables",
        "inspect -",
        "explain -",
    ] {
        let mut running = Command::new(LESART)
            .current_dir(home.path())
            .args(command.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(700));
        assert!(running.try_wait().expect("a process").is_none(), "{command} waits");
        interrupt(&running);
        let begun = Instant::now();
        let ended = loop {
            if running.try_wait().expect("a process").is_some() {
                break true;
            }
            if begun.elapsed() > Duration::from_secs(10) {
                break false;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        running.kill().unwrap_or_default();
        assert!(ended, "{command} still waits");
        assert_eq!(below(&out), Vec::<PathBuf>::new(), "{command}");
    }
}

#[test]
fn a_qda_project_holds_every_coding() {
    let home = folder();
    for name in ["a", "b"] {
        fs::create_dir(home.path().join(name)).expect("a folder");
    }
    let material = root().join("corpus");
    let texts = material.join("texts").display().to_string();
    let facts = material.join("facts.csv").display().to_string();
    for command in [
        format!("code {texts} --facts {facts} -o run"),
        format!("code {texts} --facts {facts} -o a/p.qdpx"),
        "tables run/coded.jsonl --format qdpx -o b/p.qdpx".to_owned(),
        "score a/p.qdpx run/coded.jsonl --format jsonl -o score.jsonl".to_owned(),
    ] {
        let done = lesart(home.path(), &command);
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let [a, b] = ["a", "b"].map(|name| fs::read(home.path().join(name).join("p.qdpx")).expect("a project"));
    assert!(a == b, "from the texts and from the coded passages comes the same project");
    // Read again, it has the same passages with the same codes.
    let score = fs::read_to_string(home.path().join("score.jsonl")).expect("a table");
    let micro: serde_json::Value = score
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .find(|row: &serde_json::Value| row["level"] == "micro")
        .expect("a row for all");
    assert_eq!((micro["false"].as_u64(), micro["missed"].as_u64()), (Some(0), Some(0)), "{micro}");
    assert!(micro["gold"].as_u64() > Some(500), "{micro}");
}
