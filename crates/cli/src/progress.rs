//! A progress bar on everything that takes longer than a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::talk::Talk;

/// Runs `work` and shows meanwhile how far `position` has come on its way to `total` bytes, or how many
/// bytes were read if the total is unknown.
pub(crate) fn watch<T>(
    talk: &Talk,
    what: &'static str,
    total: Option<u64>,
    position: &(dyn Fn() -> u64 + Sync),
    work: impl FnOnce() -> T,
) -> T {
    if !talk.shows_progress() {
        return work();
    }
    let bar = match total {
        Some(total) => ProgressBar::new(total),
        None => ProgressBar::new_spinner(),
    };
    bar.set_draw_target(ProgressDrawTarget::hidden());
    bar.set_style(style(total.is_some()));
    bar.set_message(what);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut waited = Duration::ZERO;
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(TICK);
                waited += TICK;
                if waited == PATIENCE {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.set_position(position().min(total.unwrap_or(u64::MAX)));
            }
            bar.finish_and_clear();
        });
        // The watcher must end even if the work panics, or the scope would wait for it for ever.
        let _ended = Ended(&done);
        work()
    })
}

struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn style(known: bool) -> ProgressStyle {
    let template = if known {
        "{msg} [{bar:30}] {percent} % of {total_bytes}, {bytes_per_sec}, {eta} left"
    } else {
        "{msg} {spinner} {bytes}, {bytes_per_sec}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

const TICK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(1);
