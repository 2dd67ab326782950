//! How fast the program works, stage by stage, and beside `wc -w` on the same files.
//!
//! `cargo bench --bench throughput -- [PATH…]`; see `benches/README.md`.
#![expect(clippy::print_stdout, reason = "a program that prints its measurements")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lesart::coding::coder::{Coder, Desk};
use lesart::corpus::{Document, Unit};
use lesart::input::{ReadOptions, Source, open, read_whole, sources};
use lesart::language::scan::{Scan, ScanOptions, Scanner};
use lesart::language::vocabulary::{Findings, Probe, Vocabulary};
use lesart::language::{Language, Stemmer};
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::output::{FORMATS, Layout};
use lesart::tables::{Frame, TABLES};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How often everything is measured; the median counts.
const TIMES: usize = 5;
/// About how many bytes a corpus has that is made here.
const MADE_BYTES: usize = 20_000_000;
const LEXICON: &str = "freies-engagement";

fn main() -> Result<()> {
    // `cargo bench` says so; test runs pass by here, too, and should not wait.
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    if !flags.iter().any(|flag| flag == "--bench") {
        println!("cargo bench --bench throughput -- [PATH…]");
        return Ok(());
    }
    let made = tempfile::tempdir()?;
    let paths = if paths.is_empty() { vec![make_corpus(made.path())?] } else { paths };
    Bench::new(&paths)?.run()
}

/// Writes the sample corpus as plain text, again and again, and gives the folder.
fn make_corpus(folder: &Path) -> Result<String> {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/texts").display().to_string();
    let options = ReadOptions::default();
    let (sources, _) = sources(&[texts], &options)?;
    let share = MADE_BYTES / sources.len().max(1);
    for source in sources {
        let document = read_whole(&source, &options)?;
        let turn = |turn: &lesart::corpus::Turn| {
            let speaker = document.speaker(turn).map_or("Anonym", |speaker| speaker.name.as_str());
            format!("{speaker}: {}\n\n", document.quote(turn.span))
        };
        let text: String = document.turns.iter().map(turn).collect();
        fs::write(folder.join(format!("{}.txt", document.name)), text.repeat(share / text.len().max(1) + 1))?;
    }
    Ok(folder.display().to_string())
}

