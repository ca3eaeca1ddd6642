//! A small Atlas in the memory of this machine, so that every example runs without an account and costs
//! nothing: an organization, projects, clusters that take some seconds to be created, changed and deleted,
//! and what belongs to them.
//!
//! It prints what to set in the environment, and what to try. What it does not have is answered 501, with what
//! it has that is close. It has one version of each operation and knows its date exactly, where the service
//! takes later dates too. It forgets all when it ends.
//!
//! ```sh
//! cargo run --example sandbox
//! # On another port; 0 is any that is free. And with changes that take half a second.
//! cargo run --example sandbox -- --port 9000 --seconds 0.5
//! ```
//!
//! It is built of [`atlas_api::test_util::Mock`], as a fake for a program's own tests can be: each operation
//! is a function of the state and the request, with the types of the operation. `state/` is what the service
//! knows, `server.rs` puts the mock and the state together, and `operations/` has those functions, a file for each
//! thing. `seed.rs` is what the sandbox begins with.

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

/// Where it listens unless told otherwise.
const PORT: u16 = 8787;
/// How long a change takes unless told otherwise, and at most.
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
            eprintln!("help: --port 0 takes any port that is free");
            return ExitCode::FAILURE;
        }
    };
    operations::serve(&sandbox);
    print!("{}", welcome::text(&sandbox.url(), change));
    // The server is a thread of its own, until the program is stopped.
    loop {
        thread::park();
    }
}

/// The port, and how long a change takes; `None` if the arguments are not understood.
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
