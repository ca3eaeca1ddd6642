//! Schemas.

use std::borrow::Borrow;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as OpenSchema};

use super::facts::facts;
use super::shape::Shape;
use super::{Lowering, dangling};
use crate::document::escape;
use crate::error::{Error, Result};
use crate::model::{Discriminator, Facts, Kind, Object, Property, Schema, SchemaId, Type, Union};
use crate::overlay::NAME;

impl Lowering<'_> {
    /// Lowers every component.
    pub fn schemas(&mut self) -> Result<()> {
        let Some(components) = &self.openapi.components else {
            return Ok(());
        };
        for (name, schema) in &components.schemas {
            let pointer = format!("/components/schemas/{}", escape(name));
            let id = SchemaId::new(name);
            let (kind, facts) = self.component(&id, schema, &pointer)?;
            self.define(
                id,
                Schema {
                    kind,
                    facts,
                    pointer,
                },
            )?;
        }
        self.no_circular_alias()
    }

    fn define(&mut self, id: SchemaId, schema: Schema) -> Result<()> {
        let known = self.api.schemas.get(&id);
        // A name given by the overlay may stand in many places, if they say the same.
        if let (Some(Kind::Enum(known)), Kind::Enum(values)) =
            (known.map(|known| &known.kind), &schema.kind)
        {
            let same =
                known.len() == values.len() && known.iter().all(|value| values.contains(value));
            return if same {
                Ok(())
            } else {
                Err(Error::at(
                    &schema.pointer,
                    format!("another enum of the name `{id}` has other values"),
                ))
            };
        }
        if known.is_some() {
            return Err(Error::at(
                &schema.pointer,
                format!("there are two schemas of the name `{id}`"),
            ));
        }
        self.api.schemas.insert(id, schema);
        Ok(())
    }

    /// A component is defined under its own name, whatever it is.
    fn component(
        &mut self,
        id: &SchemaId,
        schema: &ReferenceOr<OpenSchema>,
        pointer: &str,
    ) -> Result<(Kind, Facts)> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let target = self.schema_ref(reference, pointer)?;
                Ok((Kind::Alias(Type::Ref(target)), Facts::default()))
            }
            ReferenceOr::Item(schema) => {
                let shape = Shape::new(schema);
                let facts = facts(&schema.schema_data, &shape);
                let kind = match self.named_kind(id, schema, &shape, pointer)? {
                    Some(kind) => kind,
                    None => Kind::Alias(self.plain(id, &shape, pointer)?),
                };
                Ok((kind, facts))
            }
        }
    }

    /// The type of a schema that stands somewhere in another.
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
                let shape = Shape::new(schema);
                let facts = facts(&schema.schema_data, &shape);
                let name = schema
                    .schema_data
                    .extensions
                    .get(NAME)
                    .and_then(|name| name.as_str());
                let id = name.map_or_else(|| id.clone(), SchemaId::new);
                let ty = match self.named_kind(&id, schema, &shape, pointer)? {
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
                                pointer,
                            },
                        )?;
                        Type::Ref(id)
                    }
                    None => self.plain(&id, &shape, pointer)?,
                };
                Ok((ty, facts))
            }
        }
    }

    /// What needs a name: enums, objects and unions.
    fn named_kind(
        &mut self,
        id: &SchemaId,
        schema: &OpenSchema,
        shape: &Shape<'_>,
        pointer: &str,
    ) -> Result<Option<Kind>> {
        if shape.not {
            return Err(Error::at(
                format!("{pointer}/not"),
                "the generator does not know `not`",
            ));
        }
        if shape.odd_enum {
            let message = "an enum may hold strings, or the integers of an integer";
            return Err(Error::at(format!("{pointer}/enum"), message));
        }
        let (branches, keyword) = shape.branches();
        let discriminator = schema.schema_data.discriminator.as_ref();
        if !branches.is_empty() || discriminator.is_some() {
            if let Some(values) = self.enum_of_enums(branches, shape, pointer)? {
                return Ok(Some(Kind::Enum(values)));
            }
            if !shape.all_of.is_empty() {
                return Err(Error::at(pointer, "a schema has both `allOf` and branches"));
            }
            let base = self.object(id, shape, pointer)?;
            let discriminator = discriminator
                .map(|it| self.discriminator(it, pointer))
                .transpose()?;
            let mut ids = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let pointer = format!("{pointer}/{keyword}/{index}");
                let ReferenceOr::Reference { reference } = branch else {
                    let help = "give the branch a name under components, by the overlay if need be";
                    return Err(Error::at(pointer, "a branch of a union has no name").help(help));
                };
                let branch = self.schema_ref(reference, &pointer)?;
                if ids.contains(&branch) {
                    return Err(Error::at(
                        pointer,
                        format!("the union has the branch `{branch}` twice"),
                    ));
                }
                ids.push(branch);
            }
            if let (true, Some(discriminator)) = (ids.is_empty(), &discriminator) {
                ids = discriminator.mapping.values().cloned().collect();
                ids.sort();
                ids.dedup();
            }
            return Ok(Some(Kind::Union(Union {
                base,
                branches: ids,
                discriminator,
            })));
        }
        if shape.properties.is_some() || !shape.all_of.is_empty() {
            return self
                .object(id, shape, pointer)
                .map(|object| Some(Kind::Object(object)));
        }
        if !shape.texts.is_empty() {
            return self
                .values(&shape.texts, pointer)
                .map(|values| Some(Kind::Enum(values)));
        }
        Ok(None)
    }

    fn values(&self, texts: &[&str], pointer: &str) -> Result<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        for text in texts {
            if values.iter().any(|known| known == text) {
                return Err(Error::at(
                    format!("{pointer}/enum"),
                    format!("the enum has `{text}` twice"),
                ));
            }
            values.push((*text).to_owned());
        }
        Ok(values)
    }

    /// A union all of whose branches are enums of strings is an enum: the service can't say more than
    /// one string. The document gives such a union `type: object`.
    fn enum_of_enums(
        &self,
        branches: &[ReferenceOr<OpenSchema>],
        shape: &Shape<'_>,
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
            let branch = Shape::new(branch);
            if branch.texts.is_empty() {
                return Ok(None);
            }
            for text in branch.texts {
                if !values.iter().any(|known| known == text) {
                    values.push(text.to_owned());
                }
            }
        }
        let is_enum = !values.is_empty() && shape.properties.is_none();
        Ok(is_enum.then_some(values))
    }

    fn discriminator(
        &self,
        discriminator: &openapiv3::Discriminator,
        pointer: &str,
    ) -> Result<Discriminator> {
        let pointer = format!("{pointer}/discriminator/mapping");
        if discriminator.mapping.is_empty() {
            return Err(Error::at(pointer, "the discriminator has no mapping"));
        }
        let mapping = discriminator.mapping.iter().map(|(value, reference)| {
            let id = self.schema_ref(reference, &format!("{pointer}/{}", escape(value)))?;
            Ok((value.clone(), id))
        });
        let mapping = mapping.collect::<Result<_>>()?;
        Ok(Discriminator {
            property: discriminator.property_name.clone(),
            mapping,
        })
    }

    /// The properties of a schema, with those of its inline `allOf` parts.
    fn object(&mut self, id: &SchemaId, shape: &Shape<'_>, pointer: &str) -> Result<Object> {
        if !matches!(shape.ty, Some("object") | None) {
            let ty = shape.ty.unwrap_or_default();
            return Err(Error::at(
                format!("{pointer}/type"),
                format!("a `{ty}` can't have properties"),
            ));
        }
        let mut object = Object::default();
        self.object_part(id, shape, pointer, &mut object)?;
        for (index, part) in shape.all_of.iter().enumerate() {
            let pointer = format!("{pointer}/allOf/{index}");
            match part {
                ReferenceOr::Reference { reference } => {
                    object.parents.push(self.schema_ref(reference, &pointer)?);
                }
                ReferenceOr::Item(part) => {
                    let part = Shape::new(part);
                    let (branches, _) = part.branches();
                    if !part.all_of.is_empty() || !branches.is_empty() || part.items.is_some() {
                        let help = "give the part a name under components";
                        return Err(
                            Error::at(pointer, "a part of an `allOf` is no plain object")
                                .help(help),
                        );
                    }
                    self.object_part(id, &part, &pointer, &mut object)?;
                }
            }
        }
        Ok(object)
    }

    fn object_part(
        &mut self,
        id: &SchemaId,
        shape: &Shape<'_>,
        pointer: &str,
        object: &mut Object,
    ) -> Result<()> {
        for (name, schema) in shape.properties.into_iter().flatten() {
            let pointer = format!("{pointer}/properties/{}", escape(name));
            let (ty, facts) = self.ty(&id.child(name), schema, &pointer)?;
            object
                .properties
                .insert(name.clone(), Property { ty, facts });
        }
        object.required.extend(shape.required.iter().cloned());
        Ok(())
    }

    /// What needs no name.
    fn plain(&mut self, id: &SchemaId, shape: &Shape<'_>, pointer: &str) -> Result<Type> {
        Ok(match shape.ty {
            Some("string") => match shape.format {
                Some("date-time") => Type::DateTime,
                _ => Type::String,
            },
            Some("boolean") => Type::Bool,
            Some("integer") => match shape.format {
                Some("int32") => Type::Int32,
                _ => Type::Int64,
            },
            Some("number") => Type::Number,
            Some("array") => {
                let Some(items) = shape.items else {
                    return Err(Error::at(
                        pointer,
                        "the list does not say what its items are",
                    ));
                };
                let (ty, facts) = self.ty(&id.child("item"), items, &format!("{pointer}/items"))?;
                Type::Array(Box::new(element(ty, &facts)))
            }
            Some("object") => match shape.additional {
                Some(AdditionalProperties::Schema(schema)) => {
                    let pointer = format!("{pointer}/additionalProperties");
                    let (ty, facts) = self.ty(&id.child("value"), schema.as_ref(), &pointer)?;
                    Type::Map(Box::new(element(ty, &facts)))
                }
                Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Any)),
                // The document writes `type: object` for any JSON.
                _ => Type::Any,
            },
            Some(ty) => {
                let message = format!("the generator does not know the type `{ty}`");
                return Err(Error::at(format!("{pointer}/type"), message));
            }
            None => {
                let help = "say `type: object` for any JSON";
                return Err(Error::at(pointer, "the schema has no type").help(help));
            }
        })
    }

    /// A component that is another name of itself, or of a list of itself, has no type.
    fn no_circular_alias(&self) -> Result<()> {
        for (id, schema) in &self.api.schemas {
            let mut next = schema;
            for _ in 0..self.api.schemas.len() {
                let Kind::Alias(ty) = &next.kind else { break };
                let mut ty = ty;
                while let Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) = ty {
                    ty = inner;
                }
                let Type::Ref(target) = ty else { break };
                if target == id {
                    let message = format!("`{id}` is made of nothing but itself");
                    return Err(
                        Error::at(&schema.pointer, message).help("only an object can hold itself")
                    );
                }
                next = &self.api.schemas[target];
            }
        }
        Ok(())
    }
}

/// What a list or a map holds.
fn element(ty: Type, facts: &Facts) -> Type {
    if facts.nullable {
        Type::Nullable(Box::new(ty))
    } else {
        ty
    }
}
