//! Splits the items of a module by how they are formatted.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Consecutive items of a module.
pub enum Part {
    /// Ordinary items, and the inner attributes of the module.
    Plain(TokenStream),
    /// A call of a runtime macro in braces.
    Table {
        /// Its attributes.
        attributes: Vec<TokenStream>,
        /// The path of the macro.
        path: String,
        /// What the braces contain.
        rows: TokenStream,
    },
    /// A module with a body.
    Module {
        /// Its attributes, visibility and name.
        head: TokenStream,
        /// What the braces contain.
        body: TokenStream,
    },
}

/// Splits the items of a module.
pub fn parts(tokens: TokenStream) -> Vec<Part> {
    let mut split = Split::default();
    for token in tokens {
        split.token(token);
    }
    split.end();
    split.parts
}

#[derive(Default)]
struct Split {
    parts: Vec<Part>,
    /// Whole ordinary items.
    plain: Vec<TokenTree>,
    /// The current item, so far.
    item: Vec<TokenTree>,
}

impl Split {
    fn token(&mut self, token: TokenTree) {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if let Some(part) = part(&self.item, group) {
                    self.item.clear();
                    self.flush();
                    self.parts.push(part);
                } else {
                    // A semicolon may follow, and is harmless as an item by itself.
                    self.item.push(token);
                    self.plain.append(&mut self.item);
                }
            }
            TokenTree::Group(_) if matches!(self.item.as_slice(), [hash, not] if is(hash, '#') && is(not, '!')) =>
            {
                self.item.push(token);
                self.plain.append(&mut self.item);
            }
            _ => {
                let is_end = is(&token, ';');
                self.item.push(token);
                if is_end {
                    self.plain.append(&mut self.item);
                }
            }
        }
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let items = self.plain.drain(..).collect();
            self.parts.push(Part::Plain(items));
        }
    }

    fn end(&mut self) {
        self.plain.append(&mut self.item);
        self.flush();
    }
}

/// The table or the module that a group in braces completes.
fn part(item: &[TokenTree], group: &Group) -> Option<Part> {
    if let [.., TokenTree::Ident(keyword), TokenTree::Ident(_)] = item
        && keyword == "mod"
    {
        let head = item.iter().cloned().collect();
        let body = group.stream();
        return Some(Part::Module { head, body });
    }
    let [
        attributes @ ..,
        TokenTree::Ident(rt),
        first,
        second,
        TokenTree::Ident(name),
        not,
    ] = item
    else {
        return None;
    };
    let is_table = rt == "rt" && is(first, ':') && is(second, ':') && is(not, '!');
    let pairs = attributes.chunks(2);
    let attributes: Vec<TokenStream> = pairs.map(|pair| pair.iter().cloned().collect()).collect();
    is_table.then(|| Part::Table {
        attributes,
        path: format!("rt::{name}"),
        rows: group.stream(),
    })
}

fn is(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}
