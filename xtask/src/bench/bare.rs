//! The types of the crate without anything else: no methods, traits, docs or operations. No client of the API compiles
//! in less.

use anyhow::Result;
use generator::plan::TypeKind;
use generator::{Mode, generate};

use super::yardstick;
use crate::inputs;
use crate::workspace::root;

/// What else the runtime has.
const RUNTIME: &str = "\
pub struct DateTime(String);
pub struct Json(String);
pub struct Map<T>(Vec<(String, T)>);
pub struct Number(String);
pub enum Nullable<T> { Null, Value(T) }
";

/// The CPU time of checking the types, in seconds.
///
/// # Errors
/// The spec can't be read, or the compiler fails.
pub(crate) fn cpu() -> Result<f64> {
    let made = generate(&inputs::vendored(&root()?.join("spec"))?, Mode::Strict)?;
    let mut source = RUNTIME.to_owned();
    for (name, item) in &made.plan.types {
        let (keyword, items): (_, String) = match &item.kind {
            TypeKind::Object(object) => {
                let fields = object.fields.iter();
                let fields = fields.map(|it| format!("pub {}: Option<{}>, ", it.ident, it.ty));
                ("struct", fields.collect())
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                let variants = variants.map(|it| format!("{}(Box<{}>), ", it.ty, it.ty));
                ("enum", variants.collect())
            }
            TypeKind::Enum(variants) => {
                let variants = variants.iter().map(|it| format!("{}, ", it.ident));
                ("enum", variants.collect())
            }
            TypeKind::Alias(ty) => {
                source += &format!("pub type {name} = {ty};\n");
                continue;
            }
        };
        source += &format!("pub {keyword} {name} {{ {items}}}\n");
    }
    yardstick::check(&source)
}
