//! The report as Markdown, as GitHub shows it: in a pull request, or as the summary of a workflow.

use super::inline::{code, prose};
use super::{
    FEW_CHANGES, FEW_OPERATIONS, FEW_SUBJECTS, Group, Place, by_tag, cell_of_operations, count,
    difference, few, renames, sections, shorten, sizes, verdict_counts, visible,
};
use crate::report::{Change, ItemChange, Report};

/// The most characters that the body of a pull request, an issue or a comment may have.
pub const PULL_REQUEST_BODY: usize = 65_536;
/// The most bytes that the summary of a workflow's step may have.
pub const STEP_SUMMARY: usize = 1 << 20;

/// What is longer than this is not on one line with its other side.
const SHORT: usize = 60;
/// The most of a text that is shown.
const LONG: usize = 2_000;
/// The most of a cell of a table.
const CELL: usize = 120;
/// A table with more rows is folded.
const FOLDED: usize = 20;

/// The report as Markdown. Long lists of one rule are tables; long lists of operations are shortened.
pub fn markdown(report: &Report) -> String {
    markdown_within(report, usize::MAX)
}

/// The report as Markdown of at most so many bytes. Where it would be longer, the rules that are read
/// last are a line each, with what they are and how often; the text says so.
pub fn markdown_within(report: &Report, limit: usize) -> String {
    let head = head(report);
    let mut blocks: Vec<Block> = Vec::new();
    for section in sections(report) {
        let title = section.place.title();
        let heading = format!("\n## {title} ({})\n", count(section.changes(), "change"));
        for (number, group) in section.groups.iter().enumerate() {
            let long = match section.place {
                Place::Rest => brief(group),
                _ => whole(report, group),
            };
            let heading = if number == 0 {
                heading.clone()
            } else {
                String::new()
            };
            blocks.push(Block {
                heading,
                long,
                short: short(group),
                whole: false,
                left_out: false,
            });
        }
    }
    cut(&head, &mut blocks, limit)
}

/// A rule of a section, as long as it is and as short as it can be.
struct Block {
    /// The heading of the section, if it is its first rule.
    heading: String,
    long: String,
    short: String,
    /// Whether it is shown as long as it is.
    whole: bool,
    /// Whether not even its short form is shown.
    left_out: bool,
}

impl Block {
    fn text(&self) -> &str {
        if self.whole { &self.long } else { &self.short }
    }
}

/// Every rule is at least a line, and the first ones that fit are whole.
fn cut(head: &str, blocks: &mut [Block], limit: usize) -> String {
    const NOTE: &str = "\n> Some rules are a line only, or are left out, as this text may not be \
                        longer. The page and the JSON of the report have everything.\n";
    let long: usize = blocks
        .iter()
        .map(|block| block.heading.len() + block.long.len())
        .sum();
    let fits = head.len() + long <= limit;
    let mut room = limit.saturating_sub(head.len() + if fits { 0 } else { NOTE.len() });
    for block in &mut *blocks {
        let size = block.heading.len() + block.short.len();
        block.left_out = size > room;
        if block.left_out {
            // What is graver is not left out for what is not.
            room = 0;
        }
        room -= if block.left_out { 0 } else { size };
    }
    for block in blocks.iter_mut().filter(|block| !block.left_out) {
        let more = block.long.len().saturating_sub(block.short.len());
        block.whole = fits || more <= room;
        room = if block.whole {
            room.saturating_sub(more)
        } else {
            room
        };
    }
    let mut out = String::new();
    if head.len() <= limit {
        out.push_str(head);
    }
    if !fits && out.len() + NOTE.len() <= limit {
        out.push_str(NOTE);
    }
    for block in blocks.iter().filter(|block| !block.left_out) {
        out.push_str(&block.heading);
        out.push_str(block.text());
    }
    out
}

