//! Replaces the strings in JSON, except for those that the spec's types show to be harmless.

use std::borrow::Cow;
use std::collections::HashSet;

use super::form::is_identifier;
use crate::wire::reader::cursor::{JsonKind, Reader};
use crate::wire::reader::error::JsonError;
use crate::wire::task::Marks;
use crate::wire::writer::Writer;

/// Replaces everything that may be specific to an account in a JSON text: strings, names of properties that are data,
/// and numbers where the spec has no type for them. Without marks, nothing has a type. `None` if the text is not
/// JSON.
pub(super) fn rewritten(
    text: &str,
    marks: Option<&Marks>,
    replace: &mut dyn FnMut(&str) -> String,
) -> Option<String> {
    let set = |of: fn(&Marks) -> &Vec<usize>| -> HashSet<usize> {
        marks
            .map(|marks| of(marks).iter().copied().collect())
            .unwrap_or_default()
    };
    let mut rewriter = Rewriter {
        reader: Reader::new(text),
        writer: Writer::new(),
        listed: set(|marks| &marks.listed),
        free: set(|marks| &marks.free),
        maps: set(|marks| &marks.maps),
        replace,
    };
    rewriter.value(marks.is_none()).ok()?;
    rewriter.reader.end().ok()?;
    Some(rewriter.writer.into_string())
}

/// The strings in a JSON text that the spec lists.
pub(super) fn listed(text: &str, marks: &Marks) -> Vec<String> {
    let reader = Reader::new(text);
    let strings = marks.listed.iter();
    let strings = strings.filter_map(|at| reader.string_at(*at));
    strings.map(Cow::into_owned).collect()
}

struct Rewriter<'a, 'r> {
    reader: Reader<'a>,
    writer: Writer,
    listed: HashSet<usize>,
    free: HashSet<usize>,
    maps: HashSet<usize>,
    replace: &'r mut dyn FnMut(&str) -> String,
}

impl Rewriter<'_, '_> {
    fn value(&mut self, is_free: bool) -> Result<(), JsonError> {
        let kind = self.reader.kind()?;
        let at = self.reader.position();
        let is_free = is_free || self.free.contains(&at);
        match kind {
            JsonKind::Object => {
                let names_are_data = is_free || self.maps.contains(&at);
                self.reader.object_begin()?;
                self.writer.begin_object();
                while let Some(name) = self.reader.next_key()? {
                    match !names_are_data && is_identifier(&name) {
                        true => self.writer.key(&name),
                        false => self.writer.key(&(self.replace)(&name)),
                    }
                    self.value(is_free)?;
                }
                self.writer.end_object();
            }
            JsonKind::Array => {
                self.reader.array_begin()?;
                self.writer.begin_array();
                while self.reader.next_item()? {
                    self.writer.item();
                    self.value(is_free)?;
                }
                self.writer.end_array();
            }
            JsonKind::String => {
                let text = self.reader.string()?;
                match !is_free && self.listed.contains(&at) {
                    true => self.writer.string(&text),
                    false => self.writer.string(&(self.replace)(&text)),
                }
            }
            JsonKind::Number if is_free => {
                let number = self.reader.number()?;
                self.writer
                    .raw(&number.replace(|c: char| c.is_ascii_digit(), "1"));
            }
            JsonKind::Number | JsonKind::Bool | JsonKind::Null => {
                self.writer.raw(self.reader.skip()?);
            }
        }
        Ok(())
    }
}

/// The marks of the body of an error. The code and the reason are the service's own words, but the rest may contain
/// anything.
pub(super) fn marks_of_error(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut find = || -> Result<(), JsonError> {
        let mut reader = Reader::new(text);
        reader.object_begin()?;
        while let Some(name) = reader.next_key()? {
            let is_string = reader.kind()? == JsonKind::String;
            let at = reader.position();
            let value = reader.skip()?;
            let inner = value.trim_matches('"');
            let of_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            match &*name {
                "errorCode" if is_string && inner.chars().all(of_code) => marks.listed.push(at),
                "reason" if is_string && REASONS.contains(&inner) => marks.listed.push(at),
                "error" | "errorCode" | "reason" | "badRequestDetail" => {}
                _ => marks.free.push(at),
            }
        }
        Ok(())
    };
    // If the text is not an object, nothing in it is known.
    let _ = find();
    marks
}

/// The reasons in errors: reason phrases of HTTP (RFC 9110, section 15).
const REASONS: [&str; 13] = [
    "Bad Request",
    "Unauthorized",
    "Payment Required",
    "Forbidden",
    "Not Found",
    "Method Not Allowed",
    "Not Acceptable",
    "Conflict",
    "Gone",
    "Too Many Requests",
    "Internal Server Error",
    "Bad Gateway",
    "Service Unavailable",
];
