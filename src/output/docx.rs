//! A coding guide as a Word document.

use std::io::{self, Cursor};

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering,
    NumberingId, Paragraph, Run, RunFonts, SpecialIndentType, Start, Style, StyleType,
};

use crate::output::colour::Colour;
use crate::output::guide::{Guide, GuideCode};
use crate::output::page::Language;

/// The number of the list style.
const LIST: usize = 2;
/// Letters of running text, in half points.
const SIZE: usize = 21;

/// The bytes of the document; the same each time.
///
/// # Errors
/// It cannot be put together, which no guide should bring about.
pub fn guide(guide: &Guide, language: Language) -> io::Result<Vec<u8>> {
    let heading = |level: usize, size: usize| {
        Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .based_on("Normal")
            .next("Normal")
            .outline_lvl(level - 1)
            .size(size)
            .bold()
    };
    let bullet =
        Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
            .indent(Some(360), Some(SpecialIndentType::Hanging(260)), None, None);
    let mut document = Docx::new()
        .created_at("2000-01-01T00:00:00Z")
        .updated_at("2000-01-01T00:00:00Z")
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri"))
        .default_size(SIZE)
        .add_style(Style::new("Normal", StyleType::Paragraph).name("Normal"))
        .add_style(Style::new("Title", StyleType::Paragraph).name("Title").based_on("Normal").size(40).bold())
        .add_style(heading(1, 32))
        .add_style(heading(2, 26))
        .add_abstract_numbering(AbstractNumbering::new(LIST).add_level(bullet))
        .add_numbering(Numbering::new(LIST, LIST));
    let w = |name: &str| language.word(name);
    document = document
        .add_paragraph(styled("Title", &format!("{}: {}", w("guide"), guide.title)))
        .add_paragraph(plain(&format!("{} {}", guide.id, guide.version)));
    for theme in &guide.themes {
        document = document.add_paragraph(coloured("Heading1", &theme.label, theme.number));
        if !theme.definition.is_empty() {
            document = document.add_paragraph(plain(&theme.definition));
        }
        for code in &theme.codes {
            let title = format!("{} ({})", code.label, code.path);
            document = document.add_paragraph(coloured("Heading2", &title, theme.number));
            document = code_parts(document, code, language);
        }
    }
    let program = w("program").replace("{version}", env!("CARGO_PKG_VERSION"));
    document = document.add_paragraph(plain(&program));
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn code_parts(mut document: Docx, code: &GuideCode, language: Language) -> Docx {
    let w = |name: &str| language.word(name);
    let more = if code.more > 0 {
        format!(" … {}", w("more_indicators").replace("{n}", &language.number(code.more as u64)))
    } else {
        String::new()
    };
    let quotations: Vec<String> = code
        .quotations
        .iter()
        .map(|quotation| {
            format!("{}{}{} ({})", w("quote_open"), quotation.text, w("quote_close"), quotation.source)
        })
        .collect();
    let texts = [
        ("definition", code.definition.clone()),
        ("coding_rule", code.coding_rule.clone()),
        ("examples", String::new()),
        ("counterexamples", String::new()),
        ("neighbours", code.neighbours.join(", ")),
        ("indicators", format!("{}{more}", code.indicators.join(" · "))),
        ("never", code.never.join(" · ")),
        ("threshold", code.threshold.clone()),
        ("implies", code.implies.join(", ")),
        ("quotations", String::new()),
    ];
    for (name, text) in texts {
        let list: &[String] = match name {
            "examples" => &code.examples,
            "counterexamples" => &code.counterexamples,
            "quotations" => &quotations,
            _ => &[],
        };
        if text.is_empty() && list.is_empty() {
            continue;
        }
        let head = Run::new().add_text(format!("{}: ", w(name))).bold();
        let paragraph = Paragraph::new().add_run(head).add_run(Run::new().add_text(clean(&text)));
        document = document.add_paragraph(paragraph);
        for item in list {
            let item = Paragraph::new().add_run(Run::new().add_text(clean(item)));
            document = document.add_paragraph(item.numbering(NumberingId::new(LIST), IndentLevel::new(0)));
        }
    }
    document
}

fn plain(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(clean(text)))
}

fn styled(style: &str, text: &str) -> Paragraph {
    plain(text).style(style)
}

fn coloured(style: &str, text: &str, theme: usize) -> Paragraph {
    let hex = Colour::of_theme(theme).hex();
    let run = Run::new().add_text(clean(text)).color(hex.trim_start_matches('#'));
    Paragraph::new().style(style).line_spacing(LineSpacing::new().before(240).after(60)).add_run(run)
}

/// A text without the control characters that no document may hold.
fn clean(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}
