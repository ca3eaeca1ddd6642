//! The report as a page of its own: nothing is fetched, so it can be kept and sent as one file.
//!
//! The summary is written here and needs no script. The list of changes is made in the browser, from
//! the JSON of the report: with 1,500 changes that reach hundreds of operations each, the page would
//! otherwise be slow to open.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{Place, count, difference, renames, sections, sizes};
use crate::report::{Report, Rust, Wire};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The counts of more rules than this are folded.
const MANY_RULES: usize = 12;

/// What the script reads.
#[derive(Serialize)]
struct Data<'a> {
    report: &'a Report,
    /// For each change, the section that it is in.
    places: Vec<Place>,
    /// The sections and their rules, in the order of reading.
    sections: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    place: Place,
    title: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    title: &'static str,
}

/// The report as one page of HTML with filters and links, which needs no network.
pub fn html(report: &Report) -> String {
    let parts = sections(report).into_iter().map(|section| Part {
        place: section.place,
        title: section.place.title(),
        rules: section
            .groups
            .iter()
            .map(|group| Rule {
                id: group.rule.id(),
                title: group.rule.title(),
            })
            .collect(),
    });
    let data = Data {
        report,
        places: report.changes.iter().map(Place::of).collect(),
        sections: parts.collect(),
    };
    // All keys of the report's maps are texts, so this can't fail.
    let data = serde_json::to_string(&data).expect("a report is JSON");
    fill(PAGE, |name| match name {
        "title" => escape(&format!("{} → {}", report.old.name, report.new.name)),
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.to_owned(),
        "summary" => summary(report),
        _ => in_script(&data),
    })
}

/// The template with its `{{name}}` replaced, in one pass: what is put in is not looked at again.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(&value(name));
        rest = after;
    }
    out + rest
}

/// JSON within a `script`: none of its texts can end the element, begin a comment or end a line.
fn in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

/// A text within an element or an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

/// The top of the page. The browser test reads the figures by their `data-figure`.
fn summary(report: &Report) -> String {
    let summary = &report.summary;
    let mut out =
        String::from("<p class=\"eyebrow\">MongoDB Atlas Admin API: update of the document</p>\n");
    let (old, new) = (escape(&report.old.name), escape(&report.new.name));
    let _ = writeln!(out, "<h1>{old} <span class=\"arrow\">→</span> {new}</h1>");
    if let (Some(old), Some(new)) = (&report.old.revision, &report.new.revision) {
        let (old, new) = (escape(old), escape(new));
        let _ = writeln!(
            out,
            "<p class=\"revisions\">Revision <code>{old}</code> → <code>{new}</code></p>"
        );
    }
    out.push_str("<div class=\"cards\">\n");
    let step = summary.step;
    card(
        &mut out,
        &format!("step {step}"),
        "Step of the crate",
        &figure("step", &step.to_string()),
    );
    card(
        &mut out,
        "changes",
        "Changes",
        &format!(
            "<a href=\"#\">{}</a>",
            figure("changes", &summary.changes.to_string())
        ),
    );
    let hands = report
        .changes
        .iter()
        .filter(|change| change.hands.is_some())
        .count();
    let waiting = if hands > 0 { "hands waiting" } else { "hands" };
    let of_hands = figure("hands", &hands.to_string());
    card(
        &mut out,
        waiting,
        "Need hands",
        &format!("<a href=\"#hands=1\">{of_hands}</a>"),
    );
    let wire = [Wire::Breaking, Wire::Warning, Wire::Additive, Wire::None];
    verdicts(&mut out, "On the wire", "wire", &wire, &summary.wire);
    let rust = [Rust::Major, Rust::Minor, Rust::Patch];
    verdicts(
        &mut out,
        "For programs in Rust",
        "rust",
        &rust,
        &summary.rust,
    );
    if !summary.hands.is_empty() {
        let items: String = summary
            .hands
            .iter()
            .map(|hands| format!("<li>{}</li>", escape(hands)))
            .collect();
        card(
            &mut out,
            "todo",
            "By hand, before the update can be taken",
            &format!("<ol>{items}</ol>"),
        );
    }
    card(&mut out, "sizes", "The documents", &documents(report));
    if !summary.rules.is_empty() {
        let rules: String = summary
            .rules
            .iter()
            .map(|rule| {
                let (id, title) = (rule.rule.id(), escape(rule.title));
                let number = rule.count;
                format!(
                    "<li><a href=\"#rule={id}\">{title}</a> <span data-figure=\"rule.{id}\">{number}</span></li>\n"
                )
            })
            .collect();
        // With many rules the list of changes would begin far below.
        let open = if summary.rules.len() > MANY_RULES {
            ""
        } else {
            " open"
        };
        let number = count(summary.rules.len(), "rule");
        let folded =
            format!("<details{open}><summary>{number}</summary><ul>{rules}</ul></details>");
        card(&mut out, "rules", "What has changed", &folded);
    }
    out.push_str("</div>\n");
    out
}

