//! A report by hand, for the tests of the formats: something of everything, and names that try to be
//! markup. The browser test takes it too, so it names this crate as others do.

use std::collections::{BTreeMap, BTreeSet};

use review::report::{
    Change, ItemChange, OperationRef, Renames, Report, RuleCount, Rust, Side, Summary, Wire,
};
use review::rule::Rule;

/// Some changes of each kind of interest.
pub(crate) fn sample() -> Report {
    let mut sample = Sample::default();
    let get = sample.operations("Clusters", "2024-08-05", "getCluster", 1);
    let clusters = sample.operations("Clusters", "2024-08-05", "readCluster", 24);
    let projects = sample.operations("Projects", "2023-01-01", "readProject", 17);
    let invoices = sample.operations("Invoices", "2023-01-01", "readInvoice", 2);
    let reached: Vec<_> = clusters.iter().chain(&projects).cloned().collect();

    let change = sample.change(
        Rule::OperationRemoved,
        &["getCluster"],
        Wire::Breaking,
        Rust::Major,
    );
    change.before = Some("GET /api/atlas/v2/clusters/{id}/getCluster".to_owned());
    change
        .notes
        .push("No day of removal was announced.".to_owned());
    change.hands = Some("Say in the changelog what to call instead.".to_owned());
    change.operations = get.clone();
    change.items = vec![ItemChange {
        path: "clusters::get_cluster".to_owned(),
        before: Some("pub fn get_cluster(id: impl Into<String>) -> GetCluster".to_owned()),
        after: None,
    }];

    let change = sample.change(
        Rule::UnionMappingChanged,
        &["ConnectionInfo"],
        Wire::Warning,
        Rust::Minor,
    );
    change.before = Some("by `type`".to_owned());
    change.after = Some("no property tells the branches apart".to_owned());
    change.hands = Some("Add a discriminator to spec/overlay.yaml.".to_owned());
    change.operations = invoices.clone();

    let change = sample.change(
        Rule::PropertyTypeChanged,
        &["Cluster.diskSizeGB"],
        Wire::Breaking,
        Rust::Major,
    );
    change.before = Some("number (double), optional".to_owned());
    change.after = Some("integer (int64), optional".to_owned());
    change
        .notes
        .push("A response with a fraction is set aside among the unknown properties.".into());
    change.operations = reached.clone();
    change.items = vec![ItemChange {
        path: "types::Cluster.disk_size_gb".to_owned(),
        before: Some("pub disk_size_gb: Option<f64>".to_owned()),
        after: Some("pub disk_size_gb: Option<i64>".to_owned()),
    }];

    let change = sample.change(
        Rule::PropertyTypeChanged,
        &[
            "Odd.a|b",
            "Odd.`tick`",
            "Odd.</script><img src=x onerror=alert(1)>",
        ],
        Wire::Breaking,
        Rust::Major,
    );
    change.before = Some("Map<String, Vec<_>> | *none*\nand a second line".to_owned());
    change.after = Some("</script><!-- \u{2028} & \"quotes\" 'single' {{data}}".to_owned());
    change
        .notes
        .push("*Not* _emphasised_, [not](a link), <b>not bold</b>, @nobody, #12.".to_owned());
    change.operations = invoices.clone();

    let change = sample.change(
        Rule::EnumValueAdded,
        &["Cluster.state: PAUSED"],
        Wire::Warning,
        Rust::Minor,
    );
    change.after = Some("PAUSED".to_owned());
    change.operations = reached;
    change.items = vec![ItemChange {
        path: "types::ClusterState::PAUSED".to_owned(),
        before: None,
        after: Some("pub const PAUSED: Self".to_owned()),
    }];

    for number in 0..8 {
        let name = format!("Project.field_{number}");
        let change = sample.change(Rule::PropertyAdded, &[&name], Wire::Additive, Rust::Minor);
        change.after = Some("string, optional".to_owned());
        change.operations = projects.clone();
    }
    for number in 0..30 {
        let name = format!("readProject{number}");
        let change = sample.change(Rule::OperationRenamed, &[&name], Wire::None, Rust::Patch);
        change.before = Some(format!("fetchProject{number}"));
        change.after = Some(name);
        change.operations = projects.iter().skip(number % 17).take(1).cloned().collect();
    }
    sample.change(
        Rule::TitleChanged,
        &["Schema Cluster"],
        Wire::None,
        Rust::Patch,
    );
    sample.finish(vec![
        "Say in the changelog what to call instead.".to_owned(),
        "Add a discriminator to spec/overlay.yaml.".to_owned(),
    ])
}

