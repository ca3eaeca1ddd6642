//! Credentials from environment variables.

use std::env::VarError;
use std::mem::take;

use zeroize::{Zeroize, Zeroizing};

use super::kinds::{Credentials, api_key};
use crate::message::error::kinds::Error;

const SERVICE_ACCOUNT: [&str; 2] = ["MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET"];
const API_KEY: [&str; 2] = [
    "MONGODB_ATLAS_PUBLIC_API_KEY",
    "MONGODB_ATLAS_PRIVATE_API_KEY",
];
/// The names that the Terraform provider uses.
const API_KEY_SHORT: [&str; 2] = ["MONGODB_ATLAS_PUBLIC_KEY", "MONGODB_ATLAS_PRIVATE_KEY"];
const ACCESS_TOKEN: &str = "MONGODB_ATLAS_ACCESS_TOKEN";
const BASE_URL: &str = "MONGODB_ATLAS_BASE_URL";

impl Credentials {
    /// Reads the credentials from the environment. The first of these that is set wins:
    ///
    /// | | variables |
    /// |---|---|
    /// | 1. a [service account](Self::service_account) | `MONGODB_ATLAS_CLIENT_ID`, `MONGODB_ATLAS_CLIENT_SECRET` |
    /// | 2. an [API key](Self::api_key) | `MONGODB_ATLAS_PUBLIC_API_KEY`, `MONGODB_ATLAS_PRIVATE_API_KEY` |
    /// | 3. an API key | `MONGODB_ATLAS_PUBLIC_KEY`, `MONGODB_ATLAS_PRIVATE_KEY` |
    /// | 4. an [access token](Self::bearer_token) | `MONGODB_ATLAS_ACCESS_TOKEN` |
    ///
    /// `MONGODB_ATLAS_BASE_URL`, if set, is the [base URL](crate::ClientBuilder::base_url) of a client without another
    /// one. An empty variable counts as not set. Whitespace around a value is removed.
    ///
    /// ```no_run
    /// use atlas_api::{Client, Credentials};
    ///
    /// let client = Client::builder().credentials(Credentials::from_env()?).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// None of them is set, only one variable of a pair is set, a value is not Unicode, or the public key is the id of a
    /// service account: [`Error::is_authentication`] is true, and the message names the variables. Half a pair is an
    /// error even if another pair is complete, because it is a mistake that could change who calls.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(std::env::var)
    }

    fn from_variables(
        variable: impl Fn(&'static str) -> Result<String, VarError>,
    ) -> Result<Self, Error> {
        // Each copy is wiped, except those in the environment itself.
        let value = |name| match variable(name).map(Zeroizing::new) {
            Ok(value) => {
                let value = Zeroizing::new(value.trim().to_owned());
                Ok(Some(value).filter(|value| !value.is_empty()))
            }
            Err(VarError::NotPresent) => Ok(None),
            // The error itself would show the value.
            Err(VarError::NotUnicode(value)) => {
                value.into_encoded_bytes().zeroize();
                Err(problem(format!("{name} is not Unicode")))
            }
        };
        let pass = |mut value: Zeroizing<String>| take(&mut *value);
        let pair = |[first, second]: [&'static str; 2]| match (value(first)?, value(second)?) {
            (Some(first), Some(second)) => Ok(Some((first, second))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(problem(format!("{first} is set, but {second} is not"))),
            (None, Some(_)) => Err(problem(format!("{second} is set, but {first} is not"))),
        };
        let service_account = pair(SERVICE_ACCOUNT)?;
        let (long, short) = (pair(API_KEY)?, pair(API_KEY_SHORT)?);
        let access_token = value(ACCESS_TOKEN)?;
        let mut credentials = if let Some((id, secret)) = service_account {
            Self::service_account(pass(id), pass(secret))
        } else if let Some((public, private)) = long.or(short) {
            api_key(pass(public), pass(private))?
        } else if let Some(token) = access_token {
            Self::bearer_token(pass(token))
        } else {
            // API keys are useless without the feature.
            let pairs = match cfg!(feature = "digest") {
                true => &[SERVICE_ACCOUNT, API_KEY, API_KEY_SHORT][..],
                false => &[SERVICE_ACCOUNT],
            };
            let pairs = pairs.iter();
            let pairs: Vec<_> = pairs
                .map(|[first, second]| format!("{first} and {second}"))
                .collect();
            let pairs = pairs.join(", or ");
            return Err(problem(format!("set {pairs}, or {ACCESS_TOKEN}")));
        };
        credentials.base_url = value(BASE_URL)?.map(pass);
        Ok(credentials)
    }
}

fn problem(what: String) -> Error {
    Error::authentication(format!("no credentials in the environment: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The credentials from an environment, as `Debug` shows them.
    fn read(environment: &[(&str, &str)]) -> Result<String, String> {
        let lookup = |name: &'static str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            let (_, value) = found.ok_or(VarError::NotPresent)?;
            if *value == "\u{fffd}" {
                return Err(VarError::NotUnicode("hush".into()));
            }
            Ok((*value).to_owned())
        };
        let credentials = Credentials::from_variables(lookup);
        let shown = match &credentials {
            Ok(credentials) => format!("{credentials:?}"),
            Err(error) => {
                assert!(error.is_authentication());
                format!("{error} {error:?}")
            }
        };
        assert!(!shown.contains("hush"), "{shown}");
        credentials
            .map(|credentials| format!("{credentials:?}"))
            .map_err(|error| error.to_string())
    }

    const ALL: [(&str, &str); 8] = [
        ("MONGODB_ATLAS_CLIENT_ID", "mdb_sa_id_1"),
        ("MONGODB_ATLAS_CLIENT_SECRET", "hush"),
        ("MONGODB_ATLAS_PUBLIC_API_KEY", "long"),
        ("MONGODB_ATLAS_PRIVATE_API_KEY", "hush"),
        ("MONGODB_ATLAS_PUBLIC_KEY", "short"),
        ("MONGODB_ATLAS_PRIVATE_KEY", "hush"),
        ("MONGODB_ATLAS_ACCESS_TOKEN", "hush"),
        ("MONGODB_ATLAS_BASE_URL", "https://cloud.mongodbgov.com"),
    ];

    #[test]
    fn first_credentials_in_order_win() {
        let winners = [
            "client_id: \"mdb_sa_id_1\"",
            "public_key: \"long\"",
            "public_key: \"short\"",
        ];
        for (skip, winner) in winners.into_iter().enumerate() {
            if winner.starts_with("public") && !cfg!(feature = "digest") {
                continue;
            }
            let shown = read(&ALL[2 * skip..]).unwrap();
            assert!(shown.contains(winner), "{shown}");
            assert!(shown.contains("mongodbgov"), "{shown}");
        }
        let shown = read(&ALL[6..]).unwrap();
        assert!(shown.contains("bearer_token"), "{shown}");
    }

    #[test]
    fn rejects_incomplete_pair_despite_complete_one() {
        for (index, (missing, _)) in ALL[..6].iter().enumerate() {
            let mut environment = ALL.to_vec();
            let (there, _) = environment[index ^ 1];
            environment.remove(index);
            let error = read(&environment).unwrap_err();
            let expected = format!("{there} is set, but {missing} is not");
            assert!(error.ends_with(&expected), "{error}");
        }
    }

    #[test]
    fn rejects_missing_empty_and_unusable_values() {
        for environment in [&[][..], &[("MONGODB_ATLAS_ACCESS_TOKEN", " ")], &ALL[7..]] {
            let error = read(environment).unwrap_err();
            for (index, (name, _)) in ALL[..7].iter().enumerate() {
                let is_of_a_key = (2..6).contains(&index);
                let named = !is_of_a_key || cfg!(feature = "digest");
                assert_eq!(error.contains(name), named, "{error}");
            }
        }
        let error = read(&[("MONGODB_ATLAS_ACCESS_TOKEN", "\u{fffd}")]).unwrap_err();
        assert!(
            error.ends_with("MONGODB_ATLAS_ACCESS_TOKEN is not Unicode"),
            "{error}"
        );
    }

    #[test]
    fn rejects_service_account_id_as_public_key() {
        for [public, private] in [API_KEY, API_KEY_SHORT] {
            let error = read(&[(public, "mdb_sa_id_123"), (private, "hush")]).unwrap_err();
            assert!(error.contains("MONGODB_ATLAS_CLIENT_ID"), "{error}");
        }
    }
}
