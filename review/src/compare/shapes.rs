//! Compares types by what they mean: which values are valid before and after.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Api, Constraint, Facts, Object, Property, Schema, SchemaId, SchemaKind, Type, Union,
};

use super::comparison::Comparison;
use super::direction::Direction;
use super::value::{Value, own};
use super::verdict::{LESS, MORE, NARROWER, OTHER, Relation, Shapes, Verdict, WIDER};
use super::{limits, words};
use crate::draft::{Cause, Draft};
use crate::report::Wire::{Additive, Breaking, None as NoChange};
use crate::rule::Rule;

/// The properties of a schema, including inherited ones, and which are required.
pub(super) type Flat<'a> = BTreeMap<&'a str, (&'a Property, bool)>;

impl<'a> Comparison<'a> {
    /// The draft for a type that changed, with its facts. `None` if the types are the same and have the same name.
    pub(super) fn retyped(
        &self,
        rule: Rule,
        subject: &str,
        [(was, was_facts), (now, now_facts)]: [(&Type, Option<&Facts>); 2],
        way: Direction,
    ) -> Option<Draft> {
        if self.matches.ty(was) == *now {
            return None;
        }
        let shapes = self.values([(was, was_facts), (now, now_facts)]);
        let draft = Draft::new(rule, subject, shapes.wire(way));
        let sides = [(self.old, was), (self.new, now)];
        let mut texts = sides.map(|(it, ty)| words::of(&it.api, ty));
        if texts[0] == texts[1] {
            texts = sides.map(|(it, ty)| words::named(&it.api, ty));
        }
        let [before, after] = texts;
        Some(draft.alike().from(before).to(after).note(shapes.words()))
    }

    /// Compares the values of two types, with their facts.
    pub(super) fn values(&self, [was, now]: [(&Type, Option<&Facts>); 2]) -> Shapes {
        let mut search = Search::new(self);
        search.values(Value::new(was.0, was.1), Value::new(now.0, now.1));
        search.found
    }

    /// Compares what two objects inherit, except properties that one of them has itself.
    pub(super) fn inherited(&self, id: &SchemaId, [old, new]: [&Object; 2]) -> Shapes {
        let mut search = Search::new(self);
        let parents = [(&self.old.api, old), (&self.new.api, new)].map(|(api, object)| {
            let parents = object.parents.iter().map(|id| own(api.schemas.get(id)));
            parents.collect::<Vec<_>>().concat()
        });
        search.limits(true, &parents[0], &parents[1]);
        let [was, now] = [self.was_flat(id), self.now_flat(id)].map(|mut all| {
            all.retain(|name, _| {
                [old, new]
                    .iter()
                    .all(|it| !it.properties.contains_key(*name))
            });
            all
        });
        search.objects(&was, &now);
        search.found
    }

    /// Compares the values of an old type with those of a new one.
    pub(super) fn shapes(&self, was: &Type, now: &Type) -> Shapes {
        let mut search = Search::new(self);
        search.types(was, now);
        search.found
    }

    /// Compares the values of a schema whose kind changed.
    pub(super) fn kinds(&self, id: &SchemaId) -> Shapes {
        let mut search = Search::new(self);
        let [was, now] = [Type::Ref(self.matches.old_id(id)), Type::Ref(id.clone())];
        let was = Value::bare(&was).unaliased(&self.old.api);
        let now = Value::bare(&now).unaliased(&self.new.api);
        match (was.ty, now.ty) {
            (Type::Ref(was), Type::Ref(now)) => search.schemas(was, now),
            _ => search.values(was, now),
        }
        search.found
    }

    /// The properties of an old schema by its new id, including inherited ones, and which are required.
    pub(super) fn was_flat(&self, id: &SchemaId) -> Flat<'a> {
        flat(&self.old.api, self.old_schemas.get(id).copied())
    }

    /// Like [`was_flat`](Self::was_flat), for a new schema.
    pub(super) fn now_flat(&self, id: &SchemaId) -> Flat<'a> {
        flat(&self.new.api, self.new.api.schemas.get(id))
    }

    /// The types that a cause is about, in both specs.
    pub(super) fn types_at(&self, cause: &Cause) -> [Option<Type>; 2] {
        match cause {
            Cause::Property(id, name) => [self.was_flat(id), self.now_flat(id)]
                .map(|all| Some(all.get(name.as_str())?.0.ty.clone())),
            Cause::Parameter(key, name) => self.sides(key).map(|operation| {
                let mut all = operation?.parameters.iter();
                Some(all.find(|it| it.name == *name)?.ty.clone())
            }),
            Cause::Body(key, at) => self
                .versions_at(key, at)
                .map(|version| Some(version?.body.as_ref()?.ty.clone())),
            Cause::Output(key, at) => {
                self.versions_at(key, at)
                    .map(|version| match &version?.output {
                        generator::model::Output::Json(ty) => Some(ty.clone()),
                        _ => None,
                    })
            }
            _ => [None, None],
        }
    }
}

