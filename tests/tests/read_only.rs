//! Read-only properties of the vendored spec. A spec update must not make requests lose properties that they need.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use generator::model::Note;
use generator::plan::{Argument, Plan, RustType, Target, TypeKind};
use generator::{Inputs, Mode, generate};

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir("../spec").unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
    let made = generate(&Inputs::of(&files), Mode::Strict);
    made.unwrap_or_else(|error| panic!("{error}")).plan
});

/// Every schema that a spec update marks as read-only must be reviewed: the mark is right for some, and destroys
/// settings for others.
#[test]
fn every_read_only_schema_has_a_decision() {
    let is_undecided = |note: &&Note| matches!(note, Note::UndecidedReadOnly { .. });
    let undecided: Vec<_> = PLAN.notes.iter().filter(is_undecided).collect();
    assert!(undecided.is_empty(), "{undecided:?}");
}

/// The id tells the service which item an update is about. `spec/corrections.yaml` makes it stay.
#[test]
fn list_items_in_requests_keep_their_ids() {
    let arguments = PLAN.operations().flat_map(|(_, item)| &item.arguments);
    let bodies = arguments.filter(|it| it.target == Target::Body);
    let reached_from = |body: &'static Argument| reached(&body.ty, false);
    let mut ahead: Vec<(&str, bool)> = bodies.filter_map(reached_from).collect();
    let (mut seen, mut lost) = (BTreeSet::new(), Vec::new());
    while let Some((name, is_item)) = ahead.pop() {
        let Some(item) = PLAN
            .types
            .get(name)
            .filter(|_| seen.insert((name, is_item)))
        else {
            continue;
        };
        match &item.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    match field.left_out {
                        true if is_item && field.wire == "id" => lost.push(name),
                        true => {}
                        false => ahead.extend(reached(&field.ty, false)),
                    }
                }
            }
            TypeKind::Union(union) => {
                ahead.extend(union.variants.iter().map(|it| (it.ty.as_str(), is_item)));
            }
            TypeKind::Alias(ty) => ahead.extend(reached(ty, is_item)),
            _ => {}
        }
    }
    assert!(seen.len() > 500, "only {} types reached", seen.len());
    assert!(lost.is_empty(), "{lost:?}");
}

/// The generated type in a type, and whether it is the item of a list.
fn reached(ty: &RustType, is_item: bool) -> Option<(&str, bool)> {
    match ty {
        RustType::Vec(item) | RustType::Map(item) => reached(item, true),
        RustType::Boxed(inner) | RustType::Nullable(inner) => reached(inner, is_item),
        _ => ty.name().map(|name| (name, is_item)),
    }
}

/// Without the property that selects it, the service can't tell the variant of a value.
#[test]
fn keeps_properties_that_select_a_variant() {
    let mut unions = 0;
    for (name, item) in &PLAN.types {
        let TypeKind::Union(union) = &item.kind else {
            continue;
        };
        unions += 1;
        for variant in &union.variants {
            let Some(TypeKind::Object(object)) = PLAN.types.get(&variant.ty).map(|it| &it.kind)
            else {
                continue;
            };
            for field in &object.fields {
                let is_tag = union.by.contains(&field.wire);
                assert!(
                    !(is_tag && field.left_out),
                    "{name}: {}.{}",
                    variant.ty,
                    field.wire
                );
            }
        }
    }
    assert!(unions > 50, "{unions}");
}
