//! What a difference of each keyword means: data for the walk over both specs.
//!
//! A keyword that is not listed is reported as not classified. An extension that is not listed means
//! nothing to a client.

use crate::report::Wire::{self, Additive, Breaking, None, Warning};
use crate::rule::Rule;

/// An object of OpenAPI.
pub(super) struct Object {
    /// Its name in the generator's table of keywords.
    pub(super) name: &'static str,
    pub(super) keywords: &'static [(&'static str, Sense)],
}

/// A rule, and its severity in requests and in responses.
#[derive(Clone, Copy)]
pub(super) struct Verdict(pub(super) Rule, pub(super) Wire, pub(super) Wire);

/// What a difference of a keyword means.
#[derive(Clone, Copy)]
pub(super) enum Sense {
    /// Any difference is the same change.
    Is(Verdict),
    /// A flag, by default false: what setting it means, and what clearing it.
    Flag(Verdict, Verdict),
    /// A list whose entries are alternatives. If it is missing, the list of the enclosing object applies.
    OneOf(Rule),
    /// An upper limit: a lower one is tighter.
    Most,
    /// A lower limit.
    Least,
    /// A restriction: fewer values are valid with it than without it.
    Restricts,
    /// An object.
    One(&'static Object),
    /// Named objects: what an added one means, and what a removed one means.
    Each(&'static Object, Verdict, Verdict),
    /// Names with descriptions: what an added one means, and what a removed one means.
    Names(Verdict, Verdict),
    /// The walk has a special function for it.
    Walked,
    /// The comparison of the models reports it.
    Structure,
    /// Not compared, for this reason.
    Skipped(&'static str),
}

use Sense::{
    Each, Flag, Is, Least, Most, Names, One, OneOf, Restricts, Skipped, Structure, Walked,
};

const PROSE: Sense = Skipped("prose, which the vendored spec leaves out");
const OURS: Sense = Skipped("added by this project");

const fn neutral(rule: Rule) -> Sense {
    Is(Verdict(rule, None, None))
}

const fn any(rule: Rule, wire: Wire) -> Sense {
    Is(Verdict(rule, wire, wire))
}

const EXAMPLE: Sense = neutral(Rule::ExampleChanged);
const TITLE: Sense = neutral(Rule::TitleChanged);
const DEPRECATED: Sense = Flag(
    Verdict(Rule::Deprecated, None, None),
    Verdict(Rule::Undeprecated, None, None),
);
const HEADER_CHANGED: Sense = any(Rule::ResponseHeaderChanged, Warning);
const SECURITY_CHANGED: Sense = any(Rule::SecurityChanged, Breaking);
const SECURITY_ADDED: Verdict = Verdict(Rule::SecurityChanged, Additive, Additive);
const SECURITY_REMOVED: Verdict = Verdict(Rule::SecurityChanged, Breaking, Breaking);
const COMPONENTS_CHANGED: Sense = neutral(Rule::ComponentChanged);

pub(super) static SPEC: Object = Object {
    name: "spec",
    keywords: &[
        ("components", Walked),
        ("externalDocs", TITLE),
        ("info", One(&INFO)),
        ("openapi", neutral(Rule::ApiInfoChanged)),
        ("paths", Walked),
        ("security", OneOf(Rule::SecurityChanged)),
        ("servers", OneOf(Rule::ServersChanged)),
        (
            "tags",
            Skipped("operations name their tags; the rest is prose"),
        ),
    ],
};

static INFO: Object = Object {
    name: "info object",
    keywords: &[
        ("contact", neutral(Rule::ApiInfoChanged)),
        ("description", PROSE),
        ("license", neutral(Rule::ApiInfoChanged)),
        ("termsOfService", neutral(Rule::ApiInfoChanged)),
        ("title", neutral(Rule::ApiInfoChanged)),
        ("version", neutral(Rule::ApiInfoChanged)),
        ("x-xgen-sha", Skipped("the report shows both revisions")),
    ],
};

pub(super) static COMPONENTS: Object = Object {
    name: "components object",
    keywords: &[
        ("examples", EXAMPLE),
        ("headers", Walked),
        ("links", COMPONENTS_CHANGED),
        ("parameters", Walked),
        ("requestBodies", Walked),
        ("responses", Walked),
        ("schemas", Walked),
        (
            "securitySchemes",
            Each(&SECURITY_SCHEME, SECURITY_ADDED, SECURITY_REMOVED),
        ),
    ],
};

static SECURITY_SCHEME: Object = Object {
    name: "security scheme",
    keywords: &[
        ("bearerFormat", SECURITY_CHANGED),
        ("description", PROSE),
        ("flows", Each(&FLOW, SECURITY_ADDED, SECURITY_REMOVED)),
        ("in", SECURITY_CHANGED),
        ("name", SECURITY_CHANGED),
        ("openIdConnectUrl", SECURITY_CHANGED),
        ("scheme", SECURITY_CHANGED),
        ("type", SECURITY_CHANGED),
    ],
};

static FLOW: Object = Object {
    name: "OAuth flow",
    keywords: &[
        ("authorizationUrl", SECURITY_CHANGED),
        ("refreshUrl", SECURITY_CHANGED),
        ("scopes", Names(SECURITY_ADDED, SECURITY_REMOVED)),
        ("tokenUrl", SECURITY_CHANGED),
    ],
};

pub(super) static PATH: Object = Object {
    name: "path",
    keywords: &[
        ("delete", Walked),
        ("description", PROSE),
        ("get", Walked),
        ("head", Walked),
        ("parameters", Walked),
        ("patch", Walked),
        ("post", Walked),
        ("put", Walked),
        ("summary", PROSE),
    ],
};

pub(super) static OPERATION: Object = Object {
    name: "operation",
    keywords: &[
        (
            "deprecated",
            Flag(
                Verdict(Rule::OperationDeprecated, None, None),
                Verdict(Rule::OperationUndeprecated, None, None),
            ),
        ),
        ("description", PROSE),
        ("externalDocs", neutral(Rule::OperationTitleChanged)),
        ("operationId", Structure),
        ("parameters", Walked),
        ("requestBody", Walked),
        ("responses", Walked),
        ("security", OneOf(Rule::SecurityChanged)),
        ("summary", neutral(Rule::OperationTitleChanged)),
        ("tags", Structure),
        ("x-atlas-api-idempotent", OURS),
        ("x-atlas-api-name", OURS),
        ("x-atlas-api-replaced-by", OURS),
        ("x-rolesRequirements", OneOf(Rule::RolesChanged)),
        ("x-sunset", Walked),
        ("x-xgen-changelog", Skipped("dates of upstream's changelog")),
        ("x-xgen-docs-url", neutral(Rule::OperationTitleChanged)),
        ("x-xgen-operation-id-override", Structure),
    ],
};

pub(super) static PARAMETER: Object = Object {
    name: "parameter",
    keywords: &[
        (
            "allowEmptyValue",
            Flag(
                Verdict(Rule::ConstraintLoosened, Additive, None),
                Verdict(Rule::ConstraintTightened, Breaking, None),
            ),
        ),
        ("deprecated", DEPRECATED),
        ("description", PROSE),
        ("example", EXAMPLE),
        ("examples", EXAMPLE),
        ("explode", Structure),
        ("in", Structure),
        ("name", Structure),
        ("required", Structure),
        ("schema", One(&SCHEMA)),
        ("style", Structure),
        ("x-atlas-api-name", OURS),
    ],
};

pub(super) static BODY: Object = Object {
    name: "request body",
    keywords: &[
        ("content", Walked),
        ("description", PROSE),
        ("required", Structure),
    ],
};

pub(super) static RESPONSE: Object = Object {
    name: "response",
    keywords: &[
        ("content", Walked),
        ("description", PROSE),
        (
            "headers",
            Each(
                &HEADER,
                Verdict(Rule::ResponseHeaderAdded, Additive, Additive),
                Verdict(Rule::ResponseHeaderRemoved, Warning, Warning),
            ),
        ),
        ("links", TITLE),
    ],
};

static HEADER: Object = Object {
    name: "header",
    keywords: &[
        ("allowEmptyValue", HEADER_CHANGED),
        ("content", HEADER_CHANGED),
        ("deprecated", HEADER_CHANGED),
        ("description", PROSE),
        ("example", EXAMPLE),
        ("examples", EXAMPLE),
        ("explode", HEADER_CHANGED),
        ("required", HEADER_CHANGED),
        ("schema", HEADER_CHANGED),
        ("style", HEADER_CHANGED),
    ],
};

pub(super) static MEDIA_TYPE: Object = Object {
    name: "media type",
    keywords: &[
        ("encoding", any(Rule::MediaTypeChanged, Breaking)),
        ("example", EXAMPLE),
        ("examples", EXAMPLE),
        ("schema", One(&SCHEMA)),
        ("x-atlas-api-name", OURS),
        ("x-atlas-api-retired", OURS),
        ("x-sunset", Structure),
        ("x-xgen-version", Skipped("the media type states it too")),
    ],
};

pub(super) static SCHEMA: Object = Object {
    name: "schema",
    keywords: &[
        ("$ref", Structure),
        ("additionalProperties", Walked),
        ("allOf", Walked),
        ("anyOf", Walked),
        ("default", Is(Verdict(Rule::DefaultChanged, Warning, None))),
        ("deprecated", DEPRECATED),
        ("description", PROSE),
        ("discriminator", Walked),
        ("enum", Walked),
        ("example", EXAMPLE),
        (
            "exclusiveMaximum",
            Flag(
                Verdict(Rule::ConstraintTightened, Breaking, None),
                Verdict(Rule::ConstraintLoosened, Additive, Warning),
            ),
        ),
        (
            "exclusiveMinimum",
            Flag(
                Verdict(Rule::ConstraintTightened, Breaking, None),
                Verdict(Rule::ConstraintLoosened, Additive, Warning),
            ),
        ),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("format", Walked),
        ("items", Walked),
        ("maxItems", Most),
        ("maxLength", Most),
        ("maxProperties", Most),
        ("maximum", Most),
        ("minItems", Least),
        ("minLength", Least),
        ("minProperties", Least),
        ("minimum", Least),
        ("multipleOf", Restricts),
        (
            "nullable",
            Flag(
                Verdict(Rule::PropertyNullable, Additive, Warning),
                Verdict(Rule::PropertyNullable, Breaking, None),
            ),
        ),
        ("oneOf", Walked),
        ("pattern", Restricts),
        ("properties", Walked),
        (
            "readOnly",
            Flag(
                Verdict(Rule::PropertyAccessChanged, Breaking, None),
                Verdict(Rule::PropertyAccessChanged, Additive, Additive),
            ),
        ),
        ("required", Walked),
        ("title", TITLE),
        ("type", Structure),
        ("uniqueItems", Restricts),
        (
            "writeOnly",
            Flag(
                Verdict(Rule::PropertyAccessChanged, None, Breaking),
                Verdict(Rule::PropertyAccessChanged, Additive, Additive),
            ),
        ),
        ("x-atlas-api-name", OURS),
        ("x-atlas-api-names", OURS),
        ("x-atlas-api-read-only", OURS),
        ("x-atlas-api-read-only-properties", OURS),
    ],
};

static EXTERNAL_DOCS: Object = Object {
    name: "link to documentation",
    keywords: &[("description", PROSE), ("url", TITLE)],
};

impl Object {
    /// What a difference of a keyword means. `Option::None` if the keyword is not known.
    pub(super) fn sense(&self, keyword: &str) -> Option<Sense> {
        let known = self.keywords.binary_search_by(|(it, _)| (*it).cmp(keyword));
        match known {
            Ok(index) => Some(self.keywords[index].1),
            Err(_) if keyword.starts_with("x-") => Some(neutral(Rule::ExtensionChanged)),
            Err(_) => Option::None,
        }
    }
}

/// All objects.
static OBJECTS: &[&Object] = &[
    &SPEC,
    &INFO,
    &COMPONENTS,
    &SECURITY_SCHEME,
    &FLOW,
    &PATH,
    &OPERATION,
    &PARAMETER,
    &BODY,
    &RESPONSE,
    &HEADER,
    &MEDIA_TYPE,
    &SCHEMA,
    &EXTERNAL_DOCS,
];

/// What is not compared: object, keyword and reason.
pub(crate) fn skipped() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    OBJECTS.iter().flat_map(|object| {
        let keywords = object.keywords.iter();
        keywords.filter_map(|(keyword, sense)| match sense {
            Skipped(reason) => Some((object.name, *keyword, *reason)),
            _ => Option::None,
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn lists_every_keyword_of_the_generator() {
        for object in generator::openapi::OBJECTS {
            let Some(own) = OBJECTS.iter().find(|it| it.name == object.name) else {
                // Compared as a whole, by the keyword that contains them.
                assert!(
                    ["server", "discriminator"].contains(&object.name),
                    "{object:?}"
                );
                continue;
            };
            let listed: BTreeSet<_> = own.keywords.iter().map(|(name, _)| *name).collect();
            let known = object.keywords.iter().map(|(name, ..)| *name);
            // The walk follows references.
            let missing: Vec<_> = known
                .filter(|it| !listed.contains(it) && *it != "$ref")
                .collect();
            assert_eq!(missing, Vec::<&str>::new(), "{object:?}");
        }
    }

    #[test]
    fn keywords_are_sorted() {
        for object in OBJECTS {
            let names: Vec<_> = object.keywords.iter().map(|(name, _)| *name).collect();
            assert!(names.is_sorted(), "{}", object.name);
        }
    }
}