fn head(report: &Report) -> String {
    let summary = &report.summary;
    let mut out = String::new();
    let (old, new) = (code(&report.old.name), code(&report.new.name));
    out.push_str(&format!("# Spec update: {old} → {new}\n\n"));
    out.push_str(&format!("**Step of the crate: {}**", summary.step));
    out.push_str(&format!(" · {}", count(summary.changes, "change")));
    if !summary.hands.is_empty() {
        out.push_str(&format!(
            " · **{} to be done by hand**",
            count(summary.hands.len(), "thing")
        ));
    }
    out.push_str(&format!("\n\n- Wire: {}\n", verdict_counts(&summary.wire)));
    out.push_str(&format!("- Rust: {}\n", verdict_counts(&summary.rust)));
    if let Some(renames) = renames(report) {
        out.push_str(&format!("- Renamed: {renames}\n"));
    }
    if !summary.hands.is_empty() {
        out.push_str("\n**By hand, before the update can be taken:**\n\n");
    }
    for hands in &summary.hands {
        out.push_str(&format!("- [ ] {}\n", prose(hands)));
    }
    out.push_str("\n| | Before | After | |\n|---|--:|--:|--:|\n");
    for (name, before, after) in sizes(report) {
        let difference = difference(before, after);
        out.push_str(&format!("| {name} | {before} | {after} | {difference} |\n"));
    }
    if let (Some(old), Some(new)) = (&report.old.revision, &report.new.revision) {
        out.push_str(&format!("| Revision | {} | {} | |\n", code(old), code(new)));
    }
    if summary.rules.is_empty() {
        out.push_str("\nThe documents mean the same.\n");
    } else {
        out.push_str("\n<details><summary>Counts by rule</summary>\n\n");
        out.push_str("| Rule | What | |\n|---|---|--:|\n");
        for rule in &summary.rules {
            let id = code(rule.rule.id());
            out.push_str(&format!(
                "| {id} | {} | {} |\n",
                prose(rule.title),
                rule.count
            ));
        }
        out.push_str("\n</details>\n");
    }
    out
}

fn group_title(group: &Group) -> String {
    let verdicts = match group.verdicts() {
        Some((rust, wire)) => format!(" · wire **{wire}** · Rust **{rust}**"),
        None => String::new(),
    };
    let (title, id) = (prose(group.rule.title()), code(group.rule.id()));
    format!("{title} ({}) · {id}{verdicts}", group.changes.len())
}

/// A rule with its changes: each by itself, or as a table if they are many.
fn whole(report: &Report, group: &Group) -> String {
    let mut out = format!("\n### {}\n\n", group_title(group));
    if group.changes.len() <= FEW_CHANGES {
        for change in &group.changes {
            out.push_str(&entry(report, group, change));
        }
        return out;
    }
    if group.changes.len() > FOLDED {
        let number = count(group.changes.len(), "change");
        out.push_str(&format!("<details><summary>{number}</summary>\n\n"));
    }
    table(&mut out, report, group);
    if group.changes.len() > FOLDED {
        out.push_str("\n</details>\n");
    }
    out
}

/// A rule in a line, where there is no room for its changes.
fn short(group: &Group) -> String {
    let subjects = group
        .changes
        .iter()
        .flat_map(|change| change.subjects.iter().cloned());
    let subjects: Vec<_> = subjects.map(|subject| shorten(&subject, CELL)).collect();
    format!("\n- {}: {}\n", group_title(group), few(&subjects, 3, code))
}

/// A rule that needs no more than a line or a few.
fn brief(group: &Group) -> String {
    if group.changes.len() > FEW_SUBJECTS / 2 {
        let subjects: Vec<_> = group
            .changes
            .iter()
            .flat_map(|change| change.subjects.iter().cloned())
            .collect();
        let subjects = few(&subjects, 2 * FEW_SUBJECTS, code);
        return format!("\n- {}: {subjects}\n", group_title(group));
    }
    let mut out = format!("\n- {}\n", group_title(group));
    for change in &group.changes {
        let subjects = few(&change.subjects, FEW_SUBJECTS, code);
        let side = |side: &String| code(&shorten(side, CELL));
        let sides = match (&change.before, &change.after) {
            (Some(before), Some(after)) => format!(": {} → {}", side(before), side(after)),
            (None, Some(one)) | (Some(one), None) => format!(": {}", side(one)),
            (None, None) => String::new(),
        };
        out.push_str(&format!("  - {subjects}{sides}\n"));
    }
    out
}

