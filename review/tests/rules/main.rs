//! Tests each rule with edits of a small spec. A case lists everything that the report says, so that
//! nothing is reported twice.

mod case;
mod cases;
mod entries;
mod names_that_stay;
mod spec;

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
        let said = verdicts(&report);
        if said != case.said {
            wrong.push(format!(
                "{:?} -> {:?}: said {said:?}, not {:?}",
                case.old, case.new, case.said
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // A changed media type is always another version or format. The other rule is for differences that
    // no rule explains.
    let unseen: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert_eq!(unseen, ["media-type-changed", "surface-changed"]);
}
