//! The walk itself: the root of the specs, and how a difference is handled.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{SchemaId, SchemaKind};
use generator::openapi::extensions::{SHORT_ID, SUNSET};
use serde_json::Value;

use super::node::{Node, Sides, children, is_same, names};
use super::place::Place;
use crate::compare::comparison::Comparison;
use crate::compare::direction::Direction;
use crate::compare::table::{COMPONENTS, Object, PATH, SPEC, Verdict};
use crate::compare::verdict::{NARROWER, WIDER};
use crate::compare::words;
use crate::draft::{Cause, Draft};
use crate::model::Model;
use crate::report::Wire;
use crate::rule::Rule;

/// Walks both specs.
pub(in crate::compare) struct Walker<'c, 'a> {
    pub(super) of: &'c mut Comparison<'a>,
    /// The number of changes found in the models.
    found: usize,
    /// The components that operations refer to, by pointer.
    used: BTreeSet<String>,
    /// The changes of values of enums, each with its severity and the operation-versions that it reaches.
    values: BTreeMap<usize, (Wire, BTreeSet<String>)>,
}

/// Any keyword that limits the values of a type.
pub(super) const LIMIT: &str = "a limit";

/// Components that operations use by reference, and that are compared where they are used.
const BY_REFERENCE: [&str; 4] = ["headers", "parameters", "requestBodies", "responses"];

impl<'c, 'a> Walker<'c, 'a> {
    pub(in crate::compare) fn new(of: &'c mut Comparison<'a>) -> Self {
        let found = of.drafts.all.len();
        Self {
            of,
            found,
            used: BTreeSet::new(),
            values: BTreeMap::new(),
        }
    }

    /// The trees of both specs.
    pub(super) fn trees(&self) -> [&'a Value; 2] {
        [self.of.old, self.of.new].map(Model::tree)
    }

    pub(in crate::compare) fn walk(&mut self) {
        for (was, now) in self.of.matches.operations.clone() {
            self.operation(was, now);
        }
        let [Some(old), Some(new)] = self.trees().map(|tree| Node::at(tree, "")) else {
            return;
        };
        let place = Place::new("the API", Direction::BOTH, Vec::new());
        self.object(&SPEC, &place, [&old, &new]);
        let sides = [Some(old), Some(new)];
        let paths = children(&sides, "paths");
        for path in names(&paths) {
            if let [Some(old), Some(new)] = children(&paths, path) {
                let place = Place::new(path, Direction::BOTH, Vec::new());
                self.object(&PATH, &place, [&old, &new]);
            }
        }
        let components = children(&sides, "components");
        self.schemas(&children(&components, "schemas"));
        for kind in BY_REFERENCE {
            self.unused(&children(&components, kind));
        }
        let [old, new] = components.map(|side| {
            side.unwrap_or(Node {
                value: &Value::Null,
                pointer: "/components".to_owned(),
            })
        });
        self.object(&COMPONENTS, &place, [&old, &new]);
        for (index, (wire, operations)) in std::mem::take(&mut self.values) {
            let draft = &mut self.of.drafts.all[index];
            (draft.wire, draft.operations) = (wire, operations);
        }
    }

    /// Judges a value of an enum by a place where it is new or gone. Enums in many places may share a name.
    pub(super) fn judge(&mut self, value: &Cause, place: &Place) {
        let drafts = &self.of.drafts;
        for index in drafts.of(value).iter().filter(|it| **it < self.found) {
            let (_, [request, response]) = match drafts.all[*index].rule {
                Rule::EnumValueAdded => WIDER,
                Rule::EnumValueRemoved => NARROWER,
                _ => continue,
            };
            let none = || (Wire::None, BTreeSet::new());
            let (wire, operations) = self.values.entry(*index).or_insert_with(none);
            *wire = (*wire).max(place.way.wire(request, response));
            operations.extend(place.reached.iter().cloned());
        }
    }

    /// Compares components that no operation refers to.
    fn unused(&mut self, all: &Sides<'a>) {
        for name in names(all) {
            let sides = children(all, name);
            let is_used = |side: &Node<'_>| self.used.contains(&side.pointer);
            if !is_same(&sides) && !sides.iter().flatten().any(is_used) {
                let place = Place::new(name, Direction::BOTH, Vec::new());
                self.note(Rule::ComponentChanged, &place, &sides);
            }
        }
    }

