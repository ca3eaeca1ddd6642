//! The report as GitHub Markdown, for a pull request or the summary of a workflow step.

use super::escape::line;
use super::outline::{Body, Entry, Group, Outline, Row, Table};
use crate::report::Report;

/// The maximum number of characters in the body of a pull request, an issue or a comment.
pub const PULL_REQUEST_BODY: usize = 65_536;
/// The maximum number of bytes in the summary of a workflow step.
pub const STEP_SUMMARY: usize = 1 << 20;

/// A table with more rows than this is folded.
const FOLDED: usize = 20;

/// Prints the report as Markdown.
pub fn markdown(report: &Report) -> String {
    markdown_within(report, usize::MAX)
}

/// Prints the report as Markdown of at most `limit` bytes. If it would be longer, the last rules shrink to one line
/// each, and a note says so.
pub fn markdown_within(report: &Report, limit: usize) -> String {
    let outline = Outline::new(report);
    let mut rules = Vec::new();
    for section in &outline.sections {
        let mut heading = format!("\n## {} ({})\n", section.place.title(), section.size);
        for group in &section.groups {
            let (title, subjects) = (line(&group.title), line(&group.subjects(3)));
            let short = format!("{heading}\n- {title}: {subjects}\n");
            rules.push((short, heading + &whole(group)));
            heading = String::new();
        }
    }
    cut(head(&outline), &rules, limit)
}

/// Fits rules into the limit. Each has a short and a long form. All get the short form, then the first ones the long
/// form while there is room.
fn cut(head: String, rules: &[(String, String)], limit: usize) -> String {
    const NOTE: &str = "\n> Shortened to fit a size limit: some rules are a single line, or missing. \
                        The HTML and JSON reports are complete.\n";
    let whole = head.clone() + &rules.iter().map(|(_, long)| &**long).collect::<String>();
    if whole.len() <= limit {
        return whole;
    }
    let Some(mut room) = limit.checked_sub(head.len() + NOTE.len()) else {
        return String::new();
    };
    let mut take = |size: usize| room.checked_sub(size).map(|rest| room = rest).is_some();
    // The most severe rules come first, so the last ones are left out.
    let shown = rules.iter().take_while(|rule| take(rule.0.len()));
    let shown = shown.count();
    let mut out = head + NOTE;
    for (short, long) in &rules[..shown] {
        let fits = take(long.len().saturating_sub(short.len()));
        out += if fits { long } else { short };
    }
    out
}

fn head(outline: &Outline) -> String {
    let mut out = format!("# {}\n\n**{}**\n\n", line(&outline.title), outline.summary);
    for fact in &outline.facts {
        out += &format!("- {}\n", line(fact));
    }
    if !outline.actions.is_empty() {
        out += "\n**To do:**\n\n";
    }
    for action in &outline.actions {
        out += &format!("- [ ] {}\n", line(action));
    }
    if outline.rules.rows.is_empty() {
        out += "\nNo semantic changes.\n";
    }
    let counts = format!("{}\n{}", table(&outline.sizes), table(&outline.rules));
    out + "\n" + &folded("Counts", &counts)
}

fn folded(title: &str, text: &str) -> String {
    format!("<details><summary>{title}</summary>\n\n{text}\n</details>\n")
}

/// A rule with its changes.
fn whole(group: &Group) -> String {
    let title = format!("\n### {}\n\n", line(&group.title));
    match &group.body {
        Body::Entries(entries) => title + &entries.iter().map(entry).collect::<String>(),
        Body::Table(all) if all.rows.len() > FOLDED => {
            title + &folded(&format!("{} changes", all.rows.len()), &table(all))
        }
        Body::Table(all) => title + &table(all),
    }
}

fn entry(Entry(subjects, rows): &Entry) -> String {
    let mut out = format!("- {}\n", line(subjects));
    for Row(fact, difference) in rows {
        out += format!("  - {}", line(fact)).trim_end();
        out += "\n";
        if !difference.is_empty() {
            // Every line starts with a sign, so none can end the block.
            let difference = difference.join("\n    ");
            out += &format!("    ```diff\n    {difference}\n    ```\n");
        }
    }
    out
}

fn table(table: &Table) -> String {
    let common = table.common.iter().map(|fact| line(fact) + "\n\n");
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let columns = table.columns.iter().map(ToString::to_string).collect();
    let mut rows = row(columns) + "|";
    for number in 0..table.columns.len() {
        let right = table.numbers.contains(&number);
        rows += if right { "--:|" } else { "---|" };
    }
    rows += "\n";
    for cells in &table.rows {
        rows += &row(cells.iter().map(line).collect());
    }
    common.collect::<String>() + &rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::place::Place;
    use crate::format::sample;

    #[test]
    fn formats_report_as_markdown() {
        insta::assert_snapshot!(markdown(&sample::sample()));
    }

    #[test]
    fn table_rows_have_as_many_cells_as_the_header() {
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
    fn long_report_is_cut_between_rules() {
        let report = sample::large();
        let whole = markdown(&report);
        let body = markdown_within(&report, PULL_REQUEST_BODY);
        assert!(whole.len() > PULL_REQUEST_BODY && body.len() <= PULL_REQUEST_BODY);
        assert!(body.contains("are complete"));
        assert!(!whole.contains("are complete"));
        let outline = Outline::new(&report);
        // The most severe changes are all there.
        let breaks = outline
            .sections
            .iter()
            .filter(|it| it.place <= Place::Breaks);
        for group in breaks.flat_map(|it| &it.groups) {
            assert!(body.contains(&line(&group.title)), "{}", group.title);
        }
        assert_eq!(
            body.matches("<details>").count(),
            body.matches("</details>").count()
        );
        // However small the limit, nothing is cut in the middle.
        for limit in (0..PULL_REQUEST_BODY).step_by(4999) {
            let body = markdown_within(&report, limit);
            assert!(body.len() <= limit);
            assert!(body.is_empty() || body.ends_with('\n'));
        }
        assert_eq!(markdown_within(&report, whole.len()), whole);
        assert!(markdown_within(&report, whole.len() - 1).len() < whole.len());
    }
}
