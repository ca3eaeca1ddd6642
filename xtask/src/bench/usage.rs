//! What a command used: CPU time and peak memory, including its children, and the size of its output.
//!
//! The system reports the CPU time and memory of all children together, so each command is run by a separate process:
//! this program, as `bench measure`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

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
    /// Time by the clock, in seconds.
    pub(crate) elapsed: f64,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let (program, arguments) = self
            .command
            .split_first()
            .context("missing command: write it after `--`")?;
        // The output of the command goes to standard error, so that standard output has only the figures.
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
        let (cpu, memory) = of_children()?;
        println!("{cpu} {memory}");
        Ok(())
    }
}

/// Runs a command, and returns its usage.
pub(crate) fn measure(command: &mut Command) -> Result<Usage> {
    let program = env::current_exe().context("can't find the path of this program")?;
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
    let start = Instant::now();
    let output = outer.output().context("can't run this program")?;
    let elapsed = start.elapsed().as_secs_f64();
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
            elapsed,
        }),
        _ => bail!("the measurement printed no figures: {text}"),
    }
}

/// Runs a command under Valgrind, and returns the number of executed instructions, in millions. It is the same in
/// every run, whatever else the machine does.
pub(crate) fn instructions(command: &Command) -> Result<f64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .context("can't run valgrind, which counts instructions")?;
    let log = String::from_utf8_lossy(&output.stderr);
    // The line looks like `==42== I refs:        1,234,567`.
    let refs = log.lines().find_map(|line| line.split_once("refs:"));
    let count = refs.and_then(|(_, count)| count.trim().replace(',', "").parse::<f64>().ok());
    match count {
        Some(count) if output.status.success() => Ok(count / 1e6),
        _ => bail!("{command:?} failed under Valgrind:\n{log}"),
    }
}

/// The CPU time and the memory of all children.
#[cfg(unix)]
fn of_children() -> Result<(f64, f64)> {
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
    Ok((micros as f64 / 1e6, usage.max_rss() as f64 * unit / 1e6))
}

#[cfg(not(unix))]
fn of_children() -> Result<(f64, f64)> {
    bail!("measuring a command works only on Unix")
}

/// The size of a file in MB.
pub(crate) fn size(file: &Path) -> Result<f64> {
    let file_size = fs::metadata(file)
        .with_context(|| format!("can't read the size of {}", file.display()))?
        .len();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    Ok(file_size as f64 / 1e6)
}
