//! Each rule on a small spec: what is changed in it, and what the report has to say. A case lists
//! all that the report says, so that nothing is told twice.

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
fn every_rule_says_what_it_has_to() {
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
    // A media type can't differ without being another version or format; the last is for what the
    // others leave, of which nothing is known.
    let unseen: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert_eq!(unseen, ["media-type-changed", "surface-changed"]);
}
