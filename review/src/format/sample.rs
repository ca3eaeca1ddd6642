//! Handmade reports for the tests of the formats, with names that look like markup. The browser test uses them too,
//! so this file refers to the crate as `review`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use review::report::{
    Change, Happened, ItemChange, OperationRef, Renames, Report, RuleCount, Rust, Side, Summary,
    Wire,
};
use review::rule::Rule;

const BREAKING: (Wire, Rust) = (Wire::Breaking, Rust::Major);
const SURPRISING: (Wire, Rust) = (Wire::Warning, Rust::Minor);
const ADDITIVE: (Wire, Rust) = (Wire::Additive, Rust::Minor);
const NEUTRAL: (Wire, Rust) = (Wire::None, Rust::Patch);

/// A small report with every kind of entry.
pub(crate) fn sample() -> Report {
    let mut sample = Sample::default();
    let get = sample.operations("Clusters", "2024-08-05", "getCluster", 1);
    let clusters = sample.operations("Clusters", "2024-08-05", "readCluster", 24);
    let projects = sample.operations("Projects", "2023-01-01", "readProject", 17);
    let invoices = sample.operations("Invoices", "2023-01-01", "readInvoice", 2);
    let reached = [&clusters[..], &projects].concat();
    let actions = [
        "Say in the changelog what to call instead.",
        "Add a discriminator to spec/corrections.yaml.",
    ];
    let some = |text: &str| Some(text.to_owned());

    let change = sample.change(Rule::OperationRemoved, BREAKING, &["getCluster"]);
    change.before = some("GET /api/atlas/v2/clusters/{id}/getCluster");
    change.notes = vec!["No sunset was announced.".to_owned()];
    change.action_required = some(actions[0]);
    change.operations = get;
    let signature = some("pub fn get_cluster(id: impl Into<String>) -> GetCluster");
    change.items = vec![item("clusters::get_cluster", signature, None)];

    let change = sample.change(Rule::UnionMappingChanged, SURPRISING, &["ConnectionInfo"]);
    change.before = some("by `type`");
    change.after = some("no property distinguishes the branches");
    change.action_required = some(actions[1]);
    change.operations = invoices.clone();

    let change = sample.change(Rule::PropertyTypeChanged, BREAKING, &["Cluster.diskSizeGB"]);
    change.before = some("number (double), optional");
    change.after = some("integer (int64), optional");
    let note = "A response with a fraction is a mismatch: it stands among the unknown properties.";
    change.notes = vec![note.to_owned()];
    change.operations = reached.clone();
    let before = some("pub disk_size_gb: Option<f64>");
    let after = some("pub disk_size_gb: Option<i64>");
    change.items = vec![item("types::Cluster.disk_size_gb", before, after)];

    let image = "Odd.</script><img src=x onerror=alert(1)>";
    let subjects = ["Odd.a|b", "Odd.`tick`", image];
    let change = sample.change(Rule::PropertyTypeChanged, BREAKING, &subjects);
    change.before = some("Map<String, Vec<_>> | *none*\nand a second line");
    change.after = some("</script><!-- \u{2028} & \"quotes\" 'single' {{data}}");
    let note = "*Not* _emphasised_, [not](a link), <b>not bold</b>, @nobody, #12.";
    change.notes = vec![note.to_owned()];
    change.operations = invoices;

    let change = sample.change(Rule::EnumValueAdded, SURPRISING, &["Cluster.state: PAUSED"]);
    change.after = some("PAUSED");
    change.operations = reached;
    let after = some("pub const PAUSED: Self");
    change.items = vec![item("types::ClusterState::PAUSED", None, after)];

    for number in 0..8 {
        let name = format!("Project.field_{number}");
        let change = sample.change(Rule::PropertyAdded, ADDITIVE, &[&name]);
        change.after = some("string, optional");
        change.operations = projects.clone();
    }
    for number in 0..30 {
        let name = format!("readProject{number}");
        let change = sample.change(Rule::OperationRenamed, NEUTRAL, &[&name]);
        change.before = Some(format!("fetchProject{number}"));
        change.after = Some(name);
        change.operations = vec![projects[number % 17].clone()];
    }
    sample.change(Rule::TitleChanged, NEUTRAL, &["Schema Cluster"]);
    sample.finish(&actions)
}

