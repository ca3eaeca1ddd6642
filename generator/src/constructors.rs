//! What the constructors of objects go on taking (`spec/constructors.yaml`).
//!
//! `new` takes the properties that the document requires. When a later document requires others, code
//! that calls `new` must still compile, so the arguments of an object that was released stay as they
//! were. `cargo xtask spec vendor` writes the list; deleting an entry, in a release that may break, lets
//! `new` follow the document again.
//!
//! ```yaml
//! - schema: ClusterDescription
//!   new: [clusterType, name]
//! ```

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::document::Document;
use crate::error::{Error, Result};
use crate::model::SchemaId;
use crate::plan::{ObjectType, Plan, TypeKind};

const ENTRY: &str = "an entry has `schema`, and `new` with the names of its properties";
const STALE: &str = "the document has changed here; delete the entry";

/// The arguments of constructors that differ from what the document makes.
#[derive(Debug, Default)]
pub struct Constructors {
    document: Option<Document>,
    /// By schema, the properties in order.
    kept: BTreeMap<String, Vec<String>>,
}

impl Constructors {
    /// Reads a list.
    ///
    /// # Errors
    /// An entry is not as it ought to be.
    pub fn new(document: Document) -> Result<Self> {
        let none = Vec::new();
        let entries = match document.tree() {
            Value::Null => &none,
            Value::Array(entries) => entries,
            _ => {
                let error = Error::at("", "this is a list of constructors").help(ENTRY);
                return Err(document.locate(error));
            }
        };
        let mut kept = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let fail = |message: &str| {
                document.locate(Error::at(format!("/{index}"), message).help(ENTRY))
            };
            let (schema, new) = self::entry(entry).ok_or_else(|| fail("this is no entry"))?;
            if kept.insert(schema, new).is_some() {
                return Err(fail("the schema stands here twice"));
            }
        }
        let document = Some(document);
        Ok(Self { document, kept })
    }

    /// What `new` of a later plan has to go on taking, for users of an earlier one. `rename` gives a
    /// schema of the earlier document the name that it has now.
    pub fn between(old: &Plan, new: &Plan, rename: impl Fn(&SchemaId) -> SchemaId) -> Self {
        let now: BTreeMap<&SchemaId, &ObjectType> = objects(new).collect();
        let kept = objects(old).filter_map(|(id, was)| {
            let schema = rename(id);
            let now = now.get(&schema)?;
            let before: Vec<_> = arguments(was);
            let there: Vec<_> = before
                .into_iter()
                .filter(|wire| now.fields.iter().any(|field| field.wire == *wire))
                .map(str::to_owned)
                .collect();
            (there != arguments(now)).then_some((schema.to_string(), there))
        });
        Self {
            document: None,
            kept: kept.collect(),
        }
    }

    /// Makes the constructors of a plan as they are to be.
    ///
    /// # Errors
    /// There is no such object or property any more, or it makes no difference.
    pub fn apply(&self, plan: &mut Plan) -> Result<()> {
        match self.apply_what_fits(plan).into_iter().next() {
            Some(stale) => Err(stale),
            None => Ok(()),
        }
    }

    /// Applies what fits to another plan, such as that of an older document. Answers why the others do
    /// not.
    pub fn apply_what_fits(&self, plan: &mut Plan) -> Vec<Error> {
        let mut objects: BTreeMap<String, &mut ObjectType> = plan
            .types
            .values_mut()
            .filter_map(|item| match &mut item.kind {
                TypeKind::Object(object) => Some((item.schema.to_string(), object)),
                _ => None,
            })
            .collect();
        let applied = self.kept.iter().map(|(schema, wires)| {
            let object = objects.get_mut(schema);
            let object = object.ok_or_else(|| format!("there is no object `{schema}`"))?;
            let place = |wire: &String| {
                let place = object.fields.iter().position(|field| field.wire == *wire);
                place.ok_or_else(|| format!("`{schema}` has no property `{wire}`"))
            };
            let required = wires.iter().map(place).collect::<Result<Vec<_>, _>>()?;
            if required == object.required {
                return Err(format!("`{schema}` requires just these anyway"));
            }
            object.required = required;
            Ok(())
        });
        let schemas = self.kept.keys();
        let stale = applied
            .zip(schemas)
            .filter_map(|(result, schema)| result.err().map(|message| self.stale(schema, message)));
        stale.collect()
    }

    /// The list as the tree of a file.
    pub fn to_tree(&self) -> Value {
        let entries = self.kept.iter();
        entries
            .map(|(schema, new)| json!({"schema": schema, "new": new}))
            .collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    fn stale(&self, schema: &str, message: String) -> Error {
        let index = self.kept.keys().position(|it| it == schema);
        let error = Error::at(format!("/{}", index.unwrap_or_default()), message).help(STALE);
        match &self.document {
            Some(document) => document.locate(error),
            None => error,
        }
    }
}

fn entry(entry: &Value) -> Option<(String, Vec<String>)> {
    let fields = entry.as_object().filter(|fields| fields.len() == 2)?;
    let schema = fields.get("schema")?.as_str()?.to_owned();
    let new = fields.get("new")?.as_array()?.iter();
    let new = new.map(|it| it.as_str().map(str::to_owned));
    Some((schema, new.collect::<Option<_>>()?))
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
