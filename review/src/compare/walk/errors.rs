//! Compares the bodies of failed calls, by the values that are valid. The models have no types for inline ones, because
//! the crate reads all of them in the same way.

use std::collections::BTreeSet;

use generator::model::SchemaId;

use super::node::{Node, Sides, children, names, texts};
use super::place::Place;
use super::walker::Walker;
use crate::compare::direction::Direction;
use crate::compare::verdict::{LESS, MORE, NARROWER, OTHER, Shapes, WIDER};
use crate::compare::words;
use crate::draft::Draft;
use crate::rule::Rule;

/// What is being compared.
#[derive(Default)]
struct Search {
    /// The properties on the way.
    path: String,
    /// The components on the way, because a schema may contain itself.
    open: BTreeSet<[String; 2]>,
    found: Shapes,
}

impl<'a> Walker<'_, 'a> {
    /// Compares the schemas of a failed call. A component that both sides refer to is compared where it is defined.
    pub(super) fn error_body(&mut self, place: &Place, pair: [&Node<'a>; 2]) {
        if self.is_same_component(pair) {
            return;
        }
        let mut search = Search::default();
        self.error_schema(&mut search, pair);
        let sides = pair.map(|node| Some(node.clone()));
        if search.found.is_empty() {
            return self.note(Rule::NotationChanged, place, &sides);
        }
        let wire = search.found.wire(Direction::RESPONSE);
        let [was, now] = pair.map(|node| match node.component() {
            Some(name) => name.to_owned(),
            None => format!("inline {}", node.text("type").unwrap_or("schema")),
        });
        let draft = Draft::new(Rule::ErrorTypeChanged, place.subject.clone(), wire);
        let draft = draft.from(was).to(now).note(search.found.words());
        self.add(draft, place, &sides);
    }

    fn is_same_component(&self, [old, new]: [&Node<'a>; 2]) -> bool {
        match [old, new].map(Node::component) {
            [Some(was), Some(now)] => self.of.matches.id(&SchemaId::new(was)) == SchemaId::new(now),
            _ => false,
        }
    }

    fn error_schema(&mut self, search: &mut Search, pair: [&Node<'a>; 2]) {
        if self.is_same_component(pair) {
            return;
        }
        let trees = self.trees();
        let [old, new] = pair.map(Node::clone);
        let [old, new] = [self.resolve(old, trees[0]), self.resolve(new, trees[1])];
        let at = [&old, &new].map(|it| it.pointer.clone());
        if old.value == new.value || !search.open.insert(at.clone()) {
            return;
        }
        let sides = [Some(old), Some(new)];
        for key in names(&sides) {
            let inner = children(&sides, key);
            let is_prose = matches!(
                key,
                "deprecated" | "description" | "example" | "externalDocs" | "title"
            );
            if !is_prose && !key.starts_with("x-") {
                self.error_keyword(search, key, &inner);
            }
        }
        search.open.remove(&at);
    }

    fn error_keyword(&mut self, search: &mut Search, key: &str, sides: &Sides<'a>) {
        let [was, now] = sides;
        let [old, new] = sides.each_ref().map(|side| texts(side.as_ref()));
        let only = |these: &BTreeSet<&str>, those: &BTreeSet<&str>| -> Vec<String> {
            these.difference(those).map(|it| (*it).to_owned()).collect()
        };
        match (key, was, now) {
            ("properties", ..) => {
                for name in names(sides) {
                    let length = search.path.len();
                    search.path.push('.');
                    search.path.push_str(name);
                    match children(sides, name) {
                        [Some(was), Some(now)] => self.error_schema(search, [&was, &now]),
                        [None, _] => search.add(MORE, "is new"),
                        [_, None] => search.add(LESS, "is gone"),
                    }
                    search.path.truncate(length);
                }
            }
            ("items", Some(was), Some(now)) => {
                let length = search.path.len();
                search.path.push_str("[]");
                self.error_schema(search, [was, now]);
                search.path.truncate(length);
            }
            ("required", ..) => {
                for (verdict, verb, names) in [
                    (NARROWER, "required", only(&new, &old)),
                    (WIDER, "optional", only(&old, &new)),
                ] {
                    for name in names {
                        let path = format!("{}.{name}", search.path);
                        search.found.add(&path, verdict, &format!("is {verb}"));
                    }
                }
            }
            ("enum", Some(_), Some(_)) => {
                for (verdict, verb, values) in [
                    (WIDER, "may be", only(&new, &old)),
                    (NARROWER, "is never", only(&old, &new)),
                ] {
                    if !values.is_empty() {
                        search.add(verdict, &format!("{verb} {}", words::few(&values)));
                    }
                }
            }
            ("type", Some(was), Some(now)) if was.value != now.value => {
                let [was, now] = [was, now].map(|it| words::value(it.value));
                search.add(OTHER, &format!("is {now} instead of {was}"));
            }
            (_, Some(was), Some(now)) if was.value == now.value => {}
            _ => search.add(OTHER, &format!("has a different `{key}`")),
        }
    }
}

impl Search {
    fn add(&mut self, verdict: crate::compare::verdict::Verdict, text: &str) {
        self.found.add(&self.path, verdict, text);
    }
}
