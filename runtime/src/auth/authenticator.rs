//! The credentials of a client at work: how they set `Authorization`, and how they react to a 401.

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;
use secrecy::ExposeSecret;

use super::bearer::bearer;
#[cfg(feature = "digest")]
use super::digest::Digest;
use super::service_account::ServiceAccount;
use super::tokens::{Held, ProgramsOwn, Tokens};
use crate::credentials::kinds::{Credentials, Kind};
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::authorize::Authorize;
use crate::transport::options::Options;

/// The credentials of a client at work, with their tokens and nonces.
pub(crate) enum Authenticator {
    Anonymous,
    Bearer(HeaderValue),
    Tokens(Arc<Tokens>),
    #[cfg(feature = "digest")]
    Digest(Digest),
}

/// How a request was authorized.
pub(crate) enum Proof {
    /// Nothing that could be renewed.
    Fixed,
    Token(Arc<Held>),
    /// The nonce, or `None` before the service has sent one.
    #[cfg(feature = "digest")]
    Digest(Option<String>),
}

impl Authenticator {
    pub(crate) fn new(
        credentials: &Credentials,
        http: &reqwest::Client,
        base_url: &str,
        options: &Options,
    ) -> Result<Self, Error> {
        credentials.check()?;
        Ok(match credentials.kind() {
            Kind::BearerToken(token) => Self::Bearer(bearer(token.expose_secret())?),
            Kind::ServiceAccount { id, secret, store } => {
                Self::Tokens(Tokens::new(ServiceAccount {
                    id: id.clone(),
                    secret: secret.clone(),
                    store: store.clone(),
                    http: http.clone(),
                    base_url: base_url.to_owned(),
                    options: options.clone(),
                }))
            }
            Kind::TokenSource(source) => Self::Tokens(Tokens::new(ProgramsOwn(source.clone()))),
            #[cfg(feature = "digest")]
            Kind::ApiKey { public, private } => {
                Self::Digest(Digest::new(public.clone(), private.clone()))
            }
        })
    }

    /// Revokes the access token, so that nobody can use it any longer.
    pub(crate) async fn revoke(&self) -> Result<(), Error> {
        match self {
            Self::Tokens(tokens) => tokens.revoke().await,
            _ => Err(Error::setting(
                "only the token of a service account can be revoked".to_owned(),
            )),
        }
    }
}

impl Authorize for Authenticator {
    type Proof = Proof;

    fn needs_challenge(&self, request: &reqwest::Request) -> bool {
        match self {
            #[cfg(feature = "digest")]
            Self::Digest(digest) => digest.needs_challenge(request),
            _ => {
                let _ = request;
                false
            }
        }
    }

    fn probed(&self, answer: Option<&Error>) {
        match self {
            #[cfg(feature = "digest")]
            Self::Digest(digest) => digest.probed(answer),
            _ => {
                let _ = answer;
            }
        }
    }

    async fn authorize(
        &self,
        call: &Call,
        request: &mut reqwest::Request,
        refused: Option<Self::Proof>,
    ) -> Result<Self::Proof, Error> {
        let headers = request.headers_mut();
        if !matches!(self, Self::Anonymous) {
            headers.remove(AUTHORIZATION);
        }
        let (header, proof) = match self {
            Self::Anonymous => return Ok(Proof::Fixed),
            Self::Bearer(header) => (header.clone(), Proof::Fixed),
            Self::Tokens(tokens) => {
                let refused = match &refused {
                    Some(Proof::Token(held)) => Some(&**held),
                    _ => None,
                };
                let held = tokens.get(call, refused).await?;
                (held.header().clone(), Proof::Token(held))
            }
            #[cfg(feature = "digest")]
            Self::Digest(digest) => match digest.respond(call, request)? {
                Some((header, nonce)) => (header, Proof::Digest(Some(nonce))),
                None => return Ok(Proof::Digest(None)),
            },
        };
        request.headers_mut().insert(AUTHORIZATION, header);
        Ok(proof)
    }

    fn renews(&self, proof: &Self::Proof, error: &Error, renewed: u32) -> bool {
        if error.api().is_none_or(|failure| failure.status() != 401) {
            return false;
        }
        match (self, proof) {
            (Self::Tokens(_), Proof::Token(_)) => renewed == 0,
            #[cfg(feature = "digest")]
            (Self::Digest(digest), Proof::Digest(nonce)) => {
                digest.renews(nonce.as_deref(), error, renewed)
            }
            _ => false,
        }
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Bearer(_) => "Bearer",
            Self::Tokens(_) => "Tokens",
            #[cfg(feature = "digest")]
            Self::Digest(_) => "Digest",
        })
    }
}
