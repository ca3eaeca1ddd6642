//! Compares constraints: which were tightened or loosened.

use std::mem::discriminant;

use generator::model::{Aspect, Bound, Constraint, Constraints, Limits};
use generator::words;

use super::direction::Direction;
use crate::draft::Draft;
use crate::report::Wire;
use crate::rule::Rule;

/// Compares the constraints of one thing.
pub(super) fn compare(
    subject: &str,
    old: &Constraints,
    new: &Constraints,
    direction: Direction,
    add: &mut impl FnMut(Draft),
) {
    // Whether a value is a secret is compared elsewhere.
    let is_fact = |it: &&Constraint| matches!(&it.aspect, Aspect::Format(it) if it == "password");
    let [old, new] = [old, new].map(|it| it.iter().filter(|it| !is_fact(it)).collect::<Vec<_>>());
    let find = |all: &[&'_ Constraint], like: &Constraint| {
        let is_same = |it: &&Constraint| {
            it.part == like.part && discriminant(&it.aspect) == discriminant(&like.aspect)
        };
        all.iter().copied().find(|it| is_same(it)).cloned()
    };
    let came = new.iter().filter(|it| find(&old, it).is_none());
    let came = came.map(|it| (None, Some((*it).clone())));
    let others = old.iter().map(|it| (Some((*it).clone()), find(&new, it)));
    for (was, now) in others.chain(came).filter(|(was, now)| was != now) {
        let aspect = |it: &Option<Constraint>| it.as_ref().map(|it| it.aspect.clone());
        let (rule, wire) = judge(aspect(&was).as_ref(), aspect(&now).as_ref(), direction);
        let text = |it: Option<Constraint>| it.map(|it| words::constraint(&it));
        add(Draft::new(rule, subject, wire).change(text(was), text(now)));
    }
}

fn judge(was: Option<&Aspect>, now: Option<&Aspect>, way: Direction) -> (Rule, Wire) {
    let tightened = (
        Rule::ConstraintTightened,
        way.wire(Wire::Breaking, Wire::None),
    );
    let loosened = (
        Rule::ConstraintLoosened,
        way.wire(Wire::Additive, Wire::Warning),
    );
    let changed = |wire| (Rule::ConstraintChanged, wire);
    match (was, now) {
        // The default applies when nothing is sent, so the same request now means something else.
        (Some(Aspect::Default(_)), _) | (_, Some(Aspect::Default(_))) => {
            changed(way.wire(Wire::Warning, Wire::None))
        }
        (None, Some(_)) => tightened,
        (Some(_), None) => loosened,
        (Some(was), Some(now)) => match (bounds(was), bounds(now)) {
            (Some(was), Some(now)) if is_within(now, was) => tightened,
            (Some(was), Some(now)) if is_within(was, now) => loosened,
            _ => changed(way.wire(Wire::Breaking, Wire::Warning)),
        },
        (None, None) => changed(Wire::None),
    }
}

/// The range of numbers that a constraint allows, inclusive.
fn bounds(aspect: &Aspect) -> Option<[f64; 2]> {
    match aspect {
        Aspect::Range { min, max } => {
            let end = |bound: &Option<Bound>, open: f64, inside: fn(f64) -> f64| match bound {
                None => Some(open),
                Some(bound) if bound.exclusive => bound.value.as_f64().map(inside),
                Some(bound) => bound.value.as_f64(),
            };
            let min = end(min, f64::NEG_INFINITY, f64::next_up)?;
            Some([min, end(max, f64::INFINITY, f64::next_down)?])
        }
        Aspect::Length(limits) | Aspect::Items(limits) | Aspect::Properties(limits) => {
            Some(of_limits(*limits))
        }
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody limits more than 2^52 of anything"
)]
fn of_limits(limits: Limits) -> [f64; 2] {
    let end = |limit: Option<usize>, open| limit.map_or(open, |it| it as f64);
    [end(limits.min, 0.0), end(limits.max, f64::INFINITY)]
}

