//! The items of the public surface.

use crate::emit::is_common;
use crate::model::ParameterLocation;
use crate::plan::{
    Argument, Field, List, OperationItem, OptIn, OutputType, Plan, Shared, Target, TypeItem,
    TypeKind, Variant,
};

use super::signature::{Given, Kind, Signature};

/// Something that a program can name or rely on.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its owner.
    pub owner: Owner<'a>,
    /// Its key within its owner.
    pub member: Member<'a>,
}

/// What an item belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// A feature of the crate, which is also a module.
    Feature(&'a str),
    /// A version of an operation, in the module of the version.
    Version(&'a str, &'a OperationItem),
    /// The newest version of an operation, in the module of the tag.
    Newest(&'a str, &'a OperationItem),
    /// A type, by its name.
    Type(&'a str, &'a TypeItem),
}

/// Its key within its owner.
#[derive(Debug, Clone, Copy)]
pub enum Member<'a> {
    /// The feature, the function or the type itself.
    Path,
    /// The request type of an operation.
    Request,
    /// The required arguments of a function.
    Arguments(&'a [Argument]),
    /// A setter of a request.
    Setter(&'a Argument),
    /// What an operation returns.
    Output(&'a OutputType),
    /// The list that an operation returns.
    List(&'a List),
    /// The kind of a type.
    Kind(&'a TypeKind),
    /// A field of an object, with its setter.
    Field(&'a Field),
    /// The constructor of an object.
    New(&'a [Field], &'a [usize]),
    /// A variant of an enum of strings.
    Value(&'a Variant),
    /// A variant of a union, by its type.
    Branch(&'a str),
    /// A property that all variants of a union share, with the methods that change it.
    Shared(&'a Shared),
    /// The conversion from a type whose properties a merged object has.
    From(&'a str),
    /// The type is compiled with this feature alone.
    With {
        /// The feature.
        feature: &'a str,
        /// Whether it also needs an opt-in such as `preview`.
        opt_in: bool,
    },
}

/// Every item of a plan, except those of legacy APIs.
pub fn items(plan: &Plan) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for (module, it) in &plan.modules {
        let (owner, member) = (Owner::Feature(module), Member::Path);
        items.push(Item { owner, member });
        for item in &it.operations {
            items.extend(of_operation(Owner::Version(module, item), item));
            if item.newest {
                items.extend(of_operation(Owner::Newest(module, item), item));
            }
        }
    }
    for (name, item) in &plan.types {
        let owner = Owner::Type(name, item);
        items.extend(of_type(owner, item));
        items.extend(with(plan, item).map(|member| Item { owner, member }));
    }
    items
}

/// The items of an operation-version.
pub fn of_operation<'a>(
    owner: Owner<'a>,
    item: &'a OperationItem,
) -> impl Iterator<Item = Item<'a>> {
    let whole = [
        Member::Path,
        Member::Request,
        Member::Arguments(&item.arguments),
        Member::Output(&item.output),
    ];
    let members = whole.into_iter().chain(item.list.iter().map(Member::List));
    let members = members.chain(item.setters.iter().map(Member::Setter));
    members.map(move |member| Item { owner, member })
}

/// The items of a type.
pub fn of_type<'a>(owner: Owner<'a>, item: &'a TypeItem) -> impl Iterator<Item = Item<'a>> {
    let mut members = vec![Member::Path, Member::Kind(&item.kind)];
    match &item.kind {
        TypeKind::Object(object) => {
            members.extend(object.fields.iter().map(Member::Field));
            members.push(Member::New(&object.fields, &object.required));
            members.extend(object.merged.iter().map(|it| Member::From(it)));
        }
        TypeKind::Union(union) => {
            members.extend(union.variants.iter().map(|it| Member::Branch(&it.ty)));
            members.extend(union.shared.iter().map(Member::Shared));
        }
        TypeKind::Enum(variants) => members.extend(variants.iter().map(Member::Value)),
        TypeKind::Alias(_) => {}
    }
    members
        .into_iter()
        .map(move |member| Item { owner, member })
}

/// The features that enable a type on their own.
fn with<'a>(plan: &'a Plan, item: &'a TypeItem) -> impl Iterator<Item = Member<'a>> {
    let features: Vec<(&str, bool)> = match is_common(&item.gate) {
        true => plan.modules.keys().map(|it| (it.as_str(), false)).collect(),
        false => {
            let gates = item.gate.0.iter();
            gates
                .map(|(module, it)| (module.as_str(), !it.is_always()))
                .collect()
        }
    };
    let features = features.into_iter();
    features.map(|(feature, opt_in)| Member::With { feature, opt_in })
}

impl<'a> Owner<'a> {
    /// Whether it is exempt from semver, because only previews need it.
    pub fn is_preview(self) -> bool {
        match self {
            Self::Feature(_) => false,
            Self::Version(_, item) | Self::Newest(_, item) => item.version.is_unstable(),
            Self::Type(_, item) => needs(item, OptIn::Preview),
        }
    }

    /// The module of an operation, or `types`.
    pub fn module(self) -> String {
        match self {
            Self::Feature(module) | Self::Newest(module, _) => module.to_owned(),
            Self::Version(module, item) => format!("{module}::{}", item.version_module),
            Self::Type(..) => "types".to_owned(),
        }
    }
}

/// Whether a type never exists without a feature.
pub(super) fn needs(item: &TypeItem, feature: OptIn) -> bool {
    !item.gate.0.is_empty() && item.gate.condition().needs(feature)
}

impl<'a> Item<'a> {
    /// The path by which a program names it.
    pub fn path(&self) -> String {
        let module = self.owner.module();
        let (own, request) = match self.owner {
            Owner::Feature(name) => return format!("feature {name}"),
            Owner::Version(_, item) | Owner::Newest(_, item) => {
                let path = |name: &str| format!("{module}::{name}");
                (path(&item.function), path(&item.request))
            }
            Owner::Type(name, _) => (format!("{module}::{name}"), String::new()),
        };
        match self.member {
            Member::Path | Member::Arguments(_) | Member::Kind(_) | Member::From(_) => own,
            Member::Request | Member::Output(_) | Member::List(_) => request,
            Member::Setter(setter) => format!("{request}::{}", setter.ident),
            Member::Field(field) => format!("{own}.{}", field.ident),
            Member::New(..) => format!("{own}::new"),
            Member::Value(variant) => format!("{own}::{}", variant.ident),
            Member::Branch(ty) => format!("{own}::{ty}"),
            Member::Shared(shared) => format!("{own}.{}", shared.getter),
            Member::With { feature, .. } => format!("{own} with the feature {feature}"),
        }
    }

    /// What a program relies on.
    pub fn signature(&self) -> Signature {
        match self.member {
            Member::Path => Signature::Name(match self.owner {
                Owner::Feature(name) | Owner::Type(name, _) => name.to_owned(),
                Owner::Version(_, item) | Owner::Newest(_, item) => item.function.clone(),
            }),
            Member::Request => Signature::Name(match self.owner {
                Owner::Version(_, item) | Owner::Newest(_, item) => item.request.clone(),
                Owner::Feature(name) | Owner::Type(name, _) => name.to_owned(),
            }),
            Member::Arguments(all) => {
                let all = all.iter().map(|it| Given {
                    ident: it.ident.clone(),
                    is_path: it.target == Target::Parameter(ParameterLocation::Path),
                    ty: it.ty.clone(),
                });
                Signature::Arguments(all.collect())
            }
            Member::Setter(it) => Signature::Setter(it.ident.clone(), it.ty.clone()),
            Member::Output(output) => Signature::Output(output.clone()),
            Member::List(list) => Signature::List {
                item: list.item.clone(),
                numbered: list.numbered,
            },
            Member::Kind(kind) => Signature::Kind(match kind {
                TypeKind::Object(_) => Kind::Struct,
                TypeKind::Union(_) => Kind::Union,
                TypeKind::Enum(_) => Kind::Enum,
                TypeKind::Alias(ty) => Kind::Alias(ty.clone()),
            }),
            Member::Field(field) => Signature::Field(field.ident.clone(), field.ty.clone()),
            Member::New(fields, required) => {
                let required = required.iter().map(|index| &fields[*index]);
                let required = required.map(|field| (field.wire.clone(), field.ty.clone()));
                Signature::New(required.collect())
            }
            Member::Value(variant) => Signature::Name(variant.ident.clone()),
            Member::Branch(ty) => Signature::Name(ty.to_owned()),
            Member::Shared(it) => Signature::Shared {
                getter: it.getter.clone(),
                ty: (!it.is_text).then(|| it.field.ty.clone()),
                changes: it.changing.is_some(),
            },
            Member::From(ty) => Signature::From(ty.to_owned()),
            Member::With { opt_in, .. } => Signature::With { opt_in },
        }
    }
}
