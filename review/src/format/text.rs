//! The report for a terminal.

use comfy_table::{CellAlignment, presets};
use textwrap::{Options, WordSplitter};

use super::outline::{Body, Entry, Group, Outline, Row, Table};
use crate::report::Report;

/// The maximum number of columns.
const WIDTH: usize = 120;

/// Prints the report as plain text of at most 120 columns.
pub fn text(report: &Report) -> String {
    let outline = Outline::new(report);
    let mut out = head(&outline);
    for section in &outline.sections {
        let title = section.place.title().to_uppercase();
        out += &wrapped(0, format!("\n== {title}: {}", section.size));
        out.extend(section.groups.iter().map(group));
    }
    out += &format!("\n== COUNTS\n\n{}", table(&outline.sizes));
    if !outline.rules.rows.is_empty() {
        let rules = table(&outline.rules);
        out += &format!("\n{rules}\ndocs/rules.md says what each rule means.\n");
    }
    out
}

fn head(outline: &Outline) -> String {
    let mut out = wrapped(0, format!("{}\n\n{}", outline.title, outline.summary));
    out.extend(outline.facts.iter().map(|fact| wrapped(2, fact)));
    if outline.rules.rows.is_empty() {
        out += "\nNo semantic changes.\n";
    }
    if !outline.actions.is_empty() {
        out += "\nTo do:\n";
    }
    for (number, action) in outline.actions.iter().enumerate() {
        out += &wrapped(2, format!("{}. {action}", number + 1));
    }
    out
}

fn group(group: &Group) -> String {
    let title = wrapped(0, format!("\n{}", group.title));
    match &group.body {
        Body::Entries(entries) => title + &entries.iter().map(entry).collect::<String>(),
        Body::Table(all) => title + &table(all),
    }
}

fn entry(Entry(subjects, rows): &Entry) -> String {
    let mut out = wrapped(2, format!("* {subjects}"));
    for Row(line, difference) in rows {
        out += &wrapped(4, line);
        out.extend(difference.iter().map(|line| wrapped(6, line)));
    }
    out
}

/// Wraps each line, with a hanging indent.
fn wrapped(indent: usize, text: impl ToString) -> String {
    let [first, next] = [indent, indent + 2].map(|indent| " ".repeat(indent));
    let options = Options::new(WIDTH).word_splitter(WordSplitter::NoHyphenation);
    let options = options.initial_indent(&first).subsequent_indent(&next);
    let text = text.to_string();
    let lines = text.split('\n').map(str::trim_end);
    lines
        .map(|line| textwrap::fill(line, &options) + "\n")
        .collect()
}

/// Prints a table, or a list of its rows if the table would be too wide.
fn table(table: &Table) -> String {
    let mut out: String = table.common.iter().map(|line| wrapped(2, line)).collect();
    let mut cells = comfy_table::Table::new();
    cells.load_style(presets::NOTHING);
    cells.set_header(&table.columns).add_rows(&table.rows);
    for (number, column) in cells.column_iter_mut().enumerate() {
        if table.numbers.contains(&number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines = cells.lines().map(|line| format!(" {}", line.trim_end()));
    let lines: Vec<_> = lines.collect();
    if lines.iter().all(|line| line.chars().count() <= WIDTH) {
        return out + &lines.join("\n") + "\n";
    }
    for row in &table.rows {
        let mut lines = vec![format!("* {}", row[0])];
        let cells = table.columns.iter().zip(row).skip(1);
        for (title, cell) in cells.filter(|(_, cell)| !cell.0.is_empty()) {
            let cell = format!("{title}: {cell}");
            match lines.last_mut() {
                Some(line) if line.len() + cell.len() < WIDTH - 8 => *line += &format!(" · {cell}"),
                _ => lines.push(format!("  {cell}")),
            }
        }
        out.extend(lines.iter().map(|line| wrapped(2, line)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sample;

    #[test]
    fn formats_report_as_text() {
        insta::assert_snapshot!(text(&sample::sample()));
    }

    #[test]
    fn large_report_stays_short() {
        let report = sample::large();
        let text = text(&report);
        // A change takes a few lines, not one for each operation that it reaches.
        assert!(text.lines().count() < 4 * report.changes.len());
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
