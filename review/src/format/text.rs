//! The report for a terminal.

use super::{
    FEW_CHANGES, FEW_OPERATIONS, FEW_SUBJECTS, Group, Place, by_tag, cell_of_operations, count,
    difference, few, renames, sections, shorten, sizes, verdict_counts, visible,
};
use crate::report::{Change, Report};

/// What is longer than this is not on one line with its other side.
const SHORT: usize = 44;
/// The most of a text that is shown.
const LONG: usize = 600;
/// The most of a cell of a table.
const CELL: usize = 60;

/// The report as plain text: long lists of one rule are tables, long lists of operations are shortened.
pub fn text(report: &Report) -> String {
    let mut out = Lines::default();
    head(&mut out, report);
    for section in sections(report) {
        let title = section.place.title().to_uppercase();
        out.line(0, "");
        out.line(
            0,
            &format!("== {title}: {}", count(section.changes(), "change")),
        );
        for group in &section.groups {
            if section.place != Place::Rest {
                out.line(0, "");
                out.line(0, &group_title(group));
                if group.changes.len() > FEW_CHANGES {
                    table(&mut out, report, group);
                } else {
                    group
                        .changes
                        .iter()
                        .for_each(|change| entry(&mut out, report, group, change));
                }
            } else {
                brief(&mut out, group);
            }
        }
    }
    out.0
}

/// The text as it grows.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Each line of the text, so far to the right.
    fn line(&mut self, indent: usize, text: &str) {
        for line in visible(text, true).split('\n') {
            if !line.is_empty() {
                self.0.extend(std::iter::repeat_n(' ', indent));
                self.0.push_str(line.trim_end());
            }
            self.0.push('\n');
        }
    }
}

fn head(out: &mut Lines, report: &Report) {
    let summary = &report.summary;
    out.line(
        0,
        &format!("Spec update: {} → {}", report.old.name, report.new.name),
    );
    if let (Some(old), Some(new)) = (&report.old.revision, &report.new.revision) {
        out.line(0, &format!("  revision  {old} → {new}"));
    }
    out.line(0, "");
    let hands = match summary.hands.len() {
        0 => "nothing is to be done by hand".to_owned(),
        number => format!("{} to be done by hand", count(number, "thing")),
    };
    let changes = count(summary.changes, "change");
    out.line(
        0,
        &format!("Step of the crate: {}; {changes}; {hands}", summary.step),
    );
    out.line(0, &format!("  wire     {}", verdict_counts(&summary.wire)));
    out.line(0, &format!("  Rust     {}", verdict_counts(&summary.rust)));
    if let Some(renames) = renames(report) {
        out.line(0, &format!("  renamed  {renames}"));
    }
    out.line(0, "");
    for (name, before, after) in sizes(report) {
        let difference = difference(before, after);
        out.line(
            0,
            &format!("  {name:<20}{before:>6} → {after:<6}{difference:>6}"),
        );
    }
    if !summary.rules.is_empty() {
        out.line(0, "");
    }
    for rule in &summary.rules {
        out.line(
            0,
            &format!("  {:>6}  {} ({})", rule.count, rule.title, rule.rule.id()),
        );
    }
    if !summary.hands.is_empty() {
        out.line(0, "");
        out.line(0, "By hand, before the update can be taken:");
    }
    for (number, hands) in summary.hands.iter().enumerate() {
        out.line(2, &format!("{}. {hands}", number + 1));
    }
    if summary.changes == 0 {
        out.line(0, "");
        out.line(0, "The documents mean the same.");
    }
}

fn group_title(group: &Group) -> String {
    let verdicts = match group.verdicts() {
        Some((rust, wire)) => format!(": wire {wire}, Rust {rust}"),
        None => String::new(),
    };
    let (title, id, number) = (group.rule.title(), group.rule.id(), group.changes.len());
    format!("{title} ({id}) × {number}{verdicts}")
}

/// A change with everything about it but long lists.
fn entry(out: &mut Lines, report: &Report, group: &Group, change: &Change) {
    let verdicts = match group.verdicts() {
        Some(_) => String::new(),
        None => format!("  [wire {}, Rust {}]", change.wire, change.rust),
    };
    let subjects = few(&change.subjects, FEW_SUBJECTS, str::to_owned);
    out.line(2, &format!("* {subjects}{verdicts}"));
    before_after(out, change.before.as_deref(), change.after.as_deref());
    if let Some(hands) = &change.hands {
        out.line(4, &format!("by hand: {hands}"));
    }
    for note in &change.notes {
        out.line(4, &format!("note: {note}"));
    }
    for item in change.items.iter().take(FEW_SUBJECTS) {
        out.line(4, &format!("crate: {}", item.path));
        let before = item
            .before
            .as_ref()
            .map(|before| format!("- {}", shorten(before, LONG)));
        let after = item
            .after
            .as_ref()
            .map(|after| format!("+ {}", shorten(after, LONG)));
        [before, after]
            .into_iter()
            .flatten()
            .for_each(|line| out.line(6, &line));
    }
    if change.items.len() > FEW_SUBJECTS {
        let rest = count(change.items.len() - FEW_SUBJECTS, "more item");
        out.line(4, &format!("crate: … and {rest}"));
    }
    if !change.operations.is_empty() {
        let number = count(change.operations.len(), "operation-version");
        let names = few(&change.operations, FEW_OPERATIONS, str::to_owned);
        let tags = match change.operations.len() > FEW_OPERATIONS + 1 {
            true => format!(" ({})", by_tag(report, &change.operations)),
            false => String::new(),
        };
        out.line(4, &format!("reaches {number}: {names}{tags}"));
    }
}

