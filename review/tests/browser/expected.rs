//! What the page of a report must show, computed from its JSON.

use std::collections::BTreeSet;

use serde_json::Value;

/// A report as other tools read it.
pub(crate) struct Json {
    pub(crate) report: Value,
}

/// The chosen filters. An empty list matches everything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filters {
    pub(crate) search: String,
    pub(crate) tag: Vec<String>,
    pub(crate) kind: Vec<String>,
    pub(crate) rule: Vec<String>,
    pub(crate) wire: Vec<String>,
    pub(crate) rust: Vec<String>,
    pub(crate) action: bool,
}

impl Filters {
    /// The list of one filter.
    pub(crate) fn of(&mut self, name: &str) -> &mut Vec<String> {
        match name {
            "tag" => &mut self.tag,
            "kind" => &mut self.kind,
            "rule" => &mut self.rule,
            "wire" => &mut self.wire,
            _ => &mut self.rust,
        }
    }
}

impl Json {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            report: serde_json::from_str(text).expect("the report is JSON"),
        }
    }

    pub(crate) fn changes(&self) -> &Vec<Value> {
        self.report["changes"]
            .as_array()
            .expect("a list of changes")
    }

    pub(crate) fn title(&self) -> String {
        let name = |side: &str| self.report[side]["name"].as_str().expect("a name");
        format!("{} → {}", name("old"), name("new"))
    }

    /// The figures of the summary: a name, and the expected text.
    pub(crate) fn figures(&self) -> Vec<(String, String)> {
        let summary = &self.report["summary"];
        let actions = summary["actions_required"].as_array().map_or(0, Vec::len);
        let mut figures = vec![
            (
                "bump".to_owned(),
                summary["version_bump"].as_str().expect("a bump").to_owned(),
            ),
            ("changes".to_owned(), summary["changes"].to_string()),
            ("action".to_owned(), actions.to_string()),
        ];
        for (name, verdicts) in [
            ("wire", &["breaking", "warning", "additive", "none"][..]),
            ("rust", &["major", "minor", "patch"]),
        ] {
            for verdict in verdicts {
                // A verdict without changes may be missing.
                let number = summary[name][verdict].as_u64().unwrap_or(0);
                figures.push((format!("{name}.{verdict}"), number.to_string()));
            }
        }
        for rule in summary["rules"].as_array().expect("a list of rules") {
            let id = rule["rule"].as_str().expect("the id of a rule");
            figures.push((format!("rule.{id}"), rule["count"].to_string()));
        }
        figures
    }

    /// The values of a filter that occur in the changes.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let values = self.changes().iter().flat_map(|change| match name {
            "tag" => strings(&change["tags"]),
            _ => strings(&change[name]),
        });
        values
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// The ids of the changes that match.
    pub(crate) fn filtered(&self, filters: &Filters) -> BTreeSet<String> {
        let passing = self
            .changes()
            .iter()
            .filter(|change| self.passes(change, filters));
        passing
            .map(|change| change["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// The number of changes that match.
    pub(crate) fn count(&self, filters: &Filters) -> String {
        self.filtered(filters).len().to_string()
    }

    fn passes(&self, change: &Value, filters: &Filters) -> bool {
        let one = |name: &str, list: &[String]| {
            list.is_empty() || list.iter().any(|value| change[name] == value.as_str())
        };
        let tags = strings(&change["tags"]);
        (filters.tag.is_empty() || filters.tag.iter().any(|tag| tags.contains(&&**tag)))
            && one("kind", &filters.kind)
            && one("rule", &filters.rule)
            && one("wire", &filters.wire)
            && one("rust", &filters.rust)
            && (!filters.action || !change["action_required"].is_null())
            && filters
                .search
                .split_whitespace()
                .all(|word| self.has(change, word))
    }

    /// Whether a change, or an operation that it reaches, contains a word.
    fn has(&self, change: &Value, word: &str) -> bool {
        let word = word.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&word);
        let own = [
            "id",
            "rule",
            "kind",
            "subjects",
            "before",
            "after",
            "notes",
            "action_required",
            "tags",
        ];
        own.iter()
            .any(|name| strings(&change[name]).into_iter().any(has))
            || change["items"]
                .as_array()
                .expect("a list of items")
                .iter()
                .any(|item| {
                    ["path", "before", "after"]
                        .iter()
                        .any(|name| strings(&item[name]).into_iter().any(has))
                })
            || strings(&change["operations"]).into_iter().any(|path| {
                let known = &self.report["operations"][path];
                let names = ["id", "method", "path", "version"];
                has(path)
                    || names
                        .iter()
                        .any(|name| strings(&known[name]).into_iter().any(has))
            })
    }

    /// Search words: from a name, an operation and a rule.
    pub(crate) fn searches(&self) -> Vec<String> {
        let change = self.richest();
        // The page reacts to every key, so the typed text is short.
        let start = |text: &str| text.chars().take(14).collect::<String>();
        let word = |text: &str| start(text.split_whitespace().next().unwrap_or("a"));
        let mut searches: Vec<_> = strings(&change["subjects"])
            .into_iter()
            .take(1)
            .map(word)
            .collect();
        if let Some(path) = strings(&change["operations"]).first() {
            let id = self.report["operations"][path]["id"]
                .as_str()
                .unwrap_or("list");
            searches.extend([start(path), start(&id.to_uppercase())]);
        }
        searches.extend(
            self.changes()
                .last()
                .map(|change| word(strings(&change["rule"])[0])),
        );
        searches
    }

    /// The change with the most to show: both sides, notes, many operations.
    pub(crate) fn richest(&self) -> &Value {
        let much = |change: &&Value| {
            let both = change["before"].is_string() && change["after"].is_string();
            (
                both,
                strings(&change["operations"]).len(),
                strings(&change["notes"]).len(),
            )
        };
        self.changes()
            .iter()
            .max_by_key(much)
            .expect("there are changes")
    }
}

/// The strings of a value that is a string, a list of strings, or absent.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The page of an operation on docs.rs, such as that of `clusters::v2024_08_05::list_clusters`.
pub(crate) fn page_of(path: &str) -> String {
    let (module, function) = path.rsplit_once("::").expect("a function is in a module");
    let module = module.replace("::", "/");
    format!("https://docs.rs/atlas-api/latest/atlas_api/{module}/fn.{function}.html")
}

/// Encodes a string as the fragment of an address.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let encode = |byte: u8| match plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
