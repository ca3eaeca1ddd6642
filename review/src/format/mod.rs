//! Prints a [`Report`]: as text, Markdown, JSON, a page of HTML, or for a workflow of GitHub.
//!
//! The formats for people have one order: what needs hands, then what breaks, then what adds or may
//! surprise, then the rest, which is kept shortest. Within each of these, changes stand by rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::report::{Change, Report, Rust, Wire};
use crate::rule::Rule;

mod github;
mod html;
mod inline;
mod markdown;
#[cfg(test)]
mod sample;
mod text;

pub use github::{Github, github};
pub use html::html;
pub use markdown::{PULL_REQUEST_BODY, STEP_SUMMARY, markdown, markdown_within};
pub use text::text;

/// A rule with at most so many changes shows each by itself; one with more is a table.
const FEW_CHANGES: usize = 5;
/// So many operations are named where not all are.
const FEW_OPERATIONS: usize = 3;
/// So many subjects are named where not all are.
const FEW_SUBJECTS: usize = 6;

/// The report as JSON: everything, in an order that stays.
pub fn json(report: &Report) -> String {
    // All keys of the report's maps are texts, so this can't fail.
    let mut text = serde_json::to_string_pretty(report).expect("a report is JSON");
    text.push('\n');
    text
}

/// How soon somebody has to read a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    /// Somebody must do something before the update can be taken.
    Hands,
    /// It breaks programs, or requests.
    Breaks,
    /// There is more than before, or who reads responses may be surprised.
    Adds,
    /// It is only good to know.
    Rest,
}

impl Place {
    fn of(change: &Change) -> Self {
        if change.hands.is_some() {
            Self::Hands
        } else if change.rust == Rust::Major || change.wire == Wire::Breaking {
            Self::Breaks
        } else if change.rust == Rust::Minor || change.wire != Wire::None {
            Self::Adds
        } else {
            Self::Rest
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Hands => "Needs hands",
            Self::Breaks => "Breaks programs or requests",
            Self::Adds => "Adds, deprecates or may surprise",
            Self::Rest => "Good to know",
        }
    }
}

/// The changes to be read equally soon.
struct Section<'a> {
    place: Place,
    groups: Vec<Group<'a>>,
}

impl Section<'_> {
    fn changes(&self) -> usize {
        self.groups.iter().map(|group| group.changes.len()).sum()
    }
}

/// The changes of one rule within a section.
struct Group<'a> {
    rule: Rule,
    changes: Vec<&'a Change>,
}

impl Group<'_> {
    /// The gravest verdicts in it.
    fn worst(&self) -> (Rust, Wire) {
        self.changes
            .iter()
            .fold((Rust::Patch, Wire::None), |(rust, wire), change| {
                (rust.max(change.rust), wire.max(change.wire))
            })
    }

    /// The verdicts, if all its changes have the same.
    fn verdicts(&self) -> Option<(Rust, Wire)> {
        let first = self.changes.first()?;
        let same = |change: &&Change| (change.rust, change.wire) == (first.rust, first.wire);
        self.changes
            .iter()
            .all(same)
            .then_some((first.rust, first.wire))
    }

    /// What `get` gives, if it is the same for all its changes.
    fn common<T: PartialEq + ?Sized>(&self, get: impl Fn(&Change) -> Option<&T>) -> Option<&T> {
        let first = get(self.changes.first()?)?;
        self.changes
            .iter()
            .all(|change| get(change) == Some(first))
            .then_some(first)
    }
}

/// The changes in the order of reading. Within a section the gravest rule is first.
fn sections(report: &Report) -> Vec<Section<'_>> {
    let mut places: BTreeMap<Place, BTreeMap<Rule, Vec<&Change>>> = BTreeMap::new();
    for change in &report.changes {
        let rules = places.entry(Place::of(change)).or_default();
        rules.entry(change.rule).or_default().push(change);
    }
    let mut sections = Vec::new();
    for (place, rules) in places {
        let mut groups: Vec<_> = rules
            .into_iter()
            .map(|(rule, changes)| Group { rule, changes })
            .collect();
        // It is stable: rules that are equally grave keep the order of the rules.
        groups.sort_by_key(|group| std::cmp::Reverse(group.worst()));
        sections.push(Section { place, groups });
    }
    sections
}

/// A number with its noun.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `breaking 3, additive 12`: the gravest first, without those that do not occur.
fn verdict_counts<K: Ord + ToString>(counts: &BTreeMap<K, usize>) -> String {
    let counts = counts.iter().rev().filter(|(_, number)| **number > 0);
    let counts: Vec<_> = counts
        .map(|(verdict, number)| format!("{} {number}", verdict.to_string()))
        .collect();
    if counts.is_empty() {
        "none".to_owned()
    } else {
        counts.join(", ")
    }
}

