//! Frozen constructors (`spec/constructors.yaml`).
//!
//! `new` takes the properties that requests require. When a later spec requires others, code that calls
//! `new` must still compile, so the arguments of a released object stay as they were. `cargo xtask spec
//! vendor` writes the list. To let `new` follow the spec again, delete an entry in a release that may break.
//!
//! ```yaml
//! - schema: ClusterDescription
//!   new: [clusterType, name]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entries::{Entries, Stale};
use crate::error::Error;
use crate::model::SchemaId;
use crate::plan::{ObjectType, Plan, TypeKind};
use crate::source::Document;

/// The list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Constructors(pub Vec<Constructor>);

/// The arguments of a frozen constructor.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constructor {
    /// The schema.
    pub schema: String,
    /// The properties, in order.
    pub new: Vec<String>,
}

impl Constructors {
    /// The constructors to freeze in a later plan, so that users of an earlier one can still compile. `rename` maps a
    /// schema of the earlier spec to its current name.
    pub fn between(old: &Plan, new: &Plan, rename: impl Fn(&SchemaId) -> SchemaId) -> Self {
        let now: BTreeMap<&SchemaId, &ObjectType> = objects(new).collect();
        let mut kept: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, was) in objects(old) {
            let schema = rename(id);
            let Some(now) = now.get(&schema) else {
                continue;
            };
            let before = arguments(was).into_iter();
            let there = before.filter(|wire| now.fields.iter().any(|field| field.wire == *wire));
            let there: Vec<_> = there.map(str::to_owned).collect();
            if there != arguments(now) {
                kept.insert(schema.to_string(), there);
            }
        }
        let kept = kept.into_iter();
        Self(
            kept.map(|(schema, new)| Constructor { schema, new })
                .collect(),
        )
    }
}

impl Entries for Constructors {
    type Target = Plan;

    const FORM: &'static str = "an entry has `schema`, and `new` with the names of its properties";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, plan: &mut Plan) -> Vec<Stale> {
        let items = plan.types.values_mut();
        let mut objects: BTreeMap<String, &mut ObjectType> = items
            .filter_map(|item| match &mut item.kind {
                TypeKind::Object(object) => Some((item.schema.to_string(), object)),
                _ => None,
            })
            .collect();
        let freeze = |Constructor { schema, new }: &Constructor| {
            // Removed from the map, because a schema can't be frozen twice.
            let object = objects.remove(schema);
            let object =
                object.ok_or_else(|| format!("no object `{schema}`, or it is listed twice"))?;
            let place = |wire: &String| {
                let place = object.fields.iter().position(|field| field.wire == *wire);
                place.ok_or_else(|| format!("`{schema}` has no property `{wire}`"))
            };
            let required = new.iter().map(place).collect::<Result<Vec<_>, _>>()?;
            if required == object.required {
                return Err(format!(
                    "redundant entry: `{schema}` already takes exactly these"
                ));
            }
            let is_argument = |field: usize| required.contains(&field);
            object.fixed.retain(|fixed| !is_argument(fixed.field));
            object.required = required;
            Ok(())
        };
        let results: Vec<Result<(), String>> = self.0.iter().map(freeze).collect();
        let stale = results
            .into_iter()
            .enumerate()
            .filter_map(|(entry, result)| {
                let error = Error::at(format!("/{entry}"), result.err()?);
                let error = error.help("the spec has changed here; delete the entry");
                Some(Stale::new(entry, error))
            });
        stale.collect()
    }
}

fn objects(plan: &Plan) -> impl Iterator<Item = (&SchemaId, &ObjectType)> {
    plan.types.values().filter_map(|item| match &item.kind {
        TypeKind::Object(object) => Some((&item.schema, object)),
        _ => None,
    })
}

fn arguments(object: &ObjectType) -> Vec<&str> {
    let required = object.required.iter();
    required
        .map(|index| object.fields[*index].wire.as_str())
        .collect()
}
