//! Lowers schemas.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as OpenSchema};

use super::facts::facts;
use super::keywords::Keywords;
use super::lowering::{Lowering, dangling, resolve};
use crate::error::{Error, Result};
use crate::model::{Discriminator, Facts, Schema, SchemaId, SchemaKind, Slip, Type, Union};
use crate::openapi::extensions::{self, text};
use crate::source::escape;

impl Lowering<'_> {
    /// Lowers every component.
    pub fn schemas(&mut self) -> Result<()> {
        let Some(components) = &self.openapi.components else {
            return Ok(());
        };
        for (name, schema) in &components.schemas {
            let pointer = format!("/components/schemas/{}", escape(name));
            let id = SchemaId::new(name);
            let schema = self.component(&id, schema, pointer)?;
            self.define(id, schema)?;
        }
        self.no_circular_alias()
    }

    fn define(&mut self, id: SchemaId, schema: Schema) -> Result<()> {
        let mut known = self.api.schemas.get_mut(&id);
        if let Some(known) = &mut known {
            known.names.extend(schema.names.clone());
        }
        // A correction may give enums in many places the same name. The type has the values of all of them.
        if let (Some(SchemaKind::Enum(known)), SchemaKind::Enum(values)) =
            (known.map(|known| &mut known.kind), &schema.kind)
        {
            let same =
                known.len() == values.len() && known.iter().all(|value| values.contains(value));
            let components = self.openapi.components.as_ref();
            let is_named = match id.0.as_slice() {
                [name] => !components.is_some_and(|it| it.schemas.contains_key(name)),
                _ => false,
            };
            if !same && !is_named {
                let message = format!("another enum named `{id}` has different values");
                let help = "give one of them another `x-atlas-api-name` in spec/corrections.yaml";
                return Err(Error::at(&schema.pointer, message).help(help));
            }
            for value in values {
                if !known.contains(value) {
                    known.push(value.clone());
                }
            }
            return Ok(());
        }
        let known = self.api.schemas.get(&id);
        if known.is_some() {
            let message = format!("there are two schemas named `{id}`");
            let help = "give one of them another `x-atlas-api-name` in spec/corrections.yaml";
            return Err(Error::at(&schema.pointer, message).help(help));
        }
        self.api.schemas.insert(id, schema);
        Ok(())
    }

    /// Defines a component under its own name, whatever its kind.
    fn component(
        &mut self,
        id: &SchemaId,
        schema: &ReferenceOr<OpenSchema>,
        pointer: String,
    ) -> Result<Schema> {
        let (kind, facts, names) = match schema {
            ReferenceOr::Reference { reference } => {
                let target = self.schema_ref(reference, &pointer)?;
                let kind = SchemaKind::Alias(Type::Ref(target));
                (kind, Facts::default(), BTreeMap::new())
            }
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::new(schema);
                let facts = facts(schema, &keywords);
                let kind = match self.named_kind(id, schema, &keywords, &pointer)? {
                    Some(kind) => kind,
                    None => SchemaKind::Alias(self.plain(id, &keywords, &pointer)?),
                };
                let names = keywords.value_names(Some(&kind), &pointer)?;
                (kind, facts, names)
            }
        };
        Ok(Schema {
            kind,
            facts,
            values: BTreeMap::new(),
            names,
            pointer,
        })
    }

    /// The type of an inline schema.
    pub fn ty<S: Borrow<OpenSchema>>(
        &mut self,
        id: &SchemaId,
        schema: &ReferenceOr<S>,
        pointer: &str,
    ) -> Result<(Type, Facts)> {
        match schema {
            ReferenceOr::Reference { reference } => Ok((
                Type::Ref(self.schema_ref(reference, pointer)?),
                Facts::default(),
            )),
            ReferenceOr::Item(schema) => {
                let schema = schema.borrow();
                let keywords = Keywords::new(schema);
                let facts = facts(schema, &keywords);
                let name = text(&schema.schema_data.extensions, extensions::NAME);
                let id = name.map_or_else(|| id.clone(), SchemaId::new);
                let kind = self.named_kind(&id, schema, &keywords, pointer)?;
                let names = keywords.value_names(kind.as_ref(), pointer)?;
                let ty = match kind {
                    Some(kind) => {
                        let pointer = pointer.to_owned();
                        let facts = Facts {
                            title: facts.title.clone(),
                            ..Facts::default()
                        };
                        self.define(
                            id.clone(),
                            Schema {
                                kind,
                                facts,
                                values: BTreeMap::new(),
                                names,
                                pointer,
                            },
                        )?;
                        Type::Ref(id)
                    }
                    None => self.plain(&id, &keywords, pointer)?,
                };
                Ok((ty, facts))
            }
        }
    }

    /// The kind of a schema that needs a name: enums, objects and unions.
    fn named_kind(
        &mut self,
        id: &SchemaId,
        schema: &OpenSchema,
        keywords: &Keywords<'_>,
        pointer: &str,
    ) -> Result<Option<SchemaKind>> {
        self.check(keywords, pointer)?;
        let branches = keywords.branches;
        let discriminator = schema.schema_data.discriminator.as_ref();
        if !branches.is_empty() || discriminator.is_some() {
            if let Some(values) = self.enum_of_enums(branches, keywords, pointer)? {
                return Ok(Some(SchemaKind::Enum(values)));
            }
            if !keywords.all_of.is_empty() {
                return Err(Error::at(pointer, "a schema has both `allOf` and branches")
                    .help("move the branches to a component, and refer to it"));
            }
            let base = self.object(id, keywords, pointer)?;
            let discriminator = discriminator
                .map(|it| self.discriminator(it, pointer))
                .transpose()?;
            let mut ids = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let pointer = format!("{pointer}/{}/{index}", keywords.branches_keyword);
                let ReferenceOr::Reference { reference } = branch else {
                    let help = "move the branch to a named component, with a correction in spec/corrections.yaml";
                    return Err(Error::at(pointer, "a branch of a union has no name").help(help));
                };
                let branch = self.unaliased_ref(reference, &pointer)?;
                if ids.contains(&branch) {
                    let message = format!("the union has the branch `{branch}` twice");
                    let help = "delete one of them with a correction in spec/corrections.yaml";
                    return Err(Error::at(pointer, message).help(help));
                }
                ids.push(branch);
            }
            if let (true, Some(discriminator)) = (ids.is_empty(), &discriminator) {
                ids = discriminator.mapping.values().cloned().collect();
                ids.sort();
                ids.dedup();
            }
            return Ok(Some(SchemaKind::Union(Union {
                base,
                branches: ids,
                discriminator,
            })));
        }
        if self.wrapped(keywords).is_some() {
            return Ok(None);
        }
        if keywords.properties.is_some() || !keywords.all_of.is_empty() {
            return self
                .object(id, keywords, pointer)
                .map(|object| Some(SchemaKind::Object(object)));
        }
        if !keywords.texts.is_empty() {
            return self
                .values(&keywords.texts, pointer)
                .map(|values| Some(SchemaKind::Enum(values)));
        }
        Ok(None)
    }

    /// Rejects keywords that would be lost because they belong to another type.
    fn check(&self, keywords: &Keywords<'_>, pointer: &str) -> Result<()> {
        if keywords.is_odd_enum {
            let message = "an enum may only list strings, or the numbers of a number type";
            let help = match keywords.ty {
                Some("boolean") => {
                    "delete the `enum`, and say in a description which value is sent"
                }
                _ => "list strings only, or say `type: integer` or `type: number`",
            };
            return Err(Error::at(format!("{pointer}/enum"), message).help(help));
        }
        let is_object = matches!(keywords.ty, None | Some("object"));
        let is_typed = matches!(keywords.additional, Some(AdditionalProperties::Schema(_)));
        let has_own = keywords.properties.is_some() || !keywords.all_of.is_empty();
        let has_own = has_own || !keywords.branches.is_empty();
        let misplaced = [
            (
                "items",
                keywords.items.is_some() && keywords.ty != Some("array"),
            ),
            ("required", !keywords.required.is_empty() && !has_own),
            (
                "additionalProperties",
                keywords.additional.is_some() && !is_object,
            ),
            ("additionalProperties", is_typed && has_own),
            ("anyOf", keywords.has_other_branches),
        ];
        match misplaced.iter().find(|(_, is_misplaced)| *is_misplaced) {
            None => Ok(()),
            Some((keyword, _)) => {
                let ty = keywords.ty.unwrap_or("schema without a type");
                let pointer = format!("{pointer}/{keyword}");
                let message =
                    format!("`{keyword}` can't be combined with the other keywords of this {ty}");
                Err(Error::at(pointer, message)
                    .help("delete one of them with a correction in spec/corrections.yaml"))
            }
        }
    }

    fn values(&self, texts: &[&str], pointer: &str) -> Result<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        for text in texts {
            if values.iter().any(|known| known == text) {
                let message = format!("the enum has `{text}` twice");
                let help = "delete one of them with a correction in spec/corrections.yaml";
                return Err(Error::at(format!("{pointer}/enum"), message).help(help));
            }
            values.push((*text).to_owned());
        }
        Ok(values)
    }

    /// If all branches of a union are enums of strings, the union is an enum, because the service can't send more
    /// than one string. The spec gives such a union `type: object`.
    fn enum_of_enums(
        &self,
        branches: &[ReferenceOr<OpenSchema>],
        keywords: &Keywords<'_>,
        pointer: &str,
    ) -> Result<Option<Vec<String>>> {
        let mut values: Vec<String> = Vec::new();
        for branch in branches {
            let branch = match branch {
                ReferenceOr::Item(branch) => branch,
                ReferenceOr::Reference { reference } => {
                    let id = self.schema_ref(reference, pointer)?;
                    let all = self
                        .openapi
                        .components
                        .as_ref()
                        .map(|components| &components.schemas);
                    match all.and_then(|all| all.get(&id.0[0])) {
                        Some(ReferenceOr::Item(branch)) => branch,
                        Some(ReferenceOr::Reference { .. }) => return Ok(None),
                        None => return Err(dangling(reference, pointer)),
                    }
                }
            };
            let branch = Keywords::new(branch);
            if branch.texts.is_empty() {
                return Ok(None);
            }
            for text in branch.texts {
                if !values.iter().any(|known| known == text) {
                    values.push(text.to_owned());
                }
            }
        }
        let is_enum = !values.is_empty() && keywords.properties.is_none();
        Ok(is_enum.then_some(values))
    }

    fn discriminator(
        &self,
        discriminator: &openapiv3::Discriminator,
        pointer: &str,
    ) -> Result<Discriminator> {
        let pointer = format!("{pointer}/discriminator/mapping");
        if discriminator.mapping.is_empty() {
            let help = "map each value of the property to a branch, or delete the discriminator";
            return Err(Error::at(pointer, "the discriminator has no mapping").help(help));
        }
        let mapping = discriminator.mapping.iter().map(|(value, reference)| {
            let id = self.mapped_ref(reference, &format!("{pointer}/{}", escape(value)))?;
            Ok((value.clone(), id))
        });
        let mapping = mapping.collect::<Result<_>>()?;
        Ok(Discriminator {
            property: discriminator.property_name.clone(),
            mapping,
        })
    }

    /// The type of a schema that needs no name.
    fn plain(&mut self, id: &SchemaId, keywords: &Keywords<'_>, pointer: &str) -> Result<Type> {
        if let Some(wrapped) = self.wrapped(keywords) {
            return Ok(Type::Ref(wrapped));
        }
        Ok(match keywords.ty {
            Some("string") => match keywords.format.as_deref() {
                Some("date-time") => Type::DateTime,
                _ => Type::String,
            },
            Some("boolean") => Type::Bool,
            Some("integer") => match keywords.format.as_deref() {
                Some("int32") => Type::Int32,
                _ => Type::Int64,
            },
            Some("number") => Type::Number,
            Some("array") => {
                let Some(items) = keywords.items else {
                    self.slip(Slip::Missing("items"), "array", pointer);
                    return Ok(Type::Array(Box::new(Type::Any)));
                };
                let element =
                    self.element(&id.child("item"), items, &format!("{pointer}/items"))?;
                Type::Array(Box::new(element))
            }
            Some("object") => match keywords.additional {
                Some(AdditionalProperties::Schema(schema)) => {
                    let pointer = format!("{pointer}/additionalProperties");
                    let element = self.element(&id.child("value"), schema, &pointer)?;
                    Type::Map(Box::new(element))
                }
                Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Any)),
                // The spec writes `type: object` for any JSON.
                _ => Type::Any,
            },
            Some(ty) => {
                let message = format!("unknown type `{ty}`");
                let help = "expected `array`, `boolean`, `integer`, `number`, `object` or `string`";
                return Err(Error::at(format!("{pointer}/type"), message).help(help));
            }
            None => {
                self.slip(Slip::NoType, "schema", pointer);
                Type::Any
            }
        })
    }

    /// The type of the items of a list, or of the values of a map.
    fn element<S: Borrow<OpenSchema>>(
        &mut self,
        id: &SchemaId,
        schema: &ReferenceOr<S>,
        pointer: &str,
    ) -> Result<Type> {
        let (ty, facts) = self.ty(id, schema, pointer)?;
        let is_nullable = match schema {
            ReferenceOr::Item(_) => facts.nullable,
            // A property that refers to it is nullable too, but knows that by itself.
            ReferenceOr::Reference { reference } => {
                let components = self.components(|it| &it.schemas);
                let reference = ReferenceOr::ref_(reference);
                // A circle of references is reported at the end, by its name.
                resolve(&reference, components, "schemas", pointer)
                    .is_ok_and(|(schema, _)| schema.schema_data.nullable)
            }
        };
        Ok(match is_nullable {
            true => Type::Nullable(Box::new(ty)),
            false => ty,
        })
    }

    /// Rejects a component that is an alias of itself, or of a list of itself.
    fn no_circular_alias(&self) -> Result<()> {
        for (id, schema) in &self.api.schemas {
            let mut next = schema;
            for _ in 0..self.api.schemas.len() {
                let SchemaKind::Alias(ty) = &next.kind else {
                    break;
                };
                let mut ty = ty;
                while let Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) = ty {
                    ty = inner;
                }
                let Type::Ref(target) = ty else { break };
                if target == id {
                    let message = format!("`{id}` consists of nothing but itself");
                    return Err(Error::at(&schema.pointer, message)
                        .help("only an object can contain itself"));
                }
                next = &self.api.schemas[target];
            }
        }
        Ok(())
    }
}