fn is_within(inner: [f64; 2], outer: [f64; 2]) -> bool {
    inner[0] >= outer[0] && inner[1] <= outer[1] && inner != outer
}

#[cfg(test)]
mod tests {
    use generator::model::Part;

    use super::*;

    fn rules(old: &Constraints, new: &Constraints) -> Vec<(Rule, Wire)> {
        let mut found = Vec::new();
        let mut add = |draft: Draft| found.push((draft.rule, draft.wire));
        compare("it", old, new, Direction::REQUEST, &mut add);
        found
    }

    fn of<const N: usize>(aspects: [Aspect; N]) -> Constraints {
        let mut constraints = Constraints::default();
        constraints.extend(aspects);
        constraints
    }

    fn range(min: Option<i64>, max: Option<i64>) -> Aspect {
        let bound = |value: i64| Bound {
            value: value.into(),
            exclusive: false,
        };
        Aspect::Range {
            min: min.map(bound),
            max: max.map(bound),
        }
    }

    fn length(min: Option<usize>, max: Option<usize>) -> Aspect {
        Aspect::Length(Limits { min, max })
    }

    const TIGHTENED: [(Rule, Wire); 1] = [(Rule::ConstraintTightened, Wire::Breaking)];
    const LOOSENED: [(Rule, Wire); 1] = [(Rule::ConstraintLoosened, Wire::Additive)];
    const CHANGED: [(Rule, Wire); 1] = [(Rule::ConstraintChanged, Wire::Breaking)];

    #[test]
    fn compares_ranges_as_numbers() {
        let pattern = |text: &str| Aspect::Pattern(text.to_owned());
        let exclusive = Aspect::Range {
            min: Some(Bound {
                value: 1.into(),
                exclusive: true,
            }),
            max: None,
        };
        let items = Aspect::Items(Limits {
            min: Some(1),
            max: None,
        });
        for (old, new, expected) in [
            (
                vec![range(Some(1), Some(10))],
                vec![range(Some(2), Some(10))],
                TIGHTENED,
            ),
            (
                vec![range(Some(1), Some(9))],
                vec![range(Some(1), Some(10))],
                LOOSENED,
            ),
            (
                vec![range(Some(1), Some(9))],
                vec![range(Some(2), Some(10))],
                CHANGED,
            ),
            (
                vec![range(Some(1), None)],
                vec![range(Some(1), Some(10))],
                TIGHTENED,
            ),
            (vec![range(Some(1), None)], vec![exclusive], TIGHTENED),
            (
                vec![length(Some(24), Some(24))],
                vec![length(None, Some(24))],
                LOOSENED,
            ),
            (vec![], vec![items], TIGHTENED),
            (vec![pattern("a")], vec![], LOOSENED),
            (vec![pattern("a")], vec![pattern("b")], CHANGED),
        ] {
            let [old, new] = [old, new].map(|aspects| {
                let mut constraints = Constraints::default();
                constraints.extend(aspects);
                constraints
            });
            assert_eq!(rules(&old, &new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn keeps_what_a_list_holds_apart_from_the_list() {
        let constraints = |own: Aspect, of_items: Aspect| {
            let mut constraints = of([own]);
            constraints.extend_inner(Part::Item, &of([of_items]));
            constraints
        };
        let own = || length(Some(9), Some(9));
        let old = constraints(own(), length(None, Some(9)));
        assert_eq!(rules(&old, &constraints(own(), own())), TIGHTENED);
        assert_eq!(
            rules(&of([own()]), &constraints(own(), range(Some(1), None))),
            TIGHTENED
        );
    }

    #[test]
    fn warns_of_another_default() {
        let default = |value: i64| of([Aspect::Default(value.into())]);
        let changed = [(Rule::ConstraintChanged, Wire::Warning)];
        assert_eq!(rules(&default(1), &default(2)), changed);
        assert_eq!(rules(&default(1), &default(1)), []);
    }
}