/// As many changes as an update has at worst, some of which reach the whole API.
#[allow(dead_code, reason = "each of the two places takes what it needs")]
pub(crate) fn large() -> Report {
    let mut sample = Sample::default();
    let all: Vec<_> = (0..30)
        .flat_map(|tag| sample.operations(&format!("Tag {tag}"), "2025-03-12", "read", 20))
        .collect();
    for (number, operation) in all.iter().enumerate() {
        let name = format!("read{number}");
        let change = sample.change(Rule::OperationRenamed, &[&name], Wire::None, Rust::Patch);
        change.before = Some(format!("fetch{number}"));
        change.after = Some(name);
        change.operations = vec![operation.clone()];
    }
    for number in 0..900 {
        let rule = Rule::ALL[number % Rule::ALL.len()];
        let wire = [Wire::Breaking, Wire::Warning, Wire::Additive, Wire::None][number % 4];
        let rust = [Rust::Major, Rust::Minor, Rust::Patch][number % 3];
        let name = format!("SchemaWithQuiteALongName{number}.andAPropertyWithALongName");
        let change = sample.change(rule, &[&name], wire, rust);
        change.before = Some("string, at most 100 characters".to_owned());
        change.after = Some("string, at most 1000 characters".to_owned());
        change.operations = match number % 30 {
            0 => all.clone(),
            _ => all
                .iter()
                .skip(number % 500)
                .take(1 + number % 7)
                .cloned()
                .collect(),
        };
    }
    sample.finish(Vec::new())
}

/// A report as it grows.
#[derive(Default)]
struct Sample {
    changes: Vec<Change>,
    operations: BTreeMap<String, OperationRef>,
}

impl Sample {
    /// Adds operations and gives their Rust paths.
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

    fn change(&mut self, rule: Rule, subjects: &[&str], wire: Wire, rust: Rust) -> &mut Change {
        self.changes.push(Change {
            id: format!("{}-{}", rule.id(), self.changes.len()),
            rule,
            kind: rule.kind(),
            subjects: subjects
                .iter()
                .map(|subject| (*subject).to_owned())
                .collect(),
            before: None,
            after: None,
            wire,
            rust,
            notes: Vec::new(),
            hands: None,
            tags: BTreeSet::new(),
            operations: Vec::new(),
            items: Vec::new(),
        });
        self.changes.last_mut().expect("one was pushed")
    }

    /// The tags and the summary follow from the changes.
    fn finish(mut self, hands: Vec<String>) -> Report {
        let operations = &self.operations;
        for change in &mut self.changes {
            let tags = change
                .operations
                .iter()
                .filter_map(|path| operations.get(path));
            change.tags = tags.map(|operation| operation.tag.clone()).collect();
        }
        self.changes
            .sort_by_key(|change| std::cmp::Reverse((change.rust, change.wire)));
        let mut wire = BTreeMap::new();
        let mut rust = BTreeMap::new();
        let mut rules: BTreeMap<Rule, usize> = BTreeMap::new();
        for change in &self.changes {
            *wire.entry(change.wire).or_default() += 1;
            *rust.entry(change.rust).or_default() += 1;
            *rules.entry(change.rule).or_default() += change.subjects.len();
        }
        let renamed = self
            .changes
            .iter()
            .filter(|change| change.rule == Rule::OperationRenamed);
        let summary = Summary {
            step: self
                .changes
                .iter()
                .map(|change| change.rust)
                .max()
                .unwrap_or(Rust::Patch),
            changes: self.changes.len(),
            wire,
            rust,
            rules: rules
                .into_iter()
                .map(|(rule, count)| RuleCount {
                    rule,
                    title: rule.title(),
                    count,
                })
                .collect(),
            renames: Renames {
                operation_ids: renamed.count(),
                ..Renames::default()
            },
            hands,
        };
        Report {
            old: side("old.yaml", 480, 700, 1500),
            new: side("new <b>&amp;.yaml", 482, 698, 1504),
            summary,
            changes: self.changes,
            operations: self.operations,
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
