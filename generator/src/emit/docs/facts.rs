//! Facts as phrases.

use serde_json::Value;

use crate::model::Facts;
use crate::plan::{Decided, ObjectType, OperationItem, RustType, TypeKind, UnionType, Variant};
use crate::words::{self, escape};

use super::writer::Writer;

/// The most values of an enum to list.
const MOST_VALUES: usize = 8;
/// The most bytes of an example.
const LONGEST_EXAMPLE: usize = 60;

/// The facts about a type, a field or a parameter with this name.
pub fn phrases(name: &str, facts: &Facts) -> Vec<String> {
    let title = facts.title.iter().filter(|title| !is_same(title, name));
    let title = title.map(|title| format!("{}.", escape(title.trim_end_matches('.'))));
    let flags = [
        (facts.read_only, "Read-only."),
        (facts.write_only, "Write-only."),
        (facts.nullable, "May be null."),
        (facts.deprecated, "Deprecated."),
        (facts.secret, "Secret: `Debug` hides it."),
    ];
    let flags = flags.into_iter().filter(|(is, _)| *is);
    let flags = flags.map(|(_, phrase)| phrase.to_owned());
    let constraints = facts.constraints.iter();
    let constraints = constraints.map(|it| format!("{}.", words::constraint(it)));
    title.chain(flags).chain(constraints).collect()
}

/// Whether a title is just the name in words.
fn is_same(title: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(name).starts_with(&letters(title))
}

/// A link to the official page.
pub fn see(facts: &Facts) -> Option<String> {
    let url = facts.docs_url.as_ref();
    url.map(|url| format!("See <{url}>."))
}

impl Writer<'_> {
    /// A short example of a field or a parameter, unless the rest of its documentation says it. Texts with spaces are
    /// upstream's prose, which has a license of its own.
    pub(super) fn example_value(&self, ty: &RustType, facts: &Facts) -> Option<String> {
        let text = match facts.example.as_ref()? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let code = words::code(&text);
        let is_said = facts.text.as_ref().is_some_and(|it| it.contains(&code))
            || self.allowed(ty, "").is_some();
        let is_short = (1..=LONGEST_EXAMPLE).contains(&text.len());
        let is_prose = text.contains(char::is_whitespace);
        (is_short && !is_prose && !is_said).then(|| format!("Example: {code}."))
    }

    /// The values of a field or a parameter whose type is an enum. `path` leads to the type.
    pub(super) fn allowed(&self, ty: &RustType, path: &str) -> Option<String> {
        let name = ty.name()?;
        let TypeKind::Enum(variants) = &self.plan.types.get(name)?.kind else {
            return None;
        };
        let each = match ty.item() {
            Some(_) => "Each item: ",
            None => "",
        };
        Some(match variants.as_slice() {
            [] => return None,
            [only] => format!("{each}Always {}.", words::code(&only.wire)),
            few if few.len() <= MOST_VALUES => format!("{each}One of {}.", codes(few)),
            many => format!(
                "{each}One of the {} values of [`{name}`]({path}{name}).",
                many.len()
            ),
        })
    }
}

fn codes(variants: &[Variant]) -> String {
    let codes = variants.iter().map(|it| words::code(&it.wire));
    codes.collect::<Vec<_>>().join(", ")
}

/// The title of an operation, with the format if it has several.
pub fn title(item: &OperationItem) -> String {
    let title = item.spec.summary.as_deref().unwrap_or(&item.spec.name);
    let title = title.trim_end_matches('.');
    let format = words::format(&item.format).map(|format| format!(" as {format}"));
    escape(title) + &format.unwrap_or_default()
}

/// The values that select a variant of a union.
pub fn values(tags: &[Vec<String>]) -> String {
    let tags = tags.iter().map(|texts| {
        let texts: Vec<_> = texts.iter().map(|text| words::code(text)).collect();
        texts.join(" and ")
    });
    tags.collect::<Vec<_>>().join(", ")
}

/// How the variants of a union are distinguished.
pub fn how_decided(union: &UnionType) -> String {
    let by: Vec<_> = union
        .by
        .iter()
        .map(|property| format!("`{property}`"))
        .collect();
    let by = by.join(", then ");
    match union.decided {
        Decided::ByMapping => format!("Tagged by {by}."),
        Decided::ByProperty => format!(
            "Tagged by {by}: the spec has no discriminator, but the values of the variants differ."
        ),
    }
}

/// What a merged object replaces.
pub fn how_merged(object: &ObjectType) -> String {
    let branches = object.merged.iter().map(|name| format!("[`{name}`]"));
    let branches: Vec<_> = branches.collect();
    format!(
        "Has the properties of {}, because no property distinguishes them.",
        branches.join(", ")
    )
}
