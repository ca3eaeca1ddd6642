//! The public surface of the crate, item by item, and how that of two crates differs.
//!
//! An item belongs to what it is of: an operation-version, a type, a feature. Two crates are compared
//! owner by owner, so that an operation or a type that is called otherwise is still the same.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Format, SchemaId, Version};
use generator::plan::{
    Argument, OperationItem, OptIn, OutputType, Plan, RustType, TypeItem, TypeKind,
};

use crate::model::{Model, VersionKey};

/// What an item is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The version of an operation, by the operation's key.
    Version(String, VersionKey),
    /// What the module of the tag has of an operation in a format: its newest version.
    Newest(String, Format),
    /// A type.
    Type(SchemaId),
    /// A feature of the crate.
    Feature(String),
}

/// Which item of its owner it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Its own path.
    Path,
    /// The path of the request type.
    Request,
    /// The required arguments of the function.
    Arguments,
    /// A setter, by the parameter's name on the wire.
    Setter(String),
    /// The setter of an optional body.
    BodySetter,
    /// What the operation answers.
    Output,
    /// The pages of a list.
    Pages,
    /// The kind of a type.
    Kind,
    /// A field, by its name on the wire.
    Field(String),
    /// The arguments of `new`.
    New,
    /// A variant of an enum of strings, by its text.
    Value(String),
    /// A variant of a union, by its schema.
    Branch(SchemaId),
    /// That it is there if only this feature is on.
    With(String),
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// How a program names it.
    pub(crate) path: String,
    /// What a program relies on.
    pub(crate) signature: String,
    /// Whether it is exempt from semver.
    pub(crate) preview: bool,
}

/// A surface: the items of each owner.
pub(crate) type Surface = BTreeMap<Owner, BTreeMap<Key, Item>>;

/// How names of the old document are mapped to those of the new one, for comparing.
pub(crate) struct Names<'a> {
    /// The key of an operation, by its id.
    pub(crate) operation: &'a dyn Fn(&str) -> String,
    /// The id of a schema.
    pub(crate) schema: &'a dyn Fn(&SchemaId) -> SchemaId,
    /// The Rust name of a type.
    pub(crate) ty: &'a dyn Fn(&str) -> String,
    /// What a type stands for that is another's name.
    pub(crate) alias: &'a dyn Fn(&str) -> Option<&'a RustType>,
}

/// The surface of a crate.
pub(crate) fn surface(model: &Model, names: &Names<'_>) -> Surface {
    let mut surface = Surface::new();
    let plan = &model.plan;
    for (module, it) in &plan.modules {
        let path = format!("feature {module}");
        let item = Item::new(&path, "feature", false);
        let feature = surface.entry(Owner::Feature(module.clone())).or_default();
        feature.insert(Key::Path, item);
        for item in &it.operations {
            operation(module, item, names, &mut surface);
        }
    }
    for (name, item) in &plan.types {
        let owner = Owner::Type((names.schema)(&item.schema));
        let mut items = self::ty(name, item, plan, names);
        items.extend(features(name, item, plan));
        surface.insert(owner, items);
    }
    surface
}

impl Item {
    fn new(path: &str, signature: impl Into<String>, preview: bool) -> Self {
        Self {
            path: path.to_owned(),
            signature: signature.into(),
            preview,
        }
    }
}

fn operation(module: &str, item: &OperationItem, names: &Names<'_>, surface: &mut Surface) {
    let key = (names.operation)(&item.spec.id);
    let format = format_of(&item.spec.media_type);
    let versioned = format!("{module}::{}", item.version_module);
    let owner = Owner::Version(key.clone(), (item.version.clone(), format));
    surface.insert(owner, operation_items(&versioned, item, names));
    if item.newest {
        let owner = Owner::Newest(key, format);
        surface.insert(owner, operation_items(module, item, names));
    }
}

/// The format of a planned operation-version. The planned media type ends with it.
pub(crate) fn format_of(media_type: &str) -> Format {
    let formats = [Format::Gzip, Format::Csv];
    let found = formats
        .into_iter()
        .find(|it| media_type.ends_with(it.as_str()));
    found.unwrap_or(Format::Json)
}

