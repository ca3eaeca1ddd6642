//! Walks operations: parameters, bodies and responses.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Operation, ParameterLocation, SchemaId, Version};
use generator::openapi::extensions::SUNSET;
use generator::openapi::media_type;
use serde_json::Value;

use super::node::{Node, Sides, children, is_same, names};
use super::place::Place;
use super::walker::Walker;
use crate::compare::comparison::{Which, key};
use crate::compare::direction::Direction;
use crate::compare::table::{BODY, MEDIA_TYPE, OPERATION, PARAMETER, RESPONSE, Verdict};
use crate::draft::{Cause, Detail};
use crate::model::version_key;
use crate::report::Wire::{Additive, Breaking, None as NoChange, Warning};
use crate::rule::Rule;

/// What the walk knows about an operation in both specs.
struct Both<'a> {
    was: &'a Operation,
    now: &'a Operation,
    key: String,
    reached: Vec<String>,
}

impl Both<'_> {
    /// Whether the operation has a version in one of the specs.
    fn has(&self, version: &Version) -> bool {
        let mut all = self.was.versions.iter().chain(&self.now.versions);
        all.any(|it| it.version == *version)
    }

    /// The causes for the versions of a media type.
    fn causes(
        &self,
        version: Option<&Version>,
        of: fn(String, crate::model::VersionKey) -> Cause,
    ) -> Vec<Cause> {
        let all = self.was.versions.iter().chain(&self.now.versions);
        let all = all.filter(|it| version.is_none_or(|version| it.version == *version));
        all.map(|it| of(self.key.clone(), version_key(it)))
            .collect()
    }
}

