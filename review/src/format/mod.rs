//! Prints a [`Report`] as text, Markdown, JSON, an HTML page, or for a GitHub workflow.
//!
//! All formats for people print one outline of the report; see `outline.rs`.

mod changelog;
mod escape;
mod github;
mod html;
mod markdown;
mod outline;
mod place;
mod rules;
#[cfg(test)]
mod sample;
mod text;
mod words;

pub use changelog::changelog;
pub use github::{Github, github};
pub use html::html;
pub use markdown::{PULL_REQUEST_BODY, STEP_SUMMARY, markdown, markdown_within};
pub use rules::rules;
pub use text::text;

use crate::report::Report;

/// Prints the complete report as JSON, in a stable order.
pub fn json(report: &Report) -> String {
    // All keys of its maps are strings, so this can't fail.
    serde_json::to_string_pretty(report).expect("a report is JSON") + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn json_contains_every_change() {
        let report = super::sample::sample();
        let value: serde_json::Value = serde_json::from_str(&super::json(&report)).unwrap();
        assert_eq!(value["changes"].as_array().unwrap().len(), 44);
        assert_eq!(value["summary"]["version_bump"], "major");
        assert_eq!(value["summary"]["wire"]["breaking"], 3);
    }
}
