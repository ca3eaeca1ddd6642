//! A page of Markdown about unions: how each is decided, and why.

use std::fmt::Write as _;

use crate::plan::{Decided, Plan, TypeKind, UnionType};

const HEAD: &str = "\
<!-- Made by `cargo xtask codegen`; do not edit. -->

# Unions

A union of the spec becomes one of three things:

- **by mapping**: the spec names a property, its discriminator, and says which of its values stands for which
  branch. The union is an enum, and that property decides.
- **by property**: the spec names none, but each branch has a property whose enum values no other branch has.
  The union is an enum, and those values decide. Where one property is not enough, a second one decides too.
- **merged**: no property distinguishes the branches. The union is one object with the properties of all of them, and can
  be made from each (`From`). If the crate guessed the branch by what fits, the next new property could change the guess.

If the deciding property is absent or `null`, the other properties decide, but only if they leave no doubt: one branch lists every property of the object that any branch lists, and at least one that no other branch lists. Unions of more than 16 branches are not decided in this way.

An enum has one more variant, `Unknown`: the JSON of a type that the spec does not list, or of no type. An object that is `Unknown` because it lacks a deciding property is a mismatch, which strict decoding rejects. A union of string enums becomes one open enum, and is not listed here.

";

/// The page.
#[must_use]
pub fn page(plan: &Plan) -> String {
    let mut page = HEAD.to_owned();
    let tagged = plan
        .types
        .iter()
        .filter_map(|(name, item)| match &item.kind {
            TypeKind::Union(union) => Some((name, union)),
            _ => None,
        });
    let tagged: Vec<_> = tagged.collect();
    let _ = writeln!(page, "## Enums ({})\n", tagged.len());
    page.push_str("| union | decided | by | variants | values |\n|---|---|---|---|---|\n");
    for (name, union) in tagged {
        let decided = match union.decided {
            Decided::ByMapping => "by mapping",
            Decided::ByProperty => "by property",
        };
        let by: Vec<_> = union.by.iter().map(|name| format!("`{name}`")).collect();
        let (by, variants) = (by.join(", then "), union.variants.len());
        let _ = writeln!(
            page,
            "| `{name}` | {decided} | {by} | {variants} | {} |",
            values(union)
        );
    }
    let merged = plan
        .types
        .iter()
        .filter_map(|(name, item)| match &item.kind {
            TypeKind::Object(object) if !object.merged.is_empty() => Some((name, object)),
            _ => None,
        });
    let merged: Vec<_> = merged.collect();
    let _ = writeln!(page, "\n## Merged objects ({})\n", merged.len());
    page.push_str("| object | properties | of the branches |\n|---|---|---|\n");
    for (name, object) in merged {
        let branches: Vec<_> = object.merged.iter().map(|it| format!("`{it}`")).collect();
        let (properties, branches) = (object.fields.len(), branches.join(", "));
        let _ = writeln!(page, "| `{name}` | {properties} | {branches} |");
    }
    page
}

/// How many values select a variant, or the values themselves if each variant has one.
fn values(union: &UnionType) -> String {
    let count: usize = union.variants.iter().map(|it| it.tags.len()).sum();
    if count > union.variants.len() || count > 12 {
        return format!("{count}, see the type");
    }
    let texts = union.variants.iter().flat_map(|it| &it.tags);
    let texts = texts.map(|tag| format!("`{}`", tag.join("` + `")));
    texts.collect::<Vec<_>>().join(", ")
}
