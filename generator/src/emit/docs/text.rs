//! Lines of documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::gates::Predicate;

/// Lines of a documentation comment.
#[derive(Debug, Clone)]
pub enum Line {
    /// An ordinary line.
    Always(String),
    /// A line with links whose targets may not be compiled.
    Either {
        /// Holds if all links work.
        condition: Predicate,
        /// The line with its links.
        linked: String,
        /// The line without links that may not work.
        plain: String,
    },
}

/// Lines of documentation as attributes.
pub fn attributes(lines: &[Line]) -> TokenStream {
    let spaced = |line: &str| match line {
        "" => String::new(),
        line => format!(" {line}"),
    };
    let lines = lines.iter().map(|line| match line {
        Line::Always(text) => {
            let lines = text.split('\n').map(spaced);
            quote!(#(#[doc = #lines])*)
        }
        Line::Either {
            condition,
            linked,
            plain,
        } => {
            let (linked, plain) = (spaced(linked), spaced(plain));
            quote! {
                #[cfg_attr(#condition, doc = #linked)]
                #[cfg_attr(not(#condition), doc = #plain)]
            }
        }
    });
    quote!(#(#lines)*)
}