/// `446 operationIds, 3 schemas`, or nothing if nothing has another name.
fn renames(report: &Report) -> Option<String> {
    let renames = &report.summary.renames;
    let counts = [
        (renames.operation_ids, "operationId"),
        (renames.short_ids, "short id"),
        (renames.rust_functions, "Rust function"),
        (renames.schemas, "schema"),
        (renames.modules, "operation to another module"),
    ];
    let counts: Vec<_> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| match noun {
            "operation to another module" if number > 1 => {
                format!("{number} operations to another module")
            }
            _ => count(number, noun),
        })
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// What the two documents have: a name, the number before, the number after.
fn sizes(report: &Report) -> [(&'static str, usize, usize); 3] {
    let (old, new) = (&report.old, &report.new);
    [
        ("Operations", old.operations, new.operations),
        (
            "Operation-versions",
            old.operation_versions,
            new.operation_versions,
        ),
        ("Types of the crate", old.types, new.types),
    ]
}

/// How a number has changed, with its sign.
fn difference(before: usize, after: usize) -> String {
    if after >= before {
        format!("+{}", after - before)
    } else {
        format!("-{}", before - after)
    }
}

/// `Clusters 20, Projects 9, 3 other tags 8`: how many of the operations each tag has.
fn by_tag(report: &Report, operations: &[String]) -> String {
    const FEW_TAGS: usize = 4;
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in operations {
        let tag = report
            .operations
            .get(operation)
            .map_or("unknown tag", |known| &known.tag);
        *tags.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<_> = tags.into_iter().collect();
    tags.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let mut text = String::new();
    for (tag, number) in tags.iter().take(FEW_TAGS) {
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}{tag} {number}");
    }
    let rest = tags.get(FEW_TAGS..).unwrap_or_default();
    if !rest.is_empty() {
        let number: usize = rest.iter().map(|(_, number)| number).sum();
        let _ = write!(text, ", {} {number}", count(rest.len(), "other tag"));
    }
    text
}

/// The operations in a cell of a table: by name if they are few.
fn cell_of_operations(
    report: &Report,
    operations: &[String],
    print: impl Fn(&str) -> String,
) -> String {
    match operations {
        [] | [_] | [_, _] => few(operations, 2, print),
        many => format!("{}: {}", many.len(), by_tag(report, many)),
    }
}

/// Some names of a list; the others as a number. One that would be left out alone is named.
fn few(names: &[String], most: usize, print: impl Fn(&str) -> String) -> String {
    let most = if names.len() == most + 1 {
        names.len()
    } else {
        most
    };
    let mut text = names
        .iter()
        .take(most)
        .map(|name| print(name))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > most {
        let _ = write!(text, ", … and {} more", names.len() - most);
    }
    text
}

/// At most so many characters of a text, and how many there are.
fn shorten(text: &str, most: usize) -> String {
    // Bytes are at least as many as characters.
    if text.len() <= most {
        return text.to_owned();
    }
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    format!("{start}… ({length} characters)")
}

/// The text without characters that do something in a terminal, or turn the line around them: they
/// show as escapes. Ends of lines stay if `lines`.
fn visible(text: &str, lines: bool) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let ends = matches!(character, '\n' | '\u{2028}' | '\u{2029}');
        if (character == '\n' && lines) || !(character.is_control() || turns || ends) {
            visible.push(character);
        } else {
            visible.extend(character.escape_default());
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_is_first() {
        let report = sample::sample();
        let order: Vec<_> = sections(&report)
            .iter()
            .flat_map(|section| {
                section
                    .groups
                    .iter()
                    .map(|group| (section.place, group.worst()))
            })
            .collect();
        assert_eq!(order.first().map(|(place, _)| *place), Some(Place::Hands));
        for pair in order.windows(2) {
            assert!(pair[0].0 < pair[1].0 || (pair[0].0 == pair[1].0 && pair[0].1 >= pair[1].1));
        }
        let shown: usize = sections(&report).iter().map(Section::changes).sum();
        assert_eq!(shown, report.changes.len());
    }

    #[test]
    fn lists_are_shortened_where_that_is_shorter() {
        let names: Vec<_> = (0..10).map(|number| number.to_string()).collect();
        assert_eq!(few(&names, 3, str::to_owned), "0, 1, 2, … and 7 more");
        assert_eq!(few(&names[..4], 3, str::to_owned), "0, 1, 2, 3");
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüß", 3), "äöü… (4 characters)");
    }

    #[test]
    fn a_name_does_nothing_to_a_terminal() {
        assert_eq!(
            visible("a\u{1b}[31m\nb\u{202e}", true),
            "a\\u{1b}[31m\nb\\u{202e}"
        );
        assert_eq!(visible("a\nb\u{2028}c", false), "a\\nb\\u{2028}c");
    }

    #[test]
    fn the_json_is_whole() {
        let report = sample::sample();
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(
            value["changes"].as_array().unwrap().len(),
            report.changes.len()
        );
        assert_eq!(value["summary"]["step"], "major");
        assert_eq!(
            value["summary"]["wire"]["breaking"],
            report.summary.wire[&Wire::Breaking]
        );
    }
}
