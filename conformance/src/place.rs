//! What the spec says about a place in a body: whether it describes an object there.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use atlas_api::Json;
use atlas_api::conformance::Codec;
use generator::openapi::extensions::READ_ONLY_PROPERTIES;
use serde_json::Value;

use crate::schema::{MAX_DEPTH, Owned, Schemas, operations};

/// The places of a spec.
pub struct Places<'a> {
    schemas: Schemas<'a>,
    /// What schemas say, by address, because they are looked up again and again.
    known: RefCell<HashMap<*const Value, Rc<Known<'a>>>>,
}

/// What a schema says about a value. For a union, what at least one of its branches says.
#[derive(Default)]
struct Known<'a> {
    properties: BTreeMap<&'a str, Property<'a>>,
    items: Vec<&'a Value>,
    values: Vec<&'a Value>,
    /// The properties that select a branch of a union.
    tags: BTreeSet<&'a str>,
    /// Whether it is a union of objects.
    is_union: bool,
    is_number: bool,
    is_text: bool,
    is_enum: bool,
}

/// A property, which many branches of a union may list.
#[derive(Default)]
struct Property<'a> {
    listed: Vec<Owned<'a>>,
    /// Its schemas, each once.
    schemas: Vec<&'a Value>,
}

/// Adds a schema to a list that has none that says the same.
fn add<'a>(schemas: &mut Vec<&'a Value>, schema: &'a Value) {
    if !schemas.contains(&schema) {
        schemas.push(schema);
    }
}

/// A place that one or several schemas describe.
pub struct Place<'p, 'a> {
    places: &'p Places<'a>,
    known: Vec<Rc<Known<'a>>>,
}

impl<'a> Places<'a> {
    /// Creates the places of a spec.
    #[must_use]
    pub fn new(document: &'a Value) -> Self {
        Self {
            schemas: Schemas(document),
            known: RefCell::default(),
        }
    }

    /// The place of a value that a schema describes.
    #[must_use]
    pub fn of(&self, schema: &'a Value) -> Place<'_, 'a> {
        self.any(&[schema])
    }

    /// The place of a value that the spec does not describe.
    #[must_use]
    pub fn free(&self) -> Place<'_, 'a> {
        self.any(&[])
    }

    fn any(&self, schemas: &[&'a Value]) -> Place<'_, 'a> {
        let known = schemas.iter().map(|schema| self.known(schema));
        Place {
            places: self,
            known: known.collect(),
        }
    }

    fn known(&self, schema: &'a Value) -> Rc<Known<'a>> {
        let address = std::ptr::from_ref(schema);
        if let Some(known) = self.known.borrow().get(&address) {
            return Rc::clone(known);
        }
        let mut known = Known::default();
        self.collect(schema, &mut known, 0);
        let known = Rc::new(known);
        self.known.borrow_mut().insert(address, Rc::clone(&known));
        known
    }

    fn collect(&self, schema: &'a Value, known: &mut Known<'a>, depth: usize) {
        let schema = self.schemas.resolve(schema);
        if depth > MAX_DEPTH {
            return;
        }
        for (name, owned) in self.schemas.owned_properties(schema) {
            let property = known.properties.entry(name).or_default();
            add(&mut property.schemas, owned.property);
            property.listed.push(owned);
        }
        let inner = |keyword: &str| schema.get(keyword).filter(|inner| inner.is_object());
        if let Some(items) = inner("items") {
            add(&mut known.items, items);
        }
        if let Some(values) = inner("additionalProperties") {
            add(&mut known.values, values);
        }
        known.is_number |= schema["type"] == "number";
        let (is_enum, format) = (schema["enum"].is_array(), schema["format"].as_str());
        let is_plain = !is_enum && !matches!(format, Some("password" | "date-time"));
        known.is_text |= schema["type"] == "string" && is_plain;
        known.is_enum |= is_enum;
        let tag = schema["discriminator"]["propertyName"].as_str();
        known.tags.extend(tag);
        let mapped = self.schemas.mapped(schema).into_iter().flatten();
        let mapped = mapped.map(|branch| branch.schema);
        let branches: Vec<_> = mapped.chain(self.schemas.listed(schema)).collect();
        let is_object = |branch: &&Value| !self.schemas.properties(branch).is_empty();
        known.is_union |= branches.iter().filter(|it| is_object(it)).count() > 1;
        for branch in branches {
            self.collect(branch, known, depth + 1);
        }
    }
}

impl<'p, 'a> Place<'p, 'a> {
    /// The place of a property that the spec lists here.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Self> {
        let schemas = self
            .known
            .iter()
            .flat_map(|known| known.properties.get(name));
        let schemas: Vec<_> = schemas.flat_map(|it| it.schemas.iter().copied()).collect();
        (!schemas.is_empty()).then(|| self.places.any(&schemas))
    }

    /// The properties with this name that the spec itself marks as read-only, as `Schema.property`.
    #[must_use]
    pub fn read_only(&self, name: &str) -> Vec<String> {
        let of_name = self.known.iter().flat_map(|it| it.properties.get(name));
        let marked = of_name.flat_map(|it| &it.listed);
        let marked = marked.filter(|owned| owned.property["readOnly"] == true);
        let named = marked.map(|owned| {
            let owner = self.places.schemas.name(owned.owner);
            format!("{}.{name}", owner.unwrap_or("(a schema without a name)"))
        });
        named.collect()
    }

    /// Whether the spec describes a union of objects here, and the value is an object without any of the properties
    /// that select a branch.
    #[must_use]
    pub fn leaves_open(&self, value: &Json) -> bool {
        let unions = self.known.iter().filter(|known| known.is_union);
        let is_tagged = |known: &Known<'_>| {
            let mut tags = known.tags.iter();
            tags.any(|tag| value.get(tag).is_some_and(|it| it.as_str().is_some()))
        };
        let mut unions = unions.peekable();
        value.as_object().is_some()
            && unions.peek().is_some()
            && unions.all(|known| !is_tagged(known))
    }