fn operation_items(module: &str, item: &OperationItem, names: &Names<'_>) -> BTreeMap<Key, Item> {
    let preview = item.version == Version::Preview;
    let function = format!("{module}::{}", item.function);
    let request = format!("{module}::{}", item.request);
    let text = |ty: &RustType| text(ty, names);
    let mut items = BTreeMap::new();
    let mut add = |key: Key, path: &str, signature: String| {
        items.insert(key, Item::new(path, signature, preview));
    };
    add(Key::Path, &function, item.function.clone());
    add(Key::Request, &request, item.request.clone());
    let arguments: Vec<_> = item.arguments.iter().map(|it| text(&it.ty)).collect();
    add(
        Key::Arguments,
        &function,
        format!("fn({})", arguments.join(", ")),
    );
    for setter in &item.setters {
        let key = match is_body(setter) {
            true => Key::BodySetter,
            false => Key::Setter(setter.wire.clone()),
        };
        let path = format!("{request}::{}", setter.ident);
        add(
            key,
            &path,
            format!("fn {}({})", setter.ident, text(&setter.ty)),
        );
    }
    let output = match &item.output {
        OutputType::NoContent => "NoContent".to_owned(),
        OutputType::Bytes => "Bytes".to_owned(),
        OutputType::Whole(ty) => text(ty),
        OutputType::Body(ty) => format!("Body<{}>", text(ty)),
    };
    add(Key::Output, &request, format!("Output = {output}"));
    if let Some(list) = &item.list {
        let numbered = if list.numbered { "pages" } else { "list" };
        add(
            Key::Pages,
            &request,
            format!("{numbered} of {}", text(&list.item)),
        );
    }
    items
}

/// Whether an argument is the request's body.
pub(crate) fn is_body(argument: &Argument) -> bool {
    argument.place == "body"
}

fn ty(name: &str, item: &TypeItem, plan: &Plan, names: &Names<'_>) -> BTreeMap<Key, Item> {
    let preview = is_preview(item);
    let path = format!("types::{name}");
    let text = |ty: &RustType| text(ty, names);
    let mut items = BTreeMap::new();
    let mut add = |key: Key, path: String, signature: String| {
        items.insert(key, Item::new(&path, signature, preview));
    };
    let branch = |name: &str| {
        let schema = plan.types.get(name).map(|it| &it.schema);
        schema.map_or_else(|| SchemaId::new(name), |id| (names.schema)(id))
    };
    add(Key::Path, path.clone(), (names.ty)(name));
    let kind = match &item.kind {
        TypeKind::Object(object) => {
            for field in &object.fields {
                let signature = format!("{}: {}", field.ident, text(&field.ty));
                let path = format!("{path}.{}", field.ident);
                add(Key::Field(field.wire.clone()), path, signature);
            }
            let required = object.required.iter().map(|index| &object.fields[*index]);
            let required = required.map(|field| format!("{}: {}", field.wire, text(&field.ty)));
            let required: Vec<_> = required.collect();
            add(Key::New, format!("{path}::new"), required.join(", "));
            for merged in &object.merged {
                let signature = format!("From<{}>", (names.ty)(merged));
                add(Key::Branch(branch(merged)), path.clone(), signature);
            }
            "struct".to_owned()
        }
        TypeKind::Union(union) => {
            for variant in &union.variants {
                // A variant is called like its type, so it is renamed with it.
                let signature = variant.ty.clone();
                let path = format!("{path}::{}", variant.ty);
                add(Key::Branch(branch(&variant.ty)), path, signature);
            }
            "union".to_owned()
        }
        TypeKind::Enum(variants) => {
            for variant in variants {
                let path = format!("{path}::{}", variant.ident);
                let signature = variant.ident.clone();
                add(Key::Value(variant.wire.clone()), path, signature);
            }
            "enum".to_owned()
        }
        TypeKind::Alias(ty) => format!("type = {}", text(ty)),
    };
    add(Key::Kind, path, kind);
    items
}

/// Whether only previews need a type.
pub(crate) fn is_preview(item: &TypeItem) -> bool {
    !item.gate.0.is_empty() && item.gate.condition().needs(OptIn::Preview)
}

