//! The name that `Content-Disposition` suggests for a file (RFC 6266).

use percent_encoding::percent_decode;

use crate::message::syntax::{parameter, split};

/// The name, without any folder. `filename*`, which can hold any character, takes precedence.
pub(super) fn file_name(header: &[u8]) -> Option<String> {
    let parameters: Vec<_> = split(header, b';').filter_map(parameter).collect();
    let find = |name: &str| {
        let mut all = parameters.iter();
        all.find_map(|(known, value)| (known == name).then_some(&**value))
    };
    let name = find("filename*").and_then(extended);
    last_part(&name.or_else(|| find("filename").map(text))?)
}

/// The value of `filename*`: the charset, the language, and percent-encoded bytes (RFC 8187).
fn extended(value: &[u8]) -> Option<String> {
    let mut parts = value.splitn(3, |byte| *byte == b'\'');
    let (charset, _, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_decode(encoded).collect();
    match charset.eq_ignore_ascii_case(b"utf-8") {
        true => String::from_utf8(bytes).ok(),
        false => Some(text(&bytes)),
    }
}

/// Bytes as UTF-8, and otherwise as ISO 8859-1, the charset of older headers.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The last part of a path. A name from elsewhere must not lead out of the folder that a program saves the file in.
fn last_part(path: &str) -> Option<String> {
    let mut name = path.rsplit(['/', '\\']).next()?;
    // A drive of Windows.
    if let [drive, b':', ..] = name.as_bytes() {
        if drive.is_ascii_alphabetic() {
            name = &name[2..];
        }
    }
    let is_name = !matches!(name, "" | "." | "..") && !name.contains(char::is_control);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_of_any_form() {
        for (header, expected) in [
            (r#"attachment; filename="logs.gz""#, "logs.gz"),
            ("attachment;filename=logs.gz", "logs.gz"),
            (r#"filename = "logs.gz""#, "logs.gz"),
            (r#"attachment; filename="a;b.gz""#, "a;b.gz"),
            (r#"attachment; FileName="a\"b.gz""#, r#"a"b.gz"#),
            (
                r#"x; foo="; filename=evil.sh"; filename="good.gz""#,
                "good.gz",
            ),
            (
                "attachment; filename*=UTF-8''prod%20%e2%82%ac.gz",
                "prod €.gz",
            ),
            ("attachment; filename*=iso-8859-1'en'%a3.gz", "£.gz"),
            (
                r#"attachment; filename="x.gz"; filename*=UTF-8''y.gz"#,
                "y.gz",
            ),
            (
                r#"attachment; filename="x.gz"; filename*=UTF-8''%ff"#,
                "x.gz",
            ),
            (r#"attachment; filename="x.gz"; filename*=y.gz"#, "x.gz"),
            (
                "attachment; filename=prod_2026-06-02T07:12:06Z.gz",
                "prod_2026-06-02T07:12:06Z.gz",
            ),
        ] {
            let name = file_name(header.as_bytes());
            assert_eq!(name.as_deref(), Some(expected), "{header}");
        }
        assert_eq!(file_name(b"x; filename=\"\xe9.gz\"").unwrap(), "é.gz");
    }

    #[test]
    fn leads_into_no_folder() {
        for (header, expected) in [
            (r#"x; filename="/etc/passwd""#, Some("passwd")),
            (r#"x; filename="C:\\logs\\a.gz""#, Some("a.gz")),
            (r#"x; filename="C:a.gz""#, Some("a.gz")),
            ("x; filename*=UTF-8''..%2f..%2fa.gz", Some("a.gz")),
            (r#"x; filename="C:""#, None),
            (r#"x; filename="..""#, None),
            (r#"x; filename="a/""#, None),
            ("x; filename*=UTF-8''a%00b", None),
            (r#"x; filename="open"#, None),
            ("x; filename=", None),
            ("attachment", None),
            ("", None),
        ] {
            let name = file_name(header.as_bytes());
            assert_eq!(name.as_deref(), expected, "{header}");
        }
    }
}
