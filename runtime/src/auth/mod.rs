//! Authenticates a client: access tokens and HTTP Digest, their renewal and revocation.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `bearer` | the header of an access token |
//! | `digest` | API keys: HTTP Digest |
//! | `tokens` | the token of a client and its clones, renewed and revoked |
//! | `service_account` | gets and revokes tokens of a service account |
//! | `authenticator` | the credentials of a client at work |

pub(crate) mod authenticator;
pub(crate) mod bearer;
#[cfg(feature = "digest")]
pub(crate) mod digest;
pub(crate) mod service_account;
pub(crate) mod tokens;
