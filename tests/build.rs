//! Generates the Rust of each small spec in `tests/quirks/specs`, so that the code in the snapshots compiles. Also
//! generates the rows of the API reference, with the metadata of the requests that they name.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use generator::pages::references;
use generator::{Docs, Inputs, Mode, Source, generate};

const SPECS: &str = "tests/quirks/specs";

/// The specs that are generated with their prose. All others are generated from facts alone. Code in the prose must
/// not become doctests, which `cargo test` would run.
const WITH_PROSE: &[&str] = &["docs_full"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SPECS}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut modules = String::new();
    let mut texts = String::new();
    for path in specs()? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let docs = match WITH_PROSE.contains(&&*name) {
            true => Docs::Full,
            false => Docs::Facts,
        };
        let made = generate(&inputs(&path)?, Mode::Strict);
        match made.and_then(|made| {
            Ok((
                made.single_file(docs, &format!("tests::{name}"))?,
                made.model.title,
            ))
        }) {
            Ok((text, title)) => {
                fs::write(out.join(format!("{name}.rs")), text)?;
                let file = format!("concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")");
                let inner = format!("include!({file}); pub use operations::CODECS;");
                writeln!(modules, "/// {title}.\npub mod {name} {{ {inner} }}")?;
                writeln!(texts, "    (\"{name}\", include_str!({file})),")?;
            }
            Err(error) => println!("cargo::error={error}"),
        }
    }
    let doc = "/// The generated Rust of each spec, by its name.";
    writeln!(
        modules,
        "{doc}\npub const QUIRKS: &[(&str, &str)] = &[\n{texts}];"
    )?;
    fs::write(out.join("quirks.rs"), modules)?;
    fs::write(out.join("reference.rs"), reference()?)?;
    Ok(())
}

/// The rows of the API reference, and imports of the functions that it names, so that a path that the crate lacks
/// does not compile.
fn reference() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../spec");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir("../spec")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".yaml") {
            files.insert(name.to_string(), fs::read_to_string(&path)?);
        }
    }
    let made = generate(&Inputs::of(&files), Mode::Strict)?;
    let (mut imports, mut rows) = (String::new(), String::new());
    let references = references(&made.plan)
        .into_iter()
        .flat_map(|(_, rows)| rows);
    for (number, row) in references.enumerate() {
        let (module, function) = (&row.module, &row.function);
        writeln!(
            imports,
            "    use atlas_api::{module}::{function} as _{number};"
        )?;
        if let Some(tag) = &row.newest_in {
            writeln!(
                imports,
                "    use atlas_api::{tag}::{function} as _{number}_newest;"
            )?;
        }
        writeln!(
            rows,
            "    Row {{ operation: {:?}, ids: &{:?}, version: {:?}, function: {:?}, features: &{:?}, \
             meta: <atlas_api::{module}::{} as atlas_api::Operation>::META }},",
            format!("{} {}", row.method, row.path),
            row.ids,
            row.version,
            format!("{module}::{function}"),
            row.features,
            row.request,
        )?;
    }
    Ok(format!(
        "mod imports {{\n{imports}}}\n\n/// All rows.\npub const ROWS: &[Row] = &[\n{rows}];\n"
    ))
}

/// The specs, sorted by name. The lists of a spec are files with two extensions.
fn specs() -> io::Result<Vec<PathBuf>> {
    let mut specs = Vec::new();
    for entry in fs::read_dir(SPECS)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if !name.contains('.') {
            specs.push(path);
        }
    }
    specs.sort();
    Ok(specs)
}

/// A spec with its lists.
fn inputs(path: &Path) -> io::Result<Inputs> {
    let source = |path: &Path| -> io::Result<Source> {
        let text = fs::read_to_string(path)?;
        Ok(Source::new(path.display().to_string(), text))
    };
    let beside = |ending: &str| {
        let path = path.with_extension(ending);
        path.exists().then(|| source(&path)).transpose()
    };
    Ok(Inputs {
        spec: source(path)?,
        corrections: beside("corrections.yaml")?,
        descriptions: beside("descriptions.yaml")?.into_iter().collect(),
        renames: beside("renames.yaml")?,
        ..Inputs::default()
    })
}
