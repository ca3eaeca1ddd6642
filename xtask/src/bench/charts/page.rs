//! The tables of `docs/performance.md`. Each shows the last figures of a benchmark, between two comments with its
//! name.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

use crate::bench::record::{Record, Section};

/// The page with all its tables replaced.
///
/// # Errors
/// The page has no place for the figures of a benchmark, or it has a place for one that was not recorded.
pub(super) fn with_tables(page: &str, record: &Record) -> Result<String> {
    let mut page = page.to_owned();
    for (benchmark, section) in record.sections() {
        let start = format!("<!-- figures: {benchmark} -->\n");
        let end = "<!-- end of figures -->\n";
        let parts = page.split_once(&start);
        let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
        let (before, after) = parts.with_context(|| {
            format!(
                "docs/performance.md has no lines `{}` and `{}`",
                start.trim_end(),
                end.trim_end()
            )
        })?;
        page = format!("{before}{start}{}{end}{after}", table(section));
    }
    for rest in page.split("<!-- figures: ").skip(1) {
        let (benchmark, _) = rest.split_once(" -->").unwrap_or((rest, ""));
        if record.section(benchmark).is_err() {
            bail!(
                "docs/performance.md has a place for figures of `{benchmark}`, which are not recorded"
            );
        }
    }
    Ok(page)
}

fn table(section: &Section) -> String {
    let mut table = "\n| | measured | limit |\n|---|---|---|\n".to_owned();
    for figure in &section.figures {
        let figure = figure.figure();
        let limit = figure
            .limit
            .map(|_| figure.limit_text())
            .unwrap_or_default();
        // Writing to a `String` can't fail.
        let _ = writeln!(
            table,
            "| {} | {} | {limit} |",
            figure.name,
            figure.value_text()
        );
    }
    let source = section
        .source
        .as_ref()
        .map(|it| format!(" {it}."))
        .unwrap_or_default();
    let _ = writeln!(
        table,
        "\n`{}`, {}, {}.{source}\n",
        section.command, section.date, section.machine
    );
    table
}
