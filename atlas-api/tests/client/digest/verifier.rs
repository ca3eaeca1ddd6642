//! The server's side of HTTP Digest, written from RFC 7616 alone. It is strict, and shares no code with the client.

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha512_256};

use crate::client::support::faults::Seen;

/// The expected contents of an answer to a challenge.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) user: String,
    pub(super) key: String,
    /// As bytes, without quotes and escapes.
    pub(super) realm: Vec<u8>,
    pub(super) nonce: String,
    pub(super) opaque: Option<String>,
    /// `None` if the challenge names none, which means MD5.
    pub(super) algorithm: Option<String>,
    pub(super) qop: Option<String>,
    pub(super) userhash: bool,
}

/// The parts of an answer that a server remembers.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) nonce: String,
    /// 0 without `qop`.
    pub(super) count: u32,
}

/// The parameters that must be quoted.
const QUOTED: [&str; 7] = [
    "username", "realm", "nonce", "uri", "response", "cnonce", "opaque",
];
const PLAIN: [&str; 5] = ["algorithm", "qop", "nc", "userhash", "username*"];

impl Expected {
    /// Verifies everything in an answer except the nonce.
    pub(super) fn check(&self, seen: &Seen) -> Result<Answer, String> {
        let header = seen.headers.get("authorization").ok_or("no answer")?;
        let given = parse(header)?;
        let get = |name: &str| given.get(name).map(String::as_str);
        let must = |name: &str| get(name).ok_or(format!("no {name}"));
        let same = |name: &str, expected: Option<&str>| match get(name) == expected {
            true => Ok(()),
            false => Err(format!("{name} is {:?}, not {expected:?}", get(name))),
        };
        same("realm", Some(&latin1(&self.realm)))?;
        same("uri", Some(&seen.target))?;
        same("opaque", self.opaque.as_deref())?;
        same("algorithm", self.algorithm.as_deref())?;
        same("qop", self.qop.as_deref())?;
        same("userhash", self.userhash.then_some("true"))?;
        let algorithm = self
            .algorithm
            .as_deref()
            .unwrap_or("MD5")
            .to_ascii_lowercase();
        let (hash, is_session) = match algorithm.strip_suffix("-sess") {
            Some(name) => (hash(name), true),
            None => (hash(&algorithm), false),
        };
        // Bytes are hashed, rather than text.
        let colon = |parts: &[&[u8]]| parts.join(&b':');
        let user_hash = hash(&colon(&[self.user.as_bytes(), &self.realm]));
        match (self.userhash, self.user.is_ascii()) {
            (true, _) => same("username", Some(&user_hash))?,
            (false, true) => same("username", Some(&self.user))?,
            (false, false) => {
                same("username", None)?;
                same("username*", Some(&extended(&self.user)))?;
            }
        }
        let nonce = must("nonce")?.to_owned();
        let mut secret = hash(&colon(&[
            self.user.as_bytes(),
            &self.realm,
            self.key.as_bytes(),
        ]));
        if is_session {
            let own = must("cnonce")?;
            secret = hash(&colon(&[
                secret.as_bytes(),
                self.nonce.as_bytes(),
                own.as_bytes(),
            ]));
        }
        let (method, target) = (seen.method.as_bytes(), seen.target.as_bytes());
        let request = match self.qop.as_deref() {
            Some("auth-int") => hash(&colon(&[method, target, hash(&seen.body).as_bytes()])),
            _ => hash(&colon(&[method, target])),
        };
        let (secret, request) = (secret.as_bytes(), request.as_bytes());
        let (expected, count) = match &self.qop {
            None => {
                same("nc", None)?;
                if !is_session {
                    same("cnonce", None)?;
                }
                (hash(&colon(&[secret, nonce.as_bytes(), request])), 0)
            }
            Some(qop) => {
                let (count, own) = (must("nc")?, must("cnonce")?);
                let is_count = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
                if count.len() != 8 || !count.bytes().all(is_count) || own.len() < 16 {
                    return Err(format!("nc={count}, cnonce={own}"));
                }
                let parts = [&nonce, count, own, qop].map(str::as_bytes);
                let [nonce, count_bytes, own, qop] = parts;
                let response = hash(&colon(&[secret, nonce, count_bytes, own, qop, request]));
                (response, u32::from_str_radix(count, 16).unwrap())
            }
        };
        same("response", Some(&expected))?;
        Ok(Answer { nonce, count })
    }
}

fn hash(name: &str) -> fn(&[u8]) -> String {
    match name {
        "md5" => |bytes| hex(&Md5::digest(bytes)),
        "sha-256" => |bytes| hex(&Sha256::digest(bytes)),
        "sha-512-256" => |bytes| hex(&Sha512_256::digest(bytes)),
        other => panic!("{other}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 8187.
fn extended(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("UTF-8''{}", encoded.collect::<String>())
}

/// Bytes as text, in the encoding in which the test server shows headers.
pub(super) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Parses the credentials, and rejects anything that RFC 7616, section 3.4, does not allow.
fn parse(header: &str) -> Result<BTreeMap<String, String>, String> {
    let mut rest = header.strip_prefix("Digest ").ok_or("another scheme")?;
    let mut found = BTreeMap::new();
    loop {
        let (name, after) = rest.split_once('=').ok_or("no =")?;
        let value;
        (value, rest) = match after.strip_prefix('"') {
            Some(quoted) if QUOTED.contains(&name) => unquote(quoted)?,
            None if PLAIN.contains(&name) => {
                let end = after.find(',').unwrap_or(after.len());
                (after[..end].to_owned(), &after[end..])
            }
            _ => return Err(format!("{name} has quotes, or has none, or is unknown")),
        };
        if found.insert(name.to_owned(), value).is_some() {
            return Err(format!("{name} twice"));
        }
        match rest.strip_prefix(", ") {
            Some(next) => rest = next,
            None if rest.is_empty() => return Ok(found),
            None => return Err(format!("no comma: {rest}")),
        }
    }
}

/// The value, and the text after the closing quote.
fn unquote(text: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok((value, &text[index + 1..])),
            '\\' => value.push(characters.next().ok_or("an escape at the end")?.1),
            other => value.push(other),
        }
    }
    Err("no quote at the end".to_owned())
}
