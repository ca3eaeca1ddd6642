//! Finds what has changed, walking the two models side by side.

mod constraints;
mod operations;
mod parameters;
mod schemas;
mod types;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Api, Facts, Format, Kind, Operation, OperationVersion, Output, Property, Schema, SchemaId,
    Version, shape,
};

use generator::plan::{OperationItem, RustType, TypeKind};

use crate::draft::{Cause, Draft, Drafts};
use crate::items::{self, Difference, Names};
use crate::matching::Matches;
use crate::model::{Model, VersionKey, function_path, version_key};
use crate::reach::Reach;
use crate::report::{Rust, Wire};
use crate::rule::Rule;

/// Two models and what is known of them.
pub(crate) struct Comparison<'a> {
    pub(crate) old: &'a Model,
    pub(crate) new: &'a Model,
    pub(crate) matches: Matches<'a>,
    /// Where the old document uses its schemas, in the names of the new one.
    pub(crate) was: Reach,
    /// Where the new one does.
    pub(crate) now: Reach,
    pub(crate) drafts: Drafts,
    /// The schemas of the old document, in the names of the new one.
    pub(crate) old_schemas: BTreeMap<SchemaId, &'a Schema>,
    /// The parents of each schema and what it is merged of, in either document.
    kin: BTreeMap<SchemaId, BTreeSet<SchemaId>>,
    /// The operations' keys by their ids in the old document and in the new one.
    keys: [BTreeMap<&'a str, String>; 2],
    /// The paths in Rust by operation id and media type, likewise.
    functions: [BTreeMap<(&'a str, &'a str), String>; 2],
}

