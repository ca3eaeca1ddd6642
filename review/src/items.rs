//! Compares the public surfaces of two crates.
//!
//! The items are those of [`generator::surface`]. Crates are compared owner by owner, so that a renamed
//! operation or type still matches.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Format, SchemaId};
use generator::plan::{Plan, RustType, Target};
use generator::surface::{self, Given, Member, Signature};

use crate::model::VersionKey;

/// The owner of an item, by the names of the new spec.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The version of an operation, by the operation's key.
    Version(String, VersionKey),
    /// The default version of an operation in a format, in the module of the tag.
    Newest(String, Format),
    /// A type.
    Type(SchemaId),
    /// A feature of the crate.
    Feature(String),
}

/// The key of an item within its owner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Its own path.
    Path,
    /// The path of the request type.
    Request,
    /// The required arguments of the function.
    Arguments,
    /// A setter, by the wire name of the parameter.
    Setter(String),
    /// The setter of an optional body.
    BodySetter,
    /// The output of the operation.
    Output,
    /// The pages of a list.
    Pages,
    /// The kind of a type.
    Kind,
    /// A field, by its wire name.
    Field(String),
    /// A property that all variants of a union share, by its wire name.
    Shared(String),
    /// The arguments of `new`.
    New,
    /// A variant of an enum of strings, by its text.
    Value(String),
    /// A variant of a union, by its schema.
    Branch(SchemaId),
    /// Whether the type exists with this feature alone.
    With(String),
}

/// An item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// The path by which a program names it.
    pub(crate) path: String,
    /// The signature, by the names of the new spec.
    pub(crate) signature: Signature,
    /// Whether it is exempt from semver.
    pub(crate) preview: bool,
}

/// A surface: the items of each owner.
pub(crate) type Surface = BTreeMap<Owner, BTreeMap<Key, Item>>;

/// Maps names of a spec to those of the new one.
pub(crate) struct Names<'a> {
    /// The crate of the names.
    pub(crate) plan: &'a Plan,
    /// Maps an operation id to the key of the operation.
    pub(crate) operation: &'a dyn Fn(&str) -> String,
    /// Maps the id of a schema.
    pub(crate) schema: &'a dyn Fn(&SchemaId) -> SchemaId,
    /// Maps the Rust name of a type.
    pub(crate) ty: &'a dyn Fn(&str) -> String,
}

impl Names<'_> {
    /// The owner and the key of an item.
    pub(crate) fn keyed(&self, item: &surface::Item<'_>) -> (Owner, Key) {
        let owner = match item.owner {
            surface::Owner::Feature(name) => Owner::Feature(name.to_owned()),
            surface::Owner::Version(_, it) => {
                let key = (self.operation)(&it.spec.id);
                Owner::Version(key, (it.version.clone(), it.format.clone()))
            }
            surface::Owner::Newest(_, it) => {
                Owner::Newest((self.operation)(&it.spec.id), it.format.clone())
            }
            surface::Owner::Type(_, it) => Owner::Type((self.schema)(&it.schema)),
        };
        let key = match item.member {
            Member::Path => Key::Path,
            Member::Request => Key::Request,
            Member::Arguments(_) => Key::Arguments,
            Member::Setter(it) if it.target == Target::Body => Key::BodySetter,
            Member::Setter(it) => Key::Setter(it.wire.clone()),
            Member::Output(_) => Key::Output,
            Member::List(_) => Key::Pages,
            Member::Kind(_) => Key::Kind,
            Member::Field(it) => Key::Field(it.wire.clone()),
            Member::Shared(it) => Key::Shared(it.field.wire.clone()),
            Member::New(..) => Key::New,
            Member::Value(it) => Key::Value(it.wire.clone()),
            Member::Branch(ty) | Member::From(ty) => Key::Branch(self.schema_of(ty)),
            Member::With { feature, .. } => Key::With(feature.to_owned()),
        };
        (owner, key)
    }

    fn schema_of(&self, ty: &str) -> SchemaId {
        let schema = self.plan.types.get(ty).map(|it| &it.schema);
        schema.map_or_else(|| SchemaId::new(ty), |id| (self.schema)(id))
    }

    fn signature(&self, item: &surface::Item<'_>) -> Signature {
        match item.signature() {
            Signature::From(ty) => Signature::From((self.ty)(&ty)),
            signature => signature.map(&|name| self.named(name)),
        }
    }

    /// A type by its current name. Aliases are resolved.
    fn named(&self, name: &str) -> RustType {
        let named = RustType::Named(name.to_owned());
        match self.plan.unaliased(&named) {
            RustType::Named(name) => RustType::Named((self.ty)(name)),
            other => other.clone().map(&|name| self.named(name)),
        }
    }
}

