//! A small Atlas in memory, so that every example runs without an account and free of charge. It has an
//! organization, projects, and clusters that take some seconds to be created, changed and deleted.
//!
//! It prints the environment to set and commands to try. It answers 501 to other operations, and names similar
//! ones that it has. It has one version of each operation and accepts only its exact date, while the service also
//! accepts later dates. All data is lost when it stops.
//!
//! ```sh
//! cargo run --example sandbox
//! # On another port (0 is any free port), with changes that take half a second:
//! cargo run --example sandbox -- --port 9000 --seconds 0.5
//! ```
//!
//! It is built on [`atlas_api::test_util::Mock`], as a fake for your own tests can be. Each operation is a
//! function of the state and the request, with the types of the operation. `state/` holds the state, `server.rs`
//! connects it to the mock, and `operations/` has the functions, one file per topic. `seed.rs` has the initial
//! state.

mod clock;
mod convert;
mod operations;
mod refusals;
mod seed;
mod server;
mod state;
mod welcome;

use std::process::ExitCode;
use std::time::Duration;
use std::{env, thread};

use server::Sandbox;

/// The default port.
const PORT: u16 = 8787;
/// The default and the maximum duration of a change.
const CHANGE: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

fn main() -> ExitCode {
    let Some((port, change)) = options(env::args().skip(1)) else {
        eprintln!("usage: sandbox [--port PORT] [--seconds SECONDS]");
        return ExitCode::from(2);
    };
    let sandbox = match Sandbox::start(port, seed::state(change)) {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("error: can't listen on port {port}: {error}");
            eprintln!("help: --port 0 takes any free port");
            return ExitCode::FAILURE;
        }
    };
    operations::serve(&sandbox);
    print!("{}", welcome::text(&sandbox.url(), change));
    // The server runs on a thread of its own until the program is stopped.
    loop {
        thread::park();
    }
}

/// The port and the duration of a change, or `None` if the arguments are invalid.
fn options(mut arguments: impl Iterator<Item = String>) -> Option<(u16, Duration)> {
    let (mut port, mut change) = (PORT, CHANGE);
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--port" => port = value.parse().ok()?,
            "--seconds" => change = Duration::try_from_secs_f64(value.parse().ok()?).ok()?,
            _ => return None,
        }
    }
    (change <= LONGEST).then_some((port, change))
}
