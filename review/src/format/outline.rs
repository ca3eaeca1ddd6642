//! The outline of a printed report: what it shows, in which order, and what it leaves out.
//!
//! The outline is built once, and every format for people prints it. Changes that require action come
//! first, then breaking changes, then additions and possible surprises, then the rest, which is the
//! shortest. Each of these sections groups its changes by rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::words::{LONG, Line, count, counts, label, name, names, shorten, visible, words};
use crate::report::{Change, Report, Rust, Side, Wire};
use crate::rule::Rule;

/// A rule with more changes than this is a table. Otherwise each change has an entry of its own.
const FEW_CHANGES: usize = 5;
/// How many operations a shortened list names.
const FEW_OPERATIONS: usize = 3;
/// How many of their tags a shortened list names.
const FEW_TAGS: usize = 4;
/// How many subjects of a change a shortened list names.
pub(super) const FEW_SUBJECTS: usize = 6;
/// Both sides of a change share a line if neither has more characters than this.
const SHORT: usize = 60;
/// How many characters of a value a table shows.
const CELL: usize = 120;

/// A report, ready to print.
pub(super) struct Outline<'a> {
    pub(super) report: &'a Report,
    pub(super) title: Line,
    /// The version bump, and how many changes and actions there are.
    pub(super) summary: String,
    /// Changes by verdict, renames, and revisions.
    pub(super) facts: Vec<Line>,
    pub(super) actions: Vec<Line>,
    /// What the two specs contain.
    pub(super) sizes: Table,
    /// How many things changed by each rule.
    pub(super) rules: Table,
    pub(super) sections: Vec<Section<'a>>,
}

/// Changes of equal urgency.
pub(super) struct Section<'a> {
    pub(super) place: Place,
    /// How many changes it has, in words.
    pub(super) size: String,
    /// One group for each rule, the most severe first.
    pub(super) groups: Vec<Group<'a>>,
}

/// The section that a change belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// Requires action.
    Action,
    /// Breaks programs or requests.
    Breaks,
    /// Adds or deprecates something, or may surprise a reader of responses.
    Adds,
    /// Everything else.
    Rest,
}

/// The changes of one rule within a section.
pub(super) struct Group<'a> {
    pub(super) changes: Vec<&'a Change>,
    pub(super) title: Line,
    pub(super) body: Body,
}

/// How a group shows its changes.
pub(super) enum Body {
    /// One entry for each, or a single entry that names some of them.
    Entries(Vec<Entry>),
    /// One row for each.
    Table(Table),
}

/// A change: the line that names it, and the facts about it.
pub(super) struct Entry(pub(super) Line, pub(super) Vec<Row>);

/// A fact about a change. Long sides follow as the lines of a diff.
pub(super) struct Row(pub(super) Line, pub(super) Vec<String>);

/// Rows of cells.
pub(super) struct Table {
    /// What all rows have in common.
    pub(super) common: Vec<Line>,
    pub(super) columns: Vec<&'static str>,
    /// The indices of columns that hold numbers.
    pub(super) numbers: &'static [usize],
    pub(super) rows: Vec<Vec<Line>>,
}

impl<'a> Outline<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let (summary, old, new) = (&report.summary, &report.old, &report.new);
        let changes = count(summary.changes, "change");
        let actions = match summary.actions_required.len() {
            0 => "no action required".to_owned(),
            number => format!("{} required", count(number, "action")),
        };
        let size = |what: &str, get: fn(&Side) -> usize| {
            let (before, after) = (get(old), get(new));
            let difference = format!("{:+}", after.cast_signed() - before.cast_signed());
            let cells = [what, &before.to_string(), &after.to_string(), &difference];
            cells.map(words).to_vec()
        };
        let sizes = vec![
            size("Operations", |side| side.operations),
            size("Operation-versions", |side| side.operation_versions),
            size("Crate types", |side| side.types),
        ];
        let rules = summary.rules.iter().map(|rule| {
            let number = words(&rule.count.to_string());
            vec![number, words(rule.title), name(rule.rule.id())]
        });
        let wire = summary.wire.iter().rev();
        let rust = summary.rust.iter().rev();
        let mut facts = vec![
            label("Wire") + words(&counts(wire.map(|(wire, number)| (wire, *number)))),
            label("Rust") + words(&counts(rust.map(|(rust, number)| (rust, *number)))),
            label("Renamed") + words(&renamed(report)),
        ];
        if let (Some(old), Some(new)) = (&old.revision, &new.revision) {
            facts.push(label("Revision") + name(old) + words(" → ") + name(new));
        }
        Self {
            report,
            title: words("Spec update: ") + name(&old.name) + words(" → ") + name(&new.name),
            summary: format!(
                "Version bump: {} · {changes} · {actions}",
                summary.version_bump
            ),
            facts,
            actions: summary
                .actions_required
                .iter()
                .map(|action| words(action))
                .collect(),
            sizes: Table::new(&["", "Before", "After", "Difference"], &[1, 2, 3], sizes),
            rules: Table::new(&["Count", "What", "Rule"], &[0], rules.collect()),
            sections: sections(report),
        }
    }
}

