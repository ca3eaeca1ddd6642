//! Credentials from a profile of the Atlas CLI.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};
use zeroize::{Zeroize, Zeroizing};

use super::kinds::{Credentials, api_key};
use crate::message::error::kinds::Error;
use crate::transport::base_url;

impl Credentials {
    /// Reads the credentials from a profile of the Atlas CLI. Its `config.toml` is in `$XDG_CONFIG_HOME/atlascli`
    /// (`~/.config/atlascli` by default). On macOS, it is in `~/Library/Application Support/atlascli`, and on Windows in
    /// `%AppData%\atlascli`. The CLI names its first profile `default`.
    ///
    /// The first of these in the profile wins: `client_id` with `client_secret`, `public_api_key` with
    /// `private_api_key`, `access_token` (which is not renewed). The [base URL](Self::base_url) comes from
    /// `ops_manager_url` or the service `cloudgov`.
    ///
    /// ```no_run
    /// use atlas_api::{Client, Credentials};
    ///
    /// let client = Client::builder().credentials(Credentials::from_profile("default")?).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// The file can't be read or has no such profile, or the profile has no credentials:
    /// [`Error::is_authentication`] is true, and the message names the file. Newer versions of the CLI keep credentials
    /// in the system keyring if there is one. This function does not read the keyring.
    // Repeated for the docs of `atlas-api`, which do not show that the module is gated.
    #[cfg(feature = "profile")]
    pub fn from_profile(name: &str) -> Result<Self, Error> {
        let path =
            config_file(|variable| env::var_os(variable), env::home_dir()).ok_or_else(|| {
                let message = "no credentials of the Atlas CLI: there is no home directory";
                Error::authentication(message.to_owned())
            })?;
        let text = std::fs::read_to_string(&path)
            .map(Zeroizing::new)
            .map_err(|error| problem(&path, format!("can't be read: {error}")))?;
        of_text(&text, name).map_err(|message| problem(&path, message))?
    }
}

/// The folder of the Atlas CLI's settings on this system.
fn config_file(
    variable: impl Fn(&str) -> Option<OsString>,
    home: Option<PathBuf>,
) -> Option<PathBuf> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let folder = if cfg!(windows) {
        PathBuf::from(set("AppData")?)
    } else if cfg!(target_os = "macos") {
        home?.join("Library/Application Support")
    } else if let Some(folder) = set("XDG_CONFIG_HOME") {
        PathBuf::from(folder)
    } else {
        home?.join(".config")
    };
    Some(folder.join("atlascli").join("config.toml"))
}

fn problem(path: &Path, message: String) -> Error {
    Error::authentication(format!("no credentials in {}: {message}", path.display()))
}