/// The surface of a crate.
pub(crate) fn surface(names: &Names<'_>) -> Surface {
    let items = surface::items(names.plan).into_iter().map(|item| {
        let (owner, key) = names.keyed(&item);
        let preview = match item.member {
            Member::With { opt_in, .. } => opt_in,
            _ => item.owner.is_preview(),
        };
        let item = Item {
            path: item.path(),
            signature: names.signature(&item),
            preview,
        };
        (owner, (key, item))
    });
    // The items of an owner follow each other, so it is looked up once for all of them.
    let mut items = items.peekable();
    let mut surface = Surface::new();
    while let Some((owner, first)) = items.next() {
        let own = surface.entry(owner.clone()).or_default();
        own.extend([first]);
        while let Some((_, next)) = items.next_if(|(other, _)| *other == owner) {
            own.extend([next]);
        }
    }
    surface
}

/// One item that differs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    pub(crate) owner: Owner,
    pub(crate) key: Key,
    pub(crate) before: Option<Item>,
    pub(crate) after: Option<Item>,
    /// Whether the owner as a whole was added or removed.
    pub(crate) whole_owner: bool,
    /// Whether the item still exists, but only previews need it.
    pub(crate) hides: bool,
    /// Whether the arguments that programs pass convert to the new ones.
    pub(crate) converts: bool,
}

/// The differences of two surfaces. If an owner was added or removed, all its items differ. `into` tells whether one
/// type converts into another.
pub(crate) fn differences(
    old: &Surface,
    new: &Surface,
    into: &dyn Fn(&RustType, &RustType) -> bool,
) -> Vec<Difference> {
    let none = BTreeMap::new();
    let owners: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut found = Vec::new();
    for owner in owners {
        let [before, after] = [old, new].map(|surface| surface.get(owner).unwrap_or(&none));
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for key in keys {
            // Programs use the names of Rust, which may stay if those on the wire change.
            if stays(key, before, after) {
                continue;
            }
            let (was, now) = (before.get(key), after.get(key));
            let is_preview = |it: Option<&Item>| it.map(|it| it.preview);
            let hides = [was, now].map(is_preview) == [Some(false), Some(true)];
            // A program without the feature `preview` loses what only previews need.
            let now = now.filter(|_| !hides);
            // A path may differ because its owner was renamed, which is a separate item. The exception is the
            // function of an operation that moved to another module.
            let same = match (was, now, key) {
                (Some(was), Some(now), Key::Path | Key::Request) => was.path == now.path,
                (Some(was), Some(_), Key::New) => still_takes(&was.signature, before, after),
                (Some(was), Some(now), Key::Arguments) => {
                    still_accepts(&was.signature, &now.signature, &|was, now| was == now)
                }
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
                    hides,
                    converts: matches!((was, now), (Some(was), Some(now))
                        if still_accepts(&was.signature, &now.signature, into)),
                });
            }
        }
    }
    found
}

/// Whether an item that only one side has is on the other side too, with another wire name.
fn stays(key: &Key, before: &BTreeMap<Key, Item>, after: &BTreeMap<Key, Item>) -> bool {
    let (item, others, own) = match (before.get(key), after.get(key)) {
        (Some(item), None) => (item, after, before),
        (None, Some(item)) => (item, before, after),
        _ => return false,
    };
    let is_member = matches!(
        key,
        Key::Field(_) | Key::Value(_) | Key::Setter(_) | Key::Shared(_)
    );
    is_member
        && others
            .iter()
            .any(|(key, other)| !own.contains_key(key) && other == item)
}

/// Whether `new` can keep its arguments. Codegen keeps them (`spec/constructors.yaml`) as long as the properties
/// exist.
fn still_takes(was: &Signature, before: &BTreeMap<Key, Item>, after: &BTreeMap<Key, Item>) -> bool {
    let Signature::New(arguments) = was else {
        return false;
    };
    // A type that is no longer an object has no `new`.
    after.contains_key(&Key::New)
        && arguments.iter().all(|(wire, ty)| {
            let key = Key::Field(wire.clone());
            let field = after.get(&key).map(|it| &it.signature);
            matches!(field, Some(Signature::Field(_, it)) if it == ty) || stays(&key, before, after)
        })
}

/// Whether a function or a setter accepts the arguments that it took. Both take `impl Into<…>`.
fn still_accepts(
    was: &Signature,
    now: &Signature,
    into: &dyn Fn(&RustType, &RustType) -> bool,
) -> bool {
    match (was, now) {
        (Signature::Arguments(was), Signature::Arguments(now)) => {
            let has = |all: &[Given], it: &Given| all.iter().any(|other| other.ident == it.ident);
            // An argument that means something else would be accepted silently. Only in a path, names mean nothing.
            let is_same = |old: &Given, new: &Given| {
                let is_renamed = old.is_path && new.is_path && !has(now, old) && !has(was, new);
                old.ident == new.ident || is_renamed
            };
            let mut pairs = was.iter().zip(now);
            was.len() == now.len()
                && pairs.all(|(old, new)| {
                    is_same(old, new) && (old.ty == new.ty || into(&old.ty, &new.ty))
                })
        }
        (Signature::Setter(was, from), Signature::Setter(now, to)) => was == now && into(from, to),
        _ => false,
    }
}

/// Whether `new` takes a property.
pub(crate) fn takes(signature: &Signature, wire: &str) -> bool {
    match signature {
        Signature::New(arguments) => arguments.iter().any(|(own, _)| own == wire),
        _ => false,
    }
}
