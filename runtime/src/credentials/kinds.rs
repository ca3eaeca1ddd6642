//! The kinds of credentials, and whether they can be used.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::secret::trimmed;
use super::token_source::{DynTokenSource, TokenSource};
use super::token_store::{DynTokenStore, TokenStore};
use crate::message::error::kinds::Error;
use crate::transport::base_url;

/// The prefix of ids of service accounts.
const SERVICE_ACCOUNT: &str = "mdb_sa_id_";

/// How a client identifies itself to the service.
///
/// Whitespace around any part, such as the line end of a file, is removed. `Debug` does not show secrets.
///
/// ```
/// use atlas_api::Credentials;
///
/// let credentials = Credentials::service_account("mdb_sa_id_123", "mdb_sa_sk_456");
/// assert!(!format!("{credentials:?}").contains("mdb_sa_sk"));
/// ```
#[derive(Clone)]
pub struct Credentials {
    kind: Kind,
    pub(super) base_url: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Kind {
    BearerToken(SecretString),
    ServiceAccount {
        id: String,
        secret: SecretString,
        store: Option<Arc<dyn DynTokenStore>>,
    },
    TokenSource(Arc<dyn DynTokenSource>),
    #[cfg(feature = "digest")]
    ApiKey {
        public: String,
        private: SecretString,
    },
}

impl Credentials {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            base_url: None,
        }
    }

    /// A service account, by its client id (`mdb_sa_id_…`) and its client secret (`mdb_sa_sk_…`). MongoDB recommends it
    /// for programs.
    ///
    /// The client fetches an access token with the first call (`POST /api/oauth/token`) and shares it among its clones.
    /// It renews the token five minutes before it expires, or in the last tenth of its life if that is shorter, and
    /// once if the service rejects it. If the service issues no token because of its rate limit, calls wait up to their
    /// deadline.
    #[must_use]
    pub fn service_account(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::new(Kind::ServiceAccount {
            id: client_id.into().trim().to_owned(),
            secret: trimmed(client_secret.into()),
            store: None,
        })
    }

    /// An API key, by its public and its private key. It is used for HTTP Digest (RFC 7616), so the private key is
    /// never sent.
    #[cfg(feature = "digest")]
    #[must_use]
    pub fn api_key(public_key: impl Into<String>, private_key: impl Into<String>) -> Self {
        Self::new(Kind::ApiKey {
            public: public_key.into().trim().to_owned(),
            private: trimmed(private_key.into()),
        })
    }

    /// An access token of a service account, as `/api/oauth/token` issues it. It is valid for an hour, and the client
    /// does not renew it.
    #[must_use]
    pub fn bearer_token(token: impl Into<String>) -> Self {
        Self::new(Kind::BearerToken(trimmed(token.into())))
    }

    /// Access tokens that the program supplies. See [`TokenSource`].
    #[must_use]
    pub fn token_source(source: impl TokenSource) -> Self {
        Self::new(Kind::TokenSource(Arc::new(source)))
    }

    /// Sets where the access token of a service account is kept between runs of the program. See [`TokenStore`]. It
    /// has no effect on other credentials, which have no token to keep.
    #[must_use]
    pub fn token_store(mut self, keep: impl TokenStore) -> Self {
        if let Kind::ServiceAccount { store, .. } = &mut self.kind {
            *store = Some(Arc::new(keep));
        }
        self
    }

    /// Returns the base URL that came with the credentials: `MONGODB_ATLAS_BASE_URL`, or that of a profile. A client
    /// uses it unless it is [given another](crate::ClientBuilder::base_url).
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Checks whether the credentials can be used at all.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refused = |problem: &str| Err(Error::authentication(problem.to_owned()));
        match &self.kind {
            Kind::ServiceAccount { id, secret, .. } => {
                match (id.is_empty(), secret.expose_secret().is_empty()) {
                    (true, _) => refused("the client id of the service account is empty"),
                    (_, true) => refused("the client secret of the service account is empty"),
                    _ => Ok(()),
                }
            }
            #[cfg(feature = "digest")]
            Kind::ApiKey { public, private } => {
                match (public.is_empty(), private.expose_secret().is_empty()) {
                    (true, _) => refused("the public key is empty"),
                    (_, true) => refused("the private key is empty"),
                    _ => check_public_key(public),
                }
            }
            Kind::BearerToken(_) | Kind::TokenSource(_) => Ok(()),
        }
    }
}

/// Rejects the id of a service account, which is an easy mistake. The service would only respond with 401.
fn check_public_key(public: &str) -> Result<(), Error> {
    if public.starts_with(SERVICE_ACCOUNT) {
        let message = "the public key is the id of a service account: give it as the client id \
                       (`Credentials::service_account`, MONGODB_ATLAS_CLIENT_ID, `client_id`), with \
                       the client secret";
        return Err(Error::authentication(message.to_owned()));
    }
    Ok(())
}

/// An API key, or an error if the feature for it is missing.
pub(super) fn api_key(public: String, private: String) -> Result<Credentials, Error> {
    check_public_key(&public)?;
    #[cfg(feature = "digest")]
    return Ok(Credentials::api_key(public, private));
    #[cfg(not(feature = "digest"))]
    {
        let _ = private;
        let message = "API keys require the feature `digest` of the crate `atlas-api`";
        Err(Error::authentication(message.to_owned()))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Credentials");
        match &self.kind {
            Kind::BearerToken(token) => out.field("bearer_token", token),
            Kind::ServiceAccount { id, secret, .. } => {
                out.field("client_id", id).field("client_secret", secret)
            }
            Kind::TokenSource(_) => out.field("token_source", &..),
            #[cfg(feature = "digest")]
            Kind::ApiKey { public, private } => out
                .field("public_key", public)
                .field("private_key", private),
        };
        // An invalid one may contain a password.
        let base_url = self.base_url.as_deref();
        let base_url =
            base_url.map(|text| base_url::parse(text, Some(false)).map_or("(unusable)", |_| text));
        out.field("base_url", &base_url).finish()
    }
}
