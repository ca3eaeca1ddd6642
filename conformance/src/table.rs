//! Finds the row of the conformance table for an exchange.

use std::collections::BTreeMap;

use atlas_api::conformance::{Arguments, CODECS, Codec};
use generator::model::path_key;
use percent_encoding::percent_decode_str;

/// The rows by method and path.
pub struct Table(BTreeMap<(String, String), Vec<&'static Codec>>);

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// All rows that are compiled in.
    #[must_use]
    pub fn new() -> Self {
        let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for codec in CODECS {
            let key = (codec.meta.method.to_string(), path_key(codec.meta.path));
            rows.entry(key).or_default().push(codec);
        }
        for rows in rows.values_mut() {
            rows.sort_by_key(|codec| {
                let version = codec.meta.version;
                (version == "preview", codec.meta.retired.is_none(), version)
            });
        }
        Self(rows)
    }

    /// The row of an operation in the version that a media type names, or else in this version, or else in the newest
    /// stable one that is not retired.
    #[must_use]
    pub fn find(
        &self,
        method: &str,
        template: &str,
        media_type: &str,
        version: Option<&str>,
    ) -> Option<&'static Codec> {
        let rows = self.0.get(&(method.to_owned(), path_key(template)))?;
        let by_media_type = rows.iter().find(|it| it.meta.media_type == media_type);
        let by_version = || rows.iter().find(|it| Some(it.meta.version) == version);
        let newest = || rows.iter().rfind(|it| it.meta.version != "preview");
        let found = by_media_type.or_else(by_version).or_else(newest);
        found.or(rows.last()).copied()
    }
}

/// The rows of an operation of a spec, each with its index in the table.
pub(crate) fn rows_of(method: &str, path: &str) -> impl Iterator<Item = (usize, &'static Codec)> {
    let rows = CODECS.iter().enumerate();
    rows.filter(move |(_, row)| {
        row.meta.path == path && row.meta.method.as_str().eq_ignore_ascii_case(method)
    })
}

/// The path arguments with which a template gives a path. `None` if the path does not match.
#[must_use]
pub fn path_arguments(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let mut arguments = BTreeMap::new();
    let (templates, segments) = (template.split('/'), path.split('/'));
    if templates.clone().count() != segments.clone().count() {
        return None;
    }
    for (template, segment) in templates.zip(segments) {
        let Some((before, after)) = template.split_once('{') else {
            if template != segment {
                return None;
            }
            continue;
        };
        let (name, after) = after.split_once('}')?;
        let value = segment.strip_prefix(before)?.strip_suffix(after)?;
        let value = percent_decode_str(value).decode_utf8().ok()?;
        arguments.insert(name.to_owned(), value.into_owned());
    }
    Some(arguments)
}

/// Adds the arguments of a query string.
pub fn add_query(arguments: &mut Arguments, query: &str) {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let text = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let values = arguments.query.entry(text(name)).or_default();
        values.push(text(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_path_by_template() {
        let arguments = path_arguments("/a/{b}/c/{d}.gz", "/a/x%20y/c/log.gz").unwrap();
        assert_eq!(arguments["b"], "x y");
        assert_eq!(arguments["d"], "log");
        let verb = path_arguments("/teams/{id}:removeUser", "/teams/1:removeUser").unwrap();
        assert_eq!(verb["id"], "1");
        assert_eq!(path_arguments("/a/{b}", "/a/b/c"), None);
        assert_eq!(path_arguments("/a/{b}", "/x/b"), None);
    }
}
