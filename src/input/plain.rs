//! HTML of comments as plain text: no tags, character references read, paragraphs and breaks kept.

use super::markup;

/// Tags that end a line, and those that end a paragraph.
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd"];
const PARAGRAPHS: &[&str] =
    &["p", "div", "blockquote", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The text of a piece of HTML. A `<` that begins no tag is kept.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let named = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some((tag, behind)) = after.split_once('>').filter(|_| named) else {
            // Kept apart from tags that the reader of references knows.
            out.push_str("&lt;");
            rest = after;
            continue;
        };
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_lowercase();
        if LINES.contains(&&*name) {
            out.push('\n');
        } else if PARAGRAPHS.contains(&&*name) {
            out.push_str("\n\n");
        }
        rest = behind;
    }
    out.push_str(rest);
    let out = markup::runs(&out).into_iter().map(|run| run.text).collect::<String>();
    let mut lines: Vec<&str> = Vec::new();
    for line in out.lines().map(str::trim) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_paragraphs_stay() {
        for (html, expected) in [
            ("Gut &amp; schön", "Gut & schön"),
            ("<p>Eins<br />zwei</p>\n<p>Drei</p>", "Eins\nzwei\n\nDrei"),
            ("2 < 3 und <a href=\"x\">hier</a> &#228;", "2 < 3 und hier ä"),
            ("<b>fett", "fett"),
            ("<", "<"),
            ("", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }
}
