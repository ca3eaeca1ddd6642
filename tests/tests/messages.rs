//! Lists all error messages and their help for a person to read, in `snapshots/messages__*.snap`, one file for each
//! crate. The lists are extracted from the sources, so they include messages that no test provokes.
//!
//! A text counts if it is in one of these places:
//!
//! - the arguments of `bail!`, `anyhow!`, `ensure!`, and of functions of a type whose name ends with `Error`
//! - the arguments of `Err`, `ok_or`, `context`, `with_context`, `map_err` and `help`
//! - a function that returns an error, or text for one: `-> Error`, `-> Failure`, `impl Display for …Error`
//! - a constant `HELP`, `FORM` or `DELETE`, and a variable with a name such as `message` or `help`

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprCall, ExprLit, ExprMacro, ExprMethodCall, ImplItemFn, ItemConst, ItemFn,
    ItemImpl, ItemMod, Lit, Local, Macro, Pat, ReturnType, Type,
};

const MACROS: [&str; 3] = ["anyhow", "bail", "ensure"];
const VARIABLES: [&str; 6] = ["detail", "help", "message", "problem", "what", "why"];
const METHODS: [&str; 7] = [
    "context",
    "help",
    "map_err",
    "ok_or",
    "ok_or_else",
    "with_context",
    "unwrap_or_else",
];

#[test]
fn messages_of_the_runtime() {
    assert_messages("runtime");
}

#[test]
fn messages_of_the_generator() {
    assert_messages("generator");
}

#[test]
fn messages_of_the_review() {
    assert_messages("review");
}

#[test]
fn messages_of_xtask() {
    assert_messages("xtask");
}

#[test]
fn messages_of_conformance() {
    assert_messages("conformance");
}

/// Compares the messages of a crate with the snapshot. Each must be a single line without a full stop, because other
/// text follows it.
fn assert_messages(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut list = String::new();
    for file in files(&root.join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        let mut messages = Messages::default();
        messages.visit_file(&syn::parse_file(&source).unwrap());
        if messages.found.is_empty() {
            continue;
        }
        let file = file.strip_prefix(&root).unwrap().display().to_string();
        list += &format!("{}\n", file.replace('\\', "/"));
        for message in messages.found {
            let is_fragment = message.starts_with(' ') || message.ends_with(' ');
            assert!(
                !message.ends_with('.') || is_fragment,
                "ends with a full stop: {message}"
            );
            // The output of a command may follow on separate lines.
            let text = message.trim_end_matches("{}");
            let first = text.trim_end_matches("{log}").trim_end();
            assert!(!first.contains('\n'), "has several lines: {message}");
            list += &format!("    {}\n", message.replace('\n', "\\n"));
        }
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, list);
    });
}

/// The sources in a folder, without tests.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "tests" {
            continue;
        } else if path.is_dir() {
            files.extend(self::files(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            files.insert(path);
        }
    }
    files
}

/// The messages of a file, in order.
#[derive(Default)]
struct Messages {
    found: Vec<String>,
    /// How many enclosing constructs make a text a message.
    depth: usize,
}

impl Messages {
    fn inside(&mut self, is_message: bool, visit: impl FnOnce(&mut Self)) {
        self.depth += usize::from(is_message);
        visit(self);
        self.depth -= usize::from(is_message);
    }

    /// A single word is a name, such as that of a keyword.
    fn note(&mut self, text: &str) {
        if self.depth > 0 && text.trim().contains(' ') && !self.found.iter().any(|it| it == text) {
            self.found.push(text.to_owned());
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(Lit::Str(text)) = syn::parse_str(&literal.to_string()) {
                        self.note(&text.value());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match it.path().get_ident() {
        Some(name) if name == "cfg" => it
            .parse_args::<syn::Path>()
            .is_ok_and(|it| it.is_ident("test")),
        Some(name) => name == "test",
        None => false,
    })
}

/// Whether the name of a type is that of an error.
fn is_error(name: &str) -> bool {
    name.ends_with("Error") || name.ends_with("Failure")
}

fn returns_error(output: &ReturnType) -> bool {
    match output {
        ReturnType::Type(_, of) => {
            matches!(&**of, Type::Path(of) if of.path.segments.last().is_some_and(|it| is_error(&it.ident.to_string())))
        }
        ReturnType::Default => false,
    }
}

impl<'ast> Visit<'ast> for Messages {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test(&function.attrs) {
            let is_message = returns_error(&function.sig.output);
            self.inside(is_message, |this| visit::visit_item_fn(this, function));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        let is_message = returns_error(&function.sig.output);
        self.inside(is_message, |this| visit::visit_impl_item_fn(this, function));
    }

    fn visit_item_impl(&mut self, of: &'ast ItemImpl) {
        let name = |path: &syn::Path| path.segments.last().map(|it| it.ident.to_string());
        let is_display = of
            .trait_
            .as_ref()
            .and_then(|(path, _)| name(path))
            .as_deref()
            == Some("Display");
        let is_shown = match &*of.self_ty {
            Type::Path(of) => name(&of.path)
                .is_some_and(|name| is_error(&name) || name == "Kind" || name == "ErrorKind"),
            _ => false,
        };
        let is_message = is_shown && (is_display || of.trait_.is_none());
        self.inside(is_message, |this| visit::visit_item_impl(this, of));
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let is_message = match &*call.func {
            Expr::Path(path) => path.path.segments.iter().any(|it| {
                let name = it.ident.to_string();
                is_error(&name) || name == "Err"
            }),
            _ => false,
        };
        self.inside(is_message, |this| visit::visit_expr_call(this, call));
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let is_message = METHODS.iter().any(|name| call.method == name);
        self.inside(is_message, |this| {
            call.args.iter().for_each(|it| this.visit_expr(it))
        });
    }

    fn visit_item_const(&mut self, constant: &'ast ItemConst) {
        let is_message = ["DELETE", "FORM", "HELP"]
            .iter()
            .any(|name| constant.ident == name);
        self.inside(is_message, |this| visit::visit_item_const(this, constant));
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let is_message = match &local.pat {
            Pat::Ident(pat) => VARIABLES.iter().any(|name| pat.ident == name),
            _ => false,
        };
        self.inside(is_message, |this| visit::visit_local(this, local));
    }

    fn visit_expr_macro(&mut self, call: &'ast ExprMacro) {
        self.visit_macro(&call.mac);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let is_message = MACROS.iter().any(|name| call.path.is_ident(name));
        self.inside(is_message, |this| this.tokens(call.tokens.clone()));
    }

    fn visit_expr_lit(&mut self, literal: &'ast ExprLit) {
        if let Lit::Str(text) = &literal.lit {
            self.note(&text.value());
        }
    }

    // Documentation is an attribute.
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}