/// What the two documents have, and what was renamed.
fn documents(report: &Report) -> String {
    let mut out = String::from(
        "<table><thead><tr><th scope=\"col\"></th><th scope=\"col\">Before</th><th scope=\"col\">After</th>\
         <th scope=\"col\">Difference</th></tr></thead><tbody>\n",
    );
    for (name, before, after) in sizes(report) {
        let difference = difference(before, after);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{name}</th><td>{before}</td><td>{after}</td><td>{difference}</td></tr>"
        );
    }
    out.push_str("</tbody></table>");
    if let Some(renames) = renames(report) {
        let _ = write!(out, "<p class=\"small\">Renamed: {}</p>", escape(&renames));
    }
    out
}

fn card(out: &mut String, class: &str, title: &str, body: &str) {
    let title = escape(title);
    let _ = writeln!(
        out,
        "<section class=\"card {class}\"><h2>{title}</h2>{body}</section>"
    );
}

fn figure(name: &str, text: &str) -> String {
    format!("<span class=\"figure\" data-figure=\"{name}\">{text}</span>")
}

/// How many changes have each verdict: a bar, and the numbers as links to what they count.
fn verdicts<V: Ord + ToString>(
    out: &mut String,
    title: &str,
    name: &str,
    all: &[V],
    counts: &BTreeMap<V, usize>,
) {
    let mut bar = String::new();
    let mut legend = String::new();
    for verdict in all {
        let number = counts.get(verdict).copied().unwrap_or(0);
        let verdict = verdict.to_string();
        if number > 0 {
            let _ = write!(
                bar,
                "<span class=\"{verdict}\" style=\"flex-grow:{number}\"></span>"
            );
        }
        let _ = write!(
            legend,
            "<li><a href=\"#{name}={verdict}\">{verdict}</a> \
             <strong data-figure=\"{name}.{verdict}\">{number}</strong></li>"
        );
    }
    let body = format!(
        "<div class=\"bar\" aria-hidden=\"true\">{bar}</div><ul class=\"legend\">{legend}</ul>"
    );
    card(out, "verdicts", title, &body);
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn what_is_put_in_is_not_a_template() {
        let put = |name: &str| format!("{{{{{name}{name}}}}}");
        assert_eq!(fill("<{{a}}> {{b}}", put), "<{{aa}}> {{bb}}");
    }

    #[test]
    fn the_data_stays_within_its_element() {
        let page = html(&sample::sample());
        assert_eq!(page.matches("</script>").count(), 2);
        assert_eq!(page.matches("<img").count(), 0);
        assert!(!page.contains('\u{2028}') && !page.contains("new <b>"));
        let (_, data) = page.split_once("id=\"ui-data\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        assert!(!data.contains(['<', '>', '&']));
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&super::super::json(&sample::sample())).unwrap();
        assert_eq!(data["report"], json);
        assert_eq!(
            data["places"].as_array().unwrap().len(),
            sample::sample().changes.len()
        );
    }

    #[test]
    fn nothing_is_fetched() {
        let page = PAGE.to_owned() + STYLE + SCRIPT;
        for fetches in [
            "src=",
            "url(",
            "@import",
            "<link",
            "fetch(",
            "XMLHttp",
            "innerHTML",
        ] {
            assert!(!page.contains(fetches), "{fetches}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn the_summary_needs_no_script() {
        let report = sample::sample();
        let summary = summary(&report);
        for (name, number) in [
            ("changes", report.changes.len()),
            ("wire.breaking", 3),
            ("hands", 2),
        ] {
            let figure = format!("data-figure=\"{name}\">{number}<");
            assert!(summary.contains(&figure), "{figure}");
        }
        assert!(summary.contains("new &lt;b&gt;&amp;amp;.yaml"));
        assert!(summary.contains("Add a discriminator"));
    }
}
