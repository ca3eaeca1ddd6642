//! Constraints: which became stricter, which looser.

use std::collections::{BTreeMap, BTreeSet};

use super::Direction;
use crate::draft::Draft;
use crate::report::Wire;
use crate::rule::Rule;

/// Compares the constraints of one thing, which the model has as short phrases.
pub(super) fn compare(
    subject: &str,
    old: &[String],
    new: &[String],
    direction: Direction,
    add: &mut impl FnMut(Draft),
) {
    let [before, after] = [old, new].map(by_subject);
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    for key in keys {
        let (was, now) = (before.get(&key).copied(), after.get(&key).copied());
        if was == now {
            continue;
        }
        let (rule, wire) = judge(key.1, was, now, direction);
        let text = |it: Option<&str>| it.map(|it| it.trim_end_matches('.').to_owned());
        add(Draft::new(rule, subject, wire).change(text(was), text(now)));
    }
}

/// The phrases by what they constrain: the value, or what it holds, and what of it.
fn by_subject(phrases: &[String]) -> BTreeMap<(&str, &'static str), &str> {
    let key = |phrase| {
        const HEADS: [(&str, &str); 11] = [
            ("Default:", "default"),
            ("Range:", "range"),
            ("More than", "range"),
            ("At least", "range"),
            ("At most", "range"),
            ("Length:", "length"),
            ("Items:", "items"),
            ("Items are unique", "unique"),
            ("Format:", "format"),
            ("One of", "values"),
            ("Pattern:", "pattern"),
        ];
        let (holder, phrase) = inside(phrase);
        let found = HEADS.iter().find(|(head, _)| phrase.starts_with(head));
        (holder, found.map_or("other", |(_, key)| key))
    };
    // That a value is a secret is a fact of its own.
    let phrases = phrases
        .iter()
        .filter(|it| inside(it).1 != "Format: password.");
    phrases.map(|it| (key(it.as_str()), it.as_str())).collect()
}

/// Parts a phrase on what a list or a map holds from what it says, as in `Each item: Length: 24.`.
fn inside(phrase: &str) -> (&str, &str) {
    let mut rest = phrase;
    while let Some(next) = ["Each item: ", "Each value: "]
        .iter()
        .find_map(|holder| rest.strip_prefix(holder))
    {
        rest = next;
    }
    phrase.split_at(phrase.len() - rest.len())
}

fn judge(key: &str, was: Option<&str>, now: Option<&str>, way: Direction) -> (Rule, Wire) {
    let tightened = (
        Rule::ConstraintTightened,
        way.wire(Wire::Breaking, Wire::None),
    );
    let loosened = (
        Rule::ConstraintLoosened,
        way.wire(Wire::Additive, Wire::Warning),
    );
    let changed = |wire| (Rule::ConstraintChanged, wire);
    match (key, was, now) {
        // What the service takes when nothing is sent: the same request means something else.
        ("default", _, _) => changed(way.wire(Wire::Warning, Wire::None)),
        (_, None, Some(_)) => tightened,
        (_, Some(_), None) => loosened,
        (_, Some(was), Some(now)) => match (bounds(was), bounds(now)) {
            (Some(was), Some(now)) if is_within(now, was) => tightened,
            (Some(was), Some(now)) if is_within(was, now) => loosened,
            _ => changed(way.wire(Wire::Breaking, Wire::Warning)),
        },
        (_, None, None) => changed(Wire::None),
    }
}

/// The numbers that a phrase allows.
fn bounds(phrase: &str) -> Option<[f64; 2]> {
    let text = inside(phrase).1.trim_end_matches('.');
    let (head, rest) = match text.split_once(": ") {
        Some((head, rest)) => (head, rest),
        None => ("", text),
    };
    if !matches!(head, "" | "Range" | "Length" | "Items") {
        return None;
    }
    let rest = rest.to_ascii_lowercase();
    let number = |text: &str| text.trim().parse::<f64>().ok();
    if let Some(least) = rest
        .strip_prefix("at least ")
        .or(rest.strip_prefix("more than "))
    {
        Some([number(least)?, f64::INFINITY])
    } else if let Some(most) = rest.strip_prefix("at most ") {
        Some([f64::NEG_INFINITY, number(most)?])
    } else if let Some((least, most)) = rest.split_once(" to ") {
        Some([number(least)?, number(most)?])
    } else {
        number(&rest).map(|exact| [exact, exact])
    }
}

fn is_within(inner: [f64; 2], outer: [f64; 2]) -> bool {
    inner[0] >= outer[0] && inner[1] <= outer[1] && inner != outer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(old: &[&str], new: &[&str]) -> Vec<(Rule, Wire)> {
        let [old, new] =
            [old, new].map(|it| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        let mut found = Vec::new();
        let mut add = |draft: Draft| found.push((draft.rule, draft.wire));
        compare("it", &old, &new, Direction::REQUEST, &mut add);
        found
    }

    #[test]
    fn ranges_are_compared_as_numbers() {
        let tightened = [(Rule::ConstraintTightened, Wire::Breaking)];
        let loosened = [(Rule::ConstraintLoosened, Wire::Additive)];
        let changed = [(Rule::ConstraintChanged, Wire::Breaking)];
        assert_eq!(rules(&["Range: 1 to 10."], &["Range: 2 to 10."]), tightened);
        assert_eq!(rules(&["Range: 1 to 9."], &["Range: 1 to 10."]), loosened);
        assert_eq!(rules(&["Range: 1 to 9."], &["Range: 2 to 10."]), changed);
        assert_eq!(rules(&["At least 1."], &["Range: 1 to 10."]), tightened);
        assert_eq!(rules(&["Length: 24."], &["Length: at most 24."]), loosened);
        assert_eq!(rules(&[], &["Items: at least 1."]), tightened);
        assert_eq!(rules(&["Pattern: `a`."], &[]), loosened);
        assert_eq!(rules(&["Pattern: `a`."], &["Pattern: `b`."]), changed);
    }

    #[test]
    fn what_a_list_holds_is_apart_from_the_list() {
        let tightened = [(Rule::ConstraintTightened, Wire::Breaking)];
        let phrases = |length| ["Length: 9.", "Each item: Each value: Length: 9.", length];
        let old = phrases("Each item: Length: at most 9.");
        assert_eq!(rules(&old, &phrases("Each item: Length: 9.")), tightened);
        assert_eq!(
            rules(&["Items: 1."], &["Items: 1.", "Each item: At least 1."]),
            tightened
        );
    }

    #[test]
    fn another_default_means_something_else() {
        let changed = [(Rule::ConstraintChanged, Wire::Warning)];
        assert_eq!(rules(&["Default: `1`."], &["Default: `2`."]), changed);
        assert_eq!(rules(&["Default: `1`."], &["Default: `1`."]), []);
    }
}
