//! The severity on the wire of changed types.

use std::collections::BTreeSet;

use generator::model::{Api, SchemaId, SchemaKind, Type};

use super::comparison::Comparison;
use super::direction::Direction;
use crate::report::Wire;

/// The values that a type allows, compared with those of the old type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Equal,
    Wider,
    Narrower,
    Other,
}

impl Comparison<'_> {
    /// The severity of a changed type. `None` if the types are equivalent, such as an inline type that got
    /// a name.
    pub(super) fn retyped(&self, was: &Type, now: &Type, way: Direction) -> Option<Wire> {
        if self.matches.ty(was) == *now {
            return None;
        }
        Some(match self.relation(was, now) {
            Relation::Equal => Wire::None,
            Relation::Wider => way.wire(Wire::Additive, Wire::Warning),
            Relation::Narrower => way.wire(Wire::Breaking, Wire::None),
            Relation::Other => way.wire(Wire::Breaking, Wire::Breaking),
        })
    }

    fn relation(&self, was: &Type, now: &Type) -> Relation {
        let (was, now) = (unaliased(&self.old.api, was), unaliased(&self.new.api, now));
        if self.matches.ty(was) == *now {
            return Relation::Equal;
        }
        match (was, now) {
            (Type::Array(was), Type::Array(now))
            | (Type::Map(was), Type::Map(now))
            | (Type::Nullable(was), Type::Nullable(now)) => self.relation(was, now),
            (was, Type::Nullable(now)) if self.relation(was, now) == Relation::Equal => {
                Relation::Wider
            }
            (Type::Nullable(was), now) if self.relation(was, now) == Relation::Equal => {
                Relation::Narrower
            }
            (Type::Int32, Type::Int64 | Type::Number) | (Type::Int64, Type::Number) => {
                Relation::Wider
            }
            (Type::Int64 | Type::Number, Type::Int32) | (Type::Number, Type::Int64) => {
                Relation::Narrower
            }
            (_, Type::Any) => Relation::Wider,
            (Type::Any, _) => Relation::Narrower,
            (Type::DateTime, Type::String) => Relation::Wider,
            (Type::String, Type::DateTime) => Relation::Narrower,
            _ => self.texts(was, now),
        }
    }

    /// An enum is a string with known values.
    fn texts(&self, was: &Type, now: &Type) -> Relation {
        let was_values = values(&self.old.api, was);
        let now_values = values(&self.new.api, now);
        match (was_values, now_values) {
            (Some(was), Some(now)) if was == now => Relation::Equal,
            (Some(was), Some(now)) if was.is_subset(&now) => Relation::Wider,
            (Some(was), Some(now)) if now.is_subset(&was) => Relation::Narrower,
            (Some(_), None) if *now == Type::String => Relation::Wider,
            (None, Some(_)) if *was == Type::String => Relation::Narrower,
            _ => Relation::Other,
        }
    }
}

fn unaliased<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    // The generator rejects cycles of aliases.
    while let Type::Ref(id) = ty
        && let Some(SchemaKind::Alias(of)) = kind(api, id)
    {
        ty = of;
    }
    ty
}

fn values<'a>(api: &'a Api, ty: &Type) -> Option<BTreeSet<&'a str>> {
    let Type::Ref(id) = ty else { return None };
    match kind(api, id)? {
        SchemaKind::Enum(values) => Some(values.iter().map(String::as_str).collect()),
        _ => None,
    }
}

fn kind<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a SchemaKind> {
    api.schemas.get(id).map(|schema| &schema.kind)
}
