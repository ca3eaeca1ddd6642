//! Lowers objects: their properties, their parents, and the inline parts of their `allOf`.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as OpenSchema};

use super::keywords::Keywords;
use super::lowering::Lowering;
use crate::error::{Error, Result};
use crate::model::{Aspect, Object, Property, SchemaId};
use crate::source::escape;

impl Lowering<'_> {
    /// The properties of a schema, with those of its inline `allOf` parts.
    pub fn object(
        &mut self,
        id: &SchemaId,
        keywords: &Keywords<'_>,
        pointer: &str,
    ) -> Result<Object> {
        if !matches!(keywords.ty, Some("object") | None) {
            let ty = keywords.ty.unwrap_or_default();
            let message = format!("a `{ty}` can't have properties");
            let help = "say `type: object`, or delete the properties";
            return Err(Error::at(format!("{pointer}/type"), message).help(help));
        }
        let mut object = Object::default();
        self.object_part(id, keywords, pointer, &mut object)?;
        for (index, part) in keywords.all_of.iter().enumerate() {
            let pointer = format!("{pointer}/allOf/{index}");
            match part {
                ReferenceOr::Reference { reference } => {
                    object
                        .parents
                        .push(self.unaliased_ref(reference, &pointer)?);
                }
                ReferenceOr::Item(part) => {
                    let keywords = Keywords::new(part);
                    if let Some(lost) = lost_in_part(part, &keywords) {
                        let message =
                            format!("an inline part of an `allOf` has {lost}, which would be lost");
                        let help = "an inline part may have `properties` and `required`; \
                                    move anything else to the schema itself, or the part to a component";
                        return Err(Error::at(pointer, message).help(help));
                    }
                    self.object_part(id, &keywords, &pointer, &mut object)?;
                }
            }
        }
        Ok(object)
    }

    fn object_part(
        &mut self,
        id: &SchemaId,
        keywords: &Keywords<'_>,
        pointer: &str,
        object: &mut Object,
    ) -> Result<()> {
        let mut names = keywords.property_names(pointer)?;
        for (name, schema) in keywords.properties.into_iter().flatten() {
            let pointer = format!("{pointer}/properties/{}", escape(name));
            // The runtime compares names with the text of a body before it looks for escapes.
            if name.contains(|it| matches!(it, '\0'..='\x1f' | '"' | '\\')) {
                let message =
                    format!("the property name {name:?} has a character that JSON escapes");
                let help = "delete the property with a correction in spec/corrections.yaml; \
                            received values are kept as unknown properties";
                return Err(Error::at(pointer, message).help(help));
            }
            let (ty, facts) = self.ty(&id.child(name), schema, &pointer)?;
            object.properties.insert(
                name.clone(),
                Property {
                    name: names.remove(name),
                    ty,
                    facts,
                },
            );
        }
        object.required.extend(keywords.required.iter().cloned());
        Ok(())
    }
}

/// What would be lost of an inline part of an `allOf`, of which only properties are read.
fn lost_in_part(part: &OpenSchema, keywords: &Keywords<'_>) -> Option<&'static str> {
    let data = &part.schema_data;
    let ty = keywords.ty.unwrap_or("object");
    let is_closed = keywords.additional == Some(&AdditionalProperties::Any(false));
    // That it is closed is no constraint of a part: the other parts have other properties.
    let mut constraints = keywords.constraints.iter();
    let has_constraint = constraints.any(|it| it.aspect != Aspect::Closed);
    let lost = [
        ("a type other than `object`", ty != "object"),
        ("an `allOf`", !keywords.all_of.is_empty()),
        ("branches", !keywords.branches.is_empty()),
        ("`items`", keywords.items.is_some()),
        (
            "an `enum`",
            !keywords.texts.is_empty() || keywords.is_odd_enum,
        ),
        (
            "`additionalProperties`",
            keywords.additional.is_some() && !is_closed,
        ),
        ("a `discriminator`", data.discriminator.is_some()),
        ("`nullable`", data.nullable),
        ("`readOnly`", data.read_only),
        ("`writeOnly`", data.write_only),
        ("`deprecated`", data.deprecated),
        ("a constraint", has_constraint),
    ];
    let found = lost.into_iter().find(|(_, is_lost)| *is_lost);
    found.map(|(what, _)| what)
}
