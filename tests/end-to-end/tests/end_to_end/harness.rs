//! How a test gets its stage, its turn and its browser.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use end_to_end::{Browser, BrowserOptions, Engine, Stage};
use libtest_mimic::Trial;
use tokio::runtime::{Builder, Runtime};

/// A stage that starts with the first test that needs it.
#[derive(Default)]
pub(crate) struct LateStage(OnceLock<Stage>);

impl LateStage {
    pub(crate) fn get(&self) -> Option<&Stage> {
        self.0.get()
    }

    fn started(&self) -> &Stage {
        self.0.get_or_init(Stage::start)
    }
}

/// Whether a test may run beside others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Shared,
    /// It lets things go wrong, or counts what happens.
    Alone,
}

/// The tests.
pub(crate) struct Suite {
    stage: Arc<LateStage>,
    trials: Vec<Trial>,
}

impl Suite {
    pub(crate) fn new(stage: &Arc<LateStage>) -> Self {
        Self {
            stage: Arc::clone(stage),
            trials: Vec::new(),
        }
    }

    pub(crate) fn into_trials(self) -> Vec<Trial> {
        self.trials
    }

    /// A test with a stack of its own, or none.
    pub(crate) fn own(&mut self, name: &str, test: impl FnOnce() + Send + 'static) {
        self.trials.push(Trial::test(name, move || {
            test();
            Ok(())
        }));
    }

    /// A test without a browser.
    pub(crate) fn plain(
        &mut self,
        name: &str,
        turn: Turn,
        test: impl FnOnce(&Stage) + Send + 'static,
    ) {
        let stage = Arc::clone(&self.stage);
        let title = name.to_owned();
        self.own(name, move || in_turn(stage.started(), turn, &title, test));
    }

    /// A test with Chromium.
    pub(crate) fn browser<T>(&mut self, name: &str, turn: Turn, test: T)
    where
        T: AsyncFnOnce(&Stage, &Browser) + Send + 'static,
    {
        self.browser_with(name, turn, BrowserOptions::default(), test);
    }

    /// The same test with Chromium, Firefox and WebKit: `name`, `firefox_name`, `webkit_name`.
    pub(crate) fn every_browser<T>(&mut self, name: &str, turn: Turn, test: T)
    where
        T: AsyncFnOnce(&Stage, &Browser) + Copy + Send + 'static,
    {
        self.every_browser_with(name, turn, BrowserOptions::default(), test);
    }

    /// The same, started in another way.
    pub(crate) fn every_browser_with<T>(
        &mut self,
        name: &str,
        turn: Turn,
        options: BrowserOptions,
        test: T,
    ) where
        T: AsyncFnOnce(&Stage, &Browser) + Copy + Send + 'static,
    {
        for engine in Engine::ALL {
            let options = BrowserOptions { engine, ..options };
            self.browser_with(name, turn, options, test);
        }
    }

    /// A test with a browser of its own, started so. It is named after the browser, where that is
    /// not Chromium.
    pub(crate) fn browser_with<T>(
        &mut self,
        name: &str,
        turn: Turn,
        options: BrowserOptions,
        test: T,
    ) where
        T: AsyncFnOnce(&Stage, &Browser) + Send + 'static,
    {
        let name = match options.engine {
            Engine::Chromium => name.to_owned(),
            other => format!("{other}_{name}"),
        };
        let title = name.clone();
        let stage = Arc::clone(&self.stage);
        let trial = Trial::test(name, move || {
            in_turn(stage.started(), turn, &title, |stage| {
                with_browser(stage, &title, options, test);
            });
            Ok(())
        });
        let ignored = !options.engine.is_wanted();
        self.trials.push(trial.with_ignored_flag(ignored));
    }
}

fn with_browser<T>(stage: &Stage, title: &str, options: BrowserOptions, test: T)
where
    T: AsyncFnOnce(&Stage, &Browser),
{
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let browser = runtime.block_on(Browser::start(&stage.drivers, options));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(stage, &browser))));
    if outcome.is_err() {
        tell(&runtime, stage, &browser, title);
    }
    runtime.block_on(browser.close());
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

fn in_turn(stage: &Stage, turn: Turn, name: &str, test: impl FnOnce(&Stage)) {
    if turn == Turn::Shared {
        let _turn = stage.shared();
        let _timed = Timed::start(name);
        return test(stage);
    }
    let _turn = stage.alone();
    let _timed = Timed::start(name);
    let outcome = catch_unwind(AssertUnwindSafe(|| test(stage)));
    // Whatever it let go wrong must not reach the next test.
    stage.simulator.calm();
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// How long each test took once it had its turn.
static TIMES: Mutex<Vec<(Duration, String)>> = Mutex::new(Vec::new());

struct Timed<'a> {
    name: &'a str,
    since: Instant,
}

impl<'a> Timed<'a> {
    fn start(name: &'a str) -> Self {
        let since = Instant::now();
        Self { name, since }
    }
}

impl Drop for Timed<'_> {
    fn drop(&mut self) {
        if let Ok(mut times) = TIMES.lock() {
            times.push((self.since.elapsed(), self.name.to_owned()));
        }
    }
}

/// Names the tests that took longest: where to look when the run becomes too long.
pub(crate) fn tell_slowest() {
    let Ok(mut times) = TIMES.lock() else { return };
    times.sort_unstable_by(|a, b| b.cmp(a));
    let sum: Duration = times.iter().map(|(time, _)| *time).sum();
    eprintln!(
        "{} tests took {} s; the slowest:",
        times.len(),
        sum.as_secs()
    );
    for (time, name) in times.iter().take(15) {
        eprintln!("{:>6.1} s  {name}", time.as_secs_f64());
    }
}

/// What a person would look at after a failure.
fn tell(runtime: &Runtime, stage: &Stage, browser: &Browser, name: &str) {
    let file = stage.picture(&format!("failed-{name}"));
    let report = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            eprintln!("{name} failed at {}", browser.url().await);
            eprintln!("events and violations: {}", browser.seen().await);
            if browser.engine() == Engine::Chromium {
                for line in browser.take_log("browser").await {
                    eprintln!("console: {}", line["message"]);
                }
            }
            browser.picture(&file).await;
            eprintln!("picture: {}", file.display());
        });
    }));
    if report.is_err() {
        eprintln!("{name}: the browser could not be asked any more");
    }
}
