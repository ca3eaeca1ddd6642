//! Names that mean something else where generated code stands. The tests compare the lists with the sources.

/// Names that the runtime's macros and the emitters use without a path, in modules that also have generated types.
const TYPES: &[&str] = &[
    // Of the standard library.
    "AsRef",
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "FnOnce",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
    // Generic parameters.
    "D",
    "H",
    "S",
    "T",
    // Items of generated code: the tag of an operation, and what each enum, union and operation has.
    "Bytes",
    "Output",
    "TAG",
    "Unknown",
];

/// Whether a type can't have a name.
pub fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Methods and fields that every object has.
pub const OBJECT_METHODS: &[&str] = &[
    "clone",
    "maybe",
    "new",
    "set_null",
    "unknown",
    "without_read_only",
];

/// Methods that every union has.
pub const UNION_METHODS: &[&str] = &[
    "clone",
    "property",
    "remove_property",
    "set_null",
    "set_property",
    "without_read_only",
];

/// Methods that every operation has.
pub const OPERATION_METHODS: &[&str] = &["clone", "decode", "maybe", "parts", "request"];

/// Generated modules besides those of the tags. The module of a tag with such a name gets an underscore.
pub const MODULES: &[&str] = &["types", "operations"];

/// Files and modules that generated code has for something else.
const GENERATED: &[&str] = &["common", "generated", "reexports", "shared", "unused"];

/// What the root of the crate has besides types. A module of a tag would hide what comes from the runtime.
const ROOT: &[&str] = &[
    "blocking",
    "bytes",
    "changes",
    "codes",
    "conformance",
    "from_json",
    "from_json_strict",
    "guide",
    "http",
    "is_masked",
    "ready",
    "reqwest",
    "rt",
    "test_util",
    "to_json",
    "unknowns",
];

/// Crates that code of the crate can name. A path that starts with one would be ambiguous.
const CRATES: &[&str] = &["alloc", "atlas_api", "atlas_api_runtime", "core", "std"];

/// Features of the crate that are not generated for a tag. Dashes are written as underscores.
const FEATURES: &[&str] = &[
    "all",
    "blocking",
    "chrono",
    "conformance",
    "default",
    "digest",
    "gzip",
    "jiff",
    "native_tls",
    "preview",
    "profile",
    "retired",
    "rustls",
    "serde",
    "test_util",
    "time",
    "tracing",
];