/// A change with everything about it but long lists.
fn entry(report: &Report, group: &Group, change: &Change) -> String {
    let verdicts = match group.verdicts() {
        Some(_) => String::new(),
        None => format!(" · wire **{}** · Rust **{}**", change.wire, change.rust),
    };
    let mut out = format!(
        "- **{}**{verdicts}\n",
        few(&change.subjects, FEW_SUBJECTS, code)
    );
    let mut item = |text: &str| out.push_str(&format!("  - {text}\n"));
    if let Some(hands) = &change.hands {
        item(&format!("**By hand:** {}", prose(hands)));
    }
    if let Some(sides) = before_after(change.before.as_deref(), change.after.as_deref()) {
        item(&sides);
    }
    for note in &change.notes {
        item(&prose(note));
    }
    if !change.operations.is_empty() {
        let number = count(change.operations.len(), "operation-version");
        let names = few(&change.operations, FEW_OPERATIONS, code);
        let tags = match change.operations.len() > FEW_OPERATIONS + 1 {
            true => format!(" ({})", prose(&by_tag(report, &change.operations))),
            false => String::new(),
        };
        item(&format!("Reaches {number}: {names}{tags}"));
    }
    for ItemChange {
        path,
        before,
        after,
    } in change.items.iter().take(FEW_SUBJECTS)
    {
        let sides = before_after(before.as_deref(), after.as_deref());
        item(&format!(
            "{}: {}",
            code(path),
            sides.unwrap_or_else(|| "changed".to_owned())
        ));
    }
    if change.items.len() > FEW_SUBJECTS {
        item(&format!(
            "… and {}",
            count(change.items.len() - FEW_SUBJECTS, "more item")
        ));
    }
    out
}

/// On one line if that is short, else as a difference, which GitHub shows in colours.
fn before_after(before: Option<&str>, after: Option<&str>) -> Option<String> {
    let short = |text: &str| text.chars().count() <= SHORT && !text.contains('\n');
    let sign = |sign: char, side: Option<&str>| {
        let side = visible(&shorten(side?, LONG), true);
        Some(
            side.split('\n')
                .map(|line| format!("{sign} {line}"))
                .collect::<Vec<_>>(),
        )
    };
    match (before, after) {
        (None, None) => None,
        (Some(before), Some(after)) if short(before) && short(after) => {
            Some(format!("{} → {}", code(before), code(after)))
        }
        (Some(before), None) if short(before) => Some(format!("before {}", code(before))),
        (None, Some(after)) if short(after) => Some(format!("now {}", code(after))),
        _ => {
            let lines: Vec<_> = [sign('-', before), sign('+', after)]
                .into_iter()
                .flatten()
                .flatten()
                .collect();
            // Every line begins with a sign, so none of them ends the block.
            Some(format!(
                "difference:\n    ```diff\n    {}\n    ```",
                lines.join("\n    ")
            ))
        }
    }
}

/// How a column of a table prints its cell.
type Cell<'a> = &'a dyn Fn(&Change) -> String;

