//! A progress bar on everything that takes longer than a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::talk::Talk;

/// How far some work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What is being done.
    pub(crate) what: &'static str,
    /// How much of it is done.
    pub(crate) done: u64,
    /// How much there is, if that is known.
    pub(crate) total: Option<u64>,
    /// What is counted.
    pub(crate) unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Bytes,
    Rows,
    Classes,
}

/// Runs `work` and shows meanwhile how far it has come, with rate and time left, once a second has passed.
pub(crate) fn watch<T>(talk: &Talk, step: &(dyn Fn() -> Step + Sync), work: impl FnOnce() -> T) -> T {
    if !talk.shows_progress() {
        return work();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| show(step, &done));
        // The watcher must end even if the work panics, or the scope would wait for it for ever.
        let _ended = Ended(&done);
        work()
    })
}

fn show(step: &(dyn Fn() -> Step + Sync), done: &AtomicBool) {
    let mut now = step();
    let mut bar = new_bar(&now, ProgressDrawTarget::hidden());
    let mut waited = Duration::ZERO;
    while !done.load(Ordering::Relaxed) {
        std::thread::sleep(TICK);
        waited += TICK;
        let next = step();
        if next.what != now.what {
            bar.finish_and_clear();
            let target = if waited > PATIENCE {
                ProgressDrawTarget::stderr()
            } else {
                ProgressDrawTarget::hidden()
            };
            bar = new_bar(&next, target);
        }
        now = next;
        if waited == PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(now.total.map_or(now.done, |total| now.done.min(total)));
    }
    bar.finish_and_clear();
}

fn new_bar(step: &Step, target: ProgressDrawTarget) -> ProgressBar {
    let bar = match step.total {
        Some(total) => ProgressBar::new(total),
        None => ProgressBar::new_spinner(),
    };
    bar.set_draw_target(target);
    let template = match (step.unit, step.total) {
        (Unit::Bytes, Some(_)) => "{msg} [{bar:30}] {percent} % of {total_bytes}, {bytes_per_sec}, {eta} left",
        (Unit::Bytes, None) => "{msg} {spinner} {bytes}, {bytes_per_sec}",
        (Unit::Rows, _) => "{msg} [{bar:30}] {human_pos} of {human_len} rows, {per_sec}, {eta} left",
        (Unit::Classes, _) => "{msg} [{bar:30}] {human_pos} of {human_len} classes, {eta} left",
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(step.what);
    bar
}

struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

const TICK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(1);