impl<'a> Walker<'_, 'a> {
    pub(super) fn operation(&mut self, was: &'a Operation, now: &'a Operation) {
        let trees = self.trees();
        let nodes = [
            Node::at(trees[0], &was.pointer),
            Node::at(trees[1], &now.pointer),
        ];
        let [Some(old), Some(new)] = &nodes else {
            return;
        };
        let both = Both {
            was,
            now,
            key: key(now),
            reached: self.of.paths(now, Which::New, |_| true),
        };
        let place = Place::new(&now.name, Direction::BOTH, both.reached.clone());
        let place = place.causes([Cause::Operation(both.key.clone())]);
        self.object(&OPERATION, &place, [old, new]);
        let sunsets = children(&nodes, SUNSET);
        if !is_same(&sunsets) {
            let causes = both.causes(None, Cause::Version);
            self.structure_of(SUNSET, &causes, &place, &sunsets);
        }
        self.parameters(&both);
        self.request_body(&both, &children(&nodes, "requestBody"));
        self.responses(&both, &children(&nodes, "responses"));
    }

    fn parameters(&mut self, both: &Both<'a>) {
        let trees = self.trees();
        let old = self.declared(both.was, both.now, trees[0]);
        let new = self.declared(both.now, both.was, trees[1]);
        // A parameter may have moved, such as to a header.
        let moved = |at: &(String, String)| {
            let mut others = new.keys().filter(|it| !old.contains_key(it));
            others.find(|it| it.1 == at.1)
        };
        let mut pairs: Vec<_> = old
            .keys()
            .map(|at| {
                (
                    Some(at),
                    new.get_key_value(at).map(|it| it.0).or_else(|| moved(at)),
                )
            })
            .collect();
        let paired: BTreeSet<_> = pairs.iter().filter_map(|it| it.1).collect();
        let added = new.keys().filter(|at| !paired.contains(at));
        pairs.extend(added.map(|at| (None, Some(at))));
        for (was_at, now_at) in pairs {
            let sides = [
                was_at.and_then(|at| old.get(at).cloned()),
                now_at.and_then(|at| new.get(at).cloned()),
            ];
            let Some(at) = now_at.or(was_at) else {
                continue;
            };
            let (was, now) = (&sides[0], &sides[1]);
            let side = now.as_ref().or(was.as_ref());
            let name = side.and_then(|it| it.text("name")).unwrap_or_default();
            let id = SchemaId::new(&both.now.name).child(name);
            let cause = Cause::Parameter(both.key.clone(), name.to_owned());
            let mut place = Place::new(&both.now.name, Direction::REQUEST, both.reached.clone())
                .causes([cause, Cause::Schema(id.clone())])
                .id(id);
            place.detail = Detail::Parameter(name.to_owned(), location(&at.0));
            match &sides {
                [Some(old), Some(new)] => self.object(&PARAMETER, &place, [old, new]),
                _ if self.explained("parameters", &place.causes, &sides) => {}
                [was, _] => {
                    // The crate does not offer it.
                    let verdict = match was {
                        None => Verdict(Rule::ParameterAdded, Additive, NoChange),
                        Some(_) => Verdict(Rule::ParameterRemoved, Breaking, NoChange),
                    };
                    self.named(verdict, name, &place, &sides);
                }
            }
        }
    }

    /// The parameters of an operation and its path. A path parameter that the other operation lacks is listed by
    /// position rather than by name, which is not sent.
    fn declared(
        &mut self,
        operation: &Operation,
        other: &Operation,
        tree: &'a Value,
    ) -> BTreeMap<(String, String), Node<'a>> {
        let path = operation
            .pointer
            .rsplit_once('/')
            .map_or("", |(path, _)| path);
        let mut found = BTreeMap::new();
        for pointer in [path, &operation.pointer] {
            let list = Node::at(tree, &format!("{pointer}/parameters"));
            for node in list.as_ref().map(Node::items).unwrap_or_default() {
                let node = self.resolve(node, tree);
                let location = node.text("in").unwrap_or_default();
                let name = node.text("name").unwrap_or_default();
                let part = format!("{{{name}}}");
                let position = operation.path.find(&part);
                let position = position.filter(|_| !other.path.contains(&part));
                let at = match (location, position) {
                    ("path", Some(end)) => {
                        let before = operation.path[..end].matches('{').count();
                        format!("{before:04}")
                    }
                    _ => name.to_owned(),
                };
                found.insert((location.to_owned(), at), node);
            }
        }
        found
    }

    fn resolved(&mut self, sides: Sides<'a>) -> Sides<'a> {
        let [old, new] = sides;
        let trees = self.trees();
        [
            old.map(|it| self.resolve(it, trees[0])),
            new.map(|it| self.resolve(it, trees[1])),
        ]
    }

    fn request_body(&mut self, both: &Both<'a>, sides: &Sides<'a>) {
        let sides = self.resolved(sides.clone());
        let place = Place::new(&both.now.name, Direction::REQUEST, both.reached.clone());
        let whole = place.clone().causes(both.causes(None, Cause::Body));
        let [Some(old), Some(new)] = &sides else {
            if sides.iter().any(Option::is_some) {
                self.structure("requestBody", &whole, &sides);
            }
            return;
        };
        self.object(&BODY, &whole, [old, new]);
        let content = children(&sides, "content");
        for media_type in names(&content) {
            let sides = children(&content, media_type);
            let version = self.version(media_type);
            // One that no response has belongs to all versions.
            let of_response = version.as_ref().filter(|version| both.has(version));
            let mut causes = both.causes(of_response, Cause::Body);
            let root = SchemaId::new(&both.now.name);
            let of_version = version.iter().map(ToString::to_string);
            let id = of_version
                .fold(root, |id, it| id.child(&it))
                .child("request");
            match &sides {
                [Some(old), Some(new)] => {
                    causes.push(Cause::Schema(id.clone()));
                    let place = place.clone().causes(causes).id(id);
                    self.object(&MEDIA_TYPE, &place, [old, new]);
                }
                _ => {
                    causes.extend(both.causes(of_response, Cause::Version));
                    self.structure_of("content", &causes, &place, &sides);
                }
            }
        }
    }

    fn responses(&mut self, both: &Both<'a>, all: &Sides<'a>) {
        for status in names(all) {
            let sides = self.resolved(children(all, status));
            let is_success = status.starts_with('2');
            let subject = format!("{} {status}", both.now.name);
            let place = Place::new(subject, Direction::RESPONSE, both.reached.clone());
            let content = children(&sides, "content");
            if let [Some(old), Some(new)] = &sides {
                self.object(&RESPONSE, &place, [old, new]);
                for media_type in names(&content) {
                    let sides = children(&content, media_type);
                    match is_success {
                        true => self.success(both, media_type, &place, &sides),
                        false => self.failure(media_type, &place, &sides),
                    }
                }
                continue;
            }
            // A status that only new versions return is added with them.
            let versions: Vec<_> = names(&content).into_iter().collect();
            let explained = versions.iter().filter(|media_type| {
                let version = self.version(media_type);
                let causes = both.causes(version.as_ref(), Cause::Version);
                let sides = children(&content, media_type);
                version.is_some() && self.explained("content", &causes, &sides)
            });
            if explained.count() == versions.len() && !versions.is_empty() {
                continue;
            }
            let rules = match is_success {
                true => [
                    Verdict(Rule::SuccessStatusAdded, NoChange, Warning),
                    Verdict(Rule::SuccessStatusRemoved, NoChange, Breaking),
                ],
                false => [
                    Verdict(Rule::ErrorStatusAdded, NoChange, Additive),
                    Verdict(Rule::ErrorStatusRemoved, NoChange, NoChange),
                ],
            };
            let verdict = rules[usize::from(sides[1].is_none())];
            let place = Place::new(&both.now.name, Direction::RESPONSE, both.reached.clone());
            self.named(verdict, status, &place, &sides);
        }
    }

    fn success(&mut self, both: &Both<'a>, media_type: &str, place: &Place, sides: &Sides<'a>) {
        let version = self.version(media_type);
        let mut causes = both.causes(version.as_ref(), Cause::Output);
        causes.extend(both.causes(version.as_ref(), Cause::Version));
        let root = SchemaId::new(&both.now.name);
        let of_version = version.iter().map(ToString::to_string);
        let id = of_version
            .fold(root, |id, it| id.child(&it))
            .child("response");
        match sides {
            [Some(old), Some(new)] => {
                causes.push(Cause::Schema(id.clone()));
                let place = place.clone().causes(causes).id(id);
                self.object(&MEDIA_TYPE, &place, [old, new]);
            }
            _ if self.explained("content", &causes, sides) => {}
            _ => self.media_type(media_type, place, sides),
        }
    }

    fn failure(&mut self, media_type: &str, place: &Place, sides: &Sides<'a>) {
        match sides {
            [Some(old), Some(new)] => {
                let mut place = place.clone();
                place.rest = Rule::ErrorTypeChanged;
                self.object(&MEDIA_TYPE, &place, [old, new]);
            }
            _ => self.media_type(media_type, place, sides),
        }
    }

    fn media_type(&mut self, media_type: &str, place: &Place, sides: &Sides<'a>) {
        let verdict = match sides[0] {
            None => Verdict(Rule::MediaTypeChanged, Additive, Additive),
            Some(_) => Verdict(Rule::MediaTypeChanged, Breaking, Breaking),
        };
        self.named(verdict, media_type, place, sides);
    }

    fn version(&self, media_type: &str) -> Option<Version> {
        let api = &self.of.new.api.version;
        Some(media_type::parse(media_type, api, "").ok()?.0)
    }
}

fn location(text: &str) -> ParameterLocation {
    match text {
        "path" => ParameterLocation::Path,
        "header" => ParameterLocation::Header,
        _ => ParameterLocation::Query { exploded: true },
    }
}
