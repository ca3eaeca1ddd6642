//! Schemas that inherit from another one, which may take over its properties.

use std::collections::BTreeSet;

use generator::model::{Api, Property, SchemaId, SchemaKind};

use super::comparison::{Comparison, Which};
use crate::draft::Cause;

impl Comparison<'_> {
    /// Whether a property that only one of the specs defines in a schema changes nothing, because in the other spec
    /// all values of the schema have it: those of schemas that inherit from it.
    pub(super) fn is_in_heirs(
        &self,
        id: &SchemaId,
        name: &str,
        property: &Property,
        other: Which,
    ) -> bool {
        let (api, reach) = match other {
            Which::New => (&self.old.api, &self.was),
            Which::Old => (&self.new.api, &self.now),
        };
        let own = match other {
            Which::New => self.matches.old_id(id),
            Which::Old => id.clone(),
        };
        let is_used_itself = reach
            .referrers(id)
            .any(|(cause, _)| !matches!(cause, Cause::Parents(_) | Cause::Branch(..)));
        let is_union = api.schemas.get(&own).is_some_and(|it| match &it.kind {
            SchemaKind::Union(union) => !union.branches.is_empty(),
            _ => false,
        });
        if is_used_itself && !is_union {
            return false;
        }
        let heirs = heirs(api, &own);
        let has = |heir: &SchemaId| {
            let (flat, ty) = match other {
                Which::New => (
                    self.now_flat(&self.matches.id(heir)),
                    self.matches.ty(&property.ty),
                ),
                Which::Old => (self.was_flat(heir), property.ty.clone()),
            };
            flat.get(name).is_some_and(|(it, _)| match other {
                Which::New => it.ty == ty || self.shapes(&property.ty, &it.ty).is_empty(),
                Which::Old => {
                    self.matches.ty(&it.ty) == ty || self.shapes(&it.ty, &property.ty).is_empty()
                }
            })
        };
        !heirs.is_empty() && heirs.iter().all(|heir| has(heir))
    }
}

/// The schemas that inherit from a schema, directly or not, and its branches.
fn heirs<'a>(api: &'a Api, id: &'a SchemaId) -> BTreeSet<&'a SchemaId> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let own = api.schemas.get(id).map(|it| &it.kind);
        let branches = match own {
            Some(SchemaKind::Union(union)) => union.branches.as_slice(),
            _ => &[],
        };
        let children = api.schemas.iter().filter(|(_, schema)| {
            let parents = schema.object().map(|it| it.parents.as_slice());
            parents.is_some_and(|it| it.contains(id))
        });
        let children = children.map(|(id, _)| id).chain(branches);
        open.extend(children.filter(|it| found.insert(*it)));
    }
    found
}
