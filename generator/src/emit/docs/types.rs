//! Documentation of types, fields and values.

use std::collections::BTreeMap;

use super::facts::{how_decided, how_merged, phrases, see, values};
use super::links::{Link, Needs, Sentence};
use super::paragraphs::{Paragraphs, first_sentence};
use super::prose::prose;
use super::text::Line;
use super::writer::{Docs, Writer};
use crate::model::Facts;
use crate::plan::{
    Argument, Field, Gate, InModule, ObjectType, OperationItem, Shared, Target, TypeItem, TypeKind,
    UnionVariant, Variant,
};
use crate::words;

impl Writer<'_> {
    /// Upstream's description, if it was requested.
    pub(super) fn upstream(&self, description: Option<&String>) -> Vec<String> {
        match (self.level, description) {
            (Docs::Full, Some(text)) => prose(text),
            _ => Vec::new(),
        }
    }

    /// The documentation of a field or a parameter: its description, then `own`.
    fn named(&self, facts: &Facts, own: Vec<String>) -> Vec<Line> {
        let mut paragraphs = Paragraphs::default();
        if !self.is_none() {
            if let Some(text) = &facts.text {
                paragraphs.text(text);
            }
            paragraphs.add(self.upstream(facts.description.as_ref()));
        }
        paragraphs.add([own.join(" ")]);
        paragraphs.0
    }

    /// The documentation of a field and its setter.
    pub fn of_field(&self, ty: &str, object: &ObjectType, field: &Field) -> Vec<Line> {
        let mut own = vec![format!("{}.", words::code(&field.wire))];
        if !self.is_none() {
            let fixed = object.fixed.iter().map(|fixed| fixed.field);
            let mut required = object.required.iter().copied().chain(fixed);
            let is_required = required.any(|index| object.fields[index].wire == field.wire);
            if is_required && self.usage.is_in_requests(ty) {
                own.push("Required in requests.".to_owned());
            }
            own.extend(self.allowed(&field.ty, ""));
            own.extend(phrases(&field.wire, &field.facts));
            own.extend(self.example_value(&field.ty, &field.facts));
            let since = self.history.since(ty, &field.wire);
            own.extend(since.map(|version| format!("Since version {version}.")));
            let until = self.history.until(ty, &field.wire);
            own.extend(until.map(|version| format!("Until version {version}.")));
            own.extend(see(&field.facts));
        }
        self.named(&field.facts, own)
    }

    /// The documentation of a property that all variants of a union share.
    pub fn of_shared(&self, shared: &Shared) -> Vec<Line> {
        let facts = Facts {
            text: shared.field.facts.text.clone(),
            ..Facts::default()
        };
        let name = words::code(&shared.field.wire);
        self.named(&facts, vec![format!("{name}, which all variants have.")])
    }

    /// The documentation of the setter of an operation.
    pub fn of_setter(&self, setter: &Argument) -> Vec<Line> {
        let mut own = vec![match setter.target {
            Target::Body => "Sets the body.".to_owned(),
            Target::Parameter(location) => {
                format!("{} ({}).", words::code(&setter.wire), location.as_str())
            }
        }];
        if !self.is_none() {
            own.extend(self.allowed(&setter.ty, "types::"));
            own.extend(phrases(&setter.wire, &setter.facts));
            own.extend(self.example_value(&setter.ty, &setter.facts));
            own.extend(see(&setter.facts));
        }
        self.named(&setter.facts, own)
    }

    /// The documentation of a variant of an enum of strings.
    pub fn of_value(&self, variant: &Variant) -> Vec<Line> {
        let mut paragraphs = Paragraphs::default();
        if let Some(text) = variant.text.as_ref().filter(|_| !self.is_none()) {
            paragraphs.text(text);
        }
        paragraphs.add([words::code(&variant.wire)]);
        paragraphs.0
    }

    /// The documentation of a variant of a union: a summary of its type, and the values that select it.
    pub fn of_variant(&self, variant: &UnionVariant) -> Vec<Line> {
        let mut paragraphs = Paragraphs::default();
        let ty = self.plan.types.get(&variant.ty);
        let text = ty.and_then(|ty| ty.facts.text.as_ref());
        if let Some(text) = text.filter(|_| !self.is_none()) {
            paragraphs.text(first_sentence(text).0);
        }
        paragraphs.add([values(&variant.tags)]);
        paragraphs.0
    }

    /// The documentation of a type.
    pub fn of_type(&self, name: &str, item: &TypeItem) -> Vec<Line> {
        if self.is_none() {
            return Vec::new();
        }
        let mut paragraphs = Paragraphs::default();
        if let Some(text) = &item.facts.text {
            paragraphs.description(text, "");
        }
        paragraphs.add(self.upstream(item.facts.description.as_ref()));
        let schema = item.schema.to_string();
        let facts = phrases(&schema, &item.facts);
        let facts = [format!("The schema `{schema}`.")].into_iter().chain(facts);
        let facts = facts.chain(see(&item.facts));
        paragraphs.add([facts.collect::<Vec<_>>().join(" ")]);
        paragraphs.add(match &item.kind {
            TypeKind::Union(union) => Some(how_decided(union)),
            TypeKind::Object(object) if !object.merged.is_empty() => Some(how_merged(object)),
            _ => None,
        });
        let used = self.used(name, &item.gate).into_iter();
        paragraphs.add_lines(used.flat_map(Sentence::lines));
        paragraphs.0
    }

    /// Where a type is used.
    fn used(&self, name: &str, gate: &Gate) -> Vec<Sentence> {
        let Some(usage) = self.usage.get(name) else {
            return Vec::new();
        };
        let parts = usage.parts.iter().filter_map(|part| {
            let to = &self.plan.types.get(*part)?.gate;
            Some(Link {
                text: format!("`{part}`"),
                path: format!("{}{part}", self.to_types),
                needs: match self.is_legacy() {
                    true => Needs::default(),
                    false => Needs::of_type(gate, to),
                },
            })
        });
        let sentences = [
            ("Returned by ", self.operations(&usage.returned, gate)),
            ("Sent by ", self.operations(&usage.sent, gate)),
            ("A parameter of ", self.operations(&usage.taken, gate)),
            ("Part of ", parts.collect()),
        ];
        let sentences = sentences.into_iter().filter(|(_, links)| !links.is_empty());
        let sentences = sentences.map(|(verb, links)| {
            let mut sentence = Sentence::default();
            sentence.text(verb);
            sentence.links(links);
            sentence.text(".");
            sentence
        });
        sentences.collect()
    }

    /// Links from the page of a type to operations. Each is named once, in its newest version.
    fn operations(&self, operations: &[InModule<'_>], gate: &Gate) -> Vec<Link> {
        let mut newest = BTreeMap::new();
        for (module, item) in operations {
            let known = newest.entry((*module, &item.function)).or_insert(*item);
            let rank = |it: &OperationItem| {
                let is_stable = !it.version.is_unstable();
                (it.newest, is_stable, it.version.clone())
            };
            if rank(item) > rank(known) {
                *known = item;
            }
        }
        let links = newest.into_iter().map(|((module, function), item)| {
            let path = match item.newest || self.is_legacy() {
                true => format!("{module}::{function}"),
                false => format!("{module}::{}::{function}", item.version_module),
            };
            Link {
                text: format!("`{path}`"),
                path: format!("{}{path}", self.to_modules),
                needs: match self.is_legacy() {
                    true => Needs::default(),
                    false => Needs::of_operation(gate, module, &item.condition()),
                },
            }
        });
        links.collect()
    }
}
