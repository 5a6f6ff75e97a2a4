//! How long the browser takes to read and run what each peer ships.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dev_stack::Repository;
use end_to_end::{Browser, BrowserOptions, Drivers};
use serde_json::{Value, json};
use shipped::{LANGUAGES, Shipped, brotli};

use super::{Side, load};
use crate::error::{Error, Result};
use crate::forms;
use crate::number::{count, grouped, milliseconds};
use crate::options::Scale;
use crate::part::{Bench, section, tell};
use crate::series::Series;
use crate::table::Table;

/// The glue's exports, where it is run as a classic script.
const GLUE: &str = "oboleGlue";

/// A script put into the page runs at once: it is parsed, compiled and run
/// before `append` returns. Told in microseconds.
const RUN_SCRIPT: &str = "\
    let failed = '';
    addEventListener('error', (event) => (failed = event.message));
    const script = document.createElement('script');
    script.textContent = arguments[0];
    const begun = performance.now();
    document.head.append(script);
    const ended = performance.now();
    return failed || Math.round((ended - begun) * 1000);";

/// Compiling the module, then making an instance of it with its glue.
const RUN_WASM: &str = "\
    const bytes = Uint8Array.from(atob(arguments[0]), (one) => one.charCodeAt(0));
    return (async () => {
      const begun = performance.now();
      const module = await WebAssembly.compile(bytes);
      const compiled = performance.now();
      await window[arguments[1]].default({ module_or_path: module });
      const ended = performance.now();
      return [compiled - begun, ended - compiled].map((time) => Math.round(time * 1000));
    })();";

struct Script {
    name: String,
    /// What is shipped.
    content: Vec<u8>,
    /// What is run: the same, or the same as a classic script.
    classic: String,
    times: Vec<u64>,
}

impl Script {
    fn new(name: impl Into<String>, content: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            classic: String::from_utf8_lossy(&content).into_owned(),
            content,
            times: Vec::new(),
        }
    }

    fn row(self) -> Result<Row> {
        Ok(Row {
            raw: count(self.content.len()),
            sent: brotli(&self.content)?,
            name: self.name,
            times: self.times,
        })
    }
}

pub(super) fn print(
    repository: &Repository,
    bench: &Bench,
    driver: &Drivers,
    scale: &Scale,
    ours: &Side,
    preact: Vec<u8>,
) -> Result<()> {
    let [language, ..] = LANGUAGES;
    let shipped = Shipped::of(repository, ours.front.origin(), language)?;
    let (wasm, glue): (Vec<_>, Vec<_>) = shipped
        .version
        .into_iter()
        .partition(|file| file.content.starts_with(b"\0asm"));
    let wasm: Vec<u8> = wasm.into_iter().flat_map(|file| file.content).collect();
    let glue: Vec<u8> = glue.into_iter().flat_map(|file| file.content).collect();
    let mut glue_script = Script::new("ours: glue", glue);
    let classic = forms::classic(repository, &glue_script.content, GLUE)?;
    glue_script.classic = String::from_utf8_lossy(&classic).into_owned();
    let version = |package| forms::version(repository, package);
    let mut scripts = [
        Script::new("ours: loader", shipped.loader.content),
        glue_script,
        Script::new("Preact: the same form", preact),
        Script::new(
            format!("Adyen {}, core and redirect", version("@adyen/adyen-web")?),
            forms::adyen(repository)?,
        ),
        Script::new(
            format!("Braintree drop-in {}", version("braintree-web-drop-in")?),
            forms::braintree(repository)?,
        ),
    ];
    let module = STANDARD.encode(&wasm);
    let (mut compiled, mut instances) = (Vec::new(), Vec::new());
    for round in 0..scale.page_loads {
        tell(&format!(
            "Running scripts, {} of {}.",
            round + 1,
            scale.page_loads
        ));
        let mut turns: Vec<&mut Script> = scripts.iter_mut().collect();
        if !round.is_multiple_of(2) {
            turns.reverse();
        }
        let [compile, make] = bench.wait(run_all(driver, ours, turns, &module))?;
        compiled.push(compile);
        instances.push(make);
    }
    let [loader, glue, peers @ ..] = scripts;
    let module = |name: &str, raw, times| Row {
        name: name.to_owned(),
        raw,
        sent: 0,
        times,
    };
    let compiled = Row {
        sent: brotli(&wasm)?,
        ..module("ours: wasm, compiled", count(wasm.len()), compiled)
    };
    let instances = module("ours: wasm, instance made", 0, instances);
    let ours = [loader.row()?, glue.row()?, compiled, instances];
    let mut rows = vec![Row::sum("**ours: sum**", &ours)];
    for peer in peers {
        rows.push(peer.row()?);
    }
    table(ours.iter().chain(&rows));
    Ok(())
}