fn before_after(out: &mut Lines, before: Option<&str>, after: Option<&str>) {
    let short = |text: &str| text.chars().count() <= SHORT && !text.contains('\n');
    match (before, after) {
        (Some(before), Some(after)) if short(before) && short(after) => {
            out.line(4, &format!("{before} → {after}"));
        }
        _ => {
            for (name, side) in [("before", before), ("after", after)] {
                if let Some(side) = side {
                    let side = shorten(side, LONG).replace('\n', "\n          ");
                    out.line(4, &format!("{:<10}{side}", format!("{name}:")));
                }
            }
        }
    }
}

/// What many changes of one rule have in common, then a line for each.
fn table(out: &mut Lines, report: &Report, group: &Group) {
    let hands = group.common(|change| change.hands.as_deref());
    let notes = group.common(|change| (!change.notes.is_empty()).then_some(&*change.notes));
    let operations =
        group.common(|change| (!change.operations.is_empty()).then_some(&*change.operations));
    if let Some(hands) = hands {
        out.line(2, &format!("by hand, each: {hands}"));
    }
    for note in notes.unwrap_or_default() {
        out.line(2, &format!("note, each: {note}"));
    }
    if let Some(operations) = operations {
        let number = count(operations.len(), "operation-version");
        out.line(
            2,
            &format!("each reaches {number}: {}", by_tag(report, operations)),
        );
    }
    let rows = group.changes.iter().map(|change| {
        let mut last = Vec::new();
        if group.verdicts().is_none() {
            last.push(format!("[wire {}, Rust {}]", change.wire, change.rust));
        }
        if operations.is_none() && !change.operations.is_empty() {
            last.push(cell_of_operations(
                report,
                &change.operations,
                str::to_owned,
            ));
        }
        last.extend(change.hands.iter().filter(|_| hands.is_none()).cloned());
        last.extend(change.notes.iter().filter(|_| notes.is_none()).cloned());
        let side = |side: &Option<String>| shorten(&oneline(side.as_deref()), CELL);
        let subjects = few(&change.subjects, 2, str::to_owned);
        [
            oneline(Some(&subjects)),
            side(&change.before),
            side(&change.after),
            last.join("; "),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row: &[String; 4]| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let (subjects, before, after) = (width(0), width(1), width(2));
    for [subject, old, new, last] in &rows {
        let mut line = format!("{subject:<subjects$}");
        match (before, after) {
            (0, 0) => {}
            (0, _) => line.push_str(&format!("  {new:<after$}")),
            (_, 0) => line.push_str(&format!("  {old:<before$}")),
            _ => line.push_str(&format!("  {old:<before$} → {new:<after$}")),
        }
        out.line(2, &format!("{line}  {}", oneline(Some(last))));
    }
}

/// A rule that needs no more than a line or a few.
fn brief(out: &mut Lines, group: &Group) {
    out.line(2, &group_title(group));
    if group.changes.len() <= FEW_SUBJECTS / 2 {
        for change in &group.changes {
            let subjects = oneline(Some(&few(&change.subjects, FEW_SUBJECTS, str::to_owned)));
            let sides = match (&change.before, &change.after) {
                (Some(before), Some(after)) => format!(": {before} → {after}"),
                (None, Some(side)) | (Some(side), None) => format!(": {side}"),
                (None, None) => String::new(),
            };
            out.line(
                6,
                &format!("{subjects}{}", shorten(&oneline(Some(&sides)), 2 * CELL)),
            );
        }
    } else {
        let subjects: Vec<_> = group
            .changes
            .iter()
            .flat_map(|change| change.subjects.iter().cloned())
            .collect();
        out.line(
            6,
            &oneline(Some(&few(&subjects, FEW_SUBJECTS, str::to_owned))),
        );
    }
}

/// A text on one line.
fn oneline(text: Option<&str>) -> String {
    visible(&text.unwrap_or_default().replace('\n', " "), false)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_report_as_text() {
        insta::assert_snapshot!(text(&sample::sample()));
    }

    #[test]
    fn a_large_report_stays_readable() {
        let report = sample::large();
        let text = text(&report);
        // A change has a line, not one for each operation that it reaches.
        assert!(text.lines().count() < 2 * report.changes.len());
        assert!(text.lines().all(|line| line.chars().count() < 400));
    }
}
