//! Draws a bar chart as SVG. It follows the reader's choice of light or dark.

use maud::{PreEscaped, html};

/// Charts are scaled to the width of the page. Lengths are in units in which a line of text is 14 high.
const WIDTH: f64 = 560.0;
const LABELS: f64 = 150.0;
const BARS: f64 = 300.0;
const ROW: f64 = 22.0;

const STYLE: &str = "\
text { font: 14px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 16px }
.muted { fill: #59636e }
.page { fill: #ffffff }
.ours { fill: #0969da }
.other { fill: #afb8c1 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .muted { fill: #9198a1 }
  .page { fill: #0d1117 }
  .ours { fill: #4493f8 }
  .other { fill: #656c76 }
}
";

pub(super) struct Chart {
    /// The name of the file in `docs/charts`.
    pub(super) file: &'static str,
    pub(super) title: &'static str,
    /// The unit of the bars.
    pub(super) unit: &'static str,
    pub(super) groups: Vec<Group>,
}

/// Bars to compare with each other.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) bars: Vec<Bar>,
}

pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    /// The value as text.
    pub(super) text: String,
    pub(super) is_ours: bool,
}

impl Chart {
    pub(super) fn svg(&self) -> String {
        let bars = || self.groups.iter().flat_map(|group| &group.bars);
        let longest = bars()
            .map(|bar| bar.value)
            .fold(f64::MIN_POSITIVE, f64::max);
        let described: Vec<_> = self.groups.iter().map(Group::description).collect();
        let mut y = 62.0;
        let mut rows = Vec::new();
        for group in &self.groups {
            rows.push(html! { text x="16" y=(y + 14.0) { (group.name) } });
            y += ROW + 2.0;
            for bar in &group.bars {
                // Even the shortest bar is visible.
                let length = (bar.value / longest * BARS).max(1.0).round();
                let class = if bar.is_ours { "ours" } else { "other" };
                rows.push(html! {
                    text.muted x=(LABELS) y=(y + 12.0) text-anchor="end" { (bar.name) }
                    rect class=(class) x=(LABELS + 8.0) y=(y) width=(length) height="16" rx="2" {}
                    text x=(LABELS + length + 14.0) y=(y + 12.0) { (bar.text) }
                });
                y += ROW;
            }
            y += 10.0;
        }
        let height = y + 4.0;
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height)
                role="img" aria-labelledby="title description" {
                title id="title" { (self.title) }
                desc id="description" { (self.unit) ". " (described.join("; ")) "." }
                style { (PreEscaped(STYLE)) }
                rect.page width="100%" height="100%" rx="6" {}
                text.title x="16" y="28" { (self.title) }
                text.muted x="16" y="48" { (self.unit) }
                @for row in &rows { (row) }
            }
        };
        // One element a line, for readable diffs.
        svg.into_string().replace("><", ">\n<") + "\n"
    }
}

impl Group {
    /// The chart in words, for screen readers.
    fn description(&self) -> String {
        let bars = self
            .bars
            .iter()
            .map(|bar| format!("{} {}", bar.name, bar.text));
        format!("{}: {}", self.name, bars.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64]) -> String {
        let bars = values.iter().map(|value| Bar {
            name: "a < b".to_owned(),
            value: *value,
            text: format!("{value} s"),
            is_ours: *value > 1.0,
        });
        let groups = vec![Group {
            name: "group".to_owned(),
            bars: bars.collect(),
        }];
        Chart {
            file: "a.svg",
            title: "Title",
            unit: "Seconds",
            groups,
        }
        .svg()
    }

    #[test]
    fn bar_lengths_match_values() {
        let svg = chart(&[2.0, 1.0, 0.0]);
        for bar in [
            r#"<rect class="ours" x="158" y="86" width="300""#,
            r#"<rect class="other" x="158" y="108" width="150""#,
            r#"<rect class="other" x="158" y="130" width="1""#,
        ] {
            assert!(svg.contains(bar), "{bar}\n{svg}");
        }
        assert!(svg.contains("a &lt; b"), "{svg}");
        assert!(svg.contains("Seconds. group: a &lt; b 2 s, "), "{svg}");
    }

    #[test]
    fn draws_chart_without_bars() {
        assert!(chart(&[]).ends_with("</svg>\n"));
    }
}
