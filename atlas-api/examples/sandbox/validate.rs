//! Validates requests against the spec: query parameters and bodies.

use atlas_api::codes;
use atlas_api::test_util::{Failure, Request};
use regex::Regex;
use serde_json::{Map, Value as Json};

use crate::refusals::{invalid, invalid_query, missing, refused};
use crate::spec::Spec;

/// The parameters that all operations accept.
pub const COMMON: [&str; 2] = ["envelope", "pretty"];

/// Read-only properties that the service ignores in requests, as recordings show.
const IGNORED: [&str; 1] = ["zoneId"];

/// Checks the query.
pub fn query(spec: &Spec, operation: &Json, request: &Request) -> Result<(), Failure> {
    let parameters = spec.parameters(operation).filter(|it| it["in"] == "query");
    let parameters: Vec<&Json> = parameters.collect();
    let known = |name: &str| parameters.iter().find(|it| it["name"] == name);
    for (name, _) in request.query_pairs() {
        let Some(parameter) = known(name) else {
            if COMMON.contains(&name) {
                continue;
            }
            return Err(invalid_query(name, "is not a parameter of this operation"));
        };
        let schema = spec.resolve(&parameter["schema"]);
        let (is_list, schema) = match schema["items"].is_object() {
            true => (true, spec.resolve(&schema["items"])),
            false => (false, schema),
        };
        let values: Vec<&str> = request.query_values(name).collect();
        if !is_list && values.len() > 1 {
            return Err(invalid_query(name, "is given more than once"));
        }
        for value in values {
            text(spec, schema, value).map_err(|problem| invalid_query(name, &problem))?;
        }
    }
    let is_missing = |it: &&&Json| {
        let name = it["name"].as_str().unwrap_or_default();
        it["required"] == true && request.query(name).is_none()
    };
    match parameters.iter().find(is_missing) {
        Some(parameter) => {
            let name = parameter["name"].as_str().unwrap_or_default();
            let failure = Failure::new(400, codes::MISSING_QUERY_PARAMETER).parameters([name]);
            Err(failure.detail(format!("the query has no `{name}`")))
        }
        None => Ok(()),
    }
}

/// Checks the text of a parameter.
fn text(spec: &Spec, schema: &Json, text: &str) -> Result<(), String> {
    let value = match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().ok().map(Json::from),
        Some("boolean") => text.parse::<bool>().ok().map(Json::from),
        _ => Some(text.into()),
    };
    let kind = schema["type"].as_str().unwrap_or_default();
    let value = value.ok_or_else(|| format!("must be of the type {kind}, not `{text}`"))?;
    // The service ignores dates that it can't read.
    scalar(spec, schema, &value).map_err(|(_, problem)| problem)
}

/// The context for checking a body.
pub struct Body<'a> {
    pub spec: &'a Spec,
    pub request: &'a Request,
    /// Whether the request changes an existing object. Then only properties of list items are required.
    pub is_change: bool,
}