/// What has the name of a module already, if anything.
pub fn owner(module: &str) -> Option<&'static str> {
    let owners = [
        (FEATURES, "a feature"),
        (ROOT, "an item of the crate"),
        (GENERATED, "another generated file"),
        (CRATES, "a library"),
    ];
    let mut owners = owners.iter();
    let owner = owners.find(|(names, _)| names.contains(&module));
    owner.map(|(_, owner)| *owner)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use proc_macro2::{TokenStream, TokenTree};
    use syn::{Item, UseTree, Visibility};

    use super::*;

    fn root(path: &str) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        root.join(path)
    }

    /// The sources in a folder.
    fn sources(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .flat_map(|path| match path.is_dir() {
                true => sources(&path),
                false => vec![fs::read_to_string(path).unwrap()],
            })
            .collect()
    }

    /// Finds the bodies of one macro's calls, or of macros' definitions.
    fn bodies(tokens: TokenStream, of: &str, found: &mut Vec<TokenStream>) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else {
                continue;
            };
            let before: Vec<_> = tokens[index.saturating_sub(3)..index]
                .iter()
                .map(ToString::to_string)
                .collect();
            let is_call = before.ends_with(&[of.to_owned(), "!".to_owned()]);
            match is_call || before.starts_with(&[of.to_owned(), "!".to_owned()]) {
                true => found.push(group.stream()),
                false => bodies(group.stream(), of, found),
            }
        }
    }

    /// The names that start with a capital letter and are looked up in the module: without a path, and neither
    /// associated types (`Item = …`) nor constants of these tokens.
    fn names(tokens: TokenStream) -> BTreeSet<String> {
        let (mut found, mut constants) = (BTreeSet::new(), BTreeSet::new());
        collect(tokens, &mut found, &mut constants);
        &found - &constants
    }

    fn collect(
        tokens: TokenStream,
        found: &mut BTreeSet<String>,
        constants: &mut BTreeSet<String>,
    ) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let text = |index: Option<usize>| {
            let token = index.and_then(|index| tokens.get(index));
            token.map(ToString::to_string).unwrap_or_default()
        };
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => collect(group.stream(), found, constants),
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let before = text(index.checked_sub(1));
                    let is_path = before == ":" && text(index.checked_sub(2)) == ":";
                    let is_variable = before == "$" || before == "#";
                    let is_associated = text(Some(index + 1)) == "=";
                    if before == "const" || before == "static" {
                        constants.insert(name);
                    } else if name.starts_with(char::is_uppercase)
                        && !(is_path || is_variable || is_associated)
                    {
                        found.insert(name);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn assert_reserved(folder: &str, of: &str) {
        let mut all = Vec::new();
        for source in sources(&root(folder)) {
            bodies(source.parse().unwrap(), of, &mut all);
        }
        assert!(!all.is_empty(), "{folder} has no `{of}!`");
        let found: BTreeSet<_> = all.into_iter().flat_map(names).collect();
        let missing: Vec<_> = found.iter().filter(|name| !is_type(name)).collect();
        assert!(missing.is_empty(), "{folder}: not reserved: {missing:?}");
    }

    #[test]
    fn names_in_macros_are_reserved() {
        assert_reserved("runtime/src/macros", "macro_rules");
    }

    #[test]
    fn names_in_emitters_are_reserved() {
        assert_reserved("generator/src/emit", "quote");
    }

    #[test]
    fn names_with_a_path_are_not_looked_up() {
        let tokens = "impl<'a, G: std::fmt::Debug> $Name for #Other { type Item = Vec<G>; const A: B<C> = A; }";
        let found = names(tokens.parse().unwrap());
        assert_eq!(found, ["B", "C", "G", "Vec"].map(str::to_owned).into());
    }

    #[test]
    fn features_are_reserved() {
        let manifest = fs::read_to_string(root("atlas-api/Cargo.toml")).unwrap();
        let features = manifest.split_once("[features]\n").unwrap().1;
        let features = features.split_once("# @generated").unwrap().0;
        let names = features.lines().filter_map(|line| line.split_once(" = "));
        for (name, _) in names {
            assert_eq!(owner(&name.replace('-', "_")), Some("a feature"), "{name}");
        }
    }

    #[test]
    fn dependencies_are_reserved() {
        let manifest = fs::read_to_string(root("atlas-api/Cargo.toml")).unwrap();
        let table = manifest.split_once("[dependencies]\n").unwrap().1;
        let table = table.split_once("\n[").unwrap().0;
        let names = table.lines().filter(|line| !line.starts_with('#'));
        let mut names = names.filter_map(|line| line.split(['.', ' ']).next());
        assert!(names.all(|name| name.is_empty() || owner(&name.replace('-', "_")).is_some()));
    }

    /// The lowercase names that `pub use` brings.
    fn imported(tree: &UseTree) -> Vec<String> {
        match tree {
            UseTree::Path(path) => imported(&path.tree),
            UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
            UseTree::Name(name) => vec![name.ident.to_string()],
            UseTree::Rename(rename) => vec![rename.rename.to_string()],
            UseTree::Glob(_) => Vec::new(),
        }
    }

    #[test]
    fn items_of_the_root_are_reserved() {
        for (path, private) in [
            ("runtime/src/lib.rs", false),
            ("atlas-api/src/lib.rs", true),
        ] {
            let source = fs::read_to_string(root(path)).unwrap();
            let items = syn::parse_file(&source).unwrap().items;
            let names = items.iter().flat_map(|item| match item {
                Item::Mod(it) if private || matches!(it.vis, Visibility::Public(_)) => {
                    vec![it.ident.to_string()]
                }
                Item::Use(it) if matches!(it.vis, Visibility::Public(_)) => imported(&it.tree),
                _ => Vec::new(),
            });
            for name in names.filter(|name| name.starts_with(char::is_lowercase)) {
                assert!(owner(&name).is_some(), "`{name}` of {path} is not reserved");
            }
        }
    }
}