/// Knows the marks of the language and no lexicon.
struct Marks(&'static Language);

impl Probe for Marks {
    fn probe(&self, form: &str, _: &mut Findings) -> u32 {
        self.0.marks(form)
    }
}

struct Bench {
    options: ReadOptions,
    sources: Vec<Source>,
    documents: Vec<Document>,
    lexicon: CompiledLexicon,
    bytes: u64,
    /// Megabytes in a second of `wc -w`, where there is one.
    counter: Option<f64>,
}

impl Bench {
    fn new(paths: &[String]) -> Result<Self> {
        let options = ReadOptions { format: Some("txt".into()), unhashed: true, ..ReadOptions::default() };
        let (sources, _) = sources(paths, &options)?;
        let documents =
            sources.iter().map(|source| read_whole(source, &options)).collect::<lesart::Result<_>>()?;
        let lexicon = Lexicon::load(&[LEXICON.to_owned()])?;
        let lexicon = CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default());
        let bytes = sources.iter().map(|source| source.bytes).sum();
        Ok(Self { options, sources, documents, lexicon, bytes, counter: None })
    }

    fn run(mut self) -> Result<()> {
        let (mut scan, mut words, mut turns) = (Scan::default(), 0, 0);
        let forms = self.scan(&Marks(Language::german()), &mut scan, |document, scan| {
            turns += 1;
            words += scan.sentences.iter().map(|sentence| u64::from(sentence.words)).sum::<u64>();
            scan.tokens.iter().map(|token| token.span.of(&document.text).to_owned()).collect::<BTreeSet<_>>()
        });
        let forms: Vec<String> = forms.into_iter().flatten().collect::<BTreeSet<_>>().into_iter().collect();
        println!(
            "{} files, {:.1} MB, {turns} turns, {words} running words, {} distinct forms; medians of {TIMES}\n",
            self.sources.len(),
            megabytes(self.bytes),
            forms.len()
        );
        println!("{:<46}{:>10}{:>10}{:>10}", "", "seconds", "MB/s", "× wc -w");
        if let Some(time) = self.count_with_wc()? {
            self.counter = Some(megabytes(self.bytes) / time.as_secs_f64());
            self.line("LC_ALL=C.UTF-8 wc -w", time);
        }
        self.stages()?;
        for threads in ["1", "2"] {
            let time = median(|| self.program(threads))?;
            self.line(&format!("lesart code -t frequencies, {threads} thread(s)"), time);
        }
        self.words(&forms)
    }

    /// Scans every turn of every document, and gives what `each` makes of it.
    fn scan<T>(
        &self,
        probe: &impl Probe,
        scan: &mut Scan,
        mut each: impl FnMut(&Document, &Scan) -> T,
    ) -> Vec<T> {
        let scanner = Scanner::new(Language::german(), probe, ScanOptions::default());
        let mut vocabulary = Vocabulary::default();
        let mut all = Vec::new();
        for document in &self.documents {
            for turn in &document.turns {
                scan.clear();
                scanner.scan(&document.text, turn.span, &mut vocabulary, scan);
                all.push(each(document, scan));
            }
        }
        all
    }

    fn stages(&self) -> Result<()> {
        let time = median(|| {
            for source in &self.sources {
                for document in open(source, &self.options)? {
                    black_box(document?);
                }
            }
            Ok(())
        })?;
        self.line("reading", time);
        let time = median(|| {
            let scanned = self.scan(&Marks(Language::german()), &mut Scan::default(), |_, scan| {
                black_box(scan);
            });
            black_box(scanned);
            Ok(())
        })?;
        self.line("scanning: words and sentences", time);
        for (name, tables) in [
            ("scanning and coding, by sentences", &[][..]),
            ("… with the table frequencies", &["frequencies"][..]),
            ("… with the tables frequencies and excerpts", &["frequencies", "excerpts"][..]),
        ] {
            let time = median(|| self.code(tables))?;
            self.line(name, time);
        }
        Ok(())
    }

    /// Codes everything on one thread, and writes tables to nowhere.
    fn code(&self, tables: &[&str]) -> Result<()> {
        let (language, unit) = (Language::german(), Unit::Sentence);
        let coder =
            Coder { lexicon: &self.lexicon, language, unit, scan: ScanOptions::default(), flags: false };
        let by = ["document".to_owned()];
        let frame = Frame {
            scheme: self.lexicon.scheme(),
            unit,
            facts: &[],
            context: 0,
            mark_hits: false,
            stemmer: Stemmer::default(),
            by: &by,
        };
        let csv = FORMATS.first().ok_or("there are formats")?;
        let mut open = Vec::new();
        for table in TABLES.iter().filter(|table| tables.contains(&table.name())) {
            let layout = Layout { table: table.name().to_owned(), columns: table.columns(&frame) };
            open.push((table.start(), csv.begin(&layout, Box::new(io::sink()))?));
        }
        let mut desk = Desk::default();
        for document in &self.documents {
            let coded = black_box(coder.code(&mut desk, document, document.own.clone()));
            for (fold, sink) in &mut open {
                fold.add(&coded, &frame);
                fold.drain().iter().try_for_each(|row| sink.row(row))?;
            }
        }
        for (fold, mut sink) in open {
            fold.finish(&frame).try_for_each(|row| sink.row(&row))?;
            sink.end()?;
        }
        Ok(())
    }

    /// The whole program with its start, from files to a table.
    fn program(&self, threads: &str) -> Result<()> {
        let options =
            ["-t", "frequencies", "--unit", "sentence", "--input-format", "txt", "--quiet", "--threads"];
        let status = Command::new(env!("CARGO_BIN_EXE_lesart"))
            .arg("code")
            .args(self.paths())
            .args(options)
            .arg(threads)
            .stdout(Stdio::null())
            .status()?;
        if status.success() { Ok(()) } else { Err("lesart code failed".into()) }
    }

    fn count_with_wc(&self) -> Result<Option<Duration>> {
        let count = || {
            let mut wc = Command::new("wc");
            wc.arg("-w").args(self.paths()).env("LC_ALL", "C.UTF-8").stdout(Stdio::null());
            wc.status()
        };
        // Elsewhere than on Unix there may be none.
        if !count().is_ok_and(|status| status.success()) {
            return Ok(None);
        }
        median(|| {
            count()?;
            Ok(())
        })
        .map(Some)
    }

    fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.sources.iter().map(|source| &source.path)
    }

    /// What happens once for every distinct form, and once for every run.
    #[expect(clippy::cast_precision_loss, reason = "counts of words stay far under 2^53")]
    fn words(&self, forms: &[String]) -> Result<()> {
        let mut found = Findings::default();
        let time = median(|| {
            for form in forms {
                found.tests.clear();
                found.anchors.clear();
                black_box(self.lexicon.probe(form, &mut found));
            }
            Ok(())
        })?;
        println!(
            "\n{:<46}{:>10.0} a second",
            "distinct words analysed",
            forms.len() as f64 / time.as_secs_f64()
        );
        let time = median(|| {
            let lexicon = Lexicon::load(&[LEXICON.to_owned()])?;
            black_box(CompiledLexicon::new(&lexicon, Language::german(), Stemmer::default()));
            Ok(())
        })?;
        println!("{:<46}{:>10.1} ms", "loading and compiling the lexicon", time.as_secs_f64() * 1000.0);
        Ok(())
    }

    fn line(&self, name: &str, time: Duration) {
        let speed = megabytes(self.bytes) / time.as_secs_f64();
        let ratio = self.counter.map(|counter| format!("{:.2}", speed / counter)).unwrap_or_default();
        println!("{name:<46}{:>10.3}{speed:>10.1}{ratio:>10}", time.as_secs_f64());
    }
}

/// Millions of bytes.
#[expect(clippy::cast_precision_loss, reason = "sizes of files stay far under 2^53")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// The median time of a piece of work.
fn median(mut work: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[TIMES / 2])
}
