//! How a test gets its stage, its turn and its browser.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, OnceLock};

use end_to_end::{Browser, BrowserOptions, Stage};
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
        self.own(name, move || in_turn(stage.started(), turn, test));
    }

    /// A test with a browser of its own.
    pub(crate) fn browser<T>(&mut self, name: &str, turn: Turn, test: T)
    where
        T: AsyncFnOnce(&Stage, &Browser) + Send + 'static,
    {
        self.browser_with(name, turn, BrowserOptions::default(), test);
    }

    /// A test with a browser of its own, started in another way.
    pub(crate) fn browser_with<T>(
        &mut self,
        name: &str,
        turn: Turn,
        options: BrowserOptions,
        test: T,
    ) where
        T: AsyncFnOnce(&Stage, &Browser) + Send + 'static,
    {
        let title = name.to_owned();
        self.plain(name, turn, move |stage| {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let browser = runtime.block_on(Browser::start(&stage.driver, options));
            let outcome =
                catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(stage, &browser))));
            if let Err(panic) = outcome {
                tell(&runtime, stage, &browser, &title);
                runtime.block_on(browser.close());
                resume_unwind(panic);
            }
            runtime.block_on(browser.close());
        });
    }
}

fn in_turn(stage: &Stage, turn: Turn, test: impl FnOnce(&Stage)) {
    if turn == Turn::Shared {
        let _turn = stage.shared();
        return test(stage);
    }
    let _turn = stage.alone();
    let outcome = catch_unwind(AssertUnwindSafe(|| test(stage)));
    // Whatever it let go wrong must not reach the next test.
    stage.simulator.calm();
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// What a person would look at after a failure.
fn tell(runtime: &Runtime, stage: &Stage, browser: &Browser, name: &str) {
    let file = stage.picture(&format!("failed-{name}"));
    let report = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            eprintln!("{name} failed at {}", browser.url().await);
            eprintln!("events and violations: {}", browser.seen().await);
            for line in browser.take_log("browser").await {
                eprintln!("console: {}", line["message"]);
            }
            browser.picture(&file).await;
            eprintln!("picture: {}", file.display());
        });
    }));
    if report.is_err() {
        eprintln!("{name}: the browser could not be asked any more");
    }
}
