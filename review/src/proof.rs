//! Proves a report both ways, with uses of the previous crate. All uses that the report does not call major must
//! compile with the next crate. For each major change, at least one use must not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use generator::plan::{Argument, OutputType, RustType, Shared, TypeKind};
use generator::surface::{Item, Member, Owner as Of, items};

use crate::compare::Comparison;
use crate::items::{Key, Owner};
use crate::model::Model;
use crate::proposals::Proposals;
use crate::report::{Change, Report, Rust};

/// Programs that prove a report. They use the previous crate, but no previews, which are exempt from
/// semver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Uses every item except those that the report calls major. It uses renamed items by their old names,
    /// which the next crate keeps (see [`crate::proposals`]).
    pub kept: String,
    /// The number of uses of the whole surface.
    pub uses: usize,
    /// The uses that the program omits.
    broken: Vec<Use>,
}

impl Proof {
    /// The number of uses that may break.
    pub fn major(&self) -> usize {
        self.broken.len()
    }

    /// A program with the uses that may break and are not yet known to break. [`Proof::use_at`] maps its lines to
    /// uses.
    pub fn broken(&self, known: &BTreeSet<usize>) -> String {
        program(self.left(known).map(|(_, it)| it))
    }

    /// The use on a line of [`Proof::broken`], counted from 1.
    pub fn use_at(&self, known: &BTreeSet<usize>, line: usize) -> Option<usize> {
        let position = line.checked_sub(HEAD.lines().count() + 1)?;
        self.left(known).nth(position).map(|(index, _)| index)
    }

    fn left<'a>(&'a self, known: &'a BTreeSet<usize>) -> impl Iterator<Item = (usize, &'a Use)> {
        let all = self.broken.iter().enumerate();
        all.filter(|(index, _)| !known.contains(index))
    }

    /// The major changes of a report that break no use, given those that break. Effects on single features are not
    /// proven, because the programs are compiled with all tags.
    pub fn unproven<'a>(&self, report: &'a Report, breaks: &BTreeSet<usize>) -> Vec<&'a Change> {
        let uses = breaks.iter().filter_map(|index| self.broken.get(*index));
        let paths = uses.flat_map(|it| it.mentions.iter().chain([&it.path]));
        let paths: BTreeSet<&str> = paths.map(String::as_str).collect();
        let is_feature =
            |path: &str| path.starts_with("feature ") || path.contains(" with the feature ");
        let changes = report.changes.iter().filter(|it| it.rust == Rust::Major);
        let unproven = changes.filter(|change| {
            let mut items = change
                .items
                .iter()
                .filter(|it| !is_feature(&it.path))
                .peekable();
            items.peek().is_some() && items.all(|it| !paths.contains(it.path.as_str()))
        });
        unproven.collect()
    }
}

/// A program that uses every item of a crate, except previews.
pub fn everything(model: &Model) -> String {
    program(uses(model, &Comparison::new(model, model)).iter())
}

/// Builds the programs for two crates.
pub fn proof(old: &Model, new: &Model, stays: &Proposals) -> Proof {
    let comparison = Comparison::new(old, new);
    let mut broken = BTreeSet::new();
    let mut removed = BTreeSet::new();
    for difference in comparison.differences() {
        let Some(before) = difference.before else {
            continue;
        };
        if difference.converts {
            continue;
        }
        if matches!(difference.key, Key::Path | Key::Request) {
            // A renamed item keeps its old name for a release.
            if difference.after.is_none() || !stays.kept.contains(&before.path) {
                removed.insert(before.path.clone());
            }
            continue;
        }
        broken.insert((difference.owner, difference.key));
    }
    let uses = uses(old, &comparison);
    let is_kept = |it: &&Use| {
        !broken.contains(&(it.owner.clone(), it.key.clone()))
            && it.mentions.iter().all(|path| !removed.contains(path))
    };
    let number = uses.len();
    let (kept, broken): (Vec<_>, Vec<_>) = uses.into_iter().partition(|it| is_kept(&it));
    Proof {
        kept: program(kept.iter()),
        uses: number,
        broken,
    }
}

