//! The values that a place may have.

use generator::model::{Api, Constraint, Facts, Part, Schema, SchemaKind, Type};

/// The values of one place: a type, and what limits them.
pub(super) struct Value<'v> {
    pub(super) ty: &'v Type,
    pub(super) nullable: bool,
    pub(super) limits: Vec<Constraint>,
    /// Whether these are all. The models have none for an inline schema of a body.
    pub(super) is_known: bool,
}

impl<'v> Value<'v> {
    pub(super) fn bare(ty: &'v Type) -> Self {
        Self::new(ty, None)
    }

    pub(super) fn new(ty: &'v Type, facts: Option<&Facts>) -> Self {
        let limits = facts.into_iter().flat_map(|it| it.constraints.iter());
        // A component has its own.
        let is_component = matches!(ty, Type::Ref(id) if id.0.len() == 1);
        Self {
            ty,
            nullable: facts.is_some_and(|it| it.nullable),
            limits: limits.cloned().collect(),
            is_known: facts.is_some() || is_component,
        }
    }

    /// The same values, without the names that aliases give them.
    pub(super) fn unaliased(mut self, api: &'v Api) -> Self {
        // The generator rejects cycles of aliases.
        while let Type::Ref(id) = self.ty
            && let Some(schema) = api.schemas.get(id)
            && let SchemaKind::Alias(of) = &schema.kind
        {
            self.ty = of;
            self.nullable |= schema.facts.nullable;
            self.limits.extend(own(Some(schema)));
        }
        self
    }

    /// What limits a list or a map itself.
    pub(super) fn own(&self) -> Vec<Constraint> {
        let own = self.limits.iter().filter(|it| it.part.is_empty());
        own.cloned().collect()
    }

    /// The items of a list, the values of a map, or what may also be null.
    pub(super) fn inner(&self) -> Self {
        let (ty, part) = match self.ty {
            Type::Array(it) => (&**it, Some(Part::Item)),
            Type::Map(it) => (&**it, Some(Part::Value)),
            Type::Nullable(it) => (&**it, None),
            other => (other, None),
        };
        let limits = self.limits.iter().filter_map(|it| {
            let mut limit = it.clone();
            match part {
                Some(part) if it.part.first() != Some(&part) => return None,
                Some(_) => drop(limit.part.remove(0)),
                None => {}
            }
            Some(limit)
        });
        Self {
            limits: limits.collect(),
            is_known: self.is_known || Self::bare(ty).is_known,
            ..Self::bare(ty)
        }
    }
}

/// The constraints on a schema as a whole.
pub(super) fn own(schema: Option<&Schema>) -> Vec<Constraint> {
    let constraints = schema.map(|it| it.facts.constraints.iter());
    constraints.into_iter().flatten().cloned().collect()
}
