//! API keys: HTTP Digest (RFC 7616, and RFC 2617 and 2069 for older servers).
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `header` | the syntax of `WWW-Authenticate` and `Authentication-Info` |
//! | `algorithm` | the hash functions |
//! | `challenge` | parses challenges |
//! | `session` | answers a challenge, for as many requests as its nonce is good for |
//! | `api_key` | the state of a key: which session a request uses, and when to start another one |
//!
//! This is written by hand because the crate `http-auth` drops all challenges of a header if it can't read one of
//! them, knows algorithms in one case only, requires UTF-8, and lacks `nextnonce`, without which every body would be
//! sent twice.

mod algorithm;
mod api_key;
mod challenge;
mod header;
mod session;

pub(super) use api_key::{ApiKey, Retry};
pub(super) use session::Session;
