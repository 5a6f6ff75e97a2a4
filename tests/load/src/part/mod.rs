//! The parts of the bench, and what they share.

mod added;
mod create;
pub(crate) mod machine;
mod same_job;
mod sizes;
mod stored;
mod widget;

use std::process::{Command, Stdio};

use dev_stack::{BUILT_VARIABLE, Repository, Stack, StackOptions, StateDir};
use http::Request;
use http_body_util::Full;
use hyper::body::Bytes;
use tokio::runtime::{self, Runtime};

use crate::client::{Client, Exchange};
use crate::compare::{self, Comparison};
use crate::error::{Error, Result};
use crate::options::{Options, Part};
use crate::peer::{self, Peer};
use crate::round;
use crate::state::Folder;
use crate::table::Table;
use crate::target::Target;

/// Requests in flight where nothing is measured.
const HURRY: usize = 32;

/// Builds what is measured, unless `cargo xtask bench` has done so.
pub(crate) fn build(repository: &Repository) -> Result<()> {
    Stack::build()?;
    if std::env::var_os(BUILT_VARIABLE).is_some() {
        return Ok(());
    }
    step(
        "cargo build --release --package psp-simulator",
        repository
            .cargo()
            .args(["build", "--release", "--package", "psp-simulator"]),
    )
}

/// Measures the parts that are wanted, and prints each when it is done.
pub(crate) fn run(repository: &Repository, options: &Options) -> Result<()> {
    let bench = Bench::new()?;
    let scale = options.scale();
    let (create, added) = (options.wants(Part::Create), options.wants(Part::Added));
    if create || added || options.wants(Part::Sizes) {
        tell("Starting our stack.");
        let site = Site::start(repository, options.disk)?;
        let stack = &site.stack;
        if options.wants(Part::Sizes) {
            sizes::print(repository, stack)?;
        }
        if create || added {
            tell("Starting the TypeScript Worker.");
            let peer = Peer::start(repository, stack, options.disk)?;
            let sides = sides(stack, &peer)?;
            for side in &sides {
                same_job::check(&bench, stack, side)?;
                bench.round(side, scale.warm_up, HURRY)?;
            }
            if create {
                create::print(&bench, scale, &sides)?;
                create::print_floor(&bench, scale, stack, &peer)?;
                let [ours, typescript] = &sides;
                let config = repository.path("wrangler.toml");
                same_job::check_index(repository, ours, &config, stack.state_dir())?;
                let config = peer::config(repository);
                same_job::check_index(repository, typescript, &config, peer.state_dir())?;
            }
            if added {
                added::print(repository, &bench, scale, stack, &sides)?;
            }
        }
    }
    if options.wants(Part::Widget) {
        widget::print(repository, options, &bench)?;
    }
    if options.wants(Part::Stored) {
        stored::print(repository, options)?;
    }
    Ok(())
}

/// Our stack, with its state where it is wanted.
struct Site {
    // Ended before its state is removed.
    stack: Stack,
    _folder: Folder,
}

impl Site {
    fn start(repository: &Repository, on_disk: bool) -> Result<Self> {
        Self::start_with(repository, on_disk, StackOptions::temporary()?)
    }

    /// The same, but for the state and the simulator as these options want it.
    fn start_with(repository: &Repository, on_disk: bool, options: StackOptions) -> Result<Self> {
        let folder = Folder::new(repository, on_disk)?;
        let state = StateDir::Kept {
            path: folder.path().to_owned(),
            fresh: true,
        };
        let options = StackOptions {
            state,
            release_simulator: true,
            ..options
        };
        Ok(Self {
            stack: Stack::start(&options)?,
            _folder: folder,
        })
    }
}

/// Ours first.
fn sides(stack: &Stack, peer: &Peer) -> Result<[Target; 2]> {
    let return_to = format!("{}/", stack.host_url());
    Ok([
        Target::create("ours", &stack.edge_url(), &return_to)?,
        Target::create("TypeScript", &peer.url(), &return_to)?,
    ])
}

/// One thread that sends everything: it takes as little as it can of the
/// processors that the Workers run on.
struct Bench {
    runtime: Runtime,
    client: Client,
}

impl Bench {
    fn new() -> Result<Self> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Runtime)?;
        let client = {
            let _inside = runtime.enter();
            Client::new()
        };
        Ok(Self { runtime, client })
    }

    fn send(&self, target: &Target, request: Request<Full<Bytes>>) -> Result<Exchange> {
        let exchange = round::send(&self.client, target, request);
        self.runtime.block_on(exchange)
    }

    /// Runs something else to its end.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    fn round(&self, target: &Target, requests: usize, in_flight: usize) -> Result<()> {
        let round = round::run(&self.client, target, requests, in_flight);
        self.runtime.block_on(round).map(|_| ())
    }

    fn compare(
        &self,
        sides: &[&Target],
        blocks: usize,
        requests: usize,
        in_flight: usize,
    ) -> Result<Comparison> {
        let comparison = compare::run(&self.client, sides, blocks, requests, in_flight);
        self.runtime.block_on(comparison)
    }
}

/// Runs a program to its end; a failure tells what it printed.
pub(crate) fn step(name: &str, command: &mut Command) -> Result<()> {
    output(name, command).map(|_| ())
}

/// The same, for what it prints.
fn output(name: &str, command: &mut Command) -> Result<String> {
    let failed = |output: String| Error::Step {
        step: name.to_owned(),
        output,
    };
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(printed)
    } else {
        Err(failed(printed + &String::from_utf8_lossy(&output.stderr)))
    }
}

/// Tells what happens next.
fn tell(sentence: &str) {
    eprintln!("{sentence}");
}

/// Prints one table with its title and a sentence on how to read it.
fn section(title: &str, table: &Table, note: &str) {
    println!("## {title}\n\n{table}\n{note}\n");
}