impl Body<'_> {
    /// Checks the body against a schema.
    pub fn check(&self, schema: &Json, body: &Json) -> Result<(), Failure> {
        let (name, resolved) = self.spec.named(schema);
        let is_list = resolved["type"] == "array";
        if body.is_array() != is_list || !(body.is_array() || body.is_object()) {
            let failure = Failure::new(400, codes::MALFORMED_JSON);
            let kind = if is_list { "a list" } else { "an object" };
            return Err(failure.detail(format!("the body is not {kind}")));
        }
        self.value(name, resolved, body, "", !self.is_change)
    }

    fn value(
        &self,
        name: Option<&str>,
        schema: &Json,
        value: &Json,
        at: &str,
        is_whole: bool,
    ) -> Result<(), Failure> {
        let wrong = |kind: &str| {
            let problem = format!("must be of the type {kind}");
            refused(codes::INVALID_JSON_ATTRIBUTE, at, &problem)
        };
        let is_union = schema["oneOf"].is_array() || schema["anyOf"].is_array();
        let is_decided = schema["discriminator"]["mapping"].is_object();
        let is_object = ["properties", "additionalProperties"].map(|it| schema[it].is_object());
        let is_object = is_decided || schema["allOf"].is_array() || is_object.contains(&true);
        match (schema["type"].as_str(), value) {
            // `null` unsets a property.
            (_, Json::Null) => Ok(()),
            (Some("array"), Json::Array(items)) => {
                if (items.len() as u64) < schema["minItems"].as_u64().unwrap_or_default() {
                    return Err(invalid(at, "has too few items"));
                }
                let (name, schema) = self.spec.named(&schema["items"]);
                items.iter().enumerate().try_for_each(|(index, item)| {
                    self.value(name, schema, item, &format!("{at}[{index}]"), true)
                })
            }
            (Some("array"), _) => Err(wrong("array")),
            (Some("string" | "integer" | "number" | "boolean"), _) => {
                scalar(self.spec, schema, value)
                    .map_err(|(code, problem)| refused(code, at, &problem))
            }
            _ if is_union && !is_decided => self.one_of(name, schema, value, at, is_whole),
            (_, Json::Object(object)) if is_object => {
                let name = name.unwrap_or_default();
                self.object(&[(name, schema)], object, at, is_whole)
            }
            _ if is_object => Err(wrong("object")),
            // An object without properties is any JSON.
            _ => Ok(()),
        }
    }

    /// A union without a discriminator.
    fn one_of(
        &self,
        union: Option<&str>,
        schema: &Json,
        value: &Json,
        at: &str,
        is_whole: bool,
    ) -> Result<(), Failure> {
        let branches = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        let branches = branches.into_iter().flatten().map(|branch| {
            let (name, branch) = self.spec.named(branch);
            (name.unwrap_or_default(), branch)
        });
        let branches: Vec<(&str, &Json)> = branches.collect();
        let union = (union.unwrap_or_default(), schema);
        let Json::Object(object) = value else {
            let result = |(name, branch): &(&str, &Json)| {
                self.value(Some(name), branch, value, at, is_whole)
            };
            return closest(branches.iter().map(|branch| (false, result(branch))));
        };
        if branches.iter().any(|(_, branch)| self.is_told(branch)) {
            return closest(branches.iter().map(|branch| {
                let result = self.object(&[union, *branch], object, at, is_whole);
                (self.is_other(branch.1, object), result)
            }));
        }
        // Nothing distinguishes the branches, so any of them may explain a property.
        object.iter().try_for_each(|(name, value)| {
            let part = Map::from_iter([(name.clone(), value.clone())]);
            closest(branches.iter().map(|branch| {
                let result = self.object(&[union, *branch], &part, at, false);
                (branch.1["properties"][name].is_null(), result)
            }))
        })
    }

    /// Whether a branch requires a property with certain values.
    fn is_told(&self, branch: &Json) -> bool {
        let mut members = Members::default();
        members.gather(self.spec, "", branch);
        let required = members.required.iter();
        let schemas = required.filter_map(|name| Some(members.property(name)?.1));
        schemas
            .map(|it| self.spec.resolve(it))
            .any(|it| it["enum"].is_array() || it["oneOf"].is_array())
    }

    /// Whether the value of a property shows that an object does not belong to this branch.
    fn is_other(&self, branch: &Json, object: &Map<String, Json>) -> bool {
        let properties = branch["properties"].as_object().into_iter().flatten();
        properties.into_iter().any(|(name, property)| {
            let value = object.get(name).filter(|it| it.is_string());
            let schema = self.spec.resolve(property);
            value.is_some_and(|value| scalar(self.spec, schema, value).is_err())
        })
    }

    /// An object of one schema, or of a union and its branch.
    fn object(
        &self,
        schemas: &[(&str, &Json)],
        object: &Map<String, Json>,
        at: &str,
        is_whole: bool,
    ) -> Result<(), Failure> {
        let place = |property: &str| match at {
            "" => property.to_owned(),
            at => format!("{at}.{property}"),
        };
        let Some((name, schema)) = schemas.last().copied() else {
            return Ok(());
        };
        let mut members = Members::default();
        for (name, schema) in schemas {
            members.gather(self.spec, name, schema);
        }
        let mut is_open = false;
        match self.branch(schema, object) {
            Branch::None => {}
            Branch::Of(name, branch) => members.gather(self.spec, name, branch),
            // The discriminator is missing, so it may be any branch.
            Branch::Any => is_open = true,
            Branch::Unknown(tag, value) => {
                let problem = format!("does not allow the value `{value}`");
                return Err(refused(codes::INVALID_ENUM_VALUE, &place(tag), &problem));
            }
        }
        for (property, value) in object {
            let Some((owner, schema)) = members.property(property) else {
                let free = &schema["additionalProperties"];
                if free.is_object() {
                    let (name, schema) = self.spec.named(free);
                    self.value(name, schema, value, &place(property), is_whole)?;
                } else if !is_open && free != true && !members.properties.is_empty() {
                    return Err(invalid(
                        &place(property),
                        "is not an attribute of this object",
                    ));
                }
                continue;
            };
            let is_read_only = self.spec.is_read_only(owner, property, schema)
                || self.spec.is_read_only(name, property, schema);
            let is_ignored = IGNORED.contains(&&**property) || self.repeats_path(property, value);
            if is_read_only && !is_ignored && !value.is_null() {
                return Err(refused(
                    codes::ATTRIBUTE_READ_ONLY,
                    &place(property),
                    "is read-only",
                ));
            }
            let (type_name, resolved) = self.spec.named(schema);
            self.value(type_name, resolved, value, &place(property), is_whole)?;
        }
        let is_missing = |required: &&&str| {
            let (owner, property) = members.property(required).unwrap_or((name, &Json::Null));
            let is_given = object.get(**required).is_some_and(|value| !value.is_null());
            let is_known = !property["default"].is_null()
                || self.spec.is_read_only(owner, required, property)
                || self.request.path_argument(required).is_some();
            !is_given && !is_known
        };
        match members.required.iter().find(is_missing) {
            Some(required) if is_whole => Err(missing(&place(required))),
            _ => Ok(()),
        }
    }

    /// Whether a property repeats the path argument with its name, as many clients do.
    fn repeats_path(&self, property: &str, value: &Json) -> bool {
        let argument = self.request.path_argument(property);
        argument.is_some_and(|argument| value == argument)
    }

    /// The branch of a union that the discriminator selects.
    fn branch<'a>(&'a self, schema: &'a Json, object: &'a Map<String, Json>) -> Branch<'a> {
        let discriminator = &schema["discriminator"];
        let mapping = discriminator["mapping"].as_object();
        let (Some(tag), Some(mapping)) = (discriminator["propertyName"].as_str(), mapping) else {
            return Branch::None;
        };
        let given = object.get(tag).and_then(Json::as_str);
        let Some(value) = given.or(self.request.path_argument(tag)) else {
            return Branch::Any;
        };
        let Some(target) = mapping.get(value) else {
            return Branch::Unknown(tag, value);
        };
        let pointer = target.as_str().unwrap_or_default();
        let name = pointer.rsplit('/').next().unwrap_or_default();
        Branch::Of(name, self.spec.component(pointer))
    }
}

