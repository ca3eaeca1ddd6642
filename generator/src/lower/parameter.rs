//! Lowers parameters.

use openapiv3::{Operation, Parameter as OpenParameter, ParameterSchemaOrContent, PathItem};
use serde_json::Value;

use super::lowering::{Lowering, resolve};
use super::names::parameter_name;
use super::path::{self, of_path};
use crate::error::{Error, Result};
use crate::model::{Facts, Parameter, ParameterLocation, SchemaId, SchemaKind, Slip, Type};

/// Parameters that change the form of the response or waste bytes. The crate does not offer them.
const LEFT_OUT: [&str; 2] = ["envelope", "pretty"];
/// Headers that the client sets. OpenAPI says that a parameter with such a name is ignored.
const OWN_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

impl Lowering<'_> {
    /// The parameters of an operation, in the order of the path, then by name.
    pub fn parameters(
        &mut self,
        operation_name: &str,
        path: &str,
        item: &PathItem,
        operation: &Operation,
        pointer: &str,
    ) -> Result<Vec<Parameter>> {
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, it)| (pointer, index, it, false));
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, it)| (of_path(pointer), index, it, true));
        let components = self.components(|it| &it.parameters);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (pointer, index, parameter, is_shared) in own.chain(shared) {
            let pointer = format!("{pointer}/parameters/{index}");
            let (parameter, pointer) = resolve(parameter, components, "parameters", &pointer)?;
            let Some(parameter) = self.parameter(operation_name, parameter, &pointer)? else {
                continue;
            };
            let in_place = |it: &Parameter| it.location.as_str() == parameter.location.as_str();
            let known = |it: &&Parameter| it.name == parameter.name && in_place(it);
            match parameters.iter().find(known) {
                None => parameters.push(parameter),
                // An operation's own parameter overrides that of its path.
                Some(_) if is_shared => {}
                Some(known) if known.is_same(&parameter) => {
                    let slip = Slip::Repeated {
                        keyword: "parameters".to_owned(),
                        item: parameter.name,
                    };
                    self.slip(slip, "operation", &pointer);
                }
                Some(_) => {
                    let name = parameter.name;
                    let message =
                        format!("the operation has the parameter `{name}` twice, and differently");
                    let help = format!(
                        "remove one of them in spec/corrections.yaml, by the pointer {pointer}"
                    );
                    return Err(Error::at(pointer, message).help(help));
                }
            }
        }
        for name in path::undeclared(path, &parameters, pointer)? {
            let slip = Slip::UndeclaredPathParameter(name.to_owned());
            self.slip(slip, "operation", pointer);
            parameters.push(Parameter {
                name: name.to_owned(),
                rust_name: None,
                location: ParameterLocation::Path,
                required: true,
                ty: Type::String,
                facts: Facts::default(),
                pointer: pointer.to_owned(),
            });
        }
        // Path parameters are in the order of the path. Their order in the spec means nothing.
        let order = |parameter: &Parameter| match parameter.location {
            ParameterLocation::Path => path
                .find(&format!("{{{}}}", parameter.name))
                .unwrap_or_default(),
            _ => usize::MAX,
        };
        parameters.sort_by(|a, b| (order(a), &a.name).cmp(&(order(b), &b.name)));
        Ok(parameters)
    }

    fn parameter(
        &mut self,
        operation_name: &str,
        parameter: &OpenParameter,
        pointer: &str,
    ) -> Result<Option<Parameter>> {
        let data = parameter.parameter_data_ref();
        if LEFT_OUT.contains(&data.name.as_str()) {
            return Ok(None);
        }
        // The keyword table rejects cookies.
        let location = match parameter {
            OpenParameter::Path { .. } => ParameterLocation::Path,
            OpenParameter::Header { .. } | OpenParameter::Cookie { .. } => {
                ParameterLocation::Header
            }
            OpenParameter::Query { .. } => ParameterLocation::Query {
                exploded: data.explode != Some(false),
            },
        };
        if location == ParameterLocation::Header {
            let name = data.name.to_ascii_lowercase();
            if OWN_HEADERS.contains(&name.as_str()) {
                let slip = Slip::OwnHeader(data.name.clone());
                self.slip(slip, "parameter", pointer);
                return Ok(None);
            }
            if !data.name.bytes().all(is_of_token) {
                let message = format!("`{}` can't be the name of a header", data.name);
                let help = "a header name consists of ASCII letters, digits and `!#$%&'*+-.^_|~`; \
                            correct it in spec/corrections.yaml";
                return Err(Error::at(format!("{pointer}/name"), message).help(help));
            }
        }
        let is_in_path = location == ParameterLocation::Path;
        if is_in_path && !data.required {
            let slip = Slip::OptionalPathParameter(data.name.clone());
            self.slip(slip, "parameter", pointer);
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Err(Error::at(pointer, "a parameter has no `schema`")
                .help("replace `content` with the `schema` in it"));
        };
        let id = SchemaId::new(operation_name).child(&data.name);
        let (ty, mut facts) = self.ty(&id, schema, &format!("{pointer}/schema"))?;
        let ty = self.unaliased(ty);
        if !self.is_text(&ty) {
            let message = format!(
                "the parameter `{}` has a type that can't be part of a URL or header",
                data.name
            );
            let help = "use a string, a number, a boolean, an enum, or a list of them";
            return Err(Error::at(format!("{pointer}/schema"), message).help(help));
        }
        facts.deprecated |= data.deprecated.unwrap_or_default();
        // With escapes, it is what stands in a URL, not what a program passes.
        let is_escaped = |it: &Value| it.as_str().is_some_and(|text| text.contains('%'));
        let example = data.example.clone().or(facts.example);
        facts.example = example.filter(|it| !is_escaped(it));
        facts.description = data.description.clone().or(facts.description);
        let required = data.required || is_in_path;
        let pointer = pointer.to_owned();
        Ok(Some(Parameter {
            name: data.name.clone(),
            rust_name: parameter_name(&data.extensions, &pointer)?,
            location,
            required,
            ty,
            facts,
            pointer,
        }))
    }

    /// A type without aliases, because a list is written differently from a single value.
    fn unaliased(&self, ty: Type) -> Type {
        match ty {
            Type::Array(item) => Type::Array(Box::new(self.unaliased(*item))),
            Type::Ref(id) => match self.api.schemas.get(&id).map(|it| &it.kind) {
                Some(SchemaKind::Alias(ty)) => self.unaliased(ty.clone()),
                _ => Type::Ref(id),
            },
            other => other,
        }
    }

    /// Whether a type can be written in a path or a query.
    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(item) => !matches!(**item, Type::Array(_)) && self.is_text(item),
            Type::Ref(id) => {
                let kind = self.api.schemas.get(id).map(|it| &it.kind);
                matches!(kind, Some(SchemaKind::Enum(_)))
            }
            Type::Map(_) | Type::Nullable(_) | Type::Any => false,
            _ => true,
        }
    }
}

/// Whether a byte may be part of the name of a header (RFC 9110, section 5.6.2).
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
