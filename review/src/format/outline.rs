//! The outline of a printed report: what it shows, in which order, and what it leaves out.
//!
//! The outline is built once, and every format for people prints it. Required actions come first, followed by what
//! breaks, what may surprise, and additions. The rest is last and shortest. Additions are grouped by the tag of their
//! operations, everything else by rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::place::Place;
use super::words::{self, LONG, Line, count, counts, label, name, names, shorten, visible, words};
use crate::report::{self, Change, Happened, ItemChange, Report, Rust, Side, Wire};
use crate::rule::Rule;

/// A rule with more changes than this becomes a table. Otherwise each change has its own entry.
const FEW_CHANGES: usize = 5;
/// How many operations a shortened list names.
const FEW_OPERATIONS: usize = 3;
/// How many of their tags a shortened list names.
const FEW_TAGS: usize = 4;
/// How many subjects of a change a shortened list names.
pub(super) const FEW_SUBJECTS: usize = 6;
/// How many items of the crate a change names.
const FEW_ITEMS: usize = 3;
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
    /// The rules of its changes.
    pub(super) rules: Vec<Rule>,
    /// One group for each rule, the most severe first, or for each tag.
    pub(super) groups: Vec<Group<'a>>,
}

/// The changes of one rule or one tag within a section.
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
        let breaks = report.changes.iter().filter(|it| Place::breaks(it)).count();
        let actions = match summary.actions_required.len() {
            0 => "nothing to do".to_owned(),
            number => format!("{number} to do"),
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
            vec![
                number,
                words(rule.title),
                words::rule(rule.rule, rule.rule.id()),
            ]
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
                "Version bump: {} · {changes}, {breaks} breaking · {actions}",
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
    type Changes<'a> = BTreeMap<(String, Option<Rule>), Vec<&'a Change>>;
    let mut places: BTreeMap<Place, Changes<'_>> = BTreeMap::new();
    for change in &report.changes {
        let place = Place::of(change);
        let key = match place {
            Place::New => (tag(change), None),
            _ => (String::new(), Some(change.rule)),
        };
        let groups = places.entry(place).or_default();
        groups.entry(key).or_default().push(change);
    }
    let mut sections = Vec::new();
    for (place, groups) in places {
        let size = count(groups.values().map(Vec::len).sum(), "change");
        let mut rules: Vec<_> = groups.values().flatten().map(|it| it.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut groups: Vec<_> = groups.into_iter().collect();
        if place != Place::New {
            // The sort is stable, so equally severe rules keep the order of `Rule`.
            groups.sort_by_key(|(_, changes)| Reverse(severity(changes)));
        }
        let groups = groups.into_iter();
        let groups = groups.map(|((tag, _), changes)| match place {
            Place::New => Group::of_tag(tag, changes),
            _ => Group::new(report, place, changes),
        });
        sections.push(Section {
            place,
            size,
            rules,
            groups: groups.collect(),
        });
    }
    sections
}

/// The tag of the operations that a change reaches.
fn tag(change: &Change) -> String {
    let mut tags = change.tags.iter();
    match (tags.next(), tags.next()) {
        (Some(tag), None) => tag.clone(),
        (None, _) => "The crate".to_owned(),
        _ => "Several tags".to_owned(),
    }
}

fn severity(changes: &[&Change]) -> (Option<Rust>, Option<Wire>) {
    let rust = changes.iter().map(|change| change.rust).max();
    (rust, changes.iter().map(|change| change.wire).max())
}

impl<'a> Group<'a> {
    /// Groups changes of one rule. There must be at least one.
    fn new(report: &Report, place: Place, changes: Vec<&'a Change>) -> Self {
        let (rule, number) = (changes[0].rule, changes.len());
        let mut title = words(&format!("{} ({number}) · ", rule.title()));
        title = title + words::rule(rule, rule.id());
        let verdict = verdicts(changes[0]);
        // If verdicts differ, each change shows its own.
        let alike = changes.iter().all(|change| verdicts(change) == verdict);
        if alike {
            title = title + words(" · ") + verdict;
        }
        let entry = |change: &&Change| entry(report, change, alike);
        let body = match place {
            Place::Rest => {
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

    /// Groups the additions to one tag: a row for each change.
    fn of_tag(tag: String, mut changes: Vec<&'a Change>) -> Self {
        changes.sort_by(|a, b| (a.rule, &a.subjects).cmp(&(b.rule, &b.subjects)));
        let row = |change: &&Change| {
            let now = change.after.as_ref().or(change.before.as_ref());
            let now = now.map(|it| name(&shorten(it, CELL))).unwrap_or_default();
            let what = names(&change.subjects, FEW_SUBJECTS / 2);
            vec![what, now, words::rule(change.rule, change.rule.title())]
        };
        let rows = changes.iter().map(row).collect();
        let table = Table::new(&["What", "Now", "Rule"], &[], rows);
        let title = words(&format!("{tag} ({})", changes.len()));
        Self {
            changes,
            title,
            body: Body::Table(table),
        }
    }

    /// Names some subjects, if there is no room for the changes.
    pub(super) fn subjects(&self, most: usize) -> Line {
        let changes = self.changes.iter();
        names(changes.flat_map(|change| &change.subjects), most)
    }
}

/// A change with all its facts. Long lists are shortened.
fn entry(report: &Report, change: &Change, alike: bool) -> Entry {
    let mut subjects = names(&change.subjects, FEW_SUBJECTS);
    if !alike {
        subjects = subjects + words(" · ") + verdicts(change);
    }
    let line = |line: Line| Row(line, Vec::new());
    let mut rows = Vec::new();
    if let Some(action) = &change.action_required {
        rows.push(line(label("To do") + words(action)));
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
    if let Some(place) = change.places.first() {
        rows.push(line(self::place(place, change.places.len())));
    }
    // Items that are added with it break nothing.
    let items = change
        .items
        .iter()
        .filter(|it| it.change != Happened::Added);
    let items: Vec<_> = items.collect();
    for item in items.iter().take(FEW_ITEMS) {
        rows.push(self::item(item));
    }
    if let Some(rest @ 1..) = items.len().checked_sub(FEW_ITEMS) {
        let rest = count(rest, "more item");
        rows.push(line(label("Rust") + words(&format!("… and {rest}"))));
    }
    Entry(subjects, rows)
}

/// The lines of a change, and its pointer.
fn place(place: &report::Spots, number: usize) -> Line {
    let sides = [("old", &place.old), ("new", &place.new)].into_iter();
    let sides: Vec<_> = sides
        .filter_map(|(side, spot)| Some((side, spot.as_ref()?)))
        .collect();
    let lines: Vec<_> = sides
        .iter()
        .map(|(side, spot)| format!("{side} line {}", spot.line))
        .collect();
    let pointer = sides.last().map_or("", |(_, spot)| &spot.pointer);
    let more = if number > 1 {
        format!(" and {}", count(number - 1, "more place"))
    } else {
        String::new()
    };
    label("At") + words(&format!("{} ", lines.join(", "))) + name(pointer) + words(&more)
}

/// What happened to an item of the crate.
fn item(item: &ItemChange) -> Row {
    let path = label("Rust") + name(&item.path);
    match (item.change, &item.before, &item.after) {
        (Happened::Removed, ..) => Row(path + words(" is gone"), Vec::new()),
        (Happened::Renamed, _, Some(now)) => Row(path + words(" is now ") + name(now), Vec::new()),
        (_, before, after) => changed(path + words(": "), before, after),
    }
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
            ("To do", words(action)),
            ("Notes", words(&change.notes.join(" "))),
        ]
    };
    let all: Vec<_> = changes.iter().map(row).collect();
    let mut table = Table::new(&[], &[], vec![Vec::new(); all.len()]);
    for (column, (title, cell)) in all[0].iter().enumerate() {
        let shared = all.iter().all(|row| row[column].1 == *cell);
        // For example, the new name of a renamed item.
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
    fn most_severe_changes_come_first() {
        let report = sample::sample();
        let sections = sections(&report);
        assert_eq!(sections[0].place, Place::Action);
        assert!(sections.is_sorted_by_key(|section| section.place));
        for section in &sections {
            let groups = &section.groups;
            let is_sorted = groups.is_sorted_by_key(|group| Reverse(severity(&group.changes)));
            assert!(section.place == Place::New || is_sorted);
        }
        let groups = sections.iter().flat_map(|section| &section.groups);
        let shown: usize = groups.map(|group| group.changes.len()).sum();
        assert_eq!(shown, report.changes.len());
    }
}
