//! The rules. Each kind of change has a stable id, so that scripts can filter by it, and a section in
//! `docs/rules.md`, which is generated from this table.

use serde::{Serialize, Serializer};

use crate::severity::Rust::{self, Major, Minor, Patch};
use crate::severity::Wire::{self, Additive, Breaking, Warning};

use Wire::None;

macro_rules! rules {
    ($($rule:ident = $id:literal, $kind:literal, $title:literal, [$($wire:ident),+], [$($rust:ident),+], $meaning:literal;)*) => {
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

            /// The severities on the wire that the change may have.
            pub fn wire(self) -> &'static [Wire] {
                match self { $(Self::$rule => &[$($wire),+]),* }
            }

            /// The severities in Rust that the change may have.
            pub fn rust(self) -> &'static [Rust] {
                match self { $(Self::$rule => &[$($rust),+]),* }
            }

            /// What the change means, and what to do about it.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$rule => $meaning),* }
            }
        }
    };
}

rules! {
    OperationRemoved = "operation-removed", "operation", "Operations retired", [Breaking], [Minor, Major],
        "The service no longer has the operation. The crate keeps it behind the feature `retired`, unless it was a preview. Call its replacement.";
    OperationAdded = "operation-added", "operation", "Operations added", [Additive], [Minor],
        "A new operation.";
    OperationMoved = "operation-moved", "operation", "Operation paths or methods changed", [Breaking], [Patch, Minor, Major],
        "Requests to the old path or with the old method fail, or mean something else if parameters changed places. Update the crate: it sends the new one.";
    OperationRenamed = "operation-renamed", "operation", "Operation IDs changed", [None], [Patch, Minor, Major],
        "The `operationId` changed. Functions are named after the short ID, if there is one; otherwise the function has a new name, and the old one stays for one release.";
    ShortIdChanged = "short-id-changed", "short id", "Short operation IDs changed", [None], [Patch, Minor, Major],
        "The function is named after the short ID, so it has a new name. The old one stays for one release.";
    TagMoved = "tag-moved", "tag move", "Operations moved to another tag", [None], [Patch, Minor, Major],
        "A tag is a module and a feature, so the function moves to another one. The old path stays for one release.";
    OperationDeprecated = "operation-deprecated", "deprecation", "Operations deprecated", [None], [Minor],
        "The compiler warns where the function is used.";
    OperationUndeprecated = "operation-undeprecated", "deprecation", "Operation deprecations lifted", [None], [Patch],
        "The compiler no longer warns.";
    RolesChanged = "roles-changed", "roles", "Required roles changed", [Additive, Warning], [Patch],
        "A caller needs one of the listed roles. A caller who has only a role that was removed from the list may be rejected.";
    RolesDocumented = "roles-documented", "roles", "Required roles documented for the first time", [None], [Patch],
        "The spec lists roles where it listed none. The service may have required them before.";
    OperationTitleChanged = "operation-title-changed", "operation", "Operation titles or links changed", [None], [Patch],
        "Only documentation changes.";
    VersionRemoved = "version-removed", "version", "Versions retired", [Breaking], [Minor, Major],
        "The service no longer has this version of the operation. The crate keeps it behind the feature `retired`, unless it was a preview. Call a newer version.";
    VersionAdded = "version-added", "version", "Versions added", [Additive], [Minor],
        "A new version of an operation, in its own module.";
    DefaultVersionMoved = "default-version-moved", "default version", "Default version changed", [None], [Minor, Major],
        "The function in the tag's module, such as `clusters::list_clusters`, is now the new version. To stay on the old version, name its module.";
    SunsetSet = "sunset-set", "sunset date", "Sunset dates set", [Warning], [Minor],
        "The version will be removed on this date. Move to a newer version before it.";
    SunsetMoved = "sunset-moved", "sunset date", "Sunset dates changed", [None, Warning], [Patch, Minor],
        "An earlier date leaves less time to move; a later one leaves more.";
    SunsetLifted = "sunset-lifted", "sunset date", "Sunset dates removed", [None], [Patch],
        "The version stays available.";
    FormatRemoved = "format-removed", "media format", "Formats retired", [Breaking], [Minor, Major],
        "The version is no longer available in this format.";
    FormatAdded = "format-added", "media format", "Formats added", [Additive], [Minor],
        "The version is also available in this format, through its own function.";
    MediaTypeChanged = "media-type-changed", "media format", "Media types changed", [Additive, Breaking], [Patch],
        "The media types of a request body or a response changed. A removed one breaks clients that ask for it.";
    ParameterRemoved = "parameter-removed", "parameter", "Parameters removed", [Breaking], [Patch, Minor, Major],
        "The service may reject the parameter. Delete it from the call.";
    ParameterAdded = "parameter-added", "parameter", "Optional parameters added", [Additive], [Patch, Minor],
        "The request has a new setter.";
    RequiredParameterAdded = "required-parameter-added", "parameter", "Required parameters added", [Breaking], [Patch, Minor, Major],
        "Requests without the parameter fail. The function takes one more argument.";
    ParameterRenamed = "parameter-renamed", "parameter", "Path parameters renamed", [None], [Patch],
        "Only the name in the path template changes, which the service does not see.";
    ParameterRequired = "parameter-required", "parameter", "Parameters became required", [Breaking], [Minor, Major],
        "Requests without the parameter fail. The setter becomes an argument of the function.";
    ParameterOptional = "parameter-optional", "parameter", "Parameters became optional", [Additive], [Minor, Major],
        "The argument of the function becomes a setter of the request.";
    ParameterTypeChanged = "parameter-type-changed", "type", "Parameter types changed", [None, Additive, Breaking], [Patch, Minor, Major],
        "The report says how the accepted values differ.";
    ParameterPlaceChanged = "parameter-place-changed", "parameter", "Parameter serialization changed", [Breaking], [Patch],
        "The parameter is sent in another place, or its list is written differently (`style`, `explode`). Update the crate: it sends the new form.";
    BodyAdded = "body-added", "body", "Request bodies added", [Additive, Breaking], [Minor, Major],
        "The operation takes a body. A required one is a new argument.";
    BodyRemoved = "body-removed", "body", "Request bodies removed", [Breaking], [Minor, Major],
        "The operation takes no body. Delete it from the call.";
    BodyRequired = "body-required", "body", "Request bodies became required", [Breaking], [Minor, Major],
        "Requests without a body fail.";
    BodyOptional = "body-optional", "body", "Request bodies became optional", [Additive], [Minor, Major],
        "The argument of the function becomes a setter of the request.";
    BodyTypeChanged = "body-type-changed", "body", "Request body types changed", [None, Additive, Breaking], [Patch, Minor, Major],
        "The report says how the accepted bodies differ.";
    ResponseTypeChanged = "response-type-changed", "body", "Response types changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "The report says how the bodies differ.";
    SuccessStatusAdded = "success-status-added", "status", "Success statuses added", [Warning], [Patch],
        "A successful call may return another status, which surprises code that expects a certain one.";
    SuccessStatusRemoved = "success-status-removed", "status", "Success statuses removed", [Breaking], [Patch],
        "Code that expects this status no longer sees it. The crate accepts every 2xx.";
    ErrorStatusAdded = "error-status-added", "status", "Error statuses added", [Additive], [Patch],
        "The spec lists an additional status for failed calls.";
    ErrorStatusRemoved = "error-status-removed", "status", "Error statuses removed", [None], [Patch],
        "The spec no longer lists a status for failed calls.";
    ErrorTypeChanged = "error-type-changed", "body", "Error bodies changed", [None, Additive, Warning, Breaking], [Patch],
        "The bodies of failed calls have a different type. The crate reads all of them as `ApiFailure`.";
    ResponseHeaderAdded = "response-header-added", "header", "Response headers added", [Additive], [Patch],
        "Responses have an additional header.";
    ResponseHeaderRemoved = "response-header-removed", "header", "Response headers removed", [Warning], [Patch],
        "Responses may lack a header that code reads.";
    ResponseHeaderChanged = "response-header-changed", "header", "Response headers changed", [Warning], [Patch],
        "The value of a header has a different form.";
    SecurityChanged = "security-changed", "security", "Authentication changed", [Additive, Breaking], [Patch],
        "The service accepts other ways to authenticate. A way that was removed no longer works.";
    ServersChanged = "servers-changed", "server", "Servers changed", [Additive, Breaking], [Patch],
        "The API is served at different URLs. A URL that was removed no longer works.";
    SchemaRemoved = "schema-removed", "schema", "Schemas removed", [None], [Patch, Minor, Major],
        "Nothing uses the schema anymore, so the crate has no such type.";
    SchemaAdded = "schema-added", "schema", "Schemas added", [None], [Patch, Minor],
        "A new type that nothing else in the report explains.";
    SchemaRenamed = "schema-renamed", "schema", "Schemas renamed", [None], [Patch, Minor, Major],
        "The type has a new name. The old one stays for one release.";
    SchemaKindChanged = "schema-kind-changed", "schema", "Schema kinds changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "An object became a union, for example. The report says how the values differ.";
    ParentsChanged = "parents-changed", "schema", "Schema inheritance changed", [None, Additive, Breaking], [Patch, Minor, Major],
        "The schema inherits from other schemas (`allOf`), and has their properties.";
    AliasTypeChanged = "alias-type-changed", "type", "Alias types changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "The schema is another name for a type that changed.";
    PropertyRemoved = "property-removed", "property", "Properties removed", [None, Breaking], [Patch, Minor, Major],
        "A request with the property may be rejected; responses lack it. The field is removed.";
    PropertyAdded = "property-added", "property", "Properties added", [None, Additive, Breaking], [Patch, Minor],
        "A new field. Requests without it fail if it is required.";
    PropertyRequired = "property-required", "property", "Properties became required", [None, Breaking], [Patch, Minor],
        "Requests without the property fail. Fields and constructors stay the same.";
    PropertyOptional = "property-optional", "property", "Properties became optional", [None, Additive, Warning], [Patch, Minor],
        "Responses may lack the property. Fields and constructors stay the same.";
    PropertyTypeChanged = "property-type-changed", "type", "Property types changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "The report says how the values differ. The field has a different type.";
    PropertyNullable = "property-nullable", "property", "Nullability changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "The value may now be `null`, or can no longer be.";
    PropertyAccessChanged = "property-access-changed", "property", "Property access changed (read-only, write-only)", [None, Additive, Breaking], [Patch],
        "A read-only property must not be in requests; a write-only one is not in responses.";
    SecretChanged = "secret-changed", "property", "Secret properties changed (hidden in Debug output)", [None], [Patch],
        "`Debug` now hides the value, or no longer does.";
    EnumValueRemoved = "enum-value-removed", "enum value", "Enum values removed", [None, Breaking], [Patch, Minor, Major],
        "Requests with the value fail. The constant is removed; its text can still be passed.";
    EnumValueAdded = "enum-value-added", "enum value", "Enum values added", [None, Additive, Warning], [Patch, Minor],
        "Responses may have a value that existing code does not know.";
    UnionBranchRemoved = "union-branch-removed", "union branch", "Union branches removed", [None, Breaking], [Patch, Minor, Major],
        "Requests of this form fail. The variant is removed.";
    UnionBranchAdded = "union-branch-added", "union branch", "Union branches added", [None, Additive, Warning], [Patch, Minor, Major],
        "Responses may have a form that existing code does not know.";
    UnionMappingChanged = "union-mapping-changed", "union mapping", "Union discriminators changed", [None, Additive, Warning, Breaking], [Patch, Minor, Major],
        "A different property, or a different value of it, selects the branch.";
    ConstraintTightened = "constraint-tightened", "constraint", "Constraints tightened", [None, Breaking], [Patch],
        "Values that were valid no longer are. The crate checks no constraints; the service does.";
    ConstraintLoosened = "constraint-loosened", "constraint", "Constraints loosened", [None, Additive, Warning], [Patch],
        "More values are valid, so responses may have them too.";
    ConstraintChanged = "constraint-changed", "constraint", "Constraints changed", [None, Warning, Breaking], [Patch],
        "Different values are valid.";
    DefaultChanged = "default-changed", "constraint", "Defaults changed", [None, Warning], [Patch],
        "A request without the value now means something else. To keep the old behavior, send the old default.";
    Deprecated = "deprecated", "deprecation", "Schemas, properties, or parameters deprecated", [None], [Patch, Minor],
        "Upstream advises against it.";
    Undeprecated = "undeprecated", "deprecation", "Schema, property, or parameter deprecations lifted", [None], [Patch, Minor],
        "Upstream no longer advises against it.";
    TitleChanged = "title-changed", "documentation", "Titles and links changed", [None], [Patch],
        "Only documentation changes.";
    ExampleChanged = "example-changed", "documentation", "Examples changed", [None], [Patch],
        "Only documentation changes.";
    ExtensionChanged = "extension-changed", "extension", "Extensions changed", [None], [Patch],
        "A keyword that begins with `x-` and has no meaning for a client.";
    ApiInfoChanged = "api-info-changed", "documentation", "Title, version, or license of the API changed", [None], [Patch],
        "The API as a whole is described differently.";
    ComponentChanged = "component-changed", "component", "Unused components changed", [None], [Patch],
        "A parameter, response, or header that no operation uses.";
    NotationChanged = "notation-changed", "notation", "Written differently, with the same meaning", [None], [Patch, Minor, Major],
        "For example, an inline object that became a component of the same shape. The same values are valid.";
    Unclassified = "unclassified", "unclassified", "Changed, not classified", [Warning], [Patch],
        "A difference between the specs that no rule explains. Check it, and report it to the project.";
    FeatureRemoved = "feature-removed", "feature", "Crate features removed", [None], [Minor, Major],
        "No operation is left in the module. Delete the feature from `Cargo.toml`.";
    FeatureAdded = "feature-added", "feature", "Crate features added", [None], [Minor],
        "A new module, with its own feature.";
    SurfaceChanged = "surface-changed", "surface", "Other Rust items changed", [None], [Patch, Minor, Major],
        "An item of the crate changed, and no change of the spec explains it.";
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
        let is_fact = matches!(
            self.kind(),
            "constraint" | "deprecation" | "documentation" | "extension"
        );
        let others = [
            Self::PropertyAccessChanged,
            Self::PropertyOptional,
            Self::PropertyRequired,
            Self::SecretChanged,
        ];
        !is_fact && !others.contains(&self)
    }

    /// Its section in the page of the rules, from the root of the repository.
    pub fn page(self) -> String {
        format!("docs/rules.md#{}", self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
