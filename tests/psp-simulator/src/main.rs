//! `psp-simulator --port 8788 [--seed N]`: the provider simulator on this machine.

use std::process::ExitCode;
use std::sync::Arc;

use psp_simulator::{Config, Simulator, SimulatorError, WebhookSigner, serve};
use tokio::net::TcpListener;

/// PayPal's own key length.
const KEY_BITS: usize = 2048;

struct Options {
    port: u16,
    seed: u64,
}

fn options() -> Option<Options> {
    let mut options = Options {
        port: 8788,
        seed: 1,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--port" => options.port = value.parse().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(options)
}

async fn run(options: Options) -> Result<(), SimulatorError> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let port = listener.local_addr()?.port();
    let config = Config {
        origin: format!("http://127.0.0.1:{port}"),
        signer: Some(Arc::new(WebhookSigner::generate(KEY_BITS, options.seed)?)),
        ..Config::default()
    };
    println!("provider simulator on http://127.0.0.1:{port}");
    tokio::select! {
        ended = serve(listener, Simulator::new(config, options.seed)) => ended,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("usage: psp-simulator [--port 8788] [--seed 1]");
        return ExitCode::from(2);
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("psp-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}
