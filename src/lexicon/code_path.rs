//! Code paths: `theme` or `theme/subcode`, and what is wrong with others.

/// What is wrong with a code path and what to do: message and hint.
pub(super) fn path_fault(path: &str) -> Option<(String, String)> {
    let hint = || {
        let better = slug(path);
        let rule = "a code is written `theme/subcode`: lower case letters a-z, digits, `-` and `_`";
        if better.is_empty() || better == path {
            rule.to_owned()
        } else {
            format!("write `{better}`; {rule}")
        }
    };
    if path.trim().is_empty() {
        return Some(("an empty code path".into(), hint()));
    }
    if path.matches('/').count() > 1 {
        return Some((
            format!("more than one `/` in the code path `{path}`"),
            "there are two levels: `theme/subcode`".into(),
        ));
    }
    if path.split('/').any(str::is_empty) {
        return Some((format!("a part of the code path `{path}` is empty"), hint()));
    }
    let wrong = path.chars().find(|&character| !is_path_character(character) && character != '/')?;
    let what = match wrong {
        'A'..='Z' => format!("the capital letter `{wrong}`"),
        _ if wrong.is_whitespace() => "a blank".into(),
        _ => format!("`{wrong}`"),
    };
    Some((format!("{what} in the code path `{path}`"), hint()))
}

/// What is wrong with an id: a path of one part.
pub(super) fn id_fault(id: &str) -> Option<(String, String)> {
    if !id.is_empty() && id.chars().all(is_path_character) {
        return None;
    }
    let better = slug(id).replace('/', "-");
    let rule = "an id has lower case letters a-z, digits, `-` and `_`";
    let hint = if better.is_empty() { rule.to_owned() } else { format!("write `{better}`; {rule}") };
    Some((if id.is_empty() { "an empty id".into() } else { format!("`{id}` is no id") }, hint))
}

const fn is_path_character(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '-' | '_')
}

/// The nearest spelling that a path may have.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.trim().to_lowercase().chars() {
        match character {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            '/' => slug.push('/'),
            other if is_path_character(other) => slug.push(other),
            _ if slug.ends_with(['-', '/']) || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_matches(['-', '/']).replace("-/", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_path_is_named_with_the_nearest_right_one() {
        for (path, message, hint) in [
            ("netzwerke/real", "", ""),
            ("netzwerke", "", ""),
            ("a_1/b-2", "", ""),
            ("Netzwerke/real", "the capital letter `N`", "write `netzwerke/real`"),
            ("kommune/augenhöhe", "`ö` in", "write `kommune/augenhoehe`"),
            ("netzwerke / real", "a blank", "write `netzwerke/real`"),
            ("a/b/c", "more than one `/`", "two levels"),
            ("/b", "is empty", "write `b`"),
            (" ", "an empty code path", "theme/subcode"),
        ] {
            let (found, todo) = path_fault(path).unwrap_or_default();
            assert!(found.contains(message) && found.is_empty() == message.is_empty(), "{path}: {found}");
            assert!(todo.contains(hint), "{path}: {todo}");
        }
    }
}
