//! The public surface of the crate as text, one line for each operation-version and each type: what a
//! reviewer of a spec update reads first.

use std::collections::BTreeMap;

use crate::emit::by_module;
use crate::model::Version;
use crate::plan::{Argument, OperationItem, OptIn, OutputType, Plan, RustType, TypeItem, TypeKind};

/// The surface by tag: the operations of the tag, and the types that it alone needs. Types that
/// several tags share are under `types`. The parts of an edition start with its name.
pub fn surface(plan: &Plan) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    for (module, it) in &plan.modules {
        let lines = it.operations.iter().map(operation).collect();
        parts.insert(module.clone(), lines);
    }
    for (module, renamed) in by_module(plan) {
        let lines = renamed.iter().map(|it| {
            let start = start(it.item);
            format!("{start}fn {} = {} // renamed\n", it.old.function, it.now())
        });
        parts.entry(module.to_owned()).or_default().extend(lines);
    }
    for (name, item) in &plan.types {
        let mut tags = item.gate.0.keys();
        let part = match (tags.next(), tags.next()) {
            (Some(only), None) => only.clone(),
            _ => "types".to_owned(),
        };
        let is_gone = !item.gate.0.is_empty() && item.gate.condition().needs(OptIn::Retired);
        let gone = if is_gone { " // withdrawn" } else { "" };
        let part = parts.entry(part).or_default();
        *part += &format!("{}{gone}\n", self::item(name, item));
        let aliases = item.was.iter();
        part.extend(aliases.map(|old| format!("type {old} = {name} // renamed\n")));
    }
    for edition in &plan.editions {
        let of_edition = surface(&edition.plan).into_iter();
        parts.extend(of_edition.map(|(part, text)| (format!("{}_{part}", edition.name), text)));
    }
    parts
}

fn operation(item: &OperationItem) -> String {
    let start = start(item);
    let arguments: Vec<_> = item.arguments.iter().map(argument).collect();
    let setters: Vec<_> = item.setters.iter().map(argument).collect();
    let setters = if setters.is_empty() {
        String::new()
    } else {
        format!(" [{}]", setters.join(", "))
    };
    let output = match &item.output {
        OutputType::NoContent => "NoContent".to_owned(),
        OutputType::Bytes => "Bytes".to_owned(),
        OutputType::Whole(ty) => text(ty),
        OutputType::Body(ty) => format!("Body<{}>", text(ty)),
    };
    let pages = item.list.as_ref().map(|list| {
        let pages = if list.numbered { "pages of" } else { "list of" };
        format!(" ({pages} {})", text(&list.item))
    });
    let pages = pages.unwrap_or_default();
    let gone = match (&item.retired, &item.deprecation) {
        (Some(date), _) => format!(" // withdrawn {date}"),
        (None, Some(note)) => format!(" // deprecated: {note}"),
        (None, None) => String::new(),
    };
    let (function, arguments) = (&item.function, arguments.join(", "));
    format!("{start}fn {function}({arguments}){setters} -> {output}{pages}{gone}\n")
}

/// The version, with a star if it is the one that the tag's module has.
fn start(item: &OperationItem) -> String {
    let star = if item.newest { "*" } else { " " };
    match &item.version {
        Version::Date(date) => format!("{date}{star}"),
        Version::Preview => format!("preview   {star}"),
        Version::Whole(version) => format!("{version:10}{star}"),
    }
}

fn argument(argument: &Argument) -> String {
    format!("{}: {}", argument.ident, text(&argument.ty))
}

fn item(name: &str, item: &TypeItem) -> String {
    match &item.kind {
        TypeKind::Object(object) => {
            let fields = object
                .fields
                .iter()
                .map(|field| format!("{}: {}", field.ident, text(&field.ty)));
            let required = object
                .required
                .iter()
                .map(|index| object.fields[*index].ident.as_str());
            let required = required.collect::<Vec<_>>().join(", ");
            format!(
                "struct {name} {{ {} }} new({required})",
                fields.collect::<Vec<_>>().join(", ")
            )
        }
        TypeKind::Union(union) => {
            let variants: Vec<_> = union
                .variants
                .iter()
                .map(|variant| variant.ty.as_str())
                .collect();
            format!("union {name} {{ {} }}", variants.join(", "))
        }
        TypeKind::Enum(variants) => {
            let variants: Vec<_> = variants
                .iter()
                .map(|variant| variant.ident.as_str())
                .collect();
            format!("enum {name} {{ {} }}", variants.join(", "))
        }
        TypeKind::Alias(ty) => format!("type {name} = {}", text(ty)),
    }
}

fn text(ty: &RustType) -> String {
    match ty {
        RustType::String => "String".to_owned(),
        RustType::DateTime => "DateTime".to_owned(),
        RustType::Bool => "bool".to_owned(),
        RustType::I32 => "i32".to_owned(),
        RustType::I64 => "i64".to_owned(),
        RustType::Number => "Number".to_owned(),
        RustType::Json => "Json".to_owned(),
        RustType::Vec(item) => format!("Vec<{}>", text(item)),
        RustType::Map(value) => format!("Map<{}>", text(value)),
        RustType::Boxed(inner) => format!("Box<{}>", text(inner)),
        RustType::Nullable(inner) => format!("Nullable<{}>", text(inner)),
        RustType::Named(name) => name.clone(),
    }
}
