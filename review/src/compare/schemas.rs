//! Compares schemas: their properties, values and branches.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Object, Property, Schema, SchemaId, SchemaKind, Type, Union};

use super::comparison::{Comparison, Which};
use super::direction::Direction;
use super::words;
use crate::draft::{Cause, Detail, Draft};
use crate::report::Wire;
use crate::rule::Rule;

impl<'a> Comparison<'a> {
    pub(super) fn schemas(&mut self) {
        let new = self.new;
        for (was, now) in self.matches.renamed.clone() {
            let id = SchemaId::new(now);
            // A schema that is named after an operation was renamed with it.
            if !new.api.schemas.contains_key(&id) {
                continue;
            }
            let draft = Draft::new(Rule::SchemaRenamed, now, Wire::None)
                .from(was)
                .to(now)
                .reaches(self.reached(&id));
            let cause = Cause::Schema(id);
            let places = self.pointers(&cause);
            let draft = places.into_iter().fold(draft, Draft::at);
            self.drafts.add(draft, [cause]);
        }
        let before = self.old_schemas.clone();
        for (id, was) in &before {
            if let Some(now) = new.api.schemas.get(id) {
                self.schema(id, was, now);
            }
        }
        let removed: BTreeSet<_> = before
            .keys()
            .filter(|id| !new.api.schemas.contains_key(*id))
            .cloned()
            .collect();
        let added: BTreeSet<_> = new
            .api
            .schemas
            .keys()
            .filter(|id| !before.contains_key(*id))
            .cloned()
            .collect();
        self.added_or_removed(&added, false);
        self.added_or_removed(&removed, true);
    }

    /// Reports added or removed schemas. A schema that was added or removed with a change that uses it is part of
    /// that change.
    fn added_or_removed(&mut self, ids: &BTreeSet<SchemaId>, removed: bool) {
        for id in ids {
            let mut found = self.introduced_by(id, ids, removed);
            // An inline schema is added and removed with the schema that contains it.
            let outer = SchemaId(id.0[..id.0.len() - 1].to_vec());
            found.extend(self.drafts.of(&Cause::Schema(outer)));
            if let Some(first) = found.first() {
                if id.0.len() == 1 {
                    self.drafts.all[*first].schemas.insert(id.to_string());
                }
                self.drafts.alias(Cause::Schema(id.clone()), *first);
                continue;
            }
            let draft = match removed {
                true => Draft::new(Rule::SchemaRemoved, id.to_string(), Wire::None),
                false => Draft::new(Rule::SchemaAdded, id.to_string(), Wire::None),
            };
            let draft = draft.reaches(self.reached(id));
            self.drafts.add(draft, [Cause::Schema(id.clone())]);
        }
    }

