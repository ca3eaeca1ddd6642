//! What a command used: CPU time and peak memory, its children included; and the size of what it left.
//!
//! The system reports CPU time and memory of all children together, so each command is run by a process of
//! its own: this program again, as `bench measure`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The command
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<String>,
}

/// What a command used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// User and system time, in seconds.
    pub(crate) cpu: f64,
    /// The largest resident set of any of its processes, in MB (10^6 bytes).
    pub(crate) memory: f64,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let (program, arguments) = self.command.split_first().context("there is no command")?;
        // What the command prints goes to standard error; the figures are alone on standard output.
        let output = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("can't run {program}"))?;
        if !output.status.success() {
            bail!(
                "{program} failed:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let usage = of_children()?;
        println!("{} {}", usage.cpu, usage.memory);
        Ok(())
    }
}

/// Runs a command, and returns what it used.
pub(crate) fn measure(command: &mut Command) -> Result<Usage> {
    let program = env::current_exe().context("can't tell where this program is")?;
    let mut outer = Command::new(program);
    outer
        .args(["bench", "measure", "--"])
        .arg(command.get_program())
        .args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(key, value),
            None => outer.env_remove(key),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        outer.current_dir(folder);
    }
    let output = outer.output().context("can't run this program again")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let figures = text
        .split_whitespace()
        .filter_map(|figure| figure.parse().ok());
    match figures.collect::<Vec<_>>().as_slice() {
        [cpu, memory] => Ok(Usage {
            cpu: *cpu,
            memory: *memory,
        }),
        _ => bail!("the measurement printed no figures: {text}"),
    }
}

#[cfg(unix)]
fn of_children() -> Result<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts in KiB, macOS in bytes (getrusage(2) of each).
    let unit = if cfg!(target_os = "macos") {
        1.0
    } else {
        1024.0
    };
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    Ok(Usage {
        cpu: micros as f64 / 1e6,
        memory: usage.max_rss() as f64 * unit / 1e6,
    })
}

#[cfg(not(unix))]
fn of_children() -> Result<Usage> {
    bail!("measuring a command works only on Unix")
}

/// A file's size in MB.
pub(crate) fn size(file: &Path) -> Result<f64> {
    let file_size = fs::metadata(file)
        .with_context(|| format!("can't read the size of {}", file.display()))?
        .len();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    Ok(file_size as f64 / 1e6)
}
