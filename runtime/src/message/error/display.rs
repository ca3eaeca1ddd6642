//! Displays an error on one line, without credentials and without the arguments of the call.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::kinds::{Error, Kind};
use super::text::{MAX_TEXT, OneLine, one_line, write_status};
use crate::message::call::Call;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Anything that comes from elsewhere: paths, headers, bodies, file names, other errors.
        let mut line = OneLine::new(f);
        self.write(&mut line)?;
        match self.0.attempts {
            0 if matches!(self.0.kind, Kind::Deadline(_)) => {
                line.write_str("; nothing was sent")?
            }
            0 | 1 => {}
            attempts => write!(line, " (after {attempts} attempts)")?,
        }
        match &self.0.last_value {
            Some(value) => write!(line, "; the last value was {}", one_line(value, MAX_TEXT)),
            None => Ok(()),
        }
    }
}

impl Error {
    /// All but the attempts.
    fn write(&self, f: &mut OneLine<'_, '_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{call}: ")?;
        }
        if let (None, Some(status)) = (self.api(), self.status()) {
            write_status(f, status)?;
            f.write_str(", but ")?;
        }
        self.0
            .kind
            .write(f, self.0.call.as_ref(), self.0.received.is_some())
    }
}

impl Kind {
    fn write(&self, f: &mut OneLine<'_, '_>, call: Option<&Call>, began: bool) -> fmt::Result {
        match self {
            Self::Api(failure) => write!(f, "{failure}"),
            Self::Input(message) | Self::Authentication(message) => f.write_str(message),
            Self::NoFile(why) | Self::List(why) | Self::Failed(why) => {
                f.write_str(&one_line(why, MAX_TEXT))
            }
            Self::Decode(paths, omitted) => {
                let first = paths.first().map_or("", String::as_str);
                let first = one_line(first, MAX_TEXT);
                write!(f, "the body has an unexpected type at `{first}`")?;
                match paths.len() + omitted {
                    0 | 1 => Ok(()),
                    count => write!(f, " and {} other places", count - 1),
                }
            }
            Self::MediaType(is) => {
                write!(f, "the body is `{}`", one_line(is, MAX_TEXT))?;
                let expected = call.and_then(Call::operation).map(|meta| meta.media_type);
                write!(f, ", not `{}`", expected.unwrap_or("application/json"))
            }
            Self::TooLarge(limit) => write!(
                f,
                "the body is larger than {limit} bytes: request less, or raise `max_body_bytes`"
            ),
            Self::TooMuchMemory(limit) => write!(
                f,
                "the decoded body takes more than {limit} bytes of memory: request less, or raise `max_decoded_bytes`"
            ),
            Self::Redirected(to) => {
                let to = to.as_deref().unwrap_or("a server that can't be reached");
                write!(
                    f,
                    "the HTTP client followed a redirect to {to}: build the `http_client` with \
                     `redirect(reqwest::redirect::Policy::none())`"
                )
            }
            Self::Timeout(origin, limit) if began => {
                write!(
                    f,
                    "the rest of the body did not arrive from {origin} within {limit:?}"
                )
            }
            Self::Timeout(origin, limit) => {
                write!(f, "no complete response from {origin} within {limit:?}")
            }
            Self::Stalled(origin, period) => write!(
                f,
                "the rest of the body did not arrive: fewer than 1024 bytes came from {origin} within {period:?}"
            ),
            Self::Waited(time) => write!(f, "the condition did not hold within {time:?}"),
            Self::Deadline(during) => write!(f, "the deadline of the call passed while {during}"),
            Self::Token(error) => {
                // Distinguished from the attempts of the call that needs the token.
                match error.0.attempts {
                    0 | 1 => f.write_str("no access token: ")?,
                    tries => write!(f, "no access token after {tries} attempts: ")?,
                }
                error.write(f)
            }
            Self::TokenSource(error) => {
                let cause = one_line(&error.to_string(), MAX_TEXT);
                write!(f, "the token source failed: {cause}")
            }
            Self::Io(what, error) => {
                let (what, cause) = (one_line(what, MAX_TEXT), error.to_string());
                write!(f, "can't {what}: {}", one_line(&cause, MAX_TEXT))
            }
            Self::Transport(origin, error) => {
                let what = match error {
                    error if error.is_builder() => "can't set up the HTTP client for",
                    error if error.is_connect() => "no connection to",
                    error if error.is_timeout() => "no complete response in time from",
                    _ if began => "incomplete body from",
                    _ => "no response from",
                };
                // The outer layers of the chain only say "error sending request".
                let mut cause: &dyn StdError = error;
                while let Some(inner) = cause.source() {
                    cause = inner;
                }
                let cause = one_line(&cause.to_string(), MAX_TEXT);
                write!(f, "{what} {origin}: {cause}")
            }
        }
    }
}

/// Like `Display`, followed by the source. The body is omitted, because that of a success may hold secrets.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("message", &self.to_string());
        if let Some(body) = self.body() {
            out.field("body_bytes", &body.len());
        }
        if let Some(inner) = self.inner() {
            out.field("inner", &inner);
        }
        out.finish()
    }
}

/// A report of an error with its sources must name each cause once. The error [below](Error::inner) is part of
/// `Display`, so its source is the source of this one.
impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            // The last of the chain, which says what happened, is part of `Display`.
            Kind::Transport(..) => None,
            _ => self.inner()?.source(),
        }
    }
}
