//! The rules: each kind of change has a name that stays, so that scripts can ask for it.

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

            /// The name of the rule, which stays the same.
            pub fn id(self) -> &'static str {
                match self { $(Self::$rule => $id),* }
            }

            /// What it is about: an operation, a property and so on.
            pub fn kind(self) -> &'static str {
                match self { $(Self::$rule => $kind),* }
            }

            /// What has happened, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$rule => $title),* }
            }
        }
    };
}

rules! {
    OperationRemoved = "operation-removed", "operation", "Operations withdrawn";
    OperationAdded = "operation-added", "operation", "Operations added";
    OperationMoved = "operation-moved", "operation", "Operations with another path or method";
    OperationRenamed = "operation-renamed", "operation", "Operations with another operationId";
    ShortIdChanged = "short-id-changed", "short id", "Operations with another short id";
    TagMoved = "tag-moved", "tag move", "Operations with another tag";
    OperationDeprecated = "operation-deprecated", "deprecation", "Operations deprecated";
    OperationUndeprecated = "operation-undeprecated", "deprecation", "Operations no longer deprecated";
    RolesChanged = "roles-changed", "roles", "Operations that need other roles";
    OperationTitleChanged = "operation-title-changed", "operation", "Operations with another title or page";
    VersionRemoved = "version-removed", "version", "Versions withdrawn";
    VersionAdded = "version-added", "version", "Versions added";
    DefaultVersionMoved = "default-version-moved", "default version", "Operations whose newest version is another";
    SunsetSet = "sunset-set", "sunset date", "Versions with a day of removal";
    SunsetMoved = "sunset-moved", "sunset date", "Versions with another day of removal";
    SunsetLifted = "sunset-lifted", "sunset date", "Versions without a day of removal any more";
    FormatRemoved = "format-removed", "media format", "Formats withdrawn";
    FormatAdded = "format-added", "media format", "Formats added";
    MediaTypeChanged = "media-type-changed", "media format", "Versions with another media type";
    ParameterRemoved = "parameter-removed", "parameter", "Parameters removed";
    ParameterAdded = "parameter-added", "parameter", "Optional parameters added";
    RequiredParameterAdded = "required-parameter-added", "parameter", "Required parameters added";
    ParameterRenamed = "parameter-renamed", "parameter", "Path parameters with another name";
    ParameterRequired = "parameter-required", "parameter", "Parameters that are required now";
    ParameterOptional = "parameter-optional", "parameter", "Parameters that are optional now";
    ParameterTypeChanged = "parameter-type-changed", "type", "Parameters of another type";
    ParameterPlaceChanged = "parameter-place-changed", "parameter", "Parameters written another way";
    BodyAdded = "body-added", "body", "Request bodies added";
    BodyRemoved = "body-removed", "body", "Request bodies removed";
    BodyRequired = "body-required", "body", "Request bodies that are required now";
    BodyOptional = "body-optional", "body", "Request bodies that are optional now";
    BodyTypeChanged = "body-type-changed", "body", "Request bodies of another type";
    ResponseTypeChanged = "response-type-changed", "body", "Responses of another type";
    SchemaRemoved = "schema-removed", "schema", "Schemas removed";
    SchemaAdded = "schema-added", "schema", "Schemas added";
    SchemaRenamed = "schema-renamed", "schema", "Schemas renamed";
    SchemaKindChanged = "schema-kind-changed", "schema", "Schemas of another kind";
    ParentsChanged = "parents-changed", "schema", "Schemas that inherit from others";
    AliasTypeChanged = "alias-type-changed", "type", "Schemas that stand for another type";
    PropertyRemoved = "property-removed", "property", "Properties removed";
    PropertyAdded = "property-added", "property", "Properties added";
    PropertyRequired = "property-required", "property", "Properties that are required now";
    PropertyOptional = "property-optional", "property", "Properties that are optional now";
    PropertyTypeChanged = "property-type-changed", "type", "Properties of another type";
    PropertyNullable = "property-nullable", "property", "Properties that may be null or no longer";
    PropertyAccessChanged = "property-access-changed", "property", "Properties that are read-only or write-only, or no longer";
    SecretChanged = "secret-changed", "property", "Values that Debug hides or no longer";
    EnumValueRemoved = "enum-value-removed", "enum value", "Enum values removed";
    EnumValueAdded = "enum-value-added", "enum value", "Enum values added";
    UnionBranchRemoved = "union-branch-removed", "union branch", "Branches of unions removed";
    UnionBranchAdded = "union-branch-added", "union branch", "Branches of unions added";
    UnionMappingChanged = "union-mapping-changed", "union mapping", "Unions that are told apart in another way";
    ConstraintTightened = "constraint-tightened", "constraint", "Constraints added or made stricter";
    ConstraintLoosened = "constraint-loosened", "constraint", "Constraints removed or made looser";
    ConstraintChanged = "constraint-changed", "constraint", "Constraints changed";
    Deprecated = "deprecated", "deprecation", "Schemas, properties and parameters deprecated";
    Undeprecated = "undeprecated", "deprecation", "Schemas, properties and parameters no longer deprecated";
    TitleChanged = "title-changed", "documentation", "Titles and links changed";
    FeatureRemoved = "feature-removed", "feature", "Features of the crate removed";
    FeatureAdded = "feature-added", "feature", "Features of the crate added";
    SurfaceChanged = "surface-changed", "surface", "Rust items that changed in consequence";
}

impl Rule {
    /// Whether a function or a module may have another name by it.
    pub(crate) fn is_naming(self) -> bool {
        matches!(
            self,
            Self::ShortIdChanged | Self::TagMoved | Self::OperationAdded | Self::OperationRemoved
        )
    }

    /// Whether a type or an argument may be another by it.
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
                "docs/spec-updates.md has to say:\n{row}"
            );
        }
    }
}
