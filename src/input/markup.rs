//! The marks inside subtitles: voices, styles, inline times, character references.

/// A run of subtitle text with the voice that the marks give it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Voiced {
    /// The name in `<v Name>`, where one stands before the text.
    pub(super) speaker: Option<String>,
    /// The text without marks; line breaks are kept.
    pub(super) text: String,
    /// Whether a word was highlighted with `<u>`.
    pub(super) highlighted: bool,
}

/// Takes the marks out of a cue's text. A new `<v …>` begins a new run.
pub(super) fn runs(payload: &str) -> Vec<Voiced> {
    let mut runs = vec![Voiced::default()];
    let mut rest = payload;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, marked) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push(&mut runs, before);
        rest = if marked.starts_with('<') { tag(&mut runs, marked) } else { reference(&mut runs, marked) };
    }
    push(&mut runs, rest);
    runs.retain(|run| !run.text.trim().is_empty());
    runs
}

fn push(runs: &mut [Voiced], text: &str) {
    if let Some(run) = runs.last_mut() {
        run.text.push_str(text);
    }
}

/// Handles a tag, or a `<` that is none; returns what follows.
fn tag<'t>(runs: &mut Vec<Voiced>, marked: &'t str) -> &'t str {
    let plain = |runs: &mut Vec<Voiced>| {
        push(runs, "<");
        marked.get(1..).unwrap_or_default()
    };
    let Some(close) = marked.find('>') else { return plain(runs) };
    let inner = marked.get(1..close).unwrap_or_default();
    let name: &str = inner.trim_start_matches('/').split([' ', '.', '\t', '\n']).next().unwrap_or_default();
    let time = name.starts_with(|c: char| c.is_ascii_digit()) && name.contains(':');
    if !time && !matches!(name, "v" | "c" | "i" | "b" | "u" | "ruby" | "rt" | "lang" | "font" | "") {
        return plain(runs);
    }
    if name == "v" && !inner.starts_with('/') {
        let voice = inner.split_once([' ', '\t']).map_or("", |(_, voice)| voice);
        let mut spoken = vec![Voiced::default()];
        decode_into(&mut spoken, voice);
        let voice = spoken.pop().unwrap_or_default().text.trim().to_owned();
        runs.push(Voiced { speaker: (!voice.is_empty()).then_some(voice), ..Voiced::default() });
    } else if name == "u"
        && let Some(run) = runs.last_mut()
    {
        run.highlighted = true;
    }
    marked.get(close + 1..).unwrap_or_default()
}

fn decode_into(runs: &mut [Voiced], text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, marked) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push(runs, before);
        rest = reference(runs, marked);
    }
    push(runs, rest);
}

/// Handles a character reference, or a `&` that begins none; returns what follows.
fn reference<'t>(runs: &mut [Voiced], marked: &'t str) -> &'t str {
    let end = marked.bytes().take(12).position(|byte| byte == b';');
    let name = end.and_then(|end| marked.get(1..end)).unwrap_or_default();
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "auml" => Some('ä'),
        "ouml" => Some('ö'),
        "uuml" => Some('ü'),
        "Auml" => Some('Ä'),
        "Ouml" => Some('Ö'),
        "Uuml" => Some('Ü'),
        "szlig" => Some('ß'),
        "lrm" | "rlm" => Some('\u{200b}'),
        _ => number.and_then(char::from_u32).filter(|character| !character.is_control()),
    };
    let Some(character) = character else {
        push(runs, "&");
        return marked.get(1..).unwrap_or_default();
    };
    // Marks of writing direction are no text.
    if character != '\u{200b}' {
        push(runs, character.encode_utf8(&mut [0; 4]));
    }
    marked.get(name.len() + 2..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(payload: &str, expected: &[(Option<&str>, &str)]) {
        let found = runs(payload);
        let found: Vec<(Option<&str>, &str)> =
            found.iter().map(|run| (run.speaker.as_deref(), run.text.as_str())).collect();
        assert_eq!(found, expected, "{payload}");
    }

    #[test]
    fn voices_styles_and_references() {
        check("<v Yılmaz, Ayşe>Ja.</v>", &[(Some("Yılmaz, Ayşe"), "Ja.")]);
        check("<v S00>Ja", &[(Some("S00"), "Ja")]);
        check(
            "<v.loud Anna &amp; Bernd>Ja</v><v B1>Nein",
            &[(Some("Anna & Bernd"), "Ja"), (Some("B1"), "Nein")],
        );
        check("Kaffee &amp; Kuchen &lt;3 &unk; &", &[(None, "Kaffee & Kuchen <3 &unk; &")]);
        check("<c.yellow>Ja</c> <00:00:03.200>das <i>ist</i> 2 < 3 <b", &[(None, "Ja das ist 2 < 3 <b")]);
        check("&#228;&#xF6;&nbsp;x", &[(None, "äö\u{a0}x")]);
        check("<v >", &[]);
    }
}