struct Search<'s, 'a> {
    of: &'s Comparison<'a>,
    /// Pairs being compared, because a schema may contain itself.
    assumed: BTreeSet<(SchemaId, SchemaId)>,
    path: String,
    found: Shapes,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(of: &'s Comparison<'a>) -> Self {
        Self {
            of,
            assumed: BTreeSet::new(),
            path: String::new(),
            found: Shapes::default(),
        }
    }
    fn add(&mut self, verdict: Verdict, text: &str) {
        self.found.add(&self.path, verdict, text);
    }

    fn inside(&mut self, part: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(part);
        visit(self);
        self.path.truncate(length);
    }

    fn types(&mut self, was: &Type, now: &Type) {
        self.values(Value::bare(was), Value::bare(now));
    }

    fn values(&mut self, was: Value<'_>, now: Value<'_>) {
        let (old, new) = (&self.of.old.api, &self.of.new.api);
        let is_same = |was: &Value<'_>, now: &Value<'_>| self.of.matches.ty(was.ty) == *now.ty;
        let (was, now) = match is_same(&was, &now) {
            true => (was, now),
            false => (was.unaliased(old), now.unaliased(new)),
        };
        let is_same = is_same(&was, &now);
        let is_known = was.is_known && now.is_known;
        match (was.nullable, now.nullable) {
            (false, true) => self.add(WIDER, "may be null"),
            (true, false) => self.add(NARROWER, "is never null"),
            _ => {}
        }
        if is_same {
            return self.limits(is_known, &was.limits, &now.limits);
        }
        let becomes = format!(
            "is {} instead of {}",
            words::of(new, now.ty),
            words::of(old, was.ty)
        );
        match (was.ty, now.ty) {
            (Type::Array(_), Type::Array(_)) => {
                self.limits(is_known, &was.own(), &now.own());
                self.inside("[]", |it| it.values(was.inner(), now.inner()));
            }
            (Type::Map(_), Type::Map(_)) => {
                self.limits(is_known, &was.own(), &now.own());
                self.inside("{}", |it| it.values(was.inner(), now.inner()));
            }
            (Type::Nullable(_), Type::Nullable(_)) => self.values(was.inner(), now.inner()),
            (_, Type::Nullable(_)) => {
                self.add(WIDER, "may be null");
                self.values(was, now.inner());
            }
            (Type::Nullable(_), _) => {
                self.add(NARROWER, "is never null");
                self.values(was.inner(), now);
            }
            (Type::Ref(id), Type::Ref(by)) => {
                let limits = [(old, id, &was), (new, by, &now)]
                    .map(|(api, id, it)| [it.limits.clone(), own(api.schemas.get(id))].concat());
                self.limits(is_known, &limits[0], &limits[1]);
                self.schemas(id, by);
            }
            (Type::Int32, Type::Int64 | Type::Number)
            | (Type::Int64, Type::Number)
            | (Type::DateTime, Type::String) => {
                self.add(WIDER, &becomes);
                self.limits(is_known, &was.limits, &now.limits);
            }
            (Type::Int64 | Type::Number, Type::Int32)
            | (Type::Number, Type::Int64)
            | (Type::String, Type::DateTime) => {
                self.add(NARROWER, &becomes);
                self.limits(is_known, &was.limits, &now.limits);
            }
            (_, Type::Any) => self.add(WIDER, &becomes),
            (Type::Any, _) => self.add(NARROWER, &becomes),
            (Type::Ref(id), Type::String) if values(old, id).is_some() => self.add(WIDER, &becomes),
            (Type::String, Type::Ref(id)) if values(new, id).is_some() => {
                self.add(NARROWER, &becomes);
            }
            _ => self.add(OTHER, &becomes),
        }
    }

