//! Decides unions: by the mapping of the discriminator, or by a property whose enum values differ between branches.
//! Otherwise the branches become one merged object. Nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Decided;
use super::objects::{self, Flat};
use crate::error::{Error, Result};
use crate::model::{
    Api, Discriminator, Facts, Note, Object, Property, Schema, SchemaId, SchemaKind, Type, Union,
};
use crate::source::escape;

/// The schemas of an API, after its unions were decided.
#[derive(Debug)]
pub struct Resolved<'a> {
    api: &'a Api,
    /// The decided unions.
    pub unions: BTreeMap<SchemaId, Decision>,
    /// Enums that merging created.
    merged_enums: BTreeMap<SchemaId, Schema>,
}

/// The form of a union in Rust.
#[derive(Debug)]
pub enum Decision {
    /// An enum of objects.
    Tagged {
        /// The properties that select the variant.
        by: Vec<String>,
        /// The values of those properties for each branch.
        tags: BTreeMap<SchemaId, Vec<Vec<String>>>,
        /// What the decision is based on.
        decided: Decided,
    },
    /// One object with the properties of all branches.
    Merged(Flat),
}

impl Resolved<'_> {
    /// Every schema, including those that merging created.
    pub fn schemas(&self) -> impl Iterator<Item = (&SchemaId, &Schema)> {
        // A merged enum may replace one of the union itself.
        let kept = self
            .api
            .schemas
            .iter()
            .filter(|(id, _)| !self.merged_enums.contains_key(id));
        kept.chain(&self.merged_enums)
    }

    /// A schema.
    pub fn get(&self, id: &SchemaId) -> Option<&Schema> {
        self.merged_enums
            .get(id)
            .or_else(|| self.api.schemas.get(id))
    }

    /// The API.
    pub fn api(&self) -> &Api {
        self.api
    }
}

/// Decides every union.
pub fn resolve<'a>(api: &'a Api, notes: &mut Vec<Note>) -> Result<Resolved<'a>> {
    let mut resolved = Resolved {
        api,
        unions: BTreeMap::new(),
        merged_enums: BTreeMap::new(),
    };
    for (id, schema) in &api.schemas {
        let SchemaKind::Union(union) = &schema.kind else {
            continue;
        };
        if union.all_branches().any(|branch| branch == id) {
            let help = "move what all branches have in common to a separate schema";
            return Err(
                Error::at(&schema.pointer, format!("`{id}` is a branch of itself")).help(help),
            );
        }
        let decision = match &union.discriminator {
            Some(discriminator) => {
                let tags = mapped(schema, union, discriminator)?;
                let branches = objects_only(api, schema, tags.keys())?;
                has_text(api, schema, &discriminator.property, &branches)?;
                let by = vec![discriminator.property.clone()];
                Decision::Tagged {
                    by,
                    tags,
                    decided: Decided::ByMapping,
                }
            }
            None => {
                let branches = objects_only(api, schema, union.branches.iter())?;
                match Table::new(api, &branches, notes).decide(id) {
                    Some((by, tags)) => Decision::Tagged {
                        by,
                        tags,
                        decided: Decided::ByProperty,
                    },
                    None => Decision::Merged(merge(&mut resolved, id, schema, union, &branches)?),
                }
            }
        };
        resolved.unions.insert(id.clone(), decision);
    }
    Ok(resolved)
}

/// The values that a mapping lists for each branch.
fn mapped(schema: &Schema, union: &Union, discriminator: &Discriminator) -> Result<Tags> {
    let pointer = format!("{}/discriminator/mapping", schema.pointer);
    let mut tags = Tags::new();
    for (value, target) in &discriminator.mapping {
        if !union.branches.contains(target) {
            let message = format!("the mapping names `{target}`, which is not a branch");
            let help =
                "add it to the branches, or delete it from the mapping, in spec/corrections.yaml";
            return Err(Error::at(format!("{pointer}/{}", escape(value)), message).help(help));
        }
        let values = tags.entry(target.clone()).or_default();
        values.push(vec![value.clone()]);
    }
    let mut branches = union.branches.iter();
    if let Some(branch) = branches.find(|branch| !tags.contains_key(branch)) {
        let message = format!("the mapping lacks a value for the branch `{branch}`");
        let help = format!(
            "map a value of `{}` to it, or delete the branch, in spec/corrections.yaml",
            discriminator.property
        );
        return Err(Error::at(pointer, message).help(help));
    }
    Ok(tags)
}

/// Rejects a discriminator that is not a string, because the values of a mapping are.
fn has_text(
    api: &Api,
    union: &Schema,
    property: &str,
    branches: &BTreeMap<&SchemaId, Flat>,
) -> Result<()> {
    let mut all = branches.iter();
    let other = all.find(|(_, flat)| {
        let found = flat.properties.get(property);
        found.is_some_and(|it| !is_text(api, &it.ty))
    });
    let Some((branch, _)) = other else {
        return Ok(());
    };
    let message = format!("the discriminator `{property}` of `{branch}` is not a string");
    let pointer = format!("{}/discriminator/propertyName", union.pointer);
    let help =
        "make it a string, or delete the discriminator with a correction in spec/corrections.yaml";
    Err(Error::at(pointer, message).help(help))
}

