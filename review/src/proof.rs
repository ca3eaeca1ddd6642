//! Whether a report is right: a program that uses everything a crate offers, but for what the report
//! says may break, has to compile with the next crate.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use generator::emit::type_text;
use generator::model::{SchemaId, Version};
use generator::plan::{
    Argument, ObjectType, OperationItem, OutputType, Plan, RustType, TypeItem, TypeKind,
};

use crate::Proposals;
use crate::compare::Comparison;
use crate::items::{Key, Owner, is_body, is_preview};
use crate::model::{Model, VersionKey};

/// The program that tells whether a report is right. It is of the crate before, and does not use
/// previews, which are exempt from semver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Uses everything but what the report calls major, and what is only called otherwise by its old
    /// name. It compiles with the crate after, which keeps such names ([`crate::proposals`]).
    pub kept: String,
    /// How many uses the whole surface has.
    pub uses: usize,
    /// How many of them the program goes without.
    pub major: usize,
}

/// A program that uses every item of a crate but previews.
pub fn everything(model: &Model) -> String {
    program(uses(model, &Comparison::new(model, model)).iter())
}

/// Makes the program for two crates.
pub fn proof(old: &Model, new: &Model, stays: &Proposals) -> Proof {
    let comparison = Comparison::new(old, new);
    let mut broken = BTreeSet::new();
    let mut gone = BTreeSet::new();
    for difference in comparison.differences() {
        let Some(before) = difference.before else {
            continue;
        };
        if matches!(difference.key, Key::Path | Key::Request) {
            // What is only called otherwise keeps its old name for a release.
            if difference.after.is_none() || !stays.kept.contains(&before.path) {
                gone.insert(before.path.clone());
            }
            continue;
        }
        broken.insert((difference.owner, difference.key));
    }
    let uses = uses(old, &comparison);
    let is_kept = |it: &&Use| {
        !broken.contains(&(it.owner.clone(), it.key.clone()))
            && it.mentions.iter().all(|path| !gone.contains(path))
    };
    let kept: Vec<_> = uses.iter().filter(is_kept).collect();
    Proof {
        kept: program(kept.iter().copied()),
        uses: uses.len(),
        major: uses.len() - kept.len(),
    }
}

/// One use of one item, as the body of a function.
struct Use {
    owner: Owner,
    key: Key,
    /// The parameters of the function and what it does with them.
    code: String,
    /// The types and requests that it names.
    mentions: Vec<String>,
}

fn program<'a>(uses: impl Iterator<Item = &'a Use>) -> String {
    let mut out = String::from(
        "//! Uses every item of the crate's surface once.\n\
         #![allow(deprecated, unused_imports, unused_variables, clippy::all)]\n\
         use atlas_api::*;\n\
         fn answers<T: Operation<Output = O>, O>() {}\n\
         fn pages<T: Paged<Item = I>, I>() {}\n",
    );
    for (index, it) in uses.enumerate() {
        let _ = writeln!(out, "pub fn u{index}{}", it.code);
    }
    out
}

fn uses(model: &Model, comparison: &Comparison<'_>) -> Vec<Use> {
    let mut uses = Vec::new();
    for (module, it) in &model.plan.modules {
        let stable = it.operations.iter();
        for item in stable.filter(|item| item.version != Version::Preview) {
            let (key, format) = comparison.old_key(item);
            let at: VersionKey = (item.version.clone(), format);
            let path = format!("{module}::{}", item.version_module);
            operation(Owner::Version(key.clone(), at), &path, item, &mut uses);
            if item.newest {
                operation(Owner::Newest(key, format), module, item, &mut uses);
            }
        }
    }
    for (name, item) in &model.plan.types {
        if !is_preview(item) {
            let owner = comparison.old_id(&item.schema);
            ty(&owner, name, item, &model.plan, comparison, &mut uses);
        }
    }
    uses
}

/// The type that a setter takes: a list by its items, also one that may be `null`.
fn taken(ty: &RustType) -> String {
    match ty {
        RustType::Nullable(inner) if inner.item().is_some() => taken(inner),
        _ => type_text(ty),
    }
}

/// What a type names.
fn named(ty: &RustType) -> Option<String> {
    ty.names().map(|name| format!("types::{name}"))
}

