//! Walks the properties of a schema, whichever part of it has them: itself, an inline part of its `allOf`, or a parent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::node::{Node, Sides};
use super::place::Place;
use super::walker::Walker;
use crate::draft::{Cause, Detail};

/// A property, and the part of the schema that has it.
struct Listed<'a> {
    node: Node<'a>,
    part: Part,
}

/// A part of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Itself,
    /// An inline part of `allOf`, by its position among them.
    Inline(usize),
    /// A schema that it inherits from.
    Parent,
}

type All<'a> = BTreeMap<&'a str, Listed<'a>>;

impl<'a> Walker<'_, 'a> {
    /// Compares the properties of two schemas. Inherited ones are compared where they are defined, unless the schema
    /// has its own in one of the specs.
    pub(super) fn properties(&mut self, place: &Place, pair: [&Node<'a>; 2]) {
        let trees = self.trees();
        let [old, new] = [(pair[0], trees[0]), (pair[1], trees[1])].map(|(node, tree)| {
            let mut all = All::new();
            self.list(node, tree, &mut BTreeSet::new(), &mut all);
            all
        });
        let is_own = |it: &Option<&Listed<'_>>| it.is_some_and(|it| it.part != Part::Parent);
        for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let listed = [old.get(name), new.get(name)];
            if listed.iter().any(is_own) {
                self.property(place, name, listed);
            }
        }
    }

    fn property(&mut self, place: &Place, name: &str, listed: [Option<&Listed<'a>>; 2]) {
        let sides: Sides<'a> = listed.map(|it| it.map(|it| it.node.clone()));
        let Some(id) = &place.id else {
            return self.structure("properties", place, &sides);
        };
        let cause = Cause::Property(id.clone(), name.to_owned());
        let [was, now] = listed.map(|it| it.map(|it| it.part));
        if was != now {
            let mut place = place.clone();
            place.detail = Detail::Property(name.to_owned());
            let causes = [cause.clone()].into_iter().chain(place.causes.clone());
            self.structure_of("properties", &causes.collect::<Vec<_>>(), &place, &sides);
        }
        if let [Some(old), Some(new)] = &sides
            && old.value != new.value
        {
            let way = self.of.direction(id).of_property([old.value, new.value]);
            let inline = id.child(name);
            let mut place = Place::new(id.to_string(), way, self.of.reached(id))
                .causes([cause, Cause::Schema(inline.clone())])
                .id(inline);
            place.detail = Detail::Property(name.to_owned());
            self.schema(&place, old, new);
        }
    }

    /// Lists the properties of a schema. Own ones override inherited ones, and later ones earlier ones.
    fn list(
        &mut self,
        schema: &Node<'a>,
        tree: &'a Value,
        seen: &mut BTreeSet<String>,
        all: &mut All<'a>,
    ) {
        let parts = schema.child("allOf");
        let parts = parts.as_ref().map(Node::items).unwrap_or_default();
        let (parents, inline): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|it| it.component().is_some());
        for parent in parents {
            let parent = self.resolve(parent, tree);
            if seen.insert(parent.pointer.clone()) {
                let mut inherited = All::new();
                self.list(&parent, tree, seen, &mut inherited);
                all.extend(inherited.into_iter().map(|(name, it)| {
                    let (node, part) = (it.node, Part::Parent);
                    (name, Listed { node, part })
                }));
            }
        }
        let inline = inline.into_iter().enumerate();
        let inline = inline.map(|(index, node)| (node, Part::Inline(index)));
        for (node, part) in [(schema.clone(), Part::Itself)].into_iter().chain(inline) {
            let Some(properties) = node.child("properties") else {
                continue;
            };
            for (name, _) in properties.value.as_object().into_iter().flatten() {
                let node = properties.child(name);
                all.extend(node.map(|node| (name.as_str(), Listed { node, part })));
            }
        }
    }
}
