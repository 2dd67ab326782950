//! Comments on videos: what yt-dlp writes into `.info.json`, and answers of the YouTube Data API.

use serde_json::Value;

use super::memory::normal;
use super::plain;
use super::portions::Row;
use crate::corpus::Facts;

/// The facts of a comment, in their order.
pub(super) const FACTS: [&str; 3] = ["date", "reply_to", "likes"];

/// The comments of a yt-dlp file.
pub(super) fn downloaded(comments: &[Value]) -> Vec<Row> {
    let parent = |comment: &Value| text(comment, "parent").filter(|parent| parent != "root");
    // The time is worked out backwards from `2 days ago`; what was shown is as exact as it gets.
    let date = |comment: &Value| text(comment, "timestamp").and_then(|seconds| day(&seconds));
    let row = |comment: &Value| {
        let body = text(comment, "text").unwrap_or_default();
        let author = text(comment, "author");
        row(&body, author, text(comment, "id"), [date(comment), parent(comment), text(comment, "like_count")])
    };
    comments.iter().map(row).collect()
}

/// The comments of one or several answers of `commentThreads` or `comments`.
pub(super) fn answers(items: &[Value]) -> Vec<Row> {
    let mut rows = Vec::new();
    for item in items {
        let snippet = item.get("snippet").unwrap_or(&Value::Null);
        match snippet.get("topLevelComment") {
            Some(top) => rows.push(comment(top)),
            None => rows.push(comment(item)),
        }
        let replies = item.pointer("/replies/comments").and_then(Value::as_array);
        rows.extend(replies.into_iter().flatten().map(comment));
    }
    rows
}

fn comment(comment: &Value) -> Row {
    let snippet = comment.get("snippet").unwrap_or(&Value::Null);
    let body = text(snippet, "textOriginal")
        .or_else(|| text(snippet, "textDisplay").map(|html| plain::text(&html)))
        .unwrap_or_default();
    let facts = ["publishedAt", "parentId", "likeCount"].map(|key| text(snippet, key));
    row(&body, text(snippet, "authorDisplayName"), text(comment, "id"), facts)
}

fn row(body: &str, author: Option<String>, id: Option<String>, values: [Option<String>; 3]) -> Row {
    let mut facts = Facts::new();
    for (name, value) in FACTS.into_iter().zip(values) {
        if let Some(value) = value {
            facts.set(name, value);
        }
    }
    let speaker = author.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Row { text: normal(body.trim()), speaker, id, facts, line: 1, ..Row::default() }
}

fn text(object: &Value, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The day of a number of seconds since 1970, as `2026-03-12`.
fn day(seconds: &str) -> Option<String> {
    let days = seconds.parse::<i64>().ok().filter(|seconds| (0..253_402_300_800).contains(seconds))? / 86_400;
    // Years begin with March here, so that leap days stand at their ends.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_right() {
        for (seconds, expected) in [
            ("0", Some("1970-01-01")),
            ("951782400", Some("2000-02-29")),
            ("1767225599", Some("2025-12-31")),
            ("-1", None),
            ("x", None),
        ] {
            assert_eq!(day(seconds).as_deref(), expected, "{seconds}");
        }
    }
}