/// What many changes of one rule have in common, then a row for each. Columns that would be empty are
/// left out.
fn table(out: &mut String, report: &Report, group: &Group) {
    let hands = group.common(|change| change.hands.as_deref());
    let notes = group.common(|change| (!change.notes.is_empty()).then_some(&*change.notes));
    let operations =
        group.common(|change| (!change.operations.is_empty()).then_some(&*change.operations));
    if let Some(hands) = hands {
        out.push_str(&format!("**By hand, each:** {}\n\n", prose(hands)));
    }
    for note in notes.unwrap_or_default() {
        out.push_str(&format!("Each: {}\n\n", prose(note)));
    }
    if let Some(operations) = operations {
        let number = count(operations.len(), "operation-version");
        let tags = prose(&by_tag(report, operations));
        out.push_str(&format!("Each reaches {number}: {tags}\n\n"));
    }
    let side = |side: &Option<String>| {
        side.as_ref()
            .map_or_else(String::new, |side| code(&shorten(side, CELL)))
    };
    let columns: [(&str, Cell); 7] = [
        ("What", &|change| {
            few(&change.subjects, FEW_SUBJECTS / 2, code)
        }),
        ("Before", &|change| side(&change.before)),
        ("After", &|change| side(&change.after)),
        ("Verdicts", &|change| match group.verdicts() {
            Some(_) => String::new(),
            None => format!("{}, {}", change.wire, change.rust),
        }),
        ("Reaches", &|change| match operations {
            Some(_) => String::new(),
            None => cell_of_operations(report, &change.operations, code),
        }),
        ("By hand", &|change| match (&change.hands, hands) {
            (Some(own), None) => prose(own),
            _ => String::new(),
        }),
        ("Notes", &|change| match notes {
            Some(_) => String::new(),
            None => change
                .notes
                .iter()
                .map(|note| prose(note))
                .collect::<Vec<_>>()
                .join("<br>"),
        }),
    ];
    let cells = columns.map(|(name, cell)| {
        (
            name,
            group
                .changes
                .iter()
                .map(|change| cell(change))
                .collect::<Vec<_>>(),
        )
    });
    let shown: Vec<_> = cells
        .iter()
        .filter(|(name, cells)| *name == "What" || cells.iter().any(|cell| !cell.is_empty()))
        .collect();
    let names: Vec<_> = shown.iter().map(|(name, _)| *name).collect();
    out.push_str(&format!(
        "| {} |\n|{}\n",
        names.join(" | "),
        "---|".repeat(names.len())
    ));
    for row in 0..group.changes.len() {
        let cells: Vec<_> = shown.iter().map(|(_, cells)| cells[row].as_str()).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_report_as_markdown() {
        insta::assert_snapshot!(markdown(&sample::sample()));
    }

    #[test]
    fn no_row_of_a_table_has_more_cells_than_its_head() {
        for report in [sample::sample(), sample::large()] {
            let markdown = markdown(&report);
            let mut bars = None;
            for line in markdown.lines() {
                let number = line.matches('|').count();
                let row = line.starts_with('|');
                assert!(!row || bars.is_none_or(|bars| bars == number), "{line}");
                bars = row.then_some(number);
            }
        }
    }

    #[test]
    fn a_long_report_is_cut_at_whole_rules() {
        let report = sample::large();
        let whole = markdown(&report);
        let body = markdown_within(&report, PULL_REQUEST_BODY);
        assert!(whole.len() > PULL_REQUEST_BODY && body.len() <= PULL_REQUEST_BODY);
        assert!(body.contains("have everything"));
        assert!(!whole.contains("have everything"));
        for section in sections(&report) {
            for group in &section.groups {
                assert!(body.contains(&group_title(group)), "{}", group_title(group));
            }
        }
        assert_eq!(
            body.matches("<details>").count(),
            body.matches("</details>").count()
        );
        // However little there is room for, nothing is cut in the middle.
        for limit in (0..PULL_REQUEST_BODY).step_by(4999) {
            let body = markdown_within(&report, limit);
            assert!(body.len() <= limit);
            assert!(body.is_empty() || body.ends_with('\n'));
        }
        assert_eq!(markdown_within(&report, whole.len()), whole);
        assert!(markdown_within(&report, whole.len() - 1).len() < whole.len());
    }
}
