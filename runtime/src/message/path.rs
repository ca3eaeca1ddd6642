//! Path templates, and filling in their arguments.

use super::percent::encode;

/// Fills arguments, by name and percent-encoded, into a template such as `/groups/{groupId}`.
///
/// # Errors
/// Names the argument or segment that can't be part of a path.
pub(crate) fn fill(
    template: &str,
    arguments: &[(impl AsRef<str>, String)],
) -> Result<String, String> {
    let mut path = String::with_capacity(2 * template.len());
    for segment in template.split('/').skip(1) {
        path.push('/');
        let start = path.len();
        let (mut rest, mut place) = (segment, None);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let argument = arguments.iter().find(|(known, _)| known.as_ref() == name);
            let problem = match argument {
                Some((_, value)) if value.is_empty() => "is empty",
                Some((_, value)) => {
                    path.extend([before, &encode(value)]);
                    (rest, place) = (after, Some(name));
                    continue;
                }
                None => "is missing",
            };
            return Err(format!("the path argument `{name}` {problem}"));
        }
        path.push_str(rest);
        // A dot segment can't be escaped (RFC 3986, section 6.2.2.3): it would name another route.
        let filled = &path[start..];
        if matches!(
            &*filled.to_ascii_lowercase().replace("%2e", "."),
            "." | ".."
        ) {
            return Err(match place {
                Some(name) => format!("the path argument `{name}` is `{filled}`"),
                None => format!("the path has the segment `{filled}`, which names another path"),
            });
        }
    }
    Ok(path)
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
        ];
        fill(
            template,
            &arguments.map(|(name, value)| (name, value.to_owned())),
        )
    }

    #[test]
    fn arguments_stay_in_their_places() {
        for (template, path) in [
            ("/a/{name}/{verb}:go", "/a/a%2Fb%20%231/x%3Ay:go"),
            ("/{verb}-{name}/", "/x%3Ay-a%2Fb%20%231/"),
            ("/a/...", "/a/..."),
            ("/{escaped}/{dot}{up}", "/%252e/..."),
            ("/", "/"),
        ] {
            assert_eq!(filled(template).as_deref(), Ok(path));
        }
    }

    #[test]
    fn what_would_name_another_path_is_refused() {
        for (template, problem) in [
            ("/a/{empty}", "the path argument `empty` is empty"),
            ("/a/{none}", "the path argument `none` is missing"),
            ("/a/{none", "the path argument `none` is missing"),
            ("/{up}/b", "the path argument `up` is `..`"),
            ("/{dot}", "the path argument `dot` is `.`"),
            ("/{dot}.", "the path argument `dot` is `..`"),
            (
                "/a/../b",
                "the path has the segment `..`, which names another path",
            ),
            (
                "/a/.%2E",
                "the path has the segment `.%2E`, which names another path",
            ),
        ] {
            assert_eq!(filled(template), Err(problem.to_owned()));
        }
    }
}
