//! API keys with HTTP Digest, against servers that verify every answer independently.

mod calls;
mod challenges;
mod kinds;
mod nonces;
mod servers;
mod verifier;

use atlas_api::{ClientBuilder, Credentials};

use crate::client::support::builder;
use kinds::{PRIVATE, PUBLIC};

/// A client with the API key that the servers know.
fn client_with_key(url: &str) -> ClientBuilder {
    builder(url).credentials(Credentials::api_key(PUBLIC, PRIVATE))
}
