//! Compares constraints: which values are valid besides those of the type.

use std::cmp::Ordering;
use std::mem::discriminant;

use generator::model::{Aspect, Bound, Constraint, Limits};
use generator::words::constraint;

use super::verdict::{NARROWER, Relation, Verdict, WIDER};
use crate::report::Wire::{Breaking, None as NoChange, Warning};

/// A constraint that limits values in another way.
const OTHERWISE: Verdict = (Relation::Other, [Breaking, Warning]);
/// A default: without the value, a request means something else.
const DEFAULT: Verdict = (Relation::Other, [Warning, NoChange]);

/// The differences of two lists of constraints, in words. Equal verdicts are one difference.
pub(super) fn differences(was: &[Constraint], now: &[Constraint]) -> Vec<(Verdict, String)> {
    let of = |all: &[Constraint], it: &Constraint| {
        let mut all = all.iter();
        all.find(|other| is_about_same(other, it)).cloned()
    };
    let mut found = Vec::new();
    let [mut narrower, mut wider, mut other] = [const { Vec::new() }; 3];
    let mut add = |was: Option<&Constraint>, now: Option<&Constraint>| {
        if let Some(Aspect::Default(_)) = was.or(now).map(|it| &it.aspect) {
            let text = match now.map(|it| &it.aspect) {
                Some(Aspect::Default(value)) => format!("has the default `{value}`"),
                _ => "has no default".to_owned(),
            };
            return found.push((DEFAULT, text));
        }
        match (was, now) {
            (None, Some(now)) => narrower.push(constraint(now)),
            (Some(was), None) => wider.push(constraint(was)),
            (Some(was), Some(now)) => {
                let text = format!("{}, not {}", constraint(now), constraint(was));
                match order(&was.aspect, &now.aspect) {
                    Some(Ordering::Less) => narrower.push(text),
                    Some(Ordering::Greater) => wider.push(text),
                    Some(Ordering::Equal) => {}
                    None => other.push(text),
                }
            }
            (None, None) => {}
        }
    };
    for it in was {
        match of(now, it) {
            Some(now) if *it == now => {}
            now => add(Some(it), now.as_ref()),
        }
    }
    for it in now.iter().filter(|it| of(was, it).is_none()) {
        add(None, Some(it));
    }
    for (verdict, texts, text) in [
        (NARROWER, narrower, "is limited"),
        (WIDER, wider, "is less limited"),
        (OTHERWISE, other, "has different limits"),
    ] {
        if !texts.is_empty() {
            found.push((verdict, format!("{text} ({})", texts.join("; "))));
        }
    }
    found
}

fn is_about_same(a: &Constraint, b: &Constraint) -> bool {
    a.part == b.part && discriminant(&a.aspect) == discriminant(&b.aspect)
}

/// Whether fewer values are valid than before, more, or the same ones. `None` if some are new and some are gone.
fn order(was: &Aspect, now: &Aspect) -> Option<Ordering> {
    match (was, now) {
        (
            Aspect::Range { min, max },
            Aspect::Range {
                min: low,
                max: high,
            },
        ) => {
            let is_exclusive =
                |bound: &Option<Bound>| bound.as_ref().is_some_and(|it| it.exclusive);
            let ends = [(min, low, 1.0), (max, high, -1.0)].map(|(was, now, sign)| {
                let end = |bound: &Option<Bound>| {
                    let number = bound.as_ref().and_then(|it| it.value.as_f64());
                    number.map_or(f64::NEG_INFINITY, |number| number * sign)
                };
                let order = end(now).total_cmp(&end(was)).reverse();
                order.then_with(|| is_exclusive(now).cmp(&is_exclusive(was)).reverse())
            });
            both(ends)
        }
        (Aspect::Length(was), Aspect::Length(now))
        | (Aspect::Items(was), Aspect::Items(now))
        | (Aspect::Properties(was), Aspect::Properties(now)) => both(ends(*was, *now)),
        (Aspect::OneOf(was), Aspect::OneOf(now)) => {
            let gone = was.iter().any(|it| !now.contains(it));
            let came = now.iter().any(|it| !was.contains(it));
            match (gone, came) {
                (true, true) => None,
                (true, false) => Some(Ordering::Less),
                (false, true) => Some(Ordering::Greater),
                (false, false) => Some(Ordering::Equal),
            }
        }
        _ => None,
    }
}

/// For each end, whether fewer numbers are valid than before.
fn ends(was: Limits, now: Limits) -> [Ordering; 2] {
    let most = |limits: Limits| limits.max.unwrap_or(usize::MAX);
    [
        was.min.unwrap_or(0).cmp(&now.min.unwrap_or(0)),
        most(now).cmp(&most(was)),
    ]
}

fn both(ends: [Ordering; 2]) -> Option<Ordering> {
    match ends {
        [one, Ordering::Equal] | [Ordering::Equal, one] => Some(one),
        [one, other] if one == other => Some(one),
        _ => None,
    }
}
