//! The progress bar: only for work that is long, on a terminal, and not asked to be quiet.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work is long when it is not done after this time.
const PATIENCE: Duration = Duration::from_millis(800);

/// Counts bytes; shows itself once the work has turned out to be long.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    wanted: bool,
}

impl Progress {
    /// A bar for `bytes` bytes of input (0 = unknown).
    pub(crate) fn new(bytes: u64, quiet: bool) -> Self {
        let bar = if bytes > 0 { ProgressBar::new(bytes) } else { ProgressBar::no_length() };
        bar.set_draw_target(ProgressDrawTarget::hidden());
        let template = "{bar:30} {bytes}/{total_bytes} {msg} {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now(), wanted: !quiet && std::io::stderr().is_terminal() }
    }

    /// `bytes` more are done.
    pub(crate) fn add(&mut self, bytes: u64) {
        self.bar.inc(bytes);
        if self.wanted && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.wanted = false;
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
