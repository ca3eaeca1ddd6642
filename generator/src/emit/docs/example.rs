//! The example of an operation: a call with its required arguments.
//!
//! Texts and numbers become variables named after their arguments, which say more than made-up values. The hidden
//! function around the example declares them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::writer::Writer;
use crate::emit::names::{ident, rust_type};
use crate::model::Format;
use crate::plan::{
    Argument, Field, ObjectType, OperationItem, OutputType, Plan, RustType, TypeKind,
};

impl Writer<'_> {
    /// The example of an operation in the module of a tag.
    pub(super) fn example(&self, module: &str, item: &OperationItem) -> Vec<String> {
        let root = self.root.split("::").map(ident);
        let root = quote!(#(#root)::*);
        let mut values = Values {
            plan: self.plan,
            types: quote!(#root::types::),
            variables: BTreeMap::new(),
            within: Vec::new(),
            is_patch: item.spec.method == "PATCH",
            names_types: false,
        };
        let arguments = item.arguments.iter();
        let arguments: Vec<_> = arguments.map(|it| values.argument(it)).collect();
        let (name, function) = (ident(module), ident(&item.function));
        let uses = match (values.names_types, module < "types") {
            (false, _) => quote!(use #root::#name;),
            (true, true) => quote!(use #root::{#name, types};),
            (true, false) => quote!(use #root::{types, #name};),
        };
        let path = match item.newest || self.is_legacy() {
            true => quote!(#name::#function),
            false => {
                let version = ident(&item.version_module);
                quote!(#name::#version::#function)
            }
        };
        let call = call(item);
        let declared = |(name, ty): (&String, &TokenStream)| {
            let name = ident(name);
            quote!(#name: #ty)
        };
        let variables = values.variables.iter().map(declared);
        lines(quote! {
            async fn example(
                client: atlas_api::Client,
                #(#variables),*
            ) -> Result<(), atlas_api::Error> {
                #uses
                let operation = #path(#(#arguments),*);
                #call
                Ok(())
            }
        })
    }
}

/// The call that sends the operation.
fn call(item: &OperationItem) -> TokenStream {
    match (&item.output, &item.list) {
        (OutputType::NoContent, _) => quote!(client.send(operation).await?;),
        (OutputType::Bytes, _) => {
            let file = match &item.format {
                Format::Json => "download".to_owned(),
                Format::Gzip => "download.gz".to_owned(),
                format @ (Format::Csv | Format::Other(_)) => {
                    format!("download.{}", format.as_str())
                }
            };
            quote!(client.download(operation).await?.save(#file).await?;)
        }
        (_, Some(_)) => quote! {
            let mut items = client.items(operation);
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        },
        (_, None) => quote! {
            let response = client.send(operation).await?;
            println!("{response:?}");
        },
    }
}

/// A function as the lines of an example. Everything but its body is hidden.
fn lines(function: TokenStream) -> Vec<String> {
    let Ok(function) = syn::parse2(function) else {
        return Vec::new();
    };
    let text = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![function],
    });
    let (signature, body) = text.split_once("{\n").unwrap_or_default();
    let body = body.trim_end().trim_end_matches('}').trim_end();
    let body = body.strip_suffix("Ok(())").unwrap_or(body).trim_end();
    let mut lines = ["# Example", "", "```no_run"].map(str::to_owned).to_vec();
    if signature.contains("rt::") {
        lines.push("# use atlas_api::rt;".to_owned());
    }
    let signature: Vec<_> = signature.split_whitespace().collect();
    let signature = signature.join(" ").replace("( ", "(").replace(", )", ")");
    lines.push(format!("# {signature} {{"));
    for line in body.lines() {
        let line = line.strip_prefix("    ").unwrap_or(line);
        lines.push(line.to_owned());
        if line.starts_with("use ") {
            lines.push(String::new());
        }
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Builds the values of arguments.
struct Values<'a> {
    plan: &'a Plan,
    /// The path of the types.
    types: TokenStream,
    /// The types of the variables.
    variables: BTreeMap<String, TokenStream>,
    /// The objects that contain the current value, outermost first.
    within: Vec<&'a str>,
    /// Whether the operation changes an existing object.
    is_patch: bool,
    /// Whether any value names a type.
    names_types: bool,
}

/// What a parameter accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Anything that converts into its type.
    Conversions,
    /// Only its type.
    Itself,
}

impl<'a> Values<'a> {
    /// The value of an argument of a function.
    fn argument(&mut self, argument: &'a Argument) -> TokenStream {
        self.value(&argument.ident, &argument.ty, Takes::Conversions)
    }

    fn kind(&self, name: &str) -> Option<&'a TypeKind> {
        self.plan.types.get(name).map(|it| &it.kind)
    }

    /// The value of a property, as a constructor or a setter takes it. `tags` are the properties that select the
    /// variant of a union.
    fn field(&mut self, field: &'a Field, tags: &[(&str, &str)]) -> TokenStream {
        if let Some((_, text)) = tags.iter().find(|(wire, _)| *wire == field.wire) {
            return self.tag(&field.ty, text);
        }
        let ty = self.plan.unaliased(&field.ty);
        match ty.item() {
            // Lists take their items one by one.
            Some(item) if item.name().is_some() => {
                let item = self.value(&field.ident, item, Takes::Itself);
                quote!([#item])
            }
            _ => self.value(&field.ident, ty, Takes::Conversions),
        }
    }

    fn value(&mut self, name: &str, ty: &'a RustType, takes: Takes) -> TokenStream {
        let ty = self.plan.unaliased(ty);
        match (ty, takes) {
            (RustType::String, Takes::Conversions) => self.variable(name, quote!(&str)),
            (RustType::Bool, _) => quote!(true),
            (RustType::Boxed(of), Takes::Conversions) => self.value(name, of, Takes::Itself),
            (RustType::Boxed(of), Takes::Itself) => {
                let of = self.value(name, of, Takes::Itself);
                quote!(Box::new(#of))
            }
            (RustType::Nullable(of), Takes::Conversions) => {
                let of = self.plan.unaliased(of);
                let takes = match of.name() {
                    Some(_) => Takes::Itself,
                    None => Takes::Conversions,
                };
                self.value(name, of, takes)
            }
            (RustType::Vec(of), _) if matches!(self.plan.unaliased(of), RustType::Named(_)) => {
                let of = self.value(name, of, Takes::Itself);
                match takes {
                    Takes::Conversions => quote!([#of]),
                    Takes::Itself => quote!(vec![#of]),
                }
            }
            (RustType::Named(of), _) => self.named(name, of, takes),
            (other, _) => {
                let ty = rust_type(other, &self.types);
                self.variable(name, ty)
            }
        }
    }

    fn named(&mut self, name: &str, of: &'a str, takes: Takes) -> TokenStream {
        match self.kind(of) {
            Some(TypeKind::Object(object)) => self.object(of, object, &[]),
            Some(TypeKind::Union(union)) => match union.variants.first() {
                Some(variant) => {
                    let texts = variant.tags.first().into_iter().flatten();
                    let tags = union
                        .by
                        .iter()
                        .map(String::as_str)
                        .zip(texts.map(String::as_str));
                    let tags: Vec<_> = tags.collect();
                    let value = match self.kind(&variant.ty) {
                        Some(TypeKind::Object(object)) => self.object(&variant.ty, object, &tags),
                        _ => self.named(name, &variant.ty, Takes::Itself),
                    };
                    match takes {
                        Takes::Conversions => value,
                        Takes::Itself => {
                            let of = ident(of);
                            quote!(types::#of::from(#value))
                        }
                    }
                }
                None => self.other(name, of),
            },
            Some(TypeKind::Enum(variants)) => match variants.first() {
                Some(variant) => {
                    self.names_types = true;
                    let (of, variant) = (ident(of), ident(&variant.ident));
                    quote!(types::#of::#variant)
                }
                None => self.other(name, of),
            },
            Some(TypeKind::Alias(_)) | None => self.other(name, of),
        }
    }

    /// A variable of a generated type.
    fn other(&mut self, name: &str, of: &str) -> TokenStream {
        let (types, of) = (&self.types, ident(of));
        self.variable(name, quote!(#types #of))
    }

    fn object(
        &mut self,
        of: &'a str,
        object: &'a ObjectType,
        tags: &[(&str, &str)],
    ) -> TokenStream {
        self.names_types = true;
        let name = ident(of);
        if self.within.contains(&of) {
            return quote!(types::#name::default());
        }
        self.within.push(of);
        let required = object.required.iter().map(|index| &object.fields[*index]);
        let required: Vec<_> = required.map(|field| self.field(field, tags)).collect();
        self.within.pop();
        // An empty body would not show much.
        let is_empty = required.is_empty() && self.within.is_empty();
        let typical = typical(self.plan, object, self.is_patch).filter(|_| is_empty);
        let setter = typical.map(|field| {
            let (setter, value) = (ident(&field.ident), self.field(field, tags));
            quote!(.#setter(#value))
        });
        quote!(types::#name::new(#(#required),*) #setter)
    }

    /// The value of a property that selects the variant of a union.
    fn tag(&mut self, ty: &'a RustType, text: &str) -> TokenStream {
        if let Some(name) = self.plan.unaliased(ty).name()
            && let Some(TypeKind::Enum(variants)) = self.kind(name)
            && let Some(variant) = variants.iter().find(|it| it.wire == text)
        {
            self.names_types = true;
            let (name, variant) = (ident(name), ident(&variant.ident));
            return quote!(types::#name::#variant);
        }
        quote!(#text)
    }

    /// A variable. If another one with its name has a different type, a number is added.
    fn variable(&mut self, name: &str, ty: TokenStream) -> TokenStream {
        let names = (1..).map(|count| match count {
            1 => name.to_owned(),
            _ => format!("{name}_{count}"),
        });
        let text = ty.to_string();
        let is_free = |it: &String| {
            let known = self.variables.get(it);
            it != "client" && known.is_none_or(|known| known.to_string() == text)
        };
        let name = names.into_iter().find(is_free).unwrap_or_default();
        let variable = ident(&name);
        self.variables.insert(name, ty);
        quote!(#variable)
    }
}

/// The property to set in an example of an object that requires none: a plain one with the shortest name. An update
/// does not start with the name.
fn typical<'a>(plan: &'a Plan, object: &'a ObjectType, is_patch: bool) -> Option<&'a Field> {
    let is_plain = |field: &&Field| {
        let facts = &field.facts;
        let ty = match plan.unaliased(&field.ty) {
            RustType::Nullable(of) => plan.unaliased(of),
            ty => ty,
        };
        let is_plain = match ty {
            RustType::String
            | RustType::Bool
            | RustType::I32
            | RustType::I64
            | RustType::Number => true,
            RustType::Named(name) => matches!(
                plan.types.get(name).map(|it| &it.kind),
                Some(TypeKind::Enum(variants)) if !variants.is_empty()
            ),
            _ => false,
        };
        let is_identity = ["id", "name"].contains(&field.wire.as_str());
        let is_settable = !facts.read_only && !facts.deprecated;
        is_plain && is_settable && (!is_patch || !is_identity)
    };
    let fields = object.fields.iter().filter(is_plain);
    fields.min_by_key(|field| (field.wire != "name", field.wire.len()))
}
