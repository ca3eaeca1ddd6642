//! Documentation of operations.

use super::facts::{phrases, see, title};
use super::links::{Link, Needs, Sentence};
use super::paragraphs::Paragraphs;
use super::text::Line;
use super::writer::Writer;
use crate::model::{Format, Version};
use crate::plan::{Argument, Field, Gate, OperationItem, OutputType, RustType, Target, TypeKind};
use crate::words::{self, escape};

/// Properties that say how far something has progressed.
const STATES: &[&str] = &[
    "stateName",
    "state",
    "status",
    "statusName",
    "connectionStatus",
];

impl Writer<'_> {
    /// The documentation of an operation in the module of a tag.
    pub fn of_operation(&self, module: &str, item: &OperationItem) -> Vec<Line> {
        if self.is_none() {
            return Vec::new();
        }
        let spec = &item.spec;
        let mut paragraphs = Paragraphs::default();
        match &spec.text {
            Some(text) => paragraphs.description(text, &apart(item)),
            None => paragraphs.add([format!("{}.", title(item))]),
        }
        paragraphs.add(self.upstream(spec.description.as_ref()));
        paragraphs.add(endpoint(item));
        paragraphs.add([returns(item)].into_iter().chain(self.waits(item)));
        paragraphs.add(item.arguments.iter().map(|it| self.argument(it)));
        paragraphs.sentence(optional(item));
        paragraphs.add(roles(&spec.roles));
        paragraphs.sentence(self.versions(module, item));
        paragraphs.add(self.example(module, item));
        paragraphs.0
    }

    /// How to wait until the result of an operation has a state.
    fn waits(&self, item: &OperationItem) -> Option<String> {
        let (OutputType::Whole(ty), "GET") = (&item.output, item.spec.method.as_str()) else {
            return None;
        };
        let name = self.plan.unaliased(ty).name()?;
        let TypeKind::Object(object) = &self.plan.types.get(name)?.kind else {
            return None;
        };
        let is_enum = |field: &Field| {
            let name = self.plan.unaliased(&field.ty).name();
            let kind = name.and_then(|name| self.plan.types.get(name));
            kind.is_some_and(|it| matches!(it.kind, TypeKind::Enum(_)))
        };
        let states = object.fields.iter();
        let mut states = states.filter(|it| STATES.contains(&it.wire.as_str()) && is_enum(it));
        let state = words::code(&states.next()?.wire);
        Some(format!(
            "To wait for a certain {state}, use [`Client::wait`](crate::Client::wait) with a condition, \
             such as one of [`ready`](crate::ready)."
        ))
    }

    fn argument(&self, argument: &Argument) -> String {
        let facts = &argument.facts;
        let body = (argument.target == Target::Body).then(|| format!("{}.", shown(&argument.ty)));
        let texts = body.into_iter().chain(facts.text.clone());
        let texts = texts.chain(self.upstream(facts.description.as_ref()));
        let texts = texts.chain(self.allowed(&argument.ty, "types::"));
        let texts: Vec<_> = texts
            .chain(phrases(&argument.wire, facts))
            .chain(self.example_value(&argument.ty, facts))
            .chain(see(facts))
            .collect();
        match texts.is_empty() {
            true => format!("- `{}`", argument.ident),
            false => format!("- `{}`: {}", argument.ident, texts.join(" ")),
        }
    }

    /// The other versions of an operation.
    fn versions(&self, module: &str, item: &OperationItem) -> Option<Sentence> {
        let operations = &self.plan.modules.get(module)?.operations;
        let others = operations.iter().filter(|it| {
            it.spec.id == item.spec.id && it.format == item.format && it.version != item.version
        });
        let others: Vec<_> = others.collect();
        let gate = Gate([(module.to_owned(), item.condition())].into());
        let mut sentence = Sentence::default();
        sentence.text("Other versions: ");
        for (index, other) in others.iter().enumerate() {
            if index > 0 {
                sentence.text(", ");
            }
            sentence.link(Link {
                text: other.version.to_string(),
                path: format!("super::{}::{}", other.version_module, other.function),
                needs: Needs::of_operation(&gate, module, &other.condition()),
            });
            sentence.text(match (&other.retired, &other.spec.sunset) {
                (Some(_), _) => " (retired)".to_owned(),
                (None, Some(date)) => format!(" (sunset {date})"),
                (None, None) => String::new(),
            });
        }
        sentence.text(".");
        (!others.is_empty()).then_some(sentence)
    }
}