/// Whether a type is a string or an enum of strings.
fn is_text(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Ref(id) => match api.schemas.get(id).map(|it| &it.kind) {
            Some(SchemaKind::Enum(_)) => true,
            Some(SchemaKind::Alias(ty)) => is_text(api, ty),
            _ => false,
        },
        _ => false,
    }
}

fn objects_only<'a>(
    api: &'a Api,
    union: &Schema,
    ids: impl Iterator<Item = &'a SchemaId>,
) -> Result<BTreeMap<&'a SchemaId, Flat>> {
    let flat = |id: &'a SchemaId| Ok((id, objects::of_branch(api, id, union)?));
    ids.map(flat).collect()
}

/// The branches of a union, with the enum values of their properties.
struct Table<'a, 'n> {
    api: &'a Api,
    branches: &'a BTreeMap<&'a SchemaId, Flat>,
    notes: &'n mut Vec<Note>,
}

type Tags = BTreeMap<SchemaId, Vec<Vec<String>>>;

impl<'a, 'n> Table<'a, 'n> {
    fn new(
        api: &'a Api,
        branches: &'a BTreeMap<&'a SchemaId, Flat>,
        notes: &'n mut Vec<Note>,
    ) -> Self {
        Self {
            api,
            branches,
            notes,
        }
    }

    fn decide(&mut self, id: &SchemaId) -> Option<(Vec<String>, Tags)> {
        let all: Vec<_> = self.branches.keys().copied().collect();
        if all.len() < 2 {
            return None;
        }
        let (first, groups) = self.split(&all)?;
        let mut by = vec![first.clone()];
        let mut tags = Tags::new();
        for (values, group) in &groups {
            let mut rests: BTreeMap<&SchemaId, Vec<Vec<String>>> = BTreeMap::new();
            if let [only] = group.as_slice() {
                rests.insert(only, vec![Vec::new()]);
            } else {
                // If branches share all values of the first property, a second one distinguishes them.
                let (second, groups) = self.split(group)?;
                if by.get(1).is_some_and(|known| *known != second) {
                    return None;
                }
                by.truncate(1);
                by.push(second);
                for (values, group) in groups {
                    let [only] = group.as_slice() else {
                        return None;
                    };
                    rests.insert(only, values.into_iter().map(|value| vec![value]).collect());
                }
            }
            for (branch, rests) in rests {
                let ways = values.iter().flat_map(|value| {
                    rests.iter().map(move |rest| {
                        let mut way = vec![value.clone()];
                        way.extend(rest.iter().cloned());
                        way
                    })
                });
                tags.entry(branch.clone()).or_default().extend(ways);
            }
        }
        let tags = self.without_overlaps(id, &first, tags)?;
        Some((by, tags))
    }

