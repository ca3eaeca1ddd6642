//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::clock::{self, Moment};
use crate::faults::Fault;

/// The longest duration of a change.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A small Atlas in memory, so that every example runs without an account
#[derive(Parser)]
pub struct Options {
    /// The port of 127.0.0.1 to listen on; 0 picks a free one
    #[arg(long, default_value = "8787")]
    pub port: u16,
    /// Seconds that a change takes
    #[arg(long = "seconds", default_value = "5", value_parser = seconds)]
    pub change: Duration,
    /// Use HTTPS with a new certificate for 127.0.0.1, and write the certificate of its CA to this file
    #[arg(long, value_name = "FILE")]
    pub tls_ca: Option<PathBuf>,
    /// Load the state from this file if it exists, and save it after every change
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Seconds that each response takes
    #[arg(long, default_value = "0", value_name = "SECONDS", value_parser = seconds)]
    pub latency: Duration,
    /// Seconds that an access token is valid
    #[arg(long, default_value = "3600", value_name = "SECONDS", value_parser = seconds)]
    pub token_seconds: Duration,
    /// How many calls a service account may make per minute; further calls get a 429
    #[arg(long, value_name = "CALLS")]
    pub rate_limit: Option<u32>,
    /// The date that decides which versions have been removed, such as 2027-07-01 [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Moment>,
    /// Make every Nth call fail, of one operation or of all: KIND[:OPERATION][/N]
    ///
    /// Kinds are rate-limited, unavailable, bad-gateway, error, expired, reset, cut, silence, mismatch and unknown. For
    /// example, with `--fault unavailable:listClusters/2` every other listClusters gets a 503. The flag may be repeated.
    #[arg(long = "fault", value_name = "FAULT")]
    pub faults: Vec<Fault>,
}

fn date(text: &str) -> Result<Moment, String> {
    clock::read(text).ok_or_else(|| "expected a date such as 2027-07-01".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "expected a number of seconds")?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    match duration <= LONGEST {
        true => Ok(duration),
        false => Err("expected 86400 seconds, a day, at most".to_owned()),
    }
}