    /// The place of the items of a list.
    #[must_use]
    pub fn item(&self) -> Self {
        self.inner(|known| &known.items)
    }

    /// The place of properties that the spec does not list.
    #[must_use]
    pub fn value(&self) -> Self {
        self.inner(|known| &known.values)
    }

    /// The place and the value at a JSON path of a body, such as `$.results[0].name`.
    #[must_use]
    pub fn at<'j>(&self, body: &'j Json, path: &str) -> Option<(Self, &'j Json)> {
        let (mut place, mut value) = (self.any_of_it(), body);
        let mut rest = path.strip_prefix('$')?;
        while !rest.is_empty() {
            let end = |rest: &str| rest.find(['.', '[']).unwrap_or(rest.len());
            if let Some(name) = rest.strip_prefix('.') {
                let name = &name[..end(name)];
                rest = &rest[1 + name.len()..];
                place = place.property(name).unwrap_or_else(|| place.value());
                value = value.get(name)?;
                continue;
            }
            let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
            rest = after;
            match inner.parse::<usize>() {
                Ok(index) => (place, value) = (place.item(), value.as_array()?.get(index)?),
                Err(_) => {
                    let name = serde_json::from_str::<String>(inner).ok()?;
                    (place, value) = (place.value(), value.get(&name)?);
                }
            }
        }
        Some((place, value))
    }

    fn any_of_it(&self) -> Self {
        Self {
            places: self.places,
            known: self.known.clone(),
        }
    }

    /// Whether the spec describes a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.known.iter().any(|known| known.is_number)
    }

    /// Whether the spec describes a string that can't be a secret.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.known.iter().any(|known| known.is_text)
    }

    /// Whether the spec lists values.
    #[must_use]
    pub fn is_enum(&self) -> bool {
        self.known.iter().any(|known| known.is_enum)
    }

    /// Whether the spec lists properties.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.known.iter().any(|known| !known.properties.is_empty())
    }

    /// Whether the spec describes an object whose property names are data.
    #[must_use]
    pub fn is_map(&self) -> bool {
        self.known.iter().any(|known| !known.values.is_empty())
    }

    fn inner(&self, of: for<'k> fn(&'k Known<'a>) -> &'k Vec<&'a Value>) -> Self {
        let schemas: Vec<_> = self
            .known
            .iter()
            .flat_map(|known| of(known))
            .copied()
            .collect();
        self.places.any(&schemas)
    }
}

/// The bodies of the operations of several specs.
pub struct Bodies<'a> {
    operations: HashMap<(String, String), (usize, &'a Value)>,
    places: Vec<Places<'a>>,
    nothing: Places<'a>,
}

impl<'a> Bodies<'a> {
    /// Collects the bodies that these specs describe.
    #[must_use]
    pub fn new(documents: impl IntoIterator<Item = &'a Value>) -> Self {
        let (mut places, mut all) = (Vec::new(), HashMap::new());
        for document in documents {
            for (method, path, operation) in operations(document) {
                all.insert((method.to_uppercase(), path), (places.len(), operation));
            }
            places.push(Places::new(document));
        }
        Self {
            operations: all,
            places,
            nothing: Places::new(&Value::Null),
        }
    }

    /// Whether a correction decides if a property, given as `Schema.property`, is read-only. Corrections of the
    /// current API hold for v1.0 too, which has none of its own.
    #[must_use]
    pub fn decides(&self, property: &str) -> bool {
        let Some((schema, name)) = property.split_once('.') else {
            return false;
        };
        let mut specs = self.places.iter().map(|places| places.schemas.0);
        specs.any(|spec| {
            let schema = &spec["components"]["schemas"][schema];
            schema[READ_ONLY_PROPERTIES][name].is_boolean()
        })
    }

    /// The place of the response of an operation-version.
    #[must_use]
    pub fn response(&self, codec: &Codec) -> Place<'_, 'a> {
        self.place(codec, |schemas, operation| {
            schemas.answer(operation, codec.meta.media_type)?.schema
        })
    }

    /// The place of the request body of an operation-version.
    #[must_use]
    pub fn request(&self, codec: &Codec) -> Place<'_, 'a> {
        self.place(codec, |schemas, operation| {
            schemas.request_body(operation, codec.meta.body_media_type?)
        })
    }

    fn place(
        &self,
        codec: &Codec,
        schema: impl Fn(Schemas<'a>, &'a Value) -> Option<&'a Value>,
    ) -> Place<'_, 'a> {
        let key = (codec.meta.method.to_string(), codec.meta.path.to_owned());
        let place = || {
            let (spec, operation) = self.operations.get(&key)?;
            let places = &self.places[*spec];
            Some(places.of(schema(places.schemas, operation)?))
        };
        place().unwrap_or_else(|| self.nothing.free())
    }
}
