//! Authenticates a client: access tokens and HTTP Digest, their renewal and revocation.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `secret_header` | the `Authorization` headers of tokens and of service accounts |
//! | `digest/` | API keys: HTTP Digest |
//! | `tokens/` | the token of a client and its clones, renewed and revoked |
//! | `service_account` | gets and revokes tokens of a service account |
//! | `authenticator` | applies the credentials of a client |

pub(crate) mod authenticator;
#[cfg(feature = "digest")]
pub(crate) mod digest;
pub(crate) mod secret_header;
pub(crate) mod service_account;
#[cfg(all(test, feature = "test-util", feature = "digest"))]
mod tests;
pub(crate) mod tokens;
