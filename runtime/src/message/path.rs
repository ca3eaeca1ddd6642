//! Path templates, and filling in their arguments.

use percent_encoding::percent_decode_str;

use super::percent::encoded;

/// The path prefixes of the API versions.
const PREFIXES: [&str; 3] = ["/api/atlas/v2", "/api/atlas/v1.0", "/api/public/v1.0"];

/// Returns a base URL without trailing slashes, and without a prefix that the paths of operations include.
pub(crate) fn base(url: &str) -> &str {
    let url = url.trim_end_matches('/');
    let without = PREFIXES.iter().find_map(|prefix| url.strip_suffix(prefix));
    without.unwrap_or(url).trim_end_matches('/')
}

/// Fills arguments, by name and percent-encoded, into a template such as `/groups/{groupId}`. Several arguments with the
/// same name are a list, whose items are separated by commas (`simple`).
///
/// # Errors
/// Names the argument or segment that can't be part of a path.
pub(crate) fn fill(
    template: &str,
    arguments: &[(impl AsRef<str>, String)],
) -> Result<String, String> {
    let mut path = String::with_capacity(2 * template.len());
    if template.contains("//") {
        return Err("the path has an empty segment (`//`)".to_owned());
    }
    for segment in template.split('/').skip(1) {
        path.push('/');
        let start = path.len();
        let (mut rest, mut place) = (segment, None);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let items = arguments.iter().filter(|(known, _)| known.as_ref() == name);
            path.push_str(before);
            let start = path.len();
            for (_, value) in items {
                if value.is_empty() {
                    return Err(format!("the path argument `{name}` is empty"));
                }
                // `mongodb.gz` for `{logName}.gz`.
                let suffix = if after.starts_with('.') { after } else { "" };
                let shorter = value.strip_suffix(suffix).filter(|it| !it.is_empty());
                if path.len() > start {
                    path.push(',');
                }
                path.extend(encoded(shorter.unwrap_or(value)));
            }
            if path.len() == start {
                return Err(format!("the path argument `{name}` is missing"));
            }
            (rest, place) = (after, Some(name));
        }
        path.push_str(rest);
        // A dot segment can't be escaped (RFC 3986, section 6.2.2.3), and would lead to another route.
        let filled = &path[start..];
        match place {
            Some(name) if is_dots(filled) => {
                return Err(format!("the path argument `{name}` is `{filled}`"));
            }
            None if leads_elsewhere(filled) => {
                return Err(format!(
                    "the path has the segment `{filled}`, which would lead to another path"
                ));
            }
            _ => {}
        }
    }
    Ok(path)
}

fn is_dots(segment: &str) -> bool {
    matches!(
        &*segment.to_ascii_lowercase().replace("%2e", "."),
        "." | ".."
    )
}

/// Whether a server or proxy might interpret a segment as a path to another folder. Some servers decode before they
/// split, take `\` for `/`, or cut parameters such as `;x`.
fn leads_elsewhere(segment: &str) -> bool {
    let decoded = percent_decode_str(segment).decode_utf8_lossy();
    let mut parts = decoded.split(['/', '\\']);
    parts.any(|part| matches!(part.split(';').next(), Some("." | "..")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, String> {
        let arguments = [
            ("name", "a/b #1"),
            ("verb", "x:y"),
            ("up", ".."),
            ("dot", "."),
            ("escaped", "%2e"),
            ("empty", ""),
            ("log", "mongodb.gz"),
        ];
        fill(
            template,
            &arguments.map(|(name, value)| (name, value.to_owned())),
        )
    }

    #[test]
    fn encodes_arguments_in_place() {
        for (template, path) in [
            ("/a/{name}/{verb}:go", "/a/a%2Fb%20%231/x%3Ay:go"),
            ("/{verb}-{name}/", "/x%3Ay-a%2Fb%20%231/"),
            ("/a/...", "/a/..."),
            ("/{escaped}/{dot}{up}", "/%252e/..."),
            ("/logs/{log}.gz", "/logs/mongodb.gz"),
            ("/logs/{log}:gz", "/logs/mongodb.gz:gz"),
            ("/a%2Fb/..c/d..", "/a%2Fb/..c/d.."),
            ("/", "/"),
        ] {
            assert_eq!(filled(template).as_deref(), Ok(path));
        }
    }

    #[test]
    fn rejects_arguments_that_change_the_path() {
        for (template, problem) in [
            ("/a/{empty}", "the path argument `empty` is empty"),
            ("/a/{none}", "the path argument `none` is missing"),
            ("/a/{none", "the path argument `none` is missing"),
            ("/{up}/b", "the path argument `up` is `..`"),
            ("/{dot}", "the path argument `dot` is `.`"),
            ("/{dot}.", "the path argument `dot` is `..`"),
            (
                "/a/../b",
                "the path has the segment `..`, which would lead to another path",
            ),
            (
                "/a/.%2E",
                "the path has the segment `.%2E`, which would lead to another path",
            ),
            (
                "/a/..;x/b",
                "the path has the segment `..;x`, which would lead to another path",
            ),
            (
                "/a/x%2f..%5Cb",
                "the path has the segment `x%2f..%5Cb`, which would lead to another path",
            ),
            ("//b", "the path has an empty segment (`//`)"),
            ("/a//b", "the path has an empty segment (`//`)"),
        ] {
            assert_eq!(filled(template), Err(problem.to_owned()));
        }
    }

    #[test]
    fn strips_api_path_from_base_url() {
        for (url, expected) in [
            (
                "https://cloud.mongodb.com/api/atlas/v2/",
                "https://cloud.mongodb.com",
            ),
            (
                "https://cloud.mongodb.com/api/atlas/v2",
                "https://cloud.mongodb.com",
            ),
            ("https://x/proxy//api/atlas/v1.0//", "https://x/proxy"),
            ("https://x/api/atlas", "https://x/api/atlas"),
            ("https://x/", "https://x"),
        ] {
            assert_eq!(base(url), expected);
        }
    }
}
