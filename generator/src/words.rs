//! The wording of facts, for documentation and reports.

use serde_json::Value;

use crate::model::{Aspect, Bound, Constraint, Format, Limits, Note, Part, Slip, Version};
use crate::openapi::extensions::REPLACED_BY;
use crate::plan::{Deprecation, Reason, Successor};

/// A constraint as Markdown, such as ``Range: 1 to 10`` or ``Each item: Pattern: `a+` ``.
pub fn constraint(constraint: &Constraint) -> String {
    let parts = constraint.part.iter().map(|part| match part {
        Part::Item => "Each item: ",
        Part::Value => "Each value: ",
    });
    parts.collect::<String>() + &aspect(&constraint.aspect)
}

fn aspect(aspect: &Aspect) -> String {
    match aspect {
        Aspect::Default(value) => format!("Default: {}", code(&value.to_string())),
        Aspect::Range { min, max } => range(min.as_ref(), max.as_ref()),
        Aspect::MultipleOf(number) => format!("Multiple of {number}"),
        Aspect::Length(limits) => format!("Length: {}", self::limits(*limits)),
        Aspect::Items(limits) => format!("Items: {}", self::limits(*limits)),
        Aspect::UniqueItems => "Items are unique".to_owned(),
        Aspect::Properties(limits) => format!("Properties: {}", self::limits(*limits)),
        Aspect::Closed => "No other properties".to_owned(),
        Aspect::Format(format) => format!("Format: {format}"),
        Aspect::OneOf(values) => {
            let values = values.iter().map(|value| match value {
                Value::Number(number) => number.to_string(),
                other => code(&other.to_string()),
            });
            format!("One of {}", values.collect::<Vec<_>>().join(", "))
        }
        // The spec writes a slash as it is escaped in a URL, but a program passes it as it is.
        Aspect::Pattern(pattern) => {
            let escapes = ["(%2[fF]|/)", "%2[fF]", "%2F"].into_iter();
            let pattern = escapes.fold(pattern.clone(), |it, escape| it.replace(escape, "/"));
            format!("Pattern: {}", code(&pattern))
        }
    }
}

fn range(min: Option<&Bound>, max: Option<&Bound>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => {
            let exclusive = |bound: &Bound| if bound.exclusive { " (exclusive)" } else { "" };
            let (low, high) = (exclusive(min), exclusive(max));
            format!("Range: {}{low} to {}{high}", min.value, max.value)
        }
        (Some(min), None) if min.exclusive => format!("More than {}", min.value),
        (Some(min), None) => format!("At least {}", min.value),
        (None, Some(max)) if max.exclusive => format!("Less than {}", max.value),
        (None, Some(max)) => format!("At most {}", max.value),
        (None, None) => "Any number".to_owned(),
    }
}

fn limits(limits: Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number".to_owned(),
    }
}

/// The format of a response, unless it is JSON.
pub fn format(format: &Format) -> Option<String> {
    match format {
        Format::Json => None,
        Format::Gzip => Some("gzip".to_owned()),
        Format::Csv => Some("CSV".to_owned()),
        Format::Other(suffix) => Some(code(suffix)),
    }
}

/// Why an operation-version is deprecated, and its replacement.
pub fn deprecation(version: &Version, deprecation: &Deprecation) -> String {
    let reasons = deprecation.reasons.iter().map(|reason| match reason {
        Reason::Operation => "the operation is deprecated".to_owned(),
        Reason::Retired { date, sunset: None } => {
            format!("retired: not in the spec since {date}; no sunset was announced")
        }
        Reason::Retired {
            date,
            sunset: Some(sunset),
        } => {
            format!("retired: not in the spec since {date}; its sunset was announced for {sunset}")
        }
        Reason::Sunset(date) => format!("version {version} reaches its sunset on {date}"),
        Reason::Legacy => "the operation has been replaced".to_owned(),
    });
    let successor = deprecation
        .successor
        .iter()
        .map(|successor| match successor {
            Successor::Version(version) => format!("use version {version}"),
            // Starting at the root of the crate, because a legacy API has modules with the same names.
            Successor::Function { module, function } => {
                format!("use `atlas_api::{module}::{function}` (feature `{module}`)")
            }
        });
    reasons.chain(successor).collect::<Vec<_>>().join("; ")
}

