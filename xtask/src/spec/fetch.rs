//! Reads the upstream spec from a file or downloads it, with limits on size and time.

use std::fs;
use std::io::Read;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use ureq::Agent;
use ureq::http::Uri;

/// The URL of the published spec.
pub(crate) const UPSTREAM: &str =
    "https://raw.githubusercontent.com/mongodb/openapi/main/openapi/v2.yaml";

/// The maximum size of a download: sixteen times the spec of 2026.
const MAX_BYTES: u64 = 64 << 20;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(120);

/// The source of the spec.
pub(crate) enum Source {
    File(PathBuf),
    Remote { url: Uri, loopback: bool },
}

impl FromStr for Source {
    type Err = Error;

    /// A URL contains `://`; anything else is a file. HTTP without TLS is only for tests on this machine.
    fn from_str(text: &str) -> Result<Self> {
        if !text.contains("://") {
            return Ok(Self::File(text.into()));
        }
        let url: Uri = text
            .parse()
            .with_context(|| format!("`{text}` is not a URL"))?;
        let authority = url
            .authority()
            .with_context(|| format!("`{text}` has no host"))?;
        ensure!(
            !authority.as_str().contains('@'),
            "the URL must not contain credentials"
        );
        let loopback = is_loopback(authority.host());
        match url.scheme_str() {
            Some("https") => {}
            Some("http") if loopback => {}
            _ => bail!("`{text}` is not an https:// URL"),
        }
        Ok(Self::Remote { url, loopback })
    }
}

impl Source {
    /// Reads the whole spec.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        match self {
            Self::File(path) => {
                fs::read(path).with_context(|| format!("can't read {}", path.display()))
            }
            Self::Remote { url, loopback } => {
                download(url, *loopback).with_context(|| format!("can't download {url}"))
            }
        }
    }

    /// The URL for `spec/SOURCE.toml`, which anyone can open. A file, or a server on this machine, is a copy of the
    /// published spec.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Remote {
                url,
                loopback: false,
            } => {
                let text = url.to_string();
                // A query may hold a token.
                text.split('?').next().unwrap_or_default().to_owned()
            }
            _ => UPSTREAM.to_owned(),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn download(url: &Uri, loopback: bool) -> Result<Vec<u8>> {
    let mut config = Agent::config_builder();
    if loopback {
        // A proxy from the environment is for other machines, and a redirect could lead to one without TLS.
        config = config.proxy(None).max_redirects(0);
    }
    let config = config
        .https_only(!loopback)
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_global(Some(TIMEOUT))
        .user_agent("atlas-api xtask")
        .build();
    let mut response = Agent::new_with_config(config).get(url).call()?;
    ensure!(
        response.status() == 200,
        "the server responded with {}",
        response.status()
    );

    let length = response.body().content_length();
    let progress = progress(length);
    // One byte more, to distinguish a spec of the maximum size from a larger one.
    let body = response
        .body_mut()
        .with_config()
        .limit(MAX_BYTES + 1)
        .reader();
    let mut bytes = Vec::new();
    let read = progress
        .wrap_read(body.take(MAX_BYTES + 1))
        .read_to_end(&mut bytes);
    progress.finish_and_clear();
    read.map_err(|error| {
        anyhow!(
            "the download was interrupted after {} bytes: {error}",
            bytes.len()
        )
    })?;

    let size = bytes.len() as u64;
    ensure!(
        size <= MAX_BYTES,
        "the spec is larger than {} MiB",
        MAX_BYTES >> 20
    );
    Ok(bytes)
}

/// A progress bar if the size is known, else a spinner. Prints nothing if standard error is not a terminal.
fn progress(length: Option<u64>) -> ProgressBar {
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "{bar:40} {bytes}/{total_bytes} {eta}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {bytes_per_sec}",
        ),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
