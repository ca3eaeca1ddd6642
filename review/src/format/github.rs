//! The report for a GitHub workflow: annotations, and a step summary.

use super::markdown::{STEP_SUMMARY, markdown_within};
use super::outline::{FEW_SUBJECTS, Outline, verdicts};
use super::place::Place;
use super::words::{count, names, shorten, visible};
use crate::report::{Change, Report};

/// How many annotations of each level GitHub shows in a step. It drops the rest silently.
const SHOWN: usize = 10;
/// How many characters of a value an annotation shows.
const LONG: usize = 200;

/// A report for a GitHub workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Github {
    /// Workflow commands to print, one a line: errors for required actions, warnings for breaking
    /// changes, notices for possible surprises and for the summary of the report.
    pub annotations: String,
    /// Markdown to append to the file that `GITHUB_STEP_SUMMARY` names.
    pub summary: String,
}

/// Prints the report as annotations, at most as many as GitHub shows, and as a step summary.
pub fn github(report: &Report) -> Github {
    let outline = Outline::new(report);
    let facts = outline.facts.iter().map(|fact| format!("\n{fact}"));
    let facts = outline.title.to_string() + &facts.collect::<String>();
    let mut notices = vec![(outline.summary.clone(), facts)];
    notices.extend(of_place(&outline, Place::Surprises));
    let mut errors = of_place(&outline, Place::Action);
    for action in report.summary.actions_required.iter().rev() {
        // Actions that belong to a change are part of its annotation.
        let mut changes = report.changes.iter();
        if !changes.any(|change| change.action_required.as_ref() == Some(action)) {
            errors.insert(0, ("To do".to_owned(), action.clone()));
        }
    }
    let warnings = of_place(&outline, Place::Breaks);
    let mut annotations = String::new();
    let levels = ["notice", "error", "warning"].into_iter();
    for (level, mut all) in levels.zip([notices, errors, warnings]) {
        if all.len() > SHOWN {
            let rest = all.split_off(SHOWN - 1).len();
            let where_else = "The step summary lists all of them.";
            all.push((format!("… and {rest} more"), where_else.to_owned()));
        }
        let commands = all.iter();
        annotations.extend(commands.map(|(title, text)| command(level, title, text)));
    }
    Github {
        annotations,
        summary: markdown_within(report, STEP_SUMMARY),
    }
}

/// Titles and messages for a section: one for each change, or one for each rule if those are too many.
fn of_place(outline: &Outline, place: Place) -> Vec<(String, String)> {
    let sections = outline.sections.iter();
    let groups = sections
        .filter(|it| it.place == place)
        .flat_map(|it| &it.groups);
    let changes = groups.flat_map(|group| group.changes.iter().copied());
    let changes: Vec<_> = changes.collect();
    let mut annotations = Vec::new();
    for of_rule in changes.chunk_by(|one, next| one.rule == next.rule) {
        let (title, number) = (of_rule[0].rule.title(), of_rule.len());
        if changes.len() > SHOWN && number > 1 {
            let subjects = of_rule.iter().flat_map(|change| &change.subjects);
            let subjects = names(subjects, FEW_SUBJECTS).to_string();
            annotations.push((format!("{title} ({number})"), subjects));
        } else {
            let one = |change: &&Change| (title.to_owned(), message(change));
            annotations.extend(of_rule.iter().map(one));
        }
    }
    annotations
}

/// Describes a change in a few lines.
fn message(change: &Change) -> String {
    let mut message = names(&change.subjects, FEW_SUBJECTS).to_string();
    let facts = [
        ("to do", &change.action_required),
        ("before", &change.before),
    ];
    for (name, text) in facts.into_iter().chain([("after", &change.after)]) {
        let text = text.as_ref().map(|text| shorten(text, LONG));
        message.extend(text.map(|text| format!("\n{name}: {text}")));
    }
    let operations = count(change.operations.len(), "operation-version");
    message + &format!("\n{}, reaches {operations}", verdicts(change))
}

/// Formats a workflow command. Its text can neither end the command nor start another.
fn command(level: &str, title: &str, message: &str) -> String {
    let escaped = |text: &str| visible(text).replace('%', "%25").replace('\n', "%0A");
    let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
    let message = escaped(message);
    format!("::{level} title={title}::{message}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sample;

    #[test]
    fn formats_report_as_annotations() {
        insta::assert_snapshot!(github(&sample::sample()).annotations);
    }

    #[test]
    fn text_cannot_start_a_workflow_command() {
        assert_eq!(
            command("error", "a, b: c%\n", "100%\r\n::error::no, not: this"),
            "::error title=a%2C b%3A c%25%0A::100%25\\r%0A::error::no, not: this\n",
        );
    }

    #[test]
    fn emits_no_more_than_github_shows() {
        let annotations = github(&sample::large()).annotations;
        for level in ["error", "warning", "notice"] {
            let lines = annotations.lines();
            let of_level = lines.filter(|it| it.starts_with(&format!("::{level} ")));
            assert!(of_level.count() <= SHOWN, "{level}");
        }
        assert!(annotations.lines().all(|line| line.starts_with("::")));
        assert!(annotations.contains("more::The step summary lists all of them."));
    }
}
