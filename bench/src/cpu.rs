//! The CPU time of two ways to do the same thing, measured in turns.

use std::error::Error;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What came out.
pub struct Compared {
    /// CPU time of the crate's way, for one of what a round does many of: the median of the rounds.
    pub ours: Duration,
    /// The same of the other way.
    pub by_hand: Duration,
    /// The median of the ratios of the rounds. The rounds differ by more than the two ways of a round:
    /// what else the machine does meanwhile hits both alike.
    pub ratio: f64,
}

/// Runs both in turns. Each of the functions does so many of the thing.
///
/// # Errors
/// The system does not report the CPU time.
pub fn compare(
    rounds: usize,
    count: u32,
    mut ours: impl FnMut(),
    mut by_hand: impl FnMut(),
) -> Result<Compared, Box<dyn Error>> {
    // Opens the connections, and fills the caches.
    ours();
    by_hand();
    let mut figures = [vec![], vec![], vec![]];
    for round in 0..rounds {
        // The second of a round may find the machine in another state than the first.
        let (our_time, other_time) = if round % 2 == 0 {
            let our_time = time(&mut ours)?;
            (our_time, time(&mut by_hand)?)
        } else {
            let other_time = time(&mut by_hand)?;
            (time(&mut ours)?, other_time)
        };
        figures[0].push(our_time);
        figures[1].push(other_time);
        figures[2].push(our_time / other_time);
    }
    let [ours, by_hand, ratio] = figures.map(median);
    Ok(Compared {
        ours: Duration::from_secs_f64(ours) / count,
        by_hand: Duration::from_secs_f64(by_hand) / count,
        ratio,
    })
}

fn time(work: &mut impl FnMut()) -> Result<f64, Box<dyn Error>> {
    let before = used()?;
    work();
    // A clock that is too coarse to see it must not divide by zero.
    Ok((used()? - before).max(f64::EPSILON))
}

/// User and system time of this process, in seconds.
fn used() -> Result<f64, Box<dyn Error>> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() % 2 {
        0 if middle > 0 => (figures[middle - 1] + figures[middle]) / 2.0,
        _ => figures.get(middle).copied().unwrap_or(f64::NAN),
    }
}