/// All scripts once, in one browser, each in a page of its own; the module
/// beside its glue.
async fn run_all(
    driver: &Drivers,
    side: &Side,
    scripts: Vec<&mut Script>,
    module: &str,
) -> Result<[u64; 2]> {
    let browser = Browser::start(driver, BrowserOptions::default()).await;
    let blank = format!("{}/blank", side.front.origin());
    let mut instance = [0, 0];
    for script in scripts {
        browser.open(&blank).await;
        load::slow_down(&browser).await;
        let told = browser.run(RUN_SCRIPT, vec![json!(script.classic)]).await;
        let unreadable = |told: &Value| Error::Unreadable {
            page: script.name.clone(),
            told: told.to_string(),
        };
        let time = told.as_u64().ok_or_else(|| unreadable(&told))?;
        script.times.push(time);
        if script.classic.contains(GLUE) {
            let told = browser
                .run(RUN_WASM, vec![json!(module), json!(GLUE)])
                .await;
            let times = told.as_array().map(Vec::as_slice).unwrap_or_default();
            let [Some(compile), Some(make)] =
                [0, 1].map(|at| times.get(at).and_then(Value::as_u64))
            else {
                return Err(unreadable(&told));
            };
            instance = [compile, make];
        }
    }
    browser.close().await;
    Ok(instance)
}

/// A line of the table.
struct Row {
    name: String,
    raw: u64,
    sent: u64,
    times: Vec<u64>,
}

impl Row {
    fn sum(name: &str, rows: &[Self]) -> Self {
        let rounds = rows.iter().map(|row| row.times.len()).min().unwrap_or(0);
        let time = |round| rows.iter().filter_map(|row| row.times.get(round)).sum();
        Self {
            name: name.to_owned(),
            raw: rows.iter().map(|row| row.raw).sum(),
            sent: rows.iter().map(|row| row.sent).sum(),
            times: (0..rounds).map(time).collect(),
        }
    }
}

fn table<'a>(rows: impl Iterator<Item = &'a Row>) {
    let mut table = Table::new(["what is shipped", "raw", "brotli 11", "read and run"]);
    let bytes = |count| match count {
        0 => String::new(),
        count => grouped(count),
    };
    for row in rows {
        let times: Series = row.times.iter().copied().collect();
        let time = times.text(milliseconds);
        table.row([row.name.clone(), bytes(row.raw), bytes(row.sent), time]);
    }
    section(
        "What is read and run, beside what providers ship",
        &table,
        &format!(
            "The middle (least–greatest) in a browser slowed {} times, without a network. A script's \
             text is put into an empty page, which parses, compiles and runs it at once; the glue is \
             a module and is run as a classic script. The module is compiled by \
             `WebAssembly.compile` and made an instance of by its glue; Chromium compiles it in \
             threads that DevTools does not slow. Adyen's and Braintree's scripts then load more \
             from their servers; ours and Preact's do not.",
            load::SLOWER
        ),
    );
}