fn operation(owner: Owner, module: &str, item: &OperationItem, uses: &mut Vec<Use>) {
    let request = format!("{module}::{}", item.request);
    let mut add = |key: Key, code: String, mentions: Vec<String>| {
        uses.push(Use {
            owner: owner.clone(),
            key,
            code,
            mentions,
        });
    };
    let parameters = |all: &[Argument]| {
        let all = all.iter().enumerate();
        let all = all.map(|(index, it)| format!("x{index}: {}", type_text(&it.ty)));
        all.collect::<Vec<_>>().join(", ")
    };
    let function = format!("{module}::{}", item.function);
    let given: Vec<_> = (0..item.arguments.len()).map(|i| format!("x{i}")).collect();
    let mut mentions = vec![function.clone(), request.clone()];
    mentions.extend(item.arguments.iter().filter_map(|it| named(&it.ty)));
    add(
        Key::Arguments,
        format!(
            "({}) -> {request} {{ {function}({}) }}",
            parameters(&item.arguments),
            given.join(", ")
        ),
        mentions,
    );
    add(
        Key::Request,
        format!("(_: {request}) {{}}"),
        vec![request.clone()],
    );
    for setter in &item.setters {
        let key = match is_body(setter) {
            true => Key::BodySetter,
            false => Key::Setter(setter.wire.clone()),
        };
        let code = format!(
            "(r: {request}, x: {}) -> {request} {{ r.{}(x) }}",
            taken(&setter.ty),
            setter.ident
        );
        let mentions = named(&setter.ty).into_iter().chain([request.clone()]);
        add(key, code, mentions.collect());
    }
    let (output, of) = match &item.output {
        OutputType::NoContent => ("NoContent".to_owned(), None),
        OutputType::Bytes => ("rt::Bytes".to_owned(), None),
        OutputType::Whole(ty) => (type_text(ty), named(ty)),
        OutputType::Body(ty) => (format!("Body<{}>", type_text(ty)), named(ty)),
    };
    let mentions = of.into_iter().chain([request.clone()]).collect();
    let code = format!("() {{ answers::<{request}, {output}>() }}");
    add(Key::Output, code, mentions);
    if let Some(list) = &item.list {
        let code = format!("() {{ pages::<{request}, {}>() }}", type_text(&list.item));
        let mentions = named(&list.item).into_iter().chain([request.clone()]);
        add(Key::Pages, code, mentions.collect());
    }
}

fn ty(
    id: &SchemaId,
    name: &str,
    item: &TypeItem,
    plan: &Plan,
    comparison: &Comparison<'_>,
    uses: &mut Vec<Use>,
) {
    let path = format!("types::{name}");
    let mut add = |key: Key, code: String, mentions: Vec<String>| {
        uses.push(Use {
            owner: Owner::Type(id.clone()),
            key,
            code,
            mentions: mentions.into_iter().chain([path.clone()]).collect(),
        });
    };
    let branch = |name: &str| {
        let schema = plan.types.get(name).map(|it| &it.schema);
        schema.map_or_else(|| SchemaId::new(name), |id| comparison.old_id(id))
    };
    match &item.kind {
        TypeKind::Object(object) => {
            add(
                Key::Kind,
                format!("() -> {path} {{ <{path} as Default>::default() }}"),
                vec![],
            );
            for field in &object.fields {
                let (ident, ty) = (&field.ident, type_text(&field.ty));
                let given = taken(&field.ty);
                let code = format!(
                    "(o: {path}, x: {given}) -> (Option<{ty}>, {path}) {{ (o.{ident}.clone(), o.{ident}(x)) }}"
                );
                let types = named(&field.ty).into_iter().collect();
                add(Key::Field(field.wire.clone()), code, types);
            }
            constructor(&path, object, &mut add);
            for merged in &object.merged {
                let code = format!("(x: types::{merged}) -> {path} {{ x.into() }}");
                add(
                    Key::Branch(branch(merged)),
                    code,
                    vec![format!("types::{merged}")],
                );
            }
        }
        TypeKind::Union(union) => {
            let code = format!(
                "(x: {path}) -> bool {{ match x {{ {path}::Unknown(_) => true, _ => false }} }}"
            );
            add(Key::Kind, code, vec![]);
            for variant in &union.variants {
                let name = &variant.ty;
                let code = format!(
                    "(u: {path}, x: types::{name}) -> (Option<Box<types::{name}>>, {path}) {{ \
                     (match u {{ {path}::{name}(y) => Some(y), _ => None }}, x.into()) }}"
                );
                let key = Key::Branch(branch(name));
                add(key, code, vec![format!("types::{name}")]);
            }
        }
        TypeKind::Enum(variants) => {
            let code = format!("(x: &{path}) -> &str {{ x.as_str() }}");
            add(Key::Kind, code, vec![]);
            for variant in variants {
                let code = format!("() -> {path} {{ {path}::{} }}", variant.ident);
                add(Key::Value(variant.wire.clone()), code, vec![]);
            }
        }
        TypeKind::Alias(ty) => {
            let code = format!("(x: {path}) -> {} {{ x }}", type_text(ty));
            add(Key::Kind, code, named(ty).into_iter().collect());
        }
    }
}

fn constructor(path: &str, object: &ObjectType, add: &mut impl FnMut(Key, String, Vec<String>)) {
    let required = object.required.iter().map(|index| &object.fields[*index]);
    let required: Vec<_> = required.collect();
    let parameters = required.iter().enumerate();
    let parameters = parameters.map(|(index, field)| format!("x{index}: {}", taken(&field.ty)));
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    let given: Vec<_> = (0..required.len())
        .map(|index| format!("x{index}"))
        .collect();
    let code = format!(
        "({parameters}) -> {path} {{ {path}::new({}) }}",
        given.join(", ")
    );
    let types = required
        .iter()
        .filter_map(|field| named(&field.ty))
        .collect();
    add(Key::New, code, types);
}
