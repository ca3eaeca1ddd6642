//! Finds the operations that answer lists, page by page or whole.

use std::collections::BTreeMap;

use super::data::{
    List, Module, OperationItem, OutputType, RustType, Target, TypeItem, TypeKind, unaliased,
};
use crate::model::ParameterLocation;

/// Gives each operation that answers a list its list.
pub fn find(modules: &mut BTreeMap<String, Module>, types: &BTreeMap<String, TypeItem>) {
    for item in modules.values_mut().flat_map(|it| &mut it.operations) {
        item.list = list(item, types);
    }
}

/// A list is the body of a `GET`, or the property `results` of that.
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

fn results<'a>(ty: &'a RustType, types: &'a BTreeMap<String, TypeItem>) -> Option<&'a RustType> {
    let RustType::Named(name) = unaliased(ty, types) else {
        return None;
    };
    let TypeKind::Object(object) = &types.get(name)?.kind else {
        return None;
    };
    let field = object.fields.iter().find(|it| it.wire == "results")?;
    // The runtime takes the field by this name.
    (field.ident == "results").then_some(&field.ty)
}
