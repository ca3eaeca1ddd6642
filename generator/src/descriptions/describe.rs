//! Gives a model its descriptions.

use std::collections::{BTreeMap, BTreeSet};

use super::coverage::Coverage;
use super::list::Descriptions;
use crate::model::{Api, Object, SchemaId, SchemaKind};

/// Gives every place of a model its description, and returns what has none.
pub fn describe(api: &mut Api, descriptions: &Descriptions) -> Coverage {
    let mut describer = Describer {
        descriptions,
        coverage: Coverage::default(),
        used: BTreeSet::new(),
        inline: BTreeMap::new(),
    };
    describer.operations(api);
    describer.properties(api);
    describer.types(api);
    describer.finish()
}

struct Describer<'a> {
    descriptions: &'a Descriptions,
    coverage: Coverage,
    /// The places whose descriptions were used.
    used: BTreeSet<(&'static str, &'a str)>,
    /// What the property or the parameter says that an inline type belongs to, and its place.
    inline: BTreeMap<SchemaId, (String, Option<String>)>,
}

impl<'a> Describer<'a> {
    fn operations(&mut self, api: &mut Api) {
        let places = &self.descriptions.places;
        for operation in &mut api.operations {
            operation.text = self.find("operation", &places.operations, &operation.id);
            self.coverage.operations.count(operation.text.is_some());
            self.miss(operation.text.is_some(), "operation", &operation.id);
            for parameter in &mut operation.parameters {
                let place = format!("{}.{}", operation.id, parameter.name);
                let own = self.find("parameter", &places.parameters, &place);
                let defaults = &self.descriptions.defaults.parameters;
                parameter.facts.text = own.or_else(|| defaults.get(&parameter.name).cloned());
                let is_described = parameter.facts.text.is_some();
                self.coverage.parameters.count(is_described);
                self.miss(is_described, "parameter", &place);
                let id = SchemaId::new(&operation.name).child(&parameter.name);
                let inline = (place, parameter.facts.text.clone());
                self.inline.insert(id.child("item"), inline.clone());
                self.inline.insert(id, inline);
            }
        }
    }

    fn properties(&mut self, api: &mut Api) {
        for (id, schema) in &mut api.schemas {
            match &mut schema.kind {
                SchemaKind::Object(object) => self.object(id, object),
                SchemaKind::Union(union) => self.object(id, &mut union.base),
                SchemaKind::Enum(_) | SchemaKind::Alias(_) => {}
            }
        }
    }

    fn object(&mut self, id: &SchemaId, object: &mut Object) {
        for (name, property) in &mut object.properties {
            let place = format!("{id}.{name}");
            let own = self.find("property", &self.descriptions.places.properties, &place);
            let defaults = &self.descriptions.defaults.properties;
            property.facts.text = own.or_else(|| defaults.get(name).cloned());
            let is_described = property.facts.text.is_some();
            self.coverage.properties.count(is_described);
            self.miss(is_described, "property", &place);
            let inline = (place, property.facts.text.clone());
            self.inline
                .insert(id.child(name).child("item"), inline.clone());
            self.inline
                .insert(id.child(name).child("value"), inline.clone());
            self.inline.insert(id.child(name), inline);
        }
    }

    fn types(&mut self, api: &mut Api) {
        let places = &self.descriptions.places;
        for (id, schema) in &mut api.schemas {
            let inline = self.inline.get(id).cloned();
            let place = id.to_string();
            let own = self.find("type", &places.types, &place);
            let (of, text) = inline.unwrap_or_default();
            schema.facts.text = own.or(text);
            for place in [&place, &of] {
                if let Some((place, values)) = places.values.get_key_value(place) {
                    schema.values.clone_from(values);
                    self.used.insert(("values", place));
                }
            }
            self.coverage.types.count(schema.facts.text.is_some());
            self.miss(schema.facts.text.is_some(), "type", &place);
        }
    }

    fn find(
        &mut self,
        kind: &'static str,
        texts: &'a BTreeMap<String, String>,
        place: &str,
    ) -> Option<String> {
        let (place, text) = texts.get_key_value(place)?;
        self.used.insert((kind, place));
        Some(text.clone())
    }

    fn miss(&mut self, is_described: bool, kind: &str, place: &str) {
        if !is_described {
            self.coverage.missing.push(format!("{kind} {place}"));
        }
    }

    fn finish(mut self) -> Coverage {
        let places = &self.descriptions.places;
        let all = [
            ("operation", places.operations.keys().collect::<Vec<_>>()),
            ("parameter", places.parameters.keys().collect()),
            ("type", places.types.keys().collect()),
            ("property", places.properties.keys().collect()),
            ("values", places.values.keys().collect()),
        ];
        for (kind, places) in all {
            let gone = places
                .into_iter()
                .filter(|place| !self.used.contains(&(kind, place.as_str())));
            self.coverage
                .gone
                .extend(gone.map(|place| format!("{kind} {place}")));
        }
        self.coverage
    }
}
