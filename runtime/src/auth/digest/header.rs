//! The syntax of `WWW-Authenticate` (RFC 9110, section 11.6.1) and `Authentication-Info` (RFC 7615): lists of schemes and
//! parameters. Values are bytes, because a realm may be in any charset.
//!
//! Schemes with a malformed parameter are skipped, and their neighbors are kept.

use crate::message::syntax::{lower, parameter, split, token};

/// A scheme of a challenge, with its parameters. If it has a token instead, such as `Negotiate`, only the name is
/// kept.
#[derive(Debug, PartialEq)]
pub(super) struct Scheme {
    /// In lower case.
    pub(super) name: String,
    pub(super) parameters: Parameters,
}

/// Parameters, by name in lowercase.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parameters(Vec<(String, Vec<u8>)>);

impl Parameters {
    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| &**value)
    }

    /// Adds a parameter. Returns `false` for a repeated name, because it would be unclear which value counts.
    fn add(&mut self, name: String, value: Vec<u8>) -> bool {
        let is_first = self.get(&name).is_none();
        self.0.push((name, value));
        is_first
    }

    /// Appends to the list in the last parameter.
    fn append(&mut self, item: &[u8]) {
        if let Some((_, value)) = self.0.last_mut() {
            value.push(b',');
            value.extend_from_slice(item);
        }
    }
}

/// An element of the list, between commas.
enum Element<'a> {
    Empty,
    Parameter(String, Vec<u8>),
    /// The name of a scheme, and the text after it.
    Scheme(&'a [u8], &'a [u8]),
    Malformed,
}

/// The well-formed schemes of a `WWW-Authenticate` header.
pub(super) fn schemes(header: &[u8]) -> Vec<Scheme> {
    let mut schemes: Vec<(Scheme, bool)> = Vec::new();
    for text in split(header, b',') {
        match (element(text), schemes.last_mut()) {
            (Element::Empty, _) => {}
            (Element::Scheme(name, b""), Some((scheme, _))) if scheme.lacks_quotes(name) => {
                scheme.parameters.append(name);
            }
            (Element::Scheme(name, rest), _) => {
                let mut parameters = Parameters::default();
                let is_valid = match element(rest) {
                    Element::Parameter(name, value) => parameters.add(name, value),
                    _ => rest.iter().all(|byte| is_of_token68(*byte)),
                };
                let name = lower(name);
                schemes.push((Scheme { name, parameters }, is_valid));
            }
            (Element::Parameter(name, value), Some((scheme, is_valid))) => {
                *is_valid &= scheme.parameters.add(name, value);
            }
            (Element::Malformed, Some((_, is_valid))) => *is_valid = false,
            (Element::Parameter(..) | Element::Malformed, None) => {}
        }
    }
    let valid = schemes.into_iter().filter(|(_, is_valid)| *is_valid);
    valid.map(|(scheme, _)| scheme).collect()
}

/// The parameters of an `Authentication-Info` header. `None` if any is malformed.
pub(super) fn parameters(header: &[u8]) -> Option<Parameters> {
    let mut parameters = Parameters::default();
    for text in split(header, b',') {
        match element(text) {
            Element::Empty => {}
            Element::Parameter(name, value) => {
                if !parameters.add(name, value) {
                    return None;
                }
            }
            Element::Scheme(..) | Element::Malformed => return None,
        }
    }
    Some(parameters)
}

impl Scheme {
    /// Whether this looks like a scheme but is the rest of a list without its quotes: `qop=auth,auth-int`.
    fn lacks_quotes(&self, name: &[u8]) -> bool {
        let is_qop = |qop: &[u8]| name.eq_ignore_ascii_case(qop);
        let follows = self
            .parameters
            .0
            .last()
            .is_some_and(|(last, _)| last == "qop");
        follows && (is_qop(b"auth") || is_qop(b"auth-int"))
    }
}

