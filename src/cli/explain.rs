//! `lesart explain`: why a text gets a code, and why it does not.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use lesart::coding::CodedDocument;
use lesart::coding::coder::{Coder, Desk, Explanation};
use lesart::coding::examples::document_of;
use lesart::coding::matcher::{Blocked, Why};
use lesart::corpus::{Document, Unit};
use lesart::error::did_you_mean;
use lesart::language::Language;
use lesart::language::scan::ScanOptions;
use lesart::lexicon::Lexicon;
use lesart::lexicon::compile::CompiledLexicon;
use lesart::lexicon::rule::{ONE, thousandths};
use lesart::tables::{Cell, Row};
use lesart::text::Span;
use lesart::{Error, Result};

use super::args::ExplainArguments;
use super::rows;

/// Runs the command.
pub(crate) fn run(arguments: ExplainArguments) -> Result<ExitCode> {
    let lexicon = Lexicon::load(&arguments.lexicon.lexicon)?;
    let language = Language::german();
    let compiled = CompiledLexicon::new(&lexicon, language, arguments.lexicon.stemmer);
    let wanted = wanted(&lexicon, &arguments.codes)?;
    let document = document_of(&text(&arguments.text)?);
    let scan = ScanOptions { marks_are_text: arguments.marks, keep_signs: false };
    let coder = Coder { lexicon: &compiled, language, unit: Unit::Turn, scan, flags: true };
    let (coded, explanation) = coder.explain(&mut Desk::default(), &document, 0..1);
    let mut found = lines(&coded, &explanation, &compiled, &wanted);
    for line in &mut found {
        weigh(line, &lexicon);
    }
    match &arguments.format {
        Some(format) => {
            let columns = ["code", "label", "counts", "entry", "words", "why"];
            rows::print(rows::format(format)?, "explanation", &columns, found.iter().map(Line::row))?;
        }
        None => {
            let most = if arguments.codes.is_empty() { INCOMPLETE } else { usize::MAX };
            let text = page(&document, &lexicon, &found, most);
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|source| Error::write("standard output", source))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Without a question for a code: how many entries are shown of which only some words are there. A
/// large lexicon has dozens with one small word of any sentence.
const INCOMPLETE: usize = 5;

fn text(given: &str) -> Result<String> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|source| Error::read("-", source))?;
    Ok(text)
}

/// Whether each code is asked for.
fn wanted(lexicon: &Lexicon, codes: &[String]) -> Result<Vec<bool>> {
    let is = |path: &str, asked: &str| path == asked || lesart::lexicon::theme(path) == asked;
    for asked in codes {
        if !lexicon.codes.iter().any(|code| is(&code.path, asked)) {
            let near = did_you_mean(asked, lexicon.codes.iter().map(|code| code.path.as_str()));
            return Err(Error::Argument {
                what: format!("the lexicon has no code {asked}"),
                hint: near.map_or_else(String::new, |near| format!("did you mean {near}?")),
            });
        }
    }
    let any = |path: &str| codes.is_empty() || codes.iter().any(|asked| is(path, asked));
    Ok(lexicon.codes.iter().map(|code| any(&code.path)).collect())
}

/// An entry that found something, counted or not.
struct Line {
    code: usize,
    path: String,
    label: String,
    counts: bool,
    entry: String,
    words: String,
    why: String,
    /// Of an entry that is not complete in the text: how many of its words are there.
    partly: Option<usize>,
}

impl Line {
    fn row(&self) -> Row {
        vec![
            Cell::text(&*self.path),
            Cell::text(&*self.label),
            Cell::Count(u64::from(self.counts)),
            Cell::text(&*self.entry),
            Cell::text(&*self.words),
            Cell::text(&*self.why),
        ]
    }
}

