//! What a reading report shows.

use serde::Serialize;

use crate::output::guide::Guide;

/// A reading report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The title of the material, or of the lexicon.
    pub title: String,
    /// The figures at the head.
    pub figures: Vec<Figure>,
    /// Themes, each before its codes.
    pub bars: Vec<Bar>,
    /// The share that fills a bar, from 0 to 1.
    pub most: f64,
    /// Themes and codes by the values of facts.
    pub maps: Vec<HeatMap>,
    /// Which themes stand together.
    pub together: Together,
    /// The documents.
    pub documents: Vec<Document>,
    /// The names of speakers, where there are few enough to choose from.
    pub speakers: Vec<String>,
    /// Facts that can be chosen from.
    pub facts: Vec<Choice>,
    /// The coding guide.
    pub guide: Guide,
    /// The run record.
    pub run: Vec<Line>,
}

/// A number with what it counts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figure {
    /// What it counts.
    pub name: String,
    /// The number as it is shown.
    pub value: String,
}

/// A line of the run record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Line {
    /// What it tells.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A bar: a theme or a code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Bar {
    /// The number of its theme, from 0.
    pub theme: usize,
    /// The number of the code; none for a theme.
    pub code: Option<usize>,
    /// The name.
    pub label: String,
    /// Share of all passages, from 0 to 1.
    pub share: f64,
    /// The length, from 0 to 100.
    pub width: String,
    /// Passages with it.
    pub passages: u64,
    /// Places where its entries hit.
    pub hits: u64,
}

/// Themes and codes by the values of a fact.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HeatMap {
    /// The fact's name.
    pub name: String,
    /// Its values.
    pub values: Vec<HeatColumn>,
    /// Themes, each before its codes.
    pub rows: Vec<HeatRow>,
}

/// A value of a fact.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HeatColumn {
    /// The value; empty where a passage has none.
    pub name: String,
    /// Passages with it.
    pub passages: u64,
}

/// A theme or code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HeatRow {
    /// The number of its theme.
    pub theme: usize,
    /// Whether it is a code below a theme.
    pub sub: bool,
    /// The name.
    pub label: String,
    /// A cell for each value.
    pub cells: Vec<HeatCell>,
}

/// How often one stands with the other.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct HeatCell {
    /// Passages.
    pub passages: u64,
    /// Their share, from 0 to 1.
    pub share: f64,
    /// How strong the colour is, from 0 to 5.
    pub level: u8,
}

/// Which themes stand together.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Together {
    /// The names of the themes, by number.
    pub names: Vec<String>,
    /// For each theme its row.
    pub rows: Vec<HeatRow>,
}

/// A fact to choose from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<Token>,
}

/// A value with what passages are marked with.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Token {
    /// The value.
    pub name: String,
    /// The mark.
    pub token: String,
}

/// A document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// Passages.
    pub passages: u64,
    /// Passages with a code.
    pub coded: u64,
    /// Running words.
    pub words: u64,
    /// Where its themes stand: blocks on a strip 1,000 wide.
    pub blocks: Vec<Block>,
    /// The height of that strip.
    pub height: usize,
    /// Its passages, and turns that are left out.
    pub items: Vec<Item>,
}

/// A fact of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A passage on a strip.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    /// The number of the theme.
    pub theme: usize,
    /// Where it begins, from 0 to 1,000.
    pub x: String,
    /// The line.
    pub y: usize,
    /// How wide it is.
    pub width: String,
    /// The passage.
    pub anchor: String,
    /// What a pointer over it tells.
    pub title: String,
}

/// A passage.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Item {
    /// Its name in links.
    pub anchor: String,
    /// Its number, with the part's for sentences and paragraphs.
    pub number: String,
    /// Who speaks.
    pub speaker: String,
    /// Its place among the speakers.
    pub speaker_id: String,
    /// When.
    pub time: String,
    /// Whether a filter left it out.
    pub left_out: bool,
    /// Its codes.
    pub codes: Vec<CodeTag>,
    /// The numbers of its codes.
    pub code_ids: String,
    /// The numbers of its themes.
    pub theme_ids: String,
    /// The marks of its facts.
    pub fact_ids: String,
    /// Flags of its hits.
    pub flags: Vec<&'static str>,
    /// Its text.
    pub parts: Vec<Part>,
}

/// A code of a passage.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeTag {
    /// Its number.
    pub id: usize,
    /// The number of its theme.
    pub theme: usize,
    /// Its name.
    pub label: String,
}

/// A stretch of text that is marked as a whole or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The text.
    pub text: String,
    /// The numbers of the codes that hit here.
    pub codes: String,
    /// The number of the first one's theme.
    pub theme: usize,
    /// The names of the codes.
    pub title: String,
}

/// What a methods section tells.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Methods {
    /// Documents.
    pub documents: u64,
    /// Files that were left out.
    pub left_out: u64,
    /// The program's version.
    pub version: String,
    /// The coding unit, in words.
    pub unit: String,
    /// Who was not coded.
    pub left_speakers: Vec<String>,
    /// Who alone was coded.
    pub only_speakers: Vec<String>,
    /// Whether transcriber's marks were searched.
    pub marks: bool,
    /// SHA-256 of the lexicon's files.
    pub hashes: Vec<String>,
    /// The totals of the run record.
    pub totals: serde_json::Value,
    /// The lexicon of the run record.
    pub lexicon: serde_json::Value,
    /// Agreement with people, where it was measured.
    pub agreement: Option<Agreement>,
}

/// How well a run meets codings of people; figures as they are shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Agreement {
    /// Passages that were compared.
    pub passages: u64,
    /// Their documents.
    pub documents: u64,
    /// `theme` or `code`.
    pub by: &'static str,
    /// F1 over all decisions.
    pub f1: String,
    /// Precision over all decisions.
    pub precision: String,
    /// Recall over all decisions.
    pub recall: String,
    /// The mean of Cohen's kappa.
    pub kappa: String,
    /// The lowest kappa.
    pub lowest: String,
    /// The highest kappa.
    pub highest: String,
}