/// A document of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Old,
    New,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(old: &'a Model, new: &'a Model) -> Self {
        let matches = Matches::new(&old.api, &new.api);
        // An operation that moved is known by where it is now.
        let all = new.api.operations.iter();
        let new_keys: BTreeMap<_, _> = all.map(|it| (it.id.as_str(), key(it))).collect();
        let gone = matches.removed.iter().map(|it| (it.id.as_str(), key(it)));
        let both = matches.operations.iter();
        let both = both.map(|(was, now)| (was.id.as_str(), key(now)));
        let old_keys: BTreeMap<_, _> = gone.chain(both).collect();
        let functions = [old, new].map(|model| {
            let functions = model.functions().into_iter();
            functions
                .map(|(key, (module, item))| (key, function_path(module, item)))
                .collect()
        });
        let schemas = old.api.schemas.iter();
        let old_schemas = schemas
            .map(|(id, schema)| (matches.id(id), schema))
            .collect();
        let mut kin = BTreeMap::new();
        add_kin(&old.api, &|id| matches.id(id), &mut kin);
        add_kin(&new.api, &SchemaId::clone, &mut kin);
        Self {
            old,
            new,
            old_schemas,
            kin,
            was: Reach::new(old, &|id| of(&old_keys, id), &|id| matches.id(id)),
            now: Reach::new(new, &|id| of(&new_keys, id), &SchemaId::clone),
            drafts: Drafts::default(),
            keys: [old_keys, new_keys],
            functions,
            matches,
        }
    }

    /// Finds every change of the document.
    pub(crate) fn find(&mut self) {
        self.operations();
        self.features();
        self.schemas();
    }

    /// How the crates' surfaces differ.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let old_names = self.old.type_names();
        let new_names = self.new.type_names();
        let was: BTreeMap<&str, &SchemaId> =
            old_names.iter().map(|(id, name)| (*name, *id)).collect();
        // The name in Rust that an old type has now.
        let renamed = |name: &str| {
            let id = was.get(name).map(|id| self.matches.id(id));
            let now = id.and_then(|id| new_names.get(&id).copied());
            now.unwrap_or(name).to_owned()
        };
        let before = items::surface(
            self.old,
            &Names {
                operation: &|id| of(&self.keys[0], id),
                schema: &|id| self.matches.id(id),
                ty: &renamed,
                alias: &|name| alias(self.old, name),
            },
        );
        let after = items::surface(
            self.new,
            &Names {
                operation: &|id| of(&self.keys[1], id),
                schema: &SchemaId::clone,
                ty: &str::to_owned,
                alias: &|name| alias(self.new, name),
            },
        );
        items::differences(&before, &after)
    }

    /// The key of an old operation, and the format of a version of it.
    pub(crate) fn old_key(&self, item: &OperationItem) -> (String, Format) {
        let key = of(&self.keys[0], &item.spec.id);
        (key, items::format_of(&item.spec.media_type))
    }

    /// The key of a new operation.
    pub(crate) fn new_key(&self, id: &str) -> String {
        of(&self.keys[1], id)
    }

    /// What an old schema is called now.
    pub(crate) fn old_id(&self, id: &SchemaId) -> SchemaId {
        self.matches.id(id)
    }

    /// The versions that are or were the newest stable ones of an operation in a format.
    pub(crate) fn newest_versions(&self, key: &str, format: Format) -> Vec<VersionKey> {
        let newest = self.sides(key).filter_map(|operation| {
            let stable = operation.versions.iter().map(version_key);
            stable
                .filter(|(version, of)| *of == format && *version != Version::Preview)
                .max()
        });
        newest.collect()
    }

    /// An operation before and after, where it is.
    fn sides(&self, key: &str) -> impl Iterator<Item = &'a Operation> {
        let sides = [(self.old, &self.keys[0]), (self.new, &self.keys[1])];
        sides.into_iter().filter_map(move |(model, keys)| {
            let mut all = model.api.operations.iter();
            all.find(|it| keys.get(it.id.as_str()).is_some_and(|it| it == key))
        })
    }

    /// The schemas that a version answers, before and after.
    pub(crate) fn outputs(&self, key: &str, at: &VersionKey) -> Vec<SchemaId> {
        let found = self.sides(key).filter_map(|operation| {
            let mut versions = operation.versions.iter();
            let version = versions.find(|it| version_key(it) == *at)?;
            match &version.output {
                Output::Json(ty) => ty.target().map(|id| self.matches.id(id)),
                _ => None,
            }
        });
        found.collect()
    }

    /// The schemas that a property is of, before and after.
    pub(crate) fn targets(&self, id: &SchemaId, property: &str) -> Vec<SchemaId> {
        let before = self.old_schemas.get(id).copied();
        let after = self.new.api.schemas.get(id);
        let found = before.into_iter().chain(after).filter_map(|schema| {
            let object = match &schema.kind {
                Kind::Object(object) => object,
                Kind::Union(union) => &union.base,
                Kind::Enum(_) | Kind::Alias(_) => return None,
            };
            object
                .properties
                .get(property)?
                .ty
                .target()
                .map(|id| self.matches.id(id))
        });
        found.collect()
    }

    /// A schema, its parents and what it is merged of, with those of these, nearest first.
    pub(crate) fn kin(&self, id: &SchemaId) -> Vec<SchemaId> {
        let mut found = vec![id.clone()];
        let mut at = 0;
        while let Some(id) = found.get(at).cloned() {
            for next in self.kin.get(&id).into_iter().flatten() {
                if !found.contains(next) {
                    found.push(next.clone());
                }
            }
            at += 1;
        }
        found
    }

    fn features(&mut self) {
        let [old, new] = [self.old, self.new].map(|it| &it.plan.modules);
        let mut add = |rule, module: &String| {
            let draft = Draft::new(rule, module, Wire::None);
            self.drafts.add(draft, [Cause::Feature(module.clone())]);
        };
        for module in old.keys().filter(|it| !new.contains_key(*it)) {
            add(Rule::FeatureRemoved, module);
        }
        for module in new.keys().filter(|it| !old.contains_key(*it)) {
            add(Rule::FeatureAdded, module);
        }
    }

    /// The paths in Rust of an operation's versions.
    fn paths(
        &self,
        operation: &Operation,
        side: Which,
        which: impl Fn(&OperationVersion) -> bool,
    ) -> Vec<String> {
        let functions = &self.functions[usize::from(side == Which::New)];
        let versions = operation.versions.iter().filter(|it| which(it));
        let keys = versions.map(|it| (operation.id.as_str(), it.media_type.as_str()));
        keys.filter_map(|key| functions.get(&key).cloned())
            .collect()
    }
}

/// What a type of the crate stands for, if it is another's name.
fn alias<'a>(model: &'a Model, name: &str) -> Option<&'a RustType> {
    match &model.plan.types.get(name)?.kind {
        TypeKind::Alias(ty) => Some(ty),
        _ => None,
    }
}

fn add_kin(
    api: &Api,
    rename: &dyn Fn(&SchemaId) -> SchemaId,
    kin: &mut BTreeMap<SchemaId, BTreeSet<SchemaId>>,
) {
    for (id, schema) in &api.schemas {
        let (object, branches) = match &schema.kind {
            Kind::Object(object) => (object, [].as_slice()),
            Kind::Union(union) => (&union.base, union.branches.as_slice()),
            Kind::Enum(_) | Kind::Alias(_) => continue,
        };
        let all = object.parents.iter().chain(branches).map(rename);
        kin.entry(rename(id)).or_default().extend(all);
    }
}

/// An operation's key: how it is called over the wire.
fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, shape(&operation.path))
}