    /// The drafts of what refers to an added or removed schema, directly or through other such schemas.
    fn introduced_by(&self, id: &SchemaId, ids: &BTreeSet<SchemaId>, removed: bool) -> Vec<usize> {
        let reach = if removed { &self.was } else { &self.now };
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            for (cause, holder) in reach.referrers(id) {
                let drafts = self.drafts.of(cause);
                if drafts.is_empty()
                    && let Some(holder) = holder
                {
                    if let Some(holder) = ids.get(holder)
                        && seen.insert(holder)
                    {
                        open.push(holder);
                    }
                } else {
                    found.extend(drafts.iter().copied());
                }
            }
        }
        // A draft about the type itself comes before one that only mentions it.
        let mut found: Vec<_> = found
            .into_iter()
            .filter(|index| self.drafts.all[*index].rule.is_typing())
            .collect();
        found.sort_by_key(|index| (self.drafts.all[*index].rule, *index));
        found
    }

    fn schema(&mut self, id: &SchemaId, was: &'a Schema, now: &'a Schema) {
        let direction = self.direction(id);
        let reached = self.reached(id);
        let cause = Cause::Schema(id.clone());
        match (&was.kind, &now.kind) {
            (SchemaKind::Object(old), SchemaKind::Object(new)) => self.objects(id, old, new),
            (SchemaKind::Union(old), SchemaKind::Union(new)) => self.unions(id, old, new),
            (SchemaKind::Enum(old), SchemaKind::Enum(new)) => self.texts(id, old, new),
            (SchemaKind::Alias(old), SchemaKind::Alias(new)) => {
                let (rule, subject) = (Rule::AliasTypeChanged, id.to_string());
                let types = [(old, Some(&was.facts)), (new, Some(&now.facts))];
                if let Some(draft) = self.retyped(rule, &subject, types, direction) {
                    self.drafts.add(draft.reaches(reached), [cause]);
                }
            }
            (old, new) => {
                let shapes = self.kinds(id);
                let wire = shapes.wire(direction);
                let draft = Draft::new(Rule::SchemaKindChanged, id.to_string(), wire)
                    .from(words::kind(old))
                    .to(words::kind(new))
                    .note(shapes.words());
                self.drafts.add(draft.reaches(reached), [cause]);
            }
        }
    }

    fn objects(&mut self, id: &SchemaId, old: &Object, new: &Object) {
        let parents = |object: &Object, rename: &dyn Fn(&SchemaId) -> SchemaId| {
            let ids = object.parents.iter().map(rename);
            ids.map(|id| id.to_string()).collect::<Vec<_>>()
        };
        let before = parents(old, &|id| self.matches.id(id));
        let after = parents(new, &SchemaId::clone);
        if before != after {
            let shapes = self.inherited(id, [old, new]);
            let wire = shapes.wire(self.direction(id));
            let words = (!shapes.is_empty()).then(|| shapes.words());
            let draft = Draft::new(Rule::ParentsChanged, id.to_string(), wire)
                .from(words::list(&before))
                .to(words::list(&after))
                .notes(words)
                .reaches(self.reached(id));
            self.drafts.add(draft, [Cause::Parents(id.clone())]);
        }
        let flat = [self.was_flat(id), self.now_flat(id)];
        let names: BTreeSet<_> = old
            .properties
            .keys()
            .chain(new.properties.keys())
            .chain(&old.required)
            .chain(&new.required)
            .collect();
        for name in names {
            let both = flat.each_ref().map(|it| it.get(name.as_str()).copied());
            let [was_required, now_required] = [old, new].map(|it| it.required.contains(name));
            let required = match both {
                [Some((_, was)), Some((_, now))] => [was, now],
                _ => [was_required, now_required],
            };
            let own = [old, new].map(|it| it.properties.get(name));
            match (own, both) {
                // A property that moved to or from a parent still exists.
                ([Some(_), None] | [None, Some(_)], [Some((was, _)), Some((now, _))]) => {
                    self.property(id, name, [Some(was), Some(now)], required, true);
                }
                _ => self.property(id, name, own, required, false),
            }
        }
    }

    fn property(
        &mut self,
        id: &SchemaId,
        name: &str,
        [was, now]: [Option<&Property>; 2],
        [was_required, now_required]: [bool; 2],
        has_moved: bool,
    ) {
        let way = self.direction(id).of_facts(&[was, now]);
        let reached = self.reached(id);
        let cause = Cause::Property(id.clone(), name.to_owned());
        let subject = id.to_string();
        let types = match (was, now) {
            (Some(was), Some(now)) => Some([was, now].map(|it| (&it.ty, Some(&it.facts)))),
            _ => None,
        };
        let retyped = types.and_then(|types| {
            self.retyped(Rule::PropertyTypeChanged, &subject, types, way)
                .filter(|_| !has_moved || !self.values(types).is_empty())
        });
        let is_elsewhere = match (was, now) {
            (Some(_), Some(_)) => has_moved && retyped.is_none(),
            (Some(was), None) => self.is_in_heirs(id, name, was, Which::New),
            (None, Some(now)) => self.is_in_heirs(id, name, now, Which::Old),
            (None, None) => false,
        };
        if is_elsewhere {
            let subject = format!("{subject}.{name}");
            let draft = Draft::new(Rule::NotationChanged, subject, Wire::None).alike();
            let draft = draft.reaches(reached.iter().cloned());
            self.drafts.add(draft, [cause.clone()]);
        }
        if is_elsewhere && types.is_none() {
            return;
        }
        let (old_api, new_api) = (&self.old.api, &self.new.api);
        let drafts = &mut self.drafts;
        let mut add = |draft: Draft| {
            let draft = draft
                .detail(Detail::Property(name.to_owned()))
                .reaches(reached.iter().cloned());
            drafts.add(draft, [cause.clone()]);
        };
        match (was, now) {
            (Some(was), None) => {
                let wire = way.wire(Wire::Breaking, Wire::Breaking);
                let draft = Draft::new(Rule::PropertyRemoved, subject, wire);
                return add(draft.from(words::required(old_api, &was.ty, was_required)));
            }
            (None, Some(now)) => {
                let in_request = match now_required && !now.facts.read_only {
                    true => Wire::Breaking,
                    false => Wire::Additive,
                };
                let wire = way.wire(in_request, Wire::Additive);
                let mut draft = Draft::new(Rule::PropertyAdded, subject, wire);
                if now.ty == Type::String && !now.facts.secret && sounds_secret(name) {
                    draft.action_required = Some(MAY_BE_SECRET.to_owned());
                }
                return add(draft.to(words::required(new_api, &now.ty, now_required)));
            }
            _ => {}
        }
        match (was_required, now_required) {
            (false, true) => {
                let wire = way.wire(Wire::Breaking, Wire::None);
                add(Draft::new(Rule::PropertyRequired, subject.clone(), wire));
            }
            (true, false) => {
                let wire = way.wire(Wire::Additive, Wire::Warning);
                add(Draft::new(Rule::PropertyOptional, subject.clone(), wire));
            }
            _ => {}
        }
        if let Some(draft) = retyped {
            add(draft);
        }
    }

    fn texts(&mut self, id: &SchemaId, old: &[String], new: &[String]) {
        let way = self.direction(id);
        let reached = self.reached(id);
        let mut add = |rule, wire, values: &[String]| {
            // A value in many enums is one change.
            for value in values {
                let text = Some(value.clone());
                let draft = Draft::new(rule, id.to_string(), wire).alike();
                let draft = match rule {
                    Rule::EnumValueRemoved => draft.change(text, None),
                    _ => draft.change(None, text),
                };
                let draft = draft.reaches(reached.iter().cloned());
                let cause = Cause::Value(id.clone(), value.clone());
                self.drafts.add(draft, [cause]);
            }
        };
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            let only = these.iter().filter(|value| !those.contains(value));
            only.cloned().collect()
        };
        let removed = way.wire(Wire::Breaking, Wire::None);
        add(Rule::EnumValueRemoved, removed, &only(old, new));
        let added = way.wire(Wire::Additive, Wire::Warning);
        add(Rule::EnumValueAdded, added, &only(new, old));
    }

    fn unions(&mut self, id: &SchemaId, old: &Union, new: &Union) {
        let way = self.direction(id);
        let reached = self.reached(id);
        let (before, after) = (
            self.branches(old, &|id| self.matches.id(id)),
            self.branches(new, &SchemaId::clone),
        );
        let mut add = |rule, wire, branches: Vec<SchemaId>| {
            if branches.is_empty() {
                return;
            }
            let names: Vec<_> = branches.iter().map(SchemaId::to_string).collect();
            let text = Some(names.join(", "));
            let draft = Draft::new(rule, id.to_string(), wire).alike();
            let draft = match rule {
                Rule::UnionBranchRemoved => draft.change(text, None),
                _ => draft.change(None, text),
            };
            let draft = draft.reaches(reached.iter().cloned());
            let cause = |branch| Cause::Branch(id.clone(), branch);
            self.drafts.add(draft, branches.into_iter().map(cause));
        };
        let wire = way.wire(Wire::Breaking, Wire::None);
        let removed = before.difference(&after).cloned().collect();
        add(Rule::UnionBranchRemoved, wire, removed);
        let wire = way.wire(Wire::Additive, Wire::Warning);
        let added = after.difference(&before).cloned().collect();
        add(Rule::UnionBranchAdded, wire, added);
        self.mapping(id, [old, new], [&before, &after], way);
        self.objects(id, &old.base, &new.base);
    }

    fn branches(
        &self,
        union: &Union,
        rename: &dyn Fn(&SchemaId) -> SchemaId,
    ) -> BTreeSet<SchemaId> {
        union.all_branches().map(rename).collect()
    }

    /// Compares the discriminators of a union. A value of a new branch is part of the new branch.
    fn mapping(
        &mut self,
        id: &SchemaId,
        [old, new]: [&Union; 2],
        [before_all, after_all]: [&BTreeSet<SchemaId>; 2],
        way: Direction,
    ) {
        let reached = self.reached(id);
        let mut add = |draft: Draft| {
            let draft = draft.reaches(reached.iter().cloned());
            self.drafts.add(draft, [Cause::Schema(id.clone())]);
        };
        let property = |union: &Union| union.discriminator.as_ref().map(|it| it.property.clone());
        let (before, after) = (property(old), property(new));
        if before != after {
            // With a discriminator, its property is required, and has one of the values that are mapped.
            let is_one_sided = before.is_none() || after.is_none();
            let wire = match (&before, &after) {
                (None, _) => way.wire(Wire::Breaking, Wire::None),
                (_, None) => way.wire(Wire::Additive, Wire::Warning),
                _ => way.wire(Wire::Breaking, Wire::Breaking),
            };
            let draft = Draft::new(Rule::UnionMappingChanged, id.to_string(), wire);
            add(draft.change(before, after));
            if is_one_sided {
                return;
            }
        }
        let none = BTreeMap::new();
        let [was, now] =
            [old, new].map(|it| it.discriminator.as_ref().map_or(&none, |it| &it.mapping));
        let mut moved: BTreeMap<Wire, [Vec<String>; 2]> = BTreeMap::new();
        for value in was.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
            let before = was.get(value).map(|id| self.matches.id(id));
            let after = now.get(value).cloned();
            // A value of an added or removed branch is part of that change.
            let with_branch = match (&before, &after) {
                (None, Some(now)) => !before_all.contains(now),
                (Some(was), None) => !after_all.contains(was),
                _ => before == after,
            };
            if with_branch {
                continue;
            }
            let wire = match (&before, &after) {
                (None, _) => way.wire(Wire::Additive, Wire::Warning),
                (Some(_), None) => way.wire(Wire::Breaking, Wire::None),
                _ => way.wire(Wire::Breaking, Wire::Breaking),
            };
            let texts = moved.entry(wire).or_default();
            for (text, id) in texts.iter_mut().zip([before, after]) {
                text.extend(id.map(|id| format!("{value}: {id}")));
            }
        }
        for (wire, [before, after]) in moved {
            let text = |all: Vec<String>| (!all.is_empty()).then(|| all.join(", "));
            let draft = Draft::new(Rule::UnionMappingChanged, id.to_string(), wire);
            add(draft.change(text(before), text(after)));
        }
    }
}

const MAY_BE_SECRET: &str =
    "Should Debug hide it? Then add it to `secret` in spec/corrections.yaml.";

/// Whether a name looks like that of a secret. The spec marks few secrets.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = [
        "password",
        "secret",
        "token",
        "apikey",
        "privatekey",
        "credential",
    ];
    // The address or the name of a secret is not secret.
    let about = ["url", "uri", "id", "ids", "name", "type", "arn"];
    words.iter().any(|word| name.contains(word)) && !about.iter().any(|end| name.ends_with(end))
}
