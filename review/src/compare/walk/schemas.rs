//! Walks schemas. The comparison of the models reports how they change, so this finds the explanation of each
//! difference.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::SchemaId;
use generator::openapi::extensions::NAME;
use serde_json::Value;

use super::node::{Node, Sides, children, names, texts};
use super::place::Place;
use super::walker::Walker;
use crate::compare::table::{SCHEMA, Sense, Verdict};
use crate::draft::Cause;
use crate::report::Wire;
use crate::rule::Rule;

/// The most schemas that are each the only part of another one.
const MAX_LAYERS: usize = 16;
/// Formats that determine the type.
const TYPES: [&str; 5] = ["date-time", "double", "float", "int32", "int64"];

impl<'a> Walker<'_, 'a> {
    /// Compares the components, by their new names.
    pub(super) fn schemas(&mut self, all: &Sides<'a>) {
        let mut pairs: Vec<(SchemaId, Sides<'a>)> = Vec::new();
        for name in names(all) {
            let [old, new] = children(all, name);
            if let Some(old) = old {
                let id = self.of.matches.id(&SchemaId::new(name));
                let new = all[1].as_ref().and_then(|it| it.child(&id.0[0]));
                pairs.push((id, [Some(old), new]));
            }
            let id = SchemaId::new(name);
            if new.is_some() && !self.of.old_schemas.contains_key(&id) {
                pairs.push((id, [None, new]));
            }
        }
        for (id, sides) in pairs {
            let way = self.of.direction(&id);
            let place = Place::new(id.to_string(), way, self.of.reached(&id));
            let place = place.causes([Cause::Schema(id.clone())]).id(id);
            match &sides {
                [Some(old), Some(new)] => self.schema(&place, old, new),
                _ => self.structure("schemas", &place, &sides),
            }
        }
    }

    /// Compares two schemas in one place.
    pub(super) fn schema(&mut self, place: &Place, old: &Node<'a>, new: &Node<'a>) {
        if old.value == new.value {
            return;
        }
        if place.rest == Rule::ErrorTypeChanged {
            return self.error_body(place, [old, new]);
        }
        let sides = [Some(old.clone()), Some(new.clone())];
        match [old, new].map(Node::component) {
            [None, None] => {
                let mut place = place.clone();
                // A correction may name the schema.
                for named in [old, new].into_iter().filter_map(|it| it.text(NAME)) {
                    place.id = Some(SchemaId::new(named));
                    place.causes.push(Cause::Schema(SchemaId::new(named)));
                }
                // The values of an enum say more than other constraints.
                let is_enum = |node: &Node<'_>| node.value.get("enum").is_some();
                place.retyped =
                    old.text("type") != new.text("type") || is_enum(old) != is_enum(new);
                self.object(&SCHEMA, &place, [old, new]);
                self.properties(&place, [old, new]);
            }
            [Some(was), Some(now)] => {
                if self.of.matches.id(&SchemaId::new(was)) != SchemaId::new(now) {
                    self.structure("$ref", place, &sides);
                } else if was == now {
                    // Keywords next to a reference mean nothing.
                    self.note(Rule::NotationChanged, place, &sides);
                }
            }
            _ => {
                self.structure("$ref", place, &sides);
                self.facts(place, old, new);
            }
        }
    }

    /// Compares everything but the structure, if one schema is inline and the other a component.
    fn facts(&mut self, place: &Place, old: &Node<'a>, new: &Node<'a>) {
        let trees = self.trees();
        let layers =
            [(old, trees[0]), (new, trees[1])].map(|(node, tree)| self.layers(node.clone(), tree));
        let mut place = place.clone();
        place.retyped = true;
        let keys = layers
            .iter()
            .flatten()
            .filter_map(|it| it.value.as_object());
        let keys: BTreeSet<&str> = keys.flat_map(|it| it.keys()).map(String::as_str).collect();
        for key in keys {
            // The outermost schema counts.
            let sides = layers
                .each_ref()
                .map(|layers| layers.iter().find_map(|it| it.child(key)));
            if let Some(sense) = SCHEMA.sense(key)
                && !matches!(sense, Sense::Walked | Sense::Structure)
                && !matches!(key, "title" | "externalDocs" | "example")
            {
                self.keyword(&SCHEMA, key, sense, &place, &sides);
            }
        }
    }

    /// A schema without its references, and those that it consists of: what it refers to, directly or as the only part
    /// of its `allOf`.
    fn layers(&mut self, node: Node<'a>, tree: &'a Value) -> Vec<Node<'a>> {
        let mut layers = vec![self.resolve(node, tree)];
        // The generator rejects a schema that inherits from itself.
        while let Some(parts) = layers.last().and_then(|it| it.child("allOf"))
            && let [part] = parts.items().as_slice()
            && layers.len() < MAX_LAYERS
        {
            layers.push(self.resolve(part.clone(), tree));
        }
        layers
    }

    /// Compares keywords of a schema that the table does not fully describe.
    pub(super) fn of_schema(&mut self, key: &str, place: &Place, sides: &Sides<'a>) {
        match key {
            // Compared with those of the other parts of the schema.
            "properties" => {}
            "required" => self.required(place, sides),
            "items" => self.inner("items", "item", place, sides),
            "additionalProperties" => self.additional(place, sides),
            "enum" => self.enumeration(place, sides),
            "format" => self.format(place, sides),
            "allOf" => self.all_of(place, sides),
            "discriminator" => self.discriminator(place, sides),
            _ => self.branches(key, place, sides),
        }
    }

    fn required(&mut self, place: &Place, sides: &Sides<'a>) {
        let [was, now] = sides.each_ref().map(|side| texts(side.as_ref()));
        for name in was.symmetric_difference(&now) {
            let cause = place
                .id
                .clone()
                .map(|id| Cause::Property(id, (*name).to_owned()));
            let causes: Vec<_> = cause.into_iter().collect();
            self.structure_of("required", &causes, place, sides);
        }
        if was == now {
            self.note(Rule::NotationChanged, place, sides);
        }
    }

    /// Compares the items of a list or the values of a map.
    fn inner(&mut self, key: &str, name: &str, place: &Place, sides: &Sides<'a>) {
        match sides {
            [Some(old), Some(new)] => {
                let id = place.id.as_ref().map(|id| id.child(name));
                self.schema(&place.inner(key, id), old, new);
            }
            _ => self.structure(key, place, sides),
        }
    }

    fn additional(&mut self, place: &Place, sides: &Sides<'a>) {
        let key = "additionalProperties";
        let is_object =
            |side: &Option<Node<'_>>| side.as_ref().is_some_and(|it| it.value.is_object());
        match sides.each_ref().map(is_object) {
            [true, true] => self.inner(key, "value", place, sides),
            [false, false] => {
                let is_closed = |side: &Option<Node<'_>>| {
                    side.as_ref()
                        .is_some_and(|it| *it.value == Value::Bool(false))
                };
                let tightened = Verdict(Rule::ConstraintTightened, Wire::Breaking, Wire::None);
                let loosened = Verdict(Rule::ConstraintLoosened, Wire::Additive, Wire::Warning);
                match sides.each_ref().map(is_closed) {
                    [false, true] => self.changed(tightened, key, place, sides),
                    [true, false] => self.changed(loosened, key, place, sides),
                    _ => self.structure(key, place, sides),
                }
            }
            _ => self.structure(key, place, sides),
        }
    }

    fn enumeration(&mut self, place: &Place, sides: &Sides<'a>) {
        let [was, now] = sides.each_ref().map(|side| texts(side.as_ref()));
        let differ: BTreeSet<_> = was.symmetric_difference(&now).collect();
        let mut rest = false;
        for value in &differ {
            let of_value = place.causes.iter().filter_map(|cause| match cause {
                Cause::Schema(id) => Some(Cause::Value(id.clone(), (***value).to_owned())),
                _ => None,
            });
            let of_value: Vec<_> = of_value.collect();
            for value in &of_value {
                self.judge(value, place);
            }
            let causes: Vec<_> = of_value.into_iter().chain(place.causes.clone()).collect();
            rest |= !self.explained("enum", &causes, sides);
        }
        if rest || differ.is_empty() {
            self.values("enum", place, sides);
        }
    }

    fn format(&mut self, place: &Place, sides: &Sides<'a>) {
        let formats = sides
            .each_ref()
            .map(|side| side.as_ref().and_then(|it| it.value.as_str()));
        let any = |test: &dyn Fn(&str) -> bool| formats.iter().flatten().any(|it| test(it));
        if any(&|it| it == "password") {
            self.secret(place, sides, formats[0] == Some("password"));
        } else if any(&|it| TYPES.contains(&it)) {
            self.structure("format", place, sides);
        } else {
            self.restriction("format", place, sides);
        }
    }

    fn secret(&mut self, place: &Place, sides: &Sides<'a>, was_secret: bool) {
        let first = self.of.drafts.all.len();
        let verdict = Verdict(Rule::SecretChanged, Wire::None, Wire::None);
        self.changed(verdict, "format", place, sides);
        if was_secret {
            let action =
                "Should Debug still hide it? Then add it to `secret` in spec/corrections.yaml.";
            self.of.drafts.all[first].action_required = Some(action.to_owned());
        }
    }

    /// Compares parents, and parts that belong to the schema itself.
    fn all_of(&mut self, place: &Place, sides: &Sides<'a>) {
        let parts = sides.each_ref().map(|side| {
            let parts = side.as_ref().map(Node::items).unwrap_or_default();
            parts
                .into_iter()
                .partition::<Vec<_>, _>(|it| it.component().is_some())
        });
        let [(was, old), (now, new)] = parts;
        let names = [was, now].map(|parents| {
            let names = parents.iter().filter_map(Node::component);
            names.map(SchemaId::new).collect::<Vec<_>>()
        });
        let renamed: Vec<_> = names[0].iter().map(|id| self.of.matches.id(id)).collect();
        if renamed != names[1] {
            let parents = place.id.clone().map(Cause::Parents);
            let causes = parents.into_iter().chain(place.causes.clone());
            self.structure_of("allOf", &causes.collect::<Vec<_>>(), place, sides);
        }
        for index in 0..old.len().max(new.len()) {
            let pair = [old.get(index), new.get(index)];
            match pair {
                [Some(old), Some(new)] => self.object(&SCHEMA, place, [old, new]),
                _ => {
                    let sides = pair.map(Option::<&Node<'a>>::cloned);
                    self.each_keyword(&SCHEMA, place, &sides);
                }
            }
        }
    }

    fn discriminator(&mut self, place: &Place, sides: &Sides<'a>) {
        if let [Some(was), Some(now)] = sides
            && was.text("propertyName") == now.text("propertyName")
            && self.mapping(was, true) == self.mapping(now, false)
        {
            // The components that it maps were renamed.
            return;
        }
        let mut causes = place.causes.clone();
        for mapping in children(sides, "mapping").iter().flatten() {
            let targets = mapping.value.as_object().into_iter().flatten();
            for name in targets.filter_map(|(_, it)| it.as_str()?.rsplit('/').next()) {
                let branch = self.of.matches.id(&SchemaId::new(name));
                let id = place.id.clone();
                causes.extend(id.map(|id| Cause::Branch(id, branch)));
            }
        }
        self.structure_of("discriminator", &causes, place, sides);
    }

    /// The components that a discriminator maps, by value and under their new names.
    fn mapping(&self, discriminator: &Node<'a>, is_old: bool) -> BTreeMap<&'a str, SchemaId> {
        let mapping = discriminator.value.get("mapping");
        let entries = mapping.and_then(Value::as_object).into_iter().flatten();
        let entries = entries.filter_map(|(value, target)| {
            let name = target.as_str()?.rsplit('/').next()?;
            Some((value.as_str(), self.current(name, is_old)))
        });
        entries.collect()
    }

    /// The new name of a component.
    fn current(&self, name: &str, is_old: bool) -> SchemaId {
        let id = SchemaId::new(name);
        match is_old {
            true => self.of.matches.id(&id),
            false => id,
        }
    }

    /// The components that a list refers to, under their new names. `None` if it has anything else.
    fn components(&self, list: &Node<'a>, is_old: bool) -> Option<Vec<SchemaId>> {
        let items = list.items().into_iter();
        items
            .map(|it| Some(self.current(it.component()?, is_old)))
            .collect()
    }

    /// Compares the branches of a union, or the parts of an enum, in any order.
    fn branches(&mut self, key: &str, place: &Place, sides: &Sides<'a>) {
        if let [Some(was), Some(now)] = sides
            && let Some(was) = self.components(was, true)
            && self.components(now, false) == Some(was)
        {
            return;
        }
        let mut causes = place.causes.clone();
        for branch in sides.iter().flatten().flat_map(Node::items) {
            let values = branch.child("enum");
            for id in place.id.iter() {
                if let Some(name) = branch.component() {
                    let branch = self.of.matches.id(&SchemaId::new(name));
                    causes.push(Cause::Branch(id.clone(), branch));
                }
                let values = texts(values.as_ref()).into_iter();
                causes.extend(values.map(|it| Cause::Value(id.clone(), it.to_owned())));
            }
        }
        self.structure_of(key, &causes, place, sides);
    }
}
