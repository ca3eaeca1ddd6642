//! Formats the macro calls that define objects, enums, unions and operations, one row a line.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Literal, Spacing, TokenStream, TokenTree};

/// Lines longer than this are broken.
const WIDTH: usize = 100;

/// Prints `path! { … }`.
pub fn call(path: &str, body: TokenStream, indent: usize, out: &mut String) {
    let _ = writeln!(out, "{:indent$}{path}! {{", "");
    Printer { out }.rows(body, indent + 4);
    let _ = writeln!(out, "{:indent$}}}", "");
}

struct Printer<'a> {
    out: &'a mut String,
}

impl Printer<'_> {
    /// Prints the tokens between two braces. A row ends with a comma, a semicolon or a brace.
    fn rows(&mut self, tokens: TokenStream, indent: usize) {
        let mut row: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '#' && row.is_empty() => {
                    if let Some(TokenTree::Group(group)) = tokens.next() {
                        self.attribute(group.stream(), indent);
                    }
                }
                TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => {
                    let end = punct.as_char();
                    self.row(&std::mem::take(&mut row), Some(end), indent);
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let head = inline(&row);
                    row.clear();
                    let _ = writeln!(self.out, "{:indent$}{head} {{", "");
                    self.rows(group.stream(), indent + 4);
                    let _ = write!(self.out, "{:indent$}}}", "");
                    if let Some(TokenTree::Punct(punct)) = tokens.peek()
                        && matches!(punct.as_char(), ',' | ';')
                    {
                        self.out.push(punct.as_char());
                        tokens.next();
                    }
                    self.out.push('\n');
                }
                _ => row.push(token),
            }
        }
        if !row.is_empty() {
            self.row(&row, None, indent);
        }
    }

    /// Prints `#[doc = " text"]` as `/// text`, and any other attribute as it is.
    fn attribute(&mut self, tokens: TokenStream, indent: usize) {
        let all: Vec<_> = tokens.into_iter().collect();
        if let [
            TokenTree::Ident(doc),
            TokenTree::Punct(_),
            TokenTree::Literal(literal),
        ] = all.as_slice()
            && doc == "doc"
            && let Some(text) = line(literal)
        {
            let _ = writeln!(self.out, "{:indent$}///{text}", "");
        } else {
            let _ = writeln!(self.out, "{:indent$}#[{}]", "", inline(&all));
        }
    }

    fn row(&mut self, row: &[TokenTree], end: Option<char>, indent: usize) {
        let line = inline(row);
        let _ = write!(self.out, "{:indent$}", "");
        if indent + line.len() < WIDTH {
            self.out.push_str(&line);
        } else if row.iter().any(is_bar) {
            self.alternatives(row, indent);
        } else {
            self.broken(row, indent);
        }
        self.out.extend(end);
        self.out.push('\n');
    }

    /// Prints `A(B) = "x" | "y"` with one alternative a line.
    fn alternatives(&mut self, row: &[TokenTree], indent: usize) {
        for (index, part) in row.split(is_bar).enumerate() {
            if index > 0 {
                let _ = write!(self.out, "\n{:width$}| ", "", width = indent + 4);
            }
            self.out.push_str(&inline(part));
        }
    }

    /// Breaks the first list in parentheses or brackets.
    fn broken(&mut self, row: &[TokenTree], indent: usize) {
        let is_long = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.stream().into_iter().any(|token| is_comma(&token)),
            _ => false,
        };
        let Some((index, TokenTree::Group(group))) =
            row.iter().enumerate().find(|(_, token)| is_long(token))
        else {
            self.out.push_str(&inline(row));
            return;
        };
        let (open, close) = delimiters(group.delimiter());
        self.out.push_str(&inline(&row[..index]));
        if row[..index]
            .last()
            .is_some_and(|before| space(before, &row[index]))
        {
            self.out.push(' ');
        }
        let _ = writeln!(self.out, "{open}");
        let inner: Vec<_> = group.stream().into_iter().collect();
        for part in inner.split(is_comma).filter(|part| !part.is_empty()) {
            let _ = writeln!(
                self.out,
                "{:width$}{},",
                "",
                inline(part),
                width = indent + 4
            );
        }
        let _ = write!(self.out, "{:indent$}{close}", "");
        let rest = inline(&row[index + 1..]);
        if !rest.is_empty() {
            let _ = write!(self.out, " {rest}");
        }
    }
}

/// The value of a string literal, if it fits on a line.
fn line(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    let quoted = written
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'));
    match quoted {
        // Most have no escapes, so their value is what is written.
        Some(text) if !text.as_bytes().contains(&b'\\') => Some(text.to_owned()),
        _ => match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(text) => Some(text.value()).filter(|it| !it.contains(['\n', '\r'])),
            _ => None,
        },
    }
}

fn is_bar(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '|')
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    }
}

/// Tokens on one line, spaced as in Rust.
pub fn inline_stream(tokens: TokenStream) -> String {
    inline(&tokens.into_iter().collect::<Vec<_>>())
}

fn inline(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && !in_path(&tokens[..index]) && space(&tokens[index - 1], token) {
            out.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                let inner: Vec<_> = group.stream().into_iter().collect();
                let _ = write!(out, "{open}{}{close}", inline(&inner));
            }
            token => {
                let _ = write!(out, "{token}");
            }
        }
    }
    out
}

/// Whether the tokens end with `::`.
fn in_path(tokens: &[TokenTree]) -> bool {
    let [.., TokenTree::Punct(first), TokenTree::Punct(second)] = tokens else {
        return false;
    };
    first.as_char() == ':' && first.spacing() == Spacing::Joint && second.as_char() == ':'
}

/// Whether a space goes between two tokens.
fn space(before: &TokenTree, after: &TokenTree) -> bool {
    let tight_before = match before {
        // `&[…]` is a reference; `"A" & "B"` is not.
        TokenTree::Punct(punct) if punct.as_char() == '&' => matches!(after, TokenTree::Group(_)),
        TokenTree::Punct(punct) => {
            punct.spacing() == Spacing::Joint || matches!(punct.as_char(), '<' | '#' | '!')
        }
        _ => false,
    };
    let tight_after = match after {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';' | '<' | '>' | ':' | '!'),
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Parenthesis && matches!(before, TokenTree::Ident(_))
        }
        _ => false,
    };
    !tight_before && !tight_after
}