    /// Compares the values that two objects have under each keyword.
    pub(super) fn object(&mut self, object: &'static Object, place: &Place, pair: [&Node<'a>; 2]) {
        let sides = pair.map(|node| Some(node.clone()));
        self.each_keyword(object, place, &sides);
    }

    /// Follows references to components that are not schemas.
    pub(super) fn resolve(&mut self, node: Node<'a>, tree: &'a Value) -> Node<'a> {
        let mut node = node;
        // The generator rejects a reference to itself.
        while let Some(target) = node.text("$ref").and_then(|it| it.strip_prefix('#'))
            && let Some(next) = Node::at(tree, target)
        {
            self.used.insert(target.to_owned());
            node = next;
        }
        node
    }

    /// Reports a difference by its rule, with the texts of both sides.
    pub(super) fn changed(
        &mut self,
        verdict: Verdict,
        key: &str,
        place: &Place,
        sides: &Sides<'_>,
    ) {
        let text = |side: &Option<Node<'_>>| {
            let value = side.as_ref().map(|side| words::value(side.value));
            value.map(|value| format!("{}{key}: {value}", place.within))
        };
        let [before, after] = sides.each_ref().map(text);
        let draft = place.draft(verdict).change(before, after);
        self.add(draft, place, sides);
    }

    /// Reports that something differs, where the texts would not say much. All such places are one change.
    pub(super) fn note(&mut self, rule: Rule, place: &Place, sides: &Sides<'_>) {
        let mut place = place.clone();
        place.subject = place.detail.of(&place.subject);
        place.detail = crate::draft::Detail::Whole;
        let draft = Draft::new(rule, place.subject.clone(), Wire::None);
        self.add(draft, &place, sides);
    }

    pub(super) fn add(&mut self, draft: Draft, place: &Place, sides: &Sides<'_>) {
        let draft = draft
            .detail(place.detail.clone())
            .reaches(place.reached.iter().cloned())
            .at(pointers(sides));
        self.of.drafts.add(draft, place.causes.iter().cloned());
    }

    /// Assigns a difference to the changes of the models that explain it. Returns whether there are any.
    pub(super) fn explained(&mut self, key: &str, causes: &[Cause], sides: &Sides<'_>) -> bool {
        let drafts = &mut self.of.drafts;
        let all = causes.iter().flat_map(|cause| drafts.of(cause));
        let explains =
            |index: &&usize| **index < self.found && explains(key, drafts.all[**index].rule);
        let found: BTreeSet<usize> = all.filter(explains).copied().collect();
        for index in &found {
            drafts.all[*index].at.insert(pointers(sides));
        }
        !found.is_empty()
    }

    /// Assigns a difference in structure to the changes that explain it. If there are none, and both sides mean the
    /// same, only the notation changed.
    pub(super) fn structure(&mut self, key: &str, place: &Place, sides: &Sides<'_>) {
        let causes = place.causes.clone();
        self.structure_of(key, &causes, place, sides);
    }

    pub(super) fn structure_of(
        &mut self,
        key: &str,
        causes: &[Cause],
        place: &Place,
        sides: &Sides<'_>,
    ) {
        if self.explained(key, causes, sides) {
            return;
        }
        if is_default(key, sides) || causes.iter().any(|cause| self.is_same(key, cause)) {
            self.note(Rule::NotationChanged, place, sides);
        } else if place.rest == Rule::Unclassified {
            self.unclassified(place, key, sides);
        } else {
            self.changed(
                Verdict(place.rest, Wire::Warning, Wire::Warning),
                key,
                place,
                sides,
            );
        }
    }

    pub(super) fn unclassified(&mut self, place: &Place, key: &str, sides: &Sides<'_>) {
        self.changed(
            Verdict(Rule::Unclassified, Wire::Warning, Wire::Warning),
            key,
            &Place {
                way: Direction::BOTH,
                ..place.clone()
            },
            sides,
        );
    }

    /// Whether a thing means the same in both models.
    fn is_same(&self, key: &str, cause: &Cause) -> bool {
        match cause {
            // An operation without a short id is named by its id.
            Cause::Operation(operation) if key == SHORT_ID => {
                let [was, now] = self.of.sides(operation).map(|it| it.map(|it| &it.name));
                was == now
            }
            // The comparison of the models covers the sunset of each version, wherever it is stated.
            _ if key == SUNSET => true,
            // They do not affect how a value is written, unless it is a list.
            Cause::Parameter(..) if matches!(key, "style" | "explode") => true,
            Cause::Schema(id) => self.is_same_schema(id),
            _ => {
                let [was, now] = self.of.types_at(cause);
                match (was, now) {
                    (Some(was), Some(now)) => self.of.shapes(&was, &now).is_empty(),
                    _ => false,
                }
            }
        }
    }

    /// Whether two schemas are of the same kind. Their contents are compared separately.
    fn is_same_schema(&self, id: &SchemaId) -> bool {
        let was = self.of.old_schemas.get(id).map(|it| &it.kind);
        let now = self.of.new.api.schemas.get(id).map(|it| &it.kind);
        match (was, now) {
            (Some(SchemaKind::Alias(was)), Some(SchemaKind::Alias(now))) => {
                self.of.shapes(was, now).is_empty()
            }
            (Some(was), Some(now)) => std::mem::discriminant(was) == std::mem::discriminant(now),
            _ => false,
        }
    }
}

fn pointers(sides: &Sides<'_>) -> [Option<String>; 2] {
    sides
        .each_ref()
        .map(|side| Some(side.as_ref()?.pointer.clone()))
}

/// Whether a change of this rule explains a difference of a keyword.
fn explains(key: &str, rule: Rule) -> bool {
    let kind = rule.kind();
    match key {
        LIMIT => kind == "type",
        "operationId" => rule == Rule::OperationRenamed,
        "tags" => kind == "tag move",
        SHORT_ID => kind == "short id",
        "x-xgen-docs-url" => matches!(kind, "tag move" | "operation" | "short id"),
        SUNSET => kind == "sunset date",
        // Only lists have them.
        "style" | "explode" => matches!(
            rule,
            Rule::ParameterPlaceChanged | Rule::ParameterTypeChanged
        ),
        "name" => rule == Rule::ParameterRenamed,
        "in" => rule == Rule::ParameterPlaceChanged,
        "content" => matches!(kind, "version" | "media format" | "body"),
        "required" => matches!(kind, "property" | "parameter" | "body"),
        // A type that changed is explained by a change of the type, and by an addition or removal of the whole.
        _ => rule.is_typing() && !matches!(kind, "sunset date" | "deprecation" | "roles"),
    }
}

/// Whether one side only states the default of the other.
fn is_default(key: &str, sides: &Sides<'_>) -> bool {
    let values = sides
        .each_ref()
        .map(|side| side.as_ref().map(|it| it.value));
    let stated = match values {
        [Some(value), None] | [None, Some(value)] => value,
        _ => return false,
    };
    match key {
        "required" | "nullable" => *stated == Value::Bool(false),
        "additionalProperties" => *stated == Value::Bool(true),
        _ => false,
    }
}
