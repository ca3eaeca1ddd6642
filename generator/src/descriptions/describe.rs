//! Adds descriptions to a model.

use std::collections::{BTreeMap, BTreeSet};

use super::coverage::Coverage;
use super::list::{Descriptions, Kind};
use crate::model::{Api, Object, SchemaId, SchemaKind};

/// Adds a description to every place of a model, and reports what has none.
pub fn describe(api: &mut Api, descriptions: &Descriptions) -> Coverage {
    let mut describer = Describer {
        descriptions,
        coverage: Coverage::default(),
        used: BTreeSet::new(),
        inline: BTreeMap::new(),
    };
    describer.tags(api);
    describer.operations(api);
    describer.properties(api);
    describer.types(api);
    describer.finish()
}

struct Describer<'a> {
    descriptions: &'a Descriptions,
    coverage: Coverage,
    /// The places whose descriptions were used.
    used: BTreeSet<(Kind, &'a str)>,
    /// For each inline type, its place, and the description of the property or parameter that it belongs to.
    inline: BTreeMap<SchemaId, (String, Option<String>)>,
}

impl<'a> Describer<'a> {
    fn tags(&mut self, api: &mut Api) {
        let tags: BTreeSet<&String> = api.operations.iter().map(|it| &it.tag).collect();
        for tag in tags {
            let text = self.find(Kind::Tag, &self.descriptions.places.tags, tag);
            self.count(Kind::Tag, tag, text.is_some());
            api.tags.extend(text.map(|text| (tag.clone(), text)));
        }
    }

    fn operations(&mut self, api: &mut Api) {
        let places = &self.descriptions.places;
        for operation in &mut api.operations {
            operation.text = self.find(Kind::Operation, &places.operations, &operation.id);
            self.count(Kind::Operation, &operation.id, operation.text.is_some());
            if let Some((id, aliases)) = places.aliases.get_key_value(&operation.id) {
                operation.aliases.clone_from(aliases);
                self.used.insert((Kind::Aliases, id));
            }
            for parameter in &mut operation.parameters {
                let place = format!("{}.{}", operation.id, parameter.name);
                let own = self.find(Kind::Parameter, &places.parameters, &place);
                let defaults = &self.descriptions.defaults.parameters;
                parameter.facts.text = own.or_else(|| defaults.get(&parameter.name).cloned());
                self.count(Kind::Parameter, &place, parameter.facts.text.is_some());
                let id = SchemaId::new(&operation.name).child(&parameter.name);
                self.keep(id, place, parameter.facts.text.clone());
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
            let own = self.find(Kind::Property, &self.descriptions.places.properties, &place);
            let defaults = &self.descriptions.defaults.properties;
            property.facts.text = own.or_else(|| defaults.get(name).cloned());
            self.count(Kind::Property, &place, property.facts.text.is_some());
            self.keep(id.child(name), place, property.facts.text.clone());
        }
    }

    fn types(&mut self, api: &mut Api) {
        let places = &self.descriptions.places;
        for (id, schema) in &mut api.schemas {
            let inline = self.inline.get(id).cloned();
            let place = id.to_string();
            let own = self.find(Kind::Type, &places.types, &place);
            let (of, text) = inline.unwrap_or_default();
            schema.facts.text = own.or(text);
            for place in [&place, &of] {
                if let Some((place, values)) = places.values.get_key_value(place) {
                    schema.values.clone_from(values);
                    self.used.insert((Kind::Values, place));
                }
            }
            self.count(Kind::Type, &place, schema.facts.text.is_some());
        }
    }

    fn find(
        &mut self,
        kind: Kind,
        texts: &'a BTreeMap<String, String>,
        place: &str,
    ) -> Option<String> {
        let (place, text) = texts.get_key_value(place)?;
        self.used.insert((kind, place));
        Some(text.clone())
    }

    /// Keeps the text of a place for the inline types at it: the type itself, its items and its values.
    fn keep(&mut self, id: SchemaId, place: String, text: Option<String>) {
        let inline = (place, text);
        for part in ["item", "value"] {
            self.inline.insert(id.child(part), inline.clone());
        }
        self.inline.insert(id, inline);
    }

    fn count(&mut self, kind: Kind, place: &str, is_described: bool) {
        let share = match kind {
            Kind::Tag => &mut self.coverage.tags,
            Kind::Operation => &mut self.coverage.operations,
            Kind::Parameter => &mut self.coverage.parameters,
            Kind::Type => &mut self.coverage.types,
            Kind::Property => &mut self.coverage.properties,
            Kind::Values | Kind::Aliases => return,
        };
        share.all += 1;
        if is_described {
            share.described += 1;
        } else {
            self.coverage.missing.push(kind.of(place));
        }
    }

    fn finish(mut self) -> Coverage {
        for place in self.descriptions.places.places() {
            let (kind, name) = place;
            match self.used.contains(&place) {
                false => self.coverage.gone.push(kind.of(name)),
                // Ids of operations mean something else in another spec.
                true if matches!(kind, Kind::Operation | Kind::Aliases) => {}
                true => drop(self.coverage.used.insert(kind.of(name))),
            }
        }
        self.coverage
    }
}
