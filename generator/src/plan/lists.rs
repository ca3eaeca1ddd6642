//! Finds the operations that return lists, paged or whole.

use std::collections::BTreeMap;

use super::data::{
    List, Module, ObjectType, OperationItem, OutputType, Target, TypeItem, TypeKind, unaliased,
};
use super::rust_type::RustType;
use crate::model::{Note, ParameterLocation};

/// Sets the list of each operation that returns one. A list with a cursor is noted instead, because reading it would
/// end after the first page.
pub fn find(
    modules: &mut BTreeMap<String, Module>,
    types: &BTreeMap<String, TypeItem>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    for item in modules.values_mut().flat_map(|it| &mut it.operations) {
        item.list = list(item, types);
        if item.list.as_ref().is_some_and(|it| !it.numbered)
            && let Some(cursor) = cursor(item, types)
        {
            item.list = None;
            let note = Note::CursorPaging {
                pointer: item.spec.pointer.clone(),
                cursor,
            };
            // Each version of the operation would repeat it.
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// The parameter, or the property next to the items, that holds a cursor.
fn cursor(item: &OperationItem, types: &BTreeMap<String, TypeItem>) -> Option<String> {
    let parameters = item.arguments.iter().chain(&item.setters);
    let parameters = parameters.filter(|it| matches!(it.target, Target::Parameter(_)));
    let properties = match &item.output {
        OutputType::Whole(object) => object_of(object, types),
        _ => None,
    };
    let properties = properties.into_iter().flat_map(|it| &it.fields);
    let mut names = parameters
        .map(|it| &it.wire)
        .chain(properties.map(|it| &it.wire));
    names.find(|name| is_cursor(name)).cloned()
}

/// Whether a name suggests a cursor, such as `nextCursor`, `pageToken` or `starting_after`.
fn is_cursor(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_lowercase();
    let is_token = name.ends_with("token") || name.ends_with("key") || name.ends_with("marker");
    let of_page = ["page", "next", "continuation", "continue", "start"];
    name.ends_with("cursor")
        || is_token && of_page.iter().any(|part| name.contains(part))
        || ["marker", "startingafter", "endingbefore", "startafter"].contains(&name.as_str())
}

/// A list is the body of a `GET`, or its property `results`.
fn list(item: &OperationItem, types: &BTreeMap<String, TypeItem>) -> Option<List> {
    if item.spec.method != "GET" {
        return None;
    }
    let (in_results, list) = match &item.output {
        OutputType::Body(body) => (false, body),
        OutputType::Whole(object) => (true, results(object, types)?),
        OutputType::NoContent | OutputType::Bytes => return None,
    };
    let RustType::Vec(of) = unaliased(list, types) else {
        return None;
    };
    let mut parameters = item.arguments.iter().chain(&item.setters);
    Some(List {
        in_results,
        numbered: parameters.any(|it| {
            let is_query = matches!(
                it.target,
                Target::Parameter(ParameterLocation::Query { .. })
            );
            is_query && it.wire == "pageNum"
        }),
        item: (**of).clone(),
    })
}

fn object_of<'a>(
    ty: &'a RustType,
    types: &'a BTreeMap<String, TypeItem>,
) -> Option<&'a ObjectType> {
    let RustType::Named(name) = unaliased(ty, types) else {
        return None;
    };
    match &types.get(name)?.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    }
}

fn results<'a>(ty: &'a RustType, types: &'a BTreeMap<String, TypeItem>) -> Option<&'a RustType> {
    let field = object_of(ty, types)?
        .fields
        .iter()
        .find(|it| it.wire == "results")?;
    // The runtime expects this field name.
    (field.ident == "results").then_some(&field.ty)
}