fn of(keys: &BTreeMap<&str, String>, id: &str) -> String {
    keys.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// Which way a thing goes over the wire.
#[derive(Debug, Clone, Copy)]
struct Direction {
    request: bool,
    response: bool,
}

impl Direction {
    const REQUEST: Self = Self {
        request: true,
        response: false,
    };

    const RESPONSE: Self = Self {
        request: false,
        response: true,
    };

    /// Of a property: what is read-only is in no request, what is write-only in no response.
    fn of_property(self, sides: &[Option<&Property>; 2]) -> Self {
        let all = |test: fn(&Facts) -> bool| {
            let mut sides = sides.iter().flatten().peekable();
            sides.peek().is_some() && sides.all(|it| test(&it.facts))
        };
        Self {
            request: self.request && !all(|facts| facts.read_only),
            response: self.response && !all(|facts| facts.write_only),
        }
    }

    /// What it means, by what it means in a request and in a response. What is not used at all means
    /// nothing.
    fn wire(self, in_request: Wire, in_response: Wire) -> Wire {
        let request = if self.request { in_request } else { Wire::None };
        let response = if self.response {
            in_response
        } else {
            Wire::None
        };
        request.max(response)
    }
}

impl Comparison<'_> {
    fn direction(&self, id: &SchemaId) -> Direction {
        let (was, now) = (self.was.of(id), self.now.of(id));
        Direction {
            request: was.in_requests() || now.in_requests(),
            response: was.in_responses() || now.in_responses(),
        }
    }

    /// The operation-versions of the new document that a schema reaches; of the old one, if it
    /// reaches none any more.
    fn reached(&self, id: &SchemaId) -> Vec<String> {
        let now: Vec<_> = self.now.of(id).operations().collect();
        if now.is_empty() {
            self.was.of(id).operations().collect()
        } else {
            now
        }
    }

    /// The facts that mean the same for a schema, a property and a parameter.
    fn facts(
        &mut self,
        subject: &str,
        detail: Option<&str>,
        [old, new]: [&Facts; 2],
        direction: Direction,
        cause: &Cause,
        operations: &[String],
    ) {
        let mut add = |draft: Draft| {
            let mut draft = draft.reaches(operations.iter().cloned());
            draft.detail = detail.map(str::to_owned);
            self.drafts.add(draft, [cause.clone()]);
        };
        constraints::compare(
            subject,
            &old.constraints,
            &new.constraints,
            direction,
            &mut add,
        );
        match (old.deprecated, new.deprecated) {
            (false, true) => add(Draft::new(Rule::Deprecated, subject, Wire::None)),
            (true, false) => add(Draft::new(Rule::Undeprecated, subject, Wire::None)),
            _ => {}
        }
        if old.nullable != new.nullable {
            let wire = match new.nullable {
                true => direction.wire(Wire::Additive, Wire::Warning),
                false => direction.wire(Wire::Breaking, Wire::None),
            };
            let text = |nullable| {
                if nullable {
                    "may be null"
                } else {
                    "never null"
                }
            };
            let draft = Draft::new(Rule::PropertyNullable, subject, wire);
            add(draft.from(text(old.nullable)).to(text(new.nullable)));
        }
        let access = [old, new].map(|facts| match (facts.read_only, facts.write_only) {
            (true, _) => "read-only",
            (_, true) => "write-only",
            _ => "read and written",
        });
        if access[0] != access[1] {
            let wire = match access[1] {
                "read-only" => direction.wire(Wire::Breaking, Wire::None),
                "write-only" => direction.wire(Wire::None, Wire::Breaking),
                _ => direction.wire(Wire::Additive, Wire::Additive),
            };
            let draft = Draft::new(Rule::PropertyAccessChanged, subject, wire);
            add(draft.from(access[0]).to(access[1]));
        }
        if old.secret != new.secret {
            let text = |secret| if secret { "hidden" } else { "shown" };
            let mut draft = Draft::new(Rule::SecretChanged, subject, Wire::None);
            if old.secret {
                let hands = "does Debug have to go on hiding it? Then add it to `secret` in spec/overlay.yaml";
                draft.hands = Some(hands.to_owned());
            }
            add(draft.from(text(old.secret)).to(text(new.secret)));
        }
        let titles = [old, new].map(|facts| (facts.title.clone(), facts.docs_url.clone()));
        let [(title, url), (new_title, new_url)] = titles;
        if title != new_title {
            add(Draft::new(Rule::TitleChanged, subject, Wire::None).change(title, new_title));
        }
        if url != new_url {
            add(Draft::new(Rule::TitleChanged, subject, Wire::None).change(url, new_url));
        }
    }
}

/// A step for a thing of which programs are only warned.
const WARNED: Rust = Rust::Minor;
