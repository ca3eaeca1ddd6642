//! Documentation comments from facts, and with `--docs full` also from upstream prose.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Facts;
use crate::plan::{Decided, Field, ObjectType, OperationItem, TypeItem, TypeKind, UnionType};
use crate::words::{self, escape};

/// The level of detail of the documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Docs {
    /// Titles, constraints, roles, dates, links.
    #[default]
    Facts,
    /// Upstream's descriptions too, where the spec has some.
    Full,
    /// None.
    None,
}

/// Lines of documentation as attributes.
pub fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote! { #(#[doc = #lines])* }
}

/// Upstream prose as lines. Its code must not become tests of this crate, so fences get a language, and
/// indentation that means code in Markdown is removed.
fn prose(text: &str) -> Vec<String> {
    let mut open: Option<&str> = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        match (open, fence(trimmed)) {
            (None, Some((fence, ""))) => {
                open = Some(fence);
                lines.push(format!("{fence}text"));
            }
            (None, Some((fence, _))) => {
                open = Some(fence);
                lines.push(trimmed.to_owned());
            }
            (None, None) => lines.push(trimmed.to_owned()),
            // Only a fence of the same kind, as long or longer, ends the code.
            (Some(known), Some((fence, ""))) if fence.starts_with(known) => {
                open = None;
                lines.push(trimmed.to_owned());
            }
            (Some(_), _) => lines.push(line.to_owned()),
        }
    }
    lines.extend(open.map(str::to_owned));
    lines
}

/// The fence of a line, and its language (CommonMark 4.5).
fn fence(line: &str) -> Option<(&str, &str)> {
    let kind = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let (fence, language) = line.split_at(line.len() - line.trim_start_matches(kind).len());
    let is_fence = fence.len() >= 3 && !(kind == '`' && language.contains('`'));
    is_fence.then_some((fence, language.trim()))
}

impl Docs {
    fn upstream(self, description: Option<&String>) -> Vec<String> {
        match (self, description) {
            (Self::Full, Some(text)) => prose(text),
            _ => Vec::new(),
        }
    }

    /// The documentation of a field or a parameter.
    pub fn facts(self, facts: &Facts) -> Vec<String> {
        if self == Self::None {
            return Vec::new();
        }
        let mut lines = self.upstream(facts.description.as_ref());
        let mut phrases: Vec<String> = Vec::new();
        if let Some(title) = &facts.title {
            phrases.push(format!("{}.", escape(title.trim_end_matches('.'))));
        }
        for (is, phrase) in [
            (facts.read_only, "Read-only."),
            (facts.write_only, "Write-only."),
            (facts.nullable, "May be null."),
            (facts.deprecated, "Deprecated."),
            (facts.secret, "Secret: `Debug` hides it."),
        ] {
            if is {
                phrases.push(phrase.to_owned());
            }
        }
        let constraints = facts.constraints.iter();
        phrases.extend(constraints.map(|it| format!("{}.", words::constraint(it))));
        if let Some(url) = &facts.docs_url {
            phrases.push(format!("See <{url}>."));
        }
        let text = phrases.join(" ");
        if !text.is_empty() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(text);
        }
        lines
    }

    /// The documentation of a field and its setter.
    pub fn of_field(self, field: &Field) -> Vec<String> {
        let mut lines = vec![format!("{}.", words::code(&field.wire))];
        lines.extend(self.facts(&field.facts));
        lines
    }

    /// The documentation of a type.
    pub fn of_type(self, item: &TypeItem) -> Vec<String> {
        if self == Self::None {
            return Vec::new();
        }
        let mut lines = vec![format!("The schema `{}`.", item.schema)];
        let facts = self.facts(&item.facts);
        if !facts.is_empty() {
            lines.push(String::new());
            lines.extend(facts);
        }
        let how = match &item.kind {
            TypeKind::Union(union) => how_decided(union),
            TypeKind::Object(object) if !object.merged.is_empty() => how_merged(object),
            _ => return lines,
        };
        lines.push(String::new());
        lines.push(how);
        lines
    }

    /// The documentation of an operation.
    pub fn of_operation(self, item: &OperationItem) -> Vec<String> {
        if self == Self::None {
            return Vec::new();
        }
        let spec = &item.spec;
        let mut lines = vec![escape(spec.summary.as_deref().unwrap_or(&spec.name))];
        let mut paragraph = |text: Vec<String>| {
            if !text.is_empty() {
                lines.push(String::new());
                lines.extend(text);
            }
        };
        paragraph(self.upstream(spec.description.as_ref()));
        paragraph(vec![format!("`{} {}`", spec.method, spec.path)]);
        let mut facts = vec![format!("Version {}", item.version)];
        if let Some(date) = &spec.sunset {
            facts.push(format!("sunset {date}"));
        }
        if let Some(date) = &item.retired {
            facts.push(format!("retired (not in the spec since {date})"));
        }
        if let Some(url) = spec.docs_page.url() {
            facts.push(format!("[official page]({url})"));
        }
        paragraph(vec![format!("{}.", facts.join(", "))]);
        if !spec.roles.is_empty() {
            let roles: Vec<_> = spec.roles.iter().map(|role| escape(role)).collect();
            paragraph(vec![format!(
                "Requires one of the roles: {}.",
                roles.join(", ")
            )]);
        }
        let required = item.arguments.iter().filter_map(|argument| {
            let facts = self.facts(&argument.facts).join(" ");
            (!facts.is_empty()).then(|| format!("- `{}`: {facts}", argument.ident))
        });
        paragraph(required.collect());
        lines
    }
}

/// The values that choose a variant of a union.
pub fn values(tags: &[Vec<String>]) -> String {
    let tags = tags.iter().map(|texts| {
        let texts: Vec<_> = texts.iter().map(|text| words::code(text)).collect();
        texts.join(" and ")
    });
    tags.collect::<Vec<_>>().join(", ")
}

fn how_decided(union: &UnionType) -> String {
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

fn how_merged(object: &ObjectType) -> String {
    let branches = object.merged.iter().map(|name| format!("[`{name}`]"));
    let branches: Vec<_> = branches.collect();
    format!(
        "Has the properties of {}, because no property distinguishes them.",
        branches.join(", ")
    )
}