/// The result of the first branch that fits, or else of the first one that the object may belong to.
fn closest(results: impl Iterator<Item = (bool, Result<(), Failure>)>) -> Result<(), Failure> {
    let mut closest: Option<(bool, Failure)> = None;
    for (is_other, result) in results {
        let Err(failure) = result else {
            return Ok(());
        };
        let is_closer = |(other, _): &(bool, Failure)| *other && !is_other;
        if closest.as_ref().is_none_or(is_closer) {
            closest = Some((is_other, failure));
        }
    }
    closest.map_or(Ok(()), |(_, failure)| Err(failure))
}

enum Branch<'a> {
    None,
    Of(&'a str, &'a Json),
    Any,
    Unknown(&'a str, &'a str),
}

/// The properties of an object and of its parents.
#[derive(Default)]
struct Members<'a> {
    /// The properties, each with the name of the schema that declares it.
    properties: Vec<(&'a str, &'a str, &'a Json)>,
    required: Vec<&'a str>,
}

impl<'a> Members<'a> {
    fn gather(&mut self, spec: &'a Spec, name: &'a str, schema: &'a Json) {
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (part_name, part) = spec.named(part);
            self.gather(spec, part_name.unwrap_or(name), part);
        }
        for (property, schema) in schema["properties"].as_object().into_iter().flatten() {
            self.properties.retain(|(_, known, _)| known != property);
            self.properties.push((name, property, schema));
        }
        let required = schema["required"].as_array().into_iter().flatten();
        self.required.extend(required.filter_map(Json::as_str));
    }

    fn property(&self, name: &str) -> Option<(&'a str, &'a Json)> {
        let mut properties = self.properties.iter();
        let known = properties.find(|(_, property, _)| *property == name);
        known.map(|(owner, _, schema)| (*owner, *schema))
    }
}

/// Checks a value that is neither an object nor a list. An error has a code and a description.
fn scalar(spec: &Spec, schema: &Json, value: &Json) -> Result<(), (&'static str, String)> {
    let is_right = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        _ => {
            let branches = schema["oneOf"].as_array().into_iter().flatten();
            let mut branches = branches.map(|it| scalar(spec, spec.resolve(it), value));
            let first = branches.next().unwrap_or(Ok(()));
            return first.or_else(|error| branches.find(Result::is_ok).unwrap_or(Err(error)));
        }
    };
    if !is_right {
        let kind = schema["type"].as_str().unwrap_or_default();
        return Err((
            codes::INVALID_JSON_ATTRIBUTE,
            format!("must be of the type {kind}"),
        ));
    }
    let values = schema["enum"].as_array();
    if values.is_some_and(|values| !values.contains(value)) {
        let problem = format!("does not allow the value {value}");
        return Err((codes::INVALID_ENUM_VALUE, problem));
    }
    let out_of_range = |problem: String| Err((codes::INVALID_ATTRIBUTE, problem));
    if let Some(number) = value.as_f64() {
        let least = schema["minimum"].as_f64().unwrap_or(f64::MIN);
        let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
        return match number {
            _ if number < least => out_of_range(format!("must be at least {least}, not {value}")),
            _ if number > most => out_of_range(format!("must be at most {most}, not {value}")),
            _ => Ok(()),
        };
    }
    let Some(text) = value.as_str() else {
        return Ok(());
    };
    let length = text.chars().count() as u64;
    if length < schema["minLength"].as_u64().unwrap_or(0) {
        return out_of_range("is too short".to_owned());
    }
    if length > schema["maxLength"].as_u64().unwrap_or(u64::MAX) {
        return out_of_range("is too long".to_owned());
    }
    // A few patterns have look-arounds, which this regex syntax lacks. They are not checked.
    let pattern = schema["pattern"]
        .as_str()
        .and_then(|it| Regex::new(it).ok());
    match pattern {
        Some(pattern) if !pattern.is_match(text) => {
            out_of_range(format!("does not match {pattern}"))
        }
        _ => Ok(()),
    }
}
