//! Frozen constructors (`spec/constructors.yaml`).
//!
//! `new` takes the properties that requests require. When a later spec requires others, code that calls
//! `new` must still compile, so the arguments of a released object stay as they were. `cargo xtask spec
//! vendor` writes the list. To let `new` follow the spec again, delete an entry in a release that may break.
//!
//! ```yaml
//! - schema: ClusterDescription
//!   new: [clusterType, name]
//! - schema: AppServiceMetricMatcher
//!   new: [operator, value]
//!   fixed: {fieldName: APPLICATION_ID}
//! ```
//!
//! A required property with one possible value is no argument: `new` sets it. It still does so (`fixed`) if the property
//! gets more values or is no longer required.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::entries::{Entries, Stale};
use crate::error::Error;
use crate::model::SchemaId;
use crate::plan::{Field, Fixed, ObjectType, Plan, RustType, TypeKind};
use crate::source::Document;

/// The list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Constructors(pub Vec<Constructor>);

/// The arguments of a frozen constructor.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a constructor, which is a mapping")]
pub struct Constructor {
    /// The schema.
    pub schema: String,
    /// The properties, in order.
    #[serde(deserialize_with = "distinct")]
    pub new: Vec<String>,
    /// The properties that it sets, with their values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
}

/// Properties, each of which may be listed once.
fn distinct<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::deserialize(deserializer)?;
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(*name)) {
        None => Ok(names),
        Some(name) => Err(D::Error::custom(format!("`{name}` is listed twice"))),
    }
}

impl Constructors {
    /// The constructors to freeze in a later plan, so that users of an earlier one can still compile. `rename` maps a
    /// schema of the earlier spec to its current name.
    pub fn between(old: &Plan, new: &Plan, rename: impl Fn(&SchemaId) -> SchemaId) -> Self {
        let now: BTreeMap<&SchemaId, &ObjectType> = objects(new).collect();
        let mut kept: BTreeMap<String, Constructor> = BTreeMap::new();
        for (id, was) in objects(old) {
            let schema = rename(id);
            let Some(now) = now.get(&schema) else {
                continue;
            };
            let before = was.required.iter().map(|index| &was.fields[*index]);
            let there = before.filter_map(|field| successor(field, now));
            let there: Vec<_> = there.map(|field| field.wire.clone()).collect();
            // A value that is gone would be rejected.
            let fixed: BTreeMap<_, _> = constants(was)
                .filter(|(wire, value)| {
                    let field = now.fields.iter().find(|field| field.wire == *wire);
                    field.is_some_and(|field| is_value(new, field, value))
                })
                .map(|(wire, value)| (wire.to_owned(), value.to_owned()))
                .collect();
            let set: BTreeMap<_, _> = constants(now).collect();
            let lacks = fixed
                .iter()
                .any(|(wire, value)| set.get(wire.as_str()) != Some(&value.as_str()));
            if there != arguments(now) || lacks {
                let schema = schema.to_string();
                let new = there;
                kept.insert(schema.clone(), Constructor { schema, new, fixed });
            }
        }
        Self(kept.into_values().collect())
    }
}

impl Entries for Constructors {
    type Target = Plan;

    const FORM: &'static str =
        "an entry has `schema`, and `new` with the names of properties, each of them once";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, plan: &mut Plan) -> Vec<Stale> {
        let items = plan.types.iter();
        let mut objects: BTreeMap<String, (&String, &ObjectType)> = items
            .filter_map(|(name, item)| match &item.kind {
                TypeKind::Object(object) => Some((item.schema.to_string(), (name, object))),
                _ => None,
            })
            .collect();
        let freeze = |Constructor { schema, new, fixed }: &Constructor| {
            // Removed from the map, because a schema can't be frozen twice.
            let object = objects.remove(schema);
            let (name, object) =
                object.ok_or_else(|| format!("no object `{schema}`, or it is listed twice"))?;
            let place = |wire: &String| {
                let place = object.fields.iter().position(|field| field.wire == *wire);
                place.ok_or_else(|| format!("`{schema}` has no property `{wire}`"))
            };
            let required = new.iter().map(place).collect::<Result<Vec<_>, _>>()?;
            let mut sets = object.fixed.clone();
            sets.retain(|it| {
                !required.contains(&it.field) && !fixed.contains_key(&object.fields[it.field].wire)
            });
            for (wire, value) in fixed {
                let field = place(wire)?;
                if !is_value(plan, &object.fields[field], value) {
                    return Err(format!("`{wire}` of `{schema}` has no value `{value}`"));
                }
                let value = value.clone();
                sets.push(Fixed { field, value });
            }
            sets.sort_by_key(|it| it.field);
            if required == object.required && sets == object.fixed {
                return Err(format!(
                    "redundant entry: `{schema}` already takes exactly these"
                ));
            }
            Ok((name.clone(), required, sets))
        };
        let frozen: Vec<Result<_, String>> = self.0.iter().map(freeze).collect();
        let mut stale = Vec::new();
        for (entry, frozen) in frozen.into_iter().enumerate() {
            match frozen {
                Ok((name, required, fixed)) => {
                    let kind = plan.types.get_mut(&name).map(|item| &mut item.kind);
                    if let Some(TypeKind::Object(object)) = kind {
                        (object.required, object.fixed) = (required, fixed);
                    }
                }
                Err(problem) => {
                    let error = Error::at(format!("/{entry}"), problem);
                    let error = error.help("the spec has changed here; delete the entry");
                    stale.push(Stale::new(entry, error));
                }
            }
        }
        stale
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

/// The property that a program means by the old one: that with the same name, on the wire or else in Rust.
fn successor<'a>(was: &Field, now: &'a ObjectType) -> Option<&'a Field> {
    let mut fields = now.fields.iter();
    let same = fields.clone().find(|field| field.wire == was.wire);
    same.or_else(|| fields.find(|field| field.ident == was.ident && field.ty == was.ty))
}

/// The properties that a constructor sets, with their values.
fn constants(object: &ObjectType) -> impl Iterator<Item = (&str, &str)> {
    let fixed = object.fixed.iter();
    fixed.map(|it| (object.fields[it.field].wire.as_str(), it.value.as_str()))
}

/// Whether an enum has the value.
fn is_value(plan: &Plan, field: &Field, value: &str) -> bool {
    let RustType::Named(name) = plan.unaliased(&field.ty) else {
        return false;
    };
    let kind = plan.types.get(name).map(|item| &item.kind);
    matches!(kind, Some(TypeKind::Enum(values)) if values.iter().any(|it| it.wire == value))
}
