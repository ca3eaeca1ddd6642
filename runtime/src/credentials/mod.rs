//! The credentials of a client, and where they come from.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `secret` | secrets |
//! | `access_token` | [`AccessToken`] |
//! | `token_source`, `token_store` | tokens that a program supplies or keeps |
//! | `kinds` | [`Credentials`] |
//! | `env`, `profile` | credentials from the environment, and from the Atlas CLI |

pub(crate) mod access_token;
pub(crate) mod env;
pub(crate) mod kinds;
#[cfg(feature = "profile")]
pub(crate) mod profile;
pub(crate) mod secret;
pub(crate) mod token_source;
pub(crate) mod token_store;

pub use access_token::AccessToken;
pub use kinds::Credentials;
pub use token_source::TokenSource;
pub use token_store::TokenStore;
