//! Checks whether the body is the file: services and proxies also send errors, partial content and no content with a
//! 2xx.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use serde_json::Value as Json;

/// An error of the service has a few hundred bytes.
const MAX_ERROR_BYTES: usize = 64 << 10;

/// Inspects the chunks of a body before the program gets them.
pub(super) struct Content {
    status: StatusCode,
    /// Whether the media type is JSON, although the file is not.
    is_json: bool,
    state: State,
}

enum State {
    /// Only whitespace so far.
    Empty(BytesMut),
    /// It may be an error of the service, so it is held back.
    Held(BytesMut),
    /// It is the file.
    File,
}

/// A body that is not a file: the reason, and what has arrived.
#[derive(Debug)]
pub(super) struct NoFile {
    pub(super) why: String,
    pub(super) body: Option<Bytes>,
}

impl NoFile {
    fn new(why: &str, body: Option<Bytes>) -> Self {
        let why = why.to_owned();
        Self { why, body }
    }
}

impl Content {
    /// Creates the check for a successful response. The file should have the media type `expected`, but the response
    /// has `received`.
    pub(super) fn new(
        status: StatusCode,
        expected: Option<&str>,
        received: Option<&str>,
        is_range: bool,
    ) -> Result<Self, NoFile> {
        if status == StatusCode::PARTIAL_CONTENT && !is_range {
            let why = "it is only a part of the file, and the request asked for all of it";
            return Err(NoFile::new(why, None));
        }
        let is_json = |media_type: Option<&str>| {
            media_type.is_some_and(|it| it.to_ascii_lowercase().ends_with("json"))
        };
        Ok(Self {
            status,
            is_json: is_json(received) && !is_json(expected),
            state: State::Empty(BytesMut::new()),
        })
    }

    /// Takes a chunk, and returns what to pass to the program.
    pub(super) fn chunk(&mut self, chunk: Bytes) -> Result<Option<Bytes>, NoFile> {
        let mut held = match &mut self.state {
            State::File => return Ok(Some(chunk)),
            State::Empty(held) | State::Held(held) => std::mem::take(held),
        };
        let first = |bytes: &[u8]| bytes.iter().copied().find(|it| !it.is_ascii_whitespace());
        let begins = first(&held).or_else(|| first(&chunk));
        let is_long = held.len() + chunk.len() > MAX_ERROR_BYTES;
        if is_long && self.is_json {
            return Err(NoFile::new("the response is JSON, not a file", None));
        }
        if is_long || !(self.is_json || matches!(begins, None | Some(b'{'))) {
            self.state = State::File;
            if held.is_empty() {
                return Ok(Some(chunk));
            }
            held.extend_from_slice(&chunk);
            return Ok(Some(held.freeze()));
        }
        held.extend_from_slice(&chunk);
        self.state = match begins {
            None => State::Empty(held),
            Some(_) => State::Held(held),
        };
        Ok(None)
    }

    /// Ends the body, and returns what was held back.
    pub(super) fn end(&mut self) -> Result<Option<Bytes>, NoFile> {
        match std::mem::replace(&mut self.state, State::File) {
            State::File => Ok(None),
            State::Empty(held) if held.is_empty() => match self.status {
                StatusCode::ACCEPTED => {
                    let why = "the body is empty: the service has accepted the request, and may have the file later";
                    Err(NoFile::new(why, Some(Bytes::new())))
                }
                _ => Ok(None),
            },
            State::Empty(held) | State::Held(held) => {
                let body = held.freeze();
                match error_code(&body) {
                    Some(code) => {
                        let why = format!("the body is the service's error {code}, not a file");
                        Err(NoFile::new(&why, Some(body)))
                    }
                    None if self.is_json => {
                        Err(NoFile::new("the response is JSON, not a file", Some(body)))
                    }
                    None => Ok(Some(body)),
                }
            }
        }
    }
}

/// The error code, if the body is an error of the service.
fn error_code(body: &[u8]) -> Option<String> {
    let json: Json = serde_json::from_slice(body).ok()?;
    let text = |name| json.get(name).and_then(Json::as_str);
    match text("errorCode") {
        Some(code) => Some(code.to_owned()),
        // A 401 has no code.
        None if text("detail").is_some() => json.get("error")?.as_u64().map(|it| it.to_string()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GZIP: Option<&str> = Some("application/vnd.atlas.2023-02-01+gzip");

    /// What the program gets from these chunks.
    fn file(status: u16, received: &str, chunks: &[&str]) -> Result<String, String> {
        let run = || {
            let status = StatusCode::from_u16(status).unwrap();
            let mut content = Content::new(status, GZIP, Some(received), false)?;
            let mut file = Vec::new();
            for chunk in chunks {
                let bytes = Bytes::copy_from_slice(chunk.as_bytes());
                file.extend(content.chunk(bytes)?.unwrap_or_default());
            }
            file.extend(content.end()?.unwrap_or_default());
            Ok(String::from_utf8(file).unwrap())
        };
        run().map_err(|no_file: NoFile| no_file.why)
    }

    #[test]
    fn passes_files_unchanged() {
        let long = format!("{{\"errorCode\":\"{}\"}}", "x".repeat(MAX_ERROR_BYTES));
        for chunks in [
            &[][..],
            &["a,b\n"],
            &[" ", "\n", "a"],
            &["  \n"],
            &["{", "\"t\":1}\n{\"t\":2}"],
            &["{\"t\":", "1}"],
            &["{\"detail\":\"x\"}"],
            &["[1]"],
            &[&long],
            &[&long[..9], &long[9..]],
        ] {
            assert_eq!(file(200, "application/gzip", chunks), Ok(chunks.concat()));
        }
        assert_eq!(file(202, "text/csv", &["a,b"]), Ok("a,b".to_owned()));
        assert_eq!(file(204, "text/csv", &[]), Ok(String::new()));
    }

    #[test]
    fn rejects_responses_that_are_not_files() {
        let error = "{\"error\":404,\"errorCode\":\"NO_LOGS\",\"detail\":\"d\"}";
        for (status, media_type, chunks, expected) in [
            (200, "application/gzip", &[error][..], "NO_LOGS"),
            (
                200,
                "application/gzip",
                &[" ", &error[..9], &error[9..]],
                "NO_LOGS",
            ),
            (200, "application/json", &[error], "NO_LOGS"),
            (
                200,
                "text/csv",
                &["{\"error\":401,\"detail\":\"d\"}"],
                "401",
            ),
            (200, "application/JSON", &["[]"], "the response is JSON"),
            (202, "application/gzip", &[], "the body is empty"),
            (206, "application/gzip", &["x"], "only a part of the file"),
        ] {
            let why = file(status, media_type, chunks).unwrap_err();
            assert!(why.contains(expected), "{why}");
        }
        let long = "x".repeat(MAX_ERROR_BYTES + 1);
        assert!(file(200, "application/json", &[&long]).is_err());
        assert!(Content::new(StatusCode::PARTIAL_CONTENT, GZIP, GZIP, true).is_ok());
    }
}
