//! Pages for people: one HTML file that loads nothing, with its parts as templates beside this file.
//!
//! Text from the material is always escaped by the template; style and script stand in the file itself and are
//! the only ones that its Content-Security-Policy allows, by their hashes.

mod data;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use sha2::{Digest, Sha256};

pub use data::{
    Agreement, Bar, Block, Choice, CodeTag, Document, Fact, Figure, HeatCell, HeatColumn, HeatMap, HeatRow,
    Item, Line, Methods, Part, Report, Together, Token,
};

use crate::output::colour::Colour;
use crate::output::guide::Guide;

/// The language of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// German.
    #[default]
    German,
    /// English.
    English,
}

impl Language {
    /// As HTML names it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// Whole numbers with thousands parted: `1.234` or `1,234`.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(match self {
                    Self::German => '.',
                    Self::English => ',',
                });
            }
            out.push(digit);
        }
        out
    }

    /// A share as per cent with one decimal: `16,0 %` or `16.0%`.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        match self {
            Self::German => format!("{:.1}\u{a0}%", share * 100.0).replace('.', ","),
            Self::English => format!("{:.1}%", share * 100.0),
        }
    }

    /// A number with decimals: `0,85` or `0.85`.
    #[must_use]
    pub fn decimals(self, number: f64, decimals: usize) -> String {
        let plain = format!("{number:.decimals$}");
        match self {
            Self::German => plain.replace('.', ","),
            Self::English => plain,
        }
    }

    /// What pages say, by name.
    #[must_use]
    pub fn words(self) -> toml::Table {
        let all: toml::Table = include_str!("words.toml").parse().unwrap_or_default();
        all.get(self.tag()).and_then(toml::Value::as_table).cloned().unwrap_or_default()
    }

    /// One of these words; empty where there is none.
    #[must_use]
    pub fn word(self, name: &str) -> String {
        self.words().get(name).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    }
}

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The reading report as HTML.
#[must_use]
pub fn report(report: &Report, language: Language) -> String {
    let style = style(report.together.names.len());
    let own = context! {
        script => SCRIPT,
        script_hash => hash(SCRIPT),
        style_hash => hash(&style),
        style => style,
    };
    render("report.html", language, own, Value::from(Serde(report)))
}

/// A coding guide as HTML.
#[must_use]
pub fn guide_html(guide: &Guide, language: Language) -> String {
    let style = style(guide.themes.len());
    render(
        "guide.html",
        language,
        context! { style_hash => hash(&style), style => style },
        context! { guide => Serde(guide) },
    )
}

/// A coding guide as Markdown.
#[must_use]
pub fn guide_markdown(guide: &Guide, language: Language) -> String {
    let text = render("guide.md", language, context! {}, context! { guide => Serde(guide) });
    tidied(&text)
}

/// A text without the empty lines that conditions of a template leave.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && out.ends_with("\n\n")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The paragraph for a methods section as Markdown.
#[must_use]
pub fn methods(methods: &Methods, language: Language) -> String {
    let name = match language {
        Language::German => "methods.de.md",
        Language::English => "methods.en.md",
    };
    let count = |name: &str| methods.totals.get(name).and_then(serde_json::Value::as_f64).unwrap_or_default();
    let share = if count("passages") > 0.0 { count("passages_coded") / count("passages") } else { 0.0 };
    let text = render(name, language, context! { coded_share => share }, Value::from(Serde(methods)));
    tidied(&text)
}

fn render(name: &str, language: Language, own: Value, more: Value) -> String {
    let mut environment = Environment::new();
    for (name, text) in [
        ("report.html", include_str!("report.html")),
        ("guide.html", include_str!("guide.html")),
        ("guide.part.html", include_str!("guide.part.html")),
        ("guide.md", include_str!("guide.md")),
        ("methods.de.md", include_str!("methods.de.md")),
        ("methods.en.md", include_str!("methods.en.md")),
    ] {
        let added = environment.add_template(name, text);
        debug_assert!(added.is_ok(), "{name}: {added:?}");
    }
    environment.add_filter("number", move |number: u64| language.number(number));
    environment.add_filter("percent", move |share: f64| language.percent(share));
    environment.add_filter("md", escape_markdown);
    let shared = context! {
        lang => language.tag(),
        w => Value::from(Serde(language.words())),
        program => env!("CARGO_PKG_VERSION"),
    };
    let all = context! { ..own, ..shared, ..more };
    let rendered = environment.get_template(name).and_then(|template| template.render(all));
    debug_assert!(rendered.is_ok(), "{rendered:?}");
    rendered.unwrap_or_default()
}

/// Letters that Markdown reads as marks, made plain.
fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(if character == '\n' { ' ' } else { character });
    }
    out
}

/// The style with the colours of the themes, lighter on dark ground.
fn style(themes: usize) -> String {
    let mut style = STYLE.to_owned();
    let mut dark = String::new();
    for number in 0..themes {
        let hex = Colour::of_theme(number).hex();
        style.push_str(&format!(".t{number}{{--c:{hex};--b:{hex}}}\n"));
        dark.push_str(&format!(".t{number}{{--c:color-mix(in srgb,{hex} 45%,#fff)}}"));
    }
    style.push_str(&format!("@media screen and (prefers-color-scheme:dark){{{dark}}}\n"));
    style
}

/// The hash that a Content-Security-Policy names an element's text by.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_things() {
        let [german, english] = [Language::German, Language::English].map(Language::words);
        assert!(german.len() > 40);
        assert_eq!(german.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
        let holes = |text: &toml::Value| text.as_str().map(|text| text.matches('{').count());
        for (key, text) in &german {
            assert_eq!(english.get(key).and_then(holes), holes(text), "{key}");
        }
    }

    #[test]
    fn numbers_have_the_form_of_the_language() {
        assert_eq!(Language::German.number(1_234_567), "1.234.567");
        assert_eq!(Language::English.number(999), "999");
        assert_eq!(Language::German.percent(0.1597), "16,0\u{a0}%");
        assert_eq!(Language::English.percent(1.0), "100.0%");
        assert_eq!(Language::German.decimals(0.845, 2), "0,84");
    }

    #[test]
    fn text_of_the_material_stays_text() {
        let evil = "<script>alert(1)</script> \"' &amp;";
        let part = Part { text: evil.into(), ..Part::default() };
        let item = Item { anchor: "d1p1".into(), speaker: evil.into(), parts: vec![part], ..Item::default() };
        let document = Document { name: evil.into(), items: vec![item], ..Document::default() };
        let data = Report { title: evil.into(), documents: vec![document], ..Report::default() };
        for language in [Language::German, Language::English] {
            let page = report(&data, language);
            assert!(!page.contains("alert(1)</script>"), "{page}");
            assert_eq!(page.matches("</script>").count(), 1);
            assert!(page.contains("&lt;script&gt;alert(1)"));
            for text in [SCRIPT, &style(0)] {
                assert!(page.contains(&hash(text).replace('/', "&#x2f;")));
            }
            assert!(!page.contains("http://") && !page.contains("https://"));
        }
    }

    #[test]
    fn marks_of_markdown_are_made_plain() {
        assert_eq!(escape_markdown("*a* [b](c) <d>\n#e"), "\\*a\\* \\[b\\](c) \\<d\\> \\#e");
    }
}
