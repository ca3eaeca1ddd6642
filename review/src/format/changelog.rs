//! The report as an entry of a changelog: what breaks, what to write instead, and how much was added.

use std::collections::BTreeMap;

use super::escape::line;
use super::words::{Line, count, name, names, words};
use crate::report::{Change, Happened, ItemChange, Report, Rust, Wire};

/// The most subjects of a change to name.
const SUBJECTS: usize = 3;
/// The most items of the crate that a change names.
const ITEMS: usize = 5;
/// The most changes of requests and responses to name.
const NAMED: usize = 20;
/// The maximum number of columns.
const WIDTH: usize = 120;

/// Prints the lines of a changelog entry, each below the entry of the update.
pub fn changelog(report: &Report) -> String {
    let mut lines = Vec::new();
    for change in report.changes.iter().filter(|it| it.rust == Rust::Major) {
        lines.push(said(words("Breaks programs: "), change));
    }
    let on_wire = |it: &&Change| it.rust != Rust::Major && it.wire == Wire::Breaking;
    let on_wire: Vec<_> = report.changes.iter().filter(on_wire).collect();
    for change in on_wire.iter().take(NAMED) {
        lines.push(said(words("Breaks requests or responses: "), change));
    }
    if let Some(rest @ 1..) = on_wire.len().checked_sub(NAMED) {
        let rest = count(rest, "more change");
        lines.push(words(&format!("Breaks requests or responses: {rest}.")));
    }
    let mut new: BTreeMap<_, usize> = BTreeMap::new();
    let others = report
        .changes
        .iter()
        .filter(|it| it.rust != Rust::Major && it.wire != Wire::Breaking);
    for change in others {
        *new.entry(change.rule).or_default() += change.subjects.len();
    }
    let new: Vec<_> = new
        .iter()
        .map(|(rule, number)| format!("{} ({number})", rule.title()))
        .collect();
    if !new.is_empty() {
        lines.push(words(&format!("Also: {}.", new.join(", "))));
    }
    let options = textwrap::Options::new(WIDTH)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
        .initial_indent("  - ")
        .subsequent_indent("    ");
    let lines = lines
        .iter()
        .map(|it| textwrap::fill(&line(it), &options) + "\n");
    lines.collect()
}

/// A change, with what to write instead.
fn said(start: Line, change: &Change) -> Line {
    let title = words(&format!("{}: ", lower(change.rule.title())));
    let mut line = start + title + names(&change.subjects, SUBJECTS);
    if let (Some(before), Some(after)) = (&change.before, &change.after) {
        line = line + words(" (") + name(before) + words(" → ") + name(after) + words(")");
    }
    let items = change
        .items
        .iter()
        .filter(|it| it.change != Happened::Added);
    let items: Vec<_> = items.collect();
    for item in items.iter().take(ITEMS) {
        line = line + words("; ") + instead(item);
    }
    if let Some(rest @ 1..) = items.len().checked_sub(ITEMS) {
        line = line + words(&format!("; and {}", count(rest, "more item")));
    }
    line = line + words(".");
    change
        .notes
        .iter()
        .fold(line, |line, note| line + words(&format!(" {note}")))
}

/// What to write instead of an item.
fn instead(item: &ItemChange) -> Line {
    let path = name(&item.path);
    match (item.change, &item.after) {
        (Happened::Removed, _) => path + words(" is gone"),
        (Happened::Renamed, Some(now)) => {
            words("instead of ") + path + words(" write ") + name(now)
        }
        (_, Some(now)) => path + words(" is now ") + name(now),
        (_, None) => path + words(" changes"),
    }
}

/// A title within a sentence.
fn lower(title: &str) -> String {
    let (first, rest) = title.split_at(title.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}", first.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sample;

    #[test]
    fn formats_report_as_changelog() {
        insta::assert_snapshot!(changelog(&sample::sample()));
    }
}
