//! The report for a workflow of GitHub: annotations, and the summary of the step.

use super::markdown::{STEP_SUMMARY, markdown_within};
use super::{FEW_SUBJECTS, Place, Section, count, few, sections, shorten, verdict_counts, visible};
use crate::report::{Change, Report, Wire};

/// GitHub shows so many annotations of a level in a step, and drops the others without a word.
const SHOWN: usize = 10;
/// The most of a text in an annotation.
const LONG: usize = 200;

/// What a workflow shows of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Github {
    /// Workflow commands to be printed, a line each: an error for what needs hands, a warning for what
    /// breaks, a notice for what may surprise and for the report in short.
    pub annotations: String,
    /// Markdown, to be appended to the file that `GITHUB_STEP_SUMMARY` names.
    pub summary: String,
}

/// The report as annotations of a workflow, no more than GitHub shows, and as the summary of its step.
pub fn github(report: &Report) -> Github {
    let sections = sections(report);
    // What is to be done for a change comes with the change.
    let of_a_change = |hands: &String| {
        report
            .changes
            .iter()
            .any(|change| change.hands.as_ref() == Some(hands))
    };
    let hands = report
        .summary
        .hands
        .iter()
        .filter(|hands| !of_a_change(hands));
    let mut errors: Vec<_> = hands
        .map(|hands| ("By hand".to_owned(), hands.clone()))
        .collect();
    errors.extend(of_place(&sections, Place::Hands, |_| true));
    let warnings = of_place(&sections, Place::Breaks, |_| true);
    let summary = &report.summary;
    let mut notices = vec![(
        format!(
            "Spec update: {}, step {}",
            count(summary.changes, "change"),
            summary.step
        ),
        format!(
            "{} → {}\nwire: {}\nRust: {}",
            report.old.name,
            report.new.name,
            verdict_counts(&summary.wire),
            verdict_counts(&summary.rust),
        ),
    )];
    notices.extend(of_place(&sections, Place::Adds, |change| {
        change.wire == Wire::Warning
    }));

    let mut annotations = String::new();
    for (level, all) in [
        ("notice", notices),
        ("error", errors),
        ("warning", warnings),
    ] {
        let fit = if all.len() > SHOWN {
            SHOWN - 1
        } else {
            all.len()
        };
        for (title, message) in &all[..fit] {
            annotations.push_str(&command(level, title, message));
        }
        if all.len() > fit {
            let title = format!("… and {} more", all.len() - fit);
            annotations.push_str(&command(
                level,
                &title,
                "The summary of the step has them all.",
            ));
        }
    }
    Github {
        annotations,
        summary: markdown_within(report, STEP_SUMMARY),
    }
}

/// Titles and messages of the changes of a section: for each change, or for each rule if that would be
/// more than are shown.
fn of_place(
    sections: &[Section],
    place: Place,
    wanted: impl Fn(&Change) -> bool,
) -> Vec<(String, String)> {
    let groups: Vec<_> = sections
        .iter()
        .filter(|section| section.place == place)
        .flat_map(|section| &section.groups)
        .map(|group| {
            let changes = group
                .changes
                .iter()
                .copied()
                .filter(|change| wanted(change));
            (group.rule, changes.collect::<Vec<_>>())
        })
        .filter(|(_, changes)| !changes.is_empty())
        .collect();
    let all: usize = groups.iter().map(|(_, changes)| changes.len()).sum();
    let mut annotations = Vec::new();
    for (rule, changes) in groups {
        if all > SHOWN && changes.len() > 1 {
            let subjects: Vec<_> = changes
                .iter()
                .flat_map(|change| change.subjects.iter().cloned())
                .collect();
            let subjects = few(&subjects, FEW_SUBJECTS, |subject| shorten(subject, LONG));
            annotations.push((format!("{} ({})", rule.title(), changes.len()), subjects));
        } else {
            let one = |change: &&Change| (rule.title().to_owned(), message(change));
            annotations.extend(changes.iter().map(one));
        }
    }
    annotations
}

/// A change in a few lines.
fn message(change: &Change) -> String {
    let mut lines = vec![few(&change.subjects, FEW_SUBJECTS, str::to_owned)];
    if let Some(hands) = &change.hands {
        lines.push(format!("by hand: {hands}"));
    }
    for (name, side) in [("before", &change.before), ("after", &change.after)] {
        if let Some(side) = side {
            lines.push(format!("{name}: {}", shorten(side, LONG)));
        }
    }
    let operations = count(change.operations.len(), "operation-version");
    lines.push(format!(
        "wire {}, Rust {}, reaches {operations}",
        change.wire, change.rust
    ));
    lines.join("\n")
}

/// A workflow command, whose text can't end it or begin another.
fn command(level: &str, title: &str, message: &str) -> String {
    let message = visible(message, true)
        .replace('%', "%25")
        .replace('\n', "%0A");
    let title = visible(title, false)
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace(',', "%2C");
    format!("::{level} title={title}::{message}\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_report_as_annotations() {
        insta::assert_snapshot!(github(&sample::sample()).annotations);
    }

    #[test]
    fn a_text_cannot_begin_a_command() {
        assert_eq!(
            command("error", "a, b: c%\n", "100%\r\n::error::no, not: this"),
            "::error title=a%2C b%3A c%25\\n::100%25\\r%0A::error::no, not: this\n",
        );
    }

    #[test]
    fn no_more_than_github_shows() {
        let annotations = github(&sample::large()).annotations;
        for level in ["error", "warning", "notice"] {
            let of_level = format!("::{level} ");
            let number = annotations
                .lines()
                .filter(|line| line.starts_with(&of_level))
                .count();
            assert!(number <= SHOWN, "{number} of {level}");
        }
        assert!(annotations.lines().all(|line| line.starts_with("::")));
        assert!(annotations.contains("more::The summary of the step has them all."));
    }
}
