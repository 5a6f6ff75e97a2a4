//! `cargo xtask start`: the whole stack for a person.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use dev_stack::{ADMIN_TOKEN, Ports, Repository, Stack, StackOptions, StateDir, Variables};

use crate::arguments::StartOptions;
use crate::build;
use crate::error::{Error, Result};
use crate::progress::tell;

pub(crate) fn start(repository: &Repository, options: StartOptions) -> Result<()> {
    let ports = Ports::base(options.port_base)?;
    ports.check()?;
    // From here on an interrupt lets the stack end in good order.
    let (sender, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })
    .map_err(|error| Error::Missing(format!("Interrupts cannot be handled: {error}")))?;
    build::everything(repository)?;
    build::simulator(repository, false)?;
    tell("Starting.");
    let mut stack = Stack::start(&StackOptions {
        ports,
        state: StateDir::Kept {
            path: repository.path(".wrangler/state"),
            fresh: options.fresh,
        },
        variables: Variables::new(),
        release_simulator: false,
    })?;
    tell(addresses(&stack));
    loop {
        match interrupted.recv_timeout(Duration::from_millis(500)) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => stack.check()?,
        }
    }
    tell("\nEnding.");
    Ok(())
}

fn addresses(stack: &Stack) -> String {
    let (edge, simulator, host) = (stack.edge_url(), stack.sim_url(), stack.host_url());
    format!(
        "
Ready.
  Host page with the widget   {host}/
    as an element             {host}/element.html
    for strict builders       {host}/plain.html
    under a strict policy     {host}/csp.html
  Hosted page of the link     {edge}/pay/demo
    with every provider       {edge}/pay/every-provider
  Back office                 {edge}/admin (token: {ADMIN_TOKEN})
    for programs              curl -H 'Authorization: Bearer {ADMIN_TOKEN}' {edge}/v1/admin/payments
  Provider simulator          {simulator}/_sim/books
Logs are in target/logs, state is in .wrangler/state. Ctrl-C ends everything."
    )
}
