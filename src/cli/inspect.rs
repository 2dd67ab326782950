//! `lesart inspect`: what the program reads, as rows.

use std::collections::BTreeMap;
use std::process::ExitCode;

use lesart::coding::clock;
use lesart::corpus::{Document, Turn, Unit};
use lesart::input::{self, FactsTable, ReadOptions, Source, SpeakerFilter};
use lesart::language::scan::{Kind, Scan, ScanOptions, Scanner, Token};
use lesart::language::vocabulary::{Findings, Probe, Vocabulary};
use lesart::language::{Language, Stemmer};
use lesart::segment::{Cut, cut};
use lesart::tables::{Cell, Row};
use lesart::text::{Ruler, Span};
use lesart::{Error, Result};

use super::args::{InspectArguments, Level};
use super::doubts;
use super::reading::read_options;
use super::rows::{self, Stream};

/// Runs the command.
pub(crate) fn run(arguments: InspectArguments) -> Result<ExitCode> {
    let mut read = arguments.read;
    if read.input_format.is_none() && arguments.paths.iter().any(|path| path == "-") {
        read.input_format = Some("txt".to_owned());
    }
    let unit = Unit::from(arguments.unit.unit);
    let options = read_options(&read, unit, 0, arguments.level == Level::Documents)?;
    let facts = read.facts.as_deref().map(FactsTable::read).transpose()?;
    let filter = SpeakerFilter::new(&read.only_speaker, &read.skip_speaker)?;
    let (sources, _) = input::sources(&arguments.paths, &options)?;
    let view = View {
        level: arguments.level,
        unit,
        many: sources.len() > 1,
        language: Language::german(),
        stemmer: arguments.stemmer,
        scan: ScanOptions { marks_are_text: arguments.unit.marks, keep_signs: true },
    };
    let format = rows::format(&arguments.format)?;
    // Scorers read places from the first line on.
    let headless = arguments.format == "tsv" && matches!(arguments.level, Level::Sentences | Level::Words);
    let format: &dyn lesart::output::Format = if headless { &lesart::output::HEADLESS_TSV } else { format };
    let layout = lesart::output::Layout { table: "inspect".into(), columns: view.columns() };
    let mut stream = Stream::begin(format, &layout, rows::standard_output(), "standard output")?;
    let mut desk = Desk::default();
    let mut unreadable: Option<Error> = None;
    for source in &sources {
        let mut documents = Vec::new();
        match each_document(source, &options, |mut document| {
            if let Some(facts) = &facts {
                facts.apply(&mut document);
            }
            filter.apply(&mut document);
            if matches!(view.level, Level::Documents | Level::Speakers) {
                documents.push(document);
                return Ok(());
            }
            view.rows(&document, &mut desk, &mut |row| stream.row(&row))
        }) {
            Ok(()) => {}
            Err(error @ Error::ClosedPipe) => return Err(error),
            Err(error) if read.skip_unreadable => {
                super::report::line(&format!("note: left out: {error}"));
                continue;
            }
            Err(error) => {
                unreadable = Some(error);
                break;
            }
        }
        view.document_rows(&documents, &mut desk, &mut |row| stream.row(&row))?;
    }
    stream.end()?;
    unreadable.map_or(Ok(ExitCode::SUCCESS), Err)
}

fn each_document(
    source: &Source,
    options: &ReadOptions,
    mut take: impl FnMut(Document) -> Result<()>,
) -> Result<()> {
    for document in input::open(source, options)? {
        take(document?)?;
    }
    Ok(())
}

