//! Who calls: the credentials of a client, and the header they become.

use std::env::VarError;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// The variable that [`Credentials::from_env`] reads.
const ACCESS_TOKEN: &str = "MONGODB_ATLAS_ACCESS_TOKEN";

/// How a client identifies itself to the service.
///
/// `Debug` does not show the secrets.
///
/// ```
/// use atlas_api::Credentials;
///
/// let credentials = Credentials::bearer_token("eyJhbGciOiJFUzUxMiJ9");
/// assert!(!format!("{credentials:?}").contains("eyJ"));
/// ```
#[derive(Debug, Clone)]
pub struct Credentials(Kind);

#[derive(Debug, Clone)]
enum Kind {
    BearerToken(SecretString),
    // The next steps: a service account (OAuth 2 client credentials, its token shared and renewed
    // by the client) and an API key (HTTP Digest).
}

impl Credentials {
    /// An access token of a service account, as `/api/oauth/token` issues it. It is valid for an
    /// hour, and is not renewed here. White space around it, such as the line end of a file, is not
    /// part of it.
    #[must_use]
    pub fn bearer_token(token: impl Into<String>) -> Self {
        // Made a secret first, so that the caller's string is wiped.
        let token = SecretString::from(token.into());
        Self(Kind::BearerToken(token.expose_secret().trim().into()))
    }

    /// Reads the credentials from the environment: the bearer token in
    /// `MONGODB_ATLAS_ACCESS_TOKEN`. No other variable is read.
    ///
    /// ```no_run
    /// use atlas_api::{Client, Credentials};
    ///
    /// let client = Client::builder().credentials(Credentials::from_env()?).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// The variable is not set, is empty, or is not Unicode: [`Error::is_authentication`] is true,
    /// and the message names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(std::env::var)
    }

    fn from_variables(
        variable: impl FnOnce(&'static str) -> Result<String, VarError>,
    ) -> Result<Self, Error> {
        let problem = match variable(ACCESS_TOKEN) {
            Ok(token) if !token.trim().is_empty() => return Ok(Self::bearer_token(token)),
            Ok(_) => "is empty",
            Err(VarError::NotPresent) => "is not set",
            // The error itself would show the value.
            Err(VarError::NotUnicode(_)) => "is not Unicode",
        };
        let message = format!("no credentials: the environment variable {ACCESS_TOKEN} {problem}");
        Err(Error::authentication(message))
    }

    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, Error> {
        let Kind::BearerToken(token) = &self.0;
        let token = token.expose_secret();
        if token.is_empty() {
            return Err(Error::authentication(
                "the bearer token is empty".to_owned(),
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
            Error::authentication("the bearer token has characters no token has".to_owned())
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_becomes_a_sensitive_header() {
        let header = Credentials::bearer_token(" t0ken\n")
            .authorization()
            .unwrap();
        assert_eq!(header, "Bearer t0ken");
        assert!(header.is_sensitive());
        assert_eq!(format!("{header:?}"), "Sensitive");
    }

    #[test]
    fn an_unusable_token_is_refused_but_not_shown() {
        for token in ["", " ", "top\nsecret", "top\u{7f}secret"] {
            let error = Credentials::bearer_token(token)
                .authorization()
                .unwrap_err();
            assert!(error.is_authentication(), "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
    }

    #[test]
    fn the_environment_gives_the_token_or_a_message_that_names_the_variable() {
        let read = |value: Result<&str, VarError>| {
            Credentials::from_variables(|name| {
                assert_eq!(name, "MONGODB_ATLAS_ACCESS_TOKEN");
                value.clone().map(str::to_owned)
            })
        };
        assert_eq!(
            read(Ok("t0ken")).unwrap().authorization().unwrap(),
            "Bearer t0ken"
        );
        for (value, problem) in [
            (Ok(""), "is empty"),
            (Err(VarError::NotPresent), "is not set"),
            (Err(VarError::NotUnicode("secret".into())), "is not Unicode"),
        ] {
            let error = read(value).unwrap_err();
            assert!(error.is_authentication());
            assert_eq!(
                error.to_string(),
                format!(
                    "no credentials: the environment variable MONGODB_ATLAS_ACCESS_TOKEN {problem}"
                )
            );
        }
    }
}
