//! The syntax of structured headers: lists, tokens and quoted strings (RFC 9110, section 5.6).

/// Splits a list at the separators outside of quotes.
pub(crate) fn split(header: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    header.split(move |byte| {
        match (is_quoted, is_escaped, byte) {
            (true, true, _) => is_escaped = false,
            (true, false, b'\\') => is_escaped = true,
            (_, _, b'"') => is_quoted = !is_quoted,
            _ => {}
        }
        *byte == separator && !is_quoted
    })
}

/// The token at the start of a text, which may be empty, and the rest.
pub(crate) fn token(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !is_token(*byte));
    text.split_at(end.unwrap_or(text.len()))
}

/// A parameter, such as `name = "value"`: its name in lowercase, and its value.
pub(crate) fn parameter(text: &[u8]) -> Option<(String, Vec<u8>)> {
    let (name, rest) = token(text.trim_ascii());
    let text = rest.trim_ascii_start().strip_prefix(b"=")?;
    let value = value(text.trim_ascii_start())?;
    (!name.is_empty()).then(|| (lower(name), value))
}

/// A quoted string, or text without quotes. It may contain more than a token, because servers omit quotes.
fn value(text: &[u8]) -> Option<Vec<u8>> {
    let Some(quoted) = text.strip_prefix(b"\"") else {
        let is_value = |byte: &u8| *byte > b' ' && *byte != b'"';
        return (!text.is_empty() && text.iter().all(is_value) && text != b"=")
            .then(|| text.to_vec());
    };
    let mut value = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter();
    loop {
        match bytes.next()? {
            b'"' => return bytes.as_slice().is_empty().then_some(value),
            b'\\' => value.push(*bytes.next()?),
            byte => value.push(*byte),
        }
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A name that is compared without regard to case.
pub(crate) fn lower(token: &[u8]) -> String {
    String::from_utf8_lossy(token).to_ascii_lowercase()
}