/// What distinguishes this operation-version from others with the same description.
fn apart(item: &OperationItem) -> String {
    let version = match &item.version {
        Version::Preview => Some("Preview".to_owned()),
        Version::Upcoming(date) => Some(format!("Becomes stable on {date}")),
        Version::Date(date) if !item.newest => Some(format!("Version {date}")),
        Version::Date(_) | Version::Whole(_) => None,
    };
    match (version, words::format(&item.format)) {
        (Some(version), Some(format)) => format!(" {version}, as {format}."),
        (Some(version), None) => format!(" {version}."),
        (None, Some(format)) => format!(" As {format}."),
        (None, None) => String::new(),
    }
}

/// The endpoint of the operation, and its name in the API reference.
fn endpoint(item: &OperationItem) -> [String; 2] {
    let spec = &item.spec;
    let mut facts = vec![
        format!("`{} {}`", spec.method, spec.path),
        format!("version {}", item.version),
    ];
    facts.extend(spec.sunset.iter().map(|date| format!("sunset {date}")));
    let retired = item.retired.iter();
    facts.extend(retired.map(|date| format!("retired: not in the spec since {date}")));
    let title = title(item);
    let page = match spec.docs_page.url() {
        Some(url) => format!("[{title}]({url})"),
        None => title,
    };
    [
        format!("{}.", facts.join(", ")),
        format!("In the API reference: {page}."),
    ]
}

fn roles(roles: &[String]) -> Option<String> {
    let escaped: Vec<_> = roles.iter().map(|role| escape(role)).collect();
    match escaped.as_slice() {
        [] => None,
        [role] => Some(format!("Requires the role {role}.")),
        roles => Some(format!("Requires one of the roles {}.", roles.join(", "))),
    }
}

fn optional(item: &OperationItem) -> Option<Sentence> {
    let mut sentence = Sentence::default();
    sentence.text("Optional: ");
    for (index, setter) in item.setters.iter().enumerate() {
        if index > 0 {
            sentence.text(", ");
        }
        sentence.link(Link {
            text: format!("`{}`", setter.ident),
            path: format!("{}::{}", item.request, setter.ident),
            needs: Needs::default(),
        });
    }
    sentence.text(".");
    (!item.setters.is_empty()).then_some(sentence)
}

/// What a caller gets, and how.
fn returns(item: &OperationItem) -> String {
    let items = "[`Client::items`](crate::Client::items)";
    let output = match (&item.output, &item.list) {
        (OutputType::NoContent, _) => return "Returns no content.".to_owned(),
        (OutputType::Bytes, _) => {
            let file = match &item.format {
                Format::Json => "a file".to_owned(),
                Format::Gzip => "a gzip file".to_owned(),
                Format::Csv => "a CSV file".to_owned(),
                Format::Other(suffix) => format!("a file in the format {}", words::code(suffix)),
            };
            let download = "[`Client::download`](crate::Client::download)";
            return format!("Returns {file}: {download} streams it, or saves it to a path.");
        }
        (OutputType::Whole(ty) | OutputType::Body(ty), None) => {
            return format!("Returns {}.", shown(ty));
        }
        (OutputType::Whole(ty), Some(_)) => format!(", in {}", shown(ty)),
        (OutputType::Body(_), Some(_)) => String::new(),
    };
    let list = item.list.as_ref();
    let of = list.map(|list| shown(&list.item)).unwrap_or_default();
    match list.is_some_and(|list| list.numbered) {
        true => format!("Returns a page of {of}{output}. {items} reads all pages."),
        false => format!("Returns a list of {of}{output}. {items} iterates over it."),
    }
}

/// A type, with a link if the crate defines it.
fn shown(ty: &RustType) -> String {
    match ty {
        RustType::Named(name) => format!("[`{name}`](types::{name})"),
        RustType::Boxed(inner) | RustType::Nullable(inner) => shown(inner),
        RustType::Vec(item) => format!("a list of {}", shown(item)),
        RustType::Map(value) => format!("a map of {}", shown(value)),
        RustType::Json => "any JSON".to_owned(),
        other => format!("`{other}`"),
    }
}