/// Only what sentence ends need is found out about a form.
struct Forms(&'static Language);

impl Probe for Forms {
    fn probe(&self, form: &str, _found: &mut Findings) -> u32 {
        self.0.marks(form)
    }
}

#[derive(Default)]
struct Desk {
    vocabulary: Vocabulary,
    scan: Scan,
}

struct View {
    level: Level,
    unit: Unit,
    /// Whether several documents are read, so that rows must name theirs.
    many: bool,
    language: &'static Language,
    stemmer: Stemmer,
    scan: ScanOptions,
}

type Give<'g> = &'g mut dyn FnMut(Row) -> Result<()>;

impl View {
    fn columns(&self) -> Vec<String> {
        let own: &[&str] = match self.level {
            Level::Documents => &[
                "document", "path", "format", "encoding", "guessed", "bytes", "turns", "speakers", "words",
                "facts", "notices",
            ],
            Level::Speakers => {
                &["document", "speaker", "turns", "words", "first_line", "left_out", "facts", "doubts"]
            }
            Level::Turns => {
                &["document", "turn", "speaker", "time", "line", "id", "left_out", "words", "text"]
            }
            Level::Passages => &["document", "passage", "part", "speaker", "time", "line", "words", "text"],
            Level::Sentences => &["start", "end", "text"],
            Level::Words => &["start", "end", "text", "kind", "folded", "stem", "parts"],
        };
        let mut columns: Vec<String> = own.iter().map(|column| (*column).to_owned()).collect();
        if self.many && matches!(self.level, Level::Sentences | Level::Words) {
            columns.push("document".to_owned());
        }
        columns
    }

    /// Rows of one document (or a portion of one) below the level of documents and speakers.
    fn rows(&self, document: &Document, desk: &mut Desk, give: Give<'_>) -> Result<()> {
        let forms = Forms(self.language);
        let scanner = Scanner::new(self.language, &forms, self.scan);
        let mut ruler = Ruler::new(&document.text);
        for index in document.own.clone() {
            let Some(turn) = document.turns.get(index) else { continue };
            desk.scan.clear();
            if !turn.span.is_empty() {
                scanner.scan(&document.text, turn.span, &mut desk.vocabulary, &mut desk.scan);
            }
            match self.level {
                Level::Sentences => {
                    for sentence in &desk.scan.sentences {
                        let mut row = place(document, &mut ruler, sentence.span);
                        row.push(Cell::text(document.quote(sentence.span)));
                        self.name(document, &mut row);
                        give(row)?;
                    }
                }
                Level::Words => {
                    let mut completed = desk.scan.completed.iter().peekable();
                    for token in in_order(&desk.scan) {
                        let here = |(at, _): &&(u32, String)| {
                            desk.scan.tokens.get(*at as usize).is_some_and(|other| other.span == token.span)
                        };
                        let whole = completed.next_if(here).map(|(_, word)| word.as_str());
                        give(self.word(document, &mut ruler, token, whole))?;
                    }
                }
                Level::Passages if turn.left_out || turn.span.is_empty() => {}
                Level::Passages => {
                    let mut part = 0;
                    let mut cuts: Vec<Cut> = Vec::new();
                    cut(&desk.scan, self.unit, turn.span, |cut| cuts.push(cut));
                    for cut in cuts {
                        part += 1;
                        give(vec![
                            Cell::text(&*document.name),
                            Cell::Count(u64::from(document.turn_number(index))),
                            Cell::Count(part),
                            Cell::text(speaker(document, turn)),
                            time(turn),
                            Cell::Count(u64::from(turn.line)),
                            Cell::Count(u64::from(cut.words)),
                            Cell::text(document.quote(cut.span)),
                        ])?;
                    }
                }
                _ => give(vec![
                    Cell::text(&*document.name),
                    Cell::Count(u64::from(document.turn_number(index))),
                    Cell::text(speaker(document, turn)),
                    time(turn),
                    Cell::Count(u64::from(turn.line)),
                    Cell::text(turn.id.clone().unwrap_or_default()),
                    Cell::Count(u64::from(turn.left_out)),
                    Cell::Count(words(&desk.scan)),
                    Cell::text(document.quote(turn.span)),
                ])?,
            }
        }
        Ok(())
    }

    /// A token as a row; a shortened compound (`Vor-` und Nachteile) as what it stands for.
    fn word(&self, document: &Document, ruler: &mut Ruler<'_>, token: Token, completed: Option<&str>) -> Row {
        let form = completed.unwrap_or_else(|| token.span.of(&document.text));
        let mut row = place(document, ruler, token.span);
        row.push(Cell::text(document.quote(token.span)));
        row.push(Cell::text(token.kind.name()));
        if matches!(token.kind, Kind::Word | Kind::Abbreviation | Kind::Tag | Kind::Broken) {
            let keys = self.language.keys(form);
            row.push(Cell::text(self.stemmer.stem(&keys.main)).clone());
            row.insert(4, Cell::text(keys.main.clone()));
            row.push(Cell::text(self.language.parts(&keys.main).join("|")));
        } else {
            row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
        }
        self.name(document, &mut row);
        row
    }

    fn name(&self, document: &Document, row: &mut Row) {
        if self.many {
            row.push(Cell::text(&*document.name));
        }
    }

    /// Rows of a whole document from its portions.
    fn document_rows(&self, portions: &[Document], desk: &mut Desk, give: Give<'_>) -> Result<()> {
        let Some(last) = portions.last() else { return Ok(()) };
        let forms = Forms(self.language);
        let scanner = Scanner::new(self.language, &forms, self.scan);
        let mut people: Vec<Person> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let (mut turns, mut all_words) = (0, 0);
        for document in portions {
            for turn in document.own.clone().filter_map(|index| document.turns.get(index)) {
                desk.scan.clear();
                if !turn.span.is_empty() {
                    scanner.scan(&document.text, turn.span, &mut desk.vocabulary, &mut desk.scan);
                }
                let count = words(&desk.scan);
                turns += 1;
                all_words += count;
                let name = speaker(document, turn).to_owned();
                let place = *places.entry(name.clone()).or_insert_with(|| {
                    let facts =
                        document.speaker(turn).map(|speaker| facts(&speaker.facts)).unwrap_or_default();
                    people.push(Person { name, line: turn.line, facts, ..Person::default() });
                    people.len() - 1
                });
                people[place].turns += 1;
                people[place].words += count;
                people[place].left_out += u64::from(turn.left_out);
            }
        }
        if self.level == Level::Documents {
            let notices: Vec<&str> =
                portions.iter().flat_map(|document| &document.notices).map(String::as_str).collect();
            return give(vec![
                Cell::text(&*last.name),
                Cell::text(&*last.origin.path),
                Cell::text(&*last.origin.format),
                Cell::text(&*last.origin.encoding),
                Cell::Count(u64::from(last.origin.guessed)),
                Cell::Count(last.origin.bytes),
                Cell::Count(turns),
                Cell::Count(people.iter().filter(|person| !person.name.is_empty()).count() as u64),
                Cell::Count(all_words),
                Cell::text(facts(&last.facts)),
                Cell::text(notices.join("; ")),
            ]);
        }
        for document in portions {
            for line in doubts::not_taken(&document.name, &document.possible_speakers) {
                super::report::line(&line);
            }
        }
        let listed: Vec<doubts::Listed<'_>> =
            people.iter().map(|person| doubts::Listed { name: &person.name, turns: person.turns }).collect();
        let doubts = doubts::doubts(&listed);
        for (person, doubts) in people.iter().zip(doubts) {
            give(vec![
                Cell::text(&*last.name),
                Cell::text(&*person.name),
                Cell::Count(person.turns),
                Cell::Count(person.words),
                Cell::Count(u64::from(person.line)),
                Cell::Count(person.left_out),
                Cell::text(&*person.facts),
                Cell::text(doubts),
            ])?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Person {
    name: String,
    turns: u64,
    words: u64,
    line: u32,
    left_out: u64,
    facts: String,
}

fn facts(facts: &lesart::corpus::Facts) -> String {
    facts.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

fn speaker<'d>(document: &'d Document, turn: &Turn) -> &'d str {
    document.speaker(turn).map_or("", |speaker| speaker.name.as_str())
}

fn time(turn: &Turn) -> Cell {
    turn.time.map_or(Cell::Empty, |time| Cell::text(clock::tenths(time.start)))
}

fn words(scan: &Scan) -> u64 {
    scan.sentences.iter().map(|sentence| u64::from(sentence.words)).sum()
}

/// Start and end in code points of the input as decoded.
fn place(document: &Document, ruler: &mut Ruler<'_>, span: Span) -> Row {
    let mut at = |byte: u32| {
        let here = i64::try_from(ruler.code_points(byte)).unwrap_or(i64::MAX);
        Cell::Count(u64::try_from(here + document.shifts.at(byte)).unwrap_or(0))
    };
    let start = at(span.start);
    vec![start, at(span.end)]
}

/// Tokens and signs in the order of the text.
fn in_order(scan: &Scan) -> Vec<Token> {
    let mut all: Vec<Token> = scan.tokens.iter().chain(&scan.signs).copied().collect();
    all.sort_by_key(|token| (token.span.start, token.span.end));
    all
}