    fn limits(&mut self, are_known: bool, was: &[Constraint], now: &[Constraint]) {
        let found = limits::differences(was, now).into_iter();
        for (verdict, text) in found.filter(|_| are_known) {
            self.add(verdict, &text);
        }
    }

    fn schemas(&mut self, was: &SchemaId, now: &SchemaId) {
        if !self.assumed.insert((was.clone(), now.clone())) {
            return;
        }
        let (old, new) = (&self.of.old.api, &self.of.new.api);
        let (before, after) = (old.schemas.get(was), new.schemas.get(now));
        match (before.map(|it| &it.kind), after.map(|it| &it.kind)) {
            (Some(SchemaKind::Object(_)), Some(SchemaKind::Object(_))) => {
                self.objects(&flat(old, before), &flat(new, after));
            }
            (Some(SchemaKind::Union(was)), Some(SchemaKind::Union(now))) => {
                self.objects(&flat(old, before), &flat(new, after));
                self.unions(was, now);
            }
            (Some(SchemaKind::Enum(was)), Some(SchemaKind::Enum(now))) => self.enums(was, now),
            (Some(SchemaKind::Object(_)), Some(SchemaKind::Union(union))) => {
                let own = union.branches.iter().find(|it| self.is_same(was, it));
                self.may_be(WIDER, "may also be", union, own, [before, after]);
            }
            (Some(SchemaKind::Union(union)), Some(SchemaKind::Object(_))) => {
                let own = union.branches.iter().find(|it| self.is_same(it, now));
                self.may_be(NARROWER, "is never", union, own, [before, after]);
            }
            _ => self.is_other([before, after]),
        }
    }

    /// Whether an object of the old spec is valid as one of the new spec, and vice versa.
    fn is_same(&mut self, was: &SchemaId, now: &SchemaId) -> bool {
        let (old, new) = (&self.of.old.api, &self.of.new.api);
        let [before, after] = [old.schemas.get(was), new.schemas.get(now)];
        if self.of.matches.id(was) == *now {
            return true;
        }
        let outer = std::mem::take(&mut self.found);
        self.objects(&flat(old, before), &flat(new, after));
        let found = std::mem::replace(&mut self.found, outer);
        found.is_empty() && [before, after].iter().all(Option::is_some)
    }

    /// An object that became one branch of a union, or vice versa.
    fn may_be(
        &mut self,
        verdict: Verdict,
        verb: &str,
        union: &Union,
        own: Option<&SchemaId>,
        sides: [Option<&Schema>; 2],
    ) {
        let Some(own) = own else {
            return self.is_other(sides);
        };
        let others = union.branches.iter().filter(|it| *it != own);
        let names: Vec<_> = others.map(ToString::to_string).collect();
        if !names.is_empty() {
            self.add(verdict, &format!("{verb} a {}", words::few(&names)));
        }
    }

    fn is_other(&mut self, sides: [Option<&Schema>; 2]) {
        let [was, now] = sides.map(|it| it.map_or("nothing", |it| words::kind(&it.kind)));
        self.add(OTHER, &format!("is {now} instead of {was}"));
    }

    fn enums(&mut self, was: &[String], now: &[String]) {
        for (these, those, verdict, verb) in [
            (now, was, WIDER, "may be"),
            (was, now, NARROWER, "is never"),
        ] {
            let only: Vec<_> = these
                .iter()
                .filter(|it| !those.contains(it))
                .cloned()
                .collect();
            if !only.is_empty() {
                self.add(verdict, &format!("{verb} {}", words::few(&only)));
            }
        }
    }

