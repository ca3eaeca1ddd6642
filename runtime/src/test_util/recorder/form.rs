//! The forms of strings, and a placeholder for a string of each form.

use std::net::IpAddr;

use crate::wire::mask::is_masked;
use crate::wire::rfc3339;

/// The form of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Form {
    /// Not specific to anybody: a date, a version, a link relation.
    Harmless,
    /// Hexadecimal digits: an id of this length.
    Hex(usize),
    Uuid,
    Digits(usize),
    Email,
    Ipv4,
    Ipv6,
    Host,
    /// `CLUSTER_CREATED`.
    Constant,
    /// `prod-01`.
    Name,
    /// A mask that the service shows in place of a secret.
    Mask,
    Pem,
    Text,
}

/// Words that are not specific to anybody.
const WORDS: [&str; 7] = ["", "self", "next", "previous", "true", "false", "null"];

impl Form {
    pub(super) fn of(text: &str) -> Self {
        let all = |is: fn(u8) -> bool| !text.is_empty() && text.bytes().all(is);
        let length = text.len();
        if WORDS.contains(&text) || is_date(text) || is_version(text) {
            return Self::Harmless;
        }
        if is_masked(text) {
            return Self::Mask;
        }
        if text.contains("-----BEGIN ") {
            return Self::Pem;
        }
        if all(|byte| byte.is_ascii_digit()) {
            return Self::Digits(length);
        }
        if length >= 16 && all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Self::Hex(length);
        }
        match text.parse() {
            Ok(IpAddr::V4(_)) => return Self::Ipv4,
            Ok(IpAddr::V6(_)) => return Self::Ipv6,
            Err(_) => {}
        }
        if is_uuid(text) {
            return Self::Uuid;
        }
        if let Some((user, host)) = text.split_once('@') {
            if is_name(user, "._%+-") && is_host(host) {
                return Self::Email;
            }
        }
        let of_constant =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if is_host(text) {
            Self::Host
        } else if length <= 64 && all(of_constant) {
            Self::Constant
        } else if length <= 64 && is_name(text, "_-.") {
            Self::Name
        } else {
            Self::Text
        }
    }

    /// The placeholder with a number for a string of this form.
    pub(super) fn placeholder(self, number: usize) -> String {
        match self {
            Self::Harmless => String::new(),
            // With a letter, so that it does not look like a number.
            Self::Hex(length) => format!("a{number:0>width$x}", width = length - 1),
            Self::Digits(length) => format!("{number:0>length$}"),
            Self::Uuid => format!("00000000-0000-4000-8000-{number:012x}"),
            Self::Email => format!("user{number}@example.com"),
            // RFC 2544: reserved for benchmarks.
            Self::Ipv4 => {
                format!(
                    "198.{}.{}.{}",
                    18 + (number >> 16),
                    number >> 8 & 255,
                    number & 255
                )
            }
            // RFC 3849: reserved for documentation.
            Self::Ipv6 => format!("2001:db8::{number:x}"),
            Self::Host => format!("host{number}.example.com"),
            Self::Constant => format!("NAME{number}"),
            Self::Name => format!("name{number}"),
            Self::Mask => "********".to_owned(),
            Self::Pem => format!("-----BEGIN TEXT-----\n{number}\n-----END TEXT-----\n"),
            Self::Text => format!("text {number}"),
        }
    }
}

/// Whether a string is a date, or a date and time (RFC 3339).
fn is_date(text: &str) -> bool {
    let is_day = || text.len() == 10 && rfc3339::parse(&format!("{text}T00:00:00Z")).is_some();
    text.len() <= 40 && (rfc3339::parse(text).is_some() || is_day())
}

/// Whether a string is a version such as `8.0` or `8.0.4`.
fn is_version(text: &str) -> bool {
    let parts = text.split('.');
    let is_part =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    (2..=3).contains(&parts.clone().count()) && parts.into_iter().all(is_part)
}

fn is_uuid(text: &str) -> bool {
    let of_uuid = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(of_uuid)
}

fn is_host(text: &str) -> bool {
    let mut labels = text.split('.');
    let top = labels.clone().next_back().unwrap_or_default();
    let is_top = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_label = |label: &str| !label.is_empty() && is_name(label, "-_");
    is_top && text.len() <= 253 && labels.clone().count() >= 2 && labels.all(is_label)
}

fn is_name(text: &str, others: &str) -> bool {
    let of_name = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
    !text.is_empty() && text.chars().all(of_name)
}

/// Whether a string could be the name of a property of the API, as the spec spells them.
pub(super) fn is_identifier(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts && text.len() <= 64 && is_name(text, "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholder_has_the_form_of_the_original() {
        for text in [
            "32b6e34b3d91647abb20e7b8",
            "6f1c3c1e-5b7a-4e0d-9a55-0d7f2b6c8e11",
            "123456789012",
            "jane.doe@corp.example",
            "10.1.2.3",
            "fe80::1",
            "cluster0-shard-00-00.abcde.mongodb.net",
            "CLUSTER_CREATED",
            "prod-01",
            "****wxyz",
            "-----BEGIN CERTIFICATE-----\nMII",
            "call Jane",
            "Zürich",
        ] {
            let form = Form::of(text);
            assert_eq!(Form::of(&form.placeholder(7)), form, "{text}");
            assert_ne!(form, Form::Harmless, "{text}");
        }
    }

    #[test]
    fn recognizes_harmless_texts() {
        for text in [
            "",
            "next",
            "2026-08-10T03:07:49Z",
            "2026-08-10",
            "8.0",
            "8.0.4",
        ] {
            assert_eq!(Form::of(text), Form::Harmless, "{text}");
        }
        for text in ["10.1.2.3", "2026", "prod", "8", "1234.5", "2026-13-10"] {
            assert_ne!(Form::of(text), Form::Harmless, "{text}");
        }
    }
}
