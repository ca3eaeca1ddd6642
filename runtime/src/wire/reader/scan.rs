//! Finds the ends of tokens in the bytes of a text. Positions may be anywhere, even past the end.

use super::error::JsonError;

/// The first byte at or after `position` that is not whitespace.
#[inline]
pub(super) fn whitespace_end(bytes: &[u8], mut position: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(position) {
        position += 1;
    }
    position
}

/// The first byte at or after `position` that can't stand for itself in a string: a quote, a backslash, a control
/// character, or the end of the text.
#[inline]
pub(crate) fn find_special(bytes: &[u8], mut position: usize) -> usize {
    while let Some(chunk) = bytes.get(position..).and_then(|rest| rest.first_chunk()) {
        let special = specials(*chunk);
        if special != 0 {
            return position + special.trailing_zeros() as usize / 8;
        }
        position += 8;
    }
    while let Some(&byte) = bytes.get(position) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        position += 1;
    }
    position
}

/// Whether all bytes can stand for themselves in a string.
#[inline]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else {
        return find_special(bytes, 0) == bytes.len();
    };
    // The last eight bytes may overlap with those before.
    let mut chunks = bytes.chunks_exact(8).map(|chunk| chunk.try_into());
    chunks.all(|chunk| chunk.is_ok_and(|chunk| specials(chunk) == 0)) && specials(*last) == 0
}

/// The highest bit of the first of eight bytes that can't stand for itself in a string, and perhaps bits of bytes after
/// it; 0 if there is none.
#[inline]
fn specials(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let chunk = u64::from_le_bytes(chunk);
    // Subtracting borrows into the highest bit of each byte that is too small, and perhaps of bytes after it. Flipping
    // the second bit makes a quote the largest of the small bytes.
    let small = (chunk ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (chunk ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (small | backslash) & !chunk & (ONES << 7)
}

/// The end of the string whose first byte after the quote is at `position`.
#[inline]
pub(crate) fn string_end(bytes: &[u8], mut position: usize) -> Result<usize, JsonError> {
    loop {
        position = find_special(bytes, position);
        match bytes.get(position) {
            Some(b'"') => return Ok(position + 1),
            Some(b'\\') => position = escape_end(bytes, position)?,
            _ => {
                return Err(JsonError::unexpected(
                    bytes,
                    position,
                    "control character in a string",
                ));
            }
        }
    }
}

/// The end of the array or object that starts at `position`, in a text that is known to be JSON. `None` if the text is
/// invalid and it does not end.
pub(crate) fn nested_end(bytes: &[u8], mut position: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match bytes.get(position)? {
            b'"' => {
                position = string_end(bytes, position + 1).ok()?;
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        position += 1;
        if depth == 0 {
            return Some(position);
        }
    }
}

/// The end of the escape whose backslash is at `position`. An unpaired surrogate counts as an escape.
fn escape_end(bytes: &[u8], position: usize) -> Result<usize, JsonError> {
    match bytes.get(position + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(position + 2),
        Some(b'u') => hex4(bytes, position + 2).map(|_| position + 6),
        _ => Err(JsonError::unexpected(bytes, position + 1, "invalid escape")),
    }
}

/// The character that an escape stands for, and the end of the escape. Its backslash is at `position`. An unpaired
/// surrogate is a mismatch, because it stands for no character.
pub(crate) fn escape(bytes: &[u8], position: usize) -> Result<(char, usize), JsonError> {
    let character = match bytes.get(position + 1) {
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes, position),
        _ => return Err(JsonError::unexpected(bytes, position + 1, "invalid escape")),
    };
    Ok((character, position + 2))
}

/// Like [`escape`], for `\uXXXX`, and for two of them that form a surrogate pair.
fn unicode_escape(bytes: &[u8], position: usize) -> Result<(char, usize), JsonError> {
    let unit = hex4(bytes, position + 2)?;
    if let Some(character) = char::from_u32(unit) {
        return Ok((character, position + 6));
    }
    // Only surrogates are not characters. The first half must come first.
    if unit < 0xDC00 && bytes.get(position + 6..position + 8) == Some(b"\\u") {
        let low = hex4(bytes, position + 8)?;
        if (0xDC00..0xE000).contains(&low) {
            let scalar = 0x1_0000 + (((unit - 0xD800) << 10) | (low - 0xDC00));
            if let Some(character) = char::from_u32(scalar) {
                return Ok((character, position + 12));
            }
        }
    }
    Err(JsonError::mismatch(
        "both halves of a surrogate pair",
        position,
    ))
}

/// The value of four hexadecimal digits.
fn hex4(bytes: &[u8], position: usize) -> Result<u32, JsonError> {
    (position..position + 4).try_fold(0, |value, position| {
        match bytes
            .get(position)
            .and_then(|&byte| char::from(byte).to_digit(16))
        {
            Some(digit) => Ok((value << 4) | digit),
            None => Err(JsonError::unexpected(bytes, position, "invalid escape")),
        }
    })
}

/// The end of the number that starts at `position`.
#[inline]
pub(crate) fn number_end(bytes: &[u8], mut position: usize) -> Result<usize, JsonError> {
    position += usize::from(bytes.get(position) == Some(&b'-'));
    // No digits may follow a zero. They would be read as the next token.
    position = match bytes.get(position) {
        Some(b'0') => position + 1,
        _ => digits_end(bytes, position)?,
    };
    if bytes.get(position) == Some(&b'.') {
        position = digits_end(bytes, position + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(position) {
        let sign = matches!(bytes.get(position + 1), Some(b'+' | b'-'));
        position = digits_end(bytes, position + 1 + usize::from(sign))?;
    }
    Ok(position)
}

/// The end of the digits at `start`. There must be at least one.
#[inline]
fn digits_end(bytes: &[u8], start: usize) -> Result<usize, JsonError> {
    let rest = bytes.get(start..).unwrap_or_default();
    match rest.iter().take_while(|byte| byte.is_ascii_digit()).count() {
        0 => Err(JsonError::unexpected(bytes, start, "expected a digit")),
        count => Ok(start + count),
    }
}

/// The end of `literal`, which must be at `position`.
#[inline]
pub(super) fn literal_end(
    bytes: &[u8],
    position: usize,
    literal: &'static str,
) -> Result<usize, JsonError> {
    let end = position + literal.len();
    if bytes.get(position..end) == Some(literal.as_bytes()) {
        return Ok(end);
    }
    // The text may end within the literal, and be valid up to there.
    let rest = bytes.get(position..).unwrap_or_default();
    if literal.as_bytes().starts_with(rest) {
        Err(JsonError::unexpected(bytes, bytes.len(), literal))
    } else {
        Err(JsonError::syntax(
            "expected `null`, `true` or `false`",
            position,
        ))
    }
}