impl Table {
    fn new(columns: &[&'static str], numbers: &'static [usize], rows: Vec<Vec<Line>>) -> Self {
        let (common, columns) = (Vec::new(), columns.to_vec());
        Self {
            common,
            columns,
            numbers,
            rows,
        }
    }
}

/// All changes, in reading order.
fn sections(report: &Report) -> Vec<Section<'_>> {
    let mut places: BTreeMap<Place, BTreeMap<Rule, Vec<&Change>>> = BTreeMap::new();
    for change in &report.changes {
        let rules = places.entry(Place::of(change)).or_default();
        rules.entry(change.rule).or_default().push(change);
    }
    let mut sections = Vec::new();
    for (place, rules) in places {
        let size = count(rules.values().map(Vec::len).sum(), "change");
        let mut rules: Vec<_> = rules.into_values().collect();
        // The sort is stable, so equally severe rules keep the order of `Rule`.
        rules.sort_by_key(|changes| Reverse(severity(changes)));
        let group = |changes| Group::new(report, place, changes);
        let groups = rules.into_iter().map(group).collect();
        sections.push(Section {
            place,
            size,
            groups,
        });
    }
    sections
}

fn severity(changes: &[&Change]) -> (Option<Rust>, Option<Wire>) {
    let rust = changes.iter().map(|change| change.rust).max();
    (rust, changes.iter().map(|change| change.wire).max())
}

impl Place {
    pub(super) fn of(change: &Change) -> Self {
        if change.action_required.is_some() {
            Self::Action
        } else if change.rust == Rust::Major || change.wire == Wire::Breaking {
            Self::Breaks
        } else if change.rust == Rust::Minor || change.wire != Wire::None {
            Self::Adds
        } else {
            Self::Rest
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Action => "Action required",
            Self::Breaks => "Breaks programs or requests",
            Self::Adds => "Additions, deprecations, and possible surprises",
            Self::Rest => "Good to know",
        }
    }
}

impl<'a> Group<'a> {
    /// Groups changes of one rule. There must be at least one.
    fn new(report: &Report, place: Place, changes: Vec<&'a Change>) -> Self {
        let (rule, number) = (changes[0].rule, changes.len());
        let mut title = words(&format!("{} ({number}) · ", rule.title())) + name(rule.id());
        let verdict = verdicts(changes[0]);
        // If verdicts differ, each change shows its own.
        let alike = changes.iter().all(|change| verdicts(change) == verdict);
        if alike {
            title = title + words(" · ") + verdict;
        }
        let entry = |change: &&Change| entry(report, change, alike);
        let body = match place {
            Place::Rest if number > FEW_SUBJECTS / 2 => {
                let subjects = changes.iter().flat_map(|change| &change.subjects);
                Body::Entries(vec![Entry(names(subjects, 2 * FEW_SUBJECTS), Vec::new())])
            }
            _ if number > FEW_CHANGES => Body::Table(table(report, &changes, alike)),
            _ => Body::Entries(changes.iter().map(entry).collect()),
        };
        Self {
            changes,
            title,
            body,
        }
    }

    /// Names some subjects, for when there is no room for the changes.
    pub(super) fn subjects(&self, most: usize) -> Line {
        let changes = self.changes.iter();
        names(changes.flat_map(|change| &change.subjects), most)
    }
}

/// A change with all its facts, and with long lists shortened.
fn entry(report: &Report, change: &Change, alike: bool) -> Entry {
    let mut subjects = names(&change.subjects, FEW_SUBJECTS);
    if !alike {
        subjects = subjects + words(" · ") + verdicts(change);
    }
    let line = |line: Line| Row(line, Vec::new());
    let mut rows = Vec::new();
    if let Some(action) = &change.action_required {
        rows.push(line(label("Action required") + words(action)));
    }
    if change.before.is_some() || change.after.is_some() {
        rows.push(changed(label("Change"), &change.before, &change.after));
    }
    for note in &change.notes {
        rows.push(line(label("Note") + words(note)));
    }
    let operations = &change.operations;
    if !operations.is_empty() {
        let number = count(operations.len(), "operation-version");
        let mut reaches = label(&format!("Reaches {number}")) + names(operations, FEW_OPERATIONS);
        if operations.len() > FEW_OPERATIONS + 1 {
            reaches = reaches + words(&format!(" ({})", by_tag(report, operations)));
        }
        rows.push(line(reaches));
    }
    for item in change.items.iter().take(FEW_SUBJECTS) {
        let path = label("Crate") + name(&item.path) + words(": ");
        rows.push(changed(path, &item.before, &item.after));
    }
    if let Some(rest @ 1..) = change.items.len().checked_sub(FEW_SUBJECTS) {
        let rest = count(rest, "more item");
        rows.push(line(label("Crate") + words(&format!("… and {rest}"))));
    }
    Entry(subjects, rows)
}

