//! Compares types by what they mean: which values are valid before and after.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Api, Constraint, Facts, Object, Property, Schema, SchemaId, SchemaKind, Type, Union,
};

use super::comparison::Comparison;
use super::direction::Direction;
use super::words;
use crate::draft::{Cause, Draft};
use crate::report::Wire::{self, Additive, Breaking, None as NoChange, Warning};
use crate::rule::Rule;

/// The maximum number of differences that the report names.
const NAMED: usize = 6;

/// How the values of two types differ. Empty if the same values are valid.
#[derive(Debug, Default)]
pub(super) struct Shapes(Vec<Difference>);

#[derive(Debug)]
struct Difference {
    text: String,
    relation: Relation,
    /// The severities in requests and in responses.
    wire: [Wire; 2],
}

/// The values of the new type, compared with those of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Wider,
    Narrower,
    Other,
}

/// How values differ, and the severities in requests and in responses.
pub(super) type Verdict = (Relation, [Wire; 2]);

pub(super) const WIDER: Verdict = (Relation::Wider, [Additive, Warning]);
pub(super) const NARROWER: Verdict = (Relation::Narrower, [Breaking, NoChange]);
pub(super) const OTHER: Verdict = (Relation::Other, [Breaking, Breaking]);
/// A property that is new.
pub(super) const MORE: Verdict = (Relation::Wider, [Additive, Additive]);
/// A property that is gone.
pub(super) const LESS: Verdict = (Relation::Narrower, [Breaking, Breaking]);

impl Shapes {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn wire(&self, way: Direction) -> Wire {
        let all = self.0.iter().map(|it| way.wire(it.wire[0], it.wire[1]));
        all.max().unwrap_or(NoChange)
    }

    /// Adds a difference at a path of properties.
    pub(super) fn add(&mut self, path: &str, (relation, wire): Verdict, text: &str) {
        let text = match path.trim_start_matches('.') {
            "" => text.to_owned(),
            path => format!("`{path}` {text}"),
        };
        self.0.push(Difference {
            text,
            relation,
            wire,
        });
    }

    /// The differences in words.
    pub(super) fn words(&self) -> String {
        let all = |relation| self.0.iter().all(|it| it.relation == relation);
        let relation = match () {
            () if self.0.is_empty() => return "The same values are valid.".to_owned(),
            () if all(Relation::Wider) => "Wider",
            () if all(Relation::Narrower) => "Narrower",
            () => "Different",
        };
        let mut texts: Vec<&str> = self.0.iter().map(|it| it.text.as_str()).collect();
        let rest = texts.split_off(texts.len().min(NAMED)).len();
        let rest = if rest > 0 {
            format!("; and {rest} more")
        } else {
            String::new()
        };
        format!("{relation}: {}{rest}.", texts.join("; "))
    }
}