fn element(text: &[u8]) -> Element<'_> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Element::Empty;
    }
    let (name, rest) = token(text);
    let after = rest.trim_ascii_start();
    match after.split_first() {
        _ if name.is_empty() => Element::Malformed,
        Some((b'=', _)) => match parameter(text) {
            Some((name, value)) => Element::Parameter(name, value),
            None => Element::Malformed,
        },
        // A space separates the name of a scheme from the rest.
        Some(_) if after.len() == rest.len() => Element::Malformed,
        _ => Element::Scheme(name, after),
    }
}

/// RFC 9110, section 11.2.
fn is_of_token68(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Vec<String> {
        let shown = schemes(header.as_bytes()).into_iter().map(|scheme| {
            let parameters = scheme.parameters.0.into_iter();
            let parameters = parameters
                .map(|(name, value)| format!(" {name}={}", String::from_utf8_lossy(&value)));
            scheme.name + &parameters.collect::<String>()
        });
        shown.collect()
    }

    #[test]
    fn distinguishes_schemes_from_parameters() {
        for (header, expected) in [
            (
                r#"Digest realm="a, b", nonce=n"#,
                &["digest realm=a, b nonce=n"][..],
            ),
            (
                r#"DIGEST REALM = "x" ,nonce= "y""#,
                &["digest realm=x nonce=y"],
            ),
            (
                r#"Basic realm="x", Digest realm="y", nonce="z", Bearer"#,
                &["basic realm=x", "digest realm=y nonce=z", "bearer"],
            ),
            ("Negotiate YWJj==, Digest a=b", &["negotiate", "digest a=b"]),
            ("Negotiate, , ,Digest a=b,", &["negotiate", "digest a=b"]),
            (r#"Digest a="x\"y\\z\,", b=c"#, &[r#"digest a=x"y\z, b=c"#]),
            (
                "Digest nonce=ab/+c==, qop=auth,auth-int, a=b",
                &["digest nonce=ab/+c== qop=auth,auth-int a=b"],
            ),
            (
                "Digest qop=auth, Basic realm=x",
                &["digest qop=auth", "basic realm=x"],
            ),
            (
                "Digest qop=auth, Negotiate",
                &["digest qop=auth", "negotiate"],
            ),
            (r#"Digest a="""#, &["digest a="]),
            ("", &[]),
            ("a=b, c=d", &[]),
        ] {
            assert_eq!(read(header), expected, "{header}");
        }
    }

    #[test]
    fn skips_only_malformed_challenges() {
        for malformed in [
            r#"Digest realm="x"y"#,
            "Digest realm=",
            "Digest a=b, a=c",
            r#"Digest a=b, c="d"e"#,
            "Digest a=b c=d",
            "Digest a=b, =c",
            "Digest a=b, c@d",
        ] {
            let header = format!(r#"{malformed}, Digest good="1", Basic realm="2""#);
            let read = read(&header);
            let good = ["digest good=1".to_owned(), "basic realm=2".to_owned()];
            assert!(read.ends_with(&good), "{header}: {read:?}");
            let before = &read[..read.len() - 2];
            // If it is not a parameter, it may be a token.
            assert!(
                before.is_empty() || before == ["digest"],
                "{header}: {read:?}"
            );
        }
        // An unclosed quote swallows the rest.
        assert_eq!(
            read(r#"Basic realm="1", Digest realm="x, a=b"#),
            ["basic realm=1"]
        );
    }

    #[test]
    fn keeps_values_that_are_not_utf8() {
        let schemes = schemes(b"Digest realm=\"caf\xe9\"");
        assert_eq!(schemes[0].parameters.get("realm"), Some(&b"caf\xe9"[..]));
    }

    #[test]
    fn rejects_scheme_in_list_of_parameters() {
        let info = parameters(br#"nextnonce="x, y", qop=auth,, nc=00000001"#).unwrap();
        assert_eq!(info.get("nextnonce"), Some(&b"x, y"[..]));
        assert_eq!(info.get("nc"), Some(&b"00000001"[..]));
        for malformed in [
            &b"Digest nextnonce=x"[..],
            b"nextnonce",
            b"a=b, a=c",
            b"a=\"b",
        ] {
            assert_eq!(parameters(malformed), None);
        }
    }
}