/// The text of a note.
pub fn note(note: &Note) -> String {
    match note {
        Note::UnknownExtension {
            name,
            object,
            pointer,
        } => {
            let article = article(object);
            format!("unknown extension `{name}` in {article} {object}, first at #{pointer}")
        }
        Note::Slip {
            slip,
            object,
            pointer,
        } => format!("{}, first at #{pointer}", self::slip(slip, object)),
        Note::Contradiction {
            what,
            stated,
            used,
            pointer,
        } => format!(
            "{what} is stated as `{stated}`, and elsewhere as `{used}`, which is used (#{pointer})"
        ),
        Note::UnknownFormat {
            media_type,
            pointer,
        } => {
            format!("unknown format `{media_type}`: the response is returned as bytes (#{pointer})")
        }
        Note::NoVersion { version, pointer } => format!(
            "an operation has no version, and others have one: it is in the modules of version {version}, that of \
             the whole spec, and its requests don't name it, first at #{pointer}"
        ),
        Note::CursorPaging { pointer, cursor } => format!(
            "`{cursor}` pages by a cursor: the operation has no `items` and no `pages`; fetch it page by page (#{pointer})"
        ),
        Note::NoRequestBody { version, pointer } => {
            format!("version {version} has a response, but no request body (#{pointer})")
        }
        Note::BodyOfOtherVersion {
            version,
            body,
            pointer,
        } => format!(
            "version {version} has no request body, and no response has version {body}: it takes the body of \
             {body} (#{pointer})"
        ),
        Note::UnusedRequestBody { version, pointer } => format!(
            "ignored the request body of version {version}: no response has this version (#{pointer})"
        ),
        Note::AmbiguousBranches {
            union,
            branches,
            property,
            value,
        } => {
            let [branch, other] = branches;
            format!(
                "the union `{union}` can't distinguish `{branch}` from `{other}` if `{property}` is `{value}`"
            )
        }
        Note::UnreachableBranch { union, branch } => {
            format!("the union `{union}` is never `{branch}`: other branches have all its values")
        }
        Note::MappedValueNotInEnum {
            union,
            property,
            value,
        } => {
            format!(
                "the discriminator of `{union}` maps `{value}`, which the enum of `{property}` lacks: it is added"
            )
        }
        Note::UndecidedReadOnly { schema } => {
            format!(
                "the schema `{schema}` is marked read-only: say with `read-only` or `settable` in \
                 spec/corrections.yaml whether clients send it"
            )
        }
        Note::ReplacedOutsideLegacy { pointer } => {
            format!(
                "`{REPLACED_BY}` is only valid in a legacy API and for a deprecated operation (#{pointer})"
            )
        }
        Note::UnknownReplacement { pointer, message } => {
            format!(
                "the replacement of a deprecated operation is not in the crate: {message} (#{pointer})"
            )
        }
        Note::DeprecatedReplacement { location } => {
            format!("the replacement is itself deprecated ({location})")
        }
        Note::OfLegacy { file, note } => format!("{file}: {}", self::note(note)),
    }
}

/// The text of a deviation from OpenAPI.
fn slip(slip: &Slip, object: &str) -> String {
    let article = article(object);
    match slip {
        Slip::BesideReference(keyword) => {
            format!("ignored `{keyword}` next to the `$ref` of {article} {object}")
        }
        Slip::Null(keyword) => format!("`{keyword}` is null, and counts as absent ({object})"),
        Slip::Empty(key) => format!("`{key}` is null, and counts as an empty {object}"),
        Slip::Missing(keyword) => {
            format!("{article} {object} has no `{keyword}`, which OpenAPI requires")
        }
        Slip::Type {
            keyword,
            found,
            used,
        } => format!("`{keyword}` of {article} {object} is `{found}`, and is read as `{used}`"),
        Slip::Repeated { keyword, item } => {
            format!("`{keyword}` of {article} {object} has `{item}` twice, which counts once")
        }
        Slip::SeveralTags(tags) => {
            format!("{article} {object} has several tags, of which the first counts: {tags}")
        }
        Slip::NoTag => format!("{article} {object} has no tag, and is in the module `untagged`"),
        Slip::OptionalPathParameter(name) => {
            format!("the path parameter `{name}` is not marked as required, which it always is")
        }
        Slip::OwnHeader(name) => {
            format!("the header `{name}` is a parameter; the client sets it, so the parameter is ignored")
        }
        Slip::UndeclaredPathParameter(name) => {
            format!("the path parameter `{name}` is not declared, and is a string")
        }
        Slip::UnversionedBody => {
            format!("the media type of {article} {object} has no version: all versions take it")
        }
        Slip::SchemaWithoutBody(status) => {
            format!("ignored the schema of the response {status}, which never has a body")
        }
        Slip::NoType => format!("{article} {object} has no type, and is read as any JSON"),
        Slip::InlineError => {
            "the schema of an error response has no name, and is ignored: all errors are read the same way"
                .to_owned()
        }
    }
}

/// The indefinite article of a noun.
fn article(noun: &str) -> &'static str {
    match noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    }
}

/// Text as Markdown code. If it contains backticks, its fence is longer than any of them (CommonMark 6.1).
pub fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let pad = if touches { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Escapes characters with a meaning in Markdown.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '<' | '>' | '[' | ']' | '*' | '_' | '`' | '\\' | '#' | '|'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