impl Comparison<'_> {
    /// The draft for a type that changed. `None` if the types are the same and have the same name.
    pub(super) fn retyped(
        &self,
        rule: Rule,
        subject: &str,
        [was, now]: [&Type; 2],
        way: Direction,
    ) -> Option<Draft> {
        if self.matches.ty(was) == *now {
            return None;
        }
        let shapes = self.shapes(was, now);
        let draft = Draft::new(rule, subject, shapes.wire(way));
        let sides = [(self.old, was), (self.new, now)];
        let mut texts = sides.map(|(it, ty)| words::of(&it.api, ty));
        if texts[0] == texts[1] {
            texts = sides.map(|(it, ty)| words::named(&it.api, ty));
        }
        let [before, after] = texts;
        Some(draft.alike().from(before).to(after).note(shapes.words()))
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
        let (was, now) = (
            unaliased(&self.old.api, &was),
            unaliased(&self.new.api, &now),
        );
        match (was, now) {
            (Type::Ref(was), Type::Ref(now)) => search.schemas(was, now),
            _ => search.types(was, now),
        }
        search.found
    }

    /// The properties of an old schema by its new id, including inherited ones, and which are required.
    pub(super) fn was_flat(&self, id: &SchemaId) -> BTreeMap<&str, (&Property, bool)> {
        flat(&self.old.api, self.old_schemas.get(id).copied())
    }

    /// Like [`was_flat`](Self::was_flat), for a new schema.
    pub(super) fn now_flat(&self, id: &SchemaId) -> BTreeMap<&str, (&Property, bool)> {
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
        let (old, new) = (&self.of.old.api, &self.of.new.api);
        let (was, now) = (unaliased(old, was), unaliased(new, now));
        if self.of.matches.ty(was) == *now {
            return;
        }
        let becomes = format!(
            "is {} instead of {}",
            words::of(new, now),
            words::of(old, was)
        );
        match (was, now) {
            (Type::Array(was), Type::Array(now)) => self.inside("[]", |it| it.types(was, now)),
            (Type::Map(was), Type::Map(now)) => self.inside("{}", |it| it.types(was, now)),
            (Type::Nullable(was), Type::Nullable(now)) => self.types(was, now),
            (was, Type::Nullable(now)) => {
                self.add(WIDER, "may be null");
                self.types(was, now);
            }
            (Type::Nullable(was), now) => {
                self.add(NARROWER, "is never null");
                self.types(was, now);
            }
            (Type::Ref(was), Type::Ref(now)) => self.schemas(was, now),
            (Type::Int32, Type::Int64 | Type::Number)
            | (Type::Int64, Type::Number)
            | (Type::DateTime, Type::String)
            | (_, Type::Any) => self.add(WIDER, &becomes),
            (Type::Int64 | Type::Number, Type::Int32)
            | (Type::Number, Type::Int64)
            | (Type::String, Type::DateTime)
            | (Type::Any, _) => self.add(NARROWER, &becomes),
            (Type::Ref(id), Type::String) if values(old, id).is_some() => self.add(WIDER, &becomes),
            (Type::String, Type::Ref(id)) if values(new, id).is_some() => {
                self.add(NARROWER, &becomes);
            }
            _ => self.add(OTHER, &becomes),
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

    fn objects(
        &mut self,
        was: &BTreeMap<&str, (&Property, bool)>,
        now: &BTreeMap<&str, (&Property, bool)>,
    ) {
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
                        it.types(&was.ty, &now.ty);
                        it.facts(&was.facts, &now.facts);
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

    fn facts(&mut self, was: &Facts, now: &Facts) {
        match (was.nullable, now.nullable) {
            (false, true) => self.add(WIDER, "may be null"),
            (true, false) => self.add(NARROWER, "is never null"),
            _ => {}
        }
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
        let only = |these: &Facts, those: &Facts| {
            let those: Vec<&Constraint> = those.constraints.iter().collect();
            let only = these.constraints.iter().filter(|it| !those.contains(it));
            let texts = only.map(generator::words::constraint);
            texts.collect::<Vec<_>>().join(", ")
        };
        match (only(was, now), only(now, was)) {
            (was, now) if was.is_empty() && now.is_empty() => {}
            (was, now) if now.is_empty() => {
                self.add(WIDER, &format!("is no longer limited ({was})"))
            }
            (was, now) if was.is_empty() => self.add(NARROWER, &format!("is limited ({now})")),
            (was, now) => {
                let verdict = (Relation::Other, [Breaking, Warning]);
                self.add(verdict, &format!("has different limits ({now}, not {was})"));
            }
        }
    }
}

fn unaliased<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    // The generator rejects cycles of aliases.
    while let Type::Ref(id) = ty
        && let Some(SchemaKind::Alias(of)) = api.schemas.get(id).map(|it| &it.kind)
    {
        ty = of;
    }
    ty
}

fn values<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a [String]> {
    match &api.schemas.get(id)?.kind {
        SchemaKind::Enum(values) => Some(values),
        _ => None,
    }
}

/// The properties of a schema, including inherited ones, and which are required. A child's property
/// overrides its parent's.
fn flat<'a>(api: &'a Api, schema: Option<&'a Schema>) -> BTreeMap<&'a str, (&'a Property, bool)> {
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
