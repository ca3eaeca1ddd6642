//! The keywords of a schema, whichever type of `openapiv3` holds them: structure by reference, and constraints in the
//! form of the model.

use std::mem;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

use crate::model::{Aspect, Bound, Constraints, Limits};
use crate::openapi::extensions::NAMES;

/// The properties of an object.
pub type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// The keywords of a schema.
#[derive(Default)]
pub struct Keywords<'a> {
    pub ty: Option<&'a str>,
    pub format: Option<String>,
    /// Constraints on the value itself.
    pub constraints: Constraints,
    /// The values of an enum of strings.
    pub texts: Vec<&'a str>,
    /// Whether the enum contains values that are neither strings nor, in a numeric schema, numbers.
    pub is_odd_enum: bool,
    pub properties: Option<&'a Properties>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub all_of: &'a [ReferenceOr<Schema>],
    /// The branches of a union, and the keyword that lists them.
    pub branches: &'a [ReferenceOr<Schema>],
    pub branches_keyword: &'static str,
    /// The Rust names of its properties or values, as written.
    pub names: Option<&'a Value>,
    /// Whether another keyword lists branches too.
    pub has_other_branches: bool,
}

impl<'a> Keywords<'a> {
    /// The keywords of a schema.
    pub fn new(schema: &'a Schema) -> Self {
        let mut keywords = match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self::union(one_of, "oneOf"),
            SchemaKind::AnyOf { any_of } => Self::union(any_of, "anyOf"),
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            // The keyword table rejects it.
            SchemaKind::Not { .. } => Self::default(),
            SchemaKind::Any(any) => Self::of_any(any),
        };
        let is_type = |it: &&str| ["date-time", "int32", "int64", "double", "float"].contains(it);
        let format = keywords.format.as_deref().filter(|it| !is_type(it));
        let format = format.map(|it| Aspect::Format(it.to_owned()));
        let default = schema.schema_data.default.clone().map(Aspect::Default);
        let misplaced = keywords.take_misplaced_values();
        keywords
            .constraints
            .extend(default.into_iter().chain(format).chain(misplaced));
        keywords.names = schema.schema_data.extensions.get(NAMES);
        keywords
    }

    /// Removes the values of a string enum from a list or an object, which can't have them.
    fn take_misplaced_values(&mut self) -> Option<Aspect> {
        let is_text = matches!(self.ty, None | Some("string"));
        let has_own = self.properties.is_some() || !self.all_of.is_empty();
        if is_text && !has_own || self.texts.is_empty() {
            return None;
        }
        let values = mem::take(&mut self.texts).into_iter().map(Value::from);
        Some(Aspect::OneOf(values.collect()))
    }

    fn union(branches: &'a [ReferenceOr<Schema>], branches_keyword: &'static str) -> Self {
        Self {
            branches,
            branches_keyword,
            ..Self::default()
        }
    }

    fn typed(ty: &'static str, constraints: impl IntoIterator<Item = Option<Aspect>>) -> Self {
        let mut keywords = Self {
            ty: Some(ty),
            ..Self::default()
        };
        keywords
            .constraints
            .extend(constraints.into_iter().flatten());
        keywords
    }

    fn of_type(ty: &'a Type) -> Self {
        match ty {
            Type::String(it) => Self {
                format: text(&it.format),
                texts: it
                    .enumeration
                    .iter()
                    .flatten()
                    .map(String::as_str)
                    .collect(),
                is_odd_enum: it.enumeration.iter().any(Option::is_none),
                ..Self::typed(
                    "string",
                    [
                        length(it.min_length, it.max_length),
                        pattern(it.pattern.as_ref()),
                    ],
                )
            },
            Type::Number(it) => {
                let min = bound(it.minimum.and_then(number), it.exclusive_minimum);
                let max = bound(it.maximum.and_then(number), it.exclusive_maximum);
                let values = it.enumeration.iter().copied().flatten();
                let constraints = [
                    range(min, max),
                    it.multiple_of.and_then(number).map(Aspect::MultipleOf),
                    one_of(values.filter_map(number).collect()),
                ];
                Self {
                    format: text(&it.format),
                    ..Self::typed("number", constraints)
                }
            }
            Type::Integer(it) => {
                let min = bound(it.minimum.map(Number::from), it.exclusive_minimum);
                let max = bound(it.maximum.map(Number::from), it.exclusive_maximum);
                let values = it.enumeration.iter().copied().flatten();
                let constraints = [
                    range(min, max),
                    it.multiple_of.map(Number::from).map(Aspect::MultipleOf),
                    one_of(values.map(Number::from).collect()),
                ];
                Self {
                    format: text(&it.format),
                    ..Self::typed("integer", constraints)
                }
            }
            Type::Boolean(it) => Self {
                is_odd_enum: !it.enumeration.is_empty(),
                ..Self::typed("boolean", [])
            },
            Type::Object(it) => Self {
                properties: Some(&it.properties).filter(|all| !all.is_empty()),
                required: &it.required,
                additional: it.additional_properties.as_ref(),
                ..Self::typed(
                    "object",
                    [
                        properties(it.min_properties, it.max_properties),
                        closed(it.additional_properties.as_ref()),
                    ],
                )
            },
            Type::Array(it) => Self {
                items: it.items.as_ref(),
                ..Self::typed(
                    "array",
                    [
                        items(it.min_items, it.max_items),
                        it.unique_items.then_some(Aspect::UniqueItems),
                    ],
                )
            },
        }
    }

    /// Combines keywords that no single type of `openapiv3` holds together.
    fn of_any(it: &'a AnySchema) -> Self {
        let (branches, branches_keyword) = match it.one_of.is_empty() {
            true => (it.any_of.as_slice(), "anyOf"),
            false => (it.one_of.as_slice(), "oneOf"),
        };
        let texts: Vec<_> = it.enumeration.iter().filter_map(Value::as_str).collect();
        let min = bound(
            it.minimum.and_then(number),
            it.exclusive_minimum == Some(true),
        );
        let max = bound(
            it.maximum.and_then(number),
            it.exclusive_maximum == Some(true),
        );
        let constraints = [
            range(min, max),
            it.multiple_of.and_then(number).map(Aspect::MultipleOf),
            length(it.min_length, it.max_length),
            items(it.min_items, it.max_items),
            (it.unique_items == Some(true)).then_some(Aspect::UniqueItems),
            properties(it.min_properties, it.max_properties),
            closed(it.additional_properties.as_ref()),
            pattern(it.pattern.as_ref()),
        ];
        Self {
            format: it.format.clone(),
            is_odd_enum: texts.len() < it.enumeration.len(),
            has_other_branches: !it.one_of.is_empty() && !it.any_of.is_empty(),
            texts,
            properties: Some(&it.properties).filter(|all| !all.is_empty()),
            required: &it.required,
            additional: it.additional_properties.as_ref(),
            items: it.items.as_ref(),
            all_of: &it.all_of,
            branches,
            branches_keyword,
            ty: it.typ.as_deref(),
            ..Self::typed("", constraints)
        }
    }
}

