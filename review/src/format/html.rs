//! The report as a single HTML file that fetches nothing.
//!
//! The summary is static. A script builds the list of changes from the JSON of the report: with 1,500
//! changes that each reach hundreds of operations, a static list would be slow to open.
//!
//! The markup is written with maud, which escapes all values and checks the structure at compile time.
//! maud adds 3 packages and 5.5 s of CPU time to the first build of `cargo xtask`; askama, the
//! alternative with template files, adds 4 packages and 9.8 s.

use std::collections::BTreeMap;
use std::fmt::Display;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};
use serde_json::json;

use super::outline::{Outline, renamed};
use super::place::Place;
use super::words::count;
use crate::report::{Report, RuleCount, Rust, Wire};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";
/// The counts by rule are folded if there are more rules than this.
const MANY_RULES: usize = 12;

/// Prints the report as an HTML page with filters and links that needs no network.
pub fn html(report: &Report) -> String {
    let outline = Outline::new(report);
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (report.old.name) " → " (report.new.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header.top { (summary(&outline)) }
                noscript { p.notice { "The list of changes and its filters need JavaScript. The summary above is complete." } }
                main #ui-main.layout hidden {
                    (filters())
                    div #ui-list.list aria-label="Changes" role="region" {}
                }
                script id="ui-data" type="application/json" { (PreEscaped(data(&outline))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// The data for the script: the report, the section of each change, and all sections with their rules in
/// reading order.
fn data(outline: &Outline) -> String {
    let sections = outline.sections.iter().map(|section| {
        let (place, title) = (section.place, section.place.title());
        json!({ "place": place, "title": title, "rules": section.rules })
    });
    let data = json!({
        "report": outline.report,
        "places": outline.report.changes.iter().map(Place::of).collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
    });
    // Within a `script` element, only `<` can end the element or start a comment.
    data.to_string().replace('<', "\\u003c")
}

/// The top of the page. The browser test finds figures by their `data-figure`.
fn summary(outline: &Outline) -> Markup {
    let (report, summary) = (outline.report, &outline.report.summary);
    let actions = summary.actions_required.len();
    let waiting = if actions > 0 {
        "action waiting"
    } else {
        "action"
    };
    let bump = summary.version_bump;
    markup! {
        p.eyebrow { "MongoDB Atlas Admin API: spec update" }
        h1 { (report.old.name) " " span.arrow { "→" } " " (report.new.name) }
        @if let (Some(old), Some(new)) = (&report.old.revision, &report.new.revision) {
            p.revisions { "Revision " code { (old) } " → " code { (new) } }
        }
        div.cards {
            (figure("bump", &format!("bump {bump}"), "Version bump", &format!("#rust={bump}"), bump))
            (figure("changes", "changes", "Changes", "#", summary.changes))
            (figure("action", waiting, "To do", "#action=1", actions))
            @let wire = [Wire::Breaking, Wire::Warning, Wire::Additive, Wire::None];
            (card("verdicts", "On the wire", verdicts("wire", &wire, &summary.wire)))
            @let rust = [Rust::Major, Rust::Minor, Rust::Patch];
            (card("verdicts", "For Rust programs", verdicts("rust", &rust, &summary.rust)))
            @if !summary.actions_required.is_empty() {
                (card("todo", "To do", markup! { ol { @for action in &summary.actions_required { li { (action) } } } }))
            }
            (card("sizes", "Specs", specs(outline)))
            @if !summary.rules.is_empty() { (card("rules", "What changed", rules(&summary.rules))) }
        }
    }
}

/// What the two specs contain, and what was renamed.
fn specs(outline: &Outline) -> Markup {
    let sizes = &outline.sizes;
    markup! {
        table {
            thead { tr { @for title in &sizes.columns { th scope="col" { (title) } } } }
            tbody {
                @for row in &sizes.rows {
                    tr { th scope="row" { (row[0]) } @for cell in &row[1..] { td { (cell) } } }
                }
            }
        }
        p.small { "Renamed: " (renamed(outline.report)) }
    }
}

/// Counts by rule, folded if they would push the list of changes far down.
fn rules(rules: &[RuleCount]) -> Markup {
    markup! {
        details open[rules.len() <= MANY_RULES] {
            summary { (count(rules.len(), "rule")) }
            ul {
                @for RuleCount { rule, title, count } in rules {
                    @let (link, figure) = (format!("#rule={}", rule.id()), format!("rule.{}", rule.id()));
                    li { a href=(link) { (title) } " " span data-figure=(figure) { (count) } }
                }
            }
        }
    }
}

fn card(class: &str, title: &str, body: Markup) -> Markup {
    markup! { section class={ "card " (class) } { h2 { (title) } (body) } }
}

/// A card with one figure, and a link to what it counts.
fn figure(name: &str, class: &str, title: &str, link: &str, value: impl Display) -> Markup {
    card(
        class,
        title,
        markup! { a href=(link) { span.figure data-figure=(name) { (value) } } },
    )
}

/// Counts by verdict: a bar, and numbers with links to what they count.
fn verdicts<V: Ord + Display>(name: &str, all: &[V], counts: &BTreeMap<V, usize>) -> Markup {
    let number = |verdict: &V| counts.get(verdict).copied().unwrap_or(0);
    markup! {
        div.bar aria-hidden="true" {
            @for verdict in all.iter().filter(|verdict| number(verdict) > 0) {
                span class=(verdict) style={ "flex-grow:" (number(verdict)) } {}
            }
        }
        ul.legend {
            @for verdict in all {
                @let (link, figure) = (format!("#{name}={verdict}"), format!("{name}.{verdict}"));
                li { a href=(link) { (verdict) } " " strong data-figure=(figure) { (number(verdict)) } }
            }
        }
    }
}

/// The filters. The script fills and drives them.
fn filters() -> Markup {
    let hint = "Schema, property, operation, path …";
    markup! {
        form #ui-filters.filters aria-label="Filters" {
            div.search {
                label for="ui-search" { "Search" }
                input #ui-search type="search" autocomplete="off" spellcheck="false" placeholder=(hint);
                button #ui-more.toggle.more type="button" aria-expanded="false" aria-controls="ui-facets" { "Filters" }
            }
            div.state {
                p #ui-count role="status" aria-live="polite" {}
                button #ui-clear.plain type="button" hidden { "Clear filters" }
            }
            div #ui-facets.facets {
                @for (name, title) in [("wire", "On the wire"), ("rust", "For Rust programs"), ("action", "To do")] {
                    fieldset { legend { (title) } div.toggles id={ "ui-" (name) } {} }
                }
                @for (name, title) in [("tag", "Tag"), ("kind", "Kind"), ("rule", "Rule")] {
                    @let id = format!("ui-{name}");
                    div.choice { label for=(id) { (title) } select id=(id) {} }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sample;

    #[test]
    fn data_cannot_end_its_element() {
        let report = sample::sample();
        let page = html(&report);
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("<img") && !page.contains("new <b>"));
        let (_, data) = page.split_once("type=\"application/json\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        assert!(!data.contains('<'));
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["report"], json!(report));
        assert_eq!(data["places"][0], "action");
    }

    #[test]
    fn page_fetches_nothing() {
        let page = html(&sample::large());
        let fetches = [
            "src=",
            "url(",
            "@import",
            "<link",
            "fetch(",
            "XMLHttp",
            "innerHTML",
        ];
        assert_eq!(fetches.map(|it| page.contains(it)), [false; 7]);
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn summary_needs_no_script() {
        let report = sample::sample();
        let summary = summary(&Outline::new(&report)).into_string();
        let figures = ["\"changes\">44<", "\"wire.breaking\">3<", "\"action\">2<"];
        let texts = ["new &lt;b&gt;&amp;amp;.yaml", "Add a discriminator"];
        for text in figures.into_iter().chain(texts) {
            assert!(summary.contains(text), "{text}");
        }
    }
}