/// The sides before and after: on one line if they are short, else as a diff.
fn changed(subject: Line, before: &Option<String>, after: &Option<String>) -> Row {
    let long = |text: &String| text.chars().count() > SHORT || text.contains('\n');
    if !before.iter().chain(after).any(long) {
        return Row(subject + sides(before, after), Vec::new());
    }
    let mut lines = Vec::new();
    for (sign, side) in [('-', before), ('+', after)] {
        let text = visible(&shorten(side.as_deref().unwrap_or_default(), LONG));
        let text = text.split('\n').filter(|_| side.is_some());
        lines.extend(text.map(|line| format!("{sign} {line}")));
    }
    Row(subject, lines)
}

fn sides(before: &Option<String>, after: &Option<String>) -> Line {
    match (before, after) {
        (Some(before), Some(after)) => name(before) + words(" → ") + name(after),
        (Some(before), None) => words("was ") + name(before),
        (None, Some(after)) => words("now ") + name(after),
        (None, None) => words("changed"),
    }
}

pub(super) fn verdicts(change: &Change) -> Line {
    words(&format!("wire {}, Rust {}", change.wire, change.rust))
}

/// A row for each change. Values that all rows share move above the table.
fn table(report: &Report, changes: &[&Change], alike: bool) -> Table {
    let side = |side: &Option<String>| {
        let side = side.as_ref().map(|side| name(&shorten(side, CELL)));
        side.unwrap_or_default()
    };
    let reaches = |operations: &[String]| match operations.len() {
        0..=2 => names(operations, 2),
        many => words(&format!("{many} ({})", by_tag(report, operations))),
    };
    let row = |change: &&Change| {
        let verdicts = (!alike).then(|| verdicts(change));
        let action = change.action_required.as_deref().unwrap_or_default();
        [
            ("What", names(&change.subjects, FEW_SUBJECTS / 2)),
            ("Before", side(&change.before)),
            ("After", side(&change.after)),
            ("Verdicts", verdicts.unwrap_or_default()),
            ("Reaches", reaches(&change.operations)),
            ("Action required", words(action)),
            ("Notes", words(&change.notes.join(" "))),
        ]
    };
    let all: Vec<_> = changes.iter().map(row).collect();
    let mut table = Table::new(&[], &[], vec![Vec::new(); all.len()]);
    for (column, (title, cell)) in all[0].iter().enumerate() {
        let shared = all.iter().all(|row| row[column].1 == *cell);
        // Such as the new name of what was renamed.
        let again = all.iter().all(|row| row[column].1 == row[0].1);
        if column == 0 || !(shared || again) {
            table.columns.push(title);
            for (row, all) in table.rows.iter_mut().zip(&all) {
                row.push(all[column].1.clone());
            }
        } else if shared && !cell.0.is_empty() {
            let each = label(&format!("{title}, each"));
            table.common.push(each + cell.clone());
        }
    }
    table
}

/// Counts operations by tag: `Clusters 20, Projects 9, 3 other tags 8`.
fn by_tag(report: &Report, operations: &[String]) -> String {
    let mut tags: BTreeMap<String, usize> = BTreeMap::new();
    for operation in operations {
        let known = report.operations.get(operation);
        let tag = known.map_or("unknown tag", |known| &known.tag);
        *tags.entry(tag.to_owned()).or_default() += 1;
    }
    let mut tags: Vec<_> = tags.into_iter().collect();
    tags.sort_by_key(|(_, number)| Reverse(*number));
    let rest = tags.split_off(tags.len().min(FEW_TAGS));
    let others = rest.iter().map(|(_, number)| number).sum();
    tags.push((count(rest.len(), "other tag"), others));
    counts(tags)
}

/// Counts renames: `operationIds 446, schemas 3`.
pub(super) fn renamed(report: &Report) -> String {
    let renames = &report.summary.renames;
    counts([
        ("operationIds", renames.operation_ids),
        ("short ids", renames.short_ids),
        ("Rust functions", renames.rust_functions),
        ("schemas", renames.schemas),
        ("operations to another module", renames.modules),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sample;

    #[test]
    fn the_most_severe_come_first() {
        let report = sample::sample();
        let sections = sections(&report);
        assert_eq!(sections[0].place, Place::Action);
        assert!(sections.is_sorted_by_key(|section| section.place));
        for section in &sections {
            let groups = &section.groups;
            assert!(groups.is_sorted_by_key(|group| Reverse(severity(&group.changes))));
        }
        let groups = sections.iter().flat_map(|section| &section.groups);
        let shown: usize = groups.map(|group| group.changes.len()).sum();
        assert_eq!(shown, report.changes.len());
    }
}