    fn unions(&mut self, was: &Union, now: &Union) {
        let mut left: Vec<_> = was.branches.iter().collect();
        let mut right: Vec<_> = now.branches.iter().collect();
        left.retain(|was| {
            let now = right.iter().position(|it| **it == self.of.matches.id(was));
            now.map(|index| right.remove(index)).is_none()
        });
        // Branches with other names have the same positions or the same values.
        if left.len() == right.len() {
            for (was, now) in left.into_iter().zip(right) {
                self.schemas(was, now);
            }
            return;
        }
        for (branches, verdict, verb) in [(right, WIDER, "may be"), (left, NARROWER, "is never")] {
            let names: Vec<_> = branches.into_iter().map(ToString::to_string).collect();
            if !names.is_empty() {
                self.add(verdict, &format!("{verb} a {}", words::few(&names)));
            }
        }
    }

    fn objects(&mut self, was: &Flat<'_>, now: &Flat<'_>) {
        let names: BTreeSet<_> = was.keys().chain(now.keys()).collect();
        for name in names {
            let part = format!(".{name}");
            match (was.get(name), now.get(name)) {
                (Some((was, _)), None) => {
                    self.inside(&part, |it| it.property(LESS, [was, was], "is gone"));
                }
                (None, Some((now, required))) => {
                    let verdict = match required {
                        true => (Relation::Other, [Breaking, Additive]),
                        false => MORE,
                    };
                    let text = if *required {
                        "is new and required"
                    } else {
                        "is new"
                    };
                    self.inside(&part, |it| it.property(verdict, [now, now], text));
                }
                (Some((was, was_required)), Some((now, now_required))) => {
                    self.inside(&part, |it| {
                        let [old, new] = [was, now].map(|it| Value::new(&it.ty, Some(&it.facts)));
                        it.values(old, new);
                        it.access(&was.facts, &now.facts);
                        match (was_required, now_required) {
                            (false, true) => it.property(NARROWER, [was, now], "is required"),
                            (true, false) => it.property(WIDER, [was, now], "is optional"),
                            _ => {}
                        }
                    });
                }
                (None, None) => {}
            }
        }
    }

    /// A difference of a property that may not be in requests, or not in responses.
    fn property(&mut self, (relation, wire): Verdict, sides: [&Property; 2], text: &str) {
        let all = |test: fn(&Facts) -> bool| sides.iter().all(|it| test(&it.facts));
        let request = if all(|it| it.read_only) {
            NoChange
        } else {
            wire[0]
        };
        let response = if all(|it| it.write_only) {
            NoChange
        } else {
            wire[1]
        };
        self.add((relation, [request, response]), text);
    }

    fn access(&mut self, was: &Facts, now: &Facts) {
        let access = |facts: &Facts| match (facts.read_only, facts.write_only) {
            (true, _) => "read-only",
            (_, true) => "write-only",
            _ => "read and written",
        };
        match (access(was), access(now)) {
            (was, now) if was == now => {}
            (_, now @ "read-only") => self.add(NARROWER, &format!("is {now}")),
            (_, now @ "write-only") => {
                self.add(
                    (Relation::Narrower, [NoChange, Breaking]),
                    &format!("is {now}"),
                );
            }
            (_, now) => self.add(MORE, &format!("is {now}")),
        }
    }
}

fn values<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a [String]> {
    match &api.schemas.get(id)?.kind {
        SchemaKind::Enum(values) => Some(values),
        _ => None,
    }
}

/// The properties of a schema, including inherited ones, and which are required. A child's property
/// overrides its parent's.
fn flat<'a>(api: &'a Api, schema: Option<&'a Schema>) -> Flat<'a> {
    let mut objects: Vec<&'a Object> = schema.and_then(Schema::object).into_iter().collect();
    let mut seen: BTreeSet<&SchemaId> = BTreeSet::new();
    let mut at = 0;
    while let Some(object) = objects.get(at).copied() {
        let parents = object.parents.iter().filter(|id| seen.insert(id));
        objects.extend(parents.filter_map(|id| api.object(id)));
        at += 1;
    }
    let mut found = BTreeMap::new();
    for (name, property) in objects.iter().flat_map(|it| &it.properties) {
        let required = objects.iter().any(|it| it.required.contains(name));
        found.entry(name.as_str()).or_insert((property, required));
    }
    found
}