/// With which features alone a type is there.
fn features(name: &str, item: &TypeItem, plan: &Plan) -> BTreeMap<Key, Item> {
    let modules: BTreeSet<(&str, bool)> = if generator::emit::is_common(&item.gate) {
        plan.modules.keys().map(|it| (it.as_str(), false)).collect()
    } else {
        let gates = item.gate.0.iter();
        gates
            .map(|(module, condition)| (module.as_str(), !condition.is_always()))
            .collect()
    };
    let items = modules.into_iter().map(|(module, preview)| {
        let path = format!("types::{name} with the feature {module}");
        let signature = if preview { "with an opt-in" } else { "" };
        (
            Key::With(module.to_owned()),
            Item::new(&path, signature, preview),
        )
    });
    items.collect()
}

/// A type as text, in the names of the new document.
fn text(ty: &RustType, names: &Names<'_>) -> String {
    let inner = |ty: &RustType| text(ty, names);
    match ty {
        RustType::String => "String".to_owned(),
        RustType::DateTime => "DateTime".to_owned(),
        RustType::Bool => "bool".to_owned(),
        RustType::I32 => "i32".to_owned(),
        RustType::I64 => "i64".to_owned(),
        RustType::Number => "Number".to_owned(),
        RustType::Json => "Json".to_owned(),
        RustType::Vec(it) => format!("Vec<{}>", inner(it)),
        RustType::Map(it) => format!("Map<{}>", inner(it)),
        RustType::Boxed(it) => format!("Box<{}>", inner(it)),
        RustType::Nullable(it) => format!("Nullable<{}>", inner(it)),
        RustType::Named(name) => match (names.alias)(name) {
            // Another name of a type is that type.
            Some(ty) => inner(ty),
            None => (names.ty)(name),
        },
    }
}

/// One item that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) owner: Owner,
    pub(crate) key: Key,
    pub(crate) before: Option<Item>,
    pub(crate) after: Option<Item>,
    /// Whether all of the owner came or went.
    pub(crate) whole_owner: bool,
}

/// How the surfaces differ. Of an owner that came or went all items do.
pub(crate) fn differences(old: &Surface, new: &Surface) -> Vec<Difference> {
    let none = BTreeMap::new();
    let owners: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut found = Vec::new();
    for owner in owners {
        let [before, after] = [old, new].map(|surface| surface.get(owner).unwrap_or(&none));
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let (was, now) = (before.get(key), after.get(key));
            // A path may differ by the name of what it is in, which is an item of its own, but for
            // the function of an operation whose module is another.
            let same = match (was, now, key) {
                (Some(was), Some(now), Key::Path | Key::Request) => was.path == now.path,
                (Some(was), Some(_), Key::New) => still_takes(&was.signature, after),
                (Some(was), Some(now), _) => was.signature == now.signature,
                _ => false,
            };
            if !same {
                found.push(Difference {
                    owner: owner.clone(),
                    key: key.clone(),
                    before: was.cloned(),
                    after: now.cloned(),
                    whole_owner: before.is_empty() || after.is_empty(),
                });
            }
        }
    }
    found
}

/// Whether `new` can go on taking what it took: codegen keeps its arguments (`spec/constructors.yaml`)
/// as long as the properties are there.
fn still_takes(was: &str, after: &BTreeMap<Key, Item>) -> bool {
    let mut arguments = was.split(", ").filter(|argument| !argument.is_empty());
    // Something that has become another kind of type has no `new`.
    after.contains_key(&Key::New)
        && arguments.all(|argument| {
            let (wire, ty) = argument.split_once(": ").unwrap_or((argument, ""));
            let field = after.get(&Key::Field(wire.to_owned()));
            field.is_some_and(|it| it.signature.ends_with(&format!(": {ty}")))
        })
}

/// Whether the signature of `new` has a property.
pub(crate) fn takes(signature: &str, wire: &str) -> bool {
    let mut arguments = signature.split(", ");
    arguments.any(|argument| {
        argument
            .split_once(": ")
            .is_some_and(|(own, _)| own == wire)
    })
}