/// One use of one item, as the body of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Use {
    owner: Owner,
    key: Key,
    /// The path of the item.
    path: String,
    /// The parameters of the function, and its body.
    code: String,
    /// The types and requests that it names.
    mentions: Vec<String>,
}

/// The lines before the uses. Each use takes one line.
const HEAD: &str = "//! Uses every item of the crate's surface once.\n\
                    #![allow(deprecated, unused_imports, unused_variables, clippy::all)]\n\
                    use atlas_api::*;\n\
                    fn answers<T: Operation<Output = O>, O>() {}\n\
                    fn pages<T: Paged<Item = I>, I>() {}\n";

fn program<'a>(uses: impl Iterator<Item = &'a Use>) -> String {
    let mut out = HEAD.to_owned();
    for (index, it) in uses.enumerate() {
        let _ = writeln!(out, "pub fn u{index}{}", it.code);
    }
    out
}

fn uses(model: &Model, comparison: &Comparison<'_>) -> Vec<Use> {
    let stable = items(&model.plan)
        .into_iter()
        .filter(|item| !item.owner.is_preview());
    let uses = stable.filter_map(|item| {
        let (code, mentions) = code(&item)?;
        let (owner, key) = comparison.keyed(&item);
        Some(Use {
            owner,
            key,
            path: item.path(),
            code,
            mentions,
        })
    });
    uses.collect()
}

/// The code that uses an item, and the names that it mentions. `None` if the item can't be used by itself.
fn code(item: &Item<'_>) -> Option<(String, Vec<String>)> {
    let module = item.owner.module();
    match item.owner {
        Of::Feature(_) => None,
        Of::Version(_, operation) | Of::Newest(_, operation) => {
            let function = format!("{module}::{}", operation.function);
            let request = format!("{module}::{}", operation.request);
            let (code, ty) = operation_code(item, &function, &request, &operation.arguments)?;
            let own = match item.member {
                Member::Arguments(_) => vec![function, request],
                _ => vec![request],
            };
            Some((code, own.into_iter().chain(ty).collect()))
        }
        Of::Type(name, _) => {
            let path = format!("{module}::{name}");
            let (code, types) = type_code(item, &path)?;
            Some((code, types.into_iter().chain([path]).collect()))
        }
    }
}

fn operation_code(
    item: &Item<'_>,
    function: &str,
    request: &str,
    arguments: &[Argument],
) -> Option<(String, Vec<String>)> {
    Some(match item.member {
        Member::Arguments(_) => {
            let all = arguments.iter().enumerate();
            let parameters = all.map(|(index, it)| format!("x{index}: {}", code_of(&it.ty)));
            let parameters: Vec<_> = parameters.collect();
            let given: Vec<_> = (0..arguments.len()).map(|i| format!("x{i}")).collect();
            let (parameters, given) = (parameters.join(", "), given.join(", "));
            let code = format!("({parameters}) -> {request} {{ {function}({given}) }}");
            (
                code,
                arguments.iter().filter_map(|it| named(&it.ty)).collect(),
            )
        }
        Member::Request => (format!("(_: {request}) {{}}"), Vec::new()),
        Member::Setter(it) => {
            let (ty, ident) = (taken(&it.ty), &it.ident);
            let code = format!("(r: {request}, x: {ty}) -> {request} {{ r.{ident}(x) }}");
            (code, named(&it.ty).into_iter().collect())
        }
        Member::Output(output) => {
            let (output, of) = match output {
                OutputType::NoContent => ("NoContent".to_owned(), None),
                OutputType::Bytes => ("rt::Bytes".to_owned(), None),
                OutputType::Whole(ty) => (code_of(ty), named(ty)),
                OutputType::Body(ty) => (format!("Body<{}>", code_of(ty)), named(ty)),
            };
            let code = format!("() {{ answers::<{request}, {output}>() }}");
            (code, of.into_iter().collect())
        }
        Member::List(list) => {
            let code = format!("() {{ pages::<{request}, {}>() }}", code_of(&list.item));
            (code, named(&list.item).into_iter().collect())
        }
        _ => return None,
    })
}

