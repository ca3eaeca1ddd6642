//! Generates the Rust of each small document in `quirks/`, so that what the snapshots show compiles.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use generator::plan::request_name;
use generator::{Docs, Document, Overlay, Renames, emit, lower, plan};

/// The documents that are generated with their prose; all others are generated from facts alone. Code
/// in the prose must not become doctests, which `cargo test` would run.
const WITH_PROSE: &[&str] = &["docs_full"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=quirks");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut modules = String::new();
    let mut texts = String::new();
    for path in documents()? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        match generate(&path, &name)? {
            Ok((title, text)) => {
                fs::write(out.join(format!("{name}.rs")), text)?;
                let file = format!("concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")");
                let inner = format!("include!({file}); pub use codecs::CODECS;");
                writeln!(modules, "/// {title}.\npub mod {name} {{ {inner} }}")?;
                writeln!(texts, "    (\"{name}\", include_str!({file})),")?;
            }
            Err(error) => {
                for line in error.to_string().lines() {
                    println!("cargo::error={line}");
                }
            }
        }
    }
    let doc = "/// The generated Rust of each document, by its name.";
    writeln!(
        modules,
        "{doc}\npub const QUIRKS: &[(&str, &str)] = &[\n{texts}];"
    )?;
    fs::write(out.join("quirks.rs"), modules)?;
    fs::write(out.join("reference.rs"), reference()?)?;
    Ok(())
}

/// The rows of the page on the API reference, with the metadata of the requests, and imports of the
/// functions that it names: a path that is not in the crate does not compile.
fn reference() -> Result<String, Box<dyn Error>> {
    const PAGE: &str = "../docs/api-reference.md";
    println!("cargo::rerun-if-changed={PAGE}");
    let (mut imports, mut rows) = (String::new(), String::new());
    let page = fs::read_to_string(PAGE)?;
    let lines = page.lines().filter_map(|line| line.strip_prefix("| `"));
    for (number, line) in lines.enumerate() {
        let cells: Vec<_> = line.trim_end_matches(" |").split(" | ").collect();
        let [operation, ids, version, function, features] = cells[..] else {
            return Err(format!("not a row of {PAGE}: {line}").into());
        };
        let names = |cell: &str| -> Vec<String> {
            cell.split(", ")
                .map(|name| name.trim_matches('`').to_owned())
                .collect()
        };
        let (function, is_newest) = match function.strip_suffix(" *") {
            Some(function) => (function.trim_matches('`'), true),
            None => (function.trim_matches('`'), false),
        };
        writeln!(imports, "    use atlas_api::{function} as _{number};")?;
        let parts: Vec<_> = function.split("::").collect();
        // The macro that makes the function makes the type of what it returns, of its name.
        let Some((name, modules)) = parts.split_last() else {
            return Err(format!("not a function: {line}").into());
        };
        let request = format!("{}::{}", modules.join("::"), request_name(name));
        if let ([module, _, name], true) = (&parts[..], is_newest) {
            writeln!(
                imports,
                "    use atlas_api::{module}::{name} as _{number}_newest;"
            )?;
        }
        writeln!(
            rows,
            "    Row {{ operation: {:?}, ids: &{:?}, version: {version:?}, function: {function:?}, features: &{:?}, \
             meta: <atlas_api::{request} as atlas_api::Operation>::META }},",
            operation.trim_matches('`'),
            names(ids),
            names(features),
        )?;
    }
    Ok(format!(
        "mod imports {{\n{imports}}}\n\n/// All rows.\npub const ROWS: &[Row] = &[\n{rows}];\n"
    ))
}

/// The documents, sorted by name.
fn documents() -> io::Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir("quirks")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_beside = name.ends_with(".overlay.yaml") || name.ends_with(".renames.yaml");
        if name.ends_with(".yaml") && !is_beside {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

/// The title of a document, and its Rust. The outer error is one of reading a file.
fn generate(path: &Path, name: &str) -> io::Result<generator::Result<(String, String)>> {
    let (file, text) = read(path)?;
    let overlay = path.with_extension("overlay.yaml");
    let overlay = overlay.exists().then(|| read(&overlay)).transpose()?;
    let renames = path.with_extension("renames.yaml");
    let renames = renames.exists().then(|| read(&renames)).transpose()?;
    let with_prose = WITH_PROSE.contains(&name);
    let docs = if with_prose { Docs::Full } else { Docs::Facts };
    let run = || {
        let mut document = Document::parse(file, text)?;
        if let Some((file, text)) = overlay {
            Overlay::new(Document::parse(file, text)?)?.apply(&mut document)?;
        }
        let title = document.tree().pointer("/info/title");
        let title = title.and_then(|title| title.as_str()).unwrap_or_default();
        let api = lower::lower(&document)?;
        let mut plan = plan::plan(&api).map_err(|error| document.locate(error))?;
        if let Some((file, text)) = renames {
            Renames::new(Document::parse(file, text)?)?.apply(&mut plan)?;
        }
        let module = emit::emit(&plan, docs);
        Ok((title.to_owned(), generator::render::single_file(&module)?))
    };
    Ok(run())
}

/// A file as an error calls it, and its text.
fn read(path: &Path) -> io::Result<(String, String)> {
    Ok((path.display().to_string(), fs::read_to_string(path)?))
}