fn lines(
    coded: &CodedDocument<'_>,
    explanation: &Explanation,
    compiled: &CompiledLexicon,
    wanted: &[bool],
) -> Vec<Line> {
    let scheme = compiled.scheme();
    let entry = |id: u32| scheme.entries.get(id as usize).map_or("", |entry| entry.text.as_str());
    let line = |code: u16, counts: bool, id: u32, words: String, why: String| {
        let of = scheme.codes.get(usize::from(code));
        Line {
            code: usize::from(code),
            path: of.map_or_else(String::new, |code| code.path.clone()),
            label: of.map_or_else(String::new, |code| code.label.clone()),
            counts,
            entry: entry(id).to_owned(),
            words,
            why,
            partly: None,
        }
    };
    let mut found = Vec::new();
    for coding in &coded.codings {
        if coded.hits(coding).is_empty() {
            let others = coded
                .codings
                .iter()
                .filter(|other| compiled.code_rules(other.code).implied.contains(&coding.code));
            let paths: Vec<&str> = others
                .filter_map(|other| scheme.codes.get(usize::from(other.code)))
                .map(|code| code.path.as_str())
                .collect();
            let implied = Line {
                entry: String::new(),
                ..line(coding.code, true, 0, String::new(), format!("implied by {}", paths.join(", ")))
            };
            found.push(implied);
        }
        for hit in coded.hits(coding) {
            let flags: Vec<&str> = hit.flags.names().collect();
            found.push(line(coding.code, true, hit.entry, coded.cite(hit), flags.join(", ")));
        }
    }
    let mut seen: BTreeMap<(u32, String), ()> = BTreeMap::new();
    for (Blocked { code, entry: id, why, .. }, spans, found_word) in &explanation.blocked {
        let words = cite(&coded.document.text, spans);
        if seen.insert((*id, words.clone()), ()).is_some() {
            continue;
        }
        let partly = matches!(why, Why::Incomplete).then_some(spans.len());
        let why = match why {
            Why::Incomplete => {
                "the rest of the entry is missing, too far away, or in another sentence".to_owned()
            }
            Why::Longer(longer) => format!("the longer `{}` has these words", entry(*longer)),
            Why::Alone => "weak: counts only beside another hit of this code in the passage".to_owned(),
            Why::Never(_) => "`never`: no entry of this code may hit these words".to_owned(),
            Why::Rule { rule, .. } => {
                let written = compiled.rules(*id).and_then(|rules| rules.conditions.get(usize::from(*rule)));
                let written = written.map_or("", |condition| &condition.written);
                match found_word {
                    Some(word) => format!("the rule {written}: „{}“ is there", word.of(&coded.document.text)),
                    None => format!("the rule {written} does not hold"),
                }
            }
            Why::Threshold(sum) => format!(
                "the entries found weigh {} together, less than the threshold {} of the code",
                thousandths(*sum),
                thousandths(compiled.code_rules(*code).threshold)
            ),
        };
        found.push(Line { partly, ..line(*code, false, *id, words, why) });
    }
    found.retain(|line| wanted.get(line.code).copied().unwrap_or(true));
    found.sort_by_key(|line| (!line.counts, line.code));
    found
}

/// Says what a hit counts where that is not all of 1, or the code asks for more.
fn weigh(line: &mut Line, lexicon: &Lexicon) {
    let Some(code) = lexicon.codes.get(line.code).filter(|_| line.counts && !line.entry.is_empty()) else {
        return;
    };
    let entry = code.entries.iter().find(|entry| entry.text == line.entry);
    let weight = entry.and_then(|entry| entry.rules.weight).unwrap_or(ONE);
    let threshold = code.threshold.unwrap_or(ONE);
    if weight == ONE && threshold <= ONE {
        return;
    }
    let told = format!("weight {} of {}", thousandths(weight), thousandths(threshold));
    line.why = if line.why.is_empty() { told } else { format!("{}, {told}", line.why) };
}

fn cite(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
}

fn page(document: &Document, lexicon: &Lexicon, found: &[Line], most: usize) -> String {
    let mut page = String::new();
    let mut put = |text: String| {
        page.push_str(&text);
        page.push('\n');
    };
    put(document.quote(Span::from_range(0..document.text.len())));
    let counted = found.iter().filter(|line| line.counts);
    let mut code = None;
    for line in counted {
        if code != Some(line.code) {
            put(format!("\n{} – {}", line.path, line.label));
            code = Some(line.code);
        }
        let flags = if line.why.is_empty() { String::new() } else { format!("  [{}]", line.why) };
        if line.words.is_empty() {
            put(format!("  {}", line.why));
        } else {
            put(format!("  „{}“ by `{}`{flags}", line.words, line.entry));
        }
    }
    if code.is_none() {
        put(format!("\nno code of {}", lexicon.id));
    }
    let (mut partly, whole): (Vec<&Line>, Vec<&Line>) =
        found.iter().filter(|line| !line.counts).partition(|line| line.partly.is_some());
    if partly.is_empty() && whole.is_empty() {
        return page;
    }
    put("\nlooked at, and not counted:".to_owned());
    if partly.len() > most {
        // Those with most of their words first: they are the near misses.
        partly.sort_by_key(|line| std::cmp::Reverse(line.partly));
        // The nearest miss of each code goes before the second of any.
        let mut seen = Vec::new();
        let (first, second): (Vec<&Line>, Vec<&Line>) = partly.iter().copied().partition(|line| {
            let fresh = !seen.contains(&line.code);
            seen.push(line.code);
            fresh
        });
        partly = first.into_iter().chain(second).collect();
    }
    for line in whole.into_iter().chain(partly.iter().take(most).copied()) {
        put(format!("  {}: „{}“ by `{}`: {}", line.path, line.words, line.entry, line.why));
    }
    if let Some(more @ 1..) = partly.len().checked_sub(most) {
        put(format!("  and {more} more of which only some words are there; --code CODE shows all of a code"));
    }
    page
}