/// A format as the spec spells it, even if `openapiv3` knows it.
fn text<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    let value = match format {
        VariantOrUnknownOrEmpty::Item(item) => serde_json::to_value(item).ok()?,
        VariantOrUnknownOrEmpty::Unknown(text) => return Some(text.clone()),
        VariantOrUnknownOrEmpty::Empty => return None,
    };
    value.as_str().map(str::to_owned)
}

/// A number as the spec spells it: `openapiv3` reads `1` as `1.0`.
fn number(value: f64) -> Option<Number> {
    value.to_string().parse().ok()
}

fn bound(value: Option<Number>, exclusive: bool) -> Option<Bound> {
    value.map(|value| Bound { value, exclusive })
}

fn range(min: Option<Bound>, max: Option<Bound>) -> Option<Aspect> {
    (min.is_some() || max.is_some()).then_some(Aspect::Range { min, max })
}

fn length(min: Option<usize>, max: Option<usize>) -> Option<Aspect> {
    Limits::new(min, max).map(Aspect::Length)
}

fn items(min: Option<usize>, max: Option<usize>) -> Option<Aspect> {
    Limits::new(min, max).map(Aspect::Items)
}

fn properties(min: Option<usize>, max: Option<usize>) -> Option<Aspect> {
    Limits::new(min, max).map(Aspect::Properties)
}

fn closed(additional: Option<&AdditionalProperties>) -> Option<Aspect> {
    matches!(additional, Some(AdditionalProperties::Any(false))).then_some(Aspect::Closed)
}

fn one_of(numbers: Vec<Number>) -> Option<Aspect> {
    let values: Vec<Value> = numbers.into_iter().map(Value::Number).collect();
    (!values.is_empty()).then_some(Aspect::OneOf(values))
}

fn pattern(pattern: Option<&String>) -> Option<Aspect> {
    pattern.map(|it| Aspect::Pattern(it.clone()))
}
