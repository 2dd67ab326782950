//! WordPress exports (WXR): the approved comments on all posts. E-mail and IP addresses are not read.

use std::path::Path;

use quick_xml::Reader as XmlReader;
use quick_xml::events::Event;

use super::memory::{self, normal};
use super::portions::Row;
use super::{Documents, ReadOptions, Reader, Source, decode, plain};
use crate::corpus::Facts;
use crate::error::{Error, Result};

/// WordPress exports.
pub(super) struct WordPress;

/// The facts of a comment, in their order.
const FACTS: [&str; 3] = ["post", "date", "reply_to"];

impl Reader for WordPress {
    fn name(&self) -> &'static str {
        "wxr"
    }
    fn about(&self) -> &'static str {
        "WordPress exports: the approved comments"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "wxr"]
    }
    fn claims(&self, path: &Path) -> bool {
        let head = std::fs::File::open(path).ok().and_then(|mut file| decode::read_head(&mut file).ok());
        head.is_some_and(|head| String::from_utf8_lossy(&head).contains("wordpress.org/export"))
    }
    fn fact_names(&self, _head: &str, _options: &ReadOptions) -> Vec<String> {
        FACTS.map(str::to_owned).to_vec()
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let mut frame = decode::whole(source, self.name(), options)?;
        let text = std::mem::take(&mut frame.text);
        frame.shifts = crate::corpus::Shifts::default();
        let Comments { rows, left_out } = comments(&source.shown(), &text)?;
        if left_out > 0 {
            frame
                .notices
                .push(format!("left out {left_out} comment(s) that are not approved, or are pingbacks"));
        }
        if rows.is_empty() && !text.trim().is_empty() {
            frame.notices.push("no approved comment in it".to_owned());
        }
        Ok(memory::documents(rows, frame, options))
    }
}

#[derive(Default)]
struct Comments {
    rows: Vec<Row>,
    left_out: usize,
}

/// A comment while it is read.
#[derive(Default)]
struct Open {
    line: u32,
    id: String,
    author: String,
    date: String,
    content: String,
    approved: String,
    kind: String,
    parent: String,
}

impl Open {
    /// Where the text of an element goes; `None` for what is not read.
    fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "comment_id" => Some(&mut self.id),
            "comment_author" => Some(&mut self.author),
            "comment_date" => Some(&mut self.date),
            "comment_content" => Some(&mut self.content),
            "comment_approved" => Some(&mut self.approved),
            "comment_type" => Some(&mut self.kind),
            "comment_parent" => Some(&mut self.parent),
            _ => None,
        }
    }
}

fn comments(path: &str, text: &str) -> Result<Comments> {
    let mut reader = XmlReader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut found = Comments::default();
    let mut post = String::new();
    let mut open: Option<Open> = None;
    let mut element = String::new();
    let (mut counted, mut line) = (0_usize, 1_u32);
    loop {
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(0).min(text.len());
            let before = text.as_bytes().get(..at).unwrap_or_default();
            Error::Line {
                path: path.to_owned(),
                line: memchr::memchr_iter(b'\n', before).count() as u64 + 1,
                what: format!("no valid XML: {error}"),
                hint: "was the file cut off? export it again from WordPress".to_owned(),
            }
        })?;
        let piece = match &event {
            Event::Start(tag) => {
                element = tag.local_name().as_ref().to_owned();
                if element == "comment" {
                    let at = usize::try_from(reader.buffer_position()).unwrap_or(0).min(text.len());
                    let between = text.as_bytes().get(counted..at).unwrap_or_default();
                    let lines = memchr::memchr_iter(b'\n', between).count();
                    line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
                    counted = at;
                    open = Some(Open { line, ..Open::default() });
                } else if element == "item" {
                    post.clear();
                }
                continue;
            }
            Event::End(tag) => {
                if tag.local_name().as_ref() == "comment"
                    && let Some(comment) = open.take()
                {
                    found.add(comment, &post);
                }
                element.clear();
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(name) => format!("&{};", &**name),
            Event::Eof => break,
            _ => continue,
        };
        match &mut open {
            Some(comment) => {
                if let Some(field) = comment.field(&element) {
                    field.push_str(&piece);
                }
            }
            None if element == "title" => post.push_str(&piece),
            None => {}
        }
    }
    Ok(found)
}

impl Comments {
    fn add(&mut self, comment: Open, post: &str) {
        let kind = comment.kind.trim();
        if comment.approved.trim() != "1" || !(kind.is_empty() || kind == "comment") {
            self.left_out += 1;
            return;
        }
        let mut facts = Facts::new();
        let parent = comment.parent.trim();
        let parent = if parent == "0" { "" } else { parent };
        for (name, value) in FACTS.into_iter().zip([&*plain::text(post), comment.date.trim(), parent]) {
            if !value.is_empty() {
                facts.set(name, normal(value));
            }
        }
        let author = normal(&plain::text(&comment.author));
        let id = comment.id.trim();
        self.rows.push(Row {
            text: normal(&plain::text(&comment.content)),
            speaker: (!author.is_empty()).then_some(author),
            id: (!id.is_empty()).then(|| id.to_owned()),
            facts,
            line: comment.line,
            ..Row::default()
        });
    }
}