/// The outer error is about the file, the inner one about the credentials in it.
fn of_text(text: &str, name: &str) -> Result<Result<Credentials, Error>, String> {
    // The parser's message contains only names.
    let profiles: BTreeMap<String, Json> =
        basic_toml::from_str(text).map_err(|error| format!("is not TOML: {error}"))?;
    let profiles = Wiped(profiles);
    // The CLI lowercases names.
    let similar = || {
        let mut all = profiles.0.iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let found = profiles.0.get_key_value(name).or_else(similar);
    let Some((_, Json::Object(profile))) = found else {
        let mut known = Vec::new();
        for (name, value) in &profiles.0 {
            if value.is_object() {
                known.push(format!("`{name}`"));
            }
        }
        let known = known.join(", ");
        return Err(format!(
            "there is no profile `{name}`; the file has {known}"
        ));
    };
    let pair = |first, second| match (value(profile, first), value(profile, second)) {
        (Some(first), Some(second)) => Ok(Some((first, second))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(format!(
            "the profile `{name}` has `{first}`, but no `{second}`"
        )),
        (None, Some(_)) => Err(format!(
            "the profile `{name}` has `{second}`, but no `{first}`"
        )),
    };
    let service_account = pair("client_id", "client_secret")?;
    let key = pair("public_api_key", "private_api_key")?;
    let credentials = if let Some((id, secret)) = service_account {
        Ok(Credentials::service_account(pass(id), pass(secret)))
    } else if let Some((public, private)) = key {
        api_key(pass(public), pass(private))
    } else if let Some(token) = value(profile, "access_token") {
        Ok(Credentials::bearer_token(pass(token)))
    } else {
        return Err(format!(
            "the profile `{name}` has no credentials; the CLI may keep them in the system keyring, which is not read"
        ));
    };
    let government = value(profile, "service").is_some_and(|service| *service == "cloudgov");
    let base_url = value(profile, "ops_manager_url")
        .map(pass)
        .or_else(|| government.then(|| base_url::GOVERNMENT.to_owned()));
    Ok(credentials.map(|mut credentials| {
        credentials.base_url = base_url;
        credentials
    }))
}

/// A string of a profile, which may be a secret.
fn value(profile: &Map<String, Json>, name: &str) -> Option<Zeroizing<String>> {
    let text = profile.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| Zeroizing::new(text.to_owned()))
}

/// Converts a string without copying it.
fn pass(mut text: Zeroizing<String>) -> String {
    std::mem::take(&mut *text)
}

/// Profiles whose strings are wiped when they are dropped.
struct Wiped(BTreeMap<String, Json>);

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

fn wipe(value: &mut Json) {
    match value {
        Json::String(text) => text.zeroize(),
        Json::Array(items) => items.iter_mut().for_each(wipe),
        Json::Object(object) => object.values_mut().for_each(wipe),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"
version = 2
skip_update_check = true

[default]
client_id = "mdb_sa_id_1"
client_secret = "hush"
org_id = "32b6e34b3d91647abb20e7b8"
service = "cloud"

[keys]
public_api_key = "abcdefgh"
private_api_key = "hush"
service = "cloudgov"

[login]
access_token = "hush"
refresh_token = "hush"
ops_manager_url = "https://cloud-dev.mongodb.com/"

[half]
public_api_key = "abcdefgh"

[LOGIN]
access_token = "hush"

[mistaken]
public_api_key = "mdb_sa_id_1"
private_api_key = "hush"

[keyring]
output = "json"
client_secret = ""
"#;

    fn read(name: &str) -> Result<String, String> {
        let credentials = of_text(CONFIG, name)?.map_err(|error| error.to_string())?;
        let shown = format!("{credentials:?}");
        assert!(!shown.contains("hush"), "{shown}");
        Ok(shown)
    }

    #[test]
    fn reads_each_kind_of_profile() {
        for name in ["default", "Default"] {
            let shown = read(name).unwrap();
            assert!(
                shown.contains("mdb_sa_id_1") && shown.contains("base_url: None"),
                "{shown}"
            );
        }
        let shown = read("login").unwrap();
        assert!(
            shown.contains("bearer_token") && shown.contains("cloud-dev"),
            "{shown}"
        );
        // The name as it is spelled takes precedence.
        let shown = read("LOGIN").unwrap();
        assert!(!shown.contains("cloud-dev"), "{shown}");
        if cfg!(feature = "digest") {
            let shown = read("keys").unwrap();
            assert!(
                shown.contains("abcdefgh") && shown.contains("mongodbgov"),
                "{shown}"
            );
        }
    }

    #[test]
    fn unusable_profile_says_why() {
        for (name, why) in [
            ("half", "has `public_api_key`, but no `private_api_key`"),
            ("mistaken", "id of a service account"),
            (
                "keyring",
                "has no credentials; the CLI may keep them in the system keyring",
            ),
            (
                "other",
                "no profile `other`; the file has `LOGIN`, `default`, `half`, `keyring`, `keys`, `login`, `mistaken`",
            ),
            ("version", "no profile `version`"),
        ] {
            let error = read(name).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        let error = of_text("[default\nclient_secret = \"hush\"", "default").unwrap_err();
        assert!(error.starts_with("is not TOML: "), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }

    #[test]
    fn wipes_profile_texts() {
        let mut value = serde_json::json!({"a": "hush", "b": ["hush", {"c": "hush"}], "d": 1});
        wipe(&mut value);
        assert_eq!(
            value,
            serde_json::json!({"a": "", "b": ["", {"c": ""}], "d": 1})
        );
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn finds_config_file_of_the_cli() {
        let home = || Some(PathBuf::from("/home/me"));
        let path = |xdg: Option<&str>| {
            let set = xdg.map(OsString::from);
            config_file(move |_| set.clone(), home()).unwrap()
        };
        assert_eq!(
            path(None),
            Path::new("/home/me/.config/atlascli/config.toml")
        );
        assert_eq!(
            path(Some("")),
            Path::new("/home/me/.config/atlascli/config.toml")
        );
        assert_eq!(
            path(Some("/etc/me")),
            Path::new("/etc/me/atlascli/config.toml")
        );
    }
}