    /// The property that splits the branches into the most groups with the same values.
    #[expect(clippy::type_complexity, reason = "it is used once")]
    fn split(
        &self,
        branches: &[&'a SchemaId],
    ) -> Option<(String, BTreeMap<BTreeSet<String>, Vec<&'a SchemaId>>)> {
        let names = self.branches[branches[0]].properties.keys();
        let candidates = names.filter_map(|name| {
            let mut groups: BTreeMap<BTreeSet<String>, Vec<&SchemaId>> = BTreeMap::new();
            for branch in branches {
                groups
                    .entry(self.values(branch, name)?)
                    .or_default()
                    .push(branch);
            }
            let sum: usize = groups.keys().map(BTreeSet::len).sum();
            let distinct = groups.keys().flatten().collect::<BTreeSet<_>>().len();
            let required = branches
                .iter()
                .all(|branch| self.branches[branch].required.contains(name));
            // Values may overlap only if the property is required, such as the type of an event: then the branch with
            // the fewest values is the special case. Instance sizes overlap by chance.
            (groups.len() > 1 && (sum == distinct || required)).then(|| (name.clone(), groups))
        });
        // The last of the largest. Names are sorted, so the result depends only on the branches.
        candidates.max_by_key(|(_, groups)| groups.len())
    }

    fn values(&self, branch: &SchemaId, property: &str) -> Option<BTreeSet<String>> {
        let Type::Ref(id) = &self.branches[branch].properties.get(property)?.ty else {
            return None;
        };
        match &self.api.schemas[id].kind {
            SchemaKind::Enum(values) => Some(values.iter().cloned().collect()),
            _ => None,
        }
    }

    /// Assigns a value of several branches to the one with the fewest values.
    fn without_overlaps(&mut self, id: &SchemaId, property: &str, tags: Tags) -> Option<Tags> {
        let mut owners: BTreeMap<Vec<String>, Vec<(usize, SchemaId)>> = BTreeMap::new();
        for (branch, ways) in &tags {
            for way in ways {
                owners
                    .entry(way.clone())
                    .or_default()
                    .push((ways.len(), branch.clone()));
            }
        }
        let mut tags = Tags::new();
        for (way, mut branches) in owners {
            branches.sort();
            if let [(first, owner), (second, other), ..] = branches.as_slice()
                && first == second
            {
                self.notes.push(Note::AmbiguousBranches {
                    union: id.clone(),
                    branches: [owner.clone(), other.clone()],
                    property: property.to_owned(),
                    value: way.join("/"),
                });
            }
            tags.entry(branches.swap_remove(0).1).or_default().push(way);
        }
        // A branch that is never chosen would be misleading.
        let unreachable = self
            .branches
            .keys()
            .find(|branch| !tags.contains_key(*branch));
        if let Some(branch) = unreachable {
            self.notes.push(Note::UnreachableBranch {
                union: id.clone(),
                branch: (*branch).clone(),
            });
        }
        Some(tags)
    }
}

/// Merges branches that can't be distinguished into one object.
fn merge(
    resolved: &mut Resolved<'_>,
    id: &SchemaId,
    schema: &Schema,
    union: &Union,
    branches: &BTreeMap<&SchemaId, Flat>,
) -> Result<Flat> {
    let api = resolved.api;
    let mut merged = objects::flatten(api, id, &union.base)?;
    for (name, property) in branches.values().flat_map(|flat| &flat.properties) {
        let Some(known) = merged.properties.get_mut(name) else {
            merged.properties.insert(name.clone(), property.clone());
            continue;
        };
        if known.ty != property.ty {
            let child = id.child(name);
            let values = |ty: &Type| match ty {
                Type::Ref(id) => match &resolved.merged_enums.get(id).or(api.schemas.get(id))?.kind
                {
                    SchemaKind::Enum(values) => Some(values.clone()),
                    _ => None,
                },
                _ => None,
            };
            let (Some(mut all), Some(more)) = (values(&known.ty), values(&property.ty)) else {
                if is_same(api, &known.ty, &property.ty) {
                    combine(known, property);
                    continue;
                }
                let message =
                    format!("the branches of `{id}` do not agree on the type of `{name}`");
                let help =
                    "correct a branch in spec/corrections.yaml, or give the union a discriminator";
                return Err(Error::at(&schema.pointer, message).help(help));
            };
            for value in more {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
            let facts = Facts {
                text: known.facts.text.clone(),
                ..Facts::default()
            };
            let (mut texts, mut names) = (BTreeMap::new(), BTreeMap::new());
            for id in [&known.ty, &property.ty]
                .into_iter()
                .filter_map(Type::target)
            {
                let schema = resolved.merged_enums.get(id).or(api.schemas.get(id));
                texts.extend(schema.into_iter().flat_map(|it| it.values.clone()));
                names.extend(schema.into_iter().flat_map(|it| it.names.clone()));
            }
            let made = Schema {
                kind: SchemaKind::Enum(all),
                facts,
                values: texts,
                names,
                pointer: schema.pointer.clone(),
            };
            resolved.merged_enums.insert(child.clone(), made);
            known.ty = Type::Ref(child);
        }
        combine(known, property);
    }
    // A property that one branch requires may be absent from another one.
    merged.required = union.base.required.clone();
    Ok(merged)
}

/// Whether two types are the same, or inline schemas that say the same.
fn is_same(api: &Api, a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Array(a), Type::Array(b))
        | (Type::Map(a), Type::Map(b))
        | (Type::Nullable(a), Type::Nullable(b)) => is_same(api, a, b),
        (Type::Ref(a), Type::Ref(b)) if a != b => {
            let is_inline = |id: &SchemaId| id.0.len() > 1;
            let kind = |id| api.schemas.get(id).map(|schema| &schema.kind);
            match (kind(a), kind(b)) {
                _ if !(is_inline(a) && is_inline(b)) => false,
                (Some(SchemaKind::Enum(a)), Some(SchemaKind::Enum(b))) => a == b,
                (Some(SchemaKind::Object(a)), Some(SchemaKind::Object(b))) => {
                    is_same_object(api, a, b)
                }
                _ => false,
            }
        }
        _ => a == b,
    }
}

fn is_same_object(api: &Api, a: &Object, b: &Object) -> bool {
    let others = b.properties.iter();
    let mut properties = a.properties.iter().zip(others);
    a.parents == b.parents
        && a.required == b.required
        && a.properties.len() == b.properties.len()
        && properties.all(|((name, a), (other, b))| {
            let (of_a, of_b) = (&a.facts, &b.facts);
            name == other
                && of_a.nullable == of_b.nullable
                && of_a.read_only == of_b.read_only
                && of_a.secret == of_b.secret
                && is_same(api, &a.ty, &b.ty)
        })
}

/// Drops facts that hold for only one of two branches.
fn combine(known: &mut Property, other: &Property) {
    known
        .facts
        .constraints
        .keep_common(&other.facts.constraints);
    known.facts.read_only &= other.facts.read_only;
    known.facts.write_only &= other.facts.write_only;
    known.facts.nullable |= other.facts.nullable;
    known.facts.secret |= other.facts.secret;
}
