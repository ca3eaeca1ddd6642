//! Tests each rule with edits to a small spec. A case lists everything that the report says, so nothing can be
//! reported twice.

mod case;
mod cases;
mod causes;
mod entries;
mod matching;
mod names_in_rust;
mod names_that_stay;
mod refactored;
mod spec;
mod sunsets;
mod types;
mod wording;

use std::collections::BTreeSet;

use cases::cases;
use review::rule::Rule;
use spec::{report, verdicts};

#[test]
fn every_rule_reports_its_change() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let report = report(&case.old, &case.new);
        seen.extend(report.changes.iter().map(|it| it.rule));
        for change in &report.changes {
            let documented = change.rule.wire().contains(&change.wire)
                && change.rule.rust().contains(&change.rust);
            let verdict = (change.rule.id(), change.wire, change.rust);
            assert!(documented, "docs/rules.md does not say {verdict:?}");
        }
        let said = verdicts(&report);
        if said != case.said {
            wrong.push(format!(
                "{:?} -> {:?}: said {said:?}, not {:?}",
                case.old, case.new, case.said
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // This rule is for differences of the crate that no change to the spec explains.
    let unseen: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert_eq!(unseen, ["surface-changed"]);
}
