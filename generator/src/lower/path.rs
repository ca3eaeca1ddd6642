//! Path templates: their common prefix, and their parameters.

use std::collections::BTreeSet;

use openapiv3::Server;

use crate::error::{Error, Result};
use crate::model::{Parameter, ParameterLocation};

/// The common prefix of all paths, from the servers.
pub fn base(servers: &[Server]) -> Result<String> {
    let paths = servers.iter().enumerate().map(|(index, server)| {
        server_path(&server.url).ok_or_else(|| {
            let message = format!(
                "`{}` is not a URL that paths can be appended to",
                server.url
            );
            let help = "write it as `https://host/path`, or as the `/path` alone";
            Error::at(format!("/servers/{index}/url"), message).help(help)
        })
    });
    let paths: BTreeSet<_> = paths.collect::<Result<_>>()?;
    let mut paths = paths.into_iter();
    match (paths.next(), paths.next()) {
        (Some(path), None) if path.contains('{') => {
            let message = format!("the path `{path}` of a server has variables");
            Err(Error::at("/servers", message).help("replace the variables with their values"))
        }
        (Some(one), Some(other)) => {
            let message = format!("the servers have different paths: `{one}` and `{other}`");
            Err(Error::at("/servers", message).help("keep the servers with one of these paths"))
        }
        (path, _) => Ok(path.unwrap_or_default().to_owned()),
    }
}

/// The path of a server's URL, without a trailing slash.
fn server_path(url: &str) -> Option<&str> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => url,
    };
    let is_path = path.is_empty() || path.starts_with('/') && !path.starts_with("//");
    (is_path && !url.is_empty() && !url.contains(['?', '#'])).then(|| path.trim_end_matches('/'))
}

/// The pointer of the path item of an operation.
pub fn of_path(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(path, _)| path)
}

/// The parameters of a path template that are not declared.
///
/// # Errors
/// The template is malformed, or lacks a declared parameter.
pub fn undeclared<'p>(
    path: &'p str,
    parameters: &[Parameter],
    pointer: &str,
) -> Result<Vec<&'p str>> {
    let mut in_path = BTreeSet::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(['{', '}']) {
        let is_open = rest[before.len()..].starts_with('{');
        let Some((name, after)) = after.split_once('}').filter(|_| is_open) else {
            let message = "the path has a `{` without a `}`, or a `}` without a `{`";
            let help = "write each path parameter as `{name}`";
            return Err(Error::at(of_path(pointer), message).help(help));
        };
        if !in_path.insert(name) {
            let message = format!("the path has `{{{name}}}` twice");
            let help = "give each place its own parameter";
            return Err(Error::at(of_path(pointer), message).help(help));
        }
        rest = after;
    }
    let declared = parameters
        .iter()
        .filter(|parameter| parameter.location == ParameterLocation::Path);
    let declared: BTreeSet<_> = declared.map(|parameter| parameter.name.as_str()).collect();
    match declared.difference(&in_path).next() {
        Some(name) => {
            let message = format!("the path template lacks the path parameter `{name}`");
            let help = format!("write `{{{name}}}` in the path, or delete the parameter");
            Err(Error::at(format!("{pointer}/parameters"), message).help(help))
        }
        None => {
            let is_undeclared = |name: &&str| !declared.contains(name);
            Ok(in_path.into_iter().filter(is_undeclared).collect())
        }
    }
}
