//! The rules: each kind of change has a stable id, so that scripts can filter by it.

use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $id:literal, $kind:literal, $title:literal;)*) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`: ", $title, ".")] $rule,)*
        }

        impl Rule {
            /// All rules, in the order of a report.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// The stable id of the rule.
            pub fn id(self) -> &'static str {
                match self { $(Self::$rule => $id),* }
            }

            /// The kind of thing that the rule is about, such as an operation or a property.
            pub fn kind(self) -> &'static str {
                match self { $(Self::$rule => $kind),* }
            }

            /// What happened, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$rule => $title),* }
            }
        }
    };
}

rules! {
    OperationRemoved = "operation-removed", "operation", "Operations retired";
    OperationAdded = "operation-added", "operation", "Operations added";
    OperationMoved = "operation-moved", "operation", "Operation paths or methods changed";
    OperationRenamed = "operation-renamed", "operation", "Operation IDs changed";
    ShortIdChanged = "short-id-changed", "short id", "Short operation IDs changed";
    TagMoved = "tag-moved", "tag move", "Operations moved to another tag";
    OperationDeprecated = "operation-deprecated", "deprecation", "Operations deprecated";
    OperationUndeprecated = "operation-undeprecated", "deprecation", "Operation deprecations lifted";
    RolesChanged = "roles-changed", "roles", "Required roles changed";
    OperationTitleChanged = "operation-title-changed", "operation", "Operation titles or links changed";
    VersionRemoved = "version-removed", "version", "Versions retired";
    VersionAdded = "version-added", "version", "Versions added";
    DefaultVersionMoved = "default-version-moved", "default version", "Default version changed";
    SunsetSet = "sunset-set", "sunset date", "Sunset dates set";
    SunsetMoved = "sunset-moved", "sunset date", "Sunset dates changed";
    SunsetLifted = "sunset-lifted", "sunset date", "Sunset dates removed";
    FormatRemoved = "format-removed", "media format", "Formats retired";
    FormatAdded = "format-added", "media format", "Formats added";
    MediaTypeChanged = "media-type-changed", "media format", "Media types changed";
    ParameterRemoved = "parameter-removed", "parameter", "Parameters removed";
    ParameterAdded = "parameter-added", "parameter", "Optional parameters added";
    RequiredParameterAdded = "required-parameter-added", "parameter", "Required parameters added";
    ParameterRenamed = "parameter-renamed", "parameter", "Path parameters renamed";
    ParameterRequired = "parameter-required", "parameter", "Parameters became required";
    ParameterOptional = "parameter-optional", "parameter", "Parameters became optional";
    ParameterTypeChanged = "parameter-type-changed", "type", "Parameter types changed";
    ParameterPlaceChanged = "parameter-place-changed", "parameter", "Parameter serialization changed";
    BodyAdded = "body-added", "body", "Request bodies added";
    BodyRemoved = "body-removed", "body", "Request bodies removed";
    BodyRequired = "body-required", "body", "Request bodies became required";
    BodyOptional = "body-optional", "body", "Request bodies became optional";
    BodyTypeChanged = "body-type-changed", "body", "Request body types changed";
    ResponseTypeChanged = "response-type-changed", "body", "Response types changed";
    SchemaRemoved = "schema-removed", "schema", "Schemas removed";
    SchemaAdded = "schema-added", "schema", "Schemas added";
    SchemaRenamed = "schema-renamed", "schema", "Schemas renamed";
    SchemaKindChanged = "schema-kind-changed", "schema", "Schema kinds changed";
    ParentsChanged = "parents-changed", "schema", "Schema inheritance changed";
    AliasTypeChanged = "alias-type-changed", "type", "Alias types changed";
    PropertyRemoved = "property-removed", "property", "Properties removed";
    PropertyAdded = "property-added", "property", "Properties added";
    PropertyRequired = "property-required", "property", "Properties became required";
    PropertyOptional = "property-optional", "property", "Properties became optional";
    PropertyTypeChanged = "property-type-changed", "type", "Property types changed";
    PropertyNullable = "property-nullable", "property", "Property nullability changed";
    PropertyAccessChanged = "property-access-changed", "property", "Property access changed (read-only, write-only)";
    SecretChanged = "secret-changed", "property", "Secret properties changed (hidden in Debug output)";
    EnumValueRemoved = "enum-value-removed", "enum value", "Enum values removed";
    EnumValueAdded = "enum-value-added", "enum value", "Enum values added";
    UnionBranchRemoved = "union-branch-removed", "union branch", "Union branches removed";
    UnionBranchAdded = "union-branch-added", "union branch", "Union branches added";
    UnionMappingChanged = "union-mapping-changed", "union mapping", "Union discriminators changed";
    ConstraintTightened = "constraint-tightened", "constraint", "Constraints tightened";
    ConstraintLoosened = "constraint-loosened", "constraint", "Constraints loosened";
    ConstraintChanged = "constraint-changed", "constraint", "Constraints changed";
    Deprecated = "deprecated", "deprecation", "Schemas, properties, or parameters deprecated";
    Undeprecated = "undeprecated", "deprecation", "Schema, property, or parameter deprecations lifted";
    TitleChanged = "title-changed", "documentation", "Titles and links changed";
    FeatureRemoved = "feature-removed", "feature", "Crate features removed";
    FeatureAdded = "feature-added", "feature", "Crate features added";
    SurfaceChanged = "surface-changed", "surface", "Other Rust items changed";
}

impl Rule {
    /// Whether it may rename a function or a module.
    pub(crate) fn is_naming(self) -> bool {
        matches!(
            self,
            Self::ShortIdChanged | Self::TagMoved | Self::OperationAdded | Self::OperationRemoved
        )
    }

    /// Whether it may change a type or an argument.
    pub(crate) fn is_typing(self) -> bool {
        !matches!(
            self,
            Self::ConstraintTightened
                | Self::ConstraintLoosened
                | Self::ConstraintChanged
                | Self::Deprecated
                | Self::Undeprecated
                | Self::TitleChanged
                | Self::PropertyAccessChanged
                | Self::PropertyOptional
                | Self::PropertyRequired
                | Self::SecretChanged
        )
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_documented() {
        let page = include_str!("../../docs/spec-updates.md");
        for rule in Rule::ALL {
            let row = format!("| `{}` | {} | {} |\n", rule.id(), rule.kind(), rule.title());
            assert!(
                page.contains(&row),
                "docs/spec-updates.md lacks this row:\n{row}"
            );
        }
    }
}
