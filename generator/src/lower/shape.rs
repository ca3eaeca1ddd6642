//! The keywords of a schema in one shape, whichever of its kinds `openapiv3` made of them.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema as OpenSchema, SchemaKind,
    Type as OpenType, VariantOrUnknownOrEmpty,
};

/// The keywords of a schema, whichever of its kinds `openapiv3` made of it.
#[derive(Default)]
pub struct Shape<'a> {
    pub ty: Option<&'a str>,
    pub format: Option<&'a str>,
    pub pattern: Option<&'a str>,
    pub minimum: Option<String>,
    pub maximum: Option<String>,
    pub exclusive_minimum: bool,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
    /// The values of an enum of strings.
    pub texts: Vec<&'a str>,
    /// The values of an enum of numbers.
    pub numbers: Vec<String>,
    /// An enum holds something else, or values of another type than its own.
    pub odd_enum: bool,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<OpenSchema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub items: Option<&'a ReferenceOr<Box<OpenSchema>>>,
    pub all_of: &'a [ReferenceOr<OpenSchema>],
    pub one_of: &'a [ReferenceOr<OpenSchema>],
    pub any_of: &'a [ReferenceOr<OpenSchema>],
    pub not: bool,
}

fn text_of<T: AsText>(format: &VariantOrUnknownOrEmpty<T>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => Some(item.text()),
        VariantOrUnknownOrEmpty::Unknown(text) => Some(text),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

trait AsText {
    fn text(&self) -> &'static str;
}

macro_rules! as_text {
    ($($ty:ident { $($variant:ident = $text:literal),* })*) => {$(
        impl AsText for openapiv3::$ty {
            fn text(&self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    )*};
}
as_text! {
    StringFormat {
        Date = "date", DateTime = "date-time", Password = "password", Byte = "byte", Binary = "binary"
    }
    IntegerFormat { Int32 = "int32", Int64 = "int64" }
    NumberFormat { Float = "float", Double = "double" }
}

impl<'a> Shape<'a> {
    /// The keywords of a schema.
    pub fn new(schema: &'a OpenSchema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self {
                one_of,
                ..Self::default()
            },
            SchemaKind::AnyOf { any_of } => Self {
                any_of,
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            SchemaKind::Not { .. } => Self {
                not: true,
                ..Self::default()
            },
            SchemaKind::Any(any) => Self::of_any(any),
        }
    }

    fn of_type(ty: &'a OpenType) -> Self {
        match ty {
            OpenType::String(string) => Self {
                ty: Some("string"),
                format: text_of(&string.format),
                pattern: string.pattern.as_deref(),
                min_length: string.min_length,
                max_length: string.max_length,
                texts: string
                    .enumeration
                    .iter()
                    .flatten()
                    .map(String::as_str)
                    .collect(),
                odd_enum: string.enumeration.iter().any(Option::is_none),
                ..Self::default()
            },
            OpenType::Number(number) => Self {
                ty: Some("number"),
                format: text_of(&number.format),
                minimum: number.minimum.map(|limit| limit.to_string()),
                maximum: number.maximum.map(|limit| limit.to_string()),
                exclusive_minimum: number.exclusive_minimum,
                numbers: number
                    .enumeration
                    .iter()
                    .flatten()
                    .map(f64::to_string)
                    .collect(),
                ..Self::default()
            },
            OpenType::Integer(integer) => Self {
                ty: Some("integer"),
                format: text_of(&integer.format),
                minimum: integer.minimum.map(|limit| limit.to_string()),
                maximum: integer.maximum.map(|limit| limit.to_string()),
                exclusive_minimum: integer.exclusive_minimum,
                numbers: integer
                    .enumeration
                    .iter()
                    .flatten()
                    .map(i64::to_string)
                    .collect(),
                ..Self::default()
            },
            OpenType::Boolean(_) => Self {
                ty: Some("boolean"),
                ..Self::default()
            },
            OpenType::Object(object) => Self {
                ty: Some("object"),
                properties: Some(&object.properties).filter(|all| !all.is_empty()),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                ..Self::default()
            },
            OpenType::Array(array) => Self {
                ty: Some("array"),
                items: array.items.as_ref(),
                min_items: array.min_items,
                max_items: array.max_items,
                unique_items: array.unique_items,
                ..Self::default()
            },
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        let texts: Vec<_> = any
            .enumeration
            .iter()
            .filter_map(|value| value.as_str())
            .collect();
        Self {
            ty: any.typ.as_deref(),
            format: any.format.as_deref(),
            pattern: any.pattern.as_deref(),
            minimum: any.minimum.as_ref().map(ToString::to_string),
            maximum: any.maximum.as_ref().map(ToString::to_string),
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            min_length: any.min_length,
            max_length: any.max_length,
            min_items: any.min_items,
            max_items: any.max_items,
            unique_items: any.unique_items.unwrap_or_default(),
            odd_enum: texts.len() < any.enumeration.len(),
            texts,
            numbers: Vec::new(),
            properties: Some(&any.properties).filter(|all| !all.is_empty()),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            items: any.items.as_ref(),
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            not: any.not.is_some(),
        }
    }

    /// The branches of a union, and the keyword that lists them.
    pub fn branches(&self) -> (&'a [ReferenceOr<OpenSchema>], &'static str) {
        if self.one_of.is_empty() {
            (self.any_of, "anyOf")
        } else {
            (self.one_of, "oneOf")
        }
    }
}
