//! Compares keywords whose meaning the table lists.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::{Node, Sides, children, is_same, names};
use super::place::Place;
use super::walker::{LIMIT, Walker};
use crate::compare::table::{Object, SCHEMA, Sense, Verdict};
use crate::compare::words;
use crate::draft::Draft;
use crate::report::Wire;
use crate::rule::Rule;

const TIGHTENED: Verdict = Verdict(Rule::ConstraintTightened, Wire::Breaking, Wire::None);
const LOOSENED: Verdict = Verdict(Rule::ConstraintLoosened, Wire::Additive, Wire::Warning);
const CHANGED: Verdict = Verdict(Rule::ConstraintChanged, Wire::Breaking, Wire::Warning);

impl<'a> Walker<'_, 'a> {
    /// Compares the values that two objects have under one keyword.
    pub(super) fn keyword(
        &mut self,
        object: &'static Object,
        key: &str,
        sense: Sense,
        place: &Place,
        sides: &Sides<'a>,
    ) {
        let values = sides
            .each_ref()
            .map(|side| side.as_ref().map(|it| it.value));
        // Equal references may lead to different components.
        if values[0] == values[1] && !matches!(sense, Sense::Each(..)) {
            return;
        }
        match sense {
            Sense::Skipped(_) => {}
            Sense::Walked if std::ptr::eq(object, &SCHEMA) => self.of_schema(key, place, sides),
            // The functions that walk operations and components compare it.
            Sense::Walked => {}
            Sense::Structure => self.structure(key, place, sides),
            Sense::Is(Verdict(rule, ..)) if !shows_values(rule) => self.note(rule, place, sides),
            Sense::Is(verdict @ Verdict(Rule::DefaultChanged, ..)) => {
                self.constraint(verdict, key, place, sides);
            }
            Sense::Is(verdict) => {
                // The official page of an operation is named after its tag and its id.
                if key != "x-xgen-docs-url" || !self.explained(key, &place.causes, sides) {
                    self.changed(verdict, key, place, sides);
                }
            }
            Sense::Flag(set, cleared) => {
                let [was, now] = values.map(|it| it.and_then(Value::as_bool) == Some(true));
                match (was, now) {
                    // The items of a list or the values of a map may be null: that is another type.
                    (false, true) | (true, false)
                        if !place.within.is_empty() && key == "nullable" =>
                    {
                        self.structure(key, place, sides);
                    }
                    (false, true) if is_limit(key) => self.constraint(set, key, place, sides),
                    (true, false) if is_limit(key) => self.constraint(cleared, key, place, sides),
                    (false, true) => self.changed(set, key, place, sides),
                    (true, false) => self.changed(cleared, key, place, sides),
                    _ => self.note(Rule::NotationChanged, place, sides),
                }
            }
            Sense::OneOf(rule) => self.alternatives(rule, key, place, sides),
            Sense::Most | Sense::Least => {
                let numbers = values.map(|it| it.and_then(Value::as_f64));
                let verdict = match numbers {
                    [Some(was), Some(now)] if was.total_cmp(&now).is_eq() => {
                        return self.note(Rule::NotationChanged, place, sides);
                    }
                    [Some(was), Some(now)] if (now < was) == matches!(sense, Sense::Most) => {
                        TIGHTENED
                    }
                    [Some(_), Some(_)] => LOOSENED,
                    [None, Some(_)] => TIGHTENED,
                    _ => LOOSENED,
                };
                self.constraint(verdict, key, place, sides);
            }
            Sense::Restricts => self.restriction(key, place, sides),
            Sense::One(inner) => match sides {
                [Some(old), Some(new)] if std::ptr::eq(inner, &SCHEMA) => {
                    self.schema(place, old, new);
                }
                _ if std::ptr::eq(inner, &SCHEMA) => self.structure(key, place, sides),
                _ => self.each_keyword(inner, place, sides),
            },
            Sense::Names(added, removed) => {
                for name in names(sides) {
                    let sides = children(sides, name);
                    match &sides {
                        [None, _] => self.named(added, name, place, &sides),
                        [_, None] => self.named(removed, name, place, &sides),
                        _ => {}
                    }
                }
            }
            Sense::Each(inner, added, removed) => {
                let trees = self.trees();
                for name in names(sides) {
                    let mut index = 0..;
                    let sides = children(sides, name).map(|side| {
                        let tree = trees[index.next().unwrap_or(0)];
                        side.map(|side| self.resolve(side, tree))
                    });
                    match &sides {
                        [Some(old), Some(new)] => {
                            let place = place.inner(name, None);
                            self.object(inner, &place, [old, new]);
                        }
                        [was, _] => {
                            let verdict = if was.is_none() { added } else { removed };
                            self.named(verdict, name, place, &sides);
                        }
                    }
                }
            }
        }
    }

    /// Compares the values that two objects have under each keyword. One of the objects may be missing.
    pub(super) fn each_keyword(
        &mut self,
        object: &'static Object,
        place: &Place,
        sides: &Sides<'a>,
    ) {
        for key in names(sides) {
            let inner = children(sides, key);
            match object.sense(key) {
                Some(sense) => self.keyword(object, key, sense, place, &inner),
                None if is_same(&inner) => {}
                None => self.unclassified(place, key, &inner),
            }
        }
    }

    /// Reports that something was added or removed, by its name.
    pub(super) fn named(&mut self, verdict: Verdict, name: &str, place: &Place, sides: &Sides<'_>) {
        let text =
            |side: &Option<Node<'_>>| side.as_ref().map(|_| format!("{}{name}", place.within));
        let [before, after] = sides.each_ref().map(text);
        let draft = place.draft(verdict).change(before, after);
        self.add(draft, place, sides);
    }

    /// The change of a type says how its constraints differ.
    fn constraint(&mut self, verdict: Verdict, key: &str, place: &Place, sides: &Sides<'_>) {
        let is_told = self.explained(LIMIT, &place.causes, sides);
        if is_told || place.retyped && self.explained("type", &place.causes, sides) {
            return;
        }
        self.changed(verdict, key, place, sides);
    }

    /// Fewer values are valid with it than without it.
    pub(super) fn restriction(&mut self, key: &str, place: &Place, sides: &Sides<'_>) {
        let is_set = |side: &Option<Node<'_>>| {
            side.as_ref()
                .is_some_and(|it| *it.value != Value::Bool(false))
        };
        match sides.each_ref().map(is_set) {
            [false, true] => self.constraint(TIGHTENED, key, place, sides),
            [true, false] => self.constraint(LOOSENED, key, place, sides),
            [true, true] => self.constraint(CHANGED, key, place, sides),
            [false, false] => self.note(Rule::NotationChanged, place, sides),
        }
    }

    /// The allowed values, if they don't form a type.
    pub(super) fn values(&mut self, key: &str, place: &Place, sides: &Sides<'_>) {
        let lists = sides.each_ref().map(|side| {
            let list = side.as_ref().and_then(|it| it.value.as_array());
            list.map(|all| all.iter().map(Value::to_string).collect::<BTreeSet<_>>())
        });
        match lists {
            [Some(was), Some(now)] if was == now => self.note(Rule::NotationChanged, place, sides),
            [Some(was), Some(now)] if now.is_subset(&was) => {
                self.constraint(TIGHTENED, key, place, sides)
            }
            [Some(was), Some(now)] if was.is_subset(&now) => {
                self.constraint(LOOSENED, key, place, sides)
            }
            _ => self.restriction(key, place, sides),
        }
    }

    /// A list whose entries are alternatives.
    fn alternatives(&mut self, rule: Rule, key: &str, place: &Place, sides: &Sides<'a>) {
        let mut values = sides
            .each_ref()
            .map(|side| side.as_ref().map(|it| it.value));
        if key == "security" {
            // An operation without its own list has that of the API.
            let whole = self.trees().map(|tree| tree.get("security"));
            values = [values[0].or(whole[0]), values[1].or(whole[1])];
        }
        let [was, now] = values.map(|list| {
            let all = list.and_then(Value::as_array).into_iter().flatten();
            all.map(words::alternative).collect::<BTreeSet<String>>()
        });
        let worse = if rule == Rule::RolesChanged {
            Wire::Warning
        } else {
            Wire::Breaking
        };
        if was == now {
            return self.note(Rule::NotationChanged, place, sides);
        }
        if rule == Rule::RolesChanged && was.is_empty() {
            return self.note(Rule::RolesDocumented, place, sides);
        }
        // An empty list means that the caller needs nothing.
        let is_kept = now.is_empty() || !was.is_empty() && was.is_subset(&now);
        let wire = if is_kept { Wire::Additive } else { worse };
        let text = |all: BTreeSet<String>| words::list(&all.into_iter().collect::<Vec<_>>());
        let draft = Draft::new(rule, place.subject.clone(), wire);
        self.add(draft.from(text(was)).to(text(now)), place, sides);
    }
}

/// Whether the values of a difference say more than that there is one.
fn shows_values(rule: Rule) -> bool {
    !matches!(
        rule,
        Rule::ExampleChanged | Rule::ExtensionChanged | Rule::ComponentChanged
    )
}

/// Whether a flag limits the values, so that a new type comes with its own.
fn is_limit(key: &str) -> bool {
    matches!(key, "exclusiveMaximum" | "exclusiveMinimum" | "nullable")
}
