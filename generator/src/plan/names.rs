//! Names. A name depends only on the thing it names and on its parents, so a new schema can't rename another one. Two
//! things with the same name are an error.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::Parser;

use super::reserved;
use super::unions::Resolved;
use crate::error::{Error, Result};
use crate::model::{Format, SchemaId};

/// Whether a word is a strict or reserved keyword of Rust. `syn` knows all of them except `gen`, which edition 2024
/// reserves.
fn is_keyword(word: &str) -> bool {
    let is_word = Ident::parse_any.parse_str(word).is_ok();
    word == "gen" || is_word && syn::parse_str::<Ident>(word).is_err()
}

/// What is named, which decides how to give it another name in Rust.
#[derive(Debug, Clone, Copy)]
pub enum Named {
    /// A schema.
    Schema,
    /// A property of an object.
    Property,
    /// A value of an enum.
    Value,
    /// A parameter of an operation.
    Parameter,
    /// An operation in one version and format.
    Operation,
}

impl Named {
    /// How to name it, without changing what is sent.
    fn help(self, original: &str) -> String {
        let what = match self {
            Self::Schema => {
                return "give the component another name and correct each `$ref` to it, or give the inline schema an \
                        `x-atlas-api-name`, in spec/corrections.yaml"
                    .to_owned();
            }
            Self::Property | Self::Value => {
                format!(
                    "`x-atlas-api-names: {{'{original}': other_name}}` to the schema that lists it"
                )
            }
            Self::Parameter => "`x-atlas-api-name: other_name` to the parameter".to_owned(),
            Self::Operation => {
                "`x-xgen-operation-id-override: otherName` to the operation".to_owned()
            }
        };
        format!("add {what} with a correction in spec/corrections.yaml")
    }
}

/// A set of names in which each is unique.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, String>,
}

impl Scope {
    /// Takes a name for something at a JSON pointer.
    ///
    /// # Errors
    /// The name is taken, or the original contains nothing that can be part of a name.
    pub fn take(
        &mut self,
        name: String,
        original: &str,
        pointer: &str,
        what: Named,
    ) -> Result<String> {
        let is_name = syn::parse_str::<syn::Ident>(&name).is_ok();
        if !is_name || !name.chars().any(|c| c.is_ascii_alphanumeric()) {
            let message = format!("no Rust name can be derived from `{original}`");
            return Err(Error::at(pointer, message).help(what.help(original)));
        }
        if let Some(first) = self.taken.get(&name) {
            let message = format!("`{original}` and `{first}` would both be named `{name}`");
            return Err(Error::at(pointer, message).help(what.help(original)));
        }
        self.taken.insert(name.clone(), original.to_owned());
        Ok(name)
    }
}

/// The Rust names of all schemas.
pub fn type_names(resolved: &Resolved<'_>) -> Result<BTreeMap<SchemaId, String>> {
    let mut scope = Scope::default();
    let mut names = BTreeMap::new();
    for (id, schema) in resolved.schemas() {
        let name = scope.take(
            type_name(id),
            &id.to_string(),
            &schema.pointer,
            Named::Schema,
        )?;
        names.insert(id.clone(), name);
    }
    Ok(names)
}

/// The name of the type of a schema.
pub fn type_name(id: &SchemaId) -> String {
    let name: String = id.0.iter().map(|part| part.to_upper_camel_case()).collect();
    if reserved::is_type(&name) {
        format!("{name}Type")
    } else {
        name
    }
}

/// The name of a request type.
pub fn request_name(function: &str) -> String {
    let name = function.to_upper_camel_case();
    if reserved::is_type(&name) {
        format!("{name}Request")
    } else {
        name
    }
}

/// The name of a field, an argument or a function.
pub fn snake(text: &str, reserved: &[&str]) -> String {
    let name = text.to_snake_case();
    if is_keyword(&name) || reserved.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// The function of an operation: its short id, and the format if it has several.
pub fn function(name: &str, format: Option<&Format>) -> String {
    let format = format.map(Format::as_str).unwrap_or_default();
    snake(&format!("{name} {format}"), &[])
}

/// The name of an enum variant.
pub fn variant(text: &str) -> String {
    let mut name = text.to_upper_camel_case();
    if name.is_empty() {
        // A value made of punctuation, such as `<`.
        name = text.chars().map(spell).collect();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, if text.starts_with('-') { 'M' } else { 'V' });
    }
    if matches!(name.as_str(), "Self" | "Unknown" | "") {
        format!("{name}Value")
    } else {
        name
    }
}

fn spell(c: char) -> &'static str {
    match c {
        '<' => "LessThan",
        '>' => "GreaterThan",
        '=' => "Equal",
        '!' => "Not",
        '+' => "Plus",
        '-' => "Minus",
        '*' => "Star",
        '/' => "Slash",
        '%' => "Percent",
        '&' => "And",
        '|' => "Or",
        '.' => "Dot",
        _ => "",
    }
}

/// The module of a tag.
pub fn module(tag: &str) -> String {
    snake(tag, reserved::MODULES)
}

/// Why no module, and so no feature, can be named after a tag.
pub fn tag_problem(tag: &str) -> Option<String> {
    let module = module(tag);
    let is_name = syn::parse_str::<Ident>(&module).is_ok();
    // A bare key of TOML, and a name of a feature that crates.io accepts.
    if !is_name || !module.is_ascii() || !module.contains(|c: char| c.is_ascii_alphanumeric()) {
        return Some(format!(
            "no module can be named after the tag `{tag}`: its name consists of the letters a to z, digits and `_`"
        ));
    }
    let owner = reserved::owner(&module)?;
    Some(format!(
        "no module can be named after the tag `{tag}`: `{module}` already names {owner}"
    ))
}

/// The modules of all tags.
pub fn modules<'a>(
    tags: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<&'a str, String>> {
    const HELP: &str = "write another tag in each operation that has it, with corrections in spec/corrections.yaml";
    let mut modules: BTreeMap<&str, String> = BTreeMap::new();
    let mut tag_of: BTreeMap<String, &str> = BTreeMap::new();
    for (tag, pointer) in tags {
        if modules.contains_key(tag) {
            continue;
        }
        let module = module(tag);
        let problem = tag_problem(tag).or_else(|| {
            let first = tag_of.insert(module.clone(), tag)?;
            Some(format!(
                "the tags `{tag}` and `{first}` would both be the module `{module}`"
            ))
        });
        if let Some(problem) = problem {
            return Err(Error::at(format!("{pointer}/tags/0"), problem).help(HELP));
        }
        modules.insert(tag, module);
    }
    Ok(modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keywords_get_an_underscore() {
        for word in [
            "abstract", "async", "dyn", "gen", "self", "try", "type", "yield",
        ] {
            assert_eq!(snake(word, &[]), format!("{word}_"));
        }
        for word in [
            "auto",
            "default",
            "macro_rules",
            "raw",
            "safe",
            "union",
            "name",
            "",
            "naïve",
        ] {
            assert_eq!(snake(word, &[]), word);
        }
        assert_eq!(snake("1abc", &[]), "_1abc");
    }
}