/// A report as large as the biggest update, with changes that reach the whole API.
#[allow(dead_code, reason = "not every test that includes this file uses it")]
pub(crate) fn large() -> Report {
    let mut sample = Sample::default();
    let mut all = Vec::new();
    for tag in 0..30 {
        all.extend(sample.operations(&format!("Tag {tag}"), "2025-03-12", "read", 20));
    }
    for (number, operation) in all.iter().enumerate() {
        let name = format!("read{number}");
        let change = sample.change(Rule::OperationRenamed, NEUTRAL, &[&name]);
        change.before = Some(format!("fetch{number}"));
        change.after = Some(name);
        change.operations = vec![operation.clone()];
    }
    for number in 0..900 {
        let rule = Rule::ALL[number % Rule::ALL.len()];
        let wire = [Wire::Breaking, Wire::Warning, Wire::Additive, Wire::None][number % 4];
        let rust = [Rust::Major, Rust::Minor, Rust::Patch][number % 3];
        let name = format!("SchemaWithQuiteALongName{number}.andAPropertyWithALongName");
        let change = sample.change(rule, (wire, rust), &[&name]);
        change.before = Some("string, at most 100 characters".to_owned());
        change.after = Some("string, at most 1000 characters".to_owned());
        let first = number % 500;
        change.operations = match number % 30 {
            0 => all.clone(),
            _ => all[first..=first + number % 7].to_vec(),
        };
    }
    sample.finish(&[])
}

fn item(path: &str, before: Option<String>, after: Option<String>) -> ItemChange {
    let path = path.to_owned();
    let change = match (&before, &after) {
        (None, _) => Happened::Added,
        (_, None) => Happened::Removed,
        _ => Happened::Changed,
    };
    ItemChange {
        path,
        change,
        before,
        after,
    }
}

/// A report under construction.
#[derive(Default)]
struct Sample {
    changes: Vec<Change>,
    operations: BTreeMap<String, OperationRef>,
}

impl Sample {
    /// Adds operations and returns their Rust paths.
    fn operations(&mut self, tag: &str, version: &str, id: &str, number: usize) -> Vec<String> {
        let module = tag.to_lowercase().replace(' ', "_");
        let version_module = format!("v{}", version.replace('-', "_"));
        let mut paths = Vec::new();
        for number in 0..number {
            let path = format!("{module}::{version_module}::{}_{number}", id.to_lowercase());
            let operation = OperationRef {
                id: format!("{id}{number}"),
                method: ["GET", "POST", "DELETE", "PATCH"][number % 4].to_owned(),
                path: format!("/api/atlas/v2/{module}/{{id}}/{id}{number}"),
                version: version.to_owned(),
                tag: tag.to_owned(),
            };
            self.operations.insert(path.clone(), operation);
            paths.push(path);
        }
        paths
    }

    fn change(&mut self, rule: Rule, verdicts: (Wire, Rust), subjects: &[&str]) -> &mut Change {
        self.changes.push(Change {
            id: format!("{}-{}", rule.id(), self.changes.len()),
            rule,
            kind: rule.kind(),
            subjects: subjects.iter().map(ToString::to_string).collect(),
            before: None,
            after: None,
            wire: verdicts.0,
            rust: verdicts.1,
            notes: Vec::new(),
            action_required: None,
            places: Vec::new(),
            tags: BTreeSet::new(),
            operations: Vec::new(),
            items: Vec::new(),
        });
        self.changes.last_mut().expect("one was pushed")
    }

    /// Derives the tags and the summary from the changes.
    fn finish(self, actions: &[&str]) -> Report {
        let (mut changes, operations) = (self.changes, self.operations);
        let (mut wire, mut rust, mut rules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for change in &mut changes {
            let reached = change.operations.iter().map(|path| &operations[path]);
            change.tags = reached.map(|it| it.tag.clone()).collect();
            *wire.entry(change.wire).or_default() += 1;
            *rust.entry(change.rust).or_default() += 1;
            *rules.entry(change.rule).or_default() += change.subjects.len();
        }
        changes.sort_by_key(|change| Reverse((change.rust, change.wire)));
        let renames = Renames {
            operation_ids: rules.get(&Rule::OperationRenamed).copied().unwrap_or(0),
            ..Renames::default()
        };
        let rules = rules.into_iter();
        let rules = rules.map(|(rule, count)| (rule, rule.title(), count));
        let rules = rules.map(|(rule, title, count)| RuleCount { rule, title, count });
        Report {
            old: side("old.yaml", 480, 700, 1500),
            new: side("new <b>&amp;.yaml", 482, 698, 1504),
            summary: Summary {
                version_bump: rust.keys().max().copied().unwrap_or(Rust::Patch),
                changes: changes.len(),
                wire,
                rust,
                rules: rules.collect(),
                renames,
                actions_required: actions.iter().map(ToString::to_string).collect(),
            },
            changes,
            operations,
        }
    }
}

fn side(name: &str, operations: usize, operation_versions: usize, types: usize) -> Side {
    Side {
        name: name.to_owned(),
        revision: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        operations,
        operation_versions,
        types,
    }
}
