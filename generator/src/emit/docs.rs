//! Documentation comments from facts, and with `--docs full` also from upstream prose.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Facts;
use crate::plan::{
    Argument, Decided, Field, ObjectType, OperationItem, Target, TypeItem, TypeKind, UnionType,
    Variant,
};
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
    let lines = lines.iter().flat_map(|line| line.split('\n'));
    let lines = lines.map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
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

/// The longest line of our own descriptions.
const WIDTH: usize = 100;

/// Paragraphs, with an empty line between two.
#[derive(Default)]
struct Paragraphs(Vec<String>);

impl Paragraphs {
    fn add(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    fn text(&mut self, text: Option<&String>) {
        let wrapped = text.map(|text| textwrap::wrap(text, WIDTH));
        self.add(wrapped.into_iter().flatten().map(Into::into));
    }
}

impl Docs {
    fn upstream(self, description: Option<&String>) -> Vec<String> {
        match (self, description) {
            (Self::Full, Some(text)) => prose(text),
            _ => Vec::new(),
        }
    }

    /// The documentation of a field or a parameter. `name` is what is said of its name.
    fn named(self, name: String, facts: &Facts) -> Vec<String> {
        if self == Self::None {
            return vec![name];
        }
        let mut paragraphs = Paragraphs::default();
        paragraphs.text(facts.text.as_ref());
        paragraphs.add(self.upstream(facts.description.as_ref()));
        paragraphs.add([[name]
            .into_iter()
            .chain(phrases(facts))
            .collect::<Vec<_>>()
            .join(" ")]);
        paragraphs.0
    }

    /// The documentation of a field and its setter.
    pub fn of_field(self, field: &Field) -> Vec<String> {
        self.named(format!("{}.", words::code(&field.wire)), &field.facts)
    }

    /// The documentation of the setter of an operation.
    pub fn of_setter(self, setter: &Argument) -> Vec<String> {
        let name = match setter.target {
            Target::Body => "Sets the body.".to_owned(),
            Target::Parameter(location) => {
                format!("{} ({}).", words::code(&setter.wire), location.as_str())
            }
        };
        self.named(name, &setter.facts)
    }

    /// The documentation of a variant of an enum of strings.
    pub fn of_value(self, variant: &Variant) -> Vec<String> {
        let mut paragraphs = Paragraphs::default();
        if self != Self::None {
            paragraphs.text(variant.text.as_ref());
        }
        paragraphs.add([words::code(&variant.wire)]);
        paragraphs.0
    }

    /// The documentation of a type.
    pub fn of_type(self, item: &TypeItem) -> Vec<String> {
        if self == Self::None {
            return Vec::new();
        }
        let mut paragraphs = Paragraphs::default();
        paragraphs.text(item.facts.text.as_ref());
        paragraphs.add(self.upstream(item.facts.description.as_ref()));
        let name = format!("The schema `{}`.", item.schema);
        let facts = [name].into_iter().chain(phrases(&item.facts));
        paragraphs.add([facts.collect::<Vec<_>>().join(" ")]);
        paragraphs.add(match &item.kind {
            TypeKind::Union(union) => Some(how_decided(union)),
            TypeKind::Object(object) if !object.merged.is_empty() => Some(how_merged(object)),
            _ => None,
        });
        paragraphs.0
    }

    /// The documentation of an operation.
    pub fn of_operation(self, item: &OperationItem) -> Vec<String> {
        if self == Self::None {
            return Vec::new();
        }
        let spec = &item.spec;
        let mut paragraphs = Paragraphs::default();
        paragraphs.text(spec.text.as_ref());
        paragraphs.add([escape(spec.summary.as_deref().unwrap_or(&spec.name))]);
        paragraphs.add(self.upstream(spec.description.as_ref()));
        paragraphs.add([format!("`{} {}`", spec.method, spec.path)]);
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
        paragraphs.add([format!("{}.", facts.join(", "))]);
        if !spec.roles.is_empty() {
            let roles: Vec<_> = spec.roles.iter().map(|role| escape(role)).collect();
            paragraphs.add([format!("Requires one of the roles: {}.", roles.join(", "))]);
        }
        paragraphs.add(item.arguments.iter().filter_map(|argument| {
            let facts = &argument.facts;
            let upstream = self.upstream(facts.description.as_ref());
            let text = facts
                .text
                .clone()
                .into_iter()
                .chain(upstream)
                .chain(phrases(facts));
            let text: Vec<_> = text.collect();
            (!text.is_empty()).then(|| format!("- `{}`: {}", argument.ident, text.join(" ")))
        }));
        paragraphs.0
    }
}

/// The facts of a type, a field or a parameter, as phrases.
fn phrases(facts: &Facts) -> Vec<String> {
    let title = facts.title.iter();
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
    let docs = facts.docs_url.iter().map(|url| format!("See <{url}>."));
    title.chain(flags).chain(constraints).chain(docs).collect()
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