fn type_code(item: &Item<'_>, path: &str) -> Option<(String, Vec<String>)> {
    Some(match item.member {
        Member::Kind(kind) => match kind {
            TypeKind::Object(_) => {
                let code = format!("() -> {path} {{ <{path} as Default>::default() }}");
                (code, Vec::new())
            }
            TypeKind::Union(_) => {
                let arms = format!("{path}::Unknown(_) => true, _ => false");
                (
                    format!("(x: {path}) -> bool {{ match x {{ {arms} }} }}"),
                    Vec::new(),
                )
            }
            TypeKind::Enum(_) => (format!("(x: &{path}) -> &str {{ x.as_str() }}"), Vec::new()),
            TypeKind::Alias(ty) => {
                let code = format!("(x: {path}) -> {} {{ x }}", code_of(ty));
                (code, named(ty).into_iter().collect())
            }
        },
        Member::Field(field) => {
            let (ident, ty, given) = (&field.ident, code_of(&field.ty), taken(&field.ty));
            let code = format!(
                "(o: {path}, x: {given}) -> (Option<{ty}>, {path}) {{ (o.{ident}.clone(), o.{ident}(x)) }}"
            );
            (code, named(&field.ty).into_iter().collect())
        }
        Member::Shared(shared) => shared_code(shared, path),
        Member::New(fields, required) => {
            let types: Vec<_> = required.iter().map(|index| &fields[*index].ty).collect();
            let parameters = types.iter().enumerate();
            let parameters = parameters.map(|(index, ty)| format!("x{index}: {}", taken(ty)));
            let parameters: Vec<_> = parameters.collect();
            let given: Vec<_> = (0..types.len()).map(|index| format!("x{index}")).collect();
            let (parameters, given) = (parameters.join(", "), given.join(", "));
            let code = format!("({parameters}) -> {path} {{ {path}::new({given}) }}");
            (code, types.into_iter().filter_map(named).collect())
        }
        Member::From(ty) => {
            let code = format!("(x: types::{ty}) -> {path} {{ x.into() }}");
            (code, vec![format!("types::{ty}")])
        }
        Member::Branch(ty) => {
            let code = format!(
                "(u: {path}, x: types::{ty}) -> (Option<Box<types::{ty}>>, {path}) {{ \
                 (match u {{ {path}::{ty}(y) => Some(y), _ => None }}, x.into()) }}"
            );
            (code, vec![format!("types::{ty}")])
        }
        Member::Value(variant) => {
            let code = format!("() -> {path} {{ {path}::{} }}", variant.ident);
            (code, Vec::new())
        }
        _ => return None,
    })
}

fn shared_code(shared: &Shared, path: &str) -> (String, Vec<String>) {
    let (getter, ty) = (&shared.getter, &shared.field.ty);
    let given = match shared.is_text {
        true => "str".to_owned(),
        false => code_of(ty),
    };
    let set = shared.changing.iter().map(|changing| {
        let lend = changing.lend.iter().map(|lend| format!("u.{lend}(); "));
        format!("{}u.{}(x);", lend.collect::<String>(), changing.set)
    });
    let set: String = set.collect();
    let code = format!(
        "(mut u: {path}, x: {}) -> bool {{ {set} let y: Option<&{given}> = u.{getter}(); y.is_some() }}",
        code_of(ty)
    );
    (code, named(ty).into_iter().collect())
}

/// The code of a type.
fn code_of(ty: &RustType) -> String {
    match ty {
        RustType::Vec(it) => format!("Vec<{}>", code_of(it)),
        RustType::Map(it) => format!("rt::Map<{}>", code_of(it)),
        RustType::Boxed(it) => format!("Box<{}>", code_of(it)),
        RustType::Nullable(it) => format!("rt::Nullable<{}>", code_of(it)),
        RustType::Named(name) => format!("types::{name}"),
        RustType::DateTime | RustType::Number | RustType::Json => format!("rt::{ty}"),
        RustType::String | RustType::Bool | RustType::I32 | RustType::I64 => ty.to_string(),
    }
}

/// The type that a setter takes. For a list, nullable or not, it is the type of the items.
fn taken(ty: &RustType) -> String {
    match ty {
        RustType::Nullable(inner) if inner.item().is_some() => taken(inner),
        _ => code_of(ty),
    }
}

/// The paths that a type names.
fn named(ty: &RustType) -> Option<String> {
    ty.name().map(|name| format!("types::{name}"))
}
